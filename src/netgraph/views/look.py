"""How things look: a shape and a colour per node type, a colour per family of relationships.

Colours of nodes are those of Okabe and Ito, which readers with any kind of colour vision can tell apart;
the shape says the same once more. The rest of the page, with the colours of TLP 2.0, is in the style sheet.

References
----------
.. [1] M. Okabe, K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from typing import NamedTuple

ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILLION, PURPLE, BLACK = "#0072B2", "#D55E00", "#CC79A7", "#000000"
GREY = "#8A939C"


class NodeLook(NamedTuple):
    """How a node type is drawn: SVG path data around (0, 0) in a circle of about 1, and a fill colour."""

    path: str
    colour: str


class LineLook(NamedTuple):
    """How a relationship type is drawn: a colour, and whether the line is dashed."""

    colour: str
    dashed: bool = False


NODE_LOOKS = {
    "Case": NodeLook("M-.88-.88H.88V.88H-.88Z", BLUE),
    "Person": NodeLook("M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z", ORANGE),
    "Organization": NodeLook("M1.1 0L.55.95H-.55L-1.1 0L-.55-.95H.55Z", VERMILLION),
    "Route": NodeLook("M-.85-1.05L1.15 0L-.85 1.05Z", GREEN),
    "Statistic": NodeLook("M-.38-1H.38V-.38H1V.38H.38V1H-.38V.38H-1V-.38H-.38Z", BLUE),
    "Jurisdiction": NodeLook("M-.9-1H.9V.1Q.9.8 0 1.15Q-.9.8-.9.1Z", BLACK),
    "Location": NodeLook("M-1.05-.8H1.05L0 1.15Z", SKY),
    "Identifier": NodeLook("M0-1.2L1.2 0L0 1.2L-1.2 0Z", PURPLE),
    "Platform": NodeLook("M-1.25-.7H1.25V.7H-1.25Z", PURPLE),
    "Instrument": NodeLook("M-.75-1.1H.25L.75-.6V1.1H-.75Z", BLACK),
    "Event": NodeLook(
        "M0-1.25L.32-.44L1.19-.39L.52.17L.73 1.01L0 .55L-.73 1.01L-.52.17L-1.19-.39L-.32-.44Z", YELLOW
    ),
}
"""Node types of the schema, in the order of the legend."""

GROUP = "Group"
"""Type of a node that stands for others."""
GROUP_LOOK = NodeLook(
    "M-1.1 0A1.1 1.1 0 1 1 1.1 0A1.1 1.1 0 1 1-1.1 0ZM-.6 0A.6 .6 0 1 0 .6 0A.6 .6 0 1 0-.6 0Z", GREY
)

UNKNOWN_NODE = NodeLook("M-.42-1H.42L1-.42V.42L.42 1H-.42L-1 .42V-.42Z", GREY)

_MOVEMENT = LineLook("#5E8FBF")
_PEOPLE = LineLook("#B5835A")
_TRACES = LineLook("#AE86A6")
_INSTITUTIONS = LineLook("#98A2AD")

LINE_LOOKS = {
    "FOLLOWED": _MOVEMENT,
    "STOPS_AT": _MOVEMENT,
    "LEG": _MOVEMENT,
    "INVOLVED_IN": _PEOPLE,
    "LINKED_TO": _PEOPLE,
    "SAME_AS": LineLook(_PEOPLE.colour, dashed=True),
    "USES": _TRACES,
    "ON": _TRACES,
}
"""Relationship types that stand out; all others are institutional and grey."""


def node_look(type_: str) -> NodeLook:
    """Return how nodes of a type are drawn."""
    return GROUP_LOOK if type_ == GROUP else NODE_LOOKS.get(type_, UNKNOWN_NODE)


def line_look(type_: str) -> LineLook:
    """Return how relationships of a type are drawn."""
    return LINE_LOOKS.get(type_, _INSTITUTIONS)


def legend_order(type_: str) -> tuple[int, str]:
    """Return a sort key: groups, then the schema's types in their own order, then the rest by name."""
    known = [GROUP, *NODE_LOOKS]
    return (known.index(type_) if type_ in known else len(known), type_)
