"""Turn runs of removals into the rows of curves: means, and the interval of the runs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from netgraph.analytics.damage import Left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.analytics.removal import Step

LOWEST, HIGHEST = 2.5, 97.5  # percent of the runs between which the interval lies
CONFIDENCE = 0.95


def rows(
    curves: Sequence[Sequence[Step]], strategy: str, chance: float, names: Sequence[str]
) -> list[dict[str, object]]:
    """Make one row a step.

    Parameters
    ----------
    curves : sequence of sequences of Step
        The runs, all with the same number of steps.
    strategy : str
        By what was chosen.
    chance : float
        Of replacement.
    names : sequence of str
        Of what can be taken, by position.

    Returns
    -------
    list of dict
        ``strategy``, ``replace``, ``step``, ``removed``, ``back``, ``taken``, then each field of `Left` as
        mean, ``_low`` and ``_high``. O(runs log runs) a step.
    """
    found, removed = [], 0
    for number, states in enumerate(zip(*curves, strict=True)):
        removed += len(states[0].taken)
        same = all(state.taken == states[0].taken for state in states)
        row: dict[str, object] = {
            "strategy": strategy,
            "replace": chance,
            "step": number,
            "removed": removed,
            "back": float(np.mean([state.back for state in states])),
            "taken": ", ".join(names[at] for at in states[0].taken) if same else None,
        }
        values = np.array([state.left for state in states])
        low, high = np.percentile(values, [LOWEST, HIGHEST], axis=0)
        for at, field in enumerate(Left._fields):
            row |= {
                field: float(values[:, at].mean()),
                f"{field}_low": float(low[at]),
                f"{field}_high": float(high[at]),
            }
        found.append(row)
    return found


def bound(drawn: int, nodes: int) -> float:
    """Say how far a mean over some nodes can be off, at 95 % confidence.

    Parameters
    ----------
    drawn : int
        Nodes drawn without return.
    nodes : int
        Of how many.

    Returns
    -------
    float
        Hoeffding's bound for values from 0 to 1, narrowed for drawing without return by Serfling.

    References
    ----------
    .. [1] Serfling, R. J. (1974). Probability inequalities for the sum in sampling without replacement.
       The Annals of Statistics 2(1), 39-48. https://doi.org/10.1214/aos/1176342611

    Examples
    --------
    >>> round(bound(500, 2500), 4), bound(100, 100) < 0.02
    (0.0543, True)
    """
    rest = 1 - (drawn - 1) / nodes
    return math.sqrt(rest * math.log(2 / (1 - CONFIDENCE)) / (2 * drawn))
