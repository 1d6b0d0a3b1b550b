"""The last bookmarks of a server, kept between commands, so that each sees what the ones before it wrote.

A bookmark names the last transaction that a session has seen: a server of a cluster that gets it answers once
it has come so far. It tells nothing of what was written.

::

    bookmarks/USER/     in the store's lasting folder, private; USER is a hash
    └── NAME            one bookmark, in a file named by its hash

Several commands may run at once: each adds its own, and takes out those alone that it began with or has
written, since what came after them is later. So nothing has to be locked.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from netgraph.store.lasting import make_private

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

TRIES = 100  # a file can go while the folder is read, when another command has written a later one


class KeptBookmarks:
    """The bookmarks of one user of one database.

    Parameters
    ----------
    lasting : Path
        The store's lasting folder; it need not exist.
    user : str
        Who logs in: users may have different home databases.
    """

    def __init__(self, lasting: Path, user: str) -> None:
        self.folder = lasting / "bookmarks" / _hash(user)
        self._known: set[str] = set()
        self._turn = Lock()

    def read(self) -> set[str]:
        """Return what earlier commands have left; nothing where it cannot be read."""
        for _ in range(TRIES):
            with suppress(FileNotFoundError):
                self._known = self._found()
                break
        return set(self._known)

    def keep(self, current: Callable[[], Collection[str]]) -> None:
        """Have the bookmarks of now found by the next command, instead of those that they came after.

        Parameters
        ----------
        current : callable
            Tells them; asked when no other thread is keeping its own.
        """
        with self._turn:
            found = set(current())
            if found <= self._known:
                return
            with suppress(OSError):  # where nothing can be kept, the audit log, which must be, says so
                make_private(self.folder)
                for bookmark in found - self._known:
                    self._write(bookmark)
                for bookmark in self._known - found:
                    (self.folder / _hash(bookmark)).unlink(missing_ok=True)
            self._known = found

    def forget(self) -> None:
        """Take out what was read: the server cannot do anything with it."""
        with self._turn, suppress(OSError):
            for path in self.folder.iterdir():  # by content: a damaged one has not the name that it asks for
                if path.read_text(encoding="utf-8", errors="replace") in self._known:
                    path.unlink(missing_ok=True)
            self._known = set()

    def _found(self) -> set[str]:
        if not self.folder.is_dir():
            return set()
        with suppress(PermissionError):
            return {
                path.read_text(encoding="utf-8", errors="replace")
                for path in self.folder.iterdir()
                if not path.name.startswith(".")
            }
        return set()

    def _write(self, bookmark: str) -> None:
        """Write a file, whole or not at all."""
        handle, path = tempfile.mkstemp(dir=self.folder, prefix=".")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(bookmark)
        Path(path).replace(self.folder / _hash(bookmark))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
