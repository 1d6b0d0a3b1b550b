"""A store of each kind for the tests of queries, opened once for a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from neo4j_server.server import wipe
from netgraph.store import open_store
from netgraph.store.bolt import BoltStore
from netgraph.store.uri import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.store import Store


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ],
)
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Open an empty store."""
    if request.param == "embedded":
        store: Store = open_store(str(tmp_path_factory.mktemp("store")))
    else:
        login = request.getfixturevalue("neo4j_server")
        wipe(login)
        store = BoltStore(login.uri, Credentials(login.user, login.password))
    with store:
        yield store
