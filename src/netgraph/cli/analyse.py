"""``netgraph analyse``: connectors, corridors, communities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.options import (
    NETWORKS,
    ceiling_option,
    merged_option,
    opened,
    output_options,
    policy_of,
    say,
    store_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from netgraph.analytics.result import Result


def analysis_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every analysis has."""
    for option in (output_options, ceiling_option, store_option):
        function = option(function)
    return function


network_option = click.option(
    "--network",
    type=click.Choice(NETWORKS),
    default="auto",
    show_default=True,
    help="Who is tied to whom, which place leads to which, or which jurisdictions share something. "
    "auto: entities, or places where no entity is loaded.",
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Rows to show."
)


@click.group()
def command() -> None:
    """Find key connectors, corridors and communities.

    Every result says which engine gave it, what its strictest marking is, and what it does not mean.
    """


@command.command()
@network_option
@merged_option
@limit_option
@analysis_options
def connectors(
    network: str,
    limit: int,
    store: str | None,
    ceiling: str,
    format_: str,
    output: str | None,
    *,
    merged: bool,
) -> None:
    """Rank who or what holds the network together."""
    from netgraph.analytics.connectors import connectors as measure  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.projection import project  # noqa: PLC0415
    from netgraph.disclosure import Reader  # noqa: PLC0415

    with opened(store) as graph:
        projection = project(Reader(graph, policy_of(ceiling)), network, merged=merged)
    report(measure(projection, limit=limit), "Key connectors", format_, output)


@command.command()
@click.option(
    "--by",
    type=click.Choice(["year", "exploitation", "victim_profile"]),
    help="Split every corridor up.",
)
@click.option("--regions", is_flag=True, help="Keep corridors from or to a region such as Europe.")
@limit_option
@analysis_options
def corridors(
    by: str | None,
    limit: int,
    store: str | None,
    ceiling: str,
    format_: str,
    output: str | None,
    *,
    regions: bool,
) -> None:
    """Count recorded routes by origin and destination."""
    from netgraph.analytics.corridors import corridors as measure  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure import Reader  # noqa: PLC0415

    with opened(store) as graph:
        result = measure(Reader(graph, policy_of(ceiling)), by=by, regions=regions, limit=limit)
    report(result, "Top corridors", format_, output)


@command.command()
@network_option
@merged_option
@click.option("--resolution", type=float, default=1.0, show_default=True, help="Above 1: smaller groups.")
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed, same groups.")
@analysis_options
def communities(
    network: str,
    resolution: float,
    seed: int,
    store: str | None,
    ceiling: str,
    format_: str,
    output: str | None,
    *,
    merged: bool,
) -> None:
    """Part the network into groups that are tied more closely inside than outside."""
    from netgraph.analytics.communities import communities as measure  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.projection import project  # noqa: PLC0415
    from netgraph.disclosure import Reader  # noqa: PLC0415

    with opened(store) as graph:
        projection = project(Reader(graph, policy_of(ceiling)), network, merged=merged)
    report(measure(projection, resolution=resolution, seed=seed), "Communities", format_, output)


def report(result: Result, title: str, format_: str, output: str | None) -> None:
    """Print a result: the table to standard output, how it came about to standard error."""
    from netgraph.cli.show import show  # noqa: PLC0415 - keeps --help fast

    show(
        result.frame,
        result.provenance(),
        marking=result.marking,
        format_=format_,
        output=output,
        title=title,
    )
    say(f"method: {result.method}; {result.engine}; {result.nodes} nodes, {result.edges} edges")
    for note in result.notes:
        say(f"left out: {note}")
    if result.withheld:
        say(f"withheld: {result.withheld} rows above the ceiling")
    say(f"mind: {result.caveat}")
