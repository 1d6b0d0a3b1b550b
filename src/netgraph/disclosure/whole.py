"""All of a graph up to a ceiling, a slice at a time, for a cluster of one's own; never in memory as a whole.

What a reader with the same ceiling sees claim by claim (`netgraph.disclosure.ties`) is what goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.disclosure.contents import ENDS, arrow_schema, typed
from netgraph.disclosure.state import is_synthetic, moment_of
from netgraph.disclosure.ties import ranks
from netgraph.errors import StoreError
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from netgraph.model import Property
    from netgraph.store import Store

    IntArray = NDArray[np.int64]
    Progress = Callable[[str, int, int], None]

HANDLING = "handling"
WORDS = pa.array([marking.word for marking in Marking], pa.string())
REFERENCE = "Jurisdiction"
FEW = 1_000_000  # hashes that are put in order at once


@dataclass(frozen=True)
class Part:
    """The nodes of one label, or the claims of one type.

    Attributes
    ----------
    name : str
        The label or type.
    schema : pyarrow.Schema
        Of every slice: the properties of the schema, for claims after `netgraph.disclosure.contents.ENDS`.
    slices : iterator of pyarrow.Table
        In the order of their keys; to be read before the next part.
    """

    name: str
    schema: pa.Schema
    slices: Iterator[pa.Table]


class Whole:
    """A graph as its own organisation may use it up to a ceiling.

    Parameters
    ----------
    store : Store
    ceiling : Marking
        A claim goes if neither it nor an end of it is marked stricter. So does an owned node by its own
        marking. A shared node goes with a claim that does; where nothing is held back, always, and a
        jurisdiction too: that a code of ISO 3166 exists tells nothing, and tables need its name.
    progress : callable, optional
        Told of each slice: the label or type, rows read, rows in all.

    Attributes
    ----------
    marking : Marking
        The strictest of what has been read so far.
    above : int
        Claims read so far that are above the ceiling.
    synthetic : bool
        The store holds invented records.

    Notes
    -----
    ``handling`` is one of the words of TLP in every row that has it: what is missing or unknown is RED.
    """

    def __init__(self, store: Store, ceiling: Marking, progress: Progress | None = None) -> None:
        self.marking = Marking.CLEAR
        self.above = 0
        self.synthetic = is_synthetic(store)
        self._store = store
        self._progress = progress or (lambda *_: None)
        self.ceiling = ceiling
        self._shared = pa.array(load_schema().labels("shared"), pa.string())
        self._spoken_of = {label: _Hashes() for label in load_schema().labels("shared")}

    def parts(self) -> Iterator[Part]:
        """Yield claims type by type, then nodes label by label.

        Raises
        ------
        StoreError
            The store could not answer, or was written to meanwhile; so it is for every slice.

        Notes
        -----
        Time is linear in what the store holds. Memory is that of a slice; below RED also 8 bytes for each
        shared node.
        """
        schema, before, counts = load_schema(), moment_of(self._store), self._store.counts()
        for type_ in schema.relationships:
            properties = _stored(schema.relationship_properties(type_))
            slices = self._claims(type_, properties, counts.relationships.get(type_, 0))
            yield Part(type_, arrow_schema(properties, ENDS), slices)
        for label in schema.labels("owned", "shared"):
            properties = _stored(schema.node_properties(label))
            slices = self._nodes(label, properties, counts.nodes.get(label, 0))
            yield Part(label, arrow_schema(properties), slices)
        if moment_of(self._store) != before:
            raise _written_to()

    def _claims(self, type_: str, properties: Mapping[str, Property], expected: int) -> Iterator[pa.Table]:
        schema, read = arrow_schema(properties, ENDS), 0
        names = [name for name in properties if name != "key"]
        of_ends = [HANDLING] if self.ceiling < Marking.RED else []
        for found in self._store.every_claim(type_, names, of_ends):
            read += len(found)
            self._progress(type_, read, expected)
            table = typed(found, schema)
            strict = own = ranks(table[HANDLING])
            for end in ("start", "end") if of_ends else ():
                clear = np.asarray(pc.is_in(found[f"{end}_label"], self._shared), dtype=bool)
                of_end = ranks(_texts(found, f"{end}_{HANDLING}"))
                strict = np.maximum(strict, np.where(clear, Marking.CLEAR, of_end))
            goes = strict <= self.ceiling
            self.above += int((~goes).sum())
            kept = self._kept(table, own, goes)
            if self.ceiling < Marking.RED:
                self._speaks_of(kept)
            yield kept
        if read != expected:
            raise _written_to()

    def _nodes(self, label: str, properties: Mapping[str, Property], expected: int) -> Iterator[pa.Table]:
        schema, read = arrow_schema(properties), 0
        names = [name for name in properties if name != "key"]
        for found in self._store.every_node(label, names):
            read += len(found)
            self._progress(label, read, expected)
            table = typed(found, schema)
            if HANDLING in schema.names:
                own = ranks(table[HANDLING])
                yield self._kept(table, own, own <= self.ceiling)
            elif self.ceiling < Marking.RED and label != REFERENCE:
                yield table.filter(pa.array(self._spoken_of[label].hold(table["key"])))
            else:
                yield table
        if read != expected:
            raise _written_to()

    def _kept(self, table: pa.Table, own: IntArray, goes: NDArray[np.bool_]) -> pa.Table:
        """Keep the rows that go, each with a marking that is a word of TLP."""
        self.marking = max(self.marking, Marking(int(own[goes].max(initial=Marking.CLEAR))))
        at = table.column_names.index(HANDLING)
        return table.set_column(at, HANDLING, WORDS.take(pa.array(own))).filter(pa.array(goes))

    def _speaks_of(self, claims: pa.Table) -> None:
        for end in ("start", "end"):
            for label in pc.unique(claims[f"{end}_label"]).to_pylist():
                if label in self._spoken_of:
                    self._spoken_of[label].add(claims[end].filter(pc.equal(claims[f"{end}_label"], label)))


class _Hashes:
    """Which of millions of keys were seen, at eight bytes each: a wrong yes has a chance of one in 10^12."""

    def __init__(self) -> None:
        self._known = self._new = np.array([], np.int64)

    def add(self, keys: pa.ChunkedArray) -> None:
        self._new = np.concatenate((self._new, _hashed(pc.unique(keys))))
        if len(self._new) > max(FEW, len(self._known)):
            self._settle()

    def hold(self, keys: pa.ChunkedArray) -> NDArray[np.bool_]:
        if len(self._new):
            self._settle()
        hashes = _hashed(keys)
        if not len(self._known):
            return np.zeros(len(hashes), dtype=bool)
        at = np.minimum(np.searchsorted(self._known, hashes), len(self._known) - 1)
        found: NDArray[np.bool_] = self._known[at] == hashes
        return found

    def _settle(self) -> None:
        self._known = np.unique(np.concatenate((self._known, self._new)))
        self._new = np.array([], np.int64)


def _stored(properties: Mapping[str, Property]) -> dict[str, Property]:
    """Leave out what no store ever holds."""
    return {name: one for name, one in properties.items() if one.sensitivity != "identifying"}


def _hashed(keys: pa.Array | pa.ChunkedArray) -> IntArray:
    return np.fromiter(map(hash, keys.to_pylist()), np.int64, len(keys))


def _texts(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Return a column as text, though an engine may not give one that is blank."""
    given = table[name] if name in table.column_names else pa.chunked_array([pa.nulls(len(table))])
    return given.cast(pa.string())


def _written_to() -> StoreError:
    return StoreError(
        "the store was written to while it was read, so that what was read is of no one moment",
        hint="wait until no load is running (netgraph runs), then run this again; if none is, another "
        "program has written something without a key",
    )
