"""``netgraph analyse distances``: how many steps everybody is away from some nodes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.cluster import cluster_options
from netgraph.cli.analyse.options import limit_option, network_options, undirected_option
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.cluster import Cluster
    from netgraph.cli.analyse.shared import Asked

LEADING = ("steps", "key", "name", "type", "roles", "nearest", "reached_from", "jurisdictions")


@click.command()
@click.argument("nodes", nargs=-1, required=True)
@network_options
@undirected_option
@limit_option
@cluster_options("igraph", "networkx", offered=("nodes", "network", "limit"))
@analysis_options
def command(
    asked: Asked,
    nodes: tuple[str, ...],
    network: str,
    split: tuple[str, ...],
    limit: int,
    engine: str,
    cluster: Cluster | None,
    *,
    merged: bool,
    undirected: bool,
) -> None:
    """Count the steps from NODES, by name or key, to all that can be reached from them; nearest first."""
    if cluster:
        from netgraph.spark import near  # noqa: PLC0415 - an extra

        with cluster.network(asked, network) as on_spark:
            asked.report(near.distances(on_spark, nodes, limit=limit), "Distances", LEADING)
        return
    from netgraph.analytics.distances import distances  # noqa: PLC0415 - keeps --help fast

    measure = partial(distances, sources=nodes, limit=limit, engine=engine)
    found = measured_in_parts(asked, measure, network, split, merged=merged, undirected=undirected)
    asked.report(found, "Distances", LEADING)
