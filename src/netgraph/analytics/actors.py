"""Persons and organizations tied by what they share: cases, identifiers and links become plain ties."""

from __future__ import annotations

import numpy as np
import pandas as pd

from netgraph.analytics.columns import summed
from netgraph.analytics.projected import Projection

ACTORS = ("Person", "Organization")


def actors(projection: Projection) -> Projection:
    """Tie persons and organizations to each other where an entity network ties them through something.

    Parameters
    ----------
    projection : Projection
        An entity network.

    Returns
    -------
    Projection
        Only persons and organizations. Weights count the cases and identifiers that two share, and one for
        a direct link, however many claims say so.

    Notes
    -----
    A case with j actors ties j (j - 1) / 2 pairs: O(Σ j²) time and memory. To be named in the same case is a
    weak tie: victims and suspects of one case are tied as suspects are.

    Examples
    --------
    >>> names = ["Case c", "Person p", "Person q"]
    >>> nodes = pd.DataFrame({"type": ["Case", "Person", "Person"]}, index=names)
    >>> edges = pd.DataFrame({"start": ["Case c"] * 2, "end": ["Person p", "Person q"], "weight": [2, 1]})
    >>> actors(Projection("entity", nodes, edges, directed=False, weight="claims")).edges.to_dict("records")
    [{'start': 'Person p', 'end': 'Person q', 'weight': 1}]
    """
    actor = projection.nodes["type"].isin(ACTORS).to_numpy()
    ends = np.concatenate([projection.ends, projection.ends[:, ::-1]])
    through = pd.DataFrame(ends[actor[ends[:, 0]] & ~actor[ends[:, 1]]], columns=["actor", "shared"])
    through = through.drop_duplicates()
    pairs = through.merge(through, on="shared")[["actor_x", "actor_y"]].to_numpy("int64")
    direct = projection.ends[actor[projection.ends].all(axis=1)]
    tied = np.concatenate([pairs[pairs[:, 0] < pairs[:, 1]], direct])
    position = np.cumsum(actor) - 1
    nodes = projection.nodes[actor]
    tied, sums = summed(
        position[tied], {"weight": np.ones(len(tied), dtype=np.int64)}, len(nodes), directed=False
    )
    return Projection.from_codes(
        projection.name,
        nodes,
        tied,
        sums,
        directed=False,
        weight="shared items",
        marking=projection.marking,
        withheld=projection.withheld,
        notes=projection.notes,
    )
