"""GeoJSON: places as points, routes and their legs as lines, for QGIS and web maps.

A place lies where its own coordinates say, or, if it is a whole State, at the representative point of that
State. One without either is there without a geometry, and so is a line that would have to leave a place out:
a line that skips a stop shows a way that nobody recorded.

References
----------
.. [1] H. Butler et al., "The GeoJSON Format", RFC 7946, 2016, https://doi.org/10.17487/RFC7946: sections
   3.1.1 (longitude first), 3.1.9 (lines are cut at the antimeridian), 3.2 (features without a place), 6.1
   (more members).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from netgraph.exchange.rows import bare, node_id, rows, tabled

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from netgraph.disclosure import Disclosed

    Json = dict[str, Any]
    Point = tuple[float, float]
    Places = dict[str, Point | None]

ENDING = "geojson"
LINES, POINTS = {"LEG"}, {"STOPS_AT", "OCCURRED_IN"}
CARRIES = {"Location", "Route", *LINES, *POINTS}
LOSSES = (
    "Of Cases only where they occurred is told, by their keys.",
    "A line is straight between two stops: it is not the road that was taken.",
)
ENDS = {"start_label", "end_label"}
NODES = {"place": "Location", "route": "Route"}
CLAIMS = {
    "stop": ("Route", "STOPS_AT", "Location"),
    "leg": ("Location", "LEG", "Location"),
    "occurrence": ("Case", "OCCURRED_IN", "Location"),
}
HALF, WHOLE = 180.0, 360.0


def encode(found: Disclosed) -> bytes:
    """Return a FeatureCollection, a feature a line, with ``marking`` and ``recipient`` beside its features.

    ``feature`` among the properties of each says what it is: place, route, stop, leg or occurrence.
    Time is linear in the graph, memory in its places and stops.
    """
    head = {"marking": str(found.marking), "recipient": str(found.recipient)}
    lines = [json.dumps(one, ensure_ascii=False, allow_nan=False) for one in _features(found)]
    body = ",\n".join(lines)
    opening = json.dumps({"type": "FeatureCollection", **head}, ensure_ascii=False)[:-1]
    return f'{opening}, "features": [\n{body}\n]}}\n'.encode()


def decode(content: bytes) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Read nodes by label and claims by type from such a file, by its properties; shapes follow from those.

    Cases come with what their claims say of them: their keys and how they may be handled.
    """
    nodes: dict[str, list[Json]] = defaultdict(list)
    claims: dict[str, list[Json]] = defaultdict(list)
    for one in json.loads(content)["features"]:
        row = {name: value for name, value in one["properties"].items() if value is not None}
        feature = row.pop("feature")
        if feature in NODES:
            nodes[NODES[feature]].append(row)
        else:
            start, type_, end = CLAIMS[feature]
            claims[type_].append(row | {"start_label": start, "end_label": end})
    nodes["Case"] = bare(claims["OCCURRED_IN"], "start")
    return tabled(nodes), tabled(claims)


def lost(found: Disclosed) -> list[str]:
    """Say which places have no coordinates, and how many features therefore no geometry."""
    bare = sorted(key for key, point in _places(found).items() if point is None)
    if not bare:
        return []
    shapeless = sum(one["geometry"] is None for one in _features(found))
    told = ", ".join(bare[:10]) + (f" and {len(bare) - 10:,} more" if len(bare) > 10 else "")  # noqa: PLR2004
    return [f"{len(bare):,} places have no coordinates, so {shapeless:,} features have no geometry: {told}"]


def _features(found: Disclosed) -> Iterator[Json]:
    places = _places(found)
    for row in _of(found.nodes, "Location"):
        yield _feature(node_id("Location", row["key"]), "place", _point(places[row["key"]]), row)
    stops: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _of(found.claims, "STOPS_AT"):
        stops[row["start"]].append((row["position"], row["end"]))
    for row in _of(found.nodes, "Route"):
        way = [place for _, place in sorted(set(stops[row["key"]]))]
        yield _feature(node_id("Route", row["key"]), "route", _line([places[key] for key in way]), row)
    for type_, feature in (("STOPS_AT", "stop"), ("OCCURRED_IN", "occurrence")):
        for row in _of(found.claims, type_):
            yield _feature(row["key"], feature, _point(places[row["end"]]), row)
    for row in _of(found.claims, "LEG"):
        yield _feature(row["key"], "leg", _line([places[row["start"]], places[row["end"]]]), row)


def _of(tables: dict[str, Any], name: str) -> Iterator[Json]:
    return rows(tables[name]) if name in tables else iter(())


def _places(found: Disclosed) -> Places:
    """Return longitude and latitude of each place, None where nobody knows."""
    states = {row["key"]: _coordinates(row) for row in _of(found.nodes, "Jurisdiction")}
    return {row["key"]: _coordinates(row) or states.get(row["key"]) for row in _of(found.nodes, "Location")}


def _coordinates(row: Json) -> Point | None:
    longitude, latitude = row.get("longitude", math.nan), row.get("latitude", math.nan)
    return (longitude, latitude) if abs(longitude) <= HALF and abs(latitude) <= HALF / 2 else None


def _feature(id_: str, feature: str, geometry: Json | None, row: Json) -> Json:
    kept = {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in row.items()
        if name not in ENDS
    }
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": {"feature": feature, **kept}}


def _point(place: Point | None) -> Json | None:
    return {"type": "Point", "coordinates": list(place)} if place else None


def _line(way: list[Point | None]) -> Json | None:
    """Return a line through places, None where one of them lies nobody knows where, or there are not two."""
    known = [place for place in way if place]
    if len(known) < max(len(way), 2):
        return None
    parts = [[known[0]]]
    for (west, low), (east, high) in pairwise(known):
        if abs(east - west) > HALF:
            edge = math.copysign(HALF, west)
            span = east + 2 * edge - west
            cut = low + (high - low) * (edge - west) / span if span else low
            parts[-1].append((edge, cut))
            parts.append([(-edge, cut)])
        parts[-1].append((east, high))
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}
