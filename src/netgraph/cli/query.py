"""``netgraph query``: the named queries."""

from __future__ import annotations

import click

from netgraph.cli.options import ceiling_option, opened, output_options, policy_of, say, store_option

FEEDING = {"projection", "view"}
"""Folders of queries that are read by programs."""


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
@store_option
@ceiling_option
@output_options
def run(
    name: str, params: tuple[str, ...], store: str | None, ceiling: str, format_: str, output: str | None
) -> None:
    """Run a query and print its rows, each with its marking."""
    from netgraph.cli.show import show as print_rows  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure import Reader  # noqa: PLC0415
    from netgraph.queries import Catalogue, bind  # noqa: PLC0415

    catalogue = Catalogue.load()
    given = _pairs(params)
    bind(catalogue.get(name), given)  # complain before a store is opened
    with opened(store) as graph:
        answer = Reader(graph, policy_of(ceiling), catalogue).query(name, given)
        engine = graph.engine()
    about = {
        "query": name,
        "parameters": dict(answer.parameters),
        "engine": engine,
        "withheld": answer.withheld,
    }
    print_rows(answer.to_frame(), about, marking=answer.marking, format_=format_, output=output)
    if answer.withheld:
        say(f"withheld: {answer.withheld} rows above the ceiling")


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
