"""Corridors: how many recorded routes lead from which place to which, and through which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.projection import WHOLE_PLACES
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.disclosure import Reader

CAVEAT = (
    "Volumes count recorded routes, not people: they show what was detected and written down. A corridor "
    "that nobody reports is not a corridor that nobody uses."
)
_SPLIT = "split"
BREAKDOWNS = ("year", "exploitation", "victim_profile")


def corridors(
    reader: Reader, *, by: str | None = None, regions: bool = False, limit: int | None = None
) -> Result:
    """Count routes by origin and destination.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    by : {"year", "exploitation", "victim_profile"}, optional
        Split each corridor up. A route with several codes counts once under each; one without any counts
        as ``not recorded``.
    regions : bool, default False
        Keep corridors that begin or end in a region, such as "Europe".
    limit : int, optional
        How many rows to return; all when not given.

    Returns
    -------
    Result
        Most routes first: ``rank``, ``origin``, ``destination``, ``origin_name``,
        ``destination_name``, the breakdown if asked for, ``routes``,
        ``share`` of all routes counted (0 to 1), ``transit`` (routes with a stop between),
        ``via`` (the most frequent of those stops, up to three), ``first_year`` and ``last_year``.

    Raises
    ------
    AnalysisError
        No route with two stops is in the store, or the breakdown is not known.

    Notes
    -----
    The origin is the stop with the lowest position, the destination the one with the highest. Places are
    taken as recorded: a city is not added to its country. O(s log s) for s stops.
    """
    if by not in {None, *BREAKDOWNS}:
        raise AnalysisError(
            f"corridors cannot be split by {by!r}", hint=f"use one of {', '.join(BREAKDOWNS)}"
        )
    answer = reader.query("all-stops")
    stops = answer.to_frame().sort_values(["route", "position"], kind="stable")
    routes = _ends(stops)
    notes = []
    if not regions:
        whole = routes["origin_kind"].isin(WHOLE_PLACES) & routes["destination_kind"].isin(WHOLE_PLACES)
        if not whole.all():
            notes.append(f"{int((~whole).sum()):,} routes from or to a region, not a place")
        routes = routes[whole]
    if routes.empty:
        raise AnalysisError(
            "no route with an origin and a destination is in the store",
            hint="load routes first: netgraph ingest routes FILE",
        )
    frame = _named(_count(routes, stops, by), reader)
    return Result(
        analysis="corridors",
        frame=frame.head(limit).reset_index(drop=True) if limit else frame,
        marking=answer.marking,
        engine=f"pandas {pd.__version__}",
        method="routes by first and last stop; exact counts",
        caveat=CAVEAT,
        parameters={"by": by, "regions": regions, "limit": limit},
        nodes=int(pd.concat([routes["origin"], routes["destination"]]).nunique()),
        edges=len(routes),
        withheld=answer.withheld,
        notes=tuple(notes),
    )


def _ends(stops: pd.DataFrame) -> pd.DataFrame:
    """Make one row a route with at least two stops."""
    grouped = stops.groupby("route", sort=True)
    first, last = grouped.first(), grouped.last()
    routes = pd.DataFrame(
        {
            "origin": first["place"],
            "origin_kind": first["kind"],
            "destination": last["place"],
            "destination_kind": last["kind"],
            "year": first["year"],
            "exploitation": first["exploitation"],
            "victim_profile": first["victim_profile"],
            "stops": grouped.size(),
        }
    )
    return routes[routes["stops"] > 1]


def _count(routes: pd.DataFrame, stops: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Count routes by corridor, and by the breakdown."""
    keys = ["origin", "destination", *([_SPLIT] if by else [])]
    total = len(routes)
    if by:
        routes = _split(routes, by)
    grouped = routes.groupby(keys, sort=True)
    frame = pd.DataFrame(
        {
            "routes": grouped.size(),
            "transit": grouped["stops"].agg(lambda n: int((n > 2).sum())),  # noqa: PLR2004 - two ends
            "first_year": grouped["year"].min(),
            "last_year": grouped["year"].max(),
        }
    )
    frame.insert(1, "share", (frame["routes"] / total).round(6))
    frame.insert(3, "via", _via(routes, stops, keys).reindex(frame.index).fillna(""))
    frame = frame.sort_values("routes", ascending=False, kind="stable").reset_index()
    frame = frame.rename(columns={_SPLIT: by})
    frame.insert(0, "rank", frame["routes"].rank(method="min", ascending=False).astype(int))
    years = ["first_year", "last_year"]
    return frame.astype(dict.fromkeys(years, "Int64"))


def _named(frame: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Put the names of both ends beside their keys."""
    names = reader.query("places").to_frame().set_index("key")["name"]
    for end in ("destination", "origin"):
        frame.insert(3, f"{end}_name", frame[end].map(names))
    return frame


def _split(routes: pd.DataFrame, by: str) -> pd.DataFrame:
    """Give a route one row under each of its codes."""
    listed = routes if by == "year" else routes.explode(by)
    words = listed[by].astype("Int64").astype("str") if by == "year" else listed[by].astype("str")
    return listed.assign(**{_SPLIT: words.where(listed[by].notna(), "not recorded")})


def _via(routes: pd.DataFrame, stops: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Name the most frequent stops between origin and destination."""
    place = stops.groupby("route")["position"]
    between = stops[
        (stops["position"] > place.transform("min")) & (stops["position"] < place.transform("max"))
    ]
    rows = between[["route", "place"]].merge(routes[keys], left_on="route", right_index=True)
    counts = rows.groupby([*keys, "place"]).size().rename("n").reset_index()
    counts = counts.sort_values(["n", "place"], ascending=[False, True], kind="stable")
    return counts.groupby(keys)["place"].agg(lambda names: ", ".join(names.head(3)))
