"""Key players against trying every set, and the figures of a published victim network."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs import real_file
from netgraph.analytics.backend.convert import convert_from_nx
from netgraph.analytics.key_player_sets import key_player_sets
from netgraph.analytics.key_players import key_players
from netgraph.analytics.projection import Projection
from netgraph.analytics.separation import loads, separated_by_each
from netgraph.errors import AnalysisError

FILE = "reference_networks/cockbain_victim_networks.json"
KINDS = (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)


@st.composite
def graphs(draw: st.DrawFn, kinds: tuple[type[nx.Graph], ...] = KINDS, least: int = 1) -> nx.Graph:
    """Draw a graph of any kind, in parts, with loops and parallel edges."""
    graph = draw(st.sampled_from(kinds))()
    graph.add_nodes_from(range(draw(st.integers(least, 9))))
    node = st.integers(0, max(len(graph) - 1, 0))
    if graph:
        graph.add_edges_from(draw(st.lists(st.tuples(node, node), max_size=20)))
    return graph


def fragmentation(graph: nx.Graph, gone: tuple[Any, ...]) -> float:
    """Borgatti's F of what is left."""
    left = nx.Graph(graph)
    left.remove_nodes_from(gone)
    if len(left) < 2:
        return 1.0
    pairs = sum(len(part) * (len(part) - 1) for part in nx.connected_components(left))
    return 1 - pairs / (len(left) * (len(left) - 1))


def reach(graph: nx.Graph, chosen: tuple[Any, ...]) -> float:
    """Borgatti's distance-weighted reach, members counting one."""
    steps = nx.multi_source_dijkstra_path_length(graph, set(chosen), weight=None)
    return float(sum(1 / max(far, 1) for far in steps.values())) / len(graph)


@settings(deadline=None)
@given(
    graphs(),
    st.integers(1, 3),
    st.sampled_from(["separate", "reach"]),
    st.sampled_from(["igraph", "networkx"]),
)
def test_the_best_set_is_as_good_as_the_best_of_all(
    graph: nx.Graph, size: int, goal: str, engine: str
) -> None:
    """Branch and bound finds the value of the best of all sets, on graphs of every kind and both engines."""
    measure = fragmentation if goal == "separate" else reach
    size = min(size, len(graph))

    found = key_players(graph, size, goal, how="exact", engine=engine)

    best = max(measure(graph, chosen) for chosen in combinations(graph, size))
    assert found.exact
    assert found.value == pytest.approx(best, abs=1e-9)
    assert found.value == pytest.approx(measure(graph, found.members), abs=1e-9)


@settings(deadline=None)
@given(graphs(), st.integers(1, 3), st.sampled_from(["separate", "reach"]))
def test_greed_never_promises_too_little(graph: nx.Graph, size: int, goal: str) -> None:
    """What greed says no set exceeds is no less than the best of all sets, and its own value is right."""
    measure = fragmentation if goal == "separate" else reach
    size = min(size, len(graph))

    found = key_players(graph, size, goal, how="greedy")

    best = max(measure(graph, chosen) for chosen in combinations(graph, size))
    assert found.value == pytest.approx(measure(graph, found.members), abs=1e-9)
    assert found.value <= best + 1e-9 <= found.at_most + 2e-9
    assert not found.exact or found.value == pytest.approx(best, abs=1e-9)


@settings(deadline=None)
@given(graphs((nx.Graph,), least=0), st.sampled_from(["igraph", "networkx"]))
def test_separated_pairs_are_those_that_removal_leaves_out(graph: nx.Graph, engine: str) -> None:
    """One look at the blocks tells what removing each node in turn does; no node exceeds its bound."""
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    found = convert_from_nx(graph)
    separated = separated_by_each(found, engine)
    bounds = loads(found, engine)

    def joined(some: nx.Graph) -> int:
        return sum(len(part) * (len(part) - 1) // 2 for part in nx.connected_components(some))

    for node, pairs, bound in zip(graph, separated, bounds, strict=True):
        left = graph.copy()
        left.remove_node(node)
        assert pairs == joined(graph) - joined(left)
        assert pairs <= bound + 1e-9


@pytest.mark.realdata
def test_key_players_of_a_victim_network_are_those_that_trying_all_sets_found() -> None:
    """Sets of one, two and three of Cockbain's largest network, found elsewhere, and their fragmentation."""
    given = json.loads(real_file(FILE).read_text(encoding="utf-8"))["retriever"]
    graph = nx.Graph(map(tuple, given["edges"]))
    graph.add_nodes_from(range(1, given["n"] + 1))
    for size, (members, value) in given["kpp_neg_exact_ours"].items():
        found = key_players(graph, int(size), "separate", how="exact")
        assert found.exact
        assert sorted(found.members) == members
        assert round(found.value, 4) == round(value, 4)


def test_only_those_named_are_chosen() -> None:
    """A hub that may not be chosen is not, and the rest of the network still counts."""
    star = nx.star_graph(5)
    assert key_players(star, 1).members == (0,)
    found = key_players(star, 1, among=[1, 2, 3, 4, 5])
    assert found.members == (1,)
    assert (found.value, found.considered) == (0.0, 5)


@pytest.mark.parametrize("size", [0, 7])
def test_more_or_fewer_than_there_are_cannot_be_chosen(size: int) -> None:
    """No set of no node, and none larger than the network."""
    with pytest.raises(AnalysisError, match="key players are wanted of 6"):
        key_players(nx.star_graph(5), size)


def test_what_is_unknown_is_refused() -> None:
    """An unknown goal or way is no default."""
    with pytest.raises(AnalysisError, match="no goal 'win'"):
        key_players(nx.star_graph(5), 1, "win")
    with pytest.raises(AnalysisError, match="way 'luck'"):
        key_players(nx.star_graph(5), 1, how="luck")


def test_a_bound_from_a_sample_holds_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where betweenness is too much work, its estimate bounds what is possible."""
    graph = nx.gnp_random_graph(20, 0.15, seed=4)
    best = key_players(graph, 2, how="exact")
    monkeypatch.setattr("netgraph.analytics.key_players.EXACT_STEPS", 0)
    found = key_players(graph, 2, how="greedy")
    assert found.value <= best.value <= found.at_most


def test_the_table_has_a_row_for_each_goal_and_size() -> None:
    """Sets of one and two for both goals, what each adds, and whether it is proved; cases are not chosen."""
    names = ["Case c", "Person a", "Person b", "Person d", "Person e"]
    nodes = pd.DataFrame(
        {
            "type": [name.split()[0] for name in names],
            "key": [name.split()[1] for name in names],
            "jurisdictions": [("NGA",), ("NGA",), ("ITA",), (), ("ITA", "NGA")],
        },
        index=pd.Index(names, name="name", dtype="str"),
    )
    pairs = [("Case c", name) for name in names[1:4]] + [("Person b", "Person e")]
    edges = pd.DataFrame(pairs, columns=["start", "end"]).assign(weight=1)
    result = key_player_sets(Projection("entity", nodes, edges, directed=False, weight="claims"), size=2)

    frame = result.frame
    assert frame["goal"].tolist() == ["separate", "separate", "reach", "reach"]
    assert frame["size"].tolist() == [1, 2, 1, 2]
    assert frame.loc[0, "members"] == "b"
    assert frame["value"].tolist() == pytest.approx([0.5, 2 / 3, 4 / 5, 4.5 / 5])
    assert frame["adds"].tolist() == pytest.approx([0.5, 1 / 6, 4 / 5, 0.5 / 5])
    assert frame["exact"].all()
    assert frame["gap"].tolist() == pytest.approx([0] * 4)
    assert not result.estimated


def test_large_networks_get_a_set_and_a_bound() -> None:
    """On a tree of two thousand nodes greed and search give the same kind of answer, within the bound."""
    tree = nx.from_prufer_sequence(np.random.default_rng(3).integers(2_000, size=1_998).tolist())
    quick, long = (key_players(tree, 2, "separate", how=how) for how in ("greedy", "auto"))
    assert quick.value <= long.value <= long.at_most <= quick.at_most
    assert long.value == pytest.approx(fragmentation(tree, long.members))
