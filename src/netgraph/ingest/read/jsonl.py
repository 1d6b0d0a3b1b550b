"""Read JSON Lines: one flat object a line; an absent name, null and "" are all a blank cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from netgraph.errors import DataError
from netgraph.ingest.read.opening import LONGEST_LINE, Opened
from netgraph.ingest.read.table import CHUNK, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.read.table import Chunk, Progress


def read_jsonl(path: Path, progress: Progress) -> Table:
    """Open a JSON Lines file; see `netgraph.ingest.read.read_chunks`.

    It is read twice, since any line can bring a new name. Rows are numbered by their lines plus one, as if
    there were a header.
    """
    columns: dict[str, None] = {}
    for line, row in objects(path):
        for name in row.keys() - columns.keys():
            if not whole(name):
                raise DataError(
                    f"{path}: line {line}: a name holds half a character", hint="write it as UTF-8"
                )
        columns |= dict.fromkeys(row)
    if not columns:
        raise DataError(f"{path} is empty", hint="it needs at least one object")
    return Table(list(columns), _chunks(path, list(columns), progress))


def _chunks(path: Path, columns: list[str], progress: Progress) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    for line, row in objects(path):
        numbers.append(line + 1)
        rows.append([_text(path, line, name, row.get(name)) for name in columns])
        if len(rows) == CHUNK:
            yield numbers, list(zip(*rows, strict=True))
            progress("read", line, 0)
            numbers, rows = [], []
    if rows:
        yield numbers, list(zip(*rows, strict=True))


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of a file with its line."""
    with Opened(path) as file:
        for line, raw in enumerate(iter(lambda: file.binary.readline(LONGEST_LINE), b""), start=1):
            if len(raw) == LONGEST_LINE:
                raise DataError(f"{path}: line {line} is too long", hint="one object on each line")
            if not raw.strip():
                continue
            try:
                row = _DECODER.decode(raw.decode("utf-8-sig"))
            except UnicodeDecodeError as cause:
                raise DataError(f"{path}: line {line} is not UTF-8", hint="save it as UTF-8") from cause
            except (ValueError, RecursionError) as cause:
                raise DataError(f"{path}: line {line} is not JSON", hint="one object on each line") from cause
            if not isinstance(row, dict):
                raise DataError(f"{path}: line {line} is not an object", hint="one object on each line")
            yield line, row


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a name stands twice")
    return row


def whole(text: str) -> bool:
    """Tell whether a text can be written; JSON can escape one half of a character without the other."""
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


# Numbers stay as they are written: 1.10 is not 1.1 in a reference, and no digit of a long one is lost.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_constant
)


def _text(path: Path, line: int, name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if whole(value):
            return value
        raise DataError(
            f"{path}: line {line}: {name[:60]!r} holds half a character", hint="write it as UTF-8"
        )
    raise DataError(
        f"{path}: line {line}: {name[:60]!r} holds a list or an object",
        hint="one value in each cell; join several with a separator that the mapping splits at",
    )
