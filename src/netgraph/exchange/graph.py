"""What a recipient may have as a NetworkX graph, claim by claim, and back; for the writers of NetworkX."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import networkx as nx

from netgraph.disclosure.contents import ENDS
from netgraph.exchange.flat import flat, text, unflat
from netgraph.exchange.rows import every, form, node_id, tabled

if TYPE_CHECKING:
    import pyarrow as pa

    from netgraph.disclosure import Disclosed

    Tables = dict[str, pa.Table]

CLAIM_KEY = "claim_key"  # of an edge, where a format does not keep the names of edges
BESIDE = {
    "node_label",
    "claim_type",
    CLAIM_KEY,
    "label",
    "id",
}  # besides properties


def graph(found: Disclosed) -> nx.MultiDiGraph:
    """Return one node for each node and one edge for each claim.

    Parameters
    ----------
    found : Disclosed

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are named ``LABEL:key`` and carry ``node_label``, ``key`` and their properties; edges are named
        by the key of their claim and carry ``claim_type``. Values are as `flat` gives them. The graph's own
        data are ``marking`` and ``recipient``.
    """
    whole = nx.MultiDiGraph(marking=str(found.marking), recipient=str(found.recipient))
    for label, row in every(found.nodes):
        name = str(flat(node_id(label, row["key"])))
        whole.add_node(name, node_label=label, **{key: flat(value) for key, value in row.items()})
    for type_, row in every(found.claims):
        start, end = (str(flat(node_id(row[f"{side}_label"], row[side]))) for side in ("start", "end"))
        carried = {name: flat(value) for name, value in row.items() if name not in (*ENDS, "key")}
        whole.add_edge(start, end, key=flat(row["key"]), claim_type=type_, **carried)
    return whole


def tables(whole: nx.DiGraph) -> tuple[Tables, Tables]:
    """Return nodes by label and claims by type, from such a graph as a reader of NetworkX gave it.

    A reader may have given edges numbers of its own; then they carry `CLAIM_KEY`.

    Raises
    ------
    ValueError
        A property that may not leave, or that the vocabulary does not have, or a value of another type.
    KeyError
        A node without its label or key, or an edge without its type: it is no graph of ours.
    """
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    claims: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ends = {}
    for name, data in whole.nodes(data=True):
        label = data["node_label"]
        row = unflat(_own(data, label), form(label))
        ends[name] = label, row["key"]
        nodes[label].append(row)
    edges = whole.edges(keys=True, data=True) if whole.is_multigraph() else whole.edges(data=True)
    for start, end, *keyed, data in edges:
        type_ = data["claim_type"]
        between = dict(zip(ENDS, (*ends[start], *ends[end]), strict=True))
        key = data.get(CLAIM_KEY) or keyed[0]
        claims[type_].append({**unflat(_own(data, type_), form(type_)), **between, "key": text(key)})
    return tabled(nodes), tabled(claims)


def _own(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the properties of a label or type; what is none of them is not passed over."""
    known = form(name).names
    odd = data.keys() - BESIDE - set(known)
    if odd:
        raise ValueError(f"{name} has {min(odd)!r}")
    return {key: value for key, value in data.items() if key in known}
