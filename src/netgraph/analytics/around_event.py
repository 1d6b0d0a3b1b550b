"""Before and after an event: corridors that it struck against comparable ones (difference in differences)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from netgraph.analytics.result import Result
from netgraph.analytics.yearly import yearly
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.disclosure import Reader

CAVEAT = (
    "The comparison takes for granted that without the event struck corridors would have changed in the same "
    "proportion as the comparable ones, that the event changed nothing on those, and that reporting of both "
    "changed alike. A crisis stops reports as well as journeys. The row before the event shows how far apart "
    "they were anyway."
)
_INSIDE = (0.025, 0.975)
_FEW = 10


def around_event(
    reader: Reader, event: str, *, years: int = 3, draws: int = 1999, seed: int = 7, regions: bool = False
) -> Result:
    """Compare corridors between States before and after an event that struck one of their ends.

    Struck are corridors from, or to, a State that the event struck. Comparable are those that it did not
    strike at either end and that lead to the same destinations (for those from it), or begin in the same
    origins (for those to it). With routes a year S before and S' after, C and C' of the comparable, the
    ratio is (S' / S) / (C' / C), and ``more`` is S' - S C' / C: routes a year beyond what the comparable
    let expect.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    event : str
        Key of the event.
    years : int, default 3
        How many years on each side; the year in which it began counts as after.
    draws : int, default 1999
        Bootstrap samples.
    seed : int, default 7
        The same seed gives the same result to the last digit.
    regions : bool, default False
        Keep routes from or to a region.

    Returns
    -------
    Result
        Six rows, for each of ``struck`` = ``from or to``, ``from``, ``to`` one ``when`` = ``event`` and one
        ``earlier``, which makes the same comparison one span sooner, when nothing had happened: a ratio far
        from 1 there says that the two were never comparable. Columns ``corridors`` and ``comparable`` (how
        many of each), ``before``, ``after``, ``comparable_before``, ``comparable_after`` (routes a year),
        ``ratio``, ``ratio_low``, ``ratio_high``, ``more``, ``more_low``, ``more_high`` (95 %). Missing
        where years are not recorded or nothing is there to divide by.

    Raises
    ------
    AnalysisError
        The event is not known, has no date, or no year on one of its sides is recorded.

    Notes
    -----
    Intervals come from drawing corridors, with all their years, with replacement: routes of a corridor are no
    independent of each other. Fewer than ten corridors in a group make them too narrow, and a note says so.

    References
    ----------
    .. [1] Angrist, J. D., Pischke, J.-S. (2009). Mostly harmless econometrics, chapter 5. Princeton
       University Press. https://doi.org/10.2307/j.ctvcm4j72
    .. [2] Bertrand, M., Duflo, E., Mullainathan, S. (2004). How much should we trust
       differences-in-differences estimates? Quarterly Journal of Economics 119(1), 249-275.
       https://doi.org/10.1162/003355304772839588
    """
    events = reader.query("event-places")
    began, states = _event(events.to_frame(), event)
    counts, found = yearly(reader, "corridor", states=True, regions=regions)
    ends = counts.index.str.split(" > ", expand=True).to_frame(index=False, name=["origin", "destination"])
    rng = np.random.default_rng(seed)
    rows = [
        {
            "struck": struck,
            "when": when,
            **_compare(counts[hit], counts[other], turn, years, draws, rng),
        }
        for when, turn in (("event", began), ("earlier", began - years))
        for struck, hit, other in _groups(ends, states)
    ]
    frame = pd.DataFrame(rows)
    if frame.loc[frame["when"] == "event", ["before", "after"]].isna().all(axis=None):
        raise AnalysisError(
            "no route is recorded in the years around the event",
            hint="netgraph query run corridors-by-year shows which years are",
        )
    few = (frame.loc[frame["when"] == "event", ["corridors", "comparable"]] < _FEW).any(axis=None)
    return Result(
        analysis="event",
        frame=frame,
        marking=strictest([found.marking, events.marking]),
        engine=f"NumPy {np.__version__}",
        method="difference in differences of routes a year, in proportion; "
        f"{years} years on each side of {began}",
        caveat=CAVEAT,
        parameters={"event": event, "years": years, "draws": draws, "regions": regions},
        nodes=len(states),
        edges=len(found.routes),
        withheld=found.withheld + events.withheld,
        notes=(*found.notes, *(["certainty: fewer than ten corridors in a group"] if few else [])),
        behind={"corridors": len(counts), "States struck": len(states)},
        seed=seed,
        estimated=f"95 % intervals of {draws:,} bootstrap samples of corridors",
    )


def _event(rows: pd.DataFrame, event: str) -> tuple[int, set[str]]:
    """Return the year in which it began and the States it struck."""
    own = rows[rows["event"] == event]
    if own.empty:
        known = ", ".join(sorted(set(rows["event"]))[:5]) or "none is loaded"
        raise AnalysisError(f"nothing is known to be struck by the event {event!r}", hint=f"known: {known}")
    if own["began"].isna().all():
        raise AnalysisError(f"it is not known when {event!r} began", hint="load the event with its date")
    # California is in a State of its own code, Mombasa in that which its key begins with
    states = own["struck"].str.partition("/")[0].str.partition("-")[0]
    return int(str(own["began"].dropna().iloc[0])[:4]), set(states)


def _groups(ends: pd.DataFrame, states: set[str]) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield which corridors are struck and which are comparable with them."""
    from_, to = ends["origin"].isin(states), ends["destination"].isin(states)
    neither = ~from_ & ~to
    same_end = ends["destination"].isin(ends.loc[from_, "destination"])
    same_start = ends["origin"].isin(ends.loc[to, "origin"])
    yield "from or to", (from_ | to).to_numpy(), (neither & (same_end | same_start)).to_numpy()
    yield "from", from_.to_numpy(), (neither & same_end).to_numpy()
    yield "to", to.to_numpy(), (neither & same_start).to_numpy()


def _compare(
    struck: pd.DataFrame, other: pd.DataFrame, turn: int, years: int, draws: int, rng: np.random.Generator
) -> dict[str, float]:
    """Compare two groups of corridors on both sides of a year."""
    one, two = _rates(struck, turn, years), _rates(other, turn, years)
    told = [one.sum(axis=0), two.sum(axis=0)]
    drawn = [_drawn(rates, draws, rng) for rates in (one, two)]
    ratio, more = _difference(*told)
    known = bool(np.isfinite([ratio, more]).all() and told[1][0])
    ratios, mores = _difference(*drawn)
    return {
        "corridors": len(struck),
        "comparable": len(other),
        "before": told[0][0],
        "after": told[0][1],
        "comparable_before": told[1][0],
        "comparable_after": told[1][1],
        "ratio": float(ratio) if known else np.nan,
        **_interval("ratio", ratios),
        "more": float(more) if known else np.nan,
        **_interval("more", mores),
    }


def _rates(counts: pd.DataFrame, turn: int, years: int) -> np.ndarray:
    """Return routes a year before and after for each corridor; missing where a side has no recorded year."""
    recorded = counts.columns.to_numpy(int)
    sides = [
        counts.loc[:, (recorded >= first) & (recorded < first + years)] for first in (turn - years, turn)
    ]
    missing = np.full(len(counts), np.nan)
    return np.column_stack([side.mean(axis=1).to_numpy() if side.shape[1] else missing for side in sides])


def _drawn(rates: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Add up corridors drawn with replacement; shape (2, draws)."""
    size = len(rates)
    if not size:
        return np.full((2, draws), np.nan)
    return np.asarray((rng.multinomial(size, np.full(size, 1 / size), draws) @ rates).T)


def _difference(struck: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = other[1] / other[0]
        return np.asarray(struck[1] / struck[0] / usual), np.asarray(struck[1] - struck[0] * usual)


def _interval(name: str, values: np.ndarray) -> dict[str, float]:
    known = values[~np.isnan(values)]
    ends = np.quantile(known, _INSIDE, method="inverted_cdf") if len(known) else np.full(2, np.nan)
    low, high = np.where(np.isfinite(ends), ends, np.nan)  # no end where there may be nothing to divide by
    return {f"{name}_low": float(low), f"{name}_high": float(high)}
