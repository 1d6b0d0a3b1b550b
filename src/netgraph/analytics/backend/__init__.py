"""The ``igraph`` backend of NetworkX: NetworkX's functions, answered in C where igraph can.

NetworkX finds this package by its entry points and reads :func:`info` whenever it is imported, so
nothing here may import igraph, NumPy or NetworkX before one of the other names is asked for.

A graph that is an :class:`IGraph` goes to igraph by itself::

    graph = IGraph.from_columns(["a", "b"], start, end, weight)
    nx.betweenness_centrality(graph)
    with nx.config(fallback_to_nx=True):  # NetworkX answers what igraph lacks or refuses
        nx.closeness_centrality(graph)

A plain NetworkX graph is converted on request, ``nx.pagerank(graph, backend="igraph")``. Why a call
was refused stands in NetworkX's debug log, and :meth:`Dispatcher.can_run` returns it.

What lives where: ``graph`` the graph class, ``columns`` the checks on what it is built from,
``convert`` the way from NetworkX's classes, ``contract`` how a function refuses, ``betweenness``,
``centrality``, ``components`` and ``communities`` the functions, ``dispatcher`` what NetworkX
calls. Measures that NetworkX does not name live elsewhere in ``analytics``.
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
    "articulation_points": "",
    "betweenness_centrality": (
        "Distances must be positive numbers, `endpoints` is not supported, and igraph takes two "
        "distances for equal when they differ by rounding only."
    ),
    "bridges": "",
    "connected_components": "",
    "core_number": "",
    "leiden_communities": "Optimises modularity; `max_level` is not supported.",
    "number_connected_components": "",
    "pagerank": (
        "Solved to machine precision, so `tol` and `max_iter` have no effect; `personalization`, "
        "`nstart` and `dangling` are not supported."
    ),
    "strongly_connected_components": "",
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
