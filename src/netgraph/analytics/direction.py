"""Drop the direction of a projection, where somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netgraph.analytics.projected import Projection

if TYPE_CHECKING:
    from netgraph.analytics.backend.columns import IntArray


def without_direction(projection: Projection) -> Projection:
    """Return a projection whose edges lead both ways, opposite ones added up.

    Ranks may change: who stands on many paths one way need not stand on any both ways. In one drug network
    of the literature the third broker becomes the fifth. Say which it was: results state it as ``method``.
    """
    if not projection.directed:
        return projection
    graph = projection.graph(directed=False)
    weight = graph.weights("weight")
    return with_edges(projection, graph.ends, np.rint(weight).astype(np.int64), directed=False)  # type: ignore[arg-type]


def with_edges(
    projection: Projection, ends: IntArray, weight: IntArray, *, directed: bool | None = None
) -> Projection:
    """Return a projection of the same nodes with other edges, by the positions of their ends."""
    return Projection.from_codes(
        projection.name,
        projection.nodes,
        ends,
        {"weight": weight},
        directed=projection.directed if directed is None else directed,
        weight=projection.weight,
        marking=projection.marking,
        withheld=projection.withheld,
        notes=projection.notes,
    )
