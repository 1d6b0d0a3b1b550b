"""Paper: every sheet is marked, and carries the face that is seen, its legend and notes, then the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from playwright.sync_api import expect

from netgraph.views import Claim, Node, Picture, Relationship
from netgraph.views.language import load

if TYPE_CHECKING:
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser


def printed(view: View) -> list[str]:
    """Print a page on A4 and return the text of each sheet."""
    document = pypdfium2.PdfDocument(view.page.pdf(format="A4"))
    return [sheet.get_textpage().get_text_range() for sheet in document]


@pytest.mark.parametrize("face", ["graph", "map", "matrix", "timeline", "table"])
def test_each_face_prints_with_legend_notes_and_the_table(
    opened: Opener, picture: Picture, face: str
) -> None:
    """Heading, legend and notes come first, all nodes as a table last; each sheet is marked twice."""
    placed = replace(picture, nodes=tuple(replace(node, jurisdiction="ITA") for node in picture.nodes))
    view = opened(placed)
    view.page.click(f"#as-{face}")

    sheets = printed(view)

    assert len(sheets) > 1
    for sheet in sheets:
        assert sheet.count("TLP:AMBER") >= 2
    for text in (picture.title, *picture.notes, "Identifier", "INVOLVED_IN"):
        assert text in " ".join("".join(sheets[:-1]).split())
    assert "6 nodes in view" in sheets[-1]
    assert all(node.label in sheets[-1] for node in picture.nodes)


def test_the_network_is_printed_as_lines_and_letters(opened: Opener, picture: Picture) -> None:
    """It is drawn sharp at any size, with its labels; what is filtered out is nowhere."""
    view = opened(picture)
    view.tick("node-types", "Person")

    document = pypdfium2.PdfDocument(view.page.pdf(format="A4"))
    kinds = [thing.type for sheet in document for thing in sheet.get_objects()]
    view.page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_PATH) > 8
    labels = {"Case MD-2021-1", "Case RO-2022-9", "Moldova", "Romania", "phone 5f3a"}
    assert labels == set(view.texts("#snapshot text"))


@pytest.mark.parametrize("face", ["graph", "map"])
def test_a_wide_window_prints_letters_of_a_readable_size(opened: Opener, picture: Picture, face: str) -> None:
    """Pictures are laid out for the sheet, not shrunk to it, and the screen is as it was afterwards."""
    codes = {"MD": "MDA", "RO": "ROU"}
    placed = tuple(replace(node, jurisdiction=codes.get(node.jurisdiction or "")) for node in picture.nodes)
    view = opened(replace(picture, nodes=placed))
    page = view.page
    page.set_viewport_size({"width": 2560, "height": 1440})
    page.click(f"#as-{face}")
    page.click("#fit")
    if face == "graph":
        seen = "() => window.__labels.map(({ text, x, y }) => [text, Math.round(x), Math.round(y)])"
    else:
        seen = "() => [...document.querySelectorAll('#map > svg')].map((one) => one.outerHTML)"
    page.wait_for_timeout(100)
    before = page.evaluate(seen)

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    box = page.locator("#snapshot" if face == "graph" else "#map > svg").get_attribute("viewBox")
    assert box is not None
    assert [float(side) for side in box.split()] == [0, 0, 690, 410]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(100)

    assert page.evaluate(seen) == before


def test_a_long_table_is_marked_on_all_of_its_sheets(opened: Opener) -> None:
    """Three hundred rows take several sheets; each row is on one of them."""
    nodes = tuple(Node(f"n{i:03d}", f"Person {i:03d}", "Person", None, "CLEAR") for i in range(300))
    sheets = printed(opened(Picture("Many", nodes, (), "GREEN")))

    assert len(sheets) > 4
    assert all(sheet.count("TLP:GREEN") == 2 for sheet in sheets)
    assert all("Node Type Jurisdiction Relationships Handling" in sheet for sheet in sheets[1:])
    assert all(any(f"Person {i:03d}" in sheet for sheet in sheets[1:]) for i in range(300))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_cut_off_at_the_side_of_a_sheet(opened: Opener, language: str) -> None:
    """Long notes, twenty years, routes and the widest table end within the margins, on either side."""
    places = [Node(f"l{i}", f"Long name of a place {i}", "Location", "NGA", "CLEAR") for i in range(20)]
    nodes = (*places, Node("r", "source/with-a-long-reference-of-a-route", "Route", None, "CLEAR"))
    stops = tuple(
        Relationship(
            "r",
            f"l{i}",
            "STOPS_AT",
            (Claim("source", "r", "AMBER+STRICT", first_seen=f"{2000 + i}", properties={"position": i}),),
        )
        for i in range(20)
    )
    told = Picture(
        "Wide", nodes, stops, "AMBER+STRICT", notes=("A long note. " * 40,), language=load(language)
    )
    view = opened(told)
    view.page.click("#as-table")
    view.page.click("#list-stop")
    view.page.click("#as-paths")

    sheets = pypdfium2.PdfDocument(view.page.pdf(format="A4"))

    for sheet in sheets:
        wide = sheet.get_width()
        for thing in sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = thing.get_bounds()
            assert 15 <= left <= right <= wide - 15
    assert sum(len(sheet.get_textpage().get_text_range().split("AMBER+STRICT")) > 3 for sheet in sheets) > 0


def test_a_wide_matrix_fits_the_sheet(opened: Opener) -> None:
    """Forty jurisdictions stand beside each other on paper, none cut off."""
    codes = [f"J{i:02d}" for i in range(40)]
    nodes = tuple(Node(code, code, "Case", code, "CLEAR") for code in codes)
    lines = tuple(Relationship(codes[i - 1], codes[i], "LINKED_TO") for i in range(40))
    view = opened(Picture("Wide", nodes, lines, "CLEAR"))
    view.page.click("#as-matrix")

    first = printed(view)[0]

    assert [code for code in codes if first.count(code) < 2] == []


def test_the_screen_is_as_it_was_after_printing(opened: Opener, picture: Picture) -> None:
    """Table, network and faces are where they were, and no drawing is left behind."""
    view = opened(picture)
    printed(view)
    expect(view.page.locator("#snapshot")).to_have_count(0)

    assert view.page.evaluate("document.getElementById('table').parentElement.tagName") == "MAIN"
    assert view.page.locator("#table").is_hidden()
    assert len(view.table()) == 6
