"""Distances and what is made of them: closeness and efficiency, as NetworkX names and returns them."""

# ruff: noqa: ANN401, FBT001, FBT002, N803 - the signatures are NetworkX's

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from netgraph.analytics.backend.contract import unless, weight_refusal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from netgraph.analytics.backend.columns import FloatArray
    from netgraph.analytics.backend.graph import IGraph

_CELLS = 2**20  # of the table of distances that is held at once


def _closeness_refusal(*, G: Any, distance: Any, **_: object) -> str | None:
    return weight_refusal(G, distance, positive=True)


@unless(_closeness_refusal)
def closeness_centrality(
    G: IGraph, u: Any = None, distance: Hashable | None = None, wf_improved: bool = True
) -> Any:
    """Give the inverse of the mean distance to a node from those that reach it.

    Parameters
    ----------
    G : IGraph
        Distances lead to the node, along the edges.
    u : node, optional
        Only of this node.
    distance : hashable, optional
        Edge attribute that holds the length of an edge, greater than zero.
    wf_improved : bool
        Times the share of the other nodes that reach it (Wasserman and Faust).

    Returns
    -------
    dict of node to float, or float for ``u``
        0 where nothing reaches a node.

    Notes
    -----
    Time O(nm), with lengths O(nm + n² log n).

    References
    ----------
    .. [1] Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social
       Networks 1(3), 215-239. https://doi.org/10.1016/0378-8733(78)90021-7
    """
    at = None if u is None else [_position(G, u)]
    lengths = _listed(G.weights(distance))
    found = G.igraph.closeness(vertices=at, mode="in", weights=lengths, normalized=True)
    values = np.nan_to_num(np.array(found, dtype=float), nan=0.0)
    if wf_improved and len(G) > 1:
        reached_by = _reached_by(G)
        values *= ((reached_by if at is None else reached_by[at]) - 1) / (len(G) - 1)
    return G.keyed(values.tolist()) if at is None else float(values[0])


def _reached_by(graph: IGraph) -> FloatArray:
    """Count, for each node, those that reach it, itself among them; one search for each strong component."""
    member = np.array(graph.igraph.connected_components(mode="strong").membership, dtype=np.int64)
    if not graph.is_directed():
        return np.bincount(member)[member].astype(float)
    _, first = np.unique(member, return_index=True)
    sizes = graph.igraph.neighborhood_size(vertices=first.tolist(), order=len(graph), mode="in")
    return np.array(sizes, dtype=float)[member]


def global_efficiency(G: IGraph) -> float:
    """Give the mean of the inverse distances between all pairs of nodes of an undirected graph.

    Time O(nm). 0 with fewer than two nodes; a pair without a path counts as 0.

    References
    ----------
    .. [1] Latora, V., Marchiori, M. (2001). Efficient behavior of small-world networks. Physical Review
       Letters 87(19). https://doi.org/10.1103/PhysRevLett.87.198701
    """
    if len(G) < 2:  # noqa: PLR2004 - there is no pair
        return 0.0
    return float(math.fsum(G.igraph.harmonic_centrality(mode="all", normalized=True)) / len(G))


def local_efficiency(G: IGraph) -> float:
    """Give the mean, over the nodes of an undirected graph, of the efficiency among a node's neighbours.

    With a self-loop a node is its own neighbour. Time O(n + sum of d³) for degrees d at worst.
    """
    efficiencies = []
    for near in map(set, G.igraph.get_adjlist()):
        among = G.igraph.induced_subgraph(sorted(near), implementation="create_from_scratch")
        if among.ecount():
            efficiencies.append(sum(among.harmonic_centrality(normalized=True)) / len(near))
    return math.fsum(efficiencies) / len(G)


def _path_refusal(*, G: Any, weight: Any = None, **_: object) -> str | None:
    return weight_refusal(G, weight)


@unless(_path_refusal)
def shortest_path_length(
    G: IGraph,
    source: Any = None,
    target: Any = None,
    weight: Hashable | None = None,
    method: str = "dijkstra",
) -> Any:
    """Give distances between nodes.

    Parameters
    ----------
    G : IGraph
    source, target : node, optional
        From and to where; all nodes when not given.
    weight : hashable, optional
        Edge attribute that holds the length of an edge, zero or more; edges count when not given.
    method : {"dijkstra", "bellman-ford"}
        Without effect on the answer.

    Returns
    -------
    number, dict of node to number, or iterator of (node, dict)
        For both ends given, one of them, none. Only nodes that can be reached stand in a dict.

    Raises
    ------
    networkx.NodeNotFound
        A node is not in the graph.
    networkx.NetworkXNoPath
        No path leads from source to target.

    Notes
    -----
    Time O(n + m) a source, with lengths O(m + n log n).
    """
    if method not in {"dijkstra", "bellman-ford"}:
        raise ValueError(f"method not supported: {method}")
    if source is None and target is None:
        return _all_pairs(G, weight)
    if source is None:
        return _from(G, target, weight, mode="in")
    if target is None:
        return _from(G, source, weight)
    return _between(G, source, target, weight)


def single_source_shortest_path_length(G: IGraph, source: Any, cutoff: float | None = None) -> dict[Any, int]:
    """Give the number of edges from a node to each that it reaches, the nearest first. Time O(n + m)."""
    return _from(G, source, None, cutoff=cutoff)


def all_pairs_shortest_path_length(
    G: IGraph, cutoff: float | None = None
) -> Iterator[tuple[Any, dict[Any, int]]]:
    """Give `single_source_shortest_path_length` of each node. Time O(nm), memory O(n)."""
    return _all_pairs(G, None, cutoff=cutoff)


def has_path(G: IGraph, source: Any, target: Any) -> bool:
    """Say whether a path leads from one node to another. Time O(n + m)."""
    try:
        _between(G, source, target, None)
    except nx.NetworkXNoPath:
        return False
    return True


_METHODS = ("unweighted", "dijkstra", "bellman-ford", "floyd-warshall", "floyd-warshall-numpy")


@unless(_path_refusal)
def average_shortest_path_length(
    G: IGraph, weight: Hashable | None = None, method: str | None = None
) -> float:
    """Give the mean distance between the pairs of nodes of a graph that is in one piece.

    Raises
    ------
    networkx.NetworkXPointlessConcept
        The graph has no node.
    networkx.NetworkXError
        Some node cannot reach another.
    """
    if method is not None and method not in _METHODS:
        raise ValueError(f"method not supported: {method}")
    if not len(G):
        raise nx.NetworkXPointlessConcept("a graph without nodes has no paths, and no mean of their lengths")
    if len(G) == 1:
        return 0
    if not G.igraph.is_connected(mode="strong"):
        raise nx.NetworkXError(f"Graph is not {'strongly ' if G.is_directed() else ''}connected.")
    lengths = None if method == "unweighted" else _listed(G.weights(weight))
    return float(G.igraph.average_path_length(weights=lengths))


def _from(
    graph: IGraph, node: Any, weight: Hashable | None, *, mode: str = "out", cutoff: float | None = None
) -> dict[Any, Any]:
    at, lengths = _position(graph, node), _listed(graph.weights(weight))
    return _reached(graph, graph.igraph.distances(source=[at], weights=lengths, mode=mode)[0], cutoff)


def _between(graph: IGraph, source: Any, target: Any, weight: Hashable | None) -> Any:
    start, end = _position(graph, source), _position(graph, target)
    found = graph.igraph.distances([start], [end], weights=_listed(graph.weights(weight)))[0][0]
    if found == math.inf:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return found


def _all_pairs(
    graph: IGraph, weight: Hashable | None, cutoff: float | None = None
) -> Iterator[tuple[Any, dict[Any, Any]]]:
    """Give the distances from each node, some nodes at a time."""
    lengths, step = _listed(graph.weights(weight)), max(1, _CELLS // max(1, len(graph)))
    for first in range(0, len(graph), step):
        sources = range(first, min(first + step, len(graph)))
        for at, row in zip(sources, graph.igraph.distances(list(sources), weights=lengths), strict=True):
            yield graph.keys[at], _reached(graph, row, cutoff)


def _reached(graph: IGraph, row: list[float], cutoff: float | None) -> dict[Any, Any]:
    """Keep what was reached, within the cutoff, the nearest first."""
    values = np.array(row, dtype=float)
    within = np.flatnonzero(np.isfinite(values) & (values <= (math.inf if cutoff is None else cutoff)))
    order = within[np.argsort(values[within], kind="stable")]
    return {graph.keys[at]: row[at] for at in order.tolist()}


def _position(graph: IGraph, node: Any) -> int:
    if node not in graph:
        raise nx.NodeNotFound(f"Node {node} is not in the graph.")
    return int(graph.index[node])


def _listed(lengths: FloatArray | None) -> list[float] | None:
    return None if lengths is None else lengths.tolist()  # an array passes for a name here
