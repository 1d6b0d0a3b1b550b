"""Choose the best set of a given size: greedily, then by branch and bound. What is good is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.analytics.backend.columns import FloatArray, IntArray

_ROUNDING = 1e-9


class Problem(Protocol):
    """What a set is chosen for."""

    candidates: IntArray
    """Who may be chosen, sorted."""
    most: float
    """What no set at all exceeds."""

    def alone(self, chosen: Sequence[int]) -> FloatArray:
        """Return what each candidate adds to a set, as the next and last one."""

    def bounds(self, chosen: Sequence[int]) -> FloatArray:
        """Return for each candidate a number; no further set adds more than the sum of its members'."""


@dataclass
class Choice:
    """A set, and how good it is.

    Attributes
    ----------
    members : tuple of int
        Sorted.
    value : float
        What they add up to.
    at_most : float
        What no set of the size exceeds; `value` itself where it is proved to be the best.
    """

    members: tuple[int, ...]
    value: float
    at_most: float

    @property
    def exact(self) -> bool:
        """Whether no set of the size is better."""
        return self.at_most <= self.value + _ROUNDING


def choose(problem: Problem, size: int, visits: float) -> Choice:
    """Choose the best set of a size.

    Parameters
    ----------
    problem : Problem
        With at least ``size`` candidates.
    size : int
        1 or more.
    visits : float
        How many sets may be looked at on the way, to improve on greed or to prove that nothing does;
        infinity for as many as it takes.

    Returns
    -------
    Choice
        Of sets alike, the one found first: the order of the candidates decides, not chance.
    """
    return _Search(problem, size, visits).run()


class _Search:
    def __init__(self, problem: Problem, size: int, visits: float) -> None:
        self.problem, self.size, self.visits = problem, size, visits
        self.best: tuple[int, ...] = ()
        self.value = -np.inf
        self.open = -np.inf  # what a set that was not looked at may reach

    def run(self) -> Choice:
        members: list[int] = []
        value = 0.0
        for _ in range(self.size):
            gains = self._of(self.problem.alone(members), members)
            at = int(np.argmax(np.round(gains, 9)))
            members, value = [*members, int(self.problem.candidates[at])], value + float(gains[at])
        self._take(members, value)
        self._grow([], 0.0, np.arange(len(self.problem.candidates)))
        return Choice(self.best, self.value, max(self.value, self.open))

    def _grow(self, chosen: list[int], value: float, allowed: IntArray) -> None:
        """Look at all sets that hold the chosen and else only allowed candidates, unless none can be best."""
        candidates = self.problem.candidates
        left = self.size - len(chosen)
        gains = self.problem.alone(chosen)
        if left == 1:
            at = int(allowed[np.argmax(np.round(gains[allowed], 9))])
            self._take([*chosen, int(candidates[at])], value + float(gains[at]))
            return
        bounds = self.problem.bounds(chosen)[allowed]
        order = np.argsort(-np.round(bounds, 9), kind="stable")
        allowed, bounds = allowed[order], bounds[order]
        for at in range(len(allowed) - left + 1):
            ceiling = min(value + float(bounds[at : at + left].sum()), self.problem.most)
            if ceiling <= self.value + _ROUNDING:
                return
            if self.visits <= 0:
                self.open = max(self.open, ceiling)
                return
            self.visits -= 1
            node = int(allowed[at])
            self._grow(
                [*chosen, int(candidates[node])], value + float(gains[node]), np.sort(allowed[at + 1 :])
            )

    def _of(self, gains: FloatArray, members: Sequence[int]) -> FloatArray:
        return np.where(np.isin(self.problem.candidates, members), -np.inf, gains)

    def _take(self, members: Sequence[int], value: float) -> None:
        if value > self.value + _ROUNDING:
            self.best, self.value = tuple(sorted(members)), value
