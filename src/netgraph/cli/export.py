"""``netgraph export``: files that other tools load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netgraph.cli.ingest import as_json_text, summary
from netgraph.cli.options import marks_options
from netgraph.cli.progress import progress_bar


@click.group()
def command() -> None:
    """Write files that other tools load."""


@command.command("neo4j-admin")
@click.argument("mapping")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A new or empty folder.",
)
@click.option("--source", help="Name of the dataset; the mapping's own when not given.")
@marks_options
@click.option(
    "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="List of rejected rows. [beside FILE]"
)
@click.option("--json", "as_json", is_flag=True, help="Print the report for machines.")
def neo4j_admin(mapping: str, file: Path, output: Path, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Write CSV files for neo4j-admin database import, for a first load of millions of records.

    FILE is read and checked with MAPPING as netgraph ingest does, every row accounted for. The folder then
    holds a header and a data file for each kind of node and claim, import.sh with the command, and
    constraints.cypher, to be run once the database has started. The import needs an empty database, and takes
    one file: load the others into the running server with netgraph ingest.
    """
    from netgraph.ingest import check_file, load_file, load_mapping  # noqa: PLC0415 - keeps --help fast
    from netgraph.store.import_files import ImportFiles  # noqa: PLC0415

    chosen = load_mapping(mapping)
    check_file(file)
    with ImportFiles(output) as store, progress_bar() as progress:
        # Nothing was there before, so there is nothing to keep for taking the load out again.
        report = load_file(store, chosen, file, progress=progress, undoable=False, **options)
        store.finish()
    if as_json:
        click.echo(as_json_text(report))
        return
    click.echo(summary(report))
    click.echo(f"next: run {output / 'import.sh'} where the database is, then constraints.cypher")
