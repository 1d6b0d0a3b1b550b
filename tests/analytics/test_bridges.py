"""Bridges, beside a count of components without each tie."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from netgraph.analytics.bridges import parting_ties
from netgraph.analytics.projection import Projection


@pytest.mark.parametrize("engine", ["igraph", "networkx"])
@pytest.mark.parametrize("seed", range(6))
def test_a_parting_tie_leaves_two_parts_of_two_nodes_or_more(seed: int, engine: str) -> None:
    """Exactly those ties are found without which a component falls in two, neither of them a single node."""
    graph = nx.gnm_random_graph(24, 27, seed=seed)
    names = [f"n{node}" for node in graph]
    edges = pd.DataFrame([(f"n{a}", f"n{b}", 1) for a, b in graph.edges], columns=["start", "end", "weight"])
    projection = Projection(
        "entity", pd.DataFrame({"type": "Person"}, index=names), edges, directed=False, weight="claims"
    )

    expected = set()
    for a, b in graph.edges:
        rest = graph.copy()
        rest.remove_edge(a, b)
        parts = [nx.node_connected_component(rest, end) for end in (a, b)]
        if b not in parts[0] and min(map(len, parts)) > 1:
            expected |= {(f"n{a}", f"n{b}"), (f"n{b}", f"n{a}")}
    assert parting_ties(projection, engine=engine) == expected
