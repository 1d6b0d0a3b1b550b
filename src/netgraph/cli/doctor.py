"""``netgraph doctor``: what is there, what is missing, and what for."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netgraph.cli.options import store_option

if TYPE_CHECKING:
    from netgraph.cli.checks import Check

MARKS = {"ok": ("ok", "green"), "warning": ("warning", "yellow"), "missing": ("missing", "red")}


@click.command()
@store_option
@click.option("--master", metavar="URL", help="A Spark master to try, such as spark://HOST:7077.")
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A list for people, or JSON for machines.",
)
def command(store: str | None, master: str | None, format_: str) -> int:
    """Check the store, versions, memory, disk and Java; say what is missing for what, and change nothing.

    The exit code is 1 where the store cannot be used; what is missing for something else does not count.
    """
    from netgraph.cli.checks import MISSING, WARNING, Rows, machine  # noqa: PLC0415 - keeps --help fast
    from netgraph.cli.store_checks import named, store_checks  # noqa: PLC0415

    rows, (where, given) = Rows(), named(store)
    at = None if "://" in where else Path(where).expanduser()
    machine(rows, at, master)
    if at and not given and not at.exists():
        rows.say(WARNING, "store", f"there is none yet in {at}", "analyses", "netgraph ingest makes one")
        usable = True
    else:
        usable = store_checks(rows, where)
    if format_ == "json":
        click.echo(json.dumps({"usable": usable, "checks": [asdict(row) for row in rows]}, indent=2))
    else:
        for row in rows:
            _print(row)
        states = [row.state for row in rows]
        counted = f"{states.count(MISSING)} missing, {states.count(WARNING)} warnings"
        click.echo(f"the store {'can' if usable else 'cannot'} be used; {counted}")
    return 0 if usable else 1


def _print(row: Check) -> None:
    word, colour = MARKS[row.state]
    click.echo(f"{click.style(f'{word:<8}', fg=colour)} {row.what:<20} {row.found}")
    if row.state != "ok":
        click.echo(f"{'':<29} for {row.use}")
        if row.next:
            click.echo(f"{'':<29} next: {row.next}")
