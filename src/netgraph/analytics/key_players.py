"""The key player problem: which few nodes part a network when they are gone, and which reach most of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx
import numpy as np

from netgraph.analytics.backend.convert import convert_from_nx
from netgraph.analytics.betweenness import EXACT_STEPS, path_steps
from netgraph.analytics.choice import Choice, choose
from netgraph.analytics.engine import IGRAPH
from netgraph.analytics.sampling import sampled_betweenness
from netgraph.analytics.separation import joined, loads, separated_by_each, without
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.backend.columns import FloatArray, IntArray

GOALS = ("separate", "reach")

SEED = 7  # of that estimate
SEARCH_STEPS = 3_000_000_000  # spent on branch and bound when nobody asks for more or less
CELLS = 25_000_000  # distances kept, 8 bytes each
_ROWS = 64  # sources asked for together


class KeyPlayers(NamedTuple):
    """A set of nodes, and how good it is for a goal.

    ``value`` is the measure, ``at_most`` what no set of the size exceeds (of those considered), and
    ``considered`` says how many nodes could be chosen.
    """

    members: tuple[Any, ...]
    value: float
    at_most: float
    exact: bool
    considered: int


def key_players(
    graph: nx.Graph | IGraph,
    size: int,
    goal: str = "separate",
    *,
    how: str = "auto",
    among: Collection[Hashable] | None = None,
    engine: str = IGRAPH,
) -> KeyPlayers:
    """Find the set of a given size that separates, or reaches, most of a network.

    ``separate`` is KPP-Neg: the fragmentation F = 1 - Σ s (s - 1) / (m (m - 1)) of what is left when the set
    is gone, over its components of s and its m nodes in all: the share of pairs that no path joins.
    ``reach`` is KPP-Pos: the distance-weighted reach D = Σ 1 / d / n over all n nodes, for the steps d from
    the nearest member of the set; a member counts 1, what cannot be reached 0.

    Parameters
    ----------
    graph : networkx.Graph or IGraph
        Direction is ignored to separate and followed to reach.
    size : int
        How many nodes.
    goal : {"separate", "reach"}
        What for.
    how : {"auto", "exact", "greedy"}
        ``exact`` searches until nothing better is possible, however long that takes; ``greedy`` adds the
        best next node each time; ``auto`` searches as far as about a minute goes.
    among : collection of nodes, optional
        Who may be chosen; all when not given. Of large networks, to reach, those with most neighbours alone
        are considered, as many as 25 million distances allow.
    engine : {"igraph", "networkx"}
        Which library finds distances, blocks and betweenness.

    Returns
    -------
    KeyPlayers
        Members in the order of the graph. Of sets alike one is given: others may be as good.

    Raises
    ------
    AnalysisError
        An unknown goal or way, or fewer nodes to choose from than wanted.

    Notes
    -----
    Branch and bound: a part of the search is given up when even its bound is no better than the best set
    known. To reach, what a node adds never grows with the set (submodularity), so that what the best k add
    alone bounds what any k add [2]_. To separate, a set lies on every shortest path of each pair it
    separates, so that the sum of its members' betweenness bounds it (`netgraph.analytics.separation`).
    Worst case O(n^k) sets; the bounds leave few of them in networks that hang by few nodes.

    Someone whose removal separates most may be a victim, or a helpline. The measure says nothing of
    blame, and not what those who are left would do: see the curves of disruption.

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational and
       Mathematical Organization Theory 12. https://doi.org/10.1007/s10588-006-7084-x
    .. [2] Nemhauser, G. L., Wolsey, L. A., Fisher, M. L. (1978). An analysis of approximations for maximizing
       submodular set functions - I. Mathematical Programming 14. https://doi.org/10.1007/BF01588971

    Examples
    --------
    >>> import networkx as nx
    >>> key_players(nx.barbell_graph(4, 1), 1).members
    (4,)
    """
    if goal not in GOALS or how not in ("auto", "exact", "greedy"):
        raise AnalysisError(
            f"there is no goal {goal!r} found in the way {how!r}",
            hint="goals are separate and reach; ways auto, exact and greedy",
        )
    found = convert_from_nx(graph)
    allowed = np.flatnonzero([among is None or key in among for key in found.keys])
    if not 1 <= size <= len(allowed):
        raise AnalysisError(
            f"{size} key players are wanted of {len(allowed)} nodes that can be one",
            hint="ask for at least one and for no more than there are",
        )
    problem = (_Separate if goal == "separate" else _Reach)(found, allowed, engine)
    steps = path_steps(found)
    visits = {"exact": math.inf, "greedy": 0.0, "auto": SEARCH_STEPS // max(steps, 100_000)}[how]
    chosen: Choice = choose(problem, size, visits)
    return KeyPlayers(
        tuple(found.keys[member] for member in chosen.members),
        problem.measure(chosen.value, size),
        problem.measure(chosen.at_most, size),
        chosen.exact,
        len(problem.candidates),
    )


class _Separate:
    """Pairs of nodes that are gone or separated."""

    def __init__(self, graph: IGraph, candidates: IntArray, engine: str) -> None:
        self.candidates, self.engine = candidates, engine
        self.graph = _undirected(graph)
        self.pairs = joined(self.graph, engine)
        self.most = float(self.pairs)

    def alone(self, chosen: Sequence[int]) -> FloatArray:
        left = without(self.graph, chosen)
        return self._spread(left, separated_by_each(left, self.engine).astype(float))

    def bounds(self, chosen: Sequence[int]) -> FloatArray:
        left = without(self.graph, chosen)
        if path_steps(left) <= EXACT_STEPS:
            return self._spread(left, loads(left, self.engine))
        others = len(left) - 1
        return self._spread(
            left, sampled_betweenness(left, seed=SEED).high * others * (others - 1) / 2 + others
        )

    def measure(self, separated: float, size: int) -> float:
        left = len(self.graph) - size
        if left < 2:  # noqa: PLR2004 - no pair is left
            return 1.0
        return 1 - 2 * max(self.pairs - separated, 0.0) / (left * (left - 1))

    def _spread(self, left: IGraph, values: FloatArray) -> FloatArray:
        every = np.full(len(self.graph), -np.inf)
        every[np.array(left.keys, dtype=np.int64)] = values
        return every[self.candidates]


class _Reach:
    """Nodes that are reached, the nearer the more."""

    def __init__(self, graph: IGraph, candidates: IntArray, engine: str) -> None:
        degrees = np.bincount(graph.ends.ravel(), minlength=len(graph))[candidates]
        most = max(CELLS // max(len(graph), 1), 1)
        self.candidates = np.sort(candidates[np.argsort(-degrees, kind="stable")[:most]])
        self.near = _nearness(graph, self.candidates, engine)
        self.size, self.most = len(graph), float(len(graph))

    def alone(self, chosen: Sequence[int]) -> FloatArray:
        held = self.near[np.searchsorted(self.candidates, list(chosen))].max(axis=0, initial=0.0)
        return np.array([np.maximum(row - held, 0).sum() for row in self.near])

    def bounds(self, chosen: Sequence[int]) -> FloatArray:
        return self.alone(chosen)

    def measure(self, reached: float, size: int) -> float:  # noqa: ARG002 - as the other goal
        return min(reached / self.size, 1.0)


def _undirected(graph: IGraph) -> IGraph:
    """Keep one edge for each pair of different nodes."""
    ends = np.sort(graph.ends, axis=1)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    return type(graph)(range(len(graph)), ends, directed=False, multigraph=False)


def _nearness(graph: IGraph, sources: IntArray, engine: str) -> FloatArray:
    """Give one over the steps from each source to every node: 1 to itself, 0 where there is no way."""
    near = np.zeros((len(sources), len(graph)), dtype=float)
    copy = None if engine == IGRAPH else graph.to_networkx()
    for at in range(0, len(sources), _ROWS):
        part = sources[at : at + _ROWS]
        if copy is None:
            steps = np.array(graph.igraph.distances(source=part.tolist(), mode="out"), dtype=float)
        else:
            steps = np.full((len(part), len(graph)), np.inf, dtype=float)
            for row, source in enumerate(part):
                for node, far in nx.single_source_shortest_path_length(
                    copy, graph.keys[source], backend="networkx"
                ).items():
                    steps[row, graph.index[node]] = far
        near[at : at + len(part)] = 1 / np.maximum(steps, 1)
    return near
