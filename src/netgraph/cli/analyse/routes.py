"""``netgraph analyse routes``: the shortest recorded ways between two places."""

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
@click.option("--from", "start", required=True, metavar="PLACE", help="Key or name of a place.")
@click.option("--to", "end", required=True, metavar="PLACE", help="Key or name of a place.")
@click.option("-k", type=click.IntRange(min=1, max=1000), default=5, show_default=True, help="How many ways.")
@click.option(
    "--cost",
    type=click.Choice(["legs", "records"]),
    default="legs",
    show_default=True,
    help="Short is: of few legs, or of legs that are recorded often.",
)
@states_option
@engine_option
@split_option
@analysis_options
def command(
    asked: Asked,
    start: str,
    end: str,
    k: int,
    cost: str,
    engine: str,
    split: tuple[str, ...],
    *,
    states: bool,
) -> None:
    """Find the k shortest recorded ways between two places, no place twice."""
    from netgraph.analytics.shortest import shortest_routes  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.ways import ways  # noqa: PLC0415

    def analysis(reader: Reader) -> Result:
        return shortest_routes(ways(reader, states=states), start, end, k=k, cost=cost, engine=engine)

    asked.report(answered_in_parts(asked, analysis, split), "Shortest ways")
