"""All that a store holds, as one table for each label and type, before anything is held back.

Read once for a release or for counting; nothing else may ask for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from netgraph.errors import StoreError
from netgraph.model import load_schema
from netgraph.store import lookups

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netgraph.model import Property
    from netgraph.store import Store

TYPES = {
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "codes": pa.list_(pa.string()),
    "strings": pa.list_(pa.string()),
}
ENDS = ("start_label", "start", "end_label", "end")


def nodes_of(store: Store, label: str) -> pa.Table:
    """Return every node of a label by its key, a column for each property of the schema."""
    properties = load_schema().node_properties(label)
    return _typed(store.read(lookups.whole_nodes(label)), properties)


def claims_of(store: Store, type_: str) -> pa.Table:
    """Return every claim of a type by its key: `ENDS`, then a column for each property of the schema."""
    properties = load_schema().relationship_properties(type_)
    return _typed(store.read(lookups.whole_claims(type_)), properties, ENDS)


def arrow_schema(properties: Mapping[str, Property], ends: tuple[str, ...] = ()) -> pa.Schema:
    """Types of the columns of properties, after those of the ends."""
    told = {name: TYPES.get(one.type, pa.string()) for name, one in properties.items()}
    return pa.schema([*((end, pa.string()) for end in ends), *told.items()])


def _typed(table: pa.Table, properties: Mapping[str, Property], ends: tuple[str, ...] = ()) -> pa.Table:
    return typed(table, arrow_schema(properties, ends)).sort_by("key")


def typed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Give columns their types, which an engine cannot know where all of a column is blank.

    Raises
    ------
    StoreError
        A column holds what is not of its type; no value of it is told.
    """
    if not len(table):
        return schema.empty_table()
    given = set(table.column_names)
    columns = [
        _cast(table[field.name], field)
        if field.name in given and table[field.name].null_count < len(table)
        else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _cast(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    try:
        return column.cast(field.type)
    except pa.ArrowException:
        raise StoreError(
            f"a property {field.name!r} holds something that is no {field.type}, as the schema has it",
            hint="another program has written it: load the source again",
        ) from None
