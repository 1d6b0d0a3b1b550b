"""A made graph with every marking: persons in cases, ties among them, routes with legs, and reports."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphs import Claim, Node

PERSONS, CASES = 60, 25
PLACES = ("KEN", "UGA", "TZA", "ITA", "GBR")
PROFILES = ("Women", "Girls", "Men", "Boys", "Unknown")
FORMS = ("SexualExploitation", "ForcedLabour")


def graph(seed: int = 3) -> tuple[list[Node], list[Claim]]:
    """Make it, the same each time."""
    chance = random.Random(seed)  # noqa: S311 - made data
    parts = (_persons(chance), _routes(chance), _reports())
    return [node for nodes, _ in parts for node in nodes], [claim for _, claims in parts for claim in claims]


def _marked(chance: random.Random) -> dict[str, Any]:
    return {"handling": chance.choice(["CLEAR", "GREEN", "AMBER", "RED"])}


def _persons(chance: random.Random) -> tuple[list[Node], list[Claim]]:
    nodes: list[Node] = [
        ("Case", f"x/c{at}", {**_marked(chance), "opened": f"{2015 + at % 8}"}) for at in range(CASES)
    ]
    nodes += [
        (
            "Person",
            f"x/p{at}",
            {**_marked(chance), "sex": chance.choice(["Female", "Male", "Unknown"]), "age_band": "30-38"},
        )
        for at in range(PERSONS)
    ]
    nodes += [("Location", "TZA", {"kind": "Country"}), ("Location", "ITA", {"kind": "Country"})]
    claims: list[Claim] = []
    for at in range(PERSONS):
        for case in {chance.randrange(CASES) for _ in range(chance.choice([1, 1, 1, 2]))}:
            part = {
                **_marked(chance),
                "role": chance.choice(["Victim", "Suspect"]),
                "record": f"in-{at}-{case}",
            }
            claims.append((("Person", f"x/p{at}"), "INVOLVED_IN", ("Case", f"x/c{case}"), part))
        if at % 4:
            continue
        other = chance.randrange(PERSONS)
        linked = ("Person", f"x/p{at}"), "LINKED_TO", ("Person", f"x/p{other}")
        claims.append((*linked, {**_marked(chance), "record": f"l-{at}"}))
    for at in range(CASES):
        ended = {**_marked(chance), "outcome": chance.choice(["Conviction", "Referred"]), "record": f"h-{at}"}
        claims.append((("Case", f"x/c{at}"), "HANDLED_BY", ("Jurisdiction", chance.choice(PLACES)), ended))
    return nodes, claims


def _routes(chance: random.Random) -> tuple[list[Node], list[Claim]]:
    """Make routes along a line of places, and one from a place of no known kind."""
    nodes: list[Node] = [("Location", "somewhere", {}), ("Route", "x/from", {"year": 2018})]
    claims: list[Claim] = [
        (("Route", "x/from"), "STOPS_AT", ("Location", place), {"position": at, "record": f"k-{at}"})
        for at, place in enumerate(("somewhere", "KEN", "UGA"))
    ]
    for at in range(40):
        route = f"x/r{at}"
        told: dict[str, Any] = {
            "victim_profile": chance.sample(PROFILES, 2),
            "exploitation": chance.sample(FORMS, at % 3),
        }
        year = {"year": 2016 + at % 5} if at % 7 else {}
        nodes.append(("Route", route, {**_marked(chance), **told, **year}))
        first = chance.randrange(len(PLACES) - 1)
        stops = PLACES[first : first + chance.choice([2, 3, 4])][:: chance.choice([1, -1])]
        for position, place in enumerate(stops):
            stop = {**_marked(chance), "position": position, "record": f"s-{at}-{position}"}
            claims.append((("Route", route), "STOPS_AT", ("Location", place), stop))
        for position, ends in enumerate(pairwise(stops)):
            leg = {**_marked(chance), "route": route, "position": position, "record": f"g-{at}-{position}"}
            claims.append((("Location", ends[0]), "LEG", ("Location", ends[1]), leg))
        if at % 4 == 0:
            followed = {**_marked(chance), "record": f"f-{at}"}
            claims.append((("Case", f"x/c{at % CASES}"), "FOLLOWED", ("Route", route), followed))
    return nodes, claims


def _reports() -> tuple[list[Node], list[Claim]]:
    """Make reports of victims and sentences, and one of another topic that few may see."""
    other = {"topic": "Displacement", "indicator": "Refugees", "year": 2019, "value": 5.0, "handling": "RED"}
    nodes: list[Node] = [("Statistic", "x/other", other)]
    claims: list[Claim] = [(("Statistic", "x/other"), "ABOUT", ("Jurisdiction", "KEN"), {"record": "o"})]
    for at, (code, indicator) in enumerate(
        (code, word) for code in PLACES for word in ("Detected trafficking victims", "Persons convicted")
    ):
        number = {"value": 10.0 + at} if at % 4 else {"suppressed": True, "below": 5.0}
        nodes.append(
            (
                "Statistic",
                f"x/n{at}",
                {"topic": "CriminalJustice", "indicator": indicator, "year": 2019, **number},
            )
        )
        about = ("Statistic", f"x/n{at}"), "ABOUT", ("Jurisdiction", code)
        claims.append((*about, {"aspect": "Reporting", "record": f"a-{at}"}))
    return nodes, claims
