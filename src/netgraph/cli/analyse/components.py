"""``netgraph analyse components``: the parts of the network, and the jurisdictions in each."""

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

LEADING = ("component", "members", "types", "ties", "reach", "jurisdictions", "largest")


@click.command()
@network_options
@click.option(
    "--strong", is_flag=True, help="Follow the direction of ties: who can be reached and reach back."
)
@click.option("--cross-border", is_flag=True, help="Only parts in two jurisdictions or more.")
@limit_option
@cluster_options("igraph", "networkx", offered=("network", "cross_border", "limit"))
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
    strong: bool,
    cross_border: bool,
) -> None:
    """List the parts of the network that no tie joins, with the jurisdictions in each."""
    if cluster:
        from netgraph.spark import groups  # noqa: PLC0415 - an extra

        with cluster.network(asked, network) as on_spark:
            found = groups.components(on_spark, cross_border=cross_border, limit=limit)
            asked.report(found, "Components", LEADING)
        return
    from netgraph.analytics.components import components  # noqa: PLC0415 - keeps --help fast

    measure = partial(components, strong=strong, cross_border=cross_border, limit=limit, engine=engine)
    found = measured_in_parts(asked, measure, network, split, merged=merged)
    asked.report(found, "Components", LEADING)
