"""Pictures for other programs: GraphML, GEXF (Gephi) and the JSON of Cytoscape, written by NetworkX.

One edge is one claim, as it can be read on the page; a line that bundles none is one edge with its weight.
Values are text, as they are shown. Positions and colours are those of the page.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx

from netgraph.views import content
from netgraph.views.look import line_look, node_look
from netgraph.views.svg import writable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.views.picture import Picture

    Json = dict[str, Any]

# Names that one of the formats, or NetworkX in writing it, keeps for itself.
_KEPT = {
    *("id", "label", "pid", "parents", "start", "end", "weight", "type", "viz", "spells", "slices", "key"),
    *("source", "target", "name", "value", "position", "color", "size", "x", "y", "width", "directed"),
    *("handling", "jurisdiction", "aliases", "relationship", "origin", "record", "grade", "owner"),
    *("first_seen", "last_seen", "community", "removed", "cut"),
}
_GEXF = "{http://www.gexf.net/1.2draft}"


def graphml(picture: Picture, *, seed: int = 7) -> bytes:
    """Return a picture as GraphML; its marking, title and notes are data of the graph."""
    graph = as_graph(picture, seed=seed)
    graph.graph.update(_about(picture))
    return "\n".join([*nx.generate_graphml(graph), ""]).encode()


def gexf(picture: Picture, *, seed: int = 7) -> bytes:
    """Return a picture as GEXF 1.2 with positions, sizes and colours for Gephi.

    Marking, title and notes are the description in its head. In Gephi y points upwards.
    """
    graph = as_graph(picture, seed=seed)
    for _, data in graph.nodes(data=True):
        x, y, size, colour = (data.pop(name) for name in ("x", "y", "size", "color"))
        place = {"x": x, "y": -y, "z": 0.0}
        data["viz"] = {"position": place, "size": size, "color": _rgb(colour)}
    for *_, data in graph.edges(data=True):
        data["viz"] = {"color": _rgb(data.pop("color")), "thickness": data.pop("width")}
    tree = ET.fromstring("\n".join(nx.generate_gexf(graph, prettyprint=False)))  # noqa: S314 - ours
    ET.register_namespace("", _GEXF.strip("{}"))
    ET.register_namespace("viz", f"{_GEXF.strip('{}')}/viz")
    for graph_ in tree.iter(f"{_GEXF}graph"):
        graph_.attrib.pop("name", None)  # which the schema of GEXF does not know
    about = ET.SubElement(tree[0], f"{_GEXF}description")
    about.text = "\n".join(filter(None, _about(picture).values()))
    found: bytes = ET.tostring(tree, encoding="utf-8", xml_declaration=True)
    return found


def cytoscape(picture: Picture, *, seed: int = 7) -> bytes:
    """Return a picture as the JSON of Cytoscape, with positions; marking, title and notes are its data."""
    graph = as_graph(picture, seed=seed)
    graph.graph.update(_about(picture))
    document = nx.cytoscape_data(graph, name="label")
    document["data"] = dict(document["data"])
    for node in document["elements"]["nodes"]:
        node["position"] = {"x": node["data"]["x"], "y": node["data"]["y"]}
    return json.dumps(document, allow_nan=False).encode()


def as_graph(picture: Picture, *, seed: int = 7) -> nx.MultiDiGraph | nx.MultiGraph:
    """Return a picture as a NetworkX graph, nodes by their keys.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader.
    seed : int
        Seed of the layout.

    Returns
    -------
    networkx.MultiDiGraph or networkx.MultiGraph
        Undirected when no line has a direction; of a mixed picture each edge says so in ``directed``.
    """
    any_directed = any(line.directed for line in picture.relationships) or not picture.relationships
    graph = nx.MultiDiGraph() if any_directed else nx.MultiGraph()
    nodes = content.nodes(picture, seed=seed)
    types, codes = content.node_types(picture), content.legend(picture)["jurisdictions"]
    for node in nodes:
        type_ = types[node["type"]]
        home = codes[node["jurisdiction"]]["code"] if node["jurisdiction"] >= 0 else ""
        graph.add_node(
            writable(node["key"]),
            label=writable(node["label"]),
            type=writable(type_),
            jurisdiction=writable(home),
            handling=writable(node["handling"]),
            aliases=writable("; ".join(node["aliases"])),
            x=float(node["x"]),
            y=float(node["y"]),
            size=float(node["size"]),
            color=node_look(type_).colour,
            community="" if node["community"] < 0 else str(node["community"]),
            removed="yes" if node["removed"] else "no",
            **_named([["key", node["own"]], *node["properties"]]),
        )
    line_types, weights = content.line_types(picture), _weights(picture)
    for line in content.lines(picture):
        start, end = (writable(nodes[line[side]]["key"]) for side in ("from", "to"))
        type_ = line_types[line["type"]]
        weight = weights.get((nodes[line["from"]]["key"], nodes[line["to"]]["key"], type_))
        for edge in _edges(line, type_, weight):
            graph.add_edge(start, end, **edge)
    return graph


def _weights(picture: Picture) -> dict[tuple[str, str, str], float]:
    """Return the stated weights of lines, exactly: on the page they are rounded for reading."""
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for line in picture.relationships:
        if line.weight is not None and math.isfinite(line.weight):
            found[line.start, line.end, line.type] += line.weight
    return dict(found)


def _edges(line: Json, type_: str, weight: float | None) -> Iterator[Json]:
    whole = {
        "relationship": writable(type_),
        "directed": "yes" if line["directed"] else "no",
        "cut": "yes" if line["cut"] else "no",
        "color": line_look(type_).colour,
        "width": float(line["width"]),
    }
    if not line["claims"]:
        yield {**whole, "weight": 1.0 if weight is None else float(weight)}
    for claim in line["claims"]:
        yield {
            **whole,
            "weight": 1.0,
            "origin": writable(claim.get("source", "")),
            "first_seen": claim.get("first", ""),
            "last_seen": claim.get("last", ""),
            **{name: writable(claim.get(name, "")) for name in ("record", "grade", "handling", "owner")},
            **_named(claim.get("properties", [])),
        }


def _named(pairs: list[list[str]]) -> dict[str, str]:
    """Return properties by name; one whose name is taken is told apart by a word before it."""
    return {writable(f"property {n}" if n in _KEPT else n): writable(value) for n, value in pairs}


def _about(picture: Picture) -> dict[str, str]:
    made = picture.generated.items()
    return {
        "marking": f"TLP:{picture.marking}",
        "title": writable(picture.title),
        "notes": writable("\n".join(picture.notes)),
        "generated": writable("; ".join(f"{name} {content.text(value)}" for name, value in made)),
    }


def _rgb(colour: str) -> dict[str, float]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": 1.0}
