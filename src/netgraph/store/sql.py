"""The embedded engine's SQL, compiled from names of the schema, for what its Cypher does slowly.

Its Cypher uses no index on a relationship's property; its SQL does. Labels, types and properties are checked
and quoted by `quoted`, values are always parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.store.names import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable


def keys_of(name: str) -> str:
    """Keys and digests of what a source holds under a label or type."""
    return f"SELECT key, digest FROM {quoted(name)} WHERE source = :source"


def keys_by_runs(name: str) -> str:
    """Keys and digests of what a source holds, and one of some runs wrote."""
    return f"SELECT key, digest FROM {quoted(name)} WHERE source = :source AND run IN :runs"


def count(name: str) -> str:
    """How much a source holds."""
    return f"SELECT count(*) AS n FROM {quoted(name)} WHERE source = :source"


def nodes(label: str) -> str:
    """All properties of nodes."""
    return f"SELECT FROM {quoted(label)} WHERE key IN :keys"


def claims(type_: str) -> str:
    """All properties of claims and what they join."""
    ends = "@out.key AS `start`, @in.key AS `end`, @out.@type AS start_label, @in.@type AS end_label"
    return f"SELECT *, {ends} FROM {quoted(type_)} WHERE key IN :keys"


def record_ids(label: str) -> str:
    """Where the nodes with the given keys are stored."""
    return f"SELECT key, @rid.asString() AS rid FROM {quoted(label)} WHERE key IN :keys"


def create_nodes(label: str) -> str:
    """Create nodes from rows of properties, all in one statement."""
    return f"INSERT INTO {quoted(label)} CONTENT :rows"


def create(type_: str, properties: Iterable[str]) -> str:
    """Create one claim; parameters are where its ends are stored and then its properties, by position.

    Not by name: the engine takes no parameter that is called as a word of its language.
    """
    values = ", ".join(f"{quoted(name)} = ?" for name in properties)
    return f"CREATE EDGE {quoted(type_)} FROM ? TO ? SET {values}"


def update(type_: str) -> str:
    """Replace all properties of one claim."""
    return f"UPDATE {quoted(type_)} CONTENT :row WHERE key = :key"


def delete(name: str) -> str:
    """Delete nodes, and the relationships on them, or claims."""
    return f"DELETE FROM {quoted(name)} WHERE key IN :keys"
