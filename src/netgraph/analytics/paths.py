"""Draw shortest paths at random, searching from both ends. What they are drawn for is not known here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netgraph.analytics.closed import spread

if TYPE_CHECKING:
    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.backend.columns import FloatArray, IntArray


class Walker:
    """Walks on a graph of arcs.

    Parameters
    ----------
    pairs : numpy.ndarray of int64, shape (a, 2)
        Start and end of each arc, no loops, none twice.
    nodes : int
        How many nodes there are.
    """

    def __init__(self, pairs: IntArray, nodes: int) -> None:
        self.nodes = nodes
        self.sides = tuple(_Side(pairs[:, way], pairs[:, 1 - way], nodes) for way in (0, 1))

    def longest(self, graph: IGraph) -> int:
        """Bound the nodes on a longest shortest path.

        Undirected: twice the steps that the furthest node is away from the best tied one of its component,
        and one. Directed: the nodes of the largest component.
        """
        component = np.array(graph.igraph.connected_components(mode="weak").membership, dtype=np.int64)
        if graph.is_directed():
            return int(np.bincount(component).max())
        order = np.lexsort((-self.sides[0].degree, component))
        front = order[np.unique(component[order], return_index=True)[1]]
        seen = np.zeros(self.nodes, dtype=bool)
        steps = -1
        while len(front):
            seen[front] = True
            steps += 1
            near = self.sides[0].near(front)[1]
            front = np.unique(near[~seen[near]])
        return 2 * steps + 1

    def draw(self, paths: int, chance: np.random.Generator) -> FloatArray:
        """Draw shortest paths between random pairs of nodes, and count how often each lies inside one."""
        counts = np.zeros(self.nodes)
        starts = chance.integers(self.nodes, size=paths)
        ends = (starts + 1 + chance.integers(self.nodes - 1, size=paths)) % self.nodes
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            for node in self._between(start, end, chance):
                counts[node] += 1
        return counts

    def _between(self, start: int, end: int, chance: np.random.Generator) -> list[int]:
        """Draw one of the shortest paths, all alike; its inner nodes, none where there is no path."""
        here, there = self.sides
        here.begin(start)
        there.begin(end)
        meeting: IntArray = np.empty(0, dtype=np.int64)
        while not len(meeting) and len(here.front) and len(there.front):
            one, other = (here, there) if here.work <= there.work else (there, here)
            one.step()
            meeting = one.front[other.level[one.front] >= 0]
        inner: list[int] = []
        if len(meeting):
            middle = _pick(meeting, here.ways[meeting] * there.ways[meeting], chance)
            inner = [*here.back(there, middle, chance), *there.back(here, middle, chance)]
            inner += [middle] if middle not in (start, end) else []
        here.forget()
        there.forget()
        return inner


class _Side:
    """One end's search: which nodes it reached after how many steps, and by how many shortest ways."""

    def __init__(self, start: IntArray, end: IntArray, nodes: int) -> None:
        self.ends = end[np.argsort(start, kind="stable")]
        self.degree = np.bincount(start, minlength=nodes)
        self.first = np.cumsum(self.degree) - self.degree
        self.level = np.full(nodes, -1, dtype=np.int64)
        self.ways = np.zeros(nodes)
        self.reached: list[IntArray] = []

    def begin(self, node: int) -> None:
        """Stand at a node."""
        self.front = np.array([node])
        self.level[node], self.ways[node] = 0, 1.0
        self.reached, self.steps = [self.front], 0
        self.work = int(self.degree[node])

    def forget(self) -> None:
        """Make room for the next search; only what was reached is touched."""
        for front in self.reached:
            self.level[front] = -1

    def near(self, front: IntArray) -> tuple[IntArray, IntArray]:
        """Return the neighbours of nodes, and whose they are."""
        of, rows = spread(self.first[front], self.degree[front])
        return of, self.ends[rows]

    def step(self) -> None:
        """Go one step further everywhere."""
        of, near = self.near(self.front)
        new = self.level[near] < 0
        found, at = np.unique(near[new], return_inverse=True)
        if len(found):
            ways = np.bincount(at, self.ways[self.front[of[new]]])
            self.ways[found] = ways / ways.max()  # only shares within a level matter, and counts explode
        self.steps += 1
        self.level[found] = self.steps
        self.reached.append(found)
        self.front, self.work = found, int(self.degree[found].sum())

    def back(self, other: _Side, node: int, chance: np.random.Generator) -> list[int]:
        """Draw the way back from a node to where this side began; both ends left out."""
        walked = []
        while self.level[node] > 1:
            near = other.ends[other.first[node] : other.first[node] + other.degree[node]]
            before = near[self.level[near] == self.level[node] - 1]
            node = _pick(before, self.ways[before], chance)
            walked.append(node)
        return walked


def _pick(nodes: IntArray, weights: FloatArray, chance: np.random.Generator) -> int:
    sums = np.cumsum(weights)
    at = int(np.searchsorted(sums, chance.random() * sums[-1], side="right"))
    return int(nodes[min(at, len(nodes) - 1)])
