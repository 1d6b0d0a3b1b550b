"""What connects two groups: direct ties, nodes and jurisdictions they share, third nodes, and the cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from netgraph.analytics.cuts import ONE, OTHER, THIRDS, cut_nodes, cut_ties
from netgraph.analytics.engine import Engine
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result
    from netgraph.analytics.sides import Side

    Bools = NDArray[np.bool_]

CAVEAT = (
    "A tie between two groups is a record that names both, not proof of dealings: a shared telephone may be "
    "a shelter's, a shared case one prosecutor's file. What is cut here would part the records; people find "
    "other ways."
)
COLUMNS = ["what", "key", "type", "to", "weight", "first", "second", "cut", "jurisdictions"]


def between(projection: Projection, first: Side, second: Side, *, engine: str = "igraph") -> Result:
    """List what connects two sides of a network.

    Parameters
    ----------
    projection : Projection
        The network; its direction is ignored.
    first, second : Side
        The two sides; `sides` finds them. Nodes on both are listed, and left out of the rest.
    engine : {"igraph", "networkx"}
        Which library computes the cuts.

    Returns
    -------
    Result
        One row a thing, in this order of ``what``: ``shared jurisdiction`` (in which both sides have
        nodes), ``shared node`` (on both sides), ``direct tie`` (from a node of one side to one of the
        other), ``third node`` (on neither side, tied to both, or in the cut), ``other tie`` (in the cut,
        not direct). Within each the heaviest first. Columns: ``key`` (of the node or where the tie starts),
        ``type``, ``to`` (where a tie ends), ``weight`` (of a tie; of a third node the smaller of the next
        two), ``first`` and ``second`` (weight of its ties to each side; of a jurisdiction the nodes of
        each side in it), ``cut``, ``jurisdictions``. The parameters hold ``ties_to_cut`` and
        ``weight_to_cut`` (the ties of least total weight without which no path leads from one side to the
        other) and ``third_nodes_to_cut`` (the fewest third nodes without which only direct ties are left).

    Raises
    ------
    AnalysisError
        A side lies wholly inside the other.

    Notes
    -----
    By the theorem of Ford and Fulkerson the weight of the cut is the maximum flow, by Menger's the number
    of third nodes is that of paths through third nodes that share none. Of several smallest cuts that next
    to the second side is given. Time O(n² √m) at worst, far less on sparse networks.

    It shows where two investigations meet, and which records their meeting rests on. Whether one should
    act on a cut is another question: see `disruption` for what comes back.

    References
    ----------
    .. [1] Ford, L. R., Fulkerson, D. R. (1956). Maximal flow through a network. Canadian Journal of
       Mathematics 8, 399-404. https://doi.org/10.4153/CJM-1956-045-5
    .. [2] Menger, K. (1927). Zur allgemeinen Kurventheorie. Fundamenta Mathematicae 10, 96-115.
       https://doi.org/10.4064/fm-10-1-96-115

    Examples
    --------
    >>> import pandas as pd
    >>> from netgraph.analytics.projection import Projection
    >>> from netgraph.analytics.sides import sides
    >>> names = ["a", "b", "phone"]
    >>> nodes = pd.DataFrame({"type": "Person", "key": names, "jurisdictions": [("ITA",)] * 3}, index=names)
    >>> edges = pd.DataFrame({"start": ["a", "b"], "end": ["phone", "phone"], "weight": [2, 1]})
    >>> network = Projection("entity", nodes, edges, directed=False, weight="claims")
    >>> found = between(network, *sides(network, nodes=["a", "b"])).frame
    >>> found[["what", "key", "to", "weight", "cut"]].iloc[1:].values.tolist()
    [['third node', 'phone', nan, 1.0, True], ['other tie', 'phone', 'b', 1.0, True]]
    """
    with_engine = Engine(engine)
    graph = projection.graph(directed=False)
    both = first.members & second.members
    one, other = first.members & ~both, second.members & ~both
    if not one.any() or not other.any():
        raise AnalysisError(
            f"nothing of {first.name} and {second.name} is apart", hint="name two sides that differ"
        )
    side = np.where(one, ONE, np.where(other, OTHER, THIRDS))
    kept = ~both[graph.ends].any(axis=1)
    ends, weight = graph.ends[kept], _weights(graph)[kept]
    tie_cut, node_cut = cut_ties(with_engine, side, ends, weight), cut_nodes(with_engine, side, ends)
    frame = pd.concat(
        [
            _jurisdictions(projection, first.members, second.members),
            _nodes(projection, graph, both, first.members, second.members),
            _ties(projection, ends, weight, tie_cut, side),
            _thirds(projection, side, ends, weight, node_cut),
        ]
    )
    rank = {"shared jurisdiction": 0, "shared node": 1, "direct tie": 2, "third node": 3, "other tie": 4}
    frame = frame.assign(rank=frame["what"].map(rank)).sort_values(
        ["rank", "weight", "first", "key", "to"], ascending=[True, False, False, True, True], kind="stable"
    )
    return projection.result(
        "between",
        frame[COLUMNS].reset_index(drop=True),
        engine=with_engine.said,
        method=f"{first.name} and {second.name}; undirected, cut of ties weighted by {projection.weight}",
        caveat=CAVEAT,
        parameters={
            "first": first.name,
            "second": second.name,
            "engine": with_engine.name,
            "nodes_first": int(first.members.sum()),
            "nodes_second": int(second.members.sum()),
            "ties_to_cut": int(tie_cut.sum()),
            "weight_to_cut": float(weight[tie_cut].sum()),
            "third_nodes_to_cut": int(node_cut.sum()),
        },
    )


def _weights(graph: IGraph) -> NDArray[np.float64]:
    weight = graph.weights("weight")
    return np.ones(len(graph.ends)) if weight is None else weight


def _jurisdictions(projection: Projection, first: Bools, second: Bools) -> pd.DataFrame:
    lists = projection.nodes["jurisdictions"]
    counts = pd.DataFrame(
        {
            "first": lists[first].explode().value_counts(),
            "second": lists[second].explode().value_counts(),
        }
    ).dropna()
    return counts.assign(
        what="shared jurisdiction",
        key=counts.index,
        type="Jurisdiction",
        cut=False,
        jurisdictions=counts.index,
    )


def _nodes(projection: Projection, graph: IGraph, both: Bools, first: Bools, second: Bools) -> pd.DataFrame:
    """Describe the nodes that are on both sides."""
    nodes = projection.nodes[both]
    to = _weight_to(graph.ends, _weights(graph), [first & ~both, second & ~both], len(graph))
    return pd.DataFrame(
        {
            "what": "shared node",
            "key": nodes.index,
            "type": nodes["type"],
            "first": to[0][both],
            "second": to[1][both],
            "cut": False,
            "jurisdictions": nodes["jurisdictions"].map(", ".join),
        }
    )


def _ties(
    projection: Projection,
    ends: NDArray[np.int64],
    weight: NDArray[np.float64],
    cut: Bools,
    side: NDArray[np.int64],
) -> pd.DataFrame:
    """Describe the ties from one side to the other, and those of the cut."""
    direct = (side[ends].min(axis=1) == ONE) & (side[ends].max(axis=1) == OTHER)
    shown = direct | cut
    # a tie starts where it is nearer to the first side
    order = np.array([0, 2, 1])[side]  # ONE, THIRDS, OTHER
    turned = order[ends[shown, 0]] > order[ends[shown, 1]]
    start = np.where(turned, ends[shown, 1], ends[shown, 0])
    end = np.where(turned, ends[shown, 0], ends[shown, 1])
    names, where = projection.nodes.index, [set(found) for found in projection.nodes["jurisdictions"]]
    return pd.DataFrame(
        {
            "what": np.where(direct[shown], "direct tie", "other tie"),
            "key": names[start],
            "to": names[end],
            "type": "tie",
            "weight": weight[shown],
            "cut": cut[shown],
            "jurisdictions": [
                ", ".join(sorted(where[a] | where[b])) for a, b in zip(start, end, strict=True)
            ],
        }
    )


def _thirds(
    projection: Projection,
    side: NDArray[np.int64],
    ends: NDArray[np.int64],
    weight: NDArray[np.float64],
    cut: Bools,
) -> pd.DataFrame:
    """Describe the nodes on neither side that are tied to both, and those of the cut."""
    first, second = _weight_to(ends, weight, [side == ONE, side == OTHER], len(side))
    shown = (side == THIRDS) & ((np.minimum(first, second) > 0) | cut)
    nodes = projection.nodes[shown]
    return pd.DataFrame(
        {
            "what": "third node",
            "key": nodes.index,
            "type": nodes["type"],
            "weight": np.minimum(first, second)[shown],
            "first": first[shown],
            "second": second[shown],
            "cut": cut[shown],
            "jurisdictions": nodes["jurisdictions"].map(", ".join),
        }
    )


def _weight_to(
    ends: NDArray[np.int64], weight: NDArray[np.float64], sets: list[Bools], nodes: int
) -> list[NDArray[np.float64]]:
    """Add up, for each node, the weight of its ties to each of some sets."""
    both_ways = np.concatenate([ends, ends[:, ::-1]])
    weights = np.concatenate([weight, weight])
    sums = (np.bincount(both_ways[:, 0], weights * to[both_ways[:, 1]], minlength=nodes) for to in sets)
    return [total.astype(float) for total in sums]
