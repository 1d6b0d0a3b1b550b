"""The embedded adapter: ArcadeDB in this process, in a directory; the only module that uses its Java runtime.

Reads, and writes that find a node by its key, go through the engine's Cypher; claims are written through
its SQL, because its Cypher uses no index on relationships. Every batch is one transaction, logged ahead
and flushed to disk. The engine's bulk loader is not used: killed in the middle of a batch it leaves
claims that are counted, but that no traversal meets (docs/adr/0001).
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from netgraph.errors import NetgraphError, StoreError, StoreLocked
from netgraph.model import load_schema
from netgraph.store import holder, sql, statements
from netgraph.store.folder import damaged, has_store
from netgraph.store.jvm import arcadedb
from netgraph.store.port import KEY_COLUMNS, Counts, Ends, merged_rows, present, property_rows
from netgraph.store.refusals import (
    closed,
    duplicate_key,
    short_batch,
    unfit_value,
    unreadable,
    writes_in_read,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    import pyarrow as pa

    from netgraph.model import Schema


class EmbeddedStore:
    """An ArcadeDB database in a directory, held by one process at a time.

    Parameters
    ----------
    uri : str
        The directory.
    create : bool, default True
        Make the database where there is none.

    Raises
    ------
    UsageError
        There is no database and `create` is False, or the directory holds something else.
    StoreLocked
        Another process holds it.
    StoreError
        The directory cannot be read, or the database in it is not whole.
    """

    kind = "embedded"

    def __init__(self, uri: str, *, create: bool = True) -> None:
        self.uri = uri
        # Absolute: a running Java runtime keeps the working directory that it was started in.
        self._folder = Path(uri).expanduser().absolute()
        self._open = False
        known = has_store(self._folder, create=create)
        self._engine = arcadedb()
        self._db = self._open_database() if known else self._create_database()
        holder.take(self._folder)
        self._open = True
        try:
            # Also when it was there: this version of netgraph may know types that the last one did not.
            self.prepare(load_schema())
        except BaseException:
            self.close()
            raise

    def engine(self) -> str:
        """Name and version of the engine."""
        return f"ArcadeDB {self._engine.__version__}"

    def close(self) -> None:
        """Close the database and let other processes have it."""
        if self._open:
            self._open = False
            self._db.close()
            holder.leave(self._folder)

    def prepare(self, schema: Schema) -> None:
        """Create types, constraints and indexes where they are missing."""
        with self._translated():
            for statement in statements.constraints(schema) + statements.indexes(schema):
                self._db.command("opencypher", statement)

    def read(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a reading statement."""
        with self._translated():
            return self._db.query("opencypher", statement, dict(parameters or {})).to_arrow()

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement."""
        self.read("EXPLAIN " + statement, parameters)

    def nodes_of(self, label: str, source: str) -> pa.Table:
        """Keys and digests of a source's nodes."""
        return self._keys_of(label, source)

    def claims_of(self, type_: str, source: str) -> pa.Table:
        """Keys and digests of a source's claims."""
        return self._keys_of(type_, source)

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create and complete shared nodes."""
        with self._transaction():
            return self._written(statements.merge_nodes(label), merged_rows(rows))

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes."""
        batch = property_rows(rows)
        if batch:
            with self._transaction():
                self._db.command("sql", sql.create_nodes(label), {"rows": batch})

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace the properties of nodes."""
        with self._transaction():
            _whole(self._written(statements.update_nodes(label), property_rows(rows)), len(rows))

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes and what hangs on them."""
        self._delete(label, keys)

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims."""
        batch = property_rows(rows)
        with self._transaction():
            starts = self._record_ids(ends.start, [row.pop("start", None) for row in batch])
            stops = self._record_ids(ends.end, [row.pop("end", None) for row in batch])
            placed = [pair for pair in zip(starts, stops, strict=True) if None not in pair]
            _whole(len(placed), len(batch))
            for (start, end), row in zip(placed, batch, strict=True):
                self._db.command("sql", sql.create(ends.type, row), start, end, *row.values())

    def update(self, type_: str, rows: pa.Table) -> None:
        """Replace the properties of claims."""
        batch = property_rows(rows, without=("start", "end"))
        text = sql.update(type_)
        with self._transaction():
            _whole(sum(self._count(text, {"row": row, "key": row["key"]}) for row in batch), len(batch))

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Delete claims."""
        self._delete(type_, keys)

    def counts(self) -> Counts:
        """Count nodes and relationships."""
        schema = load_schema()
        with self._translated():
            count = self._db.count_type
            return Counts(
                present({label: count(label) for label in schema.nodes}),
                present({type_: count(type_) for type_ in schema.relationships}),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open_database(self) -> Any:  # noqa: ANN401 - the engine has no type information
        try:
            database = self._engine.open_database(str(self._folder / "database"))
        except self._engine.ArcadeDBError as cause:
            text = str(cause)
            if "LockException" in text or "is locked" in text or "already in use" in text:
                raise StoreLocked(
                    f"{self._folder} is held by {holder.describe(self._folder)}",
                    hint="wait until it ends; one process at a time can hold an embedded store",
                ) from cause
            raise damaged(self._folder, _plain(text)) from cause
        return _durable(database)

    def _create_database(self) -> Any:  # noqa: ANN401 - the engine has no type information
        folder = self._folder / "database"
        try:
            return _durable(self._engine.create_database(str(folder)))
        except BaseException as cause:
            shutil.rmtree(folder, ignore_errors=True)  # half a database would look like a damaged one
            if isinstance(cause, self._engine.ArcadeDBError):
                raise damaged(self._folder, _plain(str(cause))) from cause
            raise

    def _keys_of(self, name: str, source: str) -> pa.Table:
        with self._translated():
            table = self._db.query("sql", sql.keys_of(name), {"source": source}).to_arrow()
        return table.select(KEY_COLUMNS.names) if table.num_columns else KEY_COLUMNS.empty_table()

    def _record_ids(self, label: str, keys: list[str | None]) -> list[str | None]:
        """Look up where nodes are stored; None for a key that is not there."""
        rows = self._db.query("sql", sql.record_ids(label), {"keys": list(set(keys))})
        by_key = {row["key"]: row["rid"] for row in rows.to_list()}
        return [by_key.get(key) for key in keys]

    def _written(self, statement: str, batch: list[dict[str, Any]]) -> int:
        rows = self._db.command("opencypher", statement, {"rows": batch}).to_list() if batch else []
        return int(rows[0]["written"]) if rows else 0

    def _count(self, text: str, parameters: dict[str, Any]) -> int:
        return int(self._db.command("sql", text, parameters).to_list()[0]["count"])

    def _delete(self, name: str, keys: Sequence[str]) -> None:
        with self._transaction():
            _whole(self._count(sql.delete(name), {"keys": list(keys)}) if keys else 0, len(keys))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Commit at the end, or undo everything: a commit that fails leaves the transaction open."""
        with self._translated():
            self._db.begin()
            try:
                yield
                self._db.commit()
            except BaseException:
                if self._db.is_transaction_active():
                    self._db.rollback()
                raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the engine's errors into netgraph's."""
        if not self._open:
            raise closed(self.uri)
        try:
            yield
        except self._engine.ArcadeDBError as cause:
            raise _refusal(cause) from cause


def _durable(database: Any) -> Any:  # noqa: ANN401 - the engine has no type information
    """Have every commit reach the disk, not only the operating system."""
    database.set_wal_flush("yes_nometadata")
    return database


def _whole(written: int, expected: int) -> None:
    if written != expected:
        raise short_batch(written, expected)


def _refusal(cause: Exception) -> NetgraphError:
    """Return the error that the engine's words stand for; it has no codes, only names of Java classes."""
    if isinstance(cause.__cause__, OverflowError | TypeError):  # a value did not reach the engine
        return unfit_value(cause.__cause__)
    text = str(cause)
    if "DuplicatedKey" in text:
        return duplicate_key()
    if "QueryNotIdempotent" in text:
        return writes_in_read()
    if any(name in text for name in ("Parsing", "SemanticException", "ParameterMissing")):
        return unreadable(_plain(text))
    return StoreError(
        f"the embedded database refused: {_plain(text)}",
        hint="run this again; if it happens again, report it with this message",
    )


def _plain(text: str) -> str:
    """Take the names of Java classes out of what the engine says."""
    first = text.splitlines()[0].partition(" (caused by")[0]
    return re.sub(r"^[\w ]*[Ff]ailed[\w ]*: |(?:\w+\.)+\w+: ", "", first)
