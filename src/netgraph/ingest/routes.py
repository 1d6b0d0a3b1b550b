"""The stops of a route: places, ``STOPS_AT`` with position and stage, and the legs between them.

A stop that cannot be placed refuses its whole route: without it a leg would lead where nobody went.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from netgraph.ingest.evaluation import Claims
from netgraph.ingest.geography import add_places
from netgraph.ingest.values import integer
from netgraph.model import Handling, joined
from netgraph.model.places import Place, beside
from netgraph.store import Ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netgraph.ingest.evaluate import Evaluation
    from netgraph.ingest.evaluation import Columns
    from netgraph.ingest.mapping import StopRows, Stops, StopSpec

LOCATION = "Location"


class Stop(NamedTuple):
    """One stop: the row that says so, the place, and the values of its stop and of the leg to it."""

    row: int
    place: Place
    column: str
    point: dict[str, float | None]
    stop: dict[str, Any]
    leg: dict[str, Any]


def add_stops(evaluation: Evaluation, stops: Stops) -> None:
    """Give the stops and legs of every route that the rows describe.

    A relative region is placed beside the first other place of its route. A route with fewer than two
    known stops is refused.
    """
    keys = evaluation.keys(stops.route)
    if stops.rows:
        routes = _from_rows(evaluation, stops.rows, keys)
    else:
        routes = _from_columns(evaluation, stops.specs, keys)
    found: list[tuple[str, list[Stop]]] = []
    for key, stopped, rows in routes:
        placed = _placed(evaluation, stopped, rows)
        if placed:
            found.append((key, placed))
    specs = [stops.rows.stop] if stops.rows else stops.specs
    arriving = [stop.row for _, placed in found for stop in placed[1:]]
    for binding in (binding for spec in specs for binding in spec.leg.values()):
        evaluation.use(binding, arriving)
    _emit(evaluation, found)


def _from_columns(
    evaluation: Evaluation, specs: Sequence[StopSpec], keys: Sequence[Sequence[str]]
) -> Iterator[tuple[str, list[Stop], list[int]]]:
    """One route a row."""
    columns = [_stops_of(evaluation, spec) for spec in specs]
    for row, several in enumerate(keys):
        if several and row not in evaluation.cells.refused:
            yield several[0], [stop for column in columns for stop in column[row]], [row]


def _from_rows(
    evaluation: Evaluation, spec: StopRows, keys: Sequence[Sequence[str]]
) -> Iterator[tuple[str, list[Stop], list[int]]]:
    """One stop a row; a route is refused whole."""
    found = _stops_of(evaluation, spec.stop)
    texts, codes = evaluation.cells.rows.categories(spec.position)
    places = [_position(text) for text in texts]
    groups: dict[str, list[tuple[int, int]]] = {}
    for row, several in enumerate(keys):
        if not several:
            continue
        position = places[codes[row]]
        if position is None:
            evaluation.cells.refuse(row, "the position is not a whole number", spec.position)
            position = 0
        if not found[row]:
            evaluation.cells.refuse(row, "the place is blank", spec.stop.place.named)
        groups.setdefault(several[0], []).append((position, row))
    for key, numbered in groups.items():
        rows = [row for _, row in sorted(numbered)]
        evaluation.bound.append(rows)
        if evaluation.cells.refused and any(row in evaluation.cells.refused for row in rows):
            continue
        positions = sorted({position for position, _ in numbered})
        if len(positions) < len(rows):
            _refuse_all(evaluation, rows, "two stops of the route have one position", spec.position)
        elif positions[-1] - positions[0] != len(positions) - 1:
            _refuse_all(evaluation, rows, "the positions of the route leave a gap", spec.position)
        else:
            yield key, [stop for row in rows for stop in found[row]], rows


def _position(text: str) -> int | None:
    try:
        return integer(text)
    except ValueError:
        return None


def _stops_of(evaluation: Evaluation, spec: StopSpec) -> list[list[Stop]]:
    """Read the stops in each row: none where the place is blank, several where it is split."""
    schema = evaluation.cells.schema.relationships
    places = evaluation.cells.places(spec.place)
    points = evaluation.cells.coordinates(spec.place)
    stop = {
        n: evaluation.cells.values(b, schema["STOPS_AT"].properties[n]) for n, b in spec.properties.items()
    }
    leg = {n: evaluation.cells.values(b, schema["LEG"].properties[n]) for n, b in spec.leg.items()}
    stopping = [row for row, several in enumerate(places) if several]
    for binding in spec.properties.values():
        evaluation.use(binding, stopping)
    column = spec.place.town or spec.place.named
    told = zip(*(_by_row(columns, len(places)) for columns in (points, stop, leg)), strict=True)
    return [
        [Stop(row, place, column, *found) for place in several]
        for row, (several, found) in enumerate(zip(places, told, strict=True))
    ]


def _by_row(columns: Mapping[str, Sequence[Any]], size: int) -> list[dict[str, Any]]:
    """Turn columns into one mapping a row; where there are none, all rows share an empty one."""
    if not columns:
        return [{}] * size
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _placed(evaluation: Evaluation, stops: list[Stop], rows: list[int]) -> list[Stop]:
    """Place relative regions; refuse what is no route."""
    if len(stops) < 2:  # noqa: PLR2004 - a way has a beginning and an end
        _refuse_all(evaluation, rows, "fewer than two known stops", "")
        return []
    if all(stop.place.kind != "Relative" for stop in stops):
        return stops
    other = next((stop.place for stop in stops if stop.place.kind != "Relative"), None)
    if other is None:
        _refuse_all(evaluation, rows, "a region relative to no other place", stops[0].column)
        return []
    return [
        Stop(s.row, beside(s.place, other), s.column, s.point, s.stop, s.leg)
        if s.place.kind == "Relative"
        else s
        for s in stops
    ]


def _refuse_all(evaluation: Evaluation, rows: list[int], text: str, column: str) -> None:
    for row in rows:
        evaluation.cells.refuse(row, text, column)


def _emit(evaluation: Evaluation, routes: list[tuple[str, list[Stop]]]) -> None:
    flat = [(key, position, stop) for key, stops in routes for position, stop in enumerate(stops)]
    add_places(
        evaluation,
        LOCATION,
        [(stop.row, stop.place) for _, _, stop in flat],
        {
            "latitude": [stop.point.get("latitude") for _, _, stop in flat],
            "longitude": [stop.point.get("longitude") for _, _, stop in flat],
        },
    )
    names = sorted({name for _, _, stop in flat for name in stop.stop})
    evaluation.claims.append(
        Claims(
            Ends("Route", "STOPS_AT", LOCATION),
            [stop.row for _, _, stop in flat],
            [key for key, _, _ in flat],
            [stop.place.key for _, _, stop in flat],
            {
                "position": [position for _, position, _ in flat],
                **{name: [stop.stop.get(name) for _, _, stop in flat] for name in names},
            },
        )
    )
    _emit_legs(evaluation, routes)
    _count_stops(evaluation, routes)


def _emit_legs(evaluation: Evaluation, routes: list[tuple[str, list[Stop]]]) -> None:
    legs = [
        (key, position, here, there)
        for key, stops in routes
        for position, (here, there) in enumerate(pairwise(stops))
    ]
    names = sorted({name for _, _, _, there in legs for name in there.leg})
    evaluation.claims.append(
        Claims(
            Ends(LOCATION, "LEG", LOCATION),
            [there.row for _, _, _, there in legs],
            [here.place.key for _, _, here, _ in legs],
            [there.place.key for _, _, _, there in legs],
            {
                "route": [key for key, _, _, _ in legs],
                "position": [position for _, position, _, _ in legs],
                "departed": [here.stop.get("departed") for _, _, here, _ in legs],
                "arrived": [there.stop.get("arrived") for _, _, _, there in legs],
                **{name: [there.leg.get(name) for _, _, _, there in legs] for name in names},
            },
            # A leg tells of both its stops, so both rows' markings bind it.
            provenance=_joined(evaluation.provenance, [(here.row, there.row) for _, _, here, there in legs]),
        )
    )


def _joined(marks: Columns, pairs: list[tuple[int, int]]) -> Columns:
    """Say how claims that follow from two rows each may be handled."""
    rows = list(zip(*(marks[name] for name in Handling().stored()), strict=True))
    # Few ways to handle stand in many rows; told apart by identity: cells with one text have one value.
    ways: dict[tuple[int, ...], int] = {}
    firsts: list[tuple[Any, ...]] = []
    of_row: list[int] = []
    for told in rows:
        way = ways.setdefault(tuple(map(id, told)), len(firsts))
        if way == len(firsts):
            firsts.append(told)
        of_row.append(way)
    together = cache(lambda one, other: _together(firsts[one], firsts[other]))
    stored = [together(of_row[one], of_row[other]) for one, other in pairs]
    return {name: [said[name] for said in stored] for name in Handling().stored()}


def _together(one: tuple[Any, ...], other: tuple[Any, ...]) -> dict[str, str | list[str] | None]:
    return joined(Handling.of(*one), Handling.of(*other)).stored()


def _count_stops(evaluation: Evaluation, routes: list[tuple[str, list[Stop]]]) -> None:
    """Set how many stops each Route has; a Route without stops has none to set."""
    counts = {key: len(stops) for key, stops in routes}
    for nodes in evaluation.nodes:
        if nodes.label == "Route":
            nodes.properties["stops"] = [counts.get(key) for key in nodes.keys]
