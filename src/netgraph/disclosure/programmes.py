"""The programmes that an attacker solves, over broken and over whole counts, by HiGHS in SciPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_diag

from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from netgraph.disclosure.attack import Known

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

NEARLY = 1e-6
PATIENCE, OUT_OF_TIME = 20, 1  # seconds for an integer programme, and how SciPy says that they are over


@dataclass(frozen=True)
class Part:
    """Unknowns that hang together: what is known of them, which sums are sought, and true counts."""

    sums: Any
    values: Floats
    sought: Any
    base: Floats
    targets: Integers
    columns: Integers
    start: Floats


def extremes(chunk: list[tuple[Part, int]], sign: float, cap: float) -> list[Floats]:
    """Solve side by side for the smallest (1) or the largest (-1) value of one sum of each part."""
    if not chunk:
        return []
    costs = [sign * part.sought[[at]].toarray()[0] for part, at in chunk]
    found = linprog(
        np.concatenate(costs),
        A_eq=block_diag([part.sums for part, _ in chunk], format="csr"),
        b_eq=np.concatenate([part.values for part, _ in chunk]),
        bounds=(0, cap),
        method="highs-ds",
    )
    if found.x is None:
        raise contradiction()
    return np.split(found.x, np.cumsum([len(cost) for cost in costs])[:-1])


def further(
    part: Part,
    at: int,
    sign: float,
    wide: float,
    cap: float,
    learned: Callable[[Part, Floats], None],
) -> None:
    """Look for whole counts in which a sum is further from its true value than ``wide``; any will do."""
    goal = part.sought[[at]]
    own = float((goal @ part.start)[0])
    least, most = (own + wide, np.inf) if sign < 0 else (-np.inf, own - wide)
    point = _whole(np.zeros(len(part.start)), part, cap, LinearConstraint(goal, least, most))
    if point is not None and not np.isnan(point).any():
        learned(part, point)


def whole_end(part: Part, at: int, sign: float, cap: float, learned: Callable[[Part, Floats], None]) -> float:
    """Find the end of the interval of a sum over whole counts; not a number where that takes too long."""
    goal = part.sought[[at]]
    point = _whole(sign * goal.toarray()[0], part, cap)
    if point is None:
        raise contradiction()
    if np.isnan(point).any():
        return float("nan")
    learned(part, point)
    return float((goal @ point)[0] + part.base[at])


def _whole(cost: Floats, part: Part, cap: float, *more: LinearConstraint) -> Floats | None:
    """Solve over whole numbers; None where there are none, not numbers where that takes too long."""
    found = milp(
        cost,
        constraints=[LinearConstraint(part.sums, part.values, part.values), *more],
        bounds=Bounds(0, cap),
        integrality=np.ones(len(cost)),
        options={"time_limit": PATIENCE},
    )
    if found.x is None or found.status == OUT_OF_TIME:
        return np.full(len(cost), np.nan) if found.status == OUT_OF_TIME else None
    point = np.asarray(found.x.round(), float)
    agrees = np.abs(part.sums @ point - part.values).max(initial=0) < NEARLY and (point >= 0).all()
    return point if agrees else np.full(len(cost), np.nan)


def whole_counts(known: Known) -> Floats:
    """Find some whole counts that agree with all that is known.

    Raises
    ------
    DisclosureError
        There are none; or nobody can say in good time.
    """
    size = known.sums.shape[1]
    broken = linprog(np.zeros(size), A_eq=known.sums, b_eq=known.values, method="highs-ds").x
    if broken is None:
        raise contradiction()
    if np.abs(broken - broken.round()).max(initial=0) < NEARLY:
        return np.asarray(np.maximum(broken.round(), 0), float)
    found = milp(
        np.zeros(size),
        constraints=LinearConstraint(known.sums, known.values, known.values),
        integrality=np.ones(size),
        options={"time_limit": PATIENCE},
    )
    if found.x is None:
        raise too_much() if found.status == OUT_OF_TIME else contradiction()
    return np.asarray(found.x.round(), float)


def too_much() -> DisclosureError:
    """Say that nobody can decide in good time."""
    return DisclosureError(
        "too many counts hang together for anybody to say what the table gives away",
        hint="take fewer dimensions, or broader values",
    )


def contradiction() -> DisclosureError:
    """Say that no counts fit what was published."""
    return DisclosureError(
        "the counts contradict those that were published before: what went down cannot be compared",
        hint="a corrected table tells what was corrected; publish it by other dimensions, or not to them",
    )
