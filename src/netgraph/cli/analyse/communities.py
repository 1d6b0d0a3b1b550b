"""``netgraph analyse communities``: groups in the network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import (
    engine_option,
    limit_option,
    network_options,
    resolution_option,
    seed_option,
)
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@network_options
@resolution_option
@seed_option
@limit_option
@engine_option
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    resolution: float,
    seed: int,
    limit: int,
    engine: str,
    *,
    merged: bool,
) -> None:
    """Part the network into groups that are tied more closely inside than outside."""
    from netgraph.analytics.communities import communities  # noqa: PLC0415 - keeps --help fast

    measure = partial(communities, resolution=resolution, seed=seed, limit=limit, engine=engine)
    found = measured_in_parts(asked, measure, network, split, merged=merged)
    asked.report(found, "Communities")
