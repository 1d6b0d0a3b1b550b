"""``netgraph analyse key-players``: which few nodes part the network, and which reach most of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import engine_option, network_options, undirected_option
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@network_options
@undirected_option
@click.option("--size", type=click.IntRange(1, 20), default=3, show_default=True, help="Nodes at most.")
@click.option(
    "--goal",
    type=click.Choice(["both", "separate", "reach"]),
    default="both",
    show_default=True,
    help="Whose removal leaves most pairs without a path (KPP-Neg), or who is near to most (KPP-Pos).",
)
@click.option(
    "--search",
    type=click.Choice(["auto", "exact", "greedy"]),
    default="auto",
    show_default=True,
    help="exact: until nothing better is possible; greedy: the best next one each time, and how far from the "
    "best it can be; auto: search for about a minute a row.",
)
@engine_option
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    size: int,
    goal: str,
    search: str,
    engine: str,
    *,
    merged: bool,
    undirected: bool,
) -> None:
    """Find the few nodes that part the network when they are gone, and those that reach most of it."""
    from netgraph.analytics.key_player_sets import key_player_sets  # noqa: PLC0415 - keeps --help fast

    measure = partial(key_player_sets, size=size, goal=goal, how=search, engine=engine)
    found = measured_in_parts(asked, measure, network, split, merged=merged, undirected=undirected)
    asked.report(found, "Key players")
