"""Whom the data does not see: how much is unknown of victims, routes, cases and reports, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.breakdown import DIMENSIONS, NOT_RECORDED, PROFILES, known, listed
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError
from netgraph.model import strictest
from netgraph.model.ages import BROAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from netgraph.disclosure import Answer, Reader

CAVEAT = (
    "What is unknown is unknown: it is no evidence that somebody is not there, and a small share does not "
    "make the rest right. Sources that record more look more complete, not more just."
)
CITIZENSHIP = "citizenship"
PER = ("source", "jurisdiction")
ORDER = ("Victim", "Person", "Case", "Route", "Report")


def unseen(reader: Reader, *, per: Sequence[str] = ("source",), limit: int | None = None) -> Result:
    """Count how much is unknown of whom, by source and jurisdiction.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    per : sequence of {"source", "jurisdiction"}, default ("source",)
        What to count by; everything together when empty.
    limit : int, optional
        How many rows to return; all when not given.

    Returns
    -------
    Result
        One row for each kind of record, what is asked of it, and value of ``per``: ``kind`` (``Victim``: a
        person with that part in a case; ``Person``: all persons; ``Case``; ``Route``; ``Report``: all
        numbers of one State, source, indicator and year), ``what`` (``sex``, ``age_band``, ``citizenship``,
        ``exploitation``), ``source``, ``jurisdiction``, ``records``, ``unknown``, ``share`` (0 to 1). Largest
        share first.

    Raises
    ------
    AnalysisError
        Nothing of the kind is in the store, or ``per`` is not known.

    Notes
    -----
    Unknown is what is absent, an empty list, or a code that says so. Of a case it is known when the case, or
    one of its victims, says it; of a route when it says who is moved; of a report when at least one of its
    numbers is broken down by it. The exploitation of a person is that of their own part or of a case of
    theirs. Citizenship is asked of persons, and of cases through their victims. A record of several
    jurisdictions (those that handle its case; where a route stops) counts under each.
    """
    if not set(per) <= set(PER):
        raise AnalysisError("unknown can be counted by source or jurisdiction", hint=f"use {', '.join(PER)}")
    groups = [name for name in PER if name in per]
    read = _Reading(reader)
    tables = [*_persons(read), _cases(read), _routes(read), _reports(read)]
    long = pd.concat([_long(kind, table, groups) for kind, table in zip(ORDER, tables, strict=True)])
    if long.empty:
        raise AnalysisError(
            "there is nobody to see in this store: no person, case, route or report",
            hint="netgraph status shows what is loaded",
        )
    grouped = long.groupby(["kind", "what", *groups])["unknown"]
    frame = pd.DataFrame({"records": grouped.size(), "unknown": grouped.sum().astype(int)}).reset_index()
    frame["share"] = (frame["unknown"] / frame["records"]).round(6)
    frame["_order"] = frame["kind"].map({kind: at for at, kind in enumerate(ORDER)})
    ties = ["what", *groups]
    frame = frame.sort_values(
        ["share", "unknown", "_order", *ties],
        ascending=[False, False, True, *(True for _ in ties)],
        ignore_index=True,
    ).drop(columns="_order")
    return Result(
        analysis="unseen",
        frame=frame.head(limit) if limit else frame,
        marking=strictest(answer.marking for answer in read.answers.values()),
        engine=f"pandas {pd.__version__}",
        method="exact counts of records in which something is absent, empty or coded as unknown",
        caveat=CAVEAT,
        parameters={"per": groups, "limit": limit},
        nodes=sum(len(table) for table in tables[1:]),
        withheld=sum(answer.withheld for answer in read.answers.values()),
        behind={f"{kind.lower()}s": len(table) for kind, table in zip(ORDER, tables, strict=True)},
    )


class _Reading:
    """Reads each query once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.answers: dict[str, Answer] = {}

    def __call__(self, name: str) -> pd.DataFrame:
        if name not in self.answers:
            given = {"topic": "CriminalJustice"} if name == "statistics" else {}
            self.answers[name] = self.reader.query(name, given)
        return self.answers[name].to_frame()


def _persons(read: _Reading) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make one row a victim, and one a person, with whether each thing is known of them."""
    persons, parts = read("person-profiles"), read("person-parts")
    forms = _told_by_case(read)
    told = {case for case, some in zip(forms["case"], forms["told"], strict=True) if some}
    own = [
        bool(listed(some)) or case in told
        for case, some in zip(parts["case"], parts["exploitation"], strict=True)
    ]
    exploited = set(parts.loc[own, "person"]) if len(parts) else set()
    citizens = set(read("citizenships")["person"])
    handled = parts.merge(read("case-jurisdictions"), on="case")[["person", "jurisdiction"]]
    frame = pd.DataFrame(
        {
            "item": persons["person"],
            "source": persons["source"],
            "sex": _each(persons["sex"], lambda code: known(code) is not None),
            "age_band": _each(persons["age_band"], lambda code: known(code) is not None),
            CITIZENSHIP: persons["person"].isin(citizens),
            "exploitation": persons["person"].isin(exploited),
        }
    )
    frame = _placed(frame, handled.rename(columns={"person": "item"}))
    victims = set(parts.loc[parts["role"] == "Victim", "person"])
    return frame[frame["item"].isin(victims)], frame


def _told_by_case(read: _Reading) -> pd.DataFrame:
    cases = read("case-profiles")
    return pd.DataFrame(
        {"case": cases["case"], "told": _each(cases["exploitation"], lambda some: bool(listed(some)))}
    )


def _cases(read: _Reading) -> pd.DataFrame:
    """Make one row a case; what a victim's record says is known of the case."""
    cases, parts = read("case-profiles"), read("person-parts")
    victims = parts[parts["role"] == "Victim"].merge(
        read("person-profiles").drop(columns=["source", "handling"]), on="person", how="left"
    )
    victims[CITIZENSHIP] = victims["person"].isin(read("citizenships")["person"])
    by_victims = {
        "sex": set(victims.loc[_each(victims["sex"], lambda code: known(code) is not None), "case"]),
        "age_band": set(
            victims.loc[_each(victims["age_band"], lambda code: known(code) is not None), "case"]
        ),
        CITIZENSHIP: set(victims.loc[victims[CITIZENSHIP], "case"]),
        "exploitation": set(
            victims.loc[_each(victims["exploitation"], lambda some: bool(listed(some))), "case"]
        ),
    }
    own = {
        name: _each(cases[name], lambda codes: any(known(code) for code in listed(codes)))
        for name in DIMENSIONS
    }
    frame = pd.DataFrame({"item": cases["case"], "source": cases["source"]})
    for name, seen in by_victims.items():
        frame[name] = cases["case"].isin(seen) | own.get(name, pd.Series(data=False, index=cases.index))
    return _placed(frame, read("case-jurisdictions").rename(columns={"case": "item"}))


def _routes(read: _Reading) -> pd.DataFrame:
    """Make one row a route."""
    routes = read("route-profiles")
    told = _each(routes["victim_profile"], lambda codes: any(code in PROFILES for code in listed(codes)))
    frame = pd.DataFrame(
        {
            "item": routes["route"],
            "source": routes["source"],
            "sex": told,
            "age_band": told,
            "exploitation": _each(routes["exploitation"], lambda codes: bool(listed(codes))),
        }
    )
    stops = read("all-stops").merge(read("place-jurisdictions"), on="place")
    return _placed(frame, stops[["route", "jurisdiction"]].rename(columns={"route": "item"}))


def _reports(read: _Reading) -> pd.DataFrame:
    """Make one row a report: all numbers of one State, source, indicator and year."""
    rows = read("statistics")
    rows = rows[rows["aspect"] == "Reporting"]
    keys = ["jurisdiction", "source", "indicator", "year"]
    forms = rows["dimension"].fillna("").str.contains("exploitation", case=False)
    citizens = rows["dimension"].fillna("").str.contains("citizenship", case=False)
    told = rows[keys].assign(
        sex=_each(rows["sex"], lambda code: known(code) is not None),
        age_band=_each(rows["age_band"], lambda code: code in BROAD),
        exploitation=forms & (rows["category"].str.casefold() != "total"),
        **{CITIZENSHIP: citizens & (rows["category"].str.casefold() != "total")},
    )
    frame = told.groupby(keys, dropna=False, as_index=False)[
        ["sex", "age_band", CITIZENSHIP, "exploitation"]
    ].any()
    return frame.assign(jurisdictions=_objects((code,) for code in frame["jurisdiction"])).drop(
        columns="jurisdiction"
    )


def _each(values: pd.Series, test: Callable[[object], bool]) -> pd.Series:
    return pd.Series([test(value) for value in values], index=values.index, dtype=bool)


def _objects(values: Iterable[tuple[str, ...]]) -> pd.Series:
    return pd.Series(list(values), dtype=object)


def _placed(frame: pd.DataFrame, where: pd.DataFrame) -> pd.DataFrame:
    """Add the jurisdictions of each item."""
    found: dict[str, set[str]] = {}
    for item, code in zip(where["item"], where["jurisdiction"], strict=True):
        found.setdefault(item, set()).add(code)
    return frame.assign(jurisdictions=_objects(tuple(sorted(found.get(item, ()))) for item in frame["item"]))


def _long(kind: str, table: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """Make one row for each record and what is asked of it, and for each jurisdiction where counted by it."""
    asked = [name for name in ("sex", "age_band", CITIZENSHIP, "exploitation") if name in table]
    if "jurisdiction" in groups:
        table = table.explode("jurisdictions").rename(columns={"jurisdictions": "jurisdiction"})
        table["jurisdiction"] = table["jurisdiction"].fillna(NOT_RECORDED)
    long = table.melt(id_vars=groups, value_vars=asked, var_name="what", value_name="seen")
    return long.assign(kind=kind, unknown=~long["seen"].astype(bool))
