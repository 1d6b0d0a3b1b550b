"""Write the outlines of countries for the map of `netgraph view`: ``python tools/outlines.py FOLDER``.

FOLDER is an unpacked npm package ``world-atlas`` 2.0.2: Natural Earth as TopoJSON. Outlines come from
its scale of 1:110 million, centres from 1:50 million, which also has the small countries.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import pycountry

from netgraph.views.atlas import project

TARGET = Path(__file__).parents[1] / "src" / "netgraph" / "views" / "template" / "world.json"
SOURCE = (
    "Natural Earth (public domain), as packed in world-atlas 2.0.2; see docs/adr/0017-a-map-in-the-page.md"
)
LEFT_OUT = {"010"}  # Antarctica
CODES = {country.numeric: country.alpha_3 for country in pycountry.countries}
NAMED = {"Kosovo": "XKX"}  # without a number of ISO 3166-1
SMALLEST = 3  # square units of the map

Point = tuple[float, float]  # longitude and latitude
Place = tuple[int, int]  # on the map


def main() -> None:
    """Write the file."""
    folder = Path(sys.argv[1])
    outlines = {
        code: "".join(path(ring) for ring in rings)
        for code, rings in countries(folder / "countries-110m.json")
    }
    centres = {code: centre(rings) for code, rings in countries(folder / "countries-50m.json")}
    centres.pop("", None)
    world = {"source": SOURCE, "outlines": outlines, "centres": centres}
    text = json.dumps(world, separators=(",", ":"), sort_keys=True)
    TARGET.write_text(re.sub(r',(?="[A-Za-z]{3})', ",\n", text) + "\n", encoding="utf-8")  # a country a line
    print(f"{TARGET}: {len(outlines)} outlines, {len(centres)} centres, {TARGET.stat().st_size:,} bytes")


def countries(file: Path) -> list[tuple[str, list[list[Place]]]]:
    """Return the code and the projected outer rings of each country; those without a code come as one."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    (across, up), (left, bottom) = (topology["transform"][name] for name in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        x, y, points = 0, 0, []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * across + left, y * up + bottom))
        arcs.append(points)
    found: dict[str, list[list[Place]]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        if country.get("id") in LEFT_OUT:
            continue
        code = CODES.get(country.get("id"), "") or NAMED.get(country["properties"]["name"], "")
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for outer, *_ in polygons:
            ring = [point for arc in outer for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])[:-1]]
            found.setdefault(code, []).extend([project(*point) for point in part] for part in parted(ring))
    return sorted(found.items())


def parted(ring: list[Point]) -> list[list[Point]]:
    """Cut a ring where it crosses the antimeridian."""
    whole = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((longitude - whole[-1][0]) / 360)
        whole.append((longitude - 360 * turns, latitude))
    parts = []
    for shift in (-360, 0, 360):
        part = [(longitude + shift, latitude) for longitude, latitude in whole]
        for side in (1, -1):
            part = clipped(part, side)
        if part:
            parts.append(part)
    return parts


def clipped(ring: list[Point], side: int) -> list[Point]:
    """Keep what lies west of 180 degrees (side 1) or east of -180 (side -1)."""
    kept: list[Point] = []
    edge = 180 * side
    for (x, y), (next_x, next_y) in pairwise([*ring, *ring[:1]]):
        inside, next_inside = ((edge - one) * side >= 0 for one in (x, next_x))
        if inside:
            kept.append((x, y))
        if inside != next_inside:
            kept.append((edge, y + (next_y - y) * (edge - x) / (next_x - x)))
    return kept


def path(ring: list[Place]) -> str:
    """Return a ring as SVG path data: from its first point by steps, without points that fall together."""
    points = [point for before, point in pairwise([ring[-1], *ring]) if point != before]
    if abs(area(ring)) < SMALLEST:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l" + "".join(f"{x:+d}{y:+d}" for x, y in steps).lstrip("+") + "z"


def area(ring: list[Place]) -> float:
    """Return the area inside a ring, signed by its direction."""
    return sum(x * b - a * y for (x, y), (a, b) in pairwise([*ring, ring[0]])) / 2


def centre(rings: list[list[Place]]) -> Place:
    """Return the centroid of the largest ring."""
    ring = max(rings, key=lambda one: abs(area(one)))
    size = 6 * area(ring)
    if size == 0:
        return ring[0]
    turns = [(x + a, y + b, x * b - a * y) for (x, y), (a, b) in pairwise([*ring, ring[0]])]
    return round(sum(x * turn for x, _, turn in turns) / size), round(
        sum(y * turn for _, y, turn in turns) / size
    )


if __name__ == "__main__":
    main()
