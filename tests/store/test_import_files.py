"""Files for Neo4j's own importer: what it makes of them is what an ordinary load writes."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from canonical import dump
from ingest.bad.case import WIDE, WIDE_HEADER
from neo4j_server.fixtures import require_artifacts
from neo4j_server.importer import run_import
from neo4j_server.server import Neo4jServer
from netgraph.cli import export
from netgraph.cli.main import run
from netgraph.errors import CapabilityMissing, StoreError
from netgraph.ingest import load_file, side
from netgraph.ingest.read import delimited
from netgraph.store import Ends
from netgraph.store.import_files import ImportFiles
from netgraph.store.import_parts import Part
from stores import connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.store import Store

ROWS, REPEATED = 600, 60
SMALL = 30_000  # bytes, of which a file of cases needs more
EXAMPLES = Path(__file__).parents[2] / "examples" / "data"
HOSTILE = WIDE_HEADER + (
    'a,"Firm ""x"", y; z",2,2020-05,ForcedLabour; Other,KEN,Mombasa\n'
    'b,"two\nlines",,2020,,UGA,\n'
    'c,\'}) DETACH DELETE n //,1,,,KEN,"Nairobi, West"\n'
    "d,\\ and \\n and =1,9007199254740992,2020-05-17,Other,CIV,\n"
    "e,not counted,many,,,KEN,\n"
    "f,null,,,,,\n"
)


@pytest.fixture
def wide(tmp_path: Path) -> tuple[str, Path]:
    """Make a mapping and a file whose values try a reader of CSV."""
    mapping, file = tmp_path / "wide.yaml", tmp_path / "wide.csv"
    mapping.write_text(WIDE)
    file.write_text(HOSTILE)
    return str(mapping), file


def shipped(_folder: Path) -> tuple[str, Path]:
    """Take the routes of the example: lists, years, ordered stops."""
    return "routes", EXAMPLES / "police" / "routes.csv"


def many(folder: Path) -> tuple[str, Path]:
    """Make a file of several batches whose values try a reader of CSV; some rows fall or repeat others."""
    mapping, file = folder / "wide.yaml", folder / "wide.csv"
    mapping.write_text(WIDE)
    rows = [f"{n},Firm {n},{'many' if n % 6 == 0 else n},2020,Other,KEN,Town {n % 50}\n" for n in range(ROWS)]
    file.write_text(HOSTILE + "".join([*rows, *rows[:REPEATED]]))
    return str(mapping), file


@pytest.fixture
def side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two processes evaluate small chunks of any file, and small batches be written."""
    monkeypatch.setattr(delimited, "CHUNK", 100)
    monkeypatch.setattr(side, "FEW", 1)
    monkeypatch.setattr(side, "workers_for", lambda _: 2)
    monkeypatch.setattr(export, "BATCH", 50)
    write = Part.write

    def slow(part: Part, table: pa.Table) -> None:
        time.sleep(0.03)  # as a disk does, so that the next batch finds this file taken
        write(part, table)

    monkeypatch.setattr(Part, "write", slow)


@pytest.mark.neo4j
@pytest.mark.usefixtures("side_by_side")
@pytest.mark.parametrize("make", [shipped, many])
def test_an_import_gives_what_a_load_gives(
    make: Callable[[Path], tuple[str, Path]], embedded: Store, tmp_path: Path
) -> None:
    """The importer takes the files; the same nodes and claims are there, and a load finds nothing to do."""
    require_artifacts()
    mapping, file = make(tmp_path)
    files = tmp_path / "files"
    arguments = ["export", "neo4j-admin", mapping, str(file), "-o", str(files), "--handling", "GREEN"]
    assert run([*arguments, "--rejects", str(tmp_path / "rejects.csv")]) == 0

    def fill(home: Path) -> None:
        done = run_import(files, home)
        assert done.returncode == 0, done.stdout + done.stderr

    with Neo4jServer(fill=fill) as login, connect("neo4j", login) as imported:
        with login.driver() as driver, driver.session() as session:
            for statement in (files / "constraints.cypher").read_text().split(";\n"):
                if statement:
                    session.run(statement).consume()
        rejects = tmp_path / "more.csv"
        report = load_file(embedded, mapping, file, handling="GREEN", rejects=rejects)
        assert report.loaded > 0
        assert dump(imported) == dump(embedded)
        runs = imported.read("MATCH (r:LoadRun) RETURN r.read AS read, r.loaded AS loaded").to_pylist()
        assert runs == [{"read": report.read, "loaded": report.loaded}]
        if make is many:
            # Rows that repeat a rejected one are duplicates, as those that repeat a loaded one.
            assert (report.duplicate, report.rejected) == (REPEATED, ROWS // 6 + 1)
            parts = [path.name for path in files.glob("Case-?.csv")]
            assert len(parts) > 1
            assert f"Case-header.csv,{','.join(sorted(parts))}" in (files / "import.sh").read_text()
        assert load_file(imported, mapping, file, handling="GREEN", rejects=rejects).unchanged


@pytest.mark.usefixtures("side_by_side")
def test_several_processes_account_for_rows_as_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever evaluates and whoever writes: the report and the lines of all files are the same."""
    mapping, file = many(tmp_path)
    told = []
    for name, workers in (("two", 2), ("one", 1)):
        monkeypatch.setattr(side, "workers_for", lambda _, workers=workers: workers)
        command = [
            "export",
            "neo4j-admin",
            mapping,
            str(file),
            "-o",
            str(tmp_path / name),
            "--local",
            "--json",
        ]
        assert run(command) == 0
        report = json.loads(capsys.readouterr().out)
        written = {
            kind: sorted(line for path in (tmp_path / name).glob(f"{kind}-?.csv") for line in told_by(path))
            for kind in ("Case", "Location", "Organization-INVOLVED_IN-Case", "Case-HANDLED_BY-Jurisdiction")
        }
        differing = {"run", "started", "seconds"}
        told.append(({n: v for n, v in report.items() if n not in differing}, written))

    assert told[0] == told[1]
    account, written = told[0]
    assert (
        account["read"]
        == account["loaded"] + account["duplicate"] + account["rejected"]
        == ROWS + REPEATED + 6
    )
    assert sum(account["reasons"].values()) == account["rejected"] > 0
    assert len(written["Case"]) >= account["loaded"]


def told_by(path: Path) -> list[str]:
    """Return the lines of a part, without the load run that each names."""
    return [re.sub(r"wide-\d{8}T\d{6}Z-[0-9a-f]{8}", "RUN", line) for line in path.read_text().splitlines()]


@pytest.mark.usefixtures("side_by_side")
def test_a_process_that_is_ended_ends_the_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed for want of memory, say: nothing is complete, and the next step is told."""
    monkeypatch.setattr(side, "_begin", killed)
    mapping, file = many(tmp_path)

    assert run(["export", "neo4j-admin", mapping, str(file), "-o", str(tmp_path / "files"), "--local"]) == 1

    assert "was ended from outside" in (told := capsys.readouterr().err)
    assert "NETGRAPH_MEMORY" in told
    assert not (tmp_path / "files" / "import.sh").exists()


def killed(_work: object) -> None:
    """End this process as the system does when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="the size of files is limited as Linux does it")
def test_a_disk_that_is_full_leaves_no_command(tmp_path: Path) -> None:
    """What one of the writers is refused is told with the folder, and the folder is seen to be incomplete."""
    mapping, file = many(tmp_path)
    script = f"""
import resource, signal, sys
from netgraph.cli import export
from netgraph.cli.main import run
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({SMALL}, resource.RLIM_INFINITY))
sys.exit(run(["export", "neo4j-admin", *sys.argv[1:], "--local"]))
"""
    arguments = [mapping, str(file), "-o", str(tmp_path / "files"), "--rejects", "/dev/null"]
    done = subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, "-W", "ignore", "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert f"{tmp_path / 'files'} cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "files" / "import.sh").exists()


def test_an_import_with_a_gap_is_refused_by_its_command(tmp_path: Path, wide: tuple[str, Path]) -> None:
    """The command passes over nothing, and only a folder that is complete has one."""
    with ImportFiles(tmp_path / "files") as store:
        load_file(store, *wide, undoable=False)
        assert not (tmp_path / "files" / "import.sh").exists()
        command = store.finish()

    assert "--bad-tolerance=0" in command
    assert command in (tmp_path / "files" / "import.sh").read_text()


def test_files_are_for_their_owner_and_rows_are_accounted_for(
    tmp_path: Path, wide: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody else can read them; the report and the list of rejects are those of a load."""
    files = tmp_path / "files"

    assert run(["export", "neo4j-admin", wide[0], str(wide[1]), "-o", str(files), "--json"]) == 0

    report = json.loads(capsys.readouterr().out)
    assert (report["read"], report["loaded"], report["rejected"]) == (6, 5, 1)
    assert report["reasons"] == {"not a whole number (column victims)": 1}
    assert "many" in Path(report["rejects"]).read_text()
    assert [path.name for path in files.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_folder_with_something_in_it_is_refused(
    tmp_path: Path, wide: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Files of two exports are never mixed."""
    assert run(["export", "neo4j-admin", wide[0], str(wide[1]), "-o", str(tmp_path)]) == 1

    assert f"error: {tmp_path} is not empty" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where the folder should be is an error with its path."""
    (tmp_path / "taken").touch()

    with pytest.raises(StoreError, match="taken cannot be written"):
        ImportFiles(tmp_path / "taken")


def test_files_take_in_a_first_load_and_nothing_else(tmp_path: Path) -> None:
    """What changes, takes out or asks is refused with the next step."""
    with ImportFiles(tmp_path / "files") as store:
        for refused in (
            lambda: store.update("LEG", pa.table({})),
            lambda: store.delete("LEG", ["a"]),
            lambda: store.delete_nodes("Case", ["a"]),
            lambda: store.delete_unused("Location", ["a"]),
            lambda: store.update_nodes("Case", pa.table({"key": ["a"]})),
            lambda: store.explain("RETURN 1"),
        ):
            with pytest.raises(CapabilityMissing, match="a first load and nothing else"):
                refused()


def test_a_property_that_is_not_in_the_schema_is_not_lost(tmp_path: Path) -> None:
    """A column that has no place in the header is an error."""
    rows = pa.table({"key": ["k"], "start": ["a"], "end": ["b"], "colour": ["red"]})

    with (
        ImportFiles(tmp_path / "files") as store,
        pytest.raises(StoreError, match="has no property 'colour'"),
    ):
        store.create(Ends("Location", "LEG", "Location"), rows)
