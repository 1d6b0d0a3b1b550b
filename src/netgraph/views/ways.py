"""Which group each node of a large graph belongs to: by jurisdiction, community or corridor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from netgraph.analytics.columns import counted
from netgraph.analytics.communities import membership
from netgraph.analytics.projected import Projection
from netgraph.errors import ViewError
from netgraph.views.homes import HOME_TYPES, country_of
from netgraph.views.territories import country_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from netgraph.disclosure import Reader, Ties
    from netgraph.views.language import Language

    IntArray = NDArray[np.int64]

MOST = 200
"""Groups that are drawn; smaller ones become one."""
_TO = " to "  # in the code of a corridor
_LAST = "\uffff"  # after every code


def groups_of(
    reader: Reader, ties: Ties, by: str, language: Language
) -> tuple[list[str], list[str | None], IntArray]:
    """Put every node into one group.

    Parameters
    ----------
    reader : Reader
        Where the ties came from.
    ties : Ties
        All claims.
    by : {"jurisdiction", "community", "corridor"}
    language : Language
        Of the names.

    Returns
    -------
    (list of str, list of str or None, numpy.ndarray of int64, shape (nodes,))
        Names of the groups, largest first, at most `MOST` and one that gathers the smaller ones; the
        jurisdiction of each, where it is one; and the group of each node.

    Raises
    ------
    ViewError
        Another way.
    """
    ways: dict[str, Callable[[], pd.Series]] = {
        "jurisdiction": lambda: homes(ties),
        "community": lambda: _communities(ties),
        "corridor": lambda: _corridors(reader, ties),
    }
    if by not in ways:
        raise ViewError(f"nodes cannot be grouped by {by}", hint=f"the ways are {', '.join(ways)}")
    of = ways[by]()
    sizes = of.value_counts()
    order = (
        sizes.to_frame("size")
        .rename_axis("group")
        .reset_index()
        .sort_values(["size", "group"], ascending=[False, True], kind="stable")["group"]
    )
    kept = list(order[:MOST])
    codes = pd.Index(kept).get_indexer(of)
    known = country_names(kept, language=language.code)
    names = [_named(code, by, known, language) for code in kept]
    states = [code if by != "community" and _TO not in code and code else None for code in kept]
    if len(order) > MOST:
        codes = np.where(codes < 0, MOST, codes)
        names.append(language.say("group-smaller", n=len(order) - MOST))
        states.append(None)
    return names, states, codes.astype(np.int64)


def _named(code: str, by: str, known: Mapping[str, str], language: Language) -> str:
    if by == "community":
        return language.say("community", n=int(code))
    if _TO in code:
        start, end = code.split(_TO)
        return language.say("group-corridor", start=start, end=end)
    return f"{known[code]} ({code})" if code in known else code or language.say("group-nowhere")


def homes(ties: Ties) -> pd.Series:
    """Give each node the jurisdiction that its key or a claim says, the first by code; else an empty text."""
    labels, keys = (ties.nodes[name].to_pandas() for name in ("label", "key"))
    found = keys.map(country_of).where(labels == "Location")
    found = found.where(labels != "Jurisdiction", keys)
    said = np.asarray([type_ in HOME_TYPES for type_ in ties.claims["type"].to_pylist()], dtype=bool)
    start, end = ties.ends[said].T
    claimed = keys.take(end).groupby(start).min().reindex(range(len(keys)))
    both = [column.astype(object).fillna(_LAST) for column in (found, claimed)]
    return pd.Series(np.where(both[0] < both[1], *both)).replace(_LAST, "")


def _communities(ties: Ties) -> pd.Series:
    """Part all nodes into Leiden communities, whatever ties them."""
    apart = ties.ends[ties.ends[:, 0] != ties.ends[:, 1]]
    ends, weight = counted(apart, len(ties.nodes), directed=False)
    nodes = pd.DataFrame(
        {"jurisdictions": [()] * len(ties.nodes)}, index=pd.RangeIndex(len(ties.nodes)).astype(str)
    )
    whole = Projection.from_codes("claims", nodes, ends, {"weight": weight}, directed=False, weight="claims")
    return membership(whole).astype(str).reset_index(drop=True)


def _corridors(reader: Reader, ties: Ties) -> pd.Series:
    """Name the corridor of routes, and of cases by their first route; all else has its jurisdiction."""
    stops = reader.query("all-stops").to_frame().sort_values(["route", "position"], kind="stable")
    places = stops.groupby("route")["place"].agg(["first", "last"])
    ends = [places[column].map(country_of) for column in places]
    corridor = (ends[0] + _TO + ends[1]).dropna()
    found = homes(ties)
    labels, keys = (ties.nodes[name].to_pandas() for name in ("label", "key"))
    of_route = keys.map(corridor).where(labels == "Route")
    followed = np.asarray([type_ == "FOLLOWED" for type_ in ties.claims["type"].to_pylist()], dtype=bool)
    start, end = ties.ends[followed].T
    of_case = of_route.take(end).groupby(start).min().reindex(range(len(keys)))
    found = found.where(of_case.isna(), of_case)
    return found.where(of_route.isna(), of_route)
