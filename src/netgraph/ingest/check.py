"""Check a mapping against the vocabulary before a row is read: types, properties, ends, codes, columns.

Every complaint has a place in the file, so that it can be shown with its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.ingest.column_names import suspects
from netgraph.ingest.scan import text_columns
from netgraph.ingest.uses import column_complaints, each_stop, used_columns
from netgraph.ingest.values import Refused, parser
from netgraph.model import load_schema
from netgraph.model.grading import equals
from netgraph.model.place_names import names
from netgraph.model.places import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.ingest.mapping import Binding, Mapping, NodeSpec, PlaceBinding
    from netgraph.model import Property, Schema

Where = tuple[str | int, ...]
Complaint = tuple[Where, str]
__all__ = ["complaints", "used_columns"]
PLACES = {"Jurisdiction", "Location"}
SPLITTABLE = {"codes", "strings"}
OF_A_CELL = ("missing", "default", "transform", "split", "codes", "scale")


def complaints(mapping: Mapping) -> Iterator[Complaint]:
    """Yield everything that is wrong with a mapping, most telling first."""
    for name, why in mapping.undecided.items():
        yield ("undecided", name), f"the column {name!r} is undecided: {why}"
    schema = load_schema()
    for name, spec in mapping.nodes.items():
        yield from _node(schema, name, spec)
    yield from _relationships(mapping, schema)
    yield from _stops(mapping, schema)
    for name, binding in mapping.provenance.given().items():
        yield from _binding(schema, ("provenance", name), binding, schema.provenance.properties[name])
    yield from _aliases(mapping)
    yield from column_complaints(mapping)
    yield from _direct_identifiers(mapping, schema)


def _node(schema: Schema, name: str, spec: NodeSpec) -> Iterator[Complaint]:
    where: Where = ("nodes", name)
    node = schema.nodes.get(spec.type)
    if node is None or node.kind not in {"owned", "shared"}:
        yield (*where, "type"), f"no label {spec.type!r} in schemas/nodes/ that a file can fill"
        return
    yield from _node_key(where, spec, node.kind)
    if spec.place:
        yield from _place(where, spec.place)
        if spec.place.country is None and spec.type != "Location":
            yield (*where, "place"), "a Jurisdiction has a country; only a Location can be a point"
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


def _node_key(where: Where, spec: NodeSpec, kind: str) -> Iterator[Complaint]:
    wanted = "place" if spec.type in PLACES else "identifier" if spec.type == "Identifier" else "key"
    given = [way for way in ("key", "place", "identifier") if getattr(spec, way)]
    if given != [wanted]:
        yield where, f"a {spec.type} needs {wanted!r}, and neither of the other two ways to a key"
    if kind == "shared" and len(spec.key) > 1:
        yield (*where, "key"), "a shared node has one key column"
    if spec.part and (kind != "owned" or spec.split):
        yield (*where, "part"), "only the key of one owned node has a part of its own"
    if spec.leave_out and (len(spec.key) != 1 or spec.part):
        yield (*where, "leave_out"), "only names in one key column are left out"
    if spec.split and (spec.place or len(spec.key) > 1 or spec.properties):
        yield (*where, "split"), "only one key column, or an identifier, is split, and has no properties then"


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
    if len(stops.specs) == 1:
        yield ("stops", "columns"), "a route has two stops or more"
    if stops.rows and stops.rows.stop.place.split:
        yield ("stops", "rows", "stop", "place", "split"), "each stop has a row of its own"
    if stops.rows and stops.rows.stop.repeat > 1:
        yield ("stops", "rows", "stop", "repeat"), "each stop has a row of its own"
    for where, stop in each_stop(mapping):
        yield from _place(where, stop.place)
        for part, type_, given in (("properties", "STOPS_AT", stop.properties), ("leg", "LEG", stop.leg)):
            automatic = {"position", "route"} | ({"departed", "arrived"} if type_ == "LEG" else set())
            allowed = {p: d for p, d in schema.relationships[type_].properties.items() if p not in automatic}
            yield from _bindings(schema, (*where, part), given, allowed, type_)


def _place(where: Where, binding: PlaceBinding) -> Iterator[Complaint]:
    if binding.split and (binding.town or binding.latitude):
        yield (*where, "place", "split"), "a place is split only where its country is all that is given"
    if binding.country is None and (binding.latitude is None or binding.town or binding.split):
        yield (*where, "place"), "without a country a place is a point: latitude and longitude alone"
    if (binding.latitude is None) != (binding.longitude is None):
        yield (*where, "place"), "latitude and longitude are given together"


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
    if binding.test and definition.type != "boolean":
        yield (*where, "test"), f"{where[-1]!r} is no property of yes and no"
    if binding.flags and definition.type != "codes":
        yield (*where, "flags"), f"{where[-1]!r} holds no list of codes"
    yield from _idle(where, binding)
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


def _idle(where: Where, binding: Binding) -> Iterator[Complaint]:
    """Words beside the origin of a value that would do nothing there."""
    if binding.column is not None:
        return
    of_a_cell = ("missing", "default") if binding.literal is not None else OF_A_CELL
    for word in of_a_cell:
        if getattr(binding, word):
            yield (*where, word), f"{word} is for a value from a column"


def _binding_codes(
    schema: Schema, where: Where, binding: Binding, definition: Property
) -> Iterator[Complaint]:
    if binding.scale is not None and (
        definition.codelist is None
        or binding.scale not in schema.codelists
        or not equals(schema, binding.scale, definition.codelist)
    ):
        yield (*where, "scale"), f"no code list {binding.scale!r} of which {where[-1]!r} knows equals"
    given = {("codes", raw): code for raw, code in binding.codes.items()}
    given |= {("flags", column): code for column, code in binding.flags.items()}
    if not given:
        return
    if definition.codelist is None:
        yield (*where, next(iter(given))[0]), f"{where[-1]!r} has no code list"
        return
    for place, code in given.items():
        if code not in schema.codelists[definition.codelist].codes:
            yield (*where, *place), f"no code {code!r} in the code list {definition.codelist}"


def _aliases(mapping: Mapping) -> Iterator[Complaint]:
    for name, target in mapping.aliases.items():
        if not gazetteer().knows(target):
            yield ("aliases", name), f"{target!r} is no alpha-3 code, region/... or relative/..."


def _direct_identifiers(mapping: Mapping, schema: Schema) -> Iterator[Complaint]:
    for name in suspects(mapping, schema):
        what = f"the column {name!r} is called like a direct identifier of a person"
        yield ("columns", name), f"{what}: ignore it, map it to an Identifier, or say why in unscanned"
    texts = text_columns(mapping)
    for name in mapping.unscanned:
        if name not in texts:
            yield ("unscanned", name), f"the column {name!r} is not loaded as text, so nobody scans it"
