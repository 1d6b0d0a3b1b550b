"""The port behind which every graph store stands.

Rows go in and out as Arrow tables, that is as columns. Claims and owned nodes are created, updated and
deleted by key; shared nodes are merged. How a batch is written is each adapter's own business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    import pyarrow as pa

    from netgraph.model import Schema


@dataclass(frozen=True, order=True)
class Ends:
    """A relationship type between two labels: what one batch of claims has in common."""

    start: str
    type: str
    end: str


@dataclass(frozen=True)
class Counts:
    """How many nodes and relationships a store holds, by label and by type; absent ones are not listed."""

    nodes: dict[str, int] = field(default_factory=dict)
    relationships: dict[str, int] = field(default_factory=dict)


class Store(Protocol):
    """A property graph that holds claims.

    All writing methods take one batch and make it durable whole or not at all. Every method may raise a
    `netgraph.errors.StoreError`: `StoreAway`, `AuthRefused`, `StatementInvalid` and so on.
    """

    uri: str
    kind: str

    def engine(self) -> str:
        """Name and version of the database behind the store, for provenance."""
        ...

    def prepare(self, schema: Schema) -> None:
        """Create the constraints and indexes of the schema where they are missing."""
        ...

    def read(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a reading statement; an empty answer may lack its columns."""
        ...

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement without running it, or raise `StatementInvalid`."""
        ...

    def nodes_of(self, label: str, source: str) -> pa.Table:
        """``key`` and ``digest`` of every owned node that a source holds under a label."""
        ...

    def claims_of(self, type_: str, source: str) -> pa.Table:
        """``key`` and ``digest`` of every claim of one type that a source holds."""
        ...

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create shared nodes that are missing and fill properties that are; return how many were created.

        A property that is already there stays: two sources never overwrite each other.
        """
        ...

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes; a column is a property, ``key`` among them."""
        ...

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace all properties of nodes, found by ``key``."""
        ...

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes, and relationships on them, by key."""
        ...

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims; columns ``start`` and ``end`` hold the keys of their ends, the rest properties.

        Raises
        ------
        StoreError
            An end is not in the store; nothing of the batch was written.
        """
        ...

    def update(self, type_: str, rows: pa.Table) -> None:
        """Replace all properties of claims, found by ``key``; the ends cannot change."""
        ...

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Delete claims by key."""
        ...

    def counts(self) -> Counts:
        """Count nodes by label and relationships by type."""
        ...

    def close(self) -> None:
        """Let go of the store; further calls fail."""
        ...

    def __enter__(self) -> Store:
        """Return the store itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        ...


def property_rows(rows: pa.Table, *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Turn a table into one mapping of properties a row, leaving out what is null."""
    dropped = set(without)
    kept = rows.select([name for name in rows.column_names if name not in dropped])
    return [{name: value for name, value in row.items() if value is not None} for row in kept.to_pylist()]
