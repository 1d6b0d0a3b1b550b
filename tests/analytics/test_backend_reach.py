"""Harmonic and edge betweenness centrality by igraph are NetworkX's own, on graphs of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import SIMPLE, UNTIMED, both, graphs, same_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def _fresh_conversions() -> Iterator[None]:
    """Convert at every call: NetworkX warns when it reuses a converted graph, rightly or not."""
    with nx.config(cache_converted_graphs=False):
        yield


@UNTIMED
@given(graphs(), st.sampled_from([None, "weight"]))
def test_harmonic(graph: nx.Graph, distance: str | None) -> None:
    """Harmonic centrality is NetworkX's, of all nodes, of some of them and of one."""
    found, expected = both(nx.harmonic_centrality, graph, distance=distance)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    some = [*list(graph)[::2], "nobody", *list(graph)[:1]]
    found, expected = both(nx.harmonic_centrality, graph, nbunch=some, distance=distance)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    for node in list(graph)[:1]:
        found, expected = both(nx.harmonic_centrality, graph, nbunch=node, distance=distance)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@UNTIMED
@given(graphs(SIMPLE), st.sampled_from([None, "weight"]), st.booleans())
def test_edge_betweenness(graph: nx.Graph, weight: str | None, normalized: bool) -> None:  # noqa: FBT001
    """Betweenness of edges is NetworkX's, plain or by distance, scaled or not, loops among them."""
    found, expected = both(nx.edge_betweenness_centrality, graph, weight=weight, normalized=normalized)
    assert same_numbers(found, expected)
