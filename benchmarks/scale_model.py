"""The model of ``make bench-scale``: what a step costs by the number of relationships.

A cost is a fixed part and a part that grows with m or with m log2 m, whichever fits what was measured. What
it says past the largest size that was measured is extrapolation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import nnls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FEWEST = 3  # sizes that are fitted: two parts would go through any two
SHAPES: dict[str, Callable[[float], float]] = {
    "m": lambda m: m,
    "m log m": lambda m: m * math.log2(max(m, 2)),
}
CLEARLY = 0.8  # times the error of a straight line, below which the other shape is taken


@dataclass(frozen=True)
class Fit:
    """A cost as a function of the number of relationships.

    Attributes
    ----------
    shape : str
        ``m`` or ``m log m``.
    fixed : float
        What it costs at any size.
    each : float
        For each relationship, or each times its logarithm.
    off : float
        The largest relative error at the sizes that were measured.
    most : int
        The largest size that was measured; beyond it lies extrapolation.
    points : int
        How many sizes.
    """

    shape: str
    fixed: float
    each: float
    off: float
    most: int
    points: int

    def at(self, relationships: float) -> float:
        """Return the cost at a size."""
        return self.fixed + self.each * SHAPES[self.shape](relationships)


def fitted(costs: Mapping[int, float]) -> Fit | None:
    """Fit a cost.

    Parameters
    ----------
    costs : mapping of int to float
        By number of relationships; above zero.

    Returns
    -------
    Fit or None
        None where fewer than three sizes were measured.

    Notes
    -----
    Least squares of relative errors, so that small sizes count as much as large ones, with both parts at
    least zero (Lawson and Hanson's algorithm). A straight line is kept unless the other shape is clearly
    nearer. The relative error at so few sizes says little of how far off it is past them.

    References
    ----------
    .. [1] Lawson, C. L., Hanson, R. J. (1995). Solving Least Squares Problems, chapter 23. SIAM.
       https://doi.org/10.1137/1.9781611971217
    """
    if len(costs) < FEWEST:
        return None
    sizes, values = list(costs), np.array(list(costs.values()), dtype=float)
    found = {}
    for shape, grows in SHAPES.items():
        grown = np.array([grows(size) for size in sizes])
        scale = grown.max()  # both columns of one order
        parts, _ = nnls(
            np.column_stack([np.ones(len(sizes)), grown / scale]) / values[:, None], np.ones(len(sizes))
        )
        errors = (parts[0] + parts[1] * grown / scale) / values - 1
        fit = Fit(shape, parts[0], parts[1] / scale, float(np.abs(errors).max()), max(sizes), len(sizes))
        found[shape] = (float(errors @ errors), fit)
    (straight, line), (bent, other) = found.values()
    return other if bent < CLEARLY * straight and bent < straight - 1e-12 else line


def workers_for(core_seconds: float, within: float, efficiency: float) -> int:
    """Say how many workers of a core each end within a time.

    Parameters
    ----------
    core_seconds : float
        What one worker takes.
    within : float
        Seconds.
    efficiency : float
        Above 0, at most 1: how much of each further worker is of use, taken as the same at any number.
    """
    return max(1, math.ceil(core_seconds / within / efficiency))
