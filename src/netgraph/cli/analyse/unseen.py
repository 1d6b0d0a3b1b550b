"""``netgraph analyse unseen``: whom the data does not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import limit_option
from netgraph.cli.analyse.shared import analysis_options

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.option(
    "--per",
    type=click.Choice(["source", "jurisdiction", "both", "all"]),
    default="source",
    show_default=True,
    help="Count by source, by jurisdiction, by both, or all together.",
)
@limit_option
@analysis_options
def command(asked: Asked, per: str, limit: int) -> None:
    """Show how much is unknown of victims, persons, cases, routes and reports."""
    from netgraph.analytics.unseen import PER, unseen  # noqa: PLC0415 - keeps --help fast

    chosen = {"both": PER, "all": ()}.get(per, (per,))
    with asked.reader() as reader:
        result = unseen(reader, per=chosen, limit=limit)
    asked.report(result, "Not seen")
