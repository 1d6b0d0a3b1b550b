"""What is staged in SQL is what Python would have made of it, and where a chunk ends makes no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canonical import dump
from netgraph.ingest import columns, gather, load_file, side, stage
from netgraph.ingest.read import delimited
from netgraph.ingest.rows import natural
from netgraph.machine import Memory
from netgraph.model import claim_key
from netgraph.store import Ends
from netgraph.store.scratch import PREFIX, private_folder, sweep
from stores import empty

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    """Open an empty database."""
    return duckdb.connect()


@settings(max_examples=60)
@given(start=text, end=text, source=text, record=text, position=st.integers(0, 10**6), route=text)
def test_keys_are_those_of_the_model(
    database: duckdb.DuckDBPyConnection,
    start: str,
    end: str,
    source: str,
    record: str,
    position: int,
    route: str,
) -> None:
    """A claim's key in SQL is the one that `claim_key` gives, also for letters of several bytes."""
    hashed = columns.claim_hash(Ends("Location", "LEG", "Location"))
    given_columns = '$start AS "start", $end AS "end", $record AS record, $route AS route'
    select = f"SELECT {hashed} FROM (SELECT {given_columns}, CAST($position AS BIGINT) AS position)"  # noqa: S608
    values = {"start": start, "end": end, "record": record, "route": route, "position": position}

    found = database.execute(select, {**values, "source": source}).fetchall()

    wanted = claim_key("Location", start, "LEG", "Location", end, source, record, route, position)
    assert found == [(wanted,)]


@settings(max_examples=60)
@given(st.lists(st.lists(text | st.from_regex(r"[0-9]{1,20}", fullmatch=True), max_size=3), max_size=6))
def test_records_sort_as_in_python(database: duckdb.DuckDBPyConnection, records: list[list[str]]) -> None:
    """Numbers come by value and before all other text, as `natural` has it."""
    given_records = "(SELECT unnest($records::VARCHAR[][]) AS record)"
    select = f"SELECT record FROM {given_records} ORDER BY {columns.natural('record')}"  # noqa: S608

    found = [row[0] for row in database.execute(select, {"records": records}).fetchall()]

    assert found == sorted(records, key=lambda record: [natural(part) for part in record])


COLLIDING = """
mapping: 1
name: pairs
summary: Routes with keys of two columns.
source: {name: pairs, doc: Made for a test., licence: None.}
record: [one, two]
columns:
  one: {doc: A part.}
  two: {doc: A part.}
nodes:
  route: {type: Route, key: [one, two], required: true}
"""


def test_keys_of_several_columns_do_not_collide(
    store: Store, mapping: Callable[..., Path], write: Write
) -> None:
    """(1, 23) is not (12, 3), (a, b) is not (b, a), and a slash in one part is not the next part."""
    pairs = [["1", "23"], ["12", "3"], ["a", "b"], ["b", "a"], ["a/b", "c"], ["a", "b/c"], ["a%2Fb", "c"]]

    report = load_file(store, mapping(COLLIDING, "pairs"), write([["one", "two"], *pairs]))

    assert report.loaded == len(pairs)
    assert store.counts().nodes["Route"] == len(pairs)


def test_where_a_chunk_ends_makes_no_difference(
    embedded: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stops of a route that are scattered over the file are one route, whatever is read at a time."""
    header = [
        "route_ref",
        "position",
        "country",
        "place",
        "place_kind",
        "latitude",
        "longitude",
        "stage",
        "arrived",
        "departed",
        "mode",
        "victims",
        "year",
        "exploitation",
        "victim_profile",
        "means",
        "handling",
        "reliability",
        "credibility",
    ]
    blank = [""] * 8
    rows = [
        [f"R{route}", str(position), country, *[""] * 4, "", "", "", "", "", *blank[:7]]
        for route in range(24)
        for position, country in enumerate(["NPL", "IND", "ARE"][: 2 + route % 2])
    ]
    rows += [rows[3], ["R1", "9", "KEN", *[""] * 16]]  # a duplicate, and a gap that takes R1 along
    rows = rows[1::2] + rows[0::2][::-1]  # so that no route's rows stand together
    path = write([header, *rows])
    whole = load_file(embedded, "routes", path)
    expected = dump(embedded)
    for size in (1, 2, 5):
        for module in (gather, delimited):
            monkeypatch.setattr(module, "CHUNK", size)
        empty(embedded)

        report = load_file(embedded, "routes", path)

        assert dump(embedded) == expected
        assert (report.loaded, report.duplicate, report.reasons) == (
            whole.loaded,
            whole.duplicate,
            whole.reasons,
        )
    assert (whole.duplicate, whole.rejected) == (1, 4)


def test_what_a_killed_load_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of a process that is gone goes, that of a living one stays; both are private."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / f"{PREFIX}999999999-abc"
    left.mkdir()
    mine = private_folder()

    sweep()

    assert not left.exists()
    assert mine.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("free", "staging", "most"), [(10, 200, 1), (1_600, 400, 1), (4_000, 1_000, 5), (99_999, 2_048, 195)]
)
def test_a_load_goes_by_the_memory_that_is_free(
    monkeypatch: pytest.MonkeyPatch, free: int, staging: int, most: int
) -> None:
    """Staging takes a quarter, within bounds; processes get what then is left, and there is always one."""
    for module in (stage, side):
        monkeypatch.setattr(module, "memory", lambda: Memory(free * 2**20, "this test", 0))
    monkeypatch.setattr(side, "cores", lambda: 1_000)

    assert stage.staging_memory() == staging * 2**20
    assert side.workers_for(staging * 2**20) == most
