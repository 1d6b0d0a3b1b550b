"""Every function of the igraph backend gives what NetworkX's own gives, on graphs of every kind."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from networks import DIRECTED, SIMPLE, UNDIRECTED, UNTIMED, both, graphs, same_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def _fresh_conversions() -> Iterator[None]:
    """Convert at every call: NetworkX warns when it reuses a converted graph, rightly or not."""
    with nx.config(cache_converted_graphs=False):
        yield


def sets(parts: Any) -> set[frozenset[Any]]:  # noqa: ANN401 - an iterator or a list
    """Forget the order of parts, not their number."""
    listed = [frozenset(part) for part in parts]
    assert len(listed) == len(set(listed))
    return set(listed)


@UNTIMED
@example(nx.MultiGraph([(0, 1), (0, 1), (1, 2), (0, 3), (3, 2)]), None, True)  # noqa: FBT003
@given(graphs(), st.sampled_from([None, "weight", "absent"]), st.booleans())
def test_betweenness(graph: nx.Graph, weight: str | None, normalized: bool) -> None:  # noqa: FBT001
    """Betweenness is NetworkX's, plain or by distance, scaled or not."""
    found, expected = both(nx.betweenness_centrality, graph, weight=weight, normalized=normalized)
    assert same_numbers(found, expected)


@UNTIMED
@given(graphs(), st.data(), st.booleans())
def test_estimated_betweenness(graph: nx.Graph, data: st.DataObject, normalized: bool) -> None:  # noqa: FBT001
    """An estimate draws the nodes that NetworkX draws for the seed, and scales as it does."""
    assume(len(graph))
    k, seed = data.draw(st.integers(1, len(graph))), data.draw(st.integers(0, 99))
    found, expected = both(
        nx.betweenness_centrality, graph, k=k, weight="weight", normalized=normalized, seed=seed
    )

    assert same_numbers(found, expected)


def test_estimate_drawn_with_numpy() -> None:
    """A seed may be NumPy's: the same nodes are drawn as by NetworkX."""
    graph = nx.gnm_random_graph(30, 60, seed=3)
    found, expected = (
        nx.betweenness_centrality(graph, k=7, seed=np.random.RandomState(5), backend=engine)
        for engine in ("igraph", "networkx")
    )

    assert same_numbers(found, expected)


def test_estimate_from_one_node() -> None:
    """From one drawn node, nothing is known about that node itself."""
    found = nx.betweenness_centrality(nx.path_graph(4), k=1, seed=1, backend="igraph")
    assert sum(math.isnan(value) for value in found.values()) == 1


@UNTIMED
@given(graphs(least=0), st.sampled_from([None, "weight"]), st.sampled_from([0, 0.5, 0.85, 0.95]))
def test_pagerank(graph: nx.Graph, weight: str | None, alpha: float) -> None:
    """PageRank is NetworkX's: dead ends, weights of zero, self-loops and parallel edges included."""
    found = nx.pagerank(graph, alpha, weight=weight, backend="igraph")
    expected = nx.pagerank(graph, alpha, weight=weight, tol=1e-13, max_iter=10_000, backend="networkx")
    assert same_numbers(found, expected)


@UNTIMED
@given(graphs(SIMPLE, loops=False))
def test_core_number(graph: nx.Graph) -> None:
    """Core numbers are NetworkX's, in directed graphs too."""
    found, expected = both(nx.core_number, graph)
    assert list(found.items()) == list(expected.items())


@UNTIMED
@given(graphs(UNDIRECTED))
def test_articulation_points(graph: nx.Graph) -> None:
    """Articulation points are NetworkX's, each once."""
    found, expected = both(nx.articulation_points, graph)
    points = list(found)

    assert set(points) == set(expected)
    assert len(points) == len(set(points))


@UNTIMED
@given(graphs(UNDIRECTED))
def test_bridges(graph: nx.Graph) -> None:
    """Bridges are NetworkX's, each once and with the same end first."""
    found, expected = both(nx.bridges, graph)
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


@UNTIMED
@given(graphs(UNDIRECTED), st.data())
def test_bridges_of_one_component(graph: nx.Graph, data: st.DataObject) -> None:
    """With a root, only the bridges of its component are given."""
    assume(len(graph))
    root = data.draw(st.sampled_from(list(graph)))
    found, expected = both(nx.bridges, graph, root=root)

    assert sets(found) == sets(expected)  # NetworkX leaves open here which end comes first


@UNTIMED
@given(graphs(UNDIRECTED))
def test_connected_components(graph: nx.Graph) -> None:
    """Components are NetworkX's, in its order, and so is their number."""
    found, expected = both(nx.connected_components, graph)
    number, expected_number = both(nx.number_connected_components, graph)

    assert list(found) == list(expected)
    assert number == expected_number


@UNTIMED
@given(graphs(DIRECTED))
def test_weak_components(graph: nx.Graph) -> None:
    """Weak components are NetworkX's, in its order."""
    found, expected = both(nx.weakly_connected_components, graph)
    assert list(found) == list(expected)


@UNTIMED
@given(graphs(DIRECTED))
def test_strong_components(graph: nx.Graph) -> None:
    """Strong components are NetworkX's, and no edge leads from an earlier to a later one."""
    found, expected = both(nx.strongly_connected_components, graph)
    parts = list(found)
    place = {node: at for at, part in enumerate(parts) for node in part}

    assert sets(parts) == sets(expected)
    assert all(place[start] >= place[end] for start, end in graph.edges())


@UNTIMED
@example(nx.Graph([(0, 0), (0, 1), (1, 1)]), None, 1, 0)
@example(nx.Graph([(0, 1, {"weight": 0}), (1, 2, {"weight": 0})]), "weight", 1, 0)
@given(
    graphs(UNDIRECTED, least=0),
    st.sampled_from([None, "weight"]),
    st.sampled_from([0.5, 1, 2.5]),
    st.integers(0, 99),
)
def test_leiden_communities(graph: nx.Graph, weight: str | None, resolution: float, seed: int) -> None:
    """Leiden parts alike for a seed, into connected parts, and no worse than the trivial ways."""
    arguments = {"weight": weight, "resolution": resolution, "backend": "igraph"}
    found = nx.community.leiden_communities(graph, **arguments, seed=seed)
    again = nx.community.leiden_communities(graph, **arguments, seed=seed)

    assert found == again
    assert sorted(map(repr, graph)) == sorted(repr(node) for part in found for node in part)
    assert all(nx.is_connected(graph.subgraph(part)) for part in found)
    if graph.size(weight):
        for trivial in ([set(graph)], [{node} for node in graph]):
            assert modularity(graph, found, weight, resolution) >= (
                modularity(graph, trivial, weight, resolution) - 1e-9
            )


def modularity(graph: nx.Graph, parts: list[set[Any]], weight: str | None, resolution: float) -> float:
    """Ask NetworkX for the modularity."""
    value: float = nx.community.modularity(graph, parts, weight=weight, resolution=resolution)
    return value


def test_leiden_finds_what_stands_out() -> None:
    """A chain of cliques falls into its cliques, whatever the kind of seed."""
    chain = nx.connected_caveman_graph(4, 6)
    cliques = {frozenset(range(at, at + 6)) for at in range(0, 24, 6)}
    for seed in (7, np.random.RandomState(7), np.random.default_rng(7)):
        assert sets(nx.community.leiden_communities(chain, seed=seed, backend="igraph")) == cliques


def test_leiden_goes_on_while_it_gains() -> None:
    """One round of Leiden is not the end of it, where more rounds find better communities."""
    graph = nx.gnm_random_graph(500, 1500, seed=1)
    found = nx.community.leiden_communities(graph, seed=1, backend="igraph")
    same = igraph.Graph(500, list(graph.edges()))
    single = [same.community_leiden("modularity", n_iterations=1).modularity for _ in range(5)]

    assert modularity(graph, found, None, 1) > max(single)


def test_leiden_weighs_edges() -> None:
    """Strong edges bind: the same ring falls apart where its edges are weak."""
    ring = nx.cycle_graph(8)
    for at, (start, end) in enumerate(pairwise([*range(8), 0])):
        ring[start][end]["strength"] = 9 if at % 2 == 0 else 1
    pairs = {frozenset((at, at + 1)) for at in range(0, 8, 2)}
    found = nx.community.leiden_communities(ring, weight="strength", resolution=2, seed=1, backend="igraph")

    assert sets(found) == pairs
