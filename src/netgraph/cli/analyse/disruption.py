"""``netgraph analyse disruption``: what removing nodes or edges does to the network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import engine_option, network_options, seed_option
from netgraph.cli.analyse.shared import analysis_options

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked

COUNT, CHANCE = click.IntRange(min=1), click.FloatRange(0, 1)
LEFT = ("largest", "efficiency", "flow", "jurisdictions")
LEADING = ("strategy", "step", "removed", "taken", *LEFT)
MEASURES = ("betweenness", "degree", "strength", "pagerank", "core", "weight")


@click.command()
@network_options
@click.option(
    "--remove",
    type=click.Choice(["nodes", "edges"]),
    default="nodes",
    show_default=True,
    help="A node goes with its edges.",
)
@click.option(
    "--by",
    type=click.Choice(MEASURES),
    multiple=True,
    help="Choose the highest by this measure; more than once for more curves. "
    "[nodes: betweenness, degree; edges: betweenness, weight]",
)
@click.option(
    "--node", "nodes", multiple=True, help="Remove this node, by name or key, as a curve of its own."
)
@click.option("--edge", "edges", nargs=2, multiple=True, help="Remove the edge between these two nodes.")
@click.option("--block", type=COUNT, default=1, show_default=True, help="How many to remove in a step.")
@click.option("--steps", type=COUNT, default=10, show_default=True, help="How many steps.")
@click.option("--recompute", is_flag=True, help="Rank what is left after each step.")
@click.option(
    "--replace",
    type=CHANCE,
    default=0.0,
    show_default=True,
    help="Chance that a removed node at a low level is replaced.",
)
@click.option(
    "--low",
    type=CHANCE,
    default=0.5,
    show_default=True,
    help="Share of the possible targets at a low level, from the fewest neighbours up.",
)
@click.option(
    "--runs", type=COUNT, default=50, show_default=True, help="Repetitions where chance plays a part."
)
@seed_option
@engine_option
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    remove: str,
    by: tuple[str, ...],
    nodes: tuple[str, ...],
    edges: tuple[tuple[str, str], ...],
    block: int,
    steps: int,
    replace: float,
    low: float,
    runs: int,
    seed: int,
    engine: str,
    *,
    merged: bool,
    recompute: bool,
) -> None:
    """Remove nodes or edges step by step, and follow what is left, beside removal by chance.

    Flow is the share of recorded routes that could still be travelled on a place network, elsewhere the
    share of ties whose ends can still reach each other.
    """
    from netgraph.analytics.demand import recorded_routes  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.disruption import disruption  # noqa: PLC0415
    from netgraph.analytics.projection import project  # noqa: PLC0415
    from netgraph.analytics.route_strata import by_routes  # noqa: PLC0415
    from netgraph.analytics.strata import strata, stratified  # noqa: PLC0415

    remove_ = partial(
        disruption,
        by=by or (("betweenness", "degree") if remove == "nodes" else ("betweenness", "weight")),
        chosen=nodes,
        chosen_edges=edges,
        remove=remove,
        block=block,
        steps=steps,
        recompute=recompute,
        replace=replace,
        low=low,
        runs=runs,
        seed=seed,
        engine=engine,
    )
    with asked.reader() as reader:
        whole = project(reader, network, merged=merged)
        if whole.name == "place":
            result = by_routes(
                reader, split, lambda part: remove_(project(part, "place"), demand=recorded_routes(part))
            )
        else:
            result = stratified(strata(reader, whole, split, merged=merged), remove_)
    asked.report(result, "Disruption", LEADING + (("replace", "back") if replace else ()))
