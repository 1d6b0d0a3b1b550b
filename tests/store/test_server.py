"""A Neo4j server that refuses, goes away or answers oddly: what the two adapters for servers make of it."""

from __future__ import annotations

import contextlib
import gc
import socket
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from netgraph.errors import AuthRefused, StatementInvalid, StoreAway, StoreError, UsageError
from netgraph.model import load_schema
from netgraph.store import open_store
from netgraph.store.statements import count_nodes, count_relationships
from stores import connect, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j_server.server import Login

pytestmark = pytest.mark.neo4j

IDLE = "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS text WHERE text = '' RETURN id"

BACKENDS = [
    pytest.param("neo4j", marks=pytest.mark.neo4j),
    pytest.param("py2neo", marks=pytest.mark.py2neo),
]


def address(backend: str, login: Login) -> str:
    """Return the address of a server for one of the adapters."""
    return f"py2neo+{login.uri}" if backend == "py2neo" else login.uri


@pytest.fixture
def login(neo4j_server: Login, monkeypatch: pytest.MonkeyPatch) -> Login:
    """Let the environment name the user and password of the session's server."""
    monkeypatch.setenv("NETGRAPH_USER", neo4j_server.user)
    monkeypatch.setenv("NETGRAPH_PASSWORD", neo4j_server.password)
    monkeypatch.delenv("NETGRAPH_DATABASE", raising=False)
    return neo4j_server


@pytest.mark.parametrize("backend", BACKENDS)
def test_credentials_of_the_environment_open_it(backend: str, login: Login) -> None:
    """An address and the environment are enough to open a store of the right kind."""
    with open_store(address(backend, login)) as store:
        assert store.kind == backend
        assert store.uri == address(backend, login)
        assert store.read("RETURN 1 AS one").to_pylist() == [{"one": 1}]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("password", ["wrong", ""])
def test_wrong_password(backend: str, password: str, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password, or none, is refused at once; the refusal says which variables to set."""
    monkeypatch.setenv("NETGRAPH_PASSWORD", password)

    with pytest.raises(AuthRefused, match="refused the user or the password") as caught:
        open_store(address(backend, login))

    assert "NETGRAPH_PASSWORD" in caught.value.hint
    assert login.password not in str(caught.value)


@pytest.mark.parametrize("backend", BACKENDS)
def test_no_such_database(backend: str, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that the server does not have is refused when the store is opened."""
    monkeypatch.setenv("NETGRAPH_DATABASE", "elsewhere")

    with pytest.raises(UsageError, match="no such database") as caught:
        open_store(address(backend, login))

    assert "NETGRAPH_DATABASE" in caught.value.hint


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_database_is_named_by_the_environment(
    backend: str, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NETGRAPH_DATABASE chooses the database."""
    monkeypatch.setenv("NETGRAPH_DATABASE", "neo4j")

    with open_store(address(backend, login)) as store:
        assert store.read("CALL db.info() YIELD name RETURN name").to_pylist() == [{"name": "neo4j"}]


@pytest.mark.parametrize("backend", BACKENDS)
def test_encryption_that_the_server_does_not_speak(backend: str, login: Login) -> None:
    """A server without TLS is not reached over an encrypted line, and TLS is named as a cause."""
    with pytest.raises(StoreAway, match="does not answer") as caught:
        open_store(address(backend, login).replace("bolt://", "bolt+s://"))

    assert "TLS" in caught.value.hint


@pytest.mark.parametrize(
    ("backend", "returned"),
    [
        ("neo4j", "n"),
        ("neo4j", "[n]"),
        ("neo4j", "date('2008-05-17')"),
        pytest.param("py2neo", "date('2008-05-17')", marks=pytest.mark.py2neo),
    ],
)
def test_answers_that_are_no_columns(backend: str, returned: str, login: Login) -> None:
    """Whole nodes, and dates of the server's own, are refused with what to return instead."""
    with connect(backend, login) as store:
        store.merge_nodes("Platform", rows({"key": "forum"}))
        with pytest.raises(StatementInvalid, match="does not hold one kind of plain value") as caught:
            store.read(f"MATCH (n:Platform) RETURN {returned} AS x")
        assert "return properties" in caught.value.hint


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_column_of_two_types(backend: str, login: Login) -> None:
    """A column that mixes numbers and text is refused."""
    with connect(backend, login) as store, pytest.raises(StatementInvalid, match="one kind of plain value"):
        store.read("UNWIND [1, 'a'] AS x RETURN x")


@pytest.mark.py2neo
def test_py2neo_hides_no_lost_commit(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that the server refuses is an error, which py2neo itself keeps to itself."""
    with connect("py2neo", login) as store, leaks_of_py2neo():
        graph: Any = vars(store)["_graph"]
        commit = graph.commit

        def commit_after_the_end(tx: Any) -> None:  # noqa: ANN401 - py2neo has no type information
            with login.driver() as driver:
                for record in driver.execute_query(IDLE).records:
                    driver.execute_query("TERMINATE TRANSACTION $id", id=record["id"])
            commit(tx)

        monkeypatch.setattr(graph, "commit", commit_after_the_end)
        with pytest.raises(StoreError, match="did not confirm") as caught:
            store.create_nodes("Platform", rows({"key": "lost"}))
        monkeypatch.undo()

        assert caught.value.hint
        # The store goes on, with another connection.
        store.create_nodes("Platform", rows({"key": "found"}))
        platforms = store.read("MATCH (n:Platform) WHERE n.key IN ['lost', 'found'] RETURN n.key AS key")
        store.delete_nodes("Platform", ["found"])
        assert platforms.to_pylist() == [{"key": "found"}]


@pytest.mark.py2neo
def test_a_server_that_goes_away(login: Login) -> None:
    """When the server has gone, py2neo's adapter says so instead of waiting for ever, and can be closed."""
    with way_to(login) as uri:
        store = open_store(f"py2neo+{uri}")
        assert store.read("RETURN 1 AS one").to_pylist() == [{"one": 1}]

    with leaks_of_py2neo(), pytest.raises(StoreAway, match="does not answer"):
        store.read("RETURN 1 AS one")
    with leaks_of_py2neo():
        store.close()
        del store


@contextmanager
def way_to(login: Login) -> Iterator[str]:
    """Give a second address to a server; at the end it is gone, and connections through it are cut."""
    host, port = login.uri.removeprefix("bolt://").rsplit(":", 1)
    ends: list[socket.socket] = []

    def forward(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, far = entrance.accept()[0], socket.create_connection((host, int(port)))
                ends.extend([near, far])
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=forward, args=pair, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as entrance:
        doorkeeper = threading.Thread(target=accept)
        doorkeeper.start()
        yield f"bolt://127.0.0.1:{entrance.getsockname()[1]}"
        entrance.shutdown(socket.SHUT_RDWR)
        doorkeeper.join()
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def leaks_of_py2neo() -> Iterator[None]:
    """Collect the sockets that py2neo leaves open when a connection breaks, without a warning."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_counting_reads_the_servers_own_counts(login: Login) -> None:
    """What is in a store is counted without a look at any node or relationship, however many there are."""

    def steps(plan: dict[str, Any]) -> set[str]:
        return {plan["operatorType"].partition("@")[0]}.union(*map(steps, plan.get("children", ())))

    schema = load_schema()
    with login.driver() as driver, driver.session() as session:
        for statement in (count_nodes(schema), count_relationships(schema)):
            plan = session.run(f"EXPLAIN {statement}").consume().plan
            assert plan is not None
            assert not [step for step in steps(plan) if "Scan" in step or "Aggregation" in step]
