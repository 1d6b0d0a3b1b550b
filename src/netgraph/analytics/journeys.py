"""Journeys: recorded legs put one after the other in time, from one place to another."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from netgraph.analytics.fastest import fastest
from netgraph.analytics.result import Result
from netgraph.analytics.spans import NEVER, day, span
from netgraph.analytics.temporal import Leg, Waits, earliest_arrival, latest_departure, schedule, tightened
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netgraph.analytics.temporal import Way
    from netgraph.disclosure import Reader

CAVEAT = (
    "A journey is put together from legs that different records tell of, in an order that time allows: it "
    "says that it could have been, not that anybody went that way, nor that two legs carried the same "
    "person."
)
WANTED = {"earliest": "arrives first", "latest": "leaves last", "fastest": "takes the fewest days"}
READINGS = ("possible", "certain")


def journeys(
    reader: Reader,
    start: str,
    end: str,
    *,
    want: str = "earliest",
    since: str | None = None,
    until: str | None = None,
    least_wait: int = 0,
    most_wait: int | None = None,
    reading: str = "possible",
    states: bool = False,
) -> Result:
    """Find the journey that arrives first, leaves last or takes the fewest days.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    start, end : str
        Keys of places; with ``states`` codes of States.
    want : {"earliest", "latest", "fastest"}
        What is sought.
    since, until : str, optional
        Leave on the first day of this date or later, arrive on the last day of this date or sooner:
        ``2023``, ``2023-05`` or ``2023-05-17``.
    least_wait, most_wait : int, optional
        Fewest and most days between arriving at a place and leaving it. At the first place anybody may wait.
    reading : {"possible", "certain"}
        Vague dates: some days within them allow the journey, or all do. See `netgraph.analytics.temporal`.
    states : bool, default False
        Take each place for the State it lies in; legs inside one State then go, so that a way through it may
        rest on two of its places.

    Returns
    -------
    Result
        A row a leg, in order: ``step``, ``start``, ``end``, ``route``, ``mode``, ``departed`` and
        ``arrived`` as recorded, ``leaves`` and ``reaches`` (days on which it can be so; in the reading
        *certain* the first and the last day that the record allows), ``waited`` (days at its start). Of
        several journeys as good one is given, the same each time.

    Raises
    ------
    AnalysisError
        No leg is dated, a date cannot be read, or no journey is found.

    Notes
    -----
    O(V + E log E); for *fastest* with vague dates see `netgraph.analytics.fastest.fastest`. A leg with one of
    its two dates is *possible* with any day for the other; only legs with both can be *certain*.
    """
    if want not in WANTED or reading not in READINGS:
        raise AnalysisError(
            "such a journey is not known", hint=f"want {', '.join(WANTED)}; reading {' or '.join(READINGS)}"
        )
    waits = Waits(least_wait, NEVER if most_wait is None else most_wait)
    if not 0 <= waits.least <= waits.most:
        raise AnalysisError(
            "no wait is that long", hint="the fewest days are 0 or more, and not above the most"
        )
    certain = reading == "certain"
    answer = reader.query("timed-legs")
    rows, legs, notes = _legs(answer.to_frame(), certain=certain, states=states)
    limits = {"since": span(since)[0] if since else -NEVER, "until": span(until)[1] if until else NEVER}
    way = _find(legs, start, end, want, limits, waits, certain=certain)
    if way is None:
        raise AnalysisError(
            f"no journey from {start} to {end} keeps these limits",
            hint="allow longer waits or other dates; netgraph query run busiest-legs shows keys of places",
        )
    return Result(
        analysis="journeys",
        frame=_table(rows, legs, way, waits, certain=certain),
        marking=answer.marking,
        engine="netgraph",
        method=f"directed, in time; the journey that {WANTED[want]}; vague dates read as {reading}; exact",
        caveat=CAVEAT,
        parameters={
            "from": start,
            "to": end,
            "want": want,
            "since": since,
            "until": until,
            "least_wait": least_wait,
            "most_wait": most_wait,
            "reading": reading,
            "states": states,
        },
        nodes=len({leg.start for leg in legs} | {leg.end for leg in legs}),
        edges=len(legs),
        withheld=answer.withheld,
        notes=tuple(notes),
        behind={"days": way.days} if abs(way.left) < NEVER else {},
    )


def _find(
    legs: Sequence[Leg],
    start: str,
    end: str,
    want: str,
    limits: Mapping[str, int],
    waits: Waits,
    *,
    certain: bool,
) -> Way | None:
    """Ask the one question, and hold the answer to the other limit."""
    if want == "fastest":
        return fastest(legs, start, end, waits=waits, certain=certain, **limits)
    if want == "earliest":
        way = earliest_arrival(legs, start, end, since=limits["since"], waits=waits, certain=certain)
        return way if way and way.arrived <= limits["until"] else None
    way = latest_departure(legs, start, end, until=limits["until"], waits=waits, certain=certain)
    return way if way and way.left >= limits["since"] else None


def _legs(rows: pd.DataFrame, *, certain: bool, states: bool) -> tuple[pd.DataFrame, list[Leg], list[str]]:
    """Turn rows into legs whose spans fit each other, and say what was left out."""
    if states:
        for side in ("start", "end"):
            rows[side] = rows[side].str.partition("/")[0]
        rows = rows[rows["start"] != rows["end"]]
    rows = rows.sort_values(["route", "position", "claim"], kind="stable")
    dated = rows[["departed", "arrived"]].notna()
    told = dated.all(axis=1) if certain else dated.any(axis=1)
    notes = _note(~told, "legs without both dates" if certain else "legs without a date")
    rows = rows[told].reset_index(drop=True)
    unknown = (-NEVER, NEVER)
    columns = (rows[name].tolist() for name in ("start", "end", "departed", "arrived"))
    legs = [
        Leg(
            start,
            end,
            span(departed) if isinstance(departed, str) else unknown,
            span(arrived) if isinstance(arrived, str) else unknown,
            following,
        )
        for start, end, departed, arrived, following in zip(*columns, _next(rows), strict=True)
    ]
    kept = tightened(legs)
    fit = pd.Series([leg is not None for leg in kept], dtype=bool)
    if not fit.all():  # numbers of legs change: fit once more without those
        notes += _note(~fit, "legs that arrive before they leave")
        rows = rows[fit].reset_index(drop=True)
        legs = [
            leg._replace(next=following)
            for leg, following in zip(
                (leg for leg, good in zip(legs, fit, strict=True) if good), _next(rows), strict=True
            )
        ]
        kept = tightened(legs)
    found = [leg for leg in kept if leg]
    if not found:
        raise AnalysisError(
            "no leg in the store is dated", hint="journeys need the days of arriving and leaving of stops"
        )
    return rows, found, notes


def _next(rows: pd.DataFrame) -> list[int | None]:
    """Say which leg the same route tells next; none where a leg is told twice, or missing."""
    once = ~rows.duplicated(["route", "position"], keep=False)
    after = rows.shift(-1)
    same = once & once.shift(-1, fill_value=False) & (rows["route"] == after["route"])
    same &= (rows["position"] + 1 == after["position"]) & (rows["end"] == after["start"])
    return [number + 1 if follows else None for number, follows in enumerate(same)]


def _table(rows: pd.DataFrame, legs: Sequence[Leg], way: Way, waits: Waits, *, certain: bool) -> pd.DataFrame:
    chosen = [(legs[n].leaves[0], legs[n].arrives[1]) for n in way.legs]
    days = chosen if certain else schedule(legs, way.legs, way.left, waits)
    waited = [None, *(left - there for (_, there), (left, _) in itertools.pairwise(days))]
    frame = rows.iloc[list(way.legs)][["start", "end", "route", "mode", "departed", "arrived"]]
    frame = frame.reset_index(drop=True)
    frame.insert(0, "step", range(1, len(days) + 1))
    return frame.assign(
        leaves=np.array([day(left) for left, _ in days], dtype=object),
        reaches=np.array([day(there) for _, there in days], dtype=object),
        waited=pd.array(waited, dtype="Int64"),
    )


def _note(rows: pd.Series, what: str) -> list[str]:
    return [f"{int(rows.sum()):,} {what}"] if rows.any() else []
