"""Components and communities of a network that one machine cannot hold, and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as f

from netgraph.analytics import communities as on_one
from netgraph.analytics.components import CAVEAT
from netgraph.analytics.naming import SHOWN
from netgraph.analytics.propagation import ROUNDS
from netgraph.analytics.result import of_network
from netgraph.spark.graphx import Graphx
from netgraph.spark.ranked import fetched
from netgraph.spark.session import engine_of

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame

    from netgraph.analytics.result import Result
    from netgraph.spark.networks import Network


def components(network: Network, *, cross_border: bool = False, limit: int | None = None) -> Result:
    """Part a network into its components, as `netgraph.analytics.components.components` does.

    Parameters
    ----------
    network : Network
    cross_border, limit
        As there. Strong components are not offered.

    Returns
    -------
    Result
        The same, to the last digit; only the engine differs.

    Notes
    -----
    GraphX takes as many rounds as the longest way from the first node of a component by name is long.
    """
    part = component_of(network)
    rows = _components(network, part).persist()
    told = rows.agg(f.count("*"), f.count_if(f.col("reach") > 1)).first()
    shown = rows.where(f.col("reach") > 1) if cross_border else rows
    order = [f.desc("reach"), f.desc("members"), f.asc("part")]
    frame = fetched(shown.orderBy(*order), limit)
    frame.insert(0, "component", range(1, len(frame) + 1))  # those across borders come first
    words = _members(network, part, frame["part"])
    columns = ["component", "members", "types", "ties", "weight", "reach", "jurisdictions", "across"]
    frame = frame.merge(words, on="part", how="left")[[*columns, "unplaced", "largest"]]
    parameters = {"strong": False, "cross_border": cross_border, "limit": limit, "engine": "spark"}
    counts = (int(told[0]), int(told[1])) if told else (0, 0)
    parameters |= {"components": counts[0], "components_across_borders": counts[1]}
    return of_network(
        network,
        "components",
        frame,
        engine=engine_of(network.nodes.sparkSession),
        method=f"components, direction ignored; weight in {network.weight}",
        caveat=CAVEAT,
        parameters=parameters,
    )


def communities(network: Network, *, limit: int | None = None) -> Result:
    """Part a network into communities by label propagation, as one machine does by that method.

    Parameters
    ----------
    network : Network
    limit : int, optional
        How many rows to return; all when not given.

    Returns
    -------
    Result
        The same as of `netgraph.analytics.communities.communities`, to the last digit of every column.

    Notes
    -----
    GraphX's own label propagation takes of labels with the same weight the one whose message came first, so
    that two runs may differ; see docs/adr/0031. O(edges) a round, for up to 20 rounds.
    """
    part, rounds = propagated(network)
    rows = _communities(network, part)
    order = [f.desc("members"), f.desc("inside"), f.asc("largest")]
    words = _members_of_all(network, part)
    rows = rows.join(words, "part").persist()
    many = rows.count()
    frame = fetched(rows.orderBy(*order), limit)
    frame.insert(0, "community", range(1, len(frame) + 1))
    columns = ["community", "members", "inside", "outside", "reach", "jurisdictions", "largest"]
    return of_network(
        network,
        "communities",
        frame[columns],
        engine=engine_of(network.nodes.sparkSession),
        method=on_one.labels_said(network.weight, rounds),
        caveat=on_one.CAVEAT,
        parameters={
            "resolution": 1.0,
            "limit": limit,
            "engine": "spark",
            "method": on_one.LABELS,
            "modularity": _modularity(network, part),
        },
        behind={"communities": many},
    )


def propagated(network: Network, rounds: int = ROUNDS) -> tuple[DataFrame, int]:
    """Pass labels on as `netgraph.analytics.propagation` does: ``id`` and ``part``, and how many rounds."""
    arcs = network.plain()
    own = arcs.groupBy("src").agg(f.max("weight").alias("weight")).withColumn("dst", f.col("src"))
    arcs = arcs.unionByName(own.select("src", "dst", "weight")).checkpoint()
    labels = network.nodes.select("id", f.col("id").alias("part")).checkpoint()
    for done in range(rounds):
        told = arcs.join(labels.withColumnRenamed("id", "dst"), "dst")
        total = told.groupBy("src", "part").agg(f.sum("weight").alias("weight"))
        best = total.groupBy(f.col("src").alias("id")).agg(
            f.min(f.struct((-f.col("weight")).alias("light"), "part"))["part"].alias("new")
        )
        new = (
            labels.join(best, "id", "left")
            .select("id", f.coalesce("new", "part").alias("new"), "part")
            .checkpoint()
        )
        if not new.where("new <> part").limit(1).count():
            return labels, done
        labels = new.select("id", f.col("new").alias("part"))
    return labels, rounds


def component_of(network: Network) -> DataFrame:
    """Find the component of each node: ``id`` and ``part``, the number of its first node."""
    found = Graphx(network.edges).components().withColumnRenamed("component", "part")
    alone = network.nodes.join(found, "id", "anti").select("id", f.col("id").alias("part"))
    return found.unionByName(alone).checkpoint()


def _both_ends(network: Network, part: DataFrame) -> DataFrame:
    """Edges with the part and the jurisdictions of both ends."""
    known = network.nodes.select("id", "jurisdictions").join(part, "id")
    found = network.edges
    for end in ("src", "dst"):
        found = found.join(
            known.select(
                f.col("id").alias(end),
                f.col("part").alias(f"part_{end}"),
                f.col("jurisdictions").alias(f"in_{end}"),
            ),
            end,
        )
    return found


def _of_members(network: Network, part: DataFrame) -> DataFrame:
    """Count the members of each part, and the jurisdictions that they lie in."""
    members = network.nodes.join(part, "id")
    counted = members.groupBy("part").agg(
        f.count("*").alias("members"), f.count_if(f.size("jurisdictions") == 0).alias("unplaced")
    )
    codes = members.select("part", f.explode("jurisdictions").alias("code")).distinct()
    spans = codes.groupBy("part").agg(f.array_sort(f.collect_list("code")).alias("codes"))
    rows = counted.join(spans, "part", "left")
    rows = rows.withColumn("codes", f.coalesce("codes", f.array().cast("array<string>")))
    return rows.withColumns(
        {"reach": f.size("codes").cast("long"), "jurisdictions": f.array_join("codes", ", ")}
    )


def _components(network: Network, part: DataFrame) -> DataFrame:
    placed = (f.size("in_src") > 0) & (f.size("in_dst") > 0)
    ties = (
        _both_ends(network, part)
        .groupBy(f.col("part_src").alias("part"))
        .agg(
            f.count("*").alias("ties"),
            f.sum("weight").alias("weight"),
            f.count_if(placed & ~f.arrays_overlap("in_src", "in_dst")).alias("across"),
        )
    )
    rows = _of_members(network, part).join(ties, "part", "left")
    return rows.fillna(0, ["ties", "weight", "across"])


def _communities(network: Network, part: DataFrame) -> DataFrame:
    edges = _both_ends(network, part)
    same = edges.where("part_src = part_dst").groupBy(f.col("part_src").alias("part"))
    other = edges.where("part_src <> part_dst").select(
        f.explode(f.array("part_src", "part_dst")).alias("part"), "weight"
    )
    rows = _of_members(network, part)
    rows = rows.join(same.agg(f.sum("weight").alias("inside")), "part", "left")
    rows = rows.join(other.groupBy("part").agg(f.sum("weight").alias("outside")), "part", "left")
    return rows.fillna(0, ["inside", "outside"])


def _members_of_all(network: Network, part: DataFrame) -> DataFrame:
    """Name up to five members of each part, those with most weight first."""
    ends = network.edges.select(f.explode(f.array("src", "dst")).alias("id"), "weight")
    strength = ends.groupBy("id").agg(f.sum("weight").alias("strength"))
    members = (
        network.nodes.select("id", "node")
        .join(part, "id")
        .join(strength, "id", "left")
        .fillna(0, ["strength"])
    )
    order = Window.partitionBy("part").orderBy(f.desc("strength"), f.asc("id"))
    first = members.withColumn("at", f.row_number().over(order)).where(f.col("at") <= SHOWN)
    listed = first.groupBy("part").agg(f.array_sort(f.collect_list(f.struct("at", "node"))).alias("first"))
    return listed.select("part", f.array_join(f.col("first.node"), ", ").alias("largest"))


def _members(network: Network, part: DataFrame, shown: pd.Series) -> pd.DataFrame:
    """Say who is in the parts that are shown."""
    wanted = part.where(f.col("part").isin(*map(int, shown)))
    types = network.nodes.join(wanted, "id").groupBy("part", "type").count()
    one = f.struct("type", f.concat_ws(" ", "type", "count").alias("said"))
    listed = f.array_sort(f.collect_list(one))["said"]
    words = types.groupBy("part").agg(f.array_join(listed, ", ").alias("types"))
    words = words.join(_members_of_all(network, wanted), "part")
    return fetched(words, None)


def _modularity(network: Network, part: DataFrame) -> float | None:
    """Newman's modularity, on weights, as `netgraph.analytics.communities` states it."""
    edges = _both_ends(network, part)
    told = edges.agg(
        f.sum("weight"), f.sum(f.when(f.col("part_src") == f.col("part_dst"), f.col("weight")))
    ).first()
    if not told or not told[0]:
        return None
    ends = edges.select(f.explode(f.array("part_src", "part_dst")).alias("part"), "weight")
    shares = ends.groupBy("part").agg((f.sum("weight") / (2.0 * told[0])).alias("share"))
    squares = shares.agg(f.sum(f.col("share") * f.col("share"))).first()
    return round(float(told[1] or 0) / float(told[0]) - float(squares[0] if squares else 0), 6)
