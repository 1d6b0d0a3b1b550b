"""Options that several analyses have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.options import NETWORKS, merged_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

DIMENSIONS = ("sex", "age_band", "exploitation")
_network_option = click.option(
    "--network",
    type=click.Choice(NETWORKS),
    default="auto",
    show_default=True,
    help="Who is tied to whom, which place leads to which, or which jurisdictions share something. "
    "auto: entities, or places where no entity is loaded.",
)
seed_option = click.option(
    "--seed", type=int, default=7, show_default=True, help="Of all chance: same seed, same numbers."
)
draws_option = click.option(
    "--draws", type=click.IntRange(min=99), default=1999, show_default=True, help="Samples to draw."
)
resolution_option = click.option(
    "--resolution", type=float, default=1.0, show_default=True, help="Above 1: smaller communities."
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Rows to show."
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["igraph", "networkx"]),
    default="igraph",
    show_default=True,
    help="Which library computes; NetworkX answers what igraph lacks, and the result says so.",
)
undirected_option = click.option(
    "--undirected",
    is_flag=True,
    help="Drop the direction of the network, where it has one: ranks may change.",
)


def stability_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of ranking again without some records."""
    for option in reversed(_STABILITY):
        function = option(function)
    return function


_STABILITY = (
    click.option(
        "--stability",
        type=click.Choice(["none", "auto", "one", "loss"]),
        default="none",
        show_default=True,
        help="Rank again without records. one: each left out in turn; loss: many at random, again and again; "
        "auto: one where it is quick.",
    ),
    click.option(
        "--missing",
        type=click.Choice(["record", "claim"]),
        default="record",
        show_default=True,
        help="What is left out: a source's record with all its claims, as if it had never been loaded, or "
        "single claims. What jurisdictions share, and routes about kinds of victims, are left out singly.",
    ),
    click.option(
        "--loss",
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=0.1,
        show_default=True,
        help="Chance that a record is missing, for --stability loss.",
    ),
    click.option(
        "--replicates",
        type=click.IntRange(min=1),
        default=100,
        show_default=True,
        help="How often, for --stability loss.",
    ),
    seed_option,
)


def _dimensions(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Read ``sex,age_band`` as the names of dimensions."""
    names = [name.strip().replace("-", "_") for name in (value or "").split(",") if name.strip()]
    unknown = sorted(set(names) - set(DIMENSIONS))
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: use {', '.join(DIMENSIONS)}")
    return tuple(name for name in DIMENSIONS if name in names)


by_option = click.option(
    "--by",
    metavar="DIMENSIONS",
    callback=_dimensions,
    help=f"Split every row by the victims it is about: {', '.join(DIMENSIONS)}, or several with commas.",
)
split_option = click.option(
    "--split",
    metavar="DIMENSIONS",
    callback=_dimensions,
    help="Analyse the parts of the network that are about each kind of victim apart: "
    f"{', '.join(DIMENSIONS)}, or several with commas.",
)
on_option = click.option(
    "--on",
    metavar="DATE",
    help="The day, month or year in which an instrument must be in force for both. [today]",
)


def network_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every analysis of a network: which one, through which judgements, in which parts."""
    for option in (split_option, merged_option, _network_option):
        function = option(function)
    return function


regions_option = click.option(
    "--regions", is_flag=True, help="Keep routes from or to a region such as Europe."
)
states_option = click.option("--states", is_flag=True, help="Take each place for the State it lies in.")
