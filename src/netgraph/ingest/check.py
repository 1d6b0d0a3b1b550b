"""Check a mapping against the vocabulary before a row is read: types, properties, ends, codes, columns.

Every complaint has a place in the file, so that it can be shown with its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.ingest.column_names import suspects
from netgraph.ingest.scan import text_columns
from netgraph.ingest.values import Refused, parser
from netgraph.model import load_schema
from netgraph.model.place_names import names
from netgraph.model.places import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.ingest.mapping import Binding, Mapping, NodeSpec, PlaceBinding, StopSpec
    from netgraph.model import Property, Schema

Where = tuple[str | int, ...]
Complaint = tuple[Where, str]
PLACES = {"Jurisdiction", "Location"}
PROVENANCE = ("handling", "owner", "reliability", "credibility", "first_seen", "last_seen")
SPLITTABLE = {"codes", "strings"}


def complaints(mapping: Mapping) -> Iterator[Complaint]:
    """Yield everything that is wrong with a mapping, most telling first."""
    schema = load_schema()
    for name, spec in mapping.nodes.items():
        yield from _node(schema, name, spec)
    yield from _relationships(mapping, schema)
    yield from _stops(mapping, schema)
    for name in PROVENANCE:
        binding = getattr(mapping.provenance, name)
        if binding:
            where = ("provenance", name)
            yield from _binding(schema, where, binding, schema.provenance.properties[name])
    yield from _aliases(mapping)
    yield from _columns(mapping)
    yield from _direct_identifiers(mapping, schema)


def used_columns(mapping: Mapping) -> set[str]:
    """Names of all columns that a mapping reads."""
    return {name for _, name in _uses(mapping)}


def _node(schema: Schema, name: str, spec: NodeSpec) -> Iterator[Complaint]:
    where: Where = ("nodes", name)
    node = schema.nodes.get(spec.type)
    if node is None or node.kind == "record":
        yield (*where, "type"), f"no label {spec.type!r} in schemas/nodes/ that a file can fill"
        return
    wanted = "place" if spec.type in PLACES else "identifier" if spec.type == "Identifier" else "key"
    given = [way for way in ("key", "place", "identifier") if getattr(spec, way)]
    if given != [wanted]:
        yield where, f"a {spec.type} needs {wanted!r}, and neither of the other two ways to a key"
    if node.kind == "shared" and len(spec.key) > 1:
        yield (*where, "key"), "a shared node has one key column"
    if spec.split and (spec.place or len(spec.key) > 1 or spec.properties):
        yield (*where, "split"), "only one key column, or an identifier, is split, and has no properties then"
    if spec.place:
        yield from _place(where, spec.place)
    if spec.reference and (node.kind != "owned" or spec.properties):
        yield where, "a reference is to an owned node, and has no properties"
    if spec.identifier:
        kind = schema.nodes["Identifier"].properties["kind"]
        yield from _binding(schema, (*where, "identifier", "kind"), spec.identifier.kind, kind)
    for required in (name for name, definition in node.properties.items() if definition.required):
        if required not in spec.properties and not spec.reference:
            yield where, f"a {spec.type} needs the property {required!r}"
    automatic = {"name", "alpha2", "kind", "latitude", "longitude"} if spec.type in PLACES else set()
    yield from _bindings(
        schema,
        (*where, "properties"),
        spec.properties,
        {p: d for p, d in node.properties.items() if p not in automatic},
        spec.type,
    )


def _relationships(mapping: Mapping, schema: Schema) -> Iterator[Complaint]:
    for number, spec in enumerate(mapping.relationships):
        where: Where = ("relationships", number)
        relationship = schema.relationships.get(spec.type)
        if relationship is None:
            yield (*where, "type"), f"no relationship type {spec.type!r} in schemas/relationships/"
            continue
        for side, name, allowed in (
            ("start", spec.start, relationship.start),
            ("end", spec.end, relationship.end),
        ):
            if name not in mapping.nodes:
                yield (*where, side), f"no node {name!r} among the nodes of this mapping"
            elif mapping.nodes[name].type not in allowed:
                label = mapping.nodes[name].type
                yield (*where, side), f"{spec.type} has {' or '.join(allowed)} at its {side}, not {label}"
        yield from _bindings(
            schema, (*where, "properties"), spec.properties, relationship.properties, spec.type
        )
        for name, definition in relationship.properties.items():
            if definition.required and name not in spec.properties:
                yield where, f"{spec.type} needs the property {name!r}"


def _stops(mapping: Mapping, schema: Schema) -> Iterator[Complaint]:
    stops = mapping.stops
    if stops is None:
        return
    route = mapping.nodes.get(stops.route)
    if route is None or route.type != "Route" or route.reference or route.split:
        yield ("stops", "route"), f"{stops.route!r} is no node of type Route that this mapping makes"
    if len(stops.columns) == 1:
        yield ("stops", "columns"), "a route has two stops or more"
    if stops.rows and stops.rows.stop.place.split:
        yield ("stops", "rows", "stop", "place", "split"), "each stop has a row of its own"
    for where, stop in _each_stop(mapping):
        yield from _place(where, stop.place)
        for part, type_, given in (("properties", "STOPS_AT", stop.properties), ("leg", "LEG", stop.leg)):
            automatic = {"position", "route"} | ({"departed", "arrived"} if type_ == "LEG" else set())
            allowed = {p: d for p, d in schema.relationships[type_].properties.items() if p not in automatic}
            yield from _bindings(schema, (*where, part), given, allowed, type_)


def _place(where: Where, binding: PlaceBinding) -> Iterator[Complaint]:
    if binding.split and (binding.town or binding.latitude):
        yield (*where, "place", "split"), "a place is split only where its country is all that is given"
    if (binding.latitude is None) != (binding.longitude is None):
        yield (*where, "place"), "latitude and longitude are given together"


def _each_stop(mapping: Mapping) -> Iterator[tuple[Where, StopSpec]]:
    if mapping.stops is None:
        return
    for number, stop in enumerate(mapping.stops.columns):
        yield ("stops", "columns", number), stop
    if mapping.stops.rows:
        yield ("stops", "rows", "stop"), mapping.stops.rows.stop


def _bindings(
    schema: Schema,
    where: Where,
    bindings: dict[str, Binding],
    allowed: dict[str, Property],
    owner: str,
) -> Iterator[Complaint]:
    for name, binding in bindings.items():
        if name not in allowed:
            yield (*where, name), f"{owner} has no property {name!r} that a file can fill"
        else:
            yield from _binding(schema, (*where, name), binding, allowed[name])


def _binding(schema: Schema, where: Where, binding: Binding, definition: Property) -> Iterator[Complaint]:
    if definition.sensitivity == "identifying":
        what = f"the column {binding.column!r}" if binding.column else "the literal"
        yield where, f"{what} would fill {where[-1]!r}, a direct identifier of a person: ignore it instead"
        return
    if binding.split and definition.type not in SPLITTABLE:
        yield (*where, "split"), f"{where[-1]!r} holds one value, so there is nothing to split"
    yield from _binding_codes(schema, where, binding, definition)
    parse = parser(binding, definition, schema.codelists.get(definition.codelist or ""))
    for part in ("literal", "default"):
        text = getattr(binding, part)
        if text is None:
            continue
        cell = parse(text)
        if isinstance(cell, Refused) or cell.unknown:
            yield (*where, part), f"{text!r} is no {definition.type} that {where[-1]!r} can hold"
        elif where == ("provenance", "owner") and text not in names().countries:
            yield (*where, part), f"{text!r} is no ISO 3166-1 code"


def _binding_codes(
    schema: Schema, where: Where, binding: Binding, definition: Property
) -> Iterator[Complaint]:
    if not binding.codes:
        return
    if definition.codelist is None:
        yield (*where, "codes"), f"{where[-1]!r} has no code list"
        return
    for raw, code in binding.codes.items():
        if code not in schema.codelists[definition.codelist].codes:
            yield (*where, "codes", raw), f"no code {code!r} in the code list {definition.codelist}"


def _aliases(mapping: Mapping) -> Iterator[Complaint]:
    for name, target in mapping.aliases.items():
        if not gazetteer().knows(target):
            yield ("aliases", name), f"{target!r} is no alpha-3 code, region/... or relative/..."


def _columns(mapping: Mapping) -> Iterator[Complaint]:
    """Every column that is named is declared; every declared one is used or ignored, not both."""
    for where, name in _uses(mapping):
        if name not in mapping.columns:
            yield where, f"the column {name!r} is not among the columns of this mapping"
    for name in mapping.ignore:
        if name not in mapping.columns:
            yield ("ignore", name), f"the column {name!r} is not among the columns of this mapping"
    for name in mapping.duplicates.ignore:
        # Which of two equal rows stays is decided by the record, so nothing else may differ between them.
        if name not in mapping.record:
            yield ("duplicates", "ignore"), f"the column {name!r} is not part of the record"
    used = used_columns(mapping)
    for name in mapping.columns:
        if name not in used and name not in mapping.ignore:
            yield ("columns", name), f"the column {name!r} is neither used nor ignored with a reason"
        if name in used and name in mapping.ignore:
            yield ("ignore", name), f"the column {name!r} is used, so it cannot be ignored"


def _direct_identifiers(mapping: Mapping, schema: Schema) -> Iterator[Complaint]:
    for name in suspects(mapping, schema):
        what = f"the column {name!r} is called like a direct identifier of a person"
        yield ("columns", name), f"{what}: ignore it, map it to an Identifier, or say why in unscanned"
    texts = text_columns(mapping)
    for name in mapping.unscanned:
        if name not in texts:
            yield ("unscanned", name), f"the column {name!r} is not loaded as text, so nobody scans it"


def _uses(mapping: Mapping) -> Iterator[tuple[Where, str]]:
    """Every place of a mapping that names a column which is read."""
    yield from ((("record",), name) for name in mapping.record)
    for name, spec in mapping.nodes.items():
        yield from ((("nodes", name, "key"), column) for column in spec.key)
        if spec.place:
            yield from _place_uses(("nodes", name, "place"), spec.place)
        if spec.identifier:
            yield ("nodes", name, "identifier", "value"), spec.identifier.value
            yield from _binding_uses(("nodes", name, "identifier"), {"kind": spec.identifier.kind})
        yield from _binding_uses(("nodes", name, "properties"), spec.properties)
    for number, relationship in enumerate(mapping.relationships):
        yield from _binding_uses(("relationships", number, "properties"), relationship.properties)
        if relationship.when:
            yield ("relationships", number, "when"), relationship.when.column
    for where, stop in _each_stop(mapping):
        yield from _place_uses((*where, "place"), stop.place)
        yield from _binding_uses((*where, "properties"), stop.properties)
        yield from _binding_uses((*where, "leg"), stop.leg)
    if mapping.stops and mapping.stops.rows:
        yield ("stops", "rows", "position"), mapping.stops.rows.position
    given = {name: getattr(mapping.provenance, name) for name in PROVENANCE}
    yield from _binding_uses(("provenance",), {name: b for name, b in given.items() if b})
    for number, rejection in enumerate(mapping.reject):
        for condition in rejection.when:
            yield ("reject", number, "when"), condition.column


def _binding_uses(where: Where, bindings: dict[str, Binding]) -> Iterator[tuple[Where, str]]:
    for name, binding in bindings.items():
        if binding.column is not None:
            yield (*where, name, "column"), binding.column


def _place_uses(where: Where, place: PlaceBinding) -> Iterator[tuple[Where, str]]:
    for part in ("country", "town", "kind", "latitude", "longitude"):
        column = getattr(place, part)
        if column is not None:
            yield (*where, part), column
