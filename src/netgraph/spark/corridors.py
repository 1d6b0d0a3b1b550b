"""Corridors counted on a cluster: the routes of `netgraph.analytics.itineraries`, by Spark SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as f
from pyspark.storagelevel import StorageLevel

from netgraph.analytics.breakdown import NOT_RECORDED, PROFILES
from netgraph.analytics.corridors import Counts, keys_of, tabulated
from netgraph.analytics.itineraries import names_of
from netgraph.analytics.projection import WHOLE_PLACES
from netgraph.errors import AnalysisError
from netgraph.model import strictest
from netgraph.spark.questions import Asking, ask
from netgraph.spark.session import engine_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Column, DataFrame

    from netgraph.analytics.result import Result
    from netgraph.spark.tables import Seen, Tables

_WHO = ("sex", "age_band")
_VIA = 3  # stops that are named


def corridors(
    tables: Tables,
    *,
    of: str = "corridor",
    by: Sequence[str] = (),
    regions: bool = False,
    states: bool = False,
    limit: int | None = None,
) -> Result:
    """Count routes by origin and destination, as `netgraph.analytics.corridors.corridors` does.

    Parameters
    ----------
    tables : Tables
        The export to read.
    of, by, regions, states, limit
        As there.

    Returns
    -------
    Result
        The same, to the last digit; only the engine differs.

    Raises
    ------
    AnalysisError
        No route with two stops is in the export, or the breakdown is not known.

    Notes
    -----
    A route becomes one row first, so that what follows moves routes between workers and no stops. What is
    fetched is a row for each combination of the keys.
    """
    keys = keys_of(of, by)
    stops = ask(tables, "all-stops")
    routes, notes = itineraries(stops.frame, regions=regions, states=states)
    victims = ask(tables, "route-victims") if set(_WHO) & set(by) else None
    rows = _split(routes, by, victims.frame if victims else None)
    counts = _count(rows, keys).toArrow().to_pandas()
    told = routes.agg(f.count("*"), f.count_distinct("origin")).first()
    places = routes.select(f.explode(f.array("origin", "destination"))).distinct().count()
    if not told or not told[0]:
        raise AnalysisError(
            "no route with an origin and a destination is in the export",
            hint="load routes first: netgraph ingest routes FILE; then export again",
        )
    asked: list[Seen] = [stops, *([victims] if victims else [])]
    return tabulated(
        Counts(
            counts,
            names_of(Asking(tables)),
            int(told[0]),
            places,
            strictest(seen.marking for seen in asked),
            sum(seen.withheld for seen in asked),
            tuple(notes),
        ),
        of,
        by,
        regions=regions,
        states=states,
        limit=limit,
        engine=engine_of(tables.spark),
    )


def itineraries(stops: DataFrame, *, regions: bool, states: bool) -> tuple[DataFrame, list[str]]:
    """Make one row a route with two ends, as `netgraph.analytics.itineraries.itineraries` reads them.

    Returns
    -------
    (pyspark.sql.DataFrame, list of str)
        ``route``, ``origin``, ``destination``, ``between`` (places), ``year``, ``exploitation`` and
        ``victim_profile``; and what was left out.
    """
    whole = f.col("kind").isin(*WHOLE_PLACES)
    if states:
        stops = stops.withColumn("place", f.when(whole, f.split("place", "/")[0]).otherwise(f.col("place")))
        stops = stops.withColumn("kind", f.when(whole, f.lit("Country")).otherwise(f.col("kind")))
    routes = (
        stops.groupBy("route")
        .agg(
            f.min(f.struct("position", "place", "kind")).alias("first"),
            # the highest position, and of those the place that comes first by key
            f.min(f.struct((-f.col("position")).alias("behind"), "place", "kind")).alias("last"),
            f.collect_set(f.struct("position", "place")).alias("stops"),
            *(f.any_value(name).alias(name) for name in ("year", "exploitation", "victim_profile")),
        )
        .where(f.col("first.position") < -f.col("last.behind"))
    )
    of_place = f.col("first.kind").isin(*WHOLE_PLACES) & f.col("last.kind").isin(*WHOLE_PLACES)
    routes = routes.select(
        "route",
        f.col("first.place").alias("origin"),
        f.col("last.place").alias("destination"),
        _between().alias("between"),
        "year",
        "exploitation",
        "victim_profile",
        f.coalesce(of_place, f.lit(False)).alias("of_place"),  # noqa: FBT003 - a value
        (f.col("first.place") == f.col("last.place")).alias("inside"),
    ).persist(StorageLevel.MEMORY_AND_DISK)
    notes = []
    if not regions:
        notes += _left_out(routes.where("not of_place"), "routes from or to a region, not a place")
        routes = routes.where("of_place")
    if states:
        notes += _left_out(routes.where("inside"), "routes that stay in one State")
        routes = routes.where("not inside")
    return routes.drop("of_place", "inside"), notes


def _between() -> Column:
    """Places between the ends, each once; a place that is an end of the route too is none between."""

    def is_between(stop: Column) -> Column:
        return (
            (stop["position"] > f.col("first.position"))
            & (stop["position"] < -f.col("last.behind"))
            & (stop["place"] != f.col("first.place"))
            & (stop["place"] != f.col("last.place"))
        )

    inner = f.filter("stops", is_between)
    return f.array_distinct(f.transform(inner, lambda stop: stop["place"]))


def _left_out(rows: DataFrame, what: str) -> list[str]:
    many = rows.count()
    return [f"{many:,} {what}"] if many else []


def _split(routes: DataFrame, by: Sequence[str], victims: DataFrame | None) -> DataFrame:
    """Give a route a row for each combination of values that is recorded of it."""
    rows = routes.withColumnRenamed("year", "in")
    for name in by:
        if name == "year":
            rows = rows.withColumn("year", f.coalesce(f.col("in").cast("string"), f.lit(NOT_RECORDED)))
        elif name not in _WHO:
            values = _values(routes, name)
            rows = rows.drop(name).join(values, "route", "left").fillna({name: NOT_RECORDED})
    who = [name for name in by if name in _WHO]
    if who:
        people = _people(routes, victims).select("route", *who).distinct()
        rows = rows.join(people, "route", "left").fillna(dict.fromkeys(who, NOT_RECORDED))
    return rows


def _values(routes: DataFrame, name: str) -> DataFrame:
    found = routes.select("route", f.explode(name).alias(name))
    return found.where(f.col(name).isNotNull()).distinct()


def _people(routes: DataFrame, victims: DataFrame | None) -> DataFrame:
    """Return sex and age band together: of the victims where any is known, else as the route tells."""
    told = _values(routes, "victim_profile")
    pairs = [
        f.when(f.col("victim_profile") == profile, f.struct(*(f.lit(word) for word in pair)))
        for profile, pair in PROFILES.items()
    ]
    pair = f.coalesce(*pairs)
    told = told.select("route", pair["col1"].alias("sex"), pair["col2"].alias("age_band"))
    if victims is None:
        return told
    known = [f.when(f.col(name) != "Unknown", f.col(name)).alias(name) for name in _WHO]
    persons = victims.select("route", *known)
    some = persons.where(f.coalesce(*_WHO).isNotNull()).select("route").distinct()
    return told.join(some, "route", "anti").unionByName(persons.join(some, "route"))


def _count(rows: DataFrame, keys: Sequence[str]) -> DataFrame:
    """Count routes by the keys, as `netgraph.analytics.corridors` does."""
    if "transit" in keys:
        rows = rows.withColumn("transit", f.explode("between"))
    columns = [f.count_distinct("route").alias("routes")]
    both = {"origin", "destination"} <= set(keys)
    if both:
        columns.append(f.count_if(f.size("between") > 0).alias("transit"))
    columns += [f.min("in").alias("first_year"), f.max("in").alias("last_year")]
    counts = rows.groupBy(*keys).agg(*columns)
    if not both:
        return counts
    met = rows.select(*keys, f.explode("between").alias("place")).groupBy(*keys, "place").count()
    order = Window.partitionBy(*keys).orderBy(f.desc("count"), f.asc("place"))
    met = met.withColumn("at", f.row_number().over(order)).where(f.col("at") <= _VIA)
    via = met.groupBy(*keys).agg(f.sort_array(f.collect_list(f.struct("at", "place"))).alias("via"))
    via = via.withColumn("via", f.array_join(f.col("via.place"), ", "))
    order_of = [*keys, "routes", "transit", "via", "first_year", "last_year"]
    return counts.join(via, list(keys), "left").fillna({"via": ""}).select(*order_of)
