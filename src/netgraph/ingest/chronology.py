"""Whether dates keep the order that the vocabulary declares, where several rows of a file are needed to tell.

One row says when a case was opened and another when it was closed; a stop stands in one row and the stop
before it in another. Dates of one row are held against each other in `netgraph.ingest.frames`. SQL only, over
the entries on the stage; which rows fall is decided in `netgraph.ingest.settle`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.ingest.columns import agreement, quoted
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIRST, LAST = "-01-01", "-12-31"
BEFORE_ALL, AFTER_ALL = 0, 99999999


def disordered(label_or_type: str, columns: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what finds dates in the wrong order among the entries of one key, merged as they will be.

    Parameters
    ----------
    label_or_type : str
        As in the vocabulary.
    columns : dict of str to str
        The SQL type of each property on the stage.

    Yields
    ------
    (str, str, str)
        Both properties, and an aggregate that is true where the first date is after the second.
    """
    schema = load_schema()
    part = schema.nodes.get(label_or_type) or schema.relationships[label_or_type]
    merged = agreement(columns)
    for first, second in (*part.order, *schema.provenance.order):
        if first in merged and second in merged:
            yield first, second, f"{_day(merged[first], FIRST)} > {_day(merged[second], LAST)}"


def gone_back(table: str, names: Sequence[str]) -> str:
    """Select the row and the property of each date that lies before one of an earlier position of its start.

    Dates count as far as they are known: 2008 is neither before nor after 2008-05.

    Parameters
    ----------
    table : str
        Of claims with a ``position`` each.
    names : sequence of str
        Properties that are dates.
    """
    begun = ", ".join(f"coalesce({_day(quoted(name), FIRST)}, {BEFORE_ALL})" for name in names)
    over = "PARTITION BY start ORDER BY position RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    dated = " OR ".join(f"{quoted(name)} IS NOT NULL" for name in names)
    told = " UNION ALL ".join(
        f"SELECT row, start, '{name}' AS about FROM placed "
        f"WHERE coalesce({_day(quoted(name), LAST)}, {AFTER_ALL}) < reached"
        for name in names
    )
    reached = f"SELECT *, max(greatest({begun})) OVER ({over}) AS reached FROM {quoted(table)} WHERE {dated}"
    return f"WITH placed AS ({reached}) {told}"


def _day(date: str, rest: str) -> str:
    """First or last day that a date can mean, as a number; as `netgraph.ingest.moments` has it."""
    text = f"CAST({date} AS VARCHAR)"
    return f"CAST(replace({text} || substr('{rest}', strlen({text}) - 3), '-', '') AS BIGINT)"
