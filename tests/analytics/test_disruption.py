"""Disruption against networks that are taken apart step by step in NetworkX."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drawn import drawn, projection_of
from netgraph.analytics.damage import Network
from netgraph.analytics.demand import Demand, own_ties
from netgraph.analytics.disruption import EXACT_TO, disruption
from netgraph.errors import AnalysisError
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    Drawn = tuple[nx.Graph, dict[str, tuple[str, ...]]]

FIELDS = ["largest", "efficiency", "flow", "jurisdictions"]
MEASURES: Mapping[str, Callable[[nx.Graph], Mapping[Any, float]]] = {
    "betweenness": nx.betweenness_centrality,
    "degree": lambda graph: dict(graph.degree()),
    "strength": lambda graph: dict(graph.degree(weight="weight")),
    "core": nx.core_number,
}


def naive(
    whole: nx.Graph,
    left: nx.Graph,
    lies: Mapping[str, tuple[str, ...]],
    demand: Collection[tuple[str, str, int]],
) -> list[float]:
    """Measure what is left from the definitions, with nothing of netgraph."""
    plain = left.to_undirected(as_view=True) if left.is_directed() else left
    parts = list(nx.connected_components(plain))
    size = len(whole)
    inverse = 0.0
    for node in left:
        for other, length in nx.single_source_shortest_path_length(left, node).items():
            inverse += 1 / length if other != node else 0
    volume = sum(weight for *_, weight in demand)
    through = sum(w for a, b, w in demand if a in left and b in left and nx.has_path(left, a, b))
    return [
        float(max(map(len, parts), default=0)),
        inverse / (size * (size - 1)) if size > 1 else 0.0,
        through / volume if volume else float("nan"),
        float(max((len({code for node in part for code in lies[node]}) for part in parts), default=0)),
    ]


def values(result_frame: pd.DataFrame, strategy: str) -> list[list[float]]:
    """Return the curve of a strategy."""
    rows: list[list[float]] = (
        result_frame.loc[result_frame["strategy"] == strategy, FIELDS].to_numpy().tolist()
    )
    return rows


def same(found: Sequence[Sequence[float]], expected: Sequence[Sequence[float]]) -> bool:
    """Compare curves within 1e-9; where nothing is known, nothing is."""
    return len(found) == len(expected) and all(
        list(one) == pytest.approx(list(other), abs=1e-9, nan_ok=True)
        for one, other in zip(found, expected, strict=True)
    )


@given(drawn(), st.data(), st.sampled_from(["igraph", "networkx"]))
def test_what_is_left_is_what_the_definitions_give(drawn_: Drawn, data: st.DataObject, engine: str) -> None:
    """Any nodes and edges may be gone, any pairs in demand: strangers, or a node with itself."""
    graph, lies = drawn_
    projection = projection_of(graph, lies=lies)
    names = st.sampled_from([*sorted(graph), "elsewhere"])
    demand = data.draw(st.dictionaries(st.tuples(names, names), st.integers(1, 5)))
    rows = [(a, b, weight) for (a, b), weight in demand.items()]
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(graph), max_size=len(graph))), dtype=bool)
    edges = len(projection.edges)
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=edges, max_size=edges)), dtype=bool)
    network = Network(
        projection, Demand(pd.DataFrame(rows, columns=["start", "end", "weight"]), "volumes"), engine
    )

    left = graph.copy()
    left.remove_edges_from(projection.edges.loc[~kept, ["start", "end"]].itertuples(index=False, name=None))
    left.remove_nodes_from(projection.nodes.index[~alive])
    assert same([network.left(alive, kept)], [naive(graph, left, lies, rows)])


@settings(deadline=None)
@given(drawn(most=7), st.sampled_from(sorted(MEASURES)), st.booleans(), st.integers(1, 3))
def test_curves_by_a_measure_equal_a_naive_removal(
    drawn_: Drawn,
    measure: str,
    recompute: bool,  # noqa: FBT001
    block: int,
) -> None:
    """Highest first, by name among equals, in blocks, ranked once or again after each step."""
    graph, lies = drawn_
    assume(len(graph))
    demand = [(a, b, data["weight"]) for a, b, data in graph.edges(data=True)]
    left, gone = graph.copy(), set[str]()
    scores = MEASURES[measure](left)
    expected, taken = [naive(graph, left, lies, demand)], [""]
    for _ in range(3):
        if recompute:
            isolated = left.copy()
            isolated.add_nodes_from(graph)  # what is gone stays, without edges: so it is defined
            scores = MEASURES[measure](isolated)
        ranked = sorted(set(graph) - gone, key=lambda node: (-round(scores[node], 12), node))
        if not ranked:
            break
        gone |= set(ranked[:block])
        left.remove_nodes_from(ranked[:block])
        expected.append(naive(graph, left, lies, demand))
        taken.append(", ".join(ranked[:block]))

    result = disruption(
        projection_of(graph, lies=lies), by=[measure], block=block, steps=3, recompute=recompute, runs=1
    )

    assert result.frame.loc[result.frame["strategy"] == measure, "taken"].tolist() == taken
    assert same(values(result.frame, measure), expected)


@settings(deadline=None)
@given(drawn(most=6), st.sampled_from(["betweenness", "weight"]), st.booleans())
def test_edges_are_removed_alike(drawn_: Drawn, measure: str, recompute: bool) -> None:  # noqa: FBT001
    """Edges fall by their betweenness or weight, by their ends among equals."""
    graph, lies = drawn_
    assume(graph.number_of_edges())
    projection = projection_of(graph, lies=lies)
    ends = [*projection.edges[["start", "end"]].itertuples(index=False, name=None)]
    demand = [(a, b, data["weight"]) for a, b, data in graph.edges(data=True)]

    def scores(left: nx.Graph) -> dict[tuple[str, str], float]:
        if measure == "weight":
            return {(a, b): data["weight"] for a, b, data in left.edges(data=True)}
        return dict(nx.edge_betweenness_centrality(left))

    left = graph.copy()
    found = scores(left)
    expected, there = [naive(graph, left, lies, demand)], list(ends)
    for _ in range(3):
        if recompute:
            found = scores(left)
        if not there:
            break
        known = {edge: found.get(edge, found.get(edge[::-1], 0)) for edge in there}
        first = min(there, key=lambda edge: (-round(known[edge], 12), edge))
        there.remove(first)
        left.remove_edge(*first)
        expected.append(naive(graph, left, lies, demand))

    result = disruption(projection, by=[measure], remove="edges", steps=3, recompute=recompute, runs=1)

    assert same(values(result.frame, measure), expected)


def ladder() -> nx.Graph:
    """Make a hub with four spokes, each with two leaves: thirteen nodes."""
    return nx.Graph(
        [("hub", f"s{at}") for at in range(4)]
        + [(f"s{at}", f"l{at}{leaf}") for at in range(4) for leaf in "ab"]
    )


def test_a_named_set_is_taken_to_its_end_in_order() -> None:
    """Named nodes are a curve of their own, by name or key, in blocks, however few steps are asked for."""
    result = disruption(
        projection_of(ladder()), by=["degree"], chosen=["s1", "key-hub", "s0"], block=2, steps=1, runs=2
    )
    curve = result.frame[result.frame["strategy"] == "named"]

    assert curve["taken"].tolist() == ["", "s1, hub", "s0"]
    assert curve["removed"].tolist() == [0, 2, 3]
    assert curve["largest"].tolist() == [13.0, 3.0, 3.0]
    assert result.frame.loc[result.frame["strategy"] == "degree", "step"].tolist() == [0, 1]


def test_a_named_edge() -> None:
    """An edge is named by its ends, either way round where it has no direction."""
    result = disruption(
        projection_of(ladder()), by=["weight"], chosen_edges=[("key-s0", "hub")], remove="edges", runs=2
    )
    curve = result.frame[result.frame["strategy"] == "named"]

    assert curve["taken"].tolist() == ["", "hub -- s0"]
    assert curve["largest"].tolist() == [13.0, 10.0]
    with pytest.raises(AnalysisError, match="no edge"):
        disruption(projection_of(ladder()), by=["weight"], chosen_edges=[("s0", "s1")], remove="edges")


def test_removing_the_easily_replaced_does_not_lower_flow() -> None:
    """With replacement for certain the leaves cost nothing; the hub, which nobody replaces, costs as much."""
    leaves = [f"l{at}{leaf}" for at in range(4) for leaf in "ab"]
    network = projection_of(ladder())
    frame = disruption(network, by=[], chosen=[*leaves, "hub"], replace=1.0, low=0.6, runs=3).frame
    named = frame[frame["strategy"] == "named"]
    without, with_ = (named[named["replace"] == chance] for chance in (0.0, 1.0))

    assert without["flow"].tolist()[:3] == pytest.approx([1, 11 / 12, 10 / 12])
    assert with_["flow"].tolist() == pytest.approx([1.0] * 9 + [8 / 12])
    assert with_["back"].tolist() == [*range(9), 8]
    assert with_["largest"].tolist() == [13.0] * 9 + [3.0]
    assert without["back"].tolist() == [0] * 10


def test_replacement_by_chance_lies_between_never_and_always() -> None:
    """The mean over the runs is between the curves of no and of sure replacement, the interval around it."""
    leaves = [f"l{at}{leaf}" for at in range(4) for leaf in "ab"]
    frame = disruption(
        projection_of(ladder()), by=[], chosen=leaves, replace=0.5, low=0.6, runs=40, seed=1
    ).frame
    named = frame[frame["strategy"] == "named"].set_index(["replace", "step"])

    never, half = named.loc[0.0], named.loc[0.5]
    assert (half["flow"].iloc[1:] > never["flow"].iloc[1:]).all()
    assert (half["flow"].iloc[1:] < 1).all()
    assert (half["flow_low"] <= half["flow"]).all()
    assert (half["flow"] <= half["flow_high"]).all()
    assert half["back"].iloc[-1] == pytest.approx(4, abs=1)


def test_random_removal_is_the_mean_over_runs() -> None:
    """On a star of five, chance hits the hub in one run of five: the baseline is far above its removal."""
    star = projection_of(nx.star_graph(["hub", "a", "b", "c", "d"]))
    frame = disruption(star, by=["degree"], steps=1, runs=400, seed=3).frame.set_index(["strategy", "step"])

    assert frame.loc[("degree", 1), "largest"] == 1
    # In a fifth of the runs one node is left in the largest component, else four.
    assert frame.loc[("random", 1), "largest"] == pytest.approx(0.2 * 1 + 0.8 * 4, abs=0.25)
    assert frame.loc[("random", 1), "largest_low"] == 1
    assert frame.loc[("random", 1), "largest_high"] == 4
    assert frame["taken"].isna().tolist() == [False, False, False, True]


def test_the_same_seed_gives_the_same_curves() -> None:
    """To the last digit, whatever other curves are asked for; another seed gives others."""
    network = projection_of(ladder())
    one = disruption(network, by=["degree"], replace=0.3, runs=5, seed=2)
    two = disruption(network, by=["betweenness", "degree"], replace=0.3, runs=5, seed=2)
    three = disruption(network, by=["degree"], replace=0.3, runs=5, seed=4)
    kept = two.frame[two.frame["strategy"] != "betweenness"].reset_index(drop=True)

    pd.testing.assert_frame_equal(one.frame, kept, check_exact=True)
    assert not one.frame.equals(three.frame)
    assert (one.seed, one.parameters["replace"]) == (2, 0.3)


def test_cases_and_victims_are_never_chosen() -> None:
    """By a measure or by chance only actors fall; who is a victim and a suspect is an actor too."""
    roles = {"a": ("Victim",), "b": ("Suspect", "Victim"), "c": ("Witness",), "d": ()}
    graph = nx.star_graph(["case", "a", "b", "c", "d"])
    network = projection_of(graph, name="entity", types={"case": "Case"}, roles=roles)
    frame = disruption(network, by=["degree"], steps=9, runs=30).frame

    assert frame.loc[frame["strategy"] == "degree", "taken"].tolist() == ["", "b", "d"]
    assert frame.loc[frame["strategy"] == "random", "removed"].tolist() == [0, 1, 2]
    named = disruption(network, by=[], chosen=["a"], runs=1).frame
    assert named.loc[named["strategy"] == "named", "taken"].tolist() == ["", "a"]


def test_a_directed_route_is_not_travelled_backwards() -> None:
    """Flow follows direction: a demand against it is not routable, and detours keep what they can."""
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "x"), ("x", "c")])
    rows = pd.DataFrame([("a", "c", 6), ("c", "a", 3), ("b", "c", 1)], columns=["start", "end", "weight"])
    demand = Demand(rows, "recorded routes", Marking.RED, 5)
    result = disruption(projection_of(graph), by=[], chosen=["b", "x"], demand=demand, runs=1)

    assert values(result.frame, "named") == [
        pytest.approx([4, 4.5 / 12, 0.7, 0]),
        pytest.approx([3, 2.5 / 12, 0.6, 0]),
        pytest.approx([1, 0, 0, 0]),
    ]
    assert result.marking is Marking.RED
    assert result.withheld == 7
    assert result.parameters["demand"] == "recorded routes"


def test_efficiency_of_large_networks_is_estimated_within_its_bound() -> None:
    """Above a size some nodes stand for all; the result says how far off that may be, and is not."""
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(EXACT_TO + 100, 2, seed=1), str)
    projection = projection_of(graph)
    result = disruption(projection, by=["degree"], steps=1, runs=1)
    exact = Network(projection, own_ties(projection)).left(
        np.ones(len(graph), bool), np.ones(len(projection.edges), bool)
    )

    assert "500 of 2,100 nodes" in result.estimated
    assert result.frame["efficiency"].iloc[0] == pytest.approx(exact.efficiency, abs=0.053)
    assert result.frame["efficiency"].iloc[0] != exact.efficiency


@pytest.mark.parametrize(
    ("asked", "cause"),
    [
        ({"by": ["fame"]}, "no fame"),
        ({"by": ["weight"]}, "nodes have no weight"),
        ({"by": ["degree"], "remove": "edges"}, "edges have no degree"),
        ({"remove": "people"}, "people cannot be removed"),
        ({"block": 0}, "count from 1"),
        ({"replace": 1.5}, "between 0 and 1"),
        ({"replace": 0.5, "remove": "edges"}, "not replaced"),
        ({"chosen": ["hub"], "remove": "edges"}, "others are named"),
        ({"chosen": ["nobody"]}, "called nobody"),
        ({"engine": "spark"}, "no engine"),
    ],
)
def test_what_cannot_be_done_is_refused(asked: dict[str, Any], cause: str) -> None:
    """Each mistake is named, with a next step."""
    with pytest.raises(AnalysisError, match=cause) as refused:
        disruption(projection_of(ladder()), **{"runs": 1, **asked})
    assert refused.value.hint


def test_a_network_without_targets_is_refused() -> None:
    """Where only cases are tied, nobody can be removed."""
    network = projection_of(nx.Graph([("c", "d")]), types={"c": "Case", "d": "Case"})
    with pytest.raises(AnalysisError, match="no nodes"):
        disruption(network)
