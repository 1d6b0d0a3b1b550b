"""Displacement as an overlay: numbers of displaced people set beside corridors, never counted into them."""

from __future__ import annotations

import pandas as pd

from netgraph.errors import AnalysisError


def beside(corridors: pd.DataFrame, years: pd.Series, flows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Set an indicator of displacement beside corridors between States.

    Parameters
    ----------
    corridors : pandas.DataFrame
        With ``origin`` and ``destination``, and with ``year`` where they are split by it.
    years : pandas.Series of Int64
        The years of all routes counted.
    flows : pandas.DataFrame
        ``origin``, ``destination``, ``indicator``, ``year``, ``value``, ``source``.
    indicator : str
        Which one; no two are ever added, since one person may be in both.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``displaced``: persons in the row's year, or the mean of the years that have a
        number among those of all routes. Missing where no number is known, which is not zero. A corridor is
        that of the States in which its ends lie.

    Raises
    ------
    AnalysisError
        No number of that name is in the store, or more than one source gives it.
    """
    chosen = flows[(flows["indicator"] == indicator) & flows["value"].notna() & flows["year"].notna()]
    if chosen.empty:
        known = (
            ", ".join(sorted(set(flows["indicator"]))) or "none is loaded: netgraph ingest unhcr-flows FILE"
        )
        raise AnalysisError(f"no displacement is known as {indicator!r}", hint=f"known: {known}")
    if len(set(chosen["source"])) > 1:
        raise AnalysisError(
            f"{indicator!r} is given by several sources, which may count the same people",
            hint="use a store that holds one of them",
        )
    ends = pd.DataFrame({end: corridors[end].str.partition("/")[0] for end in ("origin", "destination")})
    keys = ["origin", "destination"]
    yearly = chosen.groupby([*keys, "year"], sort=True)["value"].sum().reset_index()
    if "year" in corridors:
        ends["year"] = pd.to_numeric(corridors["year"], errors="coerce")
        keys.append("year")
        values = yearly.set_index(keys)["value"]
    else:
        known_years = years.dropna().astype("int64")
        values = yearly[yearly["year"].isin(known_years)].groupby(keys)["value"].mean()
    joined = ends.join(values.rename("displaced"), on=keys)["displaced"]
    return corridors.assign(displaced=joined.to_numpy(float))
