"""The networks of `netgraph.analytics.projection`, taken from an export and left on the cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from netgraph.analytics.columns import left_out
from netgraph.analytics.projection import ENTITY_TIES, PLACE_TIES, WHOLE_PLACES
from netgraph.errors import AnalysisError
from netgraph.model import load_schema, strictest
from netgraph.spark.questions import ask
from netgraph.spark.tables import MARKING, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Column, DataFrame

    from netgraph.model import Marking
    from netgraph.spark.tables import Seen, Tables


@dataclass(frozen=True)
class Network:
    """A network on the cluster.

    Attributes
    ----------
    name : str
        ``entity`` or ``place``.
    nodes : pyspark.sql.DataFrame
        ``id`` (a number, in the order of names), ``node`` (its name, as of a `Projection`), ``type``,
        ``key``, ``name`` (of places), ``roles`` (of entities) and ``jurisdictions``, sorted lists.
    edges : pyspark.sql.DataFrame
        ``src``, ``dst``, ``weight``, one row for each pair; without direction ``src`` is the smaller.
    directed : bool
    weight : str
        What the weight counts.
    size : tuple of int
        How many nodes and edges.
    marking : Marking
    withheld : int
    notes : tuple of str
        As of a `Projection`.
    """

    name: str
    nodes: DataFrame
    edges: DataFrame
    directed: bool
    weight: str
    size: tuple[int, int]
    marking: Marking
    withheld: int
    notes: tuple[str, ...]

    def arcs(self) -> DataFrame:
        """Return the edges as ``src``, ``dst`` and ``weight``, both ways where they have no direction."""
        return self.edges if self.directed else both_ways(self.edges)

    def plain(self) -> DataFrame:
        """Return the edges both ways, as ``src``, ``dst`` and ``weight``, each pair once a way."""
        found = both_ways(self.edges)
        return found.groupBy("src", "dst").agg(f.sum("weight").alias("weight")) if self.directed else found

    def degrees(self) -> DataFrame:
        """Count the neighbours of every node that has any: ``id`` and ``degree``."""
        return self.plain().groupBy(f.col("src").alias("id")).agg(f.count("*").alias("degree"))


def network(tables: Tables, name: str = "auto") -> Network:
    """Take a network by name.

    Parameters
    ----------
    tables : Tables
        The export to read.
    name : {"auto", "entity", "place"}
        ``auto`` is the entity network, or the place network where no entity is tied to another.

    Returns
    -------
    Network

    Raises
    ------
    AnalysisError
        There is nothing of the kind, or no such network here.

    Notes
    -----
    Nodes and edges are written down once, where every worker finds them again: numbers of nodes must not
    change when a worker is lost, whatever was computed from them.
    """
    if name == "auto":
        found = _entities(tables)
        return found if found.size[1] else _filled(_places(tables))
    if name not in {"entity", "place"}:
        raise AnalysisError(
            f"the {name} network is not taken on Spark",
            hint="use --network entity or place, or another engine",
        )
    return _filled(_entities(tables) if name == "entity" else _places(tables))


def both_ways(edges: DataFrame) -> DataFrame:
    """Add to each edge the same one led back."""
    back = edges.select(f.col("dst").alias("src"), f.col("src").alias("dst"), "weight")
    return edges.unionByName(back)


def _filled(found: Network) -> Network:
    if found.size[1]:
        return found
    raise AnalysisError(
        f"the {found.name} network is empty: nothing in the export ties two nodes together",
        hint="another --network may hold something",
    )


def _named(label: str, key: str) -> Column:
    return f.concat_ws(" ", label, key)


def _ties(tables: Tables, types: Sequence[str], *properties: str) -> Seen:
    """Read claims of some types as ``type``, ``start`` and ``end`` (names of nodes) and their properties."""
    schema = load_schema()
    ranges = [schema.relationships[type_] for type_ in types]
    labels = dict.fromkeys(label for one in ranges for label in (*one.start, *one.end))
    marked = union(
        [tables.nodes(label).select(_named_as(label), f.col(MARKING).alias("of_node")) for label in labels]
    )
    found = []
    for type_ in types:
        known = schema.relationship_properties(type_)
        claims = tables.claims(type_, *(name for name in properties if name in known))
        missing = [f.lit(None).cast("string").alias(name) for name in properties if name not in known]
        ends = [_named(f"{end}_label", end).alias(end) for end in ("start", "end")]
        there = [name for name in properties if name in known]
        found.append(claims.select(f.lit(type_).alias("type"), *ends, *there, *missing, MARKING))
    rows = union(found)
    for end in ("start", "end"):
        rows = rows.join(marked.withColumnsRenamed({"node": end, "of_node": f"{MARKING}_{end}"}), end)
    return tables.seen(rows, MARKING, f"{MARKING}_start", f"{MARKING}_end")


def _named_as(label: str) -> Column:
    return f.concat(f.lit(f"{label} "), f.col("key")).alias("node")


def _numbered(names: DataFrame) -> DataFrame:
    """Give each ``node`` an ``id``, in the order of names, and write that down."""
    return names.sort("node").withColumn("id", f.monotonically_increasing_id()).checkpoint()


def _with_ids(rows: DataFrame, ids: DataFrame) -> DataFrame:
    """Turn the names of both ends into ``src`` and ``dst``."""
    for end, number in (("start", "src"), ("end", "dst")):
        rows = rows.join(ids.select(f.col("node").alias(end), f.col("id").alias(number)), end).drop(end)
    return rows


def _entities(tables: Tables) -> Network:
    ties = _ties(tables, ENTITY_TIES, "role")
    ends = ties.frame.select(f.explode(f.array("start", "end")).alias("node"))
    ids = _numbered(ends.distinct())
    apart = ties.frame.where("start <> end").select(
        f.least("start", "end").alias("start"), f.greatest("start", "end").alias("end")
    )
    edges = apart.groupBy("start", "end").agg(f.count("*").alias("weight"))
    edges = _with_ids(edges, ids).select("src", "dst", "weight").checkpoint()
    roles = ties.frame.where("role IS NOT NULL").groupBy(f.col("start").alias("node"))
    handled = ask(tables, "case-jurisdictions")
    kinds = [
        f.substring_index("node", " ", 1).alias("type"),
        f.expr("substr(node, instr(node, ' ') + 1)").alias("key"),
    ]
    nodes = ids.select("id", "node", *kinds)
    nodes = nodes.join(roles.agg(_collected("role").alias("roles")), "node", "left")
    nodes = nodes.join(_near(nodes, edges, handled.frame), "id", "left")
    return _network(
        "entity", nodes, edges, [ties, handled], ("roles", "jurisdictions"), directed=False, weight="claims"
    )


def _near(nodes: DataFrame, edges: DataFrame, handled: DataFrame) -> DataFrame:
    """Find the jurisdictions that handle a case within one step of a node, two for identifiers."""
    cases = nodes.where("type = 'Case'").select("id", f.col("key").alias("case"))
    own = cases.join(handled, "case").select("id", "jurisdiction").distinct()
    arcs = both_ways(edges).select("src", "dst")
    near = _handed_on(arcs, own)
    identifiers = nodes.where("type = 'Identifier'").select(f.col("id").alias("src"))
    further = _handed_on(arcs.join(identifiers, "src"), near)
    return union([own, near, further]).groupBy("id").agg(_collected("jurisdiction").alias("jurisdictions"))


def _handed_on(arcs: DataFrame, known: DataFrame) -> DataFrame:
    found = arcs.join(known.withColumnRenamed("id", "dst"), "dst")
    return found.select(f.col("src").alias("id"), "jurisdiction").distinct()


def _places(tables: Tables) -> Network:
    ties = _ties(tables, (*PLACE_TIES, "IN"))
    places = tables.nodes("Location", "name", "kind").select(_named_as("Location"), "key", "name", "kind")
    legs = ties.frame.where(f.col("type").isin(*PLACE_TIES))
    whole = places.where(f.col("kind").isin(*WHOLE_PLACES)).select("node")
    known = legs
    for end in ("start", "end"):
        known = known.join(whole.withColumnRenamed("node", end), end, "semi")
    apart = known.where("start <> end")
    many, kept, moved = legs.count(), known.count(), apart.count()
    notes = [
        *left_out(many - kept, "legs from or to a region, not a place"),
        *left_out(kept - moved, "legs that stay in one place"),
    ]
    ends = apart.select(f.explode(f.array("start", "end")).alias("node")).distinct()
    ids = _numbered(ends)
    edges = _with_ids(apart.groupBy("start", "end").agg(f.count("*").alias("weight")), ids)
    edges = edges.select("src", "dst", "weight").checkpoint()
    lies = ties.frame.where("type = 'IN'").select(
        f.col("start").alias("node"), f.expr("substr(end, instr(end, ' ') + 1)").alias("jurisdiction")
    )
    states = lies.groupBy("node").agg(_collected("jurisdiction").alias("jurisdictions"))
    nodes = ids.join(places, "node").join(states, "node", "left")
    nodes = nodes.withColumnRenamed("kind", "type").withColumn("node", f.col("key"))
    return _network(
        "place", nodes, edges, [ties], ("jurisdictions",), directed=True, weight="legs", notes=tuple(notes)
    )


def _collected(name: str) -> Column:
    return f.array_sort(f.collect_set(name))


def _network(
    name: str,
    nodes: DataFrame,
    edges: DataFrame,
    asked: Sequence[Seen],
    lists: Sequence[str],
    *,
    directed: bool,
    weight: str,
    notes: tuple[str, ...] = (),
) -> Network:
    nothing = f.array().cast("array<string>")
    nodes = nodes.withColumns({column: f.coalesce(column, nothing) for column in lists}).checkpoint()
    return Network(
        name,
        nodes,
        edges,
        directed,
        weight,
        (nodes.count(), edges.count()),
        strictest(seen.marking for seen in asked),
        sum(seen.withheld for seen in asked),
        notes,
    )
