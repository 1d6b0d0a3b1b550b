"""Tables that somebody has already, and a new one: what the two together would give away.

The same attacker, with more in hand. Counts of two times are different unknowns, and so are those of what the
public and of what a State may have; of the later, and of the State's, there are as many or more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, eye_array, hstack, vstack

from netgraph.disclosure.attack import Known
from netgraph.disclosure.complement import protected
from netgraph.disclosure.programmes import whole_counts
from netgraph.disclosure.recipients import PUBLIC
from netgraph.disclosure.suppression import COUNT, REASON, SECONDARY, TOTAL
from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OTHER = "other"
LARGEST = 20_000  # unknowns


@dataclass(frozen=True)
class Published:
    """A table as somebody has it.

    Attributes
    ----------
    to : str
        The recipient.
    state : str
        Names the state of the data that was counted: same name, same counts.
    by : tuple of str
    names : tuple of tuple of str
        For each dimension; ``other`` stands for all that is not named. With every one goes a total.
    counts : tuple of (int or None)
        In the order of `netgraph.disclosure.suppression.Cube.cells`; None where hidden.
    k : int
    """

    to: str
    state: str
    by: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    counts: tuple[int | None, ...]
    k: int

    @classmethod
    def of(cls, table: pd.DataFrame, by: Sequence[str], to: str, state: str, k: int) -> Published:
        """Take what `netgraph.disclosure.suppression.suppress` gave."""
        counts = tuple(None if pd.isna(count) else int(count) for count in table[COUNT])
        names = tuple(tuple(dict.fromkeys(v for v in table[name] if v != TOTAL)) for name in by)
        return cls(to, state, tuple(by), names, counts, k)

    def cells(self) -> list[tuple[str, ...]]:
        """Name the cells in the order of the counts."""
        return list(product(*((*values, TOTAL) for values in self.names)))


@dataclass
class Space:
    """The unknowns behind some tables: for each audience and state one for each combination of values."""

    by: tuple[str, ...]
    atoms: pd.DataFrame
    blocks: list[tuple[str, str]]
    links: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many unknowns."""
        return len(self.atoms) * (len(self.blocks) + len(self.links))

    @classmethod
    def of(cls, tables: Sequence[Published]) -> Space:
        """Build it over all values that any of the tables names.

        Raises
        ------
        DisclosureError
            They are too many.
        """
        by = tuple(dict.fromkeys(name for table in tables for name in table.by))
        values = [
            sorted({v for t in tables if name in t.by for v in t.names[t.by.index(name)]}) for name in by
        ]
        blocks = list(dict.fromkeys((table.to, table.state) for table in tables))
        times = {state: at for at, state in enumerate(dict.fromkeys(table.state for table in tables))}
        links = [
            (less, more)
            for less, (to, state) in enumerate(blocks)
            for more, (other, later) in enumerate(blocks)
            if less != more and to in {other, PUBLIC} and times[state] <= times[later]
        ]
        sizes = [len(some) for some in values]
        if np.prod(sizes, dtype=float) * (len(blocks) + len(links)) > LARGEST:
            raise DisclosureError(
                "the table and those published before have too many values between them to be compared",
                hint="publish by the same dimensions and values as before, or by fewer",
            )
        return cls(by, pd.DataFrame(list(product(*values)), columns=list(by)), blocks, links)

    def rows(self, table: Published, block: int) -> Any:  # noqa: ANN401 - untyped SciPy
        """Say which unknowns each cell of a table sums over, in some block."""
        return self._placed([self._inside(table, cell) for cell in table.cells()], block)

    def _inside(self, table: Published, cell: tuple[str, ...]) -> NDArray[np.bool_]:
        inside = np.ones(len(self.atoms), np.bool_)
        for name, value, values in zip(table.by, cell, table.names, strict=True):
            column = self.atoms[name]
            if value == OTHER:
                inside &= (~column.isin([one for one in values if one != OTHER])).to_numpy()
            elif value != TOTAL:
                inside &= column.eq(value).to_numpy()
        return inside

    def _placed(self, inside: Sequence[NDArray[np.bool_]], block: int) -> Any:  # noqa: ANN401
        size = len(self.atoms)
        part = csr_array(np.array(inside, float).reshape(-1, size))
        before, after = block * size, self.size - (block + 1) * size
        return csr_array(hstack([csr_array((len(inside), before)), part, csr_array((len(inside), after))]))

    def told(self, table: Published) -> Known:
        """Turn a table into what it says: its counts, and that there is nobody it does not name."""
        block = self.blocks.index((table.to, table.state))
        shown = [at for at, count in enumerate(table.counts) if count is not None]
        nobody = [
            ~self.atoms[name].isin(values).to_numpy()
            for name, values in zip(table.by, table.names, strict=True)
            if OTHER not in values and not self.atoms[name].isin(values).all()
        ]
        counts = [float(table.counts[at] or 0) for at in shown] + [0.0] * len(nobody)
        return Known(
            csr_array(vstack([self.rows(table, block)[shown], self._placed(nobody, block)])), np.array(counts)
        )

    def linked(self) -> Known:
        """Say that what is added from one block to another is not negative: the rest of the unknowns."""
        size, unit = len(self.atoms), eye_array(len(self.atoms), format="csr")
        rows = [csr_array((0, self.size))]
        for at, (less, more) in enumerate(self.links):
            parts = [csr_array((size, size))] * (len(self.blocks) + len(self.links))
            parts[less], parts[more], parts[len(self.blocks) + at] = unit, -unit, unit
            rows.append(csr_array(hstack(parts)))
        return Known(csr_array(vstack(rows)), np.zeros(size * len(self.links)))


def differences(earlier: Sequence[Published], counts: Published, table: pd.DataFrame) -> pd.DataFrame:
    """Hide more of a table where it would give something away together with earlier ones.

    Parameters
    ----------
    earlier : sequence of Published
        What the recipient has, oldest first; tables for the public count.
    counts : Published
        The new table with all its counts, the hidden ones too.
    table : pandas.DataFrame
        The same as `netgraph.disclosure.suppression.suppress` gave it.

    Returns
    -------
    pandas.DataFrame
        The table with more hidden, so that no cell hidden in any of the tables is known to within less than
        ``k``, and of no cell it is known that some, but fewer than ``k``, were added.

    Raises
    ------
    DisclosureError
        Hiding is not enough; the counts went down; or too much hangs together.
    """
    if not earlier:
        return table
    space = Space.of([*earlier, counts])
    new = space.blocks.index((counts.to, counts.state))
    given = space.linked()
    for one in earlier:
        given = given.and_(space.told(one))
    given = given.and_(space.told(replace(counts, counts=(None,) * len(table))))
    rows, wide, added = [space.rows(counts, new)], [np.full(len(table), counts.k)], [np.zeros(len(table))]
    for one in earlier:
        own = space.blocks.index((one.to, one.state))
        hidden = [at for at, count in enumerate(one.counts) if count is None]
        rows.append(space.rows(one, own)[hidden])
        wide.append(np.full(len(hidden), one.k))
        added.append(np.zeros(len(hidden)))
        if (own, new) in space.links and one.to == counts.to:
            rows.append(space.rows(one, len(space.blocks) + space.links.index((own, new))))
            wide.append(np.full(len(one.counts), counts.k))
            added.append(np.ones(len(one.counts)))
    sums = csr_array(vstack(rows))
    everything = Known(rows[0], np.array([float(count or 0) for count in counts.counts])).and_(given)
    start = whole_counts(everything)
    small = np.ones(sums.shape[0], np.bool_)
    small[: len(table)] = table[COUNT].isna()
    hidden_now = protected(
        sums,
        start,
        small,
        np.concatenate(wide).astype(float),
        given,
        np.concatenate(added) > 0,
    )[: len(table)]
    found = table.copy()
    found[COUNT] = found[COUNT].mask(hidden_now)
    more = hidden_now & table[REASON].isna().to_numpy()
    found[REASON] = found[REASON].mask(more, SECONDARY)
    return found
