"""One measure or projection in a process of its own, so that its memory is so too; prints JSON.

``measure_analytics.py measure WAY MEASURE FILE``, where FILE holds ends of edges as NumPy saves them,
``measure_analytics.py fill ADDRESS NETWORK TIES`` or ``measure_analytics.py project WAY ADDRESS NETWORK``.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import ties as made_ties

from netgraph.analytics.backend import IGraph
from netgraph.analytics.projected import Projection
from netgraph.analytics.projection import entity_network, place_network
from netgraph.analytics.sampling import sampled_betweenness
from netgraph.disclosure import Reader
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

PIVOTS = 20
QUICK = 20  # seconds, after which once is enough
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10
KEYS = "a.key AS start, b.key AS end"
OF_CLAIM = {"entity": ("role",), "place": ()}
PROJECT: dict[str, Callable[[Reader], object]] = {"entity": entity_network, "place": place_network}


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Return the seconds, by the clock and of the processor, the lesser of two where it is quick."""
    clock, processor = [], []
    for _ in range(2):
        begin, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - used)
        if clock[0] > QUICK:
            break
    return {"seconds": min(clock), "cpu": min(processor)}


def peak(*, again: bool = False) -> float:
    """Return the most memory that this process has held, in MB, and on Linux begin again from what it holds.

    `getrusage` would begin with what the process held that started this one.
    """
    try:
        if again:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        words = Path("/proc/self/status").read_text(encoding="ascii").split()
        return int(words[words.index("VmHWM:") + 1]) / 2**10
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def exhausted(found: Any) -> object:  # noqa: ANN401 - what a measure gives
    """Take everything out of an iterator."""
    return found if isinstance(found, dict | int | float | tuple) else list(found)


def three(graph: Any, **more: Any) -> tuple[object, ...]:  # noqa: ANN401 - a graph of either class
    """PageRank, core numbers and components of one graph."""
    each = (_rank, nx.core_number, nx.connected_components)
    return tuple(exhausted(function(graph, **more)) for function in each)


def _rank(graph: Any, **more: Any) -> object:  # noqa: ANN401 - a graph of either class
    return nx.pagerank(graph, weight=None, **more)


def flow(graph: Any, **more: Any) -> object:  # noqa: ANN401 - a graph of either class
    """Maximum flow between the first and the last node."""
    return nx.maximum_flow_value(graph, *_far(graph), capacity="weight", **more)


def cut(graph: Any, **more: Any) -> object:  # noqa: ANN401 - a graph of either class
    """Minimum cut between the first and the last node."""
    return nx.minimum_cut_value(graph, *_far(graph), capacity="weight", **more)


def _far(graph: Any) -> tuple[Any, Any]:  # noqa: ANN401
    nodes = list(graph)
    return nodes[0], nodes[-1]


def _between(graph: Any, **more: Any) -> object:  # noqa: ANN401
    return nx.betweenness_centrality(graph, k=PIVOTS, seed=1, **more)


MEASURES: dict[str, tuple[Callable[..., Any], Callable[[Any], object]]] = {
    "PageRank": (_rank, lambda g: g.pagerank()),
    "core numbers": (nx.core_number, lambda g: g.coreness()),
    "components": (nx.connected_components, lambda g: list(g.connected_components())),
    "PageRank, cores and components": (
        three,
        lambda g: (g.pagerank(), g.coreness(), list(g.connected_components())),
    ),
    "articulation points": (nx.articulation_points, lambda g: g.articulation_points()),
    "bridges": (nx.bridges, lambda g: g.bridges()),
    "clustering": (nx.clustering, lambda g: g.transitivity_local_undirected(mode="zero")),
    "constraint": (nx.constraint, lambda g: g.constraint()),
    "maximum flow": (flow, lambda g: g.maxflow_value(0, g.vcount() - 1, "weight")),
    "minimum cut": (cut, lambda g: g.mincut_value(0, g.vcount() - 1, "weight")),
    "betweenness, 20 pivots": (_between, lambda g: g.betweenness(sources=list(range(PIVOTS)))),
    "betweenness": (nx.betweenness_centrality, lambda g: g.betweenness()),
    "closeness": (nx.closeness_centrality, lambda g: g.closeness()),
}


def measured(way: str, measure: str, file: str) -> dict[str, Any]:
    """Time a measure: from a projection's columns, from an array in igraph, or on a NetworkX graph."""
    ends = np.load(file)
    nodes = int(ends.max()) + 1
    ones = np.ones(len(ends), dtype=np.int64)
    function, call = MEASURES[measure]
    names = pd.Index([f"Person made/{at:08}" for at in range(nodes)], name="name")
    frame = pd.DataFrame({"type": "Person"}, index=names)
    copy = nx.Graph()
    if way == "NetworkX":
        copy.add_nodes_from(names)
        copy.add_weighted_edges_from((names[a], names[b], 1) for a, b in ends.tolist())

    def netgraph() -> object:
        given = {"weight": ones}
        taken = Projection.from_codes("entity", frame, ends, given, directed=False, weight="ties")
        return exhausted(function(taken.graph()))

    def bare() -> object:
        graph = igraph.Graph(n=nodes, edges=ends)
        graph.es["weight"] = ones
        return call(graph)

    works = {
        "netgraph": netgraph,
        "igraph": bare,
        "NetworkX": lambda: exhausted(function(copy, backend="networkx")),
    }
    before = peak(again=True)
    return {"edges": len(ends), **timed(works[way]), "grown_mb": peak() - before}


def sampled(file: str, pivots: str) -> dict[str, Any]:
    """Time sampled betweenness, and see how far it is off the exact one, or one from very many starts."""
    ends = np.load(file)
    nodes = int(ends.max()) + 1
    graph = IGraph.from_columns(range(nodes), ends[:, 0], ends[:, 1])
    before = peak(again=True)
    begin = time.perf_counter()
    found = sampled_betweenness(graph)
    seconds = time.perf_counter() - begin
    told = {"edges": len(ends), "seconds": seconds, "grown_mb": peak() - before, "paths": found.paths}
    at = np.random.default_rng(2).choice(nodes, int(pivots), replace=False).tolist() if int(pivots) else None
    begin = time.perf_counter()
    sums = np.array(graph.igraph.betweenness(sources=at))  # igraph halves them, since it has no direction
    truth = 2 * sums * (nodes / len(at) if at else 1) / ((nodes - 1) * (nodes - 2))
    told |= {
        "other": time.perf_counter() - begin,
        "starts": int(pivots) or nodes,
        "nodes": nodes,
        "largest": float(truth.max()),
    }
    inside = ((found.low <= truth) & (truth <= found.high)).mean()
    return told | {"off": float(np.abs(found.scores - truth).max()), "inside": float(inside)}


def filled(address: str, network: str, ties: str) -> dict[str, Any]:
    """Fill an empty store."""
    with open_store(address) as store:
        return {"seconds": timed_once(lambda: made_ties.fill(store, int(ties), network)), "grown_mb": 0.0}


def timed_once(work: Callable[[], object]) -> float:
    """Return the seconds that something takes the first time."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def projected(way: str, address: str, network: str) -> dict[str, Any]:
    """Take a projection for the first time, or read the same from the engine or driver."""
    label, type_ = made_ties.TIES[network]
    told = OF_CLAIM[network]
    names = ["start", "end", *told, "claim"]
    keys = f"MATCH (a:{label})-[r:{type_}]->(b:{label}) RETURN a.key AS start, b.key AS end"
    marked = ", ".join([keys, *(f"r.{name} AS {name}" for name in told), "r.handling AS claim"])
    of_nodes = ["name", "kind"]
    if network == "entity":
        names += ["first", "second"]
        marked += ", a.handling AS first, b.handling AS second"
        of_nodes = ["handling"]
    records = ([label], [type_], of_nodes, [*told, "handling"])
    with open_store(address) as store:
        Reader(store).state()  # the connection is warm, the statements are not
        kept = Reader(store, keep=True)
        project = PROJECT[network]
        ways: dict[str, Callable[[], object]] = {
            "projection": lambda: project(Reader(store)),
            "projection, kept for next time": lambda: project(kept),
            "projection, from its file": lambda: project(kept),
            "columns of two keys": lambda: store.read(keys, None, names[:2]),
            "columns of keys and markings": lambda: store.read(marked, None, names),
            "columns of the same records": lambda: store.in_columns(*records),
            "rows of two keys": lambda: _rows(store, keys),
            "rows of keys and markings": lambda: _rows(store, marked),
        }
        before = peak(again=True)
        return {"seconds": timed_once(ways[way]), "grown_mb": peak() - before}


def _rows(store: Any, statement: str) -> object:  # noqa: ANN401 - to have its driver
    with store._driver.session() as session:  # noqa: SLF001
        return session.execute_read(lambda tx: [tuple(record) for record in tx.run(statement)])


KINDS: dict[str, Callable[..., dict[str, Any]]] = {
    "measure": measured,
    "sample": sampled,
    "fill": filled,
    "project": projected,
}

if __name__ == "__main__":
    answer = KINDS[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps({**answer, "peak_mb": peak()}) + "\n")
