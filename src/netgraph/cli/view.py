"""``netgraph view``: an interactive offline page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgraph.cli.affording import anyway_option
from netgraph.cli.options import (
    NETWORKS,
    cache_option,
    say,
    store_option,
)
from netgraph.cli.reading import ceiling_option, exported, for_recipient, reading

if TYPE_CHECKING:
    from netgraph.disclosure import Reader
    from netgraph.views import Picture
    from netgraph.views.language import Language


@click.command()
@click.option(
    "--around", multiple=True, metavar="KEY", help="Draw what is tied to this node; can be repeated."
)
@click.option("--hops", type=click.IntRange(1, 4), default=1, show_default=True, help="Steps with --around.")
@click.option("--corridor", nargs=2, metavar="FROM TO", help="Draw the routes from one place to another.")
@click.option("--analysis", type=click.Choice(["connectors", "communities"]), help="Draw a result.")
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    help="With --analysis, show the network before and after this node is removed; can be repeated.",
)
@click.option(
    "--network",
    type=click.Choice(NETWORKS),
    default="auto",
    show_default=True,
    help="The network with --analysis.",
)
@click.option(
    "--group-by",
    type=click.Choice(["jurisdiction", "community", "corridor"]),
    help="Draw groups of nodes, to be opened. [jurisdiction where the whole graph has more than 2,000 nodes]",
)
@click.option("--title", default="", help="Heading of the page.")
@click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="en|fr|es|ar|FILE",
    help="What the page speaks; a file adds a language.",
)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["html", "svg", "png", "graphml", "gexf", "cytoscape"]),
    default="html",
    show_default=True,
    help="A page, a drawing of one of its faces, or a graph for other programs.",
)
@click.option("--face", type=click.Choice(["network", "map"]), help="What a drawing shows. [network]")
@click.option(
    "--output",
    "-o",
    type=click.Path(),
    help="A file, or a folder to put it in. [here, as network-TLP-WORD.html, with the marking for WORD]",
)
@store_option
@ceiling_option
@cache_option
@anyway_option
def command(
    around: tuple[str, ...],
    hops: int,
    corridor: tuple[str, str] | None,
    analysis: str | None,
    without: tuple[str, ...],
    network: str,
    group_by: str | None,
    title: str,
    language: str,
    form: str,
    face: str | None,
    output: str | None,
    store: str | None,
    ceiling: str,
    *,
    no_cache: bool,
) -> None:
    """Write a view of the network into one file that needs no connection.

    An interactive page, a drawing of the network or the map, or the same graph for Gephi (gexf), Cytoscape
    and other programs. Without an option the whole graph is drawn, by groups where it is
    too large to be read.
    """
    from netgraph.views.evened import evened  # noqa: PLC0415 - keeps --help fast
    from netgraph.views.files import target, write_private  # noqa: PLC0415
    from netgraph.views.forms import DRAWN, ENDINGS, encoded  # noqa: PLC0415
    from netgraph.views.language import load  # noqa: PLC0415

    if sum(map(bool, (around, corridor, analysis, group_by))) > 1:
        raise click.UsageError("--around, --corridor, --analysis and --group-by exclude each other")
    if without and not analysis:
        raise click.UsageError("--without goes with --analysis")
    if face and form not in DRAWN:
        raise click.UsageError("--face is for drawings, --format svg or png: a page has all faces")
    tongue = load(language)
    with reading(store, ceiling, keep=not no_cache) as reader:
        picture = (
            _analysed(reader, analysis, network, without, tongue)
            if analysis
            else _picture(reader, around, hops, corridor, group_by, title, tongue)
        )
    picture = evened(picture) if for_recipient() else picture
    path = target(output, _stem(around, corridor, analysis), picture.marking, ENDINGS[form])
    content = encoded(picture, form, face=face or "network")
    exported(content, form, picture.marking, whole=any(node.type == "Person" for node in picture.nodes))
    write_private(content, path)
    say(f"marking: TLP:{picture.marking}  {len(picture.nodes)} nodes, {len(picture.relationships)} lines")
    for note in picture.notes:
        say(f"note: {note}")
    click.echo(path)


def _stem(around: tuple[str, ...], corridor: tuple[str, str] | None, analysis: str | None) -> str:
    """Name what is drawn, without the keys that were asked for."""
    return analysis or ("around" if around else "corridor" if corridor else "network")


def _picture(
    reader: Reader,
    around: tuple[str, ...],
    hops: int,
    corridor: tuple[str, str] | None,
    group_by: str | None,
    title: str,
    tongue: Language,
) -> Picture:
    from netgraph.views import focus  # noqa: PLC0415 - keeps --help fast
    from netgraph.views.overview import overview  # noqa: PLC0415

    if around:
        return focus.around(reader, around, hops=hops, title=title, language=tongue)
    if corridor:
        return focus.corridor(reader, *corridor, title=title, language=tongue)
    return overview(reader, by=group_by, title=title, language=tongue)


def _analysed(
    reader: Reader, analysis: str, network: str, without: tuple[str, ...], tongue: Language
) -> Picture:
    """Compute, draw, and strike out the ties that alone hold parts together."""
    from netgraph.analytics.bridges import parting_ties  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.communities import communities, membership  # noqa: PLC0415
    from netgraph.analytics.connectors import connectors  # noqa: PLC0415
    from netgraph.analytics.disruption import disruption  # noqa: PLC0415
    from netgraph.analytics.naming import named, strength  # noqa: PLC0415
    from netgraph.analytics.projection import project  # noqa: PLC0415
    from netgraph.views import dissected, measured  # noqa: PLC0415
    from netgraph.views.evened import noted  # noqa: PLC0415

    projection = project(reader, network)
    removed = named(projection, without)
    result = (connectors if analysis == "connectors" else communities)(projection)
    result = noted(result) if for_recipient() else result
    if analysis == "connectors":
        picture = measured.connectors_picture(projection, result, also=removed, language=tongue)
    else:
        parts, heavy = membership(projection), strength(projection)
        picture = dissected.communities_picture(
            projection, result, parts, heavy, also=removed, language=tongue
        )
    picture = dissected.with_bridges(picture, parting_ties(projection))
    if not removed:
        return picture
    return dissected.with_removal(
        picture, removed, disruption(projection, by=(), chosen=removed, block=len(removed), runs=1)
    )
