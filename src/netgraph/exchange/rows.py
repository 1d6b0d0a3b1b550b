"""What a recipient may have, row by row, and back into tables of the form that disclosure gives.

Only values that are there: a property without one is left out. Rows are in the order of their keys, so that
the same graph gives the same bytes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.disclosure import Recipient
from netgraph.disclosure.contents import ENDS, arrow_schema
from netgraph.disclosure.sensitivity import redacted
from netgraph.model import Handling, load_schema
from netgraph.model.marking import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Row = dict[str, Any]
    Tables = dict[str, pa.Table]

BATCH = 10_000


def rows(table: pa.Table) -> Iterator[Row]:
    """Yield the rows of a table by key, each without what is missing."""
    for batch in table.sort_by("key").to_batches(BATCH):
        for row in batch.to_pylist():
            yield {name: value for name, value in row.items() if value is not None}


def every(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, Row]]:
    """Yield all rows with their label or type, in the order of the names, then of the keys."""
    for name in sorted(tables):
        for row in rows(tables[name]):
            yield name, row


@cache
def form(name: str) -> pa.Schema:
    """Return the columns of a label's or type's table as disclosure gives it to anyone."""
    schema = load_schema()
    label = name in schema.nodes
    properties = schema.node_properties(name) if label else schema.relationship_properties(name)
    empty = arrow_schema(properties, () if label else ENDS).empty_table()
    return redacted(empty, properties, Recipient("PUBLIC"))[1].schema


def bare(claims: Iterable[Row], side: str) -> list[Row]:
    """Return nodes that are known by their claims only, each as strict as the strictest of them."""
    found: dict[str, Row] = {}
    for claim in claims:
        key = claim[side]
        one = Handling.of(claim.get("handling"), claim.get("releasable_to"), claim.get("conditions"))
        before = found.get(key)
        if before:
            one = joined(one, Handling.of(before["handling"], before["releasable_to"], before["conditions"]))
        found[key] = {"key": key, "owner": claim.get("owner"), "source": claim.get("source"), **one.stored()}
    return list(found.values())


def tabled(found: Mapping[str, list[Row]]) -> Tables:
    """Put rows into tables of that form, by label or type.

    Parameters
    ----------
    found : mapping of str to list of dict
        Values are of the types of the schema.

    Returns
    -------
    dict of str to pyarrow.Table
        Ordered by key; nothing where there are no rows.

    Raises
    ------
    ValueError
        A property that may not leave, or that the vocabulary does not have, or a value of another type.
    """
    for name, given in found.items():
        odd = {column for row in given for column in row}.difference(form(name).names)
        if odd:
            raise ValueError(f"{name} has {min(odd)!r}")
    return {
        name: pa.Table.from_pylist(given, form(name)).sort_by("key")
        for name, given in sorted(found.items())
        if given
    }


def node_id(label: str, key: str) -> str:
    """Name a node once for all labels: the State and the place ``KEN`` are two."""
    return f"{label}:{key}"
