"""Start the Java runtime of the embedded engine once, quietly, with a heap of our choice."""

from __future__ import annotations

import atexit
import os
import signal
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from netgraph.errors import CapabilityMissing
from netgraph.machine import bytes_of, whole_memory
from netgraph.store.scratch import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

CRASH_REPORT = "ARCADEDB_JVM_ERROR_FILE"
ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
DEFAULT_HEAP = "640m"
SMALLEST_HEAP = 128 * 2**20


@cache
def arcadedb() -> Any:  # noqa: ANN401 - the engine has no type information
    """Import ArcadeDB and start its Java runtime.

    Returns
    -------
    module
        `arcadedb_embedded`.

    Raises
    ------
    CapabilityMissing
        The engine is not installed for this platform, or its runtime does not start.

    Notes
    -----
    The heap is the environment variable NETGRAPH_HEAP, 640m when unset: loads of millions of rows take no
    longer with it than with more (docs/adr/0007). A runtime can be started once in a process.
    """
    heap = _heap()
    try:
        import arcadedb_embedded  # noqa: PLC0415 - half a second, and only for stores in a directory
        from arcadedb_embedded.jvm import start_jvm  # noqa: PLC0415
    except ImportError as cause:
        raise CapabilityMissing(
            f"the embedded engine cannot be imported: {cause}",
            hint="pip install arcadedb-embedded, or use a Neo4j server with --store",
        ) from cause
    quiet = Path(__file__).with_name("quiet.properties")
    options = [
        # No second compiler. It would save a fifth of the work once a load has written half a million claims,
        # and takes more than that before (docs/adr/0007).
        "-XX:TieredStopAtLevel=1",
        f"-Djava.util.logging.config.file={quiet}",
        "-XX:-CreateCoredumpOnCrash",
        f"-XX:ReplayDataFile={_aside() / 'replay.log'}",
    ]
    try:
        with _silent_stderr(), _crash_report(_aside() / "crash.log"), _same_signals():
            start_jvm(heap_size=heap, jvm_args=options)
    except arcadedb_embedded.ArcadeDBError as cause:
        raise CapabilityMissing(
            f"the Java runtime of the embedded engine does not start with a heap of {heap}: {cause}",
            hint="set NETGRAPH_HEAP, or use a Neo4j server with --store",
        ) from cause
    return arcadedb_embedded


@cache
def _aside() -> Path:
    """Folder where only we come, for what a runtime that crashes tells of its memory, which holds records."""
    folder = private_folder()
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def _crash_report(path: Path) -> Iterator[None]:
    """Name the file for a report on a crash, where nobody has; the engine passes it on behind all options."""
    if os.environ.get(CRASH_REPORT):
        yield
        return
    os.environ[CRASH_REPORT] = str(path)
    try:
        yield
    finally:
        del os.environ[CRASH_REPORT]  # a process that this one starts has a folder of its own


def java() -> Any:  # noqa: ANN401 - the bridge has no type information
    """Import the bridge to the Java runtime, for what `arcadedb` has started."""
    import jpype  # noqa: PLC0415 - comes with the engine, which is not there on every platform

    return jpype


def most_heap() -> int:
    """Return the bytes that the heap of the embedded engine may grow to."""
    return bytes_of(_heap()) or 0


def _heap() -> str:
    """Take the heap from the environment; the runtime would end the whole process over a wrong one."""
    text = os.environ.get("NETGRAPH_HEAP", "").strip().lower()
    if not text:
        return DEFAULT_HEAP
    most = whole_memory() or float("inf")
    if not SMALLEST_HEAP <= (bytes_of(text) or 0) <= most:
        raise CapabilityMissing(
            f"NETGRAPH_HEAP is {text!r}, with which the embedded engine cannot start",
            hint="set it to a size such as 512m or 4g: at least 128m, and less than this machine's memory",
        )
    return text


@contextmanager
def _same_signals() -> Iterator[None]:
    """Leave what ends the process as it was.

    The runtime would close itself first, and crash where it meets Python on the way; a store needs no such
    farewell, since it bears an end at any moment.
    """
    before = {number: signal.getsignal(number) for number in ENDINGS}
    yield
    with suppress(ValueError):  # only the main thread may say so
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Keep the runtime's own start-up warnings, written past Python, off the terminal."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no stderr to be kept quiet
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
