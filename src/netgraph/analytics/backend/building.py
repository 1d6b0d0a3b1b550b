"""Build igraph's own graph from an array of ends."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import igraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.analytics.backend.columns import IntArray

SLICE = 65_536  # edges that are Python objects at one time


def built(ends: IntArray, nodes: int, *, directed: bool) -> Any:  # noqa: ANN401 - igraph has no types
    """Build a graph with edges in the order given.

    Parameters
    ----------
    ends : numpy.ndarray of int64, shape (m, 2)
        Positions of both ends.
    nodes : int
        How many there are.
    directed : bool
        Whether edges lead one way only.

    Returns
    -------
    igraph.Graph

    Notes
    -----
    igraph takes an array as it is, but reads it twice as slowly as pairs of Python's numbers. Those are made
    a slice at a time.
    """

    def slices() -> Iterator[Iterator[tuple[int, int]]]:
        for at in range(0, len(ends), SLICE):
            yield zip(ends[at : at + SLICE, 0].tolist(), ends[at : at + SLICE, 1].tolist(), strict=True)

    return igraph.Graph(n=nodes, edges=chain.from_iterable(slices()), directed=directed)
