"""Pictures that the page saves: caught as downloads, and looked at byte by byte."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from netgraph.views import Node, Picture, Relationship

if TYPE_CHECKING:
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
FACES = ("graph", "map", "matrix", "timeline", "paths")

# The size of an image and how many pixels it has of each colour: of the whole, its first rows, and its last.
PIXELS = """
async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const count = (from, rows) => {
    const { data } = context.getImageData(0, from, image.width, rows);
    const counts = {};
    for (let i = 0; i < data.length; i += 4) {
      const hex = "#" + [0, 1, 2].map((j) => data[i + j].toString(16).padStart(2, "0")).join("");
      counts[hex] = (counts[hex] ?? 0) + 1;
    }
    return counts;
  };
  const { width, height } = image;
  return { width, whole: count(0, height), top: count(0, 20), bottom: count(height - 20, 20) };
}
"""


def saved(view: View, face: str, ending: str) -> tuple[str, bytes]:
    """Press the button; return the name and the bytes of what is downloaded."""
    view.page.click(f"#as-{face}")
    with view.page.expect_download() as caught:
        view.page.click(f"#as-{ending}")
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()


def lettering(data: bytes) -> list[str]:
    """Return all texts of an SVG file, in order."""
    root = ET.fromstring(data)  # noqa: S314 - the page made it
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("face", FACES)
def test_svg_bears_marking_heading_and_notes(opened: Opener, picture: Picture, face: str) -> None:
    """Each face is saved under a marked name, with two banners, heading, counts and notes."""
    name, data = saved(opened(picture), face, "svg")

    texts = lettering(data)
    assert name == f"{face}-TLP-AMBER.svg"
    assert texts.count("TLP:AMBER") == 2
    assert picture.title in texts
    assert "6 nodes · 5 relationships · 7 claims" in texts
    assert set(picture.notes) <= set(texts)
    assert b"<title>TLP:AMBER - Who connects the two cases</title>" in data
    elements = list(ET.fromstring(data).iter())  # noqa: S314 - the page made it
    used = {element.tag.removeprefix(SVG) for element in elements}
    assert used <= {"svg", "title", "rect", "g", "path", "text"}
    names = {name.lower() for element in elements for name in element.attrib}
    assert [name for name in names if name.startswith("on") or name.endswith("href") or name == "style"] == []
    assert b"url(" not in data


def test_svg_shows_the_network_with_its_legend(opened: Opener, picture: Picture) -> None:
    """Labels, areas and the counted legend are text, nodes and lines are paths in their colours."""
    texts = lettering(data := saved(opened(picture), "graph", "svg")[1])

    assert {node.label for node in picture.nodes} <= set(texts)
    assert {"Case 2", "Person 1", "INVOLVED_IN 2", "USES 1"} <= {text.strip() for text in texts}
    root = ET.fromstring(data)  # noqa: S314 - the page made it
    fills = [path.get("fill", "").upper() for path in root.iter(f"{SVG}path")]
    strokes = [path.get("stroke", "").upper() for path in root.iter(f"{SVG}path")]
    assert fills.count("#0072B2") == 2
    assert strokes.count("#B5835A") == 2  # of three claims and of one


def test_what_is_filtered_out_is_not_in_the_file(opened: Opener, picture: Picture) -> None:
    """A type that is not ticked leaves neither a sign nor a letter of its nodes, and the counts say so."""
    view = opened(picture)
    view.tick("node-types", "Person")

    for face in FACES:
        data = saved(view, face, "svg")[1]
        assert b"Person" not in data
        assert b"P-4" not in data
        assert "5 of 6 nodes · 2 of 5 relationships · 2 of 7 claims" in lettering(data)


@pytest.mark.parametrize("face", FACES)
def test_png_is_a_drawn_picture_between_two_banners(opened: Opener, picture: Picture, face: str) -> None:
    """The image is twice as fine as the screen; its first and last rows are black with the amber word."""
    view = opened(picture)

    name, data = saved(view, face, "png")

    assert name == f"{face}-TLP-AMBER.png"
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    blank = view.page.context.new_page()
    seen = blank.evaluate(PIXELS, f"data:image/png;base64,{base64.b64encode(data).decode()}")
    assert seen["width"] == 2 * view.page.evaluate("document.querySelector('main').clientWidth")
    for rows in ("top", "bottom"):
        assert seen[rows]["#000000"] > 15 * seen["width"]
    assert seen["whole"]["#ffc000"] > 200
    assert len(seen["whole"]) > 20


def test_odd_characters_leave_a_readable_file(opened: Opener) -> None:
    """Markup stays text, and what XML cannot hold is replaced: the file parses, the image draws."""
    label = "<b>&amp;\u202e ]]> 🜁"
    nodes = (
        Node("a", label, "Case", "MD", "CLEAR"),
        Node("b", "half \ud800 bell \x07 \ufffe", "Person", "RO", "CLEAR"),
    )
    view = opened(
        Picture(f"{label}\x00", nodes, (Relationship("a", "b", "LINKED_TO"),), "CLEAR", (f"{label}\x01",))
    )

    for face in FACES:
        texts = lettering(saved(view, face, "svg")[1])
        assert any(label in text for text in texts)
        assert saved(view, face, "png")[1].startswith(b"\x89PNG")
    assert "half \ufffd bell \ufffd \ufffd" in lettering(saved(view, "graph", "svg")[1])


def test_a_matrix_is_saved_whole(opened: Opener, picture: Picture) -> None:
    """Rows and columns that are scrolled away are in the file, whatever the window's size."""
    codes = [f"J{i:02d}" for i in range(40)]
    nodes = tuple(Node(code, code, "Case", code, "CLEAR") for code in codes)
    lines = tuple(Relationship(codes[i - 1], codes[i], "LINKED_TO") for i in range(40))
    view = opened(replace(picture, nodes=nodes, relationships=lines, jurisdiction_names={}))
    view.page.click("#as-matrix")
    view.page.evaluate("document.querySelector('#matrix .scroll').scrollTo(400, 500)")

    texts = lettering(saved(view, "matrix", "svg")[1])

    assert [texts.count(code) for code in codes] == [2] * 40
    assert texts.count("1") == 41  # a cell for each line, and the scale


def test_a_table_is_no_picture(opened: Opener, picture: Picture) -> None:
    """The buttons are gone where there is nothing to draw."""
    view = opened(picture)
    view.page.click("#as-table")

    assert view.page.locator("#export").is_hidden()
