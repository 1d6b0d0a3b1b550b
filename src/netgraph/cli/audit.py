"""``netgraph audit``: show the record of what was done, find what was changed in it, go on after that."""

from __future__ import annotations

from typing import Any

import click

from netgraph.cli.options import acting_options, opened, output_options, say, store_option


@click.group()
def command() -> None:
    """Show who did what when and why, and find what was changed in that record.

    Loads, releases, matches, decisions, changes of markings and keys are written down before they are done,
    never with a value of a record. The log of an embedded store is in its directory, that of a server in a
    private folder of yours (NETGRAPH_AUDIT names another). Each line holds the hash of the one before, and
    the store knows the last.
    """


@command.command("show")
@click.option("--event", help="Only entries of this event, such as load-ended.")
@click.option("--run", help="Only entries on this load run.")
@output_options
@store_option
def show_(event: str | None, run: str | None, store: str | None, format_: str, output: str | None) -> None:
    """List the entries, oldest first: when, who, what, why, with hashes and counts."""
    import pandas as pd  # noqa: PLC0415 - keeps --help fast

    from netgraph.cli.show import show  # noqa: PLC0415
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415
    from netgraph.model import Marking  # noqa: PLC0415

    with opened(store) as graph:
        log = audit_log(graph)
        found = log.entries()
    chosen = [one for one in found if event in {None, one.event} and run in {None, one.facts.get("run")}]
    rows = [
        {
            "number": one.number,
            "when": one.when[:19] if format_ == "table" else one.when,
            "event": one.event,
            "by": one.by,
            "why": one.why,
            "facts": _flat(one.facts, short=format_ == "table"),
            **({} if format_ == "table" else {"previous": one.previous, "hash": one.hash}),
        }
        for one in chosen
    ]
    names = ["number", "when", "event", "by", "why", "facts"]
    names += [] if format_ == "table" else ["previous", "hash"]
    say(f"log: {log.path}")
    # Names of sources and counts, and no record: how it is handled is for who asks to say.
    about = {"log": str(log.path)}
    show(pd.DataFrame(rows, columns=names), about, marking=Marking.RED, format_=format_, output=output)


@command.command()
@click.option(
    "--against",
    multiple=True,
    metavar="RECEIPT|HASH",
    help="A receipt of a release, or the hash of a line that somebody wrote down: is it still in the log?",
)
@store_option
@click.pass_context
def verify(ctx: click.Context, store: str | None, against: tuple[str, ...]) -> None:
    """Find lines that were changed, removed, reordered or added; exit code 1 when there are any."""
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.audit_chain import STEP  # noqa: PLC0415
    from netgraph.releases.receipt import anchor_in  # noqa: PLC0415

    anchors = [anchor_in(one) for one in against]
    with opened(store) as graph:
        log = audit_log(graph)
        found, entries, others = log.verify(), log.entries(), log.others()
    say(f"log: {log.path}")
    for other in others:
        told = "; it tells of releases: publish from there" if other.published else ""
        last = other.written[:19]
        say(f"the store knows another log, of {other.number:,} entries, the last of {last}{told}")
    for one in entries:
        if one.event in {"log-mended", "log-accepted"}:
            why = one.why or _MENDED[one.facts["found"]]
            say(f"known: entry {one.number}, {one.when[:19]}, by {one.by}: {why}")
    unknown = [one for one in found if not one.accepted]
    for what in found:
        click.echo(f"{what.kind}: {what.text}" + (f" (accepted {what.accepted})" if what.accepted else ""))
    known = {one.hash for one in entries}
    lost = [(anchor, who) for anchor, who in anchors if anchor not in known]
    for anchor, who in lost:
        click.echo(
            f"missing: the line {anchor[:16]} that {who} holds a hash of: the log was cut back and written "
            "anew, or is that of another store"
        )
    if unknown or lost:
        click.echo(f"next: {unknown[0].step if unknown else STEP}")
        ctx.exit(1)
    for anchor, who in anchors:
        click.echo(f"the line {anchor[:16]} that {who} holds a hash of is there")
    last = entries[-1].hash if entries else "none yet"
    click.echo(f"{len(entries):,} entries, each as it was written; the last has the hash {last}")


@command.command()
@acting_options
@store_option
def accept(store: str | None, by: str | None, why: str) -> None:
    """Go on with a log that was changed: say who you are and why; what was found stays to be seen."""
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415 - keeps --help fast

    with opened(store) as graph:
        entry = audit_log(graph).accept(by=by, why=why)
    click.echo(f"entry {entry.number}: accepted by {entry.by}; the log goes on")


_MENDED = {
    "stopped": "netgraph was stopped between file and store, and went on",
    "torn": "netgraph was stopped while it wrote a line, and went on",
    "emptied": "the store was emptied, and the log went on",
}


def _flat(facts: Any, *, short: bool) -> str:  # noqa: ANN401 - as JSON gave them
    """Write facts as one text: names and values, long hashes cut for people."""
    parts = []
    for name, value in facts.items():
        if isinstance(value, dict):
            text = ",".join(f"{one}:{number}" for one, number in value.items())
        elif isinstance(value, list):
            text = ",".join(map(str, value))
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
        cut = short and len(text) > len("sha256:") * 2 and set(text) <= set("0123456789abcdef")
        if text:
            parts.append(f"{name}={text[:12] if cut else text}")
    return " ".join(parts)
