"""``netgraph analyse brokers``: who stands between jurisdictions."""

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

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
LEADING = ("rank", "sure", "key", "name", "type", "roles", *ROLES, "total", "jurisdictions")


@click.command()
@network_options
@undirected_option
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
    """Rank who or what stands between jurisdictions, and in which role.

    The roles are Gould and Fernandez': of a path a -> b -> c whose ends are not tied, b is coordinator
    (A -> A -> A), itinerant (A -> B -> A), representative (A -> A -> B), gatekeeper (A -> B -> B) or liaison
    (A -> B -> C), by the jurisdictions of a, b and c.
    """
    from netgraph.analytics.brokers import brokers  # noqa: PLC0415 - keeps --help fast

    found = measured_in_parts(
        asked,
        partial(brokers, **how),
        network,
        split,
        merged=merged,
        undirected=undirected,
        missing=missing if how["stability"] != "none" else "claim",
    )
    asked.report(found, "Brokers between jurisdictions", LEADING)
