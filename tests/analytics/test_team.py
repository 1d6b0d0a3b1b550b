"""The smallest team that covers a part of the network, on every store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphs import Claim, Node, fill
from joint import joint
from netgraph.analytics.team import team
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking

if TYPE_CHECKING:
    from netgraph.store import Store


def chain(store: Store) -> None:
    """Write five cases of one suspect, which Kenya, Uganda, Tanzania and Italy handle in part together."""
    handled = {"a/1": ["KEN", "UGA"], "a/2": ["UGA"], "a/3": ["KEN", "TZA"], "a/4": ["ITA", "KEN"], "a/5": []}
    nodes: list[Node] = [
        *(("Jurisdiction", code, {"name": code.title()}) for code in ("KEN", "UGA", "TZA", "ITA")),
        *(("Case", key, {}) for key in handled),
        ("Person", "a/p", {}),
        ("Route", "a/r", {}),
        ("Location", "ITA", {"kind": "Country"}),
        ("Instrument", "i", {}),
    ]
    claims: list[Claim] = [
        *((("Person", "a/p"), "INVOLVED_IN", ("Case", key), {"role": "Suspect"}) for key in handled),
        *(
            (("Case", key), "HANDLED_BY", ("Jurisdiction", code), {})
            for key, codes in handled.items()
            for code in codes
        ),
        (("Case", "a/2"), "FOLLOWED", ("Route", "a/r"), {}),
        (("Route", "a/r"), "STOPS_AT", ("Location", "ITA"), {"position": 0}),
        (("Location", "ITA"), "IN", ("Jurisdiction", "ITA"), {}),
        (("Jurisdiction", "ITA"), "PARTY_TO", ("Instrument", "i"), {"handling": "AMBER"}),
        (("Jurisdiction", "UGA"), "PARTY_TO", ("Instrument", "i"), {}),
    ]
    fill(store, nodes, claims)


def test_the_smallest_team_and_who_could_stand_in(store: Store) -> None:
    """Two case files and a route need Italy, Kenya and Uganda; Tanzania could replace Kenya."""
    chain(store)

    result = team(Reader(store))

    assert result.frame.to_dict("records") == [
        {
            "jurisdiction": "KEN",
            "name": "Ken",
            "cases": 3,
            "routes": 0,
            "alone": 1,
            "necessary": False,
            "stand_ins": "TZA",
            "no_basis_with": "ITA, UGA",
        },
        {
            "jurisdiction": "ITA",
            "name": "Ita",
            "cases": 1,
            "routes": 1,
            "alone": 1,
            "necessary": True,
            "stand_ins": "",
            "no_basis_with": "KEN",
        },
        {
            "jurisdiction": "UGA",
            "name": "Uga",
            "cases": 2,
            "routes": 0,
            "alone": 1,
            "necessary": True,
            "stand_ins": "",
            "no_basis_with": "KEN",
        },
    ]
    assert result.notes == ("1 cases or routes that no jurisdiction is recorded to touch",)
    assert "exact" in result.method
    assert (result.parameters["cost"], result.parameters["bound"]) == (3.0, 3.0)
    assert result.marking is Marking.AMBER


def test_costs_and_members_in_any_case(store: Store) -> None:
    """An expensive Kenya gives way to Tanzania; a member that is kept stays, though it adds nothing."""
    chain(store)

    cheap = team(Reader(store), costs={"KEN": 5}).frame["jurisdiction"]
    kept = team(Reader(store), costs={"KEN": 5}, keep=["KEN"]).frame["jurisdiction"]

    assert sorted(cheap) == ["ITA", "TZA", "UGA"]
    assert sorted(kept) == ["ITA", "KEN", "UGA"]


def test_a_part_is_chosen_by_what_is_in_it(store: Store) -> None:
    """The largest part is covered, or the one that holds a key; withheld claims need nobody."""
    joint(store)

    largest = team(Reader(store), network="entity")
    around = team(Reader(store), network="entity", around="t/p3")
    clear = team(Reader(store, Policy(Marking.CLEAR)), network="entity")

    assert largest.frame["jurisdiction"].tolist() == ["KEN"]
    assert around.frame["jurisdiction"].tolist() == ["GBR", "ITA"]
    assert around.marking is Marking.RED
    assert clear.marking is Marking.CLEAR


def test_places_where_no_entity_is_loaded(store: Store) -> None:
    """Routes alone are covered through the places they stop at, and a community by its own seed."""
    nodes: list[Node] = [
        *(("Jurisdiction", code, {"name": code}) for code in ("KEN", "UGA", "ITA")),
        *(("Location", code, {"kind": "Country", "name": code}) for code in ("KEN", "UGA", "ITA")),
        *(("Route", key, {}) for key in ("a/1", "a/2")),
    ]
    claims: list[Claim] = [
        *((("Location", code), "IN", ("Jurisdiction", code), {}) for code in ("KEN", "UGA", "ITA")),
    ]
    for route, stops in {"a/1": ["KEN", "UGA"], "a/2": ["UGA", "ITA"]}.items():
        for at, stop in enumerate(stops):
            claims.append((("Route", route), "STOPS_AT", ("Location", stop), {"position": at}))
        ends = ("Location", stops[0]), ("Location", stops[1])
        claims.append((ends[0], "LEG", ends[1], {"route": route, "position": 0}))
    fill(store, nodes, claims)

    whole = team(Reader(store))
    part = team(Reader(store), of="community", seed=3, around="KEN")

    assert whole.frame[["jurisdiction", "routes"]].to_numpy().tolist() == [["UGA", 2]]
    assert whole.parameters["network"] == "place"
    assert whole.seed is None
    assert part.seed == 3
    assert "UGA" in set(part.frame["jurisdiction"])


def test_what_cannot_be_covered_is_said(store: Store) -> None:
    """A key that is not there, another part and another network name the next step."""
    joint(store)

    with pytest.raises(AnalysisError, match="nothing with the key 'x'"):
        team(Reader(store), around="x")
    with pytest.raises(AnalysisError, match="a part cannot be a 'clique'"):
        team(Reader(store), of="clique")
    with pytest.raises(AnalysisError, match="entities or places"):
        team(Reader(store), network="jurisdiction")
