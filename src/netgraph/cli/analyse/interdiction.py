"""``netgraph analyse interdiction``: the cheapest cut between places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import engine_option, split_option, states_option
from netgraph.cli.analyse.shared import analysis_options, answered_in_parts

if TYPE_CHECKING:
    from netgraph.analytics.result import Result
    from netgraph.cli.analyse.shared import Asked
    from netgraph.disclosure import Reader


@click.command()
@click.option(
    "--from", "starts", required=True, multiple=True, metavar="PLACE", help="Where routes begin; repeatable."
)
@click.option(
    "--to", "ends", required=True, multiple=True, metavar="PLACE", help="Where they end; repeatable."
)
@click.option(
    "--cut", type=click.Choice(["legs", "places"]), default="legs", show_default=True, help="What is closed."
)
@click.option(
    "--cost",
    type=click.Choice(["records", "one"]),
    default="records",
    show_default=True,
    help="Closing costs as many as there are records, or 1 each.",
)
@states_option
@engine_option
@split_option
@analysis_options
def command(
    asked: Asked,
    starts: tuple[str, ...],
    ends: tuple[str, ...],
    cut: str,
    cost: str,
    engine: str,
    split: tuple[str, ...],
    *,
    states: bool,
) -> None:
    """Find the cheapest set of legs or places that parts some places from others."""
    from netgraph.analytics.interdiction import interdiction  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.ways import ways  # noqa: PLC0415

    def analysis(reader: Reader) -> Result:
        network = ways(reader, states=states)
        return interdiction(network, starts, ends, cut=cut, cost=cost, engine=engine)

    asked.report(answered_in_parts(asked, analysis, split), "Minimum cut")
