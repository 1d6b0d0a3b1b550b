"""Which further cells are hidden so that small ones cannot be computed: complementary suppression.

For a cell that an attacker finds, a linear programme looks for the cheapest way in which counts could be
others and the cell larger by ``k``; what is published and would have to be another is hidden. Then the
attacker tries again, until he finds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array, vstack
from scipy.sparse.csgraph import connected_components

from netgraph.disclosure.attack import NEARLY, TOGETHER, Known, intervals
from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


def protected(
    sums: Any,  # noqa: ANN401 - untyped SciPy
    start: Floats,
    small: Bools,
    k: int | Floats,
    given: Known | None = None,
    added: Bools | None = None,
) -> Bools:
    """Choose what is hidden, small cells included, so that nothing is found to within less than ``k``.

    Parameters
    ----------
    sums : scipy.sparse.csr_array
        A row for each cell, a column for each unknown count; 1 where it is counted in.
    start : numpy.ndarray
        The counts, or some that everything published and to be published allows.
    small : numpy.ndarray of bool
        Cells that must be hidden.
    k : int or numpy.ndarray
        How wide the interval of each hidden cell has to be; for all or for each.
    given : Known, optional
        What was published before, about the same unknowns.
    added : numpy.ndarray of bool, optional
        Rows that are what was added to a cell: nothing, or ``k`` and more, may be known of them.

    Returns
    -------
    numpy.ndarray of bool

    Raises
    ------
    DisclosureError
        What was published before gives a cell, whatever is hidden now; or contradicts the values.

    References
    ----------
    J. P. Kelly, B. L. Golden, A. A. Assad, Cell suppression: disclosure protection for sensitive tabular
    data, Networks 22 (1992), 397-417 (the programme).
    """
    hidden, safe = small.copy(), np.zeros(len(small), np.bool_)
    values, blocks = sums @ start, _blocks(sums, given)
    wide = np.broadcast_to(np.asarray(k, float), len(small))
    hidden, safe = small.copy(), np.zeros(len(small), np.bool_)
    while (open_ := np.flatnonzero(hidden & ~safe)).size:
        told = Known(sums[np.flatnonzero(~hidden)], values[~hidden])
        low, high = intervals(told.and_(given) if given else told, sums[open_], wide[open_])
        found = high - low < wide[open_]
        safe[open_[~found]] = True  # hiding more only widens what is found
        if added is not None:
            found &= ~(added[open_] & ((high == 0) | (low >= wide[open_])))
        if not found.any():
            break
        for cells in _rounds(open_[found], blocks, sums):
            near = np.isin(blocks, blocks[cells])
            more = _complement(sums, start, hidden, cells, near, wide[cells], given)
            if not more.size:  # by broken numbers it is hidden already, by whole ones it is found
                shown = np.flatnonzero(~hidden & near)
                more = shown[np.argsort(values[shown], kind="stable")][:1]
            if not more.size:
                raise _given_away()
            hidden[more] = True
    return hidden


def _blocks(sums: Any, given: Known | None) -> Integers:  # noqa: ANN401
    """Give cells a number by what hangs together."""
    ties = csr_array(vstack([sums, given.sums])) if given else sums
    labels = connected_components(block_array([[None, ties], [ties.T, None]]), directed=False)[1]
    return np.asarray(labels[: sums.shape[0]])


def _rounds(found: Integers, blocks: Integers, sums: Any) -> list[Integers]:  # noqa: ANN401
    """Take one cell of each block, and so many blocks at once as the solver takes easily."""
    if not found.size:
        return []
    firsts = found[np.unique(blocks[found], return_index=True)[1]]
    each = max(1, TOGETHER * len(np.unique(blocks)) // sum(sums.shape))
    return np.array_split(firsts, -(-len(firsts) // each))


def _complement(
    sums: Any,  # noqa: ANN401
    start: Floats,
    hidden: Bools,
    cells: Integers,
    near: Bools,
    wide: Floats,
    given: Known | None,
) -> Integers:
    """Name the published cells that change where some cells are larger by ``k``, as cheaply as can be."""
    columns = np.arange(len(start)) if given else np.unique(sums[np.flatnonzero(near)].indices)
    shown = np.flatnonzero(near & ~hidden)
    change, count = csr_array(sums[shown][:, columns]), len(shown)
    fixed = [sums[cells][:, columns]] + ([csr_array(given.sums)[:, columns]] if given else [])
    wanted = [wide] + ([np.zeros(given.sums.shape[0])] if given else [])
    equal = csr_array(vstack(fixed))
    price = np.log1p(sums[shown] @ start)
    size = eye_array(count, format="csr")
    found = linprog(
        np.concatenate([np.zeros(len(columns)), price]),
        A_ub=block_array([[change, -size], [-change, -size]], format="csr") if count else None,
        b_ub=np.zeros(2 * count) if count else None,
        A_eq=csr_array(block_array([[equal, csr_array((equal.shape[0], count))]])) if count else equal,
        b_eq=np.concatenate(wanted),
        bounds=np.column_stack(
            [np.r_[-start[columns], np.zeros(count)], np.full(len(columns) + count, np.inf)]
        ),
        method="highs-ds",
    )
    if found.x is None:
        raise _given_away()
    return np.asarray(shown[found.x[len(columns) :] > NEARLY])


def _given_away() -> DisclosureError:
    return DisclosureError(
        "what was published before gives small counts away, whatever of this table is hidden",
        hint="publish it by other dimensions, by broader values, or not to them",
    )
