"""Rows of a file as columns of categories: each distinct text of a column once, each row as a small number.

Rows are numbered as in a spreadsheet: the header is row 1. What a text means is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
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
    numbers : list of int
        Row numbers in the file.
    columns : dict of str to (list of str, numpy.ndarray)
        Distinct stripped texts of each column, and for each row which of them it holds.
    """

    numbers: list[int]
    columns: dict[str, tuple[list[str], np.ndarray]]
    _codes: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.numbers)

    def categories(self, column: str) -> tuple[list[str], list[int]]:
        """Distinct texts of a column, and for each row which of them it holds."""
        texts, codes = self.columns[column]
        if column not in self._codes:
            self._codes[column] = codes.tolist()
        return texts, self._codes[column]

    def texts(self, column: str) -> list[str]:
        """Text of a column in each row."""
        texts, codes = self.categories(column)
        return [texts[code] for code in codes]

    def filled(self, column: str) -> np.ndarray:
        """Tell for each row whether a column holds text."""
        texts, codes = self.columns[column]
        known = np.array([bool(text) for text in texts] or [False])
        found: np.ndarray = known[codes]
        return found

    def blank(self) -> list[int]:
        """Positions of rows without any text."""
        mask = np.ones(len(self), dtype=bool)
        for column in self.columns:
            mask &= ~self.filled(column)
        return [int(position) for position in np.flatnonzero(mask)]

    def arrow(self, column: str) -> pa.Array:
        """Text of a column as an Arrow dictionary."""
        texts, codes = self.columns[column]
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
    numbers: list[int] = []
    parts: list[list[pa.Array]] = [[] for _ in columns]
    for rows, values in chunks:
        numbers.extend(rows)
        for found, column in zip(parts, values, strict=True):
            found.append(pa.array(column, pa.string()))
    return Rows(numbers, dict(zip(columns, map(_distinct, parts), strict=True)))


def _distinct(parts: list[pa.Array]) -> tuple[list[str], np.ndarray]:
    if not parts:
        return [], np.empty(0, np.int32)
    whole = pa.chunked_array(parts, pa.string()).combine_chunks().dictionary_encode()
    return whole.dictionary.to_pylist(), whole.indices.to_numpy()


def natural(text: str) -> tuple[int, int, str]:
    """Sort whole numbers by value and before all other text."""
    if text.isdecimal() and text.isascii() and len(text) <= LONGEST_NUMBER:
        return (0, int(text), text)
    return (1, 0, text)
