"""``netgraph keys``: the key for identifiers; keys to sign with, and those of partners."""

from __future__ import annotations

import os
from pathlib import Path

import click

from netgraph.cli.options import acting_options, opened, say, store_option


@click.group()
def command() -> None:
    """Make and change the key that identifiers are hashed with; sign, and trust the keys of partners.

    A key is a file that only you can read. It is never shown, and a store knows no more of it than a
    fingerprint. Who has the key for identifiers can test whether a number is in the store: keep it apart from
    the store. Who has the key to sign with can speak for you.
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
@click.option("--passphrase", "ask", is_flag=True, help="Encrypt it with a passphrase, which is asked for.")
def signing(file: Path, *, ask: bool) -> None:
    """Make a pair of keys to sign releases with: FILE, which is yours alone, and FILE.pub for your partners.

    The passphrase can stand in NETGRAPH_PASSPHRASE too.
    """
    from netgraph.disclosure.signing import grouped, public_file, write_signing_key  # noqa: PLC0415

    passphrase = os.environ.get("NETGRAPH_PASSPHRASE", "")
    if ask and not passphrase:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    key = write_signing_key(file, passphrase=passphrase)
    hidden = "encrypted" if passphrase else "not encrypted, readable by you alone"
    click.echo(f"your key to sign with: {file} ({hidden})")
    click.echo(f"for your partners:     {public_file(file)}")
    click.echo(f"fingerprint:           {grouped(key.fingerprint)}")
    say("tell partners the fingerprint by another way than the file: on the telephone, or face to face")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "partner", required=True, metavar="WHO", help="Whose key it is, such as KEN.")
@click.option("--fingerprint", default="", help="As WHO told it to you; another one is refused.")
@acting_options
@store_option
def trust(file: Path, partner: str, fingerprint: str, store: str | None, by: str | None, why: str) -> None:
    """Trust the public key of a partner in FILE: what it signed is received as theirs."""
    from netgraph.disclosure.signing import grouped  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.trust import trust as trust_key  # noqa: PLC0415

    with opened(store) as graph:
        key = trust_key(graph, file, partner, fingerprint=fingerprint, by=by, why=why)
    click.echo(f"trusted as {key.partner}: {grouped(key.fingerprint)}")
    if not fingerprint:
        say(f"compare this with what {partner} tells you by another way; it differs? keys distrust {partner}")


@command.command()
@store_option
def trusted(store: str | None) -> None:
    """List the keys of partners that are trusted."""
    from netgraph.disclosure.signing import grouped  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.trust import trusted as trusted_keys  # noqa: PLC0415

    with opened(store) as graph:
        found = trusted_keys(graph)
    for key in found:
        click.echo(f"{key.partner}  {grouped(key.fingerprint)}")
    if not found:
        say("no key is trusted; netgraph keys trust FILE --as WHO")


@command.command()
@click.argument("which", metavar="WHO|FINGERPRINT")
@acting_options
@store_option
def distrust(which: str, store: str | None, by: str | None, why: str) -> None:
    """Stop trusting the keys of a partner, or one key by its fingerprint."""
    from netgraph.disclosure.signing import grouped  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.trust import distrust as stop  # noqa: PLC0415

    with opened(store) as graph:
        found = stop(graph, which, by=by, why=why)
    for key in found:
        click.echo(f"not trusted any more: {key.partner}  {grouped(key.fingerprint)}")


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
