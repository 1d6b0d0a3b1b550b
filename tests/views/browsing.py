"""A page opened in a real browser, with everything it did that it should not have done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from netgraph.views import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize

    from netgraph.views import Picture

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

WINDOW: ViewportSize = {"width": 1280, "height": 800}

# Runs before the page's own scripts: what the policy refused, and every label of the frame drawn last.
WATCH = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__refused.push(`${event.violatedDirective} ${event.blockedURI}`));
window.__labels = [];
const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...box) {
  window.__labels = [];
  return clearRect.apply(this, box);
};
CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
  window.__labels.push({ text, x, y, width: this.measureText(text).width });
  return fillText.call(this, text, x, y, ...rest);
};
"""

COLOURS = """
() => {
  const canvas = document.querySelector("#graph canvas");
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const counts = new Map();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] !== 255) continue;
    const hex = [0, 1, 2].map((j) => data[i + j].toString(16).padStart(2, "0")).join("");
    const colour = `#${hex.toUpperCase()}`;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
"""


@dataclass
class View:
    """An opened picture.

    Parameters
    ----------
    page : Page
        Of Playwright.
    requests : list of str
        Addresses asked for, other than the file itself.
    faults : list of str
        Errors and warnings on the console, and uncaught exceptions.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        """Text of the one element, as it is in the document."""
        return self.page.locator(selector).text_content() or ""

    def texts(self, selector: str) -> list[str]:
        """Texts of all elements, as they are in the document."""
        return self.page.locator(selector).all_text_contents()

    def colours(self) -> dict[str, int]:
        """Colours on the canvas, with the number of opaque pixels of each."""
        found: dict[str, int] = self.page.evaluate(COLOURS)
        return found

    def table(self) -> list[list[str]]:
        """Cells of the table of nodes."""
        self.page.click("#as-table")
        rows: list[list[str]] = self.page.evaluate(
            "() => [...document.querySelectorAll('#table tbody tr')]"
            ".map((row) => [...row.cells].map((cell) => cell.textContent))"
        )
        self.page.click("#as-graph")
        return rows

    def tick(self, group: str, name: str) -> None:
        """Tick or untick one name in a group of the legend."""
        self.page.locator(f"#{group} label", has=self.page.get_by_text(name, exact=True)).click()

    def find(self, wanted: str) -> None:
        """Search and select the first hit."""
        self.page.fill("#search", wanted)
        self.page.press("#search", "Enter")


class Opener(Protocol):
    """Writes a picture and opens it."""

    def __call__(self, picture: Picture, *, scripts: bool = True) -> View:
        """Return the opened picture; with ``scripts`` off, its page as a browser without them shows it."""


class Tab:
    """The page in which the first picture of a test is opened: a new one takes a second of the processor."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page: Page | None = None
        self._taken = False

    def page(self, *, scripts: bool) -> Page:
        """Return the kept page where it is free, otherwise one of its own."""
        if not scripts or self._taken:
            return new_page(self._browser, scripts=scripts)
        self._taken = True
        if self._page is None:
            self._page = new_page(self._browser, scripts=True)
        return self._page

    def leave(self, page: Page) -> None:
        """Close a page of its own; have the kept one as it was when it was new."""
        if page is not self._page:
            page.context.close()
            return
        self._taken, self._page = False, None
        try:
            for other in page.context.pages:
                if other is not page:
                    other.close()
            page.context.clear_permissions()
            page.mouse.up()
            page.goto("about:blank")
            page.set_viewport_size(WINDOW)
            page.emulate_media(media="null", color_scheme="null", reduced_motion="reduce")
        except BaseException:
            page.context.close()
            raise
        self._page = page


def new_page(browser: Browser, *, scripts: bool) -> Page:
    """Open a page that shares nothing with any other."""
    context = browser.new_context(viewport=WINDOW, java_script_enabled=scripts, reduced_motion="reduce")
    context.add_init_script(WATCH)
    return context.new_page()


def open_view(page: Page, path: Path, picture: Picture, *, scripts: bool) -> tuple[View, Callable[[], None]]:
    """Write a picture to a file, open it from there and wait until it is drawn.

    Returns
    -------
    (View, callable)
        The callable ends the watch over what the page does.
    """
    write(picture, path)
    view = View(page)
    address = path.as_uri()

    def asked(request: Request) -> None:
        if request.url != address:
            view.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            view.faults.append(message.text)

    def failed(error: Error) -> None:
        view.faults.append(str(error))

    def end() -> None:
        page.remove_listener("request", asked)
        page.remove_listener("console", said)
        page.remove_listener("pageerror", failed)

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", failed)
    page.goto(address)
    if scripts:
        page.wait_for_selector("html[data-drawn]", state="attached")
    return view, end
