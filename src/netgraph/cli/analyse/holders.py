"""``netgraph analyse holders``: who else holds a piece of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import limit_option
from netgraph.cli.analyse.shared import analysis_options
from netgraph.cli.options import merged_option

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@click.argument("case")
@click.option("--claims", is_flag=True, help="Show the claims that say so, one row each.")
@merged_option
@limit_option
@analysis_options
def command(asked: Asked, case: str, limit: int, *, claims: bool, merged: bool) -> None:
    """Find who else holds a piece of the case with the key CASE."""
    from netgraph.analytics.holders import holders  # noqa: PLC0415 - keeps --help fast

    with asked.reader() as reader:
        result = holders(reader, case, claims=claims, merged=merged, limit=limit)
    asked.report(result, "Holders")
