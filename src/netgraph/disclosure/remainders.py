"""Tables that somebody has, and a bundle: what is left once the persons of the bundle are taken out.

Who is in a bundle is released, and no count of such persons by what the bundle tells of them is a secret. Two
things are: how many the table counts that the bundle has not, and what the bundle does not tell of those
whom it has (their sex, say). The attacker of `netgraph.disclosure.attack` tries to find both, believing in
turn each way in which the two can go together: that both count the same persons, that the table counts more,
or that the bundle does. A way that the published numbers rule out he does not believe.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

from netgraph.disclosure.attack import Known, intervals
from netgraph.disclosure.complement import protected
from netgraph.disclosure.counting import DIMENSIONS
from netgraph.disclosure.differences import OTHER, Space
from netgraph.disclosure.programmes import NEARLY, whole_counts
from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from netgraph.disclosure.differences import Published
    from netgraph.disclosure.holdings import Values

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

SAME, MORE, LESS = "the same persons", "more in the table", "more in the bundle"


@dataclass(frozen=True)
class Way:
    """One way in which tables and bundle go together, in unknowns; the first are of the bundle's persons.

    Attributes
    ----------
    counts, left, persons : scipy.sparse.csr_array
        Of each innermost cell what the tables count, what of that is left, and whom of it the bundle has.
    told : Known
        What holds of the unknowns, but for what the tables tell.
    """

    counts: Any
    left: Any
    persons: Any
    told: Known


@dataclass(frozen=True)
class Sought:
    """What an attacker is after.

    Attributes
    ----------
    sums : scipy.sparse.csr_array
        For each cell the whole count, the bundle's persons in it, and what is left of it.
    wide : numpy.ndarray
        How wide the interval of each has to be.
    left : numpy.ndarray of bool
        What is left: nothing, or ``k`` and more, may be known of it.
    need : numpy.ndarray of bool
        Whether it is to be protected: not what is published.
    """

    sums: Any
    wide: Floats
    left: Bools
    need: Bools


@dataclass(frozen=True)
class Remainder:
    """The tables of one state of the data for one recipient, beside the persons of one bundle.

    Attributes
    ----------
    tables : sequence of Published
    cells : scipy.sparse.csr_array
        A row for each cell of the tables, one after the other, a column for each innermost one.
    persons, groups : scipy.sparse.csr_array
        Unknowns of the bundle's persons, a column for each innermost cell in which some can be: the cell, and
        the group of which the bundle says how many it has.
    sizes : numpy.ndarray
        How many each group has.
    """

    tables: Sequence[Published]
    space: Space
    cells: Any
    persons: Any
    groups: Any
    sizes: Floats

    @classmethod
    def of(cls, tables: Sequence[Published], held: Mapping[Values, int]) -> Remainder:
        """Lay the persons of a bundle beside tables; who has a value that no table counts came later."""
        space = Space.of(tables)
        names = {name: set(space.atoms[name]) for name in space.by}
        counts: dict[tuple[str | None, ...], int] = {}
        for values, count in held.items():
            row = dict(zip(DIMENSIONS, values, strict=True))
            at = tuple(_placed(row[name], names[name]) for name in space.by)
            counts[at] = counts.get(at, 0) + count
        columns, groups = [np.empty(0, np.int64)], []
        sizes = []
        for at, count in counts.items():
            inside = np.ones(len(space.atoms), np.bool_)
            for name, value in zip(space.by, at, strict=True):
                if value is not None:
                    inside &= space.atoms[name].eq(value).to_numpy()
            if inside.any():
                columns.append(np.flatnonzero(inside))
                groups.append(np.ones((1, int(inside.sum()))))
                sizes.append(float(count))
        places = np.concatenate(columns)
        persons = csr_array(
            (np.ones(len(places)), (places, np.arange(len(places)))), (len(space.atoms), len(places))
        )
        parted = csr_array(block_diag(groups)) if groups else csr_array((0, 0))
        cells = csr_array(vstack([space.rows(table, 0) for table in tables]))
        return cls(tables, space, cells, persons, parted, np.array(sizes))

    @property
    def hidden(self) -> Bools:
        """Which cells are."""
        return np.array([count is None for table in self.tables for count in table.counts], np.bool_)

    @property
    def k(self) -> Floats:
        """The smallest count that may be told, for each cell."""
        return np.array([float(table.k) for table in self.tables for _ in table.counts])

    def untold(self) -> Floats:
        """Say of each cell how many of the bundle's persons may be in it for all that the bundle tells."""
        inside = (self.cells @ self.persons @ self.groups.T).toarray()
        within = (inside > 0) & (inside < np.asarray(self.groups.sum(axis=1)).ravel())
        return np.asarray(within @ self.sizes, float)

    def way(self, word: str) -> Way:
        """Write down one of `SAME`, `MORE` and `LESS`."""
        (size, columns), parts = self.persons.shape, {SAME: 0, MORE: 1, LESS: 2}[word]
        unit, none = eye_array(size, format="csr"), csr_array((size, size))
        first, rest = csr_array((size, columns)), [none] * parts
        persons = _beside(self.persons, *rest)
        told = Known(_beside(self.groups, csr_array((len(self.sizes), parts * size))), self.sizes)
        if word == LESS:  # the bundle's persons are those whom the tables count, and others
            both = Known(_beside(self.persons, -unit, -unit), np.zeros(size))
            return Way(_beside(first, unit, none), _beside(first, *rest), persons, told.and_(both))
        left = _beside(first, *[unit] * parts)
        return Way(csr_array(persons + left), left, persons, told)

    def ways(self) -> list[tuple[Way, Floats]]:
        """Return those that the published numbers allow, each with some counts that they allow in it.

        Raises
        ------
        DisclosureError
            None: the one has more here and the other there.
        """
        more = [way for word in (MORE, LESS) if self._differs(way := self.way(word))]
        some = [(way, _some(self.known(way))) for way in (self.way(SAME), *more)]
        found = [(way, start) for way, start in some if start is not None]
        if not found:
            raise DisclosureError(
                "the bundle has more persons than the tables count in some cells, and fewer in others",
                hint="see what was marked anew or undone since: the two cannot be compared",
            )
        return found

    def _differs(self, way: Way) -> bool:
        """Whether anybody can be in the one and not in the other; where nobody can, they have the same."""
        known, size = self.known(way), self.persons.shape[0]
        cost = np.zeros(known.sums.shape[1])
        cost[-size:] = -1.0  # those who are in the one alone
        found = linprog(cost, A_eq=known.sums, b_eq=known.values, method="highs-ds")
        return found.x is None or -found.fun > 1 - NEARLY

    def known(self, way: Way, tables: Sequence[Published] | None = None) -> Known:
        """Put together what is known in one way: what holds in it, and what tables tell."""
        known = way.told
        for table in self.tables if tables is None else tables:
            told = self.space.told(table)
            known = known.and_(Known(csr_array(told.sums @ way.counts), told.values))
        return known

    def sought(self, way: Way, start: Floats) -> Sought:
        """Name what the attacker is after: what is left, what is hidden, and what of the bundle is not told.

        Of a hidden cell of which nothing is left, and of the bundle's persons, more cannot be asked than that
        he knows no more than the bundle says: of two persons he knows that none, one or both are in it.
        """
        known, k, untold, cells = self.known(way), self.k, self.untold(), self.cells
        left, counts, persons = (csr_array(cells @ one) for one in (way.left, way.counts, way.persons))
        most = intervals(known, left, k, start, _unseen)[1] if left.nnz else np.zeros(len(k))
        most[np.isnan(most)] = np.inf  # nobody can say
        wide = np.concatenate([np.minimum(k, untold + most), np.minimum(k, untold), k])
        need = np.concatenate([self.hidden, self.hidden, np.diff(left.indptr) > 0]) & (wide > 0)
        after = np.repeat([False, False, True], len(k))
        return Sought(csr_array(vstack([counts, persons, left])), wide, after, need)

    def found(self) -> bool:
        """Say whether the attacker finds any of it."""
        for way, start in self.ways():
            sought = self.sought(way, start)
            rows = np.flatnonzero(sought.need)
            if rows.size:
                wide = sought.wide[rows]
                low, high = intervals(self.known(way), sought.sums[rows], wide, start, _unseen)
                fine = sought.left[rows] & ((high == 0) | (low >= wide))
                if (~(high - low >= wide) & ~fine).any():  # not a number is found too
                    return True
        return False

    def hiding(self) -> Bools:
        """Choose what of the last table is hidden, so that he finds nothing.

        Raises
        ------
        DisclosureError
            Hiding is not enough.
        """
        cells = len(self.tables[-1].counts)
        first = len(self.k) - cells
        new = self.hidden[first:]
        for way, start in self.ways():
            sought = self.sought(way, start)
            rows = np.r_[np.arange(first, len(self.k)), _but(sought.need, first, len(self.k))]
            nothing = replace(self.tables[-1], counts=(None,) * cells)
            new = (
                new
                | protected(
                    csr_array(sought.sums[rows]),
                    start,
                    np.r_[self.hidden[first:], np.ones(len(rows) - cells, np.bool_)],
                    sought.wide[rows],
                    self.known(way, [*self.tables[:-1], nothing]),
                    sought.left[rows],
                )[:cells]
            )
        return new


def _placed(value: str | None, names: set[str]) -> str | None:
    """Say where tables count a value: by its name, else under the others; None stays unknown."""
    return value if value is None or value in names else OTHER


def _beside(*parts: Any) -> Any:  # noqa: ANN401 - untyped SciPy
    return csr_array(hstack(parts))


def _but(need: Bools, first: int, end: int) -> NDArray[np.int64]:
    """Name what is needed, but for the whole counts of the last table."""
    rest = need.copy()
    rest[first:end] = False
    return np.flatnonzero(rest)


def _some(known: Known) -> Floats | None:
    """Return whole counts that agree with what is known, if any do."""
    found = linprog(np.zeros(known.sums.shape[1]), A_eq=known.sums, b_eq=known.values, method="highs-ds").x
    return None if found is None else whole_counts(known)


def _unseen(*_: object) -> None:
    """Learn nothing of an example."""
