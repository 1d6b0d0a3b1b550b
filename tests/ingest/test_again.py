"""A file that comes again as it was is not read again, and the store holds what reading it would give."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canonical import dump
from netgraph.cli.main import run as command
from netgraph.ingest import IngestReport, list_runs, load_file, undo_run
from stores import empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.store import Store

CASES = """
mapping: 1
name: little
summary: Cases, who handles them, and who is named beside.
source: {name: little, doc: Made for a test., licence: None.}
record: [case]
max_ratio: 1
columns:
  case: {doc: Reference.}
  victims: {doc: How many.}
  state: {doc: Who handles it.}
  beside: {doc: A State of which nothing is claimed.}
nodes:
  case: {type: Case, key: [case], required: true, properties: {victims: {column: victims}}}
  state: {type: Jurisdiction, place: {country: state}}
  beside: {type: Jurisdiction, place: {country: beside}}
relationships:
  - {type: HANDLED_BY, start: case, end: state}
"""
PEOPLE = """
mapping: 1
name: people
summary: People in the cases of another file.
source: {name: little, doc: Made for a test., licence: None.}
record: [person]
max_ratio: 1
columns:
  person: {doc: Reference.}
  case: {doc: Reference of a case.}
  role: {doc: Part.}
nodes:
  person: {type: Person, key: [person], required: true}
  case: {type: Case, key: [case], reference: true}
relationships:
  - {type: INVOLVED_IN, start: person, end: case, properties: {role: {column: role}}}
"""
HEADER = "case,victims,state,beside\n"
FILES = {
    "one": HEADER + "c1,3,KEN,\nc2,,ITA,FRA\n",
    "two": HEADER + "c1,4,KEN,\n",
    "wrong": HEADER + "c1,3,KEN,\nc2,many,ITA,\n",
    "people": "person,case,role\np1,c1,Victim\np2,c2,Suspect\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the mappings of these tests."""
    folder = tmp_path_factory.mktemp("mappings")
    for name, text in (("little", CASES), ("people", PEOPLE)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def load(store: Store, folder: Path, tmp_path: Path) -> Callable[..., IngestReport]:
    """Load one of the files, always from the same path."""

    def put(name: str, **options: Any) -> IngestReport:  # noqa: ANN401 - as `load_file` takes them
        return loaded(store, folder, tmp_path, name, **options)

    return put


def loaded(store: Store, folder: Path, place: Path, name: str, **options: Any) -> IngestReport:  # noqa: ANN401
    """Put the rows of one of the files in its place, and load it."""
    kind = "people" if name == "people" else "little"
    path = place / f"{kind}.csv"
    path.write_text(FILES[name], encoding="utf-8")
    return load_file(store, folder / f"{kind}.yaml", path, **options)


def test_an_unchanged_file_is_not_read_again(store: Store, load: Callable[..., IngestReport]) -> None:
    """The account of the last load is given again, in a run of its own, unless a recheck is asked for."""
    first = load("one")
    before = dump(store)

    again = load("one")
    rechecked = load("one", recheck=True)
    tried = load("one", dry_run=True)

    assert first.same_as is None
    assert rechecked.same_as is None
    assert again.same_as == first.run
    assert tried.same_as == rechecked.run
    for report in (again, rechecked, tried):
        assert report.unchanged
        assert (report.read, report.loaded, report.duplicate) == (2, 2, 0)
        assert (report.file_digest, report.anonymity) == (first.file_digest, first.anonymity)
    assert [run["key"] for run in list_runs(store)] == [first.run, again.run, rechecked.run]
    assert {run["status"] for run in list_runs(store)} == {"finished"}
    assert dump(store) == before


def test_another_marking_is_another_load(load: Callable[..., IngestReport]) -> None:
    """What is given for the whole file counts as its content does."""
    load("one", handling="AMBER")

    lowered = load("one", handling="GREEN", by="head-1", why="agreed with the source")
    assert lowered.relationships.updated == {"HANDLED_BY": 2}
    assert load("one", handling="GREEN").same_as


def test_what_is_lost_is_written_again(store: Store, load: Callable[..., IngestReport]) -> None:
    """Where the store no longer holds what it was left with, the file is read."""
    load("one")
    keys = store.read("MATCH ()-[r:HANDLED_BY]->() RETURN r.key AS key ORDER BY key").to_pydict()["key"]
    store.delete("HANDLED_BY", keys[:1])

    again = load("one")

    assert again.same_as is None
    assert again.relationships.created == {"HANDLED_BY": 1}


def test_rejected_rows_are_always_looked_at(load: Callable[..., IngestReport]) -> None:
    """Their list is written, and what is wrong today may be right tomorrow."""
    first = load("wrong")

    again = load("wrong")

    assert again.same_as is None
    assert (again.rejected, again.reasons) == (first.rejected, first.reasons)
    assert Path(str(again.rejects)).exists()


def test_what_rows_refer_to_has_to_be_there(load: Callable[..., IngestReport]) -> None:
    """A file that is as it was is read again when nodes of another file that it refers to have gone."""
    load("one")
    load("people")
    load("two")

    again = load("people")

    assert (again.same_as, again.loaded, again.rejected) == (None, 1, 1)


def test_the_command_says_so(
    embedded: Store, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who loads a file twice reads why it took no time, and how to have it read."""
    first = loaded(embedded, folder, tmp_path, "one")
    uri = embedded.uri
    embedded.close()
    asked = ["ingest", str(folder / "little.yaml"), str(tmp_path / "little.csv"), "--store", uri]

    assert command(asked) == 0
    told = capsys.readouterr().out
    assert command([*asked, "--recheck"]) == 0

    assert f"file and store are as {first.run} left them; to read it once more: --recheck" in told
    assert "left them" not in capsys.readouterr().out


steps = st.lists(
    st.sampled_from(["one", "one", "two", "wrong", "people", "people", "undo", "other"]), max_size=7
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_it_makes_no_difference(embedded: Store, folder: Path, taken: list[str]) -> None:
    """Whatever was loaded and undone in whatever order, the store is as if every file had been read."""
    ends = []
    for recheck in (False, True):
        empty(embedded)
        with TemporaryDirectory() as name:
            place = Path(name)
            for step in taken:
                follow(embedded, folder, place, step, recheck=recheck)
        ends.append(dump(embedded))

    assert ends[0] == ends[1]


def follow(store: Store, folder: Path, place: Path, step: str, *, recheck: bool) -> None:
    """Load a file, or take the last run of a source out that can be; ``other`` is a source of its own."""
    if step == "undo":
        standing = [run for run in list_runs(store) if run["status"] == "finished"]
        others = [run for run in standing if run["source"] == "other"]
        for run in (others or standing)[-1:]:
            undo_run(store, run["key"])
        return
    if step == "other":
        loaded(store, folder, place, "one", source="other", recheck=recheck)
        return
    loaded(store, folder, place, step, recheck=recheck)
