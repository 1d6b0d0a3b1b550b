"""HTCDS 2.0: one row a person in a case as CSV, with the stops of a route as its events; for case systems.

What the standard calls a thing is read from our mapping ``htcds``, by which such a file comes back. The
columns of direct identifiers are never written. What no row can say is counted by `lost`, never bent until it
fits: a route goes to a person only if one record speaks of both, or if there is no other victim in the case.

References
----------
.. [1] IOM, "Human Trafficking Case Data Standard (HTCDS) 2.0", CC BY 4.0,
   https://github.com/UNMigration/HTCDS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.exchange.htcds_rows import Sheet
from netgraph.exchange.htcds_words import COLUMNS, EVENT
from netgraph.exchange.safe_csv import csv_rows

if TYPE_CHECKING:
    from netgraph.disclosure import Disclosed

ENDING = "htcds.csv"
CARRIES = {
    *("Case", "Jurisdiction", "Location", "Organization", "Person", "Platform", "Route"),
    *("BASED_IN", "CITIZEN_OF", "FOLLOWED", "IN", "INVOLVED_IN", "LEG", "OCCURRED_IN", "STOPS_AT", "VIA"),
}
LOSSES = (
    "Markings have no place in the standard: handling, releasable_to and conditions are columns of our own.",
    "Source, record, owner, grade and dates of claims have no column.",
    "Of nodes and parts only what the standard has a word for; ages are bands, where it has years.",
    "Exploitation and means stand once in a row, for the person's part and for their way.",
    "Of legs only from where to where they lead, and of places the State and the name of a town.",
)
WANTED = ("cas_Id", "prs_Id", "handling")


def encode(found: Disclosed) -> bytes:
    """Return the table, ordered by case and person: the same bytes for the same graph.

    Time and memory are linear in the graph.
    """
    told = Sheet(found).rows
    rows = [told[pair] for pair in sorted(told)]
    events = max((len(row.events) for row in rows), default=0)
    used = {name for row in rows for name, value in row.cells.items() if value}.union(WANTED)
    columns = [name for name in COLUMNS if name in used]
    return csv_rows(
        [*columns, *EVENT * events],
        ([*(_cell(row.cells.get(name)) for name in columns), *_events(row.events, events)] for row in rows),
    )


def lost(found: Disclosed) -> list[str]:
    """Say what of this graph no row could say, and how often."""
    return [f"{count:,} {what}" for what, count in sorted(Sheet(found).lost.items())]


def _cell(value: str | list[str] | None) -> str:
    return ";".join(value) if isinstance(value, list) else value or ""


def _events(events: list[dict[str, str]], most: int) -> list[str]:
    """Return the cells of all events side by side."""
    return [event.get(name, "") for event in (*events, *[{}] * (most - len(events))) for name in EVENT]
