"""Projections made by hand or drawn at random, for analyses that need no store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
from hypothesis import strategies as st

from netgraph.analytics.projection import Projection
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = ("ITA", "KEN", "NGA")


def projection_of(
    graph: nx.Graph,
    *,
    name: str = "place",
    types: Mapping[str, str] | None = None,
    lies: Mapping[str, tuple[str, ...]] | None = None,
    roles: Mapping[str, tuple[str, ...]] | None = None,
) -> Projection:
    """Make a projection with the nodes and edges of a graph; weights are 1 where it has none."""
    names = sorted(graph)
    columns: dict[str, object] = {
        "type": [(types or {}).get(node, "Person") for node in names],
        "key": [f"key-{node}" for node in names],
        "jurisdictions": pd.Series([(lies or {}).get(node, ()) for node in names], dtype=object).to_numpy(),
    }
    if roles is not None:
        columns["roles"] = pd.Series([roles.get(node, ()) for node in names], dtype=object).to_numpy()
    nodes = pd.DataFrame(columns, index=pd.Index(names, name="name", dtype="str"))
    rows = [
        (*((a, b) if graph.is_directed() else sorted((a, b))), data.get("weight", 1))
        for a, b, data in graph.edges(data=True)
    ]
    edges = pd.DataFrame(sorted(rows), columns=["start", "end", "weight"])
    if not rows:
        edges = edges.astype({"start": "str", "end": "str", "weight": "int64"})
    return Projection(name, nodes, edges, graph.is_directed(), "claims", Marking.AMBER, withheld=2)


@st.composite
def drawn(
    draw: st.DrawFn, *, directed: bool | None = None, least: int = 0, most: int = 8, edges: int = 16
) -> tuple[nx.Graph, dict[str, tuple[str, ...]]]:
    """Draw a simple graph without loops: empty, in parts, with isolates; and where its nodes lie."""
    way = draw(st.booleans()) if directed is None else directed
    graph = nx.DiGraph() if way else nx.Graph()
    nodes = [f"n{at}" for at in range(draw(st.integers(least, most)))]
    graph.add_nodes_from(nodes)
    if len(nodes) > 1:
        pair = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(lambda p: p[0] != p[1])
        for (start, end), weight in draw(st.dictionaries(pair, st.integers(1, 4), max_size=edges)).items():
            graph.add_edge(start, end, weight=weight)
    lies = {node: tuple(sorted(draw(st.sets(st.sampled_from(CODES), max_size=2)))) for node in nodes}
    return graph, lies
