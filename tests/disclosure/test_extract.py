"""What goes to a recipient, held against a plain statement of the rules on random graphs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs import fill, tabled
from netgraph.disclosure import Recipient, extract
from netgraph.disclosure.extract import disclosed
from netgraph.disclosure.recipients import PUBLIC, Reason, refusal
from netgraph.errors import DisclosureError
from netgraph.model import Handling, Marking, load_schema

if TYPE_CHECKING:
    from graphs import Claim, Name, Node
    from netgraph.store import Store

STATES = ("KEN", "UGA", "ITA")
KEN = Recipient("KEN")


@pytest.mark.parametrize(
    ("handling", "to", "why"),
    [
        (Handling(Marking.RED, frozenset({"KEN"})), "KEN", Reason.RED),
        (Handling(Marking.AMBER), "KEN", Reason.NOBODY),
        (Handling(Marking.AMBER, frozenset({"UGA"})), "KEN", Reason.OTHERS),
        (Handling(Marking.AMBER, frozenset({"UGA", "KEN"})), "KEN", None),
        (Handling(Marking.AMBER_STRICT, frozenset({"KEN"})), "KEN", None),
        (Handling(Marking.GREEN), "KEN", None),
        (Handling(Marking.GREEN, frozenset({"UGA"})), "KEN", Reason.OTHERS),
        (Handling(Marking.GREEN, None, frozenset({"H2"})), "KEN", Reason.CONDITIONS),
        (Handling(Marking.GREEN, frozenset({"KEN"}), frozenset({"H2"})), "KEN", None),
        (Handling(Marking.GREEN, None, frozenset({"H1"})), "KEN", None),
        (Handling(Marking.GREEN), PUBLIC, Reason.NOT_PUBLIC),
        (Handling(Marking.CLEAR), PUBLIC, None),
        (Handling(Marking.CLEAR, None, frozenset({"H0"})), PUBLIC, Reason.NOT_PUBLIC),
        (Handling(Marking.CLEAR, frozenset({"KEN"})), PUBLIC, Reason.NOT_PUBLIC),
        (Handling(), "KEN", Reason.RED),
    ],
)
def test_the_rule(handling: Handling, to: str, why: Reason | None) -> None:
    """Marking, names and conditions together; what says nothing goes nowhere."""
    assert refusal(handling, Recipient(to)) == why


def test_a_ceiling_holds_for_everybody() -> None:
    """What is stricter than was asked for stays, also where it might go."""
    assert refusal(Handling(Marking.GREEN), KEN, Marking.CLEAR) is Reason.CEILING


@pytest.mark.parametrize(("text", "code"), [("Kenya", "KEN"), ("KE", "KEN"), ("public", PUBLIC)])
def test_a_recipient_is_a_state_or_the_public(text: str, code: str) -> None:
    """By name or code."""
    assert Recipient.parse(text).code == code


@pytest.mark.parametrize("text", ["", "Atlantis", "region/africa", "KEN/mombasa"])
def test_anything_else_is_no_recipient(text: str) -> None:
    """Nothing is sent to who is not known."""
    with pytest.raises(DisclosureError, match="no recipient"):
        Recipient.parse(text)


def marked(mark: str, *to: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - properties are anything
    """Properties with a marking and names."""
    return {"handling": mark, "releasable_to": sorted(to) or None, "owner": "ITA", **more}


JOURNEY: tuple[list[Node], list[Claim]] = (
    [
        ("Case", "s/c1", marked("GREEN", victims=4)),
        ("Case", "s/c2", marked("RED")),
        ("Person", "s/p1", marked("GREEN", sex="Female")),
        ("Person", "s/p2", marked("GREEN", sex="Male")),
        ("Route", "s/r1", marked("GREEN", stops=4)),
        ("Route", "s/r2", marked("RED", stops=2)),
        ("Location", "KEN/mombasa", {"name": "Mombasa"}),
        ("Location", "UGA/busia", {"name": "Busia"}),
        ("Location", "ITA/bari", {"name": "Bari"}),
        ("Location", "LBY/kufra", {"name": "Kufra"}),
        ("Jurisdiction", "LBY", {"name": "Libya"}),
        ("Jurisdiction", "ITA", {"name": "Italy"}),
        ("Identifier", "phone/abcdef", {"kind": "phone"}),
    ],
    [
        (
            ("Person", "s/p1"),
            "INVOLVED_IN",
            ("Case", "s/c1"),
            marked("GREEN", role="Victim", sector="Agriculture"),
        ),
        (("Person", "s/p2"), "INVOLVED_IN", ("Case", "s/c2"), marked("GREEN", role="Suspect")),
        (("Person", "s/p2"), "USES", ("Identifier", "phone/abcdef"), marked("AMBER", "UGA")),
        (("Route", "s/r1"), "STOPS_AT", ("Location", "KEN/mombasa"), marked("GREEN", position=0)),
        (("Route", "s/r1"), "STOPS_AT", ("Location", "UGA/busia"), marked("AMBER", position=1)),
        (("Route", "s/r1"), "STOPS_AT", ("Location", "LBY/kufra"), marked("AMBER", position=2)),
        (("Route", "s/r1"), "STOPS_AT", ("Location", "ITA/bari"), marked("GREEN", position=3)),
        (
            ("Location", "KEN/mombasa"),
            "LEG",
            ("Location", "UGA/busia"),
            marked("GREEN", route="s/r2", position=0),
        ),
        (("Location", "LBY/kufra"), "IN", ("Jurisdiction", "LBY"), marked("GREEN")),
        (("Location", "ITA/bari"), "IN", ("Jurisdiction", "ITA"), marked("GREEN")),
    ],
)


def test_a_journey_with_stops_held_back(store: Store) -> None:
    """Nothing tells of them: no number of stops, no gap, no place, no leg of a route that stays."""
    fill(store, *JOURNEY)
    found = extract(store, KEN)

    assert found.nodes["Route"].select(["key", "stops"]).to_pylist() == [{"key": "s/r1", "stops": 2}]
    stops = found.claims["STOPS_AT"].select(["end", "position"]).to_pylist()
    assert sorted(stops, key=str) == [
        {"end": "ITA/bari", "position": 1},
        {"end": "KEN/mombasa", "position": 0},
    ]
    assert found.nodes["Location"]["key"].to_pylist() == ["ITA/bari", "KEN/mombasa"]
    assert found.nodes["Jurisdiction"]["key"].to_pylist() == ["ITA"]
    assert found.nodes["Case"].select(["key", "victims"]).to_pylist() == [{"key": "s/c1", "victims": None}]
    assert found.nodes["Person"].select(["key", "sex"]).to_pylist() == [{"key": "s/p1", "sex": None}]
    assert set(found.claims) == {"INVOLVED_IN", "IN", "STOPS_AT"}
    assert found.claims["INVOLVED_IN"]["sector"].to_pylist() == [None]
    assert found.marking is Marking.GREEN
    assert found.withheld["LEG"] == {Reason.END: 1}
    assert found.withheld["USES"] == {Reason.OTHERS: 1}
    assert {"s/c2", "s/p2", "s/r2", "LBY/kufra", "phone/abcdef"} <= found.hidden
    assert not {"s/c1", "ITA/bari", "GREEN", "Libya"} & found.hidden


def test_what_is_personal_goes_back_to_its_owner(embedded: Store) -> None:
    """And to nobody else."""
    fill(embedded, *JOURNEY)
    found = extract(embedded, Recipient("ITA"))

    assert found.nodes["Person"]["sex"].to_pylist() == ["Female"]
    assert "digest" not in found.nodes["Person"].column_names


# Graphs of a few cases, people and identifiers, marked at random; many at once, since each takes no time.
AT_ONCE, PEOPLE, CASES, PHONES = 100, 4, 2, 2
ENDS = {"INVOLVED_IN": ("Case", CASES), "USES": ("Identifier", PHONES)}
SEEDS = st.integers(0, 2**32)


def graph(seed: int) -> tuple[list[Node], list[Claim]]:
    """Make many graphs that share nothing."""
    chance = random.Random(seed)  # noqa: S311 - for a made graph

    def marks() -> dict[str, Any]:
        named, under = chance.sample(STATES, chance.randrange(3)), chance.sample(["H0", "H1", "H2"], 2)
        words = [None, "CLEAR", "CLEAR", "GREEN", "GREEN", "AMBER", "AMBER+STRICT", "RED", "nonsense"]
        return {
            "handling": chance.choice(words),
            "releasable_to": named or None,
            "conditions": under[: chance.choice([0, 0, 0, 1, 2])] or None,
        }

    nodes: list[Node] = []
    claims: list[Claim] = []
    for n in range(AT_ONCE):
        nodes += [("Identifier", f"phone/{n}-{m}", {"kind": "phone"}) for m in range(PHONES)]
        nodes += [("Person", f"s/p{n}-{m}", marks()) for m in range(PEOPLE)]
        nodes += [("Case", f"s/c{n}-{m}", marks()) for m in range(CASES)]
        for _ in range(chance.randrange(10)):
            type_ = chance.choice(list(ENDS))
            label, many = ENDS[type_]
            prefix = {"Case": "s/c", "Identifier": "phone/"}[label]
            end = (label, f"{prefix}{n}-{chance.randrange(many)}")
            role = {"role": "Suspect"} if type_ == "INVOLVED_IN" else {}  # of victims see test_rare
            start = ("Person", f"s/p{n}-{chance.randrange(PEOPLE)}")
            claims.append((start, type_, end, marks() | role))
    return nodes, claims


def may(properties: dict[str, Any], to: str) -> bool:
    """Say the rule once more, in other words."""
    mark, named, under = (properties[name] for name in ("handling", "releasable_to", "conditions"))
    if to == PUBLIC:
        return mark == "CLEAR" and not named and not under
    if named:
        return mark in {"CLEAR", "GREEN", "AMBER", "AMBER+STRICT"} and to in named
    return mark in {"CLEAR", "GREEN"} and not {"H2", "H3"} & set(under or ())


@given(SEEDS, st.sampled_from([*STATES, "FRA", PUBLIC]))
@settings(max_examples=100)
def test_random_graphs(seed: int, to: str) -> None:
    """Claims that may go, whose ends may, and the nodes that they speak of: no more and no less."""
    nodes, claims = graph(seed)
    found = disclosed(*tabled(nodes, claims), Recipient(to), Marking.RED)
    owned = {(label, key): properties for label, key, properties in nodes if label != "Identifier"}

    def open_(name: Name) -> bool:
        return name not in owned or may(owned[name], to)

    going = [
        (start, type_, end)
        for start, type_, end, properties in claims
        if may(properties, to) and open_(start) and open_(end)
    ]
    released = [
        ((row["start_label"], row["start"]), type_, (row["end_label"], row["end"]))
        for type_, table in found.claims.items()
        for row in table.to_pylist()
    ]
    assert sorted(released) == sorted(going)
    supported = {name for start, _, end in going for name in (start, end)}
    reached = {(label, key) for label, table in found.nodes.items() for key in table["key"].to_pylist()}
    assert reached == supported
    gone = sum(sum(reasons.values()) for reasons in found.withheld.values())
    assert gone == len(nodes) - len(supported) + len(claims) - len(going)
    assert not found.hidden & {key for _, key in supported}
    assert {key for _, key, _ in nodes if len(key) > 3} - {key for _, key in supported} <= found.hidden


def test_no_property_that_may_not_leave_is_in_any_table(embedded: Store) -> None:
    """By the sensitivity that the schema gives, for every label and type of the journey."""
    fill(embedded, *JOURNEY)
    found = extract(embedded, KEN)
    schema = load_schema()
    for name, table in (found.nodes | found.claims).items():
        node = name in schema.nodes
        properties = schema.node_properties(name) if node else schema.relationship_properties(name)
        for column in table.column_names:
            if column in properties and properties[column].sensitivity in {"personal", "identifying"}:
                assert table[column].null_count == len(table), (name, column)
