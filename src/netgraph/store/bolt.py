"""The Neo4j adapter, over Bolt with the official driver; the only module that imports `neo4j`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import neo4j
from neo4j import exceptions as driver_errors

from netgraph.errors import StoreAway, StoreError, UsageError
from netgraph.store.cypher import PATIENCE, CypherStore, Taken
from netgraph.store.refusals import away, closed, outcome_unknown, refusal, short_batch, unfit_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from netgraph.store.uri import Credentials


class BoltStore(CypherStore):
    """A Neo4j database, single or clustered.

    Parameters
    ----------
    uri : str
        ``bolt://``, ``neo4j://`` or their ``+s`` and ``+ssc`` forms.
    credentials : Credentials
        User and password; none for a server without authentication.
    database : str, optional
        Name of the database; the user's home database when not given.

    Raises
    ------
    StoreAway, AuthRefused, UsageError
        At once: the connection is tried before the store is handed out.
    """

    kind = "neo4j"
    writers = 2  # the server works on one batch while another is sent

    def __init__(self, uri: str, credentials: Credentials, database: str | None = None) -> None:
        super().__init__(uri, database, credentials.user)
        self._database = database
        self._open = False
        auth = (credentials.user, credentials.password) if credentials.password else None
        with _translated(uri), _connecting(uri):
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=auth,
                user_agent="netgraph",
                notifications_min_severity="OFF",
                max_transaction_retry_time=PATIENCE,
            )
            try:
                self._driver.verify_connectivity()  # which fails at once, where a session tries for long
                with self._driver.session(database=database) as session:
                    self._agent = session.run("RETURN 1").consume().server.agent
            except BaseException:
                self._driver.close()
                raise
        self._open = True

    def engine(self) -> str:
        """Name and version of the server."""
        return self._agent.replace("/", " ")

    def close(self) -> None:
        """Close the driver."""
        self._open = False
        self._driver.close()

    def _records(
        self, statement: str, parameters: Mapping[str, Any], taken: Callable[[list[Any]], Taken]
    ) -> tuple[list[str], list[Taken]]:
        def work(tx: neo4j.ManagedTransaction) -> tuple[list[str], list[Taken]]:
            result = tx.run(statement, dict(parameters))
            return list(result.keys()), [taken(record.values()) for record in result]

        with self._session() as session:
            return session.execute_read(work)

    def _write(self, statement: str, parameters: Mapping[str, Any], expected: int | None) -> int:
        attempts = 0

        def work(tx: neo4j.ManagedTransaction) -> int:
            nonlocal attempts
            attempts += 1
            record = tx.run(statement, dict(parameters)).single()
            written = int(record["written"]) if record else 0
            if expected is not None and written != expected:
                raise short_batch(written, expected)
            return written

        with self._session() as session:
            try:
                return session.execute_write(work)
            except driver_errors.IncompleteCommit as cause:
                raise outcome_unknown(self.uri) from cause
            except (driver_errors.ConstraintError, StoreError) as cause:
                if attempts > 1:  # it may have met what an attempt before it has written
                    raise outcome_unknown(self.uri) from cause
                raise

    @contextmanager
    def _session(self) -> Iterator[neo4j.Session]:
        if not self._open:
            raise closed(self.uri)
        with _translated(self.uri), self._driver.session(database=self._database) as session:
            yield session


@contextmanager
def _connecting(uri: str) -> Iterator[None]:
    """Turn what the driver says of an address that it cannot use into netgraph's errors."""
    try:
        yield
    except driver_errors.ConfigurationError as cause:
        raise UsageError(
            f"{uri} is no address of a Neo4j server: {cause}", hint="use bolt://host:7687 or neo4j+s://host"
        ) from cause
    except ValueError as cause:  # the driver's word for a host that cannot be found
        raise StoreAway(f"cannot connect to {uri}: {cause}", hint="is the name of the host right?") from cause


@contextmanager
def _translated(uri: str) -> Iterator[None]:
    """Turn the driver's errors into netgraph's."""
    try:
        yield
    except driver_errors.Neo4jError as cause:
        raise refusal(cause.code, cause.message, uri) from cause
    except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, OSError) as cause:
        raise away(uri, cause) from cause
    except driver_errors.DriverError as cause:
        raise StoreError(
            f"the driver of {uri} refused: {cause}", hint="open the store again and repeat the call"
        ) from cause
    except (OverflowError, TypeError, ValueError) as cause:
        raise unfit_value(cause) from cause
