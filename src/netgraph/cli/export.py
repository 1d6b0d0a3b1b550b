"""``netgraph export``: files that other tools load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netgraph.cli import export_parquet
from netgraph.cli.affording import anyway_option
from netgraph.cli.ingest import as_json_text, summary
from netgraph.cli.options import marks_options, say, store_option
from netgraph.cli.progress import progress_bar
from netgraph.cli.reading import exported, extracted, for_whom, local_option, recipient_options

BATCH = 50_000  # rows that one writer takes at a time


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
@local_option
def neo4j_admin(mapping: str, file: Path, output: Path, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Write CSV files for neo4j-admin database import, for a first load of millions of records.

    FILE is read and checked with MAPPING as netgraph ingest does, every row accounted for. The folder then
    holds a header and a data file for each kind of node and claim, import.sh with the command, and
    constraints.cypher, to be run once the database has started. The import needs an empty database, and takes
    one file: load the others into the running server with netgraph ingest.

    Every claim is in it, whatever its marking: it is for a server of your own, and needs --local.
    """
    from netgraph.ingest import check_file, load_file, load_mapping  # noqa: PLC0415 - keeps --help fast
    from netgraph.store.import_files import ImportFiles  # noqa: PLC0415

    for_whom()
    chosen = load_mapping(mapping)
    check_file(file)
    with ImportFiles(output) as store, progress_bar() as progress:
        # Nothing was there before, so there is nothing to keep for taking the load out again.
        told: dict[str, Any] = {**options, "progress": progress, "undoable": False}
        report = load_file(store, chosen, file, batch_size=BATCH, workers=None, **told)
        store.finish()
    if as_json:
        click.echo(as_json_text(report))
        return
    click.echo(summary(report))
    click.echo(f"next: run {output / 'import.sh'} where the database is, then constraints.cypher")


FOR = {
    "cypher": "Neo4j: a script that makes every node and claim again",
    "ftm": "Aleph and the tools around FollowTheMoney: its entities",
    "ftm-statements": "the same, value by value: its statements, each with source, dates and marking",
    "geojson": "QGIS and web maps: places, routes, stops and legs",
    "graphml": "NetworkX, Cytoscape, yEd and R: every node, claim and property",
    "gexf": "Gephi: every node, claim and property",
    "htcds": "case systems in the Human Trafficking Case Data Standard 2.0: a row a person in a case, as CSV",
    "stix": "MISP, OpenCTI and the like: STIX 2.1 with markings of TLP 2.0",
}


def _add(name: str, use: str) -> None:
    """Add the command for one format."""

    @command.command(name, help=f"Write what a recipient may have as {name}, for {use}.\n\n{TOLD}")
    @click.option(
        "--output",
        "-o",
        type=click.Path(),
        help="A file or a folder. [here, with the marking in its name]",
    )
    @store_option
    @recipient_options
    @anyway_option
    def export(ceiling: str, output: str | None, store: str | None) -> None:
        _export(name, ceiling, output, store)


WITHOUT_PERSONS = {"geojson"}
TOLD = "Standard error says what is held back and why, and what the format cannot carry."


def _export(name: str, ceiling: str, output: str | None, store: str | None) -> None:
    from netgraph.disclosure import Disclosed  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.leaks import Search  # noqa: PLC0415
    from netgraph.errors import DisclosureError  # noqa: PLC0415
    from netgraph.exchange.formats import write  # noqa: PLC0415
    from netgraph.model import load_schema  # noqa: PLC0415
    from netgraph.views.files import target, write_private  # noqa: PLC0415

    found = extracted(store, ceiling)
    written = write(found, name)
    said_anyway = write(Disclosed(found.recipient), name).content + load_schema().model_dump_json().encode()
    path = target(output, name, found.marking.word, written.ending)
    if any(Search(found.hidden, said_anyway).leaks(path.name, written.content)):
        raise DisclosureError(
            f"the {name} file holds something that is held back from {found.recipient}: nothing was written",
            hint="report this; it is a fault of netgraph",
        )
    exported(written.content, name, found.marking.word, whole=name not in WITHOUT_PERSONS)
    write_private(written.content, path)
    say(f"marking: {found.marking}")
    for loss in written.losses:
        say(f"not carried: {loss}")
    click.echo(path)


command.add_command(export_parquet.command, "parquet")
for _name, _use in FOR.items():
    _add(_name, _use)
