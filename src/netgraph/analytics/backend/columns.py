"""Checks on the columns a graph is built from. Nothing here knows a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]


def positions(start: ArrayLike, end: ArrayLike, nodes: int) -> IntArray:
    """Join two columns of node positions into the array of ends of the edges.

    Parameters
    ----------
    start, end : array_like of int, shape (m,)
        Positions, from 0.
    nodes : int
        How many nodes there are.

    Returns
    -------
    numpy.ndarray of int64, shape (m, 2)
        Read-only, C-contiguous.

    Raises
    ------
    AnalysisError
        The columns differ in length, hold something other than whole numbers, or name a position
        outside ``0 <= p < nodes``.
    """
    first, second = np.asarray(start), np.asarray(end)
    if first.ndim != 1 or first.shape != second.shape:
        raise AnalysisError(
            f"The start and end columns do not match: shapes {first.shape} and {second.shape}.",
            hint="Give two columns of the same length, one row per edge.",
        )
    if first.size and not (first.dtype.kind in "iu" and second.dtype.kind in "iu"):
        raise AnalysisError(
            f"The ends of edges are not whole numbers: {first.dtype} and {second.dtype}.",
            hint="Give each end as the position of its node, from 0.",
        )
    ends = np.empty((first.size, 2), dtype=np.int64)
    ends[:, 0], ends[:, 1] = first, second
    if ends.size and not (ends.min() >= 0 and ends.max() < nodes):
        raise AnalysisError(
            f"An edge ends outside the {nodes} nodes: at {ends.min()} or {ends.max()}.",
            hint="Give each end as the position of its node, from 0.",
        )
    ends.setflags(write=False)
    return ends


def numbers(values: Sequence[Any] | ArrayLike) -> FloatArray:
    """Read edge weights as floating point numbers.

    Parameters
    ----------
    values : array_like, shape (m,)
        Integers, floats or truth values.

    Returns
    -------
    numpy.ndarray of float64, shape (m,)
        Read-only.

    Raises
    ------
    ValueError
        A value is no number, or not finite.
    """
    column = np.asarray(values)  # a ragged sequence is a ValueError already
    if column.size and (column.ndim != 1 or column.dtype.kind not in "biuf"):
        raise ValueError("some edge weights are not plain numbers")
    column = np.array(column, dtype=np.float64).reshape(-1)
    if not np.isfinite(column).all():
        raise ValueError("some edge weights are not finite")
    column.setflags(write=False)
    return column


def weight_column(weight: ArrayLike, edges: int) -> FloatArray:
    """Read the weights of so many edges, or raise `AnalysisError`."""
    try:
        column = numbers(weight)
    except ValueError as error:
        raise AnalysisError(
            f"The weight column does not fit: {error}.", hint="Give a finite number for every edge."
        ) from error
    if len(column) != edges:
        raise AnalysisError(
            f"{len(column)} weights for {edges} edges.", hint="Give one weight for every edge."
        )
    return column


def pairs(ends: IntArray, nodes: int, *, directed: bool) -> IntArray:
    """Give each pair of nodes that edges join a number.

    Parameters
    ----------
    ends : numpy.ndarray of int64, shape (m, 2)
        Positions of the nodes.
    nodes : int
        How many nodes there are.
    directed : bool
        Whether (a, b) and (b, a) are two pairs.

    Returns
    -------
    numpy.ndarray of int64, shape (m,)
        ``a * nodes + b``: the same number for parallel edges, and for them only.
    """
    first, last = ends[:, 0], ends[:, 1]
    if not directed:
        first, last = np.minimum(first, last), np.maximum(first, last)
    numbered: IntArray = first * nodes + last
    return numbered
