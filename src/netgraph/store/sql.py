"""The embedded engine's SQL, compiled from names of the schema, for what its Cypher does slowly.

Its Cypher uses no index on a relationship's property; its SQL does. Labels, types and properties are checked
and quoted by `quoted`, values are always parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.store.names import END, PLACE, START, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable


def keys_of(name: str) -> str:
    """Keys and digests of what a source holds under a label or type."""
    return f"SELECT key, digest FROM {quoted(name)} WHERE source = :source"


def nodes_in_columns(label: str, names: Iterable[str]) -> str:
    """Place, key and some properties of every node of a label."""
    return f"SELECT @rid AS {PLACE}, {_listed(['key', *names])} FROM {quoted(label)}"


def claims_in_columns(type_: str, names: Iterable[str]) -> str:
    """Places of both ends, and some properties, of every claim of a type; no end is looked up."""
    return f"SELECT {_listed(names, f'@out AS {START}', f'@in AS {END}')} FROM {quoted(type_)}"


def every_node(label: str, names: Iterable[str]) -> str:
    """Key and some properties of nodes after a key; parameters ``past``, ``most``."""
    return _paged(label, _listed(names, "key"))


def every_claim(type_: str, names: Iterable[str], of_ends: Iterable[str]) -> str:
    """Key, ends and some properties of claims after a key; parameters ``past``, ``most``."""
    ends = [
        f"{record}.{column} AS {quoted(name)}"
        for end, record in (("start", "@out"), ("end", "@in"))
        for column, name in (
            ("@type", f"{end}_label"),
            ("key", end),
            *((quoted(one), f"{end}_{one}") for one in of_ends),
        )
    ]
    return _paged(type_, _listed(names, "key", *ends))


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


def records(name: str) -> str:
    """Nodes or claims with the given keys, as the engine's own records, beside their keys."""
    return f"SELECT list(@this) AS records, list(key) AS keys FROM {quoted(name)} WHERE key IN :keys"


def places(label: str) -> str:
    """Where the nodes with the given keys lie, beside their keys."""
    return f"SELECT list(@rid) AS records, list(key) AS keys FROM {quoted(label)} WHERE key IN :keys"


def create_nodes(label: str) -> str:
    """Create nodes from rows of properties, all in one statement."""
    return f"INSERT INTO {quoted(label)} CONTENT :rows"


def note(label: str) -> str:
    """Write a node over what is there, or create it; parameters ``row``, ``key``."""
    return f"UPDATE {quoted(label)} CONTENT :row UPSERT WHERE key = :key"


def delete(name: str) -> str:
    """Delete nodes, and the relationships on them, or claims."""
    return f"DELETE FROM {quoted(name)} WHERE key IN :keys"


def _paged(name: str, columns: str) -> str:
    """Read a page by the index on the key, which gives keys in its order."""
    return f"SELECT {columns} FROM {quoted(name)} WHERE key > :past ORDER BY key LIMIT :most"


def _listed(names: Iterable[str], *before: str) -> str:
    return ", ".join([*before, *map(quoted, names)])
