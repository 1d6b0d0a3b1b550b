"""``netgraph analyse core``: the core of the network and its periphery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.shared import analysis_options, engine_option, limit_option, network_option
from netgraph.cli.options import merged_option, say

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@network_option
@merged_option
@limit_option
@engine_option
@analysis_options
def command(asked: Asked, network: str, limit: int, engine: str, *, merged: bool) -> None:
    """Part the network into a core, all tied to each other, and a periphery, tied only to the core."""
    from netgraph.analytics.core import core_periphery  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.projection import project  # noqa: PLC0415

    with asked.reader() as reader:
        projection = project(reader, network, merged=merged)
    found = core_periphery(projection, limit=limit, engine=engine)
    asked.report(found, "Core and periphery")
    told = found.parameters
    say(
        f"core: {told['core']} of {found.nodes} nodes; fit {told['fit']} (0 none, 1 perfect), density "
        f"{told['density_core']} in it, {told['density_between']} to the periphery, "
        f"{told['density_periphery']} inside that"
    )
