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
    "<svg><script>window.__xss=15</script></svg>",
    "<math><maction actiontype='statusline' xlink:href='javascript:window.__xss=16'>x",
    "<style>@import 'https://example.invalid/a.css'; * { display: none }</style>",
    "<link rel=prefetch href=https://example.invalid/p><link rel=preconnect href=//example.invalid>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid/'>",
    "<base href=https://example.invalid/>",
    "<object data=https://example.invalid/o><embed src=https://example.invalid/e>",
    "<form action=https://example.invalid/f><button autofocus>send</button></form>",
    "<details open ontoggle=window.__xss=17><video src=x onerror=window.__xss=18>",
    "<template><script>window.__xss=19</script></template>",
    "url(https://example.invalid/x.png)",
    "file:///etc/passwd",
    "vbscript:window.__xss=20",
    "';window.__xss=21//",
    "]]> --!> */ #}",
    "%3Cscript%3E %00 %u0000",
    "$& $1 $` $'",
    "{n} {shown} {from} {arrow}",
    "valueOf",
    "then",
    "__defineGetter__",
    "undefined",
    "Infinity",
    "-Infinity",
    "1e999",
    "[object Object]",
    '=HYPERLINK("https://example.invalid","x")',
    "+1+cmd|' /C calc'!A0",
    "\ufeffbyte order mark, zero\u200bwidth\u200djoiners\u00ad",
    "\u2066\u2067\u2068 isolates that nothing closes",
    "\u2069\u2069\u202c\u202d closes what it did not open",
    "\x00",
    "\ufffe\uffff\U0010ffff no characters",
    "\x7f\x80\x85\x9f controls",
    "\u2028",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 300,
    "Z" + "\u0335\u0336\u0489" * 1_000 + "algo",
    "\u05e2\u05d1\u05e8\u05d9\u05ea \u200f(abc)\u200f \u0661\u0662\u0663",
    "x" * 100_000,
    "\u0301" * 2_000,
)
SHORT = tuple(value for value in VALUES if len(value) < 200)


def test_the_corpus_is_large() -> None:
    """Sixty values at least, each once."""
    assert len(VALUES) == len(set(VALUES)) >= 60


def claim(value: str) -> Claim:
    """Return a claim that says one value in every field."""
    return Claim(value, value, value, value, value, value, value, value, {value: value})


@pytest.fixture(scope="module")
def hostile() -> Picture:
    """Return a picture with every value in every field."""
    return picture_of(VALUES)


def picture_of(values: tuple[str, ...]) -> Picture:
    """Return a picture with each of some values in every field."""
    nodes = tuple(
        Node(value, value, value, value, value, {value: value}, (value, f"alias {value}")) for value in values
    )
    ends = zip(values, values[1:] + values[:1], strict=True)
    return Picture(
        title=" ".join(values),
        nodes=nodes,
        relationships=tuple(Relationship(start, end, start, (claim(start),)) for start, end in ends),
        marking="RED",  # what is no TLP word counts as RED
        notes=values,
        generated={value: value for value in values},
        weights=values[0],
        jurisdiction_names={value: value for value in values},
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


# A matrix has room for sixty jurisdictions; the others share a row.
@pytest.mark.parametrize("values", [VALUES[:45], VALUES[45:]], ids=["first", "second"])
def test_the_matrix_shows_hostile_values_as_stored(opened: Opener, values: tuple[str, ...]) -> None:
    """Names of rows and columns are text, and each cell can be selected and lists what is in it."""
    view = opened(picture_of(values))
    view.page.click("#as-matrix")

    rows = set(view.texts("#matrix tbody th"))
    assert {f"{value} ({value})" for value in values if len(value) < 13} <= rows
    assert len(values) == view.page.locator("#matrix tbody tr").count()
    titles = view.page.evaluate(
        """() => [...document.querySelectorAll("#matrix td:not(:empty):not(.axes)")].map((cell) => {
          cell.click();
          return ["h2", ".claim dd"].flatMap((selector) =>
            [...document.querySelectorAll(`#details ${selector}`)].map((element) => element.textContent));
        })"""
    )
    before = dict(zip(values[1:] + values[:1], values, strict=True))
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


def test_values_of_a_megabyte(opened: Opener) -> None:
    """What is very long is there in full, and every face can still be used."""
    long = "<b>long</b> " * 87_400
    node = Node("a", long, "Route", "ITA", "CLEAR", {"p": long, "year": 2020}, (long,))
    place = Node(long, "b", "Location", "NGA", "CLEAR")
    line = Relationship("a", long, "STOPS_AT", (Claim(long, "r", "CLEAR", properties={"stage": long}),))
    view = opened(
        Picture("t", (node, place), (line,), "CLEAR", (long,), jurisdiction_names={"ITA": long, "NGA": "n"})
    )

    assert len(long) > 2**20
    for face in ("map", "matrix", "timeline", "paths", "table"):
        view.page.click(f"#as-{face}")
    view.page.evaluate("document.querySelectorAll('#table tbody button').forEach((one) => one.click())")
    assert long in view.text("#about .notes li")
    assert {"a", long} & set(view.texts("#details dd"))
    view.page.click("#as-graph")
    view.page.fill("#search", "<b>long")
    view.page.click("#hits li:last-child button")
    assert long == view.text("#details h2")
    assert {long} <= set(view.texts("#details dd"))
    assert {long} <= set(view.texts("#details .from bdi"))


def test_hostile_routes_stages_and_roles(opened: Opener) -> None:
    """Places, stages, means of travel and roles are text on the face of routes and in the filters."""
    nodes = [Node("R", "R", "Route", None, "CLEAR")]
    lines: list[Relationship] = []

    def tie(start: str, type_: str, end: str, **said: str | int) -> None:
        lines.append(Relationship(start, end, type_, (Claim("s", "r", "CLEAR", properties=said),)))

    for number, value in enumerate(SHORT):
        nodes.append(Node(f"L{number}", value, "Location", None, "CLEAR", {"latitude": value, "kind": value}))
        here = f"L{number}"
        tie("R", "STOPS_AT", here, position=number, stage=value, role=value, mode=value, departed=value)
        if number:
            tie(f"L{number - 1}", "LEG", here, route="R", mode=value, arrived=value, victims=value)
    view = opened(Picture("t", tuple(nodes), tuple(lines), "CLEAR"))

    view.page.click("#as-paths")
    assert set(SHORT) <= set(view.texts("#paths bdi"))
    assert set(SHORT) <= set(view.texts("#stages bdi"))
    view.page.click("#as-table")
    for button in view.page.locator("#table .pair button, #table [role=group] button").all():
        button.click()
    assert set(SHORT) <= set(view.texts("#table bdi"))


def test_numbers_that_are_none(opened: Opener) -> None:
    """What is no number or endless is drawn in a plain size and read as it is."""
    nan, inf = float("nan"), float("inf")
    odd = {"a": nan, "b": inf, "c": -inf, "d": -0.0, "e": 10**400, "f": 1e-320}
    nodes = (
        Node("1", "one", "Case", None, "CLEAR", odd, weight=nan, x=nan, y=nan),
        Node("2", "two", "Case", None, "CLEAR", {"latitude": nan, "longitude": inf}, weight=inf),
        Node("3", "three", "Case", None, "CLEAR", weight=-inf),
    )
    lines = (
        Relationship("1", "2", "T", weight=inf),
        Relationship("2", "3", "T", weight=nan),
        Relationship("3", "1", "T", weight=-1.0),
    )
    view = opened(Picture("t", nodes, lines, "CLEAR"))
    for face in ("map", "matrix", "timeline", "paths", "table", "graph"):
        view.page.click(f"#as-{face}")
    view.find("one")

    assert ["1", "nan", "inf", "-inf", "-0.0", str(10**400), "1e-320"] == view.texts("#details > dl dd")


# Every control of every face, also what a click brings up; nothing is left that names a place to load from.
CLICK_EVERYTHING = """() => {
  const click = (selector) => {
    const found = [...document.querySelectorAll(selector)].slice(0, 250);
    for (const one of found.filter(({ isConnected }) => isConnected)) {
      one.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
    return found.length;
  };
  let clicked = 0;
  for (const face of document.querySelectorAll("header [id^=as-][aria-pressed]")) {
    face.click();
    const host = `#${face.id.slice(3)}`;
    for (const what of ["button", "td", "th button", "summary", ".arc", ".country", "li"]) {
      clicked += click(`${host} ${what}`);
    }
    clicked += click("#details button, #details summary");
  }
  document.getElementById("as-graph").click();
  clicked += click("nav legend button") + click("nav input") + click("nav input") + click("#zoom button");
  return clicked;
}"""
NAMED = """() => ["src", "href", "action", "srcset", "data", "poster"]
  .flatMap((name) => [...document.querySelectorAll(`[${name}], link, base, iframe, object, embed`)])
  .filter((one) => !/^(data|blob):/.test(one.src ?? one.href ?? "x"))
  .map((one) => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("values", [SHORT[:40], SHORT[40:]], ids=["first", "second"])
def test_clicking_everything_asks_for_nothing(opened: Opener, values: tuple[str, ...]) -> None:
    """Whatever is clicked, no request is made, no window opens, no dialog comes and the page stays."""
    view = opened(picture_of(values))
    page = view.page
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.context.on("page", lambda other: asked.append(f"window {other.url}"))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.on("websocket", lambda socket: asked.append(f"socket {socket.url}"))
    page.on("framenavigated", lambda frame: asked.append(f"went to {frame.url}"))
    address = page.url

    assert page.evaluate(CLICK_EVERYTHING) > 300
    for button in ("#as-graph", "#as-png", "#as-svg", "#as-table"):
        page.click(button)
    page.mouse.move(600, 400)
    page.wait_for_timeout(500)

    assert [url for url in asked if not url.startswith(("data:image/", "blob:file:", "blob:null"))] == []
    assert page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)") == []
    assert page.evaluate(NAMED) == []
    assert address == page.url
    assert len(page.context.pages) == 1


def test_half_a_surrogate_pair(opened: Opener) -> None:
    """Text that UTF-8 cannot hold is drawn all the same, in every field."""
    broken = "half \ud83d pair"
    nodes = tuple(
        Node(key, broken, broken, broken, "CLEAR", {broken: broken}, (broken,)) for key in (broken, "b")
    )
    said = Claim(broken, broken, "CLEAR", broken, broken, broken, broken, broken, {broken: broken})
    view = opened(
        Picture(
            broken, nodes, (Relationship(broken, "b", broken, (said,)),), "CLEAR", (broken,), {broken: broken}
        )
    )
    view.page.click("#as-table")
    view.page.click("#table tbody button")

    # Compared in the page: what travels out of it is UTF-8.
    texts = (
        "(selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent)"
        ".map((text) => text.includes('half \\ud83d pair') && !text.includes('\\ufffd'))"
    )
    for selector in (
        "#title",
        "#details h2",
        "#details > dl dd",
        ".claim dd",
        "#about .notes li",
        "#about dd",
    ):
        found = view.page.evaluate(texts, selector)
        assert (selector, True) == (selector, any(found))
    assert view.text("#counts").startswith("2 nodes")
