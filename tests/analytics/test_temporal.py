"""Ways in time against every walk there is, on every choice of days, over small networks drawn at random."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.analytics.fastest import fastest
from netgraph.analytics.spans import NEVER, day, span
from netgraph.analytics.temporal import (
    Leg,
    Waits,
    Way,
    earliest_arrival,
    latest_departure,
    schedule,
    tightened,
)
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = ["a", "b", "c", "d"]
DAYS = range(6)


@st.composite
def spans(draw: st.DrawFn, *, exact: bool) -> tuple[int, int]:
    """Draw a span of days."""
    first = draw(st.sampled_from(DAYS))
    return (first, first if exact else draw(st.sampled_from([d for d in DAYS if d >= first][:3])))


@st.composite
def networks(draw: st.DrawFn, *, exact: bool) -> list[Leg]:
    """Draw up to six legs; some are told one after the other by one record."""
    size = draw(st.integers(0, 6))
    drawn: list[Leg] = []
    for _ in range(size):
        start = draw(st.sampled_from(PLACES))
        if drawn and drawn[-1].next is None and draw(st.booleans()) and draw(st.booleans()):
            drawn[-1] = drawn[-1]._replace(next=len(drawn))
            start = drawn[-1].end
        end = draw(st.sampled_from(PLACES))
        drawn.append(Leg(start, end, draw(spans(exact=exact)), draw(spans(exact=exact))))
    kept = tightened(drawn)
    return [leg for leg in kept if leg] if all(kept) else [leg._replace(next=None) for leg in kept if leg]


WAITS = st.builds(Waits, st.integers(0, 2), st.sampled_from([0, 1, 2, NEVER])).filter(
    lambda w: w.least <= w.most
)


def walks(legs: list[Leg], start: str, end: str) -> Iterator[tuple[int, ...]]:
    """Yield every sequence of different legs that leads from one place to the other."""
    stack: list[tuple[int, ...]] = [()]
    while stack:
        walk = stack.pop()
        at = legs[walk[-1]].end if walk else start
        if walk and at == end:
            yield walk
        stack += [(*walk, n) for n, leg in enumerate(legs) if leg.start == at and n not in walk]


def choices(leg: Leg) -> list[tuple[int, int]]:
    """List the days on which a leg can have left and arrived."""
    days = product(range(leg.leaves[0], leg.leaves[1] + 1), range(leg.arrives[0], leg.arrives[1] + 1))
    return [(left, arrived) for left, arrived in days if left <= arrived]


def keeps(legs: list[Leg], walk: tuple[int, ...], waits: Waits) -> list[tuple[int, int]]:
    """List first and last day of every choice of days that keeps the rules, leg by leg."""
    reached = {(left, arrived) for left, arrived in choices(legs[walk[0]])}
    for number in walk[1:]:
        reached = {
            (first, arrived)
            for first, there in reached
            for left, arrived in choices(legs[number])
            if there + waits.least <= left <= there + waits.most
        }
    return sorted(reached)


def surely(legs: list[Leg], walk: tuple[int, ...], waits: Waits) -> bool:
    """Tell whether each two legs in a row keep the rules on every choice of days that their record allows."""
    for one, other in pairwise(walk):
        same = legs[one].next == other
        for (_, there), (left, _) in product(choices(legs[one]), choices(legs[other])):
            if same and left < there:
                continue  # a record's own legs are in order
            if not there + waits.least <= left <= there + waits.most:
                return False
    return True


def possible_days(legs: list[Leg], waits: Waits) -> set[tuple[int, int]]:
    """Return days of leaving and arriving of every possible way from a to d."""
    return {days for walk in walks(legs, "a", "d") for days in keeps(legs, walk, waits)}


@given(networks(exact=False), WAITS, st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_possible_ways_equal_brute_force(legs: list[Leg], waits: Waits, since: int, until: int) -> None:
    """Earliest arrival, latest departure and fewest days are those of all walks on all choices of days."""
    days = possible_days(legs, waits)
    early = [arrived for left, arrived in days if left >= since]
    late = [left for left, arrived in days if arrived <= until]
    quick = [arrived - left for left, arrived in days if left >= since and arrived <= until]

    first = earliest_arrival(legs, "a", "d", since=since, waits=waits)
    last = latest_departure(legs, "a", "d", until=until, waits=waits)
    fewest = fastest(legs, "a", "d", since=since, until=until, waits=waits)

    assert (first and first.arrived) == min(early, default=None)
    assert (last and last.left) == max(late, default=None)
    assert (fewest and fewest.days) == min(quick, default=None)
    for way in (first, last, fewest):
        if way:
            assert (way.left, way.arrived) in keeps(legs, way.legs, waits)


@given(networks(exact=False), WAITS, st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_certain_ways_equal_brute_force(legs: list[Leg], waits: Waits, since: int, until: int) -> None:
    """A way is certain when every choice of days keeps the rules; its last leg counts on its last day."""
    ways = [
        (legs[walk[0]].leaves[0], legs[walk[-1]].arrives[1])
        for walk in walks(legs, "a", "d")
        if surely(legs, walk, waits)
    ]
    early = [arrived for left, arrived in ways if left >= since]
    late = [left for left, arrived in ways if arrived <= until]
    quick = [arrived - left for left, arrived in ways if left >= since and arrived <= until]

    first = earliest_arrival(legs, "a", "d", since=since, waits=waits, certain=True)
    last = latest_departure(legs, "a", "d", until=until, waits=waits, certain=True)
    fewest = fastest(legs, "a", "d", since=since, until=until, waits=waits, certain=True)

    assert (first and first.arrived) == min(early, default=None)
    assert (last and last.left) == max(late, default=None)
    assert (fewest and fewest.days) == min(quick, default=None)
    for way in (first, last, fewest):
        if way:
            assert surely(legs, way.legs, waits)
            assert (way.left, way.arrived) == (legs[way.legs[0]].leaves[0], legs[way.legs[-1]].arrives[1])


@given(networks(exact=True), WAITS)
def test_with_exact_dates_both_readings_are_one(legs: list[Leg], waits: Waits) -> None:
    """What is possible with exact dates is certain, and the other way round."""
    for find in (earliest_arrival, latest_departure, fastest):
        one = find(legs, "a", "d", waits=waits)
        other = find(legs, "a", "d", waits=waits, certain=True)
        assert (one and one.days) == (other and other.days) or find is not fastest
        assert (one is None) == (other is None)


@given(networks(exact=False), WAITS, st.sampled_from(DAYS))
def test_a_schedule_keeps_the_rules(legs: list[Leg], waits: Waits, since: int) -> None:
    """The days given for each leg lie in its spans and within the limits of waiting."""
    way = earliest_arrival(legs, "a", "d", since=since, waits=waits)
    if way is None:
        return
    days = schedule(legs, way.legs, since, waits)
    assert all(chosen in choices(legs[number]) for number, chosen in zip(way.legs, days, strict=True))
    assert all(there + waits.least <= left <= there + waits.most for (_, there), (left, _) in pairwise(days))
    assert (days[0][0], days[-1][1]) == (way.left, way.arrived)


def test_who_arrives_first_may_have_to_leave_too_soon() -> None:
    """With a longest wait the first to arrive at a place misses the leg that a later one takes."""
    legs = [Leg("a", "b", (1, 1), (1, 1)), Leg("a", "b", (5, 5), (5, 5)), Leg("b", "d", (6, 6), (6, 6))]

    assert earliest_arrival(legs, "a", "d", waits=Waits(most=2)) == Way((1, 2), 5, 6)


def test_a_records_own_legs_follow_each_other() -> None:
    """Two legs of one record in the same vague year are certainly in order; of two records only possibly."""
    year = span("2023")
    together = [Leg("a", "b", year, year, next=1), Leg("b", "d", year, year)]
    apart = [leg._replace(next=None) for leg in together]

    assert earliest_arrival(together, "a", "d", certain=True) == Way((0, 1), year[0], year[1])
    assert earliest_arrival(apart, "a", "d", certain=True) is None
    assert earliest_arrival(apart, "a", "d") == Way((0, 1), year[0], year[0])


def test_spans_are_those_of_the_calendar() -> None:
    """A month ends when it does, leap years included, and what is no date is refused."""
    assert [day(on) for on in span("2024-02")] == ["2024-02-01", "2024-02-29"]
    assert [day(on) for on in span("2023")] == ["2023-01-01", "2023-12-31"]
    assert day(NEVER) is None
    with pytest.raises(AnalysisError):
        span("2023-13")
