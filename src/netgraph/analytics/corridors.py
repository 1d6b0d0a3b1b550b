"""Corridors: how many recorded routes lead from which place to which, and through which."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    from netgraph.model import Marking

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


@dataclass(frozen=True)
class Counts:
    """Routes, counted by what a row is and by the breakdowns.

    Attributes
    ----------
    frame : pandas.DataFrame
        The keys, then ``routes``; of corridors ``transit`` and ``via``; ``first_year`` and ``last_year``.
    names : pandas.Series
        Name of each place by its key.
    routes, places : int
        How many routes were counted, and at how many places they begin or end.
    marking : Marking
    withheld : int
    notes : tuple of str
        As of a `netgraph.analytics.result.Result`.
    """

    frame: pd.DataFrame
    names: pd.Series
    routes: int
    places: int
    marking: Marking
    withheld: int = 0
    notes: tuple[str, ...] = ()


def keys_of(of: str, by: Sequence[str] = ()) -> list[str]:
    """Name the columns that tell rows apart.

    Raises
    ------
    AnalysisError
        There is no such part of a route, or no such breakdown.
    """
    route_breakdowns.check(by)
    if of not in _OF:
        raise AnalysisError(f"{of!r} is no part of a route", hint=f"use one of {', '.join(_OF)}")
    return [*_OF[of], *by]


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
    keys = keys_of(of, dimensions)
    if displaced and of != "corridor":
        raise AnalysisError("displacement is known by corridor alone", hint="leave out --of")
    found = itineraries(reader, regions=regions, states=states)
    read: list[Answer] = []
    victims = None
    if {"sex", "age_band"} & set(dimensions):
        read.append(reader.query("route-victims"))
        victims = read[0].to_frame()
    frame = _count(found, keys, route_breakdowns.split(found, dimensions, victims))
    displacement = reader.query("displacement-flows") if displaced else None
    read += [displacement] if displacement else []
    counts = Counts(
        frame,
        found.names,
        len(found.routes),
        int(pd.concat([found.routes["origin"], found.routes["destination"]]).nunique()),
        strictest([found.marking, *(answer.marking for answer in read)]),
        found.withheld + sum(answer.withheld for answer in read),
        found.notes,
    )
    ranked = tabulated(
        counts, of, dimensions, regions=regions, states=states, limit=None if displaced else limit
    )
    if displacement is None or displaced is None:
        return ranked
    frame = beside(ranked.frame, found.routes["year"], displacement.to_frame(), displaced)
    return replace(
        ranked,
        frame=frame.head(limit).reset_index(drop=True) if limit else frame,
        method=f"{ranked.method}; displaced: {displaced}, persons a year, set beside and in no count or rank",
        parameters={**ranked.parameters, "displaced": displaced, "limit": limit},
    )


def tabulated(
    counts: Counts,
    of: str,
    by: Sequence[str],
    *,
    regions: bool,
    states: bool,
    limit: int | None,
    engine: str = f"pandas {pd.__version__}",
) -> Result:
    """Rank what was counted, wherever that was: with shares and names; the arguments as of `corridors`."""
    keys = keys_of(of, by)
    frame = counts.frame.sort_values(keys, ignore_index=True)
    at = list(frame).index("routes") + 1
    frame.insert(at, "share", (frame["routes"] / counts.routes).round(6))
    frame = frame.sort_values("routes", ascending=False, kind="stable", ignore_index=True)
    frame.insert(0, "rank", frame["routes"].rank(method="min", ascending=False).astype(int))
    frame = _named(frame.astype({"first_year": "Int64", "last_year": "Int64"}), counts.names, of)
    return Result(
        analysis="corridors",
        frame=frame.head(limit).reset_index(drop=True) if limit else frame,
        marking=counts.marking,
        engine=engine,
        method="routes by first and last stop; exact counts",
        caveat=CAVEAT,
        parameters={
            "of": of,
            "by": list(by),
            "regions": regions,
            "states": states,
            "displaced": None,
            "limit": limit,
        },
        nodes=counts.places,
        edges=counts.routes,
        withheld=counts.withheld,
        notes=counts.notes,
        behind={"routes": counts.routes},
    )


def _count(found: Itineraries, keys: list[str], rows: pd.DataFrame) -> pd.DataFrame:
    """Count routes by what a row is, and by the breakdowns."""
    between = found.between()
    rows = rows.join(
        found.routes[["origin", "destination", "year"]].rename(columns={"year": "in"}), on="route"
    )
    rows["passes"] = rows["route"].isin(between["route"])
    if "transit" in keys:
        rows = rows.merge(between.rename(columns={"place": "transit"}), on="route")
    grouped = rows.groupby(keys, sort=True)
    columns: dict[str, pd.Series] = {"routes": grouped["route"].nunique()}
    if "origin" in keys and "destination" in keys:
        columns |= {"transit": grouped["passes"].sum(), "via": _via(rows, between, keys)}
    columns |= {"first_year": grouped["in"].min(), "last_year": grouped["in"].max()}
    frame = pd.DataFrame(columns).loc[columns["routes"].index]
    if "via" in frame:
        frame["via"] = frame["via"].fillna("")
    return frame.reset_index()


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
