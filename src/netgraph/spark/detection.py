"""The detection gap counted on a cluster: routes and cases by Spark SQL, beside what States report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f
from pyspark.storagelevel import StorageLevel

from netgraph.analytics.detection import FLOWS, Counts, tabulated
from netgraph.analytics.reported import reports
from netgraph.model import strictest
from netgraph.spark.questions import Asking, ask
from netgraph.spark.session import engine_of

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame

    from netgraph.analytics.result import Result
    from netgraph.spark.tables import Tables


def detection(
    tables: Tables, *, since: int | None = None, until: int | None = None, limit: int | None = None
) -> Result:
    """Put flow beside cases and reports, as `netgraph.analytics.detection.detection` does.

    Parameters
    ----------
    tables : Tables
        The export to read.
    since, until, limit
        As there.

    Returns
    -------
    Result
        The same, to the last digit; only the engine differs.

    Raises
    ------
    AnalysisError
        The export has neither routes, cases nor reports.
    """
    asking = Asking(tables)
    names = asking.query("jurisdiction-names").to_frame().set_index("key")["name"]
    stops, outcomes = ask(tables, "all-stops"), ask(tables, "case-outcomes")
    opened, parts = ask(tables, "case-profiles"), ask(tables, "jurisdiction-parts")
    told = reports(asking, (), since=since, until=until)
    routes, undated_routes = _dated(stops.frame, "route", since, until)
    years = opened.frame.select("case", f.expr("try_cast(substr(opened, 1, 4) AS DOUBLE)").alias("year"))
    cases, undated_cases = _dated(outcomes.frame.join(years, "case", "left"), "case", since, until)
    asked = (stops, outcomes, opened, parts)
    counts = Counts(
        _indexed(_flows(routes, tables.nodes("Jurisdiction").select(f.col("key").alias("jurisdiction")))),
        _indexed(_cases(cases, parts.frame)),
        routes.select("route").distinct().count(),
        cases.select("case").distinct().count(),
        undated_routes,
        undated_cases,
        strictest(seen.marking for seen in asked),
        sum(seen.withheld for seen in asked),
    )
    return tabulated(
        counts, told, names, since=since, until=until, limit=limit, engine=engine_of(tables.spark)
    )


def _dated(rows: DataFrame, key: str, since: int | None, until: int | None) -> tuple[DataFrame, int]:
    """Keep what lies in a period, and count what has no year and so may or may not."""
    rows = rows.persist(StorageLevel.MEMORY_AND_DISK)
    if since is None and until is None:
        return rows, 0
    undated = rows.where("year IS NULL").select(key).distinct().count()
    kept = rows.where("year IS NOT NULL")
    for bound, below in ((since, False), (until, True)):
        if bound:
            kept = kept.where(f.col("year") <= bound if below else f.col("year") >= bound)
    return kept, undated


def _flows(stops: DataFrame, known: DataFrame) -> DataFrame:
    """Count by jurisdiction the routes that end there and that pass through."""
    ends = stops.groupBy("route").agg(f.min("position").alias("first"), f.max("position").alias("last"))
    rows = stops.join(ends, "route").select(
        "route",
        f.split("place", "/")[0].alias("jurisdiction"),
        ((f.col("position") == f.col("last")) & (f.col("first") < f.col("last"))).alias(FLOWS[0]),
        ((f.col("position") > f.col("first")) & (f.col("position") < f.col("last"))).alias(FLOWS[1]),
    )
    rows = rows.where(f.col(FLOWS[0]) | f.col(FLOWS[1])).join(known, "jurisdiction", "semi")
    each = rows.groupBy("route", "jurisdiction").agg(*(f.bool_or(name).alias(name) for name in FLOWS))
    return each.groupBy("jurisdiction").agg(
        *(f.count_if(name).alias(name) for name in FLOWS), f.count("*").alias("_routes")
    )


def _cases(cases: DataFrame, parts: DataFrame) -> DataFrame:
    """Count by jurisdiction the cases it handles, those of its parts too, and those with a conviction."""
    whole = parts.select(f.col("part").alias("jurisdiction"), "whole").distinct()
    above = cases.join(whole, "jurisdiction").drop("jurisdiction").withColumnRenamed("whole", "jurisdiction")
    rows = cases.select("case", "jurisdiction", "outcome").unionByName(
        above.select("case", "jurisdiction", "outcome")
    )
    convicted = f.when(f.col("outcome") == "Conviction", f.col("case"))
    return rows.groupBy("jurisdiction").agg(
        f.count_distinct("case").alias("cases"), f.count_distinct(convicted).alias("cases_convicted")
    )


def _indexed(counts: DataFrame) -> pd.DataFrame:
    found: pd.DataFrame = counts.toArrow().to_pandas()
    return found.set_index("jurisdiction").sort_index()
