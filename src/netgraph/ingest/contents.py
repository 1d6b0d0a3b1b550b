"""What a store holds of nodes or claims, as a table that can be staged or written again. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.disclosure.contents import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netgraph.model import Property


def as_table(
    contents: Sequence[Mapping[str, Any]], names: Iterable[str], definitions: Mapping[str, Property]
) -> pa.Table:
    """Make a table of contents, with some columns.

    Parameters
    ----------
    contents : sequence of mapping
        Properties by name, and keys of ends; one that is absent is null.
    names : iterable of str
        The columns.
    definitions : mapping of str to Property
        Tell their types; what is no property is text.
    """
    types = {name: TYPES.get(definitions[name].type) if name in definitions else None for name in names}
    return pa.table(
        {
            name: pa.array([content.get(name) for content in contents], type_ or pa.string())
            for name, type_ in types.items()
        }
    )
