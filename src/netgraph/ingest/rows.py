"""Rows of a file as columns of categories.

A pandas frame holds the text: each distinct text of a column once, each row as a small number, the index is
the row's number in the file (the header is row 1, as in a spreadsheet). What a text means is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


LONGEST_NUMBER = 18  # digits; Python refuses to read numbers of thousands of them


@dataclass(frozen=True)
class Reason:
    """Why a row was rejected; never holds a value."""

    text: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.text} (column {self.column})" if self.column else self.text


@dataclass(frozen=True)
class Rows:
    """Some rows of a file.

    Parameters
    ----------
    frame : pandas.DataFrame
        Stripped text as categories; the index holds row numbers.
    """

    frame: pd.DataFrame
    _seen: dict[str, tuple[list[str], list[int]]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def numbers(self) -> list[int]:
        """Row numbers in the file."""
        return [int(number) for number in self.frame.index]

    def categories(self, column: str) -> tuple[list[str], list[int]]:
        """Distinct texts of a column, and for each row which of them it holds."""
        if column not in self._seen:
            values = self.frame[column].cat
            self._seen[column] = (values.categories.tolist(), values.codes.tolist())
        return self._seen[column]

    def texts(self, column: str) -> list[str]:
        """Text of a column in each row."""
        texts, codes = self.categories(column)
        return [texts[code] for code in codes]

    def filled(self, column: str) -> np.ndarray:
        """Tell for each row whether a column holds text."""
        texts, _ = self.categories(column)
        empty = [code for code, text in enumerate(texts) if not text]
        return ~np.isin(self.frame[column].cat.codes, empty)

    def blank(self) -> list[int]:
        """Positions of rows without any text."""
        mask = np.ones(len(self), dtype=bool)
        for column in self.frame:
            mask &= ~self.filled(str(column))
        return [int(position) for position in np.flatnonzero(mask)]

    def arrow(self, column: str) -> pa.Array:
        """Text of a column as an Arrow dictionary."""
        texts, codes = self.categories(column)
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(texts, pa.string()))


def categorical(
    columns: Sequence[str], chunks: Iterable[tuple[Sequence[int], Sequence[Sequence[str]]]]
) -> Rows:
    """Gather chunks of text into rows of categories.

    Parameters
    ----------
    columns : sequence of str
        Names, in the order of the file.
    chunks : iterable of (numbers, columns of text)
        Row numbers, and one sequence of stripped texts for each column.
    """
    texts: list[dict[str, int]] = [{} for _ in columns]
    codes: list[list[np.ndarray]] = [[] for _ in columns]
    numbers: list[int] = []
    for rows, values in chunks:
        numbers.extend(rows)
        for seen, parts, column in zip(texts, codes, values, strict=True):
            parts.append(np.fromiter((seen.setdefault(t, len(seen)) for t in column), np.int32, len(column)))
    index = pd.Index(numbers, dtype="int64", name="row")
    frame = pd.DataFrame(
        {
            name: pd.Categorical.from_codes(
                np.concatenate(parts) if parts else np.empty(0, np.int32), pd.Index(list(seen), dtype=object)
            )
            for name, seen, parts in zip(columns, texts, codes, strict=True)
        }
    )
    return Rows(frame.set_index(index))


def natural(text: str) -> tuple[int, int, str]:
    """Sort whole numbers by value and before all other text."""
    if text.isdecimal() and text.isascii() and len(text) <= LONGEST_NUMBER:
        return (0, int(text), text)
    return (1, 0, text)
