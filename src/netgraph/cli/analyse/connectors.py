"""``netgraph analyse connectors``: who or what holds the network together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.analyse.cluster import cluster_options
from netgraph.cli.analyse.options import (
    limit_option,
    network_options,
    stability_options,
    undirected_option,
)
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.cluster import Cluster
    from netgraph.cli.analyse.shared import Asked

MEASURES = (
    "betweenness",
    "pagerank",
    "core",
    "constraint",
    "effective_size",
    "degree",
    "reach",
    "cross_border",
)

SHOWN = ("betweenness", "pagerank", "degree", "cross_border")
LEADING = ("rank", "sure", "key", "name", "type", "roles", *SHOWN, "jurisdictions")


@click.command()
@network_options
@undirected_option
@click.option("--by", type=click.Choice(MEASURES), help="Ranks the rows. [betweenness; on Spark pagerank]")
@click.option(
    "--betweenness",
    type=click.Choice(["auto", "exact", "sampled"]),
    default="auto",
    show_default=True,
    help="auto: exact up to 2e9 steps (nodes x (nodes + edges), over components), else from sampled paths.",
)
@click.option(
    "--error",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.01,
    show_default=True,
    help="How far off sampled betweenness, 0 to 1, may be at any node; half of it takes four times as long.",
)
@stability_options
@limit_option
@cluster_options("igraph", "networkx", offered=("network", "by", "error", "seed", "limit"))
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    missing: str,
    by: str | None,
    limit: int,
    engine: str,
    cluster: Cluster | None,
    *,
    merged: bool,
    undirected: bool,
    **how: Any,  # noqa: ANN401 - the options that the analysis names alike
) -> None:
    """Rank who or what holds the network together.

    A rank whose best and worst value differ under --stability is not sure: a missing record would change it.
    """
    if cluster:
        from netgraph.spark import connectors as on_spark  # noqa: PLC0415 - an extra

        with cluster.network(asked, network) as ties:
            chance = {"error": how["error"], "seed": how["seed"]}
            found = on_spark.connectors(ties, by=by or "pagerank", limit=limit, **chance)
            asked.report(found, "Key connectors")
        return
    from netgraph.analytics.connectors import connectors  # noqa: PLC0415 - keeps --help fast

    by = by or "betweenness"
    found = measured_in_parts(
        asked,
        partial(connectors, by=by, limit=limit, engine=engine, **how),
        network,
        split,
        merged=merged,
        undirected=undirected,
        missing=missing if how["stability"] != "none" else "claim",
    )
    asked.report(found, "Key connectors", (*LEADING, by))
