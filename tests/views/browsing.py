"""A page opened in a real browser, with everything it did that it should not have done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from netgraph.views import write

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

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


def open_view(
    browser: Browser, path: Path, picture: Picture, *, scripts: bool
) -> tuple[View, BrowserContext]:
    """Write a picture to a file, open it from there and wait until it is drawn."""
    write(picture, path)
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    context.add_init_script(WATCH)
    view = View(context.new_page())
    address = path.as_uri()

    def asked(request: Request) -> None:
        if request.url != address:
            view.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            view.faults.append(message.text)

    view.page.on("request", asked)
    view.page.on("console", said)
    view.page.on("pageerror", lambda error: view.faults.append(str(error)))
    view.page.goto(address)
    if scripts:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
    return view, context
