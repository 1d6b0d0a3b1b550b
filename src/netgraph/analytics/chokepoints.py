"""Chokepoints: the places whose closing would turn the most routes away, and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.itineraries import itineraries
from netgraph.analytics.result import Result
from netgraph.analytics.ways import ways
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from netgraph.analytics.itineraries import Itineraries
    from netgraph.disclosure import Reader

CAVEAT = (
    "It says where recorded routes would have to change, not that closing a place would stop anybody: ways"
    " that nobody recorded are there too, and pressure moves people to more dangerous ones. Most records "
    "do not say what lay between, so shares are of what was told."
)


def chokepoints(
    reader: Reader, *, states: bool = False, regions: bool = False, direct: bool = True, limit: int = 25
) -> Result:
    """Rank places by the share of routes that would have to go round them, and by how much longer that is.

    For each place v that lies between the ends of routes: let r be the routes through v, and for each of
    them d the number of legs of the shortest way from its origin to its destination along recorded legs that
    avoids v. Its detour is max(0, d - its own legs); where no such way exists it has no other way.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    states : bool, default False
        Take each place for the State it lies in.
    regions : bool, default False
        Keep routes that begin or end in a region, such as "Europe".
    direct : bool, default True
        Whether a leg straight from origin to destination is another way. In sources that leave out what lies
        between, such a leg may be nothing but a shorter record of the same way.
    limit : int, default 25
        How many places; detours are worked out for these alone.

    Returns
    -------
    Result
        ``rank``, ``place``, ``name``, ``routes`` through it, ``share`` of all routes, ``no_other_way``
        (share of all routes that have none), ``corridors`` (pairs of ends among them), ``longer`` (legs
        more, on average, of those that have another way; missing where none has). Ordered by ``share``,
        then ``no_other_way``, then ``longer``.

    Raises
    ------
    AnalysisError
        No route is told with a place between its ends.

    Notes
    -----
    O(c (n + m)) for c corridors through the places shown, n places and m legs. Criticality by the cost of
    going round is that of road networks [1]_.

    References
    ----------
    .. [1] Jenelius, E., Petersen, T., Mattsson, L.-G. (2006). Importance and exposure in road network
       vulnerability analysis. Transportation Research Part A 40(7), 537-560.
       https://doi.org/10.1016/j.tra.2005.11.003
    """
    found = itineraries(reader, states=states, regions=regions)
    network = ways(reader, states=states)
    through = _through(found)
    if through.empty:
        raise AnalysisError(
            "no route in the store is told with a place between its ends",
            hint="netgraph analyse corridors counts routes from end to end",
        )
    counts = through.groupby("place")["routes"].sum()
    counts = counts[counts >= counts.nlargest(limit).min()]  # with all that tie with the last
    rows = _detours(
        network.graph().to_networkx(), through[through["place"].isin(counts.index)], direct=direct
    )
    frame = _table(rows, len(found.routes), found.names).head(limit)
    return Result(
        analysis="chokepoints",
        frame=frame,
        marking=strictest([found.marking, network.marking]),
        engine=f"NetworkX {nx.__version__}",
        method="directed, by number of legs; each place closed in turn, every route through it led round "
        f"along recorded legs, {'a straight one included' if direct else 'not by a straight one'}; exact",
        caveat=CAVEAT,
        parameters={"states": states, "regions": regions, "direct": direct, "limit": limit},
        nodes=len(network.nodes),
        edges=len(network.edges),
        withheld=found.withheld + network.withheld,
        notes=tuple(dict.fromkeys((*found.notes, *network.notes))),
        behind={
            "routes": len(found.routes),
            "routes with a place between": int(found.between()["route"].nunique()),
        },
    )


def _through(found: Itineraries) -> pd.DataFrame:
    """Count routes by place between, ends and number of legs."""
    legs = (found.stops.groupby("route")["position"].nunique() - 1).rename("legs")
    rows = found.between().join(found.routes[["origin", "destination"]], on="route").join(legs, on="route")
    keys = ["place", "origin", "destination", "legs"]
    return rows.groupby(keys, sort=True).size().rename("routes").reset_index()


def _detours(graph: nx.DiGraph, through: pd.DataFrame, *, direct: bool) -> pd.DataFrame:
    """Say how long the shortest other way of each row is; missing where there is none."""
    lengths: dict[tuple[str, str, str], float] = {}
    for place, those in through.groupby("place"):
        open_ = graph.copy()
        if place in open_:
            open_.remove_node(place)
        for origin, destination in set(zip(those["origin"], those["destination"], strict=True)):
            key = (str(place), origin, destination)
            lengths[key] = _length(open_, origin, destination, direct=direct)
    keys = zip(through["place"], through["origin"], through["destination"], strict=True)
    return through.assign(round=[lengths[key] for key in keys])


def _length(graph: nx.DiGraph, origin: str, destination: str, *, direct: bool) -> float:
    straight = graph.has_edge(origin, destination)
    if straight and direct:
        return 1.0
    if straight:
        graph.remove_edge(origin, destination)
    try:
        return float(len(nx.bidirectional_shortest_path(graph, origin, destination)) - 1)
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return np.nan
    finally:
        if straight:
            graph.add_edge(origin, destination)


def _table(rows: pd.DataFrame, total: int, names: pd.Series) -> pd.DataFrame:
    led = rows["round"].notna()
    rows = rows.assign(
        none=rows["routes"].where(~led, 0),
        led=rows["routes"].where(led, 0),
        more=((rows["round"] - rows["legs"]).clip(lower=0) * rows["routes"]).fillna(0),
    )
    by = rows.groupby("place", sort=True)[["routes", "none", "led", "more"]].sum()
    frame = pd.DataFrame(
        {
            "place": by.index,
            "name": names.reindex(by.index).to_numpy(),
            "routes": by["routes"].to_numpy(),
            "share": (by["routes"] / total).round(6).to_numpy(),
            "no_other_way": (by["none"] / total).round(6).to_numpy(),
            "corridors": rows.drop_duplicates(["place", "origin", "destination"])
            .groupby("place")
            .size()
            .to_numpy(),
            "longer": (by["more"] / by["led"].where(by["led"] > 0)).round(6).to_numpy(),
        }
    )
    order = ["share", "no_other_way", "longer"]
    frame = frame.sort_values([*order, "place"], ascending=[False, False, False, True], na_position="last")
    ranks = frame[order].fillna(-1).apply(tuple, axis=1).rank(method="min", ascending=False)
    frame.insert(0, "rank", ranks.astype(int))
    return frame.reset_index(drop=True)
