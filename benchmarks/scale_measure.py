"""One step of ``make bench-scale`` in a process of its own; prints JSON, a line a result.

``scale_measure.py load ADDRESS FILE``, ``files FOLDER FILE``, ``import FOLDER HOME``,
``constraints ADDRESS FOLDER``, ``convert FOLDER FOLDER``, ``project ADDRESS``, ``query ADDRESS NAME``,
``measure ADDRESS NAME``, ``export ADDRESS FOLDER`` or ``spark MASTER FOLDER MEMORY NAME ...``.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import neo4j
import networkx as nx
import scale_parquet
from scale_made import MAPPING

from neo4j_server import importer
from netgraph.analytics.communities import communities
from netgraph.analytics.components import components
from netgraph.analytics.cooperation import cooperation
from netgraph.analytics.corridors import corridors
from netgraph.analytics.detection import detection
from netgraph.analytics.distances import distances
from netgraph.analytics.projection import entity_network
from netgraph.analytics.sampling import sampled_betweenness
from netgraph.analytics.triangles import triangles
from netgraph.cli.main import run
from netgraph.disclosure import Reader
from netgraph.errors import NetgraphError
from netgraph.ingest import load_file
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.analytics.projected import Projection

HEAP, QUICK = "-Xmx3g", ("-XX:+UseG1GC",)  # with its second compiler, as in production
HOUR = 3600
LIMIT = 10  # rows of a table, as commands show
FROM = "Person scale/p0"  # whose distances are counted
Told = dict[str, Any]


def timed(work: Callable[[], Any]) -> tuple[Told, Any]:
    """Return the seconds by the clock and of this process's processor, and what came of it."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}, found


def loaded(address: str, file: str) -> Told:
    """Load the rows into an empty store by an ordinary ingest."""
    with open_store(address) as store:
        told, report = timed(lambda: load_file(store, MAPPING, file, workers=None))
        counts = store.counts()
    return {**told, "rows": report.read, **_sizes(counts.nodes, counts.relationships)}


def files(folder: str, file: str) -> Told:
    """Write files for Neo4j's importer."""
    return _command("export", "neo4j-admin", MAPPING, file, "-o", folder, "--local")


def imported(folder: str, home: str) -> Told:
    """Run Neo4j's importer on such files."""
    vars(importer).update(HEAP=HEAP, QUICK=QUICK, SECONDS=HOUR)
    told, done = timed(lambda: importer.run_import(Path(folder), Path(home)))
    if done.returncode:
        raise SystemExit(
            f"the importer ended with {done.returncode}: {done.stdout[-500:]} {done.stderr[-500:]}"
        )
    return told


def constrained(address: str, folder: str) -> Told:
    """Make the constraints and indexes after an import, and count what is there."""
    statements = (Path(folder) / "constraints.cypher").read_text(encoding="utf-8").split(";\n")

    def make() -> None:
        login = os.environ.get("NETGRAPH_USER", "neo4j"), os.environ["NETGRAPH_PASSWORD"]
        with neo4j.GraphDatabase.driver(address, auth=login) as driver, driver.session() as session:
            for statement in filter(None, statements):
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(3600)").consume()

    told, _ = timed(make)
    with open_store(address) as store:
        counts = store.counts()
    return {**told, **_sizes(counts.nodes, counts.relationships)}


def converted(files: str, folder: str) -> Told:
    """Make an export as Parquet from such files: netgraph's writer, but no netgraph command."""
    return timed(lambda: scale_parquet.convert(Path(files), Path(folder)))[0]


def projected(address: str) -> Told:
    """Take the entity network as a command does: from its file, or else that is written."""
    with open_store(address, create=False) as store:
        told, found = timed(lambda: entity_network(Reader(store, keep=True)))
    return {**told, "nodes": len(found.nodes), "edges": len(found.edges)}


def queried(address: str, name: str) -> Told:
    """Run a named query as on the command line."""
    return _command("query", "run", name, "--store", address, "--local")


def exported(address: str, folder: str) -> Told:
    """Write Parquet of the whole graph as on the command line."""
    return _command("export", "parquet", "--store", address, "-o", folder, "--local")


def measured(address: str, name: str) -> Told:
    """Compute a measure; of a network from the projection that is kept, whose reading does not count."""
    with open_store(address, create=False) as store:
        if name in TABLES:
            return timed(lambda: TABLES[name](Reader(store), limit=LIMIT))[0]
        network = entity_network(Reader(store, keep=True))
        told, _ = timed(lambda: MEASURES[name](network))
    return {**told, "nodes": len(network.nodes), "edges": len(network.edges)}


def _rank(network: Projection) -> object:
    return nx.pagerank(network.graph(), weight="weight")


MEASURES: dict[str, Callable[[Projection], object]] = {
    "PageRank": _rank,
    "components": partial(components, limit=LIMIT),
    "Leiden": partial(communities, limit=LIMIT),
    "label propagation": partial(communities, limit=LIMIT, method="label-propagation"),
    "triangles": partial(triangles, limit=LIMIT),
    "distances": partial(distances, sources=[FROM], limit=LIMIT),
    "betweenness, sampled": lambda network: sampled_betweenness(network.graph()),
}
TABLES: dict[str, Callable[..., object]] = {
    "corridors": corridors,
    "cooperation": cooperation,
    "detection": detection,
}


def on_spark(master: str, folder: str, memory: str, *names: str) -> Iterator[Told]:
    """Compute on a cluster from an export: session and network first, then the measures one after the other.

    Tables that one measure has left in memory are forgotten before the next.
    """
    from netgraph.exchange.parquet_read import ParquetExport  # noqa: PLC0415 - keeps the rest without Spark
    from netgraph.spark.networks import network  # noqa: PLC0415 - an extra
    from netgraph.spark.session import connected  # noqa: PLC0415 - an extra
    from netgraph.spark.tables import Tables  # noqa: PLC0415 - an extra

    of_network, of_tables = _spark_measures()
    settings = {"spark.executor.memory": memory, "spark.driver.memory": memory}
    begun = time.perf_counter()
    with connected(master, Path(folder), settings=settings) as session:
        yield {"seconds": time.perf_counter() - begun, "cpu": 0.0}
        tables = Tables(session, ParquetExport.open(Path(folder)))
        told, found = timed(lambda: network(tables, "entity"))
        yield {**told, "nodes": found.size[0], "edges": found.size[1]}
        for name in names:
            session.catalog.clearCache()
            measure = (
                partial(of_network[name], found) if name in of_network else partial(of_tables[name], tables)
            )
            try:
                yield timed(lambda measure=measure: measure(limit=LIMIT))[0]  # type: ignore[misc]
            except NetgraphError as error:
                yield {"failed": str(error)}


def _spark_measures() -> tuple[dict[str, Callable[..., object]], dict[str, Callable[..., object]]]:
    from netgraph.spark import connectors, cooperation, corridors, detection, groups, near  # noqa: PLC0415

    of_network: dict[str, Callable[..., object]] = {
        "PageRank": connectors.connectors,
        "components": groups.components,
        "label propagation": groups.communities,
        "triangles": near.triangles,
        "distances": lambda found, limit: near.distances(found, [FROM], limit=limit),
        "betweenness, sampled": partial(connectors.connectors, by="betweenness"),
    }
    of_tables: dict[str, Callable[..., object]] = {
        "corridors": corridors.corridors,
        "cooperation": cooperation.cooperation,
        "detection": detection.detection,
    }
    return of_network, of_tables


def _command(*arguments: str) -> Told:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        told, code = timed(lambda: run([*arguments]))
    if code:
        raise SystemExit(f"netgraph {' '.join(arguments)} ended with {code}: {said.getvalue()[-1000:]}")
    return told


def _sizes(nodes: dict[str, int], relationships: dict[str, int]) -> Told:
    return {"nodes": sum(nodes.values()), "relationships": sum(relationships.values())}


KINDS: dict[str, Callable[..., Told]] = {
    "load": loaded,
    "files": files,
    "import": imported,
    "constraints": constrained,
    "convert": converted,
    "project": projected,
    "query": queried,
    "measure": measured,
    "export": exported,
}

if __name__ == "__main__":
    kind, *given = sys.argv[1:]
    for answer in (
        on_spark(given[0], given[1], given[2], *given[3:]) if kind == "spark" else [KINDS[kind](*given)]
    ):
        print(json.dumps(answer), flush=True)
