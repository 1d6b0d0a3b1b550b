"""Core and periphery against every partition of small graphs."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from drawn import drawn, projection_of
from netgraph.analytics.actors import actors
from netgraph.analytics.core import core_periphery


def contradictions(graph: nx.Graph, core: frozenset[str]) -> int:
    """Count the pairs that are not as Borgatti and Everett's ideal has them."""
    pairs = combinations(sorted(graph), 2)
    return sum(
        (a in core and b in core and not graph.has_edge(a, b))
        or (a not in core and b not in core and graph.has_edge(a, b))
        for a, b in pairs
    )


def correlation(graph: nx.Graph, core: frozenset[str], *, either: bool) -> float | None:
    """Correlate ties with the ideal, pair by pair."""
    pairs = [(a, b) for a, b in combinations(sorted(graph), 2) if either or (a in core) == (b in core)]
    ties = [graph.has_edge(a, b) for a, b in pairs]
    ideal = [a in core or b in core for a, b in pairs]
    if len(set(ties)) < 2 or len(set(ideal)) < 2:
        return None
    return float(np.corrcoef(ties, ideal)[0, 1])


@given(drawn(directed=False, most=7))
def test_no_partition_is_better(drawn_: tuple[nx.Graph, object]) -> None:
    """Of all cores of a small graph none contradicts the ideal less, and none as good is smaller."""
    graph, _ = drawn_
    every = [frozenset(core) for size in range(len(graph) + 1) for core in combinations(sorted(graph), size)]
    least = min(contradictions(graph, core) for core in every)
    best = [core for core in every if contradictions(graph, core) == least]

    result = core_periphery(projection_of(graph))

    keyed = result.frame.set_index("key")
    core = frozenset(node for node in graph if keyed.loc[f"key-{node}", "side"] == "core")
    told = result.parameters
    assert told["contradictions"] == least
    assert core in best
    assert len(core) == told["core"] == min(map(len, best))
    for node in graph:
        sure = all((node in other) == (node in core) for other in best)
        assert keyed.loc[f"key-{node}", "sure"] == sure
        assert keyed.loc[f"key-{node}", "degree"] == graph.degree(node)
        assert keyed.loc[f"key-{node}", "in_core"] == len(core.intersection(graph[node]))
    for name, either in (("fit", False), ("fit_either", True)):
        assert told[name] == pytest.approx(correlation(graph, core, either=either), abs=1e-6)


def test_densities_and_order() -> None:
    """A triangle with a hanger-on each: the triangle is the core, and everybody is on a sure side."""
    graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("a", "x"), ("b", "y"), ("c", "z")])

    result = core_periphery(projection_of(graph), limit=4)

    assert result.frame["key"].tolist() == ["key-a", "key-b", "key-c", "key-x"]
    assert result.frame["side"].tolist() == ["core"] * 3 + ["periphery"]
    assert result.frame["sure"].tolist() == [True] * 4
    assert {name: result.parameters[f"density_{name}"] for name in ("core", "between", "periphery")} == {
        "core": 1.0,
        "between": round(1 / 3, 6),
        "periphery": 0.0,
    }
    assert result.parameters["fit"] == 1.0


def test_direction_is_dropped() -> None:
    """Ties there and back between places are one tie."""
    there = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])

    frame = core_periphery(projection_of(there)).frame.set_index("key")

    assert frame["degree"].to_dict() == {"key-a": 1, "key-b": 2, "key-c": 1}


def test_actors_are_tied_by_what_they_share() -> None:
    """Two cases and a telephone between the same two persons weigh three; a direct link weighs one."""
    types = {"c1": "Case", "c2": "Case", "phone": "Identifier"}
    graph = nx.Graph(
        [("c1", "p"), ("c1", "q"), ("c2", "p"), ("c2", "q"), ("phone", "p"), ("phone", "q"), ("q", "r")]
    )
    whole = projection_of(graph, name="entity", types=types, roles={})

    tied = actors(whole)

    assert tied.edges.to_dict("records") == [
        {"start": "p", "end": "q", "weight": 3},
        {"start": "q", "end": "r", "weight": 1},
    ]
    result = core_periphery(whole)
    assert (result.nodes, result.edges) == (3, 2)
    assert "shared case" in result.method
    assert set(result.frame["type"]) == {"Person"}
