"""``netgraph mark``: change how what a source says may be handled."""

from __future__ import annotations

import click

from netgraph.cli.options import MARKINGS, opened, say, store_option


@click.command()
@click.argument("source")
@click.option("--record", "records", multiple=True, metavar="RECORD", help="Only this one; can be repeated.")
@click.option("--handling", type=click.Choice(MARKINGS, case_sensitive=False), help="The new TLP marking.")
@click.option(
    "--releasable-to", metavar="ISO3,ISO3", help="The States that the owner lets have it; '' for none."
)
@click.option("--conditions", metavar="H0,H1", help="The conditions of its provider; '' for none.")
@click.option("--by", required=True, metavar="WHO", help="Who decides: your reference in your agency.")
@click.option("--why", required=True, metavar="TEXT", help="The reason: no names, no numbers.")
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@store_option
def command(
    source: str,
    records: tuple[str, ...],
    handling: str | None,
    releasable_to: str | None,
    conditions: str | None,
    by: str,
    why: str,
    store: str | None,
    *,
    dry_run: bool,
) -> None:
    """Mark what a SOURCE says anew; who did so and why stands in the audit log.

    It holds for the claims and records that are in the store. A later load leaves it alone where a row has
    not changed, and marks a row that has changed as its file says.
    """
    from netgraph.ingest.handling import change_handling  # noqa: PLC0415 - keeps --help fast

    with opened(store) as graph:
        found = change_handling(
            graph,
            source,
            records,
            handling=handling,
            releasable_to=releasable_to,
            conditions=conditions,
            by=by,
            why=why,
            dry_run=dry_run,
        )
    told = ", ".join(f"{name} {number:,}" for name, number in found.number.items()) or "nothing"
    click.echo(f"{'would mark' if dry_run else 'marked'} anew: {told}")
    if found.softened:
        say(f"{found.softened:,} of them may now go where they could not")
