"""The file of an audit log: private, appended to by one process at a time, on disk before more is done."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netgraph.disclosure.private import PRIVATE_FILE, make_private
from netgraph.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 65_536  # bytes; more than a line has


class LogFile:
    """Lines that are only ever added to.

    Parameters
    ----------
    path : Path
        Made, with its folders, when it is first written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open = -1

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes and threads from writing the file meanwhile."""
        with self._told():
            make_private(self.path.parent)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._open = os.open(self.path, flags, PRIVATE_FILE)
        try:
            with _locked(self._open):
                yield
        finally:
            os.close(self._open)
            self._open = -1

    def put(self, text: bytes) -> None:
        """Add to the end of the held file, and to the disk."""
        with self._told():
            written = os.write(self._open, text)
            os.fsync(self._open)
            if written != len(text):
                raise OSError(0, "the disk is full")

    def cut(self, size: int) -> None:
        """Take off what the held file has beyond a size: a last line that a stop left unfinished."""
        with self._told():
            if os.fstat(self._open).st_size > size:
                os.ftruncate(self._open, size)

    def lines(self) -> list[bytes]:
        """Read all lines, with their ends; none where there is no file."""
        with self._told():
            try:
                with self.path.open("rb") as stream:
                    return stream.readlines()
            except FileNotFoundError:
                return []

    def ends(self) -> tuple[bytes, bytes]:
        """Read the first and the last line only; empty where there is none."""
        with self._told(), self.path.open("rb") as stream:
            first = stream.readline()
            size = stream.seek(0, os.SEEK_END)
            start = max(0, size - BLOCK)
            stream.seek(start)
            return first, (stream.readlines() or [b""])[-1]

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as cause:
            raise AuditError(
                f"the audit log {self.path} cannot be written or read: {cause.strerror or cause}; "
                "nothing was done",
                hint="see who may write there, and if the disk is full; NETGRAPH_AUDIT names another folder",
            ) from cause


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there alone

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield  # closing the file lets go of it
