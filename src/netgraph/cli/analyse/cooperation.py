"""``netgraph analyse cooperation``: what jurisdictions share, and what legal basis they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.analyse.options import by_option, limit_option, on_option
from netgraph.cli.analyse.shared import analysis_options
from netgraph.cli.options import merged_option

if TYPE_CHECKING:
    from netgraph.cli.analyse.shared import Asked


@click.command()
@by_option
@merged_option
@on_option
@limit_option
@analysis_options
def command(asked: Asked, by: tuple[str, ...], on: str | None, limit: int, *, merged: bool) -> None:
    """Rank pairs of jurisdictions by what they share, those without a shared instrument in force first."""
    from netgraph.analytics.cooperation import cooperation  # noqa: PLC0415 - keeps --help fast

    with asked.reader() as reader:
        result = cooperation(reader, by=by, merged=merged, on=on, limit=limit)
    asked.report(result, "Cooperation gaps")
