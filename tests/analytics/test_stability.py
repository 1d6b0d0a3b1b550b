"""How sure ranks are: against leaving claims out by hand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs import fill
from joint import joint
from netgraph.analytics.brokers import brokers
from netgraph.analytics.connectors import connectors
from netgraph.analytics.cross_border import cross_border_reach
from netgraph.analytics.direction import without_direction
from netgraph.analytics.measures import LOW_FIRST, MEASURES
from netgraph.analytics.projection import Projection, entity_network, jurisdiction_network, place_network
from netgraph.analytics.records import Records, records
from netgraph.analytics.stability import stability
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide

if TYPE_CHECKING:
    from graphs import Claim, Node
    from netgraph.store import Store

Ties = dict[tuple[str, str], int]
Told = list[tuple[int, tuple[str, str]]]
"""Claims: the number of a record, and the pair it ties."""


def projection(ties: Ties, names: list[str] | None = None, *, directed: bool = False) -> Projection:
    """Build a projection whose nodes lie in the jurisdiction of their first letter."""
    names = names or sorted({name for pair in ties for name in pair})
    nodes = pd.DataFrame(
        {"type": "Person", "key": names, "jurisdictions": [(name[0],) for name in names]},
        index=pd.Index(names, name="name", dtype="str"),
    )
    edges = pd.DataFrame([(*pair, n) for pair, n in sorted(ties.items())], columns=["start", "end", "weight"])
    return Projection("entity", nodes, edges, directed, "claims")


NAMES = ["a1", "a2", "b1", "b2", "c1"]


@st.composite
def some_ties(draw: st.DrawFn) -> Ties:
    """Draw undirected ties of one or two claims."""
    pair = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1])
    return draw(st.dictionaries(pair, st.integers(1, 2), min_size=1, max_size=8))


@settings(deadline=None, max_examples=50)
@given(some_ties(), st.sampled_from([name for name in MEASURES if name not in {"reach", "pagerank"}]))
def test_ranges_are_those_of_leaving_each_claim_out(ties: Ties, measure: str) -> None:
    """Best and worst ranks are what NetworkX's scores give for every network with one claim less."""
    scores = {
        "betweenness": nx.betweenness_centrality,
        "core": nx.core_number,
        "constraint": nx.constraint,
        "effective_size": nx.effective_size,
        "degree": lambda graph: dict(graph.degree),
        "cross_border": lambda graph: cross_border_reach(graph, {n: [n[0]] for n in NAMES}).to_dict(),
    }[measure]

    def ranked(kept: Ties) -> pd.Series:
        graph = nx.Graph(list(kept))
        graph.add_nodes_from(NAMES)
        found = scores(graph)
        column = pd.Series({name: found[name] for name in NAMES}).round(9)
        return column.rank(method="min", ascending=measure in LOW_FIRST)

    base = ranked(ties)
    turns = [ranked({p: n for p, n in ties.items() if p != gone}) for gone, n in ties.items() if n == 1]
    every = pd.concat([base, *[turn.fillna(base.notna().sum()) for turn in turns]], axis=1)[base.notna()]

    whole = projection(ties, NAMES)
    found = stability(whole, measure, whole.nodes.index, how="one").frame

    known = found.loc[every.index]
    assert known["rank_from"].tolist() == every.min(axis=1).tolist()
    assert known["rank_to"].tolist() == every.max(axis=1).tolist()
    assert known["sure"].tolist() == (every.min(axis=1) == every.max(axis=1)).tolist()


def test_a_rank_that_one_claim_would_change_is_not_sure() -> None:
    """Of three stars all ranks are sure, until two differ by one claim only."""
    ties = {("hub", f"l{n}"): 1 for n in range(20)} | {("x", f"m{n}"): 1 for n in range(4)}
    ties |= {("y", f"n{n}"): 1 for n in range(6)}
    told = ["rank", "rank_from", "rank_to", "sure"]

    rows = connectors(projection(ties), stability="one").frame.set_index("key")[told].T.to_dict("list")

    assert rows["hub"] == [1, 1, 1, True]
    assert rows["y"] == [2, 2, 2, True]
    assert rows["x"] == [3, 3, 3, True]

    del ties["y", "n4"], ties["y", "n5"]
    rows = connectors(projection(ties), stability="one").frame.set_index("key")[told].T.to_dict("list")
    assert rows["hub"] == [1, 1, 1, True]
    assert rows["x"] == rows["y"] == [2, 2, 3, False]


def test_losses_are_the_same_with_the_same_seed() -> None:
    """Intervals of missing claims hold the rank itself, repeat to the last digit, and the result says how."""
    ties = {(a, b): 1 for n, a in enumerate(NAMES) for b in NAMES[n + 1 :]}
    first, again = (connectors(projection(ties), stability="loss", loss=0.3, seed=4) for _ in range(2))

    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert (first.frame["rank_from"] <= first.frame["rank"]).all()
    assert (first.frame["rank"] <= first.frame["rank_to"]).all()
    assert not first.frame["sure"].all()
    assert "chance 0.3, 100 trials, seed 4" in first.method
    assert first.seed == 4


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_can_rank(measure: str) -> None:
    """The table is in the order of the measure asked for, with its ranks, on a network in parts too."""
    ties = {("a1", "b1"): 2, ("b1", "a2"): 1, ("c1", "c2"): 1}
    frame = connectors(projection(ties), by=measure, stability="auto").frame
    assert frame["rank"].tolist() == frame[f"{measure}_rank"].tolist()
    assert frame["rank"].dropna().is_monotonic_increasing


def test_direction_can_be_dropped() -> None:
    """A node that stands on paths one way only ranks otherwise when direction is dropped."""
    ties = {
        ("a1", "hub"): 1,
        ("a2", "hub"): 1,
        ("hub", "b1"): 1,
        ("x", "b1"): 1,
        ("x", "b2"): 1,
        ("x", "b3"): 1,
    }
    directed = projection(ties, directed=True)
    kept = connectors(directed).frame.set_index("key")["betweenness"]
    dropped = connectors(without_direction(directed))
    assert kept["x"] == 0 < dropped.frame.set_index("key")["betweenness"]["x"]
    assert "undirected, unweighted" in dropped.method
    assert without_direction(without_direction(directed)).edges.equals(without_direction(directed).edges)


def test_ranks_of_a_sample_say_how_far_they_can_be_off() -> None:
    """Sampled betweenness gives ranges by itself, and refuses to be tried again without claims."""
    star = projection({("hub", f"l{n}"): 1 for n in range(12)})
    result = connectors(star, betweenness="sampled", error=0.05)
    first, second = result.frame[["key", "rank_from", "rank_to", "sure"]].head(2).to_numpy().tolist()
    assert first == ["hub", 1, 1, True]
    assert not second[-1]
    assert "0.05" in result.estimated
    assert result.seed == 7
    with pytest.raises(AnalysisError, match="sample"):
        connectors(star, betweenness="sampled", stability="one")


def test_what_makes_no_sense_is_refused() -> None:
    """An unknown measure, way, or loss of everything."""
    tied = projection({("a1", "b1"): 1})
    with pytest.raises(AnalysisError, match="no measure 'fame'"):
        connectors(tied, by="fame")
    with pytest.raises(AnalysisError, match="'luck'"):
        connectors(tied, stability="luck")
    with pytest.raises(AnalysisError, match="loss 1"):
        connectors(tied, stability="loss", loss=1)


def test_brokers_rank_by_what_crosses_borders() -> None:
    """The table holds each role with its rank, says the convention, and counts those of no one place."""
    ties = {("a1", "b1"): 1, ("b1", "b2"): 1, ("b2", "b3"): 1}
    tied = projection(ties, directed=True)
    tied.nodes["jurisdictions"] = pd.Series(
        [(), ("a",), ("b",), ("b",)], index=["b3", "a1", "b1", "b2"], dtype=object
    )

    result = brokers(tied)

    told = result.frame[["rank", "key", "across", "gatekeeper", "gatekeeper_rank", "unplaced"]]
    first, second = told.head(2).to_numpy().tolist()
    assert first == [1, "b1", 1, 1, 1, 0]
    assert second == [2, "b2", 0, 0, 2, 1]
    assert "gatekeeper is A -> B -> B" in result.method
    ranges = brokers(tied, stability="one").frame.set_index("key")[["rank_from", "rank_to"]].T.to_dict("list")
    assert ranges["b1"] == [1, 1]
    assert ranges["b2"] == [1, 2]
    assert result.behind == {"nodes of several jurisdictions": 0, "nodes of none": 1}


@settings(deadline=None)
@given(
    st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiDiGraph]),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16),
    st.lists(st.sets(st.integers(0, 70), max_size=2), min_size=8, max_size=8),
    st.integers(1, 3),
)
def test_cross_border_reach_is_what_a_walk_finds(
    kind: type[nx.Graph], ties: list[tuple[int, int]], groups: list[set[int]], steps: int
) -> None:
    """Groups other than its own within some steps, one node at a time; missing where its own are unknown."""
    graph = kind()
    graph.add_nodes_from(range(8))
    graph.add_edges_from(ties)

    found = cross_border_reach(graph, dict(enumerate(groups)), steps=steps)

    for node in graph:
        near = nx.single_source_shortest_path_length(graph, node, cutoff=steps)
        others = {group for other in near for group in groups[other]} - groups[node]
        assert found[node] == len(others) if groups[node] else pd.isna(found[node])


def recorded(told: Told) -> tuple[Projection, Records]:
    """Build the network of some claims, and say which record each stands in."""
    ties = Counter(pair for _, pair in told)
    rows = [(number, *pair, 1) for number, pair in told]
    return projection(ties, NAMES), Records(
        pd.DataFrame(rows, columns=["record", "start", "end", "claims"]),
    )


PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 4), PAIRS), min_size=1, max_size=12))
def test_ranges_are_those_of_leaving_each_record_out(told: Told) -> None:
    """Best and worst ranks are what NetworkX's scores give for every network without one record."""

    def ranked(kept: Told) -> pd.Series:
        graph = nx.Graph([pair for _, pair in kept])
        graph.add_nodes_from(NAMES)
        return pd.Series(nx.betweenness_centrality(graph))[NAMES].round(9).rank(method="min", ascending=False)

    without = [[one for one in told if one[0] != gone] for gone in {number for number, _ in told}]
    every = pd.concat([ranked(kept) for kept in [told, *without]], axis=1)
    whole, its = recorded(told)

    found = stability(whole, "betweenness", whole.nodes.index, how="one", records=its)

    assert found.frame["rank_from"].tolist() == every.min(axis=1).tolist()
    assert found.frame["rank_to"].tolist() == every.max(axis=1).tolist()


def test_a_record_takes_all_its_claims_with_it() -> None:
    """Nothing hangs on a single claim here, and everything on the record that alone tells of the hub's ties.

    Record 7 ties a1 to a2, b1 and b2, twice each. Records 8 and 9 both tie c1 to b1 and b2.
    """
    hub = [(7, ("a1", name)) for name in ("a2", "b1", "b2")] * 2
    star = [(8, ("c1", "b2")), (9, ("c1", "b2")), (8, ("c1", "b1")), (9, ("c1", "b1"))]
    whole, its = recorded([*hub, *star])
    told = ["rank", "rank_from", "rank_to", "sure"]

    claims = connectors(whole, by="degree", stability="one").frame.set_index("key")[told].T.to_dict("list")
    by_record = connectors(whole, by="degree", stability="one", records=its)
    rows = by_record.frame.set_index("key")[told].T.to_dict("list")

    assert claims["a1"] == [1, 1, 1, True]
    # a1 has three neighbours; without record 7 it has none, and c1, b1 and b2 have two, one and one.
    assert rows["a1"] == [1, 1, 4, False]
    assert rows["c1"] == [2, 1, 2, False]
    assert "when any one of the records is left out, 1 in turn; 2 more say nothing" in by_record.method
    assert by_record.parameters["missing"] == "record"
    first, again = (connectors(whole, stability="loss", records=its, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first.frame, again.frame)


def test_records_of_another_network_are_refused() -> None:
    """Claims that do not add up to the network's say that the graph changed between two readings."""
    whole, its = recorded([(1, ("a1", "a2")), (2, ("a1", "b1"))])
    with pytest.raises(AnalysisError, match="not those that this network was made of"):
        stability(projection({("a1", "a2"): 2}), "degree", whole.nodes.index[:2], how="one", records=its)


def test_records_are_read_as_the_network_is(store: Store) -> None:
    """From every store records have the claims that tie two nodes, under the same ceiling, merged or not."""
    joint(store)
    decide(store, [Decision("t/p1", "s/p1", "positive", "analyst-07", "same phone", label="Person")])
    for policy in (Policy(Marking.GREEN), Policy(Marking.RED)):
        reader = Reader(store, policy)
        for merged in (False, True):
            network = entity_network(reader, merged=merged)
            its = records(reader, network, merged=merged)
            assert its is not None
            _, edge, claims = its.on(network)
            assert claims.sum() == network.edges["weight"].sum()
            assert set(edge.tolist()) == set(range(len(network.edges)))

    assert records(reader, jurisdiction_network(reader)) is None


def test_legs_of_a_record_go_together(store: Store) -> None:
    """The legs that one record tells of are one thing to leave out; a region and a round trip are none."""
    places = ("KEN", "UGA", "ITA")
    one, other = {"source": "s", "record": "1"}, {"source": "s", "record": "2"}
    legs: list[Claim] = [
        (("Location", start), "LEG", ("Location", end), {"route": "r", "position": 0, **told})
        for start, end, told in (
            ("UGA", "KEN", one),
            ("KEN", "ITA", one),
            ("KEN", "ITA", {**other, "source": "t"}),
            ("KEN", "ITA", other),
            ("ITA", "region/europe", other),
            ("KEN", "KEN", other),
        )
    ]
    nodes: list[Node] = [("Location", key, {"kind": "Country"}) for key in places]
    fill(store, [*nodes, ("Location", "region/europe", {"kind": "Region"})], legs)
    reader = Reader(store)
    network = place_network(reader)
    its = records(reader, network)
    assert its is not None

    record, edge, claims = its.on(network)

    told = sorted(
        (int(r), *network.edges.loc[e, ["start", "end"]], int(c))
        for r, e, c in zip(record, edge, claims, strict=True)
    )
    assert told == [(0, "KEN", "ITA", 1), (0, "UGA", "KEN", 1), (1, "KEN", "ITA", 1), (2, "KEN", "ITA", 1)]
