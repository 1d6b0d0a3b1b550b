"""Harmonic and edge betweenness centrality, with the names, arguments and results of NetworkX."""

# ruff: noqa: ANN401, FBT001, FBT002, N803 - the signatures are NetworkX's

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from netgraph.analytics.backend.contract import unless, weight_refusal

if TYPE_CHECKING:
    from collections.abc import Hashable

    from netgraph.analytics.backend.graph import IGraph


def _harmonic_refusal(*, G: Any, distance: Any, sources: Any, **_: object) -> str | None:
    if sources is not None:
        return "igraph sums over all nodes, not over some sources."
    return weight_refusal(G, distance, positive=True)


@unless(_harmonic_refusal)
def harmonic_centrality(
    G: IGraph,
    nbunch: Any = None,
    distance: Hashable | None = None,
    sources: Any = None,  # noqa: ARG001 - refused
) -> dict[Any, float]:
    """Add up, for each node, one over the distance from each other node that reaches it.

    Parameters
    ----------
    G : IGraph
        Distances lead to the node, along the edges.
    nbunch : node or iterable of nodes, optional
        Only for these; what is not in the graph is passed over.
    distance : hashable, optional
        Edge attribute that holds the length of an edge, greater than zero.
    sources : optional
        Refused.

    Returns
    -------
    dict of node to float

    Notes
    -----
    Time O(n + m) a node, with lengths O(m + n log n).

    References
    ----------
    .. [1] Boldi, P., Vigna, S. (2014). Axioms for centrality. Internet Mathematics 10(3-4), 222-262.
       https://doi.org/10.1080/15427951.2013.865686
    """
    asked = G.keys if nbunch is None else _nodes(G, nbunch)
    lengths = G.weights(distance)
    if not asked or len(G) == 1:
        return dict.fromkeys(asked, 0.0)
    means = G.igraph.harmonic_centrality(
        vertices=[G.index[node] for node in asked],
        mode="in",
        weights=None if lengths is None else lengths.tolist(),
        normalized=False,
    )
    return dict(zip(asked, means, strict=True))


def _betweenness_refusal(*, G: Any, k: Any, weight: Any, **_: object) -> str | None:
    if k is not None:
        return "igraph is not asked for estimates of the betweenness of edges."
    if G.is_multigraph():
        return "igraph tells parallel edges apart otherwise."
    return weight_refusal(G, weight, positive=True)


@unless(_betweenness_refusal)
def edge_betweenness_centrality(
    G: IGraph,
    k: int | None = None,  # noqa: ARG001 - refused
    normalized: bool = True,
    weight: Hashable | None = None,
    seed: Any = None,  # noqa: ARG001 - nothing is drawn
) -> dict[tuple[Any, Any], float]:
    """Count, for each edge, the share of shortest paths that lead over it.

    Parameters
    ----------
    G : IGraph
        Without parallel edges.
    k, seed : optional
        Refused, and without effect.
    normalized : bool
        Divide by the number of pairs of nodes.
    weight : hashable, optional
        Edge attribute that holds the length of an edge, greater than zero.

    Returns
    -------
    dict of (node, node) to float
        Of an undirected edge the node that stands earlier in the graph first.

    Notes
    -----
    Time O(nm), with lengths O(nm + n² log n). As with `betweenness_centrality`, igraph takes two lengths for
    equal when they differ by rounding only.

    References
    ----------
    .. [1] Brandes, U. (2008). On variants of shortest-path betweenness centrality and their generic
       computation. Social Networks 30(2), 136-145. https://doi.org/10.1016/j.socnet.2007.11.001
    """
    lengths, size = G.weights(weight), len(G)
    counts = np.array(
        G.igraph.edge_betweenness(
            directed=G.is_directed(), weights=None if lengths is None else lengths.tolist()
        ),
        dtype=float,
    )
    if normalized and size > 1:
        counts *= (1 if G.is_directed() else 2) / (size * (size - 1))
    ends = G.ends if G.is_directed() else np.sort(G.ends, axis=1)
    pairs = [(G.keys[start], G.keys[end]) for start, end in ends.tolist()]
    return dict(zip(pairs, counts.tolist(), strict=True))


def _nodes(graph: IGraph, nbunch: Any) -> list[Any]:
    """Read one node, or those of some that are in the graph, each once."""
    if nbunch in graph:
        return [nbunch]
    return [node for node in dict.fromkeys(nbunch) if node in graph]
