"""``netgraph report``: what the graph says, in one file that can be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from netgraph.cli.affording import anyway_option
from netgraph.cli.options import (
    NETWORKS,
    cache_option,
    say,
    store_option,
)
from netgraph.cli.reading import ceiling_option, exported, for_recipient, reading

if TYPE_CHECKING:
    from netgraph.analytics.result import Result


@click.command()
@click.option("--title", default="", help="Heading of the report.")
@click.option(
    "--network",
    type=click.Choice(NETWORKS),
    default="auto",
    show_default=True,
    help="The network in which connectors are sought.",
)
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, help="Rows of each table.")
@click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="CODE|FILE",
    help="What the report speaks; a file adds a language.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(),
    help="A file, or a folder to put it in. [here, as report-TLP-WORD.html, with the marking for WORD]",
)
@store_option
@ceiling_option
@cache_option
@anyway_option
def command(
    title: str,
    network: str,
    top: int,
    language: str,
    output: str | None,
    store: str | None,
    ceiling: str,
    *,
    no_cache: bool,
) -> None:
    """Write a report: summary, key connectors, corridors, map, method notes, sources, and what was withheld.

    It is one HTML file without scripts that needs no connection; print it, or save it as PDF, from a browser.
    """
    from netgraph.views.files import target, write_private  # noqa: PLC0415 - keeps --help fast
    from netgraph.views.language import load  # noqa: PLC0415
    from netgraph.views.report import findings, render_report  # noqa: PLC0415

    tongue = load(language)
    today = datetime.now(tz=UTC).date()
    with reading(store, ceiling, keep=not no_cache) as reader:
        found = findings(
            reader,
            made=today,
            title=title,
            network=network,
            language=tongue,
            outward=for_recipient(),
        )
    if for_recipient() and found.corridors:
        found = replace(found, corridors=_without_small_counts(found.corridors, top))
    path = target(output, "report", found.marking.word, "html")
    content = render_report(found, top=top).encode()
    exported(content, "report", found.marking.word)
    write_private(content, path)
    say(f"marking: {found.marking}")
    click.echo(path)


def _without_small_counts(result: Result, top: int) -> Result:
    """Hide small counts of the corridors that the report shows; say how many, to the owner."""
    from netgraph.analytics.counted import counted  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.small_counts import guarded  # noqa: PLC0415

    shown = guarded(result.frame.head(top), counted(result.analysis))
    if shown.hidden:
        say(f"hidden: {shown.account()}")
    return replace(result, frame=shown.frame)
