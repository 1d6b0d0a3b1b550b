"""Maximum flow and minimum cut, as NetworkX names and returns them."""

# ruff: noqa: ANN401, N803 - the signatures are NetworkX's

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from netgraph.analytics.backend.contract import unless

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from netgraph.analytics.backend.columns import FloatArray
    from netgraph.analytics.backend.graph import IGraph


def _refusal(*, flowG: Any, capacity: Any, flow_func: Any, kwargs: Any, **_: object) -> str | None:
    if flow_func is not None or kwargs:
        return "igraph has one algorithm for flows, and nothing to choose."
    limits = getattr(flowG, "limits", None)
    if limits is None:
        return None  # not converted yet
    try:
        known = limits(capacity)
    except ValueError as error:
        return f"igraph cannot limit flow by these capacities: {error}."
    return None if known is not None else "igraph needs a capacity on every edge."


@unless(_refusal)
def maximum_flow(
    flowG: IGraph,
    _s: Any,
    _t: Any,
    capacity: Hashable = "capacity",
    flow_func: Callable[..., Any] | None = None,  # noqa: ARG001 - refused
    **kwargs: Any,  # noqa: ARG001 - refused
) -> tuple[float, dict[Any, dict[Any, float]]]:
    """Give the largest flow from one node to another, and a way to lead it.

    Parameters
    ----------
    flowG : IGraph
        Without parallel edges.
    _s, _t : node
        Where the flow begins and ends.
    capacity : hashable
        Edge attribute that says how much an edge takes; every edge needs one. Zero or less takes nothing.
    flow_func, kwargs : optional
        Refused.

    Returns
    -------
    (float, dict of node to dict of node to float)
        The value, and the flow over each edge.

    Raises
    ------
    networkx.NetworkXError
        A node is not in the graph, both are the same, or the graph may have parallel edges.

    Notes
    -----
    Push-relabel, time O(n³). The value is unique, the way is not.

    References
    ----------
    .. [1] Goldberg, A. V., Tarjan, R. E. (1988). A new approach to the maximum-flow problem. Journal of the
       ACM 35(4). https://doi.org/10.1145/48014.61051
    """
    start, end, limits = _asked(flowG, _s, _t, capacity)
    found = flowG.igraph.maxflow(start, end, capacity=limits.tolist())
    led: dict[Any, dict[Any, float]] = {node: {} for node in flowG}
    directed, keys = flowG.is_directed(), flowG.keys
    for (first, last), amount in zip(flowG.ends.tolist(), found.flow, strict=True):
        if directed:
            led[keys[first]][keys[last]] = amount
            continue
        low, high = keys[min(first, last)], keys[max(first, last)]
        led[low][high], led[high][low] = max(amount, 0.0), max(-amount, 0.0)
    return float(found.value), led


@unless(_refusal)
def maximum_flow_value(
    flowG: IGraph,
    _s: Any,
    _t: Any,
    capacity: Hashable = "capacity",
    flow_func: Callable[..., Any] | None = None,  # noqa: ARG001 - refused
    **kwargs: Any,  # noqa: ARG001 - refused
) -> float:
    """Give the value of `maximum_flow`."""
    start, end, limits = _asked(flowG, _s, _t, capacity)
    return float(flowG.igraph.maxflow_value(start, end, capacity=limits.tolist()))


@unless(_refusal)
def minimum_cut(
    flowG: IGraph,
    _s: Any,
    _t: Any,
    capacity: Hashable = "capacity",
    flow_func: Callable[..., Any] | None = None,  # noqa: ARG001 - refused
    **kwargs: Any,  # noqa: ARG001 - refused
) -> tuple[float, tuple[set[Any], set[Any]]]:
    """Give the least capacity that must go so that nothing leads from one node to another, and both sides.

    Parameters and errors are those of `maximum_flow`.

    Returns
    -------
    (float, (set, set))
        The value of the cut, the nodes on the side of ``_s``, and those on the side of ``_t``. Of several
        least cuts it is the one nearest to ``_t``, as in NetworkX.
    """
    start, end, limits = _asked(flowG, _s, _t, capacity)
    found = flowG.igraph.maxflow(start, end, capacity=limits.tolist())
    near, far = ({flowG.keys[at] for at in side} for side in found.partition)
    return float(found.value), (near, far)


@unless(_refusal)
def minimum_cut_value(
    flowG: IGraph,
    _s: Any,
    _t: Any,
    capacity: Hashable = "capacity",
    flow_func: Callable[..., Any] | None = None,  # noqa: ARG001 - refused
    **kwargs: Any,  # noqa: ARG001 - refused
) -> float:
    """Give the value of `minimum_cut`, which is that of `maximum_flow`."""
    start, end, limits = _asked(flowG, _s, _t, capacity)
    return float(flowG.igraph.maxflow_value(start, end, capacity=limits.tolist()))


def _asked(graph: IGraph, start: Any, end: Any, capacity: Hashable) -> tuple[int, int, FloatArray]:
    if graph.is_multigraph():
        raise nx.NetworkXError("MultiGraph and MultiDiGraph not supported (yet).")
    for node in (start, end):
        if node not in graph:
            raise nx.NetworkXError(f"node {node} not in graph")
    if start == end:
        raise nx.NetworkXError("source and sink are the same node")
    limits = graph.limits(capacity)
    if limits is None:
        raise NotImplementedError("igraph needs a capacity on every edge.")
    loops = graph.ends[:, 0] == graph.ends[:, 1]
    return graph.index[start], graph.index[end], np.where(loops, 0.0, np.maximum(limits, 0.0))
