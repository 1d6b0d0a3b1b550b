"""Change-points against every order of years worked out plainly, and simulated steps found again."""

from __future__ import annotations

from itertools import permutations
from math import log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.analytics.around_event import _difference, _drawn, _interval
from netgraph.analytics.change import step

YEARS = range(2008, 2020)


def likelihood(counts: list[int], exposure: list[int], at: int) -> float:
    """Compare one rate with two, term by term."""
    total, there = sum(counts), sum(exposure)
    found = 0.0
    for c, e in ((sum(counts[:at]), sum(exposure[:at])), (sum(counts[at:]), sum(exposure[at:]))):
        found += 2 * c * log(c / (total * e / there)) if c else 0.0
    return found


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=2, max_size=5))
def test_p_counts_the_orders_of_years(drawn: list[tuple[int, int]]) -> None:
    """The year is that of the largest likelihood ratio, p the share of orders with one as large."""
    counts, exposure = [c for c, _ in drawn], [e for _, e in drawn]
    spots = range(1, len(drawn))

    found = step(np.array(counts, float), np.array(exposure, float), list(YEARS), draws=99)

    best = [likelihood(counts, exposure, at) for at in spots]
    orders = list(permutations(drawn))
    as_large = sum(
        max(likelihood([c for c, _ in o], [e for _, e in o], at) for at in spots) >= max(best) - 1e-9
        for o in orders
    )
    assert found["p"] == pytest.approx(as_large / len(orders))
    assert best[int(found["year"]) - YEARS[0] - 1] == pytest.approx(max(best))
    assert found["year_low"] <= found["year_high"]


def test_a_step_is_found_again() -> None:
    """Counts that triple in 2014 show that year, an interval with it, and a ratio about three."""
    rng = np.random.default_rng(1)
    counts = rng.poisson([20] * 6 + [60] * 6).astype(float)

    found = step(counts, np.ones(12), list(YEARS))

    assert found["year"] == 2014
    assert found["year_low"] <= 2014 <= found["year_high"]
    assert found["ratio_low"] < 3 < found["ratio_high"]
    assert found["p"] < 0.01
    assert step(counts, np.ones(12), list(YEARS)) == found
    assert step(counts, np.ones(12), list(YEARS), null="poisson")["p"] == 1 / 2000


def test_p_is_uniform_where_nothing_changes() -> None:
    """Among series without a step about one in ten has p of at most 0.1, in both comparisons."""
    rng = np.random.default_rng(2)
    series = rng.poisson(15, (300, 9)).astype(float)

    for null in ("years", "poisson"):
        p = [step(row, np.ones(9), list(YEARS), null=null, draws=199)["p"] for row in series]
        assert 0.05 < np.mean(np.array(p) <= 0.1) < 0.16


def test_longer_reports_are_no_change() -> None:
    """Counts in proportion to what they are counts of have no step."""
    exposure = np.array([10.0, 20, 30, 40, 50, 60])

    found = step(exposure / 5, exposure, list(YEARS), draws=99)

    assert (found["ratio"], found["p"], found["statistic"]) == (1, 1, 0)


def test_intervals_of_an_event_hold_the_truth() -> None:
    """Of struck corridors that double and comparable ones that do not, most intervals hold the ratio 2."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(100):
        struck, other = (
            np.column_stack([rng.poisson(5, 40), rng.poisson(5 * more, 40)]).astype(float) for more in (2, 1)
        )
        ratios, _ = _difference(_drawn(struck, 199, rng), _drawn(other, 199, rng))
        ends = _interval("ratio", ratios)
        held += ends["ratio_low"] <= 2 <= ends["ratio_high"]

    assert 85 <= held <= 100
    assert pd.isna(_interval("ratio", np.array([np.nan]))["ratio_low"])
