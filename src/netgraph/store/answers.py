"""Tables of what a server answered, row by row or in slices: columns of one plain type each."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from netgraph.errors import StatementInvalid


def plain_table(columns: dict[str, list[Any]]) -> pa.Table:
    """Turn columns into a table."""
    try:
        return pa.table(columns)
    except pa.ArrowException as cause:
        raise _not_plain(cause) from cause


def concatenated(slices: list[pa.Table]) -> pa.Table:
    """Put slices together, in one of which a column may have no value."""
    try:
        return pa.concat_tables(slices, promote_options="permissive")
    except pa.ArrowException as cause:
        raise _not_plain(cause) from cause


def typed(table: pa.Table) -> pa.Table:
    """Make a column of nothing but nulls text, as on the embedded store."""
    fields = [f.with_type(pa.string()) if pa.types.is_null(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))


def _not_plain(cause: Exception) -> StatementInvalid:
    return StatementInvalid(
        f"a column of the answer does not hold one kind of plain value: {str(cause).splitlines()[0]}",
        hint="return properties, counts and lists of keys; no whole nodes or paths, dates as text",
    )
