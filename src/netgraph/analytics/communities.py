"""Groups: parts of a projection that are tied more closely inside than to the outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.engine import Engine
from netgraph.analytics.propagation import ROUNDS, propagated
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "A community is a pattern in the records, not a criminal group: it shows who is recorded together. "
    "Another seed or resolution may draw the borders differently."
)

LABELS = "label-propagation"
METHODS = ("leiden", LABELS)
_COLUMNS = ["part", "members", "inside", "outside", "reach", "jurisdictions", "largest"]


def communities(
    projection: Projection,
    *,
    resolution: float = 1.0,
    limit: int | None = None,
    seed: int = 7,
    engine: str = "igraph",
    method: str = "leiden",
) -> Result:
    """Part a projection into communities.

    Parameters
    ----------
    projection : Projection
        The network; its direction is ignored.
    resolution : float, default 1.0
        Of Leiden: above 1 for more and smaller communities.
    limit : int, optional
        How many rows to return; all when not given.
    seed : int, default 7
        Of Leiden: the same seed gives the same communities.
    engine : {"igraph", "networkx"}
        Which library computes Leiden.
    method : {"leiden", "label-propagation"}
        The second is quicker and coarser, needs no seed, and is the one that a cluster offers; see
        `netgraph.analytics.propagation.propagated`.

    Returns
    -------
    Result
        One row a community, largest first: ``community`` (from 1), ``members``, ``inside`` and
        ``outside`` (weight of edges within it and leaving it), ``reach`` and ``jurisdictions``, and
        ``largest`` (up to five members with most weight). The parameters hold the modularity.

    Raises
    ------
    AnalysisError
        There is no such method.

    Notes
    -----
    Time about O(m) an iteration. Modularity has a resolution limit: communities smaller than about
    sqrt(2 m) edges may be merged.

    References
    ----------
    .. [1] Traag, V. A., Waltman, L., van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing
       well-connected communities. Scientific Reports 9, 5233. https://doi.org/10.1038/s41598-019-41695-z
    .. [2] Fortunato, S., Barthélemy, M. (2007). Resolution limit in community detection. PNAS 104(1).
       https://doi.org/10.1073/pnas.0605965104
    """
    if method not in METHODS:
        raise AnalysisError(f"there is no method {method!r}", hint=f"use {' or '.join(METHODS)}")
    with_engine = Engine(engine)
    if method == LABELS:
        of, rounds = propagated(projection)
        said = labels_said(projection.weight, rounds)
    else:
        of = _leiden(projection, with_engine, resolution, seed)
        said = f"Leiden on modularity, undirected, weighted by {projection.weight}"
    described = _describe(projection, of).drop(columns="part")
    return projection.result(
        "communities",
        described.head(limit) if limit else described,
        engine=with_engine.said if method != LABELS else f"NumPy {np.__version__}",
        method=said,
        caveat=CAVEAT,
        parameters={
            "resolution": resolution,
            "limit": limit,
            "engine": with_engine.name,
            "method": method,
            "modularity": _modularity(projection, of, resolution),
        },
        behind={"communities": len(described)},
        seed=seed if method != LABELS else None,
    )


def labels_said(weight: str, rounds: int) -> str:
    """Say how labels were passed on."""
    stopped = f"stopped after {rounds} rounds" if rounds == ROUNDS else f"settled after {rounds} rounds"
    return f"label propagation, all nodes at once, {stopped}; undirected, weighted by {weight}"


def membership(
    projection: Projection, *, resolution: float = 1.0, seed: int = 7, engine: str = "igraph"
) -> pd.Series:
    """Give each node the number of its community, as the table of `communities` numbers them.

    Parameters
    ----------
    projection, resolution, seed, engine
        As of `communities`.

    Returns
    -------
    pandas.Series of int
        By node name; 1 is the largest community.
    """
    of = _leiden(projection, Engine(engine), resolution, seed)
    described = _describe(projection, of)
    number = dict(zip(described["part"], described["community"], strict=True))
    return of.map(number).reindex(projection.nodes.index)


def _leiden(projection: Projection, engine: Engine, resolution: float, seed: int) -> pd.Series:
    """Find the part of each node."""
    graph = projection.graph(directed=False)
    parts = engine.run(
        nx.community.leiden_communities, graph, weight="weight", resolution=resolution, seed=seed
    )
    return pd.Series({node: number for number, part in enumerate(parts) for node in part}, dtype="int64")


def _describe(projection: Projection, of: pd.Series) -> pd.DataFrame:
    """Make one row a community."""
    nodes, edges = projection.nodes, projection.edges
    start, end = edges["start"].map(of), edges["end"].map(of)
    within = start == end
    inside = edges["weight"][within].groupby(start[within]).sum()
    crossing = edges[["weight"]][~within]
    outside = (
        pd.concat([crossing.assign(of=start[~within]), crossing.assign(of=end[~within])])
        .groupby("of")["weight"]
        .sum()
    )
    strength = pd.concat([edges.set_index("start")["weight"], edges.set_index("end")["weight"]])
    strength = strength.groupby(level=0).sum().reindex(nodes.index, fill_value=0)
    rows = []
    for number, members in nodes.groupby(of.reindex(nodes.index)):
        reach = sorted({code for codes in members["jurisdictions"] for code in codes})
        order = strength[members.index].sort_index().sort_values(ascending=False, kind="stable")
        rows.append(
            {
                "part": number,
                "members": len(members),
                "inside": int(inside.get(number, 0)),
                "outside": int(outside.get(number, 0)),
                "reach": len(reach),
                "jurisdictions": ", ".join(reach),
                "largest": ", ".join(order.index[:5]),
            }
        )
    frame = pd.DataFrame(rows, columns=_COLUMNS).sort_values(
        ["members", "inside", "largest"], ascending=[False, False, True], kind="stable"
    )
    frame.insert(0, "community", range(1, len(frame) + 1))
    return frame.reset_index(drop=True)


def _modularity(projection: Projection, of: pd.Series, resolution: float) -> float | None:
    """Newman's modularity of a partition, on weights, ignoring direction; without edges there is none."""
    edges = projection.edges
    total = float(edges["weight"].sum())
    if not total:
        return None
    start, end = edges["start"].map(of), edges["end"].map(of)
    inside = float(edges["weight"][start == end].sum()) / total
    ends = pd.concat([edges["weight"].groupby(start).sum(), edges["weight"].groupby(end).sum()])
    shares = ends.groupby(level=0).sum() / (2 * total)
    return round(inside - resolution * float((shares**2).sum()), 6)
