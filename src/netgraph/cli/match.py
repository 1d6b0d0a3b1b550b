"""``netgraph match``: find with a partner what both hold, without showing the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.match_options import (
    FILE,
    elements_of,
    key_in_use,
    ledger_of,
    person_of,
    set_options,
    side_options,
    sign_option,
    signer_in,
    trusted_of,
)
from netgraph.cli.options import opened, output_options, policy_of, say
from netgraph.cli.reading import for_whom, local_option

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def command() -> None:
    """Find with a partner what both of you hold, without showing the rest.

    One side writes an offer, the other answers it, the first opens the answer: hit or no hit, and whom to
    ask. Files go by whatever way you trust. Data never goes with them: that takes a release by its owner.

    Nobody can try guesses on the files. A partner can try numbers by offering them, which is why each
    partner has a budget. With --way keyed, for parties that share a key, the partner can try guesses.
    """


@command.command()
@click.argument("file_", metavar="OFFER", type=FILE)
@click.option(
    "--purpose", required=True, metavar="TEXT", help="Why, without names and numbers; the partner reads it."
)
@click.option(
    "--way",
    type=click.Choice(("psi", "keyed")),
    default="psi",
    show_default=True,
    help="Blind, or by a shared key.",
)
@click.option("--which", is_flag=True, help="Ask which of them the partner holds, not only how many.")
@click.option(
    "--valid-days",
    type=click.IntRange(1, 365),
    default=30,
    show_default=True,
    help="How long it may be answered.",
)
@sign_option
@set_options
@side_options
def offer(
    file_: Path,
    purpose: str,
    way: Any,  # noqa: ANN401 - one of two words
    sign: Path | None,
    store: str | None,
    valid_days: int,
    *,
    which: bool,
    **given: Any,  # noqa: ANN401 - options that several commands share
) -> None:
    """Write OFFER, to be sent to the partner, and OFFER.secret, which stays."""
    from netgraph.ingest.detectors import sighting  # noqa: PLC0415 - keeps --help fast
    from netgraph.matching import offer as write  # noqa: PLC0415
    from netgraph.model.wording import refuse_identifying  # noqa: PLC0415

    purpose = refuse_identifying(purpose, "the purpose (--purpose)", scan=sighting)
    with opened(store) as graph:
        key = key_in_use() if way == "keyed" or given["file"] else None
        made = write(
            elements_of(graph, key, **given),
            person_of(**given),
            file_,
            ledger_of(graph, **given),
            purpose=purpose,
            way=way,
            which=which,
            key=key,
            signer=signer_in(sign),
            valid_days=valid_days,
        )
    click.echo(f"written: {made.path}  shows {made.size:,} elements, {made.elements:,} of them real")
    click.echo(f"its code, for the partner to compare: {made.code}")
    say(f"keep {made.secret} until the answer is revealed, and never send it")


@command.command()
@click.argument("offered", metavar="OFFER", type=FILE)
@click.argument("file_", metavar="ANSWER", type=FILE)
@click.option(
    "--contact", required=True, metavar="TEXT", help="Whom to ask after a hit: an office, not a person."
)
@click.option(
    "--which", is_flag=True, help="Let the partner learn which of his elements you hold, if he asks."
)
@click.option(
    "--offers", type=click.IntRange(min=1), default=12, show_default=True, help="Budget: offers of a partner."
)
@click.option(
    "--elements",
    type=click.IntRange(min=1),
    default=200_000,
    show_default=True,
    help="Budget: elements in them.",
)
@click.option(
    "--days", type=click.IntRange(min=1), default=30, show_default=True, help="Budget: in how many days."
)
@sign_option
@set_options
@side_options
def answer(
    offered: Path,
    file_: Path,
    contact: str,
    offers: int,
    elements: int,
    days: int,
    sign: Path | None,
    store: str | None,
    *,
    which: bool,
    **given: Any,  # noqa: ANN401 - options that several commands share
) -> None:
    """Check the partner's OFFER and write ANSWER, to be sent back.

    An offer that was answered before, has expired, is not for you, was changed, or is above the budget is
    refused.
    """
    from netgraph.matching import Budget  # noqa: PLC0415 - keeps --help fast
    from netgraph.matching import answer as write  # noqa: PLC0415
    from netgraph.matching.envelope import read  # noqa: PLC0415

    keyed = read(offered, "offer").header.way == "keyed"
    with opened(store) as graph:
        key = key_in_use() if keyed or given["file"] else None
        made = write(
            offered,
            elements_of(graph, key, **given),
            person_of(**given),
            file_,
            ledger_of(graph, **given),
            contact=contact,
            which=which,
            key=key,
            budget=Budget(offers, elements, days),
            signer=signer_in(sign),
            trusted=trusted_of(graph, **given),
        )
    click.echo(f"the offer's code: {made.offer}  its purpose: {made.purpose}")
    click.echo(f"written: {made.path}  shows {made.size:,} elements, {made.elements:,} of them real")
    click.echo(f"its code, for the partner to compare: {made.code}")


@command.command()
@click.argument("offered", metavar="OFFER", type=FILE)
@click.argument("file_", metavar="ANSWER", type=FILE)
@output_options
@local_option
@side_options
def reveal(
    offered: Path,
    file_: Path,
    format_: str,
    output: str | None,
    store: str | None,
    **given: Any,  # noqa: ANN401 - options that several commands share
) -> None:
    """Open the ANSWER to your OFFER: hit or no hit, and whom to ask. OFFER.secret is removed.

    Where the offer asked which are held, your own cases behind them are listed: with --output or --format
    csv, json or parquet, only for yourselves (--local).
    """
    from netgraph.cli.show import show  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure import Reader  # noqa: PLC0415
    from netgraph.matching import reveal as open_  # noqa: PLC0415
    from netgraph.matching.envelope import read  # noqa: PLC0415
    from netgraph.matching.tracing import traced  # noqa: PLC0415

    for_whom()  # before the offer's secret is used up
    keyed = read(offered, "offer").header.way == "keyed"
    person = person_of(**given)
    with opened(store) as graph:
        found = open_(
            offered,
            file_,
            person,
            ledger_of(graph, **given),
            key=key_in_use() if keyed else None,
            trusted=trusted_of(graph, **given),
        )
        click.echo(f"the answer's code: {found.code}")
        held = f"{found.count:,} of the {found.offered:,} {found.what} that you offered"
        click.echo(f"{'hit' if found.count else 'no hit'}: {person.partner} holds {held}")
        if found.count:
            click.echo(f"ask: {found.contact}")
            say("next: what is behind it comes from its owner, by a release: netgraph release")
        if found.keys:
            frame, marking = traced(Reader(graph, policy_of("RED")), found.what, found.keys)
            about = {"match": person.partner}
            show(frame, about, marking=marking, format_=format_, output=output, title="Own cases")
