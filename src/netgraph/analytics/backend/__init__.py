"""The ``igraph`` backend of NetworkX: NetworkX's functions, answered in C where igraph can.

NetworkX finds this package by its entry points and reads :func:`info` whenever it is imported, so
nothing here may import igraph, NumPy or NetworkX before one of the other names is asked for.

A graph that is an :class:`IGraph` goes to igraph by itself::

    graph = IGraph.from_columns(["a", "b"], start, end, weight)
    nx.betweenness_centrality(graph)
    with nx.config(fallback_to_nx=True):  # NetworkX answers what igraph lacks or refuses
        nx.katz_centrality(graph)

A plain NetworkX graph is converted on request, ``nx.pagerank(graph, backend="igraph")``. Why a call
was refused stands in NetworkX's debug log, and :meth:`Dispatcher.can_run` returns it.

What lives where: ``graph`` the graph class, ``columns`` the checks on what it is built from,
``convert`` the way from NetworkX's classes, ``contract`` how a function refuses, ``betweenness``,
``centrality``, ``communities``, ``components``, ``cores``, ``distances``, ``flow``, ``local`` and ``reach``
the functions, ``dispatcher`` what NetworkX calls. Measures that NetworkX does not name live elsewhere in
``analytics``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netgraph.analytics.backend.dispatcher import Dispatcher, engine_version
    from netgraph.analytics.backend.graph import IGraph

__all__ = ["Dispatcher", "IGraph", "engine_version", "info"]

_HOME = {"Dispatcher": "dispatcher", "IGraph": "graph", "engine_version": "dispatcher"}

# What igraph answers, with the limits a reader of NetworkX's documentation should see.
_FUNCTIONS = {
    "all_pairs_shortest_path_length": "",
    "articulation_points": "",
    "average_clustering": "Undirected graphs, without weights.",
    "average_shortest_path_length": "Distances of zero or more.",
    "betweenness_centrality": (
        "Distances must be positive numbers, `endpoints` is not supported, and igraph takes two "
        "distances for equal when they differ by rounding only."
    ),
    "bridges": "",
    "closeness_centrality": "Distances must be positive numbers.",
    "clustering": "Undirected graphs, without weights.",
    "connected_components": "",
    "constraint": "Without self-loops; chosen `nodes` of undirected graphs only.",
    "core_number": "",
    "degree_centrality": "",
    "edge_betweenness_centrality": (
        "No parallel edges, distances are positive numbers, and `k` is not supported."
    ),
    "effective_size": "Simple undirected graphs, without weights.",
    "eigenvector_centrality": (
        "Graphs in one piece; solved to near machine precision, so `tol` and `max_iter` have no "
        "effect; `nstart` is not supported."
    ),
    "global_efficiency": "",
    "harmonic_centrality": "Distances must be positive numbers; `sources` is not supported.",
    "has_path": "",
    "in_degree_centrality": "",
    "is_connected": "",
    "is_strongly_connected": "",
    "is_weakly_connected": "",
    "k_core": "",
    "leiden_communities": "Optimises modularity; `max_level` is not supported.",
    "local_efficiency": "",
    "maximum_flow": "Every edge needs a finite capacity; `flow_func` is not supported.",
    "maximum_flow_value": "Every edge needs a finite capacity; `flow_func` is not supported.",
    "minimum_cut": "Every edge needs a finite capacity; `flow_func` is not supported.",
    "minimum_cut_value": "Every edge needs a finite capacity; `flow_func` is not supported.",
    "node_connected_component": "",
    "number_connected_components": "",
    "number_strongly_connected_components": "",
    "number_weakly_connected_components": "",
    "out_degree_centrality": "",
    "pagerank": (
        "Solved with SciPy to machine precision, so `tol` and `max_iter` have no effect; `personalization`, "
        "`nstart` and `dangling` are not supported."
    ),
    "shortest_path_length": "Distances of zero or more.",
    "single_source_shortest_path_length": "",
    "strongly_connected_components": "",
    "transitivity": "Undirected graphs only.",
    "triangles": "",
    "weakly_connected_components": "",
}


def info() -> dict[str, Any]:
    """Say what the backend is and which functions it has, for NetworkX's own documentation.

    Returns
    -------
    dict
        ``backend_name``, ``project``, ``package``, ``short_summary`` and ``functions``, as NetworkX
        reads them from the entry point ``networkx.backend_info``.
    """
    return {
        "backend_name": "igraph",
        "project": "netgraph",
        "package": "netgraph-tip",
        "short_summary": "Answers in C with igraph.",
        "functions": {
            name: {"additional_docs": limits} if limits else {} for name, limits in _FUNCTIONS.items()
        },
    }


def __getattr__(name: str) -> Any:  # noqa: ANN401 - one of three unlike things
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
