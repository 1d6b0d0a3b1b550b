"""Read one sheet of an XLSX workbook as text: what a cell shows as a value, never its formula.

Nothing in a workbook is trusted, neither its sizes nor what it says of its own extent; what is damaged is
told by `netgraph.ingest.read.workbook`.
"""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from netgraph.errors import DataError
from netgraph.ingest.read.table import CHUNK, Table
from netgraph.ingest.read.workbook import check_formulas, lines_of, open_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.read.table import Chunk, Progress
    from netgraph.ingest.read.workbook import Line


def read_xlsx(path: Path, sheet: str | None, progress: Progress, *, skip: int = 0) -> Table:
    """Open a sheet, the first one unless it is named; see `netgraph.ingest.read.read_chunks`."""
    with ExitStack() as opened:
        book = open_workbook(path, opened)
        name = _sheet(path, book, sheet)
        check_formulas(path, book, name)
        lines = (line for line in lines_of(path, book, name) if line[0] > skip)
        columns = _header(lines)
        if not columns:
            raise DataError(
                f"{path} is empty", hint=f"its sheet {name!r} needs a header and at least one row"
            )
        for other in book.worksheets:
            if (
                sheet is None
                and other.title != name
                and _header(lines_of(path, book, other.title)) == columns
            ):
                raise DataError(
                    f"{path}: the sheet {other.title[:60]!r} has the same header as {name[:60]!r}",
                    hint="bring the rows together, or name one in source.sheet of the mapping",
                )
        return Table(columns, _chunks(path, lines, len(columns), progress), opened.pop_all())


def _sheet(path: Path, book: Any, wanted: str | None) -> str:  # noqa: ANN401 - openpyxl has no types
    names = [sheet.title for sheet in book.worksheets]
    if not names:
        raise DataError(f"{path} has no sheet with cells", hint="save it as XLSX or CSV")
    if wanted is not None and wanted not in names:
        raise DataError(f"{path} has no sheet {wanted!r}", hint=f"it has: {', '.join(names)}")
    return wanted or names[0]


def _header(lines: Iterator[Line]) -> list[str]:
    """Take the first row that is not blank."""
    header = next((row for _, row in lines if any(value is not None for value in row)), ())
    return [_text(value).strip() for value in _trimmed(header)]


def _chunks(path: Path, lines: Iterator[Line], width: int, progress: Progress) -> Iterator[Chunk]:
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
