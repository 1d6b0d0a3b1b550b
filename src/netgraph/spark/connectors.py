"""Key connectors of a network that one machine cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from netgraph.analytics.connectors import CAVEAT
from netgraph.analytics.result import of_network
from netgraph.errors import AnalysisError
from netgraph.spark.betweenness import Sample
from netgraph.spark.graphx import DAMPING, Graphx
from netgraph.spark.ranked import described, joined, top
from netgraph.spark.session import engine_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from netgraph.analytics.result import Result
    from netgraph.spark.networks import Network

BETWEENNESS = "betweenness"
MEASURES = ("pagerank", "degree", "reach")
STEPS = 90
"""Of PageRank: what is off then adds up to less than 1e-6 over all nodes, of 1 that all have."""


def connectors(
    network: Network,
    *,
    by: str = "pagerank",
    steps: int = STEPS,
    error: float = 0.01,
    seed: int = 7,
    limit: int | None = None,
) -> Result:
    """Rank the nodes of a network by how much they hold it together, by what a cluster can compute.

    Parameters
    ----------
    network : Network
    by : {"pagerank", "degree", "reach", "betweenness"}
        The measure whose ranks order the table; the last is estimated only where it is asked for.
    steps : int, default 90
        Of PageRank; each makes what it is off 0.85 times as large.
    error, seed : float, int
        Of betweenness: how far off it may be at any node with 95 % confidence, and the seed of the paths.
    limit : int, optional
        How many nodes to return; all when not given.

    Returns
    -------
    Result
        As of `netgraph.analytics.connectors.connectors`, with fewer measures: ``pagerank``, within the error
        that the result states, ``degree`` and ``reach``, exact; by betweenness also ``betweenness``, and the
        ranks that its intervals allow.

    Raises
    ------
    AnalysisError
        Another measure, or an error that is none.

    Notes
    -----
    PageRank is weighted by repeating an arc as often as its weight says, which is what the weight counts.
    GraphX scales ranks so that they add up to the number of nodes, which hands on the rank of nodes that
    nothing leads away from to all nodes alike, as NetworkX does [1]_. Starting from 1 everywhere, what is
    off shrinks by the damping each step: over all nodes at most 2 x 0.85^steps where every node has a way
    on, and 4 / 0.15 x 0.85^steps else. Time O(steps x claims).

    The measures must not be used as those of one machine must not.

    References
    ----------
    .. [1] Page, L., Brin, S., Motwani, R., Winograd, T. (1999). The PageRank citation ranking: bringing order
       to the web. Stanford InfoLab 1999-66. http://ilpubs.stanford.edu:8090/422/
    """
    if by not in {*MEASURES, BETWEENNESS}:
        raise AnalysisError(
            f"{by.replace('_', ' ')} is not computed on Spark",
            hint=f"there are {', '.join(MEASURES)} and {BETWEENNESS}",
        )
    rows = (
        network.nodes.join(pagerank(network, steps), "id")
        .join(network.degrees(), "id", "left")
        .fillna({"degree": 0})
        .withColumn("reach", f.size("jurisdictions").cast("long"))
        .where("type <> 'Case'")
    )
    measures = [*([BETWEENNESS] if by == BETWEENNESS else []), *MEASURES]
    sample = Sample.draw(network, error, seed) if by == BETWEENNESS else None
    if sample:
        rows = sample.beside(rows)
    order = [f"_{'degree' if by == 'pagerank' else 'pagerank'}", "key", "type"]
    frame = top(rows, by, order, measures, limit)
    frame.insert(0, "rank", frame[f"{by}_rank"])
    if sample:
        frame = frame.join(sample.rank_range(rows, frame["drawn"]))
    columns = [name for measure in measures for name in (measure, f"{measure}_rank")]
    leading = ["rank", *(["rank_from", "rank_to", "sure"] if sample else []), *described(network)]
    frame = joined(frame, "roles", "jurisdictions")[[*leading, *columns, "jurisdictions"]]
    way = "directed" if network.directed else "undirected"
    sampled = [f"{sample.method}, {way}, unweighted"] if sample else []
    off = (4 / (1 - DAMPING) if network.directed else 2) * DAMPING**steps
    return of_network(
        network,
        "connectors",
        frame,
        engine=engine_of(network.nodes.sparkSession),
        method="; ".join(
            [
                *sampled,
                f"PageRank {way}, weighted by {network.weight}, {steps} steps of GraphX",
                f"degree undirected, unweighted; ranked by {by}",
            ]
        ),
        caveat=CAVEAT,
        parameters={"limit": limit, "engine": "spark", "by": by, "steps": steps, "error": error},
        seed=seed if sample else None,
        estimated="; ".join(
            [
                *([sample.said] if sample else []),
                f"PageRank is off by less than {off:.1g}, added up over all nodes",
            ]
        ),
    )


def pagerank(network: Network, steps: int = STEPS) -> DataFrame:
    """Compute PageRank of every node: ``id`` and ``pagerank``, which adds up to 1."""
    arcs = network.arcs().select("src", "dst", f.explode(f.sequence(f.lit(1), f.col("weight").cast("int"))))
    found = Graphx(arcs).pagerank(steps)
    alone = network.nodes.join(found, "id", "anti").select("id", f.lit(1 - DAMPING).alias("score"))
    every = found.unionByName(alone)
    total = found.count() + alone.count() * (1 - DAMPING)
    return every.select("id", (f.col("score") / total).alias("pagerank"))
