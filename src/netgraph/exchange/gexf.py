"""GEXF 1.2, written by NetworkX: every node, claim and property, for Gephi.

References
----------
.. [1] GEXF 1.2 draft, https://gexf.net/1.2/.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from netgraph.exchange.graph import CLAIM_KEY, graph, tables

if TYPE_CHECKING:
    import pyarrow as pa

    from netgraph.disclosure import Disclosed

ENDING = "gexf"
CARRIES = None  # every label and type
LOSSES = (
    "A list is a text joined by ';', since GEXF's own cannot hold every text; netgraph parts it again.",
    "There are no positions and colours: netgraph view --format gexf writes those of a view.",
)
NODE_KEY = "node_key"  # the writer gives what is called key another name


def encode(found: Disclosed) -> bytes:
    """Return the file: the same bytes for the same graph, marking and recipient in its head.

    Time and memory are linear in the graph.
    """
    whole = graph(found)
    for _, data in whole.nodes(data=True):
        data["label"] = data.get("name") or data["key"]
        data[NODE_KEY] = data.pop("key")
    for *_, key, data in whole.edges(keys=True, data=True):
        data.update({CLAIM_KEY: key, "label": data["claim_type"]})
    writer = GEXFWriter(
        prettyprint=False
    )  # what generates lines would also break them at U+2028 and its like
    writer.add_graph(whole)
    tree = writer.xml
    about = tree[0]
    about.attrib.pop("lastmodifieddate", None)  # another one each day
    ET.SubElement(about, "description").text = f"{found.marking}, to {found.recipient}"
    content: bytes = ET.tostring(tree, encoding="utf-8", xml_declaration=True)
    return content


def decode(content: bytes) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Read nodes by label and claims by type from such a file, only from one of ours."""
    whole = nx.read_gexf(io.BytesIO(content))
    for _, data in whole.nodes(data=True):
        data["key"] = data.pop(NODE_KEY)
    return tables(whole)
