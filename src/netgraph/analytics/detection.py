"""The detection gap: flow into and through jurisdictions, against cases, and against what States report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.breakdown import Profiles, checked, profiles
from netgraph.analytics.reported import MEASURES, Reports, ratio, reports, totals
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.disclosure import Answer, Reader
    from netgraph.model import Marking

CAVEAT = (
    "Routes are what was written down, cases what was loaded, reports what a State chose to send: a gap is "
    "a question, not a grade. More detected victims can mean more work by the police; a number that is not "
    "there is missing, not zero; and a withheld one is an interval. Never rank States by it."
)
FLOWS = ("routes_to", "routes_through")
RATES = {
    "prosecuted_per_100_detected": ("prosecuted", "detected"),
    "convicted_per_100_prosecuted": ("convicted", "prosecuted"),
}


@dataclass(frozen=True)
class Counts:
    """Routes and cases of jurisdictions.

    Attributes
    ----------
    flows : pandas.DataFrame
        By jurisdiction and split: ``routes_to``, ``routes_through``, and ``_routes``, which are either.
    handled : pandas.DataFrame
        By jurisdiction and split: ``cases`` and ``cases_convicted``.
    routes, cases : int
        How many there are in the period.
    undated_routes, undated_cases : int
        How many were left out because they have no year.
    marking : Marking
    withheld : int
        As of a `netgraph.analytics.result.Result`.
    """

    flows: pd.DataFrame
    handled: pd.DataFrame
    routes: int
    cases: int
    undated_routes: int
    undated_cases: int
    marking: Marking
    withheld: int


def detection(
    reader: Reader,
    *,
    by: Sequence[str] = (),
    since: int | None = None,
    until: int | None = None,
    limit: int | None = None,
) -> Result:
    """Put the flow into and through each jurisdiction beside its cases and what it reports.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    by : sequence of {"sex", "age_band", "exploitation"}, optional
        Split by the victims: routes by who is moved, cases by their victims, reports by the cells that the
        source publishes.
    since, until : int, optional
        First and last year: of routes the year they speak of, of cases the year they were opened, of reports
        their year. What has no year is then left out, and counted.
    limit : int, optional
        How many rows to return; all when not given.

    Returns
    -------
    Result
        One row a jurisdiction, and a value where split, most routes first: ``jurisdiction``, ``name``, the
        split, ``routes_to`` (that end there), ``routes_through`` (that pass through), ``cases`` (it handles)
        and ``cases_convicted`` (with a conviction there), absent where no route or case at all is loaded; for
        ``detected``, ``prosecuted`` and ``convicted`` ``_low``, ``_high`` and ``_years`` (how many years were
        reported: the sum is over these); ``cases_per_100_routes`` of those that end or pass there;
        ``prosecuted_per_100_detected`` and ``convicted_per_100_prosecuted`` as ``_low`` and ``_high``, over
        the years with both; ``missing``, what is not there at all.

    Raises
    ------
    AnalysisError
        The store has neither routes, cases nor reports, or the split is not known.

    Notes
    -----
    A State has the routes of its places and the cases of its parts; reports stand with whom they are about
    and are never added up across parts, categories, sexes or ages. A rate is there only where its denominator
    is: reported, in the same year, and not nought. A withheld number is an interval and makes every sum and
    rate it enters one. O(stops + claims + numbers).

    See `netgraph.analytics.reported` for which cells are read, and how.
    """
    split = checked(by)
    about = profiles(reader) if split else Profiles(pd.DataFrame())
    stops, outcomes = reader.query("all-stops"), reader.query("case-outcomes")
    told = reports(reader, split, since=since, until=until)
    parts = reader.query("jurisdiction-parts")
    routes, undated_routes = _dated(stops.to_frame(), "route", "year", since, until)
    opened = reader.query("case-profiles")
    cases, undated_cases = _handled(outcomes.to_frame(), opened.to_frame(), since, until)
    names = reader.query("jurisdiction-names").to_frame().set_index("key")["name"]
    keys = ["jurisdiction", *split]
    counts = Counts(
        _flows(about.split(_passing(routes, names), split), keys),
        _cases(about.split(_with_states(cases, parts), split), keys),
        int(routes["route"].nunique()),
        int(cases["case"].nunique()),
        undated_routes,
        undated_cases,
        strictest([about.marking, *(answer.marking for answer in (stops, outcomes, opened, parts))]),
        about.withheld + sum(answer.withheld for answer in (stops, outcomes, opened, parts)),
    )
    return tabulated(counts, told, names, by=split, since=since, until=until, limit=limit)


def tabulated(
    counts: Counts,
    told: Reports,
    names: pd.Series,
    *,
    by: Sequence[str] = (),
    since: int | None = None,
    until: int | None = None,
    limit: int | None = None,
    engine: str = f"pandas {pd.__version__}",
) -> Result:
    """Set what was counted, wherever that was, beside what is reported; the arguments as of `detection`.

    Raises
    ------
    AnalysisError
        There is nothing of either.
    """
    keys = ["jurisdiction", *by]
    columns = [counts.flows, counts.handled, totals(told.frame, by)]
    frame = pd.concat([column for column in columns if len(column)] or [pd.DataFrame()], axis=1)
    if frame.empty:
        raise AnalysisError(
            "there are neither routes, cases nor reports of States in this store",
            hint="load some: netgraph ingest list names the mappings",
        )
    frame = frame.rename_axis(index=keys)
    frame = _filled(frame, told, by, routes=counts.routes > 0, cases=counts.cases > 0)
    frame = frame.reset_index()
    frame.insert(1, "name", frame["jurisdiction"].map(names))
    frame = frame.sort_values([*FLOWS, *keys], ascending=[False, False, *(True for _ in keys)])
    return Result(
        analysis="detection",
        frame=(frame.head(limit) if limit else frame).reset_index(drop=True),
        marking=strictest([counts.marking, told.answer.marking]),
        engine=engine,
        method="routes by last stop and by stops between; cases by handler; reported numbers as published, "
        "added up over the years reported; withheld ones as intervals",
        caveat=CAVEAT,
        parameters={"by": list(by), "since": since, "until": until, "limit": limit},
        nodes=int(frame["jurisdiction"].nunique()),
        withheld=counts.withheld + told.answer.withheld,
        notes=tuple(
            f"{number:,} {what} without a year"
            for number, what in ((counts.undated_routes, "routes"), (counts.undated_cases, "cases"))
            if number
        ),
        behind={
            "routes": counts.routes,
            "cases": counts.cases,
            "reported numbers": len(told.frame),
            "of these withheld": int(told.frame["suppressed"].sum()),
        },
    )


def _dated(
    rows: pd.DataFrame, key: str, year: str, since: int | None, until: int | None
) -> tuple[pd.DataFrame, int]:
    """Keep what lies in a period, and count what has no year and so may or may not."""
    if since is None and until is None:
        return rows, 0
    undated = int(rows.loc[rows[year].isna(), key].nunique())
    rows = rows[rows[year].notna()]
    return rows[rows[year].between(since or 0, until or rows[year].max())], undated


def _handled(
    outcomes: pd.DataFrame, cases: pd.DataFrame, since: int | None, until: int | None
) -> tuple[pd.DataFrame, int]:
    """Give each outcome the year in which its case was opened, and keep a period."""
    years = pd.to_numeric(cases["opened"].str.slice(0, 4), errors="coerce")
    opened = pd.DataFrame({"case": cases["case"], "year": years})
    return _dated(outcomes.merge(opened, on="case", how="left"), "case", "year", since, until)


def _passing(stops: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Make one row for each route and State, with whether it ends there and whether it passes through."""
    position = stops.groupby("route")["position"]
    first, last = position.transform("min"), position.transform("max")
    rows = pd.DataFrame(
        {
            "kind": "Route",
            "item": stops["route"],
            "jurisdiction": stops["place"].str.partition("/")[0] if len(stops) else stops["place"],
            "routes_to": (stops["position"] == last) & (first < last),
            "routes_through": (stops["position"] > first) & (stops["position"] < last),
        }
    )
    rows = rows[rows["jurisdiction"].isin(names.index) & (rows["routes_to"] | rows["routes_through"])]
    return rows.groupby(["kind", "item", "jurisdiction"], as_index=False)[list(FLOWS)].any()


def _flows(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    grouped = rows.groupby(keys)
    return pd.DataFrame(
        {**{name: grouped[name].sum() for name in FLOWS}, "_routes": grouped["item"].nunique()}
    )


def _with_states(cases: pd.DataFrame, parts: Answer) -> pd.DataFrame:
    """Give the cases of a part of a State to the State too."""
    whole = parts.to_frame().rename(columns={"part": "jurisdiction"})[["jurisdiction", "whole"]]
    above = cases.merge(whole.drop_duplicates(), on="jurisdiction")
    above = above.drop(columns="jurisdiction").rename(columns={"whole": "jurisdiction"})
    rows = pd.concat([cases, above]).rename(columns={"case": "item"})
    return rows.assign(kind="Case", convicted=rows["outcome"] == "Conviction")


def _cases(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    convicted = rows[rows["convicted"]].groupby(keys)["item"].nunique()
    found = pd.DataFrame({"cases": rows.groupby(keys)["item"].nunique(), "cases_convicted": convicted})
    return found.fillna(0)


def _filled(
    frame: pd.DataFrame, told: Reports, split: Sequence[str], *, routes: bool, cases: bool
) -> pd.DataFrame:
    """Count nothing as nought only where something of the kind was loaded; add rates and what is missing."""
    counted = dict.fromkeys([*FLOWS, "_routes"], routes) | dict.fromkeys(["cases", "cases_convicted"], cases)
    reported = [f"{measure}_{what}" for measure in MEASURES for what in ("low", "high", "years")]
    frame = frame.reindex(columns=[*counted, *reported])
    noughts = [name for name, loaded in counted.items() if loaded]
    years = [name for name in reported if name.endswith("_years")]
    frame = frame.fillna(dict.fromkeys([*noughts, *years], 0))
    frame = frame.astype(dict.fromkeys(counted, "Int64") | dict.fromkeys(years, int))
    flow, handled = frame["_routes"].astype(float), frame["cases"].astype(float)
    frame["cases_per_100_routes"] = (100 * handled / flow.where(flow > 0)).round(6)
    for name, (above, below) in RATES.items():
        rate = ratio(told.frame, above, below, split)
        frame[f"{name}_low"], frame[f"{name}_high"] = rate["low"], rate["high"]
    absent = {"routes": flow, "cases": handled}
    absent |= {measure: frame[f"{measure}_years"] for measure in MEASURES}
    table = pd.DataFrame({name: numbers.fillna(0) == 0 for name, numbers in absent.items()})
    frame["missing"] = [", ".join(table.columns[row]) for row in table.to_numpy()]
    return frame.drop(columns="_routes")
