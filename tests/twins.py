"""Two graphs that differ only in what some recipients may not have, for an attacker to tell apart.

The rules are said here once more, in plain words: nothing is asked of the code that is tried. What differs is
all that stays: nodes, claims, values, hashes, names of loads, gaps between positions, and how many there are.
Every text and every count has a number of its own, so that it is known wherever it turns up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from graphs import Claim, Name, Node

    Ends = tuple[list[Name], ...]

STATES = ("KEN", "UGA", "ITA", "NGA")
PUBLIC = "PUBLIC"
WORDS = ("CLEAR", "CLEAR", "CLEAR", "GREEN", "GREEN", "AMBER", "AMBER+STRICT", "RED", None, "nonsense")
SHARED = {"Location": ("KEN", "UGA", "LBY"), "Identifier": ("Phone", "Handle"), "Platform": ("chat", "shop")}
KNOWN = {"Jurisdiction": STATES, "Instrument": ("palermo",), "Event": ("drought",)}
MARKS = ("handling", "releasable_to", "conditions")
OFTEN = ("INVOLVED_IN", "STOPS_AT", "LEG", "USES", "LINKED_TO", "FOLLOWED", "HANDLED_BY", "IN")
WORD, NUMBER = "wren", 77_000_000
"""What begins every text, and what every count lies above: a serial number follows."""


class Chance(Random):
    """Draws, and gives out serial numbers."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._serials = count(1)

    def text(self) -> str:
        """Return a text that is found nowhere else."""
        return f"{WORD}{next(self._serials):06d}"

    def number(self) -> int:
        """Return a count that is found nowhere else."""
        return NUMBER + next(self._serials)


@dataclass(frozen=True)
class Column:
    """A property of a label or type."""

    name: str
    type: str
    codes: tuple[str, ...]
    sensitivity: str
    required: bool

    def stays(self, owner: str | None, to: Collection[str]) -> bool:
        """Whether it stays in the agency, by its sensitivity; its owner may have it back, but for text."""
        if self.type == "text":
            return self.sensitivity != "public"
        return self.sensitivity == "identifying" or (self.sensitivity == "personal" and owner not in to)

    def value(self, chance: Chance) -> Any:  # noqa: ANN401 - a value is anything
        """Draw one."""
        if self.type == "code":
            return chance.choice(self.codes)
        if self.type == "codes":
            return chance.sample(self.codes, chance.randrange(1, 3))
        if self.name == "position":
            return chance.randrange(9)
        plain: dict[str, Callable[[], Any]] = {
            "integer": chance.number,
            "number": lambda: chance.randrange(9) / 8,
            "year": lambda: chance.randrange(2015, 2025),
            "boolean": lambda: chance.random() < chance.random(),
            "date": lambda: f"{chance.randrange(2015, 2025)}-0{chance.randrange(1, 10)}",
            "strings": lambda: [chance.text()],
        }
        return plain.get(self.type, chance.text)()


@cache
def columns(name: str) -> tuple[Column, ...]:
    """Return the properties that a label or type has of its own, as `schemas/` has them."""
    schema = load_schema()
    told = schema.nodes[name] if name in schema.nodes else schema.relationships[name]
    return tuple(
        Column(
            column,
            one.type,
            tuple(schema.codelists[one.codelist].codes) if one.codelist else (),
            one.sensitivity,
            one.required,
        )
        for column, one in told.properties.items()
    )


def may(properties: dict[str, Any], to: str) -> bool:
    """Say by its marking, its names and its conditions whether something may go to somebody."""
    mark, named, under = (properties.get(name) for name in MARKS)
    if to == PUBLIC:
        return mark == "CLEAR" and not named and not under
    if named:
        return mark in {"CLEAR", "GREEN", "AMBER", "AMBER+STRICT"} and to in named
    return mark in {"CLEAR", "GREEN"} and not {"H2", "H3"} & set(under or ())


def going(nodes: Iterable[Node], claims: Iterable[Claim], to: str) -> tuple[set[Name], set[str]]:
    """Return the nodes, and the records of the claims, that may go to somebody.

    A claim goes if it may, its ends may, and the route that it names may. That a place lies in a State goes
    where another claim speaks of the place. A node goes where such a claim speaks of it.
    """
    shut = {(label, key) for label, key, told in nodes if "source" in told and not may(told, to)}
    open_ = [
        (start, type_, end, told["record"])
        for start, type_, end, told in claims
        if may(told, to) and not {start, end, ("Route", told.get("route"))} & shut
    ]
    spoken = {name for start, type_, end, _ in open_ if type_ != "IN" for name in (start, end)}
    gone = [one for one in open_ if one[1] != "IN" or one[0] in spoken]
    return {name for start, _, end, _ in gone for name in (start, end)}, {record for *_, record in gone}


def told(nodes: Iterable[Node], claims: Iterable[Claim], to: str) -> Iterator[str]:
    """Yield every text and count, as text, that a recipient may find."""
    reached, records = going(nodes, claims, to)
    every = [
        *((label, more) for label, key, more in nodes if (label, key) in reached),
        *((type_, more) for _, type_, _, more in claims if more["record"] in records),
    ]
    yield from (key for _, key in reached)
    for name, properties in every:
        stays = {one.name for one in columns(name) if one.stays(properties.get("owner"), {to})}
        for column, value in properties.items():
            if column not in {*stays, "run", "digest", "stops"}:
                yield from map(str, value if isinstance(value, list) else [value])


def graph(chance: Chance, cases: int) -> tuple[list[Node], list[Claim]]:
    """Make many small graphs that share nothing but States, instruments and events."""
    known = [(label, key, {"name": f"{key} by name"}) for label, keys in KNOWN.items() for key in keys]
    nodes: list[Node] = list(known)
    claims: list[Claim] = []
    for _ in range(cases):
        made = [_made(chance, label) for label in _labels() for _ in range(chance.choice([0, 1, 1, 2]))]
        nodes += made
        claims += _claims(chance, [*known, *made], chance.randrange(3, 14))
    return nodes, claims


def twin(
    chance: Chance, nodes: list[Node], claims: list[Claim], to: Collection[str]
) -> tuple[list[Node], list[Claim]]:
    """Make another graph of which each of some recipients may have the same, and all else is another."""
    each = [going(nodes, claims, one) for one in to]
    seen, records = set.union(*(one[0] for one in each)), set.union(*(one[1] for one in each))
    other: list[Node] = [
        (label, key, _other(chance, label, more, to)) for label, key, more in nodes if (label, key) in seen
    ]
    named = {("Route", more["route"]) for *_, more in claims if more["record"] in records and "route" in more}
    left = [one for one in nodes if one[:2] not in seen]
    for at, (label, key, more) in enumerate(left):
        if (label, key) in named or at % 2:  # a route that is named holds back a leg from one of them
            marks = {one: more[one] for one in MARKS if one in more}
            other.append((label, key, _node(chance, label, key) | marks))
    other += [_made(chance, chance.choice(_labels())) for _ in range(chance.randrange(2 + len(left) // 2))]
    kept = [(s, t, e, _other(chance, t, more, to)) for s, t, e, more in claims if more["record"] in records]
    _stretch(chance, kept)
    there = {one[:2] for one in other}
    former = [
        claim for claim in claims if claim[3]["record"] not in records and {claim[0], claim[2]} <= there
    ]
    pool = chance.sample(former, chance.randrange(len(former) + 1))
    pool += _claims(chance, other, chance.randrange(2 + len(claims) // 2))

    def loud() -> set[str]:
        return {
            record
            for one, (_, before) in zip(to, each, strict=True)
            for record in going(other, [*kept, *pool], one)[1] - before
        }

    while more_go := loud():
        pool = [claim for claim in pool if claim[3]["record"] not in more_go]
    return other, [*kept, *pool]


def _labels() -> list[str]:
    return [label for label in load_schema().labels("owned", "shared") if label not in KNOWN]


def _named(nodes: Iterable[Node]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = defaultdict(list)
    for label, key, _ in nodes:
        found[label].append((label, key))
    return found


def _made(chance: Chance, label: str) -> Node:
    key = f"{chance.choice(SHARED.get(label, ('s',)))}/{chance.text()}"
    return label, key, _node(chance, label, key)


def _node(chance: Chance, label: str, key: str) -> dict[str, Any]:
    if label in SHARED or label in KNOWN:  # what no source owns is the same whoever speaks of it
        return {} if label == "Identifier" else {"name": f"{key} by name"}
    return _values(chance, label) | _provenance(chance)


def _able(names: dict[str, list[Name]]) -> dict[str, Ends]:
    """Return the types of claims that nodes can have, with the nodes that they can lead from and to."""
    found = {
        type_: tuple(
            [name for label in labels for name in names.get(label, ())] for labels in (one.start, one.end)
        )
        for type_, one in load_schema().relationships.items()
    }
    return {type_: ends for type_, ends in found.items() if all(ends)}


def _claims(chance: Chance, nodes: Iterable[Node], size: int) -> list[Claim]:
    """Make claims between nodes."""
    names = _named(nodes)
    able = _able(names)
    types = [type_ for type_ in OFTEN if type_ in able] * 3 + list(able)
    found: list[Claim] = []
    for _ in range(size):
        type_ = chance.choice(types)
        start, end = map(chance.choice, able[type_])
        more = _values(chance, type_) | _provenance(chance)
        if type_ == "LEG":
            more["route"] = chance.choice(names["Route"])[1] if names["Route"] else f"s/{chance.text()}"
        found.append((start, type_, end, more))
    return found


def _provenance(chance: Chance) -> dict[str, Any]:
    return {
        "handling": chance.choice(WORDS),
        "releasable_to": chance.sample(STATES, chance.choice([0, 0, 0, 1, 2, 3])) or None,
        "conditions": chance.sample(["H0", "H1", "H2"], chance.choice([0] * 7 + [1, 2])) or None,
        "source": chance.text(),
        "record": chance.text(),
        "owner": chance.choice(STATES),
    } | _inner(chance)


def _inner(chance: Chance) -> dict[str, Any]:
    return {"run": chance.text(), "digest": chance.text()}


def _values(chance: Chance, name: str) -> dict[str, Any]:
    return {one.name: one.value(chance) for one in columns(name) if one.required or chance.random() < 0.6}


def _other(chance: Chance, name: str, properties: dict[str, Any], to: Collection[str]) -> dict[str, Any]:
    """Change what stays of something that goes: texts, what is personal of others, counts, hashes."""
    found, drawn = dict(properties), _values(chance, name)
    if "run" in found:
        found |= _inner(chance)
    for one in columns(name):
        if one.stays(properties.get("owner"), to) or one.name == "stops":
            found.pop(one.name, None)
            found |= {one.name: drawn[one.name]} if one.name in drawn else {}
    return found


def _stretch(chance: Chance, claims: list[Claim]) -> None:
    """Put other positions in the place of those along a route, in the same order."""
    ways: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for start, type_, _, more in claims:
        if "position" in more:
            ways[type_, more.get("route") or start[1]].append(more)
    for stops in ways.values():
        at = sorted({more["position"] for more in stops})
        new = dict(zip(at, sorted(chance.sample(range(40), len(at))), strict=True))
        for more in stops:
            more["position"] = new[more["position"]]
