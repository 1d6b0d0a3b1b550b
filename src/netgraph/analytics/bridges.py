"""Bridges: ties whose removal would part a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from netgraph.analytics.engine import Engine

if TYPE_CHECKING:
    from netgraph.analytics.projection import Projection


def parting_ties(projection: Projection, *, engine: str = "igraph") -> frozenset[tuple[str, str]]:
    """Find the ties that alone hold two parts of a network together, each of two nodes or more.

    Parameters
    ----------
    projection : Projection
        The network; its direction and weights are ignored.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    frozenset of pairs of str
        The names of both ends, each tie both ways round. The only tie of a node is a bridge, too, but parts
        nobody else and is left out.

    Notes
    -----
    Time O(n + m). A bridge is one in the records: a tie that nobody recorded may lead round it. It is no
    measure of how important those at its ends are.

    References
    ----------
    .. [1] Tarjan, R. E. (1974). A note on finding the bridges of a graph. Information Processing Letters
       2(6), 160-161. https://doi.org/10.1016/0020-0190(74)90003-9

    Examples
    --------
    >>> import pandas as pd
    >>> from netgraph.analytics.projection import Projection
    >>> edges = pd.DataFrame({"start": ["a", "b", "c"], "end": ["b", "c", "d"], "weight": 1})
    >>> nodes = pd.DataFrame({"type": "Person"}, index=["a", "b", "c", "d"])
    >>> sorted(parting_ties(Projection("entity", nodes, edges, directed=False, weight="claims")))
    [('b', 'c'), ('c', 'b')]
    """
    graph = projection.graph(directed=False)
    neighbours = np.bincount(graph.ends.ravel(), minlength=len(graph))
    found = Engine(engine).run(nx.bridges, graph)
    kept = [pair for pair in found if min(neighbours[graph.index[end]] for end in pair) > 1]
    return frozenset([*kept, *((end, start) for start, end in kept)])
