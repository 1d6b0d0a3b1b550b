"""Where what was computed from a store may be kept: in the store's own directory, or the user's cache folder.

::

    projections/            private; goes when something is written to the store from here
    └── STATE/              of one state of the graph; goes when another is asked for
        └── NAME            a file

What is in the files is their writer's business (`netgraph.analytics.kept`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECTIONS = "projections"
PRIVATE = 0o700


class Kept:
    """A private folder of files that can always be made anew.

    Parameters
    ----------
    folder : Path
        It need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._there = True  # as far as this process knows

    def find(self, state: str, name: str) -> Path | None:
        """Return a file that was kept of a state of the graph, if there is one; take out those of others."""
        with suppress(OSError):
            for other in self.folder.iterdir():
                if other.name != state:
                    shutil.rmtree(other, ignore_errors=True)
        found = self.folder / state / name
        return found if found.is_file() else None

    def put(self, state: str, name: str, write: Callable[[Path], None]) -> None:
        """Keep a file, whole or not at all: where it cannot be written, it is not there the next time.

        Parameters
        ----------
        state, name : str
            As for `find`.
        write : callable
            Fills the file at a path, which only the user can read.
        """
        folder = self.folder / state
        self._there = True
        with suppress(OSError):
            for made in (self.folder, folder):
                made.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
                made.chmod(PRIVATE)
            handle, path = tempfile.mkstemp(dir=folder)
            os.close(handle)
            try:
                write(Path(path))
                Path(path).replace(folder / name)
            finally:
                Path(path).unlink(missing_ok=True)

    def drop(self) -> None:
        """Take everything out, where there may be something: so it can be called with every write."""
        if self._there:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._there = False


def kept_for_server(uri: str, database: str | None, user: str) -> Kept:
    """Return what is kept of a server, apart for each address, database and user of it."""
    which = hashlib.sha256("\n".join((uri, database or "", user)).encode()).hexdigest()[:32]
    return Kept(_cache() / PROJECTIONS / which)


def _cache() -> Path:
    """Return the folder for caches that the user, or the system, has set."""
    if given := os.environ.get("NETGRAPH_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return (
            Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "netgraph" / "Cache"
        )
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "netgraph"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "netgraph"
