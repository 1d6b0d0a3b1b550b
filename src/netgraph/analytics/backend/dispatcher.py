"""The object NetworkX calls: conversion, the functions, and what can and should run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import igraph

from netgraph.analytics.backend import (
    betweenness,
    centrality,
    communities,
    components,
    convert,
    cores,
    distances,
    flow,
    local,
    reach,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def engine_version() -> str:
    """Name the engine and its version as a result should state it, such as ``igraph 1.0.0``."""
    return f"igraph {igraph.__version__}"


# One pass over the edges, as is conversion: on 100,000 edges NetworkX took 0.03 to 0.13 s for these,
# and their conversion 0.2 s (docs/adr/0003).
_AS_FAST_IN_NETWORKX = frozenset(
    {
        "articulation_points",
        "connected_components",
        "core_number",
        "degree_centrality",
        "has_path",
        "in_degree_centrality",
        "is_connected",
        "is_strongly_connected",
        "is_weakly_connected",
        "k_core",
        "node_connected_component",
        "number_connected_components",
        "number_strongly_connected_components",
        "number_weakly_connected_components",
        "out_degree_centrality",
        "shortest_path_length",
        "single_source_shortest_path_length",
        "strongly_connected_components",
        "weakly_connected_components",
    }
)


class Dispatcher:
    """The interface that NetworkX's dispatch expects of a backend; never instantiated."""

    convert_from_nx = staticmethod(convert.convert_from_nx)
    convert_to_nx = staticmethod(convert.convert_to_nx)

    all_pairs_shortest_path_length = staticmethod(distances.all_pairs_shortest_path_length)
    articulation_points = staticmethod(components.articulation_points)
    average_clustering = staticmethod(local.average_clustering)
    average_shortest_path_length = staticmethod(distances.average_shortest_path_length)
    betweenness_centrality = staticmethod(betweenness.betweenness_centrality)
    bridges = staticmethod(components.bridges)
    closeness_centrality = staticmethod(distances.closeness_centrality)
    clustering = staticmethod(local.clustering)
    connected_components = staticmethod(components.connected_components)
    constraint = staticmethod(local.constraint)
    core_number = staticmethod(cores.core_number)
    degree_centrality = staticmethod(cores.degree_centrality)
    edge_betweenness_centrality = staticmethod(reach.edge_betweenness_centrality)
    effective_size = staticmethod(local.effective_size)
    eigenvector_centrality = staticmethod(centrality.eigenvector_centrality)
    global_efficiency = staticmethod(distances.global_efficiency)
    harmonic_centrality = staticmethod(reach.harmonic_centrality)
    has_path = staticmethod(distances.has_path)
    in_degree_centrality = staticmethod(cores.in_degree_centrality)
    is_connected = staticmethod(components.is_connected)
    is_strongly_connected = staticmethod(components.is_strongly_connected)
    is_weakly_connected = staticmethod(components.is_weakly_connected)
    k_core = staticmethod(cores.k_core)
    leiden_communities = staticmethod(communities.leiden_communities)
    local_efficiency = staticmethod(distances.local_efficiency)
    maximum_flow = staticmethod(flow.maximum_flow)
    maximum_flow_value = staticmethod(flow.maximum_flow_value)
    minimum_cut = staticmethod(flow.minimum_cut)
    minimum_cut_value = staticmethod(flow.minimum_cut_value)
    node_connected_component = staticmethod(components.node_connected_component)
    number_connected_components = staticmethod(components.number_connected_components)
    number_strongly_connected_components = staticmethod(components.number_strongly_connected_components)
    number_weakly_connected_components = staticmethod(components.number_weakly_connected_components)
    out_degree_centrality = staticmethod(cores.out_degree_centrality)
    pagerank = staticmethod(centrality.pagerank)
    shortest_path_length = staticmethod(distances.shortest_path_length)
    single_source_shortest_path_length = staticmethod(distances.single_source_shortest_path_length)
    strongly_connected_components = staticmethod(components.strongly_connected_components)
    transitivity = staticmethod(local.transitivity)
    triangles = staticmethod(local.triangles)
    weakly_connected_components = staticmethod(components.weakly_connected_components)

    @staticmethod
    def can_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool | str:
        """Say whether igraph answers a call as NetworkX would.

        Parameters
        ----------
        name : str
            A function of this class.
        args, kwargs : sequence, mapping
            The arguments of the call. The weights of a graph that is not yet converted are not
            looked at; the function itself refuses those.

        Returns
        -------
        True or str
            True, or the reason in a sentence.
        """
        refusal = getattr(getattr(Dispatcher, name), "refusal", None)
        reason: str | None = refusal(*args, **kwargs) if refusal else None
        return reason or True

    @staticmethod
    def should_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool | str:  # noqa: ARG004
        """Say whether a NetworkX graph is worth converting for a call that names no backend.

        Parameters
        ----------
        name : str
            A function of this class.
        args, kwargs : sequence, mapping
            The arguments of the call; not looked at.

        Returns
        -------
        True or str
            True, or the reason in a sentence. NetworkX does not ask for a graph that is an
            ``IGraph`` already, nor when the call says ``backend="igraph"``.
        """
        if name in _AS_FAST_IN_NETWORKX:
            return "NetworkX answers sooner than the graph can be converted."
        return True
