"""What a store is and lacks, asked without changing anything: constraints, edition, how a cluster routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netgraph.model import Schema
    from netgraph.store.port import Store

_CONSTRAINED = (
    "SHOW CONSTRAINTS YIELD labelsOrTypes, properties WHERE properties = ['key'] "
    "RETURN DISTINCT labelsOrTypes[0] AS name"
)
_INDEXED = (
    "SHOW INDEXES YIELD labelsOrTypes, properties WHERE properties = ['source', 'key'] "
    "RETURN DISTINCT labelsOrTypes[0] AS name"
)
_EDITION = "CALL dbms.components() YIELD edition RETURN edition LIMIT 1"
_ROUTES = (
    "CALL dbms.routing.getRoutingTable({}) YIELD servers UNWIND servers AS server "
    "RETURN server.role AS role, size(server.addresses) AS addresses ORDER BY role"
)


def lacks(store: Store, schema: Schema) -> list[str]:
    """Name the labels and types of a schema for which `Store.prepare` would make something.

    Parameters
    ----------
    store : Store
    schema : Schema

    Returns
    -------
    list of str
        Those whose key has no constraint, and on a server those without an index on what a source holds.

    Raises
    ------
    StoreError
        The store, or the user's role, does not say.
    """
    every = (*schema.nodes, *schema.relationships)
    constrained = _names(store, _CONSTRAINED)
    if store.kind == "embedded":
        return [name for name in every if name not in constrained]
    indexed, held = _names(store, _INDEXED), {*schema.labels("owned"), *schema.relationships}
    return [name for name in every if name not in constrained or name in held - indexed]


def edition(store: Store) -> str:
    """Return ``community`` or ``enterprise`` of a server; empty for an embedded store.

    Raises
    ------
    StoreError
        The server, or the user's role, does not say.
    """
    if store.kind == "embedded":
        return ""
    rows = store.read(_EDITION).to_pylist()
    return str(rows[0]["edition"]) if rows else ""


def routes(store: Store) -> dict[str, int]:
    """Count the addresses to which a server routes, by role, as WRITE; none of an embedded store.

    Raises
    ------
    StoreError
        The server, or the user's role, does not say.
    """
    if store.kind == "embedded":
        return {}
    return {row["role"]: row["addresses"] for row in store.read(_ROUTES).to_pylist()}


def _names(store: Store, statement: str) -> set[str]:
    return {row["name"] for row in store.read(statement).to_pylist()}
