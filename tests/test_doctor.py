"""``netgraph doctor``: every check is a row, nothing is changed, and only the store decides the exit code."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from graphs import fill
from netgraph.cli.main import run
from netgraph.store import open_store
from worlds import planted

if TYPE_CHECKING:
    from pathlib import Path

    from neo4j_server.server import Login

REWRITTEN = {"statistics.json", "last-tx-id.bin"}  # the engine's own, anew whenever it closes


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a filled embedded store that the environment names."""
    path = tmp_path / "store"
    with open_store(str(path)) as store:
        fill(store, *planted())
    monkeypatch.setenv("NETGRAPH_STORE", str(path))
    monkeypatch.delenv("NETGRAPH_AUDIT", raising=False)
    return path


def content(folder: Path) -> dict[str, str]:
    """Return the hash of every file in a folder that the engine does not rewrite whenever it closes."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name not in REWRITTEN]
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def asked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """Run the command for machines; return its exit code and its rows by what they are about."""
    code = run(["doctor", "--format", "json", *options])
    told = capsys.readouterr()
    assert told.err == ""
    rows = json.loads(told.out)
    assert rows["usable"] is (code == 0)
    assert {row["state"] for row in rows["checks"]} <= {"ok", "warning", "missing"}
    assert all(row["use"] for row in rows["checks"])
    return code, {row["what"]: row for row in rows["checks"]}


@pytest.mark.embedded
def test_a_store_that_is_whole_is_told_of_and_stays_as_it_is(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Engine, counts, constraints and loads are rows; no file changes and nothing is written down."""
    before = content(place)
    code, rows = asked(capsys)
    assert code == 0
    assert "ArcadeDB" in rows["store"]["found"]
    assert rows["content"]["found"].endswith("claims")
    assert rows["constraints"]["state"] == "ok"
    assert "claims that fit" in rows["largest graph"]["found"]
    assert {"netgraph", "embedded engine", "java", "memory", "disk for store", "extra spark"} <= set(rows)
    assert content(place) == before

    assert run(["doctor"]) == 0
    assert "the store can be used" in capsys.readouterr().out


@pytest.mark.embedded
def test_what_lies_open_or_was_interrupted_is_a_warning(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that others can read, and a load that did not end, are told with what to do."""
    import pyarrow as pa  # noqa: PLC0415 - for one row

    with open_store(str(place)) as store:
        said = {name: ["x"] for name in ("mapping", "mapping_digest", "file_digest", "version")}
        store.create_nodes(
            "LoadRun", pa.table({"key": ["r9"], "source": ["s9"], "started": ["2026"], **said})
        )
    place.chmod(0o755)
    code, rows = asked(capsys)
    assert code == 0
    assert (rows["loads"]["state"], rows["loads"]["found"]) == ("warning", "not finished: s9")
    assert rows["folder of the store"]["next"] == f"chmod 700 {place}"


@pytest.mark.embedded
def test_a_store_that_cannot_be_used_decides_the_exit_code(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not there, damaged, held, left open by a killed process, away: a row each, with the next step."""
    absent = tmp_path / "absent"
    code, rows = asked(capsys, "--store", str(absent))
    assert (code, rows["store"]["state"]) == (1, "missing")
    assert "netgraph ingest" in rows["store"]["next"]
    assert not absent.exists()

    damaged, left = tmp_path / "damaged", tmp_path / "left"
    shutil.copytree(place, damaged)
    (damaged / "database" / "schema.json").unlink()
    code, rows = asked(capsys, "--store", str(damaged))
    assert code == 1
    assert "schema.json is missing" in rows["store"]["found"]

    with open_store(str(place)):
        shutil.copytree(place, left)
        done = subprocess.run(  # noqa: S603 - our own command
            [
                sys.executable,
                "-c",
                "from netgraph.cli.main import main; main()",
                "doctor",
                "--store",
                str(place),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "is held by process" in done.stdout
    (left / "holder.json").unlink()
    code, rows = asked(capsys, "--store", str(left))
    assert code == 1
    assert "not closed in good order" in rows["store"]["found"]

    code, rows = asked(capsys, "--store", "bolt://127.0.0.1:1")
    assert code == 1
    assert "does not answer" in rows["store"]["found"]
    code, rows = asked(capsys, "--store", "http://127.0.0.1:1")
    assert code == 1
    assert "bolt://" in rows["store"]["next"]


def test_before_the_first_load_nothing_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody named a store and there is none, the first load makes one; no check makes one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NETGRAPH_STORE", raising=False)
    code, rows = asked(capsys)
    assert (code, rows["store"]["state"]) == (0, "warning")
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_for_something_else_leaves_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No Java, no extras, no master, a check that breaks: rows, and what they are for."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NETGRAPH_STORE", raising=False)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr("netgraph.cli.checks.EXTRAS", {"spark": ("no-such-package", "clusters")})
    monkeypatch.setattr("netgraph.cli.checks.free_disk", broken)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, rows = asked(capsys, "--master", f"spark://127.0.0.1:{port}")
    assert (code, rows["spark master"]["state"]) == (0, "ok")
    assert rows["java"]["state"] == "missing"
    assert "install Java 17 or 21" in rows["java"]["next"]
    assert rows["extra spark"]["next"] == "pip install 'netgraph-tip[spark]'"
    assert rows["disk for store"]["found"] == "cannot be told: ZeroDivisionError"

    code, rows = asked(capsys, "--master", f"spark://127.0.0.1:{port}")
    assert (code, rows["spark master"]["state"]) == (0, "missing")
    _, rows = asked(capsys, "--master", "local[2]")
    assert "is not tried" in rows["spark master"]["found"]


@pytest.mark.neo4j
def test_a_server_tells_its_version_edition_and_routes(
    empty_neo4j: Login, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server without the schema lacks its constraints, which the first load makes; nothing is made here."""
    monkeypatch.setenv("NETGRAPH_PASSWORD", empty_neo4j.password)
    code, rows = asked(capsys, "--store", empty_neo4j.uri)
    assert code == 0
    assert "community" in rows["server"]["found"]
    assert rows["server"]["state"] == "ok"
    assert "not followed" in rows["routing"]["found"]
    assert "1 write" in rows["routing"]["found"]
