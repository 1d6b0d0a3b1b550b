"""The ways to write that are compared: netgraph's own, and what a program would do without it.

Each gets the same Arrow tables in the same batches, into a store that has netgraph's constraints.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import neo4j

from netgraph.model import load_schema
from netgraph.store import Ends, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

    from netgraph.store import Store

Nodes = tuple[str, "pa.Table"]
Claims = tuple[Ends, "pa.Table"]


class Netgraph:
    """Through netgraph's store, embedded or on a server."""

    def __init__(self, address: str) -> None:
        self.store: Store = open_store(address)
        self.store.prepare(load_schema())

    def nodes(self, label: str, table: pa.Table) -> None:
        """Create nodes."""
        self.store.create_nodes(label, table)

    def claims(self, ends: Ends, table: pa.Table) -> None:
        """Create claims."""
        self.store.create(ends, table)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


class GraphBatch(Netgraph):
    """ArcadeDB's own bulk loader, its log on, into the same types; it knows where it has put each node."""

    def __init__(self, folder: str | Path) -> None:
        super().__init__(str(folder))
        self._db: Any = self.store._db  # type: ignore[attr-defined] # noqa: SLF001 - to have the same types
        self._places: dict[tuple[str, str], str] = {}

    def nodes(self, label: str, table: pa.Table) -> None:
        """Create nodes."""
        with self._batch(len(table)) as batch:
            places = batch.create_vertices(label, _rows(table))
        for key, place in zip(table["key"].to_pylist(), places, strict=True):
            self._places[label, key] = place

    def claims(self, ends: Ends, table: pa.Table) -> None:
        """Create claims."""
        start = [self._places[ends.start, key] for key in table["start"].to_pylist()]
        end = [self._places[ends.end, key] for key in table["end"].to_pylist()]
        with self._batch(len(table)) as batch:
            batch.new_edges(start, ends.type, end, _rows(table.drop_columns(["start", "end"])))

    def _batch(self, size: int) -> Any:  # noqa: ANN401 - the engine has no type information
        return self._db.graph_batch(batch_size=size + 1, use_wal=True, wal_flush="yes_nometadata")


class DriverLoop:
    """The driver and nothing else: ``UNWIND ... CREATE`` in managed transactions."""

    def __init__(self, address: str) -> None:
        Netgraph(address).close()  # for the constraints
        self._driver = neo4j.GraphDatabase.driver(address, auth=_login())

    def nodes(self, label: str, table: pa.Table) -> None:
        """Create nodes."""
        self._write(f"UNWIND $rows AS row CREATE (n:`{label}`) SET n = row", _rows(table))

    def claims(self, ends: Ends, table: pa.Table) -> None:
        """Create claims."""
        rows = [{"start": row.pop("start"), "end": row.pop("end"), "properties": row} for row in _rows(table)]
        self._write(
            f"UNWIND $rows AS row MATCH (a:`{ends.start}` {{key: row.start}}) "
            f"MATCH (b:`{ends.end}` {{key: row.end}}) "
            f"CREATE (a)-[r:`{ends.type}`]->(b) SET r = row.properties",
            rows,
        )

    def close(self) -> None:
        """Close the driver."""
        self._driver.close()

    def _write(self, statement: str, rows: list[dict[str, Any]]) -> None:
        with self._driver.session() as session:
            session.execute_write(lambda tx: tx.run(statement, rows=rows).consume())


class Py2neoBulk:
    """The bulk functions of py2neo."""

    def __init__(self, address: str) -> None:
        import py2neo  # noqa: PLC0415 - an optional extra
        from py2neo import bulk  # noqa: PLC0415

        Netgraph(address).close()
        self._bulk = bulk
        self._graph = py2neo.Graph(address, auth=_login())

    def nodes(self, label: str, table: pa.Table) -> None:
        """Create nodes."""
        self._bulk.create_nodes(self._graph.auto(), _rows(table), labels={label})

    def claims(self, ends: Ends, table: pa.Table) -> None:
        """Create claims."""
        rows = [(row.pop("start"), row, row.pop("end")) for row in _rows(table)]
        keys = {"start_node_key": (ends.start, "key"), "end_node_key": (ends.end, "key")}
        self._bulk.create_relationships(self._graph.auto(), rows, ends.type, **keys)

    def close(self) -> None:
        """Let go of the connections."""


class Py2neoMerge(Py2neoBulk):
    """The bulk functions of py2neo that can be repeated: the others would fail, or double everything."""

    def nodes(self, label: str, table: pa.Table) -> None:
        """Create or update nodes."""
        self._bulk.merge_nodes(self._graph.auto(), _rows(table), (label, "key"))

    def claims(self, ends: Ends, table: pa.Table) -> None:
        """Create or update claims."""
        rows = [(row.pop("start"), row, row.pop("end")) for row in _rows(table)]
        keys = {"start_node_key": (ends.start, "key"), "end_node_key": (ends.end, "key")}
        self._bulk.merge_relationships(self._graph.auto(), rows, (ends.type, "key"), **keys)


WAYS: dict[str, Any] = {
    "netgraph, embedded": Netgraph,
    "ArcadeDB graph_batch": GraphBatch,
    "netgraph, Neo4j": Netgraph,
    "neo4j driver, UNWIND loop": DriverLoop,
    "py2neo.bulk": Py2neoBulk,
    "py2neo.bulk, merging": Py2neoMerge,
}


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    return [{n: v for n, v in row.items() if v is not None} for row in table.to_pylist()]


def _login() -> tuple[str, str]:
    return os.environ.get("NETGRAPH_USER", "neo4j"), os.environ["NETGRAPH_PASSWORD"]


def write(way: Any, nodes: Iterable[Nodes], claims: Iterable[Claims]) -> None:  # noqa: ANN401 - one of WAYS
    """Write everything, a batch at a time."""
    for label, table in nodes:
        way.nodes(label, table)
    for ends, table in claims:
        way.claims(ends, table)
