"""Answers to ``queries/routes/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.oracles.form import Graph, Name, Row, distinct, grouped, oracle, ordered, state, ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.oracles.form import Way


def on_corridors(graph: Graph) -> Iterator[tuple[tuple[str, str], Way]]:
    """Yield each corridor between two States that are nodes, once for each route on it."""
    for way in ways(graph):
        for origin, destination in way.corridors:
            if {("Jurisdiction", origin), ("Jurisdiction", destination)} <= set(graph.nodes):
                yield (origin, destination), way


def markings_of(found: list[Way]) -> set[str]:
    """Join the markings of routes."""
    return set().union(*(way.markings for way in found))


@oracle("corridors")
def corridors(graph: Graph, since: int | None, until: int | None) -> list[Row]:
    """Group routes by corridor."""

    def in_time(way: Way) -> bool:
        year = graph.get(way.route, "year")
        if year is None:
            return since is None and until is None
        return (since is None or year >= since) and (until is None or year <= until)

    found = grouped(pair for pair in on_corridors(graph) if in_time(pair[1]))
    rows = []
    for (origin, destination), routes in found.items():
        years = distinct(graph.get(way.route, "year") for way in routes)
        rows.append(
            {
                "origin": origin,
                "destination": destination,
                "routes": len(routes),
                "first_year": years[0] if years else None,
                "last_year": years[-1] if years else None,
                "sources": len({graph.get(way.route, "source") for way in routes}),
                "markings": markings_of(routes),
            }
        )
    return ordered(rows, "-routes", "origin", "destination")


def split_corridors(
    graph: Graph, column: str, values: dict[Name, list[Any]], ends: tuple[str | None, str | None]
) -> list[Row]:
    """Group routes by corridor and each of some values of theirs."""
    found = grouped(
        ((corridor, value), way)
        for corridor, way in on_corridors(graph)
        if all(wanted in {None, there} for wanted, there in zip(ends, corridor, strict=True))
        for value in values[way.route]
    )
    return [
        {
            "origin": origin,
            "destination": destination,
            column: value,
            "routes": len(routes),
            "markings": markings_of(routes),
        }
        for ((origin, destination), value), routes in found.items()
    ]


@oracle("corridors-by-year")
def corridors_by_year(graph: Graph, origin: str | None, destination: str | None) -> list[Row]:
    """Group routes by corridor and year."""
    years = {route: [graph.get(route, "year")] for route in graph.labelled("Route")}
    rows = split_corridors(graph, "year", years, (origin, destination))
    return ordered(rows, "origin", "destination", "year")


def by_codes(graph: Graph, column: str, ends: tuple[str | None, str | None]) -> list[Row]:
    """Group routes by corridor and each code of a list; null stands for none."""
    codes = {route: graph.get(route, column) or [None] for route in graph.labelled("Route")}
    rows = split_corridors(graph, column, codes, ends)
    return ordered(rows, "-routes", "origin", "destination", column)


@oracle("corridor-by-exploitation")
def corridor_by_exploitation(graph: Graph, origin: str | None, destination: str | None) -> list[Row]:
    """Group by form of exploitation."""
    return by_codes(graph, "exploitation", (origin, destination))


@oracle("corridor-by-victim-profile")
def corridor_by_victim_profile(graph: Graph, origin: str | None, destination: str | None) -> list[Row]:
    """Group by victim profile."""
    return by_codes(graph, "victim_profile", (origin, destination))


@oracle("corridors-around-event")
def corridors_around_event(graph: Graph, event: str, years: int) -> list[Row]:
    """Split the routes from or to the States struck at the year of the event."""
    claims = [claim for claim in graph.of("AFFECTED") if claim.start == ("Event", event)]
    if not claims or graph.get(("Event", event), "began") is None:
        return []
    began = int(graph.get(("Event", event), "began")[:4])
    struck = {state(claim.end[1]) for claim in claims}
    found = grouped(
        (corridor, (year, way))
        for corridor, way in on_corridors(graph)
        if struck & set(corridor)
        and (year := graph.get(way.route, "year")) is not None
        and began - years <= year < began + years
    )
    rows = [
        {
            "origin": origin,
            "destination": destination,
            "before": sum(year < began for year, _ in dated),
            "after": sum(year >= began for year, _ in dated),
            "markings": markings_of([way for _, way in dated]) | {claim.marking for claim in claims},
        }
        for (origin, destination), dated in found.items()
    ]
    return ordered(rows, lambda row: -abs(row["after"] - row["before"]), "origin", "destination")


@oracle("transit-places")
def transit_places(graph: Graph) -> list[Row]:
    """Group routes by the places between their ends."""
    found = grouped((place, way) for way in ways(graph) for place in way.between)
    rows = [
        {
            "place": place,
            "name": graph.get(("Location", place), "name"),
            "kind": graph.get(("Location", place), "kind"),
            "routes": len(routes),
            "markings": markings_of(routes),
        }
        for place, routes in found.items()
    ]
    return ordered(rows, "-routes", "place")


@oracle("routes-through-place")
def routes_through_place(graph: Graph, place: str) -> list[Row]:
    """Look through the stops of every route."""
    rows = []
    for way in ways(graph):
        here = [
            claim
            for claim in graph.of("STOPS_AT")
            if claim.start == way.route and f"{claim.end[1]}/".startswith(f"{place}/")
        ]
        if here:
            stops = [there for _, there in sorted(set(way.stops))]
            rows.append(
                {
                    "route": way.route[1],
                    "year": graph.get(way.route, "year"),
                    "stops": len(stops),
                    "stages": distinct(claim["stage"] for claim in here),
                    "way": stops,
                    "markings": way.markings,
                }
            )
    return ordered(rows, "-year", "route")


@oracle("route-stops")
def route_stops(graph: Graph, route: str) -> list[Row]:
    """List the claims of a route."""
    rows = [
        {
            "position": claim["position"],
            "place": claim.end[1],
            "name": graph.get(claim.end, "name"),
            "kind": graph.get(claim.end, "kind"),
            "stage": claim["stage"],
            "arrived": claim["arrived"],
            "departed": claim["departed"],
            "source": claim["source"],
            "reliability": claim["reliability"],
            "claim": claim["key"],
            "markings": {claim.marking, graph.marking(claim.start)},
        }
        for claim in graph.of("STOPS_AT")
        if claim.start == ("Route", route)
    ]
    return ordered(rows, "position", "place", "claim")


@oracle("busiest-legs")
def busiest_legs(graph: Graph) -> list[Row]:
    """Group legs by their ends."""
    rows = [
        {
            "start": start[1],
            "end": end[1],
            "routes": len({claim["route"] for claim in claims}),
            "modes": distinct(claim["mode"] for claim in claims),
            "sources": len({claim["source"] for claim in claims}),
            "markings": {claim.marking for claim in claims},
        }
        for (start, end), claims in grouped(((c.start, c.end), c) for c in graph.of("LEG")).items()
    ]
    return ordered(rows, "-routes", "start", "end")
