"""Ways that follow each other in time, over legs whose dates are spans of days: pure, without a store.

A leg leaves on one day of a span and arrives on one of another. Two readings bound what vague dates allow:

- *possible*: there are days within the spans, one choice for all legs of the way, that keep every rule;
- *certain*: whatever days within the spans are the true ones, every rule is kept.

With exact dates both are the same. Rules: between arriving at a place and leaving it at least ``least`` and
at most ``most`` days pass; at the first place anybody may wait for ever. Days are the finest there is: to
arrive and leave on the same day is in order. A place may be visited again, a leg is taken once: with a
longest wait, ways that visit no place twice are NP-hard to find (Casteigts et al. 2021), and ways as here
are not (Bentert et al. 2020).

Why one label a leg is enough: how long a leg took is not known beyond its two spans, so a leg that can be
taken from day t on arrives on any day of its arriving span from t on. An earlier t allows more, never less.
A label a *place* would not do where waiting is limited: who arrives first may have to leave too soon.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netgraph.analytics.spans import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Leg(NamedTuple):
    """A step: two places, the spans of days of leaving and arriving, and the leg the same record tells next.

    A record's own legs follow each other in order, however vague their dates.
    """

    start: str
    end: str
    leaves: tuple[int, int]
    arrives: tuple[int, int]
    next: int | None = None


class Waits(NamedTuple):
    """Fewest and most days between arriving at a place and leaving it."""

    least: int = 0
    most: int = NEVER


NO_LIMITS = Waits()


class Way(NamedTuple):
    """Legs in order, by number, and the days of leaving the first place and arriving at the last.

    In the reading *certain* the first day that they can have left, and the last that they can have arrived.
    """

    legs: tuple[int, ...]
    left: int
    arrived: int

    @property
    def days(self) -> int:
        """How many days it takes."""
        return self.arrived - self.left


def earliest_arrival(
    legs: Sequence[Leg],
    start: str,
    end: str,
    *,
    since: int = -NEVER,
    waits: Waits = NO_LIMITS,
    certain: bool = False,
) -> Way | None:
    """Find the way that arrives first, leaving on ``since`` or later.

    Parameters
    ----------
    legs : sequence of Leg
        With spans that `tightened` has made fit each other.
    start, end : str
        Two places.
    since : int
        First day of leaving.
    waits : Waits
        Limits of waiting between legs.
    certain : bool, default False
        The reading of vague dates; see the module.

    Returns
    -------
    Way or None
        None where there is none.

    Notes
    -----
    O(V + E log E). Legs are settled by the day from which they can have arrived (Dijkstra). Each place holds
    its legs in the order in which they can begin; since days of arriving only grow, a leg that is passed over
    once because it left too soon is never looked at again.

    References
    ----------
    .. [1] Wu, H., Cheng, J., Huang, S., Ke, Y., Lu, Y., Xu, Y. (2014). Path problems in temporal graphs.
       Proceedings of the VLDB Endowment 7(9), 721-732. https://doi.org/10.14778/2732939.2732945
    .. [2] Bentert, M., Himmel, A.-S., Nichterlein, A., Niedermeier, R. (2020). Efficient computation of
       optimal temporal walks under waiting-time constraints. Applied Network Science 5, 73.
       https://doi.org/10.1007/s41109-020-00311-0
    .. [3] Casteigts, A., Himmel, A.-S., Molter, H., Zschoche, P. (2021). Finding temporal paths under
       waiting time constraints. Algorithmica 83, 2754-2802. https://doi.org/10.1007/s00453-021-00831-w

    Examples
    --------
    >>> legs = [Leg("a", "b", (1, 1), (2, 2)), Leg("a", "b", (3, 3), (4, 4)), Leg("b", "c", (6, 6), (7, 7))]
    >>> earliest_arrival(legs, "a", "c")
    Way(legs=(0, 2), left=1, arrived=7)
    >>> earliest_arrival(legs, "a", "c", waits=Waits(most=3))
    Way(legs=(1, 2), left=3, arrived=7)
    """
    days, before = _spread(legs, start, since, waits, certain=certain)
    reached = [(on, number) for number, on in enumerate(days) if on is not None and legs[number].end == end]
    if not reached:
        return None
    on, last = min(reached)
    chain = led(before, last)
    first = legs[chain[0]].leaves[0]
    return Way(chain, first if certain else max(first, since), on)


def latest_departure(
    legs: Sequence[Leg],
    start: str,
    end: str,
    *,
    until: int = NEVER,
    waits: Waits = NO_LIMITS,
    certain: bool = False,
) -> Way | None:
    """Find the way that leaves last and arrives on ``until`` or sooner; see `earliest_arrival`.

    The same search, with time and legs turned round.
    """
    found = earliest_arrival(_turned(legs), end, start, since=-until, waits=waits, certain=certain)
    if found is None:
        return None
    chain = tuple(reversed(found.legs))
    left = -found.arrived
    if certain:
        return Way(chain, left, legs[chain[-1]].arrives[1])
    return Way(chain, left, schedule(legs, chain, left, waits)[-1][1])


def schedule(legs: Sequence[Leg], chain: Sequence[int], since: int, waits: Waits) -> list[tuple[int, int]]:
    """Return days of leaving and arriving for each leg of a possible way, each as early as can be.

    Parameters
    ----------
    legs : sequence of Leg
        All of them.
    chain : sequence of int
        The way, which is possible when left on ``since`` or later.
    since : int
        First day of leaving.
    waits : Waits
        Limits of waiting.

    Returns
    -------
    list of tuple of int
    """
    days: list[tuple[int, int]] = []
    for number in chain:
        leg = legs[number]
        leave = max(leg.leaves[0], days[-1][1] + waits.least if days else since)
        if days:  # who must not wait so long arrived later
            days[-1] = (days[-1][0], max(days[-1][1], leave - waits.most))
        days.append((leave, max(leg.arrives[0], leave)))
    return days


def tightened(legs: Sequence[Leg]) -> list[Leg | None]:
    """Cut spans to what the order of days leaves: nobody arrives before leaving, or leaves before arriving.

    Returns
    -------
    list of Leg or None
        In the order given; None where a leg arrives before it leaves, or before the record's leg before it.
    """
    spans = [[*leg.leaves, *leg.arrives] for leg in legs]
    before = {leg.next: number for number, leg in enumerate(legs) if leg.next is not None}
    heads = [number for number in range(len(legs)) if number not in before]
    for head in heads:
        chain = [head]
        while (following := legs[chain[-1]].next) is not None:
            chain.append(following)
        day = -NEVER
        for number in chain:
            spans[number][0] = day = max(spans[number][0], day)
            spans[number][2] = day = max(spans[number][2], day)
        day = NEVER
        for number in reversed(chain):
            spans[number][3] = day = min(spans[number][3], day)
            spans[number][1] = day = min(spans[number][1], day)
    return [
        leg._replace(leaves=(a, b), arrives=(c, d)) if a <= b and c <= d else None
        for leg, (a, b, c, d) in zip(legs, spans, strict=True)
    ]


def led(before: Sequence[int | None] | Mapping[int, int | None], last: int) -> tuple[int, ...]:
    """Return the legs that led to one, and itself, in order."""
    chain = [last]
    while (earlier := before[chain[-1]]) is not None:
        chain.append(earlier)
    return tuple(reversed(chain))


def _spread(
    legs: Sequence[Leg], start: str, since: int, waits: Waits, *, certain: bool
) -> tuple[list[int | None], list[int | None]]:
    """Return for each leg the day from which it has arrived, and the leg before it; None if not reached."""
    opens = 1 if certain else 0
    queues: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(legs)), key=lambda number: legs[number].leaves[opens]):
        queues[legs[number].start].append(number)
    passed: dict[str, int] = defaultdict(int)
    days: list[int | None] = [None] * len(legs)
    before: list[int | None] = [None] * len(legs)
    heap: list[tuple[int, int]] = []

    def take(number: int, from_: int, earlier: int | None) -> None:
        if days[number] is None:
            leg = legs[number]
            on = leg.arrives[1] if certain else max(leg.arrives[0], leg.leaves[0], from_)
            days[number], before[number] = on, earlier
            heapq.heappush(heap, (on, number))

    def leave(place: str, from_: int, to: int, earlier: int | None) -> None:
        queue, at = queues[place], passed[place]
        while at < len(queue) and legs[queue[at]].leaves[opens] <= to:
            if legs[queue[at]].leaves[1 - opens] >= from_:
                take(queue[at], from_, earlier)
            at += 1
        passed[place] = at

    leave(start, since, 2 * NEVER, None)
    while heap:
        on, number = heapq.heappop(heap)
        leg = legs[number]
        if certain and leg.next is not None and follows(leg, legs[leg.next], waits, certain=True, same=True):
            take(leg.next, on, number)
        leave(leg.end, on + waits.least, leg.arrives[1 - opens] + waits.most, number)
    return days, before


def follows(leg: Leg, other: Leg, waits: Waits, *, certain: bool, same: bool = False) -> bool:
    """Tell whether a leg can, or must be able to, follow another by its dates; ``same``: of one record."""
    if certain:
        in_order = other.leaves[0] >= leg.arrives[1] + waits.least or (same and waits.least == 0)
        return in_order and other.leaves[1] <= leg.arrives[0] + waits.most
    return other.leaves[1] >= leg.arrives[0] + waits.least and other.leaves[0] <= leg.arrives[1] + waits.most


def _turned(legs: Sequence[Leg]) -> list[Leg]:
    """Turn time and every leg round."""
    before = {leg.next: number for number, leg in enumerate(legs) if leg.next is not None}
    return [
        Leg(
            leg.end,
            leg.start,
            (-leg.arrives[1], -leg.arrives[0]),
            (-leg.leaves[1], -leg.leaves[0]),
            before.get(number),
        )
        for number, leg in enumerate(legs)
    ]
