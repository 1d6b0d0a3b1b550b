"""Time measures beside bare igraph and NetworkX, and projections beside what drivers give; print a table.

``analytics.py measures EDGES ...``, or ``analytics.py projections ADDRESS RELATIONSHIPS``, which fills an
empty store with made ties first (NETGRAPH_PASSWORD for a server). Conversion is part of every time.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa

from netgraph.analytics.projected import Projection
from netgraph.analytics.projection import entity_network
from netgraph.disclosure import Reader
from netgraph.model import load_schema
from netgraph.store import Ends, Store, open_store

BATCH = 50_000
PIVOTS = 20
NETWORKX = {"betweenness": 10_000, "betweenness, 20 pivots": 100_000}  # edges at most: it would take hours
LINEAR = 1_000_000
EXACT = 30_000
TIES = "MATCH (a:Person)-[r:LINKED_TO]->(b:Person) RETURN a.key AS start, b.key AS end"
Work = Callable[[], object]


def timed(work: Work) -> float:
    """Return the seconds that something takes, the lesser of two where it is quick."""
    spent = []
    for _ in range(2):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
        if spent[0] > 20:  # noqa: PLR2004 - seconds, after which once is enough
            break
    return min(spent)


def measures(edges: int) -> None:
    """Time each measure on an evenly drawn network with three edges a node, each of them weighing 1."""
    nodes = edges // 3
    drawn = np.sort(np.random.default_rng(1).integers(0, nodes, (edges, 2)), axis=1)
    ends = np.unique(drawn[drawn[:, 0] != drawn[:, 1]], axis=0)
    names = pd.Index([f"Person made/{at:08}" for at in range(nodes)], name="name")
    frame = pd.DataFrame({"type": "Person"}, index=names)
    ones = np.ones(len(ends), dtype=np.int64)
    copy = nx.Graph()
    copy.add_nodes_from(names)
    if edges <= LINEAR:
        copy.add_edges_from((names[a], names[b]) for a, b in ends.tolist())

    def ours(function: Any, **more: Any) -> Work:  # noqa: ANN401
        def work() -> object:
            weights = {"weight": ones}
            taken = Projection.from_codes("entity", frame, ends, weights, directed=False, weight="ties")
            found = function(taken.graph(), **more)
            return found if isinstance(found, dict) else list(found)

        return work

    def bare(call: Callable[[Any], object]) -> Work:
        return lambda: call(igraph.Graph(n=nodes, edges=ends))

    pivots = list(range(PIVOTS))
    asked: list[tuple[str, Any, dict[str, Any], Callable[[Any], object]]] = [
        ("PageRank", nx.pagerank, {"weight": None}, lambda g: g.pagerank()),
        ("core numbers", nx.core_number, {}, lambda g: g.coreness()),
        ("components", nx.connected_components, {}, lambda g: list(g.connected_components())),
        ("articulation points", nx.articulation_points, {}, lambda g: g.articulation_points()),
        ("bridges", nx.bridges, {}, lambda g: g.bridges()),
        ("clustering", nx.clustering, {}, lambda g: g.transitivity_local_undirected(mode="zero")),
        ("constraint", nx.constraint, {}, lambda g: g.constraint()),
        ("betweenness, 20 pivots", nx.betweenness_centrality, {"k": PIVOTS, "seed": 1},
         lambda g: g.betweenness(sources=pivots)),
    ]  # fmt: skip
    if edges <= EXACT:
        asked.append(("betweenness", nx.betweenness_centrality, {}, lambda g: g.betweenness()))
        asked.append(("closeness", nx.closeness_centrality, {}, lambda g: g.closeness()))
    for what, function, more, call in asked:
        mine, theirs = timed(ours(function, **more)), timed(bare(call))
        line = f"| {what} | {len(ends):,} | {mine:.3f} | {theirs:.3f} | {mine / theirs:.2f} |"
        if edges <= NETWORKX.get(what, LINEAR) and what != "constraint":
            plain = timed(_plain(function, copy, more))
            line += f" {plain:.2f} | {plain / mine:.0f} |"
        else:
            line += " | |"
        print(line, flush=True)
    print(f"\n{_peak():.0f} MB at most in this process\n", flush=True)


def _plain(function: Any, graph: Any, more: dict[str, Any]) -> Work:  # noqa: ANN401
    def work() -> object:
        found = function(graph, **more, backend="networkx")
        return found if isinstance(found, dict) else list(found)

    return work


def projections(address: str, relationships: int) -> None:
    """Time the first projection, the next one from its file, and what the driver or engine gives."""
    with open_store(address) as store:
        _fill(store, relationships)
        before = _peak()
        times = {"projection": timed_once(lambda: entity_network(Reader(store)))}
        grown = _peak() - before
        entity_network(Reader(store, keep=True))
        times["from its file"] = timed(lambda: entity_network(Reader(store, keep=True)))
        if store.kind == "embedded":
            times["engine's own columns"] = timed_once(lambda: store.read(TIES))
        else:
            times["driver, row by row"] = timed_once(lambda: _rows(store))
    print(f"| {store.kind} | {relationships:,} relationships | seconds | µs each | of projection |")
    for what, seconds in times.items():
        each, ratio = seconds / relationships * 1e6, seconds / times["projection"]
        print(f"| {store.kind} | {what} | {seconds:.2f} | {each:.1f} | {ratio:.2f} |")
    print(f"\nThe first projection added {grown * 2**20 / relationships:.0f} bytes an edge to the peak.")


def timed_once(work: Work) -> float:
    """Return the seconds that something takes the first time."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _rows(store: Any) -> object:  # noqa: ANN401 - to have its driver
    with store._driver.session() as session:  # noqa: SLF001
        return session.execute_read(lambda tx: [tuple(record) for record in tx.run(TIES)])


def _fill(store: Store, relationships: int) -> None:
    store.prepare(load_schema())
    people = relationships // 3
    for at in range(0, people, BATCH):
        keys = [f"made/{n}" for n in range(at, min(at + BATCH, people))]
        store.create_nodes("Person", pa.table({"key": keys, **_said(len(keys))}))
    draw = np.random.default_rng(1)
    for at in range(0, relationships, BATCH):
        size = min(BATCH, relationships - at)
        ends = {end: [f"made/{n}" for n in draw.integers(0, people, size)] for end in ("start", "end")}
        keys = [f"tie/{n}" for n in range(at, at + size)]
        store.create(Ends("Person", "LINKED_TO", "Person"), pa.table({"key": keys, **ends, **_said(size)}))
    done = ("source", "mapping", "mapping_digest", "file_digest", "version", "started", "finished")
    store.create_nodes("LoadRun", pa.table({"key": ["run"], **{name: ["made"] for name in done}}))


def _said(size: int) -> dict[str, list[str]]:
    said = {"source": "made", "record": "r", "run": "run", "handling": "GREEN", "digest": "d"}
    return {name: [value] * size for name, value in said.items()}


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    if sys.argv[1] == "projections":
        projections(sys.argv[2], int(sys.argv[3]))
    else:
        print("| measure | edges | netgraph s | igraph s | ratio | NetworkX s | times faster |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for asked_size in sys.argv[2:]:
            measures(int(asked_size))
