"""Scores of the nodes of a projection by one measure each, by name; tables of them are made elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.brokerage import ROLES, brokerage
from netgraph.analytics.cross_border import cross_border_reach

if TYPE_CHECKING:
    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.engine import Engine
    from netgraph.analytics.projection import Projection

DIGITS = 12  # of a score, beyond which there is only rounding

LOW_FIRST = frozenset({"constraint"})  # the least constrained node is the best placed one
WEIGHTED = frozenset({"pagerank"})
MEASURES = (
    "betweenness",
    "pagerank",
    "core",
    "constraint",
    "effective_size",
    "degree",
    "reach",
    "cross_border",
)


class Measured:
    """A projection, and what libraries say of its nodes.

    Parameters
    ----------
    projection : Projection
        The network; its direction is followed by betweenness, PageRank and cross-border reach.
    engine : Engine
        Computes.
    """

    def __init__(self, projection: Projection, engine: Engine) -> None:
        self.projection, self.engine = projection, engine

    @property
    def graph(self) -> IGraph:
        """The network as it is."""
        return self.projection.graph()

    @property
    def plain(self) -> IGraph:
        """The network without its direction."""
        return self.projection.graph(directed=False)

    def brokerage(self) -> pd.DataFrame:
        """Count the roles of brokers by jurisdiction, and ``across``, their sum without coordinators."""
        counts = brokerage(self.graph, self.projection.nodes["jurisdictions"].to_dict())
        counts.insert(0, "across", counts[list(ROLES[1:])].sum(axis=1))
        return counts

    def score(self, measure: str) -> pd.Series:
        """Score every node, in the order of the projection.

        Parameters
        ----------
        measure : str
            One of `MEASURES`, or ``across``, which brokers are ranked by.

        Returns
        -------
        pandas.Series
            Missing where a measure says nothing of a node, such as constraint of one without ties.
        """
        run, nodes = self.engine.run, self.projection.nodes
        match measure:
            case "betweenness":
                found = run(nx.betweenness_centrality, self.graph)
            case "pagerank":
                found = run(nx.pagerank, self.graph, weight="weight")
            case "core":
                found = run(nx.core_number, self.plain)
            case "constraint":
                found = run(nx.constraint, self.plain)
            case "effective_size":
                found = run(nx.effective_size, self.plain)
            case "degree":
                found = dict(
                    zip(self.plain, np.bincount(self.plain.ends.ravel(), minlength=len(nodes)), strict=True)
                )
            case "reach":
                return nodes["jurisdictions"].map(len)
            case "across":
                return self.brokerage()["across"]
            case _:
                return cross_border_reach(self.graph, nodes["jurisdictions"].to_dict())
        return pd.Series(found).reindex(nodes.index)


def ranks(scores: pd.Series, measure: str) -> pd.Series:
    """Rank scores: 1 is best, scores alike share the better rank, what is missing has none.

    Scores are rounded first: equal ones may differ in their last digits, by library and machine, and those
    must not decide a rank.
    """
    rounded = scores.astype(float).round(DIGITS)
    return rounded.rank(method="min", ascending=measure in LOW_FIRST).astype("Int64")
