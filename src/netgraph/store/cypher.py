"""What the adapters that speak Cypher over Bolt have in common: the port in terms of two primitives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from netgraph.errors import StoreError
from netgraph.model import load_schema
from netgraph.store import statements
from netgraph.store.port import Counts, Ends, property_rows

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
        """Run a reading statement and return its columns."""

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
        return pa.table(self._read(statement, parameters or {}))

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement."""
        self._read("EXPLAIN " + statement, parameters or {})

    def nodes_of(self, label: str, source: str) -> pa.Table:
        """Keys and digests of a source's nodes."""
        return _keys(self.read(statements.nodes_of(label), {"source": source}))

    def claims_of(self, type_: str, source: str) -> pa.Table:
        """Keys and digests of a source's claims."""
        return _keys(self.read(statements.claims_of(type_), {"source": source}))

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create and complete shared nodes."""
        return self._write(statements.merge_nodes(label), {"rows": property_rows(rows)}, None)

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes."""
        parameters = {"rows": property_rows(rows)}
        self._write(statements.create_nodes(label), parameters, len(rows))

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace the properties of nodes."""
        parameters = {"rows": property_rows(rows)}
        self._write(statements.update_nodes(label), parameters, len(rows))

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes."""
        self._write(statements.delete_nodes(label), {"keys": list(keys)}, len(keys))

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims."""
        properties = property_rows(rows, without=("start", "end"))
        batch = [
            {"start": start, "end": end, "properties": row}
            for start, end, row in zip(
                rows["start"].to_pylist(), rows["end"].to_pylist(), properties, strict=True
            )
        ]
        self._write(statements.create(ends), {"rows": batch}, len(batch))

    def update(self, type_: str, rows: pa.Table) -> None:
        """Replace the properties of claims."""
        parameters = {"rows": property_rows(rows, without=("start", "end"))}
        self._write(statements.update(type_), parameters, len(rows))

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Delete claims."""
        self._write(statements.delete(type_), {"keys": list(keys)}, len(keys))

    def counts(self) -> Counts:
        """Count nodes and relationships."""
        schema = load_schema()
        nodes = {n: self._read(statements.count_nodes(n), {})["n"][0] for n in schema.nodes}
        relationships = {
            r: self._read(statements.count_relationships(r), {})["n"][0] for r in schema.relationships
        }
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


def short_batch(written: int, expected: int) -> StoreError:
    """Say that a batch did not meet the nodes or claims it needs."""
    return StoreError(
        f"only {written} of {expected} rows of a batch met their nodes; the batch was rolled back",
        hint="somebody else may be changing the same source; run the load again",
    )


def _keys(table: pa.Table) -> pa.Table:
    """Give an empty answer its columns."""
    if table.num_columns:
        return table.cast(KEY_COLUMNS)
    return KEY_COLUMNS.empty_table()


KEY_COLUMNS = pa.schema([("key", pa.string()), ("digest", pa.string())])
