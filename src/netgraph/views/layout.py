"""Where nodes stand: computed beforehand, the same for the same picture and seed.

Nodes of one jurisdiction fill a disc of their own, laid out by the relationships among them. The discs are
placed by the relationships between them, pushed apart and turned so that lines across borders stay short.
Drawing is done elsewhere, and nothing moves in the browser unless the reader moves it.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from contextlib import contextmanager
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING

import igraph

from netgraph.views.look import GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netgraph.views.picture import Picture

    Point = tuple[float, float]
    Links = Counter[tuple[str, str]]

SPACING = 60.0
"""Distance between neighbouring nodes, in the units of the picture."""

_GAP = 1.6 * SPACING  # between the discs of two jurisdictions: room for its name
_WIDTH_TO_HEIGHT = 1.2  # of a screen between two side panels
_LARGE = 400  # nodes; from here on forces are reckoned within cells of a grid
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def positions(picture: Picture, *, seed: int = 7) -> dict[str, Point]:
    """Return a position for every node of a picture.

    Positions that the picture gives are kept, scaled to a readable distance; nodes without one are put beside
    the nodes they are related to. When none is given, the whole picture is laid out.

    Parameters
    ----------
    picture : Picture
        The order of its nodes and relationships makes no difference.
    seed : int
        Another seed gives another, equally valid layout.

    Returns
    -------
    dict
        Key of a node to (x, y), y downwards, rounded to a tenth.

    Notes
    -----
    O((n + m) log n) for each of a fixed number of rounds, with n nodes and m relationships: about a second
    for 2,000 nodes and 5,000 relationships.
    """
    if not picture.nodes:
        return {}
    links: Links = Counter(
        (min(line.start, line.end), max(line.start, line.end))
        for line in picture.relationships
        if line.start != line.end
    )
    rng = random.Random(seed)  # noqa: S311 - a layout is no secret
    given = {node.key: place for node in picture.nodes if (place := node.position) is not None}
    with _igraph_seeded(rng):
        if given:
            found = _around(_scaled(given), sorted(node.key for node in picture.nodes), links)
        else:
            groups: dict[str, list[str]] = defaultdict(list)
            for node in sorted(picture.nodes, key=lambda node: node.key):
                own = node.key if node.type == GROUP else node.jurisdiction or ""
                part = own if node.community is None else f"\0{node.community}"  # no key has such a letter
                groups[node.group or part].append(node.key)
            found = _grouped(dict(sorted(groups.items())), links, rng)
            for key in found.keys() & groups.keys():  # what stands for others stands in their middle
                found[key] = _middle([found[member] for member in groups[key]])
    return {key: (round(x, 1) + 0.0, round(y, 1) + 0.0) for key, (x, y) in found.items()}


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


@contextmanager
def _igraph_seeded(rng: random.Random) -> Iterator[None]:
    """Let igraph break ties with ``rng``, then give it back Python's shared generator."""
    igraph.set_random_number_generator(rng)
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _grouped(groups: Mapping[str, Sequence[str]], links: Links, rng: random.Random) -> dict[str, Point]:
    """Lay out every group as a disc, then the discs."""
    group_of = {key: group for group, keys in groups.items() for key in keys}
    inside: dict[str, Links] = {group: Counter() for group in groups}
    across: Links = Counter()
    for (a, b), count in links.items():
        if group_of[a] == group_of[b]:
            inside[group_of[a]][a, b] = count
        else:
            ends = sorted((group_of[a], group_of[b]))
            across[ends[0], ends[1]] += count
    discs = {group: _disc(keys, inside[group]) for group, keys in groups.items()}
    radii = {group: max(math.hypot(*point) for point in disc.values()) for group, disc in discs.items()}
    centres = _arranged(radii, across, rng)
    toward: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for a, b in links:
        if group_of[a] != group_of[b]:
            toward[group_of[a]].append((a, group_of[b]))
            toward[group_of[b]].append((b, group_of[a]))
    found = {}
    for group, disc in discs.items():
        cx, cy = centres[group]
        for key, (x, y) in _turned(disc, centres[group], toward[group], centres).items():
            found[key] = (cx + x, cy + y)
    return found


def _disc(keys: Sequence[str], links: Links) -> dict[str, Point]:
    """Lay out the nodes of one group around (0, 0), evenly spread over a disc."""
    if len(keys) == 1:
        return {keys[0]: (0.0, 0.0)}
    points = _forced(keys, links, _sunflower(len(keys)))
    points = _evened(_centred(points))
    return dict(zip(keys, _centred(_separated(points, [SPACING / 2] * len(keys))), strict=True))


def _arranged(radii: Mapping[str, float], links: Links, rng: random.Random) -> dict[str, Point]:
    """Place the discs of the groups: close to those they share relationships with, none upon another."""
    groups = list(radii)
    if len(groups) == 1:
        return {groups[0]: (0.0, 0.0)}
    start = rng.random() * math.tau
    circle = [
        (math.cos(start + math.tau * i / len(groups)), math.sin(start + math.tau * i / len(groups)))
        for i in range(len(groups))
    ]
    points = _centred(_forced(groups, links, circle))
    room = [radius + _GAP / 2 for radius in radii.values()]
    # Twice the area that the discs cover, in the proportions of a screen.
    wanted = math.sqrt(2 * sum(r * r for r in room))
    spread = math.sqrt(sum(x * x + y * y for x, y in points) / len(points)) or 1.0
    points = [
        (x * wanted / spread * _WIDTH_TO_HEIGHT**0.5, y * wanted / spread / _WIDTH_TO_HEIGHT**0.5)
        for x, y in points
    ]
    points = _separated(points, room, rounds=120, pull=0.02)
    return dict(zip(groups, _centred(_separated(points, room)), strict=True))


def _forced(keys: Sequence[str], links: Links, start: Sequence[Point]) -> list[Point]:
    """Lay out a graph by the forces of Fruchterman and Reingold, from given positions."""
    index = {key: i for i, key in enumerate(keys)}
    ordered = sorted(links.items())
    graph = igraph.Graph(len(keys), [(index[a], index[b]) for (a, b), _ in ordered])
    weights = [1 + math.log(count) for _, count in ordered]
    large = len(keys) > _LARGE
    found = graph.layout_fruchterman_reingold(
        weights=weights or None,
        seed=[list(point) for point in start],
        niter=120 if large else 300,
        grid=large,
    )
    return [(x, y) for x, y in found]


def _sunflower(count: int) -> list[Point]:
    """Return points spread evenly over a disc, from the middle outwards."""
    return [
        (math.sqrt(i + 0.5) * math.cos(i * _GOLDEN_ANGLE), math.sqrt(i + 0.5) * math.sin(i * _GOLDEN_ANGLE))
        for i in range(count)
    ]


def _evened(points: Sequence[Point]) -> list[Point]:
    """Move points along their radius so that a disc is filled evenly, half way from where they were.

    Forces crowd the well connected in the middle and throw the unconnected far out.
    """
    outer = SPACING * 0.62 * math.sqrt(len(points))
    order = sorted(range(len(points)), key=lambda i: math.hypot(*points[i]))
    reach = math.hypot(*points[order[-1]]) or 1.0
    moved = list(points)
    for rank, i in enumerate(order):
        x, y = points[i]
        distance = math.hypot(x, y) or 1.0
        even = outer * math.sqrt((rank + 0.5) / len(points))
        wanted = 0.35 * outer * distance / reach + 0.65 * even
        moved[i] = (x / distance * wanted, y / distance * wanted)
    return moved


def _separated(
    points: Sequence[Point], radii: Sequence[float], *, rounds: int = 40, pull: float = 0.0
) -> list[Point]:
    """Push circles apart until none overlaps, or the rounds are over; ``pull`` draws them to the middle."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    reach = [1.25 * radius for radius in radii]
    for step in range(rounds):
        if step % 4 == 0:  # nothing moves far in a round or two
            pairs = _neighbours(xs, ys, reach)
        moved = False
        for i, j in pairs:
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            distance = math.hypot(dx, dy)
            overlap = radii[i] + radii[j] - distance
            if overlap <= 0.02 * min(radii[i], radii[j]):
                continue
            moved = True
            if distance == 0:  # upon each other: part them in a direction of their own
                dx, dy, distance = math.cos(i + j), math.sin(i + j), 1.0
            share = radii[j] / (radii[i] + radii[j])  # the smaller one gives way
            step_x, step_y = dx / distance * overlap, dy / distance * overlap
            xs[i] -= step_x * share
            ys[i] -= step_y * share
            xs[j] += step_x * (1 - share)
            ys[j] += step_y * (1 - share)
        if pull:
            xs = [x * (1 - pull) for x in xs]
            ys = [y * (1 - pull * _WIDTH_TO_HEIGHT) for y in ys]
        elif not moved and step % 4 == 0:
            break
    return list(zip(xs, ys, strict=True))


def _neighbours(xs: Sequence[float], ys: Sequence[float], radii: Sequence[float]) -> list[tuple[int, int]]:
    """Return, in order, the pairs of circles that touch the same cell of a grid: all that overlap."""
    cell = 2 * median(radii)
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y, r) in enumerate(zip(xs, ys, radii, strict=True)):
        for column in range(math.floor((x - r) / cell), math.floor((x + r) / cell) + 1):
            for row in range(math.floor((y - r) / cell), math.floor((y + r) / cell) + 1):
                grid[column, row].append(i)
    return sorted({pair for members in grid.values() for pair in combinations(members, 2)})


def _turned(
    disc: Mapping[str, Point],
    centre: Point,
    toward: Sequence[tuple[str, str]],
    centres: Mapping[str, Point],
) -> dict[str, Point]:
    """Turn a disc so that its nodes face the groups they are related to (a Procrustes rotation)."""
    dot = cross = 0.0
    for key, group in toward:
        x, y = disc[key]
        dx, dy = centres[group][0] - centre[0], centres[group][1] - centre[1]
        distance = math.hypot(dx, dy) or 1.0
        dot += (x * dx + y * dy) / distance
        cross += (x * dy - y * dx) / distance
    angle = math.atan2(cross, dot)
    cos, sin = math.cos(angle), math.sin(angle)
    return {key: (x * cos - y * sin, x * sin + y * cos) for key, (x, y) in disc.items()}


def _scaled(given: Mapping[str, Point]) -> dict[str, Point]:
    """Scale given positions so that their nodes would be ``SPACING`` apart if spread evenly."""
    xs, ys = [x for x, _ in given.values()], [y for _, y in given.values()]
    extent = max(max(xs) - min(xs), max(ys) - min(ys))
    scale = 1.5 * SPACING * math.sqrt(len(given)) / extent if extent > 0 else 1.0
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {key: ((x - middle_x) * scale, (y - middle_y) * scale) for key, (x, y) in given.items()}


def _around(placed: dict[str, Point], keys: Sequence[str], links: Links) -> dict[str, Point]:
    """Put nodes without a position beside their neighbours, and those without neighbours below the rest."""
    related: dict[str, list[str]] = defaultdict(list)
    for a, b in sorted(links):
        related[a].append(b)
        related[b].append(a)
    bottom = max(y for _, y in placed.values()) + 2 * SPACING
    found = dict(placed)
    rest = [key for key in keys if key not in placed]
    for rank, key in enumerate(rest):
        near = [placed[other] for other in related[key] if other in placed]
        if near:
            angle = rank * _GOLDEN_ANGLE
            found[key] = (
                sum(x for x, _ in near) / len(near) + SPACING * math.cos(angle),
                sum(y for _, y in near) / len(near) + SPACING * math.sin(angle),
            )
        else:
            found[key] = ((rank - len(rest) / 2) * SPACING, bottom)
    return found


def _centred(points: Sequence[Point]) -> list[Point]:
    """Shift points so that their mean is (0, 0)."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    return [(x - middle_x, y - middle_y) for x, y in points]
