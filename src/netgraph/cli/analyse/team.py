"""``netgraph analyse team``: the fewest jurisdictions that cover a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import engine_option, on_option, resolution_option, seed_option
from netgraph.cli.analyse.shared import analysis_options
from netgraph.cli.options import merged_option

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


def _costs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    """Read ``KEN=2`` as what a jurisdiction costs."""
    found = {}
    for value in values:
        code, _, number = value.partition("=")
        try:
            found[code.strip().upper()] = float(number)
        except ValueError:
            raise click.BadParameter(f"{value!r} is not of the form KEN=2") from None
    return found


@click.command()
@click.option(
    "--network",
    type=click.Choice(["auto", "entity", "place"]),
    default="auto",
    show_default=True,
    help="Cover cases and the routes they followed, or routes through places. "
    "auto: places where no entity is loaded.",
)
@click.option(
    "--of",
    type=click.Choice(["component", "community"]),
    default="component",
    show_default=True,
    help="Cover all that hangs together, or one Leiden community.",
)
@click.option("--around", metavar="KEY", help="Key of a case, person or place in the part to cover.")
@click.option("--keep", multiple=True, metavar="CODE", help="This jurisdiction is a member in any case.")
@click.option(
    "--cost",
    "costs",
    multiple=True,
    callback=_costs,
    metavar="CODE=COST",
    help="What a jurisdiction costs; 1 where not given.",
)
@merged_option
@on_option
@resolution_option
@seed_option
@engine_option
@analysis_options
def command(
    asked: Asked,
    network: str,
    of: str,
    around: str | None,
    keep: tuple[str, ...],
    costs: dict[str, float],
    on: str | None,
    resolution: float,
    seed: int,
    engine: str,
    *,
    merged: bool,
) -> None:
    """Find the fewest jurisdictions that together touch every case and route of a network."""
    from netgraph.analytics.team import team  # noqa: PLC0415 - keeps --help fast

    with asked.reader() as reader:
        result = team(
            reader,
            network=network,
            of=of,
            around=around,
            keep=[code.upper() for code in keep],
            costs=costs,
            merged=merged,
            on=on,
            resolution=resolution,
            seed=seed,
            engine=engine,
        )
    asked.report(result, "Smallest team")
