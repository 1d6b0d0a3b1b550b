"""Counts of routes year by year, as `change` and `around_event` compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.itineraries import itineraries
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.itineraries import Itineraries
    from netgraph.disclosure import Reader

OF = ("all", "corridor", "origin", "transit", "destination")


def yearly(
    reader: Reader, of: str, *, states: bool, regions: bool = False
) -> tuple[pd.DataFrame, Itineraries]:
    """Count routes by year.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    of : {"all", "corridor", "origin", "transit", "destination"}
        What a row counts.
    states : bool
        Take each place for the State it lies in.
    regions : bool, default False
        Keep routes from or to a region.

    Returns
    -------
    counts : pandas.DataFrame
        A row for each, under its key (``NGA > ITA`` for a corridor); a column for each year in which any
        route at all is recorded. A year in which nothing is recorded of anything is missing, not zero.
    found : Itineraries

    Raises
    ------
    AnalysisError
        No route has a year.
    """
    if of not in OF:
        raise AnalysisError(f"{of!r} is no part of a route", hint=f"use one of {', '.join(OF)}")
    found = itineraries(reader, regions=regions, states=states)
    routes = found.routes.dropna(subset=["year"]).astype({"year": "int64"})
    if routes.empty:
        raise AnalysisError(
            "no route in the store has a year", hint="give the column year when loading routes"
        )
    rows = routes.assign(what=_what(routes, of)) if of != "transit" else _transit(found, routes)
    counts = pd.crosstab(rows["what"], rows["year"]).reindex(
        columns=sorted(set(routes["year"])), fill_value=0
    )
    counts.columns.name = counts.index.name = None
    return counts.sort_index(), found


def _what(routes: pd.DataFrame, of: str) -> pd.Series | str:
    if of == "all":
        return "all"
    return routes["origin"] + " > " + routes["destination"] if of == "corridor" else routes[of]


def _transit(found: Itineraries, routes: pd.DataFrame) -> pd.DataFrame:
    return (
        found.between()
        .merge(routes[["year"]], left_on="route", right_index=True)
        .rename(columns={"place": "what"})
    )
