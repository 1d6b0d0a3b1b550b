"""The timeline in a real browser: what its bars count, and what its slider filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from netgraph.views import Claim, Node, Picture, Relationship

if TYPE_CHECKING:
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser


def claim(record: str, first: str | None, last: str | None = None) -> Claim:
    """Return a claim that was seen from one date to another."""
    return Claim("police", record, "AMBER", first_seen=first, last_seen=last)


@pytest.fixture
def dated() -> Picture:
    """Return cases, persons and a phone of the years 2018 to 2021, and what has no date."""
    return Picture(
        "Over the years",
        (
            Node("c18", "Case of 2018", "Case", "ITA", "AMBER", {"opened": "2018-05-01"}),
            Node("c21", "Case of 2021", "Case", "NGA", "AMBER", {"opened": "2021-02-01"}),
            Node("p", "Person", "Person", "ITA", "AMBER"),
            Node("t", "Phone", "Identifier", None, "CLEAR"),
            Node("ITA", "Italy", "Jurisdiction", "ITA", "CLEAR"),
            Node("x", "Loose", "Platform", None, "CLEAR"),
        ),
        (
            Relationship(
                "p",
                "c18",
                "INVOLVED_IN",
                (claim("R-1", "2018-06-01"), claim("R-2", "2018-07-01", "2020-01-01")),
            ),
            Relationship("p", "c21", "INVOLVED_IN", (claim("R-3", "2021-03-01"), claim("R-4", None))),
            Relationship("p", "t", "USES", (claim("R-5", "2020-03-01"),)),
            Relationship("c18", "ITA", "HANDLED_BY", (claim("R-6", None),)),
        ),
        "AMBER",
    )


def slide(view: View, first: str, last: str) -> None:
    """Move both ends of the slider with the keyboard, as somebody who cannot use a mouse does."""
    for name, year, home, away in (
        ("Last year", last, "End", "ArrowLeft"),
        ("First year", first, "Home", "ArrowRight"),
    ):
        thumb = view.page.get_by_label(name)
        thumb.focus()
        view.page.keyboard.press(home)
        while thumb.get_attribute("aria-valuetext") != year:
            view.page.keyboard.press(away)
    view.page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def names(view: View) -> set[str]:
    """Return the names in the table."""
    return {row[0] for row in view.table()}


def test_bars_count_claims_in_each_of_their_years(opened: Opener, dated: Picture) -> None:
    """A claim that lasts counts in every year of it; each bar says so in words."""
    view = opened(dated)

    assert view.texts(".bars .unseen") == [
        "2018: 2 of 2 claims",
        "2019: 1 of 1 claim",
        "2020: 2 of 2 claims",
        "2021: 1 of 1 claim",
    ]
    assert view.text(".span") == "2018 \u2013 2021"
    assert view.page.get_attribute("#timeline label", "title") == "Without a date: 2 nodes, 2 claims"


def test_the_slider_filters_every_face(opened: Opener, dated: Picture) -> None:
    """Claims, nodes and relationships outside the years leave the counts, the table and the matrix."""
    view = opened(dated)

    slide(view, "2020", "2020")

    # R-2 lasts into 2020 and brings the case of 2018 along, and with it the jurisdiction without a date.
    assert view.text("#counts") == "5 of 6 nodes · 3 of 4 relationships · 3 of 6 claims"
    assert names(view) == {"Case of 2018", "Person", "Phone", "Italy", "Loose"}
    assert view.texts(".bars .unseen")[0] == "2018: 0 of 2 claims"

    slide(view, "2021", "2021")
    assert names(view) == {"Case of 2021", "Person", "Italy", "Loose"}
    view.page.click("#as-matrix")
    assert view.page.locator("#matrix td:not(:empty):not(.axes)").count() == 1

    slide(view, "2018", "2021")
    assert view.text("#counts") == "6 nodes · 4 relationships · 6 claims"


def test_what_has_no_date_can_be_left_out(opened: Opener, dated: Picture) -> None:
    """Without the undated, nodes and claims with no year are gone, and the count says so."""
    view = opened(dated)

    view.page.uncheck("#undated")

    expect(view.page.locator("#counts")).to_have_text("4 of 6 nodes · 3 of 4 relationships · 4 of 6 claims")


def test_details_show_the_claims_of_the_years_in_view(opened: Opener, dated: Picture) -> None:
    """Details list claims within the years and say how many are outside."""
    view = opened(dated)
    slide(view, "2020", "2021")
    view.find("Case of 2018")

    records = [text for text in view.texts("#details .claim dd") if text.startswith("R-")]
    assert sorted(records) == ["R-2", "R-6"]
    assert view.texts("#details .claim.quiet") == ["1 more filtered out"]


def test_the_selection_is_marked_in_the_bars(opened: Opener, dated: Picture) -> None:
    """Bars show how much of them belongs to what is selected."""
    view = opened(dated)
    view.find("Phone")

    heights = view.page.evaluate(
        "[...document.querySelectorAll('.bars .picked')].map((bar) => bar.style.height)"
    )
    assert heights == ["0%", "0%", "50%", "0%"]


def test_a_bar_chooses_its_year(opened: Opener, dated: Picture) -> None:
    """A click on a bar shows that year alone, a second one all years again."""
    view = opened(dated)
    view.page.click("#as-timeline")

    view.page.click(".bars li:nth-child(3)")
    assert view.text(".span") == "2020"
    view.page.click(".bars li:nth-child(3)")
    assert view.text(".span") == "2018 \u2013 2021"


def test_play_steps_where_motion_is_reduced(opened: Opener, dated: Picture) -> None:
    """With reduced motion the button moves one year at a press; nothing runs by itself."""
    view = opened(dated)

    assert view.text("#play") == "Step"
    seen = []
    for _ in range(5):
        view.page.click("#play")
        seen.append(view.text(".span"))
    view.page.wait_for_timeout(1200)

    assert seen == ["2018", "2019", "2020", "2021", "2018"]
    assert view.text(".span") == "2018"


def test_play_runs_and_stops(opened: Opener, dated: Picture) -> None:
    """Otherwise it runs to the last year and stops there; moving the slider stops it."""
    view = opened(dated)
    view.page.emulate_media(reduced_motion="no-preference")

    view.page.click("#play")
    assert (view.text("#play"), view.text(".span")) == ("Pause", "2018")
    expect(view.page.locator("#play")).to_have_text("Play")
    assert view.text(".span") == "2021"

    view.page.click("#play")
    view.page.get_by_label("Last year").focus()
    view.page.keyboard.press("ArrowRight")
    assert view.text("#play") == "Play"


def test_few_bars_for_many_years(opened: Opener) -> None:
    """Centuries share bars of many years each, and nothing falls outside."""
    nodes = tuple(
        Node(f"n{year}", f"n{year}", "Case", "ITA", "CLEAR", {"year": year}) for year in range(1500, 2025, 3)
    )
    view = opened(Picture("t", nodes, (), "CLEAR"))

    bars = view.texts(".bars .unseen")
    assert bars[0] == "1500\u20131509: 4 of 4 nodes"
    assert len(bars) == 53
    assert sum(int(text.split(" of ")[1].split()[0]) for text in bars) == len(nodes)


def test_a_picture_without_dates(opened: Opener) -> None:
    """Without any date there is no strip, and the timeline says why."""
    view = opened(Picture("t", (Node("a", "a", "Case", None, "CLEAR"),), (), "CLEAR"))

    assert view.page.locator("#timeline").is_hidden()
    view.page.click("#as-timeline")
    assert view.text("#timeline .empty") == "Nothing in this picture has a date."
