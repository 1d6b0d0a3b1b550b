"""Pictures of large graphs: who is in which group, that every claim counts once, and what a page opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from graphs import fill
from netgraph.disclosure import Policy, Reader
from netgraph.errors import ViewError
from netgraph.model import Marking
from netgraph.views import Claim as Said
from netgraph.views import Node, Picture, Relationship, render
from netgraph.views.grouped import grouped
from netgraph.views.language import load
from netgraph.views.layout import positions

if TYPE_CHECKING:
    from graphs import Claim
    from netgraph.store import Store
    from views.browsing import Opener

STATES = {"c1": "KEN", "c2": "KEN", "c3": "UGA"}


@pytest.fixture
def filled(store: Store) -> Store:
    """Three cases of two jurisdictions with a person each, one RED; a route that a case followed."""
    people = [(("Person", f"s/p{n}"), ("Case", f"s/{case}")) for n, case in enumerate(STATES)]
    claims: list[Claim] = [
        *((person, "INVOLVED_IN", case, {"role": "Suspect"}) for person, case in people),
        *((("Case", f"s/{c}"), "HANDLED_BY", ("Jurisdiction", code), {}) for c, code in STATES.items()),
        (("Person", "s/p0"), "INVOLVED_IN", ("Case", "s/c3"), {"role": "Witness"}),
        (("Person", "s/p0"), "INVOLVED_IN", ("Case", "s/c3"), {"role": "Suspect"}),
        (("Person", "s/secret"), "INVOLVED_IN", ("Case", "s/c3"), {"role": "Suspect"}),
        (("Case", "s/c1"), "FOLLOWED", ("Route", "s/r"), {}),
        (("Route", "s/r"), "STOPS_AT", ("Location", "UGA/kampala"), {"position": 0}),
        (("Route", "s/r"), "STOPS_AT", ("Location", "KEN"), {"position": 1}),
    ]
    fill(
        store,
        [
            *(("Case", f"s/{case}", {"status": "Active"}) for case in STATES),
            *(("Person", f"s/p{n}", {}) for n in range(3)),
            ("Person", "s/secret", {"handling": "RED"}),
            ("Route", "s/r", {"year": 2020}),
            *(("Location", key, {"kind": "Country", "name": key}) for key in ("KEN", "UGA/kampala")),
            *(("Jurisdiction", key, {"name": key}) for key in ("KEN", "UGA")),
        ],
        claims,
    )
    return store


def sizes(picture: Picture) -> dict[str, int]:
    """Return how many nodes each group stands for."""
    return {node.label: int(node.weight) for node in picture.nodes if node.type == "Group"}


def counted(picture: Picture, shown: set[str]) -> float:
    """Count claims on lines between some nodes."""
    return sum(
        len(line.claims) or line.weight or 0
        for line in picture.relationships
        if line.start in shown and line.end in shown
    )


def test_by_jurisdiction(filled: Store) -> None:
    """Cases and places belong where claims and keys say; persons and the route nowhere."""
    picture = grouped(Reader(filled))

    assert sizes(picture) == {"No jurisdiction stated": 5, "Kenya (KEN)": 4, "Uganda (UGA)": 3}
    assert picture.marking == "RED"


def test_by_corridor(filled: Store) -> None:
    """The route and the case that followed it are a group of their own."""
    picture = grouped(Reader(filled), by="corridor")

    assert sizes(picture)["UGA to KEN"] == 2
    inside = {node.key for node in picture.nodes if node.group and node.type in {"Route", "Case"}}
    assert {"Route s/r", "Case s/c1"} <= inside


def test_by_community(filled: Store) -> None:
    """Every node is in one community, numbered from the largest."""
    picture = grouped(Reader(filled), by="community")

    found = sizes(picture)
    assert sum(found.values()) == 12
    assert max(found, key=found.__getitem__) == "Community 1"


def test_groups_are_named_in_the_language_of_the_page(filled: Store) -> None:
    """Countries, corridors, communities and what belongs nowhere."""
    spanish = load("es")
    named = [
        set(sizes(grouped(Reader(filled), by=by, language=spanish)))
        for by in ("jurisdiction", "community", "corridor")
    ]

    assert named[0] == {"Sin jurisdicción indicada", "Kenia (KEN)", "Uganda (UGA)"}
    assert "Comunidad 1" in named[1]
    assert "UGA a KEN" in named[2]


def test_another_way_is_refused(filled: Store) -> None:
    """The ways are named."""
    with pytest.raises(ViewError, match="grouped by colour") as caught:
        grouped(Reader(filled), by="colour")
    assert "community" in str(caught.value.hint)


@pytest.mark.parametrize("by", ["jurisdiction", "community", "corridor"])
def test_every_claim_counts_once_whatever_is_open(filled: Store, by: str) -> None:
    """With any one group open, or none or all, lines and what is inside of closed groups are all claims."""
    picture = grouped(Reader(filled), by=by)
    groups = {node.key: node for node in picture.nodes if node.type == "Group"}
    members = {key: {node.key for node in picture.nodes if node.group == key} for key in groups}
    inside = {key: int(str(node.properties["claims inside"])) for key, node in groups.items()}
    assert picture.generated["claims"] == 12

    for opened in (set(), set(groups), *({key} for key in groups)):
        closed = set(groups) - opened
        shown = closed.union(*(members[key] for key in opened))
        assert counted(picture, shown) + sum(inside[key] for key in closed) == 12


def test_what_has_no_room_is_said(filled: Store) -> None:
    """Groups whose members do not fit are counted and cannot be opened; not a byte of them is in the file."""
    picture = grouped(Reader(filled), members=8)

    assert "1 of 3 groups cannot be opened here: their 4 of 12 nodes" in picture.notes[1]
    assert len([node for node in picture.nodes if node.group]) == 8
    page = render(picture)
    assert "s/p1" in page
    assert "s/c1" not in page
    assert "cannot be opened here" in page


def test_below_the_ceiling_nothing_is_in_the_file(filled: Store) -> None:
    """A RED person is neither drawn nor counted, and its claim is said to be withheld."""
    picture = grouped(Reader(filled, Policy(Marking.AMBER)))

    assert picture.marking == "CLEAR"
    assert sum(sizes(picture).values()) == 11
    assert picture.notes[0].startswith("1 claim is withheld")
    assert "secret" not in render(picture)


def test_nothing_to_draw(store: Store) -> None:
    """An empty store says what to do."""
    fill(store, [], [])
    with pytest.raises(ViewError, match="nothing to draw"):
        grouped(Reader(store))


def drawn() -> Picture:
    """Return two groups, one with two members that can be shown."""
    return Picture(
        "Groups",
        (
            Node("G a", "Alpha", "Group", None, "GREEN", weight=2),
            Node("G b", "Beta", "Group", None, "GREEN", weight=9),
            Node("m1", "First", "Person", None, "GREEN", group="G a"),
            Node("m2", "Second", "Case", None, "GREEN", group="G a"),
        ),
        (
            Relationship("G a", "G b", "INVOLVED_IN", weight=3),
            Relationship("m1", "G b", "INVOLVED_IN", weight=3),
            Relationship("m1", "m2", "INVOLVED_IN"),
        ),
        "GREEN",
        weights="number of members",
    )


def test_a_group_stands_in_the_middle_of_its_members() -> None:
    """So that opening it moves nothing else."""
    places = positions(drawn())
    others = [places[key] for key in ("G a", "m1", "m2")]

    assert places["G a"] == pytest.approx([sum(axis) / 3 for axis in zip(*others, strict=True)], abs=40)


def test_closed_is_what_a_page_shows_first() -> None:
    """Members and their lines are gone."""
    found = drawn().closed()

    assert {node.key for node in found.nodes} == {"G a", "G b"}
    assert len(found.relationships) == 1


def test_a_group_must_be_there() -> None:
    """A member of what is not in the picture could never be shown."""
    with pytest.raises(ViewError, match="is in the group 'G x'"):
        Picture("t", (Node("m", "m", "Case", None, "GREEN", group="G x"),), (), "GREEN")


@pytest.mark.browser
def test_a_reader_opens_and_closes_a_group(opened: Opener) -> None:
    """From its details; the counts follow, and a member that is searched for opens its group."""
    view = opened(drawn())
    assert view.text("#counts").startswith("2 groups · 2 nodes · 1 relationship")

    view.find("Alpha")
    view.page.click("#open-group")
    assert view.text("#counts").startswith("2 groups · 2 nodes · 2 relationships")
    view.page.click("#close-group")
    assert view.text("#counts").startswith("2 groups · 2 nodes · 1 relationship")

    view.find("Second")
    assert view.text("#counts").startswith("2 groups · 2 nodes · 2 relationships")
    assert not view.faults


@pytest.mark.browser
def test_the_map_and_the_matrix_count_the_claims_of_groups(opened: Opener) -> None:
    """A line between groups stands for as many claims as its weight says."""
    picture = Picture(
        "Groups",
        (
            *(
                Node(f"G {code}", code, "Group", code, "GREEN", weight=weight)
                for code, weight in (("KEN", 2), ("UGA", 5))
            ),
            Node("G", "Elsewhere", "Group", None, "GREEN"),
        ),
        (
            Relationship("G KEN", "G UGA", "LEG", weight=30),
            Relationship("G KEN", "G UGA", "LINKED_TO", weight=4),
            Relationship("G KEN", "G", "LEG", weight=7),
        ),
        "GREEN",
    )
    view = opened(picture)

    view.page.click("#as-matrix")
    assert "34" in view.texts("#matrix td")
    assert "7 claims left out" in view.text("#matrix")
    view.page.click("#as-map")
    expect(view.page.locator("#map")).to_contain_text("34 claims")
    said = view.texts("#map .country title")
    assert sorted(text.split(": ")[1] for text in said) == ["2 nodes", "5 nodes"]
    assert view.page.locator("#map .empty").is_hidden()
    assert "7 claims not wholly on the map" in view.text("#map")
    view.page.click("#jurisdictions button:last-of-type")  # none
    assert "Nothing that is in view has a place on the map." in view.page.locator("#map").inner_text()
    assert not view.faults


@pytest.mark.browser
def test_what_is_inside_of_a_closed_group_is_not_filtered_out(opened: Opener) -> None:
    """Years, routes, counts and the matrix of routes hold what passes the filters, drawn or not."""
    claims = [
        Said("s", "r", "GREEN", first_seen=f"{2019 + at}", properties={"position": at, "stage": stage})
        for at, stage in enumerate(("Recruitment", "Exploitation"))
    ]
    picture = Picture(
        "Groups",
        (
            *(Node(f"G {code}", code, "Group", code, "GREEN", weight=2) for code in ("KEN", "UGA")),
            Node("r", "A route", "Route", None, "GREEN", group="G KEN"),
            *(Node(f"l {c}", f"Town of {c}", "Location", c, "GREEN", group=f"G {c}") for c in ("KEN", "UGA")),
        ),
        (
            Relationship("G KEN", "G UGA", "STOPS_AT", weight=1),
            Relationship("r", "G UGA", "STOPS_AT", weight=1),
            *(Relationship("r", f"l {c}", "STOPS_AT", (claims[i],)) for i, c in enumerate(("KEN", "UGA"))),
        ),
        "GREEN",
    )
    view = opened(picture)

    assert view.text("#counts").startswith("2 groups · 3 nodes · 1 relationship")
    assert [view.text(f"#stages label:nth-child({n}) .count") for n in (1, 2)] == ["1", "1"]
    assert view.texts("#timeline .amount") == ["1", "1"]
    view.page.click("#as-matrix")
    view.page.select_option("#matrix .counting", "route")
    assert view.texts("#matrix td.shade-4") == ["1"]
    view.page.click("#as-paths")
    assert view.texts(".strip .place .link") == ["Town of KEN", "Town of UGA"]

    view.tick("stages", "Exploitation")
    assert view.texts(".strip .place .link") == ["Town of KEN"]
    assert view.texts("#timeline .amount") == ["1", "0 of 1"]
    view.find("KEN")
    assert "1 route of what is selected" in view.text("#paths-note")
    view.page.click("#as-table")
    view.page.click("#open-group")
    assert view.text("#counts").startswith("2 groups · 3 nodes")
    assert not view.faults
