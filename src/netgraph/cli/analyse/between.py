"""``netgraph analyse between``: what connects two groups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import engine_option, network_options, resolution_option, seed_option
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts, told_in_parts
from netgraph.cli.options import say

if TYPE_CHECKING:
    from netgraph.analytics.projected import Projection
    from netgraph.analytics.result import Result
    from netgraph.cli.analyse.shared import Asked


@click.command()
@network_options
@click.option("--group", "groups", type=int, multiple=True, help="A community, by its number.")
@click.option("--jurisdiction", "jurisdictions", multiple=True, help="All that lies in it, by its code.")
@click.option("--node", "nodes", multiple=True, help="One node, by name or key.")
@resolution_option
@seed_option
@engine_option
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    groups: tuple[int, ...],
    jurisdictions: tuple[str, ...],
    nodes: tuple[str, ...],
    resolution: float,
    seed: int,
    engine: str,
    *,
    merged: bool,
) -> None:
    """Show what connects two groups: shared nodes and jurisdictions, ties, and the smallest cut.

    Name two sides, each a community (with the number, resolution and seed of analyse communities), a
    jurisdiction or a node. Without any, all pairs of communities are listed that something connects.
    """
    from netgraph.analytics.between import between  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.group_pairs import group_pairs  # noqa: PLC0415
    from netgraph.analytics.sides import sides  # noqa: PLC0415

    if groups and split:
        raise click.UsageError("--group numbers the communities of the whole network: leave out --split")
    if not (groups or jurisdictions or nodes):
        listed = partial(group_pairs, resolution=resolution, seed=seed, engine=engine)
        found = measured_in_parts(asked, listed, network, split, merged=merged)
        asked.report(found, "Between communities")
        return

    def measure(part: Projection) -> Result:
        named = sides(
            part,
            groups=groups,
            jurisdictions=jurisdictions,
            nodes=nodes,
            resolution=resolution,
            seed=seed,
        )
        return between(part, *named, engine=engine)

    found = measured_in_parts(asked, measure, network, split, merged=merged)
    asked.report(found, f"Between {found.parameters['first']} and {found.parameters['second']}")
    for part, told in told_in_parts(found):
        say(
            f"{part}cut: {told['ties_to_cut']} ties of weight {told['weight_to_cut']:g} part the two; "
            f"without {told['third_nodes_to_cut']} third nodes only direct ties are left"
        )
