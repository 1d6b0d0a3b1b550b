"""Pictures of stored claims: what is drawn, and what the policy keeps out of the file altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphs import fill
from netgraph.analytics.connectors import connectors
from netgraph.analytics.projection import entity_network
from netgraph.disclosure import Policy, Reader
from netgraph.errors import ViewError
from netgraph.model import Marking
from netgraph.views import focus, measured, render
from netgraph.views.language import load

if TYPE_CHECKING:
    from graphs import Claim
    from netgraph.store import Store


@pytest.fixture
def filled(store: Store) -> Store:
    """Two cases, three persons, a route and its places; one person and one claim are RED."""
    fill(
        store,
        [
            *(("Case", key, {"status": "Active"}) for key in ("s/c1", "s/c2")),
            *(("Person", key, {"sex": "Female"}) for key in ("s/p1", "s/p2")),
            ("Person", "s/hidden", {"handling": "RED"}),
            ("Organization", "s/o1", {"name": "Canary Name"}),
            ("Route", "s/r1", {"year": 2020}),
            *(("Location", key, {"kind": "Country", "name": key}) for key in ("NGA", "ITA")),
            ("Jurisdiction", "ITA", {"name": "Italy"}),
        ],
        [
            (("Person", "s/p1"), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Suspect", "record": "one"}),
            (("Person", "s/p1"), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Witness", "record": "two"}),
            (("Person", "s/p2"), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Victim", "handling": "RED"}),
            (("Person", "s/p2"), "INVOLVED_IN", ("Case", "s/c2"), {"role": "Victim", "handling": "GREEN"}),
            (("Person", "s/hidden"), "INVOLVED_IN", ("Case", "s/c2"), {"role": "Suspect"}),
            (("Organization", "s/o1"), "INVOLVED_IN", ("Case", "s/c2"), {"role": "Exploiter"}),
            (("Case", "s/c1"), "HANDLED_BY", ("Jurisdiction", "ITA"), {}),
            (("Case", "s/c1"), "FOLLOWED", ("Route", "s/r1"), {}),
            (("Route", "s/r1"), "STOPS_AT", ("Location", "NGA"), {"position": 0}),
            (("Route", "s/r1"), "STOPS_AT", ("Location", "ITA"), {"position": 1}),
            (("Location", "NGA"), "LEG", ("Location", "ITA"), {"route": "s/r1", "position": 0, "victims": 4}),
        ],
    )
    return store


def test_the_whole_graph_gathers_claims_into_lines(filled: Store) -> None:
    """All ten nodes are drawn; two claims of one type between two nodes are one line with both listed."""
    picture = focus.whole(Reader(filled))

    assert len(picture.nodes) == 10
    assert picture.marking == "RED"
    line = next(r for r in picture.relationships if r.start == "Person s/p1")
    assert [(claim.record, claim.properties["role"]) for claim in line.claims] == [
        ("one", "Suspect"),
        ("two", "Witness"),
    ]
    assert {node.jurisdiction for node in picture.nodes if node.key == "Case s/c1"} == {"ITA"}


def test_below_the_ceiling_nothing_of_a_claim_is_in_the_file(filled: Store) -> None:
    """A RED person, and a person known only by withheld claims, leave no byte; a note counts them."""
    picture = focus.whole(Reader(filled, Policy(Marking.CLEAR)))
    page = render(picture)

    assert "s/hidden" not in page
    assert "s/p2" not in page
    assert "3 claims are withheld" in page
    assert picture.marking == "CLEAR"


def test_personal_properties_stay_behind(filled: Store) -> None:
    """Sex, names of organizations and numbers of victims are not in a file that is made to be carried."""
    page = render(focus.whole(Reader(filled)))

    assert "Canary Name" not in page
    assert "Female" not in page
    assert "victims" not in page


def test_around_goes_as_far_as_asked(filled: Store) -> None:
    """One step from a person reaches the case, two steps also its people, place and route."""
    one = focus.around(Reader(filled), ["s/p1"], hops=1)
    two = focus.around(Reader(filled), ["s/p1"], hops=2)

    assert {node.key for node in one.nodes} == {"Person s/p1", "Case s/c1"}
    assert {node.key for node in two.nodes} == {
        "Person s/p1",
        "Case s/c1",
        "Person s/p2",
        "Jurisdiction ITA",
        "Route s/r1",
    }


def test_around_stops_before_the_page_is_full_and_says_so(filled: Store) -> None:
    """A step that would bring too many nodes is left out, with their number on the page."""
    picture = focus.around(Reader(filled), ["s/p1"], hops=3, limit=5)

    assert len(picture.nodes) == 5
    assert picture.notes[-1].startswith("Step 3 of 3 is left out")


@pytest.mark.parametrize("key", ["nobody", "s/P1"])
def test_around_an_unknown_key_says_what_to_do(filled: Store, key: str) -> None:
    """A key that is not in the store is an error with a next step, not an empty page."""
    with pytest.raises(ViewError) as caught:
        focus.around(Reader(filled), [key])

    assert caught.value.hint


def test_a_corridor_holds_its_routes_and_cases(filled: Store) -> None:
    """From Nigeria to Italy: the route, both places, and the case that followed it."""
    picture = focus.corridor(Reader(filled), "NGA", "ITA")

    assert {node.key for node in picture.nodes} == {
        "Route s/r1",
        "Location NGA",
        "Location ITA",
        "Case s/c1",
    }
    with pytest.raises(ViewError, match="no route"):
        focus.corridor(Reader(filled), "ITA", "NGA")


def test_a_case_belongs_to_who_handles_it_and_not_to_who_says_so(store: Store) -> None:
    """A case is not shown with the owner of its record, and its marking covers what says who handles it."""
    claims: list[Claim] = [
        (("Case", "s/c1"), "FOLLOWED", ("Route", "s/r1"), {"owner": "THA"}),
        (("Case", "s/c1"), "HANDLED_BY", ("Jurisdiction", "ITA"), {"handling": "AMBER", "owner": "THA"}),
        (("Case", "s/c2"), "FOLLOWED", ("Route", "s/r1"), {"owner": "THA"}),
        (("Route", "s/r1"), "STOPS_AT", ("Location", "NGA"), {"position": 0}),
        (("Route", "s/r1"), "STOPS_AT", ("Location", "ITA"), {"position": 1}),
    ]
    owned = [
        (label, key, {"owner": "THA"})
        for label, key in (("Case", "s/c1"), ("Case", "s/c2"), ("Route", "s/r1"))
    ]
    places = [("Location", key, {"kind": "Country", "name": key}) for key in ("NGA", "ITA")]
    fill(store, [*owned, *places, ("Jurisdiction", "ITA", {"name": "Italy"})], claims)

    picture = focus.corridor(Reader(store), "NGA", "ITA")

    assert {node.key: node.jurisdiction for node in picture.nodes} == {
        "Case s/c1": "ITA",
        "Case s/c2": None,
        "Route s/r1": None,
        "Location NGA": "NGA",
        "Location ITA": "ITA",
    }
    assert picture.marking == "AMBER"


def test_a_corridor_has_the_legs_of_its_routes_alone(store: Store) -> None:
    """A leg comes with its means, once, and only with a route that is drawn."""
    owned = [("Route", key, {"handling": word}) for key, word in (("s/r1", "GREEN"), ("s/r2", "RED"))]
    places = [("Location", key, {"kind": "Country", "name": key}) for key in ("NGA", "ITA", "FRA")]
    green = {"handling": "GREEN"}
    claims: list[Claim] = [
        (("Route", "s/r1"), "STOPS_AT", ("Location", "NGA"), {"position": 0, **green}),
        (("Route", "s/r1"), "STOPS_AT", ("Location", "ITA"), {"position": 1, **green}),
        (("Location", "NGA"), "LEG", ("Location", "ITA"), {"route": "s/r1", "mode": "Sea", **green}),
        (("Location", "NGA"), "LEG", ("Location", "ITA"), {"route": "s/r2", "mode": "Air", **green}),
        (("Location", "ITA"), "LEG", ("Location", "FRA"), {"route": "s/r2", "mode": "Road", **green}),
    ]
    fill(store, [*owned, *places], claims)

    picture = focus.corridor(Reader(store), "NGA", "ITA")
    legs = [claim for line in picture.relationships if line.type == "LEG" for claim in line.claims]
    assert [(leg.properties["route"], leg.properties["mode"]) for leg in legs] == [("s/r1", "Sea")]

    policy = Policy(Marking.GREEN)
    seen = focus.around(Reader(store, policy), ["NGA"])
    legs = [claim for line in seen.relationships if line.type == "LEG" for claim in line.claims]
    assert {leg.properties.get("route") for leg in legs} == {"s/r1", None}, "a withheld route is not named"


def test_too_large_a_graph_is_refused_with_the_ways_to_look_at_parts(filled: Store) -> None:
    """The whole of a large store is no page; the hint names the ways to make one."""
    with pytest.raises(ViewError) as caught:
        focus.whole(Reader(filled), limit=9)

    assert "around" in caught.value.hint


def test_connectors_are_sized_by_betweenness_and_the_rest_is_counted(filled: Store) -> None:
    """The picture of an analysis holds the best ranked, its caveat, and how many rank lower."""
    projection = entity_network(Reader(filled))
    result = connectors(projection)

    picture = measured.connectors_picture(projection, result, limit=2)

    weights = {node.key: node.weight for node in picture.nodes}
    best = result.frame.iloc[0]
    assert weights[f"{best['type']} {best['key']}"] == best["betweenness"]
    assert picture.notes[0] == result.caveat
    assert any("rank lower" in note for note in picture.notes)
    assert picture.marking == "RED"


def test_a_picture_speaks_the_language_of_its_reader(filled: Store) -> None:
    """Title, notes and names of countries are of that language; keys and values are what was stored."""
    reader = Reader(filled, Policy(ceiling=Marking.AMBER))
    picture = focus.whole(reader, language=load("fr"))

    assert picture.title == "Réseau"
    assert picture.jurisdiction_names == {"ITA": "Italie", "NGA": "Nigeria"}
    assert any(note.startswith("2 déclarations ne sont pas montrées") for note in picture.notes)
    assert focus.corridor(reader, "NGA", "ITA", language=load("ar")).title == "الممر من NGA إلى ITA"
