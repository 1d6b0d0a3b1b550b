"""Read one sheet of an XLSX workbook as text: what a cell shows as a value, never its formula."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from netgraph.errors import DataError
from netgraph.ingest.read.table import CHUNK, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.read.table import Chunk, Progress

LARGEST = 1_000_000_000  # bytes once unpacked; more is taken for a bomb


def read_xlsx(path: Path, sheet: str | None, progress: Progress) -> Table:
    """Open a sheet, the first one unless it is named; see `netgraph.ingest.read.read_chunks`."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST:
            raise DataError(f"{path} unpacks to {unpacked:,} bytes, which is too much", hint="save it as CSV")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as cause:
        raise DataError(f"{path} is not an XLSX workbook", hint="save it as XLSX or CSV") from cause
    if sheet is not None and sheet not in book.sheetnames:
        book.close()
        raise DataError(f"{path} has no sheet {sheet!r}", hint=f"it has: {', '.join(book.sheetnames)}")
    lines = enumerate(book[sheet or book.sheetnames[0]].iter_rows(values_only=True), start=1)
    header = next((row for _, row in lines if any(value is not None for value in row)), ())
    columns = [_text(value).strip() for value in _trimmed(header)]
    if not columns:
        book.close()
        raise DataError(f"{path} is empty", hint="the first sheet needs a header and at least one row")
    return Table(columns, _chunks(path, lines, len(columns), progress), _Closing(book))


class _Closing:
    def __init__(self, book: openpyxl.Workbook) -> None:
        self._book = book

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._book.close()


def _chunks(
    path: Path, lines: Iterator[tuple[int, tuple[object, ...]]], width: int, progress: Progress
) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    for number, values in lines:
        row = [_text(value) for value in _trimmed(values)]
        if not row:
            continue
        if len(row) > width:
            raise DataError(
                f"{path}: row {number} has {len(row)} cells, the header has {width}",
                hint="name the columns in the header, or delete what stands beside the table",
            )
        numbers.append(number)
        rows.append(row + [""] * (width - len(row)))  # a sheet has no ends of rows: blank is what is there
        if len(rows) == CHUNK:
            yield numbers, list(zip(*rows, strict=True))
            progress("read", number, 0)
            numbers, rows = [], []
    if rows:
        yield numbers, list(zip(*rows, strict=True))


def _trimmed(values: tuple[object, ...]) -> tuple[object, ...]:
    """Leave out the blank cells at the end of a row."""
    end = len(values)
    while end and values[end - 1] in {None, ""}:
        end -= 1
    return values[:end]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
