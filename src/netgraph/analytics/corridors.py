"""Corridors: how many recorded routes lead from which place to which, and through which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics import route_breakdowns
from netgraph.analytics.displacement import beside
from netgraph.analytics.itineraries import itineraries
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.analytics.itineraries import Itineraries
    from netgraph.disclosure import Answer, Reader

CAVEAT = (
    "Volumes count recorded routes, not people: they show what was detected and written down. A corridor "
    "that nobody reports is not a corridor that nobody uses."
)
_OF = {
    "corridor": ["origin", "destination"],
    "origin": ["origin"],
    "transit": ["transit"],
    "destination": ["destination"],
}
ENDS = tuple(_OF)


def corridors(
    reader: Reader,
    *,
    of: str = "corridor",
    by: str | Sequence[str] | None = None,
    regions: bool = False,
    states: bool = False,
    displaced: str | None = None,
    limit: int | None = None,
) -> Result:
    """Count routes by origin and destination, or by one of origin, transit and destination.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    of : {"corridor", "origin", "transit", "destination"}
        What a row is. A route counts once under each place it passes through.
    by : str or sequence of str, optional
        Split each row up by any of ``year``, ``exploitation``, ``victim_profile``, ``sex`` and ``age_band``.
        A route counts once under each combination recorded of it, so that rows do not add up to routes; one
        without a value counts as ``not recorded``. Sex and age band are those of the victims in the cases
        that followed the route, else those that its kinds of victims say (girls: Female, Child).
    regions : bool, default False
        Keep routes that begin or end in a region, such as "Europe".
    states : bool, default False
        Take each place for the State it lies in.
    displaced : str, optional
        An indicator of displacement, such as ``new refugees``, to set beside each corridor.
    limit : int, optional
        How many rows to return; all when not given.

    Returns
    -------
    Result
        Most routes first: ``rank``; of corridors ``origin``, ``destination``, ``origin_name``,
        ``destination_name``, of places ``place`` and ``name``; the breakdowns asked for; ``routes``,
        ``share`` of all routes counted (0 to 1); of corridors ``transit`` (routes with a stop between) and
        ``via`` (the most frequent of those stops, up to three); ``first_year`` and ``last_year``; where
        asked for ``displaced``, see `netgraph.analytics.displacement.beside`.

    Raises
    ------
    AnalysisError
        No route with two stops is in the store, or the breakdown is not known.

    Notes
    -----
    Without ``states`` places are taken as recorded: a city is not added to its country. O(s log s) for s
    stops.
    """
    dimensions = (by,) if isinstance(by, str) else tuple(by or ())
    route_breakdowns.check(dimensions)
    if of not in _OF:
        raise AnalysisError(f"{of!r} is no part of a route", hint=f"use one of {', '.join(_OF)}")
    if displaced and of != "corridor":
        raise AnalysisError("displacement is known by corridor alone", hint="leave out --of")
    found = itineraries(reader, regions=regions, states=states)
    read: list[Answer] = []
    victims = None
    if {"sex", "age_band"} & set(dimensions):
        read.append(reader.query("route-victims"))
        victims = read[0].to_frame()
    frame = _named(_count(found, of, route_breakdowns.split(found, dimensions, victims)), found.names, of)
    method = "routes by first and last stop; exact counts"
    if displaced:
        read.append(reader.query("displacement-flows"))
        frame = beside(frame, found.routes["year"], read[-1].to_frame(), displaced)
        method += f"; displaced: {displaced}, persons a year, set beside and in no count or rank"
    return Result(
        analysis="corridors",
        frame=frame.head(limit).reset_index(drop=True) if limit else frame,
        marking=strictest([found.marking, *(answer.marking for answer in read)]),
        engine=f"pandas {pd.__version__}",
        method=method,
        caveat=CAVEAT,
        parameters={
            "of": of,
            "by": list(dimensions),
            "regions": regions,
            "states": states,
            "displaced": displaced,
            "limit": limit,
        },
        nodes=int(pd.concat([found.routes["origin"], found.routes["destination"]]).nunique()),
        edges=len(found.routes),
        withheld=found.withheld + sum(answer.withheld for answer in read),
        notes=found.notes,
        behind={"routes": len(found.routes)},
    )


def _count(found: Itineraries, of: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Count routes by what a row is, and by the breakdowns."""
    between = found.between()
    by = [str(name) for name in rows if name != "route"]
    keys = [*_OF[of], *by]
    rows = rows.join(
        found.routes[["origin", "destination", "year"]].rename(columns={"year": "in"}), on="route"
    )
    rows["passes"] = rows["route"].isin(between["route"])
    if of == "transit":
        rows = rows.merge(between.rename(columns={"place": "transit"}), on="route")
    grouped = rows.groupby(keys, sort=True)
    columns: dict[str, pd.Series] = {
        "routes": grouped["route"].nunique(),
        "share": grouped["route"].nunique() / len(found.routes),
    }
    if of == "corridor":
        columns |= {"transit": grouped["passes"].sum(), "via": _via(rows, between, keys)}
    columns |= {"first_year": grouped["in"].min(), "last_year": grouped["in"].max()}
    frame = pd.DataFrame(columns).loc[columns["routes"].index].round({"share": 6})
    if "via" in frame:
        frame["via"] = frame["via"].fillna("")
    frame = frame.sort_values("routes", ascending=False, kind="stable").reset_index()
    frame.insert(0, "rank", frame["routes"].rank(method="min", ascending=False).astype(int))
    return frame.astype({"first_year": "Int64", "last_year": "Int64"})


def _via(rows: pd.DataFrame, between: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Name the most frequent stops between origin and destination."""
    met = between.merge(rows[["route", *keys]], on="route")
    counts = met.groupby([*keys, "place"]).size().rename("n").reset_index()
    counts = counts.sort_values(["n", "place"], ascending=[False, True], kind="stable")
    return counts.groupby(keys)["place"].agg(lambda names: ", ".join(names.head(3)))


def _named(frame: pd.DataFrame, names: pd.Series, of: str) -> pd.DataFrame:
    """Put the names of places beside their keys."""
    if of == "corridor":
        for end in ("destination", "origin"):
            frame.insert(3, f"{end}_name", frame[end].map(names))
        return frame
    frame = frame.rename(columns={of: "place"})
    frame.insert(2, "name", frame["place"].map(names))
    return frame
