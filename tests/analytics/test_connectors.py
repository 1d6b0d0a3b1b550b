"""Key connectors against NetworkX's own measures on the same graphs."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.analytics.connectors import connectors
from netgraph.analytics.projection import Projection
from netgraph.model import Marking

NAMES = [f"n{number}" for number in range(9)]
WEIGHTS = st.integers(1, 5)


def projection(weights: dict[tuple[str, str], int], *, directed: bool) -> Projection:
    """Build a projection by hand; the first node lies in two jurisdictions, the rest in one."""
    names = sorted({name for pair in weights for name in pair})
    nodes = pd.DataFrame(
        {
            "type": "Person",
            "key": names,
            "jurisdictions": [("ITA", "NGA") if name == names[0] else ("NGA",) for name in names],
        },
        index=pd.Index(names, name="name"),
    )
    edges = pd.DataFrame(
        [(start, end, weight) for (start, end), weight in sorted(weights.items())],
        columns=["start", "end", "weight"],
    )
    return Projection("entity", nodes, edges, directed, "claims", Marking.AMBER, withheld=3, notes=("x",))


def networkx_graph(weights: dict[tuple[str, str], int], *, directed: bool) -> nx.Graph:
    """Build the same graph in NetworkX, opposite edges of an undirected one added up."""
    graph = nx.DiGraph() if directed else nx.Graph()
    for (start, end), weight in weights.items():
        before = graph.get_edge_data(start, end, {"weight": 0})["weight"]
        graph.add_edge(start, end, weight=before + weight)
    return graph


@st.composite
def weighted_pairs(draw: st.DrawFn) -> dict[tuple[str, str], int]:
    """Draw edges between different nodes."""
    pair = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1])
    return draw(st.dictionaries(pair, WEIGHTS, min_size=1, max_size=20))


@given(weighted_pairs(), st.booleans())
def test_measures_equal_networkx(weights: dict[tuple[str, str], int], directed: bool) -> None:  # noqa: FBT001
    """Every column of the table is NetworkX's measure of the same name, direction kept or dropped."""
    if not directed:
        weights = {pair: weight for pair, weight in weights.items() if pair[0] < pair[1]} or {("n0", "n1"): 1}
    graph = networkx_graph(weights, directed=directed)
    plain = networkx_graph(weights, directed=False)

    frame = connectors(projection(weights, directed=directed)).frame.set_index("key")

    assert set(frame.index) == set(graph)
    for node, row in frame.iterrows():
        assert row["betweenness"] == pytest.approx(nx.betweenness_centrality(graph)[node], abs=1e-9)
        assert row["pagerank"] == pytest.approx(
            nx.pagerank(graph, tol=1e-13, max_iter=10_000)[node], abs=1e-9
        )
        assert row["core"] == nx.core_number(plain)[node]
        assert row["cut_point"] == (node in set(nx.articulation_points(plain)))
        assert row["bridges"] == sum(node in bridge for bridge in nx.bridges(plain))
        assert row["degree"] == plain.degree(node)
        assert row["constraint"] == pytest.approx(nx.constraint(plain)[node], abs=1e-9)
        assert row["effective_size"] == pytest.approx(nx.effective_size(plain)[node], abs=1e-9)
    for measure in ("betweenness", "pagerank", "core", "effective_size", "degree", "reach", "cross_border"):
        scores = frame[measure].round(9)
        assert frame[f"{measure}_rank"].tolist() == [1 + int((scores > score).sum()) for score in scores]
    scores = frame["constraint"].round(9)
    assert frame["constraint_rank"].tolist() == [1 + int((scores < score).sum()) for score in scores]


def test_ranks_fall_with_betweenness_and_ties_share_one() -> None:
    """In a star of four the centre ranks first and the tied leaves all second, ordered by key."""
    star = {("hub", leaf): 1 for leaf in ("a", "b", "c")}

    frame = connectors(projection(star, directed=False)).frame

    assert frame["key"].tolist() == ["hub", "a", "b", "c"]
    assert frame["rank"].tolist() == [1, 2, 2, 2]


def test_cases_are_not_ranked() -> None:
    """A case ties people together but is a record, so it takes part in paths and not in the ranking."""
    tied = projection({("a", "case"): 1, ("b", "case"): 1}, directed=False)
    tied.nodes.loc["case", "type"] = "Case"

    frame = connectors(tied).frame

    assert frame["key"].tolist() == ["a", "b"]


def test_result_says_how_it_came_about() -> None:
    """The result carries marking, engine, direction, weights, sizes and what it does not mean."""
    result = connectors(projection({("a", "b"): 2}, directed=True), limit=1)

    assert len(result.frame) == 1
    assert result.marking is Marking.AMBER
    assert result.engine.startswith("igraph ")
    assert "directed" in result.method
    assert "claims" in result.method
    assert "not guilt" in result.caveat
    assert (result.nodes, result.edges, result.withheld, result.notes) == (2, 1, 3, ("x",))
    assert result.frame.loc[0, "jurisdictions"] in {"ITA, NGA", "NGA"}
    assert result.provenance()["marking"] == "TLP:AMBER"
