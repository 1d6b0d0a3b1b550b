"""The matrix in a real browser: what it counts, how it is walked, and what it shares with the other faces."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from netgraph.views import Claim, Node, Picture, Relationship

if TYPE_CHECKING:
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser


def matrix(view: View) -> dict[tuple[str, str], int]:
    """Return the counts by the names of row and column."""
    view.page.click("#as-matrix")
    found: list[tuple[str, str, str]] = view.page.evaluate(
        """() => {
          const heads = [...document.querySelectorAll("#matrix thead th")].map((cell) => cell.textContent);
          return [...document.querySelectorAll("#matrix tbody tr")].flatMap(({ cells: [name, ...counts] }) =>
            counts.map((cell, i) => [name.textContent, heads[i], cell.textContent]));
        }"""
    )
    return {(row, column): int(text) for row, column, text in found if text}


@pytest.fixture
def routes() -> Picture:
    """Return three routes over four places of three countries, one of them with a single stop."""
    places = {"NGA/lagos": "NGA", "NER/agadez": "NER", "NLD/ams": "NLD", "NLD/rot": "NLD"}
    courses = {
        "r1": ("NGA/lagos", "NER/agadez", "NLD/ams"),
        "r2": ("NGA/lagos", "NLD/rot"),
        "r3": ("NLD/rot",),
    }
    return Picture(
        "Routes",
        (
            *(Node(key, key, "Location", country, "CLEAR") for key, country in places.items()),
            *(Node(key, key, "Route", "NLD", "AMBER") for key in courses),
        ),
        tuple(
            Relationship(route, place, "STOPS_AT", (Claim("s", route, "AMBER", properties={"position": i}),))
            for route, course in courses.items()
            for i, place in enumerate(course)
        ),
        "AMBER",
        jurisdiction_names={"NGA": "Nigeria"},
    )


def test_counts_relationships_between_jurisdictions(opened: Opener, picture: Picture) -> None:
    """A cell counts the relationships from one jurisdiction to another; others are said to be out."""
    view = opened(picture)

    home = {node.key: node.jurisdiction for node in picture.nodes}
    lines = {(line.start, line.end, line.type) for line in picture.relationships}
    expected = Counter((home[start], home[end]) for start, end, _ in lines if home[start] and home[end])
    names = {"MD": "Moldova (MD)", "RO": "Romania (RO)"}
    assert matrix(view) == {(names[a], b): n for (a, b), n in expected.items() if a and b}
    assert "1 relationship left out: the jurisdiction of an end is not stated" in view.text("#matrix-help")


def test_filters_reach_the_matrix(opened: Opener, picture: Picture) -> None:
    """What is unticked is not counted, and the rows keep their order."""
    view = opened(picture)
    before = matrix(view)
    heads = view.texts("#matrix thead th")

    view.tick("line-types", "INVOLVED_IN")

    assert sum(before.values()) == 4
    assert matrix(view) == {("Moldova (MD)", "MD"): 1, ("Romania (RO)", "RO"): 1}
    assert view.texts("#matrix thead th") == heads


def test_routes_by_origin_and_destination(opened: Opener, routes: Picture) -> None:
    """A picture of routes counts them from first to last stop, and says which it cannot count."""
    view = opened(routes)

    assert matrix(view) == {("Nigeria (NGA)", "NLD"): 2}
    assert view.texts("#matrix tbody th") == ["Nigeria (NGA)"]
    assert view.texts("#matrix thead th") == ["NLD"]
    assert view.texts("#matrix .axes") == ["origin ↓ destination →"]
    assert "1 route left out: fewer than two stops are known" in view.text("#matrix-help")

    view.page.select_option("#matrix .counting", "line")
    assert matrix(view)["NLD", "NGA"] == 2

    view.page.select_option("#matrix .counting", "route")
    view.page.click("#matrix td:text('2')")
    assert view.text("#details h2") == "Nigeria (NGA) → NLD"
    assert view.texts("#details .relation .quiet") == [
        "NGA/lagos → NER/agadez → NLD/ams",
        "NGA/lagos → NLD/rot",
    ]


def test_what_has_no_direction_counts_both_ways(opened: Opener) -> None:
    """An undirected relationship stands in both cells, or is left out once, and the page says so."""
    nodes = tuple(Node(place or "?", "a", "Case", place, "CLEAR") for place in ("ITA", "NGA", None))
    lines = tuple(Relationship("ITA", end, "TIED_TO", weight=3.0, directed=False) for end in ("NGA", "?"))
    view = opened(Picture("t", nodes, lines, "CLEAR"))

    assert matrix(view) == {("ITA", "NGA"): 1, ("NGA", "ITA"): 1}
    assert "counts both ways" in view.text("#matrix-help")
    assert "1 relationship left out" in view.text("#matrix-help")


def test_a_cell_is_selected_in_every_face(opened: Opener, picture: Picture) -> None:
    """A cell lists its relationships with their claims, and marks its nodes in the table; Escape clears."""
    view = opened(picture)
    page = view.page
    page.click("#as-matrix")

    page.click("#matrix td[aria-label^='Moldova (MD) to Romania (RO)']")
    assert view.text("#details h2") == "Moldova (MD) → Romania (RO)"
    assert view.texts("#details h3") == ["1 relationship"]
    assert "R-4" in view.texts("#details .claim dd")
    assert page.locator("#matrix td[aria-selected=true]").count() == 1

    page.click("#as-table")
    assert set(view.texts("#table tr.chosen button")) == {"Person P-4", "Case RO-2022-9"}
    page.keyboard.press("Escape")
    assert view.texts("#table tr.chosen button") == []
    assert view.text("#details") == ""


def test_a_node_is_marked_in_the_matrix(opened: Opener, picture: Picture) -> None:
    """The cells that hold relationships of the selected node are marked."""
    view = opened(picture)
    view.find("C-9")
    view.page.click("#as-matrix")

    marked = view.page.locator("#matrix td[aria-selected=true]")
    assert {cell.get_attribute("aria-label") for cell in marked.all()} == {
        "Moldova (MD) to Romania (RO): 1 relationship",
        "Romania (RO) to Romania (RO): 1 relationship",
    }


def test_the_keyboard_walks_the_matrix(opened: Opener, picture: Picture) -> None:
    """One cell takes the focus visibly; arrows move, Enter selects, and edges stop."""
    view = opened(picture)
    page = view.page
    page.focus("#as-matrix")
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.tagName") != "TD":
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"

    walked = []
    for key in ("ArrowUp", "ArrowRight", "ArrowRight", "ArrowDown", "Home", "End"):
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.getAttribute('aria-label')").split(":")[0])
    moldova, romania = "Moldova (MD)", "Romania (RO)"
    first, second = (moldova, romania) if walked[0].startswith(moldova) else (romania, moldova)
    assert walked == [
        f"{a} to {b}"
        for a, b in (
            (first, first),
            (first, second),
            (first, second),
            (second, second),
            (second, first),
            (second, second),
        )
    ]
    assert page.locator("#matrix td[tabindex='0']").count() == 1

    page.keyboard.press("Enter")
    assert view.text("#details h2") == f"{second} → {second}"


def test_many_jurisdictions_are_gathered_not_dropped(opened: Opener) -> None:
    """Past sixty the rest share one row; the sum of all cells stays."""
    nodes = tuple(Node(f"n{i}", f"n{i}", "Case", f"J{i:03d}", "CLEAR") for i in range(90))
    lines = tuple(Relationship(f"n{i}", f"n{(7 * i + 1) % 90}", "LINKED_TO") for i in range(90))
    view = opened(Picture("t", nodes, lines, "CLEAR"))

    found = matrix(view)

    assert sum(found.values()) == 90
    assert len(view.texts("#matrix thead th")) == 60
    assert "31 others" in view.texts("#matrix tbody th")
    shared = view.page.locator("#matrix td[aria-label^='31 others to 31 others']")
    assert "shade" in (shared.get_attribute("class") or "")  # between many is not within one


def test_nothing_between_jurisdictions(opened: Opener) -> None:
    """A picture without jurisdictions says so."""
    view = opened(Picture("t", (Node("a", "a", "Case", None, "CLEAR"),), (), "CLEAR"))
    view.page.click("#as-matrix")

    assert view.text("#matrix .empty") == "Nothing in this picture lies between jurisdictions."
