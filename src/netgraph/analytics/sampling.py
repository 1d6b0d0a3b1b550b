"""Betweenness from sampled shortest paths, with a bound on the error that was proved, not guessed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from netgraph.analytics.backend.convert import convert_from_nx
from netgraph.analytics.closed import arcs
from netgraph.analytics.paths import Walker
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    import networkx as nx

    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.backend.columns import FloatArray

_HALVINGS = 50  # of an interval in which a chance is looked for
_CLASSES = 40  # of chances, each up to half of the one before


@dataclass(frozen=True)
class Estimate:
    """Betweenness of each node, in the order of the graph, between 0 and 1.

    Attributes
    ----------
    scores, low, high : numpy.ndarray of float64, shape (n,)
        Estimates, and ends of intervals that hold the exact values of all nodes at once with ``confidence``.
    error : float
        No estimate is further off than this, again at all nodes at once with ``confidence``.
    confidence : float
        How surely.
    paths : int
        How many shortest paths were drawn.
    """

    scores: FloatArray
    low: FloatArray
    high: FloatArray
    error: float
    confidence: float
    paths: int


def sampled_betweenness(
    graph: nx.Graph | IGraph, *, error: float = 0.01, confidence: float = 0.95, seed: int = 7
) -> Estimate:
    """Estimate betweenness from shortest paths between pairs of nodes drawn at random.

    Parameters
    ----------
    graph : networkx.Graph or IGraph
        Directed or not; edges have no length.
    error : float, default 0.01
        How far off an estimate may be, on the scale of ``networkx.betweenness_centrality``, 0 to 1.
    confidence : float, default 0.95
        How surely no node is further off.
    seed : int, default 7
        The same seed gives the same estimate.

    Returns
    -------
    Estimate

    Raises
    ------
    AnalysisError
        An error or confidence that is not between 0 and 1.

    Notes
    -----
    A pair of different nodes is drawn, with replacement, then one of its shortest paths, each with the same
    chance [1]_. What share of the paths leads through a node estimates its betweenness without bias: a count
    of independent draws, yes or no. The number of draws comes from Bernstein's inequality [2]_ at every node,
    with the variance p (1 - p) of its chance p, and from this: the chances of all nodes add up to no more
    than the inner nodes of the longest shortest path, so that few nodes can have a large one. Nodes are put
    into classes of chance up to 1, 1/2, 1/4 ...; a class holds no more nodes than that sum allows, each with
    the greatest variance of the class, and the risks of all classes are added up. That holds for every graph:
    nothing is estimated from the draws themselves, so no empirical variance [3]_ and no stopping rule [4]_
    has to be paid for. About 4 / error² draws are needed whatever the size of an undirected network, where a
    bound on each node apart would need log(n) / error². Riondato and Kornaropoulos [1]_ come to as many, from
    a VC dimension and a constant of 0.5 that experiments suggest and no proof gives. The intervals are
    Chernoff's, for all nodes together, each end with half of the risk of its node.

    Time O(draws x edges met by a search from both ends), memory O(n + m).

    Two nodes whose intervals overlap are not told apart: mind `low` and `high` before a rank is quoted.

    References
    ----------
    .. [1] Riondato, M., Kornaropoulos, E. M. (2016). Fast approximation of betweenness centrality through
       sampling. Data Mining and Knowledge Discovery 30. https://doi.org/10.1007/s10618-015-0423-0
    .. [2] Hoeffding, W. (1963). Probability inequalities for sums of bounded random variables. Journal of the
       American Statistical Association 58(301). https://doi.org/10.1080/01621459.1963.10500830

    .. [3] Maurer, A., Pontil, M. (2009). Empirical Bernstein bounds and sample variance penalization. COLT.
       https://arxiv.org/abs/0907.3740
    .. [4] Borassi, M., Natale, E. (2019). KADABRA is an adaptive algorithm for betweenness via random
       approximation. ACM Journal of Experimental Algorithmics 24. https://doi.org/10.1145/3284359

    Examples
    --------
    >>> import networkx as nx
    >>> found = sampled_betweenness(nx.star_graph(50), error=0.05)
    >>> abs(float(found.scores[0]) - 1) < found.error
    True
    """
    check(error, confidence)
    found = convert_from_nx(graph)
    size = len(found)
    walker = Walker(arcs(found.ends, size, directed=found.is_directed()), size)
    paths = paths_needed(size, walker.longest(found) if size > 2 else 0, error, confidence)  # noqa: PLR2004
    if not paths:
        nothing = np.zeros(size)
        return Estimate(nothing, nothing, nothing, 0.0, confidence, 0)
    return estimated(walker.draw(paths, np.random.default_rng(seed)), paths, size, error, confidence)


def check(error: float, confidence: float = 0.95) -> None:
    """Refuse an error or a confidence that is none.

    Raises
    ------
    AnalysisError
    """
    if not (0 < error < 1 and 0 < confidence < 1):
        raise AnalysisError(
            "error and confidence lie between 0 and 1, both left out",
            hint="0.01 and 0.95 are usual; half the error takes four times as long",
        )


def paths_needed(size: int, longest: int, error: float, confidence: float) -> int:
    """Say how many shortest paths must be drawn; see `sampled_betweenness`.

    Parameters
    ----------
    size : int
        Nodes of the network.
    longest : int
        No shortest path has more nodes.
    error, confidence : float

    Returns
    -------
    int
        0 where no shortest path has a node inside.
    """
    inner = longest - 2
    if inner < 1:
        return 0
    # Pairs that begin or end at a node have no path through it: NetworkX does not count them.
    return _draws(error * (size - 2) / size, 1 - confidence, size, inner)


def estimated(counts: FloatArray, paths: int, size: int, error: float, confidence: float) -> Estimate:
    """Turn how often each of some nodes lay inside a path into estimates, on the scale of all nodes."""
    scale = size / (size - 2)
    shares = counts / paths
    low, high = _intervals(shares, paths, math.log(2 * size / (1 - confidence)))
    return Estimate(shares * scale, low * scale, np.minimum(high * scale, 1.0), error, confidence, paths)


def _draws(error: float, risk: float, nodes: int, inner: int) -> int:
    """Find the least number of draws after which no node is off by more than the error, but for the risk."""
    chances = 2.0 ** -np.arange(_CLASSES)
    nodes_in = np.minimum(nodes, inner * 2 / chances)
    nodes_in[-1] = nodes
    variance = np.where(chances > 0.5, 0.25, chances * (1 - chances))  # noqa: PLR2004 - the largest there is
    rates = error**2 / (2 * variance + 2 / 3 * error)

    def fails(draws: int) -> float:
        return float((2 * nodes_in * np.exp(-draws * rates)).sum())

    low, high = 1, 2
    while fails(high) > risk:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fails(middle) > risk else (low, middle)
    return high


def _intervals(shares: FloatArray, draws: int, surprise: float) -> tuple[FloatArray, FloatArray]:
    """Find the chances under which the shares would not surprise: draws x divergence up to a limit."""
    ends = []
    for far in (0.0, 1.0):
        near, away = shares.copy(), np.full(len(shares), far)
        for _ in range(_HALVINGS):
            middle = (near + away) / 2
            inside = draws * _divergence(shares, middle) <= surprise
            near, away = np.where(inside, middle, near), np.where(inside, away, middle)
        ends.append(away)
    return ends[0], ends[1]


def _divergence(seen: FloatArray, chance: FloatArray) -> FloatArray:
    """Kullback and Leibler's divergence between two coins."""
    with np.errstate(divide="ignore", invalid="ignore"):
        heads = np.where(seen > 0, seen * np.log(seen / chance), 0.0)
        tails = np.where(seen < 1, (1 - seen) * np.log((1 - seen) / (1 - chance)), 0.0)
    divergence: FloatArray = heads + tails
    return divergence
