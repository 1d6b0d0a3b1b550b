"""What the steps of ``netgraph match`` share: their options, and what these become."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.options import MARKINGS, passphrase, policy_of, say, store_option
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netgraph.disclosure.signing import PublicKey, SigningKey
    from netgraph.matching import Elements, Ledger, Person
    from netgraph.model.identifiers import Pseudonymizer
    from netgraph.store import Store

KINDS = ("Phone", "Handle", "Email", "Account", "Plate", "Document", "Url", "Other")
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


def elements_of(
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
        values = values_in(file, column)
        found = matching.identifiers_in(graph, limit, values, kind=kind, key=key, unlisted=unlisted)
    else:
        fingerprint = key_of(graph)
        if fingerprint is None:
            raise UsageError("this store holds no identifiers", hint="load some, or give values with --file")
        found = matching.identifiers_of(graph, limit, fingerprint)
    for reason, count in found.left_out.items():
        say(f"left out: {count:,} {reason}")
    return found


def values_in(file: Path, column: str) -> Iterable[str]:
    """Read one column of a file, in any format that a load reads."""
    from netgraph.ingest.read import read_sample  # noqa: PLC0415 - keeps --help fast

    _, names, columns = read_sample(file, 2**31)
    if column not in names:
        raise UsageError(f"{file} has no column {column!r}", hint=f"its columns: {', '.join(names)}")
    return (text for text in columns[names.index(column)] if text)


def key_in_use() -> Pseudonymizer:
    """Return what hashes with the key that the environment gives."""
    from netgraph.ingest.secrecy import pseudonymizer  # noqa: PLC0415 - keeps --help fast

    return pseudonymizer()


def signer_in(file: Path | None) -> SigningKey | None:
    """Read the key to sign with, asking for its passphrase where it has one."""
    from netgraph.disclosure.signing import read_signing_key  # noqa: PLC0415 - keeps --help fast

    return read_signing_key(file, passphrase) if file else None


def trusted_of(graph: Store, *, partner: str, **_: object) -> list[PublicKey]:
    """Return the partner's keys, or say that nobody vouches for the file."""
    from netgraph.disclosure.trust import trusted  # noqa: PLC0415 - keeps --help fast

    found = [key for key in trusted(graph) if key.partner.upper() == partner.upper()]
    if not found:
        say(f"no key of {partner} is trusted here, so compare the code of the file (or: netgraph keys trust)")
    return found


def person_of(*, party: str, partner: str, by: str, **_: object) -> Person:
    """Return who acts, for whom, with whom."""
    from netgraph.matching import Person  # noqa: PLC0415 - keeps --help fast

    return Person(party.upper(), partner.upper(), by)


def ledger_of(graph: Store, *, ledger: Path | None, **_: object) -> Ledger:
    """Return the ledger of a store, which tells the audit log too."""
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.private import make_private  # noqa: PLC0415
    from netgraph.matching import Ledger  # noqa: PLC0415

    given = ledger or os.environ.get(LEDGER)
    if not given and not graph.lasting:
        raise UsageError("this store has no folder for the ledger", hint=f"name a file: --ledger or {LEDGER}")
    if graph.lasting:
        make_private(graph.lasting)
    return Ledger(Path(given or f"{graph.lasting}/matches.jsonl"), audit_log(graph))
