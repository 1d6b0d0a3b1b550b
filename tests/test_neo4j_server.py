"""The Neo4j of the tests is a real one, says why it cannot run, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ConstraintError

from neo4j_server.artifacts import CannotRun, class_path, find_java
from neo4j_server.fixtures import require_artifacts
from neo4j_server.server import Login, Neo4jServer, ServerFailed, free_port, wipe

# Starts a server, tells its process id and port, and waits to be killed.
OWNER = """
import sys, time
from neo4j_server.fixtures import require_artifacts
from neo4j_server.server import Neo4jServer
server = Neo4jServer()
login = server.start()
print(server.pid, login.uri.rpartition(":")[2], server.data, flush=True)
time.sleep(600)
"""


@pytest.mark.neo4j
def test_answers_as_community(neo4j_server: Login) -> None:
    """It answers a statement, and it is the Community edition that users get."""
    with neo4j_server.driver() as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1
        edition = driver.execute_query("CALL dbms.components() YIELD edition").records[0]["edition"]

    assert edition == "community"


@pytest.mark.neo4j
def test_wrong_password_is_refused(neo4j_server: Login) -> None:
    """It wants a password, and the first one of every new Neo4j is not it."""
    with (
        GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


@pytest.mark.neo4j
def test_wipe_leaves_an_empty_database(empty_neo4j: Login) -> None:
    """Emptying removes nodes, relationships, constraints and indexes, whatever their names."""
    with empty_neo4j.driver() as driver:
        driver.execute_query("CREATE CONSTRAINT `odd ``name` FOR (c:Case) REQUIRE c.key IS UNIQUE")
        driver.execute_query("CREATE INDEX FOR (c:Case) ON (c.year)")
        driver.execute_query("CREATE (:Case {key: 1})-[:FOLLOWED]->(:Route)")
        with pytest.raises(ConstraintError):
            driver.execute_query("CREATE (:Case {key: 1})")

        wipe(empty_neo4j)

        assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 0
        assert not driver.execute_query("SHOW CONSTRAINTS").records
        kinds = driver.execute_query("SHOW INDEXES YIELD type").records
        assert {record["type"] for record in kinds} == {"LOOKUP"}


@pytest.mark.neo4j
def test_server_started_here_locks_nobody_out_and_closes_on_sigterm() -> None:
    """Many wrong passwords do not shut out the right one; told to end by signal, it closes its databases."""
    require_artifacts()
    server = Neo4jServer()
    login = server.start()
    try:
        for _ in range(5):
            with (
                GraphDatabase.driver(login.uri, auth=(login.user, "wrong")) as driver,
                pytest.raises(AuthError),
            ):
                driver.verify_connectivity()
        with login.driver() as driver:
            driver.verify_connectivity()

        os.kill(server.pid, signal.SIGTERM)

        assert server.wait() == 128 + signal.SIGTERM
        assert_closed(server.data)
        assert refuses(urlsplit(login.uri).port)
    finally:
        server.stop()


@pytest.mark.neo4j
def test_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    """A server whose owner is killed without a word ends by itself, and closes its databases."""
    require_artifacts()
    with subprocess.Popen(  # noqa: S603 - this Python, on the text above
        [sys.executable, "-c", OWNER],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        pid, port, data = owner.stdout.readline().split()
        owner.kill()

    deadline = time.monotonic() + 60
    while runs(int(pid)) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not runs(int(pid))
    assert_closed(Path(data))
    assert refuses(int(port))


@pytest.mark.neo4j
def test_failed_start_tells_the_reason_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A server that cannot come up says why in its own words; its folder is gone."""
    require_artifacts()
    monkeypatch.setattr("neo4j_server.server.HEAP", "-Xmx1k")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    server = Neo4jServer()

    with pytest.raises(ServerFailed, match=r"(?s)ended before it was ready: .*heap"):
        server.start()

    assert not list(tmp_path.iterdir())


def test_taken_port_is_refused() -> None:
    """A port that somebody listens on is refused, not shared."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ServerFailed, match=f"port {port} on 127.0.0.1 cannot be used: .*in use"):
            free_port(port)


def test_short_password_is_refused() -> None:
    """A password that Neo4j would refuse is refused before anything is started."""
    with pytest.raises(ServerFailed, match="shorter than 8 characters"):
        Neo4jServer(password="short").start()  # noqa: S106 - refused, not a secret


@pytest.mark.parametrize(
    ("version", "compiler", "fault"),
    [
        ("11.0.2", "javac", "is version 11"),
        ("25.0.1", "javac", "is version 25"),
        ("17.0.1", "other", "no compiler"),
    ],
)
def test_java_that_does_not_fit_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, compiler: str, fault: str
) -> None:
    """A Java that is too old, too new or without its compiler is named with its fault."""
    java = program(tmp_path / "java", f"""echo 'openjdk version "{version}"' >&2""")
    program(tmp_path / compiler, "true")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotRun, match=f"no JDK of version 17 to 21.*{java} .*{fault}"):
        find_java()


def test_java_home_goes_first_and_path_second(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """JAVA_HOME is preferred; where its version does not fit, a fitting one on PATH is taken."""
    for folder in ("new/bin", "fits/bin", "path"):
        (tmp_path / folder).mkdir(parents=True)
        version = "25" if folder == "new/bin" else "17.0.1"
        program(tmp_path / folder / "java", f"""echo 'openjdk version "{version}"' >&2""")
        program(tmp_path / folder / "javac", "true")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))

    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "fits"))
    assert find_java() == tmp_path / "fits/bin/java"
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "new"))
    assert find_java() == tmp_path / "path/java"


def test_class_path_is_resolved_once_for_each_pom(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Maven is called first, when the pom changes, and when a jar is gone; not otherwise."""
    jar, calls, pom, cache = (tmp_path / name for name in ("a.jar", "calls", "pom.xml", "cache"))
    jar.touch()
    pom.write_text("<project/>")
    program(
        tmp_path / "mvn",
        f"""
        echo call >>{calls}
        touch {jar}
        for word; do case $word in -Dmdep.outputFile=*) printf %s {jar} >"${{word#*=}}";; esac; done
        """,
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    def maven_calls_for_one_more() -> int:
        before = len(calls.read_text().split()) if calls.exists() else 0
        assert class_path(pom, cache) == str(jar)
        return len(calls.read_text().split()) - before

    assert maven_calls_for_one_more() == 1
    assert maven_calls_for_one_more() == 0
    pom.write_text("<project><!-- changed --></project>")
    assert maven_calls_for_one_more() == 1
    jar.unlink()
    assert maven_calls_for_one_more() == 1


def test_maven_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where Maven cannot get the artifacts, its own words are the reason, and nothing is kept."""
    program(tmp_path / "mvn", "echo '[ERROR] Unknown host repo'; exit 1")
    pom = tmp_path / "pom.xml"
    pom.write_text("<project/>")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(CannotRun, match=r"it said: \[ERROR\] Unknown host repo"):
        class_path(pom, tmp_path / "cache")

    assert not list((tmp_path / "cache").iterdir())


def test_missing_maven_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Maven and without a resolved class path, the reason is that mvn is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotRun, match="no mvn on PATH"):
        class_path(cache=tmp_path / "cache")


def program(path: Path, body: str) -> Path:
    """Write a shell script that stands in for a program of this machine."""
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def assert_closed(data: Path) -> None:
    """Assert from the server's own log that every database was stopped and none was left open."""
    log = (data / "logs" / "debug.log").read_text()
    assert "Stopped 'DatabaseId{00000000[system]}' successfully" in log
    assert "[neo4j]}' successfully" in log
    assert log.rstrip().endswith("Bolt server has been shut down")


def refuses(port: int | None) -> bool:
    """Tell whether nothing listens on a loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port or 0)) != 0


def runs(pid: int) -> bool:
    """Tell whether a process is there and not yet a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
