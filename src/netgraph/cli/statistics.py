"""``netgraph statistics``: tables of victims that may be published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netgraph.cli.affording import afford, anyway_option
from netgraph.cli.noisy import Asked, beside, preview_noisy, publish_noisy, values_of
from netgraph.cli.options import MARKINGS, by_option, opened, output_options, policy_of, say, store_option
from netgraph.cli.reading import write_down
from netgraph.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from netgraph.disclosure import Recipient
    from netgraph.disclosure.victims import Victims
    from netgraph.model import Marking
    from netgraph.store import Store

K = 11
SMALLEST = 3  # what is published with a smaller k tells of one or two persons


@click.command()
@click.option(
    "--dimensions",
    required=True,
    metavar="DIM,DIM",
    help="Some of year, sex, age_band, citizenship, country, exploitation.",
)
@click.option("--to", required=True, metavar="ISO3|PUBLIC", help="The State that gets it, or the public.")
@click.option("--purpose", metavar="TEXT", default="", help="What it is for, for the audit log.")
@click.option(
    "--k",
    type=click.IntRange(min=SMALLEST),
    help="Hide counts below this, and what would give them back. [11; not with --epsilon]",
)
@click.option(
    "--percent-of", metavar="DIM", help="Add the share of each cell in the total over this dimension."
)
@click.option(
    "--epsilon",
    type=float,
    help="Hide nothing, but add noise to every count: differential privacy with this epsilon, 1 for example.",
)
@click.option(
    "--values",
    multiple=True,
    metavar="DIM=A,B",
    help="With --epsilon: the values to tell apart, chosen without a look at the data; year=2019-2024 is "
    "needed.",
)
@click.option(
    "--budget",
    type=float,
    metavar="EPSILON",
    help="With --epsilon: how much all tables of this reader may spend. [as last time, else 3]",
)
@click.option(
    "--synthetic",
    is_flag=True,
    help="With --epsilon: write synthetic records made from the noisy table too, for where real ones may "
    "not go.",
)
@click.option("--preview", is_flag=True, help="Show the table to yourself, why cells are hidden too.")
@click.option(
    "--ceiling",
    type=click.Choice(MARKINGS, case_sensitive=False),
    default="AMBER+STRICT",
    show_default=True,
    help="Leave out every claim whose TLP marking is stricter than this.",
)
@by_option
@output_options
@store_option
@anyway_option
def command(
    dimensions: str,
    to: str,
    purpose: str,
    k: int | None,
    percent_of: str | None,
    epsilon: float | None,
    values: tuple[str, ...],
    budget: float | None,
    ceiling: str,
    by: str | None,
    format_: str,
    output: str | None,
    store: str | None,
    *,
    synthetic: bool,
    preview: bool,
) -> None:
    """Count victims for the public or a State, and hide what is small.

    Only what may go there counts in. Counts below --k are hidden, and others with them, so that none can be
    computed from totals, percentages, or the tables that the reader has already: a ledger beside the store
    keeps what was published. Where hiding is not enough, nothing is written.

    With --epsilon no count is hidden and each has noise. The values of each dimension are fixed beforehand,
    what is spent is noted in the ledger, and a table beyond the --budget is refused. One reader gets one of
    the two ways.

    Beside the file a note says how it came about: FILE-method.md. --preview counts as no release,
    and is not for others.
    """
    from netgraph.disclosure import Recipient  # noqa: PLC0415 - keeps --help fast
    from netgraph.model.wording import refuse_identifying  # noqa: PLC0415

    names = [name.strip() for name in dimensions.split(",") if name.strip()]
    recipient, limit = Recipient.parse(to), policy_of(ceiling).ceiling
    if percent_of and percent_of not in names:
        raise click.UsageError("--percent-of is one of --dimensions")
    if epsilon is None and (values or budget is not None or synthetic):
        raise click.UsageError("--values, --budget and --synthetic go with --epsilon")
    if epsilon is not None and (percent_of or k is not None):
        raise click.UsageError(
            "--k and --percent-of do not go with --epsilon: nothing is hidden, all is noisy"
        )
    path = _target(output, purpose, preview=preview, synthetic=synthetic)
    if not preview:
        refuse_identifying(purpose, "the purpose (--purpose)")
    with opened(store) as graph:
        afford(graph, recipient=True)
        if preview:
            write_down(graph, policy_of(ceiling), recipient, local=True)
        if epsilon is None:
            table = _Table(names, recipient, limit, k or K, percent_of, by, purpose, preview)
            _publish(graph, table, path, format_)
            return
        asked = Asked(names, values_of(values), recipient, limit, epsilon, budget, by, purpose)
        if preview or path is None:
            preview_noisy(graph, asked, format_=format_, output=output)
        else:
            publish_noisy(graph, asked, path, format_, synthetic=synthetic)


@dataclass(frozen=True)
class _Table:
    """What the command line says of a table whose small counts are hidden."""

    names: list[str]
    to: Recipient
    ceiling: Marking
    k: int
    percent_of: str | None
    by: str | None
    purpose: str
    preview: bool


def _publish(graph: Store, asked: _Table, path: Path | None, format_: str) -> None:
    from netgraph.disclosure.budget import NoiseLedger, one_way  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.private import write_new  # noqa: PLC0415
    from netgraph.disclosure.released import Ledger  # noqa: PLC0415
    from netgraph.disclosure.victims import note, tabulate, victims  # noqa: PLC0415

    ledger = Ledger(graph)
    one_way(asked.to, ledger, NoiseLedger(graph), noise=False)
    found = victims(graph, asked.to, asked.ceiling)
    held = ledger.held_by(asked.to.code)
    table, published = tabulate(found, asked.names, asked.to, asked.k, held, ledger.bundles())
    told = note(found, asked.names, asked.to, asked.k, table)
    if not asked.preview:
        ledger.append(published, found.marking, by=asked.by, why=asked.purpose)
    if path:
        write_new(path.with_name(f"{path.stem}-method.md"), told.encode())
    about = {"recipient": asked.to.code, "dimensions": asked.names, "k": asked.k, "method": told}
    worded = _worded(table, asked.names, asked.percent_of, preview=asked.preview)
    _show(worded, about, found, format_, str(path) if path else None)
    say(told)


def _target(output: str | None, purpose: str, *, preview: bool, synthetic: bool) -> Path | None:
    """Refuse what could not be finished, before the ledger says that it left."""
    if preview:
        return Path(output) if output else None
    if not output or not purpose:
        raise click.UsageError("statistics that leave need --output and --purpose; --preview does not")
    path = Path(output)
    for one in beside(path, synthetic=synthetic):
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
