"""One measurement in a process of its own, so that its memory and its Java runtime are so too; prints JSON.

``measure.py write WAY ADDRESS CLAIMS PLACES``, ``measure.py load ADDRESS MAPPING FILE [MAPPING FILE ...]``,
or ``measure.py copy WAY ADDRESS FROM``, which writes once more what a load has put into the store FROM.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import TYPE_CHECKING, Any

import claims as made
import pyarrow as pa
from ways import WAYS, Claims, Nodes, write

from netgraph.ingest import load_file
from netgraph.model import load_schema
from netgraph.store import Ends, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.store import Store

SOURCE = "made"
REPEATABLE = {"py2neo.bulk, merging"}
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Return the seconds that passed, and the processor seconds of this process."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - processor}


def written(way: str, address: str, number: str, places: str) -> dict[str, Any]:
    """Write made nodes and claims; only the writing is timed, not the making of what is written."""
    target = WAYS[way](address)
    spent = {"seconds": 0.0, "cpu": 0.0}
    first: list[Nodes] = [("Location", made.places(int(places)))]
    nodes = (("Route", table) for table in made.routes(int(number)))
    for batch in (*first, *nodes):
        _add(spent, timed(lambda batch=batch: write(target, [batch], [])))  # type: ignore[misc]
    for claims in made.claims(int(number), int(places)):
        _add(spent, timed(lambda claims=claims: write(target, [], [claims])))  # type: ignore[misc]
    target.close()
    return {**spent, "rows": int(number) + int(number) // 10}


def loaded(address: str, *pairs: str) -> dict[str, Any]:
    """Load files, then the same files again."""
    files = list(zip(pairs[::2], pairs[1::2], strict=True))
    with open_store(address) as store:

        def load() -> None:
            for mapping, file in files:
                report = load_file(store, mapping, file, source=SOURCE, handling="GREEN")
                rows[file] = report.read

        rows: dict[str, int] = {}
        store.prepare(load_schema())  # as the other ways find it
        first = timed(load)
        again = timed(load)
        counts = store.counts()
    things = sum(counts.nodes.values()) + sum(counts.relationships.values())
    return {**first, "again": again["seconds"], "rows": sum(rows.values()), "things": things}


def copied(way: str, address: str, origin: str) -> dict[str, Any]:
    """Write what a load has put into an embedded store into another; only the writing is timed.

    A way that can be repeated is timed a second time too.
    """
    rounds = []
    with open_store(origin, create=False) as store:
        target = WAYS[way](address)
        for _ in range(2 if way in REPEATABLE else 1):
            spent = {"seconds": 0.0, "cpu": 0.0}
            for node in _nodes(store):
                _add(spent, timed(lambda node=node: write(target, [node], [])))  # type: ignore[misc]
            for claim in _claims(store):
                _add(spent, timed(lambda claim=claim: write(target, [], [claim])))  # type: ignore[misc]
            rounds.append(spent)
        target.close()
    return rounds[0] | ({"again": rounds[1]["seconds"]} if len(rounds) > 1 else {})


def _nodes(store: Store) -> Iterator[Nodes]:
    schema = load_schema()
    for label in store.counts().nodes:
        if schema.nodes[label].kind == "owned":
            keys = store.nodes_of(label, SOURCE)
        else:
            keys = iter([store.read(f"MATCH (n:`{label}`) RETURN n.key AS key")])
        for batch in _cut(keys):
            rows = store.contents_of_nodes(label, batch)
            yield label, _table(rows, set(schema.node_properties(label)))


def _claims(store: Store) -> Iterator[Claims]:
    schema = load_schema()
    for type_ in store.counts().relationships:
        for batch in _cut(store.claims_of(type_, SOURCE)):
            by_ends: dict[Ends, list[dict[str, Any]]] = {}
            for row in store.contents_of_claims(type_, batch):
                ends = Ends(row["start_label"], type_, row["end_label"])
                by_ends.setdefault(ends, []).append(row)
            for ends, rows in by_ends.items():
                yield ends, _table(rows, {"start", "end", *schema.relationship_properties(type_)})


def _table(rows: list[dict[str, Any]], names: set[str]) -> pa.Table:
    return pa.table({name: [row.get(name) for row in rows] for name in sorted(names)})


def _cut(slices: Iterator[pa.Table]) -> Iterator[list[str]]:
    for rows in slices:
        keys = rows["key"].to_pylist()
        for start in range(0, len(keys), made.BATCH):
            yield keys[start : start + made.BATCH]


def _add(spent: dict[str, float], more: dict[str, float]) -> None:
    for name, value in more.items():
        spent[name] += value


KINDS: dict[str, Callable[..., dict[str, Any]]] = {"write": written, "load": loaded, "copy": copied}

if __name__ == "__main__":
    answer = KINDS[sys.argv[1]](*sys.argv[2:])
    answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    sys.stdout.write(json.dumps(answer) + "\n")
