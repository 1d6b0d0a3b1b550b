"""The bytes of the page, without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netgraph import views
from netgraph.errors import ViewError
from netgraph.views import Claim, Node, Picture, Relationship, render, write
from netgraph.views.content import text
from netgraph.views.look import NODE_LOOKS, node_look
from views.reading import Reading

OKABE_ITO = {
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
    "#000000",
}


def data(html: str) -> dict[str, Any]:
    """Return what the page's script reads."""
    (raw,) = [raw for attributes, raw in Reading(html).all("script") if attributes.get("id") == "data"]
    found: dict[str, Any] = json.loads(raw)
    return found | {name: unpacked(found[name]) for name in ("nodes", "lines")}


def unpacked(column: object) -> list[Any]:
    """Read a column as the page's script does."""
    match column:
        case {"words": words, "at": at}:
            return [None if place < 0 else words[place] for place in at]
        case {"lengths": lengths, "items": items}:
            left = iter(unpacked(items))
            return [None if length < 0 else list(islice(left, length)) for length in lengths]
        case {"rows": rows, "fields": fields}:
            columns = {name: unpacked(values) for name, values in fields.items()}
            return [
                {name: values[row] for name, values in columns.items() if values[row] is not None}
                for row in range(rows)
            ]
        case values:
            assert isinstance(values, list)
            return values


def test_same_picture_same_bytes(picture: Picture) -> None:
    """A picture gives the same page each time, in whatever order its nodes come."""
    assert render(picture) == render(picture) == render(replace(picture, nodes=picture.nodes[::-1]))


def test_policy_admits_what_is_there_and_nothing_else(picture: Picture) -> None:
    """The policy lists the hash of each script and of the style sheet, and no address or exception."""
    page = Reading(render(picture))
    policy = next(
        str(attributes["content"])
        for attributes, _ in page.all("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )

    def hashed(raw: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(raw.encode()).digest()).decode()}'"

    scripts = [hashed(raw) for attributes, raw in page.all("script") if "type" not in attributes]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == scripts
    assert rules["style-src"].split() == [hashed(raw) for _, raw in page.all("style")]
    assert "unsafe" not in policy
    assert "http" not in policy


def test_page_refers_to_nothing_outside(picture: Picture) -> None:
    """No element has an address, a script of its own, or a style of its own, whatever is in the picture."""
    link = '<a href="https://example.invalid/" onclick=alert(1)>href</a>'
    page = Reading(render(replace(picture, title=link, notes=(link,), generated={link: link})))

    kinds = {tag for tag, _ in page.elements}
    names = {name for _, attributes in page.elements for name in attributes}
    assert kinds.isdisjoint({"a", "link", "img", "iframe", "object", "embed", "base", "form"})
    assert names.isdisjoint({"src", "href", "srcset", "action", "style"})
    assert not [name for name in names if name.startswith("on")]


def test_json_holds_no_markup(picture: Picture) -> None:
    """What could end the element or start markup is escaped in the JSON, and read back unchanged."""
    value = "</script><!--<script>&amp;'\u2028\u2029"
    html = render(replace(picture, notes=(value,)))

    for attributes, raw in Reading(html).all("script"):
        if "type" in attributes:
            assert not re.search("[<>&'\u2028\u2029]", raw)
    assert data(html)["legend"]["notes"] == [value]


def test_claims_of_one_type_are_one_line(picture: Picture) -> None:
    """Relationships of the same start, type and end are one line with all claims, wider than a single one."""
    lines = data(render(picture))["lines"]

    records = {tuple(claim["record"] for claim in line["claims"]): line["width"] for line in lines}
    assert len(lines) == 5
    assert records["R-1", "R-2", "R-3"] > records["R-4",] == records["R-5",]


def test_width_tells_weights_apart() -> None:
    """However large the weights, the widths of lines differ as they do and stay within what can be drawn."""
    nodes = tuple(Node(key, key, "Location", None, "CLEAR") for key in "abc")
    for scale in (1.0, 1e6):
        lines = tuple(
            Relationship(start, end, "LEG", weight=scale * weight)
            for start, end, weight in (("a", "b", 1), ("b", "c", 400), ("c", "a", 1600))
        )
        widths = {
            line["weight"]: line["width"]
            for line in data(render(Picture("t", nodes, lines, "CLEAR")))["lines"]
        }
        thin, middle, thick = (widths[f"{scale * weight:g}"] for weight in (1, 400, 1600))

        assert 1 <= thin < middle < thick <= 8
        assert middle - 1.2 == pytest.approx((thick - 1.2) / 2, abs=0.2)


def test_lines_between_the_same_nodes_are_bent_apart(picture: Picture) -> None:
    """Lines of other types or the other way do not cover each other; a single line is straight."""
    there = Relationship("md:P-4", "md:C-1", "LINKED_TO")
    back = Relationship("md:C-1", "md:P-4", "LINKED_TO")
    found = data(render(replace(picture, relationships=(*picture.relationships, there, back))))

    numbers = {node["key"]: node["id"] for node in found["nodes"]}
    ends = {numbers["md:P-4"], numbers["md:C-1"]}
    sides = [
        line["bend"] * (1 if line["from"] < line["to"] else -1)
        for line in found["lines"]
        if {line["from"], line["to"]} == ends
    ]
    assert len(set(sides)) == len(sides) == 3
    assert {line["bend"] for line in found["lines"] if {line["from"], line["to"]} != ends} == {0}


def test_size_follows_weight_or_else_connections(picture: Picture) -> None:
    """Weights that differ set the size and name themselves; without them the best connected is largest."""
    connected = {node["key"]: node["size"] for node in data(render(picture))["nodes"]}
    weighted = replace(
        picture,
        weights="betweenness",
        nodes=tuple(replace(node, weight=9.0 if node.key == "RO" else 1.0) for node in picture.nodes),
    )
    found = data(render(weighted))
    sizes = {node["key"]: node["size"] for node in found["nodes"]}

    assert max(connected, key=lambda key: connected[key]) == "md:P-4"
    assert max(sizes, key=lambda key: sizes[key]) == "RO"
    assert found["legend"]["weights"] == "betweenness"


def test_each_type_has_a_look_of_its_own() -> None:
    """No two node types of the schema share a shape, all colours are Okabe and Ito's, the rest is neutral."""
    assert len({look.path for look in NODE_LOOKS.values()}) == len(NODE_LOOKS) == 11
    assert {look.colour for look in NODE_LOOKS.values()} == OKABE_ITO
    assert node_look("Vehicle") == node_look("__proto__")
    assert node_look("Vehicle").colour not in OKABE_ITO


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2**63 + 1, "9223372036854775809"),
        (0.1, "0.1"),
        (float("nan"), "nan"),
        (False, "no"),
        ("", ""),
        (datetime(2024, 2, 29, 12, 30, tzinfo=UTC), "2024-02-29T12:30:00+00:00"),
        (["b", 1, None], "b; 1; "),
        ({"b", "a"}, "a; b"),
        (np.int64(7), "7"),
        (np.float32(0.5), "0.5"),
    ],
)
def test_values_become_text(value: object, shown: str) -> None:
    """Numbers of any length, dates, lists, sets and NumPy's scalars are shown as they are."""
    properties: Any = {"value": value}
    found = data(render(Picture("t", (Node("a", "a", "Case", None, "CLEAR", properties),), (), "CLEAR")))

    assert text(value) == shown
    assert found["nodes"][0]["properties"] == [["value", shown]]


def test_missing_values_are_left_out() -> None:
    """None is not shown as a value."""
    claim = Claim("s", "r", "CLEAR", properties={"role": None})
    node = Node("a", "", "Case", None, "CLEAR", {"year": None})
    found = data(render(Picture("t", (node,), (Relationship("a", "a", "SAME_AS", (claim,)),), "CLEAR")))

    assert found["nodes"][0]["properties"] == []
    assert found["nodes"][0]["label"] == "a"
    assert found["lines"][0]["claims"] == [{"source": "s", "record": "r", "handling": "CLEAR"}]


def test_file_is_for_its_owner_alone(picture: Picture, tmp_path: Path) -> None:
    """The file holds the page, can be read by nobody else, and leaves nothing beside it."""
    path = tmp_path / "network.html"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)

    assert write(picture, path) == path

    assert path.read_text(encoding="utf-8") == render(picture)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_seed_reaches_the_page(picture: Picture, tmp_path: Path) -> None:
    """Another seed draws another page."""
    path = write(picture, str(tmp_path / "a.html"), seed=8)

    assert path.read_text(encoding="utf-8") == render(picture, seed=8) != render(picture, seed=7)


@pytest.mark.parametrize("name", ["missing/network.html", "folder"])
def test_says_where_it_cannot_write(picture: Picture, tmp_path: Path, name: str) -> None:
    """A folder that is missing, or in the way, is named, and nothing is left behind."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(ViewError, match=re.escape(name)) as refused:
        write(picture, tmp_path / name)

    assert "folder" in refused.value.hint
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_no_two_files_of_the_script_share_a_name() -> None:
    """The page's script is one scope: a second function of the same name would silently replace the first."""
    files = (Path(views.__file__).parent / "template" / "app").glob("*.js")
    names = [
        name
        for file in files
        for name in re.findall(
            r"^(?:const|let|function\*?|class) (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]

    assert len(names) > 100
    assert [name for name, count in Counter(names).items() if count > 1] == []
