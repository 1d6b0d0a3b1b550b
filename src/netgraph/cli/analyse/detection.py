"""``netgraph analyse detection``: flow against cases, prosecutions and convictions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.cluster import cluster_options
from netgraph.cli.analyse.options import by_option, limit_option
from netgraph.cli.analyse.shared import analysis_options

if TYPE_CHECKING:
    from netgraph.cli.analyse.cluster import Cluster
    from netgraph.cli.analyse.shared import Asked


@click.command()
@by_option
@click.option("--since", type=int, metavar="YEAR", help="First year.")
@click.option("--until", type=int, metavar="YEAR", help="Last year.")
@limit_option
@cluster_options("pandas", offered=("since", "until", "limit"))
@analysis_options
def command(
    asked: Asked,
    by: tuple[str, ...],
    since: int | None,
    until: int | None,
    limit: int,
    engine: str,
    cluster: Cluster | None,
) -> None:
    """Put the flow into and through each jurisdiction beside its cases and what it reports."""
    del engine  # the cluster says it
    from netgraph.analytics.reported import spans  # noqa: PLC0415

    if cluster:
        from netgraph.spark import detection as on_spark  # noqa: PLC0415 - an extra

        with cluster.tables(asked) as tables:
            result = on_spark.detection(tables, since=since, until=until, limit=limit)
    else:
        from netgraph.analytics.detection import detection  # noqa: PLC0415 - keeps --help fast

        with asked.reader() as reader:
            result = detection(reader, by=by, since=since, until=until, limit=limit)
    if asked.format_ == "table":
        result = replace(result, frame=spans(result.frame))
    asked.report(result, "Detection gap")
