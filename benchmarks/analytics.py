"""``make bench-analytics``: time measures and projections beside bare igraph, NetworkX, drivers and engines.

Writes analytics.md and analytics.json here; what was not asked for this time is kept from the last. Options:
``--edges`` (sizes for measures), ``--sampled``, ``--ties`` (sizes for projections), each with no number to
leave it out, ``--network entity`` or ``place``, and ``--only embedded`` or ``neo4j``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import ties as made_ties
from apart import measured
from measure_analytics import MEASURES

from neo4j_server import server

HERE = Path(__file__).parent
LIBRARIES = ("netgraph", "igraph", "NetworkX")
LARGEST = {  # edges up to which something ends in minutes: all pairs of nodes, and NetworkX
    "all": {"betweenness": 10_000, "closeness": 10_000},
    "NetworkX": {"betweenness, 20 pivots": 100_000, "constraint": 100_000, "maximum flow": 100_000}
    | {"minimum cut": 100_000},
}
LINEAR = 1_000_000
EXACT = 100_000
STARTS = 600
WARM = 50_000
ENGINE = ("columns of two keys", "columns of keys and markings", "columns of the same records")
DRIVER = ("rows of two keys", "rows of keys and markings")
NETWORKS = ("entity", "place")
PROJECTED = ("projection", "projection, kept for next time", "projection, from its file")
Row = dict[str, Any]


def main() -> None:
    """Run what was asked for, and write the results."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="netgraph-bench-") as scratch:
        for edges in asked.edges:
            _keep(measures(edges, Path(scratch)))
        for edges in asked.sampled:
            _keep(samples(edges, Path(scratch)))
        for ties in asked.ties:
            if asked.only in (None, "embedded"):
                for network in asked.network:
                    store = str(Path(scratch) / f"store-{network}-{ties}")
                    _keep(projections("embedded", network, ties, store, ENGINE))
            if asked.only in (None, "neo4j"):
                # With its second compiler and room in its heap, as in production.
                server.QUICK, server.HEAP = ("-XX:+UseG1GC",), "-Xmx3g"
                with server.Neo4jServer() as login:
                    # Its compilers see every statement before anything counts, as in run.py.
                    for network in asked.network:
                        for size in (WARM, ties):
                            found = projections("neo4j", network, size, login.uri, DRIVER, login.password)
                            server.wipe(login)
                        _keep(found)


def measures(edges: int, scratch: Path) -> list[Row]:
    """Time each measure on an evenly drawn network."""
    file = _drawn(edges, scratch)
    found = []
    for name in MEASURES:
        for way in LIBRARIES:
            most = LARGEST["all"].get(name, edges)
            if way == "NetworkX":
                most = min(most, LARGEST[way].get(name, LINEAR))
            if edges <= most:
                told = _measure("measure", way, name, file)
                found.append({"table": "measures", "what": name, "size": edges, "way": way, **told})
    return found


def samples(edges: int, scratch: Path) -> list[Row]:
    """Time sampled betweenness on a network with hubs, and hold it against exact values."""
    told = _measure("sample", _drawn(edges, scratch, heavy=True), str(STARTS if edges > EXACT else 0))
    return [{"table": "sampled", "what": "sampled", "size": edges, "way": "netgraph", **told}]


def projections(
    store: str, network: str, ties: int, address: str, others: tuple[str, ...], password: str = ""
) -> list[Row]:
    """Time the projection of a store of made ties beside what its engine or driver gives."""
    what = f"{store}, {network}"
    _measure("fill", address, network, str(ties), password=password)
    found = []
    with tempfile.TemporaryDirectory(prefix="netgraph-bench-") as cache:
        for way in (*others, *PROJECTED):
            told = _measure("project", way, address, network, password=password, cache=cache)
            found.append({"table": "projections", "what": what, "size": ties, "way": way, **told})
    return found


def _drawn(edges: int, scratch: Path, *, heavy: bool = False) -> str:
    file = scratch / f"{edges}-{heavy}.npy"
    np.save(file, made_ties.ends(edges, heavy=heavy))
    return str(file)


def _measure(*arguments: str, password: str = "", cache: str = "") -> Row:
    return measured("measure_analytics.py", *arguments, NETGRAPH_PASSWORD=password, NETGRAPH_CACHE=cache)


def _keep(results: list[Row]) -> None:
    """Write results at once, in place of older ones of the same."""
    file = HERE / "analytics.json"
    today = datetime.now(UTC).isoformat(timespec="minutes")
    old = json.loads(file.read_text(encoding="utf-8"))["results"] if file.exists() else []
    rows = {_which(row): row for row in [*old, *({**row, "when": today} for row in results)]}
    versions = {name: version(name) for name in ("igraph", "networkx", "scipy", "arcadedb-embedded", "neo4j")}
    about = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        **versions,
    }
    ordered = sorted(rows.values(), key=lambda row: (row["table"], row["size"]))
    text = json.dumps({"about": about, "results": ordered}, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
    (HERE / "analytics.md").write_text(_page(about, ordered), encoding="utf-8")


def _which(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("table", "what", "size", "way"))


def _page(about: dict[str, str], results: list[Row]) -> str:
    when = sorted({row["when"][:10] for row in results})
    head = f"{'; '.join(f'{k} {v}' for k, v in about.items())}; {' to '.join({when[0], when[-1]})}."
    parts = ["# Results of `make bench-analytics`", head]
    for title, text, table in (
        ("Measures", MEASURES_ARE, _measures_table),
        ("Sampled betweenness", SAMPLES_ARE, _samples_table),
        ("Projections", PROJECTIONS_ARE, _projections_table),
    ):
        rows = [row for row in results if row["table"] == title.split()[0].lower()]
        parts += [f"## {title}", text, table(rows)] if rows else []
    return "\n\n".join(parts) + "\n"


def _measures_table(rows: list[Row]) -> str:
    names = ("netgraph s", "igraph s", "ratio", "NetworkX s", "times faster", "B an edge", "of igraph")
    lines = _head("measure", "edges", *names)
    for what, size in dict.fromkeys((row["what"], row["size"]) for row in rows):
        by = {row["way"]: row for row in rows if (row["what"], row["size"]) == (what, size)}
        ours, bare, slow = (by.get(way) for way in LIBRARIES)
        if not (ours and bare):
            continue
        mine, theirs = ours["cpu"], bare["cpu"]
        plain = (f"{slow['cpu']:.2f}", f"{slow['cpu'] / mine:.1f}") if slow else ("", "")
        cells = (f"{mine:.3f}", f"{theirs:.3f}", f"{mine / theirs:.2f}", *plain, _bytes(ours), _bytes(bare))
        lines.append(_line(what, f"{ours['edges']:,}", *cells))
    return "\n".join(lines)


def _samples_table(rows: list[Row]) -> str:
    names = ("compared with", "s", "largest value", "furthest off", "in their interval")
    lines = _head("edges", "paths drawn", "seconds", "B an edge", *names)
    for row in rows:
        exact = row["starts"] == row["nodes"]
        other = "exact, by igraph" if exact else f"igraph from {row['starts']:,} starts"
        cells = (f"{row['edges']:,}", f"{row['paths']:,}", f"{row['seconds']:.1f}", _bytes(row), other)
        more = (f"{row['other']:.0f}", f"{row['largest']:.4f}", f"{row['off']:.4f}")
        lines.append(_line(*cells, *more, f"{row['inside']:.2%}" if exact else ""))
    return "\n".join(lines)


def _projections_table(rows: list[Row]) -> str:
    lines = _head(
        "store, network and ties", "way", "seconds", "µs each", "projection to it", "B a tie", "peak MB"
    )
    first = {(row["what"], row["size"]): row for row in rows if row["way"] == PROJECTED[0]}
    for row in rows:
        ratio = first[row["what"], row["size"]]["seconds"] / row["seconds"]
        each = row["seconds"] / row["size"] * 1e6
        cells = (f"{row['seconds']:.2f}", f"{each:.2f}", f"{ratio:.2f}", _bytes(row), f"{row['peak_mb']:.0f}")
        lines.append(_line(f"{row['what']}, {row['size']:,}", row["way"], *cells))
    return "\n".join(lines)


def _bytes(row: Row) -> str:
    return f"{row['grown_mb'] * 2**20 / row.get('edges', row['size']):.0f}"


def _head(*names: str) -> list[str]:
    return [_line(*names), "|" + "---|" * len(names)]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


MEASURES_ARE = """\
Processor seconds, the lesser of two runs. Evenly drawn networks, three edges a node, each of weight 1.
Ours starts from a projection's columns, igraph from the same edges as an array, conversion included in
both; a graph of NetworkX's own was made before its time began. *ratio* is netgraph to igraph, below 1
because the graph is built in slices. *B an edge* is what a process of its own grew by at most: graph,
names and result. PageRank, cores and components together convert once. Flows lead from the first node to
the last."""
SAMPLES_ARE = """\
On a network with hubs (one end of each tie drawn by a power law), for an error of 0.01 at all nodes at
once with 95 % confidence, by the clock. The comparison is exact, or igraph's own estimate from very many
starts, which is off itself by some thousandths at the largest values."""
PROJECTIONS_ARE = """\
By the clock, each way in a process of its own that has asked nothing before; a server has seen the
statements on 50,000 ties. *projection to it*: how many times as long the projection takes. *Two keys* is
less than a projection needs; *keys and markings* (for entities with roles) is what it is made of, in one
Cypher statement, as the engine's columns or the driver's rows; *the same records* is what the projection
itself reads, before it does anything with it: the engine's fastest way."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-analytics", description=__doc__)
    parser.add_argument("--edges", type=int, nargs="*", default=[10_000, 100_000, 1_000_000, 5_000_000])
    parser.add_argument("--sampled", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--ties", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--network", choices=NETWORKS, nargs="*", default=NETWORKS)
    parser.add_argument("--only", choices=["embedded", "neo4j"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
