"""Read a file of any supported format into rows of text; nothing is lost, nothing is interpreted.

Each format has a module of its own; this one checks the columns, strips the cells and gathers them. What a
text means is decided later.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.errors import DataError
from netgraph.ingest.read.delimited import LARGEST_CELL, read_delimited
from netgraph.ingest.read.jsonl import read_jsonl
from netgraph.ingest.read.opening import check_file
from netgraph.ingest.read.parquet import read_parquet
from netgraph.ingest.read.table import REJECTS_HEADER, Table, bare
from netgraph.ingest.read.xlsx import read_xlsx
from netgraph.ingest.rows import categorical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.read.table import Progress
    from netgraph.ingest.rows import Rows

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
FOREIGN = {".xls", ".xlsb", ".ods", ".doc", ".docx", ".pdf", ".zip", ".7z", ".tar", ".tgz"}
UNPACKED = {"xlsx", "parquet"}  # formats that are packed in themselves


def read_chunks(
    mapping: Mapping, path: Path, progress: Progress, *, repaired: bool = False
) -> Iterator[Rows]:
    """Read a file, some rows at a time, so that its size does not matter.

    Parameters
    ----------
    mapping : Mapping
        Its columns are the closed list; its source says how the file is written where the file's ending does
        not.
    path : Path
        The file.
    progress : callable
        Called with ("read", bytes done, bytes in all).
    repaired : bool, default False
        The file is a list of rejected rows whose cells were repaired.

    Yields
    ------
    Rows
        Every row of the file once, cells stripped, missing values as "".

    Raises
    ------
    DataError
        The file cannot be read, is empty, is not what its ending says, or has other columns.
    """
    check_file(path)
    kind = _kind(mapping, path)
    # A list of rejected rows is our own CSV, however the file was written.
    with read_delimited(path, ",", progress) if repaired else _open(kind, mapping, path, progress) as opened:
        table = _repaired(opened, path, wanted=repaired)
        _check_columns(mapping, path, table.columns, kind)
        empty = True
        for chunk in _cleaned(path, table, frozenset(mapping.source.missing)):
            empty = False
            yield categorical(table.columns, [chunk])
    if empty:
        raise DataError(f"{path} has a header and no rows", hint="check that it is the right file")


def _kind(mapping: Mapping, path: Path) -> str:
    """Tell the format from the file's ending, else from the mapping; text may be packed with gzip."""
    packed = path.suffix.lower() == ".gz"
    suffix = Path(path.stem).suffix.lower() if packed else path.suffix.lower()
    kind = SUFFIXES.get(suffix, mapping.source.format)
    if suffix in FOREIGN or (packed and kind in UNPACKED):
        raise DataError(f"{path} is in an old or other format", hint="save it as XLSX or as CSV UTF-8")
    return kind


def _repaired(table: Table, path: Path, *, wanted: bool) -> Table:
    """Take what a list of rejected rows says about them off its rows."""
    listed = len(REJECTS_HEADER)
    found = tuple(table.columns[:listed]) == REJECTS_HEADER
    if found and not wanted:
        raise DataError(
            f"{path} is a list of rejected rows: loaded as a file of its source it would replace all others",
            hint="repair the cells in it, then: netgraph ingest retry FILE",
        )
    if wanted and not found:
        raise DataError(
            f"{path} is no list of rejected rows: its first columns are not {', '.join(REJECTS_HEADER)}",
            hint="a load writes one beside its file, with .rejects.csv after its name",
        )
    if not found:
        return table
    chunks = (
        (numbers, [[bare(cell) for cell in column] for column in columns[listed:]])
        for numbers, columns in table.chunks
    )
    return Table(table.columns[listed:], chunks)


def _open(kind: str, mapping: Mapping, path: Path, progress: Progress) -> Table:
    if kind in {"csv", "tsv"}:
        separator = mapping.source.separator or ("\t" if kind == "tsv" else ",")
        return read_delimited(path, separator, progress)
    if kind == "xlsx":
        return read_xlsx(path, mapping.source.sheet, progress)
    if kind == "jsonl":
        return read_jsonl(path, progress)
    return read_parquet(path, progress)


def _cleaned(
    path: Path, table: Table, missing: frozenset[str]
) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
    for numbers, columns in table.chunks:
        for name, column in zip(table.columns, columns, strict=True):
            _check_cells(path, name, numbers, column)
        yield numbers, [[_clean(text, missing) for text in column] for column in columns]


def _clean(text: str, missing: frozenset[str]) -> str:
    text = text.strip()
    return "" if text in missing else text


def _check_cells(path: Path, name: str, numbers: Sequence[int], column: Sequence[str]) -> None:
    """Refuse what no text file could hold, whatever the format: it fits no store."""
    for number, text in zip(numbers, column, strict=True):
        if len(text) > LARGEST_CELL:
            what = f"is longer than {LARGEST_CELL:,} characters"
        elif "\0" in text:
            what = "holds a NUL character"
        else:
            continue
        raise DataError(f"{path}: row {number}: the column {name[:60]!r} {what}", hint="correct the cell")


def _check_columns(mapping: Mapping, path: Path, columns: Sequence[str], kind: str) -> None:
    """Insist on exactly the columns that the mapping knows, in any order."""
    lacking = [name for name in mapping.columns if name not in columns]
    if len(columns) == 1 and len(mapping.columns) > 1 and kind in {"csv", "tsv"}:
        raise DataError(
            f"{path}: the header is one column only: another character may separate the columns",
            hint="save it with commas (csv) or tabs (tsv), or set source.separator in the mapping",
        )
    if 2 * len(lacking) > len(mapping.columns):
        # Perhaps a file without a header: its first row may be a record, so it is not shown.
        raise DataError(
            f"{path}: the first row is no header of the mapping {mapping.name}: no column {_names(lacking)}",
            hint=f"netgraph ingest template {mapping.name} writes an empty file with the right header",
        )
    blank = [number for number, name in enumerate(columns, start=1) if not name]
    if blank:
        raise DataError(f"{path}: column {blank[0]} has no name", hint="name it in the header, or delete it")
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise DataError(f"{path}: the column {twice[0]!r} stands twice in the header", hint="rename one")
    if lacking:
        raise DataError(
            f"{path}: no column {_names(lacking)}",
            hint=f"the mapping {mapping.name} needs it, if only empty; the file has {_names(columns)}",
        )
    surplus = [name for name in columns if name not in mapping.columns]
    if surplus:
        raise DataError(
            f"{path}: the mapping {mapping.name} does not know the column {_names(surplus)}",
            hint="name it in the mapping's columns, and use it or ignore it with a reason",
        )


def _names(names: Sequence[str]) -> str:
    shown = [repr(name[:60]) for name in names[:12]]
    return ", ".join(shown) + (f" and {len(names) - 12} more" if len(names) > 12 else "")  # noqa: PLR2004
