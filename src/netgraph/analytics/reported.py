"""Numbers that States report, as intervals: withheld ones stay withheld, missing ones stay missing."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from netgraph.analytics.breakdown import known
from netgraph.model import load_schema
from netgraph.model.ages import BROAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.disclosure import Answer, Asks

MEASURES = {
    "detected": "Detected trafficking victims",
    "prosecuted": "Persons prosecuted",
    "convicted": "Persons convicted",
}
"""What is asked for, and how the indicator is called in the words of the source."""
_COUNTS = {"counts", "count", "number", "persons"}
_ALL = "total"
KEYS = ["jurisdiction", "measure", "year"]


@dataclass(frozen=True)
class Reports:
    """Reported numbers of one split.

    Attributes
    ----------
    frame : pandas.DataFrame
        ``jurisdiction``, ``measure``, ``year``, a column for each dimension of the split, ``low``, ``high``
        (NaN where no upper bound is told), ``suppressed`` (whether anything in it is withheld).
    answer : Answer
        The rows behind it.
    """

    frame: pd.DataFrame
    answer: Answer


def reports(
    reader: Asks, by: Sequence[str], *, since: int | None = None, until: int | None = None
) -> Reports:
    """Read what States reported of detected victims, prosecutions and convictions.

    Parameters
    ----------
    reader : Asks
        Where to read, and under which policy.
    by : sequence of {"sex", "age_band", "exploitation"}
        The cells to take: those that the source breaks down by just these. Cells are taken as published and
        never added up to others, since they overlap.
    since, until : int, optional
        First and last year.

    Returns
    -------
    Reports
        A number that is withheld below b is the interval from 1 to b - 1, since a zero hides nobody; one that
        is withheld without a bound is at least 0. Where sources differ on the same cell, the interval holds
        all that they say.
    """
    answer = reader.query("statistics", {"topic": "CriminalJustice"})
    rows = answer.to_frame()
    rows = rows[(rows["aspect"] == "Reporting") & _counts(rows["unit"])]
    measures = {indicator.casefold(): name for name, indicator in MEASURES.items()}
    rows = rows.assign(measure=rows["indicator"].str.casefold().map(measures)).dropna(
        subset=["measure", "year"]
    )
    rows = rows.astype({"year": int})
    rows = rows[(rows["year"] >= (since or 0)) & (rows["year"] <= (until or rows["year"].max()))]
    rows = _cells(rows, by)
    rows["suppressed"] = rows["suppressed"].fillna(value=False).astype(bool) & rows["value"].isna()
    value, below = rows["value"].astype(float), rows["below"].astype(float)
    rows["low"] = np.where(rows["suppressed"], np.where(below.isna(), 0.0, 1.0), value)
    rows["high"] = np.where(rows["suppressed"], below - 1, value)
    rows = rows[rows["low"].notna()]
    grouped = rows.groupby([*KEYS, *by], sort=True)
    frame = pd.DataFrame(
        {
            "low": grouped["low"].min(),
            # One number without a bound leaves the cell without one.
            "high": grouped["high"].agg(lambda numbers: numbers.max(skipna=False)),
            "suppressed": grouped["suppressed"].any(),
        }
    )
    return Reports(frame.reset_index(), answer)


def _counts(units: pd.Series) -> pd.Series:
    """Tell which numbers are counts; one without a unit is taken for one."""
    return units.isna() | units.fillna("").str.casefold().isin(_COUNTS)


def _cells(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Keep the cells that are broken down by just some dimensions."""
    forms = rows["dimension"].fillna("").str.casefold().str.contains("exploitation")
    whole = rows["category"].fillna(_ALL).str.casefold() == _ALL
    plain = rows["dimension"].fillna(_ALL).str.casefold() == _ALL
    keep = forms & ~whole if "exploitation" in by else plain & whole
    for name in ("sex", "age_band"):
        keep &= rows[name].notna() if name in by else rows[name].isna()
    rows = rows[keep].copy()
    if "exploitation" in by:
        codes = load_schema().codelists["exploitation"]
        rows["exploitation"] = [codes.find(text) or text for text in rows["category"]]
    if "sex" in by:
        rows = rows[rows["sex"].map(known).notna()]
    if "age_band" in by:
        rows["age_band"] = rows["age_band"].map(BROAD)
        rows = rows.dropna(subset=["age_band"])
    return rows


def totals(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add up the years of each jurisdiction and measure.

    Parameters
    ----------
    frame : pandas.DataFrame
        As in `Reports`.
    by : sequence of str
        The dimensions of the split.

    Returns
    -------
    pandas.DataFrame
        Indexed by jurisdiction and split; ``MEASURE_low``, ``MEASURE_high`` and ``MEASURE_years`` (how many
        years were reported); NaN, and 0 years, where none was.
    """
    found = {}
    for measure in MEASURES:
        grouped = frame[frame["measure"] == measure].groupby(["jurisdiction", *by])
        found[f"{measure}_low"] = grouped["low"].sum()
        found[f"{measure}_high"] = grouped["high"].agg(_whole)
        found[f"{measure}_years"] = grouped["year"].nunique()
    years = [f"{measure}_years" for measure in MEASURES]
    return pd.DataFrame(found).fillna(dict.fromkeys(years, 0)).astype(dict.fromkeys(years, int))


def _whole(numbers: pd.Series) -> float:
    """Add numbers up; without one of them there is no sum."""
    return float(numbers.sum(skipna=False))


def ratio(frame: pd.DataFrame, above: str, below: str, by: Sequence[str], *, per: int = 100) -> pd.DataFrame:
    """Divide one measure by another, over the years in which a jurisdiction reported both.

    Parameters
    ----------
    frame : pandas.DataFrame
        As in `Reports`.
    above, below : str
        The measures.
    by : sequence of str
        The dimensions of the split.
    per : int, default 100
        For how many of ``below`` the rate is given.

    Returns
    -------
    pandas.DataFrame
        Indexed by jurisdiction and split: ``low``, ``high`` (NaN where no bound is known) and ``years``. No
        row where no year has both, or the denominator is nought throughout.

    Examples
    --------
    >>> told = {"jurisdiction": "KEN", "measure": ["a", "b", "b"], "year": [2019, 2019, 2020]}
    >>> frame = pd.DataFrame({**told, "low": [1.0, 8.0, 5.0], "high": [4.0, 8.0, 5.0]})
    >>> ratio(frame, "a", "b", []).loc["KEN"].to_dict()
    {'low': 12.5, 'high': 50.0, 'years': 1.0}
    """
    keys = ["jurisdiction", *by]
    one, two = (
        frame[frame["measure"] == measure].set_index([*keys, "year"])[["low", "high"]]
        for measure in (above, below)
    )
    both = one.join(two.add_suffix("_below"), how="inner").reset_index()
    grouped = both.groupby(keys)
    low, low_below = grouped["low"].sum(), grouped["low_below"].sum()
    high, high_below = grouped["high"].agg(_whole), grouped["high_below"].agg(_whole)
    found = pd.DataFrame(
        {
            # Without an upper bound of the denominator the rate can be as small as you like.
            "low": (per * low / high_below.where(high_below > 0)).where(high_below.notna(), 0.0),
            "high": per * high / low_below.where(low_below > 0),
            "years": grouped.size(),
        }
    )
    return found[(high_below > 0) | high_below.isna()].round(6)


def spans(frame: pd.DataFrame) -> pd.DataFrame:
    """Make one column of text of each pair ``NAME_low`` and ``NAME_high``, as people read it.

    Examples
    --------
    >>> table = pd.DataFrame({"x_low": [3.0, 1.0, 2.0, np.nan], "x_high": [3.0, 4.5, np.nan, np.nan]})
    >>> spans(table)["x"].tolist()
    ['3', '1 to 4.5', '2 or more', '']
    """
    found = frame.copy()
    for low in [name for name in frame.columns if name.endswith("_low")]:
        name = low.removesuffix("_low")
        pairs = zip(found[low], found[f"{name}_high"], strict=True)
        found[low] = [_span(*pair) for pair in pairs]
        found = found.drop(columns=f"{name}_high").rename(columns={low: name})
    return found


def _span(low: float, high: float) -> str:
    if isnan(low):
        return ""
    if isnan(high):
        return f"{low:.4g} or more"
    return f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"
