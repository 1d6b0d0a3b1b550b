"""Rank the nodes of a network on the cluster, and fetch only those that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f
from pyspark.storagelevel import StorageLevel

from netgraph.analytics.measures import DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from pyspark.sql import DataFrame

    from netgraph.spark.networks import Network

MANY = 1_000
"""How many rows are ranked on the cluster; where more are asked for, all are fetched."""


def described(network: Network) -> list[str]:
    """Name the columns by which people know a node."""
    return [name for name in ("key", "name", "type", "roles") if name in network.nodes.columns]


def fetched(rows: DataFrame, limit: int | None) -> pd.DataFrame:
    """Fetch rows, all or the first."""
    found: pd.DataFrame = (rows.limit(limit) if limit else rows).toArrow().to_pandas()
    return found


def joined(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Write lists as text."""
    told = {name: frame[name].map(", ".join) for name in names if name in frame}
    return frame.assign(**told)


def top(
    scores: DataFrame, by: str, order: Sequence[str], measures: Sequence[str], limit: int | None
) -> pd.DataFrame:
    """Fetch the best rows, with the rank of each measure among all rows.

    Parameters
    ----------
    scores : pyspark.sql.DataFrame
        A row a node that is ranked.
    by : str
        The measure that orders them, the largest first; ties by `order`.
    order : sequence of str
        Measures with ``_`` before them, the largest first; then columns.
    measures : sequence of str
        Get a column ``..._rank`` behind them: 1 is best, scores alike share the better rank.
    limit : int, optional
        All rows when not given.

    Notes
    -----
    Scores are rounded first, as on one machine. Time O(n log n + n x limit); all rows are fetched where more
    than a thousand are asked for.
    """
    rounded = {f"_{name}": f.round(f.col(name).cast("double"), DIGITS) for name in measures}
    whole = scores.withColumns(rounded).persist(StorageLevel.MEMORY_AND_DISK)
    scored = [f"_{by}", *(name for name in order if name in rounded)]
    known = [f.asc(name) for name in order if name not in rounded]
    best = whole.orderBy(*(f.desc_nulls_last(name) for name in scored), *known)
    few = limit is not None and limit <= MANY
    found = fetched(best, limit if few else None)
    for name in measures:
        own = found[f"_{name}"]
        rank = own.map(_among(whole, f"_{name}", own)) if few else own.rank(method="min", ascending=False)
        found.insert(list(found).index(name) + 1, f"{name}_rank", rank.astype("Int64"))
    return found.drop(columns=[*rounded]).head(limit or len(found))


def _among(scores: DataFrame, name: str, wanted: pd.Series) -> dict[float, int]:
    """Rank some scores among all: one more than are larger."""
    steps = sorted(set(wanted.dropna()))
    if not steps:
        return {}
    listed = f.array(*map(f.lit, steps))
    passed = f.size(f.filter(listed, lambda step: step < f.col(name)))
    rows = scores.where(f.col(name).isNotNull()).groupBy(passed.alias("passed")).count().collect()
    counts = {int(row["passed"]): int(row["count"]) for row in rows}
    return {
        step: 1 + sum(count for many, count in counts.items() if many > at) for at, step in enumerate(steps)
    }
