"""A store of each kind for the tests of queries, emptied once for a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from netgraph.store import Store


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("kept_embedded", marks=pytest.mark.embedded, id="embedded"),
        pytest.param("kept_neo4j", marks=pytest.mark.neo4j, id="neo4j"),
    ],
)
def fresh(request: pytest.FixtureRequest) -> Store:
    """Return an empty store."""
    store: Store = request.getfixturevalue(request.param).empty()
    return store
