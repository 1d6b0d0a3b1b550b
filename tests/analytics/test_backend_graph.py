"""The backend's graph class: built from columns, read as NetworkX reads graphs, and converted."""

from __future__ import annotations

import tracemalloc
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph.analytics.backend import Dispatcher, IGraph
from netgraph.errors import AnalysisError

KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]
UNTIMED = settings(deadline=None)  # a busy machine is no error


@st.composite
def attributed(draw: st.DrawFn) -> nx.Graph:
    """Draw a graph of any class with attributes on everything and keys on parallel edges."""
    attributes = st.dictionaries(
        st.sampled_from(["weight", "label", "handling"]),
        st.one_of(st.integers(), st.text(), st.none()),
    )
    graph = draw(st.sampled_from(KINDS))()
    graph.graph.update(draw(attributes))
    nodes = draw(st.lists(st.one_of(st.integers(), st.text()), max_size=6, unique=True))
    for node in nodes:
        graph.add_node(node, **draw(attributes))
    if nodes:
        row = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes), attributes)
        for start, end, data in draw(st.lists(row, max_size=12)):
            key = {"key": draw(st.sampled_from(["a", "b", 0]))} if graph.is_multigraph() else {}
            graph.add_edge(start, end, **key, **data)
    return graph


@UNTIMED
@given(attributed())
def test_there_and_back(graph: nx.Graph) -> None:
    """A NetworkX graph comes back equal: class, nodes in order, edges, keys and all attributes."""
    back = Dispatcher.convert_to_nx(Dispatcher.convert_from_nx(graph))

    assert type(back) is type(graph)
    assert list(back) == list(graph)
    assert nx.utils.graphs_equal(back, graph)


@UNTIMED
@given(attributed())
def test_it_reads_as_a_networkx_graph(graph: nx.Graph) -> None:
    """Kind, counts, order and attributes of nodes read as in NetworkX."""
    held = Dispatcher.convert_from_nx(graph)

    assert held.is_directed() == graph.is_directed()
    assert held.is_multigraph() == graph.is_multigraph()
    assert held.number_of_nodes() == len(held) == len(graph)
    assert held.number_of_edges() == graph.number_of_edges()
    assert list(held) == list(held.nodes) == list(graph)
    assert dict(held.nodes(data=True)) == dict(graph.nodes(data=True))
    assert all(node in held for node in graph)
    assert held.graph == graph.graph


def test_a_converted_graph_is_apart() -> None:
    """A change to the original, or to the copy that comes back, does not reach the IGraph."""
    graph = nx.Graph()
    graph.add_node("a", label="before")
    graph.add_edge("a", "b", weight=1)
    held = Dispatcher.convert_from_nx(graph)
    graph.nodes["a"]["label"] = "after"
    held.to_networkx()["a"]["b"]["weight"] = 2

    assert held.nodes["a"] == {"label": "before"}
    assert held.to_networkx()["a"]["b"] == {"weight": 1}


def test_dispatch_keeps_only_what_is_read() -> None:
    """For a measure, only its weight is converted, 1 where it is missing."""
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=3, note="x")
    graph.add_edge("b", "c")
    held = Dispatcher.convert_from_nx(
        graph, edge_attrs={"weight": 1}, preserve_edge_attrs=False, preserve_node_attrs=False
    )

    assert list(held.to_networkx().edges(data=True)) == [
        ("a", "b", {"weight": 3.0}),
        ("b", "c", {"weight": 1.0}),
    ]


def test_kept_attributes_weigh_as_in_networkx() -> None:
    """A graph converted with all its attributes is weighed by any of them, 1 where it is missing."""
    graph = nx.path_graph(4)
    graph[0][1]["cases"] = 3
    held = Dispatcher.convert_from_nx(graph)

    assert nx.pagerank(held, weight="cases") == pytest.approx(nx.pagerank(graph, weight="cases", tol=1e-12))
    assert held.weights("absent") is None


def test_results_and_igraphs_pass_through() -> None:
    """Converting back leaves a result as it is, converting forth an IGraph."""
    held = Dispatcher.convert_from_nx(nx.path_graph(2))

    assert Dispatcher.convert_from_nx(held) is held
    assert Dispatcher.convert_to_nx({"a": 1}) == {"a": 1}


def test_views_and_subclasses_convert_as_they_show_themselves() -> None:
    """A subgraph view, a reversed view and a class with edges of its own convert as they read."""

    class Star(nx.Graph):  # type: ignore[misc] # NetworkX is untyped
        @property
        def adj(self) -> dict[Any, dict[Any, dict[str, int]]]:
            return {0: {1: {}, 2: {}}, 1: {0: {}}, 2: {0: {}}}

    path = nx.path_graph(4, create_using=nx.DiGraph)
    star = Star()
    star.add_nodes_from(range(3))

    def ends(graph: nx.Graph) -> list[tuple[Any, Any]]:
        return sorted(Dispatcher.convert_from_nx(graph).to_networkx().edges())

    assert ends(path.subgraph([0, 1, 3])) == [(0, 1)]
    assert ends(path.reverse(copy=False)) == [(1, 0), (2, 1), (3, 2)]
    assert ends(star) == [(0, 1), (0, 2)]


@pytest.mark.parametrize("directed", [False, True])
def test_from_columns(directed: bool) -> None:  # noqa: FBT001
    """Columns make the graph that NetworkX makes of the same rows, and it measures the same."""
    nodes, weight = ["a", "b", "c", "alone"], np.array([1.0, 2.0, 3.0])
    start, end = np.array([0, 1, 0], dtype=np.int32), np.array([1, 2, 2], dtype=np.uint8)
    held = IGraph.from_columns(nodes, start, end, weight, directed=directed)
    expected = nx.DiGraph() if directed else nx.Graph()
    expected.add_nodes_from(nodes)
    expected.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 2.0), ("a", "c", 3.0)])

    assert nx.utils.graphs_equal(held.to_networkx(), expected)
    assert nx.pagerank(held) == pytest.approx(nx.pagerank(expected, tol=1e-12))
    assert nx.betweenness_centrality(held, weight="weight") == pytest.approx(
        nx.betweenness_centrality(expected, weight="weight")
    )


def test_parallel_edges_from_columns() -> None:
    """Parallel edges need saying so; then each is kept, and their weights add up in PageRank."""
    columns: tuple[Any, ...] = (["a", "b", "c"], [0, 1, 0], [1, 0, 2], [1, 1, 2])
    with pytest.raises(AnalysisError, match="1 edges join") as caught:
        IGraph.from_columns(*columns)
    held = IGraph.from_columns(*columns, multigraph=True)

    assert "multigraph=True" in caught.value.hint
    assert held.to_networkx().number_of_edges("a", "b") == 2
    assert nx.pagerank(held)["b"] == pytest.approx(nx.pagerank(held)["c"])
    assert IGraph.from_columns(*columns, directed=True).number_of_edges() == 3


def test_empty_columns() -> None:
    """No nodes and no edges are a graph, and measures on it are empty."""
    held = IGraph.from_columns([], [], [], [])

    assert nx.betweenness_centrality(held) == nx.pagerank(held) == nx.core_number(held) == {}
    assert list(nx.connected_components(held)) == []
    assert nx.community.leiden_communities(held, seed=1) == []
    assert list(IGraph.from_columns(["a"], [], []).to_networkx()) == ["a"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((["a", "a"], [0], [1]), "stands twice"),
        ((["a", "b"], [0, 1], [1]), "do not match"),
        ((["a", "b"], [[0]], [[1]]), "do not match"),
        ((["a", "b"], [0.0], [1.0]), "not whole numbers"),
        ((["a", "b"], ["a"], ["b"]), "not whole numbers"),
        ((["a", "b"], [0], [2]), "outside the 2 nodes"),
        ((["a", "b"], [-1], [1]), "outside the 2 nodes"),
        ((["a", "b"], [0], [1], [float("nan")]), "not finite"),
        ((["a", "b"], [0], [1], ["1"]), "not plain numbers"),
        ((["a", "b"], [0], [1], [1.0, 2.0]), "2 weights for 1 edges"),
    ],
)
def test_columns_that_do_not_fit(columns: tuple[Any, ...], message: str) -> None:
    """Columns that make no graph are refused with what is wrong and what to do."""
    with pytest.raises(AnalysisError, match=message) as caught:
        IGraph.from_columns(*columns)
    assert caught.value.hint


def test_columns_need_no_object_for_each_edge() -> None:
    """Building costs the bytes of its arrays; a tuple for each edge would cost 56 bytes and more."""
    edges = 100_000
    start, end = np.random.default_rng(1).integers(0, 1000, (2, edges))
    tracemalloc.start()
    held = IGraph.from_columns(range(1000), start, end, multigraph=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held.igraph.ecount() == edges
    assert peak < 40 * edges


def test_membership_and_repr() -> None:
    """Anything may be asked for, hashable or not; the graph says what it is."""
    held = IGraph.from_columns(["a"], [], [], directed=True, multigraph=True)

    assert "a" in held
    assert "b" not in held
    assert [] not in held
    assert repr(held) == "<IGraph: MultiDiGraph with 1 nodes and 0 edges>"
