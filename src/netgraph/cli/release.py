"""``netgraph release``: what one recipient may have, in one signed bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from netgraph.cli.affording import afford, anyway_option
from netgraph.cli.options import (
    MARKINGS,
    by_option,
    opened,
    output_options,
    passphrase,
    policy_of,
    say,
    store_option,
)
from netgraph.cli.reading import write_down
from netgraph.errors import DisclosureError, UsageError

if TYPE_CHECKING:
    from netgraph.disclosure import Disclosed


@click.command()
@click.option("--to", required=True, metavar="ISO3|PUBLIC", help="The State that gets it, or the public.")
@click.option("--purpose", required=True, metavar="TEXT", help="What it is for; the recipient reads it.")
@click.option("--from", "sender", metavar="ISO3", help="Your State.")
@click.option(
    "--sign",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Your key to sign with (netgraph keys signing).",
)
@click.option("--preview", is_flag=True, help="Show what would go and what is held back, and write nothing.")
@click.option(
    "--tell-withheld",
    is_flag=True,
    help="Let the manifest say how much each rule holds back, in steps of eleven.",
)
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
    to: str,
    purpose: str,
    sender: str | None,
    sign: Path | None,
    ceiling: str,
    by: str | None,
    format_: str,
    output: str | None,
    store: str | None,
    *,
    preview: bool,
    tell_withheld: bool,
) -> None:
    """Write what a State may have into one signed bundle, searched before it leaves.

    Claims are decided one by one: by their marking, by the States that their owner names and by the
    conditions of their provider. A node goes only if a released claim speaks of it; free text and what is
    personal stay. Every text that stays is then looked for in every byte of the bundle: one hit, and nothing
    is written. A ledger keeps what each State can count from its bundles and tables (netgraph statistics);
    where this one would give a small count away together with such a table, it is refused.

    --preview lists by label and type what goes and what is held back and why, as --format says. Without it
    the bundle is written to --output [here, as release-ISO3-TLP-WORD.zip], and beside it a receipt to send
    along: it lets the recipient keep the hash of the line of your audit log on this release.
    """
    from netgraph.disclosure import Recipient, extract  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.private import write_new  # noqa: PLC0415
    from netgraph.disclosure.signing import read_signing_key  # noqa: PLC0415
    from netgraph.disclosure.signing import sign as signed  # noqa: PLC0415
    from netgraph.model.wording import refuse_identifying  # noqa: PLC0415
    from netgraph.releases import prepare, record, refuse_differences  # noqa: PLC0415
    from netgraph.releases.receipt import beside  # noqa: PLC0415
    from netgraph.views.files import placed  # noqa: PLC0415

    recipient, limit = Recipient.parse(to), policy_of(ceiling).ceiling
    refuse_identifying(purpose, "the purpose (--purpose)")
    with opened(store) as graph:
        afford(graph, recipient=True)
        if preview:
            write_down(graph, policy_of(ceiling), recipient, local=True)
            found = extract(graph, recipient, limit)
            _preview(found, format_, output)
            try:
                refuse_differences(graph, found)
            except DisclosureError as refused:
                say(f"it would be refused: {refused.message}; {refused.hint}")
            return
        if not (sender and sign):
            raise click.UsageError("a release needs --from and --sign; --preview does not")
        state, key = Recipient.parse(sender), read_signing_key(sign, passphrase)
        made = prepare(
            graph,
            recipient,
            purpose,
            sender=state.code,
            sign=lambda told: signed(told, key),
            ceiling=limit,
            tell=tell_withheld,
        )
        path = placed(output, made.name)
        for one in (path, beside(path)):
            if one.exists():  # before the log says that it left
                raise UsageError(
                    f"{one} is already there, and is never overwritten", hint="name another file"
                )
        receipt = record(made, purpose, key.public, by=by)
        made.write(path)
        if receipt:
            write_new(beside(path), receipt.file(lambda told: signed(told, key)))
    say(made.found.account())
    say(f"marking: {made.found.marking}  signed by {key.public.fingerprint[:16]}")
    click.echo(path)


def _preview(found: Disclosed, format_: str, output: str | None) -> None:
    """List what would go and what would not."""
    import pandas as pd  # noqa: PLC0415 - keeps --help fast

    from netgraph.cli.show import show  # noqa: PLC0415

    goes = {name: len(table) for name, table in (found.nodes | found.claims).items()}
    rows = [
        {
            "what": name,
            "goes": goes.get(name, 0),
            "stays": sum(found.withheld.get(name, {}).values()),
            "why": "; ".join(f"{n:,} {reason}" for reason, n in sorted(found.withheld.get(name, {}).items())),
        }
        for name in sorted({*goes, *found.withheld})
    ]
    frame = pd.DataFrame(rows, columns=["what", "goes", "stays", "why"])
    about = {"recipient": found.recipient.code, "marking": str(found.marking)}
    show(frame, about, marking=found.marking, format_=format_, output=output, title=f"To {found.recipient}")
    say(found.account())
