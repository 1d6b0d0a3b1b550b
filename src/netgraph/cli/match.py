"""``netgraph match``: find with a partner what both hold, without showing the rest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.options import MARKINGS, opened, output_options, policy_of, say, store_option
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netgraph.disclosure.signing import PublicKey, SigningKey
    from netgraph.matching import Elements, Ledger, Person
    from netgraph.model.identifiers import Pseudonymizer
    from netgraph.store import Store

KINDS = ("Phone", "Handle", "Email", "Account", "Plate", "Document", "Url")
WHAT = ("identifiers", "persons", "routes")
LEDGER = "NETGRAPH_MATCH_LEDGER"
FILE = click.Path(dir_okay=False, path_type=Path)


def side_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every step needs: who, for whom, with whom, and where that is noted."""
    for option in (
        click.option("--party", required=True, metavar="NAME", help="Your side, such as KEN or NGO-7."),
        click.option("--partner", required=True, metavar="NAME", help="The other side."),
        click.option(
            "--by", required=True, metavar="WHO", help="Your reference in your agency: a pseudonym."
        ),
        click.option(
            "--ledger",
            type=FILE,
            help=f"Where each step is noted and budgets are kept. [{LEDGER}, else beside the audit log]",
        ),
        store_option,
    ):
        function = option(function)
    return function


def set_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says which set is compared."""
    for option in (
        click.option(
            "--what",
            type=click.Choice(WHAT),
            default="identifiers",
            show_default=True,
            help="What to compare.",
        ),
        click.option("--file", type=FILE, help="Values of identifiers, for a partner who has another key."),
        click.option("--column", metavar="NAME", help="The column of the file that holds them."),
        click.option("--kind", type=click.Choice(KINDS, case_sensitive=False), help="What they are."),
        click.option("--unlisted", is_flag=True, help="Also values that your store does not hold."),
        click.option(
            "--ceiling",
            type=click.Choice(MARKINGS, case_sensitive=False),
            default="AMBER",
            show_default=True,
            help="Leave out what is marked more strictly than this.",
        ),
    ):
        function = option(function)
    return function


def sign_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--sign`` to a command that writes a file for the partner."""
    return click.option("--sign", type=FILE, help="Your key to sign with (netgraph keys signing).")(function)


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
@sign_option
@set_options
@side_options
def offer(
    file_: Path,
    purpose: str,
    way: Any,  # noqa: ANN401 - one of two words
    sign: Path | None,
    store: str | None,
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
        key = _key() if way == "keyed" or given["file"] else None
        made = write(
            _elements(graph, key, **given),
            _person(**given),
            file_,
            _ledger(graph, **given),
            purpose=purpose,
            way=way,
            which=which,
            key=key,
            signer=_signer(sign),
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

    An offer that was answered before, is not for you, was changed, or is above the budget is refused.
    """
    from netgraph.matching import Budget  # noqa: PLC0415 - keeps --help fast
    from netgraph.matching import answer as write  # noqa: PLC0415
    from netgraph.matching.envelope import read  # noqa: PLC0415

    keyed = read(offered, "offer").header.way == "keyed"
    with opened(store) as graph:
        key = _key() if keyed or given["file"] else None
        made = write(
            offered,
            _elements(graph, key, **given),
            _person(**given),
            file_,
            _ledger(graph, **given),
            contact=contact,
            which=which,
            key=key,
            budget=Budget(offers, elements, days),
            signer=_signer(sign),
            trusted=_trusted(graph, **given),
        )
    click.echo(f"the offer's code: {made.offer}  its purpose: {made.purpose}")
    click.echo(f"written: {made.path}  shows {made.size:,} elements, {made.elements:,} of them real")
    click.echo(f"its code, for the partner to compare: {made.code}")


@command.command()
@click.argument("offered", metavar="OFFER", type=FILE)
@click.argument("file_", metavar="ANSWER", type=FILE)
@output_options
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

    Where the offer asked which are held, your own cases behind them are listed.
    """
    from netgraph.cli.show import show  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure import Reader  # noqa: PLC0415
    from netgraph.matching import reveal as open_  # noqa: PLC0415
    from netgraph.matching.envelope import read  # noqa: PLC0415
    from netgraph.matching.tracing import traced  # noqa: PLC0415

    keyed = read(offered, "offer").header.way == "keyed"
    person = _person(**given)
    with opened(store) as graph:
        found = open_(
            offered,
            file_,
            person,
            _ledger(graph, **given),
            key=_key() if keyed else None,
            trusted=_trusted(graph, **given),
        )
        click.echo(f"the answer's code: {found.code}")
        held = f"{found.count:,} of the {found.offered:,} {found.what} that you offered"
        click.echo(f"{'hit' if found.count else 'no hit'}: {person.partner} holds {held}")
        if found.count:
            click.echo(f"ask: {found.contact}")
            say("next: what is behind it comes from its owner, by a release")
        if found.keys:
            frame, marking = traced(Reader(graph, policy_of("RED")), found.what, found.keys)
            about = {"match": person.partner}
            show(frame, about, marking=marking, format_=format_, output=output, title="Own cases")


def _elements(
    graph: Store,
    key: Pseudonymizer | None,
    *,
    what: str,
    file: Path | None,
    column: str | None,
    kind: str | None,
    unlisted: bool,
    ceiling: str,
    **_: object,
) -> Elements:
    """Gather what is compared, and say what is not."""
    from netgraph import matching  # noqa: PLC0415 - keeps --help fast
    from netgraph.ingest.keys import key_of  # noqa: PLC0415

    limit = policy_of(ceiling).ceiling
    if file and not (column and kind and what == "identifiers"):
        raise click.UsageError("--file holds identifiers and needs --column and --kind")
    if not file and (column or kind or unlisted):
        raise click.UsageError("--column, --kind and --unlisted go with --file")
    if what == "persons":
        found = matching.persons_of(graph, limit)
    elif what == "routes":
        found = matching.routes_of(graph, limit)
    elif file and column and kind and key:
        key_of(graph, expected=key.fingerprint)
        values = _values(file, column)
        found = matching.identifiers_in(graph, limit, values, kind=kind, key=key, unlisted=unlisted)
    else:
        fingerprint = key_of(graph)
        if fingerprint is None:
            raise UsageError("this store holds no identifiers", hint="load some, or give values with --file")
        found = matching.identifiers_of(graph, limit, fingerprint)
    for reason, count in found.left_out.items():
        say(f"left out: {count:,} {reason}")
    return found


def _values(file: Path, column: str) -> Iterable[str]:
    """Read one column of a file, in any format that a load reads."""
    from netgraph.ingest.read import read_sample  # noqa: PLC0415 - keeps --help fast

    _, names, columns = read_sample(file, 2**31)
    if column not in names:
        raise UsageError(f"{file} has no column {column!r}", hint=f"its columns: {', '.join(names)}")
    return (text for text in columns[names.index(column)] if text)


def _key() -> Pseudonymizer:
    from netgraph.ingest.secrecy import pseudonymizer  # noqa: PLC0415 - keeps --help fast

    return pseudonymizer()


def _signer(file: Path | None) -> SigningKey | None:
    from netgraph.disclosure.signing import read_signing_key  # noqa: PLC0415 - keeps --help fast

    def passphrase() -> str:
        given = os.environ.get("NETGRAPH_PASSPHRASE")
        return given or str(click.prompt("Passphrase", hide_input=True, err=True))

    return read_signing_key(file, passphrase) if file else None


def _trusted(graph: Store, *, partner: str, **_: object) -> list[PublicKey]:
    """Return the partner's keys, or say that nobody vouches for the file."""
    from netgraph.disclosure.trust import trusted  # noqa: PLC0415 - keeps --help fast

    found = [key for key in trusted(graph) if key.partner.upper() == partner.upper()]
    if not found:
        say(f"no key of {partner} is trusted here, so compare the code of the file (or: netgraph keys trust)")
    return found


def _person(*, party: str, partner: str, by: str, **_: object) -> Person:
    from netgraph.matching import Person  # noqa: PLC0415 - keeps --help fast

    return Person(party.upper(), partner.upper(), by)


def _ledger(graph: Store, *, ledger: Path | None, **_: object) -> Ledger:
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.private import make_private  # noqa: PLC0415
    from netgraph.matching import Ledger  # noqa: PLC0415

    given = ledger or os.environ.get(LEDGER)
    if not given and not graph.lasting:
        raise UsageError("this store has no folder for the ledger", hint=f"name a file: --ledger or {LEDGER}")
    if graph.lasting:
        make_private(graph.lasting)
    return Ledger(Path(given or f"{graph.lasting}/matches.jsonl"), audit_log(graph))
