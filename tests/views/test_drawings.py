"""Drawings that need no browser: SVG and PNG, marked, with legend and notes, and each character as stored."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from netgraph.cli.main import run
from netgraph.errors import ViewError
from netgraph.views import Claim, Node, Picture, Relationship, raster
from netgraph.views.atlas import outlines
from netgraph.views.drawn_map import flows
from netgraph.views.evened import evened
from netgraph.views.forms import encoded
from netgraph.views.room import Box, Room
from netgraph.views.sheet import FACES, sheet
from netgraph.views.svg import broken, width_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
BLUE, BLACK = "#0072B2", "#000000"


def elements(svg: str) -> list[ET.Element]:
    """Return all elements of a drawing."""
    return list(ET.fromstring(svg).iter())  # noqa: S314 - ours


def lettering(svg: str) -> list[str]:
    """Return all texts of a drawing, in order, without the white edges behind them."""
    return [
        text.text or "" for text in elements(svg) if text.tag == f"{SVG}text" and text.get("fill") != "none"
    ]


@pytest.fixture
def routed() -> Picture:
    """Return two routes from Nigeria to Italy, one through Libya, and one that begins nobody knows where."""
    countries = {"NGA": "Nigeria", "LBY": "Libya", "ITA": "Italy"}
    places = [Node(f"Location {code}", name, "Location", code, "CLEAR") for code, name in countries.items()]
    nowhere = Node("Location ?", "a harbour", "Location", None, "CLEAR")
    routes = [Node(f"Route r{i}", f"r{i}", "Route", None, "CLEAR") for i in range(3)]
    ways = (("NGA", "LBY", "ITA"), ("NGA", "ITA"), ("?", "ITA"))
    return Picture(
        "Routes",
        (*places, nowhere, *routes),
        tuple(
            Relationship(
                f"Route r{i}",
                f"Location {code}",
                "STOPS_AT",
                (Claim("s", f"r{i}", "CLEAR", properties={"position": at}),),
            )
            for i, way in enumerate(ways)
            for at, code in enumerate(way)
        ),
        "GREEN",
        jurisdiction_names=countries,
    )


@pytest.mark.parametrize("face", FACES)
def test_a_drawing_bears_marking_heading_counts_and_notes(picture: Picture, face: str) -> None:
    """Banner at top and bottom in the colours of TLP, title, counts, every note and how it was made."""
    svg = sheet(picture, face)

    texts = lettering(svg)
    assert texts.count("TLP:AMBER") == 2
    bars = [e for e in elements(svg) if e.tag == f"{SVG}rect" and e.get("fill") == "#000"]
    root = ET.fromstring(svg)  # noqa: S314 - ours
    assert [float(bar.get("y", "")) for bar in bars] == [0, float(root.get("height", "")) - 28]
    words = [e for e in elements(svg) if e.text == "TLP:AMBER" and e.tag == f"{SVG}text"]
    assert {word.get("fill") for word in words} == {"#FFC000"}
    assert {"Who connects the two cases", "6 nodes · 5 relationships · 7 claims"} <= set(texts)
    assert {*picture.notes, "netgraph 0.1.0, seed 7"} <= set(texts)
    assert "<title>TLP:AMBER - Who connects the two cases</title>" in svg


def test_the_network_is_whole(picture: Picture) -> None:
    """Every node has its symbol in the colour of its type, every line its path, every type its legend."""
    svg = sheet(picture)

    paths = [element for element in elements(svg) if element.tag == f"{SVG}path"]
    assert sum(path.get("fill") == BLUE for path in paths) == 2 + 1  # cases and the legend
    assert sum(path.get("fill") == BLACK for path in paths) == 2 + 1
    assert sum(path.get("stroke") == "#B5835A" for path in paths) == 2 + 1
    texts = lettering(svg)
    assert {"Case 2", "Person 1", "Jurisdiction 2", "Identifier 1", "INVOLVED_IN 2", "USES 1"} <= set(texts)
    assert {"Case MD-2021-1", "Person P-4", "phone 5f3a", "Moldova", "Romania"} <= set(texts)


def test_the_map_counts_routes_as_they_stand(routed: Picture) -> None:
    """Three legs, roles by route, and a note on the route that is not wholly on the map."""
    counted = flows(routed)

    assert dict(counted.arcs) == {("NGA", "LBY"): 1, ("LBY", "ITA"): 1, ("NGA", "ITA"): 1}
    assert dict(counted.roles) == {"NGA": [2, 0, 0], "LBY": [0, 1, 0], "ITA": [0, 0, 3]}
    assert counted.off == 1
    texts = lettering(sheet(routed, "map"))
    assert {"Nigeria", "Libya", "Italy", "Origin", "Transit", "Destination"} <= set(texts)
    assert "1 route not wholly on the map: an end has no known place." in " ".join(texts)
    assert texts.count("TLP:GREEN") == 2


def test_of_many_arcs_the_widest_stand_out() -> None:
    """The rest is thin and pale, without arrows, and told of; all are drawn, and equals are alike."""
    codes = [code for code in outlines() if code][:40]
    ways = [(a, b) for a in codes for b in codes if a != b]
    types = ("LINKED_TO", "TIED_TO")
    picture = Picture(
        "Dense",
        tuple(Node(code, code, "Case", code, "CLEAR") for code in codes),
        tuple(Relationship(a, b, t) for i, (a, b) in enumerate(ways) for t in types[: 2 if i < 20 else 1]),
        "CLEAR",
    )
    assert flows(picture).pale(1120, 760) == 1
    assert flows(replace(picture, relationships=picture.relationships[:60])).pale(1120, 760) == 0

    svg = sheet(picture, "map")

    drawn = [e for e in elements(svg) if e.get("stroke") == "#d55e00"]
    assert len(drawn) == 1560
    assert sum(e.get("stroke-width") == "1" for e in drawn) == 1540
    assert sum(e.get("fill") == "#a84a00" for e in elements(svg)) == 20
    assert "Pale: 1,540 arcs of at most 1 relationship each." in " ".join(lettering(svg))


@pytest.mark.parametrize("face", FACES)
def test_for_a_recipient_a_drawing_counts_nothing(routed: Picture, face: str) -> None:
    """Twelve routes or three, with and without transit: every byte of the map is the same."""
    told = evened(replace(routed, generated={"netgraph": "0.1.0", "nodes": 7}))
    if face == "network":  # there each route stands by itself
        assert sheet(told) == sheet(replace(told, even=False))
        return
    first = [line for line in told.relationships if line.start == "Route r1"]
    more = replace(
        told,
        generated={"netgraph": "0.1.0", "nodes": 16},
        nodes=(*told.nodes, *(Node(f"Route x{i}", "", "Route", None, "CLEAR") for i in range(9))),
        relationships=(
            *told.relationships,
            *(replace(one, start=f"Route x{i}") for one in first for i in range(9)),
        ),
    )
    assert len(flows(replace(more, even=False)).arcs) == 3
    assert sheet(replace(told, even=False), "map") != sheet(replace(more, even=False), "map")
    assert sheet(told, "map") == sheet(more, "map")
    said = " ".join(lettering(sheet(told, "map")))
    assert "netgraph 0.1.0" in said
    assert "since small counts are not told" in said
    assert "Not all is wholly on the map" in said


@pytest.mark.parametrize("measure", ["betweenness", "strength"])
def test_for_a_recipient_lines_without_claims_have_no_weight(measure: str) -> None:
    """Three legs or twelve between two places: page, drawings and graphs are the same but for a measure."""

    def made(legs: float) -> Picture:
        places = tuple(
            Node(code, code, "Location", code, "CLEAR", weight=legs if measure == "strength" else at)
            for at, code in enumerate(("ITA", "NGA"))
        )
        ways = (Relationship("NGA", "ITA", "LEG", weight=legs), Relationship("ITA", "NGA", "LEG", weight=1.0))
        return Picture("Legs", places, ways, "CLEAR", weights=measure)

    for form in ("html", "svg", "graphml", "gexf", "cytoscape"):
        assert encoded(made(12), form) != encoded(made(3), form)
        assert encoded(evened(made(12)), form) == encoded(evened(made(3)), form)


def test_without_routes_the_map_shows_relationships(picture: Picture) -> None:
    """Nodes of a country are its size, lines between countries its arcs; two types are two."""
    codes = {"MD": "MDA", "RO": "ROU"}
    nodes = tuple(replace(node, jurisdiction=codes.get(node.jurisdiction or "")) for node in picture.nodes)
    moved = replace(picture, nodes=nodes)
    counted = flows(moved)

    assert counted.counted == "relationship"
    assert dict(counted.sizes) == {"MDA": 3, "ROU": 2}
    assert dict(counted.arcs) == {("MDA", "ROU"): 1}
    assert "Nodes" in lettering(sheet(moved, "map"))


@pytest.mark.parametrize("face", FACES)
def test_nothing_in_a_drawing_loads_runs_or_is_markup(face: str) -> None:
    """Values of data are text, what XML cannot hold is replaced, and no element can do anything."""
    nasty = "</text><script>x</script>&amp; \u202e\" ' ]]>"
    nodes = (
        Node("a", nasty, nasty, "ITA", "CLEAR"),
        Node("b", "half \ud800 bell \x07 \ufffe", "Person", nasty, "CLEAR"),
    )
    svg = sheet(Picture(nasty, nodes, (Relationship("a", "b", nasty),), "RED", (nasty,)), face)

    assert {e.tag.removeprefix(SVG) for e in elements(svg)} <= {"svg", "title", "g", "rect", "path", "text"}
    names = {name for element in elements(svg) for name in element.attrib}
    assert [name for name in names if name.startswith("on") or "href" in name or name == "style"] == []
    assert nasty in lettering(svg)
    if face == "network":
        assert "half \ufffd bell \ufffd \ufffd" in lettering(svg)
    assert encoded(Picture(nasty, nodes, (), "RED"), "png", face=face).startswith(b"\x89PNG")


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("nodes", [(), (Node("a", "", "Case", None, "CLEAR"),)])
def test_a_picture_of_next_to_nothing_is_drawn(nodes: tuple[Node, ...], face: str) -> None:
    """No node, or one without a label and a place, gives a marked sheet, not an error."""
    assert lettering(sheet(Picture("Empty", nodes, (), "CLEAR"), face)).count("TLP:CLEAR") == 2


@pytest.mark.parametrize("face", FACES)
def test_same_picture_same_drawing(picture: Picture, face: str) -> None:
    """The order of nodes and relationships makes no difference."""
    turned = replace(picture, nodes=picture.nodes[::-1], relationships=picture.relationships[::-1])

    assert sheet(picture, face) == sheet(turned, face)


def test_labels_find_room_and_never_cover_each_other() -> None:
    """A free place is beside its symbol and inside the sheet; where there is none, there is no label."""
    room = Room(200, 100)
    found = [room.beside(100, 50, 5, "label", 12) for _ in range(6)]

    boxes = [box for box in found if box]
    assert len(boxes) == 4
    assert found[4:] == [None, None]
    assert all(
        a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top
        for a, b in combinations(boxes, 2)
    )
    assert not room.is_free(Box(190, 10, 210, 20))


def test_long_notes_are_broken_and_never_wider_than_the_sheet() -> None:
    """Words stay whole unless one alone is too long; nothing is lost before the last line."""
    text = " ".join(f"word{i}" for i in range(40))

    lines = broken(text, 13, 300)

    assert " ".join(lines) == text
    assert all(width_of(line, 13) <= 300 for line in [*lines, *broken("W" * 500, 13, 300)])
    assert len(broken("word " * 4000, 13, 300)) == 8


def rows(png: bytes, wanted: int) -> tuple[int, int, list[bytes]]:
    """Return width and height of an image and its first rows of pixels (RGBA), read by the letter of PNG."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    data, at = b"", 8
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        if name == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    raw = zlib.decompress(data)
    found = [bytes(4 * width)]
    for row in range(wanted):
        start = row * (4 * width + 1)
        found.append(unfiltered(raw[start], raw[start + 1 : start + 1 + 4 * width], found[-1]))
    return width, height, found[1:]


def unfiltered(way: int, line: bytes, above: bytes) -> bytes:
    """Undo the filter of a row."""

    def paeth(a: int, b: int, c: int) -> int:
        return min((a, b, c), key=lambda value: abs(a + b - c - value))

    guesses: list[Callable[[int, int, int], int]] = [
        lambda _a, _b, _c: 0,
        lambda a, _b, _c: a,
        lambda _a, b, _c: b,
        lambda a, b, _c: (a + b) // 2,
        paeth,
    ]
    out = bytearray()
    for i, value in enumerate(line):
        left, upper_left = (out[i - 4], above[i - 4]) if i >= 4 else (0, 0)
        out.append((value + guesses[way](left, above[i], upper_left)) % 256)
    return bytes(out)


@pytest.mark.parametrize("face", FACES)
def test_png_begins_with_the_banner_and_says_its_marking(picture: Picture, face: str) -> None:
    """The first rows are black with amber letters, twice as fine; the metadata says TLP, too."""
    png = encoded(picture, "png", face=face)

    width, height, first = rows(png, 40)
    root = ET.fromstring(sheet(picture, face))  # noqa: S314 - ours
    assert width == 2 * float(root.get("width", ""))
    assert abs(height - 2 * float(root.get("height", ""))) <= 1
    pixels = [row[i : i + 4] for row in first for i in range(0, len(row), 4)]
    assert pixels.count(b"\x00\x00\x00\xff") > 0.97 * len(pixels)
    assert pixels.count(b"\xff\xc0\x00\xff") > 200
    assert b"tEXtTitle\x00TLP:AMBER" in png


def test_png_without_a_font_is_refused(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture whose marking nobody could read is not written; the error names a way out."""
    monkeypatch.setattr(raster, "FONT", "'No Such Font'")

    with pytest.raises(ViewError, match="font") as caught:
        encoded(picture, "png")

    assert "svg" in caught.value.hint


def test_a_face_is_for_drawings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page has all faces: asking for one is a mistake on the command line."""
    assert run(["view", "--store", str(tmp_path), "--face", "map"]) == 2
    assert "--face" in capsys.readouterr().err


def test_a_language_from_right_to_left_begins_at_the_right(picture: Picture) -> None:
    """Heading, notes and legend stand at the right edge, their text in its own direction."""
    turned = replace(picture, language=replace(picture.language, direction="rtl"))
    texts = {
        (e.text or "").strip("\u2067\u2069"): e
        for e in elements(sheet(turned))
        if e.tag == f"{SVG}text" and e.get("fill") != "none"
    }

    for words in (picture.title, *picture.notes):
        assert texts[words].get("text-anchor") == "end"
        assert float(texts[words].get("x", "")) >= 1080
        assert texts[words].text == f"\u2067{words}\u2069"
    assert texts["Case 2"].get("text-anchor") == "end"
    assert texts["TLP:AMBER"].get("text-anchor") == "middle"


def test_a_type_that_turns_text_about_stays_within_itself(picture: Picture) -> None:
    """A sign of direction in data cannot turn the number beside it."""
    node = replace(picture.nodes[0], type="\u202eesaC")
    texts = lettering(sheet(Picture("t", (node,), (), "RED")))

    assert "\u2068\u202eesaC\u2069 1" in texts


def test_what_an_analysis_found_is_drawn_and_explained(picture: Picture) -> None:
    """Communities are outlined instead of jurisdictions, cut lines and removed nodes are marked."""
    nodes = tuple(replace(node, community=4) for node in picture.nodes[:3])
    lines = tuple(replace(line, cut=line.end == "ro:C-9") for line in picture.relationships[:3])
    found = replace(picture, nodes=(replace(nodes[0], removed=True), *nodes[1:]), relationships=lines)

    svg = sheet(found)

    texts = lettering(svg)
    assert "Community 4" in texts
    assert "Moldova" not in texts
    told = " ".join(texts)
    for key in ("shaded-community", "struck-out", "crossed-out"):
        assert picture.language.say(key) in told
    assert sum(e.get("stroke") == "#000" for e in elements(svg)) == 1 + 2
    assert sum(e.get("stroke") == "#000" for e in elements(sheet(picture))) == 0
