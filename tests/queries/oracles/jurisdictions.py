"""Answers to ``queries/jurisdictions/``."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from queries.oracles.cases import uses_in_cases
from queries.oracles.form import Graph, Name, Row, distinct, grouped, oracle, ordered, state, ways

if TYPE_CHECKING:
    from queries.oracles.form import Way


def flows(graph: Graph) -> dict[str, list[tuple[Way, set[str]]]]:
    """From each State that is a node to the routes there, with what they do: from, through, to."""
    found: dict[str, list[tuple[Way, set[str]]]] = defaultdict(list)
    for way in ways(graph):
        if way.first == way.last:
            continue
        does = grouped(
            (state(place), what)
            for what, places in (
                ("from", way.at(way.first)),
                ("through", way.between),
                ("to", way.at(way.last)),
            )
            for place in places
        )
        for there, what in does.items():
            if ("Jurisdiction", there) in graph.nodes:
                found[there].append((way, set(what)))
    return found


def number(routes: list[tuple[Way, set[str]]], what: str) -> int:
    """Count the routes that do something."""
    return sum(what in does for _, does in routes)


@oracle("jurisdiction-flows")
def jurisdiction_flows(graph: Graph) -> list[Row]:
    """Count what routes do in each State."""
    rows = [
        {
            "jurisdiction": there,
            "name": graph.get(("Jurisdiction", there), "name"),
            "routes_from": number(routes, "from"),
            "routes_through": number(routes, "through"),
            "routes_to": number(routes, "to"),
            "routes": len(routes),
            "markings": set().union(*(way.markings for way, _ in routes)),
        }
        for there, routes in flows(graph).items()
    ]
    return ordered(rows, "-routes", "jurisdiction")


@oracle("detection-gap")
def detection_gap(graph: Graph) -> list[Row]:
    """Count routes into each State and the cases of it and its parts."""
    rows = []
    for there, routes in flows(graph).items():
        into = [way for way, does in routes if "to" in does]
        if not into:
            continue
        belongs = [claim for claim in graph.of("PART_OF") if claim.end == ("Jurisdiction", there)]
        parts = {claim.start for claim in belongs}
        handled = [c for c in graph.of("HANDLED_BY") if c.end in {("Jurisdiction", there), *parts}]
        handling_parts = {claim.end for claim in handled}
        rows.append(
            {
                "jurisdiction": there,
                "name": graph.get(("Jurisdiction", there), "name"),
                "routes_to": len(into),
                "cases": len({claim.start for claim in handled}),
                "convictions": len({c.start for c in handled if c["outcome"] == "Conviction"}),
                "markings": {"CLEAR"}.union(
                    *(way.markings for way in into),
                    {claim.marking for claim in handled},
                    {graph.marking(claim.start) for claim in handled},
                    {claim.marking for claim in belongs if claim.start in handling_parts},
                ),
            }
        )
    return ordered(rows, "-routes_to", "cases", "jurisdiction")


@oracle("jurisdiction-profile")
def jurisdiction_profile(graph: Graph, jurisdiction: str) -> list[Row]:
    """Count everything about one State."""
    here = ("Jurisdiction", jurisdiction)
    if here not in graph.nodes:
        return []
    handled = [claim for claim in graph.of("HANDLED_BY") if claim.end == here]
    citizens = [claim for claim in graph.of("CITIZEN_OF") if claim.end == here]
    bonds = [claim for claim in graph.of("PARTY_TO") if claim.start == here]
    borders = [claim for claim in graph.of("BORDERS") if here in {claim.start, claim.end}]
    routes = flows(graph)[jurisdiction]
    neighbours = {c.end[1] if c.start == here else c.start[1] for c in borders}
    return [
        {
            "jurisdiction": jurisdiction,
            "name": graph.get(here, "name"),
            "cases": len({claim.start for claim in handled}),
            "convictions": len({c.start for c in handled if c["outcome"] == "Conviction"}),
            "citizens": len({claim.start for claim in citizens}),
            "routes_from": number(routes, "from"),
            "routes_through": number(routes, "through"),
            "routes_to": number(routes, "to"),
            "instruments": distinct(claim.end[1] for claim in bonds),
            "neighbours": distinct(neighbours),
            "markings": {"CLEAR"}.union(
                {claim.marking for claim in [*handled, *citizens, *bonds, *borders]},
                {graph.marking(claim.start) for claim in [*handled, *citizens]},
                *(way.markings for way, _ in routes),
            ),
        }
    ]


Held = dict[tuple[str, Name], dict[str, set[str]]]
"""From a kind and a node to the jurisdictions that hold it, with the markings by which they do."""


def held(graph: Graph) -> Held:
    """Gather what each jurisdiction holds: cases, routes, and persons and identifiers of its cases."""
    found: Held = defaultdict(lambda: defaultdict(set))
    for stop in graph.of("STOPS_AT"):
        markings = {stop.marking, graph.marking(stop.start)}
        found["routes", stop.start][state(stop.end[1])] |= markings
    for claim in graph.of("HANDLED_BY"):
        case, there = claim.start, claim.end[1]
        markings = {claim.marking, graph.marking(case)}
        found["cases", case][there] |= markings
        for part in graph.of("INVOLVED_IN"):
            if part.end == case and part.start[0] == "Person":
                more = {part.marking, graph.marking(part.start)}
                found["persons", part.start][there] |= markings | more
        for identifier, _, used_in, more in uses_in_cases(graph):
            if used_in == case:
                found["identifiers", identifier][there] |= markings | more
    return found


def seen_through(found: Held, heads: dict[str, str], marks: dict[str, str]) -> Held:
    """Put the records of one person together, with the markings of what makes them one."""
    merged: Held = defaultdict(lambda: defaultdict(set))
    for (kind, item), holders in found.items():
        own = kind == "persons" and item[1] in heads
        for there, markings in holders.items():
            name = (item[0], heads[item[1]]) if own else item
            merged[kind, name][there] |= markings | ({marks[item[1]]} if own else set())
    return merged


def shared(found: Held, graph: Graph, *kinds: str) -> list[Row]:
    """Count what every two jurisdictions hold in common."""
    numbers: dict[tuple[str, str], Row] = {}
    for (kind, _), holders in found.items():
        if kind not in kinds:
            continue
        for one, two in combinations(sorted(holders), 2):
            if {("Jurisdiction", one), ("Jurisdiction", two)} <= set(graph.nodes):
                empty = {"jurisdiction": one, "other": two, **dict.fromkeys(kinds, 0), "markings": set()}
                row = numbers.setdefault((one, two), empty)
                row[kind] += 1
                row["markings"] = row["markings"] | holders[one] | holders[two]
    return list(numbers.values())


@oracle("jurisdictions-sharing-networks")
def jurisdictions_sharing_networks(
    graph: Graph, merged_records: list[str], merged_into: list[str], merged_handling: list[str]
) -> list[Row]:
    """Order the pairs by what they share."""
    heads = dict(zip(merged_records, merged_into, strict=True))
    marks = dict(zip(merged_records, merged_handling, strict=True))
    found = seen_through(held(graph), heads, marks)
    rows = shared(found, graph, "cases", "routes", "persons", "identifiers")
    return ordered(
        rows,
        lambda row: -(row["cases"] + row["persons"] + row["identifiers"]),
        "-routes",
        "jurisdiction",
        "other",
    )


@oracle("jurisdictions-without-instrument")
def jurisdictions_without_instrument(graph: Graph) -> list[Row]:
    """Leave out the pairs that an instrument binds, directly or through the State of a part."""
    bound: dict[str, set[str]] = defaultdict(set)
    for claim in graph.of("PARTY_TO"):
        bound[claim.start[1]].add(claim.end[1])
    direct = {name: set(instruments) for name, instruments in bound.items()}
    for claim in graph.of("PART_OF"):
        bound[claim.start[1]] |= direct.get(claim.end[1], set())
    rows = [
        row
        for row in shared(held(graph), graph, "cases", "routes")
        if not bound[row["jurisdiction"]] & bound[row["other"]]
    ]
    return ordered(rows, "-cases", "-routes", "jurisdiction", "other")
