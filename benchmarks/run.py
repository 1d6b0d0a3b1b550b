"""``make bench``: time netgraph beside what it stands on, in one run; write results.md and results.json.

Ratios are what counts: both sides run on the same machine, one after the other. Options: ``--sizes``
(claims), ``--load`` with rows of the made set, ``--file MAPPING FILE`` for a file of your own, ``--only
embedded`` or ``--only neo4j``, ``--add`` to keep results of before that this run does not repeat.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import claims as made_claims
import made
from apart import measured

from neo4j_server import server

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SHAPES = {"spread": made_claims.SPREAD, "heavy": made_claims.HEAVY}
EMBEDDED = ("netgraph, embedded", "ArcadeDB graph_batch")
SERVER = ("netgraph, Neo4j", "neo4j driver, UNWIND loop", "py2neo.bulk", "py2neo.bulk, merging")
WARM = 50_000
Row = dict[str, Any]
Sets = dict[str, list[str]]


def main() -> None:
    """Run what was asked for, and write the results."""
    asked = _arguments()
    results: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="netgraph-bench-") as scratch:
        sets = {f"made {rows:,} rows": _made(rows, Path(scratch)) for rows in asked.load}
        if asked.file:
            sets[Path(asked.file[1]).name] = asked.file
        if asked.only in (None, "embedded"):
            results += stores_embedded(asked.sizes, Path(scratch))
            results += loads_embedded(sets, Path(scratch))
        if asked.only in (None, "neo4j"):
            with _server() as login:
                results += stores_server(asked.sizes, login)
                results += loads_server(sets, Path(scratch), login)
    when = datetime.now(UTC).isoformat(timespec="minutes")
    _write([row | {"when": when} for row in results], add=asked.add)


def stores_embedded(sizes: list[int], scratch: Path) -> list[Row]:
    """Write claims into embedded stores, each way into one of its own."""
    found = []
    for size in sizes:
        for shape, places in SHAPES.items():
            for way in EMBEDDED:
                with _folder(scratch, "store") as store:
                    told = _measure("write", way, store, str(size), str(places))
                found.append({"what": f"write, {shape}", "size": size, "way": way, **told})
    return found


def stores_server(sizes: list[int], login: server.Login) -> list[Row]:
    """Write claims into an empty Neo4j, in each way twice; the faster of both counts."""
    found = []
    for size in sizes:
        for shape, places in SHAPES.items():
            rounds: dict[str, list[Row]] = {}
            for way in (*SERVER, *reversed(SERVER)):
                server.wipe(login)
                told = _measure("write", way, login.uri, str(size), str(places), password=login.password)
                rounds.setdefault(way, []).append(told)
            for way, both in rounds.items():
                best = min(both, key=lambda row: float(row["seconds"]))
                found.append({"what": f"write, {shape}", "size": size, "way": way, **best})
    return found


def loads_embedded(sets: Sets, scratch: Path) -> list[Row]:
    """Load whole files, twice, and write the same nodes and claims once more by the engine's bulk loader."""
    found = []
    for name, files in sets.items():
        with _folder(scratch, "loaded") as store, _folder(scratch, "copied") as copy:
            told = _measure("load", store, *files)
            bulk = _measure("copy", EMBEDDED[1], copy, store)
        about = {"what": f"load, {name}", "size": told["rows"]}
        found += [{**about, "way": EMBEDDED[0], **told}, {**about, "way": EMBEDDED[1], **bulk}]
    return found


def loads_server(sets: Sets, scratch: Path, login: server.Login) -> list[Row]:
    """Load whole files into a Neo4j, twice, and write the same nodes and claims by other ways."""
    found = []
    for name, files in sets.items():
        with _folder(scratch, "loaded") as store:
            size = _measure("load", store, *files)["rows"]  # what the other ways copy
            for way in SERVER:
                server.wipe(login)
                asked = ["load", login.uri, *files] if way == SERVER[0] else ["copy", way, login.uri, store]
                told = _measure(*asked, password=login.password)
                found.append({"what": f"load, {name}", "size": size, "way": way, **told})
    return found


def _made(rows: int, scratch: Path) -> list[str]:
    cases, routes = made.write(rows, scratch / f"made-{rows}")
    return ["routes", str(routes), "cases", str(cases)]


@contextmanager
def _folder(scratch: Path, name: str) -> Iterator[str]:
    yield str(scratch / name)
    shutil.rmtree(scratch / name, ignore_errors=True)


@contextmanager
def _server() -> Iterator[server.Login]:
    """Run a Neo4j as in production, with its second compiler: here it lives long enough.

    The compilers see every statement before anything counts; the first way would pay for all.
    """
    server.QUICK, server.HEAP = ("-XX:+UseG1GC",), "-Xmx3g"
    with server.Neo4jServer() as login:
        for way in SERVER * 2:
            server.wipe(login)
            _measure("write", way, login.uri, str(WARM), str(made_claims.SPREAD), password=login.password)
        yield login


def _measure(*arguments: str, password: str = "") -> Row:
    return measured("measure.py", *arguments, NETGRAPH_PASSWORD=password)


def _write(results: list[Row], *, add: bool) -> None:
    if add:
        again = {(row["what"], row["size"], row["way"]) for row in results}
        before = json.loads((HERE / "results.json").read_text(encoding="utf-8"))["results"]
        results = [row for row in before if (row["what"], row["size"], row["way"]) not in again] + results
    about = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        **{name: version(name) for name in ("arcadedb-embedded", "neo4j", "py2neo", "pyarrow")},
    }
    text = json.dumps({"about": about, "results": results}, indent=1)
    (HERE / "results.json").write_text(text + "\n", encoding="utf-8")
    (HERE / "results.md").write_text(_table(about, results), encoding="utf-8")
    sys.stdout.write(f"written: {HERE / 'results.md'}\n")


def _table(about: dict[str, str], results: list[Row]) -> str:
    lines = ["# Results of `make bench`", "", "; ".join(f"{k} {v}" for k, v in about.items()) + ".", ""]
    heads = ("what", "size", "way", "seconds", "CPU", "µs a row", "of reference", "in CPU", "again, of first")
    lines += ["| " + " | ".join((*heads, "peak MB", "when")) + " |"]
    lines += ["|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---|"]
    for row in results:
        rows = row.get("rows") or next(r["rows"] for r in results if r["what"] == row["what"] and "rows" in r)
        reference = _reference(row, results)
        ratio, of_cpu = (f"{row[n] / reference[n]:.2f}" if reference else "" for n in ("seconds", "cpu"))
        again = f"{row['again'] / row['seconds']:.2f}" if "again" in row else ""
        cells = (row["what"], f"{row['size']:,}", row["way"], f"{row['seconds']:.1f}")
        more = (
            f"{row['cpu']:.1f}",
            f"{row['seconds'] / rows * 1e6:.0f}",
            ratio,
            of_cpu,
            again,
            f"{row['peak_mb']:.0f}",
            row.get("when", ""),
        )
        lines.append("| " + " | ".join((*cells, *more)) + " |")
    return "\n".join(lines) + "\n"


def _reference(row: Row, results: list[Row]) -> Row | None:
    """Return what a way is held against: the engine's own bulk loader, or the bare driver."""
    wanted = EMBEDDED[1] if row["way"] in EMBEDDED else SERVER[1]
    same = [r for r in results if (r["what"], r["size"], r["way"]) == (row["what"], row["size"], wanted)]
    return same[0] if same and same[0] is not row else None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--load", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--file", nargs=2, metavar=("MAPPING", "FILE"))
    parser.add_argument("--add", action="store_true")
    parser.add_argument("--only", choices=["embedded", "neo4j"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
