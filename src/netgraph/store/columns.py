"""Put together a graph that an engine gave in columns: at which of its nodes each claim starts and ends.

An engine names nodes by places of its own, as text or numbers; those hold within one answer only, and stay
here. How they are asked for is each adapter's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from netgraph.errors import StoreError
from netgraph.store.names import END, PLACE, START
from netgraph.store.port import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def joined(
    nodes: Iterable[tuple[str, pa.Table]],
    claims: Iterable[tuple[str, pa.Table]],
    of_nodes: Sequence[str],
    of_claims: Sequence[str],
) -> Columns:
    """Join claims to nodes by their places.

    Parameters
    ----------
    nodes, claims : iterable of (str, pyarrow.Table)
        By label or type, any number of parts of each: places, and some of the properties. An empty part may
        lack its columns.
    of_nodes, of_claims : sequence of str
        Properties that hold text; where an engine does not give one, nothing has it.

    Returns
    -------
    Columns

    Raises
    ------
    StoreError
        A claim starts or ends at a node that is not among them.
    """
    found = _table(nodes, "label", {PLACE: None, **dict.fromkeys(("key", *of_nodes), pa.string())})
    tied = _table(claims, "type", {START: None, END: None, **dict.fromkeys(of_claims, pa.string())})
    places = found[PLACE].combine_chunks()
    for name, place in (("start", START), ("end", END)):
        # Of no claims nobody knows in which type places are written.
        sought = tied[place] if len(tied) else tied[place].cast(places.type)
        at = pc.index_in(sought, value_set=places)
        if at.null_count:
            which = tied["type"].filter(at.is_null())[0]
            raise StoreError(
                f"{at.null_count} claims, {which} the first, lead to or from unknown nodes",
                hint="if something is being written, ask again once it is done; otherwise another program "
                "has tied labels that the schema does not tie",
            )
        tied = tied.set_column(tied.column_names.index(place), name, at.cast(pa.int64()))
    return Columns(found.drop_columns([PLACE]), tied)


def shared_rows(
    columns: Mapping[str, Sequence[int] | Sequence[str]], names: Sequence[str], values: Sequence[str | None]
) -> pa.Table:
    """Make a table of columns, and of properties that all of its rows share."""
    size = len(next(iter(columns.values())))
    shared = zip(names, values, strict=True)
    return pa.table(
        {**columns, **{name: pa.repeat(pa.scalar(value, pa.string()), size) for name, value in shared}}
    )


def _table(
    parts: Iterable[tuple[str, pa.Table]], named: str, columns: Mapping[str, pa.DataType | None]
) -> pa.Table:
    """Put parts into one table, in which each row says from which label or type it is."""
    tables = []
    for name, part in parts:
        if part.num_rows:
            given = {column: _given(part, column, type_) for column, type_ in columns.items()}
            tables.append(pa.table({named: pa.repeat(pa.scalar(name, pa.string()), part.num_rows), **given}))
    if tables:
        return pa.concat_tables(tables)
    empty = {column: pa.array([], type_ or pa.int64()) for column, type_ in columns.items()}
    return pa.table({named: pa.array([], pa.string()), **empty})


def _given(part: pa.Table, column: str, type_: pa.DataType | None) -> pa.Array | pa.ChunkedArray:
    if column not in part.column_names:
        return pa.nulls(part.num_rows, type_)
    return part[column].cast(type_) if type_ else part[column]
