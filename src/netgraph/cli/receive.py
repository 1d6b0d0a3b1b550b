"""``netgraph receive``: verify a partner's bundle and load it."""

from __future__ import annotations

from pathlib import Path

import click

from netgraph.cli.ingest import as_json_text, summary
from netgraph.cli.options import acting_options, opened, say, store_option
from netgraph.cli.progress import progress_bar


@click.command()
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Verify it, say what would change, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report for machines.")
@acting_options
@store_option
def command(
    bundle: Path, store: str | None, by: str | None, why: str, *, dry_run: bool, as_json: bool
) -> None:
    """Verify a BUNDLE of a partner and load it as a source of its own, with its markings.

    It has to be signed by a key that is trusted as its sender's (netgraph keys trust), and every file in it
    has to be as it was signed. The source is called release- and the sender's code; a later bundle of the
    same sender takes the place of the earlier one, and netgraph runs undo takes it out.
    """
    from netgraph.releases import receive  # noqa: PLC0415 - keeps --help fast

    with opened(store, create=not dry_run) as graph, progress_bar() as progress:
        found = receive(graph, bundle, by=by, why=why, dry_run=dry_run, progress=progress)
    told = found.manifest
    say(f"from {told['sender']} to {told['recipient']}, {told['marking']}, for: {told['purpose']}")
    say(f"signed by {found.key.partner}, key {found.key.fingerprint[:16]}")
    if found.anchor:
        say(f"its receipt holds a line of {told['sender']}'s audit log: {found.anchor[:16]}")
    if not (withheld := told.get("withheld")):
        say("what its sender holds back, and whether anything, is not told")
    for rule, count in (withheld or {}).items():
        say(f"its sender holds back: {count} ({rule})")
    click.echo(as_json_text(found.report) if as_json else summary(found.report))
