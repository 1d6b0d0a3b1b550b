"""Draw the pictures of the README from the shipped example, which is synthetic: ``make pictures``.

The demo has to have run (`make demo`), and a Chromium has to be there.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from netgraph.cli.main import run
from views.browsing import ARGUMENTS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
WINDOW = {"width": 1280, "height": 760}
# By name of the picture: what is drawn, and which face is seen.
PICTURES = {
    "connectors": (["--analysis", "connectors"], "graph"),
    "map": ([], "map"),
    "matrix": ([], "matrix"),
    "routes": (["--corridor", "NGA", "NLD"], "paths"),
}


def main() -> int:
    """Write each picture; say what is missing."""
    store, chromium = ROOT / "demo" / "store", shutil.which("chromium")
    if not store.exists() or not chromium:
        print("run `make demo` first, and install Chromium", file=sys.stderr)
        return 1
    os.environ["NETGRAPH_STORE"] = str(store)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (asked, face) in PICTURES.items():
            file = Path(scratch) / f"{name}.html"
            if code := run(["view", *asked, "--local", "--ceiling", "AMBER", "--output", str(file)]):
                return code
            page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type] # a TypedDict
            page.goto(file.as_uri())
            page.wait_for_selector("html[data-drawn]", state="attached")
            page.click(f"#as-{face}")
            page.mouse.move(0, 0)
            page.wait_for_timeout(500)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
