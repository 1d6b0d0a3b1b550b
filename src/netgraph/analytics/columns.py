"""Turn columns of names into codes, and add up, join and collect on those: no Python object for each edge.

Reading the columns is `projection`'s part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.analytics.backend.columns import IntArray, pairs

if TYPE_CHECKING:
    import pandas as pd


def ranked(column: Any) -> tuple[pa.Array, IntArray]:  # noqa: ANN401 - a column of any library
    """Give a number to each name of a column: the names, sorted, each once, and the position of each row's.

    None is missing. Time O(m + n log n).
    """
    whole = pa.chunked_array(
        _chunks(column), pa.large_string()
    ).combine_chunks()  # else a dictionary for each
    encoded = whole.dictionary_encode()
    names, codes = encoded.dictionary, np.asarray(encoded.indices)
    order = pc.sort_indices(names)
    rank = np.empty(len(names), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(names))
    return names.take(order), rank[codes]


def counted(ends: IntArray, nodes: int, *, directed: bool) -> tuple[IntArray, IntArray]:
    """Make parallel edges one, as `summed` does, and say how many each was."""
    joined, times = np.unique(pairs(ends, nodes, directed=directed), return_counts=True)
    return np.column_stack(np.divmod(joined, max(1, nodes))), times.astype(np.int64)


def summed(
    ends: IntArray, weights: dict[str, Any], nodes: int, *, directed: bool
) -> tuple[IntArray, dict[str, Any]]:
    """Make parallel edges one, with the sum of each of their weights; edges without direction whichever way.

    Returns
    -------
    (numpy.ndarray of int64, shape (m, 2), dict of str to numpy.ndarray)
        By start and end; without direction the start is the smaller. Whole numbers stay so.
    """
    numbered = pairs(ends, nodes, directed=directed)
    joined, place = np.unique(numbered, return_inverse=True)
    sums = {}
    for name, weight in weights.items():
        column = np.asarray(weight)
        total = np.bincount(place, column.astype(float), minlength=len(joined))
        sums[name] = total.astype(np.int64) if column.dtype.kind in "iu" else total
    return np.column_stack(np.divmod(joined, max(1, nodes))), sums


def positions_in(names: pa.Array, wanted: Any) -> IntArray:  # noqa: ANN401 - a column of any library
    """Find the positions of some names among names that stand there once; -1 where one does not."""
    found = pc.index_in(pa.chunked_array(_chunks(wanted), pa.large_string()), value_set=names)
    codes: IntArray = np.asarray(pc.fill_null(found, -1)).astype(np.int64)
    return codes


def gathered(codes: IntArray, values: Any, size: int) -> list[tuple[str, ...]]:  # noqa: ANN401 - a column
    """Collect the values of each code into a sorted tuple.

    Parameters
    ----------
    codes : numpy.ndarray of int64, shape (k,)
        Positions from 0 to ``size``.
    values : pyarrow array or pandas.Series of str, length k
        One value for each.
    size : int
        How many tuples to give.

    Returns
    -------
    list of tuple of str
        Empty where a code has no value.
    """
    words, numbers = _dictionary(pa.chunked_array(_chunks(values), pa.large_string()).dictionary_encode())
    order = np.asarray(pc.sort_indices(words))
    rank = np.empty(len(words), dtype=np.int64)
    rank[order] = np.arange(len(words))
    found: list[tuple[str, ...]] = [()] * size
    if not len(words):
        return found
    code, word = np.divmod(np.unique(codes * len(words) + rank[numbers]), len(words))
    first = np.flatnonzero(np.diff(code, prepend=-1))
    sorted_words = words.take(pa.array(order)).to_pylist()
    alone = [(one,) for one in sorted_words]
    listed = word.tolist()
    for at, of, until in zip(
        first.tolist(), code[first].tolist(), [*first[1:].tolist(), len(code)], strict=True
    ):
        few = listed[at:until]
        found[of] = alone[few[0]] if len(few) == 1 else tuple(sorted_words[one] for one in few)
    return found


def handed_on(ends: IntArray, known: IntArray) -> IntArray:
    """Give what is known of the end of each edge to its start.

    Parameters
    ----------
    ends : numpy.ndarray of int64, shape (m, 2)
        Positions of start and end.
    known : numpy.ndarray of int64, shape (k, 2)
        Position of a node, and a number that is known of it; sorted, each pair once.

    Returns
    -------
    numpy.ndarray of int64, shape (r, 2)
        As `known`, of the starts.
    """
    if not len(known):
        return np.empty((0, 2), dtype=np.int64)
    first, last = (np.searchsorted(known[:, 0], ends[:, 1], side=side) for side in ("left", "right"))
    times = last - first
    at = np.repeat(first - np.cumsum(times) + times, times) + np.arange(times.sum())
    return once(np.column_stack((np.repeat(ends[:, 0], times), known[at, 1])))


def once(rows: IntArray) -> IntArray:
    """Sort pairs of numbers and keep each once."""
    width = int(rows[:, 1].max(initial=0)) + 1
    return np.column_stack(np.divmod(np.unique(rows[:, 0] * width + rows[:, 1]), width))


def left_out(weights: pd.Series | int, what: str) -> list[str]:
    """Say how much of something was left out; nothing where nothing was."""
    total = weights if isinstance(weights, int) else int(weights.sum())
    return [f"{total:,} {what}"] if total else []


def _chunks(column: Any) -> list[pa.Array]:  # noqa: ANN401 - a column of any library
    found = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, pa.large_string())
    cast = found.cast(pa.large_string())
    return list(cast.chunks) if isinstance(cast, pa.ChunkedArray) else [cast]


def _dictionary(encoded: pa.ChunkedArray) -> tuple[pa.Array, IntArray]:
    """Take a dictionary-encoded column apart; all its chunks share one dictionary."""
    if not encoded.num_chunks:
        return pa.array([], pa.large_string()), np.empty(0, dtype=np.int64)
    unified = encoded.unify_dictionaries()
    codes = np.concatenate([np.asarray(chunk.indices) for chunk in unified.chunks])
    return unified.chunk(0).dictionary, codes.astype(np.int64)
