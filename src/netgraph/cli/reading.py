"""Reading claims for somebody: for whom, who may have it so, and what the audit log says of it.

What leaves says for whom: a recipient, who gets what may go there, or ``--local``. A table for people on
standard output is the one exception, and local.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from netgraph.cli.affording import afford
from netgraph.cli.options import MARKINGS, opened, policy_of, say
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from netgraph.disclosure import Disclosed, Policy, Reader, Recipient
    from netgraph.store import Store

RECIPIENT, LOCAL, PURPOSE = "netgraph.recipient", "netgraph.local", "netgraph.purpose"
LEAVING = "netgraph.leaving"
SCREEN, STREAM, FILE = "screen", "stream", "file"


@dataclass(frozen=True)
class Leaving:
    """What goes to a recipient, and the store whose log hears of it."""

    graph: Store
    found: Disclosed


def ceiling_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--ceiling``, ``--recipient``, ``--local`` and ``--purpose`` to a command that reads claims.

    It gets the first; `reading` sees to the others.
    """
    return recipient_options(local_option(function))


def recipient_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--ceiling``, ``--recipient`` and ``--purpose`` to a command that writes for others alone."""
    function = _kept(
        "--purpose", PURPOSE, metavar="TEXT", help="What for, for the audit log: no names, no numbers."
    )(function)
    function = _kept(
        "--recipient",
        RECIPIENT,
        metavar="ISO3|PUBLIC",
        envvar="NETGRAPH_RECIPIENT",
        help="See only what may go to this State, or to the public. [NETGRAPH_RECIPIENT]",
    )(function)
    decorated: Callable[..., Any] = click.option(
        "--ceiling",
        type=click.Choice(MARKINGS, case_sensitive=False),
        default="RED",
        show_default=True,
        help="Leave out every claim whose TLP marking is stricter than this.",
    )(function)
    return decorated


def local_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--local`` to a command whose files hold claims."""
    decorated: Callable[..., Any] = _kept(
        "--local",
        LOCAL,
        is_flag=True,
        envvar="NETGRAPH_LOCAL",
        help="It stays within your own organisation. [NETGRAPH_LOCAL=1]",
    )(function)
    return decorated


def _kept(name: str, key: str, **more: Any) -> Callable[..., Any]:  # noqa: ANN401 - click's
    """Make an option that a command does not get, and `reading` finds."""

    def keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
        if value not in {None, False}:
            typed = context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
            context.meta[key] = (value, typed)

    return click.option(name, expose_value=False, callback=keep, **more)


def for_whom() -> Recipient | None:
    """Return the recipient that the command line or the environment names; None where it is local.

    The command line is stronger than the environment, and a recipient than being local.

    Raises
    ------
    UsageError
        Both were typed; or something that can be passed on would leave, and nobody says for whom.
    """
    recipient, local = _named()
    if recipient is None and not local and goes_to() != SCREEN:
        raise UsageError(
            "a file or a form for machines can be passed on: say for whom",
            hint="--recipient KEN or PUBLIC; or --local, for within your own organisation (NETGRAPH_LOCAL=1)",
        )
    return recipient


def _named() -> tuple[Recipient | None, bool]:
    """Return the recipient, and whether somebody says that it is local."""
    from netgraph.disclosure import Recipient  # noqa: PLC0415 - keeps --help fast

    meta = click.get_current_context().meta
    to, to_typed = meta.get(RECIPIENT, (None, False))
    local, local_typed = meta.get(LOCAL, (False, False))
    if to_typed and local_typed:
        raise UsageError(
            "--local and --recipient contradict each other",
            hint="--recipient for somebody else; --local for within your own organisation",
        )
    if to is not None and not local_typed:
        return Recipient.parse(to), False
    return None, bool(local)


def goes_to() -> str:
    """Say where the output goes: what has no form for people is a file unless it says otherwise."""
    asked = click.get_current_context().params
    if "format_" not in asked or asked.get("output") is not None:
        return FILE
    return SCREEN if asked["format_"] == "table" else STREAM


@contextmanager
def reading(store: str | None, ceiling: str, *, keep: bool = True) -> Iterator[Reader]:
    """Open a store under a ceiling, as its recipient may see it; what was kept goes unless it may be.

    That somebody reads is written into the audit log first.
    """
    from netgraph.disclosure import Reader, copied  # noqa: PLC0415 - keeps --help fast

    recipient, policy = for_whom(), policy_of(ceiling)
    if recipient is None:
        with opened(store) as graph:
            afford(graph)
            write_down(graph, policy, None)
            if not keep:
                graph.kept.drop()
            yield Reader(graph, policy, keep=keep)
        return
    with copied(_extracted(store, policy, recipient, keep=keep)) as copy:
        yield Reader(copy, policy)


def extracted(store: str | None, ceiling: str) -> Disclosed:
    """Take out what the recipient may have, for a command that writes for others alone; see `reading`.

    Raises
    ------
    UsageError
        Nobody is named.
    """
    recipient, _ = _named()
    if recipient is None:
        raise UsageError(
            "an export is for somebody else: say for whom",
            hint="--recipient KEN or PUBLIC; for a program of your own: netgraph view --format graphml",
        )
    return _extracted(store, policy_of(ceiling), recipient)


def _extracted(store: str | None, policy: Policy, recipient: Recipient, *, keep: bool = True) -> Disclosed:
    """Leave the store open until the command ends: its log hears of what leaves."""
    from netgraph.disclosure import extract  # noqa: PLC0415 - keeps --help fast

    context = click.get_current_context()
    graph = context.with_resource(opened(store))
    afford(graph, recipient=True)
    write_down(graph, policy, recipient)
    if not keep:
        graph.kept.drop()
    found = extract(graph, recipient, policy.ceiling)
    context.meta[LEAVING] = Leaving(graph, found)
    say(found.account())
    return found


def write_down(graph: Store, policy: Policy, recipient: Recipient | None, *, local: bool = False) -> None:
    """Write into the audit log which command reads, up to which marking, for whom, and where that goes.

    Not what is asked: a hash of the options would let whoever has the log try guesses on the keys in them.
    A preview is local though it names a recipient.
    """
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.audit_events import named  # noqa: PLC0415

    context = click.get_current_context()
    command = "-".join(context.command_path.split()[1:])
    audit_log(graph).append(
        "read",
        why=_purpose(),
        command=command,
        query=named(context.params["name"]) if command == "query-run" else None,
        ceiling=policy.ceiling.word,
        recipient=str(recipient) if recipient else None,
        local=local or recipient is None,
        goes_to=goes_to(),
    )


def for_recipient() -> bool:
    """Whether what the command shows is for somebody else."""
    return _leaving() is not None


def exported(content: bytes, form: str, marking: str, *, whole: bool = False) -> None:
    """Write into the audit log what leaves for a recipient; do so before it does. Nothing where it is local.

    What shows persons one by one is held against the tables that the recipient has, and kept in the ledger as
    if it held all that goes there, as a release does: several such files together hold it.

    Parameters
    ----------
    content : bytes
        As it leaves.
    form : str
        The word of its format.
    marking : str
        Its TLP word.
    whole : bool, default False
        It shows persons.

    Raises
    ------
    AuditError
        It cannot be written: then nothing may leave.
    DisclosureError
        A table that the recipient has would give a small count away together with it.
    """
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.holdings import held_in  # noqa: PLC0415
    from netgraph.releases import refuse_differences  # noqa: PLC0415

    leaving = _leaving()
    if leaving is None:
        return
    found, file = leaving.found, hashlib.sha256(content).hexdigest()
    ledger = refuse_differences(leaving.graph, found) if whole else None
    log = audit_log(leaving.graph)
    write = partial(ledger.append_bundle, held_in(found, file)) if ledger else log.append
    write(
        "exported",
        why=_purpose(),
        form=form,
        file=file,
        recipient=found.recipient.code,
        marking=marking,
        released=found.released(),
        withheld=found.reasons(),
    )


def names_persons(texts: Iterable[str]) -> bool:
    """Whether one of some texts is the key of a person who goes to a recipient."""
    leaving = _leaving()
    persons = leaving.found.nodes.get("Person") if leaving else None
    return persons is not None and not set(persons["key"].to_pylist()).isdisjoint(texts)


def _leaving() -> Leaving | None:
    """Return what goes to a recipient; None where it is local, or no command is running."""
    context = click.get_current_context(silent=True)
    leaving: Leaving | None = context.meta.get(LEAVING) if context else None
    return leaving


def _purpose() -> str:
    return str(click.get_current_context().meta.get(PURPOSE, ("", False))[0])
