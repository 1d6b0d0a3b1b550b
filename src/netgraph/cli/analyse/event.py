"""``netgraph analyse event``: corridors before and after an event, against comparable ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import draws_option, regions_option, seed_option, split_option
from netgraph.cli.analyse.shared import analysis_options, answered_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.option("--event", required=True, metavar="KEY", help="Key of the event.")
@click.option(
    "--years",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Years on each side; that of its beginning is after.",
)
@draws_option
@seed_option
@regions_option
@split_option
@analysis_options
def command(
    asked: Asked, event: str, years: int, draws: int, seed: int, split: tuple[str, ...], *, regions: bool
) -> None:
    """Compare struck corridors with comparable ones, before and after an event."""
    from netgraph.analytics.around_event import around_event  # noqa: PLC0415 - keeps --help fast

    analysis = partial(around_event, event=event, years=years, draws=draws, seed=seed, regions=regions)
    result = answered_in_parts(asked, analysis, split)
    asked.report(result, f"Corridors around {event}")
