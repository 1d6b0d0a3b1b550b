"""Values made to break out of the page: none runs, none breaks it, each is shown as it was stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from netgraph.views import Claim, Node, Picture, Relationship

if TYPE_CHECKING:
    from views.browsing import Opener

pytestmark = pytest.mark.browser

VALUES = (
    "<script>window.__xss=1</script>",
    "</script><script>window.__xss=2</script>",
    "</SCRIPT ><img src=x onerror=window.__xss=3>",
    "<!--<script>",
    "--><script>window.__xss=4</script>",
    "<![CDATA[ ]]>",
    "</title><script>window.__xss=5</script>",
    "</style><svg onload=window.__xss=6>",
    '" onmouseover="window.__xss=7" x="',
    "' autofocus onfocus='window.__xss=8",
    "javascript:window.__xss=9",
    "data:text/html,<script>parent.__xss=10</script>",
    "https://example.invalid/pixel.png",
    "//example.invalid/a.js",
    '<a href="https://example.invalid/">href</a>',
    "<iframe srcdoc='<script>parent.__xss=11</script>'>",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "{{7*7}}",
    "{% raw %}{{ legend }}{% endraw %}",
    "${window.__xss=12}",
    "`${window.__xss=13}`",
    "\\u003cscript\\u003ewindow.__xss=14",
    "\\",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "quote ' and \" and `",
    "line\u2028separator\u2029paragraph",
    "nul\x00byte and \x1b[31m escape",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200f\u200e",
    "tab\tand\nnewline\r\nand\rreturn",
    "  spaces around  ",
    "emoji 👩🏽‍⚖️🚩 and e\u0301",
    "Đỗ محمد Ωμέγα 北京",
    "NaN",
    "null",
    "0",
    "-1",
    "x" * 100_000,
    "\u0301" * 2_000,
)


def claim(value: str) -> Claim:
    """Return a claim that says one value in every field."""
    return Claim(value, value, value, value, value, value, value, value, {value: value})


@pytest.fixture(scope="module")
def hostile() -> Picture:
    """Return a picture with every value in every field."""
    nodes = tuple(
        Node(value, value, value, value, value, {value: value}, (value, f"alias {value}")) for value in VALUES
    )
    ends = zip(VALUES, VALUES[1:] + VALUES[:1], strict=True)
    return Picture(
        title=" ".join(VALUES),
        nodes=nodes,
        relationships=tuple(Relationship(start, end, start, (claim(start),)) for start, end in ends),
        marking="RED",  # what is no TLP word counts as RED
        notes=VALUES,
        generated={value: value for value in VALUES},
        weights=VALUES[0],
        jurisdiction_names={value: value for value in VALUES},
    )


def test_everything_is_shown_as_stored(opened: Opener, hostile: Picture) -> None:
    """Title, notes, origin, legend and table show each value unchanged."""
    view = opened(hostile)

    assert hostile.title == view.text("#title")
    assert list(VALUES) == view.texts("#about .notes li")
    assert list(VALUES) == view.texts("#about dt") == view.texts("#about dd")
    assert set(VALUES) == set(view.texts("#node-types bdi")) == set(view.texts("#line-types bdi"))
    assert {f"{value} ({value})" for value in VALUES} == set(view.texts("#jurisdictions bdi"))
    assert view.text("#counts").startswith(f"{len(VALUES)} nodes · {len(VALUES)} relationships")
    assert {value for value in VALUES if len(value) < 200} <= {row[0] for row in view.table()}


def test_details_are_shown_as_stored(opened: Opener, hostile: Picture) -> None:
    """The details of each node and its claims show each value unchanged."""
    view = opened(hostile)
    view.page.click("#as-table")

    details = view.page.evaluate(
        """() => [...document.querySelectorAll("#table tbody button")].map((row) => {
          row.click();
          const texts = (selector) =>
            [...document.querySelectorAll(`#details ${selector}`)].map((element) => element.textContent);
          return {
            label: texts("h2")[0], kind: texts(".kind bdi"),
            names: texts("> dl dt"), facts: texts("> dl dd"),
            verbs: texts(".verb bdi"), heads: texts(".claim .from bdi"),
            claims: texts(".claim dd"), claimNames: texts(".claim dt"),
          };
        })"""
    )

    assert set(VALUES) == {shown["label"] for shown in details}
    before = dict(zip(VALUES[1:] + VALUES[:1], VALUES, strict=True))
    for shown in details:
        value = shown["label"]
        both = {value, before[value]}
        assert [value, f"{value} ({value})", value] == shown["kind"]
        assert ["Key", "Also known as", value] == shown["names"]
        assert [value, f"{value}; alias {value}", value] == shown["facts"]
        assert both == set(shown["verbs"])
        assert both | {part * 2 for part in both} == set(shown["heads"])
        assert both == set(shown["claims"])
        assert both <= set(shown["claimNames"])


def test_hostile_values_can_be_used(opened: Opener, hostile: Picture) -> None:
    """Searching, filtering, hovering and walking over hostile values works as over others."""
    view = opened(hostile)
    page = view.page

    for value in ("__proto__", "{{7*7}}", "</script>", "constructor"):
        view.find(value)
        assert value in view.text("#details h2")
    for box in page.locator("#node-types input").all()[:6]:
        box.click()
    assert view.text("#counts").startswith(f"{len(VALUES) - 6} of {len(VALUES)} nodes")
    for x in range(300, 980, 60):
        page.mouse.move(x, 420)
        page.mouse.click(x, 430)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def test_the_matrix_shows_hostile_values_as_stored(opened: Opener, hostile: Picture) -> None:
    """Names of rows and columns are text, and each cell can be selected and lists what is in it."""
    view = opened(hostile)
    view.page.click("#as-matrix")

    rows = set(view.texts("#matrix tbody th"))
    assert {f"{value} ({value})" for value in VALUES if len(value) < 13} <= rows
    assert len(VALUES) == view.page.locator("#matrix tbody tr").count()
    titles = view.page.evaluate(
        """() => [...document.querySelectorAll("#matrix td:not(:empty):not(.axes)")].map((cell) => {
          cell.click();
          return ["h2", ".claim dd"].flatMap((selector) =>
            [...document.querySelectorAll(`#details ${selector}`)].map((element) => element.textContent));
        })"""
    )
    before = dict(zip(VALUES[1:] + VALUES[:1], VALUES, strict=True))
    expected = {f"{start} ({start}) → {end} ({end})": {start} for end, start in before.items()}
    assert expected == {title: set(facts) for title, *facts in titles}


def test_hostile_dates_give_no_years(opened: Opener) -> None:
    """Dates that are none, in nodes, claims and positions, are undated and break neither bars nor routes."""
    nodes = (
        *(Node(v, v, "Route", "ITA", "CLEAR", {"opened": v, "began": v, "year": v}) for v in VALUES),
        Node("place", "place", "Location", "NGA", "CLEAR", {"year": 2020}),
    )
    lines = tuple(
        Relationship(
            v,
            "place",
            "STOPS_AT",
            (Claim("s", "r", "CLEAR", first_seen=v, properties={"position": v, "arrived": v}),),
        )
        for v in VALUES
    )
    view = opened(Picture("t", nodes, lines, "CLEAR"))

    assert view.texts(".bars .unseen") == ["2020: 1 of 1 node"]
    for face in ("timeline", "matrix", "paths", "table", "graph"):
        view.page.click(f"#as-{face}")
    view.page.uncheck("#undated")
    expect(view.page.locator("#counts")).to_have_text(re.compile("^1 of"))


def test_tooltips_are_text(opened: Opener) -> None:
    """The tooltip of a node shows markup as text."""
    value = "<b>bold</b><img src=x onerror=window.__xss=1>"
    view = opened(Picture("t", (Node("a", value, "Person", None, "CLEAR", x=0.0, y=0.0),), (), "CLEAR"))
    canvas = view.page.locator("#graph canvas").bounding_box()
    assert canvas is not None

    view.page.mouse.move(canvas["x"] + canvas["width"] / 2 + 2, canvas["y"] + canvas["height"] / 2 + 8)
    view.page.wait_for_selector(".vis-tooltip", state="visible")

    assert value in view.text(".vis-tooltip")
    assert view.page.locator(".vis-tooltip b, .vis-tooltip img").count() == 0


def test_half_a_surrogate_pair(opened: Opener) -> None:
    """Text that UTF-8 cannot hold is drawn all the same."""
    broken = "half \ud83d pair"
    view = opened(Picture(broken, (Node(broken, broken, "Person", None, "CLEAR"),), (), "CLEAR"))

    assert view.page.evaluate("document.getElementById('title').textContent === 'half \\ud83d pair'")
    assert view.text("#counts").startswith("1 node ")
