"""A little graph in which everything that can go wrong in a query is there once.

Several sources claim the same, properties and markings are missing, routes tie at their ends or run in
circles, places lie in regions or in no State, keys are shared between labels and are not ASCII.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.oracles.form import Graph

if TYPE_CHECKING:
    from queries.oracles.form import Name


def world() -> Graph:
    """Build the graph; the same every time."""
    graph = Graph()
    _public(graph)
    _routes(graph)
    _cases(graph)
    _people(graph)
    _records(graph)
    return graph


def _public(graph: Graph) -> None:
    names = {"KEN": "Kenya", "UGA": "Uganda", "ITA": "Italy", "NGA": "Nigeria", "USA": None}
    for key, name in names.items():
        graph.node("Jurisdiction", key, name=name)
    graph.node("Jurisdiction", "US-CA", name="California")
    graph.node("Jurisdiction", "XKX", name="Kosovo")
    graph.claim(("Jurisdiction", "US-CA"), "PART_OF", ("Jurisdiction", "USA"), handling="GREEN")
    graph.claim(("Jurisdiction", "US-CA"), "PART_OF", ("Jurisdiction", "USA"), source="b")
    graph.claim(("Jurisdiction", "KEN"), "BORDERS", ("Jurisdiction", "UGA"))
    graph.claim(("Jurisdiction", "UGA"), "BORDERS", ("Jurisdiction", "KEN"), source="b", handling="AMBER")
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
        graph.node("Instrument", key, kind=kind)
    for state, instrument in (
        ("KEN", "mla-ken-uga"),
        ("UGA", "mla-ken-uga"),
        ("USA", "unodc"),
        ("ITA", "unodc"),
    ):
        graph.claim(("Jurisdiction", state), "PARTY_TO", ("Instrument", instrument))
    graph.claim(("Jurisdiction", "KEN"), "PARTY_TO", ("Instrument", "unodc"), source="b", handling=None)
    graph.node("Event", "drought", began="2009-03", kind="Disaster")
    graph.node("Event", "undated", kind="Other")
    graph.node("Event", "nowhere", began="2009")
    graph.claim(("Event", "drought"), "AFFECTED", ("Jurisdiction", "KEN"))
    graph.claim(("Event", "drought"), "AFFECTED", ("Location", "NGA/bénin-city"), handling="GREEN")
    graph.claim(("Event", "undated"), "AFFECTED", ("Jurisdiction", "KEN"))


def _route(graph: Graph, key: str, *stops: str, **properties: object) -> Name:
    """Add a route whose stops are written ``position place`` and an optional stage; legs join them."""
    route = graph.node("Route", key, **properties)
    places = []
    for stop in stops:
        position, place, *stage = stop.split()
        more = {"stage": stage[0]} if stage else {}
        graph.claim(route, "STOPS_AT", ("Location", place), position=int(position), **more)
        places.append(("Location", place))
    for position, (start, end) in enumerate(zip(places, places[1:], strict=False)):
        mode = {"mode": ("Road", "Air", "Sea")[position]} if position < 3 else {}
        graph.claim(start, "LEG", end, route=key, position=position, **mode)
    return route


def _routes(graph: Graph) -> None:
    _route(
        graph,
        "a/1",
        "0 KEN Recruitment",
        "1 UGA Transit",
        "2 ITA Exploitation",
        year=2008,
        exploitation=["SexualExploitation", "ForcedLabour"],
        victim_profile=["Women", "Girls"],
    )
    _route(graph, "a/2", "0 KEN/mombasa", "5 ITA/palermo", year=2010, exploitation=[], handling="AMBER")
    _route(graph, "a/3", "0 KEN/nairobi Recruitment", "1 KEN/mombasa Exploitation", year=2009)
    _route(graph, "a/4", "0 UGA", "1 KEN", "2 UGA", "3 ITA", victim_profile=["Men"])
    _route(graph, "a/5", "0 region/europe", "1 XKX", "2 KENT", year=2011)
    _route(graph, "a/6", "0 KEN", "1 relative/GHA/neighbouring-countries", year=2012)
    _route(graph, "a/7", "3 NGA/bénin-city", year=2009)
    tied = _route(graph, "a/8", "0 NGA/bénin-city", "0 KEN", "2 ITA", year=2009, handling=None)
    graph.claim(tied, "STOPS_AT", ("Location", "ITA/palermo"), position=2, source="b", handling="RED")
    graph.claim(tied, "STOPS_AT", ("Location", "ITA"), position=2, source="b", handling=None)
    _route(graph, "b/ü", "0 KEN", "1 USA/los-angeles", "2 ITA", source="b", year=2009, handling="GREEN")
    graph.node("Route", "b/no-stops", source="b", year=2001)
    same = _route(graph, "b/2", "0 USA/los-angeles", "1 USA/los-angeles", source="b", year=2030)
    graph.claim(
        same, "STOPS_AT", ("Location", "USA/los-angeles"), position=1, source="c", stage="Exploitation"
    )
    graph.claim(("Location", "KEN"), "LEG", ("Location", "UGA"), route="a/1", position=0, source="b")


def _cases(graph: Graph) -> None:
    handled: dict[str, list[tuple[str, str | None, str]]] = {
        "a/case-1": [("KEN", "Conviction", "CLEAR"), ("KEN", "Conviction", "AMBER"), ("ITA", None, "GREEN")],
        "a/case-2": [("KEN", "Investigation", "CLEAR"), ("KEN", None, "CLEAR")],
        "a/case-3": [("US-CA", "Conviction", "CLEAR")],
        "b/fall-é": [("UGA", "Referred", "RED"), ("US-CA", "Acquittal", "CLEAR")],
        "b/empty": [],
        "b/lonely": [("NGA", None, "CLEAR")],
    }
    for number, (key, claims) in enumerate(handled.items()):
        more = {"opened": f"200{number}"} if number % 2 else {"status": "Active", "victims": number}
        marking = {"a/case-2": "RED", "b/fall-é": None}.get(key, "CLEAR")
        graph.node("Case", key, source=key[0], handling=marking, exploitation=[] if number else None, **more)
        for state, outcome, handling in claims:
            found = {"outcome": outcome} if outcome else {}
            graph.claim(("Case", key), "HANDLED_BY", ("Jurisdiction", state), handling=handling, **found)
    follows = (
        ("a/case-1", "a/1"),
        ("a/case-1", "a/1"),
        ("a/case-1", "a/2"),
        ("a/case-2", "a/8"),
        ("a/case-3", "b/ü"),
        ("b/fall-é", "a/8"),
        ("b/lonely", "a/6"),
        ("b/empty", "a/7"),
    )
    for number, (case, route) in enumerate(follows):
        graph.claim(
            ("Case", case), "FOLLOWED", ("Route", route), handling=("CLEAR", "GREEN", None)[number % 3]
        )


def _people(graph: Graph) -> None:
    for key, sex, age in (
        ("a/p1", "Female", "18-20"),
        ("a/p2", "Unknown", "Unknown"),
        ("a/p3", None, None),
        ("b/p1", "Male", "Child"),
        ("b/p9", "Female", None),
    ):
        marking = {"a/p2": "AMBER+STRICT", "a/p3": None}.get(key, "CLEAR")
        graph.node("Person", key, source=key[0], sex=sex, age_band=age, handling=marking)
    graph.node("Organization", "a/p1", kind="CorporateBusiness")  # the key of a person
    graph.node("Organization", "b/ring", source="b", sector="T", handling="AMBER")
    for who, key, case, role, source in (
        ("Person", "a/p1", "a/case-1", "Victim", "a"),
        ("Person", "a/p1", "a/case-1", "Victim", "b"),
        ("Person", "a/p1", "a/case-1", "Witness", "a"),
        ("Person", "a/p1", "a/case-2", "Suspect", "a"),
        ("Person", "a/p2", "a/case-2", "Facilitator", "a"),
        ("Person", "a/p2", "a/case-3", "Facilitator", "a"),
        ("Person", "a/p2", "b/fall-é", "Exploiter", "b"),
        ("Person", "a/p3", "b/fall-é", "Victim", "b"),
        ("Person", "b/p1", "a/case-1", "Transporter", "b"),
        ("Person", "b/p9", "b/lonely", "Victim", "b"),
        ("Organization", "a/p1", "a/case-1", "Facilitator", "a"),
        ("Organization", "b/ring", "a/case-3", "Exploiter", "b"),
    ):
        marking = {"Witness": "GREEN", "Exploiter": None}.get(role, "CLEAR")
        graph.claim((who, key), "INVOLVED_IN", ("Case", case), role=role, source=source, handling=marking)
    for key, kind in {"Phone/1": "Phone", "Phone/2": "Phone", "Handle/é": "Handle", "x": None}.items():
        graph.node("Identifier", key, kind=kind)
    for who, key, identifier, handling in (
        ("Person", "a/p1", "Phone/1", "CLEAR"),
        ("Person", "a/p1", "Phone/1", "AMBER"),
        ("Person", "b/p1", "Phone/1", "CLEAR"),
        ("Person", "a/p2", "Phone/1", "GREEN"),
        ("Person", "a/p2", "Handle/é", "CLEAR"),
        ("Organization", "b/ring", "Handle/é", None),
        ("Organization", "a/p1", "x", "CLEAR"),
        ("Person", "a/p3", "x", "CLEAR"),
        ("Person", "b/p9", "Phone/2", "CLEAR"),
    ):
        graph.claim((who, key), "USES", ("Identifier", identifier), handling=handling)
    for key in ("pixel", "bazaar", "idle"):
        graph.node("Platform", key)
    for identifier, platform in (
        ("Handle/é", "pixel"),
        ("x", "pixel"),
        ("Phone/2", "bazaar"),
        ("Phone/2", "bazaar"),
    ):
        graph.claim(("Identifier", identifier), "ON", ("Platform", platform))
    nobody = graph.node("Person", "b/nobody", source="b")
    graph.claim(nobody, "USES", ("Identifier", "Phone/2"), handling="RED")
    for start, end, judgement, score in (
        (("Person", "a/p1"), ("Person", "b/p1"), "positive", 0.75),
        (("Person", "a/p1"), ("Person", "b/p1"), "negative", None),
        (("Person", "b/nobody"), ("Person", "b/nobody"), "unsure", 0.5),
        (("Organization", "a/p1"), ("Organization", "b/ring"), "positive", 0.75),
    ):
        more = {} if score is None else {"score": score}
        graph.claim(start, "SAME_AS", end, judgement=judgement, decided_by="x", decided_at="2020-02", **more)
    for key, state in (("a/p1", "KEN"), ("a/p1", "KEN"), ("a/p1", "UGA"), ("a/p3", "KEN")):
        graph.claim(("Person", key), "CITIZEN_OF", ("Jurisdiction", state))


def _records(graph: Graph) -> None:
    for key, source, started, finished in (
        ("run-1", "a", "2020-01-01T00:00:00+00:00", "2020-01-01T00:01:00+00:00"),
        ("run-2", "a", "2021-01-01T00:00:00+00:00", None),
        ("run-3", "b", "2021-01-01T00:00:00+00:00", "2021-01-01T00:01:00+00:00"),
    ):
        graph.node("LoadRun", key, source=source, mapping="m", started=started, finished=finished, read=3)
    number = graph.node("Statistic", "c/1", source="c", indicator="x", value=1.5, handling=None)
    graph.claim(number, "ABOUT", ("Jurisdiction", "KEN"), source="c")
