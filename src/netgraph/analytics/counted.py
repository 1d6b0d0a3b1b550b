"""What the tables of analyses count, so that small counts go to no recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.disclosure.small_counts import Counted

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATES = ("jurisdiction", "other", "jurisdiction_name", "other_name", "name")
_ENDS = ("start", "end", "start_name", "end_name", "place", "name")
_REPORTED = tuple(
    f"{one}_{end}" for one in ("detected", "prosecuted", "convicted") for end in ("low", "high")
)

COUNTED: Mapping[str, Counted] = {
    "corridors": Counted(
        ("routes", "transit"),
        ("origin", "origin_name", "destination", "destination_name", "place", "name", "year"),
        {"share": "routes", "first_year": "routes", "last_year": "routes", "via": "transit"},
    ),
    # the share that has no other way is one of all routes
    "chokepoints": Counted(("routes",), ("place", "name"), never=("no_other_way",)),
    "cooperation": Counted(
        ("cases", "persons", "organizations", "identifiers", "routes"),
        (*_STATES, "instruments", "basis", "not_in_force"),
    ),
    "detection": Counted(
        ("routes_to", "routes_through", "cases", "cases_convicted", *_REPORTED), (*_STATES, "missing")
    ),
    "team": Counted(("cases", "routes", "alone"), (*_STATES, "stand_ins", "no_basis_with")),
    "holders": Counted(
        ("direct", "persons", "organizations", "identifiers", "routes", "pieces"),
        ("holder_kind", "holder", "name"),
    ),
    "unseen": Counted(("records", "unknown"), ("kind", "what", "source", "jurisdiction")),
    "interdiction": Counted(("records",), _ENDS),
    "routes": Counted(("fewest",), ("legs", "way", "names")),
    # rates before and after a year: from counts of the years, which are not in the table
    "change": Counted(
        ("routes",), ("what",), never=("before", "after", "ratio", "ratio_low", "ratio_high", "p", "q")
    ),
    # rates a year, smaller than the counts; the first row is the union of the next two
    "event": Counted(
        ("before", "after", "comparable_before", "comparable_after"),
        ("struck", "when", "corridors", "comparable"),
        together=True,
    ),
}
MEASURES = frozenset(
    {
        "connectors",
        "brokers",
        "key-players",
        "journeys",
        "communities",
        "components",
        "between",
        "core",
        "triangles",
        "distances",
    }
    | {"disruption"}
)
"""What measures a graph, or lists what is in it one by one: no count of persons, cases or routes."""


def counted(analysis: str) -> Counted | None:
    """Return what the table of an analysis counts; None where nobody said so."""
    return Counted() if analysis in MEASURES else COUNTED.get(analysis)
