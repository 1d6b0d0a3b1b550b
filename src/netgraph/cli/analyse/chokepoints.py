"""``netgraph analyse chokepoints``: places whose closing would turn the most routes away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import limit_option, regions_option, split_option, states_option
from netgraph.cli.analyse.shared import analysis_options, answered_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.option(
    "--direct/--no-direct",
    default=True,
    show_default=True,
    help="Whether a leg straight from origin to destination is another way.",
)
@states_option
@regions_option
@limit_option
@split_option
@analysis_options
def command(
    asked: Asked, limit: int, split: tuple[str, ...], *, direct: bool, states: bool, regions: bool
) -> None:
    """Rank places by the routes that would have to go round them, and how much longer that is."""
    from netgraph.analytics.chokepoints import chokepoints  # noqa: PLC0415 - keeps --help fast

    analysis = partial(chokepoints, states=states, regions=regions, direct=direct, limit=limit)
    result = answered_in_parts(asked, analysis, split)
    asked.report(result, "Chokepoints")
