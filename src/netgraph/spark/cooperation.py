"""Cooperation counted on a cluster: what pairs of jurisdictions share, by Spark SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f
from pyspark.storagelevel import StorageLevel

from netgraph.analytics.cooperation import Counts, tabulated
from netgraph.analytics.legal import legal_bases
from netgraph.spark.questions import Asking, ask
from netgraph.spark.session import engine_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from netgraph.analytics.result import Result
    from netgraph.spark.tables import Tables


def cooperation(tables: Tables, *, on: str | None = None, limit: int | None = None) -> Result:
    """Rank pairs of jurisdictions by what they share, as `netgraph.analytics.cooperation.cooperation` does.

    Parameters
    ----------
    tables : Tables
        The export to read.
    on, limit
        As there.

    Returns
    -------
    Result
        The same, to the last digit; only the engine differs.

    Raises
    ------
    AnalysisError
        No two jurisdictions share anything, or the day is no date.

    Notes
    -----
    Items that touch the same jurisdictions are counted before pairs are made of these, so that the pairs of a
    kind of item are made once, however many there are.
    """
    asking = Asking(tables)
    legal = legal_bases(asking, on)
    items = ask(tables, "jurisdiction-items")
    touched = alike(items.frame)
    told = touched.select(f.explode("jurisdictions")).distinct().count()
    shared = touched.where(f.size("jurisdictions") > 1).agg(f.sum("items")).first()
    counts = Counts(
        pairs(touched).toArrow().to_pandas(),
        jurisdictions=told,
        shared=int(shared[0] or 0) if shared else 0,
        marking=items.marking,
        withheld=items.withheld,
    )
    names = asking.query("jurisdiction-names").to_frame().set_index("key")["name"]
    return tabulated(counts, legal, names, limit=limit, engine=engine_of(tables.spark))


def alike(items: DataFrame) -> DataFrame:
    """Count the ``items`` of each ``kind`` that touch the same ``jurisdictions`` (sorted)."""
    touched = items.groupBy("kind", "item").agg(
        f.array_sort(f.collect_set("jurisdiction")).alias("jurisdictions")
    )
    counted = touched.groupBy("kind", "jurisdictions").agg(f.count("*").alias("items"))
    return counted.persist(StorageLevel.MEMORY_AND_DISK)


def pairs(touched: DataFrame) -> DataFrame:
    """Count what each two jurisdictions share, by kind."""
    rows = touched.select("*", f.explode("jurisdictions").alias("jurisdiction"))
    rows = rows.select("*", f.explode("jurisdictions").alias("other")).where("jurisdiction < other")
    return rows.groupBy("jurisdiction", "other", "kind").agg(f.sum("items").alias("items"))
