"""``netgraph export parquet``: the graph as tables for a cluster, partitioned, with a manifest."""

from __future__ import annotations

from pathlib import Path

import click

from netgraph.cli.affording import anyway_option
from netgraph.cli.options import policy_of, say, store_option
from netgraph.cli.progress import progress_bar
from netgraph.cli.reading import ceiling_option, exported, extracted, for_whom, reading


@click.command()
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A new or empty folder.",
)
@store_option
@ceiling_option
@anyway_option
def command(ceiling: str, output: Path, store: str | None) -> None:
    """Write the graph as partitioned Parquet with a manifest, for Spark, DuckDB and the like.

    nodes/label=Person/ and claims/type=USES/ and so on hold the rows, manifest.json their numbers, types and
    hashes; a folder without it is not complete.

    With --local the whole graph is written for a cluster of your own, in slices, so that it need not fit in
    memory; what is above the ceiling stays. With --recipient what that State, or the public, may have.
    """
    from netgraph.exchange.parquet_export import check_new  # noqa: PLC0415 - keeps --help fast

    recipient = for_whom()
    check_new(output)
    if recipient is None:
        _local(ceiling, output, store)
    else:
        _for_recipient(ceiling, output, store)
    click.echo(output)


def _local(ceiling: str, output: Path, store: str | None) -> None:
    from netgraph.exchange.parquet_export import write_whole  # noqa: PLC0415 - keeps --help fast

    with reading(store, ceiling) as reader, progress_bar() as progress:
        manifest = write_whole(reader.whole(progress), output)
    say(manifest.summary())
    if manifest.above_ceiling:
        say(f"left out: {manifest.above_ceiling:,} claims above {manifest.ceiling}")
    if manifest.synthetic:
        say("synthetic: the records of this store are invented, and so says the manifest")


def _for_recipient(ceiling: str, output: Path, store: str | None) -> None:
    from netgraph.disclosure.leaks import Search  # noqa: PLC0415 - keeps --help fast
    from netgraph.errors import DisclosureError  # noqa: PLC0415
    from netgraph.exchange.parquet_export import files_for, said_in_any, write_files  # noqa: PLC0415

    found = extracted(store, ceiling)
    files = files_for(found, policy_of(ceiling).ceiling)
    search = Search(found.hidden, said_in_any(found.recipient))
    leaks = sorted({leak.path for file in files for leak in search.leaks(file.path, file.content)})
    if leaks:
        raise DisclosureError(
            f"{leaks[0]} holds something that is held back from {found.recipient}: nothing was written",
            hint="report this; it is a fault of netgraph",
        )
    exported(files[-1].content, "parquet", found.marking.word, whole=True)
    write_files(files, output)
    say(f"marking: {found.marking}")
