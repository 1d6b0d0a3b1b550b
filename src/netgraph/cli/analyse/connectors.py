"""``netgraph analyse connectors``: who or what holds the network together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.analyse.options import (
    engine_option,
    limit_option,
    network_options,
    stability_options,
    undirected_option,
)
from netgraph.cli.analyse.shared import analysis_options, measured_in_parts

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked

MEASURES = (
    "betweenness",
    "pagerank",
    "core",
    "constraint",
    "effective_size",
    "degree",
    "reach",
    "cross_border",
)

SHOWN = ("betweenness", "pagerank", "degree", "cross_border")
LEADING = ("rank", "sure", "key", "name", "type", "roles", *SHOWN, "jurisdictions")


@click.command()
@network_options
@undirected_option
@click.option(
    "--by", type=click.Choice(MEASURES), default="betweenness", show_default=True, help="Ranks the rows."
)
@click.option(
    "--betweenness",
    type=click.Choice(["auto", "exact", "sampled"]),
    default="auto",
    show_default=True,
    help="auto: exact up to 2e9 steps (nodes x (nodes + edges), over components), else from sampled paths.",
)
@click.option(
    "--error",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.01,
    show_default=True,
    help="How far off sampled betweenness, 0 to 1, may be at any node; half of it takes four times as long.",
)
@stability_options
@limit_option
@engine_option
@analysis_options
def command(
    asked: Asked,
    network: str,
    split: tuple[str, ...],
    missing: str,
    *,
    merged: bool,
    undirected: bool,
    **how: Any,  # noqa: ANN401 - the options that the analysis names alike
) -> None:
    """Rank who or what holds the network together.

    A rank whose best and worst value differ under --stability is not sure: a missing record would change it.
    """
    from netgraph.analytics.connectors import connectors  # noqa: PLC0415 - keeps --help fast

    found = measured_in_parts(
        asked,
        partial(connectors, **how),
        network,
        split,
        merged=merged,
        undirected=undirected,
        missing=missing if how["stability"] != "none" else "claim",
    )
    asked.report(found, "Key connectors", (*LEADING, str(how["by"])))
