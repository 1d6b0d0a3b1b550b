"""Sampled betweenness: within its bound of the exact one, its intervals, and the same with the same seed."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from netgraph.analytics.backend.convert import convert_from_nx
from netgraph.analytics.betweenness import EXACT_STEPS, betweenness
from netgraph.analytics.engine import Engine
from netgraph.analytics.sampling import _draws, _intervals, sampled_betweenness
from netgraph.errors import AnalysisError

KINDS = (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)


def exact(graph: nx.Graph) -> np.ndarray:
    """Ask NetworkX, which lists parallel edges as one way."""
    return np.array(list(nx.betweenness_centrality(graph, backend="networkx").values()))


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(KINDS),
    st.integers(0, 12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
)
def test_estimates_keep_their_promise(kind: type[nx.Graph], size: int, ties: list[tuple[int, int]]) -> None:
    """Every estimate is within its error, and every interval holds the exact value, on any kind of graph.

    At the confidence asked for, a failure would come once in a hundred million graphs.
    """
    graph = kind()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((a, b) for a, b in ties if a < size and b < size)

    found = sampled_betweenness(graph, error=0.2, confidence=1 - 1e-8)

    truth = exact(graph)
    assert len(found.scores) == size
    assert (np.abs(found.scores - truth) <= found.error + 1e-12).all()
    assert (found.low <= truth + 1e-9).all()
    assert (truth <= found.high + 1e-9).all()


def test_one_path_of_many_is_drawn_with_the_same_chance() -> None:
    """Between opposite corners of a cycle of four both ways are taken, each half of the time."""
    found = sampled_betweenness(nx.cycle_graph(4), error=0.03)
    assert found.scores == pytest.approx(exact(nx.cycle_graph(4)), abs=0.03)


def test_the_same_seed_gives_the_same_numbers() -> None:
    """To the last digit, and another seed gives others."""
    graph = nx.gnp_random_graph(60, 0.08, seed=2)
    first, again, other = (sampled_betweenness(graph, error=0.1, seed=seed) for seed in (1, 1, 2))
    assert (first.scores == again.scores).all()
    assert (first.scores != other.scores).any()


def test_draws_suffice_by_the_plain_bound_too() -> None:
    """No fewer draws than one coin of unknown chance needs, no more than Hoeffding asks at every node."""
    for nodes, inner in ((10, 3), (10_000, 12), (1_000_000, 30)):
        draws = _draws(0.01, 0.05, nodes, inner)
        assert np.log(2 / 0.05) / (2 * 0.01**2) <= draws
        if nodes > 10:
            assert draws <= np.log(2 * nodes / 0.05) / (2 * 0.01**2)


@pytest.mark.parametrize(("error", "risk", "inner"), [(0.05, 0.05, 3), (0.1, 0.3, 1), (0.02, 0.05, 40)])
def test_no_graph_at_all_breaks_the_promise(error: float, risk: float, inner: int) -> None:
    """Whatever chances nodes have that add up to the inner nodes of a path, the risk of all is within bounds.

    The risk at one node is the exact tail of the binomial distribution. Of all ways to share out the sum the
    worst gives it to nodes of one chance, inner / chance of them.
    """
    draws = _draws(error, risk, 10**6, inner)
    chances = np.concatenate([np.geomspace(1e-6, 0.5, 400), np.linspace(0.5, 1, 100)])
    above = binom.sf(np.ceil(draws * (chances + error) * (1 + 1e-12)) - 1, draws, chances)
    below = binom.cdf(np.floor(draws * (chances - error) * (1 - 1e-12)), draws, chances)
    assert (np.minimum(inner / chances, 10**6) * (above + below)).max() <= risk


def test_intervals_miss_a_chance_as_rarely_as_asked() -> None:
    """For any chance, the counts whose intervals miss it come with no more than the risk of a node."""
    draws, risk = 400, 0.05
    counts = np.arange(draws + 1)
    low, high = _intervals(counts / draws, draws, np.log(2 / risk))
    for chance in np.concatenate([[1e-4, 1e-3], np.linspace(0.01, 0.99, 99)]):
        missed = (chance < low) | (high < chance)
        assert binom.pmf(counts[missed], draws, chance).sum() <= risk


@pytest.mark.parametrize(
    "graph",
    [
        nx.star_graph(8),
        nx.barbell_graph(5, 2),
        nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (1, 3), (5, 1)]),
        nx.disjoint_union(nx.path_graph(6), nx.wheel_graph(6)),
    ],
    ids=["star", "barbell", "directed", "two pieces"],
)
def test_over_many_seeds_the_promise_is_kept(graph: nx.Graph) -> None:
    """At a confidence of one half, no more than half of the seeds give a wrong estimate or interval."""
    truth, seeds = exact(graph), 40
    off = missed = 0
    errors = []
    for seed in range(seeds):
        found = sampled_betweenness(graph, error=0.1, confidence=0.5, seed=seed)
        off += bool((np.abs(found.scores - truth) > found.error).any())
        missed += bool(((truth < found.low - 1e-12) | (found.high + 1e-12 < truth)).any())
        errors.append(found.scores - truth)
    assert off <= seeds / 2
    assert missed <= seeds / 2
    # and the estimates lie around the truth: their mean is off by no more than five of its deviations
    spread = np.sqrt(0.25 / found.paths / seeds) * len(graph) / (len(graph) - 2)
    assert np.abs(np.mean(errors, axis=0)).max() <= 5 * spread


def test_auto_is_exact_below_the_size_it_states() -> None:
    """A small network is computed exactly, and the method says where sampling begins."""
    graph = convert_from_nx(nx.path_graph(5))
    found = betweenness(Engine(), graph)
    assert found.scores.to_dict() == nx.betweenness_centrality(nx.path_graph(5))
    assert f"{EXACT_STEPS:,}" in found.method
    assert found.estimated == ""


def test_a_sample_ranks_from_best_to_worst() -> None:
    """The centre of a star is surely first; its leaves share all ranks that are left."""
    graph = convert_from_nx(nx.star_graph(20))
    found = betweenness(Engine(), graph, "sampled", error=0.05)
    ranges = found.rank_range(pd.Index(graph.keys))
    assert ranges.to_numpy().tolist()[:2] == [[1, 1], [2, 21]]
    assert "95%" in found.estimated


def test_what_makes_no_sense_is_refused() -> None:
    """No error of nothing, no certainty, no other way."""
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        sampled_betweenness(nx.path_graph(3), error=0)
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        sampled_betweenness(nx.path_graph(3), confidence=1)
    with pytest.raises(AnalysisError, match="guessed"):
        betweenness(Engine(), convert_from_nx(nx.path_graph(3)), "guessed")
