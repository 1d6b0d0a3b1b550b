"""Which library computes, what the result says of it, and results that are kept in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import pytest
import scipy

from netgraph.analytics.communities import communities
from netgraph.analytics.connectors import connectors
from netgraph.analytics.engine import Engine
from netgraph.analytics.projection import Projection
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError
from netgraph.model import Marking

if TYPE_CHECKING:
    from pathlib import Path


def projection() -> Projection:
    """Build two triangles that one node joins."""
    pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e"), ("c", "e")]
    names = sorted({name for pair in pairs for name in pair})
    nodes = pd.DataFrame(
        {"type": "Person", "key": names, "jurisdictions": [("KEN",)] * len(names)},
        index=pd.Index(names, name="name"),
    )
    edges = pd.DataFrame(pairs, columns=["start", "end"]).assign(weight=1)
    return Projection("entity", nodes, edges, directed=False, weight="claims", marking=Marking.AMBER)


def test_pagerank_is_said_to_come_from_scipy() -> None:
    """It has no part of igraph in it, and the engine says so."""
    engine = Engine()
    engine.run(nx.pagerank, projection().graph())
    assert engine.said.endswith(f"SciPy {scipy.__version__} for pagerank")


def test_both_engines_give_the_same_table() -> None:
    """NetworkX on request gives what igraph gives, and each result names its engine."""
    fast, slow = connectors(projection()), connectors(projection(), engine="networkx")
    pd.testing.assert_frame_equal(fast.frame, slow.frame, atol=1e-9)
    assert fast.engine.startswith("igraph")
    assert "NetworkX" not in fast.engine
    assert slow.engine == f"NetworkX {nx.__version__}"


def test_what_igraph_lacks_networkx_answers_and_the_engine_says_so() -> None:
    """Two libraries are named, the second with what it was asked."""
    engine = Engine()
    graph = projection().graph()
    engine.run(nx.core_number, graph)
    assert engine.run(nx.betweenness_centrality, graph, endpoints=True) == pytest.approx(
        nx.betweenness_centrality(graph.to_networkx(), endpoints=True)
    )
    assert engine.said.endswith(f"NetworkX {nx.__version__} for betweenness_centrality")


def test_no_engine_is_guessed() -> None:
    """An unknown engine, and a function that NetworkX only names, are refused with a next step."""
    with pytest.raises(AnalysisError, match="no engine"):
        Engine("spark")
    with pytest.raises(AnalysisError, match="leiden_communities") as refused:
        communities(projection(), engine="networkx")
    assert "igraph" in refused.value.hint


def test_a_result_is_the_same_after_a_file(tmp_path: Path) -> None:
    """Table, marking and everything said about it come back as they were."""
    result = communities(projection(), seed=3)
    again = Result.load(result.save(tmp_path / "result.parquet"))
    pd.testing.assert_frame_equal(again.frame, result.frame)
    assert again.provenance() == result.provenance()
    assert (again.marking, again.seed) == (Marking.AMBER, 3)


def test_other_files_are_no_results(tmp_path: Path) -> None:
    """A table without what belongs to a result, no table, and no file are refused."""
    table, text = tmp_path / "table.parquet", tmp_path / "text.parquet"
    pd.DataFrame({"a": [1]}).to_parquet(table)
    text.write_text("a,b", encoding="utf-8")
    for path in (table, text, tmp_path / "none.parquet"):
        with pytest.raises(AnalysisError) as refused:
            Result.load(path)
        assert "Result.save" in refused.value.hint


def test_what_networkx_does_not_dispatch_is_asked_of_the_graph() -> None:
    """Density reads what every graph has, so no copy is needed; NetworkX is named."""
    engine = Engine()
    assert engine.run(nx.density, projection().graph()) == pytest.approx(0.6)
    assert engine.said == f"NetworkX {nx.__version__}"
