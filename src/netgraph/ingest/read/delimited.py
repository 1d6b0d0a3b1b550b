"""Read CSV and TSV, strictly: a row with too few or too many cells stops the load, nothing is padded.

The csv module and not pandas reads them, because pandas fills short rows with blanks and says nothing.
"""

from __future__ import annotations

import csv
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netgraph.errors import DataError
from netgraph.ingest.read.table import CHUNK, Table

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from netgraph.ingest.read.table import Chunk, Progress

LARGEST_CELL = 1_000_000
_UTF8 = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


def read_delimited(path: Path, separator: str, progress: Progress) -> Table:
    """Open a delimited text file; see `netgraph.ingest.read.read_rows`."""
    csv.field_size_limit(LARGEST_CELL)
    stream = path.open(encoding="utf-8-sig", newline="")
    try:
        # Without strict a quote that is never closed swallows the rest of the file.
        reader = csv.reader(_no_nul(stream, path), delimiter=separator, strict=True)
        columns = _header(path, reader)
    except BaseException:
        stream.close()
        raise
    return Table(columns, _chunks(path, stream, reader, len(columns), progress), stream)


def _header(path: Path, reader: Reader) -> list[str]:
    with _translated(path, reader):
        header = next(reader, None)
    if not header:
        raise DataError(f"{path} is empty", hint="it needs a header and at least one row")
    return [name.strip() for name in header]


def _chunks(path: Path, stream: TextIO, reader: Reader, width: int, progress: Progress) -> Iterator[Chunk]:
    size = path.stat().st_size
    number = 1
    numbers: list[int] = []
    rows: list[list[str]] = []
    with _translated(path, reader):
        for row in reader:
            number += 1
            if not row:  # an empty line between rows is no row
                continue
            if len(row) != width:
                raise DataError(
                    f"{path}: row {number} (line {reader.line_num}) has {len(row)} cells, not {width}",
                    hint="put a cell that holds the separator in double quotes, or fill in what is missing",
                )
            numbers.append(number)
            rows.append(row)
            if len(rows) == CHUNK:
                yield numbers, list(zip(*rows, strict=True))
                progress("read", stream.buffer.tell(), size)
                numbers, rows = [], []
    if rows:
        yield numbers, list(zip(*rows, strict=True))
    progress("read", size, size)


def _no_nul(stream: TextIO, path: Path) -> Iterator[str]:
    for line, text in enumerate(stream, start=1):
        if "\0" in text:
            raise DataError(f"{path}: line {line} holds a NUL character", hint="it may not be a text file")
        yield text


@contextmanager
def _translated(path: Path, reader: Reader) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as cause:
        raise _undecodable(path) from cause
    except csv.Error as cause:
        what = str(cause)
        if "end of data" in what:
            what = "a double quote is opened and never closed"
        elif "field limit" in what:
            what = f"a cell is longer than {LARGEST_CELL:,} characters"
        raise DataError(
            f"{path}: line {reader.line_num}: {what}",
            hint="double quotes inside a quoted cell are written twice",
        ) from cause


def _undecodable(path: Path) -> DataError:
    """Find the first line that is not UTF-8; the decoder only knows its own block."""
    with path.open("rb") as stream:
        if stream.read(2) in {b"\xff\xfe", b"\xfe\xff"}:
            return DataError(f"{path} is UTF-16, not UTF-8", hint=_UTF8)
        stream.seek(0)
        for line, raw in enumerate(stream, start=1):
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError:
                return DataError(f"{path}: line {line} is not UTF-8", hint=_UTF8)
    return DataError(f"{path} is not UTF-8", hint=_UTF8)
