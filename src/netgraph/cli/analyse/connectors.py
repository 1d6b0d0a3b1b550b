"""``netgraph analyse connectors``: who or what holds the network together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.shared import analysis_options, engine_option, limit_option, network_option
from netgraph.cli.options import merged_option

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@network_option
@merged_option
@limit_option
@engine_option
@analysis_options
def command(asked: Asked, network: str, limit: int, engine: str, *, merged: bool) -> None:
    """Rank who or what holds the network together."""
    from netgraph.analytics.connectors import connectors  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.projection import project  # noqa: PLC0415

    with asked.reader() as reader:
        projection = project(reader, network, merged=merged)
    asked.report(connectors(projection, limit=limit, engine=engine), "Key connectors")
