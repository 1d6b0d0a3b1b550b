"""Brokerage by groups, against counting every triple in plain Python."""

from __future__ import annotations

from itertools import permutations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph.analytics.brokerage import ROLES, brokerage

KINDS = (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
GROUPS = st.lists(st.sampled_from("ABC"), max_size=3)


@st.composite
def grouped(draw: st.DrawFn) -> tuple[nx.Graph, dict[int, list[str]]]:
    """Draw a graph of any kind, the empty one too, and groups for some of its nodes."""
    graph = draw(st.sampled_from(KINDS))()
    graph.add_nodes_from(range(draw(st.integers(0, 7))))
    if graph:
        node = st.sampled_from(sorted(graph))
        graph.add_edges_from(draw(st.lists(st.tuples(node, node), max_size=30)))
    return graph, {node: draw(GROUPS) for node in graph if draw(st.booleans())}


def role(a: str, b: str, c: str) -> str:
    """Name the part of b, by the table in Gould and Fernandez."""
    if a == b == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    if a == b:
        return "representative"
    return "gatekeeper" if b == c else "liaison"


def by_hand(graph: nx.Graph, groups: dict[int, list[str]]) -> dict[int, dict[str, float]]:
    """Look at every ordered triple of nodes."""
    counts = {node: dict.fromkeys((*ROLES, "unplaced", "total"), 0.0) for node in graph}
    for a, b, c in permutations(graph, 3):
        if graph.has_edge(a, b) and graph.has_edge(b, c) and not graph.has_edge(a, c):
            counts[b]["total"] += 1
            sets = [sorted(set(groups.get(node, ()))) for node in (a, b, c)]
            chosen = list(product(*sets))
            if not chosen:
                counts[b]["unplaced"] += 1
            for three in chosen:
                counts[b][role(*three)] += 1 / len(chosen)
    return counts


@settings(deadline=None)
@given(grouped())
def test_counts_equal_those_of_every_triple(drawn: tuple[nx.Graph, dict[int, list[str]]]) -> None:
    """Roles, unplaced and total are what a loop over all triples finds, on graphs of every kind."""
    graph, groups = drawn
    found = brokerage(graph, groups)
    expected = by_hand(graph, groups)
    assert list(found.index) == list(graph)
    for node, counts in expected.items():
        assert found.loc[node].to_dict() == pytest.approx(counts, abs=1e-9)


@pytest.mark.parametrize(
    ("groups", "name"),
    [
        ("AAA", "coordinator"),
        ("ABA", "itinerant"),
        ("AAB", "representative"),
        ("ABB", "gatekeeper"),
        ("ABC", "liaison"),
    ],
)
def test_roles_follow_the_stated_convention(groups: str, name: str) -> None:
    """One path a -> b -> c gives b the role that the groups in this order have in the paper."""
    way = nx.DiGraph([("a", "b"), ("b", "c")])
    found = brokerage(way, dict(zip("abc", groups, strict=True)))
    assert found.loc["b", list(ROLES)].to_dict() == {role: float(role == name) for role in ROLES}


def test_brokerage_of_thousands_of_nodes_adds_up() -> None:
    """On a random network the roles add up to the open paths that a matrix product counts."""
    graph = nx.gnp_random_graph(600, 0.02, seed=5, directed=True)
    chance = np.random.default_rng(5)
    groups = {node: [str(chance.integers(4))] for node in graph}
    ties = nx.to_numpy_array(graph)
    two = ties @ ties
    open_paths = (two * (1 - ties) * (1 - np.eye(len(graph)))).sum()

    found = brokerage(graph, groups)

    assert found["total"].sum() == open_paths
    assert found[list(ROLES)].sum().sum() == pytest.approx(open_paths)
    assert found["unplaced"].abs().max() == pytest.approx(0)
