"""Cells and heads of the CSV files that Neo4j's own importer reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from netgraph.model import Property

ARRAY_DELIMITER = "\x1f"  # a control character, which no value that was loaded from a file holds
_NUMBERS = {
    "integer": (pa.int64(), "long"),
    "year": (pa.int64(), "long"),
    "number": (pa.float64(), "double"),
    "boolean": (pa.bool_(), "boolean"),
}
_LISTS = {"codes", "strings"}


def head_of(name: str, definition: Property) -> str:
    """Name a column with its type as the importer reads it."""
    if definition.type in _LISTS:
        return f"{name}:string[]"
    return f"{name}:{_NUMBERS[definition.type][1] if definition.type in _NUMBERS else 'string'}"


def cells_of(rows: pa.Table, name: str, definition: Property | None) -> pa.ChunkedArray | pa.Array:
    """Take a column as the importer reads it; a list becomes one text."""
    type_ = definition.type if definition else "string"
    if name not in rows.column_names:
        return pa.nulls(len(rows), _NUMBERS[type_][0] if type_ in _NUMBERS else pa.string())
    column = rows[name]
    if type_ in _LISTS:
        column = pc.binary_join(column.cast(pa.list_(pa.string())), ARRAY_DELIMITER)
    return column.cast(_NUMBERS[type_][0] if type_ in _NUMBERS else pa.string())
