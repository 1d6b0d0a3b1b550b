"""The way that takes the fewest days; the other questions of time are in `temporal`."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from typing import TYPE_CHECKING

from netgraph.analytics.spans import NEVER
from netgraph.analytics.temporal import NO_LIMITS, Way, earliest_arrival, follows, latest_departure, led

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netgraph.analytics.temporal import Leg, Waits


def fastest(
    legs: Sequence[Leg],
    start: str,
    end: str,
    *,
    since: int = -NEVER,
    until: int = NEVER,
    waits: Waits = NO_LIMITS,
    certain: bool = False,
) -> Way | None:
    """Find the way with the fewest days between leaving and arriving.

    Parameters
    ----------
    legs, start, end, waits, certain
        As for `netgraph.analytics.temporal.earliest_arrival`.
    since, until : int
        First day of leaving and last day of arriving.

    Returns
    -------
    Way or None
        None where there is none. In the reading *certain* the way whose days are certainly the fewest: from
        the first day that it can have begun to the last that it can have ended.

    Notes
    -----
    O(V + E log E) with exact dates or in the reading *certain*: legs are settled by the day on which their
    way began, the latest first, and each leg is taken once. Where dates are vague and the reading is
    *possible*, O(p E log E): a way can begin on p days of which none makes another needless.

    References
    ----------
    .. [1] Wu, H., Cheng, J., Huang, S., Ke, Y., Lu, Y., Xu, Y. (2014). Path problems in temporal graphs.
       Proceedings of the VLDB Endowment 7(9), 721-732. https://doi.org/10.14778/2732939.2732945

    Examples
    --------
    >>> from netgraph.analytics.temporal import Leg
    >>> legs = [Leg("a", "b", (1, 1), (2, 2)), Leg("a", "b", (3, 3), (4, 4)), Leg("b", "c", (6, 6), (7, 7))]
    >>> fastest(legs, "a", "c")
    Way(legs=(1, 2), left=3, arrived=7)
    """
    exact = all(leg.leaves[0] == leg.leaves[1] and leg.arrives[0] == leg.arrives[1] for leg in legs)
    if exact or certain:
        return _latest_begun(legs, start, end, since, until, waits)
    best = None
    while found := earliest_arrival(legs, start, end, since=since, waits=waits):
        if found.arrived > until:
            break
        last = latest_departure(legs, start, end, until=found.arrived, waits=waits)
        if last is None:  # cannot be: the way found arrives by then
            break
        best = last if best is None or last.days < best.days else best
        if best.days <= 0:
            break
        since = last.left + 1
    return best


def _latest_begun(
    legs: Sequence[Leg], start: str, end: str, since: int, until: int, waits: Waits
) -> Way | None:
    """Settle legs by the day on which the way to them began, the latest first."""
    numbers: dict[str, list[int]] = {place: [] for leg in legs for place in (leg.start, leg.end)}
    for number, leg in enumerate(legs):
        numbers[leg.start].append(number)
    open_ = {place: _Open(legs, those) for place, those in numbers.items()}
    begun: dict[int, int] = {}
    before: dict[int, int | None] = {}
    heap: list[tuple[int, int]] = []

    def take(number: int, day: int, earlier: int | None) -> None:
        if number not in begun:
            begun[number], before[number] = day, earlier
            heapq.heappush(heap, (-day, number))

    # A leg out of the first place begins a way of its own, on a day no way that comes back there can better.
    for number in (number for number in numbers.get(start, []) if legs[number].leaves[0] >= since):
        take(number, legs[number].leaves[0], None)
    best: tuple[int, int, int] | None = None
    while heap:
        day, number = heapq.heappop(heap)
        leg = legs[number]
        if leg.end == end and leg.arrives[1] <= until:
            best = min(best or (NEVER, 0, 0), (leg.arrives[1] + day, leg.arrives[1], number))
        if leg.next is not None and follows(leg, legs[leg.next], waits, certain=True, same=True):
            take(leg.next, -day, number)
        for other in open_[leg.end].within(leg.arrives[1] + waits.least, leg.arrives[0] + waits.most):
            take(other, -day, number)
    if best is None:
        return None
    return Way(led(before, best[2]), begun[best[2]], best[1])


class _Open:
    """The legs out of one place that are not taken yet, found by both ends of the span in which they leave.

    A tree over the legs in the order in which they can leave first; a node holds the least of the days on
    which its legs leave last.
    """

    def __init__(self, legs: Sequence[Leg], numbers: list[int]) -> None:
        self._numbers = sorted(numbers, key=lambda number: legs[number].leaves)
        self._firsts = [legs[number].leaves[0] for number in self._numbers]
        self._size = 1 << (len(numbers) - 1).bit_length()
        lasts = [legs[number].leaves[1] for number in self._numbers]
        self._least = [2 * NEVER] * self._size + lasts + [2 * NEVER] * (self._size - len(lasts))
        for node in range(self._size - 1, 0, -1):
            self._least[node] = min(self._least[2 * node], self._least[2 * node + 1])

    def within(self, from_: int, to: int) -> Iterator[int]:
        """Take out the legs that leave no day before one and none after the other."""
        low = bisect_left(self._firsts, from_)
        stack = [(1, self._size)]  # a node, and one past the last leg below it
        while stack:
            node, past = stack.pop()
            if past <= low or self._least[node] > to:
                continue
            if node >= self._size:
                yield self._numbers[node - self._size]
                self._close(node)
            else:
                half = self._size >> node.bit_length()
                stack += [(2 * node + 1, past), (2 * node, past - half)]

    def _close(self, node: int) -> None:
        self._least[node] = 2 * NEVER
        while node := node >> 1:
            self._least[node] = min(self._least[2 * node], self._least[2 * node + 1])
