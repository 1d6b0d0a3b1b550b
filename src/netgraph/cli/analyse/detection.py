"""``netgraph analyse detection``: flow against cases, prosecutions and convictions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import by_option, limit_option
from netgraph.cli.analyse.shared import analysis_options

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@by_option
@click.option("--since", type=int, metavar="YEAR", help="First year.")
@click.option("--until", type=int, metavar="YEAR", help="Last year.")
@limit_option
@analysis_options
def command(asked: Asked, by: tuple[str, ...], since: int | None, until: int | None, limit: int) -> None:
    """Put the flow into and through each jurisdiction beside its cases and what it reports."""
    from netgraph.analytics.detection import detection  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.reported import spans  # noqa: PLC0415

    with asked.reader() as reader:
        result = detection(reader, by=by, since=since, until=until, limit=limit)
    if asked.format_ == "table":
        result = replace(result, frame=spans(result.frame))
    asked.report(result, "Detection gap")
