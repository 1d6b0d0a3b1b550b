"""Where things lie on a map: outlines of countries, and places projected like them.

The outlines are Natural Earth's at 1:110 million, written by ``tools/outlines.py``. They are for finding
one's way: too coarse to measure on, and no statement on whose a territory is.

References
----------
.. [1] B. Savric, T. Patterson, B. Jenny, "The Equal Earth map projection", International Journal of
   Geographical Information Science 33 (2019) 454-465, https://doi.org/10.1080/13658816.2018.1504949, eq. 1-3.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netgraph.views.picture import Node

    Point = tuple[float, float]

RADIUS = 500
"""Units of the map from the earth's middle to its surface."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_RING = re.compile(r"M(-?\d+) (-?\d+)l([^z]*)z")
_STEP = re.compile(r"[+-]?\d+")


def project(longitude: float, latitude: float) -> tuple[int, int]:
    """Return where a point lies on an Equal Earth map, in whole units, y downwards.

    Parameters
    ----------
    longitude, latitude : float
        In degrees, east and north.

    Examples
    --------
    >>> project(0, 0), project(180, 0), project(0, 90)
    ((0, 0), (1353, 0), (0, -659))
    """
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = math.radians(longitude) * math.cos(theta)
    x /= _M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return round(RADIUS * x), -round(RADIUS * y)


def outlines() -> dict[str, str]:
    """Return SVG path data by the code of the country; those without a code share the empty one."""
    found: dict[str, str] = _world()["outlines"]
    return found


def within(outline: str, low: Point, high: Point) -> str:
    """Return the part of an outline that lies in a rectangle, as path data; empty where nothing does.

    What is drawn clipped otherwise costs the memory and time of all the world at the scale of the picture.

    Parameters
    ----------
    outline : str
        Of `outlines`.
    low, high : (float, float)
        Corners of the rectangle, in units of the map.

    References
    ----------
    .. [1] I. E. Sutherland, G. W. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17 (1974)
       32-42, https://doi.org/10.1145/360767.360802.
    """
    kept = []
    for ring in _RING.finditer(outline):
        steps = [int(step) for step in _STEP.findall(ring[3])]
        xs = accumulate(steps[::2], initial=int(ring[1]))
        ys = accumulate(steps[1::2], initial=int(ring[2]))
        points: list[Point] = list(zip(xs, ys, strict=True))
        inside = points
        for axis in (0, 1):
            inside = _cut(_cut(inside, axis, low[axis], 1), axis, high[axis], -1)
        if inside == points:
            kept.append(ring[0])
        elif inside:
            kept.append(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in inside)}z")
    return "".join(kept)


def _cut(points: list[Point], axis: int, limit: float, side: int) -> list[Point]:
    """Return what of a ring lies on one side of a line that is parallel to an axis."""
    kept = []
    for before, point in zip([*points[-1:], *points], points, strict=False):
        was, is_ = ((at[axis] - limit) * side for at in (before, point))
        if (was < 0) != (is_ < 0):
            part = was / (was - is_)
            x, y = (a + part * (b - a) for a, b in zip(before, point, strict=True))
            kept.append((x, y))
        if is_ >= 0:
            kept.append(point)
    return kept


def centre(jurisdiction: str) -> list[int] | None:
    """Return the middle of a country's largest part, or None for what is no country."""
    found: list[int] | None = _world()["centres"].get(jurisdiction)
    return found


def place_of(node: Node) -> list[int] | None:
    """Return where a node lies by its own latitude and longitude, or None."""
    latitude, longitude = node.properties.get("latitude"), node.properties.get("longitude")
    if not _is_degrees(latitude, 90) or not _is_degrees(longitude, 180):
        return None
    return list(project(float(longitude), float(latitude)))  # type: ignore[arg-type]


def _is_degrees(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most


@cache
def _world() -> dict[str, Any]:
    file = Path(__file__).parent / "template" / "world.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
