"""One browser for all pages, and a picture to look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from netgraph.views import Claim, Node, Picture, Relationship
from views.browsing import ARGUMENTS, Opener, Tab, View, open_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Return the one browser of the session."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Tab:
    """Return what keeps one page open."""
    return Tab(browser)


@pytest.fixture
def opened(tab: Tab, tmp_path: Path) -> Iterator[Opener]:
    """Open pictures, and hold each page to what no page may do."""
    pages: list[Page] = []
    views: list[tuple[View, Callable[[], None], bool]] = []

    def open_(picture: Picture, *, scripts: bool = True) -> View:
        path = tmp_path / f"view-{len(pages)}.html"
        pages.append(tab.page(scripts=scripts))
        view, end = open_view(pages[-1], path, picture, scripts=scripts)
        views.append((view, end, scripts))
        return view

    yield open_
    try:
        for view, end, scripts in views:
            end()
            assert view.requests == [], "a request left the page"
            assert view.faults == [], "the browser complained"
            if scripts:
                assert view.page.evaluate("window.__refused") == [], "the policy had to refuse something"
                assert view.page.evaluate("window.__xss === undefined"), "data ran as script"
    finally:
        for page in pages:
            tab.leave(page)


@pytest.fixture
def picture() -> Picture:
    """Return two cases in two countries that one phone and one facilitator connect."""
    return Picture(
        title="Who connects the two cases",
        nodes=(
            Node("md:C-1", "Case MD-2021-1", "Case", "MD", "AMBER", {"opened": date(2021, 3, 1)}),
            Node("ro:C-9", "Case RO-2022-9", "Case", "RO", "GREEN", {"victims": "<11"}),
            Node("md:P-4", "Person P-4", "Person", "MD", "AMBER", {"role": None}, ("Nică", "the driver")),
            Node("id:5f3a", "phone 5f3a", "Identifier", None, "CLEAR"),
            Node("MD", "Moldova", "Jurisdiction", "MD", "CLEAR"),
            Node("RO", "Romania", "Jurisdiction", "RO", "CLEAR"),
        ),
        relationships=(
            Relationship("md:P-4", "md:C-1", "INVOLVED_IN", (_claim("police", "R-1"), _claim("ngo", "R-2"))),
            Relationship("md:P-4", "md:C-1", "INVOLVED_IN", (_claim("court", "R-3"),)),
            Relationship("md:P-4", "ro:C-9", "INVOLVED_IN", (_claim("police", "R-4"),)),
            Relationship("md:P-4", "id:5f3a", "USES", (_claim("police", "R-5"),)),
            Relationship("md:C-1", "MD", "HANDLED_BY", (_claim("police", "R-6"),)),
            Relationship("ro:C-9", "RO", "HANDLED_BY", (_claim("court", "R-7"),)),
        ),
        marking="AMBER",
        notes=("2 relationships marked TLP:RED were left out.", "Large does not mean guilty."),
        generated={"netgraph": "0.1.0", "seed": 7},
        jurisdiction_names={"MD": "Moldova", "RO": "Romania"},
    )


def _claim(source: str, record: str) -> Claim:
    return Claim(
        source,
        record,
        "AMBER",
        reliability="B",
        credibility="2",
        owner="MD",
        first_seen=date(2020, 1, 31),
        last_seen="2021-06",
        properties={"role": "facilitator"},
    )
