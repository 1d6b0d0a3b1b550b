"""A picture of every recorded route with its stops: what the map of a report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.model import strictest
from netgraph.views.homes import country_of
from netgraph.views.picture import Claim, Node, Picture, Relationship
from netgraph.views.territories import country_names

if TYPE_CHECKING:
    from netgraph.disclosure import Reader
    from netgraph.views.language import Language


def routes_picture(reader: Reader, title: str, language: Language) -> Picture | None:
    """Picture all routes and the places they stop at.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    title : str
        Heading.
    language : Language
        What the picture speaks.

    Returns
    -------
    Picture or None
        Nothing when no route may be shown. Claims carry the position of the stop and nothing else.
    """
    answer = reader.query("all-stops")
    rows = answer.table.select(["route", "position", "place", "handling"]).to_pylist()
    if not rows:
        return None
    names = {row["key"]: row["name"] for row in reader.query("places").table.to_pylist()}
    marks: dict[str, list[str]] = {}
    for row in rows:
        for key in (f"Route {row['route']}", f"Location {row['place']}"):
            marks.setdefault(key, []).append(row["handling"])
    nodes = []
    for key, words in sorted(marks.items()):
        type_, name = key.split(" ", 1)
        home = country_of(name) if type_ == "Location" else None
        nodes.append(Node(key, str(names.get(name) or name), type_, home, strictest(words).word))
    return Picture(
        title=title,
        nodes=tuple(nodes),
        relationships=tuple(
            Relationship(
                f"Route {row['route']}",
                f"Location {row['place']}",
                "STOPS_AT",
                (Claim("", "", row["handling"], properties={"position": row["position"]}),),
            )
            for row in rows
        ),
        marking=answer.marking.word,
        jurisdiction_names=country_names((node.jurisdiction for node in nodes), language=language.code),
        language=language,
    )
