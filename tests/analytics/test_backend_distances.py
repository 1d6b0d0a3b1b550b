"""Distances, closeness and efficiency by igraph are NetworkX's own, on graphs of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netgraph.analytics.backend import Dispatcher
from networks import UNDIRECTED, UNTIMED, both, graphs, same_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def _fresh_conversions() -> Iterator[None]:
    """Convert at every call: NetworkX warns when it reuses a converted graph, rightly or not."""
    with nx.config(cache_converted_graphs=False):
        yield


@UNTIMED
@given(graphs(), st.sampled_from([None, "weight"]), st.booleans())
def test_closeness(graph: nx.Graph, distance: str | None, improved: bool) -> None:  # noqa: FBT001
    """Closeness is NetworkX's, of all nodes and of one, scaled by who reaches it or not."""
    found, expected = both(nx.closeness_centrality, graph, distance=distance, wf_improved=improved)
    assert same_numbers(found, expected)
    for node in list(graph)[:2]:
        one, of_it = both(nx.closeness_centrality, graph, u=node, distance=distance, wf_improved=improved)
        assert one == pytest.approx(of_it, rel=1e-9, abs=1e-9)


@UNTIMED
@given(graphs(UNDIRECTED))
def test_efficiency(graph: nx.Graph) -> None:
    """Global and local efficiency are NetworkX's, with loops and parts that do not meet."""
    found, expected = both(nx.global_efficiency, graph)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assume(len(graph))  # of no neighbourhood there is no mean, in both
    found, expected = both(nx.local_efficiency, graph)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@UNTIMED
@given(graphs(least=0), st.sampled_from([None, "weight"]))
def test_distances(graph: nx.Graph, weight: str | None) -> None:
    """Distances are NetworkX's: of all pairs, from a node, to a node, and of two."""
    found, expected = both(nx.shortest_path_length, graph, weight=weight)
    everywhere = dict(expected)
    assert dict(found) == everywhere
    for node in list(graph)[:3]:
        for end in ("source", "target"):
            found, expected = both(nx.shortest_path_length, graph, weight=weight, **{end: node})
            assert found == expected
            assert list(found.values()) == sorted(found.values())
        for other in graph:
            reached, expected = both(nx.has_path, graph, source=node, target=other)
            assert reached == expected == (other in everywhere[node])
            if reached:
                lengths = both(nx.shortest_path_length, graph, source=node, target=other, weight=weight)
                assert lengths[0] == lengths[1]


@UNTIMED
@given(graphs(), st.sampled_from([None, 0, 1, 2]))
def test_distances_within_a_cutoff(graph: nx.Graph, cutoff: int | None) -> None:
    """Within a cutoff too, from one node and from each."""
    found, expected = both(nx.all_pairs_shortest_path_length, graph, cutoff=cutoff)
    everywhere = dict(expected)
    assert dict(found) == everywhere
    for node in list(graph)[:2]:
        found, _ = both(nx.single_source_shortest_path_length, graph, source=node, cutoff=cutoff)
        assert found == everywhere[node]


@UNTIMED
@given(graphs(), st.sampled_from([None, "weight"]))
def test_mean_distance(graph: nx.Graph, weight: str | None) -> None:
    """The mean distance is NetworkX's, and where there is none both refuse alike."""
    try:
        expected = nx.average_shortest_path_length(graph, weight=weight)
    except nx.NetworkXException as refused:
        with pytest.raises(type(refused)):
            nx.average_shortest_path_length(graph, weight=weight, backend="igraph")
    else:
        found = nx.average_shortest_path_length(graph, weight=weight, backend="igraph")
        assert found == pytest.approx(expected, rel=1e-9)


def test_what_is_not_there_is_refused_as_in_networkx() -> None:
    """A node that is not there, a way that does not exist, and an unknown method are NetworkX's errors."""
    graph = Dispatcher.convert_from_nx(nx.Graph([(0, 1), (2, 3)]))
    with pytest.raises(nx.NodeNotFound):
        nx.shortest_path_length(graph, 0, 9)
    with pytest.raises(nx.NodeNotFound):
        nx.closeness_centrality(graph, u=9)
    with pytest.raises(nx.NetworkXNoPath):
        nx.shortest_path_length(graph, 0, 2)
    with pytest.raises(ValueError, match="not supported"):
        nx.shortest_path_length(graph, 0, 1, method="guess")
    with pytest.raises(ValueError, match="not supported"):
        nx.average_shortest_path_length(graph, method="guess")
