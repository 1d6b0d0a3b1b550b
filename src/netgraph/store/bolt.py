"""The Neo4j adapter, over Bolt with the official driver, single or as a cluster.

What the driver raises is put into netgraph's errors in `bolt_refusals`; no other module imports `neo4j`.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import neo4j
from neo4j import exceptions as driver_errors

from netgraph.errors import StoreError
from netgraph.store.bolt_refusals import BOOKMARK_REFUSED, BOOKMARK_TIMEOUT, connecting, translated
from netgraph.store.bookmarks import KeptBookmarks
from netgraph.store.cypher import PATIENCE, CypherStore, Taken
from netgraph.store.lasting import lasting_for_server
from netgraph.store.refusals import closed, lags, leads_away, outcome_unknown, set_back, short_batch
from netgraph.store.uri import is_encrypted, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from netgraph.store.uri import Credentials

# What it has to say becomes an error here; without a handler Python would print it as well.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
CONNECTING = 10.0  # seconds for which one server is called
OPENING = (
    20.0  # seconds after which it counts as away when a store is opened, with all that a connection takes
)


class BoltStore(CypherStore):
    """A Neo4j database, single or clustered.

    With ``neo4j://`` and its kin, what reads goes to any server that has the database, what writes to its
    leader; after a change of the leader the driver asks for the new one, for `PATIENCE` seconds. Whatever was
    written or seen before from here, in this process or in one before it, is seen by what comes after: a
    server that lags is waited for, as long as its ``db.transaction.bookmark_ready_timeout`` says.

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
    StoreAway, AuthRefused, UsageError, InsecureStore
        At once: the connection is tried before the store is handed out.
    StoreError
        The database was set back behind what was written to it. The next call opens it.
    """

    kind = "neo4j"
    writers = 2  # the server works on one batch while another is sent

    def __init__(self, uri: str, credentials: Credentials, database: str | None = None) -> None:
        super().__init__(uri, database, credentials.user)
        self._database = database
        self._open = False
        self._kept_bookmarks = KeptBookmarks(lasting_for_server(uri, database), credentials.user)
        seen = neo4j.Bookmarks.from_raw_values(self._kept_bookmarks.read())
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager(initial_bookmarks=seen)
        self._routed = uri.startswith("neo4j")
        # The address was looked at when the password was asked for; those in a routing table were not.
        self._guarded = self._routed and bool(credentials.password) and not is_encrypted(uri)
        auth = (credentials.user, credentials.password) if credentials.password else None
        with translated(uri), connecting(uri):
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=auth,
                user_agent="netgraph",
                notifications_min_severity="OFF",
                max_transaction_retry_time=PATIENCE,
                connection_timeout=CONNECTING,
                resolver=self._resolved,
            )
            try:
                self._agent = self._first_word()
            except BaseException:
                self._driver.close()
                raise
        self._open = True

    def engine(self) -> str:
        """Name and version of the server."""
        return self._agent.replace("/", " ")

    def close(self) -> None:
        """Close the driver; what was seen last, the next command sees too."""
        if self._open:
            self._kept_bookmarks.keep(self._bookmarks.get_bookmarks)
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

    def _at_leader(self, statement: str, parameters: Mapping[str, Any]) -> int:
        def work(tx: neo4j.ManagedTransaction) -> int:
            return int(tx.run(statement, dict(parameters)).single(strict=True)["n"])

        with self._session() as session:
            return session.execute_write(work)

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
                written = session.execute_write(work)
            except driver_errors.IncompleteCommit as cause:
                raise outcome_unknown(self.uri) from cause
            except (driver_errors.ConstraintError, StoreError) as cause:
                if attempts > 1:  # it may have met what an attempt before it has written
                    raise outcome_unknown(self.uri) from cause
                raise
        self._kept_bookmarks.keep(self._bookmarks.get_bookmarks)
        return written

    @contextmanager
    def _session(self) -> Iterator[neo4j.Session]:
        if not self._open:
            raise closed(self.uri)
        session = self._driver.session(database=self._database, bookmark_manager=self._bookmarks)
        with translated(self.uri), session:
            yield session

    def _first_word(self) -> str:
        """Have a server say what it is, once it has seen what was written before from here."""
        try:
            return self._agent_of(neo4j.READ_ACCESS)
        except driver_errors.Neo4jError as cause:
            if cause.code not in BOOKMARK_REFUSED or not self._bookmarks.get_bookmarks():
                raise
            if cause.code == BOOKMARK_TIMEOUT and self._leader_has_it():
                raise lags(self.uri) from cause
            self._kept_bookmarks.forget()
            raise set_back(self.uri) from cause

    def _leader_has_it(self) -> bool:
        """Whether what some server did not reach was committed at all: the leader knows all that was."""
        if not self._routed:
            return False
        try:
            self._agent_of(neo4j.WRITE_ACCESS)
        except driver_errors.Neo4jError as cause:
            if cause.code in BOOKMARK_REFUSED:
                return False
            raise
        return True

    def _agent_of(self, access_mode: str) -> str:
        with self._driver.session(
            database=self._database,
            bookmark_manager=self._bookmarks,
            default_access_mode=access_mode,
            connection_acquisition_timeout=OPENING,
        ) as session:
            # On its own: a transaction that is managed would be tried again where nobody answers.
            summary = session.run("RETURN 1").consume()
            self._database = (
                summary.database or self._database
            )  # else the home database is asked for each time
            return str(summary.server.agent)

    def _resolved(self, address: neo4j.Address) -> list[neo4j.Address]:
        """Leave an address to the system, but let no password go to another machine over an open line."""
        if self._guarded and not is_loopback(str(address.host)):
            raise leads_away(self.uri, str(address))
        return [address]
