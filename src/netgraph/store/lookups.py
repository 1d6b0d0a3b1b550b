"""Cypher compiled from the schema: what a load asks of a store before it writes.

Labels and types are checked and quoted by `quoted`; values are always parameters. Queries for people are in
``queries/``, writing statements in `netgraph.store.statements`. A predicate on the key beside one on the
source lets a server take its index on both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.store.names import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable


def nodes_by_key(label: str, names: Iterable[str]) -> str:
    """Read some properties of the nodes that have one of some keys; parameter ``keys``."""
    wanted = ", ".join(f"n.{quoted(name)} AS {quoted(name)}" for name in names)
    return f"UNWIND $keys AS key MATCH (n:{quoted(label)} {{key: key}}) RETURN n.key AS key, {wanted}"


def runs_of() -> str:
    """List the load runs of a source, and the mappings they used; parameter ``source``."""
    return "MATCH (r:LoadRun) WHERE r.source = $source RETURN r.key AS run, r.mapping AS mapping ORDER BY run"


def runs_behind_nodes(label: str) -> str:
    """List the load runs that wrote a source's nodes of a label; parameter ``source``."""
    return (
        f"MATCH (n:{quoted(label)}) WHERE n.source = $source AND n.key > '' "
        "RETURN DISTINCT n.run AS run ORDER BY run"
    )


def runs_behind_claims(type_: str) -> str:
    """List the load runs that wrote a source's claims of a type; parameter ``source``."""
    return (
        f"MATCH ()-[r:{quoted(type_)}]->() WHERE r.source = $source AND r.key > '' "
        "RETURN DISTINCT r.run AS run ORDER BY run"
    )


def claims_hanging_on(label: str) -> str:
    """Count, by type, claims that go when nodes do, ``own`` types left out; parameters ``keys``, ``own``."""
    return (
        f"UNWIND $keys AS key MATCH (n:{quoted(label)} {{key: key}})-[r]-() WHERE NOT type(r) IN $own "
        "RETURN type(r) AS type, count(DISTINCT r.key) AS claims ORDER BY type"
    )
