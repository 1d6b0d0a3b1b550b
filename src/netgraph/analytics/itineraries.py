"""Recorded routes as the analyses of corridors start from them: stops in order, two ends, what lies between.

Read here once, counted elsewhere: `corridors`, `chokepoints`, `change` and `around_event` share what a
route's origin, destination and transit are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.projection import WHOLE_PLACES
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.disclosure import Asks, Reader
    from netgraph.model import Marking

_COUNTRY = "Country"


@dataclass(frozen=True)
class Itineraries:
    """Routes with an origin and a destination.

    Attributes
    ----------
    routes : pandas.DataFrame
        Indexed by route, sorted: ``origin``, ``destination``, ``year`` (missing where not recorded),
        ``exploitation`` and ``victim_profile`` (lists).
    stops : pandas.DataFrame
        ``route``, ``position``, ``place``, of these routes, in order; the same stop told twice is one.
    names : pandas.Series
        Name of each place by its key.
    marking : Marking
        The strictest marking of what went in.
    withheld : int
        Rows that the policy kept out.
    notes : tuple of str
        What was left out, and how much of it.
    """

    routes: pd.DataFrame
    stops: pd.DataFrame
    names: pd.Series
    marking: Marking
    withheld: int
    notes: tuple[str, ...]

    def between(self) -> pd.DataFrame:
        """Return ``route`` and ``place`` of the stops between the ends, each place of a route once.

        A place that is an end of its route too is none between.
        """
        grouped = self.stops.groupby("route")["position"]
        inner = (self.stops["position"] > grouped.transform("min")) & (
            self.stops["position"] < grouped.transform("max")
        )
        rows = self.stops.loc[inner, ["route", "place"]].drop_duplicates()
        ends = self.routes[["origin", "destination"]].reindex(rows["route"]).set_axis(rows.index)
        return rows[(rows["place"] != ends["origin"]) & (rows["place"] != ends["destination"])]


def itineraries(reader: Reader, *, regions: bool = False, states: bool = False) -> Itineraries:
    """Read the routes that have an origin and a destination.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    regions : bool, default False
        Keep routes that begin or end in a region such as "Europe", which is no place in particular.
    states : bool, default False
        Take every place for the State it lies in; routes that stay inside one State are then left out.

    Returns
    -------
    Itineraries

    Raises
    ------
    AnalysisError
        There is none.

    Notes
    -----
    The origin is the stop with the lowest position, the destination the one with the highest; where sources
    disagree about either, the place that comes first by key is taken. O(s log s) for s stops.
    """
    answer = reader.query("all-stops")
    rows = answer.to_frame()
    if states:
        whole = rows["kind"].isin(WHOLE_PLACES)
        rows["place"] = rows["place"].where(~whole, rows["place"].str.split("/").str[0])
        rows["kind"] = rows["kind"].where(~whole, _COUNTRY)
    stops = rows.sort_values(["route", "position", "place"], kind="stable")
    stops = stops.drop_duplicates(["route", "position", "place"])
    routes = _ends(stops)
    notes = []
    if not regions:
        whole = routes["origin_kind"].isin(WHOLE_PLACES) & routes["destination_kind"].isin(WHOLE_PLACES)
        notes += _left_out(~whole, "routes from or to a region, not a place")
        routes = routes[whole]
    if states:
        inside = routes["origin"] == routes["destination"]
        notes += _left_out(inside, "routes that stay in one State")
        routes = routes[~inside]
    if routes.empty:
        raise AnalysisError(
            "no route with an origin and a destination is in the store",
            hint="load routes first: netgraph ingest routes FILE",
        )
    return Itineraries(
        routes.drop(columns=["origin_kind", "destination_kind"]),
        stops.loc[stops["route"].isin(routes.index), ["route", "position", "place"]].reset_index(drop=True),
        names_of(reader),
        answer.marking,
        answer.withheld,
        tuple(notes),
    )


def _ends(stops: pd.DataFrame) -> pd.DataFrame:
    """Make one row a route with at least two positions."""
    # whole rows: a place of no known kind must not get the kind of another
    first = stops.drop_duplicates("route").set_index("route")
    highest = stops["position"] == stops.groupby("route")["position"].transform("max")
    last = stops[highest].drop_duplicates("route").set_index("route")
    routes = pd.DataFrame(
        {
            "origin": first["place"],
            "origin_kind": first["kind"],
            "destination": last["place"],
            "destination_kind": last["kind"],
            "year": first["year"].astype("Int64"),
            "exploitation": first["exploitation"],
            "victim_profile": first["victim_profile"],
        }
    )
    return routes[first["position"] < last["position"]]


def names_of(reader: Asks) -> pd.Series:
    """Name places; a State that is no place of its own by its jurisdiction."""
    states = reader.query("jurisdiction-names").to_frame().set_index("key")["name"]
    places = reader.query("places").to_frame().set_index("key")["name"]
    return places.combine_first(states)


def _left_out(rows: pd.Series, what: str) -> list[str]:
    return [f"{int(rows.sum()):,} {what}"] if rows.any() else []
