"""Components, articulation points and bridges, as NetworkX names and returns them."""

# ruff: noqa: N803 - the signatures are NetworkX's

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netgraph.analytics.backend.graph import IGraph


def connected_components(G: IGraph) -> Iterator[set[Any]]:
    """Give the components of an undirected graph, that of the first node first. Time O(n + m)."""
    return iter(parts(G, G.igraph.connected_components(mode="weak").membership))


def number_connected_components(G: IGraph) -> int:
    """Count the components of an undirected graph. Time O(n + m)."""
    return len(G.igraph.connected_components(mode="weak"))


def weakly_connected_components(G: IGraph) -> Iterator[set[Any]]:
    """Give the components of a directed graph, whatever way its edges lead. Time O(n + m)."""
    return iter(parts(G, G.igraph.connected_components(mode="weak").membership))


def strongly_connected_components(G: IGraph) -> Iterator[set[Any]]:
    """Give the largest sets whose nodes all reach each other, in the order Tarjan finds them.

    No edge leads from an earlier set to a later one. Time O(n + m).
    """
    strong = G.igraph.connected_components(mode="strong")  # igraph numbers them along the edges
    return ({G.keys[at] for at in part} for part in reversed(list(strong)))


def is_connected(G: IGraph) -> bool:
    """Say whether an undirected graph is in one piece. Time O(n + m)."""
    return _is_whole(G, "weak")


def is_weakly_connected(G: IGraph) -> bool:
    """Say whether a directed graph is in one piece, whatever way its edges lead. Time O(n + m)."""
    return _is_whole(G, "weak")


def is_strongly_connected(G: IGraph) -> bool:
    """Say whether every node of a directed graph reaches every other. Time O(n + m)."""
    return _is_whole(G, "strong")


def number_weakly_connected_components(G: IGraph) -> int:
    """Count the components of a directed graph, whatever way its edges lead. Time O(n + m)."""
    return len(G.igraph.connected_components(mode="weak"))


def number_strongly_connected_components(G: IGraph) -> int:
    """Count the largest sets whose nodes all reach each other. Time O(n + m)."""
    return len(G.igraph.connected_components(mode="strong"))


def node_connected_component(G: IGraph, n: Any) -> set[Any]:  # noqa: ANN401 - a node
    """Give the component of an undirected graph that holds a node. Time O(n + m)."""
    return {G.keys[at] for at in G.igraph.subcomponent(G.index[n], mode="all")}


def articulation_points(G: IGraph) -> Iterator[Any]:
    """Give the nodes without which a component falls apart, in node order. Time O(n + m)."""
    return (G.keys[at] for at in sorted(G.igraph.articulation_points()))


def bridges(G: IGraph, root: Any = None) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - a node
    """Give the edges without which a component falls apart.

    Parameters
    ----------
    G : IGraph
        Undirected.
    root : node, optional
        Only the bridges of the component of this node.

    Returns
    -------
    iterator of (node, node)
        The node that stands earlier in the graph first.

    Raises
    ------
    networkx.NodeNotFound
        ``root`` is not in the graph.

    Notes
    -----
    Time O(n + m). One of several parallel edges is never a bridge.
    """
    if root is not None and root not in G:
        raise nx.NodeNotFound(f"Root node {root} is not in graph")
    ends = [sorted(G.ends[at].tolist()) for at in G.igraph.bridges()]
    if root is not None:
        member = G.igraph.connected_components(mode="weak").membership
        ends = [pair for pair in ends if member[pair[0]] == member[G.index[root]]]
    return ((G.keys[first], G.keys[last]) for first, last in sorted(ends))


def _is_whole(graph: IGraph, mode: str) -> bool:
    if not len(graph):
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return bool(graph.igraph.is_connected(mode=mode))


def parts(graph: IGraph, membership: Sequence[int]) -> list[set[Any]]:
    """Turn the number of the part of each node into sets, the part of the first node first."""
    numbers = np.array(membership, dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    begins = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    until = np.append(begins[1:], len(order))
    by_first = np.argsort(order[begins])
    ordered = [graph.keys[at] for at in order.tolist()]
    slices = zip(begins[by_first].tolist(), until[by_first].tolist(), strict=True)
    return [set(ordered[a:b]) for a, b in slices]
