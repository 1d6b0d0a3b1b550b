"""Cross-border reach: how many groups that are not its own a node reaches in a few steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netgraph.analytics.backend.convert import convert_from_nx
from netgraph.analytics.closed import arcs

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    import networkx as nx

    from netgraph.analytics.backend import IGraph

_WORD = 64  # bits, one for each group


def cross_border_reach(
    graph: nx.Graph | IGraph, groups: Mapping[Any, Collection[Hashable]], *, steps: int = 2
) -> pd.Series:
    """Count the groups, other than a node's own, of the nodes that it reaches in a few steps.

    Parameters
    ----------
    graph : networkx.Graph or IGraph
        Direction is followed.
    groups : mapping of node to collection
        The groups, such as jurisdictions, of each node.
    steps : int, default 2
        How far: two lead from a person to those in the same cases.

    Returns
    -------
    pandas.Series
        By node, in the order of the graph; missing where a node's own groups are not known, since then
        nobody can say which are others.

    Notes
    -----
    Groups are bits, joined along the edges: time O(steps m g / 64) for g groups. A busy airport town reaches
    many jurisdictions by what it is, and a node of well-kept records reaches more than others.

    Examples
    --------
    >>> import networkx as nx
    >>> way = nx.path_graph(4, create_using=nx.DiGraph)
    >>> cross_border_reach(way, {0: ["NGA"], 1: ["NER"], 2: ["LBY"], 3: ["ITA"]}).tolist()
    [2.0, 2.0, 1.0, 0.0]
    """
    found = convert_from_nx(graph)
    size = len(found)
    numbers: dict[Hashable, int] = {}
    at = [(node, group) for node, key in enumerate(found.keys) for group in groups.get(key, ())]
    node = np.array([row for row, _ in at], dtype=np.int64)
    bit = np.array([numbers.setdefault(group, len(numbers)) for _, group in at], dtype=np.int64)
    own = np.zeros((size, len(numbers) // _WORD + 1), dtype=np.uint64)
    np.bitwise_or.at(own, (node, bit // _WORD), np.uint64(1) << (bit % _WORD).astype(np.uint64))
    pairs = arcs(found.ends, size, directed=found.is_directed())
    tied, first = np.unique(pairs[:, 0], return_index=True)
    reached = own.copy()
    for _ in range(steps if len(tied) else 0):
        reached[tied] |= np.bitwise_or.reduceat(reached[pairs[:, 1]], first, axis=0)
    counts = np.bitwise_count(reached & ~own).sum(axis=1).astype(float)
    counts[~own.any(axis=1)] = np.nan
    return pd.Series(counts, index=pd.Index(found.keys))
