"""What is on the map, where, and what is without a place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, given, settings

from graphs import tabled
from netgraph.disclosure.extract import disclosed
from netgraph.exchange import geojson
from netgraph.exchange.geojson import _line
from netgraph.model import Marking
from worlds import KEN, planted, worlds

if TYPE_CHECKING:
    from netgraph.disclosure import Disclosed


def features(found: Disclosed) -> dict[str, list[dict[str, Any]]]:
    """Return the features by what they are."""
    collection = json.loads(geojson.encode(found))
    assert collection["type"] == "FeatureCollection"
    by: dict[str, list[dict[str, Any]]] = {}
    for one in collection["features"]:
        by.setdefault(one["properties"]["feature"], []).append(one)
    return by


def test_a_journey() -> None:
    """Longitude first; a State at its representative point; a stop that is held back is on no line."""
    found = features(disclosed(*tabled(*planted()), KEN, Marking.RED))

    assert {one["properties"]["key"]: one["geometry"]["coordinates"] for one in found["place"]} == {
        "ITA/bari": [16.9, 41.1],
        "KEN/mombasa": [39.67, -4.05],
        "SDN": [30.0, 15.0],
    }
    (route,) = found["route"]
    way = [[39.67, -4.05], [30.0, 15.0], [16.9, 41.1]]
    assert route["geometry"] == {"type": "LineString", "coordinates": way}
    legs = {one["properties"]["position"]: one["geometry"]["coordinates"] for one in found["leg"]}
    assert legs == {0: way[:2], 1: way[1:]}
    assert sorted(one["properties"]["position"] for one in found["stop"]) == [0, 1, 2]
    assert [one["properties"]["stage"] for one in found["occurrence"]] == ["Exploitation"]


def test_a_place_without_coordinates_takes_its_lines_with_it() -> None:
    """They are there without a geometry, and are told."""
    nodes, claims = planted()
    nodes = [one for one in nodes if one[:2] != ("Jurisdiction", "SDN")] + [("Jurisdiction", "SDN", {})]
    whole = disclosed(*tabled(nodes, claims), KEN, Marking.RED)
    found = features(whole)

    assert [one["geometry"] for one in (*found["route"], *found["leg"])] == [None] * 3
    assert geojson.lost(whole) == [
        "1 places have no coordinates, so 5 features have no geometry: SDN",
    ]


def test_a_line_is_cut_at_the_antimeridian() -> None:
    """RFC 7946, section 3.1.9; both ways."""
    assert _line([(170.0, 10.0), (-170.0, 20.0)]) == {
        "type": "MultiLineString",
        "coordinates": [[(170.0, 10.0), (180.0, 15.0)], [(-180.0, 15.0), (-170.0, 20.0)]],
    }
    assert _line([(-170.0, 20.0), (170.0, 10.0)]) == {
        "type": "MultiLineString",
        "coordinates": [[(-170.0, 20.0), (-180.0, 15.0)], [(180.0, 15.0), (170.0, 10.0)]],
    }


@given(worlds())
@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
def test_any_graph(found: Disclosed) -> None:
    """Each place, route, stop, occurrence and leg once, whatever its texts hold; the same bytes again."""
    by = features(found)

    for name, table in {"place": "Location", "route": "Route"}.items():
        held = found.nodes[table]["key"].to_pylist() if table in found.nodes else []
        assert sorted(one["properties"]["key"] for one in by.get(name, [])) == sorted(held)
    for name, table in {"stop": "STOPS_AT", "leg": "LEG", "occurrence": "OCCURRED_IN"}.items():
        assert len(by.get(name, [])) == (len(found.claims[table]) if table in found.claims else 0)
    assert geojson.encode(found) == geojson.encode(found)
