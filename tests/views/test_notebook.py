"""Pictures in notebooks: the same page, in a frame that can reach nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netgraph.views import Picture, render

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Frames(HTMLParser):
    """All elements of a fragment of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))


def test_a_notebook_gets_the_page_in_a_sandbox(picture: Picture) -> None:
    """One frame: its document is the page to the last character, and it has no origin of its own."""
    ((tag, attributes),) = Frames(picture._repr_html_()).found

    assert tag == "iframe"
    assert attributes["srcdoc"] == render(picture)
    assert attributes["sandbox"] == "allow-scripts allow-downloads"
    assert attributes["title"] == "TLP:AMBER - Who connects the two cases"
    assert set(attributes) == {"title", "sandbox", "style", "srcdoc"}


def test_no_value_leaves_the_frame(picture: Picture) -> None:
    """Quotes and tags in a title stay within their attributes."""
    title = '"></iframe><script>alert(1)</script> \ud800'
    found = Frames(Picture(title, picture.nodes, (), "RED")._repr_html_()).found

    assert [tag for tag, _ in found] == ["iframe"]
    assert found[0][1]["title"] == "TLP:RED - " + title.replace("\ud800", "?")


def test_show_displays_the_frame(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    """``show`` hands the frame to the notebook, as high as asked."""
    shown: list[str] = []
    monkeypatch.setattr("IPython.display.display", lambda thing, raw: shown.append(thing["text/html"] * raw))

    picture.show(height=500)

    assert shown == [picture._repr_html_().replace("760px", "500px")]


@pytest.mark.browser
def test_the_frame_draws_and_saves_and_cannot_reach_the_notebook(
    browser: Browser, picture: Picture, tmp_path: Path
) -> None:
    """In a page like a notebook's: drawn, its buttons work, nothing is asked for."""
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><title>nb</title>{picture._repr_html_()}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    requests: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")

    frame.locator("html[data-drawn='6']").wait_for(state="attached")
    with page.expect_download() as caught:
        frame.locator("#as-png").click()
    image = Path(caught.value.path()).read_bytes()
    origin = page.frames[1].evaluate("origin")
    reached = page.frames[1].evaluate("() => { try { return parent.document.title } catch { return null } }")
    page.close()

    assert image.startswith(b"\x89PNG")
    assert (origin, reached) == ("null", None)
    assert [url for url in requests if not url.startswith(("file:", "about:"))] == []
    assert faults == []
    assert caught.value.suggested_filename == "graph-TLP-AMBER.png"


def test_an_empty_picture_is_shown(picture: Picture) -> None:
    """No node, no error."""
    assert "TLP:CLEAR" in Picture("Empty", picture.nodes[:0], (), "CLEAR")._repr_html_()
