"""Made files in the form of public sources: seeded, so that each run has the same; none of it is real."""

from __future__ import annotations

import csv
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

Table = list[list[str]]
STATES = ("KEN", "UGA", "NPL", "IND", "ITA", "LBY", "PHL", "ARE", "UKR", "POL")


def write(rows: Table, stream: TextIO) -> None:
    """Write rows as CSV, the first of them the header."""
    csv.writer(stream, lineterminator="\n").writerows(rows)


def unhcr_od_records(rows: int, seed: int = 1) -> Table:
    """Numbers of displaced people; a few with the codes that are no State."""
    random = Random(seed)  # noqa: S311 - a made file
    tables = ("population", "flows", "solutions", "asylum_applications", "asylum_decisions")
    found: Table = [["record_id", "year", "coo_iso", "coa_iso", "value", "table"]]
    for number in range(rows):
        origin = {7: "UNK", 23: "STA", 30: "XXA", 41: "TIB"}.get(number) or random.choice(STATES)
        year, value = str(random.randint(1990, 2020)), f"{random.randint(1, 5000)}.0"
        found.append([f"R{number:07}", year, origin, random.choice(STATES), value, random.choice(tables)])
    return found
