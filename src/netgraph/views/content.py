"""A picture as the page's script reads it: numbers for drawing, text for reading.

Every value is turned into text here, once, so that a browser shows what was stored: it would round a long
number and cannot read a date. What is shared by many nodes (types, jurisdictions) is listed once and
referred to by its place in the list, never used as the name of a field: a type called ``__proto__`` is a
type like any other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from netgraph.model import load_schema
from netgraph.views.atlas import centre, outlines, place_of
from netgraph.views.course import stages, stops, years_of_claim, years_of_node
from netgraph.views.language import english
from netgraph.views.layout import positions
from netgraph.views.look import GROUP, legend_order, line_look, node_look
from netgraph.views.strokes import bends, finite, stated, widths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netgraph.model import Property
    from netgraph.views.language import Language
    from netgraph.views.picture import Claim, Node, Picture, Relationship

    Json = dict[str, Any]

_SMALLEST, _LARGEST, _PLAIN = 6.0, 17.0, 9.0  # radius of a node
_OF_STOPS = ("position", "stage", "arrived", "departed")
_IN_ENGLISH = {"engine", "method"}  # what is generated that no catalogue translates


def nodes(picture: Picture, *, seed: int) -> list[Json]:
    """Return one object per node, ordered by key: how it is drawn and what is known of it."""
    types = node_types(picture)
    jurisdictions = _jurisdictions(picture)
    places = positions(picture, seed=seed)
    sizes = _sizes(picture)
    number_of = {node.key: number for number, node in enumerate(_ordered(picture))}
    return [
        {
            "id": number,
            "x": places[node.key][0],
            "y": places[node.key][1],
            "size": sizes[node.key],
            "type": types.index(node.type),
            "jurisdiction": jurisdictions.index(node.jurisdiction) if node.jurisdiction else -1,
            "key": node.key,
            "own": text(node.properties.get("key", node.key)),
            "label": node.label or node.key,
            "handling": node.handling,
            "aliases": list(node.aliases),
            "properties": _texts(node.properties, picture.language, _meaning("nodes", node.type)),
            "community": -1 if node.community is None else node.community,
            "removed": node.removed,
            "years": years_of_node(node),
            "group": number_of[node.group] if node.group else -1,
            "stands": int(finite(node.weight)) if node.type == GROUP else None,  # for how many nodes
        }
        for number, node in enumerate(_ordered(picture))
    ]


def lines(picture: Picture) -> list[Json]:
    """Return one object per line: all claims of one type from one node to another."""
    number_of = {node.key: number for number, node in enumerate(_ordered(picture))}
    types = line_types(picture)
    bundles = _bundles(picture)
    bent, wide = bends(list(bundles)), widths(bundles)
    found = []
    for number, ((start, end, type_), bundle) in enumerate(bundles.items()):
        claims, meaning = _claims(bundle), _meaning("relationships", type_)
        found.append(
            {
                "id": number,
                "from": number_of[start],
                "to": number_of[end],
                "type": types.index(type_),
                "width": wide[start, end, type_],
                "weight": stated(bundle),
                "bend": bent[start, end, type_],
                "directed": any(relationship.directed for relationship in bundle),
                "cut": any(relationship.cut for relationship in bundle),
                "claims": [_claim(claim, picture.language, meaning) for claim in claims],
            }
        )
    return found


def routes(picture: Picture) -> list[Json]:
    """Return one object per route whose stops have an order: its node, its stops, and its legs.

    A stop is a position and the number of a line; a leg is the number of a line and of a claim of it.
    """
    ordered = {node.key: (number, node) for number, node in enumerate(_ordered(picture))}
    bundles = _bundles(picture)
    number_of = {line: number for number, line in enumerate(bundles)}
    legs: dict[Any, list[Json]] = defaultdict(list)
    for line, bundle in bundles.items():
        for at, claim in enumerate(_claims(bundle) if line[2] == "LEG" else ()):
            legs[claim.properties.get("route")].append({"line": number_of[line], "claim": at})
    return [
        {
            "node": ordered[route][0],
            "stops": [{"position": at, "line": number_of[route, place, "STOPS_AT"]} for at, place in places],
            "legs": list(chain(*(legs.get(name, ()) for name in _names_of_route(ordered[route][1])))),
        }
        for route, places in stops(picture).items()
    ]


def _names_of_route(route: Node) -> list[object]:
    """Return what the claims of a route's legs may call it: its key on the page, and that in the store."""
    return list(dict.fromkeys([route.key, route.properties.get("key", route.key)]))


def legend(picture: Picture) -> Json:
    """Return what the page says besides nodes and lines: title, marking, notes, types and their looks."""
    names, places = picture.jurisdiction_names, _places(picture)
    return {
        "title": picture.title,
        "marking": picture.marking,
        "notes": list(picture.notes),
        "generated": [
            [picture.language.name(name), text(value, picture.language), name in _IN_ENGLISH]
            for name, value in picture.generated.items()
        ],
        "laidOut": not any(node.position for node in picture.nodes),
        "lineWeights": any(relationship.weight is not None for relationship in picture.relationships),
        "weights": picture.language.name(picture.weights) if _weighted(picture) else "",
        "nodeTypes": [
            {"name": picture.language.name(type_), "group": type_ == GROUP, **node_look(type_)._asdict()}
            for type_ in node_types(picture)
        ],
        "lineTypes": [
            {"name": picture.language.name(type_), **line_look(type_)._asdict()}
            for type_ in line_types(picture)
        ],
        "stages": [
            {"value": value, "name": picture.language.coded("stage", value), "role": role}
            for value, role in stages(picture).items()
        ],
        "jurisdictions": [
            {"code": code, "name": names.get(code, ""), "place": places.get(code)}
            for code in _jurisdictions(picture)
        ],
        "outlines": outlines() if any(places.values()) else {},
    }


def node_types(picture: Picture) -> list[str]:
    """Return the node types that occur, in the order of the legend."""
    return sorted({node.type for node in picture.nodes}, key=legend_order)


def line_types(picture: Picture) -> list[str]:
    """Return the relationship types that occur, by name."""
    return sorted({relationship.type for relationship in picture.relationships})


def text(value: object, language: Language | None = None) -> str:
    """Return a value as a reader is to see it.

    Examples
    --------
    >>> text(9007199254740993), text(0.5), text(True), text(date(2024, 5, 1)), text(None)
    ('9007199254740993', '0.5', 'yes', '2024-05-01', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return (language or english()).say("value-yes" if value else "value-no")
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        parts = [text(part, language) for part in value]
        return "; ".join(sorted(parts) if isinstance(value, set | frozenset) else parts)
    return str(value)


def _bundles(picture: Picture) -> dict[tuple[str, str, str], list[Relationship]]:
    """Gather what is drawn as one line: by start, end and type, in the order of the lines."""
    bundles: dict[tuple[str, str, str], list[Relationship]] = defaultdict(list)
    for relationship in picture.relationships:
        bundles[relationship.start, relationship.end, relationship.type].append(relationship)
    return dict(sorted(bundles.items()))


def _claims(bundle: Sequence[Relationship]) -> list[Claim]:
    return list(chain.from_iterable(relationship.claims for relationship in bundle))


def _ordered(picture: Picture) -> list[Node]:
    return sorted(picture.nodes, key=lambda node: node.key)


def _jurisdictions(picture: Picture) -> list[str]:
    return sorted({node.jurisdiction for node in picture.nodes if node.jurisdiction})


def _places(picture: Picture) -> dict[str, list[int] | None]:
    """Say where jurisdictions lie on the map: as the atlas has it, else as their own nodes say."""
    own = {node.jurisdiction: place_of(node) for node in picture.nodes if node.type == "Jurisdiction"}
    return {code: centre(code) or own.get(code) for code in _jurisdictions(picture)}


def _meaning(kind: str, type_: str) -> Mapping[str, Property]:
    """Return the properties that the schema gives to a type, by name; of an unknown type, none."""
    schema = load_schema()
    found = (schema.nodes if kind == "nodes" else schema.relationships).get(type_)
    return found.properties if found else {}


def _texts(
    values: Mapping[str, object], language: Language, meaning: Mapping[str, Property]
) -> list[list[str]]:
    """Return names and values as pairs, without those that are missing; a key stands apart."""
    return [
        [language.name(name), _coded(name, value, language, meaning)]
        for name, value in values.items()
        if value is not None and name != "key"
    ]


def _coded(name: str, value: object, language: Language, meaning: Mapping[str, Property]) -> str:
    """Return a value as text, codes of the schema by their names in the reader's language."""
    codelist = meaning[name].codelist if name in meaning else None
    if codelist and isinstance(value, str | list | tuple):
        codes = [value] if isinstance(value, str) else value
        return text([language.coded(codelist, str(code)) for code in codes], language)
    return text(value, language)


def _claim(claim: Claim, language: Language, meaning: Mapping[str, Property]) -> Json:
    fields = {
        "source": claim.source,
        "record": claim.record,
        "grade": claim.grade,
        "reliability": text(claim.reliability),
        "credibility": text(claim.credibility),
        "handling": claim.handling,
        "owner": text(claim.owner),
        "first": text(claim.first_seen),
        "last": text(claim.last_seen),
        "properties": _texts(claim.properties, language, meaning),
        # What the script reads, by names that no language changes.
        **{name: text(claim.properties.get(name)) for name in _OF_STOPS},
        "mode": _coded("mode", claim.properties.get("mode"), language, meaning),
        "years": years_of_claim(claim),
    }
    return {name: value for name, value in fields.items() if value}


def _weighted(picture: Picture) -> bool:
    """Say whether nodes differ in weight; if not, their size follows the number of their relationships."""
    return len({finite(node.weight) for node in picture.nodes}) > 1


def _sizes(picture: Picture) -> dict[str, float]:
    if _weighted(picture):
        weights = {node.key: finite(node.weight) for node in picture.nodes}
    else:
        ends = {(line.start, line.end, line.type) for line in picture.relationships}
        degrees = Counter(chain.from_iterable({start, end} for start, end, _ in ends))
        weights = {node.key: float(degrees[node.key]) for node in picture.nodes}
    most = max(weights.values(), default=0.0)
    if most == 0:
        return dict.fromkeys(weights, _PLAIN)
    reach = _LARGEST - _SMALLEST
    # The area follows the weight, as readers compare areas.
    return {key: round(_SMALLEST + reach * math.sqrt(value / most), 1) for key, value in weights.items()}
