"""What is left of a network when some of its nodes or edges are gone: four numbers."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.backend import IGraph
from netgraph.analytics.components import component_of
from netgraph.analytics.engine import Engine
from netgraph.analytics.naming import codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.demand import Demand
    from netgraph.analytics.projection import Projection

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]


class Left(NamedTuple):
    """What is left of a network.

    ``largest`` counts the nodes of the largest component, whatever way edges lead. ``efficiency`` is the
    mean, over all ordered pairs of the nodes at the start, of one over the length of the shortest path
    (Latora and Marchiori 2001), zero where there is none. ``flow`` is the share of the demand whose two
    ends are left and joined by a path, along directed edges where there are any; not a number without
    demand. ``jurisdictions`` counts those in the component that spans most of them.
    """

    largest: float
    efficiency: float
    flow: float
    jurisdictions: float


class Network:
    """A projection from which nodes and edges can be taken.

    Parameters
    ----------
    projection : Projection
        The network; its direction is followed.
    demand : Demand
        What it carries. Volumes from or to nodes that it has not are never routable.
    engine : str
        Which library computes.
    sources : numpy.ndarray of int, optional
        Estimate efficiency from the paths to these nodes; from all when not given.
    """

    def __init__(
        self, projection: Projection, demand: Demand, engine: str = "igraph", sources: Ints | None = None
    ) -> None:
        self.graph = projection.graph()
        self.engine = Engine(engine)
        self.sources = sources
        lies = codes(projection)
        self._lies = lies["node"].to_numpy(int), lies["code"].astype("category").cat.codes.to_numpy(int)
        names = projection.nodes.index
        ends = np.column_stack([names.get_indexer(pd.Index(demand.frame[end])) for end in ("start", "end")])
        known = (ends >= 0).all(axis=1)
        self._demand, self._volume = ends[known], demand.frame["weight"].to_numpy(float)[known]
        self._total = float(demand.frame["weight"].sum())

    @cached_property
    def whole(self) -> Left:
        """What is there before anything is gone."""
        return self.left(np.ones(len(self.graph), dtype=bool), np.ones(len(self.graph.ends), dtype=bool))

    def without(self, alive: Bools, kept: Bools) -> IGraph:
        """Return the graph with only the edges that are kept and whose ends are alive; all nodes stay."""
        found = kept & alive[self.graph.ends].all(axis=1)
        weight = self.graph.weights("weight")
        return IGraph(
            self.graph.keys,
            self.graph.ends[found],
            directed=self.graph.is_directed(),
            multigraph=False,
            weights=None if weight is None else {"weight": weight[found]},
        )

    def left(self, alive: Bools, kept: Bools) -> Left:
        """Measure what is left.

        Parameters
        ----------
        alive : numpy.ndarray of bool, shape (n,)
            Nodes that are there.
        kept : numpy.ndarray of bool, shape (m,)
            Edges that are there, as far as both their ends are.

        Returns
        -------
        Left

        Notes
        -----
        O(nm) for efficiency, O(km) with k sources. Routability takes O(n + m) undirected; directed
        O(m d / 64) for d destinations.
        """
        self.engine = Engine(self.engine.name)  # which would keep a copy of each graph
        graph = self.without(alive, kept)
        part = component_of(self.engine, graph)
        return Left(
            float(np.bincount(part[alive]).max(initial=0)),
            self._efficiency(graph),
            self._flow(graph, alive, part),
            self._span(alive, part),
        )

    def _efficiency(self, graph: IGraph) -> float:
        size = len(graph)
        if size <= 1 or not len(graph.ends):
            return 0.0
        asked = None if self.sources is None else [graph.keys[at] for at in self.sources.tolist()]
        near = self.engine.run(nx.harmonic_centrality, graph, asked)
        return math.fsum(near.values()) / (len(near) * (size - 1))

    def _flow(self, graph: IGraph, alive: Bools, part: Ints) -> float:
        if not self._total:
            return float("nan")
        start, end = self._demand.T
        there = alive[start] & alive[end]
        directed = graph.is_directed()
        joined = _reached(self.engine, graph, start, end) if directed else part[start] == part[end]
        return float(self._volume[there & joined].sum()) / self._total

    def _span(self, alive: Bools, part: Ints) -> float:
        node, code = self._lies
        node, code = node[alive[node]], code[alive[node]]
        if not len(node):
            return 0.0
        width = int(code.max()) + 1
        spans = np.unique(part[node] * width + code) // width  # once for each component and jurisdiction
        return float(np.bincount(spans).max())


def _reached(engine: Engine, graph: IGraph, start: Ints, end: Ints) -> Bools:
    """Say of each pair whether a directed path leads from the one to the other.

    Each strong component collects the wanted ends that it reaches as the bits of one integer. No edge
    leads from an earlier strong component to a later one, so that one pass is enough.
    """
    part = component_of(engine, graph, strong=True)
    wanted, bit = np.unique(end, return_inverse=True)
    reach = [0] * (int(part.max(initial=-1)) + 1)
    for number, node in enumerate(wanted.tolist()):
        reach[part[node]] |= 1 << number
    between = np.unique(part[graph.ends], axis=0)
    for here, there in between[np.argsort(between[:, 0], kind="stable")].tolist():
        reach[here] |= reach[there]
    found = (reach[here] >> at & 1 for here, at in zip(part[start].tolist(), bit.tolist(), strict=True))
    return np.fromiter(found, dtype=bool, count=len(start))
