"""An attacker with a public release who knows a victim's traits: there are always others like her in it."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any

from graphs import tabled
from netgraph.disclosure import Disclosed, Recipient
from netgraph.disclosure.extract import disclosed
from netgraph.disclosure.recipients import PUBLIC, Reason
from netgraph.exchange.safe_csv import csv_of
from netgraph.model import Marking, load_schema
from netgraph.releases.bundle import files_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from graphs import Claim, Name, Node
    from netgraph.model import Property

    Rows = list[dict[str, str]]

K = 11
PLACED = {
    **dict.fromkeys(("CITIZEN_OF", "HANDLED_BY", "BASED_IN"), "Jurisdiction"),
    **dict.fromkeys(("OCCURRED_IN", "STOPS_AT", "LEG"), "Location"),
    **dict.fromkeys(("VIA", "ON"), "Platform"),
}
STATES = ("KEN", "UGA", "ITA")
PROFILES = ("Women", "Men", "Boys")
SHARED = {"Jurisdiction", "Location", "Platform"}  # whose keys anyone knows
NAMES = {"key", "record", "start_label", "start", "end_label", "end", "route"}


def goes(name: str) -> dict[str, Property]:
    """Return what the schema lets go of a label or type, to anyone, and is no name of a record."""
    schema = load_schema()
    node = name in schema.nodes
    told = schema.node_properties(name) if node else schema.relationship_properties(name)
    return {
        column: one
        for column, one in told.items()
        if one.sensitivity in {"public", "internal"} and one.type != "text" and not one.refers
        if column not in {"key", "record", "run", "digest", "handling", "releasable_to", "conditions"}
        if column not in {"position", "stops"}  # counted anew
    }


def value(one: Property, *, odd: bool = False) -> Any:  # noqa: ANN401 - of the type of the property
    """Make a value, or another one."""
    if one.codelist:
        code = [code for code in load_schema().codelists[one.codelist].codes if code != "Victim"][int(odd)]
        return [code] if one.type == "codes" else code
    values = {"integer": 3, "year": 2020, "number": 0.5}
    if one.type in values:
        return values[one.type] + odd
    return f"{2020 + odd}-05-17" if one.type == "date" else "other" if odd else "alike"


def story(n: str, odd: tuple[str, str] | None = None, elsewhere: str = "") -> tuple[list[Node], list[Claim]]:
    """Make a victim with all that the schema can tell around her, one property of it other than usual."""

    def told(name: str) -> dict[str, Any]:
        return {column: value(one, odd=(name, column) == odd) for column, one in goes(name).items()}

    victim, suspect, other = (("Person", f"s/{who}-{n}") for who in ("victim", "suspect", "other"))
    case, route, firm = (("Case", f"s/case-{n}"), ("Route", f"s/route-{n}"), ("Organization", f"s/firm-{n}"))
    phone = ("Identifier", f"phone/{n}")
    place = {type_: (label, "UGA" if type_ == elsewhere else "KEN") for type_, label in PLACED.items()}
    lines: list[tuple[Name, str, Name, dict[str, Any]]] = [
        (victim, "INVOLVED_IN", case, {"role": "Victim"}),
        *((one, "INVOLVED_IN", case, {}) for one in (suspect, firm)),
        *((one, "CITIZEN_OF", place["CITIZEN_OF"], {}) for one in (victim, suspect)),
        *((one, type_, other, {}) for one in (victim, suspect) for type_ in ("LINKED_TO", "SAME_AS")),
        (victim, "USES", phone, {}),
        (case, "FOLLOWED", route, {}),
        *((case, type_, place[type_], {}) for type_ in ("HANDLED_BY", "OCCURRED_IN", "VIA")),
        *(
            (route, "STOPS_AT", ("Location", "ITA"), {"position": 0}),
            (route, "STOPS_AT", place["STOPS_AT"], {"position": 1}),
        ),
        (("Location", "ITA"), "LEG", place["LEG"], {"route": route[1], "position": 0}),
        (firm, "BASED_IN", place["BASED_IN"], {}),
        (phone, "ON", place["ON"], {}),
    ]
    named = (victim, suspect, other, case, route, firm, phone)
    claims: list[Claim] = [(start, type_, end, told(type_) | own) for start, type_, end, own in lines]
    return [(*node, told(node[0])) for node in named], claims


PLACES: list[Node] = [
    *((label, key, {}) for label in ("Jurisdiction", "Location", "Platform") for key in ("KEN", "UGA", "ITA"))
]


def registry(seed: int) -> tuple[list[Node], list[Claim]]:
    """Make cases of one to three victims, whose traits are more or less common, and a suspect for some.

    Some have all around them that the schema can tell, most of it as usual.
    """
    chance = Random(seed)  # noqa: S311 - for a made graph
    nodes: list[Node] = [
        *PLACES,
        *(("Route", f"s/r{n}", {"victim_profile": [PROFILES[n]]}) for n in range(3)),
    ]
    claims: list[Claim] = [
        (("Route", f"s/r{n}"), "STOPS_AT", ("Location", STATES[min(n, 1) + at]), {"position": at})
        for n in range(3)
        for at in range(2)
    ]
    for n in range(chance.randrange(20, 120)):
        case = ("Case", f"s/c{n}")
        year, form = chance.choice([2020] * 9 + [2021]), chance.choice(["SexualExploitation"] * 9 + ["Other"])
        opened = f"{year}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"
        nodes.append((*case, {"opened": opened, "exploitation": [form], "victims": 7}))
        claims.append((case, "HANDLED_BY", ("Jurisdiction", chance.choice(["ITA"] * 12 + ["UGA"])), {}))
        if chance.random() < chance.random() / 4:
            claims.append((case, "FOLLOWED", ("Route", f"s/r{chance.choice([0] * 9 + [1] * 9 + [2])}"), {}))
        for m in range(chance.choice([1, 1, 1, 2, 3])):
            person = ("Person", f"s/p{n}-{m}")
            nodes.append((*person, {"sex": chance.choice(["Female", "Male"])}))
            seen = opened if m else chance.choice([opened] * 19 + ["2022-01-01"])
            role = "Victim" if m < 2 else "Suspect"
            claims.append((person, "INVOLVED_IN", case, {"role": role, "first_seen": seen}))
            citizen = chance.choice(["KEN"] * 12 + ["UGA", "ITA"])
            claims.append((person, "CITIZEN_OF", ("Jurisdiction", citizen), {}))
    for n in range(chance.randrange(40)):
        more = story(f"{n:04}", chance.choice([*[None] * 3 * len(TRAITS), *TRAITS]))
        nodes += more[0]
        claims += more[1]
    return nodes, claims


TRAITS = [
    (name, column)
    for name in sorted({label for label, *_ in story("")[0]} | {type_ for _, type_, *_ in story("")[1]})
    for column in goes(name)
]


def public(seed: int) -> Disclosed:
    """Return what the public gets of it."""
    return disclosed(*tabled(*registry(seed)), Recipient(PUBLIC), Marking.RED)


def tables(found: Disclosed) -> dict[str, bytes]:
    """Write the tables of a bundle, as people read them."""
    folders = (("nodes", found.nodes), ("claims", found.claims))
    return {f"{folder}/{name}.csv": csv_of(table) for folder, told in folders for name, table in told.items()}


def rows(files: dict[str, bytes], path: str) -> Rows:
    """Read one of them."""
    return list(csv.DictReader(io.StringIO(files.get(path, b"").decode("utf-8-sig"))))


def singled_out(files: dict[str, bytes]) -> list[str]:
    """Return the victims whom fewer than k are like in all that any file of the tables tells around them.

    Who is alike in all is alike in any part.
    """
    nodes: dict[tuple[str, str], dict[str, str]] = {}
    ties: dict[tuple[str, str], list[tuple[str, dict[str, str], tuple[str, str]]]] = defaultdict(list)
    for path in files:
        folder, name = path.removesuffix(".csv").split("/") if path.endswith(".csv") else ("", "")
        for row in rows(files, path) if folder == "nodes" else ():
            nodes[name, row["key"]] = row
        for row in rows(files, path) if folder == "claims" else ():
            start, end = ((row[f"{at}_label"], row[at]) for at in ("start", "end"))
            ties[start].append((name, row, end))
            if start[0] in {"Person", "Organization"}:
                ties[end].append((f"of {name}", row, start))
            if "route" in row:
                ties["Route", row["route"]] += [("from", row, start), ("to", row, end)]
    victims = {
        start
        for start, of in ties.items()
        for name, row, _ in of
        if name == "INVOLVED_IN" and row["role"] == "Victim"
    }

    def known(node: tuple[str, str], way: str = "", steps: int = 3) -> Iterator[tuple[str, ...]]:
        if node[0] in SHARED:
            yield way, *node
            return
        yield from (
            (way, node[0], column, told) for column, told in nodes[node].items() if column not in NAMES
        )
        for name, row, beyond in ties[node] if steps else ():
            further = f"{way}/{name}"
            yield further, *(told for column, told in row.items() if column not in NAMES)
            yield from known(beyond, further, steps - 1)

    facts = {person: frozenset(known(person)) for person in victims}
    alike = Counter(facts.values())
    return [key for (_, key), told in facts.items() if alike[told] < K]


def test_no_victim_can_be_singled_out() -> None:
    """Of thirty random registries: at least eleven are alike in all that the files tell, and much goes."""
    went = 0
    for seed in range(30):
        files = tables(public(seed))
        assert singled_out(files) == [], seed
        went += len(rows(files, "nodes/Person.csv"))
    assert went > 30 * K


def test_the_only_boy_is_not_shown_by_his_route() -> None:
    """Of 22 victims with a route each, one route is of boys: he, his case and the route stay."""
    nodes: list[Node] = [("Jurisdiction", "KEN", {}), ("Location", "KEN", {})]
    claims: list[Claim] = []
    for n in range(22):
        profile = ["Boys"] if n == 7 else ["Women"]
        person, case, route = ("Person", f"s/p{n}"), ("Case", f"s/c{n}"), ("Route", f"s/r{n}")
        nodes += [(*person, {}), (*case, {"opened": "2020-05-17"}), (*route, {"victim_profile": profile})]
        claims += [
            (person, "INVOLVED_IN", case, {"role": "Victim"}),
            (case, "FOLLOWED", route, {}),
            (route, "STOPS_AT", ("Location", "KEN"), {"position": 0}),
        ]
    found = disclosed(*tabled(nodes, claims), Recipient(PUBLIC), Marking.RED)

    for label in ("Person", "Case", "Route"):
        assert len(found.nodes[label]) == 21, label
        assert found.withheld[label] == {Reason.RARE: 1}, label
    assert b"Boys" not in b"".join(tables(found).values())


def test_no_property_and_no_claim_can_be_forgotten() -> None:
    """Whatever the schema lets go: who alone has another value of it stays, and the others go."""
    usual = {f"{n:04}": story(f"{n:04}") for n in range(K)}
    odd = {f"lone-{name}-{column}": story(f"lone-{name}-{column}", (name, column)) for name, column in TRAITS}
    odd |= {f"lone-{type_}": story(f"lone-{type_}", elsewhere=type_) for type_ in PLACED}
    every = [*usual.values(), *odd.values()]
    nodes = [*PLACES, *(node for one, _ in every for node in one)]
    claims = [claim for _, one in every for claim in one]
    found = disclosed(*tabled(nodes, claims), Recipient(PUBLIC), Marking.RED)

    for label, of in (("Person", "victim"), ("Case", "case"), ("Route", "route")):
        went = {key for key in found.nodes[label]["key"].to_pylist() if key.startswith(f"s/{of}")}
        assert went == {f"s/{of}-{n}" for n in usual}
    assert len(odd) > 100
    assert {label for label, *_ in story("")[0]} | {type_ for _, type_, *_ in story("")[1]} == around()


def around() -> set[str]:
    """Return the labels and types that the schema lets stand within three claims of a victim."""
    schema = load_schema()
    labels, types = {"Person"}, set[str]()
    for _ in range(3):
        for type_, one in schema.relationships.items():
            named = {definition.refers for definition in one.properties.values()}
            if labels & {*one.start, *named} or (labels.intersection(one.end) and "Person" in one.start):
                types.add(type_)
                labels |= {*one.start, *one.end} - SHARED
    return labels | types


def test_a_bundle_holds_no_more(one_copy: None) -> None:
    """Nor is anyone found by the graph files, the page or the note."""
    del one_copy
    found = public(3)
    files = files_of(found, "a study")
    went = {row["key"] for row in rows(files, "nodes/Person.csv")}
    held = {key for label, key, _ in registry(3)[0] if label == "Person"} - went

    assert singled_out(files) == []
    assert went
    assert held
    for path, content in files.items():
        if not path.endswith(".parquet"):
            words = set(content.replace(b".2f", b"/").replace(b"Person.3a", b" ").decode().split('"'))
            assert not held & {part for word in words for part in word.replace(">", "<").split("<")}, path
    assert b"2020-" not in b"".join(content for path, content in files.items() if path.endswith(".csv"))


def test_what_is_held_back_is_accounted_for() -> None:
    """By its reason, and the claims that speak of it by theirs; the owner reads it."""
    found = public(3)
    nodes, claims = registry(3)
    people = [key for label, key, _ in nodes if label == "Person"]

    assert found.withheld["Person"][Reason.RARE] > 0
    assert len(found.nodes["Person"]) + sum(found.withheld["Person"].values()) == len(people)
    for type_ in ("INVOLVED_IN", "CITIZEN_OF"):
        gone = sum(found.withheld[type_].values())
        assert len(found.claims[type_]) + gone == sum(one[1] == type_ for one in claims)
    assert "too few victims are like this one" in found.account()


def test_a_state_gets_what_is_released_to_it() -> None:
    """Days and rare persons too: who releases to a State by name decides that."""
    nodes, claims = registry(3)
    found = disclosed(*tabled(nodes, claims), Recipient("KEN"), Marking.RED)

    assert len(found.nodes["Person"]) == sum(label == "Person" for label, *_ in nodes)
    assert all(len(day) > len("2020") for day in found.nodes["Case"]["opened"].to_pylist())


def test_the_attacker_would_find_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule many are singled out."""
    monkeypatch.setattr(import_module("netgraph.disclosure.extract"), "rare", lambda *_: {})

    assert len(set(singled_out(tables(public(3))))) > K
