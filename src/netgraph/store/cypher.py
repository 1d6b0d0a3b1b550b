"""What the adapters that speak Cypher to a server have in common: the port in terms of two primitives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from netgraph.errors import StatementInvalid
from netgraph.model import load_schema
from netgraph.store import statements
from netgraph.store.port import KEY_COLUMNS, Counts, Ends, merged_rows, present, property_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from netgraph.model import Schema


class CypherStore(ABC):
    """A store that is written and read with Cypher statements.

    Subclasses say how one statement is read and how one is written in a transaction of its own.
    """

    uri: str
    kind: str

    @abstractmethod
    def _read(self, statement: str, parameters: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Run a statement in a transaction that may not write, and return its columns."""

    @abstractmethod
    def _write(self, statement: str, parameters: Mapping[str, Any], expected: int | None) -> int:
        """Run a writing statement in one transaction and return its ``written``.

        When `expected` is given and differs from what was written, roll back and raise `StoreError`.
        """

    @abstractmethod
    def engine(self) -> str:
        """Name and version of the database."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection."""

    def prepare(self, schema: Schema) -> None:
        """Create constraints and indexes where they are missing."""
        for statement in statements.constraints(schema) + statements.indexes(schema):
            self._write(statement, {}, None)

    def read(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a reading statement."""
        return _table(self._read(statement, parameters or {}))

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement."""
        self._read("EXPLAIN " + statement, parameters or {})

    def nodes_of(self, label: str, source: str) -> pa.Table:
        """Keys and digests of a source's nodes."""
        return self.read(statements.nodes_of(label), {"source": source}).cast(KEY_COLUMNS)

    def claims_of(self, type_: str, source: str) -> pa.Table:
        """Keys and digests of a source's claims."""
        return self.read(statements.claims_of(type_), {"source": source}).cast(KEY_COLUMNS)

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create and complete shared nodes."""
        return self._write(statements.merge_nodes(label), {"rows": merged_rows(rows)}, None)

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes."""
        self._batch(statements.create_nodes(label), rows=property_rows(rows))

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace the properties of nodes."""
        self._batch(statements.update_nodes(label), rows=property_rows(rows))

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes."""
        self._batch(statements.delete_nodes(label), keys=list(keys))

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims."""
        batch = [
            {"start": row.pop("start", None), "end": row.pop("end", None), "properties": row}
            for row in property_rows(rows)
        ]
        self._batch(statements.create(ends), rows=batch)

    def update(self, type_: str, rows: pa.Table) -> None:
        """Replace the properties of claims."""
        self._batch(statements.update(type_), rows=property_rows(rows, without=("start", "end")))

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Delete claims."""
        self._batch(statements.delete(type_), keys=list(keys))

    def counts(self) -> Counts:
        """Count nodes and relationships."""
        schema = load_schema()
        return Counts(
            self._counted(statements.count_nodes(schema)),
            self._counted(statements.count_relationships(schema)),
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

    def _batch(self, statement: str, **batch: list[Any]) -> None:
        """Write one batch, every item of which must find what it needs."""
        (size,) = map(len, batch.values())
        if size:
            self._write(statement, batch, size)

    def _counted(self, statement: str) -> dict[str, int]:
        found = self._read(statement, {})
        return present(dict(zip(found["name"], found["n"], strict=True)))


def _table(columns: dict[str, list[Any]]) -> pa.Table:
    """Turn columns into a table; a column of nothing but nulls is text, as on the embedded store."""
    try:
        table = pa.table(columns)
    except pa.ArrowException as cause:
        raise StatementInvalid(
            f"a column of the answer does not hold one kind of plain value: {str(cause).splitlines()[0]}",
            hint="return properties, counts and lists of keys; no whole nodes or paths, dates as text",
        ) from cause
    fields = [f.with_type(pa.string()) if pa.types.is_null(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))
