"""The py2neo adapter, for people whose notebooks use it; the only module that imports `py2neo`.

py2neo had its last release in 2021. What this adapter works around, because it can lose data or hang:

- A commit that the server refuses raises nothing. A confirmed one has a bookmark, so that is looked for.
- A transaction that cannot begin raises nothing either, and its statements then run each on its own.
- When the server has gone, it asks for a connection for ever. So the server is called first.
- A connection that breaks during a commit leaves open whether the server has done it. So the server is waited
  for, and then asked.
"""

from __future__ import annotations

import socket
import warnings
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from netgraph.errors import CapabilityMissing, StoreAway, StoreError, UsageError
from netgraph.store.cypher import PATIENCE, CypherStore, Taken
from netgraph.store.refusals import (
    away,
    closed,
    login_refused,
    outcome_unknown,
    refusal,
    short_batch,
    unfit_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from netgraph.store.uri import Credentials

SECONDS = 10.0
DEFAULT_PORT = 7687
PAUSE = 1.0  # seconds between two calls of a server that is away


class Py2neoStore(CypherStore):
    """A Neo4j database, reached through py2neo.

    Parameters
    ----------
    uri : str
        ``py2neo+bolt://`` or its ``+s`` and ``+ssc`` forms.
    credentials : Credentials
        User and password.
    database : str, optional
        Name of the database; the user's home database when not given.

    Raises
    ------
    CapabilityMissing
        The extra is not installed.
    StoreAway, AuthRefused, UsageError
        At once: the connection is tried before the store is handed out.
    """

    kind = "py2neo"

    def __init__(self, uri: str, credentials: Credentials, database: str | None = None) -> None:
        super().__init__(uri, database, credentials.user)
        self._credentials = credentials
        self._database = database
        self._graph = self._connect()
        try:
            self._read("RETURN 1 AS one", {})
        except BaseException:
            self.close()
            raise

    def engine(self) -> str:
        """Name and version of the server."""
        if self._graph is None:
            raise closed(self.uri)
        agent = str(self._graph.service.connector.server_agent).replace("/", " ")
        return f"{agent}, through py2neo"

    def close(self) -> None:
        """Close all connections."""
        graph, self._graph = self._graph, None
        if graph is not None:
            with suppress(StoreAway), _translated(self.uri):  # it says goodbye, also to one that has gone
                graph.service.connector.close()

    def _records(
        self, statement: str, parameters: Mapping[str, Any], taken: Callable[[list[Any]], Taken]
    ) -> tuple[list[str], list[Taken]]:
        with self._transaction(readonly=True) as tx:
            return self._run(tx, statement, parameters, taken)

    def _write(self, statement: str, parameters: Mapping[str, Any], expected: int | None) -> int:
        with self._transaction(readonly=False) as tx:
            names, records = self._run(tx, statement, parameters, list)
            written = records[0][names.index("written")] if records and "written" in names else 0
            if expected is not None and written != expected:
                raise short_batch(written, expected)
        return int(written)

    @contextmanager
    def _transaction(self, *, readonly: bool) -> Iterator[Any]:
        """Begin, and commit or roll back; make sure that both really happened."""
        graph = self._graph
        if graph is None:
            raise closed(self.uri)
        with _translated(self.uri):
            _call(self.uri)
            tx = graph.begin(readonly=readonly)
            if not tx.ref:
                raise self._not_begun()
            try:
                yield tx
            except BaseException:
                graph.rollback(tx)
                raise
            self._commit(graph, tx, readonly=readonly)
        if not set(tx.bookmark):
            self.close()  # the connection is of no use any more
            self._graph = self._connect()
            raise StoreError(
                f"{self.uri} did not confirm a batch; it was not written",
                hint="run this again; the server's log says why it ended the transaction",
            )

    def _commit(self, graph: Any, tx: Any, *, readonly: bool) -> None:  # noqa: ANN401
        """Commit; where the connection breaks meanwhile, nobody knows whether the server has written."""
        from py2neo import errors as driver_errors  # noqa: PLC0415 - an optional extra

        try:
            graph.commit(tx)
        except (OSError, driver_errors.ConnectionBroken) as cause:
            if readonly or isinstance(cause.__cause__, driver_errors.Neo4jError):  # it said why it has not
                raise
            self._wait()
            raise outcome_unknown(self.uri) from cause

    def _wait(self) -> None:
        """Connect again, to a server that may be starting; where it stays away, the next call says so."""
        end = monotonic() + PATIENCE
        with suppress(StoreAway):
            self.close()
        while self._graph is None and monotonic() < end:
            try:
                self._graph = self._connect()
            except StoreAway:
                sleep(PAUSE)

    def _run(
        self,
        tx: Any,  # noqa: ANN401 - py2neo has no type information
        statement: str,
        parameters: Mapping[str, Any],
        taken: Callable[[list[Any]], Taken],
    ) -> tuple[list[str], list[Taken]]:
        cursor = tx.run(statement, dict(parameters))
        names = cursor.keys()
        if names is None:  # the server ignored the statement: it had refused to begin
            raise self._not_begun()
        return list(names), [taken(list(record.values())) for record in cursor]

    def _not_begun(self) -> UsageError:
        return UsageError(
            f"{self.uri} begins no transaction; it may have no such database",
            hint="set NETGRAPH_DATABASE to the name of a database of that server, or unset it",
        )

    def _connect(self) -> Any:  # noqa: ANN401 - py2neo has no type information
        try:
            from py2neo import Graph  # noqa: PLC0415 - an optional extra
        except ImportError as cause:
            raise CapabilityMissing(
                "py2neo is not installed", hint="pip install 'netgraph-tip[py2neo]', or use bolt:// instead"
            ) from cause
        # py2neo 2021 asks for any version of TLS by a name that newer Pythons deprecate; it negotiates the
        # highest that both ends know, as it should.
        warnings.filterwarnings(
            "ignore", "ssl.PROTOCOL_TLS is deprecated", DeprecationWarning, module=r"py2neo\.wiring"
        )
        with _translated(self.uri):
            _call(self.uri)
            return Graph(
                self.uri.removeprefix("py2neo+"),
                user=self._credentials.user,
                password=self._credentials.password,
                name=self._database,
                user_agent="netgraph",
            )


def _call(uri: str) -> None:
    """Raise `OSError` when nothing listens at an address."""
    parts = urlsplit(uri)
    socket.create_connection((parts.hostname or "", parts.port or DEFAULT_PORT), SECONDS).close()


@contextmanager
def _translated(uri: str) -> Iterator[None]:
    """Turn py2neo's errors into netgraph's."""
    from py2neo import errors as driver_errors  # noqa: PLC0415 - an optional extra

    try:
        yield
    except driver_errors.Neo4jError as cause:
        raise refusal(cause.code, cause.message, uri) from cause
    except driver_errors.ConnectionUnavailable as cause:
        if cause.__cause__ is None:  # connected, and then turned away
            raise login_refused(uri) from cause
        raise away(uri, cause.__cause__) from cause
    except (OSError, driver_errors.ConnectionBroken, driver_errors.ServiceUnavailable) as cause:
        raise away(uri, cause) from cause
    except (ValueError, TypeError) as cause:
        raise unfit_value(cause) from cause
