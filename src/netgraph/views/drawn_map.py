"""The map as SVG: routes as arcs, or relationships where there are no routes, as on the page."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from netgraph.views.atlas import centre, outlines, place_of, within
from netgraph.views.course import stops
from netgraph.views.look import BLUE, GREEN, GROUP, NODE_LOOKS, ORANGE, SKY, NodeLook
from netgraph.views.room import Box, Room
from netgraph.views.strokes import finite
from netgraph.views.svg import EDGE, Element, element, haloed, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netgraph.views.picture import Picture

    Point = tuple[float, float]

ROLES = {
    "origin": NodeLook(NODE_LOOKS["Person"].path, ORANGE),
    "transit": NodeLook("M0-1.25L1.25 0L0 1.25L-1.25 0Z", SKY),
    "destination": NodeLook("M-.9-.9H.9V.9H-.9Z", BLUE),
}
"""What a country is to routes, by the word of the catalogue."""

PLAIN = NodeLook(NODE_LOOKS["Person"].path, GREEN)
_LABEL = 11.5
_MARGIN = 60.0
_CLOSEST = 5.0  # pixels for each unit of the map
_BOW = 0.18
_ROOM_OF_ARC = 12_000  # square pixels for each arc that stands out
_LEAST_STRONG, _MOST_STRONG = 12, 60  # of them, whatever the size of the panel
_COVERED = 0.06  # of the panel, by symbols, at most
_EVEN = 6  # as of so many the one that is drawn, where all are drawn alike


@dataclass
class Flows:
    """What a map shows, counted.

    Parameters
    ----------
    counted : {"route", "relationship"}
        What is counted.
    places : mapping
        Where each jurisdiction is on the map.
    arcs : Counter
        How many lead from one jurisdiction to another.
    roles : mapping
        Routes of which a jurisdiction is origin, transit and destination.
    sizes : Counter
        Nodes of each jurisdiction.
    off : int
        Of the counted, those not wholly on the map.
    even : bool
        Nobody is to see how many they are: arcs and roles that occur all count 1.
    """

    counted: str
    places: Mapping[str, Point]
    arcs: Counter[tuple[str, str]] = field(default_factory=Counter)
    roles: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    sizes: Counter[str] = field(default_factory=Counter)
    off: int = 0
    even: bool = False

    @property
    def most(self) -> tuple[int, int]:
        """What the widest arc and the largest symbol stand for; drawn alike, all are of a middle size."""
        if self.even:
            return _EVEN, _EVEN
        return max(self.arcs.values(), default=1), max(map(self.size, self.places), default=1)

    def evened(self) -> Flows:
        """Return what there is without how much of it."""
        return replace(
            self,
            arcs=Counter(dict.fromkeys(self.arcs, 1)),
            roles=defaultdict(
                lambda: [0, 0, 0], {code: [min(n, 1) for n in roles] for code, roles in self.roles.items()}
            ),
            sizes=Counter({code: 1 for code, n in self.sizes.items() if n}),
            off=min(self.off, 1),
            even=True,
        )

    def size(self, code: str) -> int:
        """Say what the symbol of a jurisdiction stands for."""
        return max(self.roles[code]) if self.counted == "route" else self.sizes[code]

    def pale(self, width: float, height: float) -> int:
        """Say up to which count arcs stay pale lines, so that the widest stand out; 0 when all have room.

        Equals are treated alike, none is left out, and none is led past places that its routes do not touch.
        """
        if self.even:
            return 0
        room = min(_MOST_STRONG, max(_LEAST_STRONG, int(width * height / _ROOM_OF_ARC)))
        return sorted(self.arcs.values())[-1 - room] if len(self.arcs) > room else 0

    def look(self, code: str) -> NodeLook:
        """Return the commonest role; of equals a destination before an origin before transit."""
        if self.counted != "route":
            return PLAIN
        roles = self.roles[code]
        return list(ROLES.values())[next(role for role in (2, 0, 1) if roles[role] == max(roles))]


def flows(picture: Picture) -> Flows:
    """Count the routes of a picture between jurisdictions, or its relationships if it has no routes."""
    home = {node.key: node.jurisdiction for node in picture.nodes}
    own = {node.jurisdiction: place_of(node) for node in picture.nodes if node.type == "Jurisdiction"}
    places = {code: centre(code) or own.get(code) for code in set(home.values()) if code}
    routes = [[place for _, place in path] for path in stops(picture).values() if len(path) > 1]
    found = Flows(
        "route" if routes else "relationship",
        {code: (float(place[0]), float(place[1])) for code, place in sorted(places.items()) if place},
    )
    for node in picture.nodes:
        if node.jurisdiction:
            found.sizes[node.jurisdiction] += int(finite(node.weight)) if node.type == GROUP else 1
    ways = (
        [[home[key] for key in path] for path in routes]
        if routes
        else [
            [home[start], home[end]]
            for start, end, _ in sorted({(r.start, r.end, r.type) for r in picture.relationships})
        ]
    )
    for way in ways:
        found.off += any(code not in found.places for code in way)
        on_map = [str(code) if code in found.places else "" for code in way]
        found.arcs.update({(a, b) for a, b in pairwise(on_map) if a and b and a != b})
        for role, codes in enumerate(({way[0]}, {*way} - {way[0], way[-1]}, {way[-1]})):
            for code in codes & found.places.keys():
                found.roles[str(code)][role] += 1
    return found.evened() if picture.even else found


def chart(picture: Picture, width: float, height: float) -> Element:
    """Draw arcs between jurisdictions on outlines of countries, fitted to what there is.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader.
    width, height : float
        Of the panel.

    Returns
    -------
    Element
        A picture within (0, 0) to (`width`, `height`); empty when nothing has a place on the map.
    """
    counted = flows(picture)
    seen = sorted(
        (code for code in counted.places if counted.size(code)), key=lambda c: (-counted.size(c), c)
    )
    if not seen:
        return element("g")
    scale, (x, y) = _frame([counted.places[code] for code in seen], width, height)
    left, top = width / 2 - x * scale, height / 2 - y * scale
    at = {code: (px * scale + left, py * scale + top) for code, (px, py) in counted.places.items()}
    moved = f"translate({left:.1f} {top:.1f}) scale({scale:.4f})"
    low = ((-_MARGIN - left) / scale, (-_MARGIN - top) / scale)
    high = ((width + _MARGIN - left) / scale, (height + _MARGIN - top) / scale)
    shapes = filter(None, (within(outline, low, high) for outline in outlines().values()))
    land = {"fill": "#eef1f3", "stroke": "#c3cad1", "stroke_width": 0.8 / scale}
    return element(
        "svg",
        element("g", *(element("path", d=shape) for shape in shapes), transform=moved, **land),
        *_arcs(counted, at, counted.pale(width, height)),
        *_countries(picture, counted, seen, at, Room(width, height)),
        width=width,
        height=height,
        overflow="hidden",
    )


def _frame(places: Sequence[Point], width: float, height: float) -> tuple[float, Point]:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((width - 2 * _MARGIN) / (wide or 1), (height - 2 * _MARGIN) / (high or 1), _CLOSEST)
    return scale, ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)


def _arcs(counted: Flows, at: Mapping[str, Point], pale: int) -> list[Element]:
    most, _ = counted.most
    faint = sum(count <= pale for count in counted.arcs.values())
    opacity = max(0.24, 0.5 - (len(counted.arcs) - faint) / 400)
    drawn: list[Element] = []
    for (start, end), count in sorted(counted.arcs.items(), key=lambda arc: (arc[1], arc[0])):
        if count <= pale:
            drawn += _arc(at[start], at[end], 1, max(0.04, min(0.3, 1.6 / math.sqrt(faint))))[:1]
        else:
            drawn += _arc(at[start], at[end], 1.3 + 5.7 * math.sqrt(count / most), opacity)
    return drawn


def _arc(start: Point, end: Point, width: float, opacity: float) -> list[Element]:
    """Bow to the left of its direction, so that there and back lie apart."""
    (x1, y1), (x2, y2) = start, end
    cx, cy = (x1 + x2) / 2 + (y2 - y1) * _BOW, (y1 + y2) / 2 - (x2 - x1) * _BOW
    way = f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"
    ink = {"stroke": "#d55e00", "stroke_opacity": opacity, "stroke_linecap": "round"}
    line = element("path", d=way, fill="none", stroke_width=width, **ink)
    t = 0.6  # where its arrow stands
    x, y = (((1 - t) ** 2 * a + 2 * t * (1 - t) * c + t * t * b) for a, c, b in ((x1, cx, x2), (y1, cy, y2)))
    dx, dy = ((1 - t) * (c - a) + t * (b - c) for a, c, b in ((x1, cx, x2), (y1, cy, y2)))
    head = 3 + 0.8 * width
    turned = f"translate({x:.1f} {y:.1f}) rotate({math.degrees(math.atan2(dy, dx)):.1f})"
    arrow = f"M{head:.1f} 0L{-head:.1f} {0.8 * head:.1f}V{-0.8 * head:.1f}Z"
    return [line, element("path", d=arrow, transform=turned, fill="#a84a00", fill_opacity=0.85)]


def _countries(
    picture: Picture, counted: Flows, seen: Sequence[str], at: Mapping[str, Point], room: Room
) -> list[Element]:
    _, most = counted.most
    radii = {code: 3.5 + 8 * math.sqrt(counted.size(code) / most) for code in seen}
    covered = sum(math.pi * r * r for r in radii.values())
    crowded = max(0.15, min(1.0, math.sqrt(_COVERED * room.area / covered)))
    symbols: list[Element] = []
    letters: list[Element] = []
    for code in seen:
        room.take(Box.around(*at[code], 12, 12))
    for code in seen:
        (x, y), look = at[code], counted.look(code)
        r = radii[code] * crowded
        place = f"translate({x:.1f} {y:.1f}) scale({r:.2f})"
        symbols.append(
            element("path", d=look.path, transform=place, fill=look.colour, stroke=EDGE, stroke_width=1 / r)
        )
        text = shortened(picture.jurisdiction_names.get(code) or code, 26)
        if box := room.beside(x, y, r, text, _LABEL):
            letters += haloed(text, *box.middle, _LABEL)
    return [*reversed(symbols), *letters]
