"""``netgraph analyse communities``: groups in the network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.cluster import cluster_options
from netgraph.cli.analyse.options import (
    limit_option,
    network_options,
    resolution_option,
    seed_option,
)
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from netgraph.cli.analyse.cluster import Cluster
    from netgraph.cli.analyse.shared import Asked


@click.command()
@network_options
@resolution_option
@seed_option
@limit_option
@click.option(
    "--method",
    type=click.Choice(["leiden", "label-propagation"]),
    help="Leiden, or labels passed on: quicker, coarser, without a seed. [leiden; on Spark labels]",
)
@cluster_options("igraph", "networkx", offered=("network", "limit", "method"))
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    resolution: float,
    seed: int,
    limit: int,
    method: str | None,
    engine: str,
    cluster: Cluster | None,
    *,
    merged: bool,
) -> None:
    """Part the network into groups that are tied more closely inside than outside."""
    if cluster:
        if method == "leiden":
            raise UsageError("Leiden is not computed on Spark", hint="use --method label-propagation")
        from netgraph.spark import groups  # noqa: PLC0415 - an extra

        with cluster.network(asked, network) as on_spark:
            asked.report(groups.communities(on_spark, limit=limit), "Communities")
        return
    from netgraph.analytics.communities import communities  # noqa: PLC0415 - keeps --help fast

    measure = partial(
        communities, resolution=resolution, seed=seed, limit=limit, engine=engine, method=method or "leiden"
    )
    found = measured_in_parts(asked, measure, network, split, merged=merged)
    asked.report(found, "Communities")
