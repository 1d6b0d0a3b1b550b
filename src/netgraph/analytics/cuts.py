"""Smallest cuts between two sides of a network: of ties, and of nodes on neither side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from netgraph.analytics.backend import IGraph
from netgraph.analytics.columns import summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.engine import Engine

    Bools = NDArray[np.bool_]

ONE, OTHER, THIRDS = 0, 1, 2  # the sides; in the graphs made here each of the first two is one node


def cut_ties(
    engine: Engine, side: NDArray[np.int64], ends: NDArray[np.int64], weight: NDArray[np.float64]
) -> Bools:
    """Find the ties of least total weight without which no path leads from one side to the other.

    Parameters
    ----------
    engine : Engine
        Computes the flow.
    side : numpy.ndarray of int, shape (n,)
        ``ONE``, ``OTHER`` or ``THIRDS`` for each node.
    ends, weight : numpy.ndarray, shapes (m, 2) and (m,)
        The ties.

    Returns
    -------
    numpy.ndarray of bool, shape (m,)
        The cut next to the other side.
    """
    of = np.where(side == THIRDS, np.cumsum(side == THIRDS) + 1, side)
    behind = _behind(engine, int(of.max(initial=1)) + 1, of[ends], weight)
    start, end = of[ends].T
    cut: Bools = behind[start] != behind[end]
    return cut


def cut_nodes(engine: Engine, side: NDArray[np.int64], ends: NDArray[np.int64]) -> Bools:
    """Find the fewest third nodes without which only direct ties lead from one side to the other.

    Parameters
    ----------
    engine, side, ends
        As of `cut_ties`.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
        The cut next to the other side.

    Notes
    -----
    Each third node is made two, an entrance and an exit, with a way of capacity 1 between them.
    """
    third = side == THIRDS
    entrance = np.where(third, 2 * np.cumsum(third), side)
    leave = np.where(third, entrance + 1, side)
    through = third[ends].any(axis=1)
    start, end = ends[through].T
    ways = np.concatenate(
        [
            np.column_stack([entrance[third], leave[third]]),
            np.column_stack([leave[start], entrance[end]]),
            np.column_stack([leave[end], entrance[start]]),
        ]
    )
    free = float(third.sum() + 1)
    capacity = np.concatenate([np.ones(int(third.sum())), np.full(2 * int(through.sum()), free)])
    behind = _behind(engine, 2 * int(third.sum()) + 2, ways, capacity, directed=True)
    cut: Bools = ~behind[entrance] & behind[leave]
    return cut


def _behind(
    engine: Engine,
    nodes: int,
    ends: NDArray[np.int64],
    capacity: NDArray[np.float64],
    *,
    directed: bool = False,
) -> Bools:
    """Say which nodes are on the other side of the minimum cut from node 0 to node 1."""
    apart = ends[:, 0] != ends[:, 1]
    ends, sums = summed(ends[apart], {"weight": capacity[apart]}, nodes, directed=directed)
    graph = IGraph.from_columns(range(nodes), ends[:, 0], ends[:, 1], sums["weight"], directed=directed)
    _, (_, beyond) = engine.run(nx.minimum_cut, graph, ONE, OTHER, capacity="weight")
    found = np.zeros(nodes, dtype=bool)
    found[list(beyond)] = True
    return found
