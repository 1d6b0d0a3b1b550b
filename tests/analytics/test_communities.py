"""Leiden communities of a projection."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import projection_of
from netgraph.analytics.communities import communities
from netgraph.analytics.projection import Projection


def two_cliques() -> Projection:
    """Two groups of four, tied by one edge; the second lies in two jurisdictions."""
    left, right = ["a", "b", "c", "d"], ["w", "x", "y", "z"]
    pairs = [
        *((s, e) for s in left for e in left if s < e),
        *((s, e) for s in right for e in right if s < e),
        ("d", "w"),
    ]
    return of_pairs(dict.fromkeys(pairs, 1), {"z": ("ITA", "NGA")})


def of_pairs(
    pairs: dict[tuple[str, str], int], jurisdictions: dict[str, tuple[str, ...]] | None = None
) -> Projection:
    """Build an undirected projection by hand."""
    names = sorted({name for pair in pairs for name in pair})
    nodes = pd.DataFrame(
        {
            "type": "Person",
            "key": names,
            "jurisdictions": [(jurisdictions or {}).get(name, ("NGA",)) for name in names],
        },
        index=pd.Index(names, name="name"),
    )
    edges = pd.DataFrame([(*pair, n) for pair, n in pairs.items()], columns=["start", "end", "weight"])
    return Projection("entity", nodes, edges, directed=False, weight="claims")


def test_finds_the_two_groups() -> None:
    """Two cliques with one edge between them are two communities, described by size, ties and reach."""
    result = communities(two_cliques())

    assert result.frame["members"].tolist() == [4, 4]
    assert result.frame["inside"].tolist() == [6, 6]
    assert result.frame["outside"].tolist() == [1, 1]
    assert sorted(result.frame["jurisdictions"]) == ["ITA, NGA", "NGA"]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda p: p[0] < p[1]),
        st.integers(1, 4),
        min_size=1,
    ),
    st.sampled_from([0.5, 1.0, 1.5]),
)
def test_modularity_equals_networkx(pairs: dict[tuple[str, str], int], resolution: float) -> None:
    """The modularity reported is NetworkX's for the partition that the same seed gives."""
    projection = of_pairs(pairs)
    graph = nx.Graph()
    graph.add_weighted_edges_from((start, end, n) for (start, end), n in pairs.items())
    parts = nx.community.leiden_communities(
        projection.graph(), weight="weight", resolution=resolution, seed=3
    )

    result = communities(projection, resolution=resolution, seed=3)

    expected = nx.community.modularity(graph, parts, weight="weight", resolution=resolution)
    assert result.parameters["modularity"] == pytest.approx(expected, abs=1e-6)
    assert sorted(result.frame["members"]) == sorted(len(part) for part in parts)


def test_same_seed_same_answer() -> None:
    """A seed makes the answer repeatable to the last digit."""
    first, second = (communities(two_cliques(), seed=11) for _ in range(2))

    pd.testing.assert_frame_equal(first.frame, second.frame)
    assert first.parameters == second.parameters


def test_without_edges_everybody_is_alone() -> None:
    """No edges, no modularity; no nodes, no rows."""
    alone, nothing = (communities(projection_of(nx.empty_graph(names))) for names in (["a", "b"], []))

    assert alone.frame["members"].tolist() == [1, 1]
    assert alone.parameters["modularity"] is None
    assert nothing.frame.empty
    assert "members" in nothing.frame
