"""Flows and cuts by igraph are NetworkX's own, and a way to lead the flow is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.analytics.backend import Dispatcher, IGraph
from networks import SIMPLE, UNTIMED, both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn


@pytest.fixture(scope="module", autouse=True)
def _fresh_conversions() -> Iterator[None]:
    """Convert at every call: NetworkX warns when it reuses a converted graph, rightly or not."""
    with nx.config(cache_converted_graphs=False):
        yield


@st.composite
def pipes(draw: DrawFn) -> nx.Graph:
    """Draw a graph whose edges have capacities, loops and capacities of nothing among them."""
    graph = draw(st.sampled_from(SIMPLE))()
    size = draw(st.integers(2, 8))
    graph.add_nodes_from(range(size))
    node = st.integers(0, size - 1)
    for start, end, capacity in draw(st.lists(st.tuples(node, node, st.integers(0, 5)), max_size=22)):
        graph.add_edge(start, end, capacity=capacity)
    return graph


@UNTIMED
@given(pipes())
def test_flows_and_cuts(graph: nx.Graph) -> None:
    """Value and partition are NetworkX's; the cut carries the value, the flow fits and is kept up."""
    value, (near, far) = nx.minimum_cut(graph, 0, 1, backend="igraph")
    assert (value, (near, far)) == nx.minimum_cut(graph, 0, 1, backend="networkx")
    for function in (nx.maximum_flow_value, nx.minimum_cut_value):
        found, expected = both(function, graph, _s=0, _t=1)
        assert found == expected == value
    crossing = [
        d["capacity"]
        for u, v, d in graph.edges(data=True)
        if (u in near and v in far) or (not graph.is_directed() and v in near and u in far)
    ]
    assert sum(crossing) == value

    led_value, led = nx.maximum_flow(graph, 0, 1, backend="igraph")
    assert led_value == value
    assert {u: set(near) for u, near in led.items()} == {u: set(graph[u]) for u in graph}
    for node in graph:
        balance = sum(led[node].values()) - sum(led[other].get(node, 0) for other in graph)
        assert balance == pytest.approx({0: value, 1: -value}.get(node, 0))
    assert all(0 <= led[u][v] <= graph[u][v]["capacity"] for u in led for v in led[u])


def test_what_has_no_answer_is_refused_as_in_networkx() -> None:
    """Nodes that are not there or the same, and parallel edges, are NetworkX's errors."""
    graph = nx.Graph([(0, 1, {"capacity": 1})])
    for start, end in ((0, 0), (0, 9), (9, 0)):
        with pytest.raises(nx.NetworkXError):
            nx.minimum_cut(graph, start, end, backend="igraph")
    with pytest.raises(nx.NetworkXError):
        nx.maximum_flow(nx.MultiGraph(graph), 0, 1, backend="igraph")


def test_a_pipe_without_a_limit_is_left_to_networkx() -> None:
    """In NetworkX an edge without a capacity takes any flow; igraph knows no such edge, and says so."""
    graph = nx.Graph([(0, 1, {"capacity": 1}), (1, 2)])
    held = Dispatcher.convert_from_nx(graph)
    plain = IGraph.from_columns([0, 1], [0], [1], [3.0])

    with pytest.raises(NotImplementedError):
        nx.maximum_flow_value(graph, 0, 2, backend="igraph")
    assert "every edge" in str(Dispatcher.can_run("maximum_flow_value", (held, 0, 2), {}))
    assert "every edge" in str(Dispatcher.can_run("maximum_flow_value", (plain, 0, 1), {}))
    assert nx.maximum_flow_value(plain, 0, 1, capacity="weight") == 3
