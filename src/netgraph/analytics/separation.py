"""What taking nodes out of a network separates: pairs of others that no path joins any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from netgraph.analytics.backend import IGraph
from netgraph.analytics.engine import IGRAPH, Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.analytics.backend.columns import FloatArray, IntArray


def without(graph: IGraph, nodes: Sequence[int]) -> IGraph:
    """Take nodes out; the keys of what is left are its positions in the graph."""
    kept = np.ones(len(graph), dtype=bool)
    kept[list(nodes)] = False
    place = np.cumsum(kept) - 1
    ends = place[graph.ends[kept[graph.ends].all(axis=1)]]
    return IGraph(np.flatnonzero(kept).tolist(), ends, directed=False, multigraph=False)


def joined(graph: IGraph, engine: str) -> int:
    """Count the pairs of nodes that a path joins."""
    sizes = [len(part) for part in Engine(engine).run(nx.connected_components, graph)]
    return sum(size * (size - 1) // 2 for size in sizes)


def separated_by_each(graph: IGraph, engine: str) -> IntArray:
    """Count the pairs that taking one node out separates, those with the node itself among them.

    Parameters
    ----------
    graph : IGraph
        Undirected.
    engine : {"igraph", "networkx"}
        Which library finds the blocks.

    Returns
    -------
    numpy.ndarray of int64, shape (n,)
        One number for each node, as if it alone were taken out.

    Notes
    -----
    All from one look at the blocks (parts that no single node splits) and at the tree that they make with
    the nodes they share. Time O(n + m).
    """
    blocks = _blocks(graph, engine)
    blocks_at: list[list[int]] = [[] for _ in range(len(graph))]
    for number, block in enumerate(blocks):
        for node in block:
            blocks_at[node].append(number)
    below, order, above = _tree(blocks, blocks_at)
    size_of = np.ones(len(graph), dtype=np.int64)
    whole = 0
    for number in order:  # a component begins with its root, whose branch is the whole of it
        whole = below[number] if above[number] < 0 else whole
        size_of[[node for node in blocks[number] if node != above[number]]] = whole
    separated = size_of - 1
    for node, at in enumerate(blocks_at):
        if len(at) > 1:
            size = int(size_of[node])
            branches = [below[number] for number in at if above[number] == node]
            branches.append(size - 1 - sum(branches))
            separated[node] = (size * (size - 1) - sum(branch * (branch - 1) for branch in branches)) // 2
    return separated


def loads(graph: IGraph, engine: str) -> FloatArray:
    """Bound how many pairs each node can separate, as a member of whatever set.

    Notes
    -----
    A set that separates two nodes lies on all of their shortest paths, so the shares of these paths through
    its members add up to 1 at least. The sum of such shares over all pairs is betweenness, and a node is on
    every path of its own: what a set separates is at most the sum of both over its members. Time O(nm).
    """
    between = Engine(engine).run(nx.betweenness_centrality, graph, normalized=False)
    sizes = np.zeros(len(graph))
    for part in Engine(engine).run(nx.connected_components, graph):
        sizes[[graph.index[node] for node in part]] = len(part)
    return np.fromiter(between.values(), float, len(graph)) + np.maximum(sizes - 1, 0)


def _blocks(graph: IGraph, engine: str) -> list[list[int]]:
    if engine == IGRAPH:
        return list(graph.igraph.biconnected_components())
    found = Engine(engine).run(nx.biconnected_components, graph)
    return [[graph.index[node] for node in block] for block in found]


def _tree(blocks: list[list[int]], blocks_at: list[list[int]]) -> tuple[list[int], list[int], list[int]]:
    """Hang the blocks of each component under one of them.

    Returns the number of nodes in each block and under it, less the node it hangs by; the blocks from the
    roots down; and the node that each hangs by, -1 for roots.
    """
    above = [-2] * len(blocks)
    order: list[int] = []
    for root in range(len(blocks)):
        if above[root] != -2:  # noqa: PLR2004 - not yet seen
            continue
        above[root] = -1
        ahead = [root]
        while ahead:
            block = ahead.pop()
            order.append(block)
            for node in blocks[block]:
                for other in blocks_at[node] if node != above[block] else ():
                    if other != block:
                        above[other] = node
                        ahead.append(other)
    below = [len(block) - (above[number] >= 0) for number, block in enumerate(blocks)]
    under = [0] * len(blocks_at)  # what hangs by each node
    for block in reversed(order):
        below[block] += sum(under[node] for node in blocks[block] if node != above[block])
        if above[block] >= 0:
            under[above[block]] += below[block]
    return below, order, above
