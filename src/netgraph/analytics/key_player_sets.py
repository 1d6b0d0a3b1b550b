"""A table of key players: the best sets of one, two, three ... nodes, to part a network or to reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.betweenness import EXACT_STEPS, path_steps
from netgraph.analytics.engine import Engine
from netgraph.analytics.key_players import GOALS, SEED, key_players
from netgraph.analytics.separation import joined

if TYPE_CHECKING:
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "A set is the best on paper, for the ties on record, and others may be as good. Who separates most may "
    "be a victim, a witness or a helpline; those who are left find new ways. No measure tells whom to arrest."
)

_ESTIMATED = "what no set exceeds, to separate, rests on sampled betweenness and holds with 95% confidence"


def key_player_sets(
    projection: Projection,
    *,
    size: int = 3,
    goal: str = "both",
    how: str = "auto",
    engine: str = "igraph",
) -> Result:
    """Find the sets of up to a few nodes that separate, and that reach, most of a network.

    Parameters
    ----------
    projection : Projection
        The network. Cases take part and are not chosen: they are records.
    size : int, default 3
        How many nodes at most.
    goal : {"both", "separate", "reach"}
        KPP-Neg, KPP-Pos, or one after the other.
    how : {"auto", "exact", "greedy"}
        See `netgraph.analytics.key_players.key_players`.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    Result
        One row for each goal and number of nodes: ``goal``, ``size``, ``members`` (keys), ``value`` (between
        0 and 1), ``adds`` (more than the row before, or than nobody), ``at_most`` (what no set of the size
        exceeds), ``gap`` (the difference), ``exact`` (whether it is proved to be the best), and
        ``jurisdictions`` of the members.

    Raises
    ------
    AnalysisError
        An unknown goal or way, or fewer nodes than wanted.
    """
    named = Engine(engine)
    graph, nodes = projection.graph(), projection.nodes
    among = set(nodes.index[nodes["type"] != "Case"])
    rows = []
    considered = len(among)
    for aim in GOALS if goal == "both" else (goal,):
        before = _apart(projection, engine) if aim == "separate" else 0.0
        for number in range(1, size + 1):
            found = key_players(graph, number, aim, how=how, among=among, engine=engine)
            considered = min(considered, found.considered)
            members = nodes.loc[list(found.members)]
            reached = sorted({code for codes in members["jurisdictions"] for code in codes})
            rows.append(
                {
                    "goal": aim,
                    "size": number,
                    "members": ", ".join(members["key"]),
                    "value": found.value,
                    "adds": found.value - before,
                    "at_most": found.at_most,
                    "gap": found.at_most - found.value,
                    "exact": found.exact,
                    "jurisdictions": ", ".join(reached),
                }
            )
            before = found.value
    large = path_steps(projection.graph(directed=False)) > EXACT_STEPS
    way = "directed" if projection.directed else "undirected"
    return projection.result(
        "key-players",
        pd.DataFrame(rows),
        engine=f"netgraph's branch and bound on {named.said}",
        method=(
            "separate (KPP-Neg): share of pairs of the nodes left that no path joins, undirected; reach "
            f"(KPP-Pos): mean of 1 / steps from the set, members counting 1, {way}; unweighted; {how}; "
            f"{considered:,} nodes considered"
        ),
        caveat=CAVEAT,
        parameters={"size": size, "goal": goal, "how": how, "engine": named.name},
        estimated=_ESTIMATED if large and goal != "reach" else "",
        seed=SEED if large and goal != "reach" else None,
    )


def _apart(projection: Projection, engine: str) -> float:
    """Return the share of pairs that no path joins with everybody there."""
    graph = projection.graph(directed=False)
    size = len(graph)
    return 1 - 2 * joined(graph, engine) / (size * (size - 1)) if size > 1 else 0.0
