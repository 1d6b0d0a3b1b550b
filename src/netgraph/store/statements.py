"""Cypher compiled from the schema: constraints, indexes and the writing statements of the Cypher adapters.

Labels, types and property names come from a validated `Schema` and nowhere else, which is why they may
stand in the text; values are always parameters. Reading statements live in ``queries/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.model import Schema
    from netgraph.store.port import Ends


def constraints(schema: Schema) -> list[str]:
    """Statements that make every key unique, on nodes and on relationships; they can be repeated."""
    nodes = [
        f"CREATE CONSTRAINT {label.lower()}_key IF NOT EXISTS FOR (n:{label}) REQUIRE n.key IS UNIQUE"
        for label in schema.nodes
    ]
    relationships = [
        f"CREATE CONSTRAINT {type_.lower()}_claim_key IF NOT EXISTS "
        f"FOR ()-[r:{type_}]-() REQUIRE r.key IS UNIQUE"
        for type_ in schema.relationships
    ]
    return nodes + relationships


def indexes(schema: Schema) -> list[str]:
    """Statements that index the source of every claim and owned node; they can be repeated."""
    nodes = [
        f"CREATE INDEX {label.lower()}_source IF NOT EXISTS FOR (n:{label}) ON (n.source)"
        for label in schema.labels("owned")
    ]
    relationships = [
        f"CREATE INDEX {type_.lower()}_claim_source IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r.source)"
        for type_ in schema.relationships
    ]
    return nodes + relationships


def nodes_of(label: str) -> str:
    """Keys and digests of a source's nodes."""
    return f"MATCH (n:{label}) WHERE n.source = $source RETURN n.key AS key, n.digest AS digest"


def claims_of(type_: str) -> str:
    """Keys and digests of a source's claims."""
    return f"MATCH ()-[r:{type_}]->() WHERE r.source = $source RETURN r.key AS key, r.digest AS digest"


def nodes_by_key(label: str, names: Iterable[str]) -> str:
    """Some properties of the nodes that have one of some keys."""
    wanted = ", ".join(f"n.{name} AS {name}" for name in names)
    return f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) RETURN n.key AS key, {wanted}"


def merge_nodes(label: str) -> str:
    """Create what is missing; what is there keeps its values and gains the ones it lacks."""
    return (
        f"UNWIND $rows AS row OPTIONAL MATCH (old:{label} {{key: row.key}}) "
        f"WITH row, old IS NULL AS created MERGE (n:{label} {{key: row.key}}) "
        "WITH row, created, n, properties(n) AS before "
        "SET n += row SET n += before "
        "RETURN sum(CASE WHEN created THEN 1 ELSE 0 END) AS written"
    )


def create_nodes(label: str) -> str:
    """Create nodes from rows of properties."""
    return f"UNWIND $rows AS row CREATE (n:{label}) SET n = row RETURN count(n) AS written"


def update_nodes(label: str) -> str:
    """Replace the properties of nodes."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{key: row.key}}) SET n = row RETURN count(n) AS written"


def delete_nodes(label: str) -> str:
    """Delete nodes and what hangs on them."""
    return f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) DETACH DELETE n RETURN count(*) AS written"


def create(ends: Ends) -> str:
    """Create claims between nodes found by key."""
    return (
        f"UNWIND $rows AS row MATCH (a:{ends.start} {{key: row.start}}) "
        f"MATCH (b:{ends.end} {{key: row.end}}) "
        f"CREATE (a)-[r:{ends.type}]->(b) SET r = row.properties RETURN count(r) AS written"
    )


def update(type_: str) -> str:
    """Replace the properties of claims."""
    return (
        f"UNWIND $rows AS row MATCH ()-[r:{type_} {{key: row.key}}]->() "
        "SET r = row RETURN count(r) AS written"
    )


def delete(type_: str) -> str:
    """Delete claims."""
    return f"UNWIND $keys AS key MATCH ()-[r:{type_} {{key: key}}]->() DELETE r RETURN count(*) AS written"


def count_nodes(label: str) -> str:
    """Count the nodes of a label."""
    return f"MATCH (n:{label}) RETURN count(n) AS n"


def count_relationships(type_: str) -> str:
    """Count the relationships of a type."""
    return f"MATCH ()-[r:{type_}]->() RETURN count(r) AS n"
