"""Which columns a mapping reads, and whether each of the file's columns is used, ignored or undecided.

Whether the values fit the vocabulary is checked in `netgraph.ingest.check`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.ingest.repeats import copies, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netgraph.ingest.mapping import Binding, Condition, Mapping, PlaceBinding, StopSpec

Where = tuple[str | int, ...]
Complaint = tuple[Where, str]


def used_columns(mapping: Mapping) -> set[str]:
    """Names of all columns that a mapping reads."""
    return {name for _, name in _uses(mapping)}


def each_stop(mapping: Mapping) -> Iterator[tuple[Where, StopSpec]]:
    """Yield every stop that a mapping describes, and where; of repeated ones each copy."""
    if mapping.stops is None:
        return
    for number, stop in enumerate(mapping.stops.columns):
        for copy in range(1, stop.repeat + 1):
            yield ("stops", "columns", number), numbered(stop, copy)
    if mapping.stops.rows:
        yield ("stops", "rows", "stop"), mapping.stops.rows.stop


def column_complaints(mapping: Mapping) -> Iterator[Complaint]:
    """Every column that is named is declared; every declared one is used or ignored, not both."""
    declared = mapping.declared
    for where, name in _uses(mapping):
        if name not in declared:
            yield where, f"the column {name!r} is not among the columns of this mapping"
    for name in mapping.ignore:
        if name not in mapping.columns:
            yield ("ignore", name), f"the column {name!r} is not among the columns of this mapping"
    yield from _names_in_the_file(mapping)
    yield from _header(mapping)
    for name in mapping.duplicates.ignore:
        # Which of two equal rows stays is decided by the record, so nothing else may differ between them.
        if name not in mapping.record:
            yield ("duplicates", "ignore"), f"the column {name!r} is not part of the record"
    used = used_columns(mapping)
    for name in declared:
        if name not in used and name not in mapping.ignore:
            base = name if name in mapping.columns else name.rpartition(" ")[0]
            yield ("columns", base), f"the column {name!r} is neither used nor ignored with a reason"
        if name in used and name in mapping.ignore:
            yield ("ignore", name), f"the column {name!r} is used, so it cannot be ignored"


def _names_in_the_file(mapping: Mapping) -> Iterator[Complaint]:
    """Each name in the file means one column."""
    meant = {name: name for name in mapping.declared}
    for name, column in mapping.columns.items():
        for other in column.also:
            if meant.setdefault(other, name) != name:
                yield ("columns", name, "also"), f"{other!r} is the name of another column too"
        if column.join is not None and column.repeats == 1:
            yield ("columns", name, "join"), "only a column that repeats is put together"
        for copy in mapping.columns.keys() & copies(name, column.repeats)[1:]:
            yield ("columns", copy), f"{copy!r} is what a copy of the column {name!r} is called"


def _header(mapping: Mapping) -> Iterator[Complaint]:
    """Say what is wrong with a column that netgraph makes, and with a header that the file lacks."""
    made = mapping.source.fingerprint
    if made is not None and made not in mapping.record:
        yield ("source", "fingerprint"), f"{made!r} tells rows apart, so it is a part of the record"
    header = mapping.source.header
    for name, column in mapping.columns.items():
        if header.count(name) > column.repeats:
            yield ("source", "header"), f"the column {name!r} stands there more often than it repeats"
    unnamed = [name for name in header if name not in mapping.columns]
    if unnamed:
        yield ("source", "header"), f"the column {unnamed[0]!r} is not among the columns of this mapping"


def _uses(mapping: Mapping) -> Iterator[tuple[Where, str]]:
    """Every place of a mapping that names a column which is read."""
    yield from ((("record",), name) for name in mapping.record)
    for name, spec in mapping.nodes.items():
        yield from ((("nodes", name, "key"), column) for column in spec.key)
        yield from _condition_uses(("nodes", name, "when"), spec.when)
        if spec.place:
            yield from _place_uses(("nodes", name, "place"), spec.place)
        if spec.identifier:
            yield ("nodes", name, "identifier", "value"), spec.identifier.value
            yield from _binding_uses(("nodes", name, "identifier"), {"kind": spec.identifier.kind})
        yield from _binding_uses(("nodes", name, "properties"), spec.properties)
    for number, relationship in enumerate(mapping.relationships):
        yield from _binding_uses(("relationships", number, "properties"), relationship.properties)
        yield from _condition_uses(("relationships", number, "when"), relationship.when)
    for where, stop in each_stop(mapping):
        yield from _place_uses((*where, "place"), stop.place)
        yield from _binding_uses((*where, "properties"), stop.properties)
        yield from _binding_uses((*where, "leg"), stop.leg)
    if mapping.stops and mapping.stops.rows:
        yield ("stops", "rows", "position"), mapping.stops.rows.position
    yield from _binding_uses(("provenance",), mapping.provenance.given())
    for number, rejection in enumerate(mapping.reject):
        yield from _condition_uses(("reject", number, "when"), rejection.when)


def _binding_uses(where: Where, bindings: dict[str, Binding]) -> Iterator[tuple[Where, str]]:
    for name, binding in bindings.items():
        part = "column" if binding.column is not None else "flags"
        yield from (((*where, name, part), column) for column in binding.columns)
        for part, condition in (("test", binding.test), ("unless", binding.unless)):
            yield from _condition_uses((*where, name, part), [condition] if condition else [])


def _condition_uses(where: Where, conditions: Iterable[Condition]) -> Iterator[tuple[Where, str]]:
    yield from ((where, condition.column) for condition in conditions)


def _place_uses(where: Where, place: PlaceBinding) -> Iterator[tuple[Where, str]]:
    for part in ("country", "town", "kind", "latitude", "longitude"):
        column = getattr(place, part)
        if column is not None:
            yield (*where, part), column
