"""Where nodes belong: as their keys and claims say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from netgraph.disclosure import Reader

    Row = Mapping[str, Any]
    Name = tuple[str, str]  # label and key

HOME_TYPES = {"IN", "HANDLED_BY", "CITIZEN_OF"}
"""Claims that say where their start belongs."""
_COUNTRY = re.compile(r"([A-Z]{3})(?:/|$)")


def country_of(place: str) -> str | None:
    """Return the State that a place lies in, by its key; a region or a point has none."""
    country = _COUNTRY.match(place)
    return country[1] if country else None


def homes_in(rows: Iterable[Row]) -> dict[Name, str]:
    """Say where nodes belong: jurisdictions to themselves, places as keys or claims say, cases as claims."""
    homes: dict[Name, str] = {}
    for row in rows:
        start, end = ends_of(row)
        for name in (start, end):
            if name[0] == "Jurisdiction":
                homes[name] = name[1]
            elif name[0] == "Location" and (country := country_of(name[1])):
                homes[name] = country
        if row["type"] in HOME_TYPES:
            homes[start] = min(homes.get(start, end[1]), end[1])
    return homes


def handlers_of(reader: Reader, cases: Collection[Name]) -> tuple[dict[Name, str], list[str]]:
    """Say who handles cases of which no claim in the picture says it, and how those claims are marked."""
    homes: dict[Name, str] = {}
    markings: list[str] = []
    wanted = set(cases)
    for row in reader.query("case-jurisdictions").table.to_pylist() if wanted else ():
        name, code = ("Case", row["case"]), row["jurisdiction"]
        if name in wanted:
            homes[name] = min(homes.get(name, code), code)
            markings.append(row["handling"])
    return homes, markings


def ends_of(row: Row) -> tuple[Name, Name]:
    """Return label and key of both ends of a claim."""
    return (row["start_type"], row["start"]), (row["end_type"], row["end"])
