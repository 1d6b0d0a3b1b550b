"""The tables in a real browser: nodes, relationships and stops as text, and what leaves as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netgraph.views import Claim, Node, Picture, Relationship
from views.test_hostile import VALUES

if TYPE_CHECKING:
    from views.browsing import Opener, View

pytestmark = pytest.mark.browser


def seen(view: View, name: str) -> list[list[str]]:
    """Return heading and rows of one of the tables."""
    view.page.click("#as-table")
    view.page.click(f"#list-{name}")
    rows: list[list[str]] = view.page.evaluate(
        "() => [...document.querySelectorAll('#table tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return rows


def saved(view: View) -> tuple[str, str]:
    """Save the table that is seen; return the name of the file and its text."""
    with view.page.expect_download() as caught:
        view.page.click("#save")
    text = Path(caught.value.path()).read_text(encoding="utf-8-sig")
    return caught.value.suggested_filename, text


def parsed(text: str) -> list[list[str]]:
    """Read CSV."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_relationships_are_a_table(opened: Opener, picture: Picture) -> None:
    """Each relationship is a row with its ends, claims, sources, dates and markings; filters narrow them."""
    view = opened(picture)

    heading, first, *rest = seen(view, "line")
    assert heading == [
        "Start", "Relationship", "End", "Claims", "Sources", "First seen", "Last seen", "Handling",
    ]  # fmt: skip
    assert first == [
        "Person P-4", "INVOLVED_IN", "Case MD-2021-1", "3", "police; ngo; court", "2020-01-31", "2021-06",
        "TLP:AMBER",
    ]  # fmt: skip
    assert len(rest) == 4
    assert view.text("#table caption") == "5 relationships in view, greatest volume first"

    view.tick("line-types", "INVOLVED_IN")
    assert [row[1] for row in seen(view, "line")[1:]] == ["HANDLED_BY", "USES", "HANDLED_BY"]


def test_the_selection_is_marked_and_can_be_all_that_is_listed(opened: Opener, picture: Picture) -> None:
    """Rows of what is selected are marked; on request only they are listed, whatever is selected next."""
    view = opened(picture)
    view.find("phone 5f3a")
    seen(view, "line")
    assert view.texts("#table tr.chosen td:nth-child(2)") == ["USES"]

    view.page.check("#only-chosen")
    assert view.text("#table caption") == "1 relationship in view and selected"
    view.find("RO-2022")
    assert view.texts("#table td:nth-child(2)") == ["INVOLVED_IN", "HANDLED_BY"]
    view.page.click("#details .bar button:last-child")
    assert len(view.texts("#table td:nth-child(2)")) == 5

    view.page.click("#table tbody tr:nth-child(4) td:nth-child(2) button")
    assert view.text("#details h2") == "INVOLVED_IN"
    assert len(view.texts("#table td:nth-child(2)")) == 1


def test_the_table_is_copied_as_csv(opened: Opener, picture: Picture) -> None:
    """What is copied is the table that is seen, in its order."""
    view = opened(picture)
    view.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen(view, "node")
    view.page.locator("#table thead").get_by_role("button", name="Node", exact=True).click()

    view.page.click("#copy")
    view.page.wait_for_selector("#copied p")

    rows = parsed(view.page.evaluate("navigator.clipboard.readText()"))
    assert rows[0] == ["Node", "Type", "Jurisdiction", "Relationships", "Handling"]
    assert rows[1] == ["Case MD-2021-1", "Case", "Moldova (MD)", "2", "AMBER"]
    assert [row[0] for row in rows] == [row[0] for row in seen(view, "node")]
    assert len(rows) == 7


def test_without_a_clipboard_the_text_can_be_copied_by_hand(opened: Opener, picture: Picture) -> None:
    """Where a browser keeps the clipboard from files the same text stands in a field, selected."""
    view = opened(picture)
    seen(view, "node")
    view.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")

    view.page.click("#copy")
    view.page.wait_for_selector("#copied textarea")

    text, chosen = view.page.evaluate("[document.activeElement.value, document.activeElement.selectionEnd]")
    assert parsed(text) == parsed(saved(view)[1])
    assert chosen == len(text)
    assert "TLP:AMBER" in view.text("#copied p")


def test_no_cell_is_a_formula_for_a_spreadsheet(opened: Opener) -> None:
    """The saved file has a name with the marking; what would run is guarded, all else is as stored."""
    values = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "'quoted",
        'a "b", c',
        "line\nbreak",
        "plain",
        *VALUES[:30],
    ]
    labels = [value for value in dict.fromkeys(values) if value and "\ud83d" not in value]
    nodes = tuple(Node(f"n{i:03}", label, "Person", None, "GREEN") for i, label in enumerate(labels))
    view = opened(Picture("t", nodes, (), "AMBER+STRICT"))
    seen(view, "node")

    name, text = saved(view)

    assert name == "table-TLP-AMBER+STRICT.csv"
    cells = [row[0] for row in parsed(text)[1:]]
    guarded = [f"'{label}" if label[0] in "=+-@\t\r'" else label for label in labels]
    assert cells == guarded
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_stops_are_a_table(opened: Opener) -> None:
    """Stops of routes stand in their order with stage, dates, means, sources and markings."""
    view = opened(journey())

    heading, *rows = seen(view, "stop")
    assert heading == [
        "Route", "Stop", "Place", "Jurisdiction", "Stage", "Arrived", "Departed", "Came by", "Sources",
        "Handling",
    ]  # fmt: skip
    assert rows == [
        ["R-1", "0", "Lagos", "NGA", "Recruitment", "", "2020-01-02", "", "ngo", "TLP:GREEN"],
        ["R-1", "1", "Agadez", "NER", "Transit", "2020-01-09; 2020-01-10", "", "Road", "ngo; police",
         "TLP:GREENTLP:AMBER"],
        ["R-1", "2", "Rome", "ITA", "Exploitation", "2019-12-01", "", "Sea", "ngo", "TLP:GREEN"],
        ["R-2", "0", "Rome", "ITA", "", "", "", "", "police", "TLP:AMBER"],
    ]  # fmt: skip


def journey() -> Picture:
    """Return a route of three stops on which two sources differ, and one of a single stop."""

    def stop(route: str, place: str, *claims: Claim) -> Relationship:
        return Relationship(f"Route {route}", place, "STOPS_AT", claims)

    def said(source: str, handling: str = "GREEN", **properties: str | int) -> Claim:
        return Claim(source, "r", handling, properties=properties)

    def leg(start: str, end: str, at: int, mode: str) -> Relationship:
        return Relationship(start, end, "LEG", (said("ngo", route="R-1", position=at, mode=mode),))

    places = {"Lagos": "NGA", "Agadez": "NER", "Rome": "ITA"}
    return Picture(
        "A journey",
        (
            *(Node(place, place, "Location", code, "CLEAR") for place, code in places.items()),
            *(Node(f"Route {key}", key, "Route", None, "GREEN", {"key": key}) for key in ("R-1", "R-2")),
            Node("Case C-1", "C-1", "Case", "ITA", "GREEN"),
        ),
        (
            stop("R-1", "Lagos", said("ngo", position=0, stage="Recruitment", departed="2020-01-02")),
            stop(
                "R-1",
                "Agadez",
                said("ngo", position=1, stage="Transit", arrived="2020-01-09"),
                said("police", "AMBER", position=1, stage="Transit", arrived="2020-01-10"),
            ),
            stop("R-1", "Rome", said("ngo", position=2, stage="Exploitation", arrived="2019-12-01")),
            stop("R-2", "Rome", said("police", "AMBER", position=0)),
            leg("Lagos", "Agadez", 0, "Road"),
            leg("Agadez", "Rome", 1, "Sea"),
            Relationship("Case C-1", "Route R-1", "FOLLOWED", (said("ngo"),)),
        ),
        "AMBER",
    )
