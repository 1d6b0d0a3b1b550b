"""Leiden communities, under the name and arguments that NetworkX has for backends."""

# ruff: noqa: ARG001, N803 - the signature is NetworkX's

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

import igraph

from netgraph.analytics.backend.components import parts
from netgraph.analytics.backend.contract import unless, weight_refusal

if TYPE_CHECKING:
    from collections.abc import Hashable

    from netgraph.analytics.backend.columns import FloatArray
    from netgraph.analytics.backend.graph import IGraph

_GAIN = 1e-12  # of modularity, which is 1 at most; less is rounding


def _refusal(*, G: Any, weight: Any, max_level: int | None, **_: object) -> str | None:  # noqa: ANN401
    if max_level is not None:
        return "igraph's Leiden algorithm runs to a stable partition and cannot stop at a level."
    return weight_refusal(G, weight)


@unless(_refusal)
def leiden_communities(
    G: IGraph,
    weight: Hashable | None = "weight",
    resolution: float = 1,
    max_level: int | None = None,
    seed: Any = None,  # noqa: ANN401 - NetworkX passes any generator of random numbers
) -> list[set[Any]]:
    """Part the nodes so that edges stay inside parts more than chance would have it.

    Parameters
    ----------
    G : IGraph
        Undirected.
    weight : hashable or None
        Edge attribute that says how strongly an edge binds; zero or more.
    resolution : float
        Above 1 for more, smaller communities, below 1 for fewer, larger ones.
    max_level : int, optional
        Refused.
    seed : random.Random
        The same seed gives the same partition.

    Returns
    -------
    list of set
        A partition of the nodes, the community of the first node first. Each is connected.

    Notes
    -----
    About O(m) for each round; rounds are repeated until one gains nothing. Modularity has many near
    optima: other seeds may give other, equally good partitions.

    References
    ----------
    .. [1] Traag, V. A., Waltman, L., & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing
       well-connected communities. Scientific Reports 9, 5233. https://doi.org/10.1038/s41598-019-41695-z
    """
    strengths = G.weights(weight)
    # igraph would weigh nodes without their self-loops, and so find bonds where modularity sees none.
    node_weights = G.igraph.strength(weights=strengths)
    if not any(node_weights):
        return [{key} for key in G]  # nothing binds anything, and modularity is 0 / 0
    # NetworkX's seed may wrap a NumPy generator, which igraph cannot draw from.
    draws = random.Random(int(seed.randint(0, 2**31 - 1)))  # noqa: S311 - no secret depends on it
    igraph.set_random_number_generator(draws)
    try:
        return parts(G, _rounds(G.igraph, strengths, node_weights, resolution))
    finally:
        igraph.set_random_number_generator(random)  # igraph's own default


def _rounds(
    graph: igraph.Graph,
    strengths: FloatArray | None,
    node_weights: list[float],
    resolution: float,
) -> list[int]:
    """Repeat Leiden until a round gains nothing: igraph's own repetition may never end before 1.0."""
    membership, reached = None, -math.inf
    while True:
        found = graph.community_leiden(
            objective_function="modularity",
            weights=strengths,
            node_weights=node_weights,
            resolution=resolution,
            n_iterations=1,
            initial_membership=membership,
        )
        membership = found.membership
        if not found.quality > reached + _GAIN:
            return list(membership)
        reached = found.quality
