"""Pictures of how an analysis takes a network apart: its communities, its bridges, and what a removal leaves.

Everything is computed by `netgraph.analytics`; here it is put into the picture.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netgraph.views.language import english
from netgraph.views.measured import drawn_network

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result
    from netgraph.views.language import Language
    from netgraph.views.picture import Picture


def communities_picture(
    projection: Projection,
    result: Result,
    community: pd.Series,
    strength: pd.Series,
    *,
    also: Collection[str] = (),
    limit: int = 300,
    language: Language | None = None,
) -> Picture:
    """Picture the communities of a projection, each with an outline of its own.

    Parameters
    ----------
    projection : Projection
        The network.
    result : Result
        What `netgraph.analytics.communities.communities` gave for it.
    community : pandas.Series of int
        Of each node, as `netgraph.analytics.communities.membership` gives it for the same seed.
    strength : pandas.Series
        Weight of the ties of each node.
    also : collection of str
        Names of nodes to draw in any case.
    limit : int, default 300
        How many nodes: those with most weight of the largest communities.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture
        Marked as the result; the notes say how many nodes are left out.
    """
    tongue = language or english()
    order = strength.to_frame("strength").assign(community=community).reset_index(names="name")
    order = order.sort_values(["community", "strength", "name"], ascending=[True, False, True])
    chosen = {*order["name"].head(limit), *also}
    picture = drawn_network(
        projection,
        result,
        chosen,
        weights=strength,
        measure="strength",
        texts=("title-communities", "caveat-communities"),
        language=tongue,
    )
    left = len(projection.nodes) - len(chosen)
    many = int(community.max()) if len(community) else 0
    whole = sum((community == number).sum() == len(group) for number, group in _parts(community, chosen))
    notes = [*picture.notes, tongue.say("note-communities", whole=whole, n=many)]
    if left:
        notes.append(tongue.say("note-communities-left", left=left, n=len(projection.nodes)))
    return replace(
        picture,
        nodes=tuple(replace(node, community=int(community[node.key])) for node in picture.nodes),
        notes=tuple(notes),
    )


def with_bridges(picture: Picture, ties: Collection[tuple[str, str]]) -> Picture:
    """Strike out the lines that `netgraph.analytics.bridges.parting_ties` found in the whole network."""
    lines = tuple(replace(line, cut=(line.start, line.end) in ties) for line in picture.relationships)
    drawn = sum(line.cut for line in lines)
    note = picture.language.say("note-bridges", n=drawn)
    return replace(picture, relationships=lines, notes=(*picture.notes, *([note] if drawn else [])))


def with_removal(picture: Picture, removed: Sequence[str], result: Result) -> Picture:
    """Mark nodes as removed, and say what that leaves of the network.

    Parameters
    ----------
    picture : Picture
        With these nodes in it.
    removed : sequence of str
        Names of nodes.
    result : Result
        What `netgraph.analytics.disruption.disruption` gave for them as ``chosen``.

    Returns
    -------
    Picture
    """
    gone = set(removed)
    curve = result.frame[result.frame["strategy"] == "named"]
    before, after = curve.iloc[0], curve.iloc[-1]
    said = picture.language.say(
        "note-removal",
        n=len(gone),
        before=int(before["largest"]),
        after=int(after["largest"]),
        spanned=int(before["jurisdictions"]),
        spans=int(after["jurisdictions"]),
        share=round(100 * after["flow"]),
    )
    return replace(
        picture,
        nodes=tuple(replace(node, removed=node.key in gone) for node in picture.nodes),
        notes=(*picture.notes, said, picture.language.say("caveat-removal")),
    )


def _parts(community: pd.Series, chosen: Collection[str]) -> list[tuple[int, pd.Series]]:
    """Return the drawn members of each community that has any."""
    drawn = community[community.index.isin(list(chosen))]
    return [(int(number), group) for number, group in drawn.groupby(drawn)]
