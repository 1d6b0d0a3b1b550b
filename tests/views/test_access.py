"""Pages can be read and used by everyone: by axe-core, by keyboard alone, and with motion reduced."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from netgraph.views import Claim, Node, Picture, Relationship, language

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from views.browsing import Opener, View

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules });
  const why = ({ any, all }) => [...any, ...all].map(({ message }) => message);
  return violations.flatMap(({ id, nodes }) => nodes.map((one) => [id, `${one.target}`, ...why(one)]));
}"""


@pytest.fixture
def rich(picture: Picture) -> Picture:
    """Return a picture with something for every face: a route over three countries, and dates."""
    codes = ("NGA", "LBY", "ITA")
    places = tuple(Node(f"L {code}", code, "Location", code, "CLEAR") for code in codes)
    stages = ("Recruitment", "Transit", "Exploitation")
    stops = tuple(
        Relationship("R", place.key, "STOPS_AT", (_stop(number, stages[number]),))
        for number, place in enumerate(places)
    )
    legs = tuple(
        Relationship(start.key, end.key, "LEG", (Claim("s", "1", "CLEAR", first_seen=f"20{20 + n}"),))
        for n, (start, end) in enumerate(pairwise(places))
    )
    route = Node("R", "R-1", "Route", None, "CLEAR", {"year": 2020})
    return replace(
        picture,
        nodes=(*picture.nodes, route, *places),
        relationships=(*picture.relationships, *stops, *legs),
        jurisdiction_names={"NGA": "Nigeria", "LBY": "Libya", "ITA": "Italy"},
    )


def _stop(number: int, stage: str) -> Claim:
    return Claim("s", "1", "CLEAR", "A", "1", properties={"position": number, "stage": stage})


def faces(page: Page) -> list[str]:
    """Return the ids of the buttons that lead to a face."""
    ids: list[str] = page.eval_on_selector_all(
        "header [id^=as-][aria-pressed]", "found => found.map(({ id }) => id)"
    )
    return ids


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_axe_finds_nothing_on_any_face(opened: Opener, rich: Picture, code: str, scheme: str) -> None:
    """Names, roles, contrast at WCAG AA and sizes of targets hold on every face, with details open."""
    page = opened(replace(rich, language=language.load(code))).page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate(AXE)

    assert len(faces(page)) >= 5
    for face in faces(page):
        page.click(f"#{face}")
        assert (face, page.evaluate(FOUND, RULES)) == (face, [])
    page.click("#as-table")
    page.click("#table tbody button")
    assert page.evaluate(FOUND, RULES) == []


def test_axe_finds_what_is_wrong(opened: Opener, rich: Picture) -> None:
    """The check above sees a button without a name and text too pale to be read."""
    page = opened(rich).page
    page.evaluate(AXE)
    page.evaluate(
        """() => {
          document.getElementById("fit").textContent = "";
          document.getElementById("title").style.color = "#ddd";
        }"""
    )

    assert {"button-name", "color-contrast"} <= {rule for rule, *_ in page.evaluate(FOUND, RULES)}


# What has the focus, and whether a reader can see that it has.
FOCUSED = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const ring = getComputedStyle(element, "::after");
  const seen = (one) => parseFloat(one.outlineWidth) > 0 && one.outlineStyle !== "none";
  const framed = ring.content !== "none" && parseFloat(ring.borderTopWidth) > 0;
  element.dataset.reached = "yes";
  return { name: element.id || element.textContent.slice(0, 30) || element.type, tag: element.tagName,
           seen: seen(style) || framed };
}"""
UNREACHED = """() => [...document.querySelectorAll("button, input, select, summary, a[href], [tabindex='0']")]
  .filter((one) => !one.dataset.reached && !one.disabled && one.checkVisibility({ visibilityProperty: true }))
  .map((one) => one.id || one.outerHTML.slice(0, 80))"""


def walk(page: Page) -> list[dict[str, str]]:
    """Press Tab from the top of the page until its end, and return where the focus was."""
    page.evaluate(
        "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
    )
    found: list[dict[str, str]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "BODY":
            break
        found.append(focused)
    return found


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


def test_the_tab_key_reaches_all_controls_of_all_faces_and_is_seen_there(
    opened: Opener, rich: Picture
) -> None:
    """No control is out of reach or left out of sight when it has the focus."""
    page = opened(rich).page
    for face in faces(page):
        tab_to(page, f"#{face}")
        page.keyboard.press("Enter")
        page.evaluate(
            "document.querySelectorAll('[data-reached]').forEach((one) => delete one.dataset.reached)"
        )
        visited = walk(page)

        assert (face, page.evaluate(UNREACHED)) == (face, [])
        assert (face, [where["name"] for where in visited if not where["seen"]]) == (face, [])


def test_every_face_can_be_used_by_keyboard_alone(opened: Opener, rich: Picture) -> None:
    """Each face leads to details with nothing but keys; years narrow what is seen, Escape clears."""
    view = opened(rich)
    page = view.page

    def chosen() -> str:
        heading = page.locator("#details h2")
        return heading.inner_text() if heading.count() else ""

    for face, selector, keys in (
        ("graph", "#graph", ("ArrowRight", "ArrowDown", "Enter")),
        ("map", "#map", ("ArrowDown", "Enter")),
        ("map", "#map", ("ArrowDown", "PageDown", "Enter")),
        ("matrix", "#matrix td", ("ArrowRight", "Home", "End", "Enter")),
        ("paths", "#paths .link", ("Enter",)),
        ("table", "#table tbody button", ("Enter",)),
    ):
        tab_to(page, f"#as-{face}")
        page.keyboard.press("Enter")
        tab_to(page, selector)
        for key in keys:
            page.keyboard.press(key)
        assert chosen(), f"{face} by {keys}"
        page.keyboard.press("Escape")
        assert not chosen(), face

    before = view.text("#counts")
    tab_to(page, "#as-timeline")
    page.keyboard.press("Enter")
    tab_to(page, "#timeline input[type=range]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#counts")).not_to_have_text(before)
    tab_to(page, "#search")
    page.keyboard.type("phone")
    page.keyboard.press("Enter")
    assert "phone 5f3a" in chosen()


def test_with_reduced_motion_nothing_moves_by_itself(opened: Opener, rich: Picture) -> None:
    """Playing is stepping, and no style is animated."""
    view = opened(rich)  # opened with motion reduced
    view.page.click("#as-timeline")
    view.page.click("#play")
    span = view.text("#timeline .span")
    view.page.wait_for_timeout(1200)

    assert span == view.text("#timeline .span")
    assert _moving(view) == []


def _moving(view: View) -> list[str]:
    moving: list[str] = view.page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => {
          const { animationName, transitionDuration } = getComputedStyle(one);
          return animationName !== "none" || parseFloat(transitionDuration) > 0;
        }).map((one) => one.outerHTML.slice(0, 60))"""
    )
    return moving


def test_shape_tells_what_colour_tells(opened: Opener, rich: Picture) -> None:
    """No two types of node in the legend have the same outline."""
    view = opened(rich)
    shapes = view.page.eval_on_selector_all(
        "#node-types path", "found => found.map((one) => one.getAttribute('d'))"
    )

    assert len(shapes) == len(set(shapes)) > 4
