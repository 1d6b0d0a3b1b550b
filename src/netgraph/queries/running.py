"""Run a named query on a store and give its answer the declared shape.

Engines differ in how they shape an answer: one drops the columns of an empty one, infers the type of a
column that is all null, or adds up integers to a float. What leaves here is what the header says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.types as is_type

from netgraph.errors import StoreError
from netgraph.queries.binding import bind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netgraph.queries.catalogue import Query
    from netgraph.store import Store

_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "strings": pa.list_(pa.string()),
}

_HINT = "load the sources anew if the store is older than this netgraph; else the query's header is wrong"


def run(store: Store, query: Query, params: Mapping[str, object] | None = None) -> pa.Table:
    """Run a query.

    Parameters
    ----------
    store : Store
        Where.
    query : Query
        What.
    params : mapping of str to str or object, optional
        As for `bind`.

    Returns
    -------
    pyarrow.Table
        Exactly the declared columns, in order, in their declared types; also when there are no rows.

    Raises
    ------
    QueryError
        A parameter does not fit.
    StoreError
        The store could not answer, or its answer does not fit the header.
    """
    names = list(query.columns) if query.header.returns == "set" else None
    table = store.read(query.statement, bind(query, params or {}), names)
    if query.header.returns == "one" and len(table) > 1:
        raise StoreError(f"{query.name} gave {len(table)} rows where it promises at most one", hint=_HINT)
    columns = {}
    for name, column in query.columns.items():
        type_ = _ARROW[column.type]
        if table.num_rows == 0:
            columns[name] = pa.array([], type_)
        elif name not in table.column_names:
            raise StoreError(f"{query.name} did not give the column {name}", hint=_HINT)
        else:
            columns[name] = _cast(query, name, table[name], type_)
    return pa.table(columns)


def _cast(query: Query, name: str, found: pa.ChunkedArray, type_: pa.DataType) -> pa.ChunkedArray:
    if found.null_count == len(found):
        return pa.nulls(len(found), type_)
    try:
        if not _may_be(found.type, type_):
            raise pa.ArrowInvalid  # noqa: TRY301 - one complaint for both ways of not fitting
        return found.cast(type_)
    except pa.ArrowInvalid as cause:
        raise StoreError(
            f"{query.name}: the column {name} came back as {found.type} and does not fit {type_}", hint=_HINT
        ) from cause


def _may_be(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a cast can keep the value, so that text never becomes a number or the reverse."""
    if is_type.is_list(found) or is_type.is_large_list(found):
        inner = found.value_type
        return bool(is_type.is_list(wanted) and (is_type.is_null(inner) or _may_be(inner, pa.string())))
    if is_type.is_string(found) or is_type.is_large_string(found):
        return bool(is_type.is_string(wanted))
    if is_type.is_boolean(found):
        return bool(is_type.is_boolean(wanted))
    numbers = all(is_type.is_integer(one) or is_type.is_floating(one) for one in (found, wanted))
    return bool(numbers)
