"""What ties nodes together, claim by claim, after the policy: what a projection or a breakdown is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from netgraph.store import Store

    IntArray = NDArray[np.int64]

HANDLING = "handling"


@dataclass(frozen=True)
class Ties:
    """Claims that the policy lets through, and the nodes at their ends.

    Attributes
    ----------
    nodes : pyarrow.Table
        ``label``, ``key`` and what was asked for; only nodes at which one of the claims starts
        or ends.
    claims : pyarrow.Table
        ``type`` and the properties that were asked for.
    ends : numpy.ndarray of int64, shape (claims, 2)
        Rows of `nodes` at which each claim starts and ends.
    marking : Marking
        The strictest of the claims and nodes.
    withheld : int
        Claims that the policy did not let through, for their own marking or that of an end.
    """

    nodes: pa.Table
    claims: pa.Table
    ends: IntArray
    marking: Marking
    withheld: int = 0

    def to_frame(self) -> pd.DataFrame:
        """Return one row a claim: ``type`` and properties, and label and key of both ends."""
        columns = {name: self.claims[name] for name in self.claims.column_names}
        for at, end in enumerate(("start", "end")):
            nodes = self.nodes.take(pa.array(self.ends[:, at]))
            columns |= {f"{end}_type": nodes["label"], end: nodes["key"]}
        frame: pd.DataFrame = pa.table(columns).to_pandas()
        return frame


def ties(
    store: Store,
    ceiling: Marking,
    types: Sequence[str],
    properties: Sequence[str] = (),
    of_nodes: Sequence[str] = (),
) -> Ties:
    """Read every claim of some types that may be seen.

    Parameters
    ----------
    store : Store
        Where to read.
    ceiling : Marking
        Up to which marking a claim may be seen; what has none is RED, shared nodes are CLEAR.
    types : sequence of str
        Relationship types of the schema.
    properties, of_nodes : sequence of str
        Of the claims and of the nodes: text.

    Returns
    -------
    Ties

    Notes
    -----
    Time and memory are linear in nodes and claims.
    """
    schema = load_schema()
    ranges = [schema.relationships[type_] for type_ in types]
    labels = dict.fromkeys(label for type_ in ranges for label in (*type_.start, *type_.end))
    found = store.in_columns(list(labels), types, (*of_nodes, HANDLING), (*properties, HANDLING))
    ends = np.column_stack([np.asarray(found.claims[end], dtype=np.int64) for end in ("start", "end")])
    strict = ranks(found.nodes[HANDLING])
    shared = pa.array(schema.labels("shared"), pa.string())
    strict[np.asarray(pc.is_in(found.nodes["label"], shared))] = Marking.CLEAR
    each = np.maximum(ranks(found.claims[HANDLING]), strict[ends].max(axis=1, initial=Marking.CLEAR))
    seen = each <= ceiling
    used = np.zeros(len(strict), dtype=bool)
    used[ends[seen]] = True
    return Ties(
        found.nodes.select(["label", "key", *of_nodes]).filter(pa.array(used)),
        found.claims.select(["type", *properties]).filter(pa.array(seen)),
        (np.cumsum(used) - 1)[ends[seen]],
        Marking(int(each[seen].max(initial=Marking.CLEAR))),
        int((~seen).sum()),
    )


def ranks(words: pa.ChunkedArray) -> IntArray:
    """Return how strict each marking is; one that is missing or unknown is the strictest."""
    coded = words.combine_chunks().dictionary_encode()
    ranks = np.array([*map(Marking.parse, coded.dictionary.to_pylist()), Marking.RED], dtype=np.int64)
    return ranks[np.asarray(pc.fill_null(coded.indices, len(coded.dictionary)), dtype=np.int64)]
