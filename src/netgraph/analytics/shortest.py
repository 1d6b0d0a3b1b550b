"""The shortest ways between two places, each place visited once: what is left when the first is closed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd

from netgraph.analytics.backend import IGraph
from netgraph.analytics.engine import Engine
from netgraph.analytics.ways import find_place
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result

CAVEAT = (
    "A way is put together from legs that different records tell of: it says that each step was recorded, "
    "not that anybody went all of it, nor that a way without records is not used. A straight leg may only "
    "mean that the record does not say what lay between."
)
COSTS = ("legs", "records")
MOST = 2000
_DIGITS = 12


def shortest_routes(
    projection: Projection,
    start: str,
    end: str,
    *,
    k: int = 5,
    cost: str = "legs",
    engine: str = "igraph",
) -> Result:
    """Find the k shortest ways from one place to another that visit no place twice.

    Parameters
    ----------
    projection : Projection
        A directed place network; see `netgraph.analytics.ways.ways`.
    start, end : str
        Keys or names of places.
    k : int, default 5
        How many.
    cost : {"legs", "records"}
        What makes a way short: few legs; or legs that are recorded often, each of them as long as 1 divided
        by the number of its records.
    engine : {"igraph", "networkx"}
        Which library computes; see `Engine`.

    Returns
    -------
    Result
        Shortest first: ``rank``, ``legs``, ``length`` (the cost), ``fewest`` (records of the leg with the
        fewest), ``way`` (keys of the places in order) and ``names``. Of ways equally long those come first
        whose rarest leg is recorded more often, then by key.

    Raises
    ------
    AnalysisError
        A place is not in the network, both are the same, or no way leads from the one to the other.

    Notes
    -----
    Yen's algorithm: O(k n (m + n log n)) for n places and m legs. Ways as long as the last are sought until
    there are 2000, so that the choice among equals is not the library's; a note says when there are more.

    References
    ----------
    .. [1] Yen, J. Y. (1971). Finding the K shortest loopless paths in a network. Management Science 17(11),
       712-716. https://doi.org/10.1287/mnsc.17.11.712

    Examples
    --------
    >>> import pandas as pd
    >>> from netgraph.analytics.projection import Projection
    >>> places = pd.Index(["ITA", "LBY", "NGA"], name="name")
    >>> nodes = pd.DataFrame({"name": ["Italy", "Libya", "Nigeria"]}, index=places)
    >>> start, end = ["LBY", "NGA", "NGA"], ["ITA", "ITA", "LBY"]
    >>> legs = pd.DataFrame({"start": start, "end": end, "weight": [4, 1, 3]})
    >>> network = Projection("place", nodes, legs, directed=True, weight="legs")
    >>> shortest_routes(network, "Nigeria", "ITA").frame["way"].tolist()
    ['NGA > ITA', 'NGA > LBY > ITA']
    """
    if cost not in COSTS:
        raise AnalysisError(f"a way has no cost {cost!r}", hint=f"use one of {', '.join(COSTS)}")
    first, last = find_place(projection, start), find_place(projection, end)
    if first == last:
        raise AnalysisError("a way needs two places", hint="give another place to go to")
    library = Engine(engine)
    found, more = _ways(projection, first, last, k, cost, library)
    found["rank"] = found["length"].rank(method="min").astype(int)
    found["names"] = [" > ".join(_name(projection, key) for key in way) for way in found["way"]]
    found["way"] = found["way"].map(" > ".join)
    result = projection.result(
        "routes",
        found[["rank", "legs", "length", "fewest", "way", "names"]].reset_index(drop=True),
        engine=library.said,
        method="directed; shortest ways without a place twice, each leg "
        + ("1 long" if cost == "legs" else "as long as 1 / its records"),
        caveat=CAVEAT,
        parameters={"from": first, "to": last, "k": k, "cost": cost},
    )
    return _noted(result, more)


def _ways(
    projection: Projection, first: str, last: str, k: int, cost: str, engine: Engine
) -> tuple[pd.DataFrame, bool]:
    """Return the k shortest ways, and whether the choice among equals is not settled."""
    plain = projection.graph()
    records = projection.edges["weight"].to_numpy(float)
    graph = IGraph(plain.keys, plain.ends, directed=True, multigraph=False, weights={"cost": 1 / records})
    weight = "cost" if cost == "records" else None
    of = dict(zip(zip(projection.edges["start"], projection.edges["end"], strict=True), records, strict=True))
    rows: list[tuple[float, float, tuple[str, ...]]] = []
    more = False
    try:
        for way in engine.run(nx.shortest_simple_paths, graph, first, last, weight=weight):
            told = [of[leg] for leg in pairwise(way)]
            length = round(sum(1 / n for n in told), _DIGITS) if weight else float(len(told))
            if len(rows) >= k and length > rows[k - 1][0]:
                break
            if len(rows) == max(MOST, k):
                more = True
                break
            rows.append((length, -min(told), tuple(way)))
    except nx.NetworkXNoPath as cause:
        raise AnalysisError(
            f"no recorded way leads from {first} to {last}", hint="try the other direction, or --states"
        ) from cause
    rows = sorted(rows)[:k]
    frame = pd.DataFrame(
        {
            "legs": [len(way) - 1 for _, _, way in rows],
            "length": [length for length, _, _ in rows],
            "fewest": [int(-fewest) for _, fewest, _ in rows],
            "way": [way for _, _, way in rows],
        }
    )
    return frame, more


def _name(projection: Projection, key: str) -> str:
    name = projection.nodes["name"].get(key)
    return name if isinstance(name, str) else key


def _noted(result: Result, more: bool) -> Result:  # noqa: FBT001 - one caller
    from dataclasses import replace  # noqa: PLC0415 - used once

    if not more:
        return result
    note = f"ways as long as the last beyond the first {MOST:,}, so others of that length may rank as high"
    return replace(result, notes=(*result.notes, note))
