"""Interdiction: the cheapest set of legs or places that parts one place from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.backend import IGraph
from netgraph.analytics.engine import Engine
from netgraph.analytics.ways import find_place
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from netgraph.analytics.backend.columns import FloatArray
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "A cut is the least that would have to be closed for no recorded way to be left; it does not say that "
    "closing it helps. Ways that nobody recorded are there too, routes move, and people who are stopped on"
    " the way are victims to be protected, not traffic."
)
CUTS = ("legs", "places")
COSTS = ("records", "one")
_START, _END = ("", "start"), ("", "end")


@dataclass(frozen=True)
class Cut:
    """A cheapest cut.

    Attributes
    ----------
    value : float
        What it costs, which is what can flow at most.
    parts : list
        Edges as pairs, or nodes, in order.
    """

    value: float
    parts: list[Any]


def minimum_cut(
    graph: IGraph,
    starts: Sequence[Hashable],
    ends: Sequence[Hashable],
    *,
    cut: str = "legs",
    capacity: str | None = "weight",
    engine: Engine | None = None,
) -> Cut:
    """Find the cheapest set of edges or nodes without which no path leads from any start to any end.

    By the theorem of Ford and Fulkerson it costs what can flow at most.

    Parameters
    ----------
    graph : IGraph
        Directed; parallel edges add up, self-loops play no part.
    starts, ends : sequence of hashable
        Nodes; none of them is ever cut.
    cut : {"legs", "places"}
        Edges or nodes.
    capacity : str or None
        The weight that an edge costs to cut, at least 0; None makes every edge, or every node, cost 1. A node
        costs what its incoming edges do.
    engine : Engine, optional
        Which library computes.

    Returns
    -------
    Cut
        Of several cheapest cuts the one nearest the ends, which is the same whatever flow was found.

    Raises
    ------
    AnalysisError
        Starts and ends overlap; a capacity is negative; or nodes are to be cut where an edge leads straight
        from start to end.

    Notes
    -----
    Preflow push: O(n² √m) for n nodes and m edges. 0 and no parts where no path leads there anyway.

    References
    ----------
    .. [1] Ford, L. R., Fulkerson, D. R. (1956). Maximal flow through a network. Canadian Journal of
       Mathematics 8, 399-404. https://doi.org/10.4153/CJM-1956-045-5
    .. [2] Wood, R. K. (1993). Deterministic network interdiction. Mathematical and Computer Modelling 17(2),
       1-18. https://doi.org/10.1016/0895-7177(93)90236-R

    Examples
    --------
    >>> graph = IGraph.from_columns(["a", "b", "c"], [0, 0, 1], [1, 2, 2], [3, 1, 2], directed=True)
    >>> minimum_cut(graph, ["a"], ["c"])
    Cut(value=3.0, parts=[('a', 'c'), ('b', 'c')])
    """
    if set(starts) & set(ends) or not starts or not ends:
        raise AnalysisError("nothing parts a place from itself", hint="give different places to part")
    costs = graph.weights(capacity) if capacity else None
    costs = np.ones(len(graph.ends)) if costs is None else costs
    if (costs < 0).any():
        raise AnalysisError("a capacity is below zero", hint="capacities are 0 or more")
    uncuttable = float(costs.sum()) + len(graph) + 1.0
    edges = _edges(graph, costs, unit=capacity is None, cut=cut, ends={*starts, *ends}, uncuttable=uncuttable)
    joined: list[tuple[Any, Any, float]] = [(_START, _in(node), uncuttable) for node in starts]
    joined += [(_out(node), _END, uncuttable) for node in ends]
    flow = _graph([*edges, *joined])
    value, (near, far) = (engine or Engine()).run(nx.minimum_cut, flow, _START, _END, capacity="capacity")
    if value >= uncuttable:
        raise AnalysisError(
            "a leg leads straight there, so that no place between parts them", hint="cut legs instead"
        )
    parted = [(tail, head) for tail, head, _ in edges if tail in near and head in far]
    if cut == "places":
        return Cut(float(value), sorted((tail[0] for tail, _ in parted), key=str))
    return Cut(float(value), sorted({(tail[0], head[0]) for tail, head in parted}, key=str))


def interdiction(
    projection: Projection,
    starts: Sequence[str],
    ends: Sequence[str],
    *,
    cut: str = "legs",
    cost: str = "records",
    engine: str = "igraph",
) -> Result:
    """Say which legs or places part some places from others at the least cost.

    Parameters
    ----------
    projection : Projection
        A directed place network; see `netgraph.analytics.ways.ways`.
    starts, ends : sequence of str
        Keys or names of places where routes begin, and where they end.
    cut : {"legs", "places"}
        What is closed.
    cost : {"records", "one"}
        What closing costs: a leg as many as its records, a place as many as the records of the legs into
        it; or each 1, which gives the fewest.
    engine : {"igraph", "networkx"}
        Which library computes; see `Engine`.

    Returns
    -------
    Result
        Dearest first: ``rank``; ``start``, ``end`` and their names, or ``place`` and ``name``; ``records``,
        ``cost`` and ``share`` of the whole cost. The whole stands in ``behind`` as ``maximum flow``.

    Raises
    ------
    AnalysisError
        See `minimum_cut`; or no way leads there anyway.
    """
    if cut not in CUTS or cost not in COSTS:
        raise AnalysisError(
            "such a cut is not known", hint=f"cut {' or '.join(CUTS)}, at the cost of {' or '.join(COSTS)}"
        )
    first, last = ([find_place(projection, place) for place in places] for places in (starts, ends))
    library = Engine(engine)
    found = minimum_cut(
        projection.graph(),
        first,
        last,
        cut=cut,
        capacity="weight" if cost == "records" else None,
        engine=library,
    )
    if not found.parts:
        raise AnalysisError(
            "no recorded way leads there, so nothing needs cutting",
            hint="try the other direction, or --states",
        )
    frame = _frame(projection, found, cut, cost)
    what = "records" if cost == "records" else cut
    return projection.result(
        "interdiction",
        frame,
        engine=library.said,
        method=f"directed; minimum cut of {cut}, {'each' if cost == 'one' else 'by records'}; exact; "
        "of several the one nearest the end",
        caveat=CAVEAT,
        parameters={"from": first, "to": last, "cut": cut, "cost": cost},
        behind={
            f"{what} at most from start to end (maximum flow, equal to the minimum cut)": int(found.value)
        },
    )


def _in(node: Hashable) -> tuple[Hashable, str]:
    return (node, "in")


def _out(node: Hashable) -> tuple[Hashable, str]:
    return (node, "out")


def _edges(
    graph: IGraph,
    costs: FloatArray,
    *,
    unit: bool,
    cut: str,
    ends: set[Hashable],
    uncuttable: float,
) -> list[tuple[Any, Any, float]]:
    """Make each node two, joined by what it costs to cut; what is not to be cut costs more than the rest."""
    other = graph.ends[:, 0] != graph.ends[:, 1]
    into = np.bincount(graph.ends[other, 1], costs[other], len(graph))
    keys = graph.keys
    edges: list[tuple[Any, Any, float]] = []
    for node, entering in zip(keys, into.tolist(), strict=True):
        own = 1.0 if unit else entering
        edges.append((_in(node), _out(node), own if cut == "places" and node not in ends else uncuttable))
    for (tail, head), price in zip(graph.ends.tolist(), costs.tolist(), strict=True):
        if tail != head:
            edges.append((_out(keys[tail]), _in(keys[head]), price if cut == "legs" else uncuttable))
    return edges


def _graph(edges: list[tuple[Any, Any, float]]) -> IGraph:
    """Build the graph that flow is sought in, parallel edges added up."""
    frame = pd.DataFrame(edges, columns=["start", "end", "capacity"])
    names = list(dict.fromkeys([*frame["start"], *frame["end"]]))
    at = {name: position for position, name in enumerate(names)}
    ends = frame[["start", "end"]].map(at.get)
    summed = frame.groupby([ends["start"], ends["end"]], sort=True)["capacity"].sum().reset_index()
    return IGraph(
        names,
        summed[["start", "end"]].to_numpy(np.int64),
        directed=True,
        multigraph=False,
        weights={"capacity": summed["capacity"].to_numpy(float)},
    )


def _frame(projection: Projection, found: Cut, cut: str, cost: str) -> pd.DataFrame:
    names, edges = projection.nodes["name"], projection.edges
    if cut == "legs":
        rows = pd.DataFrame(found.parts, columns=["start", "end"]).merge(edges, on=["start", "end"])
        rows = rows.assign(start_name=rows["start"].map(names), end_name=rows["end"].map(names))
        keys = ["start", "end", "start_name", "end_name"]
    else:
        rows = pd.DataFrame({"place": found.parts})
        rows["weight"] = rows["place"].map(edges.groupby("end")["weight"].sum())
        rows = rows.assign(name=rows["place"].map(names))
        keys = ["place", "name"]
    rows["cost"] = rows["weight"] if cost == "records" else 1
    rows["share"] = (rows["cost"] / found.value).round(6)
    rows = rows.rename(columns={"weight": "records"}).sort_values(
        ["cost", "records", keys[0], keys[1]], ascending=[False, False, True, True], kind="stable"
    )
    rows.insert(0, "rank", rows["cost"].rank(method="min", ascending=False).astype(int))
    return rows[["rank", *keys, "records", "cost", "share"]].reset_index(drop=True)
