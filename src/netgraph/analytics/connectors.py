"""Key connectors: the nodes that hold a projection together, by several measures side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd

from netgraph.analytics.betweenness import betweenness as betweenness_of
from netgraph.analytics.engine import Engine
from netgraph.analytics.measures import MEASURES, Measured, ranks
from netgraph.analytics.stability import Stability
from netgraph.analytics.stability import stability as stability_of
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.betweenness import Betweenness
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.records import Records
    from netgraph.analytics.result import Result

CAVEAT = (
    "A high rank says that many recorded ties run through this node. It is a place to look, not guilt: "
    "records are incomplete, and victims, services and busy countries rank high too: read the roles."
)


def connectors(
    projection: Projection,
    *,
    limit: int | None = None,
    by: str = "betweenness",
    betweenness: str = "auto",
    error: float = 0.01,
    stability: str = "none",
    loss: float = 0.1,
    replicates: int = 100,
    records: Records | None = None,
    seed: int = 7,
    engine: str = "igraph",
) -> Result:
    """Rank the nodes of a projection by how much they hold it together.

    Parameters
    ----------
    projection : Projection
        The network.
    limit : int, optional
        How many nodes to return; all when not given.
    by : str, default "betweenness"
        The measure, one of `netgraph.analytics.measures.MEASURES`, whose ranks order the table.
    betweenness : {"auto", "exact", "sampled"}
        How betweenness is found; ``auto`` samples above 2e9 steps, nodes x (nodes + edges)
        added up over the components.
    error : float, default 0.01
        How far off sampled betweenness may be at any node, with 95 % confidence.
    stability : {"none", "auto", "one", "loss"}
        Whether, and how, records or claims are left out to see how sure the ranks are; see
        `netgraph.analytics.stability.stability`, also for ``loss``, ``replicates`` and ``records``.
    seed : int, default 7
        Of all chance: the same seed gives the same table.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    Result
        One row a node, by falling rank: ``rank`` by the measure asked for; with stability, or where it is
        sampled betweenness, ``rank_from``, ``rank_to`` and ``sure``; ``key``, ``name`` (of places and
        jurisdictions), ``type``, ``records`` (that were judged to be this one, of a merged projection),
        ``roles`` (of persons and organizations); then each measure, followed by its rank (``..._rank``):
        ``betweenness`` (0 to 1), ``pagerank`` (sums to 1 over all nodes), ``core`` (largest k whose k-core
        holds the node), ``constraint`` (Burt's, low where others are tied through the node alone),
        ``effective_size`` (neighbours, less what ties among them make redundant), ``degree`` (neighbours),
        ``reach`` (jurisdictions it has to do with), ``cross_border`` (further jurisdictions within two
        steps); and without ranks ``cut_point`` (its removal would split a component), ``bridges`` (edges at
        it that alone join two parts) and ``jurisdictions``. Ranks are given among the rows: cases are not
        ranked, they are records and no actors.

    Raises
    ------
    AnalysisError
        An unknown measure or way, or stability of ranks by a sample.

    Notes
    -----
    Betweenness is unweighted and follows the direction of the projection, as does PageRank, weighted, and
    cross-border reach; core, constraint, effective size, cut points and bridges ignore direction and weights.
    Time O(nm) for exact betweenness, O(n + m) times the degree at most for the rest.

    None of these measures must be used as evidence against a person, nor compared between networks whose
    records were collected differently. Somebody whose rank is not sure must not be called the first.

    References
    ----------
    .. [1] Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1).
       https://doi.org/10.2307/3033543
    .. [2] Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5(3).
       https://doi.org/10.1016/0378-8733(83)90028-X
    .. [3] Burt, R. S. (2004). Structural holes and good ideas. American Journal of Sociology 110(2).
       https://doi.org/10.1086/421787
    """
    if by not in MEASURES:
        raise AnalysisError(f"there is no measure {by!r}", hint=f"measures are {', '.join(MEASURES)}")
    with_engine = Engine(engine)
    measured = Measured(projection, with_engine)
    nodes = projection.nodes
    ranked = nodes.index[nodes["type"] != "Case"]
    between = betweenness_of(with_engine, measured.graph, betweenness, error=error, seed=seed)
    sampled = bool(between.estimated)
    scores = {name: between.scores if name == "betweenness" else measured.score(name) for name in MEASURES}
    frame = _table(projection, with_engine, measured.plain, scores).loc[ranked]
    frame.insert(0, "rank", frame[f"{by}_rank"])
    said = []
    if stability != "none":
        if sampled and by == "betweenness":
            raise AnalysisError(
                "ranks by a sample are not tried again without claims",
                hint="ask for exact betweenness, or for the stability of another measure; without it the "
                "table holds the ranks that the sample allows",
            )
        tried = stability_of(
            projection,
            by,
            ranked,
            how=stability,
            loss=loss,
            replicates=replicates,
            records=records,
            seed=seed,
            engine=engine,
        )
        frame, said = tried.beside(frame), [tried.said]
    elif sampled and by == "betweenness":
        frame = Stability(_sampled_ranks(between, ranked), "").beside(frame)
    order = ["rank", *(["pagerank_rank"] if by == "betweenness" else ["betweenness_rank"]), "key", "type"]
    frame = frame.sort_values(order, kind="stable").reset_index(drop=True)
    way = "directed" if projection.directed else "undirected"
    method = (
        f"{between.method}, {way}, unweighted; PageRank {way}, weighted by {projection.weight}; cross-border "
        f"reach {way}, two steps; core, constraint, effective size, cut points and bridges undirected, "
        f"unweighted; ranked by {by.replace('_', ' ')}"
    )
    return projection.result(
        "connectors",
        frame.head(limit) if limit else frame,
        engine=with_engine.said,
        method="; ".join([method, *said]),
        caveat=CAVEAT,
        parameters={
            "limit": limit,
            "engine": with_engine.name,
            "by": by,
            "betweenness": betweenness,
            "error": error,
            "stability": stability,
            "loss": loss,
            "replicates": replicates,
            "missing": "record" if records else "claim",
        },
        seed=seed if sampled or stability != "none" else None,
        estimated=between.estimated,
    )


def _table(
    projection: Projection, engine: Engine, plain: IGraph, scores: dict[str, pd.Series]
) -> pd.DataFrame:
    """Put what is known of the nodes beside their scores, and these beside their ranks among the ranked."""
    nodes = projection.nodes
    joined = {name: nodes[name].map(", ".join) for name in ("records", "roles") if name in nodes}
    frame = nodes[[name for name in ("key", "name", "type") if name in nodes]].assign(**joined)
    actors = nodes["type"] != "Case"
    for name, score in scores.items():
        frame[name] = score
        frame[f"{name}_rank"] = ranks(score[actors], name).reindex(nodes.index)
    frame["cut_point"] = nodes.index.isin(list(engine.run(nx.articulation_points, plain)))
    ends = [node for bridge in engine.run(nx.bridges, plain) for node in bridge]
    frame["bridges"] = (
        pd.Series(ends, dtype="str").value_counts().reindex(nodes.index, fill_value=0).astype(int)
    )
    frame["jurisdictions"] = nodes["jurisdictions"].map(", ".join)
    return frame


def _sampled_ranks(between: Betweenness, ranked: pd.Index[str]) -> pd.DataFrame:
    found = between.rank_range(ranked)
    return found.assign(sure=found["rank_from"] == found["rank_to"])
