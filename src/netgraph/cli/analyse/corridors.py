"""``netgraph analyse corridors``: recorded routes by origin and destination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.analyse.cluster import cluster_options
from netgraph.cli.analyse.options import limit_option, regions_option, states_option
from netgraph.cli.analyse.shared import analysis_options

if TYPE_CHECKING:
    from netgraph.cli.analyse.cluster import Cluster
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.option(
    "--of",
    type=click.Choice(["corridor", "origin", "transit", "destination"]),
    default="corridor",
    show_default=True,
    help="What a row is: origin and destination together, or places of one kind.",
)
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(["year", "exploitation", "victim_profile", "sex", "age_band"]),
    help="Split every row up; may be given several times.",
)
@click.option(
    "--displaced",
    metavar="INDICATOR",
    help="Set displacement beside each corridor, such as 'new refugees'; it enters no count.",
)
@states_option
@regions_option
@limit_option
@cluster_options("pandas", offered=("of", "by", "states", "regions", "limit"))
@analysis_options
def command(
    asked: Asked,
    of: str,
    by: tuple[str, ...],
    displaced: str | None,
    limit: int,
    engine: str,
    cluster: Cluster | None,
    *,
    states: bool,
    regions: bool,
) -> None:
    """Count recorded routes by origin and destination."""
    del engine  # the cluster says it
    how: dict[str, Any] = {"of": of, "by": by, "regions": regions, "states": states, "limit": limit}
    if cluster:
        from netgraph.spark import corridors as on_spark  # noqa: PLC0415 - an extra

        with cluster.tables(asked) as tables:
            result = on_spark.corridors(tables, **how)
    else:
        from netgraph.analytics.corridors import corridors  # noqa: PLC0415 - keeps --help fast

        with asked.reader() as reader:
            result = corridors(reader, displaced=displaced, **how)
    asked.report(result, "Top corridors" if of == "corridor" else f"Top places of {of}")
