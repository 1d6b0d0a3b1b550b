"""What `netgraph doctor` looks at. Each check is a row, also where it fails; nothing is changed."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from netgraph.errors import NetgraphError
from netgraph.machine import VARIABLE, free_disk, memory, size_text

if TYPE_CHECKING:
    from collections.abc import Iterator

OK, WARNING, MISSING = "ok", "warning", "missing"
EXTRAS = {
    "match": ("openmined-psi", "matching blindly with a partner who has another key"),
    "privacy": ("opendp", "noise on published counts (statistics --epsilon)"),
    "py2neo": ("py2neo", "scripts and notebooks that use py2neo"),
    "spark": ("pyspark", "analyses on a cluster (analyse --engine spark)"),
}
JAVA_OF_SPARK = (17, 21)
LITTLE_DISK = 2**30
SECONDS = 5


@dataclass(frozen=True)
class Check:
    """One row: what was looked at, how it stands, what was found, what it is for, and what to do."""

    what: str
    state: str
    found: str
    use: str
    next: str = ""


class Rows(list[Check]):
    """The rows so far."""

    def say(self, state: str, what: str, found: str, use: str, next_: str = "") -> None:
        """Add a row."""
        self.append(Check(what, state, found, use, next_))

    @contextmanager
    def failing(self, what: str, use: str, state: str = MISSING) -> Iterator[None]:
        """Turn whatever goes wrong in a check into its row."""
        try:
            yield
        except NetgraphError as error:
            self.say(state, what, error.message, use, error.hint)
        except Exception as error:  # noqa: BLE001 - a check that fails is a row, never a traceback
            self.say(WARNING, what, f"cannot be told: {type(error).__name__}", use, "report this")


def machine(rows: Rows, store: Path | None, master: str | None) -> None:
    """Check the installation, Java, memory and disk, and the Spark master where one is named."""
    rows.say(
        OK, "netgraph", f"{_version('netgraph-tip')} on Python {platform.python_version()}", "everything"
    )
    engine = _version("arcadedb-embedded")
    rows.say(
        OK if engine else MISSING,
        "embedded engine",
        f"ArcadeDB {engine}, with a Java of its own" if engine else "not installed",
        "stores in a directory; views and files for a recipient",
        "" if engine else "pip install arcadedb-embedded, where there is a wheel; or use a Neo4j server",
    )
    for extra, (package, use) in EXTRAS.items():
        there = _version(package)
        get = "" if there else f"pip install 'netgraph-tip[{extra}]'"
        rows.say(
            OK if there else MISSING, f"extra {extra}", f"{package} {there or 'not installed'}", use, get
        )
    with rows.failing("java", "analyses on Spark"):
        _java(rows)
    with rows.failing("memory", "analyses, views and exports"):
        _memory(rows)
    for what, path in (("store", store), ("temporary files", Path(tempfile.gettempdir()))):
        if path is not None:
            with rows.failing(f"disk for {what}", "loads"):
                _disk(rows, what, path)
    if master:
        with rows.failing("spark master", "analyses on Spark"):
            _master(rows, master)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _java(rows: Rows) -> None:
    use, want = "analyses on Spark; the embedded store has its own", " or ".join(map(str, JAVA_OF_SPARK))
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home, "bin", "java")) if home else shutil.which("java")
    try:
        told = subprocess.run(  # noqa: S603 - the Java that Spark would start
            [program or "java", "-version"], capture_output=True, text=True, timeout=SECONDS, check=False
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        told = ""
    number = re.search(r'version "(?:1\.)?(\d+)', told)
    if not number:
        rows.say(
            MISSING,
            "java",
            "not found" if not program else f"{program} does not start",
            use,
            f"install Java {want}",
        )
        return
    fits = int(number[1]) in JAVA_OF_SPARK
    rows.say(
        OK if fits else WARNING, "java", f"Java {number[1]}", use, "" if fits else f"install Java {want}"
    )


def _memory(rows: Rows) -> None:
    from netgraph.analytics.cost import DRAWN, ENTITY, WRITTEN, most_claims  # noqa: PLC0415 - keeps --help fast
    from netgraph.cli.affording import heap_of  # noqa: PLC0415

    have, heap, use = memory(), heap_of(None), "analyses, views and exports"
    if have.free is None:
        rows.say(
            WARNING,
            "memory",
            "this system does not say what is free",
            use,
            f"set {VARIABLE}, such as {VARIABLE}=8g",
        )
        return
    room = have.free + have.held
    rows.say(OK, "memory", f"{size_text(have.free)} free by {have.by}; engine's heap {size_text(heap)}", use)
    ways = {"a network": ENTITY, "a view": DRAWN, "an export or release": WRITTEN}
    fits = ", ".join(f"{name} {_rounded(most_claims(way, room, heap))}" for name, way in ways.items())
    rows.say(OK, "largest graph", f"claims that fit, about: {fits}", use)


def _rounded(claims: int) -> str:
    """Say a number in two digits."""
    size = 10 ** max(0, len(str(claims)) - 2)
    return f"{claims // size * size:,}"


def _disk(rows: Rows, what: str, path: Path) -> None:
    free = free_disk(path)
    little = free is not None and free < LITTLE_DISK
    rows.say(
        WARNING if little or free is None else OK,
        f"disk for {what}",
        f"{size_text(free)} free" if free is not None else "this system does not say what is free",
        "loads",
        f"make room: a million claims take about {size_text(400 * 2**20)} in a store" if little else "",
    )


def _master(rows: Rows, master: str) -> None:
    use, (scheme, _, places) = "analyses on Spark", master.partition("://")
    if scheme != "spark" or not places:
        rows.say(WARNING, "spark master", f"{master} is not tried", use, "write it as spark://HOST:7077")
        return
    why = ""
    for place in places.split(","):  # one that answers is enough
        parts = urlsplit(f"spark://{place}")
        try:
            socket.create_connection((parts.hostname, parts.port or 7077), timeout=SECONDS).close()
            break
        except (OSError, ValueError) as cause:
            why = str(cause)
    else:
        rows.say(
            MISSING,
            "spark master",
            f"{master} does not answer: {why}",
            use,
            "is it running, is the port right?",
        )
        return
    rows.say(OK, "spark master", f"{master} answers", use)
