"""Clustering, structural holes, degrees and cores by igraph are NetworkX's own, on graphs of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netgraph.analytics.backend import Dispatcher
from networks import SIMPLE, UNTIMED, both, graphs, same_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module", autouse=True)
def _fresh_conversions() -> Iterator[None]:
    """Convert at every call: NetworkX warns when it reuses a converted graph, rightly or not."""
    with nx.config(cache_converted_graphs=False):
        yield


@UNTIMED
@given(graphs((nx.Graph,)), st.booleans())
def test_clustering(graph: nx.Graph, zeros: bool) -> None:  # noqa: FBT001
    """Triangles, clustering and its mean are NetworkX's, of all nodes, of some and of one."""
    some = [*list(graph)[::2], "nowhere"]
    for function in (nx.triangles, nx.clustering):
        for nodes in (None, some):
            found, expected = both(function, graph, nodes=nodes)
            assert found == pytest.approx(expected)
            assert set(found) == set(expected)
        for node in list(graph)[:2]:
            one, expected = both(function, graph, nodes=node)
            assert one == pytest.approx(expected)
    found, expected = both(nx.transitivity, graph)
    assert found == pytest.approx(expected)
    assume(len(graph))
    assume(zeros or any(nx.triangles(graph).values()))  # a mean of nothing is an error in both
    found, expected = both(nx.average_clustering, graph, count_zeros=zeros)
    assert found == pytest.approx(expected)


@UNTIMED
@given(graphs((nx.MultiGraph,)))
def test_triangles_among_parallel_edges(graph: nx.Graph) -> None:
    """Parallel edges add no triangle, and clustering is refused for them, as in NetworkX."""
    found, expected = both(nx.triangles, graph)
    assert found == expected
    with pytest.raises(nx.NetworkXNotImplemented):
        nx.transitivity(graph, backend="igraph")


@UNTIMED
@given(graphs(loops=False), st.sampled_from([None, "weight"]))
def test_constraint(graph: nx.Graph, weight: str | None) -> None:
    """Burt's constraint is NetworkX's, of all nodes and of some."""
    assume(len(graph))  # SciPy makes no matrix of nothing
    found, expected = both(nx.constraint, graph, weight=weight)
    assert same_numbers(found, expected)
    if type(graph) is nx.Graph:
        found, expected = both(nx.constraint, graph, nodes=list(graph)[::2], weight=weight)
        assert same_numbers(found, expected)


@UNTIMED
@given(graphs((nx.Graph,), loops=False))
def test_effective_size(graph: nx.Graph) -> None:
    """The effective size of a neighbourhood is NetworkX's, of all nodes and of some."""
    for nodes in (None, list(graph)[::2]):
        assume(len(graph))  # SciPy makes no matrix of nothing
        found, expected = both(nx.effective_size, graph, nodes=nodes)
        assert same_numbers(found, expected)


@UNTIMED
@given(graphs(SIMPLE), st.sampled_from([None, "weight"]))
def test_eigenvector_centrality(graph: nx.Graph, weight: str | None) -> None:
    """The eigenvector is NetworkX's wherever there is but one."""
    assume(len(graph))
    assume(nx.is_strongly_connected(graph) if graph.is_directed() else nx.is_connected(graph))
    found = nx.eigenvector_centrality(graph, weight=weight, backend="igraph")
    expected = nx.eigenvector_centrality(
        graph, max_iter=100_000, tol=1e-14, weight=weight, backend="networkx"
    )
    assert same_numbers(found, expected)


@UNTIMED
@given(graphs())
def test_degrees(graph: nx.Graph) -> None:
    """Degree centralities are NetworkX's: a loop counts twice, parallel edges each."""
    directed = (nx.in_degree_centrality, nx.out_degree_centrality) if graph.is_directed() else ()
    for function in (nx.degree_centrality, *directed):
        found, expected = both(function, graph)
        assert same_numbers(found, expected)
    assert nx.density(Dispatcher.convert_from_nx(graph)) == pytest.approx(nx.density(graph))


@UNTIMED
@given(graphs(SIMPLE, loops=False), st.sampled_from([None, 0, 1, 2, 3]))
def test_k_core(graph: nx.Graph, k: int | None) -> None:
    """The k-core is NetworkX's, with what is known of nodes and edges."""
    assume(len(graph))
    nx.set_node_attributes(graph, "known", "mark")
    found = Dispatcher.convert_to_nx(nx.k_core(Dispatcher.convert_from_nx(graph), k))
    assert nx.utils.graphs_equal(found, nx.k_core(graph, k, backend="networkx"))


@UNTIMED
@given(graphs())
def test_being_in_one_piece(graph: nx.Graph) -> None:
    """Whether a graph is in one piece, in how many it is, and who is with whom are NetworkX's."""
    directed: list[Callable[..., Any]] = [nx.is_strongly_connected, nx.is_weakly_connected]
    for function in directed if graph.is_directed() else [nx.is_connected]:
        if len(graph):
            found, expected = both(function, graph)
            assert found == expected
        else:
            with pytest.raises(nx.NetworkXPointlessConcept):
                function(graph, backend="igraph")
    counted = [nx.number_strongly_connected_components, nx.number_weakly_connected_components]
    for function in counted if graph.is_directed() else []:
        found, expected = both(function, graph)
        assert found == expected
    if not graph.is_directed():
        for node in list(graph)[:2]:
            found, expected = both(nx.node_connected_component, graph, n=node)
            assert found == expected
