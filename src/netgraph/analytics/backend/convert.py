"""Conversion between NetworkX's own graph classes and the backend's, as NetworkX asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.analytics.backend.columns import FloatArray, numbers, positions
from netgraph.analytics.backend.graph import IGraph

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import networkx as nx


def convert_from_nx(
    graph: nx.Graph | IGraph,
    *,
    edge_attrs: Mapping[Hashable, Any] | None = None,
    node_attrs: Mapping[Hashable, Any] | None = None,
    preserve_edge_attrs: bool = True,
    preserve_node_attrs: bool = True,
    preserve_graph_attrs: bool = True,
    name: str | None = None,  # noqa: ARG001 - NetworkX passes it
    graph_name: str | None = None,  # noqa: ARG001 - NetworkX passes it
) -> IGraph:
    """Convert a NetworkX graph of any of the four classes.

    Called plainly it keeps everything; NetworkX's dispatch asks for what a function reads.

    Parameters
    ----------
    graph : networkx.Graph
        Or a subclass or view.
    edge_attrs : mapping of hashable to number, optional
        Edge attributes to read as weights, each with the value for edges that lack it.
    node_attrs : mapping, optional
        Node attributes wanted; all are kept if any is.
    preserve_edge_attrs, preserve_node_attrs, preserve_graph_attrs : bool
        Whether to keep all attributes of the edges, the nodes, the graph.
    name, graph_name : str, optional
        The function NetworkX is about to call, and its parameter; not used.

    Returns
    -------
    IGraph
        With nodes in the order of ``graph``.

    Raises
    ------
    NotImplementedError
        A weight is not a plain, finite number; NetworkX then tries the next backend.
    """
    if isinstance(graph, IGraph):
        return graph
    position = {node: at for at, node in enumerate(graph)}
    starts, ends, keys, data = _edges(graph, position)
    keep_nodes = preserve_node_attrs or node_attrs is not None
    return IGraph(
        list(position),
        positions(starts, ends, len(position)),
        directed=graph.is_directed(),
        multigraph=graph.is_multigraph(),
        weights=None if preserve_edge_attrs else _weights(data, edge_attrs or {}),
        node_data=[dict(found) for _, found in graph.nodes(data=True)] if keep_nodes else None,
        edge_data=[dict(found) for found in data] if preserve_edge_attrs else None,
        edge_keys=keys if graph.is_multigraph() else None,
        graph_data=dict(graph.graph) if preserve_graph_attrs else None,
    )


def convert_to_nx(result: Any, *, name: str | None = None) -> Any:  # noqa: ANN401, ARG001 - NetworkX's contract
    """Convert a graph back; anything else, such as a result, passes as it is.

    Parameters
    ----------
    result : IGraph or object
        What a function of the backend returned, or a graph on its way to NetworkX.
    name : str, optional
        The function that NetworkX called; not used.

    Returns
    -------
    networkx.Graph or object
        A graph of the class that matches in direction and parallel edges.
    """
    return result.to_networkx() if isinstance(result, IGraph) else result


def _edges(
    graph: nx.Graph, position: Mapping[Any, int]
) -> tuple[list[int], list[int], list[Any], list[Mapping[Any, Any]]]:
    """Read the edges as columns, from ``adj``: subclasses may redefine that, and their edges by it."""
    directed, multigraph = graph.is_directed(), graph.is_multigraph()
    starts, ends, keys, data = [], [], [], []
    for node, near in graph.adj.items():
        start = position[node]
        for neighbour, joined in near.items():
            end = position[neighbour]
            if end < start and not directed:
                continue  # it stands under the other node too
            for key, found in joined.items() if multigraph else ((None, joined),):
                starts.append(start)
                ends.append(end)
                keys.append(key)
                data.append(found)
    return starts, ends, keys, data


def _weights(data: Sequence[Mapping[Any, Any]], attrs: Mapping[Hashable, Any]) -> dict[Hashable, FloatArray]:
    try:
        return {
            name: numbers([found.get(name, default) for found in data]) for name, default in attrs.items()
        }
    except ValueError as error:
        raise NotImplementedError(f"igraph cannot weigh these edges: {error}.") from error
