"""``netgraph analyse change``: the year from which more or fewer routes are recorded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import (
    draws_option,
    limit_option,
    regions_option,
    seed_option,
    split_option,
    states_option,
)
from netgraph.cli.analyse.shared import analysis_options, answered_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.option(
    "--of",
    type=click.Choice(["all", "corridor", "origin", "transit", "destination"]),
    default="all",
    show_default=True,
    help="What a row is.",
)
@click.option(
    "--against",
    type=click.Choice(["routes", "years"]),
    default="routes",
    show_default=True,
    help="A rate of all routes of a year, or of the year.",
)
@click.option(
    "--null",
    type=click.Choice(["years", "poisson"]),
    default="years",
    show_default=True,
    help="Compare with the same years in another order, or with routes independent of each other.",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Leave out what has fewer routes.",
)
@draws_option
@seed_option
@states_option
@regions_option
@limit_option
@split_option
@analysis_options
def command(
    asked: Asked,
    of: str,
    against: str,
    null: str,
    least: int,
    draws: int,
    seed: int,
    limit: int,
    split: tuple[str, ...],
    *,
    states: bool,
    regions: bool,
) -> None:
    """Find the year from which more, or fewer, routes are recorded, and how sure that is."""
    from netgraph.analytics.change import change  # noqa: PLC0415 - keeps --help fast

    analysis = partial(
        change,
        of=of,
        against=against,
        null=null,
        least=least,
        draws=draws,
        seed=seed,
        states=states,
        regions=regions,
        limit=limit,
    )
    result = answered_in_parts(asked, analysis, split)
    asked.report(result, "Change over the years")
