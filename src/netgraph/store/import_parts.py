"""The CSV files of one label or type that are appended to side by side, one for each thread that writes."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from pyarrow import csv

from netgraph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa


class Part:
    """One file: whoever has taken it appends to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._writer: csv.CSVWriter | None = None

    def write(self, table: pa.Table) -> None:
        """Append rows; all have the columns of the first."""
        if self._writer is None:
            options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
            self._writer = csv.CSVWriter(self._stream, table.schema, write_options=options)
        self._writer.write_table(table)

    def close(self) -> None:
        """Write what is still in hand; a second time does nothing."""
        if self._stream.closed:
            return
        with self._stream:
            if self._writer is not None:
                self._writer.close()


class Parts:
    """The files of one label, or of the claims of a type between two labels; one for each that writes."""

    def __init__(self, kind: str, group: str, name: str, create: Callable[[str], BinaryIO]) -> None:
        self.kind = kind
        self.free: list[Part] = []
        self._group, self._name, self._create = group, name, create
        self._all: list[Part] = []

    def take(self) -> Part:
        """Take a file that nobody is writing to, a new one where there is none."""
        if not self.free:
            self._all.append(Part(self._create(f"{self._name}-{len(self._all) + 1}.csv")))
            return self._all[-1]
        return self.free.pop()

    def argument(self) -> str:
        """Name the files as the importer wants to hear of them."""
        numbered = [f"{self._name}-{number}.csv" for number in range(1, len(self._all) + 1)]
        return f"--{self.kind}={self._group}={','.join([f'{self._name}-header.csv', *numbered])}"

    def close(self) -> None:
        """Close them all."""
        with ExitStack() as closing:
            for part in self._all:
                closing.callback(part.close)


def created(path: Path, mode: int) -> BinaryIO:
    """Open a new file for its owner alone.

    Raises
    ------
    StoreError
        It cannot be made.
    """
    try:
        path.touch(mode=mode)
        return path.open("wb")
    except OSError as cause:
        raise unwritable(path.parent, cause) from cause


def unwritable(folder: Path, cause: OSError) -> StoreError:
    """Say why a folder cannot be written."""
    return StoreError(f"{folder} cannot be written: {cause.strerror}", hint="name another folder with -o")
