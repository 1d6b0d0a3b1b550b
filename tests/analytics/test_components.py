"""Components of a projection, and the jurisdictions in each, against NetworkX and sets."""

from __future__ import annotations

import networkx as nx
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from drawn import drawn, projection_of
from netgraph.analytics.components import components


@given(drawn(), st.booleans(), st.sampled_from(["igraph", "networkx"]))
def test_every_column_is_what_sets_give(
    drawn_: tuple[nx.Graph, dict[str, tuple[str, ...]]],
    strong: bool,  # noqa: FBT001
    engine: str,
) -> None:
    """Members, ties, reach, ties across borders and unplaced members, counted in plain Python."""
    graph, lies = drawn_
    if graph.is_directed():
        found = nx.strongly_connected_components(graph) if strong else nx.weakly_connected_components(graph)
    else:
        found = nx.connected_components(graph)
    expected = []
    for part in found:
        inside = [(a, b, data["weight"]) for a, b, data in graph.edges(data=True) if {a, b} <= part]
        reach = sorted({code for node in part for code in lies[node]})
        across = sum(bool(lies[a]) and bool(lies[b]) and not {*lies[a]} & {*lies[b]} for a, b, _ in inside)
        unplaced = sum(not lies[node] for node in part)
        weight = sum(w for *_, w in inside)
        row = (len(inside), weight, ", ".join(reach), across, unplaced)
        expected.append((-len(reach), -len(part), min(part), *row))

    result = components(projection_of(graph, lies=lies), strong=strong, engine=engine)

    columns = ["reach", "members", "ties", "weight", "jurisdictions", "across", "unplaced"]
    assert [*result.frame[columns].itertuples(index=False, name=None)] == [
        (-reach, -members, *rest) for reach, members, _, *rest in sorted(expected)
    ]
    assert result.frame["component"].tolist() == list(range(1, len(expected) + 1))
    assert result.parameters["components"] == len(expected)


def test_only_those_across_borders() -> None:
    """The filter keeps components of two jurisdictions; the parameters still count all."""
    graph = nx.Graph([("a", "b"), ("c", "d")])
    lies = {"a": ("ITA",), "b": ("KEN",), "c": ("ITA",), "d": ("ITA",)}

    result = components(projection_of(graph, lies=lies), cross_border=True)

    assert result.frame["jurisdictions"].tolist() == ["ITA, KEN"]
    assert result.frame["across"].tolist() == [1]
    assert (result.parameters["components"], result.parameters["components_across_borders"]) == (2, 1)


def test_the_limit_names_only_the_first() -> None:
    """Rows are cut after ranking, and the same rows come back as without a limit."""
    graph = nx.Graph([("a", "b"), ("c", "d"), ("d", "e")])
    whole, cut = components(projection_of(graph)), components(projection_of(graph), limit=1)

    assert whole.frame["types"].tolist() == ["Person 3", "Person 2"]
    assert whole.frame["largest"].tolist() == ["d, c, e", "a, b"]
    pd.testing.assert_frame_equal(cut.frame, whole.frame.head(1))
