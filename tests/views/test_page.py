"""The page in a real browser: what it shows, what it does, and that it keeps to itself."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from netgraph.views import Node, Picture, Relationship

if TYPE_CHECKING:
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser

BLUE, ORANGE, PURPLE, BLACK = "#0072B2", "#E69F00", "#CC79A7", "#000000"


def crowd(count: int) -> Picture:
    """Return a picture of many nodes in ten jurisdictions; lower numbers are better connected."""
    nodes = tuple(
        Node(f"n{i:04d}", f"Person number {i}", "Person", f"J{i % 10}", "CLEAR") for i in range(count)
    )
    lines = tuple(
        Relationship(f"n{i:04d}", f"n{i * i % max(1, i // 3 + 1):04d}", "LINKED_TO") for i in range(1, count)
    )
    return Picture("A crowd", nodes, lines, "CLEAR")


def test_draws_every_node(opened: Opener, picture: Picture) -> None:
    """The canvas carries each type's colour, and counts and table name every node and relationship."""
    view = opened(picture)

    colours = view.colours()
    assert all(colours.get(colour, 0) > 50 for colour in (BLUE, ORANGE, PURPLE, BLACK))
    assert view.text("#counts") == "6 nodes · 5 relationships · 7 claims"
    assert {node.label for node in picture.nodes} == {row[0] for row in view.table()}


def test_touching_everything_stays_on_the_page(opened: Opener, picture: Picture) -> None:
    """No control, and no place on the canvas, makes a request, an error or an exception."""
    view = opened(picture)
    page = view.page

    for x in range(260, 980, 90):
        for y in range(100, 760, 90):
            page.mouse.click(x, y)
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -300)
    page.mouse.wheel(0, 600)
    page.fill("#search", "case")
    for selector in ("#hits button", "button", "input[type=checkbox]", "summary", "#details button", "th"):
        for control in page.locator(selector).all():
            if control.is_visible():
                control.click()
    for key in ("ArrowUp", "ArrowLeft", "Enter", "+", "-", "0", "Escape", "Tab"):
        page.press("#graph", key) if page.locator("#graph").is_visible() else page.keyboard.press(key)

    assert view.requests == []
    assert view.faults == []


@pytest.mark.parametrize(
    ("wanted", "label"),
    [
        ("moldova", "Moldova"),
        ("RO-2022", "Case RO-2022-9"),
        ("nica", "Person P-4"),
        ("THE DRIVER", "Person P-4"),
        ("id:5f", "phone 5f3a"),
    ],
)
def test_search_finds(opened: Opener, picture: Picture, wanted: str, label: str) -> None:
    """Search looks in labels, aliases and keys, whatever the case and with or without accents."""
    view = opened(picture)

    view.page.fill("#search", wanted)
    assert label in view.texts("#hits bdi")
    assert view.text("#matches") == "1 match"

    view.page.press("#search", "Enter")
    assert label == view.text("#details h2")


def test_search_says_when_it_finds_nothing(opened: Opener, picture: Picture) -> None:
    """A search without a hit says so instead of showing nothing."""
    view = opened(picture)

    view.page.fill("#search", "no such thing")

    assert view.text("#matches") == "0 matches"
    assert view.texts("#hits li") == []


def test_type_filter_hides_nodes_and_their_relationships(opened: Opener, picture: Picture) -> None:
    """An unticked node type is not drawn, not counted and not in the table; ticked again it is back."""
    view = opened(picture)

    view.tick("node-types", "Person")
    assert ORANGE not in view.colours()
    assert view.text("#counts") == "5 of 6 nodes · 2 of 5 relationships · 2 of 7 claims"
    assert "Person P-4" not in [row[0] for row in view.table()]

    view.tick("node-types", "Person")
    assert view.colours()[ORANGE] > 50
    assert view.text("#counts") == "6 nodes · 5 relationships · 7 claims"


def test_relationship_filter_and_unconnected_nodes(opened: Opener, picture: Picture) -> None:
    """Unticked relationship types leave their nodes, until unconnected nodes are to be hidden."""
    view = opened(picture)

    view.tick("line-types", "INVOLVED_IN")
    view.tick("line-types", "USES")
    assert view.text("#counts") == "6 nodes · 2 of 5 relationships · 2 of 7 claims"

    view.page.check("#hide-loose")
    assert view.text("#counts") == "4 of 6 nodes · 2 of 5 relationships · 2 of 7 claims"


def test_jurisdiction_filter(opened: Opener, picture: Picture) -> None:
    """Jurisdictions are filtered by name, those without one under their own entry, and all at once."""
    view = opened(picture)

    assert view.texts("#jurisdictions bdi") == ["Moldova (MD)", "Romania (RO)", "not stated"]
    view.tick("jurisdictions", "not stated")
    assert view.text("#counts").startswith("5 of 6 nodes")

    view.page.click("#jurisdictions button:text('none')")
    assert view.text("#counts").startswith("0 of 6 nodes")
    assert {colour: count for colour, count in view.colours().items() if colour in {BLUE, ORANGE}} == {}

    view.page.click("#jurisdictions button:text('all')")
    assert view.text("#counts").startswith("6 nodes")


def test_search_brings_back_what_is_filtered_out(opened: Opener, picture: Picture) -> None:
    """Selecting a hit that a filter hides makes its type and jurisdiction visible again."""
    view = opened(picture)
    view.tick("node-types", "Person")

    view.find("P-4")

    assert view.text("#details h2") == "Person P-4"
    assert view.text("#counts").startswith("6 nodes")


def test_details_of_a_node_list_every_claim(opened: Opener, picture: Picture) -> None:
    """A node shows its properties, then each claim with source, record, grade, marking, owner and dates."""
    view = opened(picture)

    view.find("MD-2021")

    assert view.text("#details h2") == "Case MD-2021-1"
    facts = dict(zip(view.texts("#details > dl dt"), view.texts("#details > dl dd"), strict=True))
    assert facts == {"Key": "md:C-1", "opened": "2021-03-01"}
    assert "TLP:AMBER" in view.texts("#details .kind bdi")
    assert sorted(view.texts("#details summary"), reverse=True) == ["3 claims", "1 claim"]
    assert {"policeB2TLP:AMBER", "ngoB2TLP:AMBER", "courtB2TLP:AMBER"} == set(view.texts(".claim .from"))
    for record in ("R-1", "R-2", "R-3", "R-6"):
        claim = view.page.locator(".claim", has=view.page.get_by_text(record, exact=True))
        names, values = claim.locator("dt").all_text_contents(), claim.locator("dd").all_text_contents()
        assert {
            "Record": record,
            "Owner": "MD",
            "First seen": "2020-01-31",
            "Last seen": "2021-06",
            "role": "facilitator",
        } == dict(zip(names, values, strict=True))


def test_details_of_a_relationship(opened: Opener, picture: Picture) -> None:
    """A click on a line shows its ends and each of its claims."""
    two = replace(
        picture,
        nodes=(replace(picture.nodes[2], x=0.0, y=0.0), replace(picture.nodes[0], x=1.0, y=0.0)),
        relationships=picture.relationships[:2],
    )
    view = opened(two)
    canvas = view.page.locator("#graph canvas").bounding_box()
    assert canvas is not None

    view.page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2 + 8)

    assert view.text("#details h2") == "INVOLVED_IN"
    assert view.text("#details .ends") == "Person P-4 → Case MD-2021-1"
    assert [record for record in view.texts("#details dd") if record.startswith("R-")] == [
        "R-1",
        "R-2",
        "R-3",
    ]


def test_a_line_with_a_weight_shows_it(opened: Opener, picture: Picture) -> None:
    """A relationship of an analysis, with a weight and no claims, says what its width stands for."""
    view = opened(replace(picture, relationships=(Relationship("md:P-4", "ro:C-9", "TIED_TO", weight=12.5),)))

    view.find("P-4")

    assert view.text("#counts") == "6 nodes · 1 relationship"
    assert view.texts("#details .relation .quiet") == ["weight 12.5"]
    assert "greater its weight" in view.text("#reading")


def test_notes_and_origin_are_on_the_page(opened: Opener, picture: Picture) -> None:
    """What was left out, what a measure does not mean and where it came from can be read at once."""
    view = opened(picture)

    assert list(picture.notes) == view.texts("#about .notes li")
    assert view.texts("#about dt") == ["netgraph", "seed"]
    assert view.page.locator("#about .notes").is_visible()


@pytest.mark.parametrize(
    ("marking", "colour"),
    [
        ("CLEAR", "rgb(255, 255, 255)"),
        ("GREEN", "rgb(51, 255, 0)"),
        ("AMBER", "rgb(255, 192, 0)"),
        ("AMBER+STRICT", "rgb(255, 192, 0)"),
        ("RED", "rgb(255, 43, 43)"),
    ],
)
def test_marking_stands_top_and_bottom(opened: Opener, marking: str, colour: str) -> None:
    """The TLP 2.0 word is shown at top and bottom in its colour on black and in the title, scripts or not."""
    marked = Picture("Marked", (Node("a", "a", "Case", None, "CLEAR"),), (), marking)
    for view in (opened(marked), opened(marked, scripts=False)):
        banners = view.page.locator(".marking")
        boxes = [banner.bounding_box() for banner in banners.all()]

        assert [f"TLP:{marking}"] * 2 == banners.all_text_contents()
        assert f"TLP:{marking} - Marked" == view.page.title()
        assert [boxes[0] and boxes[0]["y"], boxes[1] and boxes[1]["y"] + boxes[1]["height"]] == [0, 800]
        if view.page.evaluate("document.documentElement.dataset.drawn") is None:
            continue
        for banner in banners.all():
            style = banner.evaluate("(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
            assert [colour, "rgb(0, 0, 0)"] == style


def test_legend_pairs_shape_and_colour(opened: Opener, picture: Picture) -> None:
    """Each node type stands in the legend with a shape and a colour of its own and with its count."""
    view = opened(picture)

    signs = view.page.evaluate(
        "() => [...document.querySelectorAll('#node-types label')].map((row) => ["
        "row.querySelector('bdi').textContent, row.querySelector('.count').textContent,"
        "row.querySelector('path').getAttribute('d'), row.querySelector('path').getAttribute('fill')])"
    )
    assert [(name, count) for name, count, _, _ in signs] == [
        ("Case", "2"),
        ("Person", "1"),
        ("Jurisdiction", "2"),
        ("Identifier", "1"),
    ]
    assert 4 == len({path for _, _, path, _ in signs}) == len({colour for _, _, _, colour in signs})


def test_keyboard_walks_selects_and_clears(opened: Opener, picture: Picture) -> None:
    """The graph takes the focus visibly; arrows walk, Enter selects, Escape clears."""
    view = opened(picture)
    page = view.page

    page.focus("#fit")
    while page.evaluate("document.activeElement.id") != "graph":
        page.keyboard.press("Tab")
    border = page.evaluate("getComputedStyle(document.getElementById('graph'), '::after').borderTopWidth")
    assert border == "3px"

    page.keyboard.press("ArrowRight")
    assert view.text("#cursor").startswith("Person P-4, Person, 3 relationships")
    visited = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown") * 3:
        page.keyboard.press(key)
        visited.add(view.text("#cursor"))
    assert len(visited) > 2

    page.keyboard.press("Enter")
    assert view.text("#cursor").startswith(view.text("#details h2"))
    page.keyboard.press("Escape")
    assert view.text("#details") == ""


def test_table_selects(opened: Opener, picture: Picture) -> None:
    """The table works by keyboard alone and leads back to the graph."""
    view = opened(picture)
    page = view.page
    page.focus("#as-table")
    page.keyboard.press("Enter")

    page.focus("#table tbody tr:nth-child(1) button")
    page.keyboard.press("Enter")
    assert view.text("#details h2") == "Person P-4"
    assert view.texts("#table tr.chosen button") == ["Person P-4"]

    page.click("#details button:text('Show in graph')")
    assert page.locator("#table").is_hidden()


def test_table_sorts(opened: Opener, picture: Picture) -> None:
    """A heading sorts by its column, by keyboard too; a second time the other way round, and says so."""
    view = opened(picture)
    page = view.page
    page.click("#as-table")

    def press(name: str) -> tuple[list[str], str | None]:
        page.locator("#table thead").get_by_role("button", name=name, exact=True).press("Enter")
        assert page.evaluate("document.activeElement.textContent") == name
        column = [*view.texts("#table thead th")].index(name) + 1
        heading = page.locator("#table th", has_text=re.compile(f"^{name}$"))
        return view.texts(f"#table tbody td:nth-child({column})"), heading.get_attribute("aria-sort")

    names = ["Case MD-2021-1", "Case RO-2022-9", "Moldova", "Person P-4", "phone 5f3a", "Romania"]
    assert press("Node") == (names, "ascending")
    assert press("Node") == (names[::-1], "descending")
    assert press("Relationships") == (["3", "2", "2", "1", "1", "1"], "descending")
    assert press("Relationships") == (["1", "1", "1", "2", "2", "3"], "ascending")
    assert view.text("#table caption") == "6 nodes in view, by relationships"


def labels_of(view: View) -> list[dict[str, float | str]]:
    """Return the labels of the frame drawn last, once the canvas is at rest."""
    view.page.wait_for_timeout(100)
    found: list[dict[str, float | str]] = view.page.evaluate("window.__labels")
    return found


# Where area names and symbols stand in the drawing that is printed.
DRAWN = """() => {
  dispatchEvent(new Event("beforeprint"));
  const all = (css) => [...document.querySelectorAll(`#snapshot ${css}`)];
  const texts = all("text[font-weight='600'][fill='#52606d']");
  const names = texts.map((one) => [+one.getAttribute("x"), +one.getAttribute("y")]);
  const moved = all("path[fill='#e69f00']").map((one) => one.transform.baseVal.consolidate().matrix);
  const symbols = moved.map(({ e, f }) => [e, f]);
  dispatchEvent(new Event("afterprint"));
  return { names, symbols };
}"""


def test_labels_do_not_overlap(opened: Opener) -> None:
    """At 300 nodes the best connected are named, no label covers another, and closer up there are more."""
    view = opened(crowd(300))

    labels = labels_of(view)
    people = [label["text"] for label in labels if str(label["text"]).startswith("Person")]
    assert "Person number 0" in people
    assert 5 < len(people) < 100
    for a, b in combinations(labels, 2):
        apart = abs(float(a["x"]) - float(b["x"])) >= (float(a["width"]) + float(b["width"])) / 2
        assert apart or abs(float(a["y"]) - float(b["y"])) >= 12, (a, b)

    found = view.page.evaluate(DRAWN)
    assert (len(found["names"]), len(found["symbols"])) == (10, 300)
    for x, y in found["names"]:
        assert not [at for at in found["symbols"] if abs(at[0] - x) < 8 and abs(at[1] - y) < 7]

    view.find("number 17")
    for _ in range(3):
        view.page.click("#zoom-in")
    shown = {label["text"] for label in labels_of(view)}
    assert "Person number 17" in shown


def test_a_large_picture_opens(opened: Opener) -> None:
    """1,500 nodes are drawn and can be searched and filtered."""
    view = opened(crowd(1500))

    assert view.text("#counts").startswith("1,500 nodes · 1,499 relationships")
    view.find("number 1444")
    assert view.text("#details h2") == "Person number 1444"
    view.tick("jurisdictions", "J3")
    assert view.text("#counts").startswith("1,350 of 1,500 nodes")


def test_nothing_to_draw(opened: Opener) -> None:
    """An empty picture says so."""
    view = opened(Picture("Empty", (), (), "CLEAR"))

    assert view.text("#graph .empty") == "There is nothing to draw in this picture."
    assert view.text("#counts").startswith("0 nodes")


def test_numbers_that_are_none(opened: Opener) -> None:
    """NaN, infinite, negative and huge weights, NaN coordinates and loops are drawn like others."""
    weights = (float("nan"), float("inf"), float("-inf"), -3.0, 1e300, 5.0)
    nodes = tuple(
        Node(f"n{i}", f"n{i}", "Person", "MD", "CLEAR", {"w": w}, (), w, x=float("nan"), y=1.0)
        for i, w in enumerate(weights)
    )
    lines = tuple(Relationship(f"n{i}", f"n{i // 2}", "LINKED_TO", weight=w) for i, w in enumerate(weights))
    view = opened(Picture("Odd numbers", nodes, lines, "CLEAR"))

    assert view.text("#counts").startswith("6 nodes · 6 relationships")
    assert view.colours()[ORANGE] > 100


@pytest.mark.parametrize("face", ["graph", "map", "matrix", "timeline", "paths", "table"])
def test_every_face_is_printed_with_its_marking(opened: Opener, picture: Picture, face: str) -> None:
    """On paper no face lies over the marking, the heading or another part of the page."""
    placed = replace(picture, nodes=tuple(replace(node, jurisdiction="ITA") for node in picture.nodes))
    view = opened(placed)
    view.page.click(f"#as-{face}")
    view.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    view.page.emulate_media(media="print")

    boxes = [
        box
        for selector in (".marking >> nth=0", "#title", "#counts", "main", "#about", ".marking >> nth=1")
        if (box := view.page.locator(selector).bounding_box())
    ]
    seen = {"graph": "#snapshot", "table": "#timeline"}.get(face, f"#{face}")  # the table is printed last
    shown = view.page.locator(seen).bounding_box()
    timeline = view.page.locator("#timeline").bounding_box()
    main = boxes[3]
    assert len(boxes) == 6
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"] + 1
    for part in (shown, timeline):
        assert part is not None
        assert part["height"] > 30
        assert main["y"] <= part["y"] + 1
        assert part["y"] + part["height"] <= main["y"] + main["height"] + 1
    if face not in {"timeline", "table"} and shown and timeline:
        assert shown["y"] + shown["height"] <= timeline["y"] + 1


def test_policy_is_in_force(opened: Opener, picture: Picture) -> None:
    """A script or style put into the page does not run, markup cannot be made from strings, nothing loads."""
    view = opened(picture)

    view.page.evaluate(
        """async () => {
          for (const tag of ["script", "style"]) {
            const element = document.createElement(tag);
            element.append(tag === "script" ? "window.__xss = 1" : "body { display: none !important }");
            document.head.append(element);
          }
          try {
            document.body.innerHTML += "<b>x</b>";
          } catch (error) {
            window.__markup = error.name;
          }
          await fetch("https://example.invalid/").catch(() => {});
        }"""
    )

    assert view.page.evaluate("window.__markup") == "TypeError"
    assert view.page.evaluate("window.__xss === undefined")
    assert view.page.evaluate("getComputedStyle(document.body).display") == "grid"
    refused = {entry.split()[0] for entry in view.page.evaluate("window.__refused")}
    assert {"require-trusted-types-for", "style-src-elem", "connect-src"} <= refused
    assert view.requests == []
    view.page.evaluate("window.__refused = []")
    view.faults.clear()  # the refusals themselves
