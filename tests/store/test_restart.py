"""A Neo4j server that ends in the middle of a load and comes back: nothing lost, nothing twice, no error."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from neo4j import exceptions as driver_errors

from canonical import dump
from certificates import make_certificate
from neo4j_server.fixtures import require_artifacts
from neo4j_server.server import Neo4jServer
from netgraph.errors import OutcomeUnknown, StoreError
from netgraph.model import load_schema
from netgraph.store.bolt import BoltStore
from netgraph.store.uri import Credentials
from stores import STOPS_AT, Kept, claim, empty, entries, rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

pytestmark = pytest.mark.neo4j

BATCHES = 12
CLAIMS = 200


def restart(server: Neo4jServer) -> None:
    """End a server as a power cut would, and start it again."""
    server.kill()
    server.resume()


def test_a_server_restarted_in_the_middle_of_a_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches written while the server is killed and started again are all there once; over TLS."""
    require_artifacts()
    monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path / "tls")))
    server = Neo4jServer(certificate=tmp_path / "tls")
    login = server.start()
    uri = login.uri.replace("bolt", "neo4j+s", 1)
    try:
        with BoltStore(uri, Credentials(login.user, login.password)) as store:
            store.prepare(load_schema())
            store.merge_nodes("Location", rows({"key": "KEN"}, {"key": "ITA"}))
            store.create_nodes("Route", rows({"key": "a/1", "source": "a"}))
            outage = threading.Thread(target=restart, args=[server])
            for number in range(BATCHES):
                if number == BATCHES // 3:
                    outage.start()
                keys = [f"{number:02}-{place:03}" for place in range(CLAIMS)]
                store.create(STOPS_AT, rows(*(claim(key, run="r") for key in keys)))
            outage.join()
            assert store.counts().relationships == {"STOPS_AT": BATCHES * CLAIMS}
            assert store.held("STOPS_AT", "a") == BATCHES * CLAIMS
    finally:
        server.stop()


@pytest.fixture(params=["neo4j", pytest.param("py2neo", marks=pytest.mark.py2neo)])
def neo4j(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - a store, whose driver the tests reach into
    """Return an empty store with a route, three places and a stop."""
    kept: Kept = request.getfixturevalue(f"kept_{request.param}")
    store = kept.empty()
    begin(store)
    return store


def begin(store: Store) -> None:
    """Fill an empty store."""
    store.merge_nodes("Location", rows({"key": "KEN"}, {"key": "ITA"}, {"key": "NGA"}))
    store.create_nodes("Route", rows({"key": "a/1", "source": "a", "digest": "x", "run": "r"}))
    store.create(STOPS_AT, rows(claim("k1", run="r")))


def lose_one_answer(store: Any, monkeypatch: pytest.MonkeyPatch, *, after_commit: bool) -> None:  # noqa: ANN401
    """Let the connection break while the next batch is committed: after the server has done it, or before."""
    if store.kind == "py2neo":
        lose_one_answer_of_py2neo(store, monkeypatch, after_commit=after_commit)
        return
    session_of = store._driver.session

    def session(**config: Any) -> Any:  # noqa: ANN401 - the driver's own
        monkeypatch.undo()
        found = session_of(**config)
        write = found.execute_write

        def execute_write(work: Callable[..., int]) -> int:
            if after_commit:
                write(work)
            raise driver_errors.IncompleteCommit("the connection broke")

        found.execute_write = execute_write
        return found

    monkeypatch.setattr(store._driver, "session", session)


def lose_one_answer_of_py2neo(store: Any, monkeypatch: pytest.MonkeyPatch, *, after_commit: bool) -> None:  # noqa: ANN401
    """Do the same where py2neo commits."""
    from py2neo import errors as py2neo_errors  # noqa: PLC0415 - an optional extra

    graph = store._graph
    commit = graph.commit

    def broken(tx: Any) -> None:  # noqa: ANN401 - py2neo has no type information
        monkeypatch.undo()
        if after_commit:
            commit(tx)
        else:
            graph.rollback(tx)
        raise py2neo_errors.ConnectionBroken("the connection broke")

    monkeypatch.setattr(graph, "commit", broken)


WRITES: dict[str, Callable[[Store], object]] = {
    "create": lambda store: store.create(STOPS_AT, rows(claim("k2", run="r"), claim("k3", run="r"))),
    "create without a digest": lambda store: store.create_nodes("Route", rows({"key": "a/2"})),
    "create nodes": lambda store: store.create_nodes(
        "Route", rows({"key": "a/2", "digest": "y", "run": "r"}, {"key": "a/3", "digest": "z", "run": "r"})
    ),
    "update": lambda store: store.update("STOPS_AT", rows(claim("k1", position=4, run="r"))),
    "update nodes": lambda store: store.update_nodes("Route", rows({"key": "a/1", "year": 2008})),
    "delete": lambda store: store.delete("STOPS_AT", ["k1"]),
    "delete nodes": lambda store: store.delete_nodes("Route", ["a/1"]),
    "delete unused": lambda store: store.delete_unused("Location", ["NGA", "KEN"]),
    "merge": lambda store: store.merge_nodes("Location", rows({"key": "KEN", "name": "x"}, {"key": "FRA"})),
}


@pytest.mark.parametrize("after_commit", [True, False], ids=["committed", "not committed"])
@pytest.mark.parametrize("name", WRITES)
def test_a_lost_answer(name: str, after_commit: bool, neo4j: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401, FBT001
    """Where the connection breaks during a commit, the batch is there once, as if the answer had come."""
    write = WRITES[name]
    before = dump(neo4j)
    lose_one_answer(neo4j, monkeypatch, after_commit=after_commit)

    write(neo4j)

    after = dump(neo4j)
    assert after != before
    empty(neo4j)
    begin(neo4j)
    write(neo4j)
    assert after == dump(neo4j)


def test_what_another_load_wrote_is_not_taken_for_ours(neo4j: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    """After a lost answer, keys that another run wrote are a refusal, not success."""
    lose_one_answer(neo4j, monkeypatch, after_commit=False)

    with pytest.raises(StoreError, match="key is already there"):
        neo4j.create(STOPS_AT, rows(claim("k1", run="another"), claim("k2", run="another")))

    monkeypatch.undo()  # py2neo is refused before it commits
    assert [row["key"] for row in entries(neo4j.claims_of("STOPS_AT", "a"))] == ["k1"]


def lose_every_answer(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 - as above
    """Let the connection break whenever a batch is committed."""
    if store.kind == "py2neo":
        from py2neo import errors as py2neo_errors  # noqa: PLC0415 - an optional extra

        commit = type(store._graph).commit

        def broken(graph: Any, tx: Any) -> None:  # noqa: ANN401 - py2neo has no type information
            if tx.readonly:
                commit(graph, tx)
                return
            graph.rollback(tx)
            raise py2neo_errors.ConnectionBroken("the connection broke")

        monkeypatch.setattr(type(store._graph), "commit", broken)
        return
    session_of = store._driver.session

    def session(**config: Any) -> Any:  # noqa: ANN401 - the driver's own
        found = session_of(**config)

        def execute_write(_: object) -> int:
            raise driver_errors.IncompleteCommit("the connection broke")

        found.execute_write = execute_write
        return found

    monkeypatch.setattr(store._driver, "session", session)


def test_a_server_that_stays_away(neo4j: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    """Where the answer is lost twice, the error says that it is not known what was written."""
    lose_every_answer(neo4j, monkeypatch)

    with pytest.raises(OutcomeUnknown, match="went away before it said") as caught:
        neo4j.create(STOPS_AT, rows(claim("k2", run="r")))

    assert "run this once more" in caught.value.hint
