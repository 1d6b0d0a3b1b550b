"""The Neo4j that tests run on: one for each worker, started here or given by the environment.

``NETGRAPH_TEST_NEO4J_URI`` (with ``NETGRAPH_TEST_NEO4J_USER`` and ``NETGRAPH_TEST_NEO4J_PASSWORD``)
names a server that is already there. THE TESTS EMPTY ITS DATABASE, nodes, constraints and indexes,
again and again; so they refuse to begin unless ``NETGRAPH_TEST_NEO4J_WIPE`` is ``yes``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from needs import require
from neo4j_server.artifacts import CannotRun, class_path, find_java
from neo4j_server.server import USER, Login, Neo4jServer, wipe

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "NETGRAPH_TEST_NEO4J_"


def given_login() -> Login | None:
    """Return the login of the server that the environment names, or None when it names none.

    Raises
    ------
    pytest.UsageError
        The environment names a server, but does not allow to empty it or gives no password.
    """
    uri = os.environ.get(PREFIX + "URI")
    if not uri:
        return None
    if os.environ.get(PREFIX + "WIPE") != "yes":
        raise pytest.UsageError(
            f"{PREFIX}URI names {uri}: the tests delete everything in its database. Set "
            f"{PREFIX}WIPE=yes if you want that, or unset {PREFIX}URI to use a throw-away server."
        )
    password = os.environ.get(PREFIX + "PASSWORD")
    if not password:
        raise pytest.UsageError(f"{PREFIX}URI is set, {PREFIX}PASSWORD is not: set it too")
    return Login(uri, os.environ.get(PREFIX + "USER", USER), password)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse before the first test, not in the middle of the run."""
    if given_login() and config.getoption("numprocesses", None):
        raise pytest.UsageError(
            f"{PREFIX}URI names one server, which several workers would empty for each other: add -n0"
        )


def require_artifacts() -> None:
    """Skip or fail the running test, as ``require`` does, where no server can be started."""
    try:
        find_java()
        class_path()
    except CannotRun as error:
        require("neo4j", str(error))


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Login]:
    """Login of this worker's Neo4j; what earlier tests left in it is still there."""
    given = given_login()
    if given is not None:
        yield given
        return
    require_artifacts()
    with Neo4jServer() as login:
        yield login


@pytest.fixture
def empty_neo4j(neo4j_server: Login) -> Login:
    """Login of this worker's Neo4j, emptied for this test."""
    wipe(neo4j_server)
    return neo4j_server
