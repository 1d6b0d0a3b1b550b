"""Cuts and shortest ways: against brute force, against igraph and SciPy, and on published networks."""

from __future__ import annotations

import csv
from itertools import combinations, pairwise

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from needs import real_file
from netgraph.analytics.backend import IGraph
from netgraph.analytics.engine import Engine
from netgraph.analytics.interdiction import minimum_cut
from netgraph.analytics.projection import Projection
from netgraph.analytics.shortest import shortest_routes
from netgraph.errors import AnalysisError

PLACES = list("abcdef")
EDGE = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 4))
NETWORKS = "reference_networks/ht_interdiction"


def graph_of(edges: list[tuple[int, int, int]]) -> IGraph:
    """Build a graph of six places, whatever edges were drawn."""
    start, end, weight = ([edge[n] for edge in edges] for n in range(3))
    return IGraph.from_columns(PLACES, start, end, weight, directed=True, multigraph=True)


def parted(edges: list[tuple[int, int, int]], starts: set[int], ends: set[int]) -> bool:
    """Tell whether no path leads from a start to an end."""
    reached, new = set(starts), set(starts)
    while new:
        new = {head for tail, head, _ in edges if tail in new} - reached
        reached |= new
    return not reached & ends


def cheapest(edges: list[tuple[int, int, int]], starts: set[int], ends: set[int]) -> int:
    """Try every part of the places that holds the starts and no end."""
    rest = [n for n in range(6) if n not in starts | ends]
    sides = [starts | set(some) for size in range(len(rest) + 1) for some in combinations(rest, size)]
    return min(sum(w for a, b, w in edges if a in side and b not in side) for side in sides)


@given(st.lists(EDGE, max_size=14), st.sampled_from([{0}, {0, 1}]), st.sampled_from([{5}, {4, 5}]))
def test_a_cut_of_legs_is_the_cheapest(
    edges: list[tuple[int, int, int]], starts: set[int], ends: set[int]
) -> None:
    """It costs what the cheapest of all sides does, on both engines, and really parts the places."""
    names = [[PLACES[n] for n in sorted(some)] for some in (starts, ends)]
    cut = minimum_cut(graph_of(edges), *names)

    assert cut.value == cheapest(edges, starts, ends)
    gone = {(PLACES.index(a), PLACES.index(b)) for a, b in cut.parts}
    left = [edge for edge in edges if edge[:2] not in gone]
    assert parted([edge for edge in left if edge[2]], starts, ends)
    assert sum(edge[2] for edge in edges if edge[:2] in gone) == cut.value
    assert minimum_cut(graph_of(edges), *names, engine=Engine("networkx")) == cut


@given(st.lists(EDGE, max_size=14))
def test_a_cut_of_places_is_the_smallest(edges: list[tuple[int, int, int]]) -> None:
    """As many places as the smallest set whose closing parts both ends; none where a leg leads straight."""
    if any(edge[:2] == (0, 5) for edge in edges):
        with pytest.raises(AnalysisError, match="straight"):
            minimum_cut(graph_of(edges), ["a"], ["f"], cut="places", capacity=None)
        return
    cut = minimum_cut(graph_of(edges), ["a"], ["f"], cut="places", capacity=None)

    sizes = (
        size
        for size in range(5)
        for some in combinations(range(1, 5), size)
        if parted([edge for edge in edges if not {*edge[:2]} & {*some}], {0}, {5})
    )
    assert cut.value == len(cut.parts) == next(sizes)
    closed = {PLACES.index(place) for place in cut.parts}
    assert parted([edge for edge in edges if not {*edge[:2]} & closed], {0}, {5})


def test_what_cannot_be_cut_is_refused() -> None:
    """A place is not parted from itself, and no capacity is below zero."""
    with pytest.raises(AnalysisError, match="itself"):
        minimum_cut(graph_of([(0, 1, 1)]), ["a"], ["a"])
    with pytest.raises(AnalysisError, match="below zero"):
        minimum_cut(graph_of([(0, 1, -1)]), ["a"], ["b"])
    assert minimum_cut(graph_of([(1, 0, 1)]), ["a"], ["b"]).parts == []


@pytest.mark.realdata
@pytest.mark.parametrize("number", range(1, 11))
def test_minimum_cut_equals_maximum_flow_on_published_networks(number: int) -> None:
    """On each network of the interdiction paper the cut costs what igraph and SciPy let flow."""
    with real_file(f"{NETWORKS}/Network{number}.csv").open(encoding="utf-8") as stream:
        rows = ([cell for cell in row if cell.strip()] for row in csv.reader(stream))  # one ends in commas
        (source, sink), *arcs = [[int(cell) for cell in row] for row in rows if row]
    nodes = sorted({node for arc in arcs for node in arc[:2]} | {source, sink})
    at = {node: position for position, node in enumerate(nodes)}
    start, end, capacity = ([at[arc[0]] for arc in arcs], [at[arc[1]] for arc in arcs], [a[2] for a in arcs])
    graph = IGraph.from_columns(nodes, start, end, capacity, directed=True, multigraph=True)

    cut = minimum_cut(graph, [source], [sink])

    matrix = csr_array((np.array(capacity, np.int32), (start, end)), shape=(len(nodes), len(nodes)))
    plain = igraph.Graph(len(nodes), list(zip(start, end, strict=True)), directed=True)
    assert cut.value > 0
    assert cut.value == maximum_flow(matrix, at[source], at[sink]).flow_value
    assert cut.value == plain.maxflow_value(at[source], at[sink], capacity)
    gone = {(at[a], at[b]) for a, b in cut.parts}
    legs = list(zip(start, end, capacity, strict=True))
    assert sum(c for a, b, c in legs if (a, b) in gone) == cut.value
    assert parted([leg for leg in legs if leg[:2] not in gone and leg[2]], {at[source]}, {at[sink]})


@given(st.dictionaries(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)), st.integers(1, 3)))
def test_shortest_ways_equal_brute_force(legs: dict[tuple[str, str], int]) -> None:
    """The first k of all ways without a place twice, by cost, then by their rarest leg, then by key."""
    legs = {leg: n for leg, n in legs.items() if leg[0] != leg[1]} | {("a", "b"): 1, ("b", "f"): 1}
    plain = nx.DiGraph(list(legs))
    edges = pd.DataFrame([(*leg, n) for leg, n in sorted(legs.items())], columns=["start", "end", "weight"])
    nodes = pd.DataFrame({"name": sorted(plain)}, index=pd.Index(sorted(plain), name="name"))
    network = Projection("place", nodes, edges, directed=True, weight="legs")

    for cost in ("legs", "records"):
        every = sorted(
            (
                round(sum(1.0 if cost == "legs" else 1 / legs[leg] for leg in pairwise(way)), 12),
                -min(legs[leg] for leg in pairwise(way)),
                way,
            )
            for way in nx.all_simple_paths(plain, "a", "f")
        )
        frame = shortest_routes(network, "a", "f", k=4, cost=cost).frame
        assert frame["way"].tolist() == [" > ".join(way) for _, _, way in every[:4]]
        assert frame["length"].tolist() == pytest.approx([length for length, _, _ in every[:4]])


def test_no_way_is_said() -> None:
    """Where no way leads, and where both places are one, the reason and the next step are given."""
    edges = pd.DataFrame({"start": ["a"], "end": ["b"], "weight": [1]})
    nodes = pd.DataFrame({"name": ["A", None]}, index=pd.Index(["a", "b"], name="name"))
    network = Projection("place", nodes, edges, directed=True, weight="legs")

    with pytest.raises(AnalysisError, match="no recorded way"):
        shortest_routes(network, "b", "a")
    with pytest.raises(AnalysisError, match="two places"):
        shortest_routes(network, "a", "A")
