"""``make bench-scale``: what each step costs from 100 thousand to 10 million relationships.

Writes scale.json here after every measurement, each a process of its own, and in the end scale.md, with what
the model makes of it. Options: ``--sizes`` (relationships), ``--stores embedded neo4j``, ``--workers`` of
Spark, ``--only`` (steps), ``--measures`` (names), ``--load`` (the most that is loaded by ordinary ingest),
``--minutes`` (after which a measurement is stopped), ``--folder`` (keeps rows, stores and exports for another
run), ``--resume`` (does not repeat what was measured) and ``--write`` (measures nothing, writes scale.md from
scale.json).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import scale_made
import scale_page
from scale_kept import HERE, Kept, bytes_in
from scale_measure import HEAP, MEASURES, QUICK, TABLES

from neo4j_server import server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scale_kept import Row

SIZES = [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000]
STEPS = ("load", "import", "project", "query", "measure", "export", "spark")
STORES = ("embedded", "neo4j")
QUERIES = ("corridors", "persons-in-several-cases", "shared-identifiers-across-jurisdictions")
PROJECTIONS = ("projection", "projection, from its file")
MADE = "Parquet from the importer's files"
ON_SPARK = (
    "corridors",
    "cooperation",
    "detection",
    "PageRank",
    "components",
    "label propagation",
    "triangles",
    "distances",
    "betweenness, sampled",
)
ALL = (*MEASURES, *TABLES)
SMALL, LARGE = "1g", "3g"
KEY = "5" * 32  # of made handles
LARGE_FROM = 3_000_000  # relationships, from which a worker gets the more memory


def main() -> None:
    """Measure what was asked for, and write the page."""
    asked = _arguments()
    kept = Kept(asked.json, asked.minutes, resume=asked.resume)
    if not asked.write:
        with _folder(asked.folder) as folder:
            for size in asked.sizes:
                Size(kept, size, folder / str(size), asked).run()
    asked.json.with_suffix(".md").write_text(scale_page.page(kept.rows), encoding="utf-8")
    sys.stdout.write(f"written: {asked.json.with_suffix('.md')}\n")


@dataclass(frozen=True)
class At:
    """A store that is read: which, its address, and the process and password of its server."""

    store: str
    address: str
    server: tuple[int, ...] = ()
    password: str = ""


class Size:
    """The measurements of one size, each step on what the one before it has left."""

    def __init__(self, kept: Kept, size: int, folder: Path, asked: argparse.Namespace) -> None:
        self._kept, self._size, self._asked = kept, size, asked
        folder.mkdir(parents=True, exist_ok=True)
        self._rows, self._store = folder / "rows.csv", folder / "store"
        self._files, self._parquet, self._cache = (folder / name for name in ("files", "parquet", "cache"))
        self._ordinary = size <= asked.load

    def run(self) -> None:
        """Measure everything that was asked for."""
        if not self._rows.exists():
            half = self._rows.with_suffix(".part")
            scale_made.write(self._size, half)
            half.replace(self._rows)
        if {"spark", "export"} & {*self._asked.only} == {"spark"}:
            self._convert()
        embedded = "embedded" in self._asked.stores and self._ordinary
        if embedded and self._any("embedded", measures=True):
            self._embedded()
        if "neo4j" in self._asked.stores and self._any("neo4j", measures=not embedded):
            self._neo4j(measures=not embedded)
        if "spark" in self._asked.only and self._exported:
            for workers in self._asked.workers:
                self._spark(workers)

    @property
    def _exported(self) -> bool:
        return (self._parquet / "manifest.json").exists()

    def _any(self, store: str, *, measures: bool) -> bool:
        """Tell whether a store is needed for what is still to be measured."""
        only = {*self._asked.only}
        names = ["load"] if "load" in only and self._ordinary else []
        names += ["import files", "import", "constraints"] if "import" in only and store == "neo4j" else []
        names += PROJECTIONS if "project" in only else []
        names += [f"query {name}" for name in QUERIES] if "query" in only else []
        names += self._chosen(ALL) if "measure" in only and measures else []
        names += ["export parquet"] if "export" in only else []
        missing = "spark" in only and not self._exported
        return missing or any(self._wanted(store, what) for what in names)

    def _chosen(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in (self._asked.measures or names)]

    def _wanted(self, store: str, what: str) -> bool:
        return self._kept.wanted((store, what, self._size, 0))

    def _measure(self, at: At, what: str, *arguments: str) -> Row:
        return self._in_turn(at, [what], *arguments)[0]

    def _in_turn(self, at: At, names: Sequence[str], *arguments: str, workers: int = 0) -> list[Row]:
        told = {"NETGRAPH_CACHE": str(self._cache), "NETGRAPH_IDENTIFIER_KEY": KEY, "NETGRAPH_LOCAL": "1"}
        told |= {"NETGRAPH_PASSWORD": at.password} if at.password else {}
        asked_for = [(at.store, what, self._size, workers) for what in names]
        return self._kept.measure(asked_for, *arguments, beside=at.server, **told)

    def _embedded(self) -> None:
        at = At("embedded", str(self._store))
        again = "load" in self._asked.only and self._wanted("embedded", "load")
        if again or not self._store.exists():
            shutil.rmtree(self._store, ignore_errors=True)
            row = self._measure(at, "load", "load", at.address, str(self._rows))
            if "seconds" not in row:
                shutil.rmtree(self._store, ignore_errors=True)
                return
            self._kept.add(row, disk=bytes_in(self._store))
        self._read(at, measures=True)

    def _neo4j(self, *, measures: bool) -> None:
        """Load into one server, have the importer fill another, and read from the last."""
        server.QUICK, server.HEAP = QUICK, HEAP
        importing = "import" in self._asked.only
        if "load" in self._asked.only and self._ordinary and self._wanted("neo4j", "load"):
            running = server.Neo4jServer()
            with running as login:
                at = At("neo4j", login.uri, (running.pid,), login.password)
                row = self._measure(at, "load", "load", at.address, str(self._rows))
                if "seconds" in row and not importing:
                    self._read(at, measures=measures)
        if importing:
            self._imported(measures=measures)

    def _imported(self, *, measures: bool) -> None:
        none = At("neo4j", "")
        if self._wanted("neo4j", "import files") or not (self._files / "import.sh").exists():
            shutil.rmtree(self._files, ignore_errors=True)
            row = self._measure(none, "import files", "files", str(self._files), str(self._rows))
            if "seconds" not in row:
                return
            self._kept.add(row, disk=bytes_in(self._files))

        def fill(home: Path) -> None:
            self._measure(none, "import", "import", str(self._files), str(home))

        running = server.Neo4jServer(fill=fill)
        with running as login:
            at = At("neo4j", login.uri, (running.pid,), login.password)
            row = self._measure(at, "constraints", "constraints", at.address, str(self._files))
            self._kept.add(row, disk=sum(bytes_in(one) for one in running.data.rglob("databases")))
            self._read(at, measures=measures)

    def _convert(self) -> None:
        """Make the export for Spark from the importer's files, where they are there and it is not."""
        if (self._files / "import.sh").exists() and not self._exported:
            shutil.rmtree(self._parquet, ignore_errors=True)
            row = self._measure(At("neo4j", ""), MADE, "convert", str(self._files), str(self._parquet))
            self._kept.add(row, disk=bytes_in(self._parquet))

    def _read(self, at: At, *, measures: bool) -> None:
        """Project, query, measure and export."""
        plans: dict[str, list[tuple[str, ...]]] = {
            "project": [(what, "project") for what in PROJECTIONS],
            "query": [(f"query {name}", "query", name) for name in QUERIES],
            "measure": [(name, "measure", name) for name in self._chosen(ALL) if measures],
        }
        if "project" in self._asked.only and self._wanted(at.store, "projection"):
            shutil.rmtree(self._cache, ignore_errors=True)
        for step, plan in plans.items():
            for what, kind, *more in plan if step in self._asked.only else []:
                if self._wanted(at.store, what):
                    self._measure(at, what, kind, at.address, *more)
        if "export" in self._asked.only and self._wanted(at.store, "export parquet"):
            self._export(at)
        if "spark" in self._asked.only and not self._exported:
            if self._ordinary:
                self._export(at)
            else:
                self._convert()

    def _export(self, at: At) -> None:
        shutil.rmtree(self._parquet, ignore_errors=True)
        row = self._measure(at, "export parquet", "export", at.address, str(self._parquet))
        if "seconds" in row:
            self._kept.add(row, disk=bytes_in(self._parquet))

    def _spark(self, workers: int) -> None:
        """Start a cluster, and give it one question after the other."""
        from spark_cluster import Cluster  # noqa: PLC0415 - an extra

        chosen = self._chosen(ON_SPARK)
        names = [name for name in chosen if self._kept.wanted(("spark", name, self._size, workers))]
        memory = LARGE if self._size >= LARGE_FROM else SMALL
        if not names:
            return
        with (
            tempfile.TemporaryDirectory(prefix="netgraph-spark-") as scratch,
            Cluster(Path(scratch), workers, memory=memory) as cluster,
        ):
            at = At("spark", cluster.master, tuple(process.pid for process in cluster.workers))
            arguments = ("spark", at.address, str(self._parquet), memory, *names)
            self._in_turn(at, ("session", "projection", *names), *arguments, workers=workers)


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="netgraph-bench-") as scratch:
        yield Path(scratch)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--stores", choices=STORES, nargs="*", default=STORES)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--only", type=_steps, default=STEPS, metavar="STEP,...", help=", ".join(STEPS))
    parser.add_argument("--measures", nargs="*", choices=[*dict.fromkeys([*MEASURES, *TABLES, *ON_SPARK])])
    parser.add_argument("--load", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", type=Path, default=HERE / "scale.json")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def _steps(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := {*names} - {*STEPS}:
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: use {', '.join(STEPS)}")
    return names


if __name__ == "__main__":
    main()
