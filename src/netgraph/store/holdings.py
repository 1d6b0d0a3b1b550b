"""Cypher compiled from the schema: what a server holds, all of it or of one source, and what stands in it.

A server sends rows slowly one by one (about 30 µs each); these statements send columns, a slice of them at a
time, in the order of the index on source and key, so that neither side ever holds more than a slice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.model import load_schema
from netgraph.store.names import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

# The planner takes an index on two properties only where a statement speaks of both; keys are never empty.
_HELD = "x.source = $source AND x.key > $after"


def slice_of(name: str) -> str:
    """Keys and digests after a key; parameters ``source``, ``after``, ``limit``."""
    return _slice(name, _HELD)


def slice_by_runs(name: str) -> str:
    """Keys and digests after a key, of what some runs wrote; also ``runs``."""
    return _slice(name, f"{_HELD} AND x.run IN $runs")


def count(name: str) -> str:
    """How much a source holds; parameter ``source``."""
    return f"MATCH {_pattern(name)} WHERE x.source = $source AND x.key > '' RETURN count(x) AS n"


def count_written(name: str) -> str:
    """How many of some rows are there with the digest and the run of the row; parameter ``rows``."""
    return (
        f"UNWIND $rows AS row MATCH {_pattern(name, 'key: row.key')} "
        "WHERE coalesce(x.digest, '') = row.digest AND coalesce(x.run, '') = row.run RETURN count(x) AS n"
    )


def count_keys(name: str) -> str:
    """How many of some keys are there; parameter ``keys``."""
    return f"UNWIND $keys AS key MATCH {_pattern(name, 'key: key')} RETURN count(x) AS n"


def nodes(label: str) -> str:
    """All properties of nodes; parameter ``keys``."""
    return f"UNWIND $keys AS key MATCH (x:{quoted(label)} {{key: key}}) RETURN collect(properties(x)) AS rows"


def claims(type_: str) -> str:
    """All properties of claims and what they join; parameter ``keys``."""
    return (
        f"UNWIND $keys AS key MATCH (a)-[x:{quoted(type_)} {{key: key}}]->(b) "
        "RETURN collect(properties(x)) AS rows, collect(a.key) AS start, collect(b.key) AS end, "
        "collect(labels(a)[0]) AS start_label, collect(labels(b)[0]) AS end_label"
    )


def every_node(label: str, names: Sequence[str]) -> str:
    """Key and some properties of nodes after a key; parameters ``past``, ``most``."""
    return _paged(f"(x:{quoted(label)})", names)


def every_claim(type_: str, names: Sequence[str], of_ends: Sequence[str]) -> str:
    """Key, ends and some properties of claims after a key; parameters ``past``, ``most``."""
    ends = [
        f"{value} AS {quoted(name)}"
        for end, node in (("start", "a"), ("end", "b"))
        for value, name in (
            (f"labels({node})[0]", f"{end}_label"),
            (f"{node}.key", end),
            *((f"{node}.{quoted(one)}", f"{end}_{one}") for one in of_ends),
        )
    ]
    return _paged(f"(a)-[x:{quoted(type_)}]->(b)", names, *ends)


def in_columns(statement: str, names: Sequence[str], rows: int) -> str:
    """Give the columns of a statement's answer as lists, so many rows at a time, in its order."""
    all_, at, row = (f"`netgraph {word}`" for word in ("rows", "at", "row"))
    taken = ", ".join(quoted(name) for name in names)
    columns = ", ".join(
        f"[{row} IN {all_}[{at}..{at} + {rows}] | {row}[{place}]] AS {quoted(name)}"
        for place, name in enumerate(names)
    )
    return (
        f"CALL () {{\n{statement}\n}} WITH collect([{taken}]) AS {all_} "
        f"UNWIND range(0, size({all_}) - 1, {rows}) AS {at} RETURN {columns}"
    )


def graph(
    labels: Sequence[str], types: Sequence[str], of_nodes: Sequence[str], of_claims: Sequence[str], rows: int
) -> str:
    """Every node of some labels, then every claim of some types, in columns of so many rows at a time.

    Returns
    -------
    str
        Gives ``name``, a label or type; ``said``, properties that all of the rows share; ``first`` and
        ``second``, places and keys of nodes, or places of both ends of claims.

    Notes
    -----
    Places are Neo4j's numbers of nodes, which it gives to no other node before the transaction has ended;
    they hold within one answer. `elementId` would give text of forty letters for each.
    """
    parts = [
        f"MATCH (x:{quoted(label)}) "
        + _columns(label, of_nodes, rows, "collect(id(x))", "collect(coalesce(x.key, ''))")
        for label in labels
    ]
    parts += [
        f"MATCH (a)-[x:{quoted(type_)}]->(b) "
        + _columns(type_, of_claims, rows, "collect(id(a))", "collect(id(b))")
        for type_ in types
    ]
    return " UNION ALL ".join(parts)


def _columns(name: str, shared: Sequence[str], rows: int, first: str, second: str) -> str:
    """Group by what rows share, and by number, so that no group grows without end."""
    said = ", ".join(f"x.{quoted(one)} AS `said {at}`" for at, one in enumerate(shared))
    again = ", ".join(f"`said {at}`" for at in range(len(shared)))
    return (
        f"WITH id(x) / {rows} AS slice{', ' if said else ''}{said}, {first} AS first, {second} AS second "
        f"RETURN '{name}' AS name, [{again}] AS said, first, second"
    )


def _paged(pattern: str, names: Sequence[str], *more: str) -> str:
    """Read a page in the order of the index on the key."""
    wanted = ", ".join(["x.key AS key", *more, *(f"x.{quoted(one)} AS {quoted(one)}" for one in names)])
    return f"MATCH {pattern} WHERE x.key > $past RETURN {wanted} ORDER BY key LIMIT $most"


def _slice(name: str, condition: str) -> str:
    return (
        f"MATCH {_pattern(name)} WHERE {condition} WITH x ORDER BY x.source, x.key LIMIT $limit "
        "RETURN collect(x.key) AS key, collect(coalesce(x.digest, '')) AS digest"
    )


def _pattern(name: str, condition: str = "") -> str:
    """Return what matches a label or a type; they never share a name."""
    which = f"x:{quoted(name)} {{{condition}}}" if condition else f"x:{quoted(name)}"
    return f"({which})" if name in load_schema().nodes else f"()-[{which}]->()"
