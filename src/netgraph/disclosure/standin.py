"""Synthetic records that stand in for real ones, made from a published noisy table and from nothing else.

Whatever is computed from a differentially private table is as private as the table (post-processing), so the
records cost no further epsilon. They hold what the table holds: its dimensions, and nothing that ties them.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netgraph.disclosure.noise import WITHIN, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from netgraph.disclosure.noise import Noisy

    Floats = NDArray[np.float64]

SYNTHETIC, RECORD = "synthetic", "record"
YES = "yes"  # in each row, so that a copied row says it too


def records(table: Noisy) -> pd.DataFrame:
    """Make records whose counts come close to a noisy table.

    Parameters
    ----------
    table : Noisy
        As it was published.

    Returns
    -------
    pandas.DataFrame
        ``synthetic`` (always yes), ``record``, and a column for each dimension. As many rows as the noisy
        total says; none where that is 0 or less.

    Notes
    -----
    The nearest counts that are not negative and have the same sum (norm-sub), rounded by largest remainders.
    No chance is in it: the same table gives the same records. Noise in empty cells is cut off, so what is
    rare becomes rarer.

    References
    ----------
    T. Wang, M. Lopuhaä-Zwakenberg, Z. Li, B. Skoric, N. Li, Locally differentially private frequency
    estimation with consistency, NDSS 2020, doi:10.14722/ndss.2020.24157 (norm-sub).
    """
    counts = _whole(_nearest(np.array(table.counts, np.float64)))
    cells = pd.MultiIndex.from_product(table.names, names=list(table.by)).to_frame(index=False)
    rows = cells.loc[cells.index.repeat(counts)].reset_index(drop=True)
    rows.insert(0, SYNTHETIC, YES)
    rows.insert(1, RECORD, [f"synthetic-{number:06d}" for number in range(1, len(rows) + 1)])
    return rows


def _nearest(counts: Floats) -> Floats:
    """Project counts on those that are not negative and have the same sum."""
    total = counts.sum()
    if total <= 0:
        return np.zeros_like(counts)
    falling = np.sort(counts)[::-1]
    over = (np.cumsum(falling) - total) / np.arange(1, len(counts) + 1)
    return np.asarray(np.maximum(counts - over[np.flatnonzero(falling > over)[-1]], 0))


def _whole(counts: Floats) -> NDArray[np.int64]:
    """Round so that the sum stays."""
    found = np.floor(counts + 1e-9).astype(np.int64)
    left = round(counts.sum()) - int(found.sum())
    found[np.argsort(found - counts, kind="stable")[:left]] += 1
    return found


def quality(table: Noisy, rows: pd.DataFrame) -> pd.DataFrame:
    """Say how far records are from the noisy table, for each dimension and each two.

    Returns
    -------
    pandas.DataFrame
        ``dimensions``, ``cells``; ``largest``, the largest difference of two counts; ``moved``, the share of
        all records that would have to be in another cell, in percent; ``within``, how far the noisy count of
        a cell is from the truth at most, in 95 of 100 cases.

    Notes
    -----
    Records are held against what was published. How far they are from the real counts is another question
    about the real data, whose answer would have to be paid for; ``within`` tells what is known of it without.
    """
    shape = [len(some) for some in table.names]
    noisy = np.array(table.counts).astype(np.int64).reshape(shape)
    cells = pd.MultiIndex.from_product(table.names, names=list(table.by))
    made = pd.MultiIndex.from_frame(rows[list(table.by)]).value_counts().reindex(cells, fill_value=0)
    drawn = made.to_numpy().astype(np.int64).reshape(shape)
    axes = range(len(shape))
    told = [_margin(table, noisy, drawn, kept) for size in (1, 2) for kept in combinations(axes, size)]
    return pd.DataFrame(told, columns=["dimensions", "cells", "largest", "moved", WITHIN])


def _margin(
    table: Noisy,
    noisy: Any,  # noqa: ANN401 - an array of as many axes as the table has
    drawn: Any,  # noqa: ANN401
    kept: Sequence[int],
) -> tuple[str, int, int, float, int]:
    summed = tuple(axis for axis in range(noisy.ndim) if axis not in kept)
    one, other = noisy.sum(axis=summed), drawn.sum(axis=summed)
    gap = np.abs(one - other)
    moved = 50.0 * float(gap.sum()) / max(int(drawn.sum()), 1)
    return (
        " x ".join(table.by[axis] for axis in kept),
        int(gap.size),
        int(gap.max()),
        round(moved, 1),
        within(noisy.size // gap.size, table.epsilon),
    )


def standin_note(table: Noisy, rows: pd.DataFrame) -> str:
    """Say what synthetic records are, and what they must not be used for."""
    return (
        f"Synthetic: the {len(rows):,} records in the file that ends in -synthetic.csv are of no person. "
        f"They were made from the noisy table alone (epsilon {table.epsilon:g}, no more for the records), "
        f"so that their counts by {', '.join(table.by)} come close to it; the file that ends in "
        "-synthetic-quality.csv says how close. They are for trying programs, for teaching, and for "
        "agreeing on a format. They must not be used to count victims, to look for a person, a case or a "
        "rare combination, to rank countries or groups, to train what decides about people, or as "
        "evidence: take the table for that, with its noise. What the table does not hold (routes, ties, "
        "means) is not in them.\n"
    )
