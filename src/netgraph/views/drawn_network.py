"""The network as SVG, for paper and for programs that draw no pages: as the page shows it, seen whole."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from netgraph.views import content
from netgraph.views.look import line_look, node_look
from netgraph.views.room import Box, Room
from netgraph.views.svg import EDGE, Element, element, haloed, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.views.look import LineLook, NodeLook
    from netgraph.views.picture import Picture

    Json = dict[str, Any]
    Point = tuple[float, float]

_CLOSEST, _WIDEST = 7.0, 22.0  # of the outline of a jurisdiction to its nodes
_MARGIN = 46.0
_SMALLEST, _LARGEST = 2.8, 13.0  # radius of a node
_LABEL, _NAME = 11.5, 12.5  # sizes of letters


def network(picture: Picture, width: float, height: float, *, seed: int = 7) -> Element:
    """Draw nodes, lines, outlines of jurisdictions and as many labels as there is room for.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader.
    width, height : float
        Of the panel.
    seed : int
        Seed of the layout: the same as on the page.

    Returns
    -------
    Element
        A group around (0, 0) to (`width`, `height`).
    """
    nodes, lines = content.nodes(picture, seed=seed), content.lines(picture)
    if not nodes:
        return element("g")
    node_looks = [node_look(type_) for type_ in content.node_types(picture)]
    line_looks = [line_look(type_) for type_ in content.line_types(picture)]
    scale = _placed(nodes, width, height)
    ranked = _ranked(nodes, lines)
    opacity = max(0.3, 0.8 - len(lines) / 2500)  # many lines are drawn fainter
    room, outlines = Room(width, height), []
    for box in (Box.around(node["x"], node["y"], 2 * node["r"], 2 * node["r"]) for node in nodes):
        room.take(box)
    for name, members in _members(picture, nodes).items():
        outlines.append((name, _hull(members), members))
    outlines.sort(key=lambda outline: -len(outline[2]))
    padding = min(max(_WIDEST * scale, _CLOSEST), _WIDEST)
    named = _names(outlines, padding, room, Room(width, height))
    drawn_lines = [_line(line, nodes, line_looks[line["type"]], scale) for line in lines]
    return element(
        "g",
        *_areas([hull for _, hull, _ in outlines], padding),
        element("g", *drawn_lines, opacity=opacity, fill="none"),
        *(_symbol(node, node_looks[node["type"]]) for node in reversed(ranked)),
        *_marks(nodes, lines),
        *named,
        *_labels(ranked, room, {name for name, _, _ in outlines}),
    )


def _placed(nodes: Sequence[Json], width: float, height: float) -> float:
    """Move and scale nodes so that they fill the panel; return the scale."""
    xs, ys = [node["x"] for node in nodes], [node["y"] for node in nodes]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((width - 2 * _MARGIN) / (wide or 1), (height - 2 * _MARGIN) / (high or 1), 1.6)
    for node in nodes:
        node["x"] = width / 2 + (node["x"] - (max(xs) + min(xs)) / 2) * scale
        node["y"] = height / 2 + (node["y"] - (max(ys) + min(ys)) / 2) * scale
        smallest, largest = _SMALLEST * math.sqrt(node["size"] / 9), _LARGEST * math.sqrt(node["size"] / 17)
        node["r"] = min(max(node["size"] * scale, smallest), largest)
    return scale


def _ranked(nodes: Sequence[Json], lines: Sequence[Json]) -> list[Json]:
    """Return the best connected first, as the page does."""
    degree: dict[int, int] = defaultdict(int)
    for line in lines:
        for end in {line["from"], line["to"]}:
            degree[end] += 1
    return sorted(nodes, key=lambda node: (-node["size"], -degree[node["id"]], node["id"]))


def _members(picture: Picture, nodes: Sequence[Json]) -> dict[str, list[Json]]:
    """Return the nodes of each community, where there are any, or of each jurisdiction, by its name."""
    codes = sorted({node.jurisdiction for node in picture.nodes if node.jurisdiction})
    by_community = any(node["community"] >= 0 for node in nodes)
    found: dict[str, list[Json]] = defaultdict(list)
    for node in nodes:
        if by_community and node["community"] >= 0:
            found[picture.language.say("community", n=node["community"])].append(node)
        elif not by_community and node["jurisdiction"] >= 0:
            code = codes[node["jurisdiction"]]
            found[picture.jurisdiction_names.get(code) or code].append(node)
    return {name: members for name, members in found.items() if len(members) > 1}


def _marks(nodes: Sequence[Json], lines: Sequence[Json]) -> list[Element]:
    """Strike out lines that alone hold parts together, and cross out nodes that were removed."""
    strokes = []
    for line in lines:
        if line["cut"]:
            start, end = nodes[line["from"]], nodes[line["to"]]
            along = math.atan2(end["y"] - start["y"], end["x"] - start["x"])
            middle = ((start["x"] + end["x"]) / 2, (start["y"] + end["y"]) / 2)
            strokes.append(_stroke(*middle, 5.0, along + math.pi / 3))
    for node in nodes:
        if node["removed"]:
            strokes += [_stroke(node["x"], node["y"], node["r"] + 5, turn * math.pi / 4) for turn in (1, -1)]
    return [element("path", d=d, stroke="#000", stroke_width=2.0, fill="none") for d in strokes]


def _stroke(x: float, y: float, r: float, angle: float) -> str:
    dx, dy = r * math.cos(angle), r * math.sin(angle)
    return f"M{x - dx:.1f} {y - dy:.1f}L{x + dx:.1f} {y + dy:.1f}"


def _hull(members: Sequence[Json]) -> list[Point]:
    """Return the corners around some nodes (Andrew's monotone chain)."""
    points = sorted({(node["x"], node["y"]) for node in members})

    def half(ordered: Sequence[Point]) -> list[Point]:
        chain: list[Point] = []
        for x, y in ordered:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return points if len(points) < 3 else [*half(points), *half(points[::-1])]  # noqa: PLR2004 - a triangle


def _areas(hulls: Sequence[Sequence[Point]], padding: float) -> list[Element]:
    paths = [f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in hull)}Z" for hull in hulls]
    layers = (("#d5dde5", padding + 1), ("#f3f6f9", padding))
    return [
        element("path", d=d, fill=colour, stroke=colour, stroke_width=2 * reach, stroke_linejoin="round")
        for colour, reach in layers
        for d in paths
    ]


def _line(line: Json, nodes: Sequence[Json], look: LineLook, scale: float) -> Element:
    start, end = nodes[line["from"]], nodes[line["to"]]
    width = max(0.5, line["width"] * min(1.0, scale))
    way = _loop(start, line["bend"]) if start is end else _way(start, end, line["bend"])
    dashes = {"stroke_dasharray": "6 5"} if look.dashed else {}
    path = element("path", d=way[0], stroke=look.colour, stroke_width=width, **dashes)
    if not line["directed"] or start is end:
        return path
    (x, y), angle = way[1], way[2]
    head = 3 + 1.2 * width
    turned = f"translate({x:.1f} {y:.1f}) rotate({math.degrees(angle):.1f})"
    arrow = f"M0 0L{-2 * head:.1f} {0.7 * head:.1f}L{-1.5 * head:.1f} 0L{-2 * head:.1f} {-0.7 * head:.1f}Z"
    return element("g", path, element("path", d=arrow, transform=turned, fill=look.colour))


def _way(start: Json, end: Json, bend: float) -> tuple[str, Point, float]:
    """Return path data from node to node, where its arrow's tip is, and which way it points."""
    dx, dy = end["x"] - start["x"], end["y"] - start["y"]
    cx, cy = (start["x"] + end["x"]) / 2 + dy * bend, (start["y"] + end["y"]) / 2 - dx * bend
    angle = math.atan2(end["y"] - cy, end["x"] - cx)
    x, y = end["x"] - end["r"] * math.cos(angle), end["y"] - end["r"] * math.sin(angle)
    d = f"M{start['x']:.1f} {start['y']:.1f}"
    d += f"Q{cx:.1f} {cy:.1f} {x:.1f} {y:.1f}" if bend else f"L{x:.1f} {y:.1f}"
    return d, (x, y), angle


def _loop(node: Json, bend: float) -> tuple[str, Point, float]:
    r = node["r"] + 6 + 30 * abs(bend)
    x, y = node["x"], node["y"] - node["r"]
    return f"M{x:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 1 {r:.1f} {r:.1f}", (x, y), 0.0


def _symbol(node: Json, look: NodeLook) -> Element:
    place = f"translate({node['x']:.1f} {node['y']:.1f}) scale({node['r']:.2f})"
    return element(
        "path", d=look.path, transform=place, fill=look.colour, stroke=EDGE, stroke_width=0.9 / node["r"]
    )


def _names(
    outlines: Sequence[tuple[str, list[Point], list[Json]]], padding: float, room: Room, letters: Room
) -> list[Element]:
    """Name jurisdictions above their outlines where no other name is; labels of nodes make way."""
    found: list[Element] = []
    for name, hull, _ in outlines:
        text = shortened(name, 28)
        x = (min(x for x, _ in hull) + max(x for x, _ in hull)) / 2
        y = min(y for _, y in hull) - padding - 0.3 * _NAME
        box = Box.around(x, y, width_of(text, _NAME), 1.25 * _NAME)
        if letters.is_free(box):
            letters.take(box)
            room.take(box)
            found += haloed(text, *box.middle, _NAME, fill="#52606d", font_weight=600)
    return found


def _labels(ranked: Sequence[Json], room: Room, named: set[str]) -> list[Element]:
    found: list[Element] = []
    for node in ranked:
        text = shortened(node["label"], 26)
        if not text.strip() or node["label"] in named:  # its area says it already
            continue
        if box := room.beside(node["x"], node["y"], node["r"], text, _LABEL):
            found += haloed(text, *box.middle, _LABEL)
    return found
