"""Change over the years: the year from which more, or fewer, routes are recorded, and how sure that is."""

from __future__ import annotations

from itertools import permutations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from netgraph.analytics.result import Result
from netgraph.analytics.yearly import yearly
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.disclosure import Reader

CAVEAT = (
    "A change in what is recorded can be a change in reporting: more pages, more police, another coder. "
    "One step is looked for: a slope, or several steps, shows as one step somewhere. Few years find few "
    "changes, and no p-value says why anything changed."
)
EXPOSURES = ("routes", "years")
NULLS = ("years", "poisson")
_FEWEST_YEARS = 4
_EXACT = factorial(7)
_INSIDE = (0.025, 0.975)


def change(
    reader: Reader,
    *,
    of: str = "all",
    against: str = "routes",
    null: str = "years",
    least: int = 10,
    draws: int = 1999,
    seed: int = 7,
    states: bool = False,
    regions: bool = False,
    limit: int | None = None,
) -> Result:
    """Find the year from which corridors, or places, are recorded more or less than before.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    of : {"all", "corridor", "origin", "transit", "destination"}
        What a row is.
    against : {"routes", "years"}
        What a rate is of: all routes of the year, so that a longer report changes nothing; or the year.
        ``all`` is always by years.
    null : {"years", "poisson"}
        What p compares with: the same years in another order, whatever they scatter; or routes that fall into
        years independently of each other, which finds more and is wrong where records are copied on.
    least : int, default 10
        Look only at what has this many routes over all years.
    draws : int, default 1999
        Orders of years, and bootstrap samples, to draw.
    seed : int, default 7
        The same seed gives the same result to the last digit.
    states, regions : bool
        See `netgraph.analytics.itineraries.itineraries`.
    limit : int, optional
        How many rows to return.

    Returns
    -------
    Result
        Surest first: ``rank``, ``what``, ``routes``, ``year`` (the first of the changed years),
        ``year_low`` and ``year_high`` (95 % bootstrap interval), ``before`` and ``after`` (rates; of all
        routes of those years, or a year), ``ratio`` (after / before), ``ratio_low``, ``ratio_high``, ``p``
        and ``q`` (the share of false findings among rows with at most this q, for as many rows as were
        looked at). See `step`.

    Raises
    ------
    AnalysisError
        Fewer than four years, or nothing with that many routes.
    """
    if against not in EXPOSURES or null not in NULLS:
        raise AnalysisError(
            "no change is told like that", hint=f"against {' or '.join(EXPOSURES)}; null {' or '.join(NULLS)}"
        )
    counts, found = yearly(reader, of, states=states, regions=regions)
    by_routes = against == "routes" and of != "all"
    total = found.routes["year"].value_counts().reindex(counts.columns).to_numpy(float)
    exposure = total if by_routes else np.ones(len(total))
    counts = counts[counts.sum(axis=1) >= least]
    if counts.empty or counts.shape[1] < _FEWEST_YEARS:
        raise AnalysisError(
            f"nothing has {least} routes over at least {_FEWEST_YEARS} years",
            hint="a lower --least looks at more; netgraph query run corridors-by-year shows the years",
        )
    years = [int(year) for year in counts.columns]
    rows = [
        {"what": what, **step(row.to_numpy(float), exposure, years, null=null, draws=draws, seed=seed)}
        for what, row in counts.iterrows()
    ]
    frame = pd.DataFrame(rows)
    frame.insert(1, "routes", counts.sum(axis=1).to_numpy())
    frame["q"] = stats.false_discovery_control(frame["p"])
    frame = frame.sort_values(["p", "statistic", "what"], ascending=[True, False, True], kind="stable")
    frame.insert(0, "rank", frame["p"].rank(method="min").astype(int))
    frame = frame.drop(columns="statistic").reset_index(drop=True)
    exact = null == "years" and factorial(len(years)) <= _EXACT
    drawn = f"{draws:,} drawn {'orders of' if null == 'years' else 'Poisson counts for'}"
    return Result(
        analysis="change",
        frame=frame.head(limit) if limit else frame,
        marking=found.marking,
        engine=f"NumPy {np.__version__}",
        method=f"one step in the rate {'of all routes' if by_routes else 'a year'}; "
        "Poisson likelihood ratio, p by "
        f"{'all orders of' if exact else drawn} the {len(years)} years",
        caveat=CAVEAT,
        parameters={
            "of": of,
            "against": against,
            "null": null,
            "least": least,
            "draws": draws,
            "states": states,
        },
        edges=len(found.routes),
        nodes=len(counts),
        withheld=found.withheld,
        notes=(*found.notes, *_undated(found.routes["year"])),
        behind={"routes": int(total.sum()), "years": len(total), "rows looked at": len(counts)},
        seed=seed,
        estimated=f"year and ratio: 95 % intervals of {draws:,} bootstrap samples"
        + ("" if exact else f"; p within {1 / np.sqrt(draws):.2g} of the exact one (95 %)"),
    )


def step(
    counts: np.ndarray,
    exposure: np.ndarray,
    years: Sequence[int],
    *,
    null: str = "years",
    draws: int = 1999,
    seed: int = 7,
) -> dict[str, float]:
    """Find the one year at which a rate changes most, with its uncertainty.

    For each year t the likelihood of one rate before t and another from t on is compared with that of one
    rate throughout: L(t) = 2 [B log(B / b) + A log(A / a)], where B and A are the counts before and from t,
    and b and a what one rate would give. The year with the largest L is the estimate; p is the share of
    orders of the years, count and exposure kept together, whose largest L is as large. That assumes no
    distribution, and that one year says nothing of the next. With n years p cannot be small: about 1 / C(n,
    t) at the least.

    Parameters
    ----------
    counts, exposure : numpy.ndarray of float, shape (n,)
        Counts, and what they are counts of, greater than 0.
    years : sequence of int
        In order; a missing year is just not there.
    null, draws, seed
        See `change`. Up to seven years all orders are gone through instead.

    Returns
    -------
    dict
        ``year``, ``year_low``, ``year_high``, ``before``, ``after``, ``ratio``, ``ratio_low``,
        ``ratio_high``, ``statistic`` (L), ``p``. A ratio, or an end of its
        interval, is missing where the rate before is, or may be, 0.

    Notes
    -----
    The interval is a parametric bootstrap: counts are drawn anew around the two rates, with the scatter that
    the years show about them (a gamma mixture of Poissons where it is more than Poisson's), and the year
    is sought again. O(draws n).

    References
    ----------
    .. [1] Worsley, K. J. (1986). Confidence regions and tests for a change-point in a sequence of exponential
       family random variables. Biometrika 73(1), 91-104. https://doi.org/10.1093/biomet/73.1.91
    .. [2] Phipson, B., Smyth, G. K. (2010). Permutation p-values should never be zero: calculating exact
       p-values when permutations are randomly drawn. Statistical Applications in Genetics and Molecular
       Biology 9(1), 39. https://doi.org/10.2202/1544-6115.1585

    Examples
    --------
    >>> found = step(np.array([2.0, 3, 2, 9, 8, 9]), np.ones(6), range(2008, 2014))
    >>> found["year"], round(found["ratio"], 2), round(found["p"], 2)
    (2011, 3.71, 0.1)
    """
    rng = np.random.default_rng(seed)
    size = len(counts)
    ratios = _likelihoods(counts[None], exposure[None])[0]
    at = int(np.argmax(ratios)) + 1
    others, exact = _others(counts, exposure, null, draws, rng)
    as_large = int((others >= ratios.max() - 1e-9).sum())
    p = as_large / len(others) if exact else (as_large + 1) / (len(others) + 1)
    rates = np.array([counts[:at].sum() / exposure[:at].sum(), counts[at:].sum() / exposure[at:].sum()])
    drawn = _bootstrap(counts, np.repeat(rates, [at, size - at]) * exposure, draws, rng)
    ats = _likelihoods(drawn, np.broadcast_to(exposure, drawn.shape)).argmax(axis=1) + 1
    low, high = np.quantile(ats, _INSIDE, method="inverted_cdf")
    ratio_low, ratio_high = _ratio_interval(drawn, exposure, ats)
    return {
        "year": years[at],
        "year_low": years[int(low)],
        "year_high": years[int(high)],
        "before": float(rates[0]),
        "after": float(rates[1]),
        "ratio": float(rates[1] / rates[0]) if rates[0] else np.nan,
        "ratio_low": ratio_low,
        "ratio_high": ratio_high,
        "statistic": round(float(ratios.max()), 9),
        "p": float(p),
    }


def _others(
    counts: np.ndarray, exposure: np.ndarray, null: str, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, bool]:
    """Return the largest L of each comparison, and whether they are all that there are."""
    size = len(counts)
    if null == "poisson":  # given how many there are in all
        drawn = rng.multinomial(int(counts.sum()), exposure / exposure.sum(), draws).astype(float)
        return _likelihoods(drawn, np.broadcast_to(exposure, drawn.shape)).max(axis=1), False
    exact = factorial(size) <= _EXACT
    orders = (
        np.array(list(permutations(range(size))))
        if exact
        else rng.permuted(np.tile(np.arange(size), (draws, 1)), axis=1)
    )
    return _likelihoods(counts[orders], exposure[orders]).max(axis=1), exact


def _likelihoods(counts: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Return L(t) for t = 1 ... n-1, one row for each row of counts."""
    before, there = counts.cumsum(axis=1), exposure.cumsum(axis=1)
    total, all_there = before[:, -1:], there[:, -1:]
    left, right = before[:, :-1], total - before[:, :-1]
    one, other = total * there[:, :-1] / all_there, total * (all_there - there[:, :-1]) / all_there
    return np.asarray(2 * (_xlog(left, one) + _xlog(right, other)))


def _xlog(count: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Return count * log(count / expected), 0 where the count is 0."""
    ratio = np.divide(count, expected, out=np.ones_like(count), where=(count > 0) & (expected > 0))
    return np.asarray(count * np.log(ratio))


def _bootstrap(counts: np.ndarray, expected: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw counts about what is expected, with the scatter that there is, and at least Poisson's."""
    known = expected > 0
    freedom = max(len(counts) - 2, 1)
    scatter = float((((counts - expected) ** 2)[known] / expected[known]).sum()) / freedom
    shape = (draws, len(counts))
    if scatter <= 1:
        return rng.poisson(expected, shape).astype(float)
    means = np.zeros(shape)
    means[:, known] = rng.gamma(expected[known] / (scatter - 1), scatter - 1, (draws, int(known.sum())))
    return rng.poisson(means).astype(float)


def _ratio_interval(drawn: np.ndarray, exposure: np.ndarray, ats: np.ndarray) -> tuple[float, float]:
    first = np.arange(drawn.shape[1])[None] < ats[:, None]
    before = (drawn * first).sum(axis=1) / (exposure * first).sum(axis=1)
    after = (drawn * ~first).sum(axis=1) / (exposure * ~first).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.nan_to_num(after / before, nan=1.0, posinf=np.inf)
    low, high = np.quantile(ratios, _INSIDE, method="inverted_cdf")
    return (float(low) if np.isfinite(low) else np.nan), (float(high) if np.isfinite(high) else np.nan)


def _undated(years: pd.Series) -> list[str]:
    return [f"{int(years.isna().sum()):,} routes without a year"] if years.isna().any() else []
