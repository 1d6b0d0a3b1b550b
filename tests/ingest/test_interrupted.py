"""A load that is killed at any moment can be gone on with, and ends where an undisturbed one would have."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from canonical import dump
from ingest.bad.case import HEADER, LITTLE
from netgraph.cli.main import run
from netgraph.errors import DataError
from netgraph.ingest import load_file
from netgraph.ingest.runs import list_runs
from netgraph.store import open_store

if TYPE_CHECKING:
    from neo4j_server.server import Login
    from netgraph.store import Store
    from stores import Kept

SCRIPT = Path(__file__).parents[1] / "killed_load.py"
ROWS = 600
BATCHES = 40  # of fifty: a dozen of routes, two dozens of stops, a dozen of legs


@pytest.fixture
def little(tmp_path: Path) -> tuple[Path, Path]:
    """Write a mapping and a file of several hundred routes."""
    mapping, file = tmp_path / "little.yaml", tmp_path / "rows.csv"
    mapping.write_text(LITTLE)
    places = ("KEN", "UGA", "TZA", "Ethiopia", "Italy", "nowhere")
    lines = [f"{n},{places[n % 6]},{places[(n + 1) % 5]},{1990 + n % 30}\n" for n in range(ROWS)]
    file.write_text(HEADER + "".join(lines))
    return mapping, file


def kill_and_resume(uri: str, little: tuple[Path, Path], environment: dict[str, str]) -> None:
    """Kill a load at a random moment, and the one that goes on with it too."""
    for resume in ([], ["resume"]):
        batch, seconds = random.randint(1, BATCHES), random.uniform(0, 0.02)  # noqa: S311 - a moment
        command = [sys.executable, str(SCRIPT), uri, *map(str, (*little, batch, seconds)), *resume]
        done = subprocess.run(  # noqa: S603 - a script of ours
            command, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        # A load that goes on may be done before the batch at which it would have been killed.
        assert done.returncode == -9 or (resume and done.returncode == 0), done.stderr


def check_end(store: Store, undisturbed: Store, little: tuple[Path, Path]) -> None:
    """See that the next load says what was interrupted, and goes on to the end of an undisturbed one."""
    expected = load_file(undisturbed, *little)
    runs = list_runs(store)
    assert len(runs) == 1, "a load that goes on keeps its run"
    if runs[0]["status"] == "unfinished":
        assert load_file(store, *little, dry_run=True).unfinished == (runs[0]["key"],)
        report = load_file(store, *little, resume=True)
        assert report.run == runs[0]["key"]
        assert (report.read, report.loaded, report.reasons) == (ROWS, expected.loaded, expected.reasons)
    assert [run["status"] for run in list_runs(store)] == ["finished"]
    assert dump(store) == dump(undisturbed)
    assert load_file(store, *little).unchanged


@pytest.mark.embedded
def test_a_killed_load_goes_on_in_a_directory(
    little: tuple[Path, Path], kept_embedded: Kept, tmp_path: Path
) -> None:
    """Killed twice with kill -9, an embedded store ends as one that was never disturbed."""
    uri = str(tmp_path / "store")
    open_store(uri).close()

    kill_and_resume(uri, little, {})

    with open_store(uri) as store:
        check_end(store, kept_embedded.empty(), little)


@pytest.mark.neo4j
def test_a_killed_load_goes_on_on_a_server(
    little: tuple[Path, Path], kept_embedded: Kept, kept_neo4j: Kept, neo4j_server: Login
) -> None:
    """Killed twice with kill -9, a load to a server ends as one that was never disturbed."""
    store = kept_neo4j.empty()
    login = {"NETGRAPH_USER": neo4j_server.user, "NETGRAPH_PASSWORD": neo4j_server.password}

    kill_and_resume(neo4j_server.uri, little, login)

    check_end(store, kept_embedded.empty(), little)


def test_a_file_that_changes_while_it_is_read_is_refused(embedded: Store, little: tuple[Path, Path]) -> None:
    """What was read is no file that ever was, so nothing of it is written."""
    mapping, file = little

    def meddle(phase: str, _done: int, _total: int) -> None:
        if phase == "read":
            file.write_text(HEADER)

    with pytest.raises(DataError, match=r"rows\.csv changed while it was read"):
        load_file(embedded, mapping, file, progress=meddle)

    assert dump(embedded) == {}
    assert list_runs(embedded) == []


def test_a_file_that_vanishes_while_it_is_read_is_refused(embedded: Store, little: tuple[Path, Path]) -> None:
    """A file that is taken away is named; nothing of it is written."""
    mapping, file = little

    def take_away(phase: str, _done: int, _total: int) -> None:
        if phase == "read":
            file.unlink(missing_ok=True)

    with pytest.raises(DataError, match=r"rows\.csv"):
        load_file(embedded, mapping, file, progress=take_away)

    assert dump(embedded) == {}


@pytest.mark.parametrize("what", ["--store", "--rejects"])
def test_a_place_that_cannot_be_written_is_named(
    what: str, little: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where neither a store nor a list of rejects can be made, the message says so; no claim is there."""
    (tmp_path / "taken").touch()
    place = tmp_path / "taken" / "below"
    store = str(tmp_path / "store")
    arguments = ["ingest", *map(str, little), "--store", store, what, str(place)]

    assert run(arguments) in {1, 2}

    said = capsys.readouterr().err
    assert str(place) in said
    assert "next: " in said
    if what == "--rejects":
        with open_store(store) as found:
            assert dump(found) == {}
            assert list_runs(found) == []


def test_a_file_that_nobody_may_read_is_named(
    little: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A lack of permission is told as such; root may read all, so the refusal of the system is imitated."""
    mapping, file = little
    opened = Path.open

    def refuse(path: Path, *arguments: str, **options: str) -> object:
        if path == file:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)

    assert run(["ingest", str(mapping), str(file), "--store", str(tmp_path / "store")]) == 1

    assert f"{file} cannot be read: Permission denied" in capsys.readouterr().err
