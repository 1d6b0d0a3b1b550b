"""Which cells of a table of counts are hidden, so that none of them can be computed from the others.

Small cells first (primary suppression), then as many others as it takes (secondary suppression): an attacker
(`netgraph.disclosure.attack`) solves for every hidden cell, and for whatever he finds more closely than to
within ``k`` more cells are hidden (`netgraph.disclosure.complement`). Percentages are those of `shares`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, eye_array, kron, vstack

from netgraph.disclosure.complement import protected
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.disclosure.attack import Known

K = 11
TOTAL = "total"
COUNT, REASON, SHARE = "count", "reason", "share"
PRIMARY, SECONDARY = "primary", "secondary"
MOST = 6  # dimensions
LARGEST = 20_000  # cells


@dataclass(frozen=True)
class Cube:
    """All cells of a table with its totals, as sums of the innermost ones.

    Attributes
    ----------
    by : tuple of str
    values : tuple of tuple of str
        For each dimension, without the total.
    cells : pandas.DataFrame
        A row for each cell, a column for each dimension; `TOTAL` where it is summed over.
    sums : scipy.sparse.csr_array
        A row for each cell, a column for each innermost one.
    """

    by: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    cells: pd.DataFrame
    sums: Any

    @classmethod
    def of(cls, by: Sequence[str], values: Sequence[Sequence[str]], totals: Sequence[bool]) -> Cube:
        """Build it; a dimension can go without a total."""
        sizes = [len(some) + has for some, has in zip(values, totals, strict=True)]
        if not by or sum(totals) > MOST or np.prod(sizes) > LARGEST or any(TOTAL in some for some in values):
            raise UsageError(
                f"a table has one to {MOST} dimensions, {LARGEST:,} cells at most and no value {TOTAL!r}",
                hint="take fewer dimensions, or broader values",
            )
        sums = csr_array(np.ones((1, 1)))
        for some, has in zip(values, totals, strict=True):
            each = vstack([eye_array(len(some)), csr_array(np.ones((int(has), len(some))))])
            sums = csr_array(kron(sums, each))
        names = [[*some, *[TOTAL] * has] for some, has in zip(values, totals, strict=True)]
        return cls(
            tuple(by),
            tuple(map(tuple, values)),
            pd.DataFrame(list(product(*names)), columns=list(by)),
            sums,
        )


def suppress(
    counts: pd.DataFrame,
    by: Sequence[str],
    k: int = K,
    *,
    without_total: Sequence[str] = (),
    given: Known | None = None,
    secondary: bool = True,
) -> pd.DataFrame:
    """Hide the small cells of a table, and what would give them back.

    Parameters
    ----------
    counts : pandas.DataFrame
        The columns ``by`` and ``count``, one row for each innermost cell; what is missing counts 0.
    by : sequence of str
        One to six dimensions.
    k : int, default 11
        The smallest count that may be told.
    without_total : sequence of str
        Dimensions over which nothing is summed.
    given : Known, optional
        What the reader knows already of the innermost cells, in the order of the `Cube`.
    secondary : bool, default True
        Only the tests do without: then the small cells can be computed.

    Returns
    -------
    pandas.DataFrame
        All cells with their totals: ``count``, null where hidden, and ``reason``, ``primary``,
        ``secondary`` or null. The reason is for the owner: it tells which cells are small.

    Raises
    ------
    UsageError
        Too many dimensions or cells; counts that are none.
    DisclosureError
        Nothing that could be hidden is enough.

    Notes
    -----
    A cell of 0 is as small as a cell of 1: telling it would tell of everybody in its row that they are
    elsewhere, of a hidden neighbour that it is not empty, and of a next release that somebody was added.

    The interval of every hidden cell, and not only of the small ones, is at least ``k`` wide, and is one of
    whole numbers: what is published does not say which of the hidden cells are small. Who knows by other
    means a person or a cell of the table knows more than this attacker.

    One cell after the other, so not the fewest cells. Each round costs the attacker's programmes.

    References
    ----------
    .. [1] L. H. Cox, Suppression methodology and statistical disclosure control, J. Am. Stat. Assoc. 75
       (1980), 377-385, doi:10.1080/01621459.1980.10477481 (complementary cells along the lines of a table).
    .. [2] M. Fischetti, J. J. Salazar, Solving the cell suppression problem on tabular data with linear
       constraints, Management Science 47 (2001), 1008-1027, doi:10.1287/mnsc.47.7.1008.9805 (the attacker's
       programmes, and protection intervals).
    .. [3] L. H. Cox, Vulnerability of complementary cell suppression to intruder attack, J. Privacy and
       Confidentiality 1 (2009), 235-251 (what is left to those who know the rule).
    """
    if k < 1 or counts[COUNT].lt(0).any() or (by and counts.duplicated(list(by)).any()):
        raise UsageError("counts are whole, not negative and one for each cell, and k is 1 or more")
    cube = Cube.of(
        by,
        [list(dict.fromkeys(counts[name])) for name in by],
        [name not in without_total for name in by],
    )
    inner = pd.MultiIndex.from_product(cube.values, names=list(by))
    indexed = counts.set_index(pd.MultiIndex.from_frame(counts[list(by)]))[COUNT]
    start = indexed.reindex(inner, fill_value=0).to_numpy(float)
    values = cube.sums @ start
    small = values < k
    hidden = protected(cube.sums, start, small, k, given) if secondary else small
    table = cube.cells.copy()
    table[COUNT] = pd.Series(values.round(), dtype="Int64").mask(hidden)
    table[REASON] = pd.Series(np.where(small, PRIMARY, SECONDARY), dtype=object).where(hidden, None)
    return table


def shares(table: pd.DataFrame, by: Sequence[str], of: str) -> pd.Series:
    """Give percentages along a dimension, only where the cell and its total are both published.

    Parameters
    ----------
    table : pandas.DataFrame
        What `suppress` returned.
    by : sequence of str
        Its dimensions.
    of : str
        The dimension whose total is 100.

    Returns
    -------
    pandas.Series
        Null where either is hidden: such a percentage and the other would give it back.
    """
    rest = [name for name in by if name != of]
    totals = table[table[of] == TOTAL]
    if rest:
        joined = table[rest].merge(totals[[*rest, COUNT]], on=rest, how="left")[COUNT]
        whole = joined.set_axis(table.index)
    else:
        whole = pd.Series([totals[COUNT].iloc[0]] * len(table), table.index, dtype="Int64")
    return (100 * table[COUNT].astype("Float64") / whole.astype("Float64")).rename(SHARE)
