"""Cypher compiled from the schema: constraints, indexes and the writing statements of the Cypher adapters.

Labels and types are checked and quoted by `quoted`, which is why they may stand in the text; values are
always parameters. Reading statements live in ``queries/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.store.names import quoted

if TYPE_CHECKING:
    from netgraph.model import Schema
    from netgraph.store.port import Ends

COUNTED = ("owned", "shared", "record")  # kinds of nodes; what stands aside is no part of the graph


def constraints(schema: Schema) -> list[str]:
    """Statements that make every key unique, on nodes and on relationships; they can be repeated."""
    nodes = [
        f"CREATE CONSTRAINT {label.lower()}_key IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.key IS UNIQUE"
        for label in schema.nodes
    ]
    relationships = [
        f"CREATE CONSTRAINT {type_.lower()}_claim_key IF NOT EXISTS "
        f"FOR ()-[r:{quoted(type_)}]-() REQUIRE r.key IS UNIQUE"
        for type_ in schema.relationships
    ]
    return nodes + relationships


def indexes(schema: Schema) -> list[str]:
    """Statements that index what a source holds, in the order of its keys; they can be repeated."""
    nodes = [
        f"CREATE INDEX {label.lower()}_source_key IF NOT EXISTS FOR (n:{quoted(label)}) ON (n.source, n.key)"
        for label in schema.labels("owned")
    ]
    relationships = [
        f"CREATE INDEX {type_.lower()}_claim_source_key IF NOT EXISTS "
        f"FOR ()-[r:{quoted(type_)}]-() ON (r.source, r.key)"
        for type_ in schema.relationships
    ]
    return nodes + relationships


def merge_nodes(label: str) -> str:
    """Create what is missing; what is there keeps its values and gains the ones it lacks."""
    return (
        f"UNWIND $rows AS row OPTIONAL MATCH (old:{quoted(label)} {{key: row.key}}) "
        f"WITH row, old IS NULL AS created MERGE (n:{quoted(label)} {{key: row.key}}) "
        "WITH row, created, n, properties(n) AS before "
        "SET n += row SET n += before "
        "RETURN sum(CASE WHEN created THEN 1 ELSE 0 END) AS written"
    )


def create_nodes(label: str) -> str:
    """Create nodes from rows of properties."""
    return f"UNWIND $rows AS row CREATE (n:{quoted(label)}) SET n = row RETURN count(n) AS written"


def update_nodes(label: str) -> str:
    """Replace the properties of nodes."""
    return (
        f"UNWIND $rows AS row MATCH (n:{quoted(label)} {{key: row.key}}) "
        "SET n = row RETURN count(n) AS written"
    )


def note(label: str) -> str:
    """Write nodes that stand beside the graph, over what is there."""
    return (
        f"UNWIND $rows AS row MERGE (n:{quoted(label)} {{key: row.key}}) "
        "SET n = row RETURN count(n) AS written"
    )


def delete_nodes(label: str) -> str:
    """Delete nodes and what hangs on them."""
    return (
        f"UNWIND $keys AS key MATCH (n:{quoted(label)} {{key: key}}) "
        "DETACH DELETE n RETURN count(*) AS written"
    )


def delete_unused(label: str) -> str:
    """Delete nodes on which nothing hangs."""
    return (
        f"UNWIND $keys AS key MATCH (n:{quoted(label)} {{key: key}}) WHERE NOT (n)--() "
        "DELETE n RETURN count(*) AS written"
    )


def create(ends: Ends) -> str:
    """Create claims between nodes found by key."""
    return (
        f"UNWIND $rows AS row MATCH (a:{quoted(ends.start)} {{key: row.start}}) "
        f"MATCH (b:{quoted(ends.end)} {{key: row.end}}) "
        f"CREATE (a)-[r:{quoted(ends.type)}]->(b) SET r = row.properties RETURN count(r) AS written"
    )


def update(type_: str) -> str:
    """Replace the properties of claims."""
    return (
        f"UNWIND $rows AS row MATCH ()-[r:{quoted(type_)} {{key: row.key}}]->() "
        "SET r = row RETURN count(r) AS written"
    )


def delete(type_: str) -> str:
    """Delete claims."""
    return (
        f"UNWIND $keys AS key MATCH ()-[r:{quoted(type_)} {{key: key}}]->() "
        "DELETE r RETURN count(*) AS written"
    )


def count_nodes(schema: Schema) -> str:
    """Count the nodes of every label, in one answer.

    The name comes after the count: beside it, it would be what to group by, and a server would read every
    node instead of its own counts.
    """
    return " UNION ALL ".join(
        f"MATCH (n:{quoted(label)}) WITH count(n) AS n RETURN '{label}' AS name, n"
        for label in schema.labels(*COUNTED)
    )


def count_relationships(schema: Schema) -> str:
    """Count the relationships of every type, in one answer, as nodes are counted."""
    return " UNION ALL ".join(
        f"MATCH ()-[r:{quoted(type_)}]->() WITH count(r) AS n RETURN '{type_}' AS name, n"
        for type_ in schema.relationships
    )
