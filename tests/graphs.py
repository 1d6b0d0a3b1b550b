"""Write little graphs into a store, as tests describe them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.disclosure.contents import ENDS, arrow_schema
from netgraph.model import claim_key, digest, load_schema
from netgraph.store import Ends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.store import Store

Name = tuple[str, str]
"""Label and key."""
Node = tuple[str, str, dict[str, Any]]
"""Label, key and properties."""
Claim = tuple[Name, str, Name, dict[str, Any]]
"""Start, type, end and properties."""


def fill(
    store: Store,
    nodes: Iterable[Node],
    claims: Iterable[Claim],
) -> None:
    """Write nodes and claims through the store's port.

    Parameters
    ----------
    store : Store
        An empty one.
    nodes : iterable of (label, key, properties)
        Owned ones get source ``test``, and CLEAR unless ``handling`` is among the properties.
    claims : iterable of ((label, key), type, (label, key), properties)
        The same, with ``source`` and ``record`` from the properties where given.
    """
    schema = load_schema()
    store.prepare(schema)
    by_label, by_ends = _rows(nodes, claims)
    for label, rows in by_label.items():
        if schema.nodes[label].kind == "shared":
            store.merge_nodes(label, pa.Table.from_pylist(rows, _columns(rows)))
        else:
            store.create_nodes(label, pa.Table.from_pylist(rows, _columns(rows)))
    for ends, rows in by_ends.items():
        store.create(ends, pa.Table.from_pylist(rows, _columns(rows)))


def tabled(nodes: Iterable[Node], claims: Iterable[Claim]) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Make the tables that a store filled with such a graph would give, by label and by type.

    Parameters
    ----------
    nodes, claims
        As `fill` takes them.
    """
    schema = load_schema()
    by_label, by_ends = _rows(nodes, claims)
    by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for ends, rows in by_ends.items():
        labels = {"start_label": ends.start, "end_label": ends.end}
        by_type[ends.type] += [labels | row for row in rows]
    return (
        {
            label: pa.Table.from_pylist(by_label[label], arrow_schema(schema.node_properties(label)))
            for label in schema.labels("owned", "shared")
        },
        {
            type_: pa.Table.from_pylist(
                by_type[type_], arrow_schema(schema.relationship_properties(type_), ENDS)
            )
            for type_ in schema.relationships
        },
    )


def _rows(
    nodes: Iterable[Node], claims: Iterable[Claim]
) -> tuple[dict[str, list[dict[str, Any]]], dict[Ends, list[dict[str, Any]]]]:
    """Give every node and claim its key and provenance."""
    schema = load_schema()
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for label, key, properties in nodes:
        owned = schema.nodes[label].kind == "owned"
        by_label[label].append({"key": key, **(_provenance(key, properties) if owned else properties)})
    by_ends: dict[Ends, list[dict[str, Any]]] = defaultdict(list)
    for number, (start, type_, end, properties) in enumerate(claims):
        carried = _provenance(f"r{number}", properties)
        key = claim_key(*start, type_, *end, carried["source"], carried["record"], number)
        by_ends[Ends(start[0], type_, end[0])].append(
            {"key": key, "start": start[1], "end": end[1], **carried}
        )
    return by_label, by_ends


def _provenance(record: str, properties: dict[str, Any]) -> dict[str, Any]:
    carried = {"source": "test", "record": record, "run": "run", "handling": "CLEAR", **properties}
    return carried if "digest" in carried else {**carried, "digest": digest(carried)}


def _columns(rows: list[dict[str, Any]]) -> pa.Schema:
    """Give every property that has a value somewhere a column, of the type of all its values."""
    samples: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            if value is not None:
                samples[name].append(value)
    return pa.schema([(name, pa.infer_type(values)) for name, values in samples.items()])
