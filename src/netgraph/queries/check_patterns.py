"""The rules of the checker that ask the schema: vocabulary, direction, and whose markings are due."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from netgraph.model import Schema
    from netgraph.queries.patterns import Chain, Element, Patterns
    from netgraph.queries.tokens import Tokens

Found = tuple[int, str]


def carriers(patterns: Patterns, schema: Schema) -> Iterator[Element]:
    """Yield the relationships and owned nodes that go into a row, once for each variable.

    A pattern that a statement wants absent puts nothing into a row, and a node without a variable nothing
    beyond the claim on it. A node without a label counts as owned unless the relationships on it only ever
    end at shared nodes.
    """
    labels = _labels(patterns)
    seen: set[str] = set()
    for chain in patterns.chains:
        if chain.absent:
            continue
        for element in _in_order(chain):
            if element.direction or _may_be_owned(element, chain, labels, schema):
                if element.variable not in seen or not element.variable:
                    yield element
                seen.add(element.variable)


def vocabulary(
    tokens: Tokens, patterns: Patterns, names: Mapping[str, set[str]], schema: Schema
) -> Iterator[Found]:
    """Every label, type and property is in the schema, and relationships run the way it says."""
    labels = _labels(patterns)
    for chain in patterns.chains:
        for element in _in_order(chain):
            yield from _words(element, schema)
            yield from _keys(element, labels, schema)
        for number, relationship in enumerate(chain.relationships):
            left, right = chain.nodes[number], chain.nodes[number + 1]
            yield from _ends(left, relationship, right, labels, schema)
            if relationship.steps and not _bounded(relationship.steps):
                yield relationship.line, "a variable length needs an upper bound: *1..4"
    yield from _predicates(tokens, patterns, schema)
    yield from _properties(tokens, labels, names, schema)


def _in_order(chain: Chain) -> Iterator[Element]:
    yield from sorted((*chain.nodes, *chain.relationships), key=lambda element: element.place)


def _labels(patterns: Patterns) -> dict[str, set[str]]:
    """From each variable to all labels or types that it has anywhere in the statement."""
    found: dict[str, set[str]] = {}
    for element in (*patterns.nodes, *patterns.relationships):
        if element.variable:
            found.setdefault(element.variable, set()).update(name.text for name in element.names)
    return found


def _of(element: Element, labels: Mapping[str, set[str]]) -> set[str]:
    return {name.text for name in element.names} or labels.get(element.variable, set())


def _may_be_owned(node: Element, chain: Chain, labels: Mapping[str, set[str]], schema: Schema) -> bool:
    if not node.variable and not node.keys:
        return False
    found = _of(node, labels) or _labels_from_ends(node, chain, schema)
    return not found or any(label in schema.labels("owned") for label in found)


def _labels_from_ends(node: Element, chain: Chain, schema: Schema) -> set[str]:
    """Return the labels that the relationships on a node allow; none known when they allow any."""
    number = chain.nodes.index(node)
    sides = [(r, "->") for r in chain.relationships[number : number + 1]]
    sides += [(r, "<-") for r in chain.relationships[max(number - 1, 0) : number]]
    for relationship, outwards in sides:
        types = [schema.relationships[n.text] for n in relationship.names if n.text in schema.relationships]
        if not types or relationship.steps:
            continue
        starts = {label for type_ in types for label in type_.start}
        ends = {label for type_ in types for label in type_.end}
        if relationship.direction == "-":
            return starts | ends
        return starts if relationship.direction == outwards else ends
    return set()


def _words(element: Element, schema: Schema) -> Iterator[Found]:
    known: Mapping[str, object] = schema.relationships if element.direction else schema.nodes
    what = "relationship type" if element.direction else "label"
    for name in element.names:
        if name.text not in known:
            yield name.line, _unknown(what, name.text, known)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"the schema has no {what} {name}" + (f": {near[0]}?" if near else "")


def _ends(
    left: Element, relationship: Element, right: Element, labels: Mapping[str, set[str]], schema: Schema
) -> Iterator[Found]:
    """Find types that cannot run between two nodes the way the arrow points."""
    if relationship.steps:
        return  # what stands in between is not named
    for name in relationship.names:
        type_ = schema.relationships.get(name.text)
        if type_ is None:
            continue
        pairs = {"->": [(left, right)], "<-": [(right, left)]}.get(
            relationship.direction, [(left, right), (right, left)]
        )
        fits = any(
            _meet(_of(start, labels) & set(schema.nodes), type_.start)
            and _meet(_of(end, labels) & set(schema.nodes), type_.end)
            for start, end in pairs
        )
        if not fits:
            starts, ends = "|".join(type_.start), "|".join(type_.end)
            yield (
                name.line,
                f"{name.text} goes ({starts})-[:{name.text}]->({ends}), not the way it stands here",
            )


def _meet(labels: set[str], allowed: Iterable[str]) -> bool:
    return not labels or not labels.isdisjoint(allowed)


def _bounded(steps: tuple[str, ...]) -> bool:
    """Whether ``*`` is followed by a number or by a range with an end."""
    return steps[-1] not in {"*", ".."}


def _keys(element: Element, labels: Mapping[str, set[str]], schema: Schema) -> Iterator[Found]:
    known = _properties_of(_of(element, labels), schema)
    for key in element.keys:
        if key.text not in known:
            yield key.line, _unknown("property", key.text, known)


def _properties_of(names: Iterable[str], schema: Schema) -> set[str]:
    """All properties of some labels and types; of all of them when none is known."""
    known = [name for name in names if name in schema.nodes or name in schema.relationships]
    found: set[str] = set()
    for name in known or (*schema.nodes, *schema.relationships):
        if name in schema.nodes:
            found.update(schema.node_properties(name))
        else:
            found.update(schema.relationship_properties(name))
    return found


def _predicates(tokens: Tokens, patterns: Patterns, schema: Schema) -> Iterator[Found]:
    """Labels and types in expressions, as in ``WHERE n:Person``."""
    known = {**schema.nodes, **schema.relationships}
    for place, token in enumerate(tokens.all):
        if token.text != ":" or token.kind != "sign" or place in patterns.places:
            continue
        brace = tokens.inside[place]
        if brace >= 0 and tokens[brace].text == "{" and tokens[place - 2].text in {"{", ","}:
            continue  # the key of a map
        at = place + 1
        while tokens[at].kind == "word":
            if tokens[at].text not in known:
                yield tokens[at].line, _unknown("label or type", tokens[at].text, known)
            at += 2 if tokens[at + 1].text in {"|", "&", ":"} else len(tokens)


def _properties(
    tokens: Tokens, labels: Mapping[str, set[str]], names: Mapping[str, set[str]], schema: Schema
) -> Iterator[Found]:
    """Properties read with a dot; a map's own keys count as known where no label is."""
    own = {
        tokens[place - 1].text
        for place in range(1, len(tokens))
        if tokens[place].text == ":" and tokens[place - 2].text in {"{", ","}
    }
    for place, token in enumerate(tokens.all):
        name, after = tokens[place + 2], tokens[place + 3]
        if token.kind != "word" or tokens[place + 1].text != "." or name.kind != "word":
            continue
        if after.text in {"(", "."}:
            continue  # a function of a namespace, as in point.distance
        types = {type_ for variable in names.get(token.text, ()) for type_ in labels.get(variable, ())}
        known = _properties_of(types, schema) | (set() if types else own)
        if name.text not in known:
            yield name.line, _unknown("property", f"{token.text}.{name.text}", known)
