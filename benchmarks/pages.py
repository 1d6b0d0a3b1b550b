"""``make bench-views``: pages in a real browser, beside those of stock PyVis.

Writes pages.md and pages.json here. Options: ``--nodes`` (sizes), ``--stock`` (sizes for PyVis, whose physics
take minutes), ``--chromium`` (the browser). What was not asked for this time is kept from the last.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network

from netgraph.views import Claim, Node, Picture, Relationship, write
from views.browsing import ARGUMENTS

HERE = Path(__file__).parent
TYPES = ("Case", "Person", "Organization", "Route", "Location", "Identifier")
TIES = ("INVOLVED_IN", "USES", "LINKED_TO", "STOPS_AT")
STATES = ("KEN", "UGA", "ITA", "NGA", "LBY", "NER", "DEU", "FRA", "THA", "KHM", "VNM", "MMR")
A_NODE = 2.5
ASKED = {250: (1, 0.2, 1), 1_000: (1.5, 0.3, 2.5), 5_000: (3, 1, 4)}  # ready s, filter step s, MB
FACES = ("graph", "map", "matrix", "timeline", "table")
PATIENCE = 600_000  # milliseconds
Row = dict[str, Any]

# When the page is drawn, and two frames later, so that what was handed to the browser is on the screen.
READY = """
new MutationObserver((_, seen) => {
  if (document.documentElement.dataset.drawn === undefined) return;
  seen.disconnect();
  const ready = () => { document.documentElement.dataset.ready = performance.now(); };
  requestAnimationFrame(() => requestAnimationFrame(ready));
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-drawn"] });
"""
STEP = """
() => new Promise((resolve) => {
  const box = document.querySelector("#node-types input");
  const begin = performance.now();
  box.click();
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begin)));
})
"""
STILL = """
() => new Promise((resolve) => {
  if (!network.physics.physicsEnabled || network.physics.stabilized) resolve(performance.now());
  else network.once("stabilizationIterationsDone", () => resolve(performance.now()));
})
"""


def main() -> None:
    """Measure what was asked for, and write the results."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="netgraph-bench-") as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.chromium, args=ARGUMENTS)
        for size in asked.nodes:
            _keep([ours(browser, size, Path(scratch))])
        for size in asked.stock:
            _keep([stock(browser, size, Path(scratch))])
        browser.close()


def drawn(size: int) -> Picture:
    """Make a picture with 2.5 relationships a node, each one dated claim; nothing in it is real."""
    draw = random.Random(1)
    nodes = tuple(
        Node(f"n{n}", f"Made {n}", TYPES[n % len(TYPES)], draw.choice(STATES), "GREEN") for n in range(size)
    )
    relationships = tuple(
        Relationship(
            f"n{draw.randrange(size)}",
            f"n{draw.randrange(size)}",
            draw.choice(TIES),
            (Claim("made", f"r{n}", "GREEN", "B", "2", "KEN", str(draw.randrange(2010, 2025))),),
        )
        for n in range(int(A_NODE * size))
    )
    return Picture("Made", nodes, relationships, "GREEN")


def ours(browser: Browser, size: int, scratch: Path) -> Row:
    """Write a page, open it, and take filter steps in each of its faces."""
    picture, file = drawn(size), scratch / f"ours-{size}.html"
    begin = time.perf_counter()
    write(picture, file)
    written = time.perf_counter() - begin
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(READY)
    page.goto(file.as_uri(), timeout=PATIENCE)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=PATIENCE)
    ready = float(page.get_attribute("html", "data-ready") or "nan") / 1000
    steps = {}
    for face in FACES:
        page.click(f"#as-{face}")
        steps[face] = _step(page)
    page.close()
    return {
        "way": "netgraph",
        "size": size,
        "write": written,
        "mb": _mb(file),
        "ready": ready,
        "steps": steps,
    }


def _step(page: Page) -> float:
    """Return the seconds of a filter step: the middle of five."""
    return sorted(page.evaluate(STEP) for _ in range(5))[2] / 1000


def stock(browser: Browser, size: int, scratch: Path) -> Row:
    """Write the same nodes and lines by PyVis with its own template, and wait until they stand still."""
    picture, file = drawn(size), scratch / f"stock-{size}.html"
    begin = time.perf_counter()
    net = Network(directed=True, cdn_resources="in_line")
    for node in picture.nodes:
        net.add_node(node.key, label=node.label, title=node.type)
    for line in picture.relationships:
        net.add_edge(line.start, line.end, title=line.type)
    file.write_text(net.generate_html(), encoding="utf-8")
    written = time.perf_counter() - begin
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route("http*://**", lambda route: route.abort())  # its template asks the web for more
    page.goto(file.as_uri(), timeout=PATIENCE)
    page.set_default_timeout(PATIENCE)
    ready = page.evaluate(STILL) / 1000
    page.close()
    return {
        "way": "stock PyVis",
        "size": size,
        "write": written,
        "mb": _mb(file),
        "ready": ready,
        "steps": {},
    }


def _mb(file: Path) -> float:
    return file.stat().st_size / 2**20


def _keep(results: list[Row]) -> None:
    """Write results at once, in place of older ones of the same."""
    file = HERE / "pages.json"
    today = datetime.now(UTC).isoformat(timespec="minutes")
    old = json.loads(file.read_text(encoding="utf-8"))["results"] if file.exists() else []
    rows = {(row["size"], row["way"]): row for row in [*old, *({**row, "when": today} for row in results)]}
    about = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "pyvis": version("pyvis"),
    }
    ordered = [rows[which] for which in sorted(rows)]
    file.write_text(json.dumps({"about": about, "results": ordered}, indent=1) + "\n", encoding="utf-8")
    (HERE / "pages.md").write_text(_page(about, ordered), encoding="utf-8")


def _page(about: dict[str, str], results: list[Row]) -> str:
    names = ("nodes", "way", "ready s", "to PyVis", "asked", *(f"step in {face} s" for face in FACES))
    names += ("asked", "MB", "asked", "write s", "when")
    lines = [_line(*names), "|" + "---|" * len(names)]
    other = {row["size"]: row for row in results if row["way"] != "netgraph"}
    for row in results:
        size = row["size"]
        asked = ASKED.get(size, ("", "", "")) if row["way"] == "netgraph" else ("", "", "")
        ratio = f"{row['ready'] / other[size]['ready']:.3f}" if size in other else ""
        steps = (f"{row['steps'][face]:.2f}" if face in row["steps"] else "" for face in FACES)
        cells = (f"{size:,}", row["way"], f"{row['ready']:.2f}", ratio, str(asked[0]), *steps, str(asked[1]))
        lines.append(_line(*cells, f"{row['mb']:.2f}", str(asked[2]), f"{row['write']:.2f}", row["when"]))
    head = "; ".join(f"{name} {value}" for name, value in about.items())
    return "\n\n".join(["# Results of `make bench-views`", head + ".", MEANING, "\n".join(lines)]) + "\n"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


MEANING = """\
Headless Chromium, pages from files, 2.5 relationships a node with one dated claim each. *Ready*: from the
start of loading until all is drawn and two further frames went by; of PyVis, until its physics have come to
rest. *Step*: a type of nodes is taken out, until two frames later, the middle of five. *Write*: from a
picture in memory to the file, layout included."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-views", description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="*", default=list(ASKED))
    parser.add_argument("--stock", type=int, nargs="*", default=[250, 1_000])
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
