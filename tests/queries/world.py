"""A little graph in which everything that can go wrong in a query is there once.

Several sources claim the same, properties and markings are missing, routes tie at their ends or run in
circles, places lie in regions or in no State, keys are shared between labels and are not ASCII.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from queries.oracles.form import Graph

if TYPE_CHECKING:
    from queries.oracles.form import Name

# Missing is RED, and RED and missing are counted apart.
RED: dict[str, Any] = {"handling": "RED"}
UNMARKED: dict[str, Any] = {"handling": None}


def world() -> Graph:
    """Build the graph; the same every time."""
    graph = Graph()
    _public(graph)
    _routes(graph)
    _cases(graph)
    _people(graph)
    _identifiers(graph)
    _records(graph)
    return graph


def _public(graph: Graph) -> None:
    names = {"KEN": "Kenya", "UGA": "Uganda", "ITA": "Italy", "NGA": "Nigeria", "USA": None}
    for key, name in {**names, "US-CA": "California", "XKX": "Kosovo"}.items():
        graph.node("Jurisdiction", key, name=name)
    graph.claim(("Jurisdiction", "US-CA"), "PART_OF", ("Jurisdiction", "USA"))
    graph.claim(("Jurisdiction", "US-CA"), "PART_OF", ("Jurisdiction", "USA"), source="b")
    graph.claim(("Jurisdiction", "KEN"), "BORDERS", ("Jurisdiction", "UGA"))
    graph.claim(("Jurisdiction", "UGA"), "BORDERS", ("Jurisdiction", "KEN"), source="b")
    graph.claim(("Jurisdiction", "UGA"), "BORDERS", ("Jurisdiction", "ITA"), source="b")
    for key, kind in {
        "KEN": "Country",
        "KEN/mombasa": "City",
        "KEN/nairobi": "City",
        "UGA": "Country",
        "ITA": "Country",
        "ITA/palermo": "City",
        "NGA/bénin-city": "City",
        "USA/los-angeles": "City",
        "XKX": "Country",
        "KENT": "City",  # begins with KEN and lies in no State that is known
        "region/europe": "Region",
        "relative/GHA/neighbouring-countries": "Relative",
    }.items():
        graph.node("Location", key, kind=kind, name=key.title() if kind == "City" else None)
    for key, kind in {"unodc": "Convention", "mla-ken-uga": "Bilateral", "unused": "Extradition"}.items():
        graph.node("Instrument", key, kind=kind, in_force="2003-09-29" if key == "unodc" else None)
    for state, instrument in (
        ("KEN", "unodc"),
        ("KEN", "unodc"),
        ("KEN", "mla-ken-uga"),
        ("UGA", "mla-ken-uga"),
        ("USA", "unodc"),
        ("ITA", "unodc"),
    ):
        since = {"since": "2004-06"} if state == "USA" else {}
        graph.claim(("Jurisdiction", state), "PARTY_TO", ("Instrument", instrument), **since)
    graph.node("Event", "drought", name="Drought", began="2009-03", kind="Disaster")
    graph.node("Event", "undated", kind="Other")
    graph.node("Event", "nowhere", began="2009")
    graph.claim(("Event", "drought"), "AFFECTED", ("Jurisdiction", "KEN"))
    graph.claim(("Event", "drought"), "AFFECTED", ("Location", "NGA/bénin-city"))
    graph.claim(("Event", "undated"), "AFFECTED", ("Jurisdiction", "KEN"))


def _route(graph: Graph, key: str, *stops: str, **properties: Any) -> Name:  # noqa: ANN401
    """Add a route whose stops are written ``position place`` and an optional stage; legs join them."""
    route = graph.node("Route", key, **properties)
    places = []
    for stop in stops:
        position, place, *stage = stop.split()
        told: dict[str, Any] = {"stage": stage[0]} if stage else {}
        graph.claim(route, "STOPS_AT", ("Location", place), position=int(position), **told)
        places.append(("Location", place))
    for number, (start, end) in enumerate(pairwise(places)):
        graph.claim(
            start,
            "LEG",
            end,
            route=key,
            position=number,
            mode=("Road", "Air", None)[number],
            departed=(None, "2009-05", "2009")[number],
            arrived=("2008-05-17", None, "2010")[number],
            record=key,
        )
    return route


def _routes(graph: Graph) -> None:
    _route(
        graph,
        "a/1",
        "0 KEN Transit",
        "0 KEN Recruitment",
        "0 KEN Recruitment",
        "1 UGA Transit",
        year=2008,
        exploitation=["SexualExploitation", "ForcedLabour"],
        victim_profile=["Women", "Girls"],
    )
    palermo = ("Location", "ITA/palermo")
    graph.claim(("Route", "a/1"), "STOPS_AT", palermo, position=2, arrived="2008-05", reliability="B")
    _route(graph, "a/2", "0 KEN/mombasa", "5 ITA/palermo", year=2010, exploitation=[])
    _route(graph, "a/3", "0 KEN/nairobi Recruitment", "1 KEN/mombasa Exploitation", year=2009)
    _route(graph, "a/4", "0 UGA", "1 KEN", "2 UGA", "3 ITA", victim_profile=["Men"], year=2009)
    _route(graph, "a/5", "0 region/europe", "1 XKX", "2 KENT", year=2011)
    _route(graph, "a/6", "0 KEN", "1 relative/GHA/neighbouring-countries", year=2012)
    _route(graph, "a/7", "3 NGA/bénin-city", year=2009)
    tied = _route(graph, "a/8", "0 NGA/bénin-city", "0 KEN", "2 ITA", year=2009, **UNMARKED)
    graph.claim(tied, "STOPS_AT", palermo, position=2, source="b", **RED)
    graph.claim(tied, "STOPS_AT", ("Location", "ITA"), position=2, source="b", **UNMARKED)
    _route(graph, "a/9", "0 UGA", "1 KEN", victim_profile=["Men", "Boys"])
    _route(graph, "a/10", "0 NGA/bénin-city", "1 UGA", year=2008)
    _route(graph, "a/11", "0 NGA/bénin-city", "1 UGA", year=2008)
    _route(graph, "b/ü", "0 KEN", "1 USA/los-angeles", "2 ITA", source="b", year=2009)
    graph.node("Route", "b/no-stops", source="b", year=2001)
    same = _route(graph, "b/2", "0 USA/los-angeles", "1 USA/los-angeles", source="b", year=2030)
    los_angeles = ("Location", "USA/los-angeles")
    graph.claim(same, "STOPS_AT", los_angeles, position=1, source="c", stage="Exploitation")
    graph.claim(("Location", "KEN"), "LEG", ("Location", "UGA"), route="a/1", position=0, source="b")
    graph.claim(("Location", "KEN"), "LEG", ("Location", "UGA"), route="a/1", position=0, mode="Foot")
    graph.claim(("Location", "KEN"), "LEG", ("Location", "UGA"), route="b/9", position=0, mode="Foot")


def _cases(graph: Graph) -> None:
    handled: dict[str, list[tuple[str, str | None]]] = {
        "a/case-1": [("KEN", "Conviction"), ("KEN", "Conviction"), ("ITA", None)],
        "a/case-2": [("KEN", "Investigation"), ("KEN", None)],
        "a/case-3": [("US-CA", "Conviction"), ("NGA", "Referred")],
        "b/fall-é": [("UGA", "Referred"), ("US-CA", "Acquittal")],
        "b/empty": [],
        "b/lonely": [("UGA", "Referred"), ("UGA", "Conviction")],
        "b/by-person": [("UGA", None), ("XKX", None)],
        "b/by-route": [("XKX", None), ("USA", "Conviction")],
    }
    special = {"a/case-2": RED, "b/fall-é": UNMARKED}
    for number, (key, claims) in enumerate(handled.items()):
        told = {"opened": f"200{number}"} if number % 2 else {"status": "Active", "victims": number}
        forms = ([], None, ["ForcedLabour"])[number % 3]
        graph.node("Case", key, source=key[0], exploitation=forms, **told, **special.get(key, {}))
        for state, outcome in claims:
            graph.claim(("Case", key), "HANDLED_BY", ("Jurisdiction", state), outcome=outcome)
    for case, route in (
        ("a/case-1", "a/1"),
        ("a/case-1", "a/1"),
        ("a/case-1", "a/2"),
        ("a/case-2", "a/8"),
        ("a/case-3", "b/ü"),
        ("b/fall-é", "a/4"),
        ("b/lonely", "a/6"),
        ("b/empty", "a/7"),
        ("b/empty", "a/10"),
        ("b/empty", "a/5"),
        ("b/by-route", "a/5"),
        ("b/by-route", "a/9"),
        ("b/by-route", "b/ü"),
        ("b/by-route", "a/3"),
    ):
        graph.claim(("Case", case), "FOLLOWED", ("Route", route))


def _people(graph: Graph) -> None:
    for key, sex, age in (
        ("a/p1", "Female", "18-20"),
        ("a/p2", "Unknown", "Unknown"),
        ("a/p3", None, None),
        ("a/p4", "Male", None),
        ("b/p1", "Male", "Child"),
        ("b/p9", "Female", None),
        ("b/nobody", None, None),
    ):
        graph.node("Person", key, source=key[0], sex=sex, age_band=age)
    graph.node("Organization", "a/p1", kind="CorporateBusiness")  # the key of a person
    graph.node("Organization", "b/ring", source="b", sector="T", **UNMARKED)
    for label, key, case, role, source in (
        ("Person", "a/p1", "a/case-1", "Victim", "a"),
        ("Person", "a/p1", "a/case-1", "Victim", "a"),
        ("Person", "a/p1", "a/case-1", "Victim", "b"),
        ("Person", "a/p1", "a/case-1", "Witness", "a"),
        ("Person", "a/p1", "a/case-2", "Suspect", "a"),
        ("Person", "a/p1", "a/case-2", "Suspect", "b"),
        ("Person", "a/p2", "a/case-2", "Facilitator", "a"),
        ("Person", "a/p2", "a/case-3", "Facilitator", "a"),
        ("Person", "a/p2", "b/fall-é", "Exploiter", "b"),
        ("Person", "a/p3", "b/fall-é", "Victim", "b"),
        ("Person", "a/p4", "a/case-1", "Witness", "a"),
        ("Person", "a/p4", "b/by-person", "Witness", "a"),
        ("Person", "b/p1", "a/case-1", "Transporter", "b"),
        ("Person", "b/p9", "b/lonely", "Victim", "b"),
        ("Organization", "a/p1", "a/case-1", "Facilitator", "a"),
        ("Organization", "b/ring", "a/case-3", "Exploiter", "b"),
    ):
        graph.claim((label, key), "INVOLVED_IN", ("Case", case), role=role, source=source)
    for start, end, judgement, score in (
        (("Person", "a/p1"), ("Person", "b/p1"), "positive", 0.75),
        (("Person", "a/p1"), ("Person", "b/p1"), "negative", None),
        (("Person", "a/p2"), ("Person", "a/p1"), "negative", 0.25),
        (("Person", "b/nobody"), ("Person", "b/nobody"), "unsure", 0.5),
        (("Organization", "a/p1"), ("Organization", "b/ring"), "positive", 0.75),
    ):
        told = {} if score is None else {"score": score}
        graph.claim(start, "SAME_AS", end, judgement=judgement, decided_by="x", decided_at="2020-02", **told)
    for key, state in (("a/p1", "KEN"), ("a/p1", "KEN"), ("a/p1", "UGA"), ("a/p3", "KEN")):
        graph.claim(("Person", key), "CITIZEN_OF", ("Jurisdiction", state))


def _identifiers(graph: Graph) -> None:
    for key, kind in {"Phone/1": "Phone", "Phone/2": "Phone", "Handle/é": "Handle", "x": None}.items():
        graph.node("Identifier", key, kind=kind)
    for label, key, identifier, told in (
        ("Person", "a/p1", "Phone/1", {}),
        ("Person", "a/p1", "Phone/1", RED),
        ("Person", "b/p1", "Phone/1", {}),
        ("Person", "a/p2", "Phone/1", UNMARKED),
        ("Person", "a/p2", "Handle/é", {}),
        ("Person", "a/p2", "x", {}),
        ("Organization", "b/ring", "Handle/é", {}),
        ("Organization", "a/p1", "x", {}),
        ("Person", "a/p3", "x", {}),
        ("Person", "b/p9", "Phone/2", {}),
        ("Person", "b/nobody", "Phone/2", {}),
    ):
        graph.claim((label, key), "USES", ("Identifier", identifier), **told)
    for key in ("pixel", "bazaar", "idle"):
        graph.node("Platform", key)
    for identifier, platform in (
        ("Handle/é", "pixel"),
        ("x", "pixel"),
        ("Phone/2", "bazaar"),
        ("Phone/2", "bazaar"),
        ("Phone/1", "idle"),
    ):
        graph.claim(("Identifier", identifier), "ON", ("Platform", platform))


def _records(graph: Graph) -> None:
    for key, source, started, finished in (
        ("run-1", "a", "2020-01-01T00:00:00+00:00", "2020-01-01T00:01:00+00:00"),
        ("run-2", "a", "2021-01-01T00:00:00+00:00", None),
        ("run-3", "b", "2021-01-01T00:00:00+00:00", "2021-01-01T00:01:00+00:00"),
    ):
        graph.node("LoadRun", key, source=source, mapping="m", started=started, finished=finished, read=3)
    number = graph.node("Statistic", "c/1", source="c", indicator="x", value=1.5)
    graph.claim(number, "ABOUT", ("Jurisdiction", "KEN"), source="c")
    moved = graph.node("Statistic", "c/2", source="c", topic="Displacement", indicator="refugees", year=2009)
    for state, aspect in (("UGA", "Origin"), ("NGA", "Origin"), ("KEN", "Asylum"), ("ITA", None)):
        graph.claim(moved, "ABOUT", ("Jurisdiction", state), source="c", aspect=aspect)
    other = graph.node("Statistic", "c/3", source="c", topic="Trafficking", indicator="victims", value=2.0)
    graph.claim(other, "ABOUT", ("Jurisdiction", "UGA"), source="c", aspect="Origin")
    graph.claim(other, "ABOUT", ("Jurisdiction", "KEN"), source="c", aspect="Asylum")
