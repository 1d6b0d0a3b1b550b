"""The smallest set of holders that touches everything: set cover, exact where that can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

NODES = 100_000  # of the search tree, after which the best cover found is given with its bound
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Cover:
    """Holders that together touch everything.

    Attributes
    ----------
    members : tuple of str
        Sorted; of all covers of that cost the first in order of key.
    cost : float
        Sum of their costs.
    bound : float
        No cover costs less.
    exact : bool
        Whether ``cost`` equals ``bound``: no cheaper cover exists.
    greedy : tuple of str
        What the greedy algorithm takes, in its order.
    greedy_cost : float
        Sum of the costs of those.
    """

    members: tuple[str, ...]
    cost: float
    bound: float
    exact: bool
    greedy: tuple[str, ...]
    greedy_cost: float


def set_cover(
    touched: Mapping[str, Collection[str]],
    *,
    costs: Mapping[str, float] = MappingProxyType({}),
    keep: Iterable[str] = (),
    nodes: int = NODES,
) -> Cover:
    """Find the cheapest holders that together touch every item that any of them touches.

    Parameters
    ----------
    touched : mapping of str to collection of str
        The items of each holder.
    costs : mapping of str to float, optional
        Above zero; 1 for a holder that is not named.
    keep : iterable of str, optional
        Holders that are members in any case.
    nodes : int, default 100000
        How far the exact search may go.

    Returns
    -------
    Cover

    Raises
    ------
    AnalysisError
        A holder to be kept that is not there, or a cost that is not above zero.

    Notes
    -----
    Minimises the sum of c_j x_j over x in {0, 1} so that for every item the x of those who touch it add up to
    at least 1. The problem is NP-hard [1]_; HiGHS solves it by branch and cut [2]_. Where its limit of nodes
    is reached, the cheaper of its cover and the greedy one is given, and ``bound`` says how far off it can
    be. The greedy algorithm takes the most items for the cost, ties by key, and is at most H(d) times the
    optimum for d the most items of one holder [3]_. Items with the same holders are one row of the problem.

    References
    ----------
    .. [1] Karp, R. M. (1972). Reducibility among combinatorial problems. In Complexity of Computer
       Computations, 85-103. https://doi.org/10.1007/978-1-4684-2001-2_9
    .. [2] Huangfu, Q., Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. Mathematical
       Programming Computation 10, 119-142. https://doi.org/10.1007/s12532-017-0130-5
    .. [3] Chvátal, V. (1979). A greedy heuristic for the set-covering problem. Mathematics of Operations
       Research 4(3), 233-235. https://doi.org/10.1287/moor.4.3.233

    Examples
    --------
    >>> found = set_cover({"KEN": {"a", "b"}, "UGA": {"b", "c"}, "TZA": {"a"}, "RWA": {"c"}})
    >>> found.members, found.exact
    (('KEN', 'RWA'), True)
    """
    names, kept = sorted(touched), set(keep)
    if not kept <= set(names):
        raise AnalysisError(
            f"{', '.join(sorted(kept - set(names)))} touches nothing of this network",
            hint="leave it out of those to keep, or choose another network",
        )
    if not all(costs.get(name, 1) > 0 for name in names):
        raise AnalysisError(
            "a cost is not above zero", hint="give a cost of, say, 0.1 to what is almost free"
        )
    cost = np.array([float(costs.get(name, 1)) for name in names])
    rows = _rows({name: set(touched[name]) for name in names}, names)
    forced = np.array([name in kept for name in names])
    greedy = _greedy(rows, cost, forced)
    greedy_cost = float(cost[greedy].sum())
    chosen, bound = _exact(rows, cost, forced, nodes)
    if chosen is None or cost[chosen].sum() > greedy_cost + _ROUNDING:
        chosen = np.isin(np.arange(len(names)), greedy)
    if np.allclose(cost, np.round(cost)):
        bound = ceil(bound - _ROUNDING)  # whole costs add up to whole ones
    total = float(cost[chosen].sum())
    exact = total <= bound + _ROUNDING
    if exact:
        chosen = _first(rows, cost, forced, total, chosen, nodes)
    return Cover(
        tuple(np.array(names, dtype=object)[chosen]),
        total,
        total if exact else float(bound),
        exact,
        tuple(names[at] for at in greedy),
        greedy_cost,
    )


def _rows(touched: Mapping[str, set[str]], names: list[str]) -> np.ndarray:
    """Return who touches what, shape (kinds of item, holders): items with the same holders once."""
    holders: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        for item in touched[name]:
            holders.setdefault(item, []).append(at)
    found = sorted({tuple(who) for who in holders.values()})
    matrix = np.zeros((len(found), len(names)), dtype=bool)
    for row, who in enumerate(found):
        matrix[row, list(who)] = True
    return matrix


def _greedy(rows: np.ndarray, cost: np.ndarray, forced: np.ndarray) -> list[int]:
    """Take whoever touches most that is still open, for the cost; the first by key among equals."""
    chosen = [int(at) for at in np.flatnonzero(forced)]
    left = rows[~rows[:, forced].any(axis=1)]
    while len(left):
        gain = left.sum(axis=0) / cost
        at = int(np.argmax(np.round(gain, 12)))
        chosen.append(at)
        left = left[~left[:, at]]
    return chosen


def _exact(
    rows: np.ndarray, cost: np.ndarray, forced: np.ndarray, nodes: int
) -> tuple[np.ndarray | None, float]:
    """Return the cheapest cover found and a bound below which none lies."""
    if not len(rows):
        return forced.copy(), float(cost[forced].sum())
    answer = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(forced.astype(float), 1.0),
        constraints=LinearConstraint(csr_array(rows.astype(float)), lb=1.0),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    found = None if answer.x is None else answer.x > 0.5  # noqa: PLR2004 - of 0 and 1
    return found, float(0.0 if answer.mip_dual_bound is None else answer.mip_dual_bound)


def _first(
    rows: np.ndarray, cost: np.ndarray, forced: np.ndarray, total: float, chosen: np.ndarray, nodes: int
) -> np.ndarray:
    """Of all covers of a cost, find the first in order of key: no solver's habits decide who is named."""
    fixed = forced.copy()
    for at in range(len(cost)):
        if rows[:, fixed].any(axis=1).all():
            break
        asked = fixed.copy()
        asked[at] = True
        if not chosen[at]:
            found, _ = _exact(rows, cost, asked, nodes)
            if found is None or cost[found].sum() > total + _ROUNDING:
                continue  # no cover of that cost holds it beside those before it
            chosen = found
        fixed = asked
    return fixed
