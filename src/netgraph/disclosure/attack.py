"""What somebody who holds published counts can compute of those that were not published.

The attacker knows every published count, that counts are whole and not negative, and nothing else. What is
hidden lies between the smallest and the largest value that all of it allows: two programmes for each.
Choosing what to hide is `netgraph.disclosure.suppression`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_array, block_diag, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

TOGETHER = 1_500  # unknowns in one call of the solver
NEARLY = 1e-6
PATIENCE, OUT_OF_TIME = 20, 1  # seconds for an integer programme, and how SciPy says that they are over


@dataclass(frozen=True)
class Known:
    """What an attacker knows: sums of unknown counts.

    Attributes
    ----------
    sums : scipy.sparse.csr_array
        A row for each published count, a column for each unknown; 1 where it is counted in.
    values : numpy.ndarray
        The published counts.
    """

    sums: Any
    values: Floats

    def and_(self, other: Known) -> Known:
        """Put together what was published at two times about the same unknowns."""
        return Known(csr_array(vstack([self.sums, other.sums])), np.concatenate([self.values, other.values]))


@dataclass(frozen=True)
class _Part:
    """Unknowns that hang together, what is known of them, and the sums of them that are sought."""

    sums: Any
    values: Floats
    sought: Any
    base: Floats
    targets: Integers


def intervals(known: Known, sought: Any, wide: float | Floats) -> tuple[Floats, Floats]:  # noqa: ANN401 - untyped SciPy
    """Find between which values sums of unknown counts lie.

    Parameters
    ----------
    known : Known
        What is published.
    sought : scipy.sparse.csr_array
        A row for each sum that the attacker is after, columns as in ``known``.
    wide : float or numpy.ndarray
        For all or for each: a sum is left as soon as two values so far apart are found possible; its
        interval is at least that wide, and may be wider than told.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        The smallest and the largest values; exact over whole numbers where less than ``wide`` apart. What
        nothing bounds is told as large, not as infinite.

    Raises
    ------
    DisclosureError
        No counts are like that: what is published contradicts itself. Or nobody can say in good time.

    Notes
    -----
    Two linear programmes (HiGHS) at most for each sum, over the unknowns that hang together with it; where an
    optimum is not whole, an integer programme, which can take exponential time. Every solution serves all
    sums of its part.
    """
    low, high = np.full(sought.shape[0], np.inf), np.full(sought.shape[0], -np.inf)
    wide = np.broadcast_to(wide, len(low))
    parts = list(_parts(known, csr_array(sought), low, high))
    done = np.isfinite(low)
    cap = 2.0 * float(known.values.max(initial=0)) + 4.0 * float(wide.max(initial=1))
    while jobs := [
        (part, int(np.argmin(done[part.targets]))) for part in parts if not all(done[part.targets])
    ]:
        for chunk in _chunks(jobs):
            for (part, at), points in zip(chunk, _extremes(chunk, cap), strict=True):
                values = part.sought @ points.T + part.base[:, None]
                low[part.targets] = np.minimum(low[part.targets], values.min(axis=1))
                high[part.targets] = np.maximum(high[part.targets], values.max(axis=1))
                done[part.targets] |= high[part.targets] - low[part.targets] >= wide[part.targets]
                done[part.targets[at]] = True
    return low, high


def _parts(known: Known, sought: Any, low: Floats, high: Floats) -> Iterator[_Part]:  # noqa: ANN401
    """Put in what is known outright, and part the rest into what hangs together."""
    sums, values = csr_array(known.sums), np.asarray(known.values, float)
    alone = np.flatnonzero(np.diff(sums.indptr) == 1)
    fixed = np.full(sums.shape[1], np.nan)
    fixed[sums.indices[sums.indptr[alone]]] = values[alone]
    open_ = np.flatnonzero(np.isnan(fixed))
    given = np.nan_to_num(fixed)
    left, base = values - sums @ given, sought @ given
    sums, goals = csr_array(sums[:, open_]), csr_array(sought[:, open_])
    told = np.diff(goals.indptr) == 0
    low[told] = high[told] = base[told]
    used = np.diff(sums.indptr) > 0
    if (np.abs(left[~used]) > NEARLY).any():
        raise contradiction()
    asked = np.flatnonzero(~told)
    sums, left, goals = sums[np.flatnonzero(used)], left[used], goals[asked]
    ties = csr_array(vstack([sums, goals]))
    labels = connected_components(block_array([[None, ties], [ties.T, None]]), directed=False)[1]
    of_sums, of_goals, of_open = np.split(labels, np.cumsum([len(left), len(asked)]))
    places = [_places(of) for of in (of_sums, of_goals, of_open)]
    for one, rows in places[1].items():
        equations, columns = places[0].get(one, np.empty(0, np.int64)), places[2][one]
        yield _Part(
            sums[equations][:, columns],
            left[equations],
            goals[rows][:, columns],
            base[asked[rows]],
            asked[rows],
        )


def _places(labels: Integers) -> dict[int, Integers]:
    """Say where each label stands."""
    if not len(labels):
        return {}
    order = np.argsort(labels, kind="stable")
    names, starts = np.unique(labels[order], return_index=True)
    return dict(zip(names.tolist(), np.split(order, starts[1:]), strict=True))


def _chunks(jobs: list[tuple[_Part, int]]) -> Iterator[list[tuple[_Part, int]]]:
    """Put small problems together: calling the solver costs more than solving one."""
    chunk: list[tuple[_Part, int]] = []
    size = 0
    for job in jobs:
        if chunk and size + 2 * job[0].sums.shape[1] > TOGETHER:
            yield chunk
            chunk, size = [], 0
        chunk.append(job)
        size += 2 * job[0].sums.shape[1]
    yield chunk


def _extremes(chunk: list[tuple[_Part, int]], cap: float) -> list[Floats]:
    """Solve side by side for the smallest and the largest value of one sum of each part."""
    goals = [part.sought[[at]].toarray()[0] for part, at in chunk]
    costs = [cost for goal in goals for cost in (goal, -goal)]
    sums = [part.sums for part, _ in chunk for _ in range(2)]
    values = [part.values for part, _ in chunk for _ in range(2)]
    found = linprog(
        np.concatenate(costs),
        A_eq=block_diag(sums, format="csr"),
        b_eq=np.concatenate(values),
        bounds=(0, cap),
        method="highs-ds",
    )
    if found.x is None:
        raise contradiction()
    points = np.split(found.x, np.cumsum([len(cost) for cost in costs])[:-1])
    whole = [
        point.round() if np.abs(point - point.round()).max() < NEARLY else _whole(cost, system, value, cap)
        for point, cost, system, value in zip(points, costs, sums, values, strict=True)
    ]
    return [np.stack(whole[at : at + 2]) for at in range(0, len(whole), 2)]


def _whole(cost: Floats, sums: Any, values: Floats, cap: float) -> Floats:  # noqa: ANN401
    """Solve once more over whole numbers."""
    found = milp(
        cost,
        constraints=LinearConstraint(sums, values, values),
        bounds=Bounds(0, cap),
        integrality=np.ones(len(cost)),
        options={"time_limit": PATIENCE},
    )
    if found.status == OUT_OF_TIME:
        raise DisclosureError(
            "too many counts hang together for anybody to say what the table gives away",
            hint="take fewer dimensions, or broader values",
        )
    if found.x is None:
        raise contradiction()
    return np.asarray(found.x.round(), float)


def contradiction() -> DisclosureError:
    """Say that no counts fit what was published."""
    return DisclosureError(
        "the counts contradict those that were published before: what went down cannot be compared",
        hint="a corrected table tells what was corrected; publish it by other dimensions, or not to them",
    )
