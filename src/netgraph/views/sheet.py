"""A picture as one SVG or PNG file, without a browser: marking above and below, legend and notes in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from netgraph.views import content
from netgraph.views.drawn_map import PLAIN, ROLES, chart, flows
from netgraph.views.drawn_network import network
from netgraph.views.look import line_look, node_look
from netgraph.views.svg import (
    EDGE,
    FONT,
    MARKING_COLOURS,
    QUIET,
    Element,
    broken,
    document,
    element,
    isolated,
    label,
    shortened,
    width_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netgraph.views.drawn_map import Flows
    from netgraph.views.look import NodeLook
    from netgraph.views.picture import Picture

WIDTH, PANEL = 1120.0, 760.0
FACES = ("network", "map")
_BANNER, _EDGE, _SIZE = 28.0, 20.0, 13.0
_LINE = 1.45 * _SIZE
ROOM = WIDTH - 2 * _EDGE
"""How wide legend and notes may become."""


def sheet(picture: Picture, face: str = "network", *, seed: int = 7) -> str:
    """Return a picture as an SVG file.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader.
    face : {"network", "map"}
        Which of the page's faces to draw.
    seed : int
        Seed of the layout; the same picture and seed give the same bytes.

    Returns
    -------
    str
        A file that loads nothing and runs nothing.
    """
    below = [
        *signs(picture, face),
        *_notes(picture, [notes(picture, face), *picture.notes, made_with(picture, face)]),
    ]
    top = _BANNER + 58
    parts, y = [], top + PANEL + 14
    for group, high in below:
        group.set("transform", f"translate({_EDGE:g} {y:.1f})")
        parts.append(group)
        y += high
    height = y + 12 + _BANNER
    panel = network(picture, WIDTH, PANEL, seed=seed) if face == "network" else chart(picture, WIDTH, PANEL)
    root = element(
        "svg",
        element("title", f"TLP:{picture.marking} - {picture.title}"),
        element("rect", width=WIDTH, height=height, fill="#fff"),
        _begun(picture, shortened(picture.title, 90), _EDGE, _BANNER + 22, 19, font_weight=600),
        _begun(
            picture,
            "" if picture.even and face == "map" else counts(picture),
            _EDGE,
            _BANNER + 44,
            _SIZE,
            fill=QUIET,
        ),
        element("g", panel, transform=f"translate(0 {top:g})"),
        *parts,
        *_banner(picture.marking, 0),
        *_banner(picture.marking, height - _BANNER),
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH:g} {height:.2f}",
        font_family=FONT,
        role="img",
    )
    return document(root)


def counts(picture: Picture) -> str:
    """Say how much is in a picture."""
    say = picture.language.say
    lines = {(line.start, line.end, line.type) for line in picture.relationships}
    claims = sum(len(line.claims) for line in picture.relationships)
    found = [say("nodes", n=len(picture.nodes)), say("relationships", n=len(lines))]
    return " · ".join([*found, say("claims", n=claims)] if claims else found)


def made_with(picture: Picture, face: str) -> str:
    """Say in a line how a picture came about; with a map that counts nothing, no numbers."""
    language, bare = picture.language, picture.even and face == "map"
    pairs = [pair for pair in picture.generated.items() if not (bare and isinstance(pair[1], int))]
    return language.say("comma").join(
        f"{language.name(name)} {content.text(value, language)}" for name, value in pairs
    )


def notes(picture: Picture, face: str, height: float = PANEL) -> str:
    """Say how to read a face whose panel has a height, and what it leaves out."""
    say = picture.language.say
    if face == "network":
        weighted = any(line.weight is not None for line in picture.relationships)
        claimed = any(line.claims for line in picture.relationships)
        told = [
            say("size-by-measure", measure=picture.language.name(picture.weights))
            if picture.weights
            else say("size-by-degree"),
            *([say("width-by-weight" if weighted else "width-by-claims")] if weighted or claimed else []),
            *map(say, _reading(picture)),
        ]
        return " ".join(told)
    counted = flows(picture)
    if counted.even:
        off = [say("note-even-off")] if counted.off else []
        return " ".join([say("note-even"), *off, say("map-borders")])
    told = [
        say("map-symbols-route" if counted.counted == "route" else "map-symbols-node"),
        say(f"map-arcs-{counted.counted}"),
        *_pale(picture, counted, height),
        *([say("map-off", items=say(f"{counted.counted}s", n=counted.off))] if counted.off else []),
        say("map-borders"),
    ]
    return " ".join(told)


def _pale(picture: Picture, counted: Flows, height: float) -> list[str]:
    most = counted.pale(WIDTH, height)
    pale = [count for count in counted.arcs.values() if count <= most]
    if not pale:
        return []
    say = picture.language.say
    return [say("map-pale", n=len(pale), items=say(f"{counted.counted}s", n=max(pale)))]


def _reading(picture: Picture) -> list[str]:
    """Name the sentences that say what the marks of a network mean."""
    communities = any(node.community is not None for node in picture.nodes)
    return [
        "shaded-community" if communities else "shaded-area",
        *(["struck-out"] if any(line.cut for line in picture.relationships) else []),
        *(["crossed-out"] if any(node.removed for node in picture.nodes) else []),
        "distances",
        "not-all-labelled",
    ]


def signs(picture: Picture, face: str) -> list[tuple[Element, float]]:
    """Return the legend, row by row with their heights."""
    if face == "map":
        looks: Iterable[tuple[str, NodeLook]] = (
            ROLES.items() if flows(picture).counted == "route" else [("filter-nodes", PLAIN)]
        )
        entries = [(picture.language.say(name), _glyph(look)) for name, look in looks]
    else:
        nodes = Counter(node.type for node in picture.nodes)
        lines = Counter(type_ for _, _, type_ in {(r.start, r.end, r.type) for r in picture.relationships})
        entries = [
            *(
                (_counted(picture, type_, nodes), _glyph(node_look(type_)))
                for type_ in content.node_types(picture)
            ),
            *((_counted(picture, type_, lines), _stroke(type_)) for type_ in content.line_types(picture)),
        ]
    rows, x, backwards = [element("g")], 0.0, picture.language.direction == "rtl"
    for text, sign in entries:
        wide = 24 + width_of(text, _SIZE) + 16
        if x + wide > ROOM and x > 0:
            rows.append(element("g"))
            x = 0.0
        if backwards:
            entry, at = [_moved(sign, -16), label(text, -22, 0, _SIZE, text_anchor="end")], ROOM - x
        else:
            entry, at = [sign, label(text, 22, 0, _SIZE)], x
        rows[-1].append(element("g", *entry, transform=f"translate({at:.1f} 8)"))
        x += wide
    return [(row, 1.25 * _LINE) for row in rows]


def _notes(picture: Picture, texts: Iterable[str]) -> Iterator[tuple[Element, float]]:
    for text in filter(None, texts):
        lines = broken(text, _SIZE, ROOM)
        rows = (
            _begun(picture, line, 0, 10 + i * _LINE, _SIZE, width=ROOM, fill=QUIET)
            for i, line in enumerate(lines)
        )
        yield element("g", *rows), len(lines) * _LINE + 4


def _begun(
    picture: Picture, text: str, x: float, y: float, size: float, *, width: float = WIDTH, **look: object
) -> Element:
    """Return a line of text at the side where the language begins."""
    if picture.language.direction != "rtl":
        return label(text, x, y, size, **look)
    return label(f"\u2067{text}\u2069", width - x, y, size, text_anchor="end", **look)


def _moved(sign: Element, x: float) -> Element:
    return element("g", sign, transform=f"translate({x:g} 0)")


def _banner(marking: str, y: float) -> list[Element]:
    colour = MARKING_COLOURS[marking]
    word = {"fill": colour, "font_weight": 700, "text_anchor": "middle", "letter_spacing": 0.5}
    return [
        element("rect", y=y, width=WIDTH, height=_BANNER, fill="#000"),
        label(f"TLP:{marking}", WIDTH / 2, y + _BANNER / 2, 14, **word),
    ]


def _glyph(look: NodeLook) -> Element:
    return element(
        "path",
        d=look.path,
        transform="translate(8 0) scale(6.2)",
        fill=look.colour,
        stroke=EDGE,
        stroke_width=0.13,
    )


def _stroke(type_: str) -> Element:
    look = line_look(type_)
    dashes = {"stroke_dasharray": "4 3"} if look.dashed else {}
    return element("path", d="M0 0H16", stroke=look.colour, stroke_width=3, **dashes)


def _counted(picture: Picture, type_: str, counts: Counter[str]) -> str:
    language = picture.language
    return language.say(
        "type-and-number", type=isolated(shortened(language.name(type_), 40)), n=counts[type_]
    )
