"""Two tables together: what earlier ones and a new one would give back."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from netgraph.disclosure.differences import Published, differences
from netgraph.disclosure.suppression import COUNT, TOTAL, suppress
from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

K = 3
BY = ("sex", "year")


def table_of(counts: NDArray[np.int64], by: tuple[str, ...] = BY) -> pd.DataFrame:
    """Count by places, all cells published."""
    rows = [(*map(str, at), int(count)) for at, count in np.ndenumerate(counts)]
    return suppress(pd.DataFrame(rows, columns=[*by, COUNT]), by, K)


def full(counts: NDArray[np.int64], by: tuple[str, ...], to: str, state: str) -> Published:
    """Return the table with nothing hidden."""
    rows = [(*map(str, at), int(count)) for at, count in np.ndenumerate(counts)]
    table = suppress(pd.DataFrame(rows, columns=[*by, COUNT]), by, 1)
    sums = counts
    for axis in range(counts.ndim):
        sums = np.concatenate([sums, sums.sum(axis, keepdims=True)], axis)
    return Published.of(table.assign(**{COUNT: sums.ravel()}), by, to, state, K)


def published(counts: NDArray[np.int64], to: str, state: str, by: tuple[str, ...] = BY) -> Published:
    """Return a table as it is published first."""
    return Published.of(table_of(counts, by), by, to, state, K)


def test_the_same_table_again_is_the_same() -> None:
    """What somebody has, he may have again."""
    counts = np.array([[9, 4, 1], [8, 7, 6]])
    table = table_of(counts)
    again = differences([published(counts, "KEN", "a")], full(counts, BY, "KEN", "a"), table)
    pd.testing.assert_frame_equal(again, table)


def test_one_person_more_is_not_told() -> None:
    """Where one was added, no cell that was published before shows it."""
    before = np.array([[9, 14, 12], [8, 17, 16]])
    after = before + np.array([[0, 1, 0], [0, 0, 0]])
    first, plain = published(before, "KEN", "a"), table_of(after)
    assert plain[COUNT].notna().all()
    table = differences([first], full(after, BY, "KEN", "b"), plain)
    told = dict(zip(first.cells(), table[COUNT], strict=True))
    assert pd.isna(told["0", "1"])
    assert pd.isna(told[TOTAL, TOTAL])


EVERY = np.array(list(product(range(9), repeat=4))).reshape(-1, 2, 2)


def left(*tables: Published) -> NDArray[np.int64]:
    """Return all cells of all whole tables of two by two that agree with what was published."""
    sums = EVERY
    for axis in (1, 2):
        sums = np.concatenate([sums, sums.sum(axis, keepdims=True)], axis)
    cells = sums.reshape(len(EVERY), -1)
    agree = np.ones(len(EVERY), np.bool_)
    for table in tables:
        places = range(9) if table.by == BY else (2, 5, 8)
        for place, count in zip(places, table.counts, strict=True):
            agree &= True if count is None else cells[:, place] == count
    return cells[agree]


def test_another_pattern_over_the_same_counts_gives_nothing_back() -> None:
    """Two ways of hiding one cell are one equation more: brute force finds it, unless they are compared."""
    random = np.random.default_rng(5)
    compared = found = 0
    for _ in range(40):
        counts = random.integers(0, 7, (2, 2))
        first, new = published(counts.sum(1), "KEN", "a", ("sex",)), table_of(counts)
        hidden = new[COUNT].isna().to_numpy()
        plain = left(first, Published.of(new, BY, "KEN", "a", K))
        found += bool(((plain.max(0) - plain.min(0))[hidden] < K).any())
        try:
            table = differences([first], full(counts, BY, "KEN", "a"), new)
        except DisclosureError:
            continue
        known = left(first, Published.of(table, BY, "KEN", "a", K))
        hidden = table[COUNT].isna().to_numpy()
        assert ((known.max(0) - known.min(0))[hidden] >= K).all()
        compared += 1
    assert found > 0
    assert compared > 5


def test_what_the_public_knows_counts_for_a_state() -> None:
    """A State has what is public and more: a cell hidden from it is not known from the public's table."""
    public = np.array([[9, 14, 12], [8, 17, 16]])
    state = public + np.array([[0, 0, 5], [0, 0, 0]])
    table = differences([published(public, "PUBLIC", "a")], full(state, BY, "KEN", "a"), table_of(state))
    assert table[COUNT].notna().all()  # what a State may see beyond the public is not hidden from it
    hidden = np.array([[9, 14, 12], [8, 2, 16]])
    first = published(hidden, "KEN", "a")
    with pytest.raises(DisclosureError):
        differences([first], full(hidden - 1, BY, "KEN", "b"), table_of(hidden - 1))


def test_a_new_value_stood_at_nobody_before() -> None:
    """A year that an earlier table does not name had nobody in it; other values are what is not named."""
    before, after = np.array([[19, 14], [18, 17]]), np.array([[19, 14, 1], [18, 17, 1]])
    with_new = differences([published(before, "KEN", "a")], full(after, BY, "KEN", "b"), table_of(after))
    told = dict(zip(full(after, BY, "KEN", "b").cells(), with_new[COUNT], strict=True))
    assert pd.isna(told["0", "2"])
    assert pd.isna(told[TOTAL, TOTAL])
