"""What somebody who holds published counts can compute of those that were not published.

The attacker knows every published count, that counts are whole and not negative, and nothing else. What is
hidden lies between the smallest and the largest value that all of it allows: two programmes for each. That he
finds nothing is shown by examples: two sets of whole counts that agree with all he knows, and are far apart.
Choosing what to hide is `netgraph.disclosure.suppression`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import block_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from netgraph.disclosure.programmes import NEARLY, Part, contradiction, extremes, further, whole_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Seen = Callable[[Integers, Floats], None]

TOGETHER = 1_500  # unknowns in one call of the solver


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


def intervals(
    known: Known,
    sought: Any,  # noqa: ANN401 - untyped SciPy
    wide: float | Floats,
    start: Floats,
    seen: Seen,
) -> tuple[Floats, Floats]:
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
    start : numpy.ndarray
        Whole counts that agree with all that is known.
    seen : callable
        Is told of other whole counts that agree: the unknowns that differ from ``start``, and their counts.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        The smallest and the largest values; where less than ``wide`` apart they are bounds that hold. What
        nothing bounds is told as large, not as infinite. Not a number where nobody can say in good time.

    Raises
    ------
    DisclosureError
        No counts are like that: what is published contradicts itself.

    Notes
    -----
    Two linear programmes (HiGHS) at most for each sum, over the unknowns that hang together with it. Where
    they leave less than ``wide``, whole numbers leave no more. Where an optimum is not whole, integer
    programmes, which can take exponential time. Every solution serves all sums of its part.
    """
    low, high = np.full(sought.shape[0], np.inf), np.full(sought.shape[0], -np.inf)
    wide = np.broadcast_to(wide, len(low))
    parts = list(_parts(known, csr_array(sought), low, high, start))
    done = np.isfinite(low)
    cap = 2.0 * float(known.values.max(initial=0)) + 4.0 * float(wide.max(initial=1))
    for part in parts:
        low[part.targets] = high[part.targets] = part.sought @ part.start + part.base

    def learned(part: Part, counts: Floats) -> None:
        values = part.sought @ counts + part.base
        low[part.targets] = np.minimum(low[part.targets], values)
        high[part.targets] = np.maximum(high[part.targets], values)
        done[part.targets] |= high[part.targets] - low[part.targets] >= wide[part.targets]
        seen(part.columns, counts)

    while jobs := [
        (part, int(np.argmin(done[part.targets]))) for part in parts if not all(done[part.targets])
    ]:
        for chunk in _chunks(jobs):
            _try(chunk, low, high, done, wide, cap, learned)
    return low, high


def _try(
    chunk: list[tuple[Part, int]],
    low: Floats,
    high: Floats,
    done: Bools,
    wide: Floats,
    cap: float,
    learned: Callable[[Part, Floats], None],
) -> None:
    """Settle one sum of each part: upwards first, downwards where that is not enough."""
    ends: dict[int, list[float]] = {part.targets[at]: [] for part, at in chunk}
    for sign in (-1.0, 1.0):
        left = [job for job in chunk if not done[job[0].targets[job[1]]]]
        for (part, at), point in zip(left, extremes(left, sign, cap), strict=True):
            target = part.targets[at]
            ends[target].append(float((part.sought[[at]] @ point)[0] + part.base[at]))
            if np.abs(point - point.round()).max() < NEARLY:
                learned(part, point.round())
            elif (
                abs(ends[target][-1] - float((part.sought[[at]] @ part.start)[0] + part.base[at]))
                >= wide[target]
            ):
                further(part, at, sign, float(wide[target]), cap, learned)
    for part, at in chunk:
        target = part.targets[at]
        if done[target]:
            continue
        done[target] = True
        most, least = ends[target]
        if most - least >= wide[target] - NEARLY and high[target] - low[target] < wide[target]:
            most, least = (whole_end(part, at, sign, cap, learned) for sign in (-1.0, 1.0))
        low[target], high[target] = np.ceil(least - NEARLY), np.floor(most + NEARLY)


def _parts(
    known: Known,
    sought: Any,  # noqa: ANN401
    low: Floats,
    high: Floats,
    start: Floats,
) -> Iterator[Part]:
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
        yield Part(
            sums[equations][:, columns],
            left[equations],
            goals[rows][:, columns],
            base[asked[rows]],
            asked[rows],
            open_[columns],
            start[open_[columns]],
        )


def _places(labels: Integers) -> dict[int, Integers]:
    """Say where each label stands."""
    if not len(labels):
        return {}
    order = np.argsort(labels, kind="stable")
    names, starts = np.unique(labels[order], return_index=True)
    return dict(zip(names.tolist(), np.split(order, starts[1:]), strict=True))


def _chunks(jobs: list[tuple[Part, int]]) -> Iterator[list[tuple[Part, int]]]:
    """Put small problems together: calling the solver costs more than solving one."""
    chunk: list[tuple[Part, int]] = []
    size = 0
    for job in jobs:
        if chunk and size + job[0].sums.shape[1] > TOGETHER:
            yield chunk
            chunk, size = [], 0
        chunk.append(job)
        size += job[0].sums.shape[1]
    yield chunk
