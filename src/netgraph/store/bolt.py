"""The Neo4j adapter, over Bolt with the official driver; the only module that imports `neo4j`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import neo4j
from neo4j import exceptions as driver_errors

from netgraph.errors import AuthRefused, StatementInvalid, StoreAway, StoreError
from netgraph.store.cypher import CypherStore, short_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import LiteralString

    from netgraph.store.uri import Credentials


class BoltStore(CypherStore):
    """A Neo4j database, single or clustered.

    Parameters
    ----------
    uri : str
        ``bolt://``, ``neo4j://`` or their ``+s`` forms.
    credentials : Credentials
        User and password; none for a server without authentication.
    database : str, optional
        Name of the database; the user's home database when not given.

    Raises
    ------
    StoreAway, AuthRefused
        At once: the connection is tried before the store is handed out.
    """

    kind = "neo4j"

    def __init__(self, uri: str, credentials: Credentials, database: str | None = None) -> None:
        self.uri = uri
        self._database = database
        auth = (credentials.user, credentials.password) if credentials.password else None
        with _translated(uri):
            self._driver = neo4j.GraphDatabase.driver(
                uri, auth=auth, user_agent="netgraph", notifications_min_severity="OFF"
            )
            try:
                self._driver.verify_connectivity()
            except BaseException:
                self._driver.close()
                raise

    def engine(self) -> str:
        """Name and version of the server."""
        with _translated(self.uri):
            return str(self._driver.get_server_info().agent).replace("/", " ")

    def close(self) -> None:
        """Close the driver."""
        self._driver.close()

    def _read(self, statement: str, parameters: Mapping[str, Any]) -> dict[str, list[Any]]:
        def work(tx: neo4j.ManagedTransaction) -> dict[str, list[Any]]:
            result = tx.run(cast("LiteralString", statement), dict(parameters))
            names = result.keys()
            rows = [record.values() for record in result]
            columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
            return {name: list(column) for name, column in zip(names, columns, strict=True)}

        with _translated(self.uri), self._driver.session(database=self._database) as session:
            return session.execute_read(work)

    def _write(self, statement: str, parameters: Mapping[str, Any], expected: int | None) -> int:
        def work(tx: neo4j.ManagedTransaction) -> int:
            record = tx.run(cast("LiteralString", statement), dict(parameters)).single()
            written = record["written"] if record else 0
            if expected is not None and written != expected:
                raise short_batch(written, expected)
            return int(written)

        with _translated(self.uri), self._driver.session(database=self._database) as session:
            return session.execute_write(work)


@contextmanager
def _translated(uri: str) -> Iterator[None]:
    """Turn the driver's errors into netgraph's."""
    try:
        yield
    except driver_errors.AuthError as cause:
        raise AuthRefused(
            f"{uri} refused the user or the password",
            hint="set NETGRAPH_USER and NETGRAPH_PASSWORD; a new Neo4j wants its first password changed",
        ) from cause
    except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired) as cause:
        raise StoreAway(
            f"nothing answers at {uri}",
            hint="is Neo4j running and is the port right? docker compose up -d starts one",
        ) from cause
    except driver_errors.CypherSyntaxError as cause:
        raise StatementInvalid(f"the engine cannot read the statement: {cause.message}") from cause
    except driver_errors.ConstraintError as cause:
        raise StoreError(
            "a key is already there: another load may be writing the same source",
            hint="wait for the other load to end, then run this one again",
        ) from cause
    except driver_errors.Neo4jError as cause:
        raise StoreError(f"the database refused: {cause.message}") from cause
    except driver_errors.DriverError as cause:
        raise StoreError(f"the driver refused: {cause}") from cause
    except (ValueError, OSError) as cause:
        raise StoreAway(f"cannot connect to {uri}: {cause}") from cause
