"""Which communities have anything to do with each other: one row for each pair that is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from netgraph.analytics.between import CAVEAT
from netgraph.analytics.communities import membership
from netgraph.analytics.engine import Engine
from netgraph.analytics.naming import codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

    Ints = NDArray[np.int64]


def group_pairs(
    projection: Projection, *, resolution: float = 1.0, seed: int = 7, engine: str = "igraph"
) -> Result:
    """List the pairs of communities that something connects, the most tied first.

    Parameters
    ----------
    projection : Projection
        The network; its direction is ignored.
    resolution, seed, engine
        Of the communities, as in `communities`.

    Returns
    -------
    Result
        One row a pair: ``first`` and ``second`` (numbers as in `communities`), ``ties`` and ``weight`` (that
        lead from one to the other), ``third_nodes`` (in neither, and tied to both), ``shared`` (jurisdictions
        in which both have nodes) and ``jurisdictions`` (those). Pairs that share only jurisdictions are left
        out. `between` shows what is behind a row.

    Notes
    -----
    O(m + Σ g²) for nodes tied to g communities.

    Examples
    --------
    >>> from itertools import combinations
    >>> from netgraph.analytics.projected import Projection
    >>> pairs = [*combinations("abcd", 2), *combinations("wxyz", 2), ("d", "w")]
    >>> names = [*"abcdwxyz"]
    >>> nodes = pd.DataFrame({"type": "Person", "key": names, "jurisdictions": [("ITA",)] * 8}, index=names)
    >>> edges = pd.DataFrame(pairs, columns=["start", "end"]).assign(weight=1)
    >>> found = group_pairs(Projection("entity", nodes, edges, directed=False, weight="claims"))
    >>> found.frame[["first", "second", "ties", "shared"]].values.tolist()
    [[1, 2, 1, 1]]
    """
    of = membership(projection, resolution=resolution, seed=seed, engine=engine).to_numpy("int64")
    graph = projection.graph(directed=False)
    weight = graph.weights("weight")
    frame = _joined(of, graph.ends, np.ones(len(graph.ends)) if weight is None else weight)
    lies = codes(projection)
    where = lies.assign(group=of[lies["node"].to_numpy()]).groupby("group")["code"].agg(frozenset).to_dict()
    shared = [
        sorted(where.get(first, frozenset()) & where.get(second, frozenset()))
        for first, second in zip(frame["first"], frame["second"], strict=True)
    ]
    return projection.result(
        "between",
        frame.assign(shared=[len(found) for found in shared], jurisdictions=[", ".join(s) for s in shared]),
        engine=Engine(engine).said,
        method=f"pairs of Leiden communities, undirected, weighted by {projection.weight}",
        caveat=CAVEAT,
        parameters={"resolution": resolution, "engine": engine, "communities": int(of.max(initial=0))},
        seed=seed,
    )


def _joined(of: Ints, ends: Ints, weight: NDArray[np.float64]) -> pd.DataFrame:
    """Count ties and third nodes for each pair of communities."""
    across = of[ends[:, 0]] != of[ends[:, 1]]
    pairs = np.sort(of[ends[across]], axis=1)
    ties = pd.DataFrame({"first": pairs[:, 0], "second": pairs[:, 1], "weight": weight[across]})
    counted = ties.groupby(["first", "second"])["weight"].agg(ties="size", weight="sum")
    both = np.concatenate([ends[across], ends[across][:, ::-1]])
    near = pd.DataFrame({"node": both[:, 0], "group": of[both[:, 1]]}).drop_duplicates()
    met = near.merge(near, on="node", suffixes=("_a", "_b"))
    thirds = met[met["group_a"] < met["group_b"]].groupby(["group_a", "group_b"]).size()
    whole = counted.join(thirds.rename_axis(["first", "second"]).rename("third_nodes"), how="outer")
    whole = whole.fillna(0).astype("int64").reset_index()
    order = ["weight", "third_nodes", "first", "second"]
    ranked: pd.DataFrame = whole.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
    return ranked
