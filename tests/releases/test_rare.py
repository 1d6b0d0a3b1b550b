"""An attacker with a public release who knows a victim's traits: there are always others like her in it."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from importlib import import_module
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

from graphs import tabled
from netgraph.disclosure import Disclosed, Recipient
from netgraph.disclosure.extract import disclosed
from netgraph.disclosure.recipients import PUBLIC, Reason
from netgraph.exchange.safe_csv import csv_of
from netgraph.model import Marking
from netgraph.releases.bundle import files_of

if TYPE_CHECKING:
    import pytest

    from graphs import Claim, Node

    Rows = list[dict[str, str]]

K = 11
STATES = ("KEN", "UGA", "ITA")


def registry(seed: int) -> tuple[list[Node], list[Claim]]:
    """Make cases of one to three victims, whose traits are more or less common, and a suspect for some."""
    chance = Random(seed)  # noqa: S311 - for a made graph
    nodes: list[Node] = [(label, state, {}) for label in ("Jurisdiction", "Location") for state in STATES]
    nodes += [("Route", f"s/r{n}", {}) for n in range(2)]
    claims: list[Claim] = [
        (("Route", f"s/r{n}"), "STOPS_AT", ("Location", STATES[n + at]), {"position": at})
        for n in range(2)
        for at in range(2)
    ]
    for n in range(chance.randrange(20, 120)):
        case = ("Case", f"s/c{n}")
        year, form = chance.choice([2020] * 9 + [2021]), chance.choice(["SexualExploitation"] * 9 + ["Other"])
        opened = f"{year}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"
        nodes.append((*case, {"opened": opened, "exploitation": [form], "victims": 7}))
        claims.append((case, "HANDLED_BY", ("Jurisdiction", chance.choice(["ITA"] * 12 + ["UGA"])), {}))
        if chance.random() < chance.random() / 4:
            claims.append((case, "FOLLOWED", ("Route", f"s/r{chance.randrange(2)}"), {}))
        for m in range(chance.choice([1, 1, 1, 2, 3])):
            person = ("Person", f"s/p{n}-{m}")
            nodes.append((*person, {"sex": chance.choice(["Female", "Male"])}))
            seen = opened if m else chance.choice([opened] * 19 + ["2022-01-01"])
            role = "Victim" if m < 2 else "Suspect"
            claims.append((person, "INVOLVED_IN", case, {"role": role, "first_seen": seen}))
            citizen = chance.choice(["KEN"] * 12 + ["UGA", "ITA"])
            claims.append((person, "CITIZEN_OF", ("Jurisdiction", citizen), {}))
    return nodes, claims


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
    """Return the victims, and cases of victims, that fewer than k are like in some of their traits."""
    ends: dict[str, dict[str, set[str]]] = {}
    for name in ("CITIZEN_OF", "HANDLED_BY", "OCCURRED_IN", "FOLLOWED", "STOPS_AT"):
        ends[name] = defaultdict(set)
        for row in rows(files, f"claims/{name}.csv"):
            ends[name][row["start"]].add(row["end"])
    about = {row["key"]: row for row in rows(files, "nodes/Case.csv")}
    people: dict[str, list[set[str]]] = defaultdict(lambda: [set() for _ in range(5)])
    in_case: dict[str, set[str]] = defaultdict(set)
    for part in rows(files, "claims/INVOLVED_IN.csv"):
        if part["role"] != "Victim":
            continue
        case = part["end"]
        in_case[case].add(part["start"])
        years, forms, states, places, citizen = people[part["start"]]
        years |= {about[case]["opened"], part["first_seen"]}
        forms |= {about[case]["exploitation"]}
        states |= ends["HANDLED_BY"][case]
        places |= ends["OCCURRED_IN"][case]
        places |= {stop for route in ends["FOLLOWED"][case] for stop in ends["STOPS_AT"][route]}
        citizen |= ends["CITIZEN_OF"][part["start"]]
    told = {person: tuple(map(frozenset, traits)) for person, traits in people.items()}
    found = []
    for size in range(6):
        for known in combinations(range(5), size):
            alike = Counter(tuple(traits[at] for at in known) for traits in told.values())
            found += [
                person for person, traits in told.items() if alike[tuple(traits[at] for at in known)] < K
            ]
    alike_cases = Counter(told[person][:4] for person in told)
    found += [case for case, held in in_case.items() if any(alike_cases[told[one][:4]] < K for one in held)]
    return found


def test_no_victim_can_be_singled_out() -> None:
    """Of thirty random registries: by any traits together at least eleven are alike, and much still goes."""
    went = 0
    for seed in range(30):
        files = tables(public(seed))
        assert singled_out(files) == [], seed
        went += len(rows(files, "nodes/Person.csv"))
    assert went > 30 * K


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
