"""Split routes up by year, form of exploitation, kind of victim, sex and age band.

What is not recorded has a group of its own, so that no table hides whom the records do not see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.breakdown import NOT_RECORDED, PROFILES
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.analytics.itineraries import Itineraries

BREAKDOWNS = ("year", "exploitation", "victim_profile", "sex", "age_band")
_UNKNOWN = "Unknown"
_WHO = ("sex", "age_band")


def check(by: Sequence[str]) -> None:
    """Refuse a breakdown that does not exist, or two that tell the same in different words.

    Raises
    ------
    AnalysisError
        Names those that exist.
    """
    unknown = [name for name in by if name not in BREAKDOWNS]
    if unknown or len(set(by)) != len(by):
        what = repr(unknown[0]) if unknown else "the same thing twice"
        raise AnalysisError(f"routes cannot be split by {what}", hint=f"use {', '.join(BREAKDOWNS)}")
    if "victim_profile" in by and any(name in by for name in _WHO):
        raise AnalysisError(
            "kinds of victims are sex and age already", hint="split by victim_profile, or by sex and age_band"
        )


def split(found: Itineraries, by: Sequence[str], victims: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give a route one row for each combination of values that is recorded of it.

    Parameters
    ----------
    found : Itineraries
        The routes.
    by : sequence of str
        Some of ``BREAKDOWNS``.
    victims : pandas.DataFrame, optional
        ``route``, ``sex``, ``age_band`` of the victims in its cases. Where a route has any with a known sex
        or age they count, else the kinds of victims that the route tells of.

    Returns
    -------
    pandas.DataFrame
        ``route`` and a column of text for each breakdown.

    Raises
    ------
    AnalysisError
        See `check`.
    """
    check(by)
    rows = pd.DataFrame({"route": found.routes.index})
    for name in by:
        if name not in _WHO:
            rows = rows.merge(_values(found.routes, name), on="route", how="left")
    who = [name for name in by if name in _WHO]
    if who:
        rows = rows.merge(
            _people(found.routes, victims)[["route", *who]].drop_duplicates(), on="route", how="left"
        )
    return rows.fillna(dict.fromkeys(by, NOT_RECORDED))


def _values(routes: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the recorded values of each route, as text."""
    listed = routes[name].explode() if name != "year" else routes[name]
    listed = listed.dropna()
    return pd.DataFrame({"route": listed.index, name: listed.astype(str).to_numpy(str)}).drop_duplicates()


def _people(routes: pd.DataFrame, victims: pd.DataFrame | None) -> pd.DataFrame:
    """Return sex and age band together, so that women and boys do not become girls.

    Transgender persons are told of without a sex or an age, so both stay not recorded.
    """
    told = _values(routes, "victim_profile")
    pairs = told["victim_profile"].map(lambda profile: PROFILES.get(profile, (None, None)))
    of_route = pd.DataFrame(
        {"route": told["route"], "sex": pairs.str[0], "age_band": pairs.str[1]}, dtype="object"
    )
    if victims is None:
        return of_route
    persons = victims[victims["route"].isin(routes.index)][["route", *_WHO]].astype("object")
    persons = persons.mask(persons.isna() | (persons == _UNKNOWN), None)
    known = persons[persons[list(_WHO)].notna().any(axis=1)]["route"]
    persons = persons[persons["route"].isin(known)]
    return pd.concat([of_route[~of_route["route"].isin(known)], persons], ignore_index=True)
