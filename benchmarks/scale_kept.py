"""What was measured, kept in scale.json as soon as it is known, so that an interrupted run goes on."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scale_watch import Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
WITH = ("arcadedb-embedded", "neo4j", "igraph", "networkx", "pyarrow", "pyspark")
Row = dict[str, Any]
Which = tuple[str, str, int, int]
"""Where, what, how many relationships were asked for, how many workers."""


class Kept:
    """The rows of scale.json.

    Parameters
    ----------
    file : Path
    minutes : float
        After which a measurement is stopped; that it was is a result.
    resume : bool
        Do not measure again what is there.
    """

    def __init__(self, file: Path, minutes: float, *, resume: bool) -> None:
        self._file, self._seconds, self._resume = file, minutes * 60, resume
        self.rows: list[Row] = []
        if file.exists():
            self.rows = json.loads(file.read_text(encoding="utf-8"))["results"]

    def wanted(self, which: Which) -> bool:
        """Tell whether it is to be measured in this run."""
        return not (self._resume and any(which_of(row) == which for row in self.rows))

    def measure(
        self, whiches: Sequence[Which], *arguments: str, beside: Sequence[int] = (), **environment: str
    ) -> list[Row]:
        """Run measurements in a process of their own; keep what each told, or when it was stopped.

        Parameters
        ----------
        whiches : sequence of tuple
            In the order in which the process tells of them, a line each.
        *arguments : str
            Of ``scale_measure.py``.
        beside : sequence of int
            Process ids of servers that do a part of the work.
        **environment : str

        Returns
        -------
        list of dict
            Fewer where one was stopped or failed.
        """
        rows: list[Row] = []
        with (
            tempfile.TemporaryFile("w+") as wrong,
            subprocess.Popen(  # noqa: S603 - a script of ours
                [sys.executable, str(HERE / "scale_measure.py"), *arguments],
                env=os.environ | environment,
                stdout=subprocess.PIPE,
                stderr=wrong,
                text=True,
                start_new_session=True,
            ) as process,
        ):
            for which in whiches:
                row = self._next(which, process, beside)
                if not {"seconds", "stopped", "failed"} & {*row}:
                    process.wait()
                    wrong.seek(0)
                    row["failed"] = _told(wrong.read())
                self._keep(row)
                rows.append(row)
                shown = (
                    f"{row['seconds']:.1f} s, {row['mb']:,.0f} MB" if "seconds" in row else str(row)[-300:]
                )
                sys.stderr.write(f"{which[2]:,} {which[0]} {which[1]} {which[3] or ''}: {shown}\n")
                if process.poll():
                    break
        return rows

    def _next(self, which: Which, process: subprocess.Popen[str], beside: Sequence[int]) -> Row:
        """Wait for the next line of a process, and watch what it takes until then."""
        row: Row = dict(zip(("store", "what", "size", "workers"), which, strict=True))
        row["load average"] = round(os.getloadavg()[0], 1)
        row["when"] = datetime.now(UTC).isoformat(timespec="minutes")
        began, late = time.perf_counter(), threading.Event()

        def stop() -> None:
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(self._seconds, stop)
        timer.start()
        try:
            with Watch([process.pid, *beside]) as watch:
                line = process.stdout.readline() if process.stdout else ""
        except BaseException:
            stop()
            raise
        finally:
            timer.cancel()
        if line:
            row |= json.loads(line)
        elif late.is_set():
            row["stopped"] = time.perf_counter() - began
            process.wait()
        row["mb"] = sum(watch.peak.values()) / 2**20
        row["all cpu"] = sum(watch.spent.values())
        row["server mb"] = sum(watch.peak.get(pid, 0) for pid in beside) / 2**20
        row["server cpu"] = sum(watch.spent.get(pid, 0.0) for pid in beside)
        return row

    def add(self, row: Row, **more: float) -> None:
        """Add to a row what is known only after it."""
        self._keep(row | more)

    def _keep(self, row: Row) -> None:
        """Put a row into the file in place of an older one of the same."""
        self.rows = [one for one in self.rows if which_of(one) != which_of(row)] + [row]
        rows = ",\n".join(
            json.dumps({name: _rounded(value) for name, value in one.items()}, separators=(",", ":"))
            for one in self.rows
        )
        new = self._file.with_suffix(".new")
        text = f'{{"about": {json.dumps(about())},\n"results": [\n{rows}\n]}}\n'
        new.write_text(text, encoding="utf-8")
        new.replace(self._file)


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _told(wrong: str) -> str:
    """Find in what a process said on its error stream what was wrong: of a command's, or of a traceback's."""
    lines = wrong.strip().splitlines() or ["it said nothing"]
    said = "" if "Traceback" in wrong else next((line for line in lines if "error: " in line), "")
    return (said.rpartition("error: ")[2] or lines[-1].partition(": ")[2] or lines[-1])[:300]


def which_of(row: Row) -> Which:
    """Return what tells a row from others."""
    return row["store"], row["what"], row["size"], row["workers"]


def about() -> dict[str, str]:
    """Say on what was measured."""
    found = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "python": platform.python_version(),
    }
    for name in WITH:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def bytes_in(folder: Path) -> int:
    """Count the bytes that files take on disk."""
    return sum(one.stat().st_blocks * 512 for one in folder.rglob("*") if one.is_file())
