"""Start and stop a Neo4j that belongs to this process, and empty a Neo4j between tests.

A start takes about seven seconds on two cores, a stop less than one. The data lives in a temporary
folder and is gone with the server: whoever wants to keep data uses ``docker-compose.yml``.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from neo4j import Driver, GraphDatabase

from neo4j_server.artifacts import HERE, class_path, find_java

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

USER = "neo4j"
SHORTEST_PASSWORD = 8
HEAP = "-Xmx1500m"
# No second compiler, no collector with threads of its own, no proofs on classes of a known release: in the
# few minutes that a server lives here, they take more time than they give back.
QUICK: tuple[str, ...] = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
)
READY_SECONDS = 300.0  # seven when the machine is idle, fifty were seen on two busy cores
STOP_SECONDS = 60.0
OPENED_PACKAGES = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")


class ServerFailed(Exception):
    """Neo4j was there to be run, but did not start or stop as it should."""


@dataclass(frozen=True)
class Login:
    """Where a Neo4j answers, and as whom to speak to it."""

    uri: str
    user: str
    password: str = field(repr=False)

    def driver(self) -> Driver:
        """Return an open driver; the caller closes it."""
        return GraphDatabase.driver(self.uri, auth=(self.user, self.password))


class Neo4jServer:
    """A Neo4j Community on loopback that ends when told to, or when this process ends in any way.

    Parameters
    ----------
    port : int
        Loopback port for Bolt; 0 takes a free one.
    password : str, optional
        Of the user ``neo4j``, at least eight characters; drawn at random otherwise.
    fill : callable, optional
        Called with the folder of the data before the server starts on it.
    certificate : Path, optional
        Folder with ``public.crt`` and ``private.key``: Bolt is then taken with TLS too.

    Examples
    --------
    ::

        with Neo4jServer() as login, login.driver() as driver:
            driver.verify_connectivity()
    """

    def __init__(
        self,
        *,
        port: int = 0,
        password: str | None = None,
        fill: Callable[[Path], object] | None = None,
        certificate: Path | None = None,
    ) -> None:
        self._certificate = certificate
        self._fill = fill
        self._port = port
        self._password = secrets.token_urlsafe(18) if password is None else password
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Login:
        """Start the server and return its login once it takes statements.

        Raises
        ------
        CannotRun
            Java, Maven or the artifacts are missing on this machine.
        ServerFailed
            They are there, but the server did not come up; the message ends with its last words.
        """
        if len(self._password) < SHORTEST_PASSWORD:
            raise ServerFailed(f"the password is shorter than {SHORTEST_PASSWORD} characters")
        self._port = free_port(self._port)
        self._folder = tempfile.TemporaryDirectory(prefix="netgraph-neo4j-", ignore_cleanup_errors=True)
        try:
            if self._fill is not None:
                self._fill(self.data)
            self.resume()
            login = Login(f"bolt://127.0.0.1:{self._port}", USER, self._password)
            _set_first_password(login)
        except BaseException:
            self.stop()
            raise
        return login

    def resume(self) -> None:
        """Start the server on the data and the port that it had before it ended, and wait until it is ready.

        Raises
        ------
        CannotRun, ServerFailed
            As from `start`.
        """
        java, jars = find_java(), class_path()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the java of this machine
                self._command(java, self._port),
                env=os.environ | {"CLASSPATH": jars},
                # Never written to: its end tells the server that this process is gone.
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A Ctrl-C in the terminal is for this process, which then stops the server.
                start_new_session=True,
            )
        self._await_ready()

    def kill(self) -> None:
        """End the server at once, as a power cut would; its data stays for `resume`."""
        process, self._process = self._running, None
        process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()

    def stop(self) -> None:
        """Stop the server, wait until it is gone, and delete its data; harmless when repeated.

        Raises
        ------
        ServerFailed
            It did not end by itself and had to be killed.
        """
        process, self._process = self._process, None
        try:
            if process is not None:
                _end(process)
        finally:
            if self._folder is not None:
                self._folder.cleanup()

    def wait(self) -> int:
        """Wait until the server ends by itself, and return its exit code."""
        return self._running.wait()

    @property
    def pid(self) -> int:
        """Process id of the running server."""
        return self._running.pid

    @property
    def data(self) -> Path:
        """Folder of the running server's data and logs."""
        if self._folder is None:
            raise ServerFailed("the server was not started")
        return Path(self._folder.name) / "data"

    @property
    def _log(self) -> Path:
        return self.data.parent / "output.log"

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ServerFailed("the server does not run")
        return self._process

    def __enter__(self) -> Login:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _command(self, java: Path, port: int) -> list[str]:
        opened = [f"--add-opens={package}=ALL-UNNAMED" for package in OPENED_PACKAGES]
        more = [str(self._certificate)] if self._certificate else []
        return [str(java), HEAP, *QUICK, *opened, str(HERE / "Neo4j.java"), str(self.data), str(port), *more]

    def _await_ready(self) -> None:
        """Wait for the word of this very process: another server may answer on a port."""
        deadline = time.monotonic() + READY_SECONDS
        while b"READY" not in self._log.read_bytes().splitlines():
            if self._running.poll() is not None:
                raise ServerFailed(f"Neo4j ended before it was ready: {self._last_words()}")
            if time.monotonic() > deadline:
                raise ServerFailed(f"Neo4j was not ready in {READY_SECONDS:.0f} s: {self._last_words()}")
            time.sleep(0.1)

    def _last_words(self) -> str:
        return self._log.read_text(errors="replace")[-2000:].strip() or "it printed nothing"


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the server's stdin, by which it knows that it shall end; kill it when it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.wait()
        raise ServerFailed(f"Neo4j did not stop in {STOP_SECONDS:.0f} s and was killed") from error


def free_port(wanted: int = 0) -> int:
    """Return a loopback port nobody listens on: the wanted one, or any for 0.

    Raises
    ------
    ServerFailed
        The wanted port is taken, or is no port.
    """
    with socket.socket() as probe:
        # As the server itself does: a port that was in use a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except (OSError, OverflowError) as error:
            raise ServerFailed(
                f"port {wanted} on 127.0.0.1 cannot be used: {error}; choose another"
            ) from error
        port: int = probe.getsockname()[1]
    return port


def _set_first_password(login: Login) -> None:
    """Change the password of every new Neo4j; it refuses all other statements before."""
    with (
        GraphDatabase.driver(login.uri, auth=(USER, "neo4j")) as driver,
        driver.session(database="system") as session,
    ):
        session.run(
            "ALTER CURRENT USER SET PASSWORD FROM $old TO $new", old="neo4j", new=login.password
        ).consume()


def wipe(login: Login) -> None:
    """Delete every node, relationship, constraint and index of the default database."""
    with login.driver() as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        shown = session.run("SHOW CONSTRAINTS YIELD name RETURN 'CONSTRAINT' AS kind, name").values()
        # Token look-ups are part of every database; an index that guards a constraint goes with it.
        shown += session.run(
            "SHOW INDEXES YIELD name, type, owningConstraint "
            "WHERE type <> 'LOOKUP' AND owningConstraint IS NULL RETURN 'INDEX' AS kind, name"
        ).values()
        for kind, name in shown:
            quoted = str(name).replace("`", "``")
            session.run(f"DROP {kind} `{quoted}`").consume()
