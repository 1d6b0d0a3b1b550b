"""Find the graph patterns of a statement: chains of nodes and relationships, and names for them.

Reads tokens only; what a pattern may hold is the schema's to say, and asked in `check`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.queries.tokens import Token, Tokens

_CLAUSES = {"MATCH", "WITH", "RETURN", "UNWIND", "WHERE", "ORDER", "CALL", "UNION"}
# A word before ``(`` that is none of these is the name of a function.
_BEFORE_A_NODE = {"MATCH", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "WHEN", "THEN", "ELSE", "CASE"}


@dataclass(frozen=True)
class Element:
    """A node or relationship of a pattern.

    Attributes
    ----------
    variable : str
        Its name in the statement; empty when it has none.
    names : tuple of Token
        Labels or types.
    keys : tuple of Token
        Properties that stand in braces.
    place : int
        The token that opens it.
    line : int
        From 0 within the statement.
    direction : str
        Of a relationship: ``->``, ``<-`` or ``-``.
    steps : tuple of str
        Of a relationship of variable length: the tokens after ``*``; ("*",) for one without bounds.
    """

    variable: str
    names: tuple[Token, ...]
    keys: tuple[Token, ...]
    place: int
    line: int
    direction: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chain:
    """A pattern: nodes with relationships between them; `absent` when the statement asks that it not be."""

    nodes: tuple[Element, ...]
    relationships: tuple[Element, ...]
    absent: bool


@dataclass
class Patterns:
    """All patterns of a statement."""

    chains: list[Chain] = field(default_factory=list)
    places: set[int] = field(default_factory=set)

    @property
    def nodes(self) -> Iterator[Element]:
        """Every node, as often as it stands there."""
        return (node for chain in self.chains for node in chain.nodes)

    @property
    def relationships(self) -> Iterator[Element]:
        """Every relationship."""
        return (relationship for chain in self.chains for relationship in chain.relationships)


def find_patterns(tokens: Tokens) -> Patterns:
    """Read all patterns of a statement, those in subqueries and comprehensions included."""
    found = Patterns()
    place = 0
    while place < len(tokens):
        if tokens.upper(place) != "(" or not _opens_node(tokens, place):
            place += 1
            continue
        start = place
        chain, place = _read_chain(tokens, place)
        found.chains.append(chain)
        found.places.update(range(start, place))
    return found


def names_of(tokens: Tokens, variables: set[str]) -> dict[str, set[str]]:
    """Follow pattern variables through aliases.

    These are ``WITH a AS b``, ``UNWIND a AS b``, ``UNWIND [a, c] AS b``, ``collect(a) AS b`` and ``b IN a``.

    Returns
    -------
    dict of str to set of str
        From each name to the pattern variables that it can stand for, itself included.
    """
    means = {name: {name} for name in variables}
    for place in range(len(tokens)):
        here = tokens.upper(place)
        if here == "AS":
            sources, target = _sources_of_alias(tokens, place), tokens[place + 1].text
        elif here == "IN" and tokens[place + 2].text in {"|", "WHERE", "]", ")"}:
            sources, target = [tokens[place + 1].text], tokens[place - 1].text
        else:
            continue
        for source in sources:
            if source in means:
                means.setdefault(target, set()).update(means[source])
    return means


def _sources_of_alias(tokens: Tokens, place: int) -> list[str]:
    """Return the variables that stand whole before ``AS``: bare, collected, or listed to be unwound."""
    before = tokens.opening.get(place - 1)
    if before is None:
        bare = tokens.upper(place - 2) in {"WITH", "UNWIND", "DISTINCT", ","}
        return [tokens[place - 1].text] if bare else []
    inner = [token.text for token in tokens.all[before + 1 : place - 1] if token.upper != "DISTINCT"]
    if tokens.upper(before - 1) == "COLLECT" and len(inner) == 1:
        return inner
    if tokens.upper(before - 1) == "UNWIND" and all(comma == "," for comma in inner[1::2]):
        return inner[::2]
    return []


def _opens_node(tokens: Tokens, place: int) -> bool:
    before = tokens[place - 1]
    if before.kind == "word" and before.upper not in _BEFORE_A_NODE:
        return False
    end = _end_of_element(tokens, place + 1)
    if end != tokens.closing[place] and tokens.upper(end) != "WHERE":
        return False  # an expression in brackets
    if any(tokens[inner].text == ":" for inner in range(place + 1, end)):
        return True
    after = tokens.closing[place] + 1
    if tokens[after].text in {"-", "<-"} and tokens[after + 1].text in {"[", "-", "->"}:
        return True
    return before.upper == "MATCH" or (before.text == "," and _clause_of(tokens, place) == "MATCH")


def _clause_of(tokens: Tokens, place: int) -> str:
    """Walk back to the keyword that governs a token at its own depth of brackets."""
    depth = tokens.inside[place]
    while place > depth:
        place -= 1
        place = tokens.opening.get(place, place)
        if tokens.upper(place) in _CLAUSES:
            return tokens.upper(place)
    return ""


def _end_of_element(tokens: Tokens, place: int) -> int:
    """Skip variable, labels or types, ``*`` with bounds and braces; return what comes after."""
    if tokens[place].kind == "word" and tokens.upper(place) != "WHERE":
        place += 1
    if tokens[place].text == ":":
        place += 1
        while tokens[place].text in {"|", "&", ":"} or (
            tokens[place].kind == "word" and tokens.upper(place) != "WHERE"
        ):
            place += 1
    if tokens[place].text == "*":
        place += 1
        while tokens[place].kind == "number" or tokens[place].text == "..":
            place += 1
    if tokens[place].text == "{":
        place = tokens.closing[place] + 1
    return place


def _read_chain(tokens: Tokens, place: int) -> tuple[Chain, int]:
    absent = _is_absent(tokens, place)
    nodes, relationships = [_read_element(tokens, place)], []
    place = tokens.closing[place] + 1
    while tokens[place].text in {"-", "<-"}:
        left = tokens[place].text
        bracket = place + 1 if tokens[place + 1].text == "[" else None
        after = place + 1 if bracket is None else tokens.closing[bracket] + 1
        if tokens[after].text not in {"-", "->"} or tokens[after + 1].text != "(":
            break
        direction = "->" if tokens[after].text == "->" else left
        relationships.append(_read_element(tokens, place if bracket is None else bracket, direction))
        nodes.append(_read_element(tokens, after + 1))
        place = tokens.closing[after + 1] + 1
    return Chain(tuple(nodes), tuple(relationships), absent), place


def _is_absent(tokens: Tokens, place: int) -> bool:
    """Whether a statement asks that a pattern not be there: NOT before it, or NOT EXISTS around it."""
    if tokens.upper(place - 1) == "NOT":
        return True
    around = tokens.inside[place]
    while around >= 0:
        if tokens.upper(around - 1) == "EXISTS" and tokens.upper(around - 2) == "NOT":
            return True
        around = tokens.inside[around]
    return False


def _read_element(tokens: Tokens, place: int, direction: str = "") -> Element:
    if place not in tokens.closing:  # an arrow without brackets
        return Element("", (), (), place, tokens[place].line, direction)
    inner = range(place + 1, _end_of_element(tokens, place + 1))
    variable = ""
    names: list[Token] = []
    keys: list[Token] = []
    steps: list[str] = []
    for at in inner:
        token = tokens[at]
        if tokens.inside[at] != place:
            if token.text == ":" and tokens[at - 1].kind == "word":
                keys.append(tokens[at - 1])
        elif token.kind == "word":
            if at == place + 1:
                variable = token.text
            else:
                names.append(token)
        elif token.kind == "number" or token.text in {"..", "*"}:
            steps.append(token.text)
    return Element(variable, tuple(names), tuple(keys), place, tokens[place].line, direction, tuple(steps))
