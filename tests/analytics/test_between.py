"""What connects two groups, against NetworkX's cuts and every set of third nodes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import drawn, projection_of
from netgraph.analytics.between import between
from netgraph.analytics.communities import communities, membership
from netgraph.analytics.group_pairs import group_pairs
from netgraph.analytics.sides import Side, sides
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.projection import Projection


def side(projection: Projection, members: set[str]) -> Side:
    """Make a side of these nodes."""
    return Side("+".join(sorted(members)), np.isin(projection.nodes.index, sorted(members)))


def two_sets(data: st.DataObject, graph: nx.Graph) -> tuple[set[str], set[str]]:
    """Draw two sets of nodes that may overlap, the first node in one alone, the second in the other."""
    of = {node: data.draw(st.sampled_from(["1", "2", "12", "", ""])) for node in sorted(graph)}
    of |= dict(zip(sorted(graph), "12", strict=False))
    one, other = ({node for node in graph if name in of[node]} for name in "12")
    return one, other


def parted(graph: nx.Graph, one: set[str], other: set[str]) -> bool:
    """Say whether no path leads from one set to another."""
    parts = [part for part in nx.connected_components(graph) if part & one]
    return not any(part & other for part in parts)


@given(drawn(directed=False, least=2), st.data(), st.sampled_from(["igraph", "networkx"]))
def test_cuts_are_the_smallest(
    drawn_: tuple[nx.Graph, dict[str, tuple[str, ...]]], data: st.DataObject, engine: str
) -> None:
    """The cut of ties has the weight of NetworkX's and parts; no smaller set of third nodes does."""
    graph, lies = drawn_
    one, other = two_sets(data, graph)
    both = one & other
    projection = projection_of(graph, lies=lies)

    result = between(projection, side(projection, one), side(projection, other), engine=engine)

    rest = graph.subgraph(set(graph) - both).copy()
    one, other = one - both, other - both
    joined = nx.Graph(rest)
    for name, members in (("S", one), ("T", other)):
        for node in members:
            joined.add_edge(name, node, weight=10**6)
    least = nx.minimum_cut_value(joined, "S", "T", capacity="weight")
    frame, told = result.frame, result.parameters
    cut = frame[frame["cut"] & frame["to"].notna()]
    assert told["weight_to_cut"] == cut["weight"].sum() == least
    rest.remove_edges_from(cut[["key", "to"]].itertuples(index=False, name=None))
    assert parted(rest, one, other)

    indirect = graph.subgraph(set(graph) - both).copy()
    direct = [(a, b) for a, b in indirect.edges if {a, b} & one and {a, b} & other]
    indirect.remove_edges_from(direct)
    thirds = set(indirect) - one - other
    fewest = next(
        size
        for size in range(len(thirds) + 1)
        for gone in combinations(sorted(thirds), size)
        if parted(indirect.subgraph(set(indirect) - set(gone)), one, other)
    )
    nodes = set(frame.loc[frame["cut"] & (frame["what"] == "third node"), "key"])
    assert told["third_nodes_to_cut"] == len(nodes) == fewest
    assert parted(indirect.subgraph(set(indirect) - nodes), one, other)


@given(drawn(directed=False, least=2), st.data())
def test_every_connection_is_listed(
    drawn_: tuple[nx.Graph, dict[str, tuple[str, ...]]], data: st.DataObject
) -> None:
    """Shared nodes and jurisdictions, direct ties and third nodes are those that sets give."""
    graph, lies = drawn_
    one, other = two_sets(data, graph)
    projection = projection_of(graph, lies=lies)
    frame = between(projection, side(projection, one), side(projection, other)).frame

    def keys(what: str) -> set[str]:
        return set(frame.loc[frame["what"] == what, "key"])

    both = one & other
    first, second = one - both, other - both
    direct = {frozenset(edge) for edge in graph.edges if {*edge} & first and {*edge} & second}
    thirds = set(graph) - one - other
    assert keys("shared node") == both
    assert keys("shared jurisdiction") == {c for n in one for c in lies[n]} & {
        c for n in other for c in lies[n]
    }
    ties = frame[frame["what"] == "direct tie"]
    assert {frozenset(pair) for pair in ties[["key", "to"]].itertuples(index=False, name=None)} == direct
    assert set(ties["key"]) <= first
    for row in frame[frame["what"] == "third node"].itertuples():
        assert row.key in thirds
        assert row.first == sum(graph[row.key][n]["weight"] for n in graph[row.key] if n in first)
        assert row.second == sum(graph[row.key][n]["weight"] for n in graph[row.key] if n in second)
    assert {n for n in thirds if {*graph[n]} & first and {*graph[n]} & second} <= keys("third node")


def test_both_engines_give_the_same_cut() -> None:
    """Of several smallest cuts both libraries give the one next to the second side."""
    path = projection_of(nx.path_graph(["a", "b", "c", "d", "e"]))
    ends = sides(path, nodes=["a", "e"])
    fast, slow = (between(path, *ends, engine=engine) for engine in ("igraph", "networkx"))

    pd.testing.assert_frame_equal(fast.frame, slow.frame)
    assert fast.frame.loc[fast.frame["cut"], ["what", "key"]].to_numpy().tolist() == [
        ["third node", "d"],
        ["other tie", "d"],
    ]
    assert fast.engine.startswith("igraph")
    assert slow.engine.startswith("NetworkX")


def cliques() -> Projection:
    """Make two groups of four, tied by one edge, each in its own country but for one node."""
    left, right = combinations("abcd", 2), combinations("wxyz", 2)
    lies = {**dict.fromkeys("abcd", ("ITA",)), **dict.fromkeys("wxyz", ("KEN",)), "d": ("ITA", "KEN")}
    return projection_of(nx.Graph([*left, *right, ("d", "w")]), lies=lies)


@given(drawn(directed=False, most=10, edges=24), st.sampled_from([0.5, 1.0, 2.0]))
def test_pairs_of_communities(drawn_: tuple[nx.Graph, dict[str, tuple[str, ...]]], resolution: float) -> None:
    """Ties, their weight, third nodes and shared jurisdictions of every pair are those that sets give."""
    graph, lies = drawn_
    projection = projection_of(graph, lies=lies)
    of = membership(projection, resolution=resolution).to_dict()
    found = group_pairs(projection, resolution=resolution).frame

    listed = {}
    for first, second in combinations(sorted(set(of.values())), 2):
        weights = [w for a, b, w in graph.edges(data="weight") if {of[a], of[b]} == {first, second}]
        around = {node: {of[other] for other in graph[node]} for node in graph}
        thirds = [n for n in graph if of[n] not in {first, second} and {first, second} <= around[n]]
        reach = [
            {code for node in graph if of[node] == group for code in lies[node]} for group in (first, second)
        ]
        if weights or thirds:
            row = (len(weights), sum(weights), len(thirds), ", ".join(sorted(reach[0] & reach[1])))
            listed[first, second] = row
    columns = ["ties", "weight", "third_nodes", "jurisdictions"]
    assert {
        (row.first, row.second): tuple(getattr(row, column) for column in columns)
        for row in found.itertuples()
    } == listed
    assert found["weight"].is_monotonic_decreasing


def test_sides_by_community_jurisdiction_and_node() -> None:
    """A community has its number of the table of communities, a jurisdiction all that lie in it."""
    network = cliques()
    table = communities(network).frame.set_index("community")
    first, second = sides(network, groups=[1], jurisdictions=["KEN"])

    assert ", ".join(network.nodes.index[first.members]) == "a, b, c, d"
    assert set(network.nodes.index[second.members]) == set("dwxyz")
    assert set(membership(network)) == set(table.index)
    assert membership(network).value_counts().to_dict() == table["members"].to_dict()
    one, other = sides(network, nodes=["key-a", "z"])
    assert (one.name, other.name) == ("a", "z")


@pytest.mark.parametrize(
    ("asked", "cause"),
    [
        ({}, "0 sides"),
        ({"nodes": ["a"]}, "1 sides"),
        ({"nodes": ["a", "b", "c"]}, "3 sides"),
        ({"nodes": ["a", "nobody"]}, "called nobody"),
        ({"groups": [1, 9]}, "no community 9"),
        ({"jurisdictions": ["ITA", "XXX"]}, "lies in XXX"),
    ],
)
def test_sides_that_are_not_there(asked: dict[str, list[str]], cause: str) -> None:
    """What cannot be found is named, with a next step."""
    with pytest.raises(AnalysisError, match=cause) as refused:
        sides(cliques(), **asked)  # type: ignore[arg-type] # lists of what each side is named by
    assert refused.value.hint


def test_a_side_inside_the_other_is_refused() -> None:
    """Where nothing is apart there is nothing between."""
    network = cliques()
    with pytest.raises(AnalysisError, match="apart"):
        between(network, *sides(network, jurisdictions=["ITA"], nodes=["a"]))


def test_a_key_of_two_nodes_must_be_named_in_full() -> None:
    """A key alone is enough only where it is one node's."""
    network = cliques()
    network.nodes.loc["b", "key"] = "key-a"
    with pytest.raises(AnalysisError, match="2 nodes") as refused:
        sides(network, nodes=["key-a", "z"])
    assert refused.value.hint == "name one in full: a or b"
