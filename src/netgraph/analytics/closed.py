"""List what is closed in a graph: triples a -> b -> c of different nodes with a tie a -> c. In columns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.analytics.backend.columns import IntArray

AT_ONCE = 4_000_000  # paths of two edges looked at together; about 100 bytes each


def arcs(ends: IntArray, nodes: int, *, directed: bool) -> IntArray:
    """Return each pair of different nodes with a tie once; of undirected ties both ways.

    Parameters
    ----------
    ends : numpy.ndarray of int64, shape (m, 2)
        Positions of the ends of each edge.
    nodes : int
        How many nodes there are.
    directed : bool
        Whether an edge leads one way only.

    Returns
    -------
    numpy.ndarray of int64, shape (a, 2)
        Sorted.
    """
    both = ends if directed else np.concatenate([ends, ends[:, ::-1]])
    numbered = np.unique(both[:, 0] * nodes + both[:, 1])
    start, end = np.divmod(numbered, max(nodes, 1))
    tied: IntArray = np.column_stack([start, end])[start != end]
    return tied


def spread(starts: IntArray, lengths: IntArray) -> tuple[IntArray, IntArray]:
    """Say at which positions slices of a column lie: of which slice each, and where."""
    of = np.repeat(np.arange(len(lengths)), lengths)
    before = np.cumsum(lengths) - lengths
    return of, np.arange(len(of)) - np.repeat(before - starts, lengths)


def closed_triples(pairs: IntArray, nodes: int) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
    """List the triples a -> b -> c of different nodes with a -> c.

    Parameters
    ----------
    pairs : numpy.ndarray of int64, shape (a, 2)
        As `arcs` gives them.
    nodes : int
        How many nodes there are.

    Yields
    ------
    tuple of numpy.ndarray
        Columns a, b and c, some millions of rows at a time; no triple stands twice.

    Notes
    -----
    Every triangle is found from its node of lowest degree. Time O(m^1.5 log m) at worst, in NumPy.

    References
    ----------
    .. [1] Chiba, N., Nishizeki, T. (1985). Arboricity and subgraph listing algorithms. SIAM Journal on
       Computing 14(1). https://doi.org/10.1137/0214017
    """
    place = np.empty(nodes, dtype=np.int64)  # from the lowest degree
    order = np.argsort(np.bincount(pairs.ravel(), minlength=nodes), kind="stable")
    place[order] = np.arange(nodes)
    start, end = place[pairs[:, 0]], place[pairs[:, 1]]
    numbered = np.minimum(start, end) * nodes + np.maximum(start, end)
    ties, at = np.unique(numbered, return_inverse=True)
    up, down = np.zeros(len(ties), dtype=bool), np.zeros(len(ties), dtype=bool)
    up[at[start < end]] = True
    down[at[start > end]] = True
    low, high = np.divmod(ties, max(nodes, 1))
    first = np.searchsorted(low, np.arange(nodes + 1))
    onward = np.diff(first)[high]
    for part in _parts(onward):
        of, further = spread(first[high[part]], onward[part])
        one = np.arange(len(ties))[part][of]
        third = low[one] * nodes + high[further]
        found = np.searchsorted(ties, third)
        found[found == len(ties)] = 0
        real = ties[found] == third
        one, two, across = one[real], further[real], found[real]
        corners = (order[low[one]], order[high[one]], order[high[two]])
        # By the places of its corners: which way each of the three ties leads.
        lead = {(0, 1): up[one], (1, 0): down[one], (1, 2): up[two], (2, 1): down[two]}
        lead |= {(0, 2): up[across], (2, 0): down[across]}
        for a, b, c in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
            kept = lead[a, b] & lead[b, c] & lead[a, c]
            yield corners[a][kept], corners[b][kept], corners[c][kept]


def _parts(costs: IntArray) -> Iterator[slice]:
    """Cut rows into slices of about as much work each."""
    number = np.cumsum(costs) // AT_ONCE
    borders = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(costs)]
    yield from (slice(a, b) for a, b in pairwise(borders) if a < b)
