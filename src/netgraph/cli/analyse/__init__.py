"""``netgraph analyse``: one module for each analysis."""

from __future__ import annotations

import click

from netgraph.cli.lazy import LazyGroup

ANALYSES = {
    "connectors": "Rank who or what holds the network together.",
    "corridors": "Count recorded routes by origin and destination.",
    "communities": "Part the network into groups that are tied more closely inside than outside.",
}


@click.group(cls=LazyGroup, package="netgraph.cli.analyse", summaries=ANALYSES)
def command() -> None:
    """Find key connectors, corridors and communities.

    Every result says which engine gave it, what its strictest marking is, and what it does not mean.
    """
