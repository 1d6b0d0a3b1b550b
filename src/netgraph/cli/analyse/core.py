"""``netgraph analyse core``: the core of the network and its periphery."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import engine_option, limit_option, network_options
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts, told_in_parts
from netgraph.cli.compact import brief
from netgraph.cli.options import say

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@network_options
@limit_option
@engine_option
@analysis_options
def command(
    asked: Asked, network: str, split: tuple[str, ...], limit: int, engine: str, *, merged: bool
) -> None:
    """Part the network into a core, all tied to each other, and a periphery, tied only to the core."""
    from netgraph.analytics.core import core_periphery  # noqa: PLC0415 - keeps --help fast

    measure = partial(core_periphery, limit=limit, engine=engine)
    found = measured_in_parts(asked, measure, network, split, merged=merged)
    asked.report(found, "Core and periphery")
    for part, told in told_in_parts(found):
        fit, *dense = (
            brief(told[name]) or "undefined"
            for name in ("fit", "density_core", "density_between", "density_periphery")
        )
        say(
            f"{part}core: {told['core']} nodes; fit {fit} (0 none, 1 perfect), density {dense[0]} in it, "
            f"{dense[1]} to the periphery, {dense[2]} inside that"
        )
