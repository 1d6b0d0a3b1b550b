"""The stores that tests run on: any test that asks for ``store`` runs once for each backend, on an empty one.

One store of each kind is kept open for the session, since a Java runtime, a database and a connection cost
seconds, and emptied before every test. A test may close the one it got; the next gets another.
"""

from __future__ import annotations

from contextlib import closing
from importlib.util import find_spec
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from needs import require
from netgraph.errors import StoreError
from netgraph.model import load_schema
from netgraph.store import Ends, open_store
from netgraph.store.bolt import BoltStore
from netgraph.store.embedded import EmbeddedStore
from netgraph.store.py2neo import Py2neoStore
from netgraph.store.uri import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from neo4j_server.server import Login
    from netgraph.store import Store

STOPS_AT = Ends("Route", "STOPS_AT", "Location")
BACKENDS = ("embedded", "neo4j", "py2neo")
LOADS = {"test_load.py"}
EMPTY = "MATCH (n) DETACH DELETE n RETURN count(*) AS written"
CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``store`` once for each backend."""
    if "store" in metafunc.fixturenames:
        backends = BACKENDS if _tries_the_port(metafunc.definition.path) else ("embedded", "neo4j")
        params = [pytest.param(name, marks=getattr(pytest.mark, name)) for name in backends]
        metafunc.parametrize("store", params, indirect=True)


def _tries_the_port(path: Path) -> bool:
    """Whether a test is about what stores do: the port, statements on it, and loads through it.

    py2neo is another way to the same server. What stands above the port cannot tell one from the other.
    """
    return path.parent.name in {"store", "queries", "disclosure"} or path.name in LOADS


class Kept:
    """One open store; opened when it is first asked for, and again after a test has closed it."""

    def __init__(self, open_: Callable[[], Store]) -> None:
        self._open = open_
        self._store: Store | None = None

    def empty(self) -> Store:
        """Return it open, empty, with the schema's constraints and no books."""
        if self._store is None or is_closed(self._store):
            self._store = self._open()
        empty(self._store)
        # What stands in no graph: audit log, ledgers, keys of partners. Each test begins its own.
        assert self._store.lasting is not None
        for book in self._store.lasting.glob("*.jsonl"):
            book.unlink()
        rmtree(self._store.lasting / "trusted", ignore_errors=True)
        return self._store

    def close(self) -> None:
        """Close it, if it was ever opened."""
        if self._store is not None:
            self._store.close()


@pytest.fixture(scope="session", autouse=True)
def _cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have nothing that is kept of servers left in the folders of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETGRAPH_STATE", str(tmp_path_factory.mktemp("state")))
        for name in ("NETGRAPH_AUDIT", "NETGRAPH_BY"):
            patch.delenv(name, raising=False)
        patch.setenv("NETGRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def kept_embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Keep one embedded store."""
    with closing(Kept(lambda: open_store(str(tmp_path_factory.mktemp("store"))))) as kept:
        yield kept


@pytest.fixture
def embedded(kept_embedded: Kept) -> Store:
    """Return an empty embedded store, for what does not depend on the engine."""
    return kept_embedded.empty()


@pytest.fixture(scope="session")
def kept_neo4j(neo4j_server: Login) -> Iterator[Kept]:
    """Keep one connection to Neo4j."""
    with closing(Kept(lambda: connect("neo4j", neo4j_server))) as kept:
        yield kept


@pytest.fixture(scope="session")
def kept_py2neo(neo4j_server: Login) -> Iterator[Kept]:
    """Keep one connection to Neo4j through py2neo."""
    if find_spec("py2neo") is None:
        require("py2neo", "py2neo cannot be imported")
    with closing(Kept(lambda: connect("py2neo", neo4j_server))) as kept:
        yield kept


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Store:
    """Return an empty store; the test runs once for each backend."""
    kept: Kept = request.getfixturevalue(f"kept_{request.param}")
    return kept.empty()


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill the store with two routes of source ``a``, three places and two stops."""
    store.merge_nodes("Location", rows({"key": "KEN"}, {"key": "ITA"}, {"key": "NGA"}))
    store.create_nodes(
        "Route",
        rows(
            {"key": "a/1", "source": "a", "digest": "x", "year": 2008},
            {"key": "a/2", "source": "a", "digest": "y", "year": None},
        ),
    )
    store.create(
        STOPS_AT, rows(claim("k1", position=0, stage="Recruitment"), claim("k2", end="ITA", position=1))
    )
    return store


def connect(backend: str, login: Login) -> Store:
    """Open another connection to a server."""
    credentials = Credentials(login.user, login.password)
    if backend == "py2neo":
        return Py2neoStore(f"py2neo+{login.uri}", credentials)
    # As a cluster is reached: a single server tells that all goes to it. Tests of bolt:// open it themselves.
    return BoltStore(login.uri.replace("bolt", "neo4j", 1), credentials)


def empty(store: Store) -> None:
    """Delete everything in a store; give it the constraints it lacks."""
    if isinstance(store, EmbeddedStore):
        with store._transaction():
            store._db.command("opencypher", EMPTY)
        return
    assert isinstance(store, BoltStore | Py2neoStore)
    store._write(EMPTY, {}, None)
    # Other tests share the server and may have dropped them.
    schema = load_schema()
    wanted = len(schema.nodes) + len(schema.relationships)
    if len(store.read(CONSTRAINTS)["names"][0].as_py()) < wanted:
        store.prepare(schema)


def is_closed(store: Store) -> bool:
    """Tell whether a test has closed a store."""
    try:
        store.read("RETURN 1 AS one")
    except StoreError:
        return True
    return False


def rows(*mappings: dict[str, Any]) -> pa.Table:
    """Make a table of rows; a property that one of them lacks is null there."""
    names = dict.fromkeys(name for mapping in mappings for name in mapping)
    return pa.table({name: [mapping.get(name) for mapping in mappings] for name in names})


def claim(key: str, start: str = "a/1", end: str = "KEN", **properties: object) -> dict[str, Any]:
    """Return a claim of source ``a``."""
    return {"key": key, "start": start, "end": end, "source": "a", "digest": f"d-{key}", **properties}


def entries(tables: Iterable[pa.Table]) -> list[dict[str, Any]]:
    """Return the rows of slices, ordered by key."""
    return sorted((row for table in tables for row in table.to_pylist()), key=lambda row: str(row["key"]))
