"""What a network is there to carry: pairs of nodes and how much goes from the one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netgraph.analytics.columns import left_out
from netgraph.analytics.projection import WHOLE_PLACES
from netgraph.model import Marking

if TYPE_CHECKING:
    import pandas as pd

    from netgraph.analytics.projection import Projection
    from netgraph.disclosure import Reader


@dataclass(frozen=True)
class Demand:
    """Volumes from node to node, wherever they may be routed.

    Attributes
    ----------
    frame : pandas.DataFrame
        ``start``, ``end`` (node names) and ``weight`` (volume, above zero).
    what : str
        What a volume counts.
    marking : Marking
        The strictest marking behind it.
    withheld : int
        Rows that the policy kept out.
    notes : tuple of str
        What else was left out, and how much of it.
    """

    frame: pd.DataFrame
    what: str
    marking: Marking = Marking.CLEAR
    withheld: int = 0
    notes: tuple[str, ...] = ()


def own_ties(projection: Projection) -> Demand:
    """Take each tie of a network as a demand between its ends, of the tie's weight."""
    return Demand(projection.edges[["start", "end", "weight"]], projection.weight)


def recorded_routes(reader: Reader) -> Demand:
    """Count recorded routes from their first place to their last, as demand on a place network.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.

    Returns
    -------
    Demand
        Routes that end where they begin are left out, and those from or to a region such as "Europe", which
        is no node of the network. O(s log s) for s stops.
    """
    answer = reader.query("all-stops")
    stops = answer.to_frame().sort_values(["route", "position"], kind="stable")
    stops["whole"] = stops["kind"].isin(WHOLE_PLACES)
    by_route = stops.groupby("route")
    ends = by_route["place"].agg(start="first", end="last")
    whole = by_route["whole"].first() & by_route["whole"].last()
    notes = left_out(int((~whole).sum()), "routes from or to a region, not a place, in the demand")
    ends = ends[whole & (ends["start"] != ends["end"])]
    counted = ends.groupby(["start", "end"]).size().reset_index(name="weight")
    return Demand(counted, "recorded routes", answer.marking, answer.withheld, tuple(notes))
