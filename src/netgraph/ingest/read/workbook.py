"""Open an XLSX workbook without trusting it: sizes, entities, formulas, far cells, damaged parts.

openpyxl raises whatever its code trips over, so every exception of it is told as damage. What the cells mean
is no business of this module.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl

from netgraph.errors import DataError, NetgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack
    from pathlib import Path

LARGEST = 1_000_000_000  # bytes once unpacked; more is taken for a bomb
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
BLOCK = 1_000_000
HINT = "open it in a spreadsheet and save it anew, as XLSX or as CSV UTF-8"
# A cell far to the right makes openpyxl fill in millions before it; an entity could spell its place.
_FAR = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["'](?:[A-Z]{4}|[^"'>]*&)""")
_BELOW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](?:\d{8}|[^"'>]*&)""")  # nor is a row numbered so
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ENTITIES = re.compile(rb"<!DOCTYPE|^(?:\xff\xfe|\xfe\xff)")

Line = tuple[int, tuple[object, ...]]


def open_workbook(path: Path, opened: ExitStack) -> Any:  # noqa: ANN401 - openpyxl has no types
    """Open a workbook for reading row by row, values instead of formulas; `opened` closes it.

    Raises
    ------
    DataError
        It is none, is damaged, or unpacks to more than any table does.
    """
    try:
        stream = opened.enter_context(path.open("rb"))  # openpyxl leaves its own open when it fails
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST:
            raise _too_large(path, unpacked)  # noqa: TRY301 - let through below
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are no data
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except NetgraphError:
        raise
    except ET.ParseError as cause:
        line, column = cause.position
        raise DataError(
            f"{path} is damaged: the XML of a part is wrong at line {line}, column {column}", hint=HINT
        ) from cause
    except Exception as cause:
        raise DataError(f"{path} is not an XLSX workbook that can be read", hint=HINT) from cause
    opened.callback(book.close)
    return book


def lines_of(path: Path, book: Any, name: str) -> Iterator[Line]:  # noqa: ANN401 - openpyxl has no types
    """Give the rows of a sheet with their numbers, blank ones too.

    Raises
    ------
    DataError
        With the last row that could be read.
    """
    sheet = book[name]
    sheet.reset_dimensions()  # else rows beyond what the sheet says of its own extent are left out
    number = 0
    try:
        rows = sheet.iter_rows(values_only=True)
        while True:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a date that is none comes as #VALUE!, which rejects its row
                row = next(rows, None)
            if row is None:
                return
            number += 1
            if number > LAST_ROW:
                raise _too_far(path)  # noqa: TRY301 - let through below
            yield number, row
    except NetgraphError:
        raise
    except Exception as cause:
        raise DataError(f"{path}: row {number + 1} of the sheet is damaged", hint=HINT) from cause


def _too_large(path: Path, unpacked: int) -> DataError:
    return DataError(f"{path} unpacks to {unpacked:,} bytes, which is too much", hint="save it as CSV")


def _too_far(path: Path) -> DataError:
    return DataError(f"{path}: a row is numbered beyond row {LAST_ROW:,}", hint=HINT)


def check_formulas(path: Path, book: Any, name: str) -> None:  # noqa: ANN401 - openpyxl has no types
    """Refuse a sheet with a formula that was never computed, since its cell would read as blank.

    Raises
    ------
    DataError
        With the row; also for entities, which have no place in a sheet, and cells beyond the last column.
    """
    try:
        formulas = _look_over(path, book, name)
        row = _uncomputed(book, name) if formulas else None
    except NetgraphError:
        raise
    except Exception as cause:
        raise DataError(f"{path}: the sheet {name[:60]!r} is damaged", hint=HINT) from cause
    if row is not None:
        raise DataError(
            f"{path}: row {row} has a formula that was never computed, so its value is not in the file",
            hint="open it in a spreadsheet, let it compute, and save it",
        )


def _part(book: Any, name: str) -> Any:  # noqa: ANN401 - openpyxl has no types
    return book._archive.open(book[name]._worksheet_path)  # noqa: SLF001 - openpyxl has no other way


def _look_over(path: Path, book: Any, name: str) -> bool:  # noqa: ANN401 - openpyxl has no types
    """Tell whether there is a formula, from the bytes, which is fast."""
    formulas = False
    end = b""
    with _part(book, name) as part:
        for block in iter(lambda: part.read(BLOCK), b""):
            text = end + block
            if _ENTITIES.search(text):
                raise DataError(f"{path}: the sheet {name[:60]!r} is damaged: it defines entities", hint=HINT)
            if _BELOW.search(text):
                raise _too_far(path)
            if _FAR.search(text):
                raise DataError(f"{path}: a cell stands beyond column {LAST_COLUMN:,}", hint=HINT)
            formulas = formulas or bool(_FORMULA.search(text))
            end = block[-200:]
    return formulas


def _uncomputed(book: Any, name: str) -> int | None:  # noqa: ANN401 - openpyxl has no types
    """Find the first row with a formula and no value."""
    number = 0
    with _part(book, name) as part:
        for event, element in ET.iterparse(part, events=("start", "end")):  # noqa: S314 - no entities in it
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                number = int(element.get("r") or number + 1) if tag == "row" else number
            elif tag == "c":
                inside = {child.tag.rpartition("}")[2]: child.text for child in element}
                # A formula that gives an empty text says so by its type.
                if "f" in inside and not inside.get("v") and element.get("t") != "str":
                    return number
            elif tag == "row":
                element.clear()
    return None
