"""``netgraph analyse corridors``: recorded routes by origin and destination."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.shared import analysis_options, limit_option

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.option(
    "--by",
    type=click.Choice(["year", "exploitation", "victim_profile"]),
    help="Split every corridor up.",
)
@click.option("--regions", is_flag=True, help="Keep corridors from or to a region such as Europe.")
@limit_option
@analysis_options
def command(asked: Asked, by: str | None, limit: int, *, regions: bool) -> None:
    """Count recorded routes by origin and destination."""
    from netgraph.analytics.corridors import corridors  # noqa: PLC0415 - keeps --help fast

    with asked.reader() as reader:
        result = corridors(reader, by=by, regions=regions, limit=limit)
    asked.report(result, "Top corridors")
