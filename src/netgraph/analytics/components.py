"""Components: the parts of a projection with no tie between them, and the jurisdictions in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.engine import Engine
from netgraph.analytics.naming import SHOWN, codes, strength

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "Parts without a recorded tie between them may still be one network: one missing record parts them, and "
    "one wrong match joins them. A jurisdiction is named because it handles a case or holds a place, not "
    "because anybody in it did something."
)


def components(
    projection: Projection,
    *,
    strong: bool = False,
    cross_border: bool = False,
    limit: int | None = None,
    engine: str = "igraph",
) -> Result:
    """Part a projection into its components, and name the jurisdictions that each one spans.

    Two nodes are in one component when a path of ties leads from one to the other, whatever way they run;
    with ``strong`` when directed paths lead both there and back. A component crosses a border when its
    nodes lie in two jurisdictions or more.

    Parameters
    ----------
    projection : Projection
        The network.
    strong : bool, default False
        Follow the direction of ties. In a place network these are the places among which people are moved
        round in circles; without direction it changes nothing.
    cross_border : bool, default False
        Keep only components that cross a border.
    limit : int, optional
        How many components to return; all when not given.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    Result
        One row a component, by falling reach, then members, then name of its first node: ``component``
        (from 1), ``members``, ``types`` (how many of each), ``ties`` and ``weight`` (inside it), ``reach``
        (jurisdictions), ``jurisdictions``, ``across`` (ties that join nodes with no jurisdiction in
        common, though each has one), ``unplaced`` (members of which no jurisdiction is known), ``largest``
        (up to five members with most weight). The parameters count all components, and those across
        borders.

    Notes
    -----
    Time and memory O(n + m + Σ jurisdictions). Who uses it for a joint investigation should look at
    ``across`` first: those ties need two States. Nobody should read a single large component as one
    organisation: shared telephones, services and busy places join strangers.

    References
    ----------
    .. [1] Tarjan, R. (1972). Depth-first search and linear graph algorithms. SIAM Journal on Computing
       1(2), 146-160. https://doi.org/10.1137/0201010

    Examples
    --------
    >>> import pandas as pd
    >>> from netgraph.analytics.projection import Projection
    >>> nodes = pd.DataFrame(
    ...     {"type": "Country", "jurisdictions": [("BEN",), ("NER",), ("NGA",)]}, index=["BEN", "NER", "NGA"]
    ... )
    >>> edges = pd.DataFrame({"start": ["NGA"], "end": ["BEN"], "weight": [3]})
    >>> found = components(Projection("place", nodes, edges, directed=True, weight="legs"))
    >>> found.frame[["members", "reach", "across", "largest"]].to_dict("records")
    [{'members': 2, 'reach': 2, 'across': 1, 'largest': 'BEN, NGA'}, {'members': 1, 'reach': 1, ...}]
    """
    with_engine = Engine(engine)
    graph = projection.graph()
    part = component_of(with_engine, graph, strong=strong)
    frame = _count(projection, graph, part)
    across = int((frame["reach"] > 1).sum())
    parameters = {"strong": strong, "cross_border": cross_border, "limit": limit, "engine": with_engine.name}
    parameters |= {"components": len(frame), "components_across_borders": across}
    if cross_border:
        frame = frame[frame["reach"] > 1]
    frame = frame.head(limit) if limit else frame
    way = "strong components, along directed ties" if strong else "components, direction ignored"
    return projection.result(
        "components",
        _name(projection, part, frame),
        engine=with_engine.said,
        method=f"{way}; weight in {projection.weight}",
        caveat=CAVEAT,
        parameters=parameters,
    )


def component_of(engine: Engine, graph: IGraph, *, strong: bool = False) -> NDArray[np.int64]:
    """Give each node the number of its component, whatever way edges lead, or of its strong component.

    No edge leads from a strong component to one with a higher number. O(n + m).
    """
    find = nx.connected_components
    if graph.is_directed():
        find = nx.strongly_connected_components if strong else nx.weakly_connected_components
    part = np.zeros(len(graph), dtype=np.int64)
    for number, members in enumerate(engine.run(find, graph)):
        part[[graph.index[node] for node in members]] = number
    return part


def _count(projection: Projection, graph: IGraph, part: NDArray[np.int64]) -> pd.DataFrame:
    """Make one row a component, in order; ``part`` keeps the number it was found under."""
    many = int(part.max()) + 1 if len(part) else 0
    lies = codes(projection)
    spans = lies.assign(part=part[lies["node"].to_numpy()]).drop_duplicates(["part", "code"])
    start, end = part[graph.ends[:, 0]], part[graph.ends[:, 1]]
    inside = start == end
    weight = graph.weights("weight")
    weight = np.ones(len(graph.ends)) if weight is None else weight
    placed = np.zeros(len(part), dtype=bool)
    placed[lies["node"].to_numpy()] = True
    apart = inside & placed[graph.ends].all(axis=1) & ~_share_a_code(projection, graph)
    frame = pd.DataFrame(
        {
            "part": np.arange(many),
            "members": np.bincount(part, minlength=many),
            "ties": np.bincount(start[inside], minlength=many),
            "weight": np.bincount(start[inside], weight[inside], minlength=many).astype(int),
            "reach": np.bincount(spans["part"].to_numpy(int), minlength=many),
            "across": np.bincount(start[apart], minlength=many),
            "unplaced": np.bincount(part[~placed], minlength=many),
            "first": np.unique(part, return_index=True)[1],  # nodes are sorted by name
        }
    )
    frame = frame.sort_values(["reach", "members", "first"], ascending=[False, False, True], kind="stable")
    frame.insert(0, "component", range(1, many + 1))
    return frame.drop(columns="first").reset_index(drop=True)


def _share_a_code(projection: Projection, graph: IGraph) -> NDArray[np.bool_]:
    """Say of each edge whether a jurisdiction is common to both ends."""
    kinds: dict[tuple[str, ...], int] = {}  # few, however many nodes there are
    kind = np.array([kinds.setdefault(found, len(kinds)) for found in projection.nodes["jurisdictions"]], int)
    pairs, which = np.unique(kind[graph.ends] @ [len(kinds), 1], return_inverse=True)
    sets = [frozenset(found) for found in kinds]
    shared = [not sets[one].isdisjoint(sets[other]) for one, other in (divmod(p, len(sets)) for p in pairs)]
    found: NDArray[np.bool_] = np.array(shared, dtype=bool)[which]
    return found


def _name(projection: Projection, part: NDArray[np.int64], frame: pd.DataFrame) -> pd.DataFrame:
    """Say who and where: only for the components that are shown."""
    weight = strength(projection)
    shown = np.flatnonzero(np.isin(part, frame["part"].to_numpy()))
    groups = dict(iter(projection.nodes.iloc[shown].groupby(part[shown])))
    told = []
    for number in frame["part"]:
        members = groups[number]
        reach = sorted({code for found in members["jurisdictions"] for code in found})
        types = members["type"].value_counts().sort_index()
        order = weight[members.index].sort_values(ascending=False, kind="stable")
        told.append(
            {
                "types": ", ".join(f"{kind} {count}" for kind, count in types.items()),
                "jurisdictions": ", ".join(reach),
                "largest": ", ".join(order.index[:SHOWN]),
            }
        )
    words = pd.DataFrame(told, columns=["types", "jurisdictions", "largest"])
    whole = pd.concat([frame.reset_index(drop=True), words], axis=1)
    order_ = ["component", "members", "types", "ties", "weight", "reach", "jurisdictions", "across"]
    return whole[[*order_, "unplaced", "largest"]]
