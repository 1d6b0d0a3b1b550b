"""Pictures of stored claims: the whole of a small graph, the surroundings of nodes, or one corridor.

Reads through a `Reader`; draws nothing. A claim or node that the policy withholds is not in the picture,
and neither is a node that no remaining claim touches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph import __version__
from netgraph.errors import ViewError
from netgraph.model import strictest
from netgraph.views.homes import ends_of, handlers_of, homes_in
from netgraph.views.language import english
from netgraph.views.picture import Claim, Node, Picture, Relationship, short_key
from netgraph.views.territories import country_called, country_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netgraph.disclosure import Reader
    from netgraph.views.language import Language

    Row = Mapping[str, Any]
    Name = tuple[str, str]  # label and key

LIMIT = 2_000
_PROVENANCE = {
    "source", "record", "owner", "reliability", "credibility", "first_seen", "last_seen", "handling",
}  # fmt: skip
_ENDS = {"start_type", "start", "type", "end_type", "end"}
_NODE_BASICS = {"type", "key", "name", "handling"}


def whole(
    reader: Reader, *, title: str = "", limit: int = LIMIT, language: Language | None = None
) -> Picture:
    """Picture everything in a store.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    title : str, optional
        Heading of the page.
    limit : int, default 2000
        The most nodes that can be read on one page.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture

    Raises
    ------
    ViewError
        The store is empty, or holds more than `limit` nodes.
    """
    held = sum(reader.counts().nodes.values())
    if held > limit:
        raise ViewError(
            f"the store holds {held:,} nodes, more than the {limit:,} that can be read on one page",
            hint="draw groups of them (--group-by jurisdiction), or a part: --around KEY, --corridor FROM TO",
        )
    answer = reader.query("claims")
    tongue = language or english()
    notes = withheld_note(answer.withheld, tongue)
    return picture_of(
        reader, answer.table.to_pylist(), title or tongue.say("network"), notes, language=tongue
    )


def around(
    reader: Reader,
    keys: Sequence[str],
    *,
    hops: int = 1,
    title: str = "",
    limit: int = LIMIT,
    language: Language | None = None,
) -> Picture:
    """Picture the surroundings of some nodes.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    keys : sequence of str
        Keys of the nodes in the middle.
    hops : int, default 1
        How many steps from them.
    title : str, optional
        Heading of the page.
    limit : int, default 2000
        Steps stop before the picture would hold more nodes; the page says so.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture

    Raises
    ------
    ViewError
        None of the keys is in the store, or their next neighbours are too many already.
    """
    tongue = language or english()
    rows: list[Row] = []
    reached = set(keys)
    notes: list[str] = []
    for hop in range(1, hops + 1):
        answer = reader.query("claims-around", {"keys": sorted(reached)})
        found = answer.table.to_pylist()
        names = {name for row in found for name in ends_of(row)}
        if len(names) > limit:
            if not rows:
                raise ViewError(
                    f"{', '.join(keys)} has {len(names):,} neighbours, more than the {limit:,} on one page",
                    hint="look at one of the neighbours instead, or at --analysis connectors",
                )
            notes.append(tongue.say("note-step", step=hop, steps=hops, n=len(names)))
            break
        rows, reached = found, {key for _, key in names} | reached
        notes = withheld_note(answer.withheld, tongue)
    if not rows:
        raise ViewError(
            f"nothing in the store is tied to {', '.join(keys)}",
            hint="netgraph query run shows keys; a key is written as it is stored, such as KEN",
        )
    # A key of what may not be seen is not named in the heading either.
    seen = {key for row in rows for _, key in ends_of(row)}
    if absent := sum(key not in seen for key in keys):
        notes.append(tongue.say("note-absent", absent=absent, n=len(keys)))
    named = tongue.say("comma").join(key for key in keys if key in seen)
    return picture_of(reader, rows, title or tongue.say("title-around", keys=named), notes, language=tongue)


def corridor(
    reader: Reader,
    origin: str,
    destination: str,
    *,
    title: str = "",
    limit: int = LIMIT,
    language: Language | None = None,
) -> Picture:
    """Picture the routes from one place to another, with their stops and the cases that followed them.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    origin, destination : str
        Keys of places; a country stands for every place in it.
    title : str, optional
        Heading of the page.
    limit : int, default 2000
        The most nodes; the routes first by key are drawn and the page says how many are left out.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture

    Raises
    ------
    ViewError
        No route leads from the one to the other.
    """
    tongue = language or english()
    stops = reader.query("all-stops").to_frame().sort_values(["route", "position"], kind="stable")
    ends = stops.groupby("route")["place"].agg(["first", "last"])
    inside = [_lies_in(ends[column], place) for column, place in (("first", origin), ("last", destination))]
    routes = sorted(ends.index[inside[0] & inside[1]])
    if not routes:
        raise ViewError(
            f"no route leads from {origin} to {destination}",
            hint="netgraph analyse corridors lists those that are known",
        )
    drawn = routes[: limit // 4]  # a route brings its stops and, at times, a case
    answers = [reader.query(name, {"keys": drawn}) for name in ("claims-around", "legs-of-routes")]
    rows = [row for answer in answers for row in answer.table.to_pylist()]
    notes = withheld_note(sum(answer.withheld for answer in answers), tongue)
    if len(drawn) < len(routes):
        notes.append(tongue.say("note-routes", left=len(routes) - len(drawn), n=len(routes)))
    named = title or tongue.say("title-corridor", origin=origin, destination=destination)
    return picture_of(reader, rows, named, notes, language=tongue)


def _lies_in(places: Any, place: str) -> Any:  # noqa: ANN401 - pandas series in and out
    return (places == place) | places.str.startswith(place + "/")


def picture_of(
    reader: Reader,
    rows: Sequence[Row],
    title: str,
    notes: list[str],
    names: Iterable[Name] = (),
    *,
    language: Language | None = None,
) -> Picture:
    """Put claims together with the nodes that they tie, and with others by their labels and keys."""
    tongue = language or english()
    names = sorted({*names, *(name for row in rows for name in ends_of(row))})
    if not names:
        raise nothing_to_draw()
    answer = reader.query("nodes", {"keys": [key for _, key in names]})
    known = {(row["type"], row["key"]): row for row in answer.table.to_pylist()}
    shown = [name for name in names if name in known]
    kept = [row for row in rows if all(name in known for name in ends_of(row))]
    homes = homes_in(kept)
    handled, markings = handlers_of(
        reader, [name for name in shown if name[0] == "Case" and name not in homes]
    )
    homes |= handled
    nodes = tuple(_node(known[name], homes.get(name), tongue) for name in shown)
    routes = {key for label, key in shown if label == "Route"}
    # A leg names its route, which may be withheld although the leg is not.
    relationships = _relationships(row if row["route"] in routes else {**row, "route": None} for row in kept)
    marking = strictest(
        [
            *(node.handling for node in nodes),
            *(claim.handling for one in relationships for claim in one.claims),
            *markings,
        ]
    )
    return Picture(
        title=title,
        nodes=nodes,
        relationships=relationships,
        marking=marking.word,
        notes=tuple(notes),
        generated={"netgraph": __version__, "nodes": len(nodes), "claims": len(kept)},
        jurisdiction_names=country_names((node.jurisdiction for node in nodes), language=tongue.code),
        language=tongue,
    )


def _node(row: Row, home: str | None, tongue: Language) -> Node:
    country = country_called(row["key"], tongue) if row["type"] in {"Jurisdiction", "Location"} else None
    label = country or row["name"] or short_key(row["type"], row["key"])
    return Node(
        key=node_id((row["type"], row["key"])),
        label=str(label),
        type=row["type"],
        jurisdiction=home,  # whose record it is says nothing of where it belongs
        handling=row["handling"],
        properties={
            "key": row["key"],
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in row.items()
                if name not in _NODE_BASICS and value is not None
            },
        },
        aliases=tuple(dict.fromkeys(name for name in (row["key"], row["name"]) if name and name != label)),
    )


def _relationships(rows: Iterable[Row]) -> tuple[Relationship, ...]:
    """Gather the claims of the same start, type and end."""
    grouped: dict[tuple[str, str, str], list[Claim]] = {}
    for row in rows:
        start, end = (node_id(name) for name in ends_of(row))
        claim = Claim(
            **{name: row[name] for name in _PROVENANCE},
            properties={
                name: value
                for name, value in row.items()
                if value is not None and name not in _PROVENANCE and name not in _ENDS
            },
        )
        grouped.setdefault((start, row["type"], end), []).append(claim)
    return tuple(
        Relationship(start, end, type_, tuple(sorted(claims, key=lambda c: (c.source, c.record))))
        for (start, type_, end), claims in sorted(grouped.items())
    )


def node_id(name: Name) -> str:
    """Name a node on the page: keys are unique within a label only."""
    return f"{name[0]} {name[1]}"


def nothing_to_draw() -> ViewError:
    """Say that a picture would be empty."""
    return ViewError("there is nothing to draw", hint="load something first, or raise --ceiling if you may")


def withheld_note(rows: int, tongue: Language) -> list[str]:
    """Say how many claims are withheld, if any are."""
    return [tongue.say("note-withheld", n=rows)] if rows else []
