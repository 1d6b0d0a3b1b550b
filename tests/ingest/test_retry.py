"""A list of rejected rows with repeated columns is loaded as the file was: each copy in its place."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from canonical import dump
from netgraph.cli.main import run
from netgraph.errors import DataError
from netgraph.ingest import load_file, retry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

TEXT = """
mapping: 1
name: little
summary: Routes whose stops stand side by side.
source: {name: little, doc: Made for a test., licence: None.}
record: [route]
columns:
  route: {doc: Reference.}
  state: {doc: Where., repeats: 3}
  means: {doc: How., repeats: 2, join: ;}
  note: {doc: Text., repeats: 2}
ignore: {note: free text, means: not needed}
nodes:
  route: {type: Route, key: [route], required: true}
stops:
  route: route
  columns: [{repeat: 3, place: {country: state}}]
max_ratio: 1
"""
HEADER = ["route", "state", "means", "state", "note", "state", "means", "note"]
ROWS = [
    ["r1", "Kenya", "a", "Uganda", "n", "Rwanda", "b", "m"],
    ["r2", "Kenya", "a", "Nowhere", "n", "Rwanda", "b", "m"],
    ["r3", "Nowhere", "", "Malawi", "", "", "", ""],
]


def changed(listed: Path, old: str, new: str) -> None:
    """Replace a text in a list of rejects."""
    listed.write_text(listed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_repeated_columns_come_back_in_their_order(
    store: Store, mapping: Callable[[str], Path], write: Callable[..., Path]
) -> None:
    """Once repaired, the graph is that of a file without the mistake, and each stop stands in its place."""
    right = [[cell.replace("Nowhere", "Zambia") for cell in row] for row in ROWS]
    load_file(store, mapping(TEXT), write([HEADER, *right], "right.csv"), source="little")
    expected = {label: {drop_run(row) for row in rows} for label, rows in dump(store).items()}
    load_file(store, mapping(TEXT), write([HEADER, ROWS[0]], "right.csv"), source="little")
    path = write([HEADER, *ROWS])
    report = load_file(store, mapping(TEXT), path)
    assert (report.loaded, report.rejected) == (1, 2)
    listed = path.with_name("rows.csv.rejects.csv")
    changed(listed, "Nowhere", "Zambia")

    again = retry(store, listed, mapping=mapping(TEXT))

    assert (again.read, again.loaded, again.rejected) == (2, 2, 0)
    found = {label: {drop_run(row) for row in rows} for label, rows in dump(store).items()}
    assert found == expected


def drop_run(row: object) -> object:
    """Leave out which load run wrote a node or claim."""
    return frozenset(item for item in row if item[0] != "p_run")  # type: ignore[attr-defined]


def test_a_list_names_each_copy(
    embedded: Store, mapping: Callable[[str], Path], write: Callable[..., Path]
) -> None:
    """The list has a column for each copy, one for what is put together, and none that stands twice."""
    path = write([HEADER, *ROWS])
    load_file(embedded, mapping(TEXT), path)

    with path.with_name("rows.csv.rejects.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)

    assert header[4:] == ["route", "state", "state 2", "state 3", "means", "note"]
    assert [row[4:9] for row in rows] == [
        ["r2", "Kenya", "Nowhere", "Rwanda", "a;b"],
        ["r3", "Nowhere", "Malawi", "", ""],
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"state 3"', '"state 2"', r"'state 2' stands twice"),
        ('"state 3"', '"state 4"', "does not know the column 'state 4'"),
        ('"means"', '"state"', "'state 3' stands twice|'state' stands"),
    ],
)
def test_a_list_with_other_columns_is_refused(
    embedded: Store,
    mapping: Callable[[str], Path],
    write: Callable[..., Path],
    old: str,
    new: str,
    complaint: str,
) -> None:
    """A header in which a copy stands twice, or one too many, is refused with the column."""
    path = write([HEADER, *ROWS])
    load_file(embedded, mapping(TEXT), path)
    listed = path.with_name("rows.csv.rejects.csv")
    before = dump(embedded)
    changed(listed, old, new)

    with pytest.raises(DataError, match=complaint) as caught:
        retry(embedded, listed, mapping=mapping(TEXT))

    assert caught.value.hint
    assert dump(embedded) == before


def test_the_command_line_retries_repeated_columns(
    mapping: Callable[[str], Path], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The command loads repaired rows with repeated columns, and says of a wrong header what is wrong."""
    path, text = write([HEADER, *ROWS]), mapping(TEXT)
    home = ["--store", str(path.with_name("graph"))]
    listed = path.with_name("rows.csv.rejects.csv")
    assert run([*home, "ingest", str(text), str(path)]) == 0
    changed(listed, '"state 3"', '"state 2"')
    assert run([*home, "ingest", "retry", str(listed), "--mapping", str(text)]) == 1
    err = capsys.readouterr().err
    assert str(listed) in err
    assert "next: " in err
    assert "Traceback" not in err
    listed.write_text(
        listed.read_text("utf-8").replace('"state 2","state 2"', '"state 2","state 3"'), "utf-8"
    )
    changed(listed, "Nowhere", "Zambia")

    assert run([*home, "ingest", "retry", str(listed), "--mapping", str(text)]) == 0

    assert "2 rows read = 2 loaded + 0 duplicate + 0 rejected" in capsys.readouterr().out
