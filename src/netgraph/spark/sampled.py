"""Shortest paths drawn at random on a cluster, many at once: `netgraph.analytics.paths`, as joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyspark.sql import functions as f

from netgraph.analytics.betweenness import CONFIDENCE
from netgraph.analytics.sampling import check, paths_needed
from netgraph.spark.groups import component_of
from netgraph.spark.tables import union

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from netgraph.spark.networks import Network

BATCH = 10_000
"""How many paths are looked for at once: each holds what its two searches have met."""
_WITHIN = 33  # bits of a node's number that count within a partition of Spark
_GRAIN = 1 << 53  # of a chance


def drawn(
    network: Network, *, error: float = 0.01, seed: int = 7, batch: int = BATCH
) -> tuple[DataFrame, int]:
    """Draw shortest paths between random pairs of nodes, and count how often each node lies inside one.

    Parameters
    ----------
    network : Network
    error : float, default 0.01
        As of `netgraph.analytics.sampling.sampled_betweenness`, with the same bound: as many paths are drawn.
    seed : int, default 7
        The same seed gives the same paths, whichever worker does what.
    batch : int, default 10_000
        How many paths are looked for at once.

    Returns
    -------
    (pyspark.sql.DataFrame, int)
        ``id`` and ``drawn``, of nodes inside any path; and how many paths were drawn.

    Raises
    ------
    AnalysisError
        An error that is not between 0 and 1.

    Notes
    -----
    Both ends of each pair are searched from, level by level, always on the side with less work before it, as
    on one machine. Chances are hashes of seed, pair, side, step and node, so that work that is done again
    after a worker was lost draws the same. Of nodes with weights w the one with the least -log(u) / w is
    taken, u its chance, which is each with the chance that its weight asks for.
    """
    check(error, CONFIDENCE)
    size = network.size[0]
    paths = paths_needed(size, _longest(network), error, CONFIDENCE) if size > 2 else 0  # noqa: PLR2004
    spark = network.nodes.sparkSession
    counts = spark.range(0).select(f.col("id"), f.lit(1).alias("drawn"))
    arcs = _arcs(network)
    every = _pairs(network, paths, seed)
    for at in range(0, paths, batch):
        pairs = spark.createDataFrame(every.slice(at, batch)).checkpoint()
        inner = _inner(pairs, arcs, seed).groupBy(f.col("node").alias("id")).agg(f.count("*").alias("drawn"))
        counts = union([counts, inner]).checkpoint()
    return counts.groupBy("id").agg(f.sum("drawn").alias("drawn")), paths


def _longest(network: Network) -> int:
    """Bound the nodes on a longest shortest path, as `netgraph.analytics.paths.Walker.longest` does."""
    part = component_of(network)
    if network.directed:
        largest = part.groupBy("part").count().agg(f.max("count")).first()
        return int(largest[0]) if largest else 0
    tied = part.join(network.degrees(), "id", "left").fillna(0, ["degree"])
    front = (
        tied.groupBy("part").agg(f.min_by("id", f.struct(-f.col("degree"), "id")).alias("id")).select("id")
    )
    arcs = network.arcs().select(f.col("src").alias("id"), f.col("dst").alias("near"))
    seen, steps = front.checkpoint(), -1
    while not front.isEmpty():
        steps += 1
        near = front.join(arcs, "id").select(f.col("near").alias("id")).distinct()
        front = near.join(seen, "id", "anti").checkpoint()
        seen = seen.unionByName(front).checkpoint()
    return 2 * steps + 1


def _pairs(network: Network, paths: int, seed: int) -> pa.Table:
    """Draw pairs of different nodes, the same as one machine draws."""
    rows = network.nodes.groupBy(f.shiftright("id", _WITHIN).alias("at")).agg(f.count("*")).collect()
    numbers = [
        np.arange(many, dtype=np.int64) + (int(at) << _WITHIN) for at, many in sorted(map(tuple, rows))
    ]
    ids, size = np.concatenate(numbers), network.size[0]
    chance = np.random.default_rng(seed)
    starts = chance.integers(size, size=paths)
    ends = (starts + 1 + chance.integers(size - 1, size=paths)) % size
    return pa.table({"pair": np.arange(paths, dtype=np.int64), "start": ids[starts], "end": ids[ends]})


def _arcs(network: Network) -> DataFrame:
    """Return the arcs that each side of a search follows: the first along them, the second against them."""
    arcs = network.arcs().select("src", "dst")
    back = arcs.select(f.col("dst").alias("src"), f.col("src").alias("dst"))
    both = [arcs.withColumn("side", f.lit(0)), back.withColumn("side", f.lit(1))]
    found = union(both).withColumnRenamed("src", "node")
    tied = found.groupBy("side", "node").agg(f.count("*").alias("work"))
    return found.join(tied, ["side", "node"]).checkpoint()


def _inner(pairs: DataFrame, arcs: DataFrame, seed: int) -> DataFrame:
    """Draw a shortest path for each pair: ``pair`` and ``node``, the nodes inside it."""
    visited, meeting = (found.checkpoint() for found in _searched(pairs, arcs))
    middles = meeting.groupBy("pair").agg(
        f.min_by("node", _chosen(f.col("weight"), seed, f.lit(2), f.lit(0))).alias("node")
    )
    here = middles.join(visited, ["pair", "node"]).select("pair", "side", "node", "level")
    walked = [middles.join(pairs, "pair").where("node <> start AND node <> end").select("pair", "node")]
    before = arcs.select("side", f.col("node").alias("last"), f.col("dst").alias("node"))
    here = here.where("level > 1").checkpoint()
    while not here.isEmpty():
        last = visited.select("pair", "side", f.col("node").alias("last"), f.col("level").alias("at"), "ways")
        ways = here.join(before, ["side", "node"]).join(last, ["pair", "side", "last"])
        ways = ways.where(f.col("at") == f.col("level") - 1)
        here = ways.groupBy("pair", "side", "at").agg(
            f.min_by("last", _chosen(f.col("ways"), seed, f.col("side"), f.col("at"), node="last")).alias(
                "node"
            )
        )
        here = here.withColumnRenamed("at", "level").checkpoint()
        walked.append(here.select("pair", "node"))
        here = here.where("level > 1")
    return union(walked)


def _searched(pairs: DataFrame, arcs: DataFrame) -> tuple[DataFrame, DataFrame]:
    """Search from both ends until they meet.

    Returns
    -------
    (pyspark.sql.DataFrame, pyspark.sql.DataFrame)
        What was visited: ``pair``, ``side``, ``node``, ``level``, ``ways``; and where the sides of each pair
        met: ``pair``, ``node``, ``weight``.
    """
    tied = arcs.select("side", "node", "work").distinct()
    begin = [
        pairs.select(
            "pair",
            f.lit(side).alias("side"),
            f.col(end).alias("node"),
            f.lit(0).alias("level"),
            f.lit(1.0).alias("ways"),
        )
        for side, end in enumerate(("start", "end"))
    ]
    front = union(begin).checkpoint()
    levels, met = [front], []
    while not front.isEmpty():
        visited = union(levels)
        work = front.join(tied, ["side", "node"]).groupBy("pair", "side").agg(f.sum("work").alias("work"))
        turn = work.groupBy("pair").agg(
            f.min_by("side", f.struct("work", "side")).alias("side"), f.count("*").alias("open")
        )
        turn = turn.where("open = 2").drop("open")  # a pair of which one side cannot go on has no path
        steps = front.join(turn, ["pair", "side"]).join(arcs.drop("work"), ["side", "node"])
        new = steps.groupBy("pair", "side", f.col("dst").alias("node")).agg(
            (f.any_value("level") + 1).alias("level"), f.sum("ways").alias("ways")
        )
        new = new.join(visited, ["pair", "side", "node"], "anti").checkpoint()
        other = visited.select(
            "pair", (1 - f.col("side")).alias("side"), "node", f.col("ways").alias("others")
        )
        meeting = new.join(other, ["pair", "side", "node"])
        met.append(meeting.select("pair", "node", (f.col("ways") * f.col("others")).alias("weight")))
        waiting = (
            front.join(turn.withColumnRenamed("side", "turn"), "pair").where("side <> turn").drop("turn")
        )
        front = waiting.unionByName(new).join(meeting.select("pair").distinct(), "pair", "anti").checkpoint()
        levels.append(new)
    return union(levels), union(met)


def _chosen(weight: Column, seed: int, *of: Column, node: str = "node") -> Column:
    """Give each row a number of which the least is drawn with the chance that its weight asks for."""
    hashed = f.xxhash64(f.lit(seed), f.col("pair"), *of, f.col(node))
    chance = (f.pmod(hashed, f.lit(_GRAIN)) + 0.5) / _GRAIN
    return -f.log(chance) / weight
