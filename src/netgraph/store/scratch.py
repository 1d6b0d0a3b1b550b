"""A private folder for what has to be put aside on disk; what a killed process left there is swept away.

A load stages its rows there, and the Java runtime writes there what it tells of a crash.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "netgraph-load-"


def private_folder() -> Path:
    """Make a folder that only its owner can enter, named after this process."""
    sweep()
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def sweep() -> None:
    """Remove what processes that were killed have left in the folder for temporary files."""
    if os.name != "posix":  # elsewhere asking whether a process lives would end it
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(OSError, ValueError):
            try:
                os.kill(int(owner), 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)
