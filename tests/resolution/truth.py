"""Made records of persons and organizations whose doubles are known; nobody in them is or was real.

Four sources record the same world. A record may lack what another has, be a band or a letter off, share a
phone with the others of its case, or a hotline with half the world. The same seed gives the same records.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.resolution.facts import Facts, comparable
from netgraph.resolution.model import load_model

if TYPE_CHECKING:
    from graphs import Claim, Node

SOURCES = ("agency", "court", "ngo", "police")
BANDS = ("0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+")
COUNTRIES = (
    "NGA",
    "GHA",
    "KEN",
    "UGA",
    "ETH",
    "BGD",
    "NPL",
    "PHL",
    "MMR",
    "ROU",
    "BGR",
    "ALB",
    "UKR",
    "HND",
    "VEN",
)
TOWNS = tuple(
    f"{country}/town-{number}" for country in (*COUNTRIES, "ITA", "DEU", "ARE") for number in range(4)
)
SECTORS = "ACFGHINRST"
KINDS = ("CorporateBusiness", "NGO", "CriminalNetwork", "LegalService")
FIRST = (
    "amber",
    "blue",
    "cedar",
    "delta",
    "ember",
    "falcon",
    "golden",
    "harbour",
    "indigo",
    "juniper",
    "kestrel",
    "lunar",
    "marble",
    "north",
    "orchid",
    "pearl",
    "quartz",
    "river",
    "silver",
    "tundra",
)
SECOND = (
    "bay",
    "bridge",
    "crest",
    "field",
    "gate",
    "grove",
    "hill",
    "lake",
    "mill",
    "point",
    "ridge",
    "stone",
    "vale",
    "well",
    "wood",
    "yard",
)
THIRD = (
    "catering",
    "cleaning",
    "construction",
    "farms",
    "fisheries",
    "hotels",
    "labour",
    "logistics",
    "massage",
    "recruitment",
    "textiles",
    "travel",
)
FORMS = ("Ltd", "Ltd.", "Limited", "Inc.", "LLC", "GmbH", "S.A.", "")


@dataclass
class Record:
    """One record of one source; ``truth`` says whom it is of."""

    label: str
    key: str
    source: str
    truth: int
    properties: dict[str, Any]
    facts: set[tuple[str, str]] = field(default_factory=set)
    case: str = ""


def persons(number: int, seed: int = 1) -> list[Record]:
    """Make records of so many persons; about a quarter has more than one."""
    chance = Random(seed)  # noqa: S311 - made data, the same every time
    hotlines = [f"Phone/hotline-{n}" for n in range(3)]
    cases = [
        (
            chance.choice(COUNTRIES[:6]) if chance.random() < 0.7 else chance.choice(COUNTRIES),
            chance.sample(TOWNS, 3),
            f"Phone/case-{n}" if chance.random() < 0.5 else None,
        )
        for n in range(max(number // 4, 1))
    ]
    found: list[Record] = []
    for truth in range(number):
        at = chance.randrange(len(cases))
        victim = chance.random() < 0.75
        person = {
            "sex": "Female" if chance.random() < 0.7 else "Male",
            "age_band": chance.randrange(1, 7) if victim else chance.randrange(3, 9),
            "citizenship": cases[at][0] if chance.random() < 0.7 else chance.choice(COUNTRIES),
            "identifiers": [f"Phone/{truth}-{n}" for n in range(chance.choice((0, 0, 1, 1, 1, 2)))],
            "role": "Victim"
            if victim
            else chance.choice(("Suspect", "RecruiterOrIntermediary", "Transporter")),
        }
        copies = chance.choice((2, 2, 2, 3)) if chance.random() < 0.25 else 1
        for source in (
            chance.sample(SOURCES, copies) if chance.random() < 0.9 else [chance.choice(SOURCES)] * copies
        ):
            found.append(_person(chance, len(found), truth, person, source, at, cases[at], hotlines))
    return found


def _person(
    chance: Random,
    number: int,
    truth: int,
    person: dict[str, Any],
    source: str,
    at: int,
    case: tuple[str, list[str], str | None],
    hotlines: list[str],
) -> Record:
    band = person["age_band"] + (chance.choice((-1, 1)) if chance.random() < 0.12 else 0)
    shown: dict[str, Any] = {
        "sex": None if chance.random() < 0.05 else person["sex"],
        "age_band": BANDS[min(max(band, 0), len(BANDS) - 1)] if chance.random() > 0.1 else "Unknown",
    }
    if chance.random() < 0.05 and shown["age_band"] != "Unknown":
        shown["age_band"] = "Child" if band < 2 else "Adult"
    record = Record("Person", f"{source}/p{number}", source, truth, shown, case=f"{source}/c{at}")
    if chance.random() > 0.1:
        wrong = chance.random() < 0.02
        record.facts.add(("citizenship", chance.choice(COUNTRIES) if wrong else person["citizenship"]))
    record.facts |= {("identifier", value) for value in person["identifiers"] if chance.random() < 0.8}
    if chance.random() < 0.15:
        record.facts.add(("identifier", chance.choice(hotlines)))
    if case[2] and chance.random() < 0.4:
        record.facts.add(("identifier", case[2]))
    record.facts |= {("place", place) for place in case[1] if chance.random() < 0.7}
    record.facts.add(("role", person["role"] if chance.random() < 0.92 else "Witness"))
    record.facts.add(("case", record.case))
    return record


def organizations(number: int, seed: int = 1) -> list[Record]:
    """Make records of so many organizations; about a quarter has more than one, with names written anew."""
    chance = Random(seed)  # noqa: S311 - made data, the same every time
    agents = [f"Email/agent-{n}" for n in range(max(number // 60, 2))]  # formation agents, shared by many
    found: list[Record] = []
    for truth in range(number):
        name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {chance.choice(THIRD)}"
        kind, sector = chance.choice(KINDS), chance.choice(SECTORS)
        held = [f"Email/{truth}-{n}" for n in range(chance.choice((0, 1, 1, 2)))]
        agent, places = chance.choice(agents), chance.sample(TOWNS, 2)
        copies = chance.choice((2, 2, 3)) if chance.random() < 0.25 else 1
        for source in chance.sample(SOURCES, copies):
            shown = {
                "name": _written(chance, name) if chance.random() > 0.04 else None,
                "kind": kind if chance.random() > 0.15 else "Other",
                "sector": sector if chance.random() > 0.15 else None,
            }
            key = f"{source}/o{len(found)}"
            record = Record("Organization", key, source, truth, shown, case=f"{source}/oc{truth // 3}")
            record.facts |= {("identifier", value) for value in held if chance.random() < 0.75}
            if chance.random() < 0.3:
                record.facts.add(("identifier", agent))
            record.facts |= {("place", place) for place in places if chance.random() < 0.6}
            record.facts |= {("case", record.case), ("role", "Facilitator")}
            found.append(record)
    return found


def _written(chance: Random, name: str) -> str:
    """Write a name as somebody would: a legal form, capitals, now and then a slip."""
    letters = list(name)
    if chance.random() < 0.25:
        at = chance.randrange(1, len(letters) - 1)
        slip = chance.choice(("drop", "double", "swap"))
        if slip == "drop":
            del letters[at]
        elif slip == "double":
            letters.insert(at, letters[at])
        else:
            letters[at], letters[at + 1 if at + 1 < len(letters) else at - 1] = letters[at - 1], letters[at]
    text = "".join(letters).title()
    return f"{text} {chance.choice(FORMS)}".strip()


def facts_of(records: list[Record]) -> Facts:
    """Return records as what `netgraph.resolution.facts.read_facts` reads from a store."""
    label = records[0].label if records else "Person"
    names = ("sex", "gender", "age_band", "kind", "sector", "name")
    rows = pa.table(
        {
            "key": pa.array([record.key for record in records], pa.string()),
            "source": pa.array([record.source for record in records], pa.string()),
            **{
                name: pa.array([record.properties.get(name) for record in records], pa.string())
                for name in names
            },
            "handling": pa.array(["CLEAR"] * len(records), pa.string()),
        }
    )
    facts = [(record.key, fact, value, 0) for record in records for fact, value in sorted(record.facts)]
    kinds = [("key", pa.string()), ("fact", pa.string()), ("value", pa.string()), ("marking", pa.int64())]
    return Facts(
        label,
        comparable(rows, load_model(label).legal_forms),
        pa.table([[fact[at] for fact in facts] for at in range(4)], schema=pa.schema(kinds)),
    )


def graph_of(records: list[Record]) -> tuple[list[Node], list[Claim]]:
    """Return records as nodes and claims for `graphs.fill`."""
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    claims: list[Claim] = []
    for record in records:
        name, told = (record.label, record.key), {"source": record.source}
        nodes[name] = {**record.properties, **told}
        case, route = ("Case", record.case), ("Route", f"{record.key}-route")
        nodes[case] = nodes[route] = told
        claims.append((case, "FOLLOWED", route, told))
        for fact, value in sorted(record.facts):
            if fact == "identifier":
                nodes["Identifier", value] = {"kind": value.split("/")[0]}
                claims.append((name, "USES", ("Identifier", value), told))
            elif fact == "citizenship":
                nodes["Jurisdiction", value] = {"name": value}
                claims.append((name, "CITIZEN_OF", ("Jurisdiction", value), told))
            elif fact == "place":
                nodes["Location", value] = {"kind": "City"}
                claims.append((route, "STOPS_AT", ("Location", value), {"position": len(claims), **told}))
            elif fact == "role":
                claims.append((name, "INVOLVED_IN", case, {"role": value, **told}))
    return [(label, key, told) for (label, key), told in nodes.items()], claims


def true_pairs(records: list[Record]) -> set[tuple[str, str]]:
    """Return the pairs of records that are of one and the same."""
    groups: dict[int, list[str]] = defaultdict(list)
    for record in records:
        groups[record.truth].append(record.key)
    return {(a, b) for keys in groups.values() for a, b in combinations(sorted(keys), 2)}
