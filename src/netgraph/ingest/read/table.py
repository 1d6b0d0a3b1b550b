"""What every reader of a format gives: the header, and chunks of columns of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

Progress = Callable[[str, int, int], None]
Chunk = tuple[Sequence[int], Sequence[Sequence[str]]]
CHUNK = 20_000
# First columns of a list of rejected rows, before those of the file.
REJECTS_HEADER = ("netgraph_run", "netgraph_row", "netgraph_reason", "netgraph_column")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass
class Table:
    """An open file: its column names, and its rows in chunks of (row numbers, one list of text a column).

    Row numbers count as a spreadsheet does: the header is row 1. Use it in a ``with`` statement.
    """

    columns: list[str]
    chunks: Iterator[Chunk]
    closing: AbstractContextManager[object] = field(default_factory=nullcontext)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.__exit__(kind, error, trace)


def guarded(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula; `bare` takes the guard off again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def bare(cell: str) -> str:
    """Take the guard off a cell."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
