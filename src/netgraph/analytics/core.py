"""Core and periphery: the few that are tied to each other, and the many that are tied only to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.analytics.actors import actors
from netgraph.analytics.engine import Engine
from netgraph.analytics.naming import described

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

    Bools = NDArray[np.bool_]

CAVEAT = (
    "The core is who has most ties on record, not who leads: those under surveillance have more records than "
    "others. With a low fit there is no core to speak of, and any network with the same number of ties at "
    "each node would be parted in the same way."
)


def core_periphery(projection: Projection, *, limit: int | None = None, engine: str = "igraph") -> Result:
    """Part a projection into a core and a periphery, and say how well that describes it.

    Borgatti and Everett compare a network with an ideal: every two nodes of the core are tied, no two of
    the periphery are, and ties between core and periphery are left open. The core found here is one that
    contradicts this ideal least, that is, minimises

        missing ties inside the core + ties inside the periphery.

    The minimum is exact. As Lip showed, the k nodes with most neighbours are a best core of size k, and k
    grows while the next node has more than k neighbours.

    Parameters
    ----------
    projection : Projection
        The network. Direction and weight are ignored. Of an entity network the persons and organizations
        are taken, tied by a case, an identifier or a direct link that they share.
    limit : int, optional
        How many nodes to return; all when not given.
    engine : {"igraph", "networkx"}
        Which library computes the k-cores.

    Returns
    -------
    Result
        One row a node, the core first, by falling number of neighbours: ``side`` (``core`` or
        ``periphery``), ``sure`` (whether it is on that side in every best partition), what is known of it,
        ``degree`` (neighbours), ``in_core`` (those of them in the core), ``k_core``, ``reach``,
        ``jurisdictions``. The parameters hold ``core`` (its size), ``contradictions`` (the minimum above),
        ``fit`` (correlation of -1 to 1 between ties and ideal over pairs inside the core and inside the
        periphery), ``fit_either`` (over all pairs, where the ideal ties everybody to the core), and the
        ``density`` inside the core, between, and inside the periphery; None where it is not defined.

    Notes
    -----
    Time O(n log n + m). Equal numbers of neighbours can make several partitions equally good: the smallest
    core is given, by name among equals, and ``sure`` tells who could change sides. The correlation that
    Borgatti and Everett maximise is stated for this partition, not maximised, which nobody knows how to do
    exactly for large networks. Nothing here may be used to call somebody a leader.

    References
    ----------
    .. [1] Borgatti, S. P., Everett, M. G. (2000). Models of core/periphery structures. Social Networks
       21(4), 375-395. https://doi.org/10.1016/S0378-8733(99)00019-2
    .. [2] Lip, S. Z. W. (2011). A fast algorithm for the discrete core/periphery bipartitioning problem.
       https://doi.org/10.48550/arXiv.1102.5511

    Examples
    --------
    >>> import pandas as pd
    >>> from netgraph.analytics.projection import Projection
    >>> star = pd.DataFrame({"start": ["hub"] * 3, "end": ["a", "b", "c"], "weight": 1})
    >>> names = ["a", "b", "c", "hub"]
    >>> nodes = pd.DataFrame({"type": "Country", "key": names, "jurisdictions": [()] * 4}, index=names)
    >>> found = core_periphery(Projection("place", nodes, star, directed=True, weight="legs"))
    >>> found.frame.loc[found.frame["side"] == "core", "key"].tolist(), found.parameters["contradictions"]
    (['hub'], 0)
    """
    with_engine = Engine(engine)
    taken = actors(projection) if projection.name == "entity" else projection
    graph = taken.graph(directed=False)
    degree = np.bincount(graph.ends.ravel(), minlength=len(graph))
    core, sure = best_core(degree)
    reach = taken.nodes["jurisdictions"]
    frame = described(taken).assign(
        degree=degree,
        in_core=_in_core(graph, core),
        k_core=pd.Series(with_engine.run(nx.core_number, graph), dtype=int),
        reach=reach.map(len),
        jurisdictions=reach.map(", ".join),
    )
    frame.insert(0, "sure", sure)
    frame.insert(0, "side", np.where(core, "core", "periphery"))
    order = np.lexsort((np.arange(len(graph)), -degree, ~core))
    frame = frame.iloc[order].reset_index(drop=True)
    tied = "actors tied by a shared case, identifier or link; " if taken is not projection else ""
    return taken.result(
        "core",
        frame.head(limit) if limit else frame,
        engine=with_engine.said,
        method=f"{tied}Borgatti-Everett core and periphery, exact, undirected, unweighted",
        caveat=CAVEAT,
        parameters={"limit": limit, "engine": with_engine.name, **fit(graph, core)},
    )


def best_core(degree: NDArray[np.int64]) -> tuple[Bools, Bools]:
    """Find the smallest best core from the numbers of neighbours alone.

    Parameters
    ----------
    degree : numpy.ndarray of int, shape (n,)
        Neighbours of each node in a simple undirected graph.

    Returns
    -------
    core, sure : numpy.ndarray of bool, shape (n,)
        Whether a node is in that core, and whether it is on the same side in every best core.

    Notes
    -----
    A core of k nodes whose degrees add up to s contradicts the ideal k (k - 1) / 2 + m - s times. The node
    that comes next adds k less its degree, so that the sum falls while that degree is above k. Where it is
    k, the node may as well be added, or exchanged for another of degree k.
    """
    order = np.argsort(-degree, kind="stable")
    falling = degree[order]
    size = int((falling > np.arange(len(degree))).sum())
    core = np.zeros(len(degree), dtype=bool)
    core[order[:size]] = True
    open_ = degree == size if (degree[~core] == size).any() else np.zeros_like(core)
    return core, ~open_


def fit(graph: IGraph, core: Bools) -> dict[str, float | int | None]:
    """Compare a partition with the ideal: contradictions, correlations and densities.

    Parameters
    ----------
    graph : IGraph
        Simple and undirected.
    core : numpy.ndarray of bool, shape (n,)
        Who is in the core.

    Returns
    -------
    dict
        ``core``, ``contradictions``, ``fit``, ``fit_either``, ``density_core``, ``density_between``,
        ``density_periphery``. Time O(n + m).
    """
    inside = core[graph.ends].sum(axis=1)
    both, one, none = (int((inside == count).sum()) for count in (2, 1, 0))
    size, rest = int(core.sum()), int((~core).sum())
    pairs, between, outer = size * (size - 1) // 2, size * rest, rest * (rest - 1) // 2
    return {
        "core": size,
        "contradictions": pairs - both + none,
        "fit": _phi(both, pairs, none, outer),
        "fit_either": _phi(both + one, pairs + between, none, outer),
        "density_core": _share(both, pairs),
        "density_between": _share(one, between),
        "density_periphery": _share(none, outer),
    }


def _phi(tied: int, ideal: int, astray: int, empty: int) -> float | None:
    """Correlate ties with an ideal of `ideal` pairs tied and `empty` pairs not, of which some are tied."""
    ties = tied + astray
    spread = ideal * empty * ties * (ideal + empty - ties)
    return round((tied * empty - astray * ideal) / spread**0.5, 6) if spread else None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def _in_core(graph: IGraph, core: Bools) -> NDArray[np.int64]:
    """Count the neighbours of each node that are in the core."""
    start, end = graph.ends[:, 0], graph.ends[:, 1]
    met = np.concatenate([start[core[end]], end[core[start]]])
    return np.bincount(met, minlength=len(graph))
