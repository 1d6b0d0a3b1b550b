"""Set cover against every subset that there is."""

from __future__ import annotations

import doctest
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.analytics import cover
from netgraph.analytics.cover import set_cover
from netgraph.errors import AnalysisError

HOLDERS = [f"H{number}" for number in range(7)]
SETS = st.dictionaries(
    st.sampled_from(HOLDERS), st.sets(st.sampled_from("abcdefghij"), max_size=6), min_size=1
)
COSTS = st.dictionaries(st.sampled_from(HOLDERS), st.sampled_from([0.25, 0.5, 1.5, 2.0, 3.0]))


def cheapest(
    touched: dict[str, set[str]], costs: dict[str, float], keep: set[str]
) -> tuple[float, tuple[str, ...]]:
    """Try every subset; of the cheapest covers return the first in order of key."""
    every = set().union(*touched.values())
    return min(
        (sum(costs.get(name, 1.0) for name in some), some)
        for size in range(len(touched) + 1)
        for some in combinations(sorted(touched), size)
        if keep <= set(some) and set().union(*(touched[name] for name in some)) == every
    )


@given(touched=SETS, costs=COSTS, data=st.data())
def test_exact_is_brute_force(
    touched: dict[str, set[str]], costs: dict[str, float], data: st.DataObject
) -> None:
    """The cover is the cheapest there is, with those to be kept, and the first of its cost by key."""
    keep = set(data.draw(st.lists(st.sampled_from(sorted(touched)), max_size=2)))

    found = set_cover(touched, costs=costs, keep=keep)

    cost, members = cheapest(touched, costs, keep)
    assert found.exact
    assert found.cost == pytest.approx(cost)
    assert found.bound == pytest.approx(cost)
    assert found.members == members


@given(touched=SETS)
def test_the_greedy_cover_covers_and_the_bound_holds(touched: dict[str, set[str]]) -> None:
    """The greedy cover leaves nothing open, is never smaller than the smallest, and at most H(d) times it."""
    found = set_cover(touched)

    every = set().union(*touched.values())
    assert set().union(*(touched[name] for name in found.greedy)) == every
    most = max(map(len, touched.values()))
    assert found.cost <= found.greedy_cost <= found.cost * sum(1 / k for k in range(1, most + 1)) + 1e-9


@given(touched=SETS, costs=COSTS)
def test_an_unfinished_search_says_how_far_off_it_may_be(
    touched: dict[str, set[str]], costs: dict[str, float]
) -> None:
    """With hardly any search there is a cover, at most as dear as greedy; the bound holds."""
    found = set_cover(touched, costs=costs, nodes=0)

    optimum, _ = cheapest(touched, costs, set())
    assert set().union(*(touched[name] for name in found.members)) == set().union(*touched.values())
    assert found.bound <= optimum + 1e-9 <= found.cost + 2e-9
    assert found.cost <= found.greedy_cost + 1e-9
    assert found.exact == (found.cost == pytest.approx(found.bound))


def test_a_search_that_found_nothing_gives_the_greedy_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the solver has no cover yet, the greedy one stands, with the solver's bound and as not proven."""
    monkeypatch.setattr(cover, "_exact", lambda *_: (None, 1.2))

    found = set_cover({"A": {"1", "2"}, "B": {"3"}, "C": {"4"}})

    assert (found.members, found.greedy) == (("A", "B", "C"), ("A", "B", "C"))
    assert (found.cost, found.bound, found.exact) == (3.0, 2.0, False)


def test_what_cannot_be_asked_is_refused() -> None:
    """A holder that touches nothing cannot be kept, and nobody costs nothing."""
    with pytest.raises(AnalysisError, match="B touches nothing"):
        set_cover({"A": {"1"}}, keep=["B"])
    with pytest.raises(AnalysisError, match="not above zero"):
        set_cover({"A": {"1"}}, costs={"A": 0})


def test_the_example_in_the_docstring() -> None:
    """What the docstring shows is what comes out."""
    assert doctest.testmod(cover).failed == 0
