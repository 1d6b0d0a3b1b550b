"""Triangles, distances and labels passed on, against NetworkX and against a plain reading of the rule."""

from __future__ import annotations

import math
from collections import Counter

import networkx as nx
import pytest
from hypothesis import given

from drawn import drawn, projection_of
from netgraph.analytics.communities import communities
from netgraph.analytics.distances import distances
from netgraph.analytics.propagation import propagated
from netgraph.analytics.triangles import triangles
from netgraph.errors import AnalysisError


@given(drawn(directed=False, most=9))
def test_triangles_are_those_of_networkx(drawn_: tuple[nx.Graph, object]) -> None:
    """Counts, shares of closed pairs, and the total; on both engines."""
    graph, _ = drawn_
    for engine in ("igraph", "networkx"):
        result = triangles(projection_of(graph), engine=engine)
        table = result.frame.set_index("key")
        count, closed = nx.triangles(graph), nx.clustering(graph)
        for node in graph:
            row = table.loc[f"key-{node}"]
            assert row["triangles"] == count[node]
            assert row["degree"] == graph.degree(node)
            expected = closed[node] if graph.degree(node) > 1 else math.nan
            assert row["closed"] == pytest.approx(expected, abs=1e-6, nan_ok=True)
        assert result.parameters["total"] == sum(count.values()) // 3
        assert result.frame["triangles"].is_monotonic_decreasing


@given(drawn(directed=True, most=8))
def test_distances_are_those_of_networkx(drawn_: tuple[nx.Graph, object]) -> None:
    """Steps along the direction from the nearest of two nodes, which that is, and how many reach."""
    graph, _ = drawn_
    if not graph:
        return
    starts = sorted(graph)[:2]
    far = {start: nx.single_source_shortest_path_length(graph, start) for start in starts}
    for engine in ("igraph", "networkx"):
        found = distances(projection_of(graph), starts, engine=engine).frame.set_index("key")
        reached = {node for one in far.values() for node in one}.difference(starts)
        assert set(found.index) == {f"key-{node}" for node in reached}
        for node in reached:
            steps = {start: one[node] for start, one in far.items() if node in one}
            row = found.loc[f"key-{node}"]
            assert row["steps"] == min(steps.values())
            assert row["reached_from"] == len(steps)
            near = [start for start in starts if steps.get(start) == min(steps.values())]
            assert row["nearest"] == ", ".join(near)


def test_distances_are_asked_from_some_nodes_that_exist() -> None:
    """None, too many, and one that is not there."""
    projection = projection_of(nx.path_graph(["a", "b"]))
    for sources in ([], ["a"] * 101):
        with pytest.raises(AnalysisError, match="from one to 100 nodes"):
            distances(projection, sources)
    with pytest.raises(AnalysisError, match="is called nobody"):
        distances(projection, ["nobody"])


@given(drawn(directed=False, most=9))
def test_labels_go_as_the_rule_says(drawn_: tuple[nx.Graph, object]) -> None:
    """Each round every node takes the heaviest label around it, its own counted as its strongest tie."""
    graph, _ = drawn_
    order = sorted(graph)
    label = {node: at for at, node in enumerate(order)}
    expected = 20
    for done in range(20):
        new = {}
        for node in order:
            weight: Counter[int] = Counter()
            ties = {other: graph[node][other].get("weight", 1) for other in graph[node] if other != node}
            for other, heavy in ties.items():
                weight[label[other]] += heavy
            weight[label[node]] += max(ties.values(), default=0)
            new[node] = min(weight, key=lambda one: (-weight[one], one))
        if new == label:
            expected = done
            break
        label = new

    found, rounds = propagated(projection_of(graph))

    assert (found.to_dict(), rounds) == (label, expected)


def test_labels_part_two_groups() -> None:
    """Two cliques with one tie between them are two communities, without a seed."""
    graph = nx.barbell_graph(5, 0)
    graph = nx.relabel_nodes(graph, {node: f"n{node}" for node in graph})
    result = communities(projection_of(graph), method="label-propagation")
    assert result.frame["members"].tolist() == [5, 5]
    assert result.frame["outside"].tolist() == [1, 1]
    assert result.seed is None
    with pytest.raises(AnalysisError, match="no method"):
        communities(projection_of(graph), method="guess")
