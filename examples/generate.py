"""Make the example that ships with netgraph: invented cases, routes and people, the same ones every time.

Run ``python examples/generate.py`` to write ``examples/data`` anew, or give another folder. Nothing in it is
about a real person, company or case, and no number in it is a statistic. What is hidden, to be found:

- four networks work over several States; each has two or three cells, and the cells of one network are held
  together by one or two brokers, who turn up in cases of different sources under different pseudonyms;
- what gives them away are identifiers: the same number or handle in the records of several sources;
- the rest of the cases stand alone, as most cases do.

Two thirds of the victims are women and girls, and recruitment over online services grows over the years.
"""

from __future__ import annotations

import csv
import random
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from world import CORRIDORS, INSTRUMENTS, JURISDICTIONS, PLATFORMS, TOWNS

from netgraph.ingest import load_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED = 20_240_601
FIRST, LAST = date(2019, 1, 1), date(2024, 12, 31)
EXPLOITATION = ("SexualExploitation", "ForcedLabour", "Servitude", "ForcedBegging", "ForcedCriminality")
MEANS = ("FraudulentRecruitment", "DebtBondage", "RomanticDeception", "Threat", "FraudulentEducation")
MODES = ("Road", "Road", "Road", "Air", "Sea", "Rail", "Foot")
AGES = ("9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47")
AGE_WEIGHTS = (20, 20, 18, 14, 11, 12, 5)
KINDS = ("Phone", "Handle", "Email", "Account", "Plate")

Row = dict[str, object]


@dataclass
class Actor:
    """Somebody who takes part in trafficking: the same person in every source, if one only knew."""

    number: int
    sex: str
    age_band: str
    citizenship: str
    role: str
    identifiers: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Network:
    """Cells, each on a corridor of its own, the brokers between them, and the firm in front."""

    cells: dict[int, list[Actor]]
    brokers: list[Actor]
    firm: tuple[str, str]


@dataclass
class Source:
    """One agency: how it marks what it passes on, and what it has seen."""

    name: str
    owner: str
    handling: str
    reliability: str
    stricter: str
    cases: int
    routes: int
    corridors: tuple[int, ...]
    persons: dict[int, str] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    rows: dict[str, list[Row]] = field(
        default_factory=lambda: {"routes": [], "cases": [], "involvements": []}
    )
    way: list[tuple[str, int]] = field(default_factory=list)


# Name, owner, marking, reliability, marking of what is more sensitive, cases, routes, corridors it knows of.
SOURCES = (
    ("police", "NLD", "AMBER", "B", "AMBER+STRICT", 110, 20, (0, 1, 2, 3, 4, 5, 6, 7, 8)),
    ("ngo", "THA", "AMBER+STRICT", "B", "RED", 90, 20, (9, 10, 14, 15, 16, 17, 18)),
    ("liaison", "KEN", "GREEN", "C", "AMBER", 60, 12, (0, 1, 9, 11, 12, 13, 18)),
    ("court", "BRA", "CLEAR", "A", "AMBER", 40, 8, (2, 3, 19, 20, 21)),
)


class World:
    """Makes everything from one seeded source of chance."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)
        self.actors = 0
        self.networks = [
            self.network((0, 1, 11), brokers=2),
            self.network((4, 6, 12), brokers=1),
            self.network((9, 14, 18), brokers=2),
            self.network((2, 20), brokers=1),
        ]
        self.sources = [Source(*values) for values in SOURCES]

    def network(self, corridors: tuple[int, ...], brokers: int) -> Network:
        """Make a network with a cell on each of some corridors."""
        cells = {}
        for corridor in corridors:
            states = [state_of(place) for place in CORRIDORS[corridor]]
            cells[corridor] = [
                self.actor(self.chance.choice(states)) for _ in range(self.chance.randint(5, 7))
            ]
        home = state_of(CORRIDORS[corridors[0]][0])
        middle = [self.actor(home, "BrokerTravelAgent", identifiers=3) for _ in range(brokers)]
        return Network(cells, middle, (f"O-{self.chance.randint(100, 999)}", self.identifier("Account")[1]))

    def actor(self, state: str, role: str = "", identifiers: int = 0) -> Actor:
        """Make somebody, with one to three identifiers."""
        self.actors += 1
        roles = ("RecruiterOrIntermediary", "Transporter", "Exploiter", "ControlledIndividual", "Suspect")
        made = Actor(
            self.actors,
            self.chance.choices(("Male", "Female"), (65, 35))[0],
            self.chance.choice(("24-26", "27-29", "30-38", "39-47", "48+")),
            state,
            role or self.chance.choice(roles),
        )
        for _ in range(identifiers or self.chance.choices((1, 2, 3), (60, 30, 10))[0]):
            made.identifiers.append(self.identifier(self.chance.choices(KINDS, (50, 25, 10, 10, 5))[0]))
        return made

    def identifier(self, kind: str) -> tuple[str, str, str]:
        """Invent an identifier that cannot be anybody's: +999 is no country, example.org nobody's mail."""
        number = self.chance.randrange(10**7)
        platform = self.chance.choice(PLATFORMS) if kind == "Handle" else ""
        text = {
            "Phone": f"+999 {number:07d}",
            "Handle": f"@example_{number:07d}",
            "Email": f"user{number:07d}@example.org",
            "Account": f"XX00EXAMPLE{number:07d}",
            "Plate": f"XX-{number % 10**5:05d}",
        }[kind]
        return kind, text, platform

    def make(self) -> None:
        """Make what each source has recorded."""
        for source in self.sources:
            for number in range(1, source.routes + 1):
                self.route(source, number)
            for number in range(1, source.cases + 1):
                self.case(source, number)

    def route(self, source: Source, number: int) -> None:
        """Record a route along a corridor, or along its end."""
        which = self.chance.choice(source.corridors)
        skipped = self.chance.choice((0, 0, 0, 1))  # some people are recruited on the way
        places = CORRIDORS[which][skipped:] if CORRIDORS[which][skipped + 1 :] else CORRIDORS[which]
        reference = f"R-{number:03d}"
        source.way.append((reference, which))
        day = self.day()
        victims = self.chance.randint(1, 6)
        for position, place in enumerate(places, start=1):
            arrived, day = day, day + timedelta(days=self.chance.randint(1, 12))
            last = position == len(places)
            row: Row = {
                "route_ref": reference,
                "position": position,
                **where(place),
                "stage": "Recruitment" if position == 1 else "Exploitation" if last else "Transit",
                "arrived": arrived if position > 1 else "",
                "departed": "" if last else day,
                "mode": self.chance.choice(MODES) if position > 1 else "",
                "victims": victims if position > 1 else "",
                "handling": "",
                "reliability": "",
                "credibility": self.chance.choice((1, 2, 2, 3, 4)),
            }
            if position == 1:
                row["year"] = arrived.year
                row["exploitation"] = self.chance.choice(EXPLOITATION)
                row["victim_profile"] = "; ".join(sorted(self.chance.sample(("Women", "Girls", "Men"), k=2)))
                row["means"] = self.chance.choice(MEANS)
            source.rows["routes"].append(row)
            day += timedelta(days=self.chance.randint(1, 6))

    def case(self, source: Source, number: int) -> None:
        """Record a case: by a cell of a network, or by people nobody has heard of before or since."""
        reference = f"C-{number:04d}"
        opened = self.day()
        busy = [c for c in source.corridors for network in self.networks if c in network.cells]
        corridor = self.chance.choice(busy if self.happens(0.3) else source.corridors)
        there = [network for network in self.networks if corridor in network.cells]
        network = there[0] if there and self.happens(0.7) else None
        states = list(dict.fromkeys(state_of(place) for place in CORRIDORS[corridor]))
        marking = source.stricter if self.happens(0.1) else ""
        victims = [
            self.victim(states[0]) for _ in range(self.chance.choices((1, 2, 3, 4), (50, 25, 15, 10))[0])
        ]
        self.files(source, reference, opened, states, corridor, victims, marking)
        if network:
            people = self.chance.sample(network.cells[corridor], k=self.chance.randint(1, 3))
            if self.happens(0.35):
                people.append(self.chance.choice(network.brokers))
        else:
            people = [self.actor(self.chance.choice(states)) for _ in range(self.chance.randint(1, 2))]
        self.parts(source, reference, opened, people, marking)
        for victim in victims:
            source.rows["involvements"].append(
                {
                    "case_ref": reference,
                    "person_ref": pseudonym(source, victim),
                    **described(victim),
                    "role": "Victim",
                    "first_seen": opened,
                    "handling": source.stricter if source.handling != "CLEAR" else "RED",
                    "credibility": 2,
                }
            )
        if network and self.happens(0.2):
            self.firm(source, reference, opened, network, marking)

    def files(
        self,
        source: Source,
        reference: str,
        opened: date,
        states: list[str],
        corridor: int,
        victims: list[Actor],
        marking: str,
    ) -> None:
        """Record who handles a case, and how far it has come."""
        handling = [
            states[-1],
            *self.chance.sample(states[:-1], k=min(len(states) - 1, self.chance.choice((0, 0, 1, 1, 2)))),
        ]
        done = self.happens((LAST - opened).days / 2500)
        closed = min(opened + timedelta(days=self.chance.randint(90, 700)), LAST) if done else ""
        followed = [ref for ref, which in source.way if which == corridor]
        for place, state in enumerate(handling):
            row: Row = {
                "case_ref": reference,
                "jurisdiction": state,
                "jurisdiction_status": "Closed" if done else "Active",
                "outcome": self.chance.choice(
                    ("Conviction", "Conviction", "Acquittal", "Discontinued", "Referred")
                )
                if done
                else self.chance.choice(("Investigation", "Investigation", "Prosecution", "Assistance")),
                "opened": opened,
                "closed": closed,
                "handling": marking,
                "credibility": 2,
            }
            if place == 0:
                row["case_status"] = "Closed" if done else "Active"
                row["exploitation"] = self.chance.choice(EXPLOITATION)
                row["victims"] = len(victims)
                row["victims_sex"] = "; ".join(sorted({victim.sex for victim in victims}))
                row["victims_age_band"] = "; ".join(sorted({victim.age_band for victim in victims}))
                row["route_refs"] = self.chance.choice(followed) if followed and self.happens(0.8) else ""
            source.rows["cases"].append(row)

    def parts(self, source: Source, reference: str, opened: date, people: list[Actor], marking: str) -> None:
        """Record who took part, one row for each identifier that came to light."""
        for place, actor in enumerate(people):
            known = [one for one in actor.identifiers if self.happens(0.85)] or actor.identifiers[:1]
            online = self.happens(0.15 * (opened.year - FIRST.year))  # more of it every year
            if online and not any(platform for _, _, platform in known):
                actor.identifiers.append(self.identifier("Handle"))
                known = [*known, actor.identifiers[-1]]
            for number, (kind, value, platform) in enumerate(known):
                row: Row = {
                    "case_ref": reference,
                    "person_ref": pseudonym(source, actor),
                    "role": actor.role,
                    "identifier_kind": kind,
                    "identifier": value,
                    "platform": platform,
                    "first_seen": opened,
                    "handling": marking,
                    "credibility": self.chance.choice((1, 2, 2, 3, 4)),
                }
                if row["person_ref"] not in source.described:
                    source.described.add(str(row["person_ref"]))
                    row |= described(actor)
                if place and number == 0 and self.happens(0.5):
                    row["linked_person_ref"] = pseudonym(source, people[0])
                    row["link_kind"] = self.chance.choice(("Associate", "Communication", "Payment", "Family"))
                source.rows["involvements"].append(row)

    def firm(self, source: Source, reference: str, opened: date, network: Network, marking: str) -> None:
        """Record the firm that a network hides behind."""
        name, account = network.firm
        source.rows["involvements"].append(
            {
                "case_ref": reference,
                "organization_ref": f"{source.name[0].upper()}{name}",
                "organization_kind": "CorporateBusiness",
                "sector": "N",
                "role": "Facilitator",
                "identifier_kind": "Account",
                "identifier": account,
                "first_seen": opened,
                "handling": marking,
                "credibility": 3,
            }
        )

    def victim(self, state: str) -> Actor:
        """Make somebody who was trafficked; nobody has identifiers of victims."""
        self.actors += 1
        sex = self.chance.choices(("Female", "Male", "Other"), (68, 30, 2))[0]
        return Actor(self.actors, sex, self.chance.choices(AGES, AGE_WEIGHTS)[0], state, "Victim")

    def happens(self, probability: float) -> bool:
        """Decide whether something of a probability happens."""
        return self.chance.random() < probability

    def day(self) -> date:
        """Choose a day of the years that the example covers."""
        return FIRST + timedelta(days=self.chance.randrange((LAST - FIRST).days - 60))


def described(actor: Actor) -> Row:
    """Return what a record says of somebody's person."""
    return {"sex": actor.sex, "age_band": actor.age_band, "citizenship": actor.citizenship}


def pseudonym(source: Source, actor: Actor) -> str:
    """Name somebody as one source does; no two sources use the same name."""
    return source.persons.setdefault(actor.number, f"{source.name[0].upper()}P-{len(source.persons) + 1:04d}")


def state_of(place: str) -> str:
    """Return the State that a place of a corridor lies in."""
    return TOWNS[place][0] if place in TOWNS else place.removeprefix("-")


def where(place: str) -> Row:
    """Return the columns that name a place."""
    if place.startswith("-"):
        return {"country": place[1:]}
    if place in TOWNS:
        state, latitude, longitude, kind = TOWNS[place]
        return {
            "country": state,
            "place": place,
            "place_kind": kind,
            "latitude": latitude,
            "longitude": longitude,
        }
    capital, latitude, longitude, _ = JURISDICTIONS[place]
    return {
        "country": place,
        "place": capital,
        "place_kind": "City",
        "latitude": latitude,
        "longitude": longitude,
    }


def jurisdictions() -> list[Row]:
    """List the States, what they border on and what binds them."""
    return [
        {
            "jurisdiction": state,
            "latitude": latitude,
            "longitude": longitude,
            "borders": "; ".join(neighbours.split()),
            "instruments": "; ".join(name for name, bound in INSTRUMENTS.items() if state in bound.split()),
        }
        for state, (_, latitude, longitude, neighbours) in JURISDICTIONS.items()
    ]


def write(path: Path, mapping: str, rows: Iterable[Row]) -> None:
    """Write a table with the columns of a mapping."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        columns = list(load_mapping(mapping).columns)
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def plan(sources: Iterable[Source]) -> str:
    """List the loads, routes before the cases that followed them."""
    lines = [
        "plan: 1",
        "doc: The synthetic example, as it came from five invented agencies.",
        "loads:",
        "  - {mapping: jurisdictions, file: jurisdictions.csv, source: synthetic-reference}",
    ]
    for source in sources:
        marks = (
            f"source: synthetic-{source.name}, owner: {source.owner}, "
            f"handling: {source.handling}, reliability: {source.reliability}"
        )
        lines += [
            f"  - {{mapping: {mapping}, file: {source.name}/{mapping}.csv, {marks}}}"
            for mapping in ("routes", "cases", "involvements")
        ]
    return "\n".join(lines) + "\n"


NOTICE = """\
# Synthetic data

Everything in this folder is invented by `examples/generate.py`: no person, company, case or number in it
is real, and it says nothing about any State. ISO codes, borders and the coordinates of capitals and towns
are real. `plan.yaml` lists the files and how each invented agency marks what it passes on.
"""


def main(folder: Path) -> None:
    """Write the example into a folder."""
    world = World()
    world.make()
    write(folder / "jurisdictions.csv", "jurisdictions", jurisdictions())
    for source in world.sources:
        for mapping, rows in source.rows.items():
            write(folder / source.name / f"{mapping}.csv", mapping, rows)
    (folder / "plan.yaml").write_text(plan(world.sources), encoding="utf-8")
    (folder / "README.md").write_text(NOTICE, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data")
