"""CSV that a spreadsheet takes for values and never for formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

DANGEROUS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # the last four: full width
SEPARATOR = "; "


def csv_of(table: pa.Table) -> bytes:
    """Write a table as CSV.

    Parameters
    ----------
    table : pyarrow.Table
        Texts, numbers, booleans and lists of text.

    Returns
    -------
    bytes
        UTF-8; lists joined by semicolons, nothing for what is missing.
    """
    rows = zip(*(table[name].to_pylist() for name in table.column_names), strict=True)
    return csv_rows(table.column_names, rows)


def csv_rows(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Write a header, whose names may repeat, and rows in the same way."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([safe(name) for name in header])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return stream.getvalue().encode("utf-8", "surrogatepass")


def safe(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula, or that has one already.

    Reading back, one leading apostrophe goes. Source: OWASP, CSV Injection.
    """
    return f"'{text}" if text.startswith((*DANGEROUS, "'")) else text


def plain(text: str) -> str:
    """Return the text that `safe` was given."""
    return text.removeprefix("'")


def _cell(value: Any) -> Any:  # noqa: ANN401 - a cell is anything
    if isinstance(value, list):
        return safe(SEPARATOR.join(map(str, value)))
    if isinstance(value, bool):
        return str(value).lower()
    return safe(value) if isinstance(value, str) else value
