"""``netgraph resolve``: which records may be one, who decided what, and taking it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from netgraph.cli.affording import anyway_option
from netgraph.cli.options import (
    acting_options,
    opened,
    output_options,
    say,
    store_option,
)
from netgraph.cli.reading import ceiling_option, reading
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from netgraph.disclosure import Reader

LABELS = ("Person", "Organization")
JUDGEMENTS = ("positive", "negative", "unsure")

label_option = click.option(
    "--label", type=click.Choice(LABELS), help="Where persons and organizations have the same keys."
)


@click.group()
def command() -> None:
    """Find records that may be one and the same; decide; take a decision back.

    A decision is a claim of the source "resolution", with who, when and why. No record is ever merged:
    queries and analyses see through positive decisions when they are asked to, with --merged.
    """


@command.command()
@click.option(
    "--label", type=click.Choice(LABELS), default="Person", show_default=True, help="What to compare."
)
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="The least score."
)
@click.option("--decided", is_flag=True, help="Also pairs on which a judgement holds already.")
@click.option("--limit", type=click.IntRange(min=1), help="Pairs to show, best first. [all]")
@store_option
@ceiling_option
@anyway_option
@output_options
def candidates(
    label: str,
    threshold: float,
    limit: int | None,
    store: str | None,
    ceiling: str,
    format_: str,
    output: str | None,
    *,
    decided: bool,
) -> None:
    """List pairs of records that may be one, with the reasons.

    The numbers behind the reasons are bits: each doubles or halves the odds. Nothing is decided here.
    """
    from netgraph.cli.show import show  # noqa: PLC0415 - keeps --help fast
    from netgraph.resolution.candidates import candidates as find  # noqa: PLC0415

    with reading(store, ceiling) as reader:
        found = find(reader, label, threshold=threshold, decided=decided)
    frame = found.frame.head(limit) if limit else found.frame
    show(frame, found.provenance(), marking=found.marking, format_=format_, output=output, title="Candidates")
    say(f"{len(found.frame):,} pairs of {found.records:,} records; {found.engine}; {found.method}")
    for note in found.notes:
        say(f"left out: {note}")
    if found.withheld:
        say(f"withheld: {found.withheld} rows above the ceiling")
    say(f"mind: {found.caveat}")


@command.command()
@click.argument("keys", nargs=-1, metavar="[KEY KEY]")
@click.option("--judgement", type=click.Choice(JUDGEMENTS), help="Are the two one?")
@click.option(
    "--by",
    metavar="WHO",
    envvar="NETGRAPH_BY",
    help="Your reference in your agency: a pseudonym, not your name. [NETGRAPH_BY]",
)
@click.option("--why", metavar="TEXT", help="What speaks for it, without names, numbers and addresses.")
@click.option("--score", type=click.FloatRange(0, 1), help="The score of the candidate, if there was one.")
@click.option("--handling", metavar="TLP", help="A stricter marking than the two records have.")
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    help="A CSV of candidates, judgement filled in; decided_by and reason too, or give --by and --why.",
)
@label_option
@store_option
def decide(
    keys: tuple[str, ...],
    judgement: str | None,
    by: str | None,
    why: str | None,
    score: float | None,
    handling: str | None,
    file: Path | None,
    label: str | None,
    store: str | None,
) -> None:
    """Decide whether two records are one and the same.

    The decision is marked as the stricter of the two records. A later decision on the same two replaces it;
    the earlier one stays to be seen in netgraph resolve list --all.
    """
    from netgraph.disclosure import Reader  # noqa: PLC0415 - keeps --help fast
    from netgraph.ingest.detectors import sighting  # noqa: PLC0415
    from netgraph.resolution.decision import Decision  # noqa: PLC0415
    from netgraph.resolution.decisions import decide as write  # noqa: PLC0415
    from netgraph.resolution.reading import read_decisions  # noqa: PLC0415

    open_ = 0
    if file:
        if keys or judgement or score is not None or handling:
            raise click.UsageError(
                "--from takes no keys, --judgement, --score or --handling: the file says them"
            )
        made, open_ = read_decisions(file, by=by, why=why, label=label)
    elif len(keys) == len("ab") and judgement and by and why:
        made = [Decision(keys[0], keys[1], judgement, by, why, score, label, handling)]
    else:
        raise click.UsageError("give two keys, --judgement, --by and --why, or a file with --from")
    with opened(store) as graph:
        outcome = write(graph, made, scan=sighting)
        click.echo(
            f"{outcome.made} decided, {outcome.replaced} earlier decisions replaced, "
            f"{outcome.unchanged} held already" + (f", {open_} rows not decided yet" if open_ else "")
        )
        for one in outcome.ids if len(outcome.ids) == 1 else ():
            say(f"id: {one}")
        _warn(Reader(graph))


@command.command()
@click.argument("what", nargs=-1, required=True, metavar="KEY KEY | ID")
@label_option
@acting_options
@store_option
def undo(what: tuple[str, ...], label: str | None, store: str | None, by: str | None, why: str) -> None:
    """Take the latest decision on two records back; what it replaced holds again."""
    from netgraph.disclosure import Reader  # noqa: PLC0415 - keeps --help fast
    from netgraph.resolution.decisions import undo as take_back  # noqa: PLC0415

    if len(what) > len("ab"):
        raise UsageError("that is more than two keys", hint="give two keys, or the id of a decision")
    with opened(store) as graph:
        gone, again = take_back(graph, what, label=label, by=by, why=why)
        click.echo(f"taken back: {gone.judgement}, {gone.start} and {gone.end}, decided {gone.decided_at}")
        if again:
            click.echo(f"holds again: {again.judgement}, decided {again.decided_at}")
        _warn(Reader(graph))


@command.command("list")
@click.option("--all", "every", is_flag=True, help="Also decisions that later ones have replaced.")
@store_option
@ceiling_option
@output_options
def list_(store: str | None, ceiling: str, format_: str, output: str | None, *, every: bool) -> None:
    """List judgements with who, when and why, and say which contradict each other."""
    from netgraph.cli.show import show  # noqa: PLC0415 - keeps --help fast

    with reading(store, ceiling) as reader:
        answer = reader.query("judgements")
        frame = answer.to_frame().drop(columns=["own", "run", "record"])
        frame = frame if every else frame[frame["superseded_at"].isna()].drop(columns="superseded_at")
        about = {"query": "judgements", "withheld": answer.withheld}
        show(frame, about, marking=answer.marking, format_=format_, output=output, title="Judgements")
        if answer.withheld:
            say(f"withheld: {answer.withheld} rows above the ceiling")
        _warn(reader)


def _warn(reader: Reader) -> None:
    """Say which judgements contradict each other."""
    from netgraph.analytics.identities import identities  # noqa: PLC0415 - keeps --help fast

    for group in identities(reader).contradictions:
        pairs = "; ".join(f"{one} and {two}" for one, two in group.against)
        say(
            f"warning: contradiction: {', '.join(group.keys)} were judged to be one, and yet not: {pairs}. "
            "Nobody sees through them until one of these judgements is replaced or taken back."
        )
