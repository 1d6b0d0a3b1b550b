"""A made list of parts in cases, of any size, for the mapping beside it: invented, from a seed.

``python benchmarks/scale_made.py RELATIONSHIPS FILE`` writes rows that load as about so many relationships.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from made import COUNTRIES, FORMS, TOWNS
from pyarrow import csv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MAPPING = str(Path(__file__).with_name("scale.yaml"))
SEED = 20001115
EACH = 6.5
"""Relationships of a row: a part in a case, who handles it, a citizenship, a handle, a link, and in every
fourth row a route with three stops and two legs that the case followed."""
PERSONS, CASES, HANDLES = 0.6, 0.4, 0.5  # for each row
HEAVY = 2  # exponent by which handles are drawn: few are used by very many
CHUNK = 200_000  # rows that are held at a time
ROLES = ("Victim", "Suspect", "Facilitator", "Witness")
OUTCOMES = ("Investigation", "Prosecution", "Conviction", "Assistance")
PROFILES = ("Women", "Girls", "Men", "Boys")


def write(relationships: int, file: Path) -> int:
    """Write the rows.

    Parameters
    ----------
    relationships : int
        How many they load as, about.
    file : Path

    Returns
    -------
    int
        How many rows.

    Notes
    -----
    Memory is that of a slice, time O(relationships). The same size gives the same file.
    """
    rows = max(1, round(relationships / EACH))
    draw = np.random.default_rng(SEED)
    writer: csv.CSVWriter | None = None
    with file.open("wb") as stream:
        for start in range(0, rows, CHUNK):
            table = _slice(np.arange(start, min(start + CHUNK, rows)), rows, draw)
            writer = writer or csv.CSVWriter(stream, table.schema)
            writer.write_table(table)
        if writer:
            writer.close()
    return rows


def _slice(at: Ints, rows: int, draw: np.random.Generator) -> pa.Table:
    """Make some of the rows; a case has two or three in turn, and links its persons."""
    many = len(at)

    def drawn(words: tuple[str, ...]) -> pa.Array:
        return pa.array(words).take(pa.array(draw.integers(0, len(words), many)))

    persons, handles = max(2, int(rows * PERSONS)), max(1, int(rows * HANDLES))
    person = draw.integers(0, persons, many)
    linked = np.where(at % 2 == 0, draw.integers(0, persons, many), np.roll(person, 1))
    linked = np.where(linked == person, (person + 1) % persons, linked)
    routed = pa.array(at % 4 == 0)
    places = {}
    for stop in ("origin", "transit", "destination"):
        state = drawn(COUNTRIES)
        places[stop] = state
        places[f"{stop}_town"] = pc.binary_join_element_wise(drawn(TOWNS), state, " ")
    year = draw.integers(2005, 2025, many)
    route = {
        "route_ref": _named("t", at),
        "year": pa.array(year).cast(pa.string()),
        "form": drawn(FORMS),
        "profile": drawn(PROFILES),
        **places,
    }
    return pa.table(
        {
            "row": _named("r", at),
            "case_ref": _named("c", (at * CASES).astype(np.int64)),
            "opened": pa.array(2005 + (at * CASES).astype(np.int64) % 20).cast(pa.string()),
            "jurisdiction": drawn(COUNTRIES),
            "outcome": drawn(OUTCOMES),
            "person_ref": _named("p", person),
            "role": drawn(ROLES),
            "sex": pa.array(("Female", "Male")).take(pa.array(person % 2)),
            "citizenship": pa.array(COUNTRIES).take(pa.array(person % len(COUNTRIES))),
            "identifier": _named("h", (handles * draw.random(many) ** HEAVY).astype(np.int64)),
            "linked_ref": _named("p", linked),
            **{name: pc.if_else(routed, values, "") for name, values in route.items()},
        }
    )


def _named(letter: str, numbers: Ints) -> pa.Array:
    return pc.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
