"""Which records say that two nodes are tied: a record that is missing takes all its claims with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from netgraph.analytics.identities import Identities, identities
from netgraph.analytics.projection import ENTITY_TIES, PLACE_TIES
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.backend.columns import IntArray
    from netgraph.analytics.projected import Projection
    from netgraph.disclosure import Reader


@dataclass(frozen=True)
class Records:
    """Records, and the claims of each on pairs of nodes.

    Attributes
    ----------
    ties : pandas.DataFrame
        ``record`` (its number), ``start``, ``end`` (names of nodes) and ``claims``, one row or more for each
        record and pair.
    """

    ties: pd.DataFrame

    def on(self, projection: Projection) -> tuple[IntArray, IntArray, IntArray]:
        """Find the edges of a projection, or of a part of it, that the records speak of.

        Parameters
        ----------
        projection : Projection
            That for which the records were read, some of its nodes with the edges among them, or either
            without direction.

        Returns
        -------
        tuple of numpy.ndarray of int64, each of shape (k,)
            Record (from 0, without gaps), position of the edge, claims.

        Raises
        ------
        AnalysisError
            The claims are not those that the projection counts.
        """
        index = pd.Index(projection.nodes.index)
        at = np.column_stack([index.get_indexer(self.ties[end]) for end in ("start", "end")])
        size = max(1, len(index))
        numbers, known = (_pairs(ends, size, directed=projection.directed) for ends in (at, projection.ends))
        order = np.argsort(known)
        place = np.minimum(np.searchsorted(known[order], numbers), max(0, len(known) - 1))
        found = (at >= 0).all(axis=1)
        if len(known):
            found &= known[order][place] == numbers
        edge = order[place[found]] if len(known) else np.empty(0, dtype=np.int64)
        claims = self.ties["claims"].to_numpy("int64")[found]
        if not np.array_equal(np.bincount(edge, claims, len(known)), projection.edges["weight"].to_numpy()):
            raise AnalysisError(
                "the records are not those that this network was made of",
                hint="the graph changed while it was read: ask again; parts of a place network count routes, "
                "so leave their claims out instead (--missing claim)",
            )
        record = np.unique(self.ties["record"].to_numpy()[found], return_inverse=True)[1]
        return record.astype(np.int64), edge.astype(np.int64), claims


def records(reader: Reader, projection: Projection, *, merged: bool = False) -> Records | None:
    """Read which records a projection was made of.

    Parameters
    ----------
    reader : Reader
        Where the projection came from, under the same policy.
    projection : Projection
        The whole network.
    merged : bool, default False
        Whether it sees through judgements that records are one.

    Returns
    -------
    Records or None
        None for the jurisdiction network, whose ties are things that are shared, and no claims.

    Notes
    -----
    A record is a row of a source, by the name of the source and its own reference.
    """
    if projection.name == "jurisdiction":
        return None
    entity = projection.name == "entity"
    ties = reader.ties(ENTITY_TIES if entity else PLACE_TIES, ("source", "record"))
    names, same = ties.nodes["key"], Identities()
    if entity:
        names = pc.binary_join_element_wise(ties.nodes["label"], names, " ")
        same = identities(reader) if merged else same
    known = same.through(names.to_pandas())
    record = ties.claims.select(["source", "record"]).to_pandas().groupby(["source", "record"], dropna=False)
    found = pd.DataFrame({"record": record.ngroup(), "claims": 1})
    for end, at in zip(("start", "end"), ties.ends.T, strict=True):
        found[end] = known.take(at).to_numpy()
    return Records(found[found["start"] != found["end"]].reset_index(drop=True))


def _pairs(ends: IntArray, size: int, *, directed: bool) -> IntArray:
    """Give a number to each pair of positions, the same either way where direction does not count."""
    pairs = ends if directed else np.sort(ends, axis=1)
    found: IntArray = pairs[:, 0] * size + pairs[:, 1]
    return found
