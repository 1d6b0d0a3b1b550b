"""Pictures for other programs, read back with NetworkX: the same nodes, claims, places and colours."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from netgraph.views import Claim, Node, Picture, Relationship
from netgraph.views.forms import encoded
from netgraph.views.layout import positions
from netgraph.views.look import line_look, node_look

if TYPE_CHECKING:
    from collections.abc import Callable

GEXF, VIZ = "{http://www.gexf.net/1.2draft}", "{http://www.gexf.net/1.2draft/viz}"
FORMS = ("graphml", "gexf", "cytoscape")
READERS: dict[str, Callable[[bytes], nx.Graph]] = {
    "graphml": lambda data: nx.read_graphml(io.BytesIO(data), force_multigraph=True),
    "gexf": lambda data: nx.read_gexf(io.BytesIO(data)),
    "cytoscape": lambda data: nx.cytoscape_graph(json.loads(data), name="label"),
}


# What GEXF 1.2 allows of what we write: children and attributes of each element, and which are required. See
# gexf.xsd, data.xsd and viz.xsd of https://github.com/gephi/gexf.
GEXF_SCHEMA: dict[str, tuple[str, str, str]] = {
    "gexf": ("meta graph", "version variant", "version"),
    "meta": ("creator keywords description", "lastmodifieddate", ""),
    "creator": ("", "", ""),
    "description": ("", "", ""),
    "graph": ("attributes nodes edges", "timeformat start end defaultedgetype idtype mode", ""),
    "attributes": ("attribute", "class mode start end", "class"),
    "attribute": ("default options", "id title type", "id title type"),
    "nodes": ("node", "count", ""),
    "node": (
        "attvalues spells nodes edges parents color position size shape",
        "start end pid id label",
        "id",
    ),
    "edges": ("edge", "count", ""),
    "edge": (
        "attvalues spells color thickness shape",
        "start end id type label source target weight",
        "id source target",
    ),
    "attvalues": ("attvalue", "", ""),
    "attvalue": ("", "for value start end", "for value"),
    "color": ("", "r g b a start end", "r g b"),
    "position": ("", "x y z start end", "x y z"),
    "size": ("", "value start end", "value"),
    "thickness": ("", "value start end", "value"),
}


def read(picture: Picture, form: str) -> Any:  # noqa: ANN401 - whichever kind of graph it is
    """Write a picture and read it with NetworkX."""
    return READERS[form](encoded(picture, form))


def _local(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


@pytest.mark.parametrize("form", FORMS)
def test_nodes_come_back_as_they_are(picture: Picture, form: str) -> None:
    """Keys, labels, types, homes, markings, aliases and properties, all as text."""
    graph = read(picture, form)

    assert set(graph.nodes) == {node.key for node in picture.nodes}
    for node in picture.nodes:
        found = graph.nodes[node.key]
        told = {name: found[name] for name in ("label", "type", "jurisdiction", "handling", "aliases")}
        assert told == {
            "label": node.label,
            "type": node.type,
            "jurisdiction": node.jurisdiction or "",
            "handling": node.handling,
            "aliases": "; ".join(node.aliases),
        }
    assert graph.nodes["md:C-1"]["opened"] == "2021-03-01"
    assert graph.nodes["ro:C-9"]["victims"] == "<11"


@pytest.mark.parametrize("form", FORMS)
def test_every_claim_is_an_edge_with_its_provenance(picture: Picture, form: str) -> None:
    """Seven claims are seven edges in their direction, each with source, record, grade, marking and dates."""
    graph = read(picture, form)

    assert graph.is_directed()
    edges = {
        (start, end, data["relationship"], data["record"]) for start, end, data in graph.edges(data=True)
    }
    assert edges == {
        (line.start, line.end, line.type, claim.record)
        for line in picture.relationships
        for claim in line.claims
    }
    (one,) = [data for _, _, data in graph.edges(data=True) if data["record"] == "R-2"]
    told = ("origin", "grade", "handling", "owner", "first_seen", "last_seen", "role")
    assert [one[name] for name in told] == [
        "ngo",
        "B2",
        "AMBER",
        "MD",
        "2020-01-31",
        "2021-06",
        "facilitator",
    ]


def test_graphml_and_cytoscape_keep_places_and_colours(picture: Picture) -> None:
    """Where the page draws a node, and in which colour."""
    places = positions(picture)
    for graph in (read(picture, "graphml"), read(picture, "cytoscape")):
        for node in picture.nodes:
            found = graph.nodes[node.key]
            assert (found["x"], found["y"]) == places[node.key]
            assert found["color"] == node_look(node.type).colour
    elements = json.loads(encoded(picture, "cytoscape"))["elements"]["nodes"]
    assert {(e["data"]["id"], e["position"]["x"], e["position"]["y"]) for e in elements} == {
        (key, *place) for key, place in places.items()
    }


def test_gexf_keeps_places_sizes_and_colours_for_gephi(picture: Picture) -> None:
    """In the namespace that Gephi reads; y is turned about, as it points upwards there."""
    graph = read(picture, "gexf")

    places = positions(picture)
    for node in picture.nodes:
        look = graph.nodes[node.key]["viz"]
        x, y = places[node.key]
        assert (look["position"]["x"], look["position"]["y"]) == (x, -y)
        assert "#{r:02X}{g:02X}{b:02X}".format(**look["color"]) == node_look(node.type).colour
        assert 6 <= look["size"] <= 17
    root = ET.fromstring(encoded(picture, "gexf"))  # noqa: S314 - ours
    assert root.tag == f"{GEXF}gexf"
    for element in root.iter():
        children, allowed, required = map(str.split, GEXF_SCHEMA[_local(element)])
        names = {name for name in element.attrib if "}" not in name}
        assert {_local(child) for child in element} <= set(children)
        assert set(required) <= names <= set(allowed), element.tag
    assert len({edge.get("id") for edge in root.iter(f"{GEXF}edge")}) == len(list(root.iter(f"{GEXF}edge")))
    inks = [ink for edge in root.iter(f"{GEXF}edge") for ink in edge.iter(f"{VIZ}color")]
    drawn = ["#" + "".join(f"{int(ink.get(part, '')):02X}" for part in "rgb") for ink in inks]
    claimed = [line_look(line.type).colour for line in picture.relationships for _ in line.claims]
    assert Counter(drawn) == Counter(claimed)


@pytest.mark.parametrize("form", FORMS)
def test_marking_title_and_notes_travel_along(picture: Picture, form: str) -> None:
    """Whoever opens the file finds its TLP word, and what was left out."""
    data = encoded(picture, form).decode()
    if form == "gexf":
        root = ET.fromstring(data)  # noqa: S314 - ours
        told = (root.findtext(f".//{GEXF}description") or "").split("\n")
    else:
        graph = READERS[form](data.encode())
        told = [graph.graph["marking"], graph.graph["title"], *graph.graph["notes"].split("\n")]

    assert told[:2] == ["TLP:AMBER", picture.title]
    assert set(picture.notes) <= set(told)


@pytest.mark.parametrize("form", FORMS)
def test_lines_of_an_analysis_keep_their_weight(picture: Picture, form: str) -> None:
    """Without claims a line is one edge; where no line has a direction the graph has none."""
    lines = (Relationship("md:P-4", "ro:C-9", "TIED_TO", weight=1234567.25, directed=False),)
    graph = read(replace(picture, relationships=lines), form)

    assert not graph.is_directed()
    ((start, end, data),) = graph.edges(data=True)
    assert {start, end} == {"md:P-4", "ro:C-9"}
    assert float(data["weight"]) == 1234567.25


@pytest.mark.parametrize("form", FORMS)
def test_odd_values_and_names_come_back(form: str) -> None:
    """Markup, a property called ``id`` or ``viz``, and unreadable characters give a file that can be read."""
    nasty = '<b>&amp;" \u202e ]]>'
    kept = {"id": "mine", "viz": "a", "start": "b", "parents": "c", "__proto__": "d", "n": nasty}
    nodes = (
        Node("a", nasty, nasty, nasty, "CLEAR", kept),
        Node(nasty, "half \ud800 bell \x07", "Person", None, "CLEAR"),
    )
    claim = Claim(nasty, nasty, "CLEAR", properties=kept)
    graph = read(Picture(nasty, nodes, (Relationship("a", nasty, nasty, (claim,)),), "RED", (nasty,)), form)

    assert set(graph.nodes) == {"a", nasty}
    assert graph.nodes[nasty]["label"] == "half \ufffd bell \ufffd"
    ((_, _, edge),) = graph.edges(data=True)
    for found in (graph.nodes["a"], edge):
        assert found["n"] == nasty
        assert found["property id"] == "mine"
        assert found["property viz"] == "a"
        assert found["__proto__"] == "d"
    assert edge["origin"] == nasty


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_without_anything_is_a_graph_without_anything(form: str) -> None:
    """No node gives a file that can be read."""
    assert len(read(Picture("Empty", (), (), "CLEAR"), form)) == 0
