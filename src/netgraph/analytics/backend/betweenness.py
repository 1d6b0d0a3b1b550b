"""Betweenness, with the name, arguments and results of NetworkX."""

# ruff: noqa: ANN401, FBT001, FBT002, N803 - the signature is NetworkX's

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from netgraph.analytics.backend.building import built
from netgraph.analytics.backend.columns import FloatArray, IntArray, pairs
from netgraph.analytics.backend.contract import unless, weight_refusal

if TYPE_CHECKING:
    from collections.abc import Hashable

    import igraph

    from netgraph.analytics.backend.graph import IGraph


def _refusal(*, G: Any, k: int | None, weight: Any, endpoints: bool, **_: object) -> str | None:
    if k is not None and k < 1:
        return "igraph cannot estimate from no node at all."
    if endpoints:
        return "igraph does not count the ends of a path as part of it."
    return weight_refusal(G, weight, positive=True)


@unless(_refusal)
def betweenness_centrality(
    G: IGraph,
    k: int | None = None,
    normalized: bool = True,
    weight: Hashable | None = None,
    endpoints: bool = False,  # noqa: ARG001 - refused
    seed: Any = None,
) -> dict[Any, float]:
    """Count, for each node, the share of shortest paths between others that lead through it.

    Parameters
    ----------
    G : IGraph
    k : int, optional
        Estimate from this many nodes, drawn with ``seed``, as starts of paths; all if None.
    normalized : bool
        Divide by the number of pairs of other nodes.
    weight : hashable, optional
        Edge attribute that holds the length of an edge, greater than zero.
    endpoints : bool
        Refused.
    seed : random.Random
        Draws the ``k`` nodes that NetworkX would draw.

    Returns
    -------
    dict of node to float
        In the order of the nodes. With ``k=1`` the drawn node's value is not a number, as in
        NetworkX: nothing is known of it.

    Notes
    -----
    Time O(nm), with weights O(nm + n² log n). Parallel edges count as one, the shortest of them.
    igraph takes two lengths for equal when they differ by rounding only (about 1e-10 of their
    size), where NetworkX compares exactly: with 0.1 + 0.2 against 0.3 the two differ.

    References
    ----------
    .. [1] Brandes, U. (2008). On variants of shortest-path betweenness centrality and their generic
       computation. Social Networks 30(2), 136-145. https://doi.org/10.1016/j.socnet.2007.11.001
    """
    size, directed = len(G), G.is_directed()
    drawn = None
    if k is not None:
        drawn = np.array(seed.sample(range(size), k), dtype=np.int64)
    paths, lengths = _nearest_edges(G, weight)
    counts = np.array(paths.betweenness(weights=lengths, sources=drawn))
    if not directed:
        counts *= 2  # NetworkX counts the way there and the way back, and its scales undo it
    return G.keyed((counts * _scale(size, drawn, directed=directed, normalized=normalized)).tolist())


def _scale(size: int, drawn: IntArray | None, *, directed: bool, normalized: bool) -> FloatArray | float:
    """Say what to multiply the counts with: one over the pairs, or all starts over those drawn."""
    others = size - 1
    if others < 2:  # noqa: PLR2004 - no path has an inner node
        return 1.0
    whole = 1 / (others - 1) if normalized else others / (1 if directed else 2)
    if drawn is None:
        return whole / others
    starts = np.full(size, float(len(drawn)))
    starts[drawn] -= 1  # a path that starts at a node does not lead through it
    starts[starts == 0] = math.nan
    return whole / starts


def _nearest_edges(graph: IGraph, weight: Hashable | None) -> tuple[igraph.Graph, FloatArray | None]:
    """Keep the shortest of parallel edges: NetworkX counts paths over nodes, igraph over edges."""
    lengths = graph.weights(weight)
    if not graph.is_multigraph():
        return graph.igraph, lengths
    numbered = pairs(graph.ends, len(graph), directed=graph.is_directed())
    order = np.argsort(numbered) if lengths is None else np.lexsort((lengths, numbered))
    _, first = np.unique(numbered[order], return_index=True)
    kept = order[first]
    simple = built(graph.ends[kept], len(graph), directed=graph.is_directed())
    return simple, None if lengths is None else lengths[kept]
