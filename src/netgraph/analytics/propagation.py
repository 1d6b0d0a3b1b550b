"""Communities by label propagation: quick, and the same on one machine and on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.projection import Projection

    IntArray = NDArray[np.int64]

ROUNDS = 20


def propagated(projection: Projection, *, rounds: int = ROUNDS) -> tuple[pd.Series, int]:
    """Let every node take over the label that most of its ties lead to, again and again.

    Parameters
    ----------
    projection : Projection
        The network; its direction is ignored, ties count by their weight.
    rounds : int, default 20
        After how many rounds to stop where labels still change.

    Returns
    -------
    (pandas.Series of int64, int)
        For each node the position of the node whose label it has; and in how many rounds that was reached.

    Notes
    -----
    All nodes change at once, so that no order of them plays a part, and a node counts its own label as much
    as its strongest tie, which keeps two halves from swapping labels for ever. Of labels with the same weight
    the one of the node that comes first by name is taken. So there is no chance in it: the same graph gives
    the same labels on every engine. Time O(m log m) a round.

    References
    ----------
    .. [1] Raghavan, U. N., Albert, R., Kumara, S. (2007). Near linear time algorithm to detect community
       structures in large-scale networks. Physical Review E 76, 036106.
       https://doi.org/10.1103/PhysRevE.76.036106
    """
    graph = projection.graph(directed=False)
    size, ends = len(graph), graph.ends
    weights = graph.weights("weight")
    weight = np.ones(len(ends), dtype=np.int64) if weights is None else weights.astype(np.int64)
    to = np.concatenate((ends[:, 0], ends[:, 1], np.arange(size)))
    of = np.concatenate((ends[:, 1], ends[:, 0], np.arange(size)))
    strongest = np.zeros(size, dtype=np.int64)
    for end in (0, 1):
        np.maximum.at(strongest, ends[:, end], weight)
    heavy = np.concatenate((weight, weight, strongest))
    labels = np.arange(size, dtype=np.int64)
    for done in range(rounds):
        new = _strongest(to, labels[of], heavy, size)
        if (new == labels).all():
            return pd.Series(labels, index=projection.nodes.index), done
        labels = new
    return pd.Series(labels, index=projection.nodes.index), rounds


def _strongest(to: IntArray, label: IntArray, weight: IntArray, size: int) -> IntArray:
    """Return for each node the label with most weight, the smallest of several."""
    pair, place = np.unique(to * size + label, return_inverse=True)
    total = np.bincount(place, weight)
    node, found = np.divmod(pair, max(1, size))
    order = np.lexsort((found, -total, node))
    first = np.unique(node[order], return_index=True)[1]
    best: IntArray = found[order][first]
    return best
