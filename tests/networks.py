"""Draw networks of every kind, and ask igraph and NetworkX the same thing about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

UNDIRECTED = (nx.Graph, nx.MultiGraph)
DIRECTED = (nx.DiGraph, nx.MultiDiGraph)
SIMPLE = (nx.Graph, nx.DiGraph)
UNTIMED = settings(deadline=None)  # a busy machine is no error


@st.composite
def graphs(
    draw: DrawFn,
    kinds: tuple[type[nx.Graph], ...] = UNDIRECTED + DIRECTED,
    *,
    least: int = 1,
    loops: bool = True,
) -> nx.Graph:
    """Draw a graph: empty or not, in parts, with isolates, loops, parallel edges, missing weights."""
    graph = draw(st.sampled_from(kinds))()
    keys: SearchStrategy[Any] = st.one_of(st.integers(-99, 99), st.text(max_size=3), st.tuples())
    nodes = draw(st.lists(keys, max_size=9, unique=True))
    graph.add_nodes_from(nodes)
    if nodes:
        # Whole numbers: sums of them are exact, so that both engines see the same ties.
        weight = st.one_of(st.none(), st.integers(least, 4), st.integers(least, 4).map(float))
        row = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes), weight)
        for start, end, value in draw(st.lists(row, max_size=24)):
            if loops or start != end:
                graph.add_edge(start, end, **({} if value is None else {"weight": value}))
    return graph


def both(function: Callable[..., Any], graph: nx.Graph, **arguments: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """Ask igraph and NetworkX."""
    return (
        function(graph, **arguments, backend="igraph"),
        function(graph, **arguments, backend="networkx"),
    )


def same_numbers(found: dict[Any, float], expected: dict[Any, float]) -> bool:
    """Compare within 1e-9, and the order of the nodes."""
    return list(found) == list(expected) and found == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)
