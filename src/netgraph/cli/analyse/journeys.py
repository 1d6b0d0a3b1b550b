"""``netgraph analyse journeys``: recorded legs one after the other in time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import split_option, states_option
from netgraph.cli.analyse.shared import analysis_options, answered_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.option("--from", "start", required=True, metavar="PLACE", help="Key of a place.")
@click.option("--to", "end", required=True, metavar="PLACE", help="Key of a place.")
@click.option(
    "--want",
    type=click.Choice(["earliest", "latest", "fastest"]),
    default="earliest",
    show_default=True,
    help="Arrive first, leave last, or take the fewest days.",
)
@click.option(
    "--depart-after", "since", metavar="DATE", help="Leave on its first day or later, such as 2023-05."
)
@click.option("--arrive-before", "until", metavar="DATE", help="Arrive on its last day or sooner.")
@click.option(
    "--min-wait",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Days at a place, at the least.",
)
@click.option(
    "--max-wait", type=click.IntRange(min=0), help="Days at a place, at the most; no limit if not given."
)
@click.option(
    "--reading",
    type=click.Choice(["possible", "certain"]),
    default="possible",
    show_default=True,
    help="Vague dates: some days within them allow it, or all do.",
)
@states_option
@split_option
@analysis_options
def command(
    asked: Asked,
    start: str,
    end: str,
    want: str,
    since: str | None,
    until: str | None,
    min_wait: int,
    max_wait: int | None,
    reading: str,
    split: tuple[str, ...],
    *,
    states: bool,
) -> None:
    """Find recorded legs that lead from one place to another in the order of time."""
    from netgraph.analytics.journeys import journeys  # noqa: PLC0415 - keeps --help fast

    analysis = partial(
        journeys,
        start=start,
        end=end,
        want=want,
        since=since,
        until=until,
        least_wait=min_wait,
        most_wait=max_wait,
        reading=reading,
        states=states,
    )
    result = answered_in_parts(asked, analysis, split)
    asked.report(result, f"Journey from {start} to {end}")
