"""Centralisation against published values, NetworkX's scores, and the graphs that define its ends."""

from __future__ import annotations

import json
import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import drawn
from needs import real_file
from netgraph.analytics.centralisation import MEASURES, centralisation
from netgraph.errors import AnalysisError

FILE = "reference_networks/cockbain_victim_networks.json"
# The value published for this one is 0.20003573: not what the network beside it gives, by any convention.
RETRIEVER_BETWEENNESS = 0.2003573


def networks() -> dict[str, dict[str, Any]]:
    """Return Cockbain's four victim networks and what was published of them, or skip loudly."""
    read: dict[str, dict[str, Any]] = json.loads(real_file(FILE).read_text(encoding="utf-8"))
    return {name: network for name, network in read.items() if name != "source"}


def digits(value: float, published: float) -> float:
    """Round to as many digits as were printed."""
    return round(value, len(str(published).partition(".")[2]))


@pytest.mark.realdata
@pytest.mark.parametrize("engine", ["igraph", "networkx"])
def test_cockbains_victim_networks_to_the_printed_digits(engine: str) -> None:
    """Density and the three centralisations are the published ones, in igraph's conventions."""
    for name, network in networks().items():
        graph = nx.Graph(map(tuple, network["edges"]))
        graph.add_nodes_from(range(1, network["n"] + 1))
        told = network["published"]
        found = {
            measure: centralisation(graph, measure, loops=measure == "degree", engine=engine)
            for measure in MEASURES
        }
        assert digits(nx.density(graph), told["density"]) == told["density"], name
        assert digits(found["degree"], told["degree_c"]) == told["degree_c"], name
        if name == "retriever":
            assert round(found["betweenness"], 7) == RETRIEVER_BETWEENNESS
            assert math.isnan(found["closeness"])
            assert "closeness_c" not in told
            continue
        assert digits(found["betweenness"], told["betweenness_c"]) == told["betweenness_c"], name
        assert digits(found["closeness"], told["closeness_c"]) == told["closeness_c"], name


@given(drawn(directed=False), st.sampled_from(["igraph", "networkx"]))
def test_it_is_what_networkx_scores_give(drawn_: tuple[nx.Graph, object], engine: str) -> None:
    """Against a star of as many nodes: each score's distance from the highest, added up by hand."""
    graph, _ = drawn_
    size = len(graph)
    found = {measure: centralisation(graph, measure, engine=engine) for measure in MEASURES}
    if size < 3:
        assert all(math.isnan(value) for value in found.values())
        return
    scores = {
        "degree": dict(graph.degree()),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
    }
    star = nx.star_graph(size - 1)
    of_star = {
        "degree": dict(star.degree()),
        "betweenness": nx.betweenness_centrality(star),
        "closeness": nx.closeness_centrality(star),
    }
    for measure in MEASURES:
        fall = sum(max(scores[measure].values()) - value for value in scores[measure].values())
        most = sum(max(of_star[measure].values()) - value for value in of_star[measure].values())
        if measure == "closeness" and not nx.is_connected(graph):
            assert math.isnan(found[measure])
        else:
            assert found[measure] == pytest.approx(fall / most, abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_star_is_one_and_a_ring_is_nothing(measure: str) -> None:
    """The ends of the scale."""
    assert centralisation(nx.star_graph(6), measure) == pytest.approx(1)
    assert centralisation(nx.cycle_graph(7), measure) == pytest.approx(0)


@pytest.mark.parametrize("graph", [nx.DiGraph([(0, 1)]), nx.MultiGraph([(0, 1)])])
def test_direction_and_parallel_edges_are_refused(graph: nx.Graph) -> None:
    """Nobody gets a number that is defined for another kind of graph."""
    with pytest.raises(AnalysisError, match="undirected") as refused:
        centralisation(graph)
    assert "directed=False" in refused.value.hint


def test_an_unknown_measure_is_refused() -> None:
    """The message names what there is."""
    with pytest.raises(AnalysisError) as refused:
        centralisation(nx.path_graph(4), "fame")
    assert "closeness" in refused.value.hint
