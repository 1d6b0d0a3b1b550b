"""Open a file that holds text, plain or packed with gzip, without trusting its size.

What unpacks to far more than any table would, or never ends a line, is refused before it fills the memory.
"""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from netgraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE = 20_000_000  # characters
MOST_TIMES = 200  # a table packs to a tenth or a fiftieth; zeros pack to a thousandth
HARMLESS = 200_000_000  # bytes; what unpacks to less than this is no bomb, however small it was


def check_file(path: Path) -> None:
    """Refuse a path that leads to no ordinary file, without opening it: a pipe would make us wait for ever.

    Raises
    ------
    DataError
        There is nothing, or a directory, or a device; or nobody may look.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as cause:
        raise DataError(f"there is no file {path}", hint="check the path") from cause
    except (OSError, ValueError) as cause:
        why = getattr(cause, "strerror", None) or str(cause)
        raise DataError(
            f"{path} cannot be read: {why}", hint="check the path, and who may read it"
        ) from cause
    if stat.S_ISDIR(mode):
        raise DataError(f"{path} is a directory, not a file", hint="name a file in it")
    if not stat.S_ISREG(mode):
        raise DataError(f"{path} is no ordinary file", hint="save what it gives as a file, and load that")


class Opened:
    """A file opened for reading, and how far it has been read in the bytes of the disk.

    Attributes
    ----------
    binary : BinaryIO
        The bytes, unpacked.
    size : int
        Bytes on the disk.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._disk: BinaryIO = path.open("rb")
        except OSError as cause:
            raise DataError(
                f"{path} cannot be read: {cause.strerror}", hint="check the path, and who may read it"
            ) from cause
        self._text: io.TextIOWrapper | None = None
        self.size = path.stat().st_size
        packed = self._disk.read(2) == b"\x1f\x8b"
        self._disk.seek(0)
        if path.suffix.lower() == ".gz" and not packed:
            self._disk.close()
            raise DataError(f"{path} is not packed with gzip", hint="get it again, or take .gz off its name")
        self.binary: BinaryIO = (
            io.BufferedReader(_Unpacked(path, self._disk, self.size)) if packed else self._disk
        )

    def tell(self) -> int:
        """Bytes of the disk that have been read."""
        return self._disk.tell()

    def text(self) -> io.TextIOWrapper:
        """Return the text, line ends as they stand; a byte order mark is dropped."""
        self._text = io.TextIOWrapper(self.binary, encoding="utf-8-sig", newline="")
        return self._text

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        (self._text or self.binary).close()
        self._disk.close()


class _Unpacked(io.RawIOBase):
    def __init__(self, path: Path, disk: BinaryIO, size: int) -> None:
        self._path = path
        self._file = gzip.GzipFile(fileobj=disk)
        self._most = max(HARMLESS, MOST_TIMES * size)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever can be written into
        try:
            found = self._file.readinto(buffer)
        except (OSError, EOFError, zlib.error) as cause:
            raise DataError(
                f"{self._path} is damaged or not complete: it cannot be unpacked to its end",
                hint="get it again",
            ) from cause
        self._read += found
        if self._read > self._most:
            raise DataError(
                f"{self._path} unpacks to more than {self._most:,} bytes, which no table of its size does",
                hint="unpack it yourself if you trust it",
            )
        return found


def lines(stream: io.TextIOWrapper, path: Path) -> Iterator[str]:
    """Give the lines of a text, each with its end.

    Raises
    ------
    DataError
        A line has a NUL character, or does not end.
    """
    for number, text in enumerate(iter(lambda: stream.readline(LONGEST_LINE), ""), start=1):
        if "\0" in text:
            raise DataError(f"{path}: line {number} holds a NUL character", hint="it may not be a text file")
        if len(text) == LONGEST_LINE:
            raise DataError(
                f"{path}: line {number} is longer than {LONGEST_LINE:,} characters",
                hint="it may not be a table",
            )
        yield text
