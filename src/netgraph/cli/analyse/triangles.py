"""``netgraph analyse triangles``: who is tied into closed groups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.cluster import cluster_options
from netgraph.cli.analyse.options import limit_option, network_options
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.cluster import Cluster
    from netgraph.cli.analyse.shared import Asked

LEADING = ("rank", "key", "name", "type", "roles", "triangles", "degree", "closed", "jurisdictions")


@click.command()
@network_options
@limit_option
@cluster_options("igraph", "networkx", offered=("network", "limit"))
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    limit: int,
    engine: str,
    cluster: Cluster | None,
    *,
    merged: bool,
) -> None:
    """Rank who is tied into closed groups, in which everybody is tied to everybody."""
    if cluster:
        from netgraph.spark import near  # noqa: PLC0415 - an extra

        with cluster.network(asked, network) as on_spark:
            asked.report(near.triangles(on_spark, limit=limit), "Triangles", LEADING)
        return
    from netgraph.analytics.triangles import triangles  # noqa: PLC0415 - keeps --help fast

    found = measured_in_parts(
        asked, partial(triangles, limit=limit, engine=engine), network, split, merged=merged
    )
    asked.report(found, "Triangles", LEADING)
