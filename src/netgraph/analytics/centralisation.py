"""Centralisation: how far a whole network hangs on one node."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx

from netgraph.analytics.backend import Dispatcher
from netgraph.analytics.engine import Engine
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable

MEASURES = ("degree", "betweenness", "closeness")
LEAST = 3  # nodes, below which every network is a star


def centralisation(
    graph: Any,  # noqa: ANN401 - NetworkX has no types
    measure: str = "degree",
    *,
    loops: bool = False,
    engine: str = "igraph",
) -> float:
    r"""Say how far a network hangs on one node, from 0 (all are alike) to 1 (a star).

    Freeman's index compares how far all nodes fall short of the most central one with the most that is
    possible with as many nodes, which is in a star:

    .. math:: C = \frac{\sum_v (\max_w c_w - c_v)}{\max_G \sum_v (\max_w c_w - c_v)}

    The denominator for n nodes is (n - 1)(n - 2) for degree, (n - 1)²(n - 2) / 2 for betweenness and
    (n - 1)(n - 2) / (2n - 3) for closeness, which is (n - 1) over the sum of the distances from a node.

    Parameters
    ----------
    graph : networkx.Graph or IGraph
        Undirected and simple; weights are ignored.
    measure : {"degree", "betweenness", "closeness"}
        What makes a node central.
    loops : bool, default False
        Let a node have a tie with itself in the star of degrees, as igraph does by default: the denominator
        is then (n - 1) n, and no network without loops reaches 1.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    float
        Not a number with fewer than three nodes, and for closeness in a graph that is not connected, where
        distances are not defined.

    Raises
    ------
    AnalysisError
        Another measure, or a graph that is directed or may have parallel edges.

    Notes
    -----
    Time O(n + m) for degree, O(nm) for the others. A centralised network *on record* may be one case file
    written around one suspect. Values of networks of different size or different collection must not be
    ranked against each other.

    References
    ----------
    .. [1] Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks
       1(3), 215-239. https://doi.org/10.1016/0378-8733(78)90021-7

    Examples
    --------
    >>> import networkx as nx
    >>> [round(centralisation(nx.star_graph(4), measure), 9) for measure in MEASURES]
    [1.0, 1.0, 1.0]
    >>> centralisation(nx.cycle_graph(5), "betweenness")
    0.0
    """
    if measure not in MEASURES:
        raise AnalysisError(f"there is no centralisation by {measure}", hint=f"use {', '.join(MEASURES)}")
    if graph.is_directed() or graph.is_multigraph():
        raise AnalysisError(
            "centralisation is defined for undirected graphs without parallel edges",
            hint="drop the direction first: projection.graph(directed=False), or networkx.Graph(graph)",
        )
    held = Dispatcher.convert_from_nx(graph)
    size = len(held)
    if size < LEAST:
        return math.nan
    scores = _SCORES[measure](Engine(engine), held)
    star = {
        "degree": (size - 1) * (size if loops else size - 2),
        "betweenness": size - 1,
        "closeness": (size - 1) * (size - 2) / (2 * size - 3),
    }
    return (max(scores) * size - math.fsum(scores)) / star[measure]


def _degree(engine: Engine, graph: Any) -> list[float]:  # noqa: ANN401, ARG001
    return [float(graph.igraph.degree(at)) for at in range(len(graph))]


def _betweenness(engine: Engine, graph: Any) -> list[float]:  # noqa: ANN401
    """Share of the pairs of others, so that the middle of a star has 1."""
    return list(engine.run(nx.betweenness_centrality, graph).values())


def _closeness(engine: Engine, graph: Any) -> list[float]:  # noqa: ANN401
    if engine.run(nx.number_connected_components, graph) != 1:
        return [math.nan]
    return list(engine.run(nx.closeness_centrality, graph).values())


_SCORES: dict[str, Callable[[Engine, Any], list[float]]] = {
    "degree": _degree,
    "betweenness": _betweenness,
    "closeness": _closeness,
}
