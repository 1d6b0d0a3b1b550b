"""Tables with noise: differential privacy, by the discrete Laplace mechanism of OpenDP.

Every count of a fixed domain (`netgraph.disclosure.domains`) gets noise of its own, 0 included; totals are
sums of noisy counts. Nothing else of a table comes from the data. What was spent is in
`netgraph.disclosure.budget`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from netgraph.disclosure.domains import placed
from netgraph.disclosure.suppression import COUNT, TOTAL, Cube
from netgraph.errors import CapabilityMissing, UsageError
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from netgraph.disclosure.recipients import Recipient
    from netgraph.disclosure.victims import Victims

WITHIN = "within"  # name of the column that says how far off a count may be
SURE = 0.95  # of all counts are not further off than that
LEAST, MOST = 0.01, 10.0  # epsilon: less is noise alone, more protects nobody
TOUCHED = 1  # cells that one person counts in


@dataclass(frozen=True)
class Noisy:
    """A table with noise.

    Attributes
    ----------
    to : str
        The recipient.
    by : tuple of str
    names : tuple of tuple of str
        For each dimension, without the total.
    epsilon : float
        What it spends; delta is 0.
    counts : tuple of int
        Of the innermost cells, in the order of the product of the values. Can be below 0.
    """

    to: str
    by: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    epsilon: float
    counts: tuple[int, ...]

    def table(self) -> pd.DataFrame:
        """Return all cells with their totals: ``count``, and ``within`` which of the truth it lies (95 %)."""
        cube = Cube.of(self.by, self.names, [True] * len(self.by))
        found = cube.cells.copy()
        found[COUNT] = cube.sums @ np.array(self.counts, np.int64).astype(float)
        found[COUNT] = found[COUNT].round().astype(np.int64)
        summed = np.asarray(cube.sums.sum(axis=1)).astype(int)
        widths = {number: within(number, self.epsilon) for number in set(summed.tolist())}
        found[WITHIN] = [widths[number] for number in summed.tolist()]
        return found


def noisy(
    found: Victims, by: Sequence[str], values: Sequence[Sequence[str]], to: Recipient, epsilon: float
) -> Noisy:
    """Count victims with noise.

    Parameters
    ----------
    found : Victims
        Each of them is one row, and so in one cell: adding or removing a person changes one count by one.
    by : sequence of str
    values : sequence of sequence of str
        What `netgraph.disclosure.domains.domains` gave.
    to : Recipient
    epsilon : float
        From 0.01 to 10.

    Returns
    -------
    Noisy
        To be noted in the ledger before anybody sees it.

    Raises
    ------
    UsageError
        Epsilon is out of range, or there are too many cells.
    CapabilityMissing
        OpenDP is not installed.

    Notes
    -----
    Epsilon-differentially private for a person as one source records it, with delta 0. Who stands in two
    sources has twice the epsilon, and so has a group of two. Persons who took values of others would change
    two cells. The noise is drawn by OpenDP's exact sampler from the system's secure randomness; there is no
    seed. That a computation takes longer where counts are larger is not hidden.

    References
    ----------
    .. [1] C. Dwork, F. McSherry, K. Nissim, A. Smith, Calibrating noise to sensitivity in private data
       analysis, J. Privacy and Confidentiality 7 (2016), 17-51, doi:10.29012/jpc.v7i3.405.
    .. [2] A. Ghosh, T. Roughgarden, M. Sundararajan, Universally utility-maximizing privacy mechanisms, SIAM
       J.
       Comput. 41 (2012), 1673-1693, doi:10.1137/09076828X (discrete Laplace).
    """
    check(by, values, epsilon)
    exact = placed(found, by, values)[COUNT].to_numpy(np.int64)
    counts = _mechanism(epsilon)(exact.tolist())
    return Noisy(to.code, tuple(by), tuple(map(tuple, values)), epsilon, tuple(map(int, counts)))


def check(by: Sequence[str], values: Sequence[Sequence[str]], epsilon: float) -> None:
    """Refuse a table that `noisy` would not draw, before the data is read.

    Raises
    ------
    UsageError
        Epsilon is out of range or no number, or there are too many cells.
    """
    Cube.of(by, values, [True] * len(by))
    if not LEAST <= epsilon <= MOST:
        raise UsageError(
            f"--epsilon is from {LEAST} to {MOST:g}", hint="1 is a usual choice; less protects more"
        )


def _mechanism(epsilon: float) -> Any:  # noqa: ANN401 - a measurement of OpenDP
    """Make what adds noise to a vector of counts; its own privacy map says that it spends no more."""
    try:
        import opendp.prelude as dp  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise CapabilityMissing(
            "tables with noise need the package opendp",
            hint="pip install 'netgraph-tip[privacy]', or leave --epsilon out: small counts are then hidden",
        ) from None
    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    scale = TOUCHED / epsilon
    while True:  # a rounding above where the division was rounded down
        made: Any = dp.m.make_laplace(*space, scale=scale)
        if made.map(TOUCHED) <= epsilon:
            return made
        scale = math.nextafter(scale, math.inf)


def within(number: int, epsilon: float) -> int:
    """Say how far off the sum of some noisy counts is at most, in 95 of 100 cases.

    Parameters
    ----------
    number : int
        Of counts with noise of their own.
    epsilon : float

    Returns
    -------
    int

    Notes
    -----
    The distribution of the sum, from the characteristic function of one by a Fourier transform.
    """
    ratio = math.exp(-epsilon / TOUCHED)
    spread = math.sqrt(2 * ratio * number) / (1 - ratio)
    size = 1 << math.ceil(math.log2(40 * spread + 64))
    angle = 2 * np.pi * np.arange(size) / size
    one = (1 - ratio) ** 2 / (1 - 2 * ratio * np.cos(angle) + ratio**2)
    chance: NDArray[np.float64] = np.fft.ifft(one**number).real
    both = chance[0] + 2 * np.concatenate([[0.0], np.cumsum(chance[1 : size // 2])])
    return int(np.searchsorted(both, SURE))


def marking_of(to: Recipient, ceiling: Marking) -> Marking:
    """Mark a noisy table by what could have gone in, since what did go in is data."""
    return Marking.CLEAR if to.public else min(ceiling, Marking.AMBER_STRICT)


def noise_note(table: Noisy, marking: Marking, budget: float, spent: float) -> str:
    """Say how a noisy table came about and what it does not mean."""
    cells = len(table.counts)
    return (
        f"Victims by {', '.join(table.by)}, for {table.to}, with noise; {marking}.\n\n"
        "Counted: persons recorded as victims of trafficking in persons in a case, each in one cell; the "
        "year is that in which the first case was opened, the country the State that handles it; a child "
        "is under 18. Who has two values is under 'several', whom no named value fits under 'other' or "
        f"'not recorded'. What may not go to {table.to} does not count in. Records of one person in two "
        "sources count twice; victims whom a case only numbers do not count. Detected victims are not all "
        "victims: more detection looks like more trafficking.\n\n"
        f"Every count has noise, drawn by OpenDP (discrete Laplace, scale {1 / table.epsilon:g}): epsilon "
        f"{table.epsilon:g}, delta 0, for the presence of one person as one source records it. A person in "
        "two sources, or two persons together, have twice that. The values were fixed without the data. Of "
        f"all tables that this reader has, epsilon adds up to {spent:g} of a budget of {budget:g}.\n\n"
        f"A count is within {within(1, table.epsilon)} of the truth in 95 of 100 cases, the sum of all "
        f"{cells} within {within(cells, table.epsilon)} (column '{WITHIN}'). '{TOTAL}' is the sum of noisy "
        "counts. A count below 0 means none or few; do not set it to 0 before adding, or sums become too "
        f"large. A cell whose count is smaller than '{WITHIN}' may be empty: no single small count is "
        "evidence of anybody.\n"
    )
