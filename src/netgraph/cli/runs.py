"""``netgraph runs``: list load runs, show one, take one out again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.options import acting_options, opened, output_options, say, store_option

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = (
    "key",
    "source",
    "mapping",
    "status",
    "started",
    "read",
    "loaded",
    "duplicate",
    "rejected",
    "created",
    "updated",
    "deleted",
)


@click.group(invoke_without_command=True)
@click.option("--source", help="Only the runs of this source.")
@output_options
@store_option
@click.pass_context
def command(
    ctx: click.Context, source: str | None, store: str | None, format_: str, output: str | None
) -> None:
    """List the load runs, oldest first, and how each stands.

    A run is finished, unfinished (interrupted, or still going), taken over by a later one, or undone.
    """
    if ctx.invoked_subcommand:
        return
    import pandas as pd  # noqa: PLC0415 - keeps --help fast

    from netgraph.cli.show import show  # noqa: PLC0415
    from netgraph.ingest import list_runs  # noqa: PLC0415
    from netgraph.model import Marking  # noqa: PLC0415

    with opened(store) as graph:
        found = list_runs(graph, source)
    numbers = dict.fromkeys(COLUMNS[5:], "Int64")  # an interrupted run has no counts
    frame = pd.DataFrame(found, columns=list(COLUMNS)).astype(numbers).rename(columns={"key": "run"})
    if format_ == "table":  # seconds do for a person
        frame["started"] = frame["started"].str.replace(r"\.\d+", "", regex=True)
    # Names of sources and counts, and no record: how it is handled is for who asks to say.
    show(frame, {"source": source}, marking=Marking.RED, format_=format_, output=output)


@command.command("show")
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help="Print the report for machines.")
@store_option
def show_(run: str, store: str | None, *, as_json: bool) -> None:
    """Show the account of one load run: its rows, reasons, changes, hashes and times; never values."""
    from netgraph.ingest import find_run  # noqa: PLC0415 - keeps --help fast

    with opened(store) as graph:
        found = find_run(graph, run)
    report = json.loads(found.pop("report") or "{}")
    del found["holding"]  # hashes, of use to the next load only
    about = {name: value for name, value in found.items() if value is not None}
    if as_json:
        click.echo(json.dumps(about | {"report": report}, indent=2, ensure_ascii=False))
        return
    for name, value in _flat(about | {n: v for n, v in report.items() if n not in about}):
        click.echo(f"{name}: {value}")


@command.command()
@click.argument("run")
@click.option("--with-hanging", is_flag=True, help="Also take out what other sources claim of nodes that go.")
@acting_options
@store_option
def undo(run: str, store: str | None, by: str | None, why: str, *, with_hanging: bool) -> None:
    """Take one load out again: what it created goes, what it changed or took out stands as before.

    What other sources claim is left alone. Only the latest load of a source can be undone; the ones before
    it follow, as long as they changed nothing that was there.
    """
    from netgraph.ingest import undo_run  # noqa: PLC0415 - keeps --help fast

    with opened(store) as graph:
        undone = undo_run(graph, run, with_hanging=with_hanging, by=by, why=why)
    click.echo(f"{undone.source}: {undone.run} is undone")
    for what, counts in (
        ("removed", undone.removed),
        ("as they stood before", undone.changed_back),
        ("back again", undone.restored),
        ("left, since others may name them", undone.left),
    ):
        named = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        if named:
            click.echo(f"{what}: {named}")
    say("netgraph runs lists how each run stands now")


def _flat(values: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """Write nested values as one name and value each; what is empty is left out."""
    found: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{name}, ")
        elif isinstance(value, list):
            found += [(f"{before}{name}", _words(item)) for item in value]
        elif value is not None:
            found.append((f"{before}{name}", value))
    return found


def _words(item: object) -> object:
    return ", ".join(f"{n} {v}" for n, v in item.items()) if isinstance(item, dict) else item
