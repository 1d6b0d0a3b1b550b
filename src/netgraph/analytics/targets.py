"""Who or what may be removed from a network, and in which order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.naming import named
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.engine import Engine
    from netgraph.analytics.projection import Projection

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

NODES, EDGES = "nodes", "edges"
DIGITS = 12  # of a score, beyond which there is only rounding
# Who has no other part in any case is nobody's target: to bring a victim to safety is no disruption.
SPARED = frozenset({"Victim", "Witness", "TravellingPartner"})


def targets(projection: Projection, remove: str) -> Bools:
    """Say what a measure may choose to remove.

    Parameters
    ----------
    projection : Projection
        The network.
    remove : {"nodes", "edges"}
        What is removed.

    Returns
    -------
    numpy.ndarray of bool
        Over the nodes, or the edges. Cases are records and not actors, and persons who are on record
        only as victims, witnesses or travelling partners are never targets. Every edge is.

    Raises
    ------
    AnalysisError
        Something else is to be removed.
    """
    if remove == EDGES:
        return np.ones(len(projection.edges), dtype=bool)
    if remove != NODES:
        raise AnalysisError(f"{remove} cannot be removed", hint="remove nodes or edges")
    found: Bools = (projection.nodes["type"] != "Case").to_numpy(bool)
    if "roles" not in projection.nodes:
        return found
    spared = np.array([bool(parts) and SPARED.issuperset(parts) for parts in projection.nodes["roles"]], bool)
    allowed: Bools = found & ~spared
    return allowed


def ranked(scores: Floats, allowed: Bools) -> Ints:
    """Order what is allowed by falling score; what is equal but for rounding stays in its order."""
    order = np.argsort(-np.round(scores, DIGITS), kind="stable")
    return order[allowed[order]]


def score(engine: Engine, graph: IGraph, measure: str, remove: str) -> Floats:
    """Compute a measure by which to choose.

    Parameters
    ----------
    engine : Engine
        Computes it.
    graph : IGraph
        What is left of the network.
    measure : str
        Of nodes ``betweenness``, ``degree`` (neighbours, or edges both ways), ``strength`` (their weight),
        ``pagerank`` or ``core``; of edges ``betweenness`` or ``weight``.
    remove : {"nodes", "edges"}
        Of which.

    Returns
    -------
    numpy.ndarray of float
        Over the nodes, or the edges.

    Raises
    ------
    AnalysisError
        No such measure.
    """
    known = _OF_NODES if remove == NODES else _OF_EDGES
    if measure not in known:
        raise AnalysisError(f"{remove} have no {measure} here", hint=f"use {', '.join(known)}")
    return np.asarray(known[measure](engine, graph), dtype=float)


def chosen_nodes(projection: Projection, names: Sequence[str]) -> Ints:
    """Find the positions of named nodes, in the order given."""
    return projection.nodes.index.get_indexer(pd.Index(named(projection, names), dtype=object))


def between_ends(projection: Projection, pairs: Sequence[tuple[str, str]]) -> Ints:
    """Find the positions of edges by the names or keys of their ends, in the order given.

    Raises
    ------
    AnalysisError
        There is no such edge.
    """
    ends = zip(projection.edges["start"], projection.edges["end"], strict=True)
    position = {pair: at for at, pair in enumerate(ends)}
    if not projection.directed:
        position |= {(end, start): at for (start, end), at in position.items()}
    found: dict[int, None] = {}
    for pair in pairs:
        start, end = (named(projection, [name])[0] for name in pair)
        if (start, end) not in position:
            raise AnalysisError(f"no edge leads from {start} to {end}", hint="name two nodes that are tied")
        found[position[start, end]] = None
    return np.array([*found], dtype=np.int64)


def easily_replaced(graph: IGraph, allowed: Bools, share: float) -> Bools:
    """Say which nodes are at a low level: those targets, up to a share, that have fewest neighbours."""
    degree = np.bincount(graph.ends.ravel(), minlength=len(graph))
    if len(allowed) != len(degree) or not share or not allowed.any():
        return np.zeros(len(degree), dtype=bool)
    most = np.sort(degree[allowed])[math.ceil(share * int(allowed.sum())) - 1]
    low: Bools = degree <= most
    return low


def names_of(projection: Projection, remove: str) -> list[str]:
    """Name the nodes, or the edges by their ends."""
    if remove == NODES:
        return [*projection.nodes.index]
    arrow = "->" if projection.directed else "--"
    edges = projection.edges
    return [f"{start} {arrow} {end}" for start, end in zip(edges["start"], edges["end"], strict=True)]


def _weight(graph: IGraph) -> Floats:
    weight = graph.weights("weight")
    return np.ones(len(graph.ends)) if weight is None else weight


def _of_ends(graph: IGraph, weight: Floats | None) -> Any:  # noqa: ANN401
    """Count the edges at each node, or add up their weights."""
    twice = None if weight is None else np.repeat(weight, 2)
    return np.bincount(graph.ends.ravel(), twice, minlength=len(graph))


def _edge_betweenness(engine: Engine, graph: IGraph) -> list[float]:
    found = engine.run(nx.edge_betweenness_centrality, graph)
    pairs = [(graph.keys[start], graph.keys[end]) for start, end in graph.ends.tolist()]
    return [found[pair] if pair in found else found[pair[::-1]] for pair in pairs]


_OF_NODES: dict[str, Callable[[Engine, IGraph], Any]] = {
    "betweenness": lambda engine, graph: list(engine.run(nx.betweenness_centrality, graph).values()),
    "degree": lambda _, graph: _of_ends(graph, None),
    "strength": lambda _, graph: _of_ends(graph, _weight(graph)),
    "pagerank": lambda engine, graph: list(engine.run(nx.pagerank, graph, weight="weight").values()),
    "core": lambda engine, graph: list(engine.run(nx.core_number, graph).values()),
}
_OF_EDGES: dict[str, Callable[[Engine, IGraph], Any]] = {
    "betweenness": _edge_betweenness,
    "weight": lambda _, graph: _weight(graph),
}
OF_NODES, OF_EDGES = tuple(_OF_NODES), tuple(_OF_EDGES)
