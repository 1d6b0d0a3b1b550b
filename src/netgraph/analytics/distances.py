"""Distances: how many steps everybody is away from some nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.engine import Engine
from netgraph.analytics.naming import described, named
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "A step is a record in common, such as a case or a telephone, not an acquaintance: two steps lie between "
    "two victims of one case. Nobody is suspect for being near."
)
MOST = 100  # nodes to start from


def distances(
    projection: Projection, sources: Sequence[str], *, limit: int | None = None, engine: str = "igraph"
) -> Result:
    """Count the steps from some nodes to all that can be reached.

    Parameters
    ----------
    projection : Projection
        The network; its direction is followed, weights are not.
    sources : sequence of str
        Names or keys of up to a hundred nodes; see `netgraph.analytics.naming.named`.
    limit : int, optional
        How many nodes to return; all that are reached when not given.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    Result
        One row a node that is reached from any of them, nearest first, without these themselves: ``steps``
        (from the nearest), what is known of it, ``nearest`` (which of them that is), ``reached_from`` (how
        many of them reach it) and ``jurisdictions``. The parameters hold ``reached``, of all nodes.

    Raises
    ------
    AnalysisError
        A name is of no node, or too many are named.

    Notes
    -----
    Time O(k (n + m)) for k sources. Must not be used as evidence against anybody.

    Examples
    --------
    >>> from netgraph.analytics.projection import Projection
    >>> legs = pd.DataFrame({"start": ["NGA", "NER"], "end": ["NER", "LBY"], "weight": 1})
    >>> names = ["LBY", "NER", "NGA"]
    >>> nodes = pd.DataFrame({"type": "Country", "key": names, "jurisdictions": [()] * 3}, index=names)
    >>> found = distances(Projection("place", nodes, legs, directed=True, weight="legs"), ["NGA"])
    >>> found.frame[["key", "steps"]].to_dict("records")
    [{'key': 'NER', 'steps': 1}, {'key': 'LBY', 'steps': 2}]
    """
    checked(sources)
    with_engine = Engine(engine)
    graph = projection.graph()
    starts = named(projection, sources)
    index = projection.nodes.index
    table = {start: with_engine.run(nx.single_source_shortest_path_length, graph, start) for start in starts}
    steps = pd.DataFrame({start: pd.Series(found, dtype=float) for start, found in table.items()})
    steps = steps.reindex(index)
    frame = described(projection).assign(jurisdictions=projection.nodes["jurisdictions"].map(", ".join))
    frame.insert(0, "steps", steps.min(axis=1))
    at = list(frame).index("jurisdictions")
    near = steps.to_numpy() == steps.min(axis=1).to_numpy()[:, None]
    frame.insert(at, "nearest", [", ".join(np.array(starts)[row]) for row in near])
    frame.insert(at + 1, "reached_from", steps.notna().sum(axis=1))
    frame = frame[frame["steps"].notna() & ~frame.index.isin(starts)].astype({"steps": int})
    frame = frame.sort_values(["steps", "key", "type"], kind="stable").reset_index(drop=True)
    return projection.result(
        "distances",
        frame.head(limit) if limit else frame,
        engine=with_engine.said,
        method=method(directed=projection.directed),
        caveat=CAVEAT,
        parameters={"sources": starts, "limit": limit, "engine": with_engine.name, "reached": len(frame)},
    )


def method(*, directed: bool) -> str:
    """Say how steps are counted."""
    return f"shortest paths, {'along the direction of ties' if directed else 'undirected'}, unweighted, exact"


def checked(sources: Sequence[str]) -> None:
    """Refuse none and too many.

    Raises
    ------
    AnalysisError
    """
    if not sources or len(sources) > MOST:
        raise AnalysisError(
            f"distances are counted from one to {MOST} nodes, not from {len(sources)}",
            hint="name the nodes that matter, or look at the components",
        )
