"""Start the Java runtime of the embedded engine once, quietly, with a heap of our choice."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netgraph.errors import CapabilityMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_HEAP = "2g"


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
    The heap is the environment variable NETGRAPH_HEAP, 2g when unset. A runtime can be started once in a
    process.
    """
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
        f"-Djava.util.logging.config.file={quiet}",
        f"-XX:ErrorFile={tempfile.gettempdir()}/netgraph-jvm-%p.log",
    ]
    try:
        with _silent_stderr():
            start_jvm(heap_size=os.environ.get("NETGRAPH_HEAP", DEFAULT_HEAP), jvm_args=options)
    except arcadedb_embedded.ArcadeDBError as cause:
        raise CapabilityMissing(
            f"the Java runtime of the embedded engine does not start: {cause}",
            hint="is NETGRAPH_HEAP (now the default or yours) smaller than the memory of this machine?",
        ) from cause
    return arcadedb_embedded


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Keep the runtime's own start-up warnings, written past Python, off the terminal."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
