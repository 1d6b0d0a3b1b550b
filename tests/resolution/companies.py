"""A table of synthetic companies that share e-mails, phones, addresses and owners; it is not shipped.

Nobody knows which of them are one: it shows what resolution does with shared things, not how right it is.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from resolution.truth import Record, facts_of

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.resolution.facts import Facts

FILE = "entity_linking/company_grievances_input.csv"
SHARED = {"email": "Email", "phone": "Phone", "address": "Other", "owner": "Other"}


def companies(file: Path) -> list[Record]:
    """Read the companies; each row is a record of one source."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = []
    for number, row in enumerate(rows):
        told = {"name": row["name"], "sector": row["sector"] or None}
        record = Record("Organization", f"x/{number:05}", "x", number, told)
        record.facts |= {
            ("identifier", f"{kind}/{column}-{row[column].casefold()}")
            for column, kind in SHARED.items()
            if row[column]
        }
        if row["country"] and row["city"]:
            record.facts.add(("place", f"{row['country'].casefold()}/{row['city'].casefold()}"))
        found.append(record)
    return found


def facts(file: Path) -> Facts:
    """Read the companies as facts."""
    return facts_of(companies(file))
