"""``netgraph query``: the named queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.options import (
    merged_option,
    output_options,
    say,
    store_option,
)
from netgraph.cli.reading import ceiling_option, reading

if TYPE_CHECKING:
    from netgraph.queries import Catalogue, Query

FEEDING = {"projection", "resolution", "view"}
"""Folders of queries that are read by programs."""
SEES_THROUGH = "merged_records"
"""The parameter of a query that can take several records for one."""


@click.group()
def command() -> None:
    """List, show, run and check the named queries."""


@command.command("list")
@click.option("--all", "every", is_flag=True, help="Also those that feed analyses and views.")
def list_(*, every: bool) -> None:
    """List the named queries with their summaries."""
    from netgraph.queries import Catalogue  # noqa: PLC0415 - keeps --help fast

    queries = [query for query in Catalogue.load() if every or query.folder not in FEEDING]
    width = max(len(query.name) for query in queries)
    for query in queries:
        click.echo(f"{query.name:<{width}}  {query.header.summary}")


@command.command()
@click.argument("name")
def show(name: str) -> None:
    """Show a query as its file: what it answers, its parameters, its columns, its Cypher."""
    from netgraph.queries import Catalogue  # noqa: PLC0415 - keeps --help fast

    click.echo(Catalogue.load().get(name).path.read_text(encoding="utf-8"), nl=False)


@command.command()
@click.argument("name")
@click.option("--param", "-p", "params", multiple=True, metavar="K=V", help="A parameter; can be repeated.")
@merged_option
@store_option
@ceiling_option
@output_options
def run(
    name: str,
    params: tuple[str, ...],
    store: str | None,
    ceiling: str,
    format_: str,
    output: str | None,
    *,
    merged: bool,
) -> None:
    """Run a query and print its rows, each with its marking."""
    from netgraph.analytics.identities import Identities, identities  # noqa: PLC0415 - keeps --help fast
    from netgraph.cli.show import show as print_rows  # noqa: PLC0415
    from netgraph.disclosure.small_counts import counted_by  # noqa: PLC0415
    from netgraph.queries import Catalogue, bind  # noqa: PLC0415

    catalogue = Catalogue.load()
    given = _pairs(params)
    query = catalogue.get(name)
    bind(query, given)  # complain before a store is opened
    if merged:
        _refuse_blind(query, catalogue)
    with reading(store, ceiling) as reader:
        same = identities(reader) if merged else Identities()
        through = same.parameters("Person") if merged else {}
        answer = reader.query(name, {**given, **through})
        engine = reader.store.engine()
    about = {
        "query": name,
        "parameters": {key: value for key, value in answer.parameters.items() if key not in through},
        "merged": merged,
        "engine": engine,
        "withheld": answer.withheld,
    }
    print_rows(
        answer.to_frame(),
        about,
        marking=answer.marking,
        format_=format_,
        output=output,
        counted=counted_by(query),
    )
    if answer.withheld:
        say(f"withheld: {answer.withheld} rows above the ceiling")
    for note in same.notes():
        say(f"left out: {note}")


@command.command()
@click.option("--folder", type=click.Path(exists=True, file_okay=False), help="Another folder of queries.")
def check(folder: str | None) -> None:
    """Check every query without running it: parameters, columns, vocabulary, no writes, total order."""
    from pathlib import Path  # noqa: PLC0415 - keeps --help fast

    from netgraph.errors import QueryError  # noqa: PLC0415
    from netgraph.model import load_schema  # noqa: PLC0415
    from netgraph.queries import Catalogue  # noqa: PLC0415
    from netgraph.queries import check as complaints_of  # noqa: PLC0415

    queries = list(Catalogue.load(Path(folder) if folder else None))
    complaints = [text for query in queries for text in complaints_of(query, load_schema())]
    for complaint in complaints:
        click.echo(str(complaint))
    if complaints:
        raise QueryError(
            f"{len(complaints)} complaints about {len(queries)} queries",
            hint="mend the lines named above; queries/README.md lists the rules",
        )
    say(f"{len(queries)} queries checked, no complaint")


def _refuse_blind(query: Query, catalogue: Catalogue) -> None:
    """Refuse --merged where it would change nothing."""
    if SEES_THROUGH not in query.params:
        able = ", ".join(other.name for other in catalogue if SEES_THROUGH in other.params)
        raise click.UsageError(f"{query.name} does not take records for one; these do: {able}")


def _pairs(params: tuple[str, ...]) -> dict[str, object]:
    """Split ``name=value`` texts."""
    given: dict[str, object] = {}
    for text in params:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise click.UsageError(f"--param {text!r} is not NAME=VALUE")
        if name in given:
            raise click.UsageError(f"--param {name} is given twice")
        given[name] = value
    return given
