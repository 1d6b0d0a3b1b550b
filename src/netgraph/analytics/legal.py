"""Which instruments bind which jurisdictions, and when; what binds a State binds its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netgraph.analytics.spans import span
from netgraph.model import Marking, strictest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from netgraph.disclosure import Asks


class Bond(NamedTuple):
    """An instrument binds a jurisdiction: whether on the day asked for, since and until when on record."""

    holds: bool
    since: str
    until: str


class Shared(NamedTuple):
    """Instruments of two jurisdictions, as text with their dates: in force between both, and not."""

    in_force: list[str]
    not_in_force: list[str]


@dataclass(frozen=True)
class LegalBases:
    """Instruments by jurisdiction.

    Attributes
    ----------
    whole : pandas.Series
        From the code of a part to the code of its State.
    bound : mapping of str to mapping of str to Bond
        What binds each jurisdiction itself, by the name of the instrument.
    on : str
        The day that was asked for.
    claims : int
        How many claims say so.
    marking : Marking
        The strictest marking of what went in.
    withheld : int
        Rows that the policy kept out.
    """

    whole: pd.Series
    bound: Mapping[str, Mapping[str, Bond]] = field(default_factory=dict)
    on: str = ""
    claims: int = 0
    marking: Marking = Marking.CLEAR
    withheld: int = 0

    def of(self, jurisdiction: str) -> dict[str, Bond]:
        """Return the instruments that bind a jurisdiction, or the State that it is part of."""
        found: dict[str, Bond] = {}
        for code in (jurisdiction, str(self.whole.get(jurisdiction, jurisdiction))):
            for name, bond in self.bound.get(code, {}).items():
                found[name] = _best(found.get(name), bond)
        return found

    def shared(self, one: str, two: str) -> Shared:
        """Return the instruments that both have joined, by name: those in force on the day, and the rest.

        Where dates are recorded, each is followed by the day from which it binds both, or until which it did.
        """
        first, second = self.of(one), self.of(two)
        found = Shared([], [])
        for name in sorted(first.keys() & second.keys()):
            bonds = (first[name], second[name])
            since, until = (
                _later(*(bond.since for bond in bonds)),
                _sooner(*(bond.until for bond in bonds)),
            )
            dated = f"{f' since {since}' if since else ''}{f' until {until}' if until else ''}"
            found[0 if all(bond.holds for bond in bonds) else 1].append(f"{name}{dated}")
        return found


def legal_bases(reader: Asks, on: str | None = None) -> LegalBases:
    """Read which instruments bind which jurisdictions.

    Parameters
    ----------
    reader : Asks
        Where to read, and under which policy.
    on : str, optional
        The day to look at, or a month or year; today when not given.

    Returns
    -------
    LegalBases
        Instruments by name, by key where no name is recorded.

    Raises
    ------
    AnalysisError
        The day is no date.

    Notes
    -----
    An instrument binds from the later of when it came into force and when the jurisdiction joined, until the
    sooner of when it ended and when the jurisdiction left it. Without a date it is taken to bind; of a vague
    date, such as a year, any of its days will do. Where sources disagree, one that says it binds is enough.
    """
    asked = on or datetime.now(UTC).date().isoformat()
    day = span(asked)
    parties, parts = reader.query("instrument-parties"), reader.query("jurisdiction-parts")
    bound: dict[str, dict[str, Bond]] = {}
    rows = parties.table.to_pylist()
    for row in rows:
        since, until = _later(row["since"], row["in_force"]), _sooner(row["until"], row["ended"])
        holds = (not since or span(since)[0] <= day[1]) and (not until or span(until)[1] >= day[0])
        name, of = row["name"] or row["instrument"], bound.setdefault(row["jurisdiction"], {})
        of[name] = _best(of.get(name), Bond(holds, since, until))
    states = parts.to_frame().sort_values(["part", "whole"]).drop_duplicates("part")
    return LegalBases(
        states.set_index("part")["whole"],
        bound,
        asked,
        len(rows),
        strictest([parties.marking, parts.marking]),
        parties.withheld + parts.withheld,
    )


def _best(one: Bond | None, other: Bond) -> Bond:
    """Choose the bond that holds; of two alike the one that lasts longest, then that which began first."""
    if one is None or one == other:
        return other
    lasts = [(bond.holds, not bond.until, bond.until, not bond.since) for bond in (one, other)]
    if lasts[0] != lasts[1]:
        return one if lasts[0] > lasts[1] else other
    return min(one, other, key=lambda bond: bond.since)


def _later(*dates: str | None) -> str:
    return max(filter(None, dates), key=lambda date: (span(date)[0], date), default="")


def _sooner(*dates: str | None) -> str:
    return min(filter(None, dates), key=lambda date: (span(date)[1], date), default="")
