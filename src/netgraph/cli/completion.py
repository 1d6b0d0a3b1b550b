"""``netgraph completion``: completion for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for your shell.

    For bash: netgraph completion bash > ~/.local/share/bash-completion/completions/netgraph
    """
    root = click.get_current_context().find_root().command
    completion = get_completion_class(shell)
    if completion is None:  # the choice above lists only shells that click knows
        raise click.UsageError(f"no completion for {shell}")
    click.echo(completion(root, {}, "netgraph", "_NETGRAPH_COMPLETE").source())
