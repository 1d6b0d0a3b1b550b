"""Options and helpers that several commands share."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.disclosure import Policy
    from netgraph.store import Store

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FORMATS = ("table", "csv", "json", "parquet")
NETWORKS = ("auto", "entity", "place", "jurisdiction")
MARKINGS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
RELIABILITIES, CREDIBILITIES = list("ABCDEF"), list("123456")


def store_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--store`` to a command."""
    return click.option(
        "--store",
        metavar="URI",
        help="A directory, bolt:// or neo4j+s://. [NETGRAPH_STORE, else netgraph-store]",
    )(function)


def output_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format`` and ``--output`` to a command that gives back a table."""
    function = click.option(
        "--output", "-o", type=click.Path(dir_okay=False), help="Write here instead of the terminal."
    )(function)
    return click.option(
        "--format",
        "-f",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="A table for people, the rest for machines.",
    )(function)


def marks_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what can be said of a whole file: whose it is, how it may be handled, how far it can be trusted."""
    for option in reversed(
        (
            click.option("--owner", metavar="ISO3", help="Jurisdiction the data comes from, ISO 3166-1."),
            click.option(
                "--handling",
                type=click.Choice(MARKINGS, case_sensitive=False),
                help="TLP marking of what the file says; without one, here or in the mapping, it is RED.",
            ),
            click.option(
                "--releasable-to",
                metavar="ISO3,ISO3",
                help="States that the owner lets have it.",
            ),
            click.option(
                "--conditions",
                metavar="H0,H1",
                help="Conditions of the provider, Europol H0 to H3.",
            ),
            click.option("--reliability", type=click.Choice(RELIABILITIES), help="Of the source, Admiralty."),
            click.option("--credibility", type=click.Choice(CREDIBILITIES), help="Of the data, Admiralty."),
        )
    ):
        function = option(function)
    return function


def acting_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--by`` and ``--why`` to a command that the audit log tells of."""
    function = click.option(
        "--why", metavar="TEXT", default="", help="The reason, for the audit log: no names, no numbers."
    )(function)
    return by_option(function)


def by_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--by``: who acts, in every command that the audit log tells of."""
    return click.option(
        "--by",
        metavar="WHO",
        help="Your reference in your agency, for the audit log. [NETGRAPH_BY, else this account]",
    )(function)


def merged_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--merged`` to a command that can see through judgements that records are one."""
    return click.option(
        "--merged",
        is_flag=True,
        help="Take records that were judged to be one and the same (netgraph resolve) for one.",
    )(function)


def cache_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--no-cache`` to a command that takes projections."""
    return click.option(
        "--no-cache",
        is_flag=True,
        envvar="NETGRAPH_NO_CACHE",
        help="Keep nothing of the graph, and remove what was kept.",
    )(function)


def policy_of(ceiling: str) -> Policy:
    """Return the policy that ``--ceiling`` asks for."""
    from netgraph.disclosure import Policy  # noqa: PLC0415 - keeps --help fast
    from netgraph.model import Marking  # noqa: PLC0415

    return Policy(Marking.parse(ceiling))


@contextmanager
def opened(store: str | None, *, create: bool = False, look: bool = False) -> Iterator[Store]:
    """Open the store that the command line names, asking for a password where one is needed.

    With `look` it stays as it is, and nothing is said of it.
    """
    from netgraph.store import open_store  # noqa: PLC0415 - keeps --help fast

    context = click.get_current_context().find_root().obj or {}

    def prompt(question: str) -> str:
        return str(click.prompt(question, hide_input=True, err=True, default="", show_default=False))

    # With nobody at a terminal there is nobody to ask: the server then refuses the empty password.
    asking = prompt if sys.stdin.isatty() else None
    with open_store(store or context.get("store"), create=create, look=look, prompt=asking) as found:
        if not look:
            warn_of_open_files(found.lasting, os.environ.get("NETGRAPH_IDENTIFIER_KEY_FILE"))
        yield found


def warn_of_open_files(*paths: Path | str | None) -> None:
    """Say which stores and key files others on this machine can read."""
    from netgraph.disclosure.private import is_open_to_others  # noqa: PLC0415 - keeps --help fast

    for path in paths:
        if path and is_open_to_others(Path(path)):
            mode = "700" if Path(path).is_dir() else "600"
            say(f"warning: others on this machine can read {path}; close it: chmod {mode} {path}")


def passphrase() -> str:
    """Ask for the passphrase of a key, where NETGRAPH_PASSPHRASE does not give it."""
    given = os.environ.get("NETGRAPH_PASSPHRASE")
    return given or str(click.prompt("Passphrase", hide_input=True, err=True))


def say(text: str) -> None:
    """Talk to the person at the terminal, on standard error."""
    click.echo(text, err=True)
