"""One text chooses the store; a password never stands in it and never travels over an open line."""

from __future__ import annotations

import socket
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from netgraph.errors import CapabilityMissing, InsecureStore, NetgraphError, UsageError
from netgraph.store import open_store
from netgraph.store.lasting import lasting_for_server
from netgraph.store.uri import Credentials, credentials, scheme_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the environment says of stores."""
    for name in ("STORE", "USER", "PASSWORD", "DATABASE"):
        monkeypatch.delenv(f"NETGRAPH_{name}", raising=False)


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail when anything tries to connect to anything."""

    def refuse(*_: object) -> None:
        pytest.fail("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(
    ("uri", "scheme"),
    [
        ("netgraph-store", ""),
        ("/var/lib/netgraph", ""),
        ("C:\\data\\store", ""),
        ("bolt://127.0.0.1:7687", "bolt"),
        ("BOLT://localhost", "bolt"),
        ("neo4j+s://graph.example.org", "neo4j+s"),
        ("neo4j+ssc://10.0.0.7:7687", "neo4j+ssc"),
        ("py2neo+bolt://[::1]:7687", "py2neo+bolt"),
    ],
)
def test_scheme(uri: str, scheme: str) -> None:
    """A text without :// is a directory, one with it an address of a server."""
    assert scheme_of(uri) == scheme


def test_one_server_has_one_log_and_one_ledger_however_it_is_written() -> None:
    """Protocol, port and capitals make no difference; host, port and database do."""
    known = lasting_for_server("bolt://Graph.example.org:7687", None)
    for uri in (
        "neo4j://graph.example.org",
        "neo4j+s://graph.example.org/",
        "py2neo+bolt://graph.example.org",
    ):
        assert lasting_for_server(uri, None) == known
    others = {
        lasting_for_server(*one)
        for one in (
            ("bolt://other.example.org", None),
            ("bolt://graph.example.org:7688", None),
            ("bolt://graph.example.org", "cases"),
            ("bolt://[::1]:7687", None),
        )
    }
    assert len(others - {known}) == 4


@pytest.mark.parametrize(
    ("uri", "cause"),
    [
        ("http://127.0.0.1:7474", "starts with 'http', which is not known"),
        ("postgres://127.0.0.1", "starts with 'postgres'"),
        ("bolt://", "names no host"),
        ("bolt://:7687", "names no host"),
        ("bolt://127.0.0.1:port", "no port that there can be"),
        ("bolt://127.0.0.1:70000", "no port that there can be"),
        ("bolt://127.0.0.1:0", "no port that there can be"),
    ],
)
@pytest.mark.usefixtures("no_connection")
def test_addresses_that_are_not_understood(uri: str, cause: str) -> None:
    """An address that netgraph cannot use is refused, with the cause and a next step."""
    with pytest.raises(UsageError, match=cause) as caught:
        open_store(uri)

    assert caught.value.hint


@pytest.mark.parametrize("login", ["neo4j:s3cret@", "s3cret@", ":s3cret@", "neo4j:@"])
@pytest.mark.parametrize("scheme", ["bolt", "neo4j+s", "py2neo+bolt"])
@pytest.mark.usefixtures("no_connection")
def test_a_password_in_the_address_is_refused(scheme: str, login: str) -> None:
    """An address with a user or password is refused, and the refusal does not repeat them."""
    with pytest.raises(UsageError, match="carries a user or password") as caught:
        open_store(f"{scheme}://{login}127.0.0.1:7687")

    assert "NETGRAPH_PASSWORD" in caught.value.hint
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "py2neo+bolt"])
@pytest.mark.parametrize("host", ["graph.example.org", "10.0.0.7", "[2001:db8::1]", "localhost.example.org"])
@pytest.mark.usefixtures("no_connection")
def test_a_password_over_an_open_line_is_refused(
    monkeypatch: pytest.MonkeyPatch, scheme: str, host: str
) -> None:
    """A password for another machine is refused without encryption, before anything is sent or asked."""
    for given in ("s3cret", None):
        if given is not None:
            monkeypatch.setenv("NETGRAPH_PASSWORD", given)
        with pytest.raises(InsecureStore, match="not encrypted and not on this machine") as caught:
            open_store(f"{scheme}://{host}:7687", prompt=lambda _: pytest.fail("the password was asked for"))
        assert "neo4j+s://" in caught.value.hint
        assert "s3cret" not in caught.value.message
        monkeypatch.delenv("NETGRAPH_PASSWORD", raising=False)


@pytest.mark.parametrize(
    "uri",
    [
        "bolt://127.0.0.1:7687",
        "bolt://localhost",
        "bolt://127.8.8.8",
        "neo4j://[::1]:7687",
        "bolt+s://graph.example.org",
        "neo4j+ssc://graph.example.org",
        "py2neo+bolt+s://graph.example.org",
        "py2neo+bolt://127.0.0.1",
    ],
)
def test_a_password_on_this_machine_or_encrypted_is_taken(monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    """On this machine, and over an encrypted line, the password of the environment is used."""
    monkeypatch.setenv("NETGRAPH_PASSWORD", "s3cret")

    assert credentials(uri) == Credentials("neo4j", "s3cret")


def test_credentials_come_from_the_environment_or_a_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password is that of the environment, otherwise the prompt's; an empty one is not asked for."""
    asked: list[str] = []

    def prompt(question: str) -> str:
        asked.append(question)
        return "typed"

    assert credentials("bolt://127.0.0.1") == Credentials("neo4j", "")
    monkeypatch.setenv("NETGRAPH_USER", "analyst")
    assert credentials("bolt://127.0.0.1", prompt) == Credentials("analyst", "typed")
    monkeypatch.setenv("NETGRAPH_PASSWORD", "")
    assert credentials("bolt://graph.example.org", prompt) == Credentials("analyst", "")
    assert asked == ["Password of analyst at bolt://127.0.0.1"]


def test_a_password_is_not_shown() -> None:
    """The password does not stand in what Python shows of credentials."""
    assert "s3cret" not in repr(Credentials("neo4j", "s3cret"))


@pytest.mark.embedded
def test_the_environment_names_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """NETGRAPH_STORE names the store when none is given; otherwise it is a directory where one stands."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=f"no store in {tmp_path}/netgraph-store"):
        open_store(create=False)

    monkeypatch.setenv("NETGRAPH_STORE", "~/mine")
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(UsageError, match=f"no store in {tmp_path}/mine"):
        open_store(create=False)


def test_py2neo_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without py2neo its addresses are refused, with the command that installs it."""
    monkeypatch.setitem(sys.modules, "py2neo", None)

    with pytest.raises(CapabilityMissing, match="py2neo is not installed") as caught:
        open_store("py2neo+bolt://127.0.0.1:7687")

    assert "pip install 'netgraph-tip[py2neo]'" in caught.value.hint


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "py2neo+bolt"])
def test_no_server(scheme: str) -> None:
    """Where nothing listens, the address is named and the next step told, within seconds."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        uri = f"{scheme}://127.0.0.1:{unused.getsockname()[1]}"

        with pytest.raises(NetgraphError, match=f"{uri.replace('+', '.')} does not answer: ") as caught:
            open_store(uri)

    assert type(caught.value).__name__ == "StoreAway"
    assert "is Neo4j running" in caught.value.hint


@pytest.mark.parametrize("scheme", ["bolt", "py2neo+bolt"])
def test_no_such_host(scheme: str) -> None:
    """A host that has no address is told from one that does not answer."""
    with pytest.raises(NetgraphError, match=r"nowhere\.invalid") as caught:
        open_store(f"{scheme}://nowhere.invalid:7687")

    assert type(caught.value).__name__ == "StoreAway"
    assert caught.value.hint


def test_something_else_listens() -> None:
    """What listens but is no Neo4j is said not to answer, without a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        uri = f"bolt://127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=answer_as_a_web_server, args=(server,))
        thread.start()

        with pytest.raises(NetgraphError, match="does not answer") as caught:
            open_store(uri)

        thread.join()
    assert type(caught.value).__name__ == "StoreAway"
    assert caught.value.hint


def answer_as_a_web_server(server: socket.socket) -> None:
    """Take one connection, answer it with an error, and hang up."""
    connection, _ = server.accept()
    with connection:
        connection.recv(1024)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
