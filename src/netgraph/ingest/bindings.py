"""Which property each binding of a mapping fills, from which column of the file, and its nearest codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.ingest.mapping import Binding, Mapping
    from netgraph.model import Property

PROVENANCE = "provenance"


class Filled(NamedTuple):
    """A property of a label, a relationship type or of ``provenance``, and the binding that fills it."""

    holder: str
    name: str
    definition: Property
    binding: Binding


def filled(mapping: Mapping) -> Iterator[Filled]:
    """Yield every property that a mapping fills from a binding; a leg has the dates of its stops too.

    What the vocabulary does not have is passed over: `netgraph.ingest.check` complains of it.
    """
    schema = load_schema()
    held: list[tuple[str, dict[str, Property], dict[str, Binding]]] = []
    for spec in mapping.nodes.values():
        kind = {"kind": spec.identifier.kind} if spec.identifier else {}
        if spec.type in schema.nodes:
            held.append((spec.type, schema.nodes[spec.type].properties, kind | spec.properties))
    for relationship in mapping.relationships:
        if relationship.type in schema.relationships:
            definitions = schema.relationships[relationship.type].properties
            held.append((relationship.type, definitions, relationship.properties))
    for stop in mapping.stops.each() if mapping.stops else ():
        dates = {name: stop.properties[name] for name in ("departed", "arrived") if name in stop.properties}
        held.append(("STOPS_AT", schema.relationships["STOPS_AT"].properties, stop.properties))
        held.append(("LEG", schema.relationships["LEG"].properties, dates | stop.leg))
    held.append((PROVENANCE, schema.provenance.properties, mapping.provenance.given()))
    for holder, definitions, bindings in held:
        for name, binding in bindings.items():
            if name in definitions:
                yield Filled(holder, name, definitions[name], binding)


def origins(mapping: Mapping) -> dict[tuple[str, str], list[str]]:
    """Columns of the file that each property comes from, by label or type and property."""
    found: dict[tuple[str, str], list[str]] = {}
    for holder, name, _, binding in filled(mapping):
        columns = found.setdefault((holder, name), [])
        if binding.column and binding.column not in columns:
            columns.append(binding.column)
    return found


def nearest_code(mapping: Mapping) -> Callable[[str, str], str]:
    """Return what finds, for a column and a text in it, the known code that is most like the text, or ""."""
    schema = load_schema()
    lists: dict[str, list[Filled]] = {}
    for part in filled(mapping):
        if part.binding.column and part.definition.codelist:
            lists.setdefault(part.binding.column, []).append(part)

    def nearest(column: str, text: str) -> str:
        for part in lists.get(column, []):
            found = schema.codelists[part.definition.codelist or ""].nearest(text, part.binding.codes)
            if found:
                return found
        return ""

    return nearest
