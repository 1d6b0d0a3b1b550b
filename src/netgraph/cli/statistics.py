"""``netgraph statistics``: tables of victims that may be published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from netgraph.cli.options import MARKINGS, opened, output_options, policy_of, say, store_option
from netgraph.cli.reading import write_down
from netgraph.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from netgraph.disclosure.victims import Victims

SMALLEST = 3  # what is published with a smaller k tells of one or two persons


@click.command()
@click.option(
    "--by",
    "dimensions",
    required=True,
    metavar="DIM,DIM",
    help="One to four of year, sex, age_band, citizenship, country, exploitation.",
)
@click.option("--to", required=True, metavar="ISO3|PUBLIC", help="The State that gets it, or the public.")
@click.option("--purpose", metavar="TEXT", default="", help="What it is for, for the audit log.")
@click.option(
    "--k",
    type=click.IntRange(min=SMALLEST),
    default=11,
    show_default=True,
    help="Hide counts below this, and what would give them back.",
)
@click.option(
    "--percent-of", metavar="DIM", help="Add the share of each cell in the total over this dimension."
)
@click.option("--preview", is_flag=True, help="Show the table to yourself, why cells are hidden too.")
@click.option(
    "--ceiling",
    type=click.Choice(MARKINGS, case_sensitive=False),
    default="AMBER+STRICT",
    show_default=True,
    help="Leave out every claim whose TLP marking is stricter than this.",
)
@click.option("--acting", "by", metavar="WHO", help="Your reference in your agency, for the audit log.")
@output_options
@store_option
def command(
    dimensions: str,
    to: str,
    purpose: str,
    k: int,
    percent_of: str | None,
    ceiling: str,
    by: str | None,
    format_: str,
    output: str | None,
    store: str | None,
    *,
    preview: bool,
) -> None:
    """Count victims for the public or a State, and hide what is small.

    Only what may go there counts in. Counts below --k are hidden, and others with them, so that none can be
    computed from totals, percentages, or the tables that the reader has already: a ledger beside the store
    keeps what was published. Where hiding is not enough, nothing is written.

    Beside the file a note says how it came about: FILE-method.md. --preview notes nothing down,
    and is not for others.
    """
    from netgraph.disclosure import Recipient  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.private import write_new  # noqa: PLC0415
    from netgraph.disclosure.released import Ledger  # noqa: PLC0415
    from netgraph.disclosure.victims import note, tabulate, victims  # noqa: PLC0415

    names = [name.strip() for name in dimensions.split(",") if name.strip()]
    recipient, limit = Recipient.parse(to), policy_of(ceiling).ceiling
    if percent_of and percent_of not in names:
        raise click.UsageError("--percent-of is one of --by")
    path = _target(output, purpose, preview=preview)
    with opened(store) as graph:
        if preview:
            write_down(graph, policy_of(ceiling), recipient, local=True)
        ledger, found = Ledger(graph), victims(graph, recipient, limit)
        table, published = tabulate(found, names, recipient, k, ledger.held_by(recipient.code))
        told = note(found, names, recipient, k, table)
        if not preview:
            ledger.append(published, found.marking, by=by, why=purpose)
    if path:
        write_new(path.with_name(f"{path.stem}-method.md"), told.encode())
    about = {"recipient": recipient.code, "by": names, "k": k, "method": told}
    _show(_worded(table, names, percent_of, preview=preview), about, found, format_, output)
    say(told)


def _target(output: str | None, purpose: str, *, preview: bool) -> Path | None:
    """Refuse what could not be finished, before the ledger says that it left."""
    if preview:
        return Path(output) if output else None
    if not output or not purpose:
        raise click.UsageError("statistics that leave need --output and --purpose; --preview does not")
    path = Path(output)
    for one in (path, path.with_name(f"{path.stem}-method.md")):
        if one.exists():
            raise UsageError(f"{one} is already there, and is never overwritten", hint="name another file")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", hint="name a file in a folder that exists")
    return path


def _worded(table: pd.DataFrame, names: list[str], percent_of: str | None, *, preview: bool) -> pd.DataFrame:
    """Say of a cell that it is hidden; why, only to the owner."""
    from netgraph.disclosure.suppression import COUNT, REASON, SHARE, shares  # noqa: PLC0415 - keeps --help fast

    found = table.assign(hidden=table[COUNT].isna())
    if percent_of:
        found[SHARE] = shares(table, names, percent_of).round(1)
    return found if preview else found.drop(columns=REASON)


def _show(
    table: pd.DataFrame, about: dict[str, object], found: Victims, format_: str, output: str | None
) -> None:
    from netgraph.cli.show import show  # noqa: PLC0415 - keeps --help fast

    show(table, about, marking=found.marking, format_=format_, output=output, title="Victims")
