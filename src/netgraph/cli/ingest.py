"""``netgraph ingest``: load one file with one mapping, list mappings, write templates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.options import acting_options, marks_options, opened, store_option
from netgraph.cli.progress import progress_bar

if TYPE_CHECKING:
    from netgraph.ingest import IngestReport
    from netgraph.ingest.anonymity import Anonymity

NEW_KEY = "Change the key for the one in use; see keys rotate."
VERBS = ("created", "updated", "deleted")


class MappingGroup(click.Group):
    """Takes the name of a mapping, or the path of one, where other groups take a command."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command such as ``list``, else the load with the mapping of that name."""
        known = super().get_command(ctx, cmd_name)
        return known or _load_command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Keep a path as it was written: click would fold the case of a name."""
        return args[0], self.get_command(ctx, args[0]), args[1:]


@click.group(
    cls=MappingGroup,
    subcommand_metavar="MAPPING FILE [OPTIONS] | export FILE | list | new FILE | plan FILE | retry REJECTS "
    "| template NAME",
)
def command() -> None:
    """Load a file into the store: netgraph ingest MAPPING FILE.

    MAPPING is a shipped mapping (netgraph ingest list) or the path of your own. A load is a difference: the
    same file twice writes nothing the second time, and what a source no longer says is taken out. Every row
    is accounted for: read = loaded + duplicate + rejected. netgraph ingest MAPPING --help shows the options.
    """


@command.command("list")
def list_() -> None:
    """List the shipped mappings."""
    from netgraph.ingest import mappings  # noqa: PLC0415 - keeps --help fast

    found = list(mappings())
    width = max(len(name) for name, _ in found)
    for name, summary in found:
        click.echo(f"{name:<{width}}  {summary}")


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sender", required=True, help="What its sender is called here.")
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report for machines.")
@acting_options
@store_option
def export(file: Path, sender: str, store: str | None, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Load a file that netgraph export wrote elsewhere, with the markings that it carries.

    FILE is GraphML, GEXF, GeoJSON, STIX or FollowTheMoney (entities or statements), told by what is in it.
    What it does not mark is RED. Nobody vouches for it: a signed bundle comes in by netgraph receive. The
    source is called release-file- and the sender; a later file of the same sender takes the place of it, so
    files that are to stand side by side need names of their own.
    """
    from netgraph.ingest import check_file  # noqa: PLC0415 - keeps --help fast
    from netgraph.releases import load_export  # noqa: PLC0415

    check_file(file)  # said before a store is opened, or even made
    with opened(store, create=not options["dry_run"]) as graph, progress_bar() as progress:
        found = load_export(graph, file, sender, progress=progress, **options)
    click.echo(as_json_text(found) if as_json else summary(found))


@command.command()
@click.argument("name")
@click.option(
    "--output", "-o", type=click.Path(file_okay=False), default=".", show_default=True, help="Folder."
)
def template(name: str, output: str) -> None:
    """Write a template that a steward can fill, and a page that explains its columns."""
    from netgraph.ingest import write_template  # noqa: PLC0415 - keeps --help fast

    click.echo(write_template(name, Path(output)))


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="NAME.yaml to write. [named like FILE, here]"
)
def new(file: Path, output: Path | None) -> None:
    """Draft a mapping for a file that no mapping knows.

    The header and a sample of rows are looked at. Every column is used, ignored with a reason or undecided;
    the draft loads once nothing is undecided. It holds names of columns, never a value.
    """
    from netgraph.ingest import draft_mapping  # noqa: PLC0415 - keeps --help fast

    click.echo(draft_mapping(file, output))


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--new-key", is_flag=True, help=NEW_KEY)
@click.option("--json", "as_json", is_flag=True, help="Print the reports for machines.")
@acting_options
@store_option
def plan(file: Path, store: str | None, by: str | None, why: str, *, new_key: bool, as_json: bool) -> None:
    """Load the files that a plan lists, in its order.

    A plan is a YAML file with the mapping, file, source and marking of each load. The first load that fails
    ends it; what was loaded before stays, and the same plan completes it.
    """
    from netgraph.ingest import load_file, read_plan  # noqa: PLC0415 - keeps --help fast

    loads = read_plan(file)
    reports = []
    with opened(store, create=True) as graph, progress_bar() as progress:
        for load in loads:
            asked: dict[str, Any] = {**load.marks, "by": by, "why": why, "workers": None}
            found = load_file(graph, load.mapping, load.path, new_key=new_key, progress=progress, **asked)
            reports.append(found)
            if not as_json:
                click.echo(_account(reports[-1]))
    if as_json:
        click.echo(json.dumps([report.to_dict() for report in reports], indent=2, ensure_ascii=False))
    else:
        click.echo(_changes(reports))


@command.command()
@click.argument("rejects", type=click.Path(path_type=Path))
@click.option("--mapping", help="Path of the mapping, where the load used one that is not shipped.")
@click.option("--json", "as_json", is_flag=True, help="Print the report for machines.")
@acting_options
@store_option
def retry(
    rejects: Path, mapping: str | None, store: str | None, by: str | None, why: str, *, as_json: bool
) -> None:
    """Load rejected rows whose cells were repaired, beside what their source already has.

    REJECTS is the list that a load wrote, with repaired cells. Put them into the file itself too: what a
    retry loaded stays when the whole file is loaded again, until netgraph runs undo takes it out.
    """
    from netgraph.ingest import retry as load_repaired  # noqa: PLC0415 - keeps --help fast

    with opened(store) as graph, progress_bar() as progress:
        found = load_repaired(graph, rejects, mapping=mapping, by=by, why=why, progress=progress)
    click.echo(as_json_text(found) if as_json else summary(found))


def _load_command(mapping: str) -> click.Command:
    """Make the command that loads with one mapping."""

    @click.command(mapping, help=f"Load a file with the mapping {mapping}.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--source", help="Name of the dataset; the mapping's own when not given.")
    @marks_options
    @click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
    @click.option("--resume", is_flag=True, help="Go on with the interrupted run of this file and source.")
    @click.option("--recheck", is_flag=True, help="Read and check the file, also where nothing has changed.")
    @click.option("--new-key", is_flag=True, help=NEW_KEY)
    @click.option(
        "--undoable/--final",
        default=True,
        help="Keep what is changed or taken out until the next load, so that this one can be undone; or not.",
    )
    @click.option(
        "--rejects",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Where rejected rows are listed, with reasons and cells, to be repaired. [beside FILE]",
    )
    @click.option(
        "--report",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        help="Write the report here too, as JSON.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print the report for machines.")
    @acting_options
    @store_option
    def load(
        file: Path,
        store: str | None,
        report: Path | None,
        *,
        as_json: bool,
        **options: Any,  # noqa: ANN401 - as click gives them
    ) -> None:
        from netgraph.ingest import check_file, load_file, load_mapping  # noqa: PLC0415 - keeps --help fast

        chosen = load_mapping(mapping)
        check_file(file)  # said before a store is opened, or even made
        with opened(store, create=not options["dry_run"]) as graph, progress_bar() as progress:
            found = load_file(graph, chosen, file, progress=progress, workers=None, **options)
        click.echo(as_json_text(found) if as_json else summary(found))
        if report:
            report.write_text(as_json_text(found) + "\n", encoding="utf-8")

    return load


def as_json_text(report: IngestReport) -> str:
    """Write a report for machines."""
    return json.dumps(report.to_dict(), indent=2, ensure_ascii=False)


def summary(report: IngestReport) -> str:
    """Summarise a load for a person: the account of rows first, then what changed."""
    would = "would be " if report.dry_run else ""
    lines = [_account(report)]
    for what, changes in (("nodes", report.nodes), ("relationships", report.relationships)):
        for verb in VERBS:
            counts: dict[str, int] = getattr(changes, verb)
            named = ", ".join(f"{name} {count:,}" for name, count in counts.items())
            if named:
                lines.append(f"{what} {would}{verb}: {named}")
    if report.kept:
        lines.append(f"kept, from rows that were repaired and loaded apart: {report.kept:,} nodes and claims")
    if report.unfinished:
        lines.append(
            f"completed or replaced what an interrupted run had left: {', '.join(report.unfinished)}"
        )
    if report.unchanged:
        lines.append("nothing changed: the store already held exactly this")
    if report.same_as:
        lines.append(f"file and store are as {report.same_as} left them; to read it once more: --recheck")
    how = "dry run, nothing was written" if report.dry_run else f"load run {report.run}"
    lines.append(f"{how}, {report.seconds:.1f} s")
    return "\n".join(lines)


def _account(report: IngestReport) -> str:
    """Say what became of every row, and of codes and values that did not fit."""
    account = f"{report.loaded:,} loaded + {report.duplicate:,} duplicate + {report.rejected:,} rejected"
    lines = [f"{report.source}, {report.file}: {report.read:,} rows read = {account}"]
    lines += [f"  {count:>9,}  rejected: {reason}" for reason, count in report.reasons.items()]
    lines += [
        f"  {code.rows:>9,}  rows with the unknown {code.column} {code.code!r}, read as {code.becomes}"
        + (f"; did you mean {code.nearest}?" if code.nearest else "")
        for code in report.unknown_codes
    ]
    lines += [
        f"  the column {column} was not scanned for direct identifiers: {why}"
        for column, why in report.unscanned.items()
    ]
    if report.anonymity:
        lines.append(_hidden(report.anonymity))
    if report.disagreements:
        lines.append(f"  {report.disagreements:>9,}  values of places and the like that rows disagree on")
    if report.rejects:
        lines.append(f"  rejected rows are listed in {report.rejects}")
    return "\n".join(lines)


def _hidden(found: Anonymity) -> str:
    """Say how far persons hide among each other."""
    nothing = f"; of {found.without:,} none of the three is known" if found.without else ""
    known = f"k = {found.k} by sex, age band and citizenship; " if found.k else ""
    return (
        f"  {found.persons:,} persons: {known}{found.below:,} are alike with fewer than 10 others, "
        f"{found.unique:,} with nobody{nothing}"
    )


def _changes(reports: list[IngestReport]) -> str:
    """Sum up what several loads changed."""
    parts = []
    for what in ("nodes", "relationships"):
        counts = {verb: sum(sum(getattr(getattr(r, what), verb).values()) for r in reports) for verb in VERBS}
        parts.append(f"{what}: {', '.join(f'{count:,} {verb}' for verb, count in counts.items())}")
    return "; ".join([*parts, f"{sum(report.seconds for report in reports):.1f} s"])
