"""Betweenness, exact where that takes seconds, and sampled with its bound above that size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.sampling import sampled_betweenness
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.engine import Engine

EXACT_STEPS = 2_000_000_000  # of `path_steps`; about half a minute of igraph
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Betweenness:
    """Betweenness of each node, and how sure it is.

    Attributes
    ----------
    scores, low, high : pandas.Series
        By node; the same three times where it is exact.
    method, estimated : str
        As a result states them; the second is empty where it is exact.
    """

    scores: pd.Series
    low: pd.Series
    high: pd.Series
    method: str
    estimated: str = ""

    def rank_range(self, among: pd.Index[str]) -> pd.DataFrame:
        """Return the best and the worst rank that each of some nodes can have within the intervals."""
        low, high = self.low[among], self.high[among]
        ordered = pd.Series(low.sort_values().to_numpy()), pd.Series(high.sort_values().to_numpy())
        best = 1 + len(among) - ordered[0].searchsorted(high, side="right")
        worst = len(among) - ordered[1].searchsorted(low, side="left")
        return pd.DataFrame({"rank_from": best, "rank_to": worst}, index=among)


def path_steps(graph: IGraph) -> int:
    """Say how much work all shortest paths are: nodes x (nodes + edges), added up over the components."""
    component = np.array(graph.igraph.connected_components(mode="weak").membership, dtype=np.int64)
    nodes = np.bincount(component)
    edges = np.bincount(component[graph.ends[:, 0]], minlength=len(nodes))
    return int((nodes * (nodes + edges)).sum())


def betweenness(
    engine: Engine, graph: IGraph, how: str = "auto", *, error: float = 0.01, seed: int = 7
) -> Betweenness:
    """Compute or estimate betweenness.

    Parameters
    ----------
    engine : Engine
        Computes it where it is exact.
    graph : IGraph
        Direction is followed; edges have no length.
    how : {"auto", "exact", "sampled"}
        ``auto`` samples above 2e9 of `path_steps`.
    error, seed : float, int
        As of `netgraph.analytics.sampling.sampled_betweenness`.

    Returns
    -------
    Betweenness

    Raises
    ------
    AnalysisError
        Another way is asked for.
    """
    if how not in ("auto", "exact", "sampled"):
        raise AnalysisError(
            f"betweenness cannot be found in the way {how!r}", hint="ways are auto, exact and sampled"
        )
    if how == "exact" or (how == "auto" and path_steps(graph) <= EXACT_STEPS):
        exact = pd.Series(engine.run(nx.betweenness_centrality, graph), dtype=float)
        above = f" (sampled where the components' nodes x (nodes + edges) exceed {EXACT_STEPS:,})"
        above = above if how == "auto" else ""
        return Betweenness(exact, exact, exact, f"betweenness exact{above}")
    found = sampled_betweenness(graph, error=error, confidence=CONFIDENCE, seed=seed)
    index = pd.Index(graph.keys)
    return Betweenness(
        pd.Series(found.scores, index=index),
        pd.Series(found.low, index=index),
        pd.Series(found.high, index=index),
        *sampled_said(found.paths, found.error, seed),
    )


def sampled_said(paths: int, error: float, seed: int) -> tuple[str, str]:
    """Say how betweenness was sampled, and how far off it may be."""
    bound = (
        f"betweenness is within {error:g} of the exact value at every node at once with "
        f"{CONFIDENCE:.0%} confidence; ranks go from the best to the worst that the intervals of all nodes "
        f"allow, again at once with {CONFIDENCE:.0%} confidence"
    )
    return f"betweenness sampled from {paths:,} shortest paths by netgraph, seed {seed}", bound
