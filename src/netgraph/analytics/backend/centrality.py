"""PageRank and the eigenvector, with the names, arguments and results of NetworkX."""

# ruff: noqa: ANN401, ARG001, N803 - the signatures are NetworkX's

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy import sparse

from netgraph.analytics.backend.building import built
from netgraph.analytics.backend.contract import unless, weight_refusal

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import igraph

    from netgraph.analytics.backend.columns import FloatArray, IntArray
    from netgraph.analytics.backend.graph import IGraph


EXACT = 1e-15  # of the sum of all values, by which they still change when the sweeps end


def _refusal(
    *,
    G: Any,
    alpha: float,
    personalization: Any,
    max_iter: int,
    nstart: Any,
    weight: Any,
    dangling: Any,
    **_: object,
) -> str | None:
    if personalization is not None:
        return "the igraph backend restarts the walk anywhere, not by personalization."
    if dangling is not None:
        return "the igraph backend goes anywhere from a dead end, not by dangling weights."
    if nstart is not None:
        return "the igraph backend solves PageRank and has no use for a start vector."
    if max_iter < 1:
        return "the igraph backend cannot stop before the first iteration."
    if not 0 <= alpha < 1:
        return "the igraph backend needs a damping factor from 0 to less than 1."
    return weight_refusal(G, weight)


@unless(_refusal)
def pagerank(
    G: IGraph,
    alpha: float = 0.85,
    personalization: Mapping[Any, float] | None = None,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: Mapping[Any, float] | None = None,
    weight: Hashable | None = "weight",
    dangling: Mapping[Any, float] | None = None,
) -> dict[Any, float]:
    """Rank nodes by how often a random walk along the edges visits them.

    Parameters
    ----------
    G : IGraph
    alpha : float
        Chance that the walk goes on along an edge rather than start again anywhere; 0 <= alpha < 1.
    personalization, nstart, dangling : mapping, optional
        Refused unless None.
    max_iter, tol : optional
        Without effect, but ``max_iter`` is 1 or more: sweeps go on to near machine precision.
    weight : hashable or None
        Edge attribute in proportion to which an edge is taken; zero or more. Parallel edges add up.

    Returns
    -------
    dict of node to float
        In the order of the nodes; the values add up to 1.

    Notes
    -----
    Computed with SciPy: igraph's own solver (PRPACK) takes twice as long at a million edges. Jacobi's sweeps,
    which without direction are combined by Chebyshev's rule [2]_, since the walk has real eigenvalues then:
    about 60 at the usual ``alpha``, where a directed graph takes up to 200. Time O(n + m) for each.

    References
    ----------
    .. [1] Page, L., Brin, S., Motwani, R., & Winograd, T. (1999). The PageRank citation ranking:
       bringing order to the web. Stanford InfoLab. http://ilpubs.stanford.edu:8090/422/
    .. [2] Golub, G. H., Varga, R. S. (1961). Chebyshev semi-iterative methods, successive overrelaxation
       iterative methods, and second order Richardson iterative methods, part I. Numerische Mathematik 3.
       https://doi.org/10.1007/BF01386013
    """
    size = len(G)
    if not size:
        return {}
    start, end, chances = _arcs(G, weight)
    taken = np.ones(len(start)) if chances is None else chances
    gone = np.bincount(start, taken, minlength=size)[start]
    share = np.divide(taken, gone, out=np.zeros(len(start)), where=gone > 0)
    step = alpha * sparse.csr_array((share, (end, start)), shape=(size, size))
    visits = _solved(step, alpha, real=not G.is_directed())
    return G.keyed((visits / visits.sum()).tolist())


def _solved(step: Any, alpha: float, *, real: bool) -> FloatArray:
    """Solve ``x = step x + 1``, where no eigenvalue of the step is greater than alpha.

    Where they are real, each sweep is carried on beyond its end by what Chebyshev's polynomials give.
    """
    span = alpha**2 if real else 0.0
    before, found, beyond = np.zeros(step.shape[0]), np.ones(step.shape[0]), 1.0
    for sweep in range(2 + int(math.log(EXACT) / math.log(alpha)) if alpha else 1):
        new = step @ found + 1
        if span and sweep:
            beyond = 1 / (1 - span * beyond / (2 if sweep == 1 else 4))
            new = before + beyond * (new - before)
        changed = float(np.abs(new - found).sum())
        before, found = found, new
        if changed <= EXACT * float(found.sum()):
            break
    return found


def _arcs(graph: IGraph, weight: Hashable | None) -> tuple[IntArray, IntArray, FloatArray | None]:
    """List the ways a walk can go: an edge without direction both ways, a self-loop once."""
    start, end = graph.ends[:, 0], graph.ends[:, 1]
    chances = graph.weights(weight)
    if graph.is_directed():
        return start, end, chances
    back = start != end
    both = np.concatenate((start, end[back])), np.concatenate((end, start[back]))
    return *both, None if chances is None else np.concatenate((chances, chances[back]))


def _eigenvector_refusal(*, G: Any, nstart: Any, weight: Any, **_: object) -> str | None:
    if nstart is not None:
        return "igraph solves for the eigenvector directly and has no use for a start vector."
    if not getattr(G, "in_one_piece", True) and len(G):
        return "the eigenvector of a network in several pieces is not unique."
    return weight_refusal(G, weight, positive=True)


@unless(_eigenvector_refusal)
def eigenvector_centrality(
    G: IGraph,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: Mapping[Any, float] | None = None,
    weight: Hashable | None = None,
) -> dict[Any, float]:
    """Rate nodes in proportion to the rates of those that lead to them.

    Parameters
    ----------
    G : IGraph
        In one piece, along its edges, and without parallel edges.
    max_iter, tol : optional
        Without effect: ARPACK goes on to near machine precision.
    nstart : mapping, optional
        Refused.
    weight : hashable or None
        Edge attribute in proportion to which an edge counts; greater than zero.

    Returns
    -------
    dict of node to float
        In the order of the nodes; the squares add up to 1.

    References
    ----------
    .. [1] Bonacich, P. (1987). Power and centrality: a family of measures. American Journal of Sociology
       92(5). https://doi.org/10.1086/228631
    """
    if not len(G):
        raise nx.NetworkXPointlessConcept("cannot compute centrality for the null graph")
    walk, strengths = _walk(G, weight)
    listed = None if strengths is None else strengths.tolist()
    found = np.array(walk.eigenvector_centrality(directed=True, scale=False, weights=listed), dtype=float)
    return G.keyed((found / np.linalg.norm(found)).tolist())


def _walk(graph: IGraph, weight: Hashable | None) -> tuple[igraph.Graph, FloatArray | None]:
    """Let an undirected self-loop be one way to go: igraph sees two ends, NetworkX one entry."""
    chances = graph.weights(weight)
    loops = graph.ends[:, 0] == graph.ends[:, 1]
    if graph.is_directed() or not loops.any():
        return graph.igraph, chances
    both = np.concatenate((graph.ends, graph.ends[~loops, ::-1]))
    walk = built(both, len(graph), directed=True)
    return walk, None if chances is None else np.concatenate((chances, chances[~loops]))
