"""Find the nodes that somebody names, and describe nodes in words. No measure is computed here."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.analytics.projection import Projection

SHOWN = 5  # members that stand for a group


def named(projection: Projection, names: Iterable[str]) -> list[str]:
    """Find nodes by name, or by key where only one node has it.

    Parameters
    ----------
    projection : Projection
        Where to look.
    names : iterable of str
        Such as ``Person s/p1``, ``s/p1`` or ``NGA``.

    Returns
    -------
    list of str
        Names of nodes, in the order given, each once.

    Raises
    ------
    AnalysisError
        No node is called so, or several have that key.
    """
    known = projection.nodes.index
    found: dict[str, None] = {}
    for name in names:
        if name in known:
            found[name] = None
            continue
        by_key = known[(projection.nodes["key"] == name).to_numpy()]
        if len(by_key) > 1:
            raise AnalysisError(
                f"{len(by_key)} nodes of the {projection.name} network have the key {name}",
                hint=f"name one in full: {' or '.join(by_key)}",
            )
        if by_key.empty:
            near = get_close_matches(name, [*known], n=1)
            raise AnalysisError(
                f"no node of the {projection.name} network is called {name}",
                hint=f"did you mean {near[0]}?" if near else "a name is a label and a key, or a key alone",
            )
        found[by_key[0]] = None
    return list(found)


def strength(projection: Projection) -> pd.Series:
    """Add up the weight of the edges at each node, whatever way they lead."""
    edges = projection.edges
    ends = pd.concat([edges.set_index("start")["weight"], edges.set_index("end")["weight"]])
    total: pd.Series = ends.groupby(level=0).sum().reindex(projection.nodes.index, fill_value=0)
    return total


def codes(projection: Projection) -> pd.DataFrame:
    """List the jurisdictions of each node: columns ``node`` (its position) and ``code``."""
    lists = projection.nodes["jurisdictions"].reset_index(drop=True).explode().dropna()
    return pd.DataFrame({"node": lists.index.to_numpy(int), "code": lists.to_numpy(str)})


def described(projection: Projection) -> pd.DataFrame:
    """Give the columns by which people know a node: key, name, type, records and roles, where known."""
    nodes = projection.nodes
    columns = {name: nodes[name] for name in ("key", "name", "type") if name in nodes}
    columns |= {name: nodes[name].map(", ".join) for name in ("records", "roles") if name in nodes}
    return pd.DataFrame(columns, index=nodes.index)
