"""What stands around a node: triangles, clustering and structural holes, as NetworkX has them."""

# ruff: noqa: ANN401, N803 - the signatures are NetworkX's

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from netgraph.analytics.backend.contract import unless, weight_refusal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from netgraph.analytics.backend.columns import FloatArray
    from netgraph.analytics.backend.graph import IGraph


def triangles(G: IGraph, nodes: Any = None) -> Any:
    """Count the triangles at each node of an undirected graph; loops and parallel edges add none.

    Parameters
    ----------
    G : IGraph
        Undirected.
    nodes : node or iterable of nodes, optional
        All when not given.

    Returns
    -------
    dict of node to int, or int for a single node

    Notes
    -----
    Time O(n + d m) for largest degree d at worst.
    """
    if nodes is not None:
        _one_edge_a_pair(G)
    counts, _ = _around(G)
    return _chosen(G, counts.tolist(), nodes)


def _clustering_refusal(*, G: Any, weight: Any = None, **_: object) -> str | None:
    if G.is_directed():
        return "igraph clusters undirected graphs only."
    return None if weight is None else "the igraph backend clusters without weights."


@unless(_clustering_refusal)
def clustering(G: IGraph, nodes: Any = None, weight: Hashable | None = None) -> Any:  # noqa: ARG001 - refused
    """Give, for each node, the share of pairs of its neighbours that are neighbours themselves.

    Parameters
    ----------
    G : IGraph
        Undirected, without parallel edges; loops do not count.
    nodes : node or iterable of nodes, optional
        All when not given.
    weight : hashable, optional
        Refused.

    Returns
    -------
    dict of node to float, or float for a single node
        0 where a node has fewer than two neighbours.

    References
    ----------
    .. [1] Watts, D. J., Strogatz, S. H. (1998). Collective dynamics of small-world networks. Nature 393.
       https://doi.org/10.1038/30918
    """
    _one_edge_a_pair(G)
    return _chosen(G, _shares(G).tolist(), nodes)


@unless(_clustering_refusal)
def average_clustering(
    G: IGraph,
    nodes: Iterable[Any] | None = None,
    weight: Hashable | None = None,  # noqa: ARG001 - refused
    count_zeros: bool = True,  # noqa: FBT001, FBT002 - the signature is NetworkX's
) -> float:
    """Give the mean of `clustering`, with or without the nodes where it is 0."""
    _one_edge_a_pair(G)
    shares = list(_chosen(G, _shares(G).tolist(), nodes).values())
    if not count_zeros:
        shares = [share for share in shares if share > 0]
    return float(sum(shares) / len(shares))


@unless(_clustering_refusal)
def transitivity(G: IGraph) -> float:
    """Give the share of connected triples of an undirected graph that are closed; 0 where there are none."""
    _one_edge_a_pair(G)
    counts, degrees = _around(G)
    triples = float((degrees * (degrees - 1)).sum())
    return 2 * float(counts.sum()) / triples if triples else 0.0


def _holes_refusal(*, G: Any, nodes: Any, weight: Any) -> str | None:
    if nodes is not None and (G.is_directed() or G.is_multigraph()):
        return "NetworkX answers for chosen nodes of such graphs in another way than for all."
    if getattr(G, "has_loops", False):
        return "igraph leaves self-loops out where NetworkX counts them."
    return weight_refusal(G, weight)


@unless(_holes_refusal)
def constraint(
    G: IGraph, nodes: Iterable[Any] | None = None, weight: Hashable | None = None
) -> dict[Any, float]:
    """Give Burt's constraint: how far a node's ties lead to others that are tied to each other.

    Parameters
    ----------
    G : IGraph
        Without self-loops; ties of both directions, and parallel ones, add up.
    nodes : iterable of nodes, optional
        All when not given; refused for directed graphs and those with parallel edges.
    weight : hashable or None
        Edge attribute that says how strong a tie is; zero or more.

    Returns
    -------
    dict of node to float
        Not a number for isolated nodes.

    References
    ----------
    .. [1] Burt, R. S. (2004). Structural holes and good ideas. American Journal of Sociology 110(2).
       https://doi.org/10.1086/421787
    """
    wanted = list(G) if nodes is None else list(nodes)
    at = None if nodes is None else [G.index[node] for node in wanted]
    strengths = G.weights(weight)
    found = G.igraph.constraint(vertices=at, weights=None if strengths is None else strengths.tolist())
    return dict(zip(wanted, found, strict=True))


def _size_refusal(*, G: Any, weight: Any, **_: object) -> str | None:
    if G.is_directed() or G.is_multigraph() or weight is not None:
        return "the igraph backend has the effective size of simple, undirected, unweighted networks only."
    return (
        "igraph leaves self-loops out where NetworkX counts them." if getattr(G, "has_loops", False) else None
    )


@unless(_size_refusal)
def effective_size(
    G: IGraph,
    nodes: Iterable[Any] | None = None,
    weight: Hashable | None = None,  # noqa: ARG001 - refused
) -> dict[Any, float]:
    """Give the effective size of each node's neighbourhood: n - 2 t / n, for t ties among n neighbours.

    Parameters
    ----------
    G : IGraph
        Undirected, without self-loops and parallel edges.
    nodes : iterable of nodes, optional
        All when not given.
    weight : hashable, optional
        Refused.

    Returns
    -------
    dict of node to float
        Not a number for isolated nodes.

    References
    ----------
    .. [1] Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections 20(1).
    """
    ties, degrees = _around(G)
    with np.errstate(divide="ignore", invalid="ignore"):
        sizes = np.where(degrees > 0, degrees - 2 * ties / degrees, math.nan).tolist()
    wanted = list(G) if nodes is None else list(nodes)
    return {node: sizes[G.index[node]] for node in wanted}


def _around(graph: IGraph) -> tuple[Any, Any]:
    """Count the triangles at, and the other neighbours of, each node."""
    simple = graph.simple
    degrees = np.array(simple.degree(), dtype=np.int64)
    pairs = degrees * (degrees - 1) / 2
    shares = np.array(simple.transitivity_local_undirected(mode="zero"), dtype=float)
    return np.rint(shares * pairs).astype(np.int64), degrees


def _shares(graph: IGraph) -> FloatArray:
    shares: FloatArray = np.array(graph.simple.transitivity_local_undirected(mode="zero"), dtype=float)
    return shares


def _one_edge_a_pair(graph: IGraph) -> None:
    if graph.is_multigraph():
        raise nx.NetworkXNotImplemented("not implemented for multigraph type")


def _chosen(graph: IGraph, values: list[Any], nodes: Any) -> Any:
    """Give the values of all nodes, of one, or of those of some that are in the graph."""
    if nodes is None:
        return graph.keyed(values)
    if nodes in graph:
        return values[graph.index[nodes]]
    return {node: values[graph.index[node]] for node in nodes if node in graph}
