"""Pictures of graphs too large for a page: groups of nodes, to be opened where their members have room.

Every node belongs to one group. A group is drawn as one node, and the claims between two groups as one line
for each type, so that whatever is opened or closed on the page every claim is counted once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from netgraph import __version__
from netgraph.model import load_schema
from netgraph.views.focus import node_id, nothing_to_draw, picture_of, withheld_note
from netgraph.views.homes import ends_of
from netgraph.views.language import english
from netgraph.views.look import GROUP
from netgraph.views.picture import Node, Picture, Relationship
from netgraph.views.territories import country_names
from netgraph.views.ways import groups_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.disclosure import Reader, Ties
    from netgraph.views.language import Language

    IntArray = NDArray[np.int64]

MEMBERS = 5_000
"""Nodes that a page holds inside of its groups."""


def grouped(
    reader: Reader,
    *,
    by: str = "jurisdiction",
    title: str = "",
    members: int = MEMBERS,
    language: Language | None = None,
) -> Picture:
    """Picture everything in a store by groups.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    by : {"jurisdiction", "community", "corridor"}
        Nodes of one jurisdiction, where claims or keys say so; Leiden communities of all claims; or routes
        from one jurisdiction to another with the cases that followed them, all else by jurisdiction.
    title : str, optional
        Heading of the page.
    members : int, default 5000
        How many nodes the page may hold inside of groups, the largest groups first; the page says how many
        stay outside.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture
        Nodes of the type ``Group``, weighted by their members, and those members that have room.

    Raises
    ------
    ViewError
        There is nothing to draw.

    Notes
    -----
    Time and memory are linear in the claims of the store. Nodes that no claim touches are not drawn.
    A community is a pattern in the records, not a criminal group.
    """
    tongue = language or english()
    ties = reader.ties(list(load_schema().relationships))
    if not len(ties.nodes):
        raise nothing_to_draw()
    names, states, of = groups_of(reader, ties, by, tongue)
    sizes = np.bincount(of, minlength=len(names))
    room = _room(sizes, members)
    notes = [*withheld_note(ties.withheld, tongue), tongue.say("note-groups")]
    if not room.all():
        shut, outside = int((~room).sum()), int(sizes[~room].sum())
        notes.append(tongue.say("note-shut", shut=shut, n=len(names), outside=outside, all=len(of)))
    inside = _members(reader, ties, room[of], title, tongue)
    group_of = dict(zip(_ids(ties), of.tolist(), strict=True))
    return Picture(
        title=title or tongue.say("network"),
        nodes=(
            *_groups(ties, names, states, of, room),
            *(replace(node, group=_name(group_of[node.key])) for node in inside.nodes),
        ),
        relationships=(*_lines(ties, of, room), *inside.relationships),
        marking=ties.marking.word,
        notes=tuple(notes),
        generated={
            "netgraph": __version__,
            "grouped by": tongue.name(by),
            "groups": len(names),
            "nodes": len(of),
            "claims": len(ties.ends),
        },
        weights="number of members",
        jurisdiction_names=country_names(
            [*states, *(node.jurisdiction for node in inside.nodes)], language=tongue.code
        ),
        language=tongue,
    )


def _room(sizes: IntArray, members: int) -> NDArray[np.bool_]:
    """Choose the groups that can be opened: one after the other from the largest, if all its members fit."""
    room = np.zeros(len(sizes), dtype=bool)
    for number in np.argsort(-sizes, kind="stable"):
        room[number] = sizes[room].sum() + sizes[number] <= members
    return room


def _members(reader: Reader, ties: Ties, inside: NDArray[np.bool_], title: str, tongue: Language) -> Picture:
    """Draw some nodes, and the claims between them."""
    nodes = ties.nodes.filter(pa.array(inside))
    names = list(zip(nodes["label"].to_pylist(), nodes["key"].to_pylist(), strict=True))
    if not names:
        return Picture(title, (), (), "CLEAR")
    keys = sorted({key for _, key in names})
    rows = reader.query("claims-among", {"keys": keys}).table.to_pylist()
    wanted = set(names)  # a key is unique within its label only
    kept = [row for row in rows if wanted.issuperset(ends_of(row))]
    return picture_of(reader, kept, title, [], names, language=tongue)


def _groups(
    ties: Ties, names: list[str], states: list[str | None], of: IntArray, room: NDArray[np.bool_]
) -> list[Node]:
    """Make a node of each group, which tells what is in it."""
    labels = pd.crosstab(of, ties.nodes["label"].to_pandas())
    same = of[ties.ends[:, 0]] == of[ties.ends[:, 1]]
    within = np.bincount(of[ties.ends[same, 0]], minlength=len(names))
    return [
        Node(
            key=_name(number),
            label=name,
            type=GROUP,
            jurisdiction=states[number],
            handling=ties.marking.word,
            properties={
                **{str(label): int(n) for label, n in labels.loc[number].items() if n},
                "claims inside": int(within[number]),
                "can be opened": bool(room[number]),
            },
            weight=float((of == number).sum()),
        )
        for number, name in enumerate(names)
    ]


def _lines(ties: Ties, of: IntArray, room: NDArray[np.bool_]) -> list[Relationship]:
    """Count claims between groups, and between the members of groups that can be opened and other groups."""
    ids = np.array(_ids(ties), dtype=object)
    groups = np.array([_name(number) for number in range(len(room))], dtype=object)
    starts, ends = ties.ends.T
    across = of[starts] != of[ends]
    starts, ends = starts[across], ends[across]
    types = ties.claims["type"].to_pandas().to_numpy()[across]
    from_, to = groups[of[starts]], groups[of[ends]]
    found = []
    for start, end, which in (
        (from_, to, slice(None)),
        (ids[starts], to, room[of[starts]]),
        (from_, ids[ends], room[of[ends]]),
    ):
        claims = pd.DataFrame({"start": start, "end": end, "type": types})[which]
        counts = claims.value_counts(sort=False).reset_index()
        for start_key, end_key, type_, n in counts.itertuples(index=False):
            found.append(Relationship(start_key, end_key, type_, weight=float(n)))
    return found


def _ids(ties: Ties) -> list[str]:
    nodes = ties.nodes.select(["label", "key"]).to_pylist()
    return [node_id((node["label"], node["key"])) for node in nodes]


def _name(number: int) -> str:
    return f"{GROUP} {number}"
