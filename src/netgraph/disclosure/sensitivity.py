"""Which properties may leave the organisation that owns them, by their sensitivity in the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from netgraph.disclosure.contents import ENDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netgraph.disclosure.recipients import Recipient
    from netgraph.model import Property

INNER = frozenset({"digest", "run"})  # of contents that may stay, and of the loads of this store
NAMES = frozenset({"string", "text", "strings"})
PUBLIC_NAMES = frozenset({"Jurisdiction"})  # labels whose keys and names anyone knows
SHORTEST, SHORTEST_NUMBER = 4, 6
YEAR = 4  # characters of a date


def redacted(
    table: pa.Table, properties: Mapping[str, Property], recipient: Recipient
) -> tuple[pa.Table, pa.Table]:
    """Part the properties that stay from those that go.

    Parameters
    ----------
    table : pyarrow.Table
        Nodes or claims that go.
    properties : mapping of str to Property
        By column; ends of claims have none.
    recipient : Recipient

    Returns
    -------
    stays, goes : pyarrow.Table
        What is held back, null where it goes; and what goes, null where it is held back. What is
        ``personal`` goes only back to its owner, ``identifying`` and text that is not ``public`` to nobody.
        The public gets the year of a date.
    """
    own = pc.equal(table["owner"], recipient.code) if "owner" in table.column_names else None
    stays, goes = {}, {}
    for name in table.column_names:
        column, definition = table[name], properties.get(name)
        if definition is None or _goes(definition):
            known = definition is None or definition.sensitivity == "public" or definition.type != "date"
            year = recipient.public and not known  # the day of a raid is in the papers
            goes[name] = pc.utf8_slice_codeunits(column, 0, YEAR) if year else column
        elif name in INNER:
            continue
        elif definition.sensitivity == "personal" and definition.type != "text" and own is not None:
            nothing = pa.scalar(None, column.type)
            back = pc.fill_null(own, False)  # noqa: FBT003 - a value, not a flag
            # whoever decided, the owner stands for it
            other = table["owner"] if definition.required and definition.type == "string" else nothing
            goes[name] = pc.if_else(back, column, other)
            stays[name] = pc.if_else(back, nothing, column)
        else:
            stays[name] = column
    return pa.table(stays), pa.table(goes).drop_columns([name for name in INNER if name in goes])


def _goes(definition: Property) -> bool:
    if definition.sensitivity == "public":
        return True
    return definition.sensitivity == "internal" and definition.type != "text"


def texts(table: pa.Table, properties: Mapping[str, Property], name: str) -> set[str]:
    """Return the texts in a table that could tell what it is about: names and references, not codes.

    What is so short that it stands somewhere by chance is left out.
    """
    found: set[str] = set()
    for column in table.column_names:
        definition = properties.get(column)
        if column in INNER or (column in ENDS) or (definition is not None and definition.type not in NAMES):
            continue
        if name in PUBLIC_NAMES or column in {"owner", "releasable_to"}:
            continue
        values = table[column]
        if pa.types.is_list(values.type):
            values = pc.list_flatten(values)
        found.update(text for text in pc.unique(values).to_pylist() if text and _telling(text))
    return found


def _telling(text: str) -> bool:
    return len(text) >= (SHORTEST_NUMBER if text.isdigit() else SHORTEST)
