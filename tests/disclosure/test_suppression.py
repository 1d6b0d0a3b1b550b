"""Small counts: an attacker of our own, who shares no code with what hides them, computes nothing."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from netgraph.disclosure.suppression import COUNT, REASON, TOTAL, shares, suppress
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NAMES = "abcdef"
BATCHES = [
    ((2, 2), 2500),
    ((2, 2), 2500),
    ((5,), 2500),
    ((2, 3), 1500),
    ((3, 3), 500),
    ((2, 2, 2), 500),
]  # 10,000


def long(counts: NDArray[np.int64]) -> pd.DataFrame:
    """Turn arrays, one table for each place of the first axis, into rows."""
    places = np.indices(counts.shape).reshape(counts.ndim, -1).T
    frame = pd.DataFrame(places, columns=["table", *NAMES[: counts.ndim - 1]]).astype(str)
    return frame.assign(**{COUNT: counts.ravel()})


def hidden_in(counts: NDArray[np.int64], k: int, *, secondary: bool = True) -> tuple[Floats, pd.DataFrame]:
    """Return published values by table, totals last in each dimension and NaN where hidden; and the rows."""
    names = list(NAMES[: counts.ndim - 1])
    found = suppress(long(counts), ["table", *names], k, without_total=["table"], secondary=secondary)
    cells = np.array(found[COUNT].astype("Float64").to_numpy(float, na_value=math.nan), np.float64)
    return cells.reshape(len(counts), -1), found


def system(shape: Sequence[int]) -> Floats:
    """Say which innermost cells each cell sums over, for the order of `product`, totals last."""
    inner = list(product(*(range(size) for size in shape)))
    cells = list(product(*(range(size + 1) for size in shape)))
    return np.array(
        [
            [
                all(at in (place, size) for at, place, size in zip(cell, one, shape, strict=True))
                for one in inner
            ]
            for cell in cells
        ],
        float,
    )


def solved(published: Floats, sums: Floats) -> list[int]:
    """Attack by equations alone: which hidden cells are sums and differences of published ones."""
    told = ~np.isnan(published)
    if told.all():
        return []
    _, sizes, rows = np.linalg.svd(sums[told]) if told.any() else (0, np.empty(0), np.eye(sums.shape[1]))
    free = rows[np.count_nonzero(sizes > 1e-9) :]
    return [int(at) for at in np.flatnonzero(~told) if np.abs(free @ sums[at]).max(initial=0) < 1e-9]


def narrowed(published: Floats, sums: Floats) -> list[tuple[float, float]]:
    """Attack by linear programmes, one by one: the interval of each hidden cell."""
    told = ~np.isnan(published)
    ends = []
    for at in np.flatnonzero(~told):
        both = [
            linprog(sign * sums[at], A_eq=sums[told], b_eq=published[told], method="highs")
            for sign in (1, -1)
        ]
        ends.append(tuple(math.inf if one.fun is None else abs(one.fun) for one in both))
    return [(low if low < math.inf else 0.0, high) for low, high in ends]


@pytest.mark.parametrize(("seed", "shape", "number"), [(seed, *batch) for seed, batch in enumerate(BATCHES)])
def test_no_small_count_comes_back(seed: int, shape: tuple[int, ...], number: int) -> None:
    """In thousands of tables, equations give no hidden cell, and programmes none closer than k."""
    random = np.random.default_rng(seed)
    sums, size = system(shape), 500
    for batch in range(number // size):
        k = int(random.integers(2, 5))
        counts = random.integers(0, 4 * k, (size, *shape)) * random.integers(0, 2 + batch % 2, (size, *shape))
        published, rows = hidden_in(counts, k)
        true = counts.reshape(size, -1) @ sums.T

        told = ~np.isnan(published)
        assert (published[told] == true[told]).all()
        assert (true[told] >= k).all()
        assert (rows[REASON].eq("primary").to_numpy() == (true < k).ravel()).all()
        assert [at for at in range(size) if solved(published[at], sums)] == []
        for at in range(4):
            for low, high in narrowed(published[at], sums):
                assert high - low >= k - 1e-6


def test_the_attacker_finds_what_is_not_protected() -> None:
    """With secondary suppression off, both attacks give small cells back."""
    counts = np.random.default_rng(3).integers(0, 20, (300, 2, 3))
    published, _ = hidden_in(counts, 5, secondary=False)
    sums = system((2, 3))
    given = [at for at in range(300) if solved(published[at], sums)]
    assert len(given) > 100
    assert any(high - low < 1e-6 for low, high in narrowed(published[given[0]], sums))


def test_all_tables_of_two_by_two_by_brute_force() -> None:
    """Of all whole tables that agree with what is published, the hidden cells take values k apart."""
    k, limit = 2, 10
    counts = np.array(list(product(range(4), repeat=4))).reshape(-1, 2, 2)
    every = np.array(list(product(range(limit), repeat=4)), float)
    sums = system((2, 2))
    possible = every @ sums.T
    published, _ = hidden_in(counts, k)
    for row in published:
        told = ~np.isnan(row)
        agree = possible[(possible[:, told] == row[told]).all(axis=1)]
        assert ((agree.max(axis=0) - agree.min(axis=0))[~told] >= k).all()


@pytest.mark.parametrize("shape", [(6, 5), (4, 3, 3), (3, 2, 3, 2), (3, 2, 2, 2, 2)])
def test_larger_tables_keep_most_of_what_they_say(shape: tuple[int, ...]) -> None:
    """In a table with few small cells the interval of each is at least k, and most cells stay."""
    counts = np.random.default_rng(7).integers(11, 90, (1, *shape))
    counts.reshape(-1)[[0, 7]] = [3, 0]
    published, _ = hidden_in(counts, 11)
    for low, high in narrowed(published[0], system(shape)):
        assert high - low >= 11 - 1e-6
    assert np.isnan(published[0]).mean() < 0.4


def test_shares_need_both_parts() -> None:
    """A percentage is given only where the cell and its total are published."""
    rows = pd.DataFrame(
        [("f", "2023", 40), ("m", "2023", 60), ("f", "2024", 5), ("m", "2024", 50)],
        columns=["sex", "year", COUNT],
    )
    table = suppress(rows, ["sex", "year"])
    table = table.assign(share=shares(table, ["sex", "year"], "sex"))
    total = table[table["sex"].eq("f")].merge(table[table["sex"].eq(TOTAL)], on="year")
    assert (total["share_x"].isna() == (total["count_x"].isna() | total["count_y"].isna())).all()
    alone = suppress(rows[rows["year"].eq("2023")], ["sex"])
    assert shares(alone, ["sex"], "sex").tolist() == [40.0, 60.0, 100.0]


def test_a_small_table_tells_nothing() -> None:
    """Where all together are fewer than k, nothing is published, not even the total."""
    rows = pd.DataFrame([("f", 4), ("m", 3)], columns=["sex", COUNT])
    assert suppress(rows, ["sex"])[COUNT].isna().all()


@pytest.mark.parametrize("by", [[], list("abcdefg")])
def test_too_many_dimensions_are_refused(by: list[str]) -> None:
    """A table has one to six dimensions."""
    rows = pd.DataFrame([[*by, 1]], columns=[*by, COUNT])
    with pytest.raises(UsageError, match="one to 6 dimensions"):
        suppress(rows, by)
