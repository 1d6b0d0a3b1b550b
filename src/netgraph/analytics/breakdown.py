"""Who is exploited, and how: sex, broad age band and form of exploitation of the victims behind records.

Splits tables of cases, routes, persons, organizations and identifiers, so that any count can be had by sex,
age band and form of exploitation. What is not recorded is a value of its own, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd

from netgraph.analytics.identities import Identities
from netgraph.errors import AnalysisError
from netgraph.model import Marking, strictest
from netgraph.model.ages import ADULT, BROAD, CHILD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netgraph.disclosure import Answer, Reader, Ties

DIMENSIONS = ("sex", "age_band", "exploitation")
NOT_RECORDED = "not recorded"
PROFILES = {
    "Women": ("Female", ADULT),
    "Girls": ("Female", CHILD),
    "Men": ("Male", ADULT),
    "Boys": ("Male", CHILD),
}
UNKNOWN = {"Unknown"}


@dataclass(frozen=True)
class Profiles:
    """Whom items are about.

    Attributes
    ----------
    frame : pandas.DataFrame
        ``kind`` (Case, Route, Person, Organization, Identifier), ``item`` (its key), ``sex``, ``age_band``
        (Child or Adult) and ``exploitation``; one row for each combination that an item has.
    marking : Marking
        The strictest marking of what went in.
    withheld : int
        Rows that the policy kept out.
    """

    frame: pd.DataFrame
    marking: Marking = Marking.CLEAR
    withheld: int = 0

    def split(self, items: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
        """Give each item a row for each value that it has in some dimensions.

        Parameters
        ----------
        items : pandas.DataFrame
            With columns ``kind`` and ``item``; further ones are kept.
        by : sequence of {"sex", "age_band", "exploitation"}
            The dimensions; without any the items are returned as they are.

        Returns
        -------
        pandas.DataFrame
            With a column more for each dimension. An item with several values stands under each of them, so
            that the parts do not add up to the whole.
        """
        if not by:
            return items
        values = self.frame[["kind", "item", *by]].drop_duplicates()
        found = items.merge(values, on=["kind", "item"], how="left")
        return found.fillna(dict.fromkeys(by, NOT_RECORDED))


def checked(by: Iterable[str]) -> tuple[str, ...]:
    """Return the dimensions asked for, in the order of `DIMENSIONS`, each once.

    Raises
    ------
    AnalysisError
        One of them is not known.
    """
    asked = set(by)
    if not asked <= set(DIMENSIONS):
        raise AnalysisError(
            f"tables cannot be split by {', '.join(sorted(asked - set(DIMENSIONS)))}",
            hint=f"use {', '.join(DIMENSIONS)}, or several of them",
        )
    return tuple(name for name in DIMENSIONS if name in asked)


def profiles(reader: Reader, *, same: Identities | None = None) -> Profiles:
    """Read whom cases and routes are about, and through their cases persons, organizations and identifiers.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    same : Identities, optional
        See through these judgements that records are one.

    Returns
    -------
    Profiles

    Notes
    -----
    Sex and age band of a case are those of its victims: of the persons with the part Victim, together with
    what the case itself says. Codes that a case or route lists apart are combined in every way; women, men,
    girls and boys of routes stay together. A suspect stands under the victims of the case, not under a sex
    of their own. Time and memory are linear in claims, times the combinations.
    """
    answers = [reader.query(name) for name in ("case-profiles", "route-profiles")]
    cases, routes = (answer.to_frame() for answer in answers)
    tied = reader.ties(("INVOLVED_IN", "USES"))
    victims, more = _victims(reader)
    rows = [*_of_cases(cases, victims), *_of_routes(routes)]
    own = pd.DataFrame(rows, columns=["kind", "item", *DIMENSIONS])
    frame = pd.concat([own, *_carried(own, tied.to_frame(), same or Identities())]).drop_duplicates(
        ignore_index=True
    )
    every: list[Answer | Ties] = [*answers, *more, tied]
    return Profiles(
        frame, strictest(answer.marking for answer in every), sum(answer.withheld for answer in every)
    )


def _victims(reader: Reader) -> tuple[pd.DataFrame, list[Answer]]:
    """Read the victims of each case, with what their own records say."""
    parts, persons = reader.query("person-parts"), reader.query("person-profiles")
    frame = parts.to_frame()
    frame = frame[frame["role"] == "Victim"].merge(persons.to_frame(), on="person", how="left")
    return frame[["case", "person", *DIMENSIONS]], [parts, persons]


def _of_cases(cases: pd.DataFrame, victims: pd.DataFrame) -> list[tuple[str, ...]]:
    """Combine what a case says with what its victims' records say."""
    people: dict[str, list[tuple[str | None, str | None, list[str]]]] = {}
    for case, sex, band, forms in zip(
        victims["case"], victims["sex"], victims["age_band"], victims["exploitation"], strict=True
    ):
        people.setdefault(case, []).append((known(sex), BROAD.get(band), listed(forms)))
    found = []
    for case, sexes, bands, forms in zip(
        cases["case"], cases["sex"], cases["age_band"], cases["exploitation"], strict=True
    ):
        told = people.get(case, [])
        pairs = {(sex, band) for sex, band, _ in told if sex or band}
        own_sexes = {sex for sex in listed(sexes) if known(sex)}
        own_bands = {BROAD[band] for band in listed(bands) if band in BROAD}
        # What the victims' records say already is not combined again: they know who is how old.
        pairs |= set(product(own_sexes - {sex for sex, _ in pairs}, own_bands or [None]))
        pairs |= set(product(own_sexes or [None], own_bands - {band for _, band in pairs}))
        every = {*listed(forms), *(form for *_, more in told for form in more)}
        found += _rows("Case", case, pairs, sorted(every))
    return found


def _of_routes(routes: pd.DataFrame) -> list[tuple[str, ...]]:
    found = []
    for route, who, forms in zip(
        routes["route"], routes["victim_profile"], routes["exploitation"], strict=True
    ):
        pairs = {PROFILES[code] for code in listed(who) if code in PROFILES}
        found += _rows("Route", route, pairs, listed(forms))
    return found


def _rows(kind: str, item: str, pairs: Iterable[tuple[Any, Any]], forms: list[str]) -> list[tuple[str, ...]]:
    who = sorted((s or NOT_RECORDED, b or NOT_RECORDED) for s, b in pairs) or [(NOT_RECORDED, NOT_RECORDED)]
    return [(kind, item, *pair, form) for pair, form in product(who, forms or [NOT_RECORDED])]


def _carried(own: pd.DataFrame, ties: pd.DataFrame, same: Identities) -> list[pd.DataFrame]:
    """Carry what cases are about to those with a part in them, and to the identifiers that these use."""
    cases = own[own["kind"] == "Case"].drop(columns="kind").rename(columns={"item": "end"})
    ties = ties.assign(head=same.through(ties["start_type"] + " " + ties["start"]))
    parts = ties[(ties["type"] == "INVOLVED_IN") & (ties["end_type"] == "Case")]
    people = parts[["head", "end"]].drop_duplicates().merge(cases, on="end")[["head", *DIMENSIONS]]
    people = people.drop_duplicates()
    uses = ties.loc[ties["type"] == "USES", ["head", "end"]].drop_duplicates()
    used = uses.merge(people, on="head").rename(columns={"end": "item"})[["item", *DIMENSIONS]]
    named = [name.partition(" ") for name in people["head"]]
    kinds, keys = [kind for kind, *_ in named], [key for *_, key in named]
    return [people.drop(columns="head").assign(kind=kinds, item=keys), used.assign(kind="Identifier")]


def listed(values: Any) -> list[str]:  # noqa: ANN401 - a list, an array, or nothing
    """Return a list of codes, empty where nothing is recorded."""
    return [] if values is None or isinstance(values, float) else [str(value) for value in values]


def known(value: Any) -> str | None:  # noqa: ANN401 - text or nothing
    """Return a code, None where nothing is recorded or the code says just that."""
    return value if isinstance(value, str) and value not in UNKNOWN else None
