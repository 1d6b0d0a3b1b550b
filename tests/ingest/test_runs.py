"""Load runs can be listed, resumed, retried and undone; what others claim is left alone."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from canonical import dump
from failing import Failing
from netgraph.cli.main import run as command
from netgraph.errors import DataError, StoreError, UsageError
from netgraph.ingest import find_run, journal, list_runs, load_file, retry, undo, undo_run
from netgraph.ingest.read.table import REJECTS_HEADER, bare
from netgraph.model import claim_key
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide
from netgraph.store import Ends

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

LITTLE = """
mapping: 1
name: little
summary: Cases and the people in them.
source: {name: little, doc: Made for a test., licence: None.}
record: [case, line]
max_ratio: 0.8
columns:
  case: {doc: Reference.}
  line: {doc: Number.}
  status: {doc: Where it stands.}
  victims: {doc: How many.}
  state: {doc: Who handles it.}
  person: {doc: Reference.}
  role: {doc: Part.}
nodes:
  case:
    type: Case
    key: [case]
    required: true
    properties:
      status: {column: status}
      victims: {column: victims}
  state: {type: Jurisdiction, place: {country: state}}
  person: {type: Person, key: [person]}
relationships:
  - {type: HANDLED_BY, start: case, end: state}
  - {type: INVOLVED_IN, start: person, end: case, properties: {role: {column: role}}}
"""
HEADER = ["case", "line", "status", "victims", "state", "person", "role"]
FIRST = [
    ["c1", 1, "Active", "", "KEN", "p1", "Victim"],
    ["c1", 2, "", 3, "", "p2", "Suspect"],
    ["c2", 1, "Closed", "", "ITA", "", ""],
]
SECOND = [
    ["c1", 1, "Closed", "", "KEN", "p1", "Victim"],
    ["c1", 2, "", 3, "", "p3", "Suspect"],
    ["c3", 1, "Active", "", "FRA", "", ""],
]
BROKEN = [*FIRST, ["c1", 3, "", "many", "UGA", "p4", "Victim"], ["c4", 1, "", "", "Nowhere", "", ""]]


@pytest.fixture
def little(mapping: Callable[[str], Path]) -> Path:
    """Write the mapping of these tests."""
    return mapping(LITTLE)


def put(path: Path, rows: list[list[Any]]) -> Path:
    """Replace the rows of a file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def repair(listed: Path, **cells: str) -> None:
    """Replace cells of every row of a list of rejects."""
    with listed.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with listed.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | cells for row in rows)


def test_a_first_load_can_be_taken_out(store: Store, little: Path, write: Write) -> None:
    """After undo the store holds what it held before: another source's claims on the same States."""
    load_file(store, little, put(write([]), SECOND), source="other")
    before = dump(store)
    report = load_file(store, little, put(write([]), FIRST), source="ngo")

    undone = undo_run(store, report.run)

    assert dump(store) == before
    assert undone.removed == {"Case": 2, "Person": 2, "HANDLED_BY": 2, "INVOLVED_IN": 2, "Jurisdiction": 1}
    assert undone.left == {}
    assert [run["status"] for run in list_runs(store)] == ["finished", "undone"]


def test_shared_nodes_that_stay_are_counted(embedded: Store, little: Path, write: Write) -> None:
    """Which shared nodes a run made is forgotten with the next load: undo says how many of them stay."""
    path = put(write([]), FIRST)
    first = load_file(embedded, little, path)
    again = load_file(embedded, little, path)

    assert undo_run(embedded, again.run).left == {}
    assert undo_run(embedded, first.run).left == {"Jurisdiction": 2}
    assert embedded.counts().nodes == {"Jurisdiction": 2, "LoadRun": 2}


class Counting:
    """A store that notes how many keys, at most, it was given at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.most = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for a store
        method = getattr(self._store, name)
        if not callable(method):
            return method

        def call(*values: Any) -> Any:  # noqa: ANN401
            if name != "read":
                self.most = max([self.most, *(len(value) for value in values if isinstance(value, list))])
            return method(*values)

        return call


@pytest.mark.parametrize("size", [1, 2])
def test_undoing_goes_in_slices(
    store: Store, little: Path, write: Write, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much a run wrote, only a slice of its keys is in hand at a time, and all goes back."""
    path = put(write([]), FIRST)
    load_file(store, little, path)
    before = dump(store)
    second = load_file(
        store, little, put(path, [*SECOND, *([f"c{n}", 1, "", "", "", "", ""] for n in range(9, 16))])
    )
    monkeypatch.setattr(undo, "SLICE", size)
    monkeypatch.setattr(journal, "SLICE", size)
    monkeypatch.setattr(journal, "FEW", size)
    counting: Any = Counting(store)

    undone = undo_run(counting, second.run)

    assert dump(store) == before
    assert counting.most == size
    assert (undone.removed["Case"], undone.restored["Case"]) == (8, 1)


def test_decisions_are_not_undone_as_a_load(store: Store, little: Path, write: Write) -> None:
    """A run of decisions is named as one, the way back is shown, and the decisions stay."""
    load_file(store, little, put(write([]), FIRST))
    outcome = decide(store, [Decision("little/p1", "little/p2", "positive", by="me-1", why="same file")])
    before = dump(store)
    assert outcome.run

    with pytest.raises(UsageError, match=r"decisions on records that may be one") as caught:
        undo_run(store, outcome.run)

    assert "netgraph resolve undo ID" in caught.value.hint
    assert dump(store) == before


def test_the_command_line_shows_the_way_back_of_decisions(
    little: Path, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who undoes a run of decisions by its id reads how each of them is taken back."""
    home = ["--store", str(tmp_path / "graph")]
    assert command(["ingest", str(little), str(write([HEADER, *FIRST])), *home]) == 0
    told = ["--judgement", "positive", "--by", "me-1", "--why", "same file"]
    assert command(["resolve", "decide", "little/p1", "little/p2", *told, *home]) == 0
    capsys.readouterr()
    assert command(["runs", "--source", "resolution", "--format", "json", *home]) == 0
    (run,) = json.loads(capsys.readouterr().out)["rows"]
    assert command(["runs", "undo", run["run"], *home]) == 2
    assert "next: take each back with netgraph resolve undo ID" in capsys.readouterr().err


def test_a_changed_file_can_be_taken_out(store: Store, little: Path, write: Write) -> None:
    """What a load changed, created and pruned stands as before it, down to the last property."""
    path = put(write([]), FIRST)
    first = load_file(store, little, path)
    before = dump(store)
    second = load_file(store, little, put(path, SECOND))
    assert dump(store) != before

    with pytest.raises(UsageError, match=r"loaded the same source after"):
        undo_run(store, first.run)
    undo_run(store, second.run)

    assert dump(store) == before
    assert not store.read("MATCH (u:UndoRecord) WHERE u.run = $run RETURN u.key AS key", {"run": second.run})
    with pytest.raises(UsageError, match="was undone already"):
        undo_run(store, second.run)
    assert load_file(store, little, path).nodes.updated == {"Case": 1}


def test_only_the_last_load_keeps_what_it_changed(store: Store, little: Path, write: Write) -> None:
    """What a source withdrew is gone with its next load, and undoing that far back is refused."""
    path = put(write([]), FIRST)
    load_file(store, little, path)
    second = load_file(store, little, put(path, SECOND))
    third = load_file(store, little, put(path, FIRST), undoable=False)

    kept = store.read("MATCH (u:UndoRecord) RETURN u.key AS key")

    assert len(kept) == 0
    with pytest.raises(UsageError, match="no longer kept"):
        undo_run(store, third.run)
    with pytest.raises(UsageError, match="loaded the same source after"):
        undo_run(store, second.run)


def test_what_others_claim_stops_an_undo(store: Store, little: Path, write: Write) -> None:
    """A judgement of another source on a node that would go is named, and goes only when asked for."""
    report = load_file(store, little, put(write([]), FIRST))
    pair = ("little/p1", "little/p2")
    key = claim_key("Person", pair[0], "SAME_AS", "Person", pair[1], "resolution", "r1")
    claim = {
        "key": key,
        "start": pair[0],
        "end": pair[1],
        "judgement": "unsure",
        "source": "resolution",
        "record": "r1",
        "run": "r",
        "digest": "d",
        "handling": "RED",
    }
    store.create(Ends("Person", "SAME_AS", "Person"), pa.Table.from_pylist([claim]))

    with pytest.raises(UsageError, match="the source 'resolution' claims 1 SAME_AS of Person"):
        undo_run(store, report.run)
    undo_run(store, report.run, with_hanging=True)

    assert dump(store) == {}


def test_a_repaired_row_is_loaded_alone(store: Store, little: Path, write: Write) -> None:
    """Retry adds the repaired rows, keeps what their case had, and is as good as a file without mistakes."""
    path = put(write([]), [*FIRST, ["c1", 3, "", "4", "UGA", "p4", "Victim"]])
    path = put(path, BROKEN)
    load_file(store, little, path, handling="AMBER")
    listed = path.with_name(f"{path.name}.rejects.csv")
    repair(listed, victims="3", state="UGA")

    report = retry(store, listed, mapping=little)
    retried = dump(store)

    assert (report.read, report.loaded, report.rejected) == (2, 2, 0)
    assert report.relationships.deleted == report.nodes.deleted == {}
    repaired = [["c1", 3, "", "3", "UGA", "p4", "Victim"], ["c4", 1, "", "3", "UGA", "", ""]]
    again = load_file(store, little, path, handling="AMBER")
    assert dump(store) == retried
    assert again.kept > 0
    assert load_file(store, little, put(path, [*FIRST, *repaired]), handling="AMBER").unchanged


def test_a_retry_that_disagrees_is_rejected(store: Store, little: Path, write: Write) -> None:
    """A repaired row that contradicts what the source already says of its case is rejected again."""
    path = put(write([]), BROKEN)
    load_file(store, little, path)
    before = dump(store)
    listed = path.with_name(f"{path.name}.rejects.csv")
    repair(listed, case="c1", status="Closed", victims="", state="")

    report = retry(store, listed, mapping=little)

    assert (report.loaded, report.rejected) == (0, 2)
    assert report.reasons == {"rows disagree on the status of one Case": 2}
    assert dump(store) == before


def test_cells_come_back_from_a_list_as_they_were(embedded: Store, little: Path, write: Write) -> None:
    """Line ends, quotes and what a spreadsheet would take for a formula survive the way through the list."""
    odd = ["0\r0", "a\nb", 'a"b', "=1+1", "'=1", "-5", "'", "a,b"]
    path = put(write([]), [*FIRST, *(["c9", text, "", "many", "", "", ""] for text in odd)])
    load_file(embedded, little, path)
    listed = path.with_name(f"{path.name}.rejects.csv")
    again = listed.with_name("again.csv")

    retry(embedded, listed, mapping=little, rejects=again)

    one, other = (rejected_lines(file) for file in (listed, again))
    assert one == other
    assert [bare(row[1]) for row in one] == odd


def rejected_lines(path: Path) -> list[list[str]]:
    """Read the cells of a list of rejects."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [row[len(REJECTS_HEADER) :] for row in csv.reader(stream)][1:]


def test_a_retry_can_be_undone(store: Store, little: Path, write: Write) -> None:
    """Undoing a retry leaves the load before it as it was."""
    path = put(write([]), BROKEN)
    load_file(store, little, path)
    before = dump(store)
    listed = path.with_name(f"{path.name}.rejects.csv")
    repair(listed, victims="3", state="UGA")
    report = retry(store, listed, mapping=little)

    undo_run(store, report.run)

    assert dump(store) == before
    assert load_file(store, little, path).unchanged


def test_rejects_are_not_loaded_as_a_file(embedded: Store, little: Path, write: Write) -> None:
    """A list of rejects would replace its source; it is refused, and so is a file that is no such list."""
    path = put(write([]), BROKEN)
    load_file(embedded, little, path)

    with pytest.raises(DataError, match="list of rejected rows"):
        load_file(embedded, little, path.with_name(f"{path.name}.rejects.csv"))
    with pytest.raises(DataError, match="no list of rejected rows"):
        retry(embedded, path, mapping=little)


@pytest.mark.parametrize("after", [1, 3, 5, 8, 11])
def test_an_interrupted_load_goes_on(store: Store, little: Path, write: Write, after: int) -> None:
    """Resumed, it ends where an undisturbed load ends, under the id it began with, and can be undone."""
    path = put(write([]), FIRST)
    load_file(store, little, path)
    before = dump(store)
    put(path, SECOND)
    with pytest.raises(StoreError, match="went away"):
        load_file(Failing(store, after), little, path, batch_size=1)
    (interrupted,) = [run["key"] for run in list_runs(store) if run["status"] == "unfinished"]

    resumed = load_file(store, little, path, resume=True)

    assert resumed.run == interrupted
    content = dump(store)
    undo_run(store, interrupted)
    assert dump(store) == before
    load_file(store, little, path)
    assert dump(store) == content


def test_the_next_load_says_what_was_interrupted(store: Store, little: Path, write: Write) -> None:
    """A load that is not resumed names the interrupted run and takes it over; nothing is left to resume."""
    path = put(write([]), FIRST)
    with pytest.raises(StoreError):
        load_file(Failing(store, 2), little, path, batch_size=1)
    (interrupted,) = list_runs(store)

    report = load_file(store, little, path)

    assert report.unfinished == (interrupted["key"],)
    assert find_run(store, interrupted["key"])["status"] == "taken over"
    with pytest.raises(UsageError, match="nothing to resume"):
        load_file(store, little, path, resume=True)


def test_only_the_same_file_is_resumed(store: Store, little: Path, write: Write) -> None:
    """With another file or mapping there is nothing to go on with."""
    path = put(write([]), FIRST)
    with pytest.raises(StoreError):
        load_file(Failing(store, 2), little, path, batch_size=1)

    with pytest.raises(UsageError, match="the file is not the one"):
        load_file(store, little, put(path, SECOND), resume=True)


def test_the_command_line_lists_shows_and_undoes(
    little: Path, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Netgraph runs lists a run, shows its report, undoes it; the report is also written as a file."""
    path, home = put(write([]), FIRST), ["--store", str(tmp_path / "graph")]
    told = tmp_path / "report.json"
    assert command(["ingest", str(little), str(path), "--report", str(told), *home]) == 0
    report = json.loads(told.read_text(encoding="utf-8"))
    capsys.readouterr()

    assert command(["runs", "--format", "json", *home]) == 0
    listed = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["run"], row["status"], row["loaded"]) for row in listed] == [(report["run"], "finished", 3)]
    assert command(["runs", "show", report["run"], "--json", *home]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["report"] == report
    assert shown["file_digest"] == report["file_digest"]
    assert command(["runs", "undo", report["run"], *home]) == 0
    assert "is undone" in capsys.readouterr().out
    assert command(["runs", "undo", "nothing", *home]) == 2
    assert "netgraph runs lists them" in capsys.readouterr().err
