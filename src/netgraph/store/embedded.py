"""The embedded adapter: ArcadeDB in this process, in a directory; the only module that starts a JVM.

Reads go through ArcadeDB's Cypher as Arrow columns. Writes go the ways that were measured fastest:
vertices and edges through its graph batch with the write-ahead log on, updates and deletions of claims
through its SQL, because its Cypher has no index on relationships.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from netgraph.errors import StatementInvalid, StoreError, StoreLocked, UsageError
from netgraph.model import load_schema
from netgraph.store import holder, statements
from netgraph.store.cypher import KEY_COLUMNS, short_batch
from netgraph.store.jvm import arcadedb
from netgraph.store.port import Counts, Ends, property_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from netgraph.model import Schema


class EmbeddedStore:
    """An ArcadeDB database in a directory, held by one process at a time.

    Parameters
    ----------
    uri : str
        The directory.
    create : bool, default True
        Make the database where there is none, with the shipped schema.

    Raises
    ------
    UsageError
        There is no database and `create` is False, or the directory holds something else.
    StoreLocked
        Another process holds it.
    """

    kind = "embedded"

    def __init__(self, uri: str, *, create: bool = True) -> None:
        self.uri = uri
        folder = Path(uri)
        database = folder / "database"
        fresh = not database.exists()
        if fresh:
            _may_create(folder, create=create)
        self._engine = arcadedb()
        with _translated(folder):
            self._db = (
                self._engine.create_database(str(database))
                if fresh
                else self._engine.open_database(str(database))
            )
        holder.take(folder)
        self._folder = folder
        if fresh:
            self.prepare(load_schema())

    def engine(self) -> str:
        """Name and version of the engine."""
        return f"ArcadeDB {self._engine.__version__}"

    def close(self) -> None:
        """Close the database and let other processes have it."""
        if self._db.is_open():
            self._db.close()
            holder.leave(self._folder)

    def prepare(self, schema: Schema) -> None:
        """Create types, constraints and indexes where they are missing."""
        with _translated(self._folder):
            for statement in statements.constraints(schema):
                self._db.command("opencypher", statement)
            for statement in statements.indexes(schema):
                self._db.command("opencypher", statement)

    def read(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a reading statement."""
        with _translated(self._folder):
            return self._db.query("opencypher", statement, dict(parameters or {})).to_arrow()

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement."""
        with _translated(self._folder):
            self._db.query("opencypher", "EXPLAIN " + statement, dict(parameters or {})).to_list()

    def nodes_of(self, label: str, source: str) -> pa.Table:
        """Keys and digests of a source's nodes."""
        return self._keys_of(label, source)

    def claims_of(self, type_: str, source: str) -> pa.Table:
        """Keys and digests of a source's claims."""
        return self._keys_of(type_, source)

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create and complete shared nodes."""
        return self._cypher(statements.merge_nodes(label), {"rows": property_rows(rows)}, None)

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes."""
        with _translated(self._folder), self._batch() as batch:
            batch.create_vertices(label, property_rows(rows))

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace the properties of nodes."""
        parameters = {"rows": property_rows(rows)}
        self._cypher(statements.update_nodes(label), parameters, len(rows))

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes and what hangs on them."""
        self._sql(f"DELETE FROM `{label}` WHERE key IN :keys", keys)

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims."""
        starts = self._record_ids(ends.start, rows["start"])
        stops = self._record_ids(ends.end, rows["end"])
        if None in starts or None in stops:
            met = sum(a is not None and b is not None for a, b in zip(starts, stops, strict=True))
            raise short_batch(met, len(rows))
        properties = property_rows(rows, without=("start", "end"))
        with _translated(self._folder), self._batch() as batch:
            batch.new_edges(starts, ends.type, stops, properties)

    def update(self, type_: str, rows: pa.Table) -> None:
        """Replace the properties of claims."""
        names = [n for n in rows.column_names if n not in {"start", "end", "key"}]
        values = ", ".join(f"`{name}` = :{name}" for name in names)
        text = f"UPDATE `{type_}` SET {values} WHERE key = :key"
        written = 0
        with _translated(self._folder), self._db.transaction():
            for row in rows.select([*names, "key"]).to_pylist():
                written += int(self._db.command("sql", text, row).to_list()[0]["count"])
            if written != len(rows):
                raise short_batch(written, len(rows))

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Delete claims."""
        self._sql(f"DELETE FROM `{type_}` WHERE key IN :keys", keys)

    def counts(self) -> Counts:
        """Count nodes and relationships."""
        schema = load_schema()
        with _translated(self._folder):
            count = self._db.count_type
            nodes = {label: count(label) for label in schema.nodes}
            relationships = {type_: count(type_) for type_ in schema.relationships}
        return Counts(
            {name: n for name, n in nodes.items() if n},
            {name: n for name, n in relationships.items() if n},
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

    def _batch(self) -> Any:  # noqa: ANN401 - the engine has no type information
        """Open a bulk writer that survives a crash: by default it would write without its log."""
        return self._db.graph_batch(use_wal=True, wal_flush="yes_full")

    def _keys_of(self, type_: str, source: str) -> pa.Table:
        text = f"SELECT key, digest FROM `{type_}` WHERE source = :source"
        with _translated(self._folder):
            table = self._db.query("sql", text, {"source": source}).to_arrow()
        return table.select(KEY_COLUMNS.names) if table.num_columns else KEY_COLUMNS.empty_table()

    def _record_ids(self, label: str, keys: pa.ChunkedArray) -> list[str | None]:
        """Look up where nodes are stored; None for a key that is not there."""
        wanted = keys.unique().to_pylist()
        text = f"SELECT key, @rid.asString() AS rid FROM `{label}` WHERE key IN :keys"
        with _translated(self._folder):
            found = self._db.query("sql", text, {"keys": wanted}).to_list()
        by_key = {row["key"]: row["rid"] for row in found}
        return [by_key.get(key) for key in keys.to_pylist()]

    def _cypher(self, statement: str, parameters: Mapping[str, Any], expected: int | None) -> int:
        with _translated(self._folder), self._db.transaction():
            rows = self._db.command("opencypher", statement, dict(parameters)).to_list()
            written = int(rows[0]["written"]) if rows else 0
            if expected is not None and written != expected:
                raise short_batch(written, expected)
        return written

    def _sql(self, text: str, keys: Sequence[str]) -> None:
        with _translated(self._folder), self._db.transaction():
            written = self._db.command("sql", text, {"keys": list(keys)}).to_list()[0]["count"]
            if written != len(keys):
                raise short_batch(int(written), len(keys))


def _may_create(folder: Path, *, create: bool) -> None:
    """Refuse to make a database in a place where none is wanted."""
    if not create:
        raise UsageError(
            f"there is no store in {folder}",
            hint="load something first (netgraph ingest), or name another with --store",
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} is not an empty directory and holds no store",
            hint="name a new directory with --store",
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as cause:
        raise StoreError(f"cannot make the directory {folder}: {cause.strerror}") from cause


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Turn the engine's errors into netgraph's."""
    error = arcadedb().ArcadeDBError
    try:
        yield
    except error as cause:
        text = str(cause)
        if "LockException" in text or "is locked" in text:
            raise StoreLocked(
                f"{folder} is held by {holder.describe(folder)}",
                hint="wait until it ends; one process at a time can hold an embedded store",
            ) from cause
        if "ParsingException" in text:
            raise StatementInvalid(f"the engine cannot read the statement: {text}") from cause
        if "DuplicatedKey" in text:
            raise StoreError("a key is already there; the batch was not written") from cause
        raise StoreError(f"the embedded database refused: {text.splitlines()[0]}") from cause
