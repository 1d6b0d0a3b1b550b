"""What the adapters that speak Cypher to a server have in common: the port in terms of two primitives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from threading import Semaphore
from typing import TYPE_CHECKING, Any, Self, TypeVar

import pyarrow as pa

from netgraph.model import load_schema
from netgraph.store import holdings, statements
from netgraph.store.answers import concatenated, plain_table, typed
from netgraph.store.batches import end_columns, end_keys, merged_rows, pages, present, property_rows
from netgraph.store.columns import joined, shared_rows
from netgraph.store.kept import kept_for_server
from netgraph.store.lasting import lasting_for_server
from netgraph.store.names import END, PLACE, START
from netgraph.store.port import KEY_COLUMNS, Columns, Counts, Ends
from netgraph.store.settling import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from netgraph.model import Schema

# Seconds for which a server that is away or busy is waited for: enough for a restart in the middle of a load.
PATIENCE = 120.0
Taken = TypeVar("Taken")
SLICE = 50_000  # rows in one answer: a few megabytes on both sides


class CypherStore(ABC):
    """A store that is written and read with Cypher statements.

    Subclasses say how one statement is read and how one is written in a transaction of its own.
    """

    kind: str
    lasting: Path | None
    writers = 1

    def __init__(self, uri: str, database: str | None, user: str) -> None:
        self.uri = uri
        self.kept = kept_for_server(uri, database, user)
        self.lasting = lasting_for_server(uri, database)
        self._turn = Semaphore(self.writers)

    @abstractmethod
    def _records(
        self, statement: str, parameters: Mapping[str, Any], taken: Callable[[list[Any]], Taken]
    ) -> tuple[list[str], list[Taken]]:
        """Run a statement in a transaction that may not write.

        Returns
        -------
        (list of str, list)
            The names of its columns, and what `taken` made of the values of each record as it came.
        """

    @abstractmethod
    def _write(self, statement: str, parameters: Mapping[str, Any], expected: int | None) -> int:
        """Run a writing statement in one transaction and return its ``written``.

        When `expected` is given and differs from what was written, roll back and raise `StoreError`. Raise
        `OutcomeUnknown` when the server went away before it said whether the transaction was committed.
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
            self._settle(statement, {}, changes=False)

    def read(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        names: Sequence[str] | None = None,
    ) -> pa.Table:
        """Run a reading statement."""
        if names is None:
            return typed(plain_table(self._read(statement, parameters or {})))

        def taken(columns: list[Any]) -> pa.Table:
            return plain_table(dict(zip(names, columns, strict=True)))

        _, slices = self._records(holdings.in_columns(statement, names, SLICE), parameters or {}, taken)
        return typed(concatenated(slices)) if slices else pa.table({})

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Have the engine plan a statement."""
        self._read("EXPLAIN " + statement, parameters or {})

    def in_columns(
        self, labels: Sequence[str], types: Sequence[str], of_nodes: Sequence[str], of_claims: Sequence[str]
    ) -> Columns:
        """Return nodes and the claims between them; in one statement, so that it is one transaction."""

        def taken(values: list[Any]) -> tuple[str, pa.Table]:
            name, said, first, second = values
            if name in labels:
                return name, shared_rows({PLACE: first, "key": second}, of_nodes, said)
            return name, shared_rows({START: first, END: second}, of_claims, said)

        _, parts = self._records(holdings.graph(labels, types, of_nodes, of_claims, SLICE), {}, taken)
        nodes = [part for part in parts if part[0] in labels]
        return joined(nodes, [part for part in parts if part[0] not in labels], of_nodes, of_claims)

    def every_node(self, label: str, names: Sequence[str]) -> Iterator[pa.Table]:
        """Nodes in slices."""
        return self._pages(holdings.every_node(label, names), ["key", *names])

    def every_claim(
        self, type_: str, names: Sequence[str], of_ends: Sequence[str] = ()
    ) -> Iterator[pa.Table]:
        """Claims in slices."""
        columns = ["key", *end_columns(of_ends), *names]
        return self._pages(holdings.every_claim(type_, names, of_ends), columns)

    def nodes_of(self, label: str, source: str) -> Iterator[pa.Table]:
        """Keys and digests of a source's nodes."""
        return self._slices(holdings.slice_of(label), source=source)

    def claims_of(self, type_: str, source: str) -> Iterator[pa.Table]:
        """Keys and digests of a source's claims."""
        return self._slices(holdings.slice_of(type_), source=source)

    def held(self, name: str, source: str) -> int:
        """Count what a source holds."""
        return self._number(holdings.count(name), {"source": source})

    def written_by(self, name: str, source: str, runs: Sequence[str]) -> Iterator[pa.Table]:
        """Keys and digests of what some runs wrote last."""
        return self._slices(holdings.slice_by_runs(name), source=source, runs=list(runs))

    def contents_of_nodes(self, label: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """All properties of nodes."""
        found = self._read(holdings.nodes(label), {"keys": list(keys)})["rows"]
        return list(found[0])

    def contents_of_claims(self, type_: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """All properties of claims, and what they join."""
        found = self._read(holdings.claims(type_), {"keys": list(keys)})
        ends = {name: column[0] for name, column in found.items() if name != "rows"}
        return [
            row | {name: column[place] for name, column in ends.items()}
            for place, row in enumerate(found["rows"][0])
        ]

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Create and complete shared nodes."""
        return self._settle(statements.merge_nodes(label), {"rows": merged_rows(rows)})

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Create nodes."""
        batch = property_rows(rows)
        self._batch(statements.create_nodes(label), batch, lambda: self._written(label, batch))

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace the properties of nodes."""
        self._batch(statements.update_nodes(label), property_rows(rows))

    def note(self, label: str, rows: pa.Table) -> None:
        """Write what stands beside the graph."""
        self._settle(statements.note(label), {"rows": property_rows(rows)}, changes=False)

    def delete_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete nodes."""
        self._delete(statements.delete_nodes(label), label, keys)

    def delete_unused(self, label: str, keys: Sequence[str]) -> int:
        """Delete nodes on which nothing hangs."""
        return self._settle(statements.delete_unused(label), {"keys": list(keys)})

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Create claims."""
        properties = property_rows(rows, without=("start", "end"))
        batch = [
            {"start": start, "end": end, "properties": row}
            for start, end, row in zip(*end_keys(rows), properties, strict=True)
        ]
        self._batch(statements.create(ends), batch, lambda: self._written(ends.type, properties))

    def update(self, type_: str, rows: pa.Table) -> None:
        """Replace the properties of claims."""
        self._batch(statements.update(type_), property_rows(rows, without=("start", "end")))

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Delete claims."""
        self._delete(statements.delete(type_), type_, keys)

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

    def _read(self, statement: str, parameters: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Run a statement in a transaction that may not write, and return its columns."""
        names, rows = self._records(statement, parameters, list)
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        return {name: list(column) for name, column in zip(names, columns, strict=True)}

    def _batch(
        self, statement: str, rows: list[dict[str, Any]], is_done: Callable[[], bool] = lambda: False
    ) -> None:
        """Write one batch, every row of which must find what it needs."""
        if rows:
            with self._turn:
                self._settle(statement, {"rows": rows}, len(rows), is_done)

    def _delete(self, statement: str, name: str, keys: Sequence[str]) -> None:
        given = {"keys": list(keys)}
        if given["keys"]:
            self._settle(
                statement, given, len(keys), lambda: not self._at_leader(holdings.count_keys(name), given)
            )

    def _settle(
        self,
        statement: str,
        parameters: Mapping[str, list[Any]],
        expected: int | None = None,
        is_done: Callable[[], bool] = lambda: False,
        *,
        changes: bool = True,
    ) -> int:
        """Write; where the server does not say whether it has, look, and write again if it has not.

        Without `is_done` a statement is one that can be repeated.
        """
        if changes:
            self.kept.drop()
        return settle(lambda: self._write(statement, parameters, expected), is_done, expected or 0)

    def _written(self, name: str, rows: list[dict[str, Any]]) -> bool:
        """Tell whether all of some rows are there, as this run writes them."""
        marks = [{"key": r["key"], "digest": r.get("digest", ""), "run": r.get("run", "")} for r in rows]
        return self._at_leader(holdings.count_written(name), {"rows": marks}) == len(rows)

    def _at_leader(self, statement: str, parameters: Mapping[str, Any]) -> int:
        """Read a number from the server that writes, which of several knows what was committed last."""
        return self._number(statement, parameters)

    def _number(self, statement: str, parameters: Mapping[str, Any]) -> int:
        return int(self._read(statement, parameters)["n"][0])

    def _slices(self, statement: str, **parameters: Any) -> Iterator[pa.Table]:  # noqa: ANN401 - values
        """Read keys and digests, a slice at a time, each after the last key of the one before."""
        after = ""
        while True:
            found = self._read(statement, {**parameters, "after": after, "limit": SLICE})
            keys, digests = found["key"][0], found["digest"][0]
            if keys:
                yield pa.table([keys, digests], KEY_COLUMNS)
                after = keys[-1]
            if len(keys) < SLICE:
                return

    def _pages(self, statement: str, names: Sequence[str]) -> Iterator[pa.Table]:
        return pages(lambda past: self.read(statement, {"past": past, "most": SLICE}, names), SLICE)

    def _counted(self, statement: str) -> dict[str, int]:
        found = self._read(statement, {})
        return present(dict(zip(found["name"], found["n"], strict=True)))
