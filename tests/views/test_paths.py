"""Routes as strips in a real browser: stops in order, what sources say of them, and the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from views.test_table import journey

if TYPE_CHECKING:
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser


def strips(view: View) -> dict[str, list[str]]:
    """Return the places of each route that is drawn, by its name."""
    view.page.click("#as-paths")
    found: dict[str, list[str]] = view.page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('#paths .route')].map((route) => ["
        "route.querySelector('h2 button').textContent,"
        "[...route.querySelectorAll('li')].map((stop) =>"
        "(stop.querySelector('.place button') ?? stop).textContent)]))"
    )
    return found


def test_a_strip_says_what_is_known_of_each_stop(opened: Opener) -> None:
    """Stops stand in their order with the means, the stage and the dates of all sources."""
    view = opened(journey())

    assert strips(view) == {"R-1": ["Lagos", "Agadez", "Rome"], "R-2": ["Rome"]}
    stops = [
        [part for part in stop.locator("> span").all_text_contents() if part]
        for stop in view.page.locator("#paths .route").first.locator("li").all()
    ]
    assert stops == [
        ["Lagos NGA", "Recruitment", "left 2020-01-02"],
        ["Road", "Agadez NER", "Transit", "arrived 2020-01-09; 2020-01-10"],
        ["Sea", "Rome ITA", "Exploitation", "arrived 2019-12-01"],
    ]
    signs = view.page.locator("#paths .route").first.locator(".sign path")
    assert [sign.get_attribute("fill") for sign in signs.all()] == ["#E69F00", "#56B4E9", "#0072B2"]


def test_dates_that_run_against_the_order_are_pointed_out(opened: Opener) -> None:
    """An arrival before the departure from the stop before is said to be one; the order stays as recorded."""
    picture = journey()
    agadez = picture.relationships[1]
    view = opened(
        type(picture)(
            picture.title,
            picture.nodes,
            (
                picture.relationships[0],
                type(agadez)(agadez.start, agadez.end, agadez.type, agadez.claims[:1]),
                *picture.relationships[2:],
            ),
            picture.marking,
        )
    )
    view.page.click("#as-paths")

    assert view.page.locator("#paths .doubt").count() == 1
    assert "Rome" in (view.page.locator("#paths li", has=view.page.locator(".doubt")).text_content() or "")


def test_the_selection_narrows_the_routes_down(opened: Opener) -> None:
    """A place or a case shows the routes it lies on; choosing a route selects it everywhere."""
    view = opened(journey())
    view.find("Agadez")
    assert set(strips(view)) == {"R-1"}
    assert view.page.locator("#paths li.chosen").count() == 1
    assert view.text("#paths-note").startswith("1 route of what is selected.")
    view.find("C-1")
    assert set(strips(view)) == {"R-1"}
    view.page.keyboard.press("Escape")
    assert set(strips(view)) == {"R-1", "R-2"}

    view.page.select_option("#route", label="R-2")
    assert view.text("#details h2") == "R-2"
    assert set(strips(view)) == {"R-2"}
    view.page.locator("#paths .place button").click()
    assert view.text("#details h2") == "Rome"
    assert set(strips(view)) == {"R-1", "R-2"}


def test_what_is_filtered_out_leaves_a_gap_that_says_so(opened: Opener) -> None:
    """No strip joins two stops between which another is hidden."""
    view = opened(journey())
    view.tick("stages", "Transit")

    assert strips(view)["R-1"] == ["Lagos", "1 stop filtered out", "Rome"]
