"""Which further cells are hidden so that small ones cannot be computed: complementary suppression.

For a cell that an attacker finds, a linear programme looks for the cheapest way in which counts could be
others and the cell larger by ``k``; what is published and would have to be another is hidden. Then the
attacker tries again, until he finds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, csc_array, csr_array, eye_array, vstack
from scipy.sparse.csgraph import connected_components

from netgraph.disclosure.attack import TOGETHER, Known, intervals
from netgraph.disclosure.programmes import NEARLY
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
    hidden, settled = small.copy(), _Settled(sums, start, k, added)
    blocks = _blocks(sums, given)
    values = settled.values
    while (open_ := settled.open(hidden)).size:
        firsts = open_[np.unique(blocks[open_], return_index=True)[1]]
        told = Known(sums[np.flatnonzero(~hidden)], values[~hidden])
        known = told.and_(given) if given else told
        low, high = intervals(known, sums[firsts], settled.wide[firsts], start, settled.seen)
        found = settled.found(firsts, low, high)
        for cells in _rounds(found, blocks, sums):
            near = np.isin(blocks, blocks[cells])
            more, change = _complement(sums, start, hidden, cells, near, settled.wide[cells], given)
            whole = change.round()
            if np.abs(change - whole).max() < NEARLY:  # with that hidden, an example of its own
                settled.seen(np.arange(len(start)), start + whole)
                found_again = cells[~settled.safe[cells]]
            else:
                found_again = cells
            if (
                not more.size and found_again.size
            ):  # by broken numbers it is hidden already, by whole ones found
                shown = np.flatnonzero(~hidden & near)
                more = shown[np.argsort(values[shown], kind="stable")][:1]
                if not more.size:
                    raise _given_away()
            hidden[more] = True
            settled.changed()
    return hidden


class _Settled:
    """Of which cells it is shown that nobody finds them, by two examples that are far enough apart.

    An example stays one: hiding more only takes away from what is known.
    """

    def __init__(self, sums: Any, start: Floats, k: int | Floats, added: Bools | None) -> None:  # noqa: ANN401
        self._columns, self._start = csc_array(sums), start
        self.values = sums @ start
        self.wide = np.broadcast_to(np.asarray(k, float), len(self.values))
        self._added = added if added is not None else np.zeros(len(self.values), np.bool_)
        self._low, self._high = self.values.copy(), self.values.copy()
        self.safe = np.zeros(len(self.values), np.bool_)
        self._excused = self.safe.copy()
        self._stale = False

    def open(self, hidden: Bools) -> Integers:
        """Name the cells that are not settled; in the end once more those that were excused before."""
        left = np.flatnonzero(hidden & ~self.safe & ~self._excused)
        if not left.size and self._stale:
            self._excused[:], self._stale = False, False
            left = np.flatnonzero(hidden & ~self.safe)
        return left

    def seen(self, columns: Integers, counts: Floats) -> None:
        """Learn of whole counts that agree with all that is published."""
        moved = np.flatnonzero(counts != self._start[columns])
        change = (counts - self._start[columns])[moved]
        values = self.values + self._columns[:, columns[moved]] @ change
        np.minimum(self._low, values, out=self._low)
        np.maximum(self._high, values, out=self._high)
        self.safe |= self._high - self._low >= self.wide

    def found(self, cells: Integers, low: Floats, high: Floats) -> Integers:
        """Name the cells that are found; of what was added, nothing or much may be known."""
        narrow = ~(high - low >= self.wide[cells])
        self.safe[cells[~narrow]] = True
        excused = narrow & self._added[cells] & ((high == 0) | (low >= self.wide[cells]))
        self._excused[cells[excused]] = True
        return np.asarray(cells[narrow & ~excused])

    def changed(self) -> None:
        """More is hidden: what was excused has to be looked at again."""
        self._stale = True


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
) -> tuple[Integers, Floats]:
    """Name the published cells that change where some are larger by ``k``, at the lowest price; and how."""
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
    change = np.zeros(len(start))
    change[columns] = found.x[: len(columns)]
    return np.asarray(shown[found.x[len(columns) :] > NEARLY]), change


def _given_away() -> DisclosureError:
    return DisclosureError(
        "what was published before gives small counts away, whatever of this table is hidden",
        hint="publish it by other dimensions, by broader values, or not to them",
    )
