"""``netgraph keys``: make a key for identifiers, change a store's key for another."""

from __future__ import annotations

from pathlib import Path

import click

from netgraph.cli.options import acting_options, opened, store_option


@click.group()
def command() -> None:
    """Make and change the key that identifiers are hashed with.

    A key is a file that only you can read. It is never shown, and a store knows no more of it than a
    fingerprint. Who has it can test whether a number is in the store: keep it apart from the store.
    """


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="netgraph.key")
def new(file: Path) -> None:
    """Make a key and write it to FILE, by default netgraph.key; a file that is there is left alone."""
    from netgraph.ingest.keys import how_to_use, write_key  # noqa: PLC0415 - keeps --help fast

    write_key(file)
    click.echo(f"a key was written to {file}; only you can read it, and nobody can replace it")
    click.echo(how_to_use(file.absolute()))


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@acting_options
@store_option
def rotate(file: Path, store: str | None, by: str | None, why: str) -> None:
    """Change a store's key for the one in FILE, which is made if it is not there.

    A store keeps no values, so their hashes cannot be made anew from it: each source has to be loaded again
    with the new key. Run this again to see which are left; when none is, the old hashes are removed.
    """
    from netgraph.ingest.keys import how_to_use  # noqa: PLC0415 - keeps --help fast
    from netgraph.ingest.keys import rotate as rotated  # noqa: PLC0415

    with opened(store) as graph:
        found = rotated(graph, file, by=by, why=why)
    if found.made:
        click.echo(f"a key was written to {file}; only you can read it, and nobody can replace it")
    click.echo(f"fingerprint of the key in {file}: {found.fingerprint}")
    if found.behind:
        click.echo("still hashed with another key; load the whole file of each again:")
        click.echo(f"  {how_to_use(file.absolute())}")
        for source, mapping in found.behind:
            click.echo(f"  netgraph ingest {mapping} FILE --source {source} --new-key")
    else:
        click.echo("no identifier of this store is hashed with another key: the old key can be destroyed")
        click.echo(f"old hashes that nobody claims any more, removed: {found.removed:,}")
