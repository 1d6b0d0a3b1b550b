"""Write down all that a store holds, in one order, so that two stores or two moments can be compared.

What differs between two loads of the same content is left out: the run that wrote a thing, and the runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.model import load_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from netgraph.store import Store

Entry = tuple[tuple[str, Any], ...]


def tables(store: Store) -> dict[str, pa.Table]:
    """Return every node by label and every relationship by type as a table, ordered by key."""
    schema = load_schema()
    found = {}
    for label in schema.labels("owned", "shared"):
        wanted = _wanted("n", schema.node_properties(label))
        found[label] = store.read(f"MATCH (n:`{label}`) RETURN {wanted} ORDER BY p_key")
    for type_ in schema.relationships:
        wanted = _wanted("r", schema.relationship_properties(type_))
        found[type_] = store.read(
            f"MATCH (a)-[r:`{type_}`]->(b) RETURN a.key AS a_start, labels(a)[0] AS a_start_label, "
            f"b.key AS a_end, labels(b)[0] AS a_end_label, {wanted} ORDER BY p_key"
        )
    return {name: table for name, table in found.items() if len(table)}


def dump(store: Store) -> dict[str, list[Entry]]:
    """Return every node by label and every relationship by type, with its properties and ends.

    Parameters
    ----------
    store : Store

    Returns
    -------
    dict of str to list of tuple
        Each entry is its properties as pairs, sorted; a relationship has its ends' labels and keys too.
    """
    return {name: [_entry(row) for row in table.to_pylist()] for name, table in tables(store).items()}


def _wanted(variable: str, properties: dict[str, Any]) -> str:
    return ", ".join(f"{variable}.`{name}` AS p_{name}" for name in properties if name != "run")


def _entry(row: dict[str, Any]) -> Entry:
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in sorted(row.items())
        if value is not None
    )
