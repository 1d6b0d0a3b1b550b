"""Take nodes or edges out of a network step by step, many times where chance plays a part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from netgraph.analytics.targets import NODES, ranked, score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.damage import Left, Network

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RANDOM, NAMED = "random", "named"


class Step(NamedTuple):
    """The state after a step: what was chosen in it, how many came back so far, and what is left."""

    taken: tuple[int, ...]
    back: int
    left: Left


@dataclass(frozen=True)
class Plan:
    """How to take a network apart.

    Attributes
    ----------
    remove : {"nodes", "edges"}
        What is removed.
    allowed : numpy.ndarray of bool
        What a measure, or chance, may choose.
    low : numpy.ndarray of bool
        Which nodes are easily replaced.
    block : int
        How many a step.
    steps : int
        How many steps at most; a named set is taken to its end.
    recompute : bool
        Rank again after each step what is left.
    chance : float
        That a removed node that is easily replaced is back before the next look; 0 for never.
    seed : int
        With the strategy and the number of the run it fixes all that is left to chance.
    """

    remove: str
    allowed: Bools
    low: Bools
    block: int
    steps: int
    recompute: bool
    chance: float
    seed: int


def run(
    network: Network, plan: Plan, strategy: str, chosen: Ints | None = None, number: int = 0
) -> list[Step]:
    """Take a network apart once.

    Parameters
    ----------
    network : Network
        What is taken apart.
    plan : Plan
        How.
    strategy : str
        A measure by which to choose, ``random``, or ``named``.
    chosen : numpy.ndarray of int, optional
        What to remove and in which order, with ``named``.
    number : int
        Of the run.

    Returns
    -------
    list of Step
        The first before anything is removed. Each node or edge is chosen once at most: one that came back
        is somebody else in the same place, and stays.
    """
    rng = np.random.default_rng([plan.seed, crc32(strategy.encode()), number])
    nodes, edges = np.ones(len(network.graph), dtype=bool), np.ones(len(network.graph.ends), dtype=bool)
    there = nodes if plan.remove == NODES else edges  # changed in place below
    open_ = plan.allowed.copy()
    order = _order(network, plan, strategy, nodes, edges, open_, rng) if chosen is None else chosen
    steps, back = [Step((), 0, network.whole)], 0
    limit = -(-len(order) // plan.block)
    for _ in range(limit if strategy == NAMED else min(plan.steps, limit)):
        taken, order = order[: plan.block], order[plan.block :]
        open_[taken] = False
        there[taken] = False
        if plan.chance:
            returned = taken[plan.low[taken] & (rng.random(len(taken)) < plan.chance)]
            there[returned] = True
            back += len(returned)
        steps.append(Step(tuple(taken.tolist()), back, network.left(nodes, edges)))
        if plan.recompute and strategy not in {RANDOM, NAMED}:
            order = _order(network, plan, strategy, nodes, edges, open_, rng)
    return steps


def _order(
    network: Network,
    plan: Plan,
    strategy: str,
    nodes: Bools,
    edges: Bools,
    open_: Bools,
    rng: np.random.Generator,
) -> Ints:
    """Put what may still be chosen in order."""
    if strategy == RANDOM:
        return rng.permutation(np.flatnonzero(open_))
    graph = network.without(nodes, edges)
    found = score(network.engine, graph, strategy, plan.remove)
    if plan.remove == NODES:
        return ranked(found, open_)
    scores = np.zeros(len(edges))
    scores[edges & nodes[network.graph.ends].all(axis=1)] = found
    return ranked(scores, open_)
