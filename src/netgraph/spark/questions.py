"""The named queries that tables are made of, asked of an export instead of a store.

Each has the rows that the query of the same name in ``queries/projection`` has, so that what was counted
from a store can be counted on a cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from netgraph.disclosure.reader import Answer
from netgraph.errors import QueryError
from netgraph.spark.tables import MARKING, union

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyspark.sql import DataFrame

    from netgraph.spark.tables import Seen, Tables


def ask(tables: Tables, name: str, parameters: Mapping[str, object] | None = None) -> Seen:
    """Ask a named query and leave the answer in the cluster; parameters choose rows by their columns.

    Raises
    ------
    QueryError
        It is not among those that can be asked here.
    """
    if name not in _QUESTIONS:
        raise QueryError(
            f"the query {name} cannot be asked on Spark", hint="run it on the store: netgraph query run"
        )
    frame = _QUESTIONS[name](tables)
    for column, value in (parameters or {}).items():  # before anything is counted as withheld
        frame = frame.where(f.col(column) == f.lit(value)).drop(column)
    return tables.seen(frame, *_markings(frame))


class Asking:
    """Asks named queries as a `netgraph.disclosure.Reader` does, and fetches the answers: for small tables.

    Parameters
    ----------
    tables : Tables
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def query(self, name: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Ask a named query; its parameters choose rows by columns of their names."""
        seen = ask(self._tables, name, parameters)
        return Answer(name, dict(parameters or {}), seen.frame.toArrow(), seen.marking, seen.withheld)


def _marked(frame: DataFrame, name: str) -> DataFrame:
    return frame.withColumnRenamed(MARKING, f"{MARKING}_{name}")


def _nodes(tables: Tables, label: str, key: str, *properties: str) -> DataFrame:
    """Return nodes with their key and marking under a name of their own."""
    return _marked(tables.nodes(label, *properties), key).withColumnRenamed("key", key)


def _claims(tables: Tables, type_: str, start: str, end: str, *properties: str) -> DataFrame:
    """Return claims with their ends named by their labels."""
    found = tables.claims(type_, *properties)
    found = found.withColumnsRenamed({"start": start, "end": end, MARKING: f"{MARKING}_{type_}"})
    return found.drop("start_label", "end_label")


def _all_stops(tables: Tables) -> DataFrame:
    routes = _nodes(tables, "Route", "route", "year", "exploitation", "victim_profile")
    stops = _claims(tables, "STOPS_AT", "route", "place", "position")
    places = tables.nodes("Location", "kind").select(f.col("key").alias("place"), "kind")
    return stops.join(routes, "route").join(places, "place")


def _handled(tables: Tables) -> DataFrame:
    handled = _claims(tables, "HANDLED_BY", "case", "jurisdiction", "outcome")
    return handled.join(_nodes(tables, "Case", "case"), "case")


def _case_jurisdictions(tables: Tables) -> DataFrame:
    return _handled(tables).drop("outcome").distinct()


def _case_outcomes(tables: Tables) -> DataFrame:
    return _handled(tables).distinct()


def _case_profiles(tables: Tables) -> DataFrame:
    told = {"victims_sex": "sex", "victims_age_band": "age_band"}
    found = _nodes(tables, "Case", "case", "source", "opened", "exploitation", *told)
    return found.withColumnsRenamed(told)


def _involved(tables: Tables, *properties: str) -> DataFrame:
    """Persons and organizations in cases, with the markings of the claim and of the record."""
    claims = tables.claims("INVOLVED_IN", *properties)
    claims = _marked(claims.withColumnsRenamed({"start": "item", "end": "case"}), "INVOLVED_IN")
    owned = union(
        [
            _nodes(tables, label, "item").withColumn("start_label", f.lit(label))
            for label in ("Person", "Organization")
        ]
    )
    return claims.join(owned, ["start_label", "item"]).drop("end_label")


def _jurisdiction_items(tables: Tables) -> DataFrame:
    """Unite four kinds; the markings of each are folded into one, once for each set of them."""
    handled = _handled(tables).drop("outcome")
    cases = handled.select(
        f.lit("Case").alias("kind"), f.col("case").alias("item"), "jurisdiction", *_markings(handled)
    )
    routes = (
        _claims(tables, "STOPS_AT", "item", "place")
        .join(_nodes(tables, "Route", "item"), "item")
        .join(_claims(tables, "IN", "place", "jurisdiction"), "place")
        .withColumn("kind", f.lit("Route"))
    )
    involved = _involved(tables).join(handled, "case")
    actors = involved.withColumnRenamed("start_label", "kind")
    used = tables.claims("USES").select(
        f.col("start_label"),
        f.col("start").alias("item"),
        f.col("end").alias("used"),
        f.col(MARKING).alias(f"{MARKING}_USES"),
    )
    identifiers = (
        involved.join(used, ["start_label", "item"])
        .drop("item")
        .withColumnRenamed("used", "item")
        .withColumn("kind", f.lit("Identifier"))
    )
    return union([_folded(frame) for frame in (cases, routes, actors, identifiers)])


def _markings(frame: DataFrame) -> list[str]:
    return [name for name in frame.columns if name.startswith(MARKING)]


def _folded(frame: DataFrame) -> DataFrame:
    """Keep a row for each item, jurisdiction and list of markings, and of these the strictest."""
    names = _markings(frame)
    once = frame.select("kind", "item", "jurisdiction", *names).distinct()
    return once.select("kind", "item", "jurisdiction", f.greatest(*names).alias(MARKING))


def _route_victims(tables: Tables) -> DataFrame:
    persons = _nodes(tables, "Person", "item", "sex", "age_band").withColumn("start_label", f.lit("Person"))
    claims = _marked(tables.claims("INVOLVED_IN", "role").where("role = 'Victim'"), "INVOLVED_IN")
    claims = claims.withColumnsRenamed({"start": "item", "end": "case"})
    found = (
        claims.join(persons, ["start_label", "item"])
        .join(_nodes(tables, "Case", "case"), "case")
        .join(_claims(tables, "FOLLOWED", "case", "route"), "case")
        .join(_nodes(tables, "Route", "route"), "route")
    )
    return found.select("route", "sex", "age_band", *_markings(found)).distinct()


def _names(tables: Tables) -> DataFrame:
    return tables.nodes("Jurisdiction", "name")


def _places(tables: Tables) -> DataFrame:
    return tables.nodes("Location", "name", "kind", "latitude", "longitude")


def _parts(tables: Tables) -> DataFrame:
    return _claims(tables, "PART_OF", "part", "whole").distinct()


def _parties(tables: Tables) -> DataFrame:
    parties = _claims(tables, "PARTY_TO", "jurisdiction", "instrument", "since", "until")
    known = tables.nodes("Instrument", "name", "kind", "in_force", "ended").drop(MARKING)
    return parties.join(known.withColumnRenamed("key", "instrument"), "instrument").distinct()


def _statistics(tables: Tables) -> DataFrame:
    told = ("topic", "source", "indicator", "dimension", "category", "sex", "age_band", "year", "unit")
    numbers = _nodes(tables, "Statistic", "statistic", *told, "value", "suppressed", "below")
    return (
        _claims(tables, "ABOUT", "statistic", "jurisdiction", "aspect").join(numbers, "statistic").distinct()
    )


_QUESTIONS: dict[str, Callable[[Tables], DataFrame]] = {
    "all-stops": _all_stops,
    "case-jurisdictions": _case_jurisdictions,
    "case-outcomes": _case_outcomes,
    "case-profiles": _case_profiles,
    "instrument-parties": _parties,
    "jurisdiction-items": _jurisdiction_items,
    "jurisdiction-names": _names,
    "jurisdiction-parts": _parts,
    "places": _places,
    "route-victims": _route_victims,
    "statistics": _statistics,
}
