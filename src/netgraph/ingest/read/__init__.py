"""Read a file of any supported format into rows of text; nothing is lost, nothing is interpreted.

Each format has a module of its own; this one checks the columns, strips the cells and gathers them. What a
text means is decided later.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.errors import DataError
from netgraph.ingest.mapping import Source
from netgraph.ingest.read.arranging import arranged, check_cells
from netgraph.ingest.read.delimited import read_delimited
from netgraph.ingest.read.ftm import read_ftm
from netgraph.ingest.read.graphml import read_graphml
from netgraph.ingest.read.jsonl import read_jsonl
from netgraph.ingest.read.opening import check_file
from netgraph.ingest.read.parquet import read_parquet
from netgraph.ingest.read.table import REJECTS_HEADER, Table, bare
from netgraph.ingest.read.xlsx import read_xlsx
from netgraph.ingest.rows import categorical

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    ".ftm": "ftm",
    ".graphml": "graphml",
}
SEPARATORS = (None, ";", "\t", "|")  # of text that is called CSV
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
    source = mapping.source
    kind = _kind(source, path)
    # A list of rejected rows is our own CSV, however the file was written.
    with read_delimited(path, ",", progress) if repaired else _open(kind, source, path, progress) as opened:
        table = _repaired(opened, path, wanted=repaired)
        columns, chunks = arranged(mapping, path, table, kind, repaired=repaired)
        empty = True
        for chunk in chunks:
            empty = False
            yield categorical(columns, [chunk])
    if empty:
        raise DataError(f"{path} has a header and no rows", hint="check that it is the right file")


def read_sample(path: Path, rows: int) -> tuple[dict[str, str], list[str], list[list[str]]]:
    """Read the header and the first rows of a file that no mapping knows.

    Parameters
    ----------
    path : Path
        Of any format; text whose ending says nothing is taken for CSV.
    rows : int
        How many rows, at most.

    Returns
    -------
    source : dict of str to str
        ``format``, and ``separator`` where it is not the usual one.
    columns : list of str
        The header.
    texts : list of list of str
        For each column its cells, stripped.

    Raises
    ------
    DataError
        The file cannot be read, has no rows, or has a cell that no load would take.
    """
    check_file(path)
    source = Source(name="sample", doc="", licence="")
    kind = _kind(source, path)
    for separator in SEPARATORS if kind == "csv" else (None,):
        source = source.model_copy(update={"separator": separator})
        with _open(kind, source, path, lambda *_: None) as opened:
            table = _repaired(opened, path, wanted=False)
            if len(table.columns) == 1 and any(mark in table.columns[0] for mark in SEPARATORS if mark):
                continue
            if not table.columns:
                raise DataError(f"{path} has no columns", hint="it needs a header and at least one row")
            texts: list[list[str]] = [[] for _ in table.columns]
            for numbers, columns in table.chunks:
                for name, found, cells in zip(table.columns, texts, columns, strict=True):
                    check_cells(path, name, numbers, cells)
                    found += [text.strip() for text in cells[: rows - len(found)]]
                if len(texts[0]) >= rows or not numbers:
                    break
            if not texts[0]:
                raise DataError(f"{path} has a header and no rows", hint="a draft needs a sample of rows")
            return {"format": kind} | ({"separator": separator} if separator else {}), table.columns, texts
    raise DataError(f"{path}: no header that can be told apart", hint="save it as CSV with commas")


def _kind(source: Source, path: Path) -> str:
    """Tell the format from the file's ending, else from the mapping; text may be packed with gzip."""
    packed = path.suffix.lower() == ".gz"
    suffix = Path(path.stem).suffix.lower() if packed else path.suffix.lower()
    kind = SUFFIXES.get(suffix, source.format)
    if (source.format == "ftm" and kind == "jsonl") or suffix == ".json":
        kind = source.format  # entities of FollowTheMoney are JSON Lines of a form of their own
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


def _open(kind: str, source: Source, path: Path, progress: Progress) -> Table:
    if kind in {"csv", "tsv"}:
        separator = source.separator or ("\t" if kind == "tsv" else ",")
        return read_delimited(path, separator, progress, skip=source.skip, header=source.header)
    if kind == "xlsx":
        return read_xlsx(path, source.sheet, progress, skip=source.skip)
    if kind == "ftm":
        return read_ftm(path, progress)
    if kind == "graphml":
        return read_graphml(path, progress)
    return read_jsonl(path, progress) if kind == "jsonl" else read_parquet(path, progress)
