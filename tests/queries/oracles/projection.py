"""Answers to those of ``queries/projection/`` that fill tables; their rows have no order."""

from __future__ import annotations

from typing import Any

from queries.oracles.form import Claim, Graph, Name, Row, oracle


def once(rows: list[Row]) -> list[Row]:
    """Keep each row once, its markings as a list in their order."""
    return list({repr(row): row for row in rows}.values())


def counted(rows: list[Row], count: str) -> list[Row]:
    """Count rows that are alike."""
    alike: dict[str, Row] = {}
    for row in rows:
        found = alike.setdefault(repr(row), {**row, count: 0})
        found[count] += 1
    return list(alike.values())


@oracle("event-places")
def event_places(graph: Graph) -> list[Row]:
    """List what each event struck, once for each claim."""
    return [
        {
            "event": claim.start[1],
            "name": graph.get(claim.start, "name"),
            "began": graph.get(claim.start, "began"),
            "struck": claim.end[1],
            "handling": claim.marking,
        }
        for claim in graph.of("AFFECTED")
    ]


@oracle("timed-legs")
def timed_legs(graph: Graph) -> list[Row]:
    """List legs with their times."""
    copied = ("route", "position", "departed", "arrived", "mode")
    return [
        {
            "claim": claim["key"],
            "start": claim.start[1],
            "end": claim.end[1],
            **{name: claim[name] for name in copied},
            "handling": claim.marking,
        }
        for claim in graph.of("LEG")
    ]


@oracle("route-victims")
def route_victims(graph: Graph) -> list[Row]:
    """Go from the victims of each case to the routes it followed."""
    return once(
        [
            {
                "route": followed.end[1],
                "sex": graph.get(part.start, "sex"),
                "age_band": graph.get(part.start, "age_band"),
                "markings": [
                    graph.marking(part.start),
                    part.marking,
                    graph.marking(part.end),
                    followed.marking,
                    graph.marking(followed.end),
                ],
            }
            for part in graph.of("INVOLVED_IN")
            if part["role"] == "Victim" and part.start[0] == "Person"
            for followed in graph.of("FOLLOWED")
            if followed.start == part.end
        ]
    )


@oracle("displacement-flows")
def displacement_flows(graph: Graph) -> list[Row]:
    """Pair where people come from with where they seek asylum, for each number on displacement."""

    def about(number: Name, aspect: str) -> list[Claim]:
        return [c for c in graph.of("ABOUT") if c.start == number and c["aspect"] == aspect]

    return [
        {
            "origin": origin.end[1],
            "destination": asylum.end[1],
            **{name: graph.get(number, name) for name in ("indicator", "year", "value", "source")},
            "markings": [graph.marking(number), origin.marking, asylum.marking],
        }
        for number in graph.labelled("Statistic")
        if graph.get(number, "topic") == "Displacement"
        for origin in about(number, "Origin")
        for asylum in about(number, "Asylum")
    ]


@oracle("entity-records")
def entity_records(graph: Graph) -> list[Row]:
    """Count the claims that tie two entities, by record and markings."""

    def marking(name: Name) -> str:
        return "CLEAR" if name[0] == "Identifier" else graph.marking(name)

    return counted(
        [
            {
                "start_type": claim.start[0],
                "start": claim.start[1],
                "end_type": claim.end[0],
                "end": claim.end[1],
                "source": claim["source"],
                "record": claim["record"],
                "markings": [claim.marking, graph.marking(claim.start), marking(claim.end)],
            }
            for claim in graph.of("INVOLVED_IN", "USES", "LINKED_TO")
        ],
        "claims",
    )


@oracle("leg-records")
def leg_records(graph: Graph) -> list[Row]:
    """Count legs by record and marking."""
    return counted(
        [
            {
                "start": claim.start[1],
                "end": claim.end[1],
                "source": claim["source"],
                "record": claim["record"],
                "handling": claim.marking,
            }
            for claim in graph.of("LEG")
        ],
        "claims",
    )


@oracle("route-legs")
def route_legs(graph: Graph) -> list[Row]:
    """Count the legs of each route by marking."""
    return counted(
        [
            {
                "start": claim.start[1],
                "end": claim.end[1],
                "route": claim["route"],
                "handling": claim.marking,
            }
            for claim in graph.of("LEG")
        ],
        "legs",
    )


@oracle("all-stops")
def all_stops(graph: Graph) -> list[Row]:
    """List stops with what is known of the route."""
    known = ("year", "exploitation", "victim_profile")
    return [
        {
            "route": claim.start[1],
            "position": claim["position"],
            "place": claim.end[1],
            "kind": graph.get(claim.end, "kind"),
            **{name: graph.get(claim.start, name) for name in known},
            "markings": [graph.marking(claim.start), claim.marking],
        }
        for claim in graph.of("STOPS_AT")
    ]


@oracle("instrument-parties")
def instrument_parties(graph: Graph) -> list[Row]:
    """List parties with the dates of joining and leaving, of coming into force and ending."""
    rows: list[dict[str, Any]] = [
        {
            "jurisdiction": claim.start[1],
            "instrument": claim.end[1],
            "name": graph.get(claim.end, "name"),
            "kind": graph.get(claim.end, "kind"),
            "since": claim["since"],
            "until": claim["until"],
            "in_force": graph.get(claim.end, "in_force"),
            "ended": graph.get(claim.end, "ended"),
            "handling": claim.marking,
        }
        for claim in graph.of("PARTY_TO")
    ]
    return once(rows)
