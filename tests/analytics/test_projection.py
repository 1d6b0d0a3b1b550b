"""Projections from a store, against graphs counted by hand, on every store."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graphs import Claim, Node, fill
from netgraph.analytics.corridors import corridors
from netgraph.analytics.projection import (
    entity_network,
    jurisdiction_network,
    place_network,
    project,
)
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking

if TYPE_CHECKING:
    from netgraph.store import Store

PLACES = {"NGA": "Country", "NER": "Country", "LBY": "Country", "ITA/rome": "City", "region/europe": "Region"}
ROUTES = {
    "s/1": (2019, ["SexualExploitation"], ["NGA", "NER", "ITA/rome"], "CLEAR"),
    "s/2": (2021, ["SexualExploitation", "ForcedLabour"], ["NGA", "NER", "LBY", "ITA/rome"], "GREEN"),
    "s/3": (2020, None, ["NGA", "region/europe"], "CLEAR"),
    "s/4": (None, ["ForcedLabour"], ["NGA", "NGA"], "CLEAR"),
    "s/5": (2022, ["ForcedLabour"], ["LBY", "ITA/rome"], "RED"),
}


@pytest.fixture
def filled(store: Store) -> Store:
    """Five routes, two cases in three jurisdictions, three persons and a shared telephone."""
    jurisdiction = {"NGA": "NGA", "NER": "NER", "LBY": "LBY", "ITA/rome": "ITA"}
    nodes: list[Node] = [
        *(("Location", key, {"kind": kind, "name": key.title()}) for key, kind in PLACES.items()),
        *(("Jurisdiction", code, {"name": code}) for code in ("NGA", "NER", "LBY", "ITA")),
        *(
            ("Route", key, {"year": year, "exploitation": forms, "handling": handling})
            for key, (year, forms, _, handling) in ROUTES.items()
        ),
        *(("Case", key, {}) for key in ("s/c1", "s/c2")),
        *(("Person", key, {}) for key in ("s/p1", "s/p2", "s/c1")),  # a person may have a case's key
        ("Identifier", "Phone/1", {"kind": "Phone"}),
    ]
    claims: list[Claim] = [
        *((("Location", place), "IN", ("Jurisdiction", code), {}) for place, code in jurisdiction.items()),
        (("Case", "s/c1"), "HANDLED_BY", ("Jurisdiction", "ITA"), {}),
        (("Case", "s/c2"), "HANDLED_BY", ("Jurisdiction", "NGA"), {"handling": "AMBER"}),
        (("Person", "s/p1"), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Suspect"}),
        (("Person", "s/p1"), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Transporter"}),
        (("Person", "s/p2"), "INVOLVED_IN", ("Case", "s/c2"), {"role": "Suspect"}),
        (("Person", "s/c1"), "LINKED_TO", ("Person", "s/p2"), {"kind": "Family", "handling": "RED"}),
        (("Person", "s/p1"), "USES", ("Identifier", "Phone/1"), {}),
        (("Person", "s/p2"), "USES", ("Identifier", "Phone/1"), {}),
    ]
    for route, (_, _, stops, handling) in ROUTES.items():
        for position, place in enumerate(stops):
            what = {"position": position, "handling": handling}
            claims.append((("Route", route), "STOPS_AT", ("Location", place), what))
        for position, (start, end) in enumerate(pairwise(stops)):
            what = {"position": position, "route": route, "handling": handling}
            claims.append((("Location", start), "LEG", ("Location", end), what))
    fill(store, nodes, claims)
    return store


def test_entity_network_counts_claims(filled: Store) -> None:
    """Ties are undirected, parallel claims add up, and a person and a case may share a key."""
    projection = entity_network(Reader(filled))

    found = {frozenset((s, e)): w for s, e, w in projection.edges.itertuples(index=False)}
    assert found == {
        frozenset(("Person s/p1", "Case s/c1")): 2,
        frozenset(("Person s/p2", "Case s/c2")): 1,
        frozenset(("Person s/c1", "Person s/p2")): 1,
        frozenset(("Person s/p1", "Identifier Phone/1")): 1,
        frozenset(("Person s/p2", "Identifier Phone/1")): 1,
    }
    assert projection.marking is Marking.RED
    assert not projection.directed


def test_entity_network_knows_who_reaches_where(filled: Store) -> None:
    """A person reaches the jurisdictions of their cases, an identifier those of its users' cases."""
    reach = entity_network(Reader(filled)).nodes["jurisdictions"].to_dict()

    assert reach == {
        "Case s/c1": ("ITA",),
        "Case s/c2": ("NGA",),
        "Person s/p1": ("ITA",),
        "Person s/p2": ("NGA",),
        "Person s/c1": (),
        "Identifier Phone/1": ("ITA", "NGA"),
    }


def test_entity_network_knows_the_parts_people_have(filled: Store) -> None:
    """A person's roles are all those of their claims; nobody else has any."""
    roles = entity_network(Reader(filled)).nodes["roles"].to_dict()

    assert {name: parts for name, parts in roles.items() if parts} == {
        "Person s/p1": ("Suspect", "Transporter"),
        "Person s/p2": ("Suspect",),
    }


def test_place_network_is_directed_and_leaves_regions_out(filled: Store) -> None:
    """Legs add up by direction; regions and legs inside one place are left out and counted."""
    projection = place_network(Reader(filled))

    found = {(s, e): w for s, e, w in projection.edges.itertuples(index=False)}
    assert found == {
        ("NGA", "NER"): 2,
        ("NER", "ITA/rome"): 1,
        ("NER", "LBY"): 1,
        ("LBY", "ITA/rome"): 2,
    }
    assert projection.notes == (
        "1 legs from or to a region, not a place",
        "1 legs that stay in one place",
    )
    assert projection.nodes.loc["ITA/rome", "jurisdictions"] == ("ITA",)
    graph = projection.graph().to_networkx()
    assert isinstance(graph, nx.DiGraph)
    assert graph["LBY"]["ITA/rome"]["weight"] == 2


def test_a_withheld_claim_is_no_edge(filled: Store) -> None:
    """Below RED the fifth route is not in the projection, and the withheld rows are counted."""
    projection = place_network(Reader(filled, Policy(Marking.GREEN)))

    found = {(s, e): w for s, e, w in projection.edges.itertuples(index=False)}
    assert found["LBY", "ITA/rome"] == 1
    assert projection.withheld == 1
    assert projection.marking is Marking.GREEN


def test_jurisdiction_network_counts_what_two_share(filled: Store) -> None:
    """Italy and Nigeria share two routes and a telephone; the pairs on the way share their routes."""
    edges = jurisdiction_network(Reader(filled)).edges.set_index(["start", "end"])

    assert edges.loc[("ITA", "NGA"), "weight"] == 3
    assert edges.loc[("ITA", "NGA"), "Identifier"] == 1
    assert edges.loc[("ITA", "NGA"), "Route"] == 2
    assert edges.loc[("ITA", "LBY"), "weight"] == 2
    assert edges.loc[("LBY", "NER"), "weight"] == 1


def test_auto_takes_places_where_no_entity_is_tied(store: Store) -> None:
    """A store of route statements has no entities, so the place network answers; an empty one nothing."""
    with pytest.raises(AnalysisError, match="empty"):
        project(Reader(store))
    fill(
        store,
        [("Location", key, {"kind": "Country", "name": key}) for key in ("NGA", "NER")],
        [(("Location", "NGA"), "LEG", ("Location", "NER"), {"route": "r", "position": 0})],
    )

    assert project(Reader(store)).name == "place"


def test_corridors_run_from_first_to_last_stop(filled: Store) -> None:
    """Two routes lead from Nigeria to Rome, both through Niger, one through Libya, 2019 to 2021."""
    result = corridors(Reader(filled))

    first = result.frame.iloc[0].to_dict()
    assert first == {
        "rank": 1,
        "origin": "NGA",
        "destination": "ITA/rome",
        "origin_name": "Nga",
        "destination_name": "Ita/Rome",
        "routes": 2,
        "share": 0.5,
        "transit": 2,
        "via": "NER, LBY",
        "first_year": 2019,
        "last_year": 2021,
    }
    assert len(result.frame) == 3
    assert result.notes == ("1 routes from or to a region, not a place",)
    assert result.marking is Marking.RED


def test_corridors_by_exploitation_count_a_route_under_each_form(filled: Store) -> None:
    """The second route counts as sexual exploitation and as forced labour."""
    frame = corridors(Reader(filled), by="exploitation", regions=True).frame

    found = {
        (row.origin, row.destination, row.exploitation): row.routes for row in frame.itertuples(index=False)
    }
    assert found == {
        ("NGA", "ITA/rome", "SexualExploitation"): 2,
        ("NGA", "ITA/rome", "ForcedLabour"): 1,
        ("NGA", "region/europe", "not recorded"): 1,
        ("NGA", "NGA", "ForcedLabour"): 1,
        ("LBY", "ITA/rome", "ForcedLabour"): 1,
    }


def test_corridors_by_year_know_what_is_not_recorded(filled: Store) -> None:
    """A route without a year is not recorded, never zero."""
    frame = corridors(Reader(filled), by="year").frame

    assert sorted(frame["year"]) == ["2019", "2021", "2022", "not recorded"]


def test_corridors_refuse_another_split(filled: Store) -> None:
    """An unknown breakdown names those that exist."""
    with pytest.raises(AnalysisError) as caught:
        corridors(Reader(filled), by="colour")

    assert "year" in caught.value.hint
