"""``netgraph analyse cooperation``: what jurisdictions share, and what legal basis they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.cluster import cluster_options
from netgraph.cli.analyse.options import by_option, limit_option, on_option
from netgraph.cli.analyse.shared import analysis_options
from netgraph.cli.options import merged_option

if TYPE_CHECKING:
    from netgraph.cli.analyse.cluster import Cluster
    from netgraph.cli.analyse.shared import Asked


@click.command()
@by_option
@merged_option
@on_option
@limit_option
@cluster_options("pandas", offered=("on", "limit"))
@analysis_options
def command(
    asked: Asked,
    by: tuple[str, ...],
    on: str | None,
    limit: int,
    engine: str,
    cluster: Cluster | None,
    *,
    merged: bool,
) -> None:
    """Rank pairs of jurisdictions by what they share, those without a shared instrument in force first."""
    del engine  # the cluster says it
    if cluster:
        from netgraph.spark import cooperation as on_spark  # noqa: PLC0415 - an extra

        with cluster.tables(asked) as tables:
            result = on_spark.cooperation(tables, on=on, limit=limit)
    else:
        from netgraph.analytics.cooperation import cooperation  # noqa: PLC0415 - keeps --help fast

        with asked.reader() as reader:
            result = cooperation(reader, by=by, merged=merged, on=on, limit=limit)
    asked.report(result, "Cooperation gaps")
