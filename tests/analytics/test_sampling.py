"""Sampled betweenness: within its bound of the exact one, its intervals, and the same with the same seed."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph.analytics.backend.convert import convert_from_nx
from netgraph.analytics.betweenness import EXACT_STEPS, betweenness
from netgraph.analytics.engine import Engine
from netgraph.analytics.sampling import _draws, sampled_betweenness
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
