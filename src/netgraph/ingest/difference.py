"""A load is a difference: what the file says now against what the source holds, written in whole batches.

The only module of ingest that writes claims and nodes. Nodes come before the claims on them, deletions last
and claims before nodes, so that a reader never meets a gap.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from netgraph.ingest.merge import Merged, ends, labels, merge_claims, merge_owned, merge_shared
from netgraph.ingest.report import Changes
from netgraph.model import load_schema
from netgraph.store import lookups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from netgraph.ingest.evaluate import Evaluation
    from netgraph.model import Property
    from netgraph.store import Store

ARROW = {
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "codes": pa.list_(pa.string()),
    "strings": pa.list_(pa.string()),
}

T = TypeVar("T")


@dataclass
class Writer:
    """Writes differences, or only counts them.

    Parameters
    ----------
    store : Store
    source, run : str
        Whose claims, and the load run that writes them.
    batch_size : int
        Rows in one transaction.
    dry_run : bool
        Count and write nothing.
    progress : callable
        Called with ("write", done, in all).
    """

    store: Store
    source: str
    run: str
    batch_size: int
    dry_run: bool
    progress: Callable[[str, int, int], None]
    nodes: Changes = field(default_factory=Changes)
    relationships: Changes = field(default_factory=Changes)
    disagreements: int = 0
    _done: int = 0
    _total: int = 0

    def write(self, evaluation: Evaluation) -> None:
        """Make the store hold, for this source, what an evaluation says."""
        self._total = sum(len(n.keys) for n in evaluation.nodes) + sum(len(c.rows) for c in evaluation.claims)
        for label in labels(evaluation, "shared"):
            self._shared(label, merge_shared(evaluation, label))
        gone_nodes = {
            label: self._owned(label, merge_owned(evaluation, label)) for label in labels(evaluation, "owned")
        }
        gone_claims = self._claims(evaluation)
        for type_, keys in gone_claims.items():
            self._delete(self.store.delete, type_, keys, self.relationships)
        for label, keys in gone_nodes.items():
            self._count_hanging(label, keys, list(gone_claims))
            self._delete(self.store.delete_nodes, label, keys, self.nodes)
        self.progress("write", self._total, self._total)

    def _shared(self, label: str, merged: Merged) -> None:
        """Create shared nodes that are missing, and fill in properties that are."""
        self.disagreements += merged.disagreements
        definitions = load_schema().node_properties(label)
        names = [name for name in definitions if name != "key"]
        there: dict[str, dict[str, Any]] = {}
        for keys in batches(merged.keys, self.batch_size):
            table = self.store.read(lookups.nodes_by_key(label, names), {"keys": keys})
            there.update({row["key"]: row for row in table.to_pylist()})
        missing = [place for place, key in enumerate(merged.keys) if key not in there]
        fuller = [
            place
            for place, key in enumerate(merged.keys)
            if key in there
            and any(merged.columns[n][place] is not None and there[key].get(n) is None for n in names)
        ]
        _count(self.nodes.created, label, len(missing))
        _count(self.nodes.updated, label, len(fuller))
        self._put(partial(self.store.merge_nodes, label), merged.columns, missing + fuller, definitions)
        self._advance(len(merged.keys) - len(missing) - len(fuller))

    def _owned(self, label: str, merged: Merged) -> list[str]:
        """Create and update owned nodes; return the keys of those that are gone."""
        held = _held(self.store.nodes_of(label, self.source))
        definitions = load_schema().node_properties(label)
        new, changed, columns = self._compared(merged, held)
        self._put(partial(self.store.create_nodes, label), columns, new, definitions)
        self._put(partial(self.store.update_nodes, label), columns, changed, definitions)
        _count(self.nodes.created, label, len(new))
        _count(self.nodes.updated, label, len(changed))
        return list(held)

    def _claims(self, evaluation: Evaluation) -> dict[str, list[str]]:
        """Create and update claims; return the keys of those that are gone, by type."""
        gone: dict[str, list[str]] = {}
        kinds = ends(evaluation)
        for type_ in dict.fromkeys(which.type for which in kinds):
            held = _held(self.store.claims_of(type_, self.source))
            definitions = load_schema().relationship_properties(type_)
            definitions = {**definitions, "start": definitions["key"], "end": definitions["key"]}
            for which in kinds:
                if which.type != type_:
                    continue
                new, changed, columns = self._compared(merge_claims(evaluation, which), held)
                self._put(partial(self.store.create, which), columns, new, definitions)
                self._put(partial(self.store.update, type_), columns, changed, definitions)
                _count(self.relationships.created, type_, len(new))
                _count(self.relationships.updated, type_, len(changed))
            gone[type_] = list(held)
        return gone

    def _compared(
        self, merged: Merged, held: dict[str, str]
    ) -> tuple[list[int], list[int], dict[str, list[Any]]]:
        """Tell what is new and what has changed; take what is here out of `held`."""
        digests = merged.digests()
        new, changed = [], []
        for place, (key, digest) in enumerate(zip(merged.keys, digests, strict=True)):
            old = held.pop(key, None)
            if old is None:
                new.append(place)
            elif old != digest:
                changed.append(place)
        self._advance(len(merged.keys) - len(new) - len(changed))
        return new, changed, {**merged.columns, "digest": digests, "run": [self.run] * len(digests)}

    def _put(
        self,
        write: Callable[[pa.Table], object],
        columns: dict[str, list[Any]],
        places: Sequence[int],
        definitions: dict[str, Property],
    ) -> None:
        """Write some entries of columns, a batch at a time."""
        for batch in batches(places, self.batch_size):
            if not self.dry_run:
                write(table_of(columns, batch, definitions))
            self._advance(len(batch))

    def _count_hanging(self, label: str, keys: list[str], own: list[str]) -> None:
        """Count what goes with nodes that are deleted: claims of types that this file does not fill."""
        for batch in batches(keys, self.batch_size):
            asked = {"keys": batch, "own": own}
            for row in self.store.read(lookups.claims_hanging_on(label), asked).to_pylist():
                _count(self.relationships.deleted, row["type"], row["claims"])

    def _delete(
        self, delete: Callable[[str, Sequence[str]], None], name: str, keys: list[str], changes: Changes
    ) -> None:
        for batch in batches(keys, self.batch_size):
            if not self.dry_run:
                delete(name, batch)
        _count(changes.deleted, name, len(keys))

    def _advance(self, number: int) -> None:
        self._done += number
        self.progress("write", min(self._done, self._total), self._total)


def table_of(
    columns: dict[str, list[Any]], places: Sequence[int], definitions: dict[str, Property]
) -> pa.Table:
    """Take some entries of columns as an Arrow table of the vocabulary's types.

    Every property of the type is a column, so that an update clears what is no longer said.
    """
    return pa.table(
        {
            name: pa.array(
                [columns[name][place] for place in places] if name in columns else [None] * len(places),
                ARROW.get(definition.type, pa.string()),
            )
            for name, definition in definitions.items()
        }
    )


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces of at most some size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _held(tables: Iterable[pa.Table]) -> dict[str, str]:
    """Digests by key."""
    held: dict[str, str] = {}
    for table in tables:
        held.update(zip(table["key"].to_pylist(), table["digest"].to_pylist(), strict=True))
    return held


def _count(counts: dict[str, int], name: str, number: int) -> None:
    if number:
        counts[name] = counts.get(name, 0) + number
