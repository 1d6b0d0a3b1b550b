"""Key connectors: the nodes that hold a projection together, by several measures side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.engine import Engine

if TYPE_CHECKING:
    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "A high rank says that many recorded ties run through this node. It is a place to look, not guilt: "
    "records are incomplete, and victims, services and busy countries rank high too: read the roles."
)

DIGITS = 12  # of a score, beyond which there is only rounding


def connectors(projection: Projection, *, limit: int | None = None, engine: str = "igraph") -> Result:
    """Rank the nodes of a projection by how much they hold it together.

    Parameters
    ----------
    projection : Projection
        The network.
    limit : int, optional
        How many nodes to return; all when not given.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    Result
        One row a node, by falling betweenness, then PageRank, then key: ``rank``, ``key``, ``name`` (of
        places and jurisdictions), ``type``, ``records`` (that were judged to be this one, of a merged
        projection), ``roles`` (of persons and organizations), ``betweenness``
        (0 to 1), ``pagerank`` (sums to 1 over all nodes), ``core`` (largest k whose k-core holds the
        node), ``cut_point`` (its removal would split a component), ``bridges`` (edges at it that alone
        join two parts), ``degree`` (neighbours), ``reach`` (how many jurisdictions), ``jurisdictions``.
        Cases are not ranked: they are records, not actors.

    Notes
    -----
    Betweenness is exact, unweighted, and follows the direction of the projection; PageRank is directed in
    the same way and weighted; core, cut points and bridges ignore direction. Time O(nm) for betweenness,
    O(n + m) for the rest.

    None of these measures must be used as evidence against a person, nor compared between networks whose
    records were collected differently.

    References
    ----------
    .. [1] Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1).
       https://doi.org/10.2307/3033543
    .. [2] Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5(3).
       https://doi.org/10.1016/0378-8733(83)90028-X
    """
    with_engine = Engine(engine)
    graph, undirected = projection.graph(), projection.graph(directed=False)
    reach = projection.nodes["jurisdictions"]
    cut_points = set(with_engine.run(nx.articulation_points, undirected))
    frame = pd.DataFrame(
        {
            "key": projection.nodes["key"],
            **({"name": projection.nodes["name"]} if "name" in projection.nodes else {}),
            "type": projection.nodes["type"],
            **(
                {"records": projection.nodes["records"].map(", ".join)}
                if "records" in projection.nodes
                else {}
            ),
            **({"roles": projection.nodes["roles"].map(", ".join)} if "roles" in projection.nodes else {}),
            "betweenness": pd.Series(with_engine.run(nx.betweenness_centrality, graph)),
            "pagerank": pd.Series(with_engine.run(nx.pagerank, graph, weight="weight")),
            "core": pd.Series(with_engine.run(nx.core_number, undirected)),
            "cut_point": projection.nodes.index.isin(cut_points),
            "bridges": _bridges_at(with_engine, undirected),
            "degree": _degrees(undirected),
            "reach": reach.map(len),
            "jurisdictions": reach.map(", ".join),
        },
        index=projection.nodes.index,
    )
    frame = frame[frame["type"] != "Case"]
    # Equal scores may differ in their last digits, by library and machine: those must not decide a rank.
    rounded = frame[["betweenness", "pagerank"]].round(DIGITS)
    order = (
        frame[["key", "type"]]
        .join(rounded)
        .sort_values(
            ["betweenness", "pagerank", "key", "type"], ascending=[False, False, True, True], kind="stable"
        )
    )
    frame = frame.loc[order.index]
    frame.insert(0, "rank", order["betweenness"].rank(method="min", ascending=False).astype(int))
    way = "directed" if projection.directed else "undirected"
    return projection.result(
        "connectors",
        frame.head(limit).reset_index(drop=True) if limit else frame.reset_index(drop=True),
        engine=with_engine.said,
        method=(
            f"betweenness exact, {way}, unweighted; PageRank {way}, weighted by {projection.weight}; "
            "core, cut points and bridges undirected"
        ),
        caveat=CAVEAT,
        parameters={"limit": limit, "engine": with_engine.name},
    )


def _bridges_at(engine: Engine, graph: IGraph) -> pd.Series:
    """Count the bridges that end at each node."""
    ends = [node for bridge in engine.run(nx.bridges, graph) for node in bridge]
    return pd.Series(ends, dtype="str").value_counts().reindex(list(graph), fill_value=0).astype(int)


def _degrees(graph: IGraph) -> pd.Series:
    """Count the neighbours of each node."""
    return pd.Series(np.bincount(graph.ends.ravel(), minlength=len(graph)), index=list(graph))
