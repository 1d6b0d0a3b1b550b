"""A little graph of three sources that hold pieces of the same networks, for tests of cooperation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs import Claim, Node, fill

if TYPE_CHECKING:
    from netgraph.store import Store

RED, AMBER = {"handling": "RED"}, {"handling": "AMBER"}
# Source s, record as the key, and who owns it.
S: dict[str, Any] = {"source": "s", "owner": "KEN"}
T: dict[str, Any] = {"source": "t", "owner": "ITA"}
U: dict[str, Any] = {"source": "u", "owner": "GBR"}

JURISDICTIONS = {"KEN": "Kenya", "UGA": "Uganda", "ITA": "Italy", "TZA": "Tanzania"}
JURISDICTIONS |= {"GBR": "United Kingdom", "GB-SCT": "Scotland"}
PLACES = {"KEN": "KEN", "UGA": "UGA", "ITA/rome": "ITA", "GBR": "GBR", "region/europe": None}

NODES: list[Node] = [
    *(("Jurisdiction", code, {"name": name}) for code, name in JURISDICTIONS.items()),
    *(("Location", key, {"kind": "Region" if "region" in key else "Country"}) for key in PLACES),
    ("Instrument", "joint-teams", {"name": "Agreement on Joint Teams"}),
    ("Instrument", "old-treaty", {}),
    ("Case", "s/c1", {**S, "opened": "2019-02", "exploitation": ["SexualExploitation"],
                      "victims_sex": ["Female"], "victims_age_band": ["9-17", "18-20"]}),
    ("Case", "s/c2", {**S, "opened": "2020"}),
    ("Case", "t/c3", {**T, **RED, "exploitation": ["ForcedLabour", "Servitude"]}),
    ("Case", "u/c4", {**U, "opened": "2021", "exploitation": [], "victims_sex": ["Unknown"]}),
    ("Case", "u/c5", {**U, **AMBER}),
    ("Route", "s/r1", {**S, "year": 2019, "victim_profile": ["Women", "Girls"],
                       "exploitation": ["SexualExploitation"]}),
    ("Route", "t/r2", {**T, "victim_profile": ["Unknown"]}),
    ("Route", "u/r3", {**U, **AMBER, "year": 2021, "victim_profile": ["Men"],
                       "exploitation": ["ForcedLabour"]}),
    ("Person", "s/p1", {**S, "sex": "Male", "age_band": "30-38"}),
    ("Person", "s/p2", {**S, "sex": "Female", "age_band": "9-17"}),
    ("Person", "t/p3", {**T, "sex": "Male", "age_band": "Child"}),
    ("Person", "t/p1", {**T, **AMBER, "sex": "Unknown"}),
    ("Person", "u/p4", {**U}),
    ("Person", "u/p5", {**U, "sex": "Female", "age_band": "Unknown"}),
    ("Organization", "u/o1", {**U}),
    ("Identifier", "phone/1", {"kind": "Phone"}),
    ("Identifier", "phone/2", {"kind": "Phone"}),
]  # fmt: skip


def _in(person: str, case: str, role: str, told: dict[str, Any], label: str = "Person") -> Claim:
    return (label, person), "INVOLVED_IN", ("Case", case), {"role": role, **told}


def _by(case: str, code: str, told: dict[str, Any], outcome: str | None = None) -> Claim:
    return ("Case", case), "HANDLED_BY", ("Jurisdiction", code), {"outcome": outcome, **told}


def _bound(code: str, instrument: str, **told: str) -> Claim:
    return ("Jurisdiction", code), "PARTY_TO", ("Instrument", instrument), dict(told)


def _stops(route: str, told: dict[str, Any], *places: str) -> list[Claim]:
    return [
        (("Route", route), "STOPS_AT", ("Location", place), {"position": at, **told})
        for at, place in enumerate(places)
    ]


CLAIMS: list[Claim] = [
    *((("Location", place), "IN", ("Jurisdiction", code), {}) for place, code in PLACES.items() if code),
    (("Jurisdiction", "GB-SCT"), "PART_OF", ("Jurisdiction", "GBR"), {}),
    _bound("KEN", "joint-teams"),
    _bound("UGA", "joint-teams"),
    _bound("GBR", "joint-teams"),
    _bound("KEN", "old-treaty"),
    _bound("GBR", "old-treaty"),
    _bound("ITA", "old-treaty", **AMBER),
    _by("s/c1", "KEN", S, "Conviction"),
    _by("s/c1", "UGA", S, "Referred"),
    _by("s/c2", "KEN", S),
    _by("s/c2", "GB-SCT", {**U, "record": "u-file"}),
    _by("t/c3", "ITA", {**T, **RED}, "Conviction"),
    _by("u/c4", "GB-SCT", U),
    _by("u/c4", "GBR", U, "Conviction"),
    (("Case", "s/c1"), "FOLLOWED", ("Route", "s/r1"), S),
    (("Case", "u/c4"), "FOLLOWED", ("Route", "s/r1"), {**U, "record": "u-way"}),
    (("Case", "t/c3"), "FOLLOWED", ("Route", "t/r2"), {**T, **RED}),
    *_stops("s/r1", S, "KEN", "UGA", "ITA/rome"),
    *_stops("t/r2", T, "UGA", "GBR"),
    *_stops("u/r3", {**U, **AMBER}, "ITA/rome", "region/europe", "KEN"),
    _in("s/p1", "s/c1", "Suspect", {**S, "record": "s-1"}),
    _in("s/p1", "s/c2", "Suspect", {**S, "record": "s-2"}),
    _in("s/p2", "s/c1", "Victim", S),
    _in("t/p3", "t/c3", "Victim", {**T, **RED, "exploitation": ["ForcedBegging"]}),
    _in("t/p1", "t/c3", "Transporter", {**T, **RED, "record": "t-9"}),
    _in("u/p4", "u/c5", "Witness", {**U, "record": "u-7"}),
    _in("u/p5", "u/c4", "Victim", U),
    _in("u/o1", "u/c4", "Facilitator", U, label="Organization"),
    (("Person", "s/p1"), "USES", ("Identifier", "phone/1"), S),
    (("Person", "u/p4"), "USES", ("Identifier", "phone/1"), {**U, "record": "u-8"}),
    (("Person", "u/p5"), "USES", ("Identifier", "phone/2"), U),
    (("Person", "s/p2"), "CITIZEN_OF", ("Jurisdiction", "UGA"), S),
]  # fmt: skip


def joint(store: Store) -> None:
    """Write the graph into an empty store."""
    fill(store, NODES, CLAIMS)
