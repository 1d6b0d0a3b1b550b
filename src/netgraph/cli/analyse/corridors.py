"""``netgraph analyse corridors``: recorded routes by origin and destination."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import limit_option, regions_option, states_option
from netgraph.cli.analyse.shared import analysis_options

if TYPE_CHECKING:
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
@analysis_options
def command(
    asked: Asked,
    of: str,
    by: tuple[str, ...],
    displaced: str | None,
    limit: int,
    *,
    states: bool,
    regions: bool,
) -> None:
    """Count recorded routes by origin and destination."""
    from netgraph.analytics.corridors import corridors  # noqa: PLC0415 - keeps --help fast

    with asked.reader() as reader:
        result = corridors(
            reader, of=of, by=by, regions=regions, states=states, displaced=displaced, limit=limit
        )
    asked.report(result, "Top corridors" if of == "corridor" else f"Top places of {of}")
