"""The map: where things lie, and in a real browser what it counts and shares with the other faces."""

from __future__ import annotations

import math
import re
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest

from netgraph.views import Claim, Node, Picture, Relationship
from netgraph.views.atlas import RADIUS, centre, outlines, place_of, project, within
from views.test_hostile import VALUES

if TYPE_CHECKING:
    from views.browsing import Opener, View

COURSES = {
    "r1": ("NGA/lagos", "NER/agadez", "LBY/tripoli", "ITA/rome"),
    "r2": ("NGA/lagos", "NER/agadez", "ITA/rome"),
    "r3": ("NER/agadez", "ITA/rome", "NLD/ams"),
    "r4": ("region/west-africa", "ITA/rome"),
}
NAMES = {"NGA": "Nigeria", "NER": "Niger", "LBY": "Libya", "ITA": "Italy", "NLD": "Netherlands"}


@pytest.fixture
def corridors() -> Picture:
    """Return four routes over five countries, one of them from a place that is on no map."""
    places = sorted({place for course in COURSES.values() for place in course})
    return Picture(
        "Corridors",
        (
            *(Node(p, p, "Location", p[:3] if p[:3].isupper() else None, "CLEAR") for p in places),
            *(
                Node(route, route, "Route", None, "AMBER", {"year": 2019 + i})
                for i, route in enumerate(COURSES)
            ),
        ),
        tuple(
            Relationship(route, place, "STOPS_AT", (Claim("s", route, "AMBER", properties={"position": i}),))
            for route, course in COURSES.items()
            for i, place in enumerate(course)
        ),
        "AMBER",
        jurisdiction_names=NAMES,
    )


def titles(view: View, what: str) -> set[str]:
    """Return what the map says of each arc or country."""
    view.page.click("#as-map")
    return set(view.texts(f"#map .{what} title"))


def test_the_projection_keeps_areas() -> None:
    """A cell of one degree has the area of that part of the sphere, at the equator as far north."""

    def exactly(longitude: float, latitude: float) -> tuple[float, float]:
        # Differences over many degrees of longitude, as places are whole units.
        return tuple(value / RADIUS for value in project(longitude, latitude))  # type: ignore[return-value]

    for south, north in ((0, 10), (50, 60)):
        corners = [exactly(x, y) for x, y in ((0, south), (90, south), (90, north), (0, north))]
        area = 0.5 * abs(
            sum(a * d - c * b for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1], strict=True))
        )
        sphere = math.radians(90) * (math.sin(math.radians(north)) - math.sin(math.radians(south)))
        assert area == pytest.approx(sphere, rel=0.02)


def test_the_atlas_knows_countries() -> None:
    """Countries have outlines of path data and a centre, small ones a centre alone, unknown codes nothing."""
    assert len(outlines()) > 170
    assert all(re.fullmatch(r"(?:M-?\d+ -?\d+l[-+\d]+z)+", path) for path in outlines().values() if path)
    for code, longitude, latitude in (
        ("NLD", 5.5, 52.2),
        ("NGA", 8.1, 9.6),
        ("SGP", 103.8, 1.4),
        ("XKX", 20.9, 42.6),
    ):
        found = centre(code)
        assert found is not None
        assert math.dist(found, project(longitude, latitude)) < 12
    assert "SGP" not in outlines()
    assert centre("__proto__") is None


@pytest.mark.parametrize("value", [None, "12", True, float("nan"), float("inf"), -91, 1e300])
def test_what_is_no_latitude_has_no_place(value: float | None) -> None:
    """A node lies where it says only if it says so in degrees."""
    assert (
        place_of(Node("a", "a", "Jurisdiction", "A", "CLEAR", {"latitude": value, "longitude": 1.0})) is None
    )
    assert place_of(Node("a", "a", "Jurisdiction", "A", "CLEAR", {"latitude": 0, "longitude": 0.0})) == [0, 0]


@pytest.mark.browser
def test_routes_are_arcs_with_their_roles(opened: Opener, corridors: Picture) -> None:
    """Arcs count routes between countries; a country says how often it is origin, transit, destination."""
    view = opened(corridors)

    assert titles(view, "arc") == {
        "Nigeria → Niger: 2 routes",
        "Niger → Libya: 1 route",
        "Libya → Italy: 1 route",
        "Niger → Italy: 2 routes",
        "Italy → Netherlands: 1 route",
    }
    assert titles(view, "country") == {
        "Nigeria: origin of 2 routes",
        "Niger: origin of 1 route, transit of 2 routes",
        "Libya: transit of 1 route",
        "Italy: transit of 1 route, destination of 3 routes",
        "Netherlands: destination of 1 route",
    }
    assert "1 route not wholly on the map" in view.text("#map-note")
    shapes = view.page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('#map .country')].map((c) =>"
        "[c.querySelector('title').textContent.split(':')[0], c.querySelector('path').getAttribute('fill')]))"
    )
    assert (shapes["Nigeria"], shapes["Libya"], shapes["Italy"]) == ("#E69F00", "#56B4E9", "#0072B2")


@pytest.mark.browser
def test_filters_and_selection_reach_the_map(opened: Opener, corridors: Picture) -> None:
    """Unticked jurisdictions leave the map; an arc selects its routes and fades the others."""
    view = opened(corridors)
    view.page.click("#as-map")
    view.page.locator("#map .arc", has_text="Niger → Libya").locator("path").first.dispatch_event("click")
    assert view.text("#details h2") == "Niger → Libya"
    assert view.texts("#details .relation .quiet") == [" → ".join(COURSES["r1"])]
    assert view.page.locator("#map .arc.faded").count() == 2  # Niger to Italy, Italy to the Netherlands

    view.tick("jurisdictions", "Libya (LBY)")
    assert "Libya: transit of 1 route" not in titles(view, "country")
    assert "Niger → Libya: 1 route" not in titles(view, "arc")

    view.page.keyboard.press("Escape")
    assert view.page.locator("#map .faded").count() == 0


@pytest.mark.browser
def test_labels_do_not_grow_with_the_zoom(opened: Opener, corridors: Picture) -> None:
    """Closer up countries move apart, and their names stay as large and apart from each other."""
    view = opened(corridors)
    view.page.click("#as-map")

    def labels() -> dict[str, tuple[float, float, float, float]]:
        found: dict[str, tuple[float, float, float, float]] = view.page.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('#map text')].map((text) => {"
            "const { x, y, width, height } = text.getBoundingClientRect();"
            "return [text.textContent, [x, y, width, height]]; }))"
        )
        return found

    before = labels()
    view.page.click("#zoom-in")
    after = labels()
    assert set(before) == set(NAMES.values())
    assert before["Italy"][2:] == pytest.approx(after["Italy"][2:])
    assert math.dist(before["Italy"][:2], before["Libya"][:2]) < math.dist(
        after["Italy"][:2], after["Libya"][:2]
    )
    view.page.click("#fit")
    assert labels() == before


@pytest.mark.browser
def test_the_keyboard_walks_the_map(opened: Opener, corridors: Picture) -> None:
    """Arrows go from the busiest country to the nearest in a direction, Enter selects it."""
    view = opened(corridors)
    page = view.page
    page.click("#as-map")
    page.focus("#map")

    page.keyboard.press("ArrowUp")
    assert view.text("#cursor").startswith("Italy: transit of 1 route")
    page.keyboard.press("ArrowDown")
    assert view.text("#cursor") == "Libya: transit of 1 route"
    assert page.locator("#map .standing").count() == 1
    page.keyboard.press("Enter")
    assert view.text("#details h2") == "Libya"


@pytest.mark.browser
def test_the_keyboard_reaches_arcs(opened: Opener, corridors: Picture) -> None:
    """Page Down walks the arcs, the widest first, and those of one country when the keyboard stands there."""
    view = opened(corridors)
    page = view.page
    arcs = titles(view, "arc")
    page.focus("#map")

    def walked(key: str, times: int) -> list[str]:
        said = []
        for _ in range(times):
            page.keyboard.press(key)
            said.append(view.text("#cursor"))
        return said

    said = walked("PageDown", 5)
    assert set(said) == arcs
    assert {one.rsplit(" ", 2)[1] for one in said[:2]} == {"2"}
    assert walked("PageUp", 1) == said[3:4]
    page.keyboard.press("Enter")
    assert said[3].startswith(view.text("#details h2"))
    page.keyboard.press("Escape")

    walked("ArrowUp", 4)
    assert any(walked("ArrowDown", 1)[0].startswith("Libya:") for _ in range(5))
    assert set(walked("PageDown", 2)) == {"Niger → Libya: 1 route", "Libya → Italy: 1 route"}
    assert page.locator("#map .arc.standing").count() == 1


def symbols(view: View) -> dict[str, tuple[float, float, float]]:
    """Return the middle and the radius of each symbol on the map, by its label or words."""
    found: dict[str, tuple[float, float, float]] = view.page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('#map .country')].map((country) => {"
        "const { x, y, width, height } = country.querySelector('.symbol').getBoundingClientRect();"
        "return [country.querySelector('title').textContent.split(':')[0],"
        "[x + width / 2, y + height / 2, Math.max(width, height) / 2]]; }))"
    )
    return found


@pytest.mark.browser
def test_symbols_of_near_countries_lie_apart(opened: Opener) -> None:
    """In the Balkans no symbol covers another; a line leads from one that gave way to where it lies."""
    codes = ("ALB", "BIH", "HRV", "MKD", "MNE", "SRB", "XKX", "SVN", "NGA", "CHN")
    nodes = tuple(Node(code, code, "Case", code, "CLEAR") for code in codes)
    view = opened(Picture("t", nodes, (), "CLEAR"))
    view.page.click("#as-map")

    found = symbols(view)
    assert set(found) == set(codes)
    for a, (ax, ay, ar) in found.items():
        for b, (bx, by, br) in found.items():
            assert a == b or math.hypot(ax - bx, ay - by) > 0.9 * (ar + br)
    assert view.page.locator("#map .leader").count() > 3
    for _ in range(9):
        view.page.click("#zoom-in")
    assert view.page.locator("#map .leader").count() == 0


@pytest.mark.browser
def test_the_map_is_dragged_and_pinched(opened: Opener, corridors: Picture) -> None:
    """One pointer moves the map, two zoom it about the point between them, the wheel about the pointer."""
    view = opened(corridors)
    page = view.page
    page.click("#as-map")
    before = symbols(view)
    host = page.locator("#map").bounding_box()
    assert host is not None
    x, y = host["x"] + 60, host["y"] + 300

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 25)
    page.mouse.up()
    page.mouse.move(x + 90, y + 90)
    after = symbols(view)
    for name, (ax, ay, _) in after.items():
        assert (ax - before[name][0], ay - before[name][1]) == pytest.approx((40, 25), abs=1)

    page.evaluate(
        """([x, y]) => {
          const sheet = document.querySelector("#map > svg");
          const touch = (type, pointerId, dx) => sheet.dispatchEvent(new PointerEvent(type,
            { pointerId, pointerType: "touch", clientX: x + dx, clientY: y, bubbles: true, buttons: 1 }));
          touch("pointerdown", 1, -50);
          touch("pointerdown", 2, 50);
          touch("pointermove", 1, -100);
          touch("pointermove", 2, 100);
          touch("pointerup", 1, -100);
          touch("pointerup", 2, 100);
        }""",
        [x + 300, y],
    )
    pinched = symbols(view)
    for name, (ax, ay, _) in pinched.items():
        wanted = (x + 300 + 2 * (after[name][0] - x - 300), y + 2 * (after[name][1] - y))
        assert (ax, ay) == pytest.approx(wanted, abs=2)

    page.mouse.move(pinched["Libya"][0], pinched["Libya"][1] + 30)
    page.mouse.wheel(0, -100)
    page.wait_for_timeout(100)
    assert symbols(view)["Libya"][0] == pytest.approx(pinched["Libya"][0], abs=1)


@pytest.mark.browser
def test_relationships_of_an_analysis_on_the_map(opened: Opener) -> None:
    """Without routes the map shows nodes and what ties countries, without arrows if there is no direction."""
    nodes = tuple(Node(c, c, "Case", c, "CLEAR") for c in ("ITA", "NGA", "J1"))
    lines = tuple(Relationship("ITA", end, "TIED_TO", weight=2.0, directed=False) for end in ("NGA", "J1"))
    view = opened(Picture("t", nodes, lines, "CLEAR"))

    assert titles(view, "arc") == {"ITA → NGA: 1 relationship"}
    assert view.page.locator("#map .head").count() == 0
    assert "1 relationship not wholly on the map" in view.text("#map-note")
    assert "1 node without a known place" in view.text("#map-note")


@pytest.fixture
def dense() -> Picture:
    """Return 3,000 pairs of a hundred countries with a line each, and three pairs with more."""
    codes = [code for code in outlines() if code][:100]
    ways = [(a, b, 1) for a in codes for b in codes if a < b][:3000]
    ways += [(codes[99], codes[0], 2), (codes[99], codes[1], 2), (codes[99], codes[2], 3)]
    types = ("LINKED_TO", "TIED_TO", "ABOUT")
    return Picture(
        "Dense",
        tuple(Node(code, code, "Case", code, "CLEAR") for code in codes),
        tuple(Relationship(a, b, type_) for a, b, times in ways for type_ in types[:times]),
        "CLEAR",
    )


@pytest.mark.browser
def test_of_many_arcs_the_widest_stand_out(opened: Opener, dense: Picture) -> None:
    """The rest is pale, told of, and brought out by its places; none is left out, equals are alike."""
    view = opened(dense)
    page = view.page
    arcs = titles(view, "arc")
    strong = page.locator("#map .arc:not(.pale)")
    pale = page.locator("#map .arc.pale")

    assert len(arcs) == 3003
    assert set(strong.locator("title").all_text_contents()) == {
        one for one in arcs if not one.endswith(": 1 relationship")
    }
    assert pale.count() == 3000
    assert "Pale: 3,000 arcs of at most 1 relationship each." in view.text("#map-note")
    width = "one => getComputedStyle(one.querySelector('path')).strokeWidth"
    assert pale.first.evaluate(width) == "1px"

    code = next(iter(arcs)).split(" ")[0]
    own = sum(code in one.split(":")[0].split(" → ") for one in arcs)
    place = page.locator("#map .country", has_text=re.compile(f"^{code}:"))
    place.dispatch_event("pointerenter")
    assert page.locator("#map .arc:not(.faded):not(.pale)").count() == own
    place.dispatch_event("pointerleave")
    assert page.locator("#map .arc.faded").count() == 0
    place.locator(".symbol").dispatch_event("click")
    assert page.locator("#map .arc:not(.faded):not(.pale)").count() == own

    covered = sum(math.pi * r * r for _, _, r in symbols(view).values())
    host = page.locator("#map").bounding_box()
    assert host is not None
    assert covered < 0.15 * host["width"] * host["height"]
    assert not view.faults


@pytest.mark.browser
def test_hostile_names_on_the_map(opened: Opener) -> None:
    """Names of countries are text on the map, too."""
    codes = [code for code in outlines() if code][: len(VALUES)]
    nodes = tuple(Node(code, code, "Case", code, "CLEAR") for code in codes)
    names = dict(zip(codes, VALUES, strict=True))
    view = opened(Picture("t", nodes, (), "CLEAR", jurisdiction_names=names))

    said = titles(view, "country")
    # What could turn the sentence about is kept apart by a pair of signs that cannot be seen.
    plain = {name.removeprefix("\u2068").replace("\u2069: 1 node", ": 1 node") for name in said}
    assert {f"{value}: 1 node" for value in VALUES if len(value) < 60} <= said | plain
    assert len(said) == len(VALUES)


@pytest.mark.browser
def test_nothing_on_the_map(opened: Opener, picture: Picture) -> None:
    """A picture whose jurisdictions are on no map says so, and carries no outlines."""
    view = opened(picture)
    view.page.click("#as-map")

    assert view.text("#map .empty") == "Nothing in this picture has a place on the map."


def test_land_is_cut_to_the_panel() -> None:
    """Of an outline that part is left which lies in a rectangle: the same land there, and nothing outside."""
    low, high = (-120.0, -480.0), (240.0, -90.0)
    grid = [(x + 0.37, y + 0.53) for x in range(-110, 240, 31) for y in range(-470, -95, 29)]

    for code, outline in outlines().items():
        part, whole = rings(within(outline, low, high)), rings(outline)
        assert all(low[0] <= x <= high[0] and low[1] <= y <= high[1] for ring in part for x, y in ring), code
        for point in grid:
            assert covers(part, point) == covers(whole, point), (code, point)
    assert within(outlines()["ITA"], low, high) == outlines()["ITA"]
    assert within(outlines()["NZL"], low, high) == ""


def rings(path: str) -> list[list[tuple[float, float]]]:
    """Read the corners of path data, with relative steps or absolute ones."""
    found = []
    for ring in re.findall(r"M([^z]*)z", path):
        numbers = [float(number) for number in re.findall(r"[+-]?[\d.]+", ring)]
        ways = (numbers[::2], numbers[1::2])
        found.append(list(zip(*map(accumulate, ways) if "l" in ring else ways, strict=True)))
    return found


def covers(shape: list[list[tuple[float, float]]], point: tuple[float, float]) -> bool:
    """Tell whether a point lies in a shape: a ray from it crosses its edges an odd number of times."""
    x, y = point
    crossed = 0
    for ring in shape:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            crossed += (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    return crossed % 2 == 1
