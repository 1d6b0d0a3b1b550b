"""Cypher compiled from the schema: what a load asks of a store before it writes.

Labels and types are checked and quoted by `quoted`; values are always parameters. Queries for people are in
``queries/``, writing statements in `netgraph.store.statements`. A predicate on the key beside one on the
source lets a server take its index on both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.model import load_schema
from netgraph.store.names import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable


def nodes_by_key(label: str, names: Iterable[str]) -> str:
    """Read some properties of the nodes that have one of some keys; parameter ``keys``."""
    wanted = ", ".join(f"n.{quoted(name)} AS {quoted(name)}" for name in names)
    return f"UNWIND $keys AS key MATCH (n:{quoted(label)} {{key: key}}) RETURN n.key AS key, {wanted}"


def whole_nodes(label: str) -> str:
    """Read every node of a label with all its properties."""
    wanted = ", ".join(f"n.{quoted(name)} AS {quoted(name)}" for name in load_schema().node_properties(label))
    return f"MATCH (n:{quoted(label)}) RETURN {wanted}"


def whole_claims(type_: str) -> str:
    """Read every claim of a type with all its properties, and its ends by label and key."""
    names = load_schema().relationship_properties(type_)
    wanted = ", ".join(f"r.{quoted(name)} AS {quoted(name)}" for name in names)
    return (
        f"MATCH (a)-[r:{quoted(type_)}]->(b) RETURN labels(a)[0] AS `start_label`, a.key AS `start`, "
        f"labels(b)[0] AS `end_label`, b.key AS `end`, {wanted}"
    )


def runs_of() -> str:
    """Read the load runs of a source, oldest first; parameter ``source``."""
    return _runs("r.source = $source")


def run_by_key() -> str:
    """Read one load run; parameter ``run``."""
    return _runs("r.key = $run")


def all_runs() -> str:
    """Read all load runs, oldest first."""
    return _runs("true")


def audit_heads() -> str:
    """Read where audit logs end."""
    return (
        "MATCH (h:AuditHead) RETURN h.key AS key, h.number AS number, h.hash AS hash, h.place AS place, "
        "h.written AS written, h.published AS published ORDER BY key"
    )


def _runs(condition: str) -> str:
    names = load_schema().nodes["LoadRun"].properties
    wanted = ", ".join(f"r.{quoted(name)} AS {quoted(name)}" for name in names)
    return f"MATCH (r:LoadRun) WHERE {condition} RETURN r.key AS key, {wanted} ORDER BY started, key"


def states_of_runs() -> str:
    """Read of all load runs what says how far they have come."""
    names = ("started", "finished", "taken_over_by", "undo_began", "undone")
    wanted = ", ".join(f"r.{quoted(name)} AS {quoted(name)}" for name in names)
    return f"MATCH (r:LoadRun) RETURN r.key AS key, {wanted} ORDER BY key"


def undo_records() -> str:
    """Read undo records in slices; parameters ``run``, ``change``, ``after`` (a key), ``limit``."""
    return (
        "MATCH (u:UndoRecord) WHERE u.run = $run AND u.change = $change AND u.key > $after "
        "RETURN u.key AS key, u.about AS about, u.content AS content ORDER BY key LIMIT $limit"
    )


def undo_record_keys() -> str:
    """List keys of the undo records of some runs; parameters ``runs``, ``limit``."""
    return "MATCH (u:UndoRecord) WHERE u.run IN $runs RETURN u.key AS key LIMIT $limit"


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
    """List claims that go when nodes do, ``own`` types left out; parameters ``keys``, ``own``."""
    return (
        f"UNWIND $keys AS key MATCH (n:{quoted(label)} {{key: key}})-[r]-() WHERE NOT type(r) IN $own "
        "RETURN DISTINCT type(r) AS type, r.key AS key ORDER BY type, key"
    )


def claims_of_others_on(label: str) -> str:
    """Count what other sources claim of nodes, by source and type; parameters ``keys``, ``source``."""
    return (
        f"UNWIND $keys AS key MATCH (n:{quoted(label)} {{key: key}})-[r]-() WHERE r.source <> $source "
        "RETURN r.source AS source, type(r) AS type, count(DISTINCT r.key) AS claims ORDER BY source, type"
    )


def unclaimed(label: str) -> str:
    """List keys of the nodes of a label that no claim speaks of."""
    return f"MATCH (n:{quoted(label)}) WHERE NOT (n)--() RETURN n.key AS key ORDER BY key"
