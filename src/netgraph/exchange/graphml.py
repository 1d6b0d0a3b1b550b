"""GraphML, written by NetworkX: every node, claim and property, for NetworkX, Cytoscape, yEd and R.

References
----------
.. [1] U. Brandes et al., "GraphML Progress Report", Graph Drawing 2001, LNCS 2265, 501-512,
   https://doi.org/10.1007/3-540-45848-4_59.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from netgraph.exchange.graph import graph, tables

if TYPE_CHECKING:
    import pyarrow as pa

    from netgraph.disclosure import Disclosed

ENDING = "graphml"
CARRIES = None  # every label and type
LOSSES = ("A list is a text joined by ';', since GraphML has no lists; netgraph parts it again.",)


def encode(found: Disclosed) -> bytes:
    """Return the file: the same bytes for the same graph.

    Time and memory are linear in the graph, about 5 kB of memory a claim.
    """
    writer = GraphMLWriter()  # what generates lines would also break them at U+2028 and its like
    writer.add_graph_element(graph(found))
    return f"{writer}\n".encode()


def decode(content: bytes) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Read nodes by label and claims by type from such a file.

    Only for files of ours: NetworkX's reader resolves entities. Others come in through ``netgraph ingest``.
    """
    return tables(nx.parse_graphml(content.decode(), edge_key_type=str, force_multigraph=True))
