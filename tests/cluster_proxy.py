"""A cluster that is none: servers on loopback before one real Neo4j, with a routing table of the test's own.

Each member is a port. It speaks Bolt with the client and hands every message on to the real server, but for
ROUTE, which it answers itself: so a test sees which member a statement came to, and what it carried. A rule
of the test is asked about each message first, and may cut the connection, lose an answer, refuse, or wait.

What it cannot show: that a server elects a leader, copies data, or lags. All members hold the same data.
"""

from __future__ import annotations

import contextlib
import importlib
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from types import TracebackType

    from neo4j_server.server import Login

CODEC: Any = importlib.import_module("neo4j._codec.packstream.v1")  # the driver's own, which has no types
# The last version of Bolt in which a failure is a code and a message; the oldest handshake offers it alone.
HANDSHAKE = bytes.fromhex("6060b017 00000405 00000000 00000000 00000000")
KINDS = {
    0x01: "HELLO",
    0x02: "GOODBYE",
    0x0F: "RESET",
    0x10: "RUN",
    0x11: "BEGIN",
    0x12: "COMMIT",
    0x13: "ROLLBACK",
    0x2F: "DISCARD",
    0x3F: "PULL",
    0x54: "TELEMETRY",
    0x66: "ROUTE",
    0x6A: "LOGON",
}
SUCCESS, IGNORED, FAILURE = b"\x70", b"\x7e", b"\x7f"
SUMMARIES = {SUCCESS[0], IGNORED[0], FAILURE[0]}
LONGEST = 65_535  # bytes in a chunk


class Dropped(Exception):
    """To be raised by a rule: the connection is cut before the message reaches the server."""


class AnswerLost(Exception):
    """To be raised by a rule: the server gets the message, and the connection is cut before it answers."""


class Refused(Exception):
    """To be raised by a rule: the message is answered with a failure, before or after the server got it."""

    def __init__(self, code: str, *, after: bool = False) -> None:
        super().__init__(code)
        self.code, self.after = code, after


@dataclass(frozen=True)
class Message:
    """One message of a client.

    Attributes
    ----------
    member : str
        The member of the cluster to which it came.
    kind : str
        Such as ``RUN``; ``CONNECT`` for a connection that is about to be taken.
    mode : str
        ``r`` or ``w``: how the transaction was opened that it is part of.
    text : str
        The statement of a RUN.
    bookmarks : tuple of str
        What a BEGIN, a RUN on its own or a ROUTE carries.
    """

    member: str
    kind: str
    mode: str = "w"
    text: str = ""
    bookmarks: tuple[str, ...] = ()


@dataclass
class Cluster:
    """Members A, B and C; A is written to, B is read from, and all of them know that.

    Parameters
    ----------
    login : Login
        Of the real server.
    tls : ssl.SSLContext, optional
        With the certificate of the members, which then speak TLS only.

    Attributes
    ----------
    writers, readers, routers : list of str
        The routing table from now on: names of members, or addresses of others.
    rule : callable
        Asked about each message.
    seen : list of Message
        All messages so far, but those that keep a connection going.
    """

    login: Login
    tls: ssl.SSLContext | None = None
    writers: list[str] = field(default_factory=lambda: ["A"])
    readers: list[str] = field(default_factory=lambda: ["B"])
    routers: list[str] = field(default_factory=lambda: ["A", "B", "C"])
    rule: Callable[[Message], None] = lambda _: None
    seen: list[Message] = field(default_factory=list)

    def uri(self, scheme: str = "neo4j", member: str = "A") -> str:
        """Return the address of a member."""
        return f"{scheme}://{self._address(member)}"

    def asked(self, kind: str) -> list[Message]:
        """Return the messages of a kind, and forget all that were seen."""
        found, self.seen = [one for one in self.seen if one.kind == kind], []
        return found

    def __enter__(self) -> Self:
        self._doors = {name: socket.create_server(("127.0.0.1", 0)) for name in "ABC"}
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, args=[name]) for name in self._doors]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.rule = lambda _: None
        for door in self._doors.values():
            _shut(door)
        for end in list(self._ends):
            _shut(end)
        for thread in list(self._threads):  # those that serve a connection are added by those that accept
            thread.join()
        for thread in self._threads:
            thread.join()

    def _address(self, member: str) -> str:
        door = self._doors.get(member)
        return f"127.0.0.1:{door.getsockname()[1]}" if door else member

    def _accept(self, member: str) -> None:
        with self._doors[member] as door, contextlib.suppress(OSError):
            while True:
                near = door.accept()[0]
                self._ends.append(near)
                thread = threading.Thread(target=self._serve, args=[member, near])
                self._threads.append(thread)
                thread.start()

    def _serve(self, member: str, near: socket.socket) -> None:
        """Serve one connection to its end."""
        with near, contextlib.suppress(OSError, EOFError, Dropped):
            self.rule(Message(member, "CONNECT"))
            if self.tls:
                near = self.tls.wrap_socket(near, server_side=True)
                self._ends.append(near)
            host, port = self.login.uri.removeprefix("bolt://").rsplit(":", 1)
            with near, socket.create_connection((host, int(port))) as far:
                self._ends.append(far)
                Line(self, member, near, far).run()

    def table(self) -> dict[str, Any]:
        """Return the routing table as a server tells it."""
        roles = {"WRITE": self.writers, "READ": self.readers, "ROUTE": self.routers}
        servers = [
            {"role": role, "addresses": [self._address(name) for name in names]}
            for role, names in roles.items()
        ]
        return {"rt": {"ttl": 300, "db": "neo4j", "servers": servers}}


class Line:
    """One connection through a member: a message at a time, each with all of its answers."""

    def __init__(self, cluster: Cluster, member: str, near: socket.socket, far: socket.socket) -> None:
        self.cluster, self.member = cluster, member
        self.near, self.far = near, far
        self.client, self.server = near.makefile("rb"), far.makefile("rb")
        self.mode = "w"
        self.failed = False

    def run(self) -> None:
        """Hand messages on until one side ends."""
        with self.client, self.server:
            exactly(self.client, len(HANDSHAKE))
            self.far.sendall(HANDSHAKE)
            self.near.sendall(exactly(self.server, 4))
            while True:
                self.hand_on(*chunks(self.client))

    def hand_on(self, raw: bytes, content: bytes) -> None:
        """Do with one message what the rule says."""
        message = self.read(content)
        self.cluster.seen.append(message)
        if message.kind == "GOODBYE":
            raise EOFError
        if self.failed and message.kind != "RESET":
            self.near.sendall(packed(IGNORED))
            return
        self.failed = False
        try:
            self.cluster.rule(message)
        except AnswerLost:
            self.answers(raw)
            raise Dropped from None
        except Refused as refusal:
            if refusal.after:
                self.answers(raw)
            self.failed = True
            self.near.sendall(packed(FAILURE, {"code": refusal.code, "message": "as the test wants it"}))
            return
        if message.kind == "ROUTE":
            self.near.sendall(packed(SUCCESS, self.cluster.table()))
            return
        for answer in self.answers(raw):
            self.near.sendall(answer)

    def answers(self, raw: bytes) -> list[bytes]:
        """Send a message to the server and return all that it answers."""
        self.far.sendall(raw)
        found, summary = [], False
        while not summary:
            answer, content = chunks(self.server)
            found.append(answer)
            summary = content[1] in SUMMARIES
        return found

    def read(self, content: bytes) -> Message:
        """Understand what of a message tests look at."""
        kind = KINDS.get(content[1], "OTHER")
        if kind not in {"RUN", "BEGIN", "ROUTE"}:
            return Message(self.member, kind, self.mode)
        fields = unpack(content).fields
        if kind == "ROUTE":
            return Message(self.member, kind, bookmarks=tuple(fields[1]))
        extra = fields[-1]
        if (
            kind == "BEGIN" or extra
        ):  # a RUN on its own says how it wants to be taken, one in a transaction not
            self.mode = extra.get("mode", "w")
        text = fields[0] if kind == "RUN" else ""
        return Message(self.member, kind, self.mode, text, tuple(extra.get("bookmarks", ())))


def exactly(stream: BinaryIO, size: int) -> bytes:
    """Read so many bytes, or find the end."""
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def chunks(stream: BinaryIO) -> tuple[bytes, bytes]:
    """Read one message: as it came, and what is in its chunks."""
    raw, content = b"", b""
    while True:
        head = exactly(stream, 2)
        chunk = exactly(stream, int.from_bytes(head))
        raw, content = raw + head + chunk, content + chunk
        if not chunk and content:  # an empty chunk before all others keeps a connection alive
            return raw, content


def packed(tag: bytes, *fields: object) -> bytes:
    """Write one message in one chunk."""
    buffer = CODEC.PackableBuffer()
    CODEC.Packer(buffer).pack_struct(tag, fields)
    assert len(buffer.data) <= LONGEST
    return len(buffer.data).to_bytes(2) + bytes(buffer.data) + b"\0\0"


def pack(value: object) -> bytes:
    """Write one value as Bolt does."""
    buffer = CODEC.PackableBuffer()
    CODEC.Packer(buffer).pack(value)
    return bytes(buffer.data)


def unpack(content: bytes) -> Any:  # noqa: ANN401 - a value
    """Read the first value of some bytes."""
    return CODEC.Unpacker(CODEC.UnpackableBuffer(bytearray(content))).unpack()


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
