"""The marking goes wherever a view goes, and what a reader may not see is nowhere in what is written."""

from __future__ import annotations

import base64
import re
import struct
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure import Policy, Reader
from netgraph.model import Marking
from netgraph.views import Node, Picture, focus, render, write
from netgraph.views.files import target
from netgraph.views.forms import DRAWN, ENDINGS, encoded
from netgraph.views.grouped import grouped
from netgraph.views.report import findings, render_report
from netgraph.views.sheet import FACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.store import Store
    from views.browsing import Opener

# Of claims and nodes above GREEN. The owner, Tuvalu, is too small for the outlines of the map.
WITHHELD = (
    *("s/canary-person", "s/canary-case", "s/canary-route", "5f3acanary0identifier", "canary-handle"),
    *("canary-source", "canary-record", "Canaryville", "CAN-ARY", "TUV", "canary-role"),
)
ADMITTED = "s/open-case"


@pytest.fixture
def layered(store: Store) -> Store:
    """Return a store in which each way of being withheld has its canary."""
    hidden = {"handling": "AMBER", "owner": "TUV", "source": "canary-source", "record": "canary-record"}
    case, person = ("Case", ADMITTED), ("Person", "s/open-person")
    fill(
        store,
        [
            (*case, {"status": "Active"}),
            (*person, {"handling": "GREEN"}),
            ("Person", "s/canary-person", {"handling": "RED", "owner": "TUV"}),
            ("Case", "s/canary-case", {"status": "Active"}),
            ("Route", "s/open-route", {"year": 2020}),
            ("Route", "s/canary-route", {"year": 2020, "handling": "AMBER+STRICT"}),
            ("Identifier", "phone/5f3acanary0identifier", {"kind": "phone"}),
            ("Identifier", "handle/canary-handle", {"kind": "handle"}),
            ("Location", "CAN-ARY", {"kind": "City", "name": "Canaryville"}),
            *(("Location", key, {"kind": "Country", "name": key}) for key in ("NGA", "ITA")),
            ("Jurisdiction", "ITA", {"name": "Italy"}),
        ],
        [
            (person, "INVOLVED_IN", case, {"role": "Suspect", "handling": "GREEN"}),
            (person, "INVOLVED_IN", case, {"role": "canary-role", **hidden}),
            (("Person", "s/canary-person"), "INVOLVED_IN", case, {"role": "Victim"}),
            (person, "INVOLVED_IN", ("Case", "s/canary-case"), {"role": "Suspect", **hidden}),
            (person, "USES", ("Identifier", "phone/5f3acanary0identifier"), hidden),
            (("Person", "s/canary-person"), "USES", ("Identifier", "handle/canary-handle"), {}),
            (case, "HANDLED_BY", ("Jurisdiction", "ITA"), {}),
            (case, "FOLLOWED", ("Route", "s/open-route"), {}),
            (("Route", "s/open-route"), "STOPS_AT", ("Location", "NGA"), {"position": 0}),
            (("Route", "s/open-route"), "STOPS_AT", ("Location", "CAN-ARY"), {"position": 1, **hidden}),
            (("Route", "s/open-route"), "STOPS_AT", ("Location", "ITA"), {"position": 2}),
            (("Route", "s/canary-route"), "STOPS_AT", ("Location", "NGA"), {"position": 0}),
            (("Route", "s/canary-route"), "STOPS_AT", ("Location", "ITA"), {"position": 1}),
        ],
    )
    return store


def pictures(store: Store, ceiling: Marking) -> list[Picture]:
    """Every kind of picture that is read from claims."""
    reader = Reader(store, Policy(ceiling))
    return [
        focus.whole(reader),
        focus.around(reader, [ADMITTED, "s/canary-person", "s/canary-case"], hops=4),
        focus.corridor(reader, "NGA", "ITA"),
        grouped(reader),
    ]


def traces(data: bytes, text: str) -> list[str]:
    """Ways in which a text is found in bytes: as it is, in UTF-16, in hexadecimal digits and in base64."""
    raw = text.encode()
    if len(raw) <= 5:  # a few letters occur by chance in hashes and images, as a word they do not
        return ["plain"] if re.search(rb"(?<![\w+/])" + raw + rb"(?![\w+/])", data) else []
    ways = {"plain": raw, "UTF-16": text.encode("utf-16-le"), "hex": raw.hex().encode()}
    for shift in range(3):  # without the characters that depend on what stands around it
        whole = base64.b64encode(b"\0" * shift + raw)
        ways[f"base64 at {shift}"] = whole[(8 * shift + 5) // 6 : 8 * (shift + len(raw)) // 6]
    found = [way for way, wanted in ways.items() if wanted in data]
    if not found and raw.lower() in data.lower():
        return ["in another case"]
    return found


def leaks(data: bytes) -> dict[str, list[str]]:
    """Return what was withheld and is in bytes nevertheless."""
    return {text: found for text in WITHHELD if (found := traces(data, text))}


def without_pixels(data: bytes) -> bytes:
    """Return a file without the packed pixels of an image, in which any three letters occur by chance."""
    if not data.startswith(b"\x89PNG"):
        return data
    kept, at = b"", 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        kept += name + (b"" if name == b"IDAT" else data[at + 8 : at + 8 + length])
        at += 12 + length
    assert b"TLP:" in kept
    return kept


def test_a_search_for_leaks_finds_them(layered: Store) -> None:
    """Without a ceiling every canary is in the page; in other writings the search finds it, too."""
    data = render(focus.whole(Reader(layered))).encode()

    assert set(leaks(data)) == set(WITHHELD)
    for shift in range(3):
        written = base64.b64encode(b"x" * shift + b"canary-source in other words")
        assert f"base64 at {shift}" in traces(written, "canary-source")
    assert traces("a canary-source".encode("utf-16"), "canary-source") == ["UTF-16"]


def test_what_is_withheld_is_in_no_file(layered: Store) -> None:
    """Keys, names, owners, sources and records above the ceiling leave no trace in any form or face."""
    drawn = pictures(layered, Marking.GREEN)
    for picture in drawn:
        for form in ENDINGS:
            for face in FACES if form in DRAWN else FACES[:1]:
                data = encoded(picture, form, face=face)

                assert leaks(without_pixels(data)) == {}, (picture.title, form, face)
                if ADMITTED in {node.label for node in picture.closed().nodes} and face != "map":
                    assert form == "png" or "plain" in traces(data, ADMITTED)
    assert [picture.marking for picture in drawn] == ["GREEN", "GREEN", "CLEAR", "GREEN"]


def test_what_is_withheld_is_in_no_report(layered: Store) -> None:
    """A report under a ceiling holds nothing above it, neither in its tables nor in its drawings."""
    found = findings(Reader(layered, Policy(Marking.GREEN)), made=date(2026, 1, 31), network="entity")
    data = render_report(found).encode()

    assert leaks(data) == {}
    assert "plain" in traces(data, "s/open-person")
    assert found.marking == Marking.GREEN


def test_a_node_that_may_not_be_seen_is_counted_and_not_named(layered: Store) -> None:
    """Asked for by key, it stands neither in the heading nor in the note that counts it."""
    picture = pictures(layered, Marking.GREEN)[1]

    assert picture.title == f"Around {ADMITTED}"
    assert "Of 2 of the 3 nodes asked for nothing can be shown." in picture.notes


@pytest.mark.parametrize(
    ("output", "written"),
    [
        (None, "network-TLP-AMBER+STRICT.html"),
        ("out", "out/network-TLP-AMBER+STRICT.html"),
        ("out/mine.html", "out/mine.html"),
        ("mine.html", "mine.html"),
    ],
)
def test_a_file_that_is_not_named_carries_its_marking_in_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str | None, written: str
) -> None:
    """Without a name, or with a folder for one, the TLP word is in the name; a given name is kept."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()

    path = target(output, "network", "AMBER+STRICT", "html")
    write(Picture("t", (Node("a", "a", "Case", None, "CLEAR"),), (), "AMBER+STRICT"), path)

    assert (tmp_path / written).is_file()


@pytest.mark.embedded
def test_the_command_names_its_file_by_the_strictest_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``netgraph view`` writes a marked name, by what is in it and not by the ceiling, without keys."""
    monkeypatch.chdir(tmp_path)
    with stored(tmp_path / "store"):
        pass
    where = ["--store", str(tmp_path / "store")]

    assert run(["view", *where, "--ceiling", "AMBER"]) == 0
    assert run(["view", *where, "--ceiling", "AMBER", "--around", "s/open"]) == 0
    assert run(["view", *where, "--around", "s/open", "-o", str(tmp_path)]) == 0
    assert run(["view", *where, "--format", "svg", "--face", "map"]) == 0
    assert run(["view", *where, "--ceiling", "GREEN", "-f", "png"]) == 0

    names = ["network-TLP-GREEN.html", "around-TLP-GREEN.html", "around-TLP-RED.html"]
    names += ["network-TLP-RED.svg", "network-TLP-GREEN.png"]
    assert [path.rsplit("/", 1)[-1] for path in capsys.readouterr().out.split()] == names
    assert all((tmp_path / name).is_file() for name in names)


@contextmanager
def stored(path: Path) -> Iterator[Store]:
    """Fill a store in a directory of its own: two claims on one case, one of them RED."""
    from netgraph.store import open_store  # noqa: PLC0415 - starts a Java runtime

    with open_store(str(path), create=True) as store:
        fill(
            store,
            [
                ("Case", "s/open", {"handling": "GREEN"}),
                *(("Person", f"s/p{number}", {}) for number in (1, 2)),
            ],
            [
                (("Person", "s/p1"), "INVOLVED_IN", ("Case", "s/open"), {}),
                (("Person", "s/p2"), "INVOLVED_IN", ("Case", "s/open"), {"handling": "RED"}),
            ],
        )
        yield store


@pytest.mark.browser
def test_the_title_bears_the_word_also_once_the_page_has_run(opened: Opener, picture: Picture) -> None:
    """A tab, a bookmark and the head of a printed sheet say it."""
    assert opened(picture).page.title() == "TLP:AMBER - Who connects the two cases"
