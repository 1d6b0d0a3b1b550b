"""NetworkX finds the igraph backend, gets its answers from igraph, and falls back when told why."""

from __future__ import annotations

import logging
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import igraph
import networkx as nx
import pytest

from netgraph.analytics.backend import Dispatcher, IGraph, engine_version, info

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Each function of the backend, the method of igraph.Graph behind it, and a kind of graph it takes.
ANSWERED_BY = [
    (nx.all_pairs_shortest_path_length, "distances", nx.Graph),
    (nx.articulation_points, "articulation_points", nx.Graph),
    (nx.average_clustering, "transitivity_local_undirected", nx.Graph),
    (nx.average_shortest_path_length, "average_path_length", nx.Graph),
    (nx.betweenness_centrality, "betweenness", nx.Graph),
    (nx.bridges, "bridges", nx.Graph),
    (nx.closeness_centrality, "closeness", nx.Graph),
    (nx.clustering, "transitivity_local_undirected", nx.Graph),
    (nx.community.leiden_communities, "community_leiden", nx.Graph),
    (nx.connected_components, "connected_components", nx.Graph),
    (nx.constraint, "constraint", nx.Graph),
    (nx.core_number, "coreness", nx.Graph),
    (nx.edge_betweenness_centrality, "edge_betweenness", nx.Graph),
    (nx.effective_size, "transitivity_local_undirected", nx.Graph),
    (nx.eigenvector_centrality, "eigenvector_centrality", nx.Graph),
    (nx.global_efficiency, "harmonic_centrality", nx.Graph),
    (nx.harmonic_centrality, "harmonic_centrality", nx.Graph),
    (nx.is_connected, "is_connected", nx.Graph),
    (nx.is_strongly_connected, "is_connected", nx.DiGraph),
    (nx.is_weakly_connected, "is_connected", nx.DiGraph),
    (nx.k_core, "coreness", nx.Graph),
    (nx.local_efficiency, "get_adjlist", nx.Graph),
    (nx.number_connected_components, "connected_components", nx.Graph),
    (nx.number_strongly_connected_components, "connected_components", nx.DiGraph),
    (nx.number_weakly_connected_components, "connected_components", nx.DiGraph),
    (nx.shortest_path_length, "distances", nx.Graph),
    (nx.strongly_connected_components, "connected_components", nx.DiGraph),
    (nx.transitivity, "transitivity_local_undirected", nx.Graph),
    (nx.triangles, "transitivity_local_undirected", nx.Graph),
    (nx.weakly_connected_components, "connected_components", nx.DiGraph),
]
# The same for functions that ask for nodes, here the first and the last of a path.
ANSWERED_BETWEEN = [
    (nx.has_path, "distances", 2),
    (nx.maximum_flow, "maxflow", 2),
    (nx.maximum_flow_value, "maxflow_value", 2),
    (nx.minimum_cut, "maxflow", 2),
    (nx.minimum_cut_value, "maxflow_value", 2),
    (nx.node_connected_component, "subcomponent", 1),
    (nx.single_source_shortest_path_length, "distances", 1),
]
# What comes from the columns themselves.
ANSWERED_HERE = ["degree_centrality", "in_degree_centrality", "out_degree_centrality", "pagerank"]

REFUSED = [
    (nx.betweenness_centrality, {"endpoints": True}, "ends of a path"),
    (nx.betweenness_centrality, {"weight": lambda *_: 1}, "not a function"),
    (nx.betweenness_centrality, {"k": 0}, "no node"),
    (nx.pagerank, {"personalization": {0: 1}}, "personalization"),
    (nx.pagerank, {"dangling": {0: 1}}, "dangling"),
    (nx.pagerank, {"nstart": {0: 1}}, "start vector"),
    (nx.pagerank, {"max_iter": 0}, "iteration"),
    (nx.pagerank, {"alpha": 1}, "damping"),
    (nx.community.leiden_communities, {"max_level": 1}, "level"),
    (nx.average_clustering, {"weight": "weight"}, "without weights"),
    (nx.clustering, {"weight": "weight"}, "without weights"),
    (nx.edge_betweenness_centrality, {"k": 1}, "estimates"),
    (nx.effective_size, {"weight": "weight"}, "unweighted"),
    (nx.eigenvector_centrality, {"nstart": {0: 1}}, "start vector"),
    (nx.harmonic_centrality, {"sources": [0]}, "not over some sources"),
]


@pytest.fixture(autouse=True)
def _fresh_conversions() -> Iterator[None]:
    with nx.config(cache_converted_graphs=False):
        yield


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Watch a method of igraph.Graph, and list the calls to it."""

    def watch(method: str) -> list[str]:
        seen: list[str] = []
        original = getattr(igraph.Graph, method)

        def watched(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            seen.append(method)
            return original(*args, **kwargs)

        monkeypatch.setattr(igraph.Graph, method, watched)
        return seen

    return watch


def list_or_value(found: Any) -> Any:  # noqa: ANN401
    """Exhaust an iterator: only then are all answers asked for."""
    return list(found) if isinstance(found, Iterator) else found


def weighted(*weights: Any) -> nx.Graph:  # noqa: ANN401
    """Build a path whose edges have these weights."""
    graph = nx.path_graph(len(weights) + 1)
    for at, weight in enumerate(weights):
        graph[at][at + 1]["weight"] = weight
    return graph


@pytest.mark.parametrize(("function", "method", "kind"), ANSWERED_BY)
def test_igraph_answers(
    calls: Callable[[str], list[str]],
    function: Callable[..., Any],
    method: str,
    kind: type[nx.Graph],
) -> None:
    """The answer comes out of igraph, asked by name or by an IGraph, and never out of it otherwise."""
    graph = nx.path_graph(4, create_using=kind)
    seen = calls(method)
    list_or_value(function(graph, backend="igraph"))
    by_name = len(seen)
    list_or_value(function(Dispatcher.convert_from_nx(graph)))
    by_graph = len(seen) - by_name
    if function is not nx.community.leiden_communities:  # which NetworkX itself does not have
        function(graph)
        function(graph, backend="networkx")

    assert by_name > 0
    assert by_graph > 0
    assert len(seen) == by_name + by_graph


@pytest.mark.parametrize(("function", "method", "ends"), ANSWERED_BETWEEN)
def test_igraph_answers_between_nodes(
    calls: Callable[[str], list[str]], function: Callable[..., Any], method: str, ends: int
) -> None:
    """The same holds for what is asked of a node, or from one to another."""
    graph = nx.path_graph(4)
    nx.set_edge_attributes(graph, 2, "capacity")
    seen = calls(method)
    function(graph, *(0, 3)[:ends], backend="igraph")
    by_name = len(seen)
    function(Dispatcher.convert_from_nx(graph), *(0, 3)[:ends])
    by_graph = len(seen) - by_name
    function(graph, *(0, 3)[:ends])

    assert by_name > 0
    assert by_graph > 0
    assert len(seen) == by_name + by_graph


def test_every_function_is_tested_and_told() -> None:
    """What the backend tells NetworkX it has is what it has, and what is tested above."""
    offered = {name for name in vars(Dispatcher) if name in nx.utils.backends._registered_algorithms}
    assert offered == set(info()["functions"])
    tested = {function.__name__ for function, *_ in (*ANSWERED_BY, *ANSWERED_BETWEEN)}
    assert offered == tested | set(ANSWERED_HERE)


def test_networkx_finds_the_backend() -> None:
    """The entry points lead NetworkX to the backend, and its docstrings mention it."""
    assert "igraph" in nx.config.backends
    assert nx.utils.backends.backend_info["igraph"]["project"] == "netgraph"


def test_finding_the_backend_is_cheap() -> None:
    """Reading about the backend imports neither igraph nor NumPy nor NetworkX."""
    code = (
        "import sys; from netgraph.analytics.backend import info; info();"
        "print(sorted({'igraph', 'numpy', 'networkx'} & set(sys.modules)))"
    )
    found = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Names load on demand, and only those that exist."""
    import netgraph.analytics.backend as package  # noqa: PLC0415

    with pytest.raises(AttributeError, match="no attribute 'Graph'"):
        _ = package.Graph


@pytest.mark.parametrize(("function", "arguments", "reason"), REFUSED)
def test_a_refusal_names_its_reason(
    caplog: pytest.LogCaptureFixture,
    function: Callable[..., Any],
    arguments: dict[str, Any],
    reason: str,
) -> None:
    """What igraph cannot do as NetworkX does is refused in a sentence, which NetworkX logs."""
    graph = nx.path_graph(3)
    answer = Dispatcher.can_run(function.__name__, (graph,), arguments)

    assert isinstance(answer, str)
    assert reason in answer
    assert answer.endswith(".")
    with (
        caplog.at_level(logging.DEBUG, "networkx.utils.backends"),
        pytest.raises(NotImplementedError, match="not implemented by 'igraph'"),
    ):
        function(graph, **arguments, backend="igraph")
    assert answer in caplog.text


def test_a_refused_call_falls_back() -> None:
    """With igraph preferred, NetworkX answers what igraph refuses: an IGraph's call too."""
    path = nx.path_graph(4)
    expected = nx.betweenness_centrality(path, endpoints=True)
    with nx.config(backend_priority=["igraph"]):
        assert nx.betweenness_centrality(path, endpoints=True) == expected
    with nx.config(fallback_to_nx=True):
        graph = Dispatcher.convert_from_nx(path)
        assert nx.betweenness_centrality(graph, endpoints=True) == expected
        assert nx.katz_centrality(graph) == nx.katz_centrality(path)


def test_without_fallback_nothing_is_silent() -> None:
    """An IGraph's call that igraph does not have is an error unless fallback is on."""
    graph = Dispatcher.convert_from_nx(nx.path_graph(4))
    with pytest.raises(NotImplementedError, match="katz_centrality"):
        nx.katz_centrality(graph)


@pytest.mark.parametrize(
    ("function", "weight", "reason"),
    [
        (nx.betweenness_centrality, 0, "greater than zero"),
        (nx.pagerank, -1, "zero or more"),
        (nx.community.leiden_communities, -1, "zero or more"),
    ],
)
def test_weights_are_refused_by_their_values(
    function: Callable[..., Any], weight: float, reason: str
) -> None:
    """A weight that igraph cannot use is refused before it computes, whatever graph holds it."""
    graph = weighted(2, weight)
    held = IGraph.from_columns(range(3), [0, 1], [1, 2], [2, weight])

    answer = Dispatcher.can_run(function.__name__, (held,), {"weight": "weight"})
    assert isinstance(answer, str)
    assert reason in answer
    with pytest.raises(NotImplementedError) as caught:
        function(graph, weight="weight", backend="igraph")
    assert reason in str(caught.value.__cause__)


def test_networkx_answers_for_weights_igraph_refuses() -> None:
    """With igraph preferred, a distance of zero gives NetworkX's own answer."""
    graph = weighted(0, 1)
    expected = nx.betweenness_centrality(graph, weight="weight", backend="networkx")
    with nx.config(backend_priority=["igraph"]):
        assert nx.betweenness_centrality(graph, weight="weight") == expected


@pytest.mark.parametrize("weight", ["2", None, float("nan"), float("inf"), [1], 2**70])
def test_weights_that_are_no_numbers_are_not_converted(weight: object) -> None:
    """A weight that is no plain, finite number stops the conversion with its reason."""
    with pytest.raises(NotImplementedError) as caught:
        nx.pagerank(weighted(1, weight), backend="igraph")
    assert "igraph cannot weigh these edges" in str(caught.value.__cause__)


@pytest.mark.parametrize("weight", ["2", float("nan"), [1]])
def test_kept_weights_that_are_no_numbers_are_refused(weight: object) -> None:
    """A graph converted with all its attributes refuses the measure, not the conversion."""
    graph = Dispatcher.convert_from_nx(weighted(1, weight))
    answer = Dispatcher.can_run("pagerank", (graph,), {})

    assert isinstance(answer, str)
    assert "igraph cannot weigh these edges" in answer
    assert Dispatcher.can_run("pagerank", (graph,), {"weight": None}) is True


def test_self_loops_have_no_core_number() -> None:
    """Self-loops raise NetworkX's own error."""
    graph = nx.Graph([(0, 0), (0, 1)])
    for asked in (graph, Dispatcher.convert_from_nx(graph)):
        with pytest.raises(nx.NetworkXNotImplemented, match="self loops"):
            nx.core_number(asked, backend="igraph")


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (nx.core_number, nx.MultiGraph),
        (nx.articulation_points, nx.DiGraph),
        (nx.bridges, nx.DiGraph),
        (nx.connected_components, nx.DiGraph),
        (nx.number_connected_components, nx.DiGraph),
        (nx.community.leiden_communities, nx.DiGraph),
        (nx.weakly_connected_components, nx.Graph),
        (nx.strongly_connected_components, nx.Graph),
    ],
)
def test_the_wrong_kind_of_graph(function: Callable[..., Any], kind: type[nx.Graph]) -> None:
    """A kind of graph that NetworkX does not take is refused as NetworkX refuses it."""
    graph = nx.path_graph(3, create_using=kind)
    for asked in (graph, Dispatcher.convert_from_nx(graph)):
        with pytest.raises(nx.NetworkXNotImplemented):
            function(asked, backend="igraph")


def test_bridges_of_a_node_that_is_not_there() -> None:
    """A root outside the graph raises NetworkX's error."""
    with pytest.raises(nx.NodeNotFound, match="99"):
        nx.bridges(nx.path_graph(3), root=99, backend="igraph")


def test_what_is_worth_converting(calls: Callable[[str], list[str]]) -> None:
    """With igraph preferred, only what takes longer than converting a graph is converted."""
    seen = calls("connected_components"), calls("betweenness")
    with nx.config(backend_priority=["igraph"]):
        list(nx.connected_components(nx.path_graph(3)))
        nx.betweenness_centrality(nx.path_graph(3))

    assert seen == ([], ["betweenness"])


def test_leiden_leaves_random_numbers_alone() -> None:
    """Only the given seed is drawn from, and igraph draws from Python's numbers again afterwards."""

    def drawn(*, between: bool) -> tuple[float, list[tuple[int, int]]]:
        random.seed(4)
        if between:
            nx.community.leiden_communities(nx.karate_club_graph(), seed=1, backend="igraph")
        return random.random(), igraph.Graph.Erdos_Renyi(9, m=9).get_edgelist()  # noqa: S311

    assert drawn(between=True) == drawn(between=False)


def test_engine_version() -> None:
    """The engine names itself as results state it."""
    assert engine_version() == f"igraph {igraph.__version__}"


def test_networkx_own_tests_pass(tmp_path: Path) -> None:
    """The tests that NetworkX ships for these functions pass with igraph answering them."""
    modules = (
        "centrality.tests.test_betweenness_centrality",
        "community.tests.test_leiden",
        "components.tests.test_biconnected",
        "components.tests.test_connected",
        "components.tests.test_strongly_connected",
        "components.tests.test_weakly_connected",
        "link_analysis.tests.test_pagerank",
        "tests.test_bridges",
        "tests.test_core",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
    command += ["--pyargs", *(f"networkx.algorithms.{module}" for module in modules)]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=tmp_path,
        env=os.environ
        | {"NETWORKX_TEST_BACKEND": "igraph", "NETWORKX_FALLBACK_TO_NX": "True", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
