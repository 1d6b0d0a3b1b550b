"""The entry point: the group of commands, loaded one by one, and the one place where errors become text.

Exit codes: 0 done, 1 an error that is explained, 2 the command line was wrong, 70 a defect in netgraph,
130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from netgraph.cli.lazy import LazyGroup
from netgraph.errors import NetgraphError, TooLarge

COMMANDS = {
    "status": "What the store holds: nodes, relationships, sources, last load.",
    "schema": "Show the vocabulary: node and relationship types, code lists.",
    "ingest": "Load files into the store, every row accounted for.",
    "runs": "List load runs, show one, take one out again.",
    "keys": "Make and change the key that identifiers are hashed with; sign, and trust the keys of partners.",
    "query": "List, show, run and check the named queries.",
    "analyse": "Find key connectors, corridors and communities.",
    "resolve": "Find records that may be one and the same; decide; take a decision back.",
    "mark": "Change how what a source says may be handled, on the record.",
    "release": "Write what a State may have into one signed bundle, searched before it leaves.",
    "receive": "Verify a bundle of a partner and load it with its markings.",
    "statistics": "Count victims for the public or a State; small counts stay hidden.",
    "match": "Find with a partner what both hold, without showing the rest.",
    "export": "Write files that other tools load.",
    "view": "Write an interactive offline view of the network.",
    "report": "Write a report: connectors, corridors, map, methods and sources.",
    "doctor": "Check store, versions, memory, disk and Java; say what is missing for what.",
    "audit": "Show who did what when and why; find what was changed in that record.",
    "completion": "Print the completion script for your shell.",
}
DEFECT, INTERRUPTED = 70, 130
NO_MEMORY = ("failed to map segment", "Cannot allocate memory", "std::bad_alloc")


@click.group(
    cls=LazyGroup,
    package="netgraph.cli",
    summaries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(None, "-V", "--version", package_name="netgraph-tip", prog_name="netgraph")
@click.option("--store", metavar="URI", help="Store for all commands; see each command's --store.")
@click.option("--debug", is_flag=True, help="Show a traceback when something goes wrong.")
@click.pass_context
def netgraph(ctx: click.Context, store: str | None, *, debug: bool) -> None:
    """Load anonymised trafficking records, find connectors and corridors, show and share them safely.

    A store is a directory (embedded, needs no server) or the address of a Neo4j server. NETGRAPH_STORE names
    it for every command; the user and password of a server come from NETGRAPH_USER and NETGRAPH_PASSWORD,
    or are asked for.

    Exit codes: 0 done, 1 an error, explained, 2 wrong command line, 70 a defect, 130 interrupted.
    """
    ctx.obj = {"store": store, "debug": debug}


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str
        Without the program's name.

    Returns
    -------
    int
        The exit code; see the module's docstring.
    """
    try:
        outcome: Any = netgraph.main(arguments, prog_name="netgraph", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except SystemExit:
        # Click leaves in this way only when the reader of our output went away (head, less), and has seen
        # to it that Python does not flush the closed pipe again. That is not an error.
        return 0
    except Exception as error:  # no traceback for users
        if "--debug" in arguments:
            raise
        return _told(error)
    return outcome if isinstance(outcome, int) else 0


def _told(error: Exception) -> int:
    """Say what went wrong, and what to do next; return the exit code."""
    if isinstance(error, MemoryError) or any(words in str(error) for words in NO_MEMORY):  # not foreseen
        error = TooLarge(
            "memory ran out, and what was begun was not finished",
            hint="netgraph doctor says what is free and fits; ask for less, or run it where more is free",
        )
    if isinstance(error, NetgraphError):
        click.echo(f"error: {error}", err=True)
        if error.hint:
            click.echo(f"  next: {error.hint}", err=True)
        return error.exit_code
    click.echo(f"error: a defect in netgraph: {type(error).__name__}: {error}", err=True)
    click.echo("  next: run it again with --debug before the command and report what it shows", err=True)
    return DEFECT
