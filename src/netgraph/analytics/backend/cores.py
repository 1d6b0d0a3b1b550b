"""Cores and degrees, as NetworkX names and returns them."""

# ruff: noqa: N803 - the signatures are NetworkX's

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netgraph.analytics.backend.columns import IntArray
    from netgraph.analytics.backend.graph import IGraph


def degree_centrality(G: IGraph) -> dict[Any, float]:
    """Give the edges at each node, by the number of other nodes. Time O(n + m).

    A self-loop counts twice and parallel edges each, so that the value may be greater than 1.
    """
    return _by_others(G, G.ends)


def in_degree_centrality(G: IGraph) -> dict[Any, float]:
    """Give the edges that lead to each node of a directed graph, by the number of others. Time O(n + m)."""
    return _by_others(G, G.ends[:, 1])


def out_degree_centrality(G: IGraph) -> dict[Any, float]:
    """Give the edges that lead from each node of a directed graph, by the number of others. Time O(n + m)."""
    return _by_others(G, G.ends[:, 0])


def core_number(G: IGraph) -> dict[Any, int]:
    """Give each node the largest k such that it is in a part where every node has k edges or more.

    Parameters
    ----------
    G : IGraph
        Without self-loops. In a directed graph edges of both directions count.

    Returns
    -------
    dict of node to int
        In the order of the nodes.

    Raises
    ------
    networkx.NetworkXNotImplemented
        An edge joins a node to itself.

    Notes
    -----
    Time O(n + m).

    References
    ----------
    .. [1] Batagelj, V., & Zaversnik, M. (2003). An O(m) algorithm for cores decomposition of
       networks. https://arxiv.org/abs/cs/0310049
    """
    if G.has_loops:
        raise nx.NetworkXNotImplemented(
            "Input graph has self loops, for which core numbers are not defined; "
            "remove them with G.remove_edges_from(nx.selfloop_edges(G))."
        )
    return G.keyed(G.igraph.coreness(mode="all"))


def k_core(G: IGraph, k: int | None = None, core_number: Mapping[Any, int] | None = None) -> IGraph:
    """Give the largest part in which every node has k edges or more.

    Parameters
    ----------
    G : IGraph
        Without self-loops and parallel edges.
    k : int, optional
        The highest that gives a part when not given.
    core_number : mapping of node to int, optional
        As `core_number` gives it, where it is known already.

    Returns
    -------
    IGraph
        A graph of its own, with all attributes.
    """
    numbers = _core_number(G) if core_number is None else core_number
    least = max(numbers.values()) if k is None else k
    return G.part(np.array([numbers.get(node, least - 1) >= least for node in G], dtype=bool))


_core_number = core_number


def _by_others(graph: IGraph, ends: IntArray) -> dict[Any, float]:
    if len(graph) <= 1:
        return dict.fromkeys(graph, 1)
    degrees = np.bincount(ends.ravel(), minlength=len(graph))
    return graph.keyed((degrees * (1.0 / (len(graph) - 1.0))).tolist())
