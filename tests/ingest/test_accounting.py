"""Every row is loaded, a duplicate or rejected, whatever the file holds, and no value is shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from canonical import dump
from netgraph import ingest as reasons
from netgraph.ingest import load_file
from netgraph.ingest.read.table import REJECTS_HEADER
from netgraph.model import load_schema
from stores import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netgraph.store import Store

TEXT = """
mapping: 1
name: little
summary: Cases and the people in them.
source: {name: little, doc: Made for a test., licence: None.}
record: [case, line]
columns:
  case: {doc: Reference.}
  line: {doc: Number.}
  state: {doc: Who handles it.}
  victims: {doc: How many.}
  forms: {doc: Of exploitation.}
  person: {doc: Reference.}
  sex: {doc: Sex.}
  role: {doc: Part.}
  opened: {doc: When.}
nodes:
  case:
    type: Case
    key: [case]
    required: true
    properties:
      victims: {column: victims}
      exploitation: {column: forms, split: [;]}
      opened: {column: opened}
  state: {type: Jurisdiction, place: {country: state, split: ;}}
  person: {type: Person, key: [person], properties: {sex: {column: sex}}}
relationships:
  - {type: HANDLED_BY, start: case, end: state}
  - {type: INVOLVED_IN, start: person, end: case, properties: {role: {column: role}}}
duplicates: {ignore: [line]}
max_ratio: 1
"""
COLUMNS = ("case", "line", "state", "victims", "forms", "person", "sex", "role", "opened")

# Whatever a report may say: the words of the code, the file's header, and what the rows hold besides.
REASONS = " ".join(
    [
        *(path.read_text(encoding="utf-8") for path in Path(reasons.__file__).parent.glob("*.py")),
        *COLUMNS,
        *load_schema().codelists["exploitation"].codes,
        *load_schema().codelists["role"].codes,
        *load_schema().codelists["sex"].codes,
    ]
).casefold()

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
few = st.sampled_from


def cell(*usual: str) -> st.SearchStrategy[str]:
    """Draw what usually stands in a column, sometimes a blank and sometimes anything."""
    return few([*usual, *usual, ""]) | anything


rows = st.lists(
    st.tuples(
        few(["c1", "c2", "c3"]) | anything,
        cell("1", "2", "3"),
        cell("Kenya", "ITA; France", "Europe", "Korea", "Mail"),
        cell("1", "2", "-1", "many"),
        cell("ForcedLabour", "forced begging;Other", "99", "Maria Musterfrau"),
        cell("p1", "p2", "p1 "),
        cell("Female", "m", "?"),
        cell("Victim", "Suspect", "nobody"),
        cell("2020", "2020-05", "2020-13", "17.5.2020"),
    ),
    min_size=1,
    max_size=12,
)
quick = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def as_csv(found: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV file."""
    stream = io.StringIO()
    csv.writer(stream).writerows([COLUMNS, *found])
    return stream.getvalue().encode()


def rejected(path: Path) -> list[dict[str, str]]:
    """Read a list of rejects."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@quick
@given(found=rows)
def test_every_row_is_accounted_for(
    embedded: Store, mapping: Callable[[str], Path], found: list[tuple[str, ...]]
) -> None:
    """Read = loaded + duplicate + rejected; each reject is listed once; a second load changes nothing."""
    with TemporaryDirectory() as folder:
        path, rejects = Path(folder) / "rows.csv", Path(folder) / "rejects.csv"
        path.write_bytes(as_csv(found))
        empty(embedded)

        report = load_file(embedded, mapping(TEXT), path, rejects=rejects)

        listed = rejected(rejects) if report.rejects else []
        assert report.read == len(found) == report.loaded + report.duplicate + report.rejected
        assert sum(report.reasons.values()) == report.rejected == len(listed)
        numbers = [int(row["netgraph_row"]) for row in listed]
        assert len(set(numbers)) == len(numbers)
        assert all(2 <= number <= len(found) + 1 for number in numbers)
        assert load_file(embedded, mapping(TEXT), path).unchanged


@quick
@given(found=rows, order=st.randoms(use_true_random=False), batch_size=st.integers(1, 5))
def test_the_order_of_rows_does_not_matter(
    embedded: Store,
    mapping: Callable[[str], Path],
    found: list[tuple[str, ...]],
    order: st.Random,  # type: ignore[name-defined]
    batch_size: int,
) -> None:
    """The same rows in another order and other batches give the same graph and the same account."""
    shuffled = list(found)
    order.shuffle(shuffled)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(as_csv(found))
        empty(embedded)
        one = load_file(embedded, mapping(TEXT), path)
        before = dump(embedded)
        path.write_bytes(as_csv(shuffled))

        other = load_file(embedded, mapping(TEXT), path, batch_size=batch_size)

        assert other.unchanged
        assert dump(embedded) == before
        assert (one.duplicate, one.reasons) == (other.duplicate, other.reasons)


@quick
@given(name=st.text(st.characters(categories=["L"]), min_size=6, max_size=20))
def test_no_value_is_shown(embedded: Store, mapping: Callable[[str], Path], name: str) -> None:
    """A name in the wrong column is not in the report, nor in a reason; beside it the list has the row."""
    everywhere = [[name if column == wrong else "" for column in COLUMNS] for wrong in COLUMNS[2:]]
    assume(name.casefold() not in REASONS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(as_csv([["c1", str(n), *row[2:]] for n, row in enumerate(everywhere)]))

        report = load_file(embedded, mapping(TEXT), path)

        listed = path.with_name("rows.csv.rejects.csv")
        shown = json.dumps(report.to_dict(), ensure_ascii=False) + str(report)
        if listed.exists():
            shown += str([{n: row[n] for n in REJECTS_HEADER} for row in rejected(listed)])
        assert name not in shown


def test_unknown_codes_are_counted(embedded: Store, mapping: Callable[[str], Path], tmp_path: Path) -> None:
    """A code outside a list becomes the list's unknown code and is counted; a word is not repeated."""
    path = tmp_path / "rows.csv"
    given_rows = [
        ["c1", "1", "", "", "11", "", "", "", ""],
        ["c2", "2", "", "", "ForcedLabour;11", "", "", "", ""],
        ["c3", "3", "", "", "Maria Musterfrau", "", "", "", ""],
    ]
    path.write_bytes(as_csv(given_rows))

    report = load_file(embedded, mapping(TEXT), path)

    assert [tuple(code.__dict__.values()) for code in report.unknown_codes] == [
        ("forms", "(another text)", "Other", "", 1, 4),
        ("forms", "11", "Other", "", 2, 2),
    ]
    assert {dict(case)["p_exploitation"] for case in dump(embedded)["Case"]} == {
        ("Other",),
        ("ForcedLabour", "Other"),
    }


def test_duplicates_keep_the_smallest_record(
    embedded: Store, mapping: Callable[[str], Path], tmp_path: Path
) -> None:
    """Of rows equal but for their number the one with the smallest number stays, not the first."""
    path = tmp_path / "rows.csv"
    path.write_bytes(
        as_csv([["c1", line, "Kenya", "", "", "", "", "", ""] for line in ("10", "9", "", "11")])
    )

    report = load_file(embedded, mapping(TEXT), path)

    assert (report.loaded, report.duplicate, report.rejected) == (1, 3, 0)
    assert dict(dump(embedded)["HANDLED_BY"][0])["p_record"] == "c1/9"


def test_a_list_of_rejects_does_not_outlive_its_reasons(
    embedded: Store, mapping: Callable[[str], Path], tmp_path: Path
) -> None:
    """When a file is put right, the list beside it is emptied, so that nobody repairs rows twice."""
    path = tmp_path / "rows.csv"
    path.write_bytes(as_csv([["", "1", *[""] * 7], ["c1", "2", *[""] * 7]]))
    report = load_file(embedded, mapping(TEXT), path)
    listed = path.with_name("rows.csv.rejects.csv")
    (row,) = rejected(listed)
    assert [row[name] for name in REJECTS_HEADER] == [report.run, "2", "the record is blank", "case"]
    assert listed.stat().st_mode & 0o077 == 0

    path.write_bytes(as_csv([["c0", "1", *[""] * 7], ["c1", "2", *[""] * 7]]))
    report = load_file(embedded, mapping(TEXT), path)

    assert report.rejects is None
    assert rejected(listed) == []
