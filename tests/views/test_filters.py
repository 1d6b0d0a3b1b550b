"""The filters in a real browser: by stage, marking and volume, what they count and what they hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from views.test_table import journey

if TYPE_CHECKING:
    from netgraph.views import Picture
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser


def counts(view: View, group: str) -> dict[str, str]:
    """Return the counts of a group of the legend, by name."""
    return dict(zip(view.texts(f"#{group} bdi"), view.texts(f"#{group} .count"), strict=True))


def test_counts_of_the_legend_follow_the_filters(opened: Opener, picture: Picture) -> None:
    """Each entry says how many of how many are in view, and the page how many are hidden, until all are."""
    view = opened(picture)
    assert view.page.locator("#hidden").is_hidden()

    view.tick("jurisdictions", "Moldova (MD)")

    assert counts(view, "node-types") == {
        "Case": "1 of 2", "Person": "0 of 1", "Jurisdiction": "1 of 2", "Identifier": "1",
    }  # fmt: skip
    assert counts(view, "line-types") == {"HANDLED_BY": "1 of 2", "INVOLVED_IN": "0 of 2", "USES": "0 of 1"}
    assert view.text("#hidden span") == "Hidden by filters: 3 nodes, 4 relationships, 6 claims."

    view.page.click("#hidden button")
    assert view.text("#counts") == "6 nodes · 5 relationships · 7 claims"
    assert view.page.locator("#jurisdictions input:checked").count() == 3
    assert view.page.locator("#hidden").is_hidden()


def test_stages_filter_stops(opened: Opener) -> None:
    """Without a stage its stops leave routes, map and counts; what has no stage stays."""
    view = opened(journey())
    assert counts(view, "stages") == {"Recruitment": "1", "Transit": "2", "Exploitation": "1"}

    view.tick("stages", "Transit")

    assert counts(view, "stages") == {"Recruitment": "1", "Transit": "0 of 2", "Exploitation": "1"}
    assert view.text("#counts") == "6 nodes · 6 of 7 relationships · 6 of 8 claims"
    view.page.click("#as-map")
    assert view.page.locator("#map .arc").count() == 0, "no arc may skip the stop between"


def test_markings_filter_claims_and_nodes(opened: Opener) -> None:
    """A relationship goes with the last of its claims; the page says that the file still holds them."""
    view = opened(journey())
    assert counts(view, "markings") == {"TLP:CLEAR": "3", "TLP:GREEN": "9", "TLP:AMBER": "2"}
    assert "still in this file" in view.text("#markings p")

    view.tick("markings", "TLP:AMBER")
    assert view.text("#counts") == "6 nodes · 6 of 7 relationships · 6 of 8 claims"
    view.tick("markings", "TLP:CLEAR")
    assert view.text("#counts") == "3 of 6 nodes · 1 of 7 relationships · 1 of 8 claims"

    view.find("Rome")
    assert view.text("#counts") == "6 nodes · 6 of 7 relationships · 6 of 8 claims"


def test_volume_filters_relationships(opened: Opener, picture: Picture) -> None:
    """The slider steps through the volumes that occur and says in words what it keeps."""
    view = opened(picture)
    slider = view.page.get_by_label("Minimum volume")
    assert slider.get_attribute("aria-valuetext") == "all"

    slider.press("End")

    assert slider.get_attribute("aria-valuetext") == "at least 3 claims"
    assert view.text("#counts") == "6 nodes · 1 of 5 relationships · 3 of 7 claims"
    slider.press("Home")
    assert view.text("#counts") == "6 nodes · 5 relationships · 7 claims"


def test_a_search_leads_out_of_any_filter(opened: Opener) -> None:
    """What is selected can be seen, even if only the years had hidden it."""
    view = opened(journey())
    view.page.get_by_label("First year").press("End")
    expect(view.page.locator("#counts")).to_contain_text(" of ")
    view.find("Agadez")

    assert view.text("#details h2") == "Agadez"
