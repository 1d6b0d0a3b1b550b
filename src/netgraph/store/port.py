"""The port behind which every graph store stands.

Rows go in and out as Arrow tables, that is as columns. Claims and owned nodes are created, updated and
deleted by key; shared nodes are merged. How a batch is written is each adapter's own business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from netgraph.model import Schema
    from netgraph.store.kept import Kept

KEY_COLUMNS = pa.schema([("key", pa.string()), ("digest", pa.string())])
"""Columns of what a source holds; the digest is empty where something was written without one."""


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


@dataclass(frozen=True)
class Columns:
    """Nodes, and the claims between them, as columns.

    Attributes
    ----------
    nodes : pyarrow.Table
        ``label``, ``key`` and the properties that were asked for.
    claims : pyarrow.Table
        ``type``, ``start`` and ``end``, which are rows of `nodes`, and the properties that were asked for.
    """

    nodes: pa.Table
    claims: pa.Table


class Store(Protocol):
    """A property graph that holds claims.

    All writing methods take one batch, in which a key stands once, and make it durable whole or not at all;
    an empty batch does nothing. Values are text, integers of 64 bits, floating-point numbers, booleans and
    lists of text; a null is an absent property. Every method may raise a `netgraph.errors.StoreError`:
    `StoreAway`, `AuthRefused`, `StatementInvalid` and so on.

    `kept` holds what was computed from the graph; every write empties it. `lasting` is a private folder for
    what must outlast the graph's content, such as the audit log; it need not exist, and a store that is
    written once, for another program, has none.

    `create_nodes` and `create` may be called by several threads, which prepare their batches side by side; a
    store writes at most `writers` of them at a time, and the others wait.
    """

    uri: str
    kind: str
    kept: Kept
    lasting: Path | None
    writers: int

    def engine(self) -> str:
        """Name and version of the database behind the store, for provenance."""
        ...

    def prepare(self, schema: Schema) -> None:
        """Create the constraints and indexes of the schema where they are missing."""
        ...

    def read(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        names: Sequence[str] | None = None,
    ) -> pa.Table:
        """Run a reading statement; an empty answer may lack its columns.

        Where the order of rows does not matter, `names` can give the columns of RETURN: a server then sends
        columns instead of rows, in a fraction of the time; it holds all of them in memory meanwhile.

        Raises
        ------
        StatementInvalid
            The engine cannot read it, it would write, or a column is not of one plain type.
        """
        ...

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement without running it, or raise `StatementInvalid`."""
        ...

    def in_columns(
        self, labels: Sequence[str], types: Sequence[str], of_nodes: Sequence[str], of_claims: Sequence[str]
    ) -> Columns:
        """Return every node of some labels, and every claim of some types between them.

        Each engine's fastest way to give a whole graph. Time and memory are linear in what is given.

        Parameters
        ----------
        labels, types : sequence of str
            All labels that claims of these types start or end at are among them.
        of_nodes, of_claims : sequence of str
            Properties beside the key of nodes: such as hold text, and few different ones, since a server
            sends each of those once for all that share them.

        Raises
        ------
        StoreError
            The graph was written to meanwhile, so that a claim leads to a node that is not in the answer.
        """
        ...

    def every_node(self, label: str, names: Sequence[str]) -> Iterator[pa.Table]:
        """Yield ``key`` and some properties of every node of a label, a slice at a time, by key.

        Time is linear in the nodes, memory is that of a slice. Each slice is read by itself: whoever must
        know that nothing was written meanwhile counts before and after. A column without a value may be of
        any type, or missing.
        """
        ...

    def every_claim(
        self, type_: str, names: Sequence[str], of_ends: Sequence[str] = ()
    ) -> Iterator[pa.Table]:
        """Yield every claim of a type as `every_node` does, with label and key of both ends.

        ``start_label``, ``start``, ``end_label`` and ``end`` stand beside ``key`` and the properties; of
        properties `of_ends` of the nodes there are columns ``start_NAME`` and ``end_NAME``.
        """
        ...

    def nodes_of(self, label: str, source: str) -> Iterator[pa.Table]:
        """Yield `KEY_COLUMNS` of every owned node that a source holds under a label, a slice at a time.

        Read to the end before anything is written. Time is linear in what the source holds (on an embedded
        store in what the label holds), memory is that of a slice.
        """
        ...

    def claims_of(self, type_: str, source: str) -> Iterator[pa.Table]:
        """Yield `KEY_COLUMNS` of every claim of one type that a source holds, as `nodes_of` does."""
        ...

    def held(self, name: str, source: str) -> int:
        """Count what a source holds under a label or a type."""
        ...

    def written_by(self, name: str, source: str, runs: Sequence[str]) -> Iterator[pa.Table]:
        """Yield `KEY_COLUMNS` of what a source holds under a name and one of some runs wrote last."""
        ...

    def contents_of_nodes(self, label: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """Return all properties of the nodes with some keys, as plain values, in any order.

        A key that is not there gives no row, an absent property no entry.
        """
        ...

    def contents_of_claims(self, type_: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """Return all properties of claims as `contents_of_nodes` does, and what they join.

        ``start`` and ``end`` hold the keys of the ends, ``start_label`` and ``end_label`` their labels.
        """
        ...

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create shared nodes that are missing and fill properties that are; return how many were created.

        A property that is already there stays: two sources never overwrite each other. Of rows with the
        same key the first that has a property gives it.
        """
        ...

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes; a column is a property, ``key`` among them.

        Raises
        ------
        StoreError
            A key is there already; nothing of the batch was written.
        """
        ...

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace all properties of nodes, found by ``key``.

        Raises
        ------
        StoreError
            A node is not in the store; nothing of the batch was written. So it is in all methods below.
        """
        ...

    def note(self, label: str, rows: pa.Table) -> None:
        """Write nodes of a kind that stands aside, over what is there; what was kept of the graph stays."""
        ...

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes, and relationships on them, by key."""
        ...

    def delete_unused(self, label: str, keys: Sequence[str]) -> int:
        """Delete those of some nodes on which no relationship hangs; return how many that were.

        A key that is not there is passed over.
        """
        ...

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims; columns ``start`` and ``end`` hold the keys of their ends, the rest properties."""
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
        """Let go of the store; further calls fail, but closing again does nothing."""
        ...

    def __enter__(self) -> Self:
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
