"""Triangles: who is tied into closed groups, where everybody knows everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.engine import Engine
from netgraph.analytics.measures import ranks
from netgraph.analytics.naming import described

if TYPE_CHECKING:
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "A triangle says that three nodes are recorded with each other, often in one case: it is a place where "
    "records overlap, not proof that three people know each other."
)
METHOD = "triangles, undirected, unweighted, exact; closed is their share of the pairs of neighbours"


def triangles(projection: Projection, *, limit: int | None = None, engine: str = "igraph") -> Result:
    """Count the triangles at each node, and what share of its neighbours is tied to each other.

    Parameters
    ----------
    projection : Projection
        The network; direction and weight are ignored.
    limit : int, optional
        How many nodes to return; all when not given.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    Result
        One row a node but for cases, most triangles first: ``rank``, what is known of it, ``triangles``,
        ``degree`` (neighbours), ``closed`` (0 to 1, missing with fewer than two neighbours) and
        ``jurisdictions``. The parameters hold ``total``, of all triangles.

    Notes
    -----
    Time O(m^1.5) at most. Must not be used to call somebody a member of a group: a case with many persons
    closes triangles by being one record.

    References
    ----------
    .. [1] Watts, D. J., Strogatz, S. H. (1998). Collective dynamics of 'small-world' networks. Nature 393,
       440-442. https://doi.org/10.1038/30918

    Examples
    --------
    >>> from netgraph.analytics.projection import Projection
    >>> ends = pd.DataFrame({"start": ["a", "a", "b", "c"], "end": ["b", "c", "c", "d"], "weight": 1})
    >>> names = ["a", "b", "c", "d"]
    >>> nodes = pd.DataFrame({"type": "Country", "key": names, "jurisdictions": [()] * 4}, index=names)
    >>> found = triangles(Projection("place", nodes, ends, directed=True, weight="legs"))
    >>> found.frame["triangles"].tolist(), found.parameters["total"]
    ([1, 1, 1, 0], 1)
    """
    with_engine = Engine(engine)
    graph = projection.graph(directed=False)
    index = projection.nodes.index
    count = pd.Series(with_engine.run(nx.triangles, graph)).reindex(index).astype("int64")
    degree = pd.Series(np.bincount(graph.ends.ravel(), minlength=len(graph)), index=index)
    frame = described(projection).assign(
        triangles=count,
        degree=degree,
        closed=closed(count, degree),
        jurisdictions=projection.nodes["jurisdictions"].map(", ".join),
    )
    frame = frame[frame["type"] != "Case"]
    frame.insert(0, "rank", ranks(frame["triangles"], "triangles"))
    frame = frame.sort_values(["rank", "key", "type"], kind="stable").reset_index(drop=True)
    return projection.result(
        "triangles",
        frame.head(limit) if limit else frame,
        engine=with_engine.said,
        method=METHOD,
        caveat=CAVEAT,
        parameters={"limit": limit, "engine": with_engine.name, "total": int(count.sum()) // 3},
    )


def closed(count: pd.Series, degree: pd.Series) -> pd.Series:
    """Return the share of pairs of neighbours that are tied; missing where there is no pair."""
    pairs = degree * (degree - 1) / 2
    return (count / pairs.where(pairs > 0)).round(6)
