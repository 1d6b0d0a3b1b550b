"""A route is its ordered stops; a stop that cannot be placed takes its whole route with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from canonical import dump
from netgraph.ingest import load_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

BESIDE = """
mapping: 1
name: beside
summary: Stops side by side.
source: {name: beside, doc: Made for a test., licence: None.}
record: [ref]
columns:
  ref: {doc: Reference.}
  from: {doc: Where from.}
  over: {doc: Over where.}
  to: {doc: Where to.}
nodes:
  route: {type: Route, key: [ref], required: true}
stops:
  route: route
  columns:
    - {place: {country: from}, properties: {stage: {literal: Recruitment}}}
    - {place: {country: over}, properties: {stage: {literal: Transit}}}
    - {place: {country: to}, properties: {stage: {literal: Exploitation}}}
provenance: {handling: {literal: CLEAR}}
aliases: {Keniya: KEN, Eruope: region/europe}
max_ratio: 1
"""
STOPS = [
    *("route_ref", "position", "country", "place", "place_kind", "latitude", "longitude", "stage", "arrived"),
    *("departed", "mode", "victims", "year", "exploitation", "victim_profile", "means", "handling"),
    *("reliability", "credibility"),
]


def stop(ref: str, position: object, country: str, **more: object) -> list[object]:
    """Make a row of routes.csv."""
    given = {"route_ref": ref, "position": position, "country": country, **more}
    return [given.get(name, "") for name in STOPS]


def legs(store: Store) -> list[tuple[object, ...]]:
    """Return the ends, the route and the position of every leg."""
    rows = store.read(
        "MATCH (a:Location)-[l:LEG]->(b:Location) RETURN a.key AS a, b.key AS b, l.route AS route, "
        "l.position AS position ORDER BY route, position"
    ).to_pylist()
    return [tuple(row.values()) for row in rows]


@pytest.fixture
def side(mapping: Callable[..., Path]) -> Path:
    """Path of a mapping with the stops of a route side by side."""
    return mapping(BESIDE, "beside")


def test_stops_become_places_and_legs(store: Store, side: Path, write: Write) -> None:
    """A route has numbered stops with their stages, a leg between one and the next, and places in States."""
    load_file(store, side, write([["ref", "from", "over", "to"], ["1", "Nepal", "India", "the Gulf"]]))

    stops = store.read(
        "MATCH (r:Route)-[s:STOPS_AT]->(l:Location) OPTIONAL MATCH (l)-[:IN]->(j:Jurisdiction) RETURN "
        "r.key AS route, r.stops AS stops, s.position AS position, s.stage AS stage, l.key AS place, "
        "l.kind AS kind, j.key AS state ORDER BY position"
    ).to_pylist()
    assert [tuple(row.values()) for row in stops] == [
        ("beside/1", 3, 0, "Recruitment", "NPL", "Country", "NPL"),
        ("beside/1", 3, 1, "Transit", "IND", "Country", "IND"),
        ("beside/1", 3, 2, "Exploitation", "region/gulf-states", "Region", None),
    ]
    assert legs(store) == [
        ("NPL", "IND", "beside/1", 0),
        ("IND", "region/gulf-states", "beside/1", 1),
    ]


def test_a_blank_transit_is_a_direct_way(embedded: Store, side: Path, write: Write) -> None:
    """A stop that the file leaves blank is none; within one country a way leads from it to itself."""
    rows = [["1", "Nepal", "", "India"], ["2", "Keniya", "", "Kenya"]]
    load_file(embedded, side, write([["ref", "from", "over", "to"], *rows]))

    assert legs(embedded) == [("NPL", "IND", "beside/1", 0), ("KEN", "KEN", "beside/2", 0)]


def test_one_column_can_hold_several_stops(
    embedded: Store, mapping: Callable[..., Path], write: Write
) -> None:
    """A cell that is split gives its stops in their order."""
    split = BESIDE.replace("{country: over}", "{country: over, split: ;}")
    path = write([["ref", "from", "over", "to"], ["1", "Nepal", "India; Gulf;Egypt", "Italy"]])

    load_file(embedded, mapping(split, "beside"), path)

    ways = [(a, b) for a, b, _, _ in legs(embedded)]
    assert ways == [
        ("NPL", "IND"),
        ("IND", "region/gulf-states"),
        ("region/gulf-states", "EGY"),
        ("EGY", "ITA"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Ghana", "Mail", "Spain"], "unknown place (column over)"),
        (["Korea", "", "Japan"], "a place name with more than one meaning (column from)"),
        (["Cuba", "", "Netherlands Antilles"], "a former country (column to)"),
        (["", "", "Spain"], "fewer than two known stops"),
        (["neighboring countries", "", "Region"], "a region relative to no other place (column from)"),
    ],
)
def test_what_cannot_be_placed_is_rejected(
    embedded: Store, side: Path, write: Write, row: list[str], reason: str
) -> None:
    """An unknown transit rejects its row: without it a leg would lead where nobody went."""
    path = write([["ref", "from", "over", "to"], ["1", *row], ["2", "Nepal", "", "India"]])
    report = load_file(embedded, side, path)

    assert report.reasons == {reason: 1}
    assert legs(embedded) == [("NPL", "IND", "beside/2", 0)]


def test_a_region_is_never_a_country(embedded: Store, side: Path, write: Write) -> None:
    """Regions lie in no jurisdiction and are no jurisdiction; typos of a file mean what its mapping says."""
    rows = [["1", "Eruope", "former Soviet Union", "Kosovo"], ["2", "Eastern Europe", "", "Europe"]]
    load_file(embedded, side, write([["ref", "from", "over", "to"], *rows]))

    found = dump(embedded)
    assert [dict(state)["p_key"] for state in found["Jurisdiction"]] == ["XKX"]
    assert [(dict(claim)["a_start"], dict(claim)["a_end"]) for claim in found["IN"]] == [("XKX", "XKX")]


def test_neighbouring_countries_are_those_of_the_other_stop(
    embedded: Store, side: Path, write: Write
) -> None:
    """A relative region is a place of its own beside the first other stop of its route."""
    rows = [
        ["1", "Ghana", "", "neighboring countries"],
        ["2", "Nearby countries", "", "Nepal"],
        ["3", "neighbouring countries", "", "Western Europe"],
    ]
    load_file(embedded, side, write([["ref", "from", "over", "to"], *rows]))

    assert [(a, b) for a, b, _, _ in legs(embedded)] == [
        ("GHA", "relative/GHA/neighbouring-countries"),
        ("relative/NPL/neighbouring-countries", "NPL"),
        ("relative/region%2Fwestern-europe/neighbouring-countries", "region/western-europe"),
    ]
    kinds = {dict(place)["p_key"]: dict(place)["p_kind"] for place in dump(embedded)["Location"]}
    assert kinds["relative/GHA/neighbouring-countries"] == "Relative"


def test_stops_in_rows_are_gathered_by_route(store: Store, write: Write) -> None:
    """One row a stop, in any order: positions decide, towns lie in States, legs carry both ends' dates."""
    rows = [
        stop(
            "r1", 3, "Italy", place="Palermo", arrived="2023-03", stage="Exploitation", mode="Sea", victims=4
        ),
        stop("r2", 1, "KEN"),
        stop(
            "r1", 1, "NGA", place="Benin City", latitude=6.34, longitude=5.63, departed="2023-01", year=2023
        ),
        stop("r2", 2, "Uganda"),
        stop("r1", 2, "Niger", place="Agadez", place_kind="crossing", arrived="2023-02", mode="Road"),
    ]
    report = load_file(store, "routes", write([STOPS, *rows]), source="ngo", handling="GREEN")

    assert (report.loaded, report.rejected) == (5, 0)
    found = store.read(
        "MATCH (a:Location)-[l:LEG]->(b:Location) WHERE l.route = 'ngo/r1' RETURN a.key AS a, b.key AS b, "
        "l.departed AS departed, l.arrived AS arrived, l.mode AS mode, l.victims AS victims "
        "ORDER BY l.position"
    ).to_pylist()
    assert [tuple(row.values()) for row in found] == [
        ("NGA/benin-city", "NER/agadez", "2023-01", "2023-02", "Road", None),
        ("NER/agadez", "ITA/palermo", None, "2023-03", "Sea", 4),
    ]
    place = {dict(p)["p_key"]: dict(p) for p in dump(store)["Location"]}
    assert (place["NGA/benin-city"]["p_latitude"], place["NGA/benin-city"]["p_longitude"]) == (6.34, 5.63)
    assert place["NER/agadez"]["p_kind"] == "Crossing"


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        (
            [stop("r", 1, "KEN"), stop("r", 2, "Atlantis"), stop("r", 3, "ITA")],
            {"unknown place (column country)": 1, "another stop of the same route was rejected": 2},
        ),
        (
            [stop("r", 1, "KEN"), stop("r", 3, "ITA")],
            {"the positions of the route leave a gap (column position)": 2},
        ),
        (
            [stop("r", 1, "KEN"), stop("r", 1, "ITA")],
            {"two stops of the route have one position (column position)": 2},
        ),
        (
            [stop("r", 1, "KEN", year=2020), stop("r", 2, "ITA", year=2021), stop("r", 3, "FRA")],
            {"rows disagree on the year of one Route": 3},
        ),
        ([stop("r", 1, "KEN")], {"fewer than two known stops": 1}),
        (
            [stop("r", "first", "KEN"), stop("r", 2, "ITA")],
            {
                "another stop of the same route was rejected": 1,
                "the position is not a whole number (column position)": 1,
            },
        ),
        (
            [stop("r", 1, "KEN", mode="Air"), stop("r", 2, "ITA"), stop("r", 3, "FRA")],
            {
                "another stop of the same route was rejected": 2,
                "belongs to nothing that the row names (column mode)": 1,
            },
        ),
        (
            [stop("r", 1, "KEN"), stop("r", 2, "", place="Rome")],
            {
                "a named place without its country (column country)": 1,
                "another stop of the same route was rejected": 1,
            },
        ),
        (
            [stop("r", 1, "KEN"), stop("r", 2, "Europe", place="Rome")],
            {
                "a named place inside a region (column place)": 1,
                "another stop of the same route was rejected": 1,
            },
        ),
        (
            [stop("r", 1, "KEN"), stop("r", 2, "ITA", place="--")],
            {
                "another stop of the same route was rejected": 1,
                "no letter or digit in it (column place)": 1,
            },
        ),
        (
            [stop("r", 1, "KEN", latitude=1.5), stop("r", 2, "ITA")],
            {
                "another stop of the same route was rejected": 1,
                "one coordinate without the other (column latitude)": 1,
            },
        ),
        (
            [stop("r", 1, "KEN", place="Here", latitude=95, longitude=1), stop("r", 2, "ITA")],
            {
                "another stop of the same route was rejected": 1,
                "not a coordinate in degrees (column latitude)": 1,
            },
        ),
    ],
    ids=range(12),
)
def test_a_route_is_rejected_whole(
    embedded: Store, write: Write, rows: list[list[object]], reasons: dict[str, int]
) -> None:
    """What is wrong with one stop of a route rejects all its rows, each with its reason."""
    good = [stop("good", n, "KEN", place=f"Town {n}") for n in range(1, 100)]

    report = load_file(embedded, "routes", write([STOPS, *good, *rows]))

    assert report.reasons == reasons
    assert [dict(route)["p_key"] for route in dump(embedded)["Route"]] == ["routes/good"]


def test_a_leg_is_as_strict_as_both_its_stops(embedded: Store, write: Write) -> None:
    """A leg tells of two stops, so the stricter of their markings binds it; places keep every marking."""
    rows = [stop("r", 1, "KEN", handling="RED"), stop("r", 2, "ITA", handling="CLEAR"), stop("r", 3, "FRA")]
    load_file(embedded, "routes", write([STOPS, *rows]), handling="GREEN")

    marked = embedded.read("MATCH ()-[l:LEG]->() RETURN l.handling AS h ORDER BY l.position").to_pylist()
    assert [row["h"] for row in marked] == ["RED", "GREEN"]
    lies_in = embedded.read("MATCH (p)-[i:IN]->() RETURN p.key AS p, i.handling AS h ORDER BY p").to_pylist()
    assert [tuple(row.values()) for row in lies_in] == [("FRA", "GREEN"), ("ITA", "CLEAR"), ("KEN", "RED")]


def test_a_point_is_never_made_of_two(embedded: Store, write: Write) -> None:
    """Where rows disagree on where a town lies, one of them is believed whole, and it is counted."""
    rows = [
        stop("a", 1, "KEN", place="Town", latitude=1, longitude=9),
        stop("a", 2, "ITA"),
        stop("b", 1, "KEN", place="town", latitude=2, longitude=3),
        stop("b", 2, "ITA"),
    ]
    report = load_file(embedded, "routes", write([STOPS, *rows]))

    town = {dict(p)["p_key"]: dict(p) for p in dump(embedded)["Location"]}["KEN/town"]
    assert (town["p_latitude"], town["p_longitude"]) == (1, 9)
    assert report.disagreements == 2  # the point, and how the name is written
