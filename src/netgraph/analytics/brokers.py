"""Brokers between jurisdictions: roles of Gould and Fernandez beside other signs of standing in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.analytics.brokerage import ROLES
from netgraph.analytics.engine import Engine
from netgraph.analytics.measures import Measured, ranks
from netgraph.analytics.stability import stability as stability_of

if TYPE_CHECKING:
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.records import Records
    from netgraph.analytics.result import Result

CAVEAT = (
    "A broker is who the records show between two others that they do not show tied: a place to ask what "
    "passes there, no proof that anything does. Escorts, interpreters, shelters and victims stand there too."
)

BESIDE = ("constraint", "effective_size", "cross_border")


def brokers(
    projection: Projection,
    *,
    limit: int | None = None,
    stability: str = "none",
    loss: float = 0.1,
    replicates: int = 100,
    records: Records | None = None,
    seed: int = 7,
    engine: str = "igraph",
) -> Result:
    """Rank the nodes of a projection by what they join across the borders of jurisdictions.

    Parameters
    ----------
    projection : Projection
        The network. The groups are the jurisdictions of its nodes, a node of several sharing itself out.
    limit : int, optional
        How many nodes to return; all when not given.
    stability : {"none", "auto", "one", "loss"}
        Whether, and how, records or claims are left out to see how sure the ranks are; see
        `netgraph.analytics.stability.stability`, also for ``loss``, ``replicates``, ``records`` and ``seed``.
    engine : {"igraph", "networkx"}
        Which library computes constraint and effective size; brokerage is netgraph's own.

    Returns
    -------
    Result
        One row a node, by falling ``rank``, that of ``across``; with stability ``rank_from``, ``rank_to`` and
        ``sure``; ``key``, ``name`` (of places and
        jurisdictions), ``type``, ``roles`` (of persons and organizations); ``across``, the sum of the four
        roles between jurisdictions; then each role of `netgraph.analytics.brokerage.brokerage` followed by
        its rank (``..._rank``), ``coordinator`` first; ``unplaced`` (pairs of which somebody's jurisdiction
        is not known) and ``total``; ``constraint``, ``effective_size`` and ``cross_border`` with ranks; and
        ``jurisdictions``. Cases take part and are not ranked.

    Notes
    -----
    The convention: of a path a -> b -> c without a tie a -> c, b is coordinator when all three are of one
    jurisdiction (A -> A -> A), itinerant A -> B -> A, representative A -> A -> B, gatekeeper A -> B -> B,
    liaison A -> B -> C. In an undirected network each tie is read both ways. Counts are not weighted.
    """
    with_engine = Engine(engine)
    measured = Measured(projection, with_engine)
    nodes = projection.nodes
    counts = measured.brokerage()
    ranked = nodes.index[nodes["type"] != "Case"]
    columns = [name for name in ("key", "name", "type") if name in nodes]
    frame = nodes.loc[ranked, columns]
    if "roles" in nodes:
        frame["roles"] = nodes["roles"].map(", ".join)
    scores = {
        **{name: counts[name] for name in ("across", *ROLES, "unplaced", "total")},
        **{name: measured.score(name) for name in BESIDE},
    }
    for name, score in scores.items():
        frame[name] = score[ranked]
        if name not in ("across", "unplaced"):
            frame[f"{name}_rank"] = ranks(score[ranked], name)
    frame.insert(0, "rank", ranks(scores["across"][ranked], "across"))
    frame["jurisdictions"] = nodes["jurisdictions"].map(", ".join)
    said = ""
    if stability != "none":
        tried = stability_of(
            projection,
            "across",
            ranked,
            how=stability,
            loss=loss,
            replicates=replicates,
            records=records,
            seed=seed,
            engine=engine,
        )
        frame, said = tried.beside(frame), f"; {tried.said}"
    frame = frame.sort_values(["rank", "total_rank", "key", "type"], kind="stable").reset_index(drop=True)
    way = "directed" if projection.directed else "undirected, each tie read both ways"
    unknown = int((nodes["jurisdictions"].map(len) == 0).sum())
    several = int((nodes["jurisdictions"].map(len) > 1).sum())
    return projection.result(
        "brokers",
        frame.head(limit) if limit else frame,
        engine=f"netgraph (NumPy) for brokerage; {with_engine.said}",
        method=(
            f"brokerage by jurisdiction, {way}, unweighted, open paths alone; gatekeeper is A -> B -> B, "
            "representative A -> A -> B; a node of several jurisdictions belongs to each by an equal share, "
            f"one of none is unplaced; constraint and effective size undirected, unweighted{said}"
        ),
        caveat=CAVEAT,
        parameters={
            "limit": limit,
            "engine": with_engine.name,
            "stability": stability,
            "loss": loss,
            "replicates": replicates,
            "missing": "record" if records else "claim",
        },
        seed=None if stability == "none" else seed,
        behind={"nodes of several jurisdictions": several, "nodes of none": unknown},
    )
