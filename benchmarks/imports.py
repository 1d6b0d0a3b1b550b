"""``make bench-import``: write made routes as files for Neo4j's importer, and see how memory grows with them.

Each size is a process of its own with NETGRAPH_MEMORY set (``--memory``), once for each number of processes
that read cells (``--readers``); what it and the processes that it starts hold is looked at every half second,
and so is what is staged on disk. Writes imports.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made
from apart import measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.ingest import IngestReport

HERE = Path(__file__).parent
SIZES = (1_000_000, 4_000_000, 7_500_000)
MEGABYTE = 2**20
HALF_A_SECOND = 0.5
RATIO = "*readers* are processes that read cells, *ratio* that of seconds to the first line of the same rows."
HEADS = (
    "rows",
    "claims",
    "readers",
    "seconds",
    "ratio",
    "CPU",
    "µs a claim",
    "this process MB",
    "all MB",
    "staged MB",
    "files MB",
)


def main() -> None:
    """Measure each size, and write the table."""
    parser = argparse.ArgumentParser(prog="make bench-import", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="rows of the made set")
    parser.add_argument("--readers", type=int, nargs="*", default=(1, os.cpu_count() or 1))
    parser.add_argument("--memory", default="2g")
    asked = parser.parse_args()
    about = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = ["# Results of `make bench-import`", "", f"{about}, NETGRAPH_MEMORY={asked.memory}.", RATIO, ""]
    lines += ["| " + " | ".join(HEADS) + " |", "|" + "---:|" * len(HEADS)]
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="netgraph-bench-") as scratch:
            _, routes = made.write(size, Path(scratch))
            first = None
            for readers in asked.readers:
                files = f"{scratch}/files{readers}"
                told = measured(
                    "imports.py", "one", str(routes), files, str(readers), NETGRAPH_MEMORY=asked.memory
                )
                shutil.rmtree(files)
                first = first or told["seconds"]
                lines.append(_line(told, readers, told["seconds"] / first))
                (HERE / "imports.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(told: dict[str, Any], readers: int, ratio: float) -> str:
    before = (told["rows"], told["claims"], readers, told["seconds"])
    after = (told["cpu"], told["seconds"] / told["claims"] * 1e6)
    rest = (told["peak_mb"], told["all_mb"], told["staged_mb"], told["files_mb"])
    cells = [f"{cell:,.0f}" for cell in before] + [f"{ratio:.2f}"] + [f"{cell:,.0f}" for cell in after + rest]
    return f"| {' | '.join(cells)} |"


def one(file: Path, folder: Path, readers: int) -> dict[str, Any]:
    """Write the files of one load, and tell what it took."""
    from netgraph.ingest import load_file  # noqa: PLC0415 - not in the process that only asks
    from netgraph.store.import_files import ImportFiles  # noqa: PLC0415

    peaks = {"all_mb": 0.0, "staged_mb": 0.0}
    threading.Thread(target=_watch, args=(peaks,), daemon=True).start()
    began = time.perf_counter()
    with ImportFiles(folder) as store:
        report: IngestReport = load_file(
            store, "routes", file, handling="GREEN", undoable=False, batch_size=50_000, workers=readers
        )
        store.finish()
    seconds = time.perf_counter() - began
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "rows": report.read,
        "claims": sum(report.relationships.created.values()),
        "seconds": seconds,
        "cpu": own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime,
        "peak_mb": own.ru_maxrss / 2**10,
        "files_mb": sum(path.stat().st_size for path in folder.iterdir()) / MEGABYTE,
        **peaks,
    }


def _watch(peaks: dict[str, float]) -> None:
    """Keep the most that this process and those that it started have held, in memory and on disk."""
    while True:
        held = sum(_held(process) for process in _family())
        staged = 0
        for path in Path(tempfile.gettempdir()).glob(f"netgraph-load-{os.getpid()}-*/**/*"):
            with suppress(OSError):
                staged += path.stat().st_size
        for name, now in (("all_mb", held / MEGABYTE), ("staged_mb", staged / MEGABYTE)):
            peaks[name] = max(peaks[name], now)
        time.sleep(HALF_A_SECOND)


def _family() -> Iterator[int]:
    """Yield this process and those that it started; only Linux tells."""
    yield os.getpid()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                yield int(path.parent.name)


def _held(process: int) -> int:
    with suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        sys.stdout.write(json.dumps(one(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))) + "\n")
    else:
        main()
