"""Read CSV and TSV, strictly: a row with too few or too many cells stops the load, nothing is padded.

The csv module and not pandas reads them, because pandas fills short rows with blanks and says nothing.
"""

from __future__ import annotations

import csv
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from netgraph.errors import DataError
from netgraph.ingest.read.opening import Opened, lines
from netgraph.ingest.read.table import CHUNK, Table

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netgraph.ingest.read.table import Chunk, Progress

LARGEST_CELL = 1_000_000
_UTF8 = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


def read_delimited(
    path: Path, separator: str, progress: Progress, *, skip: int = 0, header: Sequence[str] = ()
) -> Table:
    """Open a delimited text file; see `netgraph.ingest.read.read_chunks`.

    A blank as separator means any white space. `skip` rows are passed over; `header` names the columns of
    a file without one.
    """
    csv.field_size_limit(LARGEST_CELL)
    file = Opened(path)
    try:
        # Without strict a quote that is never closed swallows the rest of the file.
        text = lines(file.text(), path)
        if separator == " ":
            text = (" ".join(line.split()) for line in text)
        reader = csv.reader(text, delimiter=separator, strict=True)
        with _translated(path, reader):
            for _ in islice(reader, skip):
                pass
        columns = list(header) or _header(path, reader)
    except BaseException:
        file.__exit__()
        raise
    rows = _chunks(path, file, reader, len(columns), progress, first=skip + (1 if header else 2))
    return Table(columns, rows, file)


def _header(path: Path, reader: Reader) -> list[str]:
    with _translated(path, reader):
        header = next(reader, None)
    if not header:
        raise DataError(f"{path} is empty", hint="it needs a header and at least one row")
    return [name.strip() for name in header]


def _chunks(
    path: Path, file: Opened, reader: Reader, width: int, progress: Progress, *, first: int
) -> Iterator[Chunk]:
    number = first - 1
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
                progress("read", file.tell(), file.size)
                numbers, rows = [], []
    if rows:
        yield numbers, list(zip(*rows, strict=True))
    progress("read", file.size, file.size)


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
    with Opened(path) as file:
        for line, raw in enumerate(file.binary, start=1):
            if line == 1 and raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
                return DataError(f"{path} is UTF-16, not UTF-8", hint=_UTF8)
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError:
                return DataError(f"{path}: line {line} is not UTF-8", hint=_UTF8)
    return DataError(f"{path} is not UTF-8", hint=_UTF8)
