"""``netgraph schema``: the vocabulary."""

from __future__ import annotations

import click


@click.group()
def command() -> None:
    """Show the vocabulary: node and relationship types, code lists."""


@command.command()
@click.argument("name", required=False)
def show(name: str | None) -> None:
    """Show all types, or one node type, relationship type or code list."""
    from netgraph.model.reference import overview, section  # noqa: PLC0415 - keeps --help fast
    from netgraph.model.schema import load_schema  # noqa: PLC0415

    schema = load_schema()
    click.echo(section(schema, name) if name else overview(schema))


@command.command()
@click.argument("codelist")
@click.argument("code")
@click.option("--to", "there", required=True, metavar="CODELIST", help="The other code list.")
def convert(codelist: str, code: str, there: str) -> None:
    """Say a CODE of a CODELIST in another one, such as a grade of the 4x4 system in the Admiralty's.

    A code without an equal is refused: the nearest one would be another judgement.
    """
    from netgraph.model.grading import converted  # noqa: PLC0415 - keeps --help fast
    from netgraph.model.schema import load_schema  # noqa: PLC0415

    click.echo(converted(load_schema(), code, codelist, there))


@command.command()
def reference() -> None:
    """Print the whole reference page, as in docs/reference/schema.md."""
    from netgraph.model.reference import reference as page  # noqa: PLC0415 - keeps --help fast
    from netgraph.model.schema import load_schema  # noqa: PLC0415

    click.echo(page(load_schema()), nl=False)


@command.command()
def constraints() -> None:
    """Print the constraints and indexes that a load creates, as Cypher."""
    from netgraph.model.schema import load_schema  # noqa: PLC0415 - keeps --help fast
    from netgraph.store import statements  # noqa: PLC0415

    for statement in (*statements.constraints(load_schema()), *statements.indexes(load_schema())):
        click.echo(statement + ";")
