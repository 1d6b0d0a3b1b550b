"""The way through which everything that is read leaves the store.

A `Reader` runs named queries under a `Policy` and hands out `Answer` objects whose rows carry their
marking. What the policy does not admit is withheld row by row and counted. Analytics, views and exports
get a `Reader`, never a store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.disclosure.state import state_of
from netgraph.disclosure.ties import Ties, ties
from netgraph.disclosure.whole import Whole
from netgraph.model import Marking, strictest
from netgraph.queries import Catalogue, bind, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from netgraph.store import Counts, Store
    from netgraph.store.kept import Kept

HANDLING = "handling"
MARKINGS = "markings"


@dataclass(frozen=True)
class Policy:
    """What a recipient may see.

    Attributes
    ----------
    ceiling : Marking, default RED
        The strictest marking that is let through; the default is for work inside the owning organisation.
    """

    ceiling: Marking = Marking.RED


@dataclass(frozen=True)
class Answer:
    """What a query gave, after the policy.

    Attributes
    ----------
    query : str
        Name of the query.
    parameters : mapping
        What it was asked with, defaults included.
    table : pyarrow.Table
        The rows; where claims went into them the last column is ``handling``, the marking of each row.
    marking : Marking
        The strictest marking of all rows handed out.
    withheld : int
        Rows that the policy did not let through.
    """

    query: str
    parameters: Mapping[str, object]
    table: pa.Table
    marking: Marking
    withheld: int = 0

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a DataFrame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame


class Asks(Protocol):
    """Whoever answers named queries under a policy: a `Reader`, or what reads an export as one."""

    def query(self, name: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run a named query; see `Reader.query`."""
        ...


@dataclass
class Reader:
    """Reads named queries from a store, under a policy.

    Parameters
    ----------
    store : Store
        Where to read.
    policy : Policy
        What may be seen.
    catalogue : Catalogue, optional
        The named queries; the shipped ones when not given.
    keep : bool, default False
        Whether projections may be kept, in private files, for the next time that the same is asked.
    """

    store: Store
    policy: Policy = field(default_factory=Policy)
    catalogue: Catalogue = field(default_factory=Catalogue.load)
    keep: bool = False

    def query(self, name: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run a named query.

        Parameters
        ----------
        name : str
            A query of the catalogue.
        parameters : mapping, optional
            By name; text is read as the declared type, missing ones take their default.

        Returns
        -------
        Answer

        Raises
        ------
        QueryError
            No such query, or a parameter that does not fit.
        StoreError
            The store could not answer.
        """
        query = self.catalogue.get(name)
        bound = bind(query, parameters or {})
        table = run(self.store, query, bound)
        if MARKINGS in table.column_names:
            table = _mark(table)
        if HANDLING not in table.column_names:
            return Answer(name, bound, table, Marking.CLEAR)
        return self._admit(name, bound, table)

    def ties(
        self, types: Sequence[str], properties: Sequence[str] = (), of_nodes: Sequence[str] = ()
    ) -> Ties:
        """Read claims of some types one by one, in each engine's fastest way.

        Parameters
        ----------
        types : sequence of str
            Relationship types.
        properties, of_nodes : sequence of str
            Of the claims and of the nodes: text. A server is quicker where few differ.

        Returns
        -------
        Ties

        Raises
        ------
        StoreError
            The store could not answer, or was written to meanwhile.
        """
        return ties(self.store, self.policy.ceiling, types, properties, of_nodes)

    def whole(self, progress: Callable[[str, int, int], None] | None = None) -> Whole:
        """Read the whole graph a slice at a time, for a cluster of one's own."""
        return Whole(self.store, self.policy.ceiling, progress)

    def counts(self) -> Counts:
        """Count nodes and relationships; a count by type says nothing of any one record."""
        return self.store.counts()

    def state(self) -> str | None:
        """Name the state that the graph is in; None where nobody can say."""
        return state_of(self.store)

    @property
    def kept(self) -> Kept:
        """Where what was computed may be kept."""
        return self.store.kept

    def _admit(self, name: str, bound: Mapping[str, object], table: pa.Table) -> Answer:
        """Keep the rows that the policy lets through, and mark the answer by them."""
        # a missing marking is null in the table and the strictest here
        table = table.set_column(
            table.column_names.index(HANDLING), HANDLING, pc.fill_null(table[HANDLING], Marking.RED.word)
        )
        markings = {word: Marking.parse(word) for word in pc.unique(table[HANDLING]).to_pylist()}
        admitted = [word for word, marking in markings.items() if marking <= self.policy.ceiling]
        kept = table.filter(pc.is_in(table[HANDLING], pa.array(admitted, pa.string())))
        return Answer(
            name,
            bound,
            kept,
            strictest(markings[word] for word in pc.unique(kept[HANDLING]).to_pylist()),
            len(table) - len(kept),
        )


def _mark(table: pa.Table) -> pa.Table:
    """Turn the list of markings of each row into the strictest one; nothing said is the strictest."""
    listed = table[MARKINGS].combine_chunks()
    words = pc.list_flatten(listed).dictionary_encode()
    ranks = np.array([*map(Marking.parse, words.dictionary.to_pylist()), Marking.RED], dtype=np.int64)
    each = ranks[np.asarray(pc.fill_null(words.indices, len(words.dictionary)), dtype=np.int64)]
    lengths = np.asarray(pc.fill_null(pc.list_value_length(listed), 0), dtype=np.int64)
    some, row = lengths > 0, np.full(len(table), Marking.RED, dtype=np.int64)
    if some.any():
        row[some] = np.maximum.reduceat(each, (np.cumsum(lengths) - lengths)[some])
    strict = pa.array([marking.word for marking in Marking], pa.string()).take(pa.array(row))
    at = table.column_names.index(MARKINGS)
    return table.set_column(at, HANDLING, strict)
