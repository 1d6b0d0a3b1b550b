"""Batches and slices as plain values: rows of properties for an engine, and pages of what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


def property_rows(rows: pa.Table, *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Turn a table into one mapping of properties a row, leaving out what is null.

    An empty table may lack its columns.

    Raises
    ------
    UsageError
        A row has no key; or a column holds dates or times. The embedded engine would lose their time
        zone, and case files know many dates to the year or month only: in the graph they are ISO 8601 text.
    """
    if not len(rows):
        return []
    if "key" not in rows.column_names or rows["key"].null_count:
        raise UsageError("a row has no key", hint="give every node and claim its key before it is written")
    names = [name for name in rows.column_names if name not in without]
    for column in rows.select(names).schema:
        if pa.types.is_temporal(column.type):
            raise UsageError(
                f"the column {column.name!r} holds {column.type}; the graph holds dates as ISO 8601 text",
                hint="write it as text first, such as 2008, 2008-05 or 2008-05-17",
            )
    columns = [rows[name].to_pylist() for name in names]
    return [
        {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for values in zip(*columns, strict=True)
    ]


def end_columns(of_ends: Sequence[str]) -> list[str]:
    """Name the columns that `Store.every_claim` gives of the ends of claims."""
    return [
        name
        for end in ("start", "end")
        for name in (f"{end}_label", end, *(f"{end}_{one}" for one in of_ends))
    ]


def end_keys(rows: pa.Table) -> tuple[list[str | None], list[str | None]]:
    """Return the keys of both ends of claims; an empty table may lack its columns."""
    return _texts(rows, "start"), _texts(rows, "end")


def _texts(rows: pa.Table, name: str) -> list[str | None]:
    return list(rows[name].to_pylist()) if name in rows.column_names else [None] * len(rows)


def merged_rows(rows: pa.Table) -> list[dict[str, Any]]:
    """Turn a table into one mapping of properties a key; the first row that has a property gives it."""
    found: dict[str, dict[str, Any]] = {}
    for row in property_rows(rows):
        found[row["key"]] = row | found.get(row["key"], {})
    return list(found.values())


def present(counts: Mapping[str, int]) -> dict[str, int]:
    """Leave out what is not there."""
    return {name: count for name, count in counts.items() if count}


def pages(read: Callable[[str], pa.Table], size: int) -> Iterator[pa.Table]:
    """Yield what is read after a key, beginning with the first, until a page is not full.

    Parameters
    ----------
    read : callable
        Gives at most `size` rows in the order of their ``key``, all after a key.
    size : int
    """
    past, full = "", True
    while full:
        found = read(past)
        full = len(found) == size
        if len(found):
            yield found
            past = found["key"][-1].as_py()
