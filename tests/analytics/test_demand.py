"""What networks carry, read from every store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs import Claim, Node, fill
from netgraph.analytics.demand import own_ties, recorded_routes
from netgraph.analytics.disruption import disruption
from netgraph.analytics.projection import project
from netgraph.disclosure import Policy, Reader
from netgraph.model import Marking

if TYPE_CHECKING:
    from netgraph.store import Store

ROUTES = {
    "s/1": (["NGA", "NER", "ITA"], "CLEAR"),
    "s/2": (["NGA", "LBY", "ITA"], "GREEN"),
    "s/3": (["NGA", "NGA"], "CLEAR"),
    "s/4": (["LBY", "ITA"], "RED"),
    "s/5": (["NGA", "region/europe"], "CLEAR"),
}


def routes(store: Store) -> Store:
    """Fill a store with five routes, of which one goes nowhere and one to a region."""
    places = ("NGA", "NER", "LBY", "ITA")
    nodes: list[Node] = [
        *(("Location", code, {"kind": "Country", "name": code}) for code in places),
        ("Location", "region/europe", {"kind": "Region", "name": "Europe"}),
        *(("Jurisdiction", code, {"name": code}) for code in places),
    ]
    claims: list[Claim] = [(("Location", code), "IN", ("Jurisdiction", code), {}) for code in places]
    for route, (stops, handling) in ROUTES.items():
        nodes.append(("Route", route, {"handling": handling}))
        # the last stop is written first: positions decide
        for position, place in reversed(list(enumerate(stops))):
            what = {"position": position, "handling": handling}
            claims.append((("Route", route), "STOPS_AT", ("Location", place), what))
        for position in range(len(stops) - 1):
            what = {"position": position, "route": route, "handling": handling}
            claims.append((("Location", stops[position]), "LEG", ("Location", stops[position + 1]), what))
    fill(store, nodes, claims)
    return store


def test_recorded_routes_go_from_their_first_stop_to_their_last(store: Store) -> None:
    """Routes between the same ends add up; a policy keeps out what it keeps out of every answer."""
    routes(store)
    demand = recorded_routes(Reader(store))
    below = recorded_routes(Reader(store, Policy(Marking.GREEN)))

    assert demand.frame.to_dict("records") == [
        {"start": "LBY", "end": "ITA", "weight": 1},
        {"start": "NGA", "end": "ITA", "weight": 2},
    ]
    assert (demand.marking, demand.withheld) == (Marking.RED, 0)
    assert demand.notes == ("1 routes from or to a region, not a place, in the demand",)
    assert below.frame.to_dict("records") == [{"start": "NGA", "end": "ITA", "weight": 2}]
    assert (below.marking, below.withheld) == (Marking.GREEN, 2)


def test_routes_are_rerouted_while_a_way_is_left(store: Store) -> None:
    """Without Niger the routes go through Libya; without Libya too, none of them goes."""
    reader = Reader(routes(store))
    network = project(reader, "place")

    result = disruption(network, by=[], chosen=["NER", "LBY"], demand=recorded_routes(reader), runs=3)

    named = result.frame[result.frame["strategy"] == "named"]
    assert result.notes[-1] == "1 routes from or to a region, not a place, in the demand"
    assert named["flow"].tolist() == [1.0, 1.0, 0.0]
    assert named["jurisdictions"].tolist() == [4, 3, 1]
    assert own_ties(network).frame["weight"].tolist() == network.edges["weight"].tolist()
