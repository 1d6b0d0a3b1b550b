"""Triangles and distances in a network that one machine cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from netgraph.analytics import distances as far
from netgraph.analytics import triangles as closed
from netgraph.analytics.result import of_network
from netgraph.errors import AnalysisError
from netgraph.spark.graphx import Graphx
from netgraph.spark.ranked import described, fetched, joined, top
from netgraph.spark.session import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyspark.sql import Column

    from netgraph.analytics.result import Result
    from netgraph.spark.networks import Network


def triangles(network: Network, *, limit: int | None = None) -> Result:
    """Count the triangles at each node, as `netgraph.analytics.triangles.triangles` does.

    Parameters
    ----------
    network : Network
    limit : int, optional
        How many nodes to return; all when not given.

    Returns
    -------
    Result
        The same, to the last digit; only the engine differs.

    Notes
    -----
    GraphX sends each node the list of its neighbours' neighbours: O(Σ degree²) in the worst case, so that a
    node with millions of ties makes it slow.
    """
    counts = Graphx(network.edges).triangles()
    rows = network.nodes.join(counts, "id", "left").join(network.degrees(), "id", "left")
    rows = rows.fillna(0, ["triangles", "degree"])
    total = rows.agg(f.sum("triangles")).first()
    found = top(rows.where("type <> 'Case'"), "triangles", ["key", "type"], ["triangles"], limit)
    found = found.astype({"triangles": "int64"})
    found["rank"] = found["triangles_rank"]
    found["closed"] = closed.closed(found["triangles"], found["degree"])
    columns = ["rank", *described(network), "triangles", "degree", "closed", "jurisdictions"]
    return of_network(
        network,
        "triangles",
        joined(found, "roles", "jurisdictions")[columns],
        engine=engine_of(network.nodes.sparkSession),
        method=closed.METHOD,
        caveat=closed.CAVEAT,
        parameters={"limit": limit, "engine": "spark", "total": int(total[0] or 0) // 3 if total else 0},
    )


def distances(network: Network, sources: Sequence[str], *, limit: int | None = None) -> Result:
    """Count the steps from some nodes to all, as `netgraph.analytics.distances.distances` does.

    Parameters
    ----------
    network : Network
    sources : sequence of str
        Names or keys of up to a hundred nodes.
    limit : int, optional
        How many nodes to return; all that are reached when not given.

    Returns
    -------
    Result
        The same, to the last digit; only the engine differs.

    Raises
    ------
    AnalysisError
        A name is of no node, or of several, or too many are named.
    """
    far.checked(sources)
    starts = _named(network, sources)
    arcs = network.arcs()
    # GraphX counts the way to a landmark; here it is the way from one.
    back = arcs.select(f.col("dst").alias("src"), f.col("src").alias("dst"))
    reached = Graphx(back).distances([*starts]).select("id", f.explode("steps").alias("start", "steps"))
    at, names = _looked_up(range(len(starts)), starts), _looked_up(starts.values(), starts)
    each = reached.withColumns({"at": at, "name": names})
    least = each.groupBy("id").agg(
        f.min("steps").alias("steps"),
        f.count("*").alias("reached_from"),
        f.array_sort(f.collect_list(f.struct("steps", "at", "name"))).alias("ways"),
    )
    near = f.filter("ways", lambda way: way["steps"] == f.col("steps"))
    said = f.array_join(f.transform(near, lambda way: way["name"]), ", ")
    least = least.select("id", "steps", said.alias("nearest"), "reached_from")
    rows = network.nodes.join(least, "id").where(~f.col("id").isin(*starts)).persist()
    many = rows.count()
    ordered = rows.orderBy("steps", "key", "type")
    frame = fetched(ordered, limit)
    frame = frame.astype({"steps": "int64"})
    columns = ["steps", *described(network), "nearest", "reached_from", "jurisdictions"]
    return of_network(
        network,
        "distances",
        joined(frame, "roles", "jurisdictions")[columns],
        engine=engine_of(network.nodes.sparkSession),
        method=far.method(directed=network.directed),
        caveat=far.CAVEAT,
        parameters={"sources": [*starts.values()], "limit": limit, "engine": "spark", "reached": many},
    )


def _looked_up(values: Iterable[object], starts: Iterable[int]) -> Column:
    """Say something of each number in the column ``start``."""
    pairs = zip(starts, values, strict=True)
    told = (one for start, value in pairs for one in (f.lit(start).cast("long"), f.lit(value)))
    return f.element_at(f.create_map(*told), f.col("start"))


def _named(network: Network, names: Sequence[str]) -> dict[int, str]:
    """Find nodes by name, or by key where only one node has it; see `netgraph.analytics.naming.named`."""
    wanted = [*dict.fromkeys(names)]
    either = f.col("node").isin(*wanted) | f.col("key").isin(*wanted)
    rows = network.nodes.where(either).select("id", "node", "key").collect()
    found: dict[int, str] = {}
    for name in wanted:
        exact = [row for row in rows if row["node"] == name]
        some = exact or [row for row in rows if row["key"] == name]
        if len(some) != 1:
            raise AnalysisError(
                f"{len(some) or 'no'} nodes of the {network.name} network are called {name}",
                hint="a name is a label and a key, such as 'Person s/p1', or a key that one node has",
            )
        found[int(some[0]["id"])] = str(some[0]["node"])
    return found
