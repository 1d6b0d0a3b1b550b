"""The embedded adapter: ArcadeDB in this process, in a directory; the only module that uses its Java runtime.

Named queries and what merges go through the engine's Cypher; what a source holds through its SQL, because
its Cypher uses no index on relationships; batches through `records`. Every batch is one transaction, logged
ahead and flushed to disk. The engine's bulk loader is not used: killed in the middle of a batch it leaves
claims that are counted, but that no traversal meets (docs/adr/0001).
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from netgraph.model import load_schema
from netgraph.store import holder, sql, statements
from netgraph.store.batches import merged_rows, pages, present, property_rows
from netgraph.store.columns import joined
from netgraph.store.database import create_database, look_into_database, open_database, refusal
from netgraph.store.folder import has_store
from netgraph.store.jvm import arcadedb, java
from netgraph.store.kept import PROJECTIONS, Kept
from netgraph.store.port import KEY_COLUMNS, Columns, Counts, Ends
from netgraph.store.records import Records, properties
from netgraph.store.refusals import closed, short_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from netgraph.model import Schema

SLICE = 50_000  # rows in one answer: a few megabytes


class EmbeddedStore:
    """An ArcadeDB database in a directory, held by one process at a time.

    Parameters
    ----------
    uri : str
        The directory.
    create : bool, default True
        Make the database where there is none.
    look : bool, default False
        Read what is there and leave it as it is, without the constraints that this version would add.

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
    writers = 1

    def __init__(self, uri: str, *, create: bool = True, look: bool = False) -> None:
        self.uri = uri
        # Absolute: a running Java runtime keeps the working directory that it was started in.
        self._folder = Path(uri).expanduser().absolute()
        self.kept = Kept(self._folder / PROJECTIONS)
        self.lasting: Path | None = self._folder
        self._turn = Lock()  # one batch is written at a time
        self._deletions = 0  # after one, another node may lie where a node lay
        self._open = False
        known = has_store(self._folder, create=create and not look)
        self._engine = arcadedb()
        opened = look_into_database if look else open_database if known else create_database
        self._db = opened(self._folder)
        self._records = Records(self._db)
        self._open = True
        if look:
            return
        holder.take(self._folder)
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
        """Create types and constraints where they are missing.

        What a source holds is found by reading all of a label or type: faster than by an index on the source,
        and nothing to be kept up with every write.
        """
        with self._translated():
            for statement in statements.constraints(schema):
                self._db.command("opencypher", statement)

    def read(
        self, statement: str, parameters: Mapping[str, Any] | None = None, names: Sequence[str] | None = None
    ) -> pa.Table:
        """Run a reading statement; the engine gives columns in any case."""
        del names
        with self._translated():
            return self._db.query("opencypher", statement, dict(parameters or {})).to_arrow()

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement."""
        self.read("EXPLAIN " + statement, parameters)

    def in_columns(
        self, labels: Sequence[str], types: Sequence[str], of_nodes: Sequence[str], of_claims: Sequence[str]
    ) -> Columns:
        """Return nodes and the claims between them, as they lie on disk; nothing is written meanwhile.

        The engine's Cypher would go from node to node, and fetch each claim and end by itself.
        """
        with self._turn:
            return joined(
                [(label, self._columns(sql.nodes_in_columns(label, of_nodes))) for label in labels],
                [(type_, self._columns(sql.claims_in_columns(type_, of_claims))) for type_ in types],
                of_nodes,
                of_claims,
            )

    def every_node(self, label: str, names: Sequence[str]) -> Iterator[pa.Table]:
        """Nodes in slices."""
        return self._pages(sql.every_node(label, names))

    def every_claim(
        self, type_: str, names: Sequence[str], of_ends: Sequence[str] = ()
    ) -> Iterator[pa.Table]:
        """Claims in slices; of each its ends are fetched."""
        return self._pages(sql.every_claim(type_, names, of_ends))

    def nodes_of(self, label: str, source: str) -> Iterator[pa.Table]:
        """Keys and digests of a source's nodes."""
        return self._slices(sql.keys_of(label), source=source)

    def claims_of(self, type_: str, source: str) -> Iterator[pa.Table]:
        """Keys and digests of a source's claims."""
        return self._slices(sql.keys_of(type_), source=source)

    def held(self, name: str, source: str) -> int:
        """Count what a source holds."""
        return int(self._rows(sql.count(name), source=source)[0]["n"])

    def written_by(self, name: str, source: str, runs: Sequence[str]) -> Iterator[pa.Table]:
        """Keys and digests of what some runs wrote last."""
        return self._slices(sql.keys_by_runs(name), source=source, runs=list(runs))

    def contents_of_nodes(self, label: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """All properties of nodes."""
        return properties(self._rows(sql.nodes(label), keys=list(keys)))

    def contents_of_claims(self, type_: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """All properties of claims, and what they join."""
        return properties(self._rows(sql.claims(type_), keys=list(keys)))

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create and complete shared nodes."""
        with self._transaction():
            return self._written(statements.merge_nodes(label), rows=merged_rows(rows))

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes."""
        if len(rows):
            batch = self._across(property_rows(rows))
            with self._transaction():
                self._records.create_nodes(label, batch)

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace the properties of nodes."""
        with self._transaction():
            self._records.update(label, property_rows(rows))

    def note(self, label: str, rows: pa.Table) -> None:
        """Write what stands beside the graph."""
        with self._transaction(changes=False):
            self._records.note(label, property_rows(rows))

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes and what hangs on them."""
        self._delete(label, keys)

    def delete_unused(self, label: str, keys: Sequence[str]) -> int:
        """Delete nodes on which nothing hangs."""
        with self._transaction(deletes=True):
            return self._written(statements.delete_unused(label), keys=list(keys))

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims."""
        batch = self._across(property_rows(rows, without=("start", "end")))
        deletions = self._deletions
        with self._translated():
            places = self._records.places(ends, rows)
        with self._transaction():
            if self._deletions != deletions:
                places = self._records.places(ends, rows)
            self._records.create_claims(ends.type, places, batch)

    def update(self, type_: str, rows: pa.Table) -> None:
        """Replace the properties of claims."""
        with self._transaction():
            self._records.update(type_, property_rows(rows, without=("start", "end")))

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Delete claims."""
        self._delete(type_, keys)

    def counts(self) -> Counts:
        """Count nodes and relationships."""
        schema = load_schema()
        names = schema.labels(*statements.COUNTED), schema.relationships
        with self._translated():
            return Counts(*(present({name: self._db.count_type(name) for name in some}) for some in names))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _columns(self, text: str, **parameters: Any) -> pa.Table:  # noqa: ANN401 - values
        with self._translated():
            return self._db.query("sql", text, parameters).to_arrow()

    def _pages(self, text: str) -> Iterator[pa.Table]:
        return pages(lambda past: self._columns(text, past=past, most=SLICE), SLICE)

    def _slices(self, text: str, **parameters: Any) -> Iterator[pa.Table]:  # noqa: ANN401 - values
        """Read keys and digests, a slice at a time."""
        with self._translated():
            found = self._db.query("sql", text, parameters)
            for rows in found.iter_json_batches(SLICE):
                columns = [[row.get(name) or "" for row in rows] for name in KEY_COLUMNS.names]
                yield pa.table(columns, KEY_COLUMNS)

    def _rows(self, text: str, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - values
        with self._translated():
            return list(self._db.query("sql", text, parameters).to_list())

    def _across(self, rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - a Java list
        """Take rows into the Java runtime, while another batch may be written."""
        with self._translated():
            return self._records.across(rows)

    def _written(self, statement: str, **batch: list[Any]) -> int:
        """Run a writing statement of the engine's Cypher on a batch; an empty one writes nothing."""
        if not all(batch.values()):
            return 0
        (row,) = self._records.run("opencypher", statement, **batch)
        return int(row["written"])

    def _delete(self, name: str, keys: Sequence[str]) -> None:
        with self._transaction(deletes=True):
            if keys:
                (row,) = self._records.run("sql", sql.delete(name), keys=list(keys))
                if row["count"] != len(keys):
                    raise short_batch(row["count"], len(keys))

    @contextmanager
    def _transaction(self, *, deletes: bool = False, changes: bool = True) -> Iterator[None]:
        """Commit at the end, or undo everything: a commit that fails leaves the transaction open."""
        with self._turn, self._translated():
            if changes:
                self.kept.drop()
            self._db.begin()
            try:
                yield
                self._db.commit()
            except BaseException:
                if self._db.is_transaction_active():
                    self._db.rollback()
                raise
            finally:
                self._deletions += deletes

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the engine's errors into netgraph's."""
        if not self._open:
            raise closed(self.uri)
        try:
            yield
        except (self._engine.ArcadeDBError, java().JException) as cause:
            raise refusal(cause) from cause
