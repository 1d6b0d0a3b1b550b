"""Measure how far the persons of a load hide among each other: k-anonymity by sex, age band and citizenship.

Nothing is suppressed or coarsened here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from netgraph.ingest.columns import quoted
from netgraph.ingest.stage import claims_table, nodes_table
from netgraph.store import Ends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.ingest.stage import Stage

THRESHOLD = 11  # a count below this should not leave the agency; see DATA_HANDLING.md
KNOWN_BY = ("sex", "age_band", "citizenship")
CITIZENS = Ends("Person", "CITIZEN_OF", "Jurisdiction")
_BATCH = 50_000  # persons
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Anonymity:
    """How far persons hide among each other; persons alike in all three traits are one class.

    Attributes
    ----------
    persons : int
    k : int
        Persons in the smallest class; 0 without any class.
    below : int
        Persons in classes of fewer than 11.
    unique : int
        Persons alone in their class.
    without : int
        Persons of whom none of the three is known; they are in no class.
    """

    persons: int
    k: int
    below: int
    unique: int
    without: int


def measure(persons: pa.Table | Iterable[pa.Table]) -> Anonymity:
    """Measure k-anonymity by sex, age band and citizenships.

    Parameters
    ----------
    persons : pyarrow.Table or iterable of pyarrow.Table
        One row a person, with the columns ``sex`` and ``age_band`` (text) and ``citizenship`` (list of text,
        in any order); other columns are passed over. A person must not stand in two tables.

    Returns
    -------
    Anonymity

    Notes
    -----
    What is not known is a value of its own: a person of unknown age hides among others of unknown age. That
    tells nothing about who else knows a route, a date or a role: k is an upper bound of how well they hide.
    Time is linear in persons, memory in classes.

    References
    ----------
    L. Sweeney, "k-anonymity: a model for protecting privacy", 2002, doi:10.1142/S0218488502001648.
    """
    classes: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for table in [persons] if isinstance(persons, pa.Table) else persons:
        classes.update(_classes(table))
    without = classes.pop(("", "", ()), 0)
    sizes = list(classes.values())
    return Anonymity(
        persons=sum(sizes) + without,
        k=min(sizes, default=0),
        below=sum(size for size in sizes if size < THRESHOLD),
        unique=sizes.count(1),
        without=without,
    )


def measured(stage: Stage) -> Anonymity | None:
    """Measure the persons that a file makes, once its stage is settled; None where it makes none."""
    if CITIZENS.start not in stage.labels:
        return None
    person, citizen = quoted(nodes_table(CITIZENS.start)), quoted(claims_table(CITIZENS))
    one = f"SELECT key, max(sex) AS sex, max(age_band) AS age_band FROM {person} GROUP BY key"
    states = f'SELECT start AS key, list("end") AS citizenship FROM {citizen} GROUP BY start'
    if CITIZENS not in stage.ends:
        states = "SELECT '' AS key, CAST([] AS VARCHAR[]) AS citizenship"
    select = f"SELECT sex, age_band, citizenship FROM ({one}) LEFT JOIN ({states}) USING (key)"
    return measure(stage.batches(select, _BATCH))


def _classes(table: pa.Table) -> Counter[tuple[str, str, tuple[str, ...]]]:
    """Count the persons of a table by class."""
    states = table["citizenship"].cast(pa.list_(pa.string())).combine_chunks()
    columns = {name: pc.fill_null(table[name].cast(pa.string()), "") for name in KNOWN_BY[:2]}
    columns["citizenship"] = pc.fill_null(pc.binary_join(states, _SEPARATOR), "")
    counted = pa.table(columns).group_by(list(KNOWN_BY)).aggregate([([], "count_all")])
    found: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for row in counted.to_pylist():
        joined = row["citizenship"]
        found[
            row["sex"], row["age_band"], tuple(sorted(set(joined.split(_SEPARATOR)))) if joined else ()
        ] += row["count_all"]
    return found
