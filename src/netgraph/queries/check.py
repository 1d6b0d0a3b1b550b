"""Check a query against its header and the schema, without an engine.

Each rule is one function that yields complaints; ``queries/README.md`` lists the rules for authors.
What only an engine can know (is this valid Cypher, is it fast) is left to `EXPLAIN` and the tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from netgraph.errors import QueryError
from netgraph.queries import check_patterns
from netgraph.queries.binding import read_value
from netgraph.queries.header import HANDLING, MARKINGS, Counts
from netgraph.queries.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.model import Schema
    from netgraph.queries.catalogue import Query

_FIRST = {"MATCH", "OPTIONAL", "UNWIND", "WITH", "CALL", "RETURN"}
_WRITING = {"CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "LOAD"}
_PATH_TRAP = (
    "the embedded engine picks a path before it looks; "
    "use a bounded variable length and ORDER BY length(p) LIMIT 1"
)
_NO_COUNT = re.compile(r"(?:^|_)(?:year|position)$")
_IN_A_STRING = re.compile(r"\$[A-Za-z_]\w*")


@dataclass(frozen=True, order=True)
class Complaint:
    """What is wrong with a query, and on which line of its file."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


Found = tuple[int, str]
"""A complaint before it knows its file: line within the statement (-1: the header), message."""


def check(query: Query, schema: Schema) -> list[Complaint]:
    """Check one query.

    Parameters
    ----------
    query : Query
        From a catalogue.
    schema : Schema
        The vocabulary that it must keep to.

    Returns
    -------
    list of Complaint
        By line; empty when there is nothing to complain of.
    """
    try:
        reading = Reading(query, schema)
        found = {each for rule in _RULES for each in rule(reading)}
    except QueryError as cause:
        found = {(cause.line or 0, cause.message.rpartition(": ")[2])}
    return sorted(
        Complaint(query.path, line + query.line if line >= 0 else 1, message) for line, message in found
    )


def _parameters(reading: Reading) -> Iterator[Found]:
    """Every parameter is declared and used, and every default fits."""
    query, used = reading.query, set()
    for token in reading.tokens.all:
        if token.kind == "parameter":
            used.add(token.text[1:])
            if token.text[1:] not in query.params:
                yield token.line, f"the parameter {token.text} is not declared in params"
        if token.kind == "string" and (inner := _IN_A_STRING.search(token.text)):
            yield token.line, f"{inner.group()} stands inside a string: it is text there, not a parameter"
    for name, parameter in query.params.items():
        if name not in used:
            yield -1, f"the parameter {name} is declared but not used"
        if parameter.codelist and parameter.codelist not in reading.schema.codelists:
            yield -1, f"the parameter {name}: there is no code list {parameter.codelist!r}"
        elif parameter.default is not None:
            try:
                read_value(query.name, name, parameter, parameter.default)
            except QueryError as cause:
                yield -1, cause.message


def _columns(reading: Reading) -> Iterator[Found]:
    """Only what the header declares is returned, in order."""
    line = reading.tokens[reading.result].line
    if reading.result == len(reading.tokens):
        yield reading.tokens[0].line, "there is no RETURN"
        return
    returned = list(reading.aliases())
    for item, name in zip(reading.items, returned, strict=True):
        if not name:
            yield reading.tokens[item[0]].line, "name what is returned: AS column"
    declared = list(reading.query.columns)
    if all(returned) and returned != declared:
        yield line, f"RETURN gives {', '.join(returned)}; the header declares {', '.join(declared)}"


def _statement(reading: Reading) -> Iterator[Found]:
    """One statement that reads."""
    tokens = reading.tokens
    if tokens.upper(0) not in _FIRST:
        yield tokens[0].line, f"a query starts with one of {', '.join(sorted(_FIRST))}"
    for place, token in enumerate(tokens.all):
        is_name = tokens[place - 1].text in {".", ":", "|"} or tokens[place + 1].text == ":"
        if token.text == ";" and token.kind == "sign":
            yield token.line, "one statement in a file, and no semicolon"
        elif token.upper in _WRITING and token.kind == "word" and not is_name:
            yield token.line, f"{token.upper} writes, and a query only reads"
        elif token.upper == "CALL" and tokens[place + 1].text not in {"{", "("}:
            yield token.line, "CALL of a procedure: what it does differs between engines"
        elif token.upper == "UNION" and tokens.inside[place] == -1:
            yield token.line, "UNION of the whole cannot be ordered: put it into CALL () { ... }"


def _order(reading: Reading) -> Iterator[Found]:
    """Many rows come in a total order, the same on every engine."""
    if reading.query.header.returns != "many":
        return
    line = reading.tokens[reading.result].line
    keys = []
    for key in reading.order:
        texts = [reading.tokens[p] for p in key]
        if len(texts) > 1 and texts[-1].upper in {"ASC", "DESC", "ASCENDING", "DESCENDING"}:
            texts.pop()
        keys.append(texts[0].text if len(texts) == 1 else "")
    unique = reading.query.header.unique
    missing = [name for name in unique if name not in keys]
    if not keys:
        yield line, "many rows need an ORDER BY"
    elif missing:
        yield line, f"ORDER BY lacks {missing[0]}, one of the unique columns: the order is not total"
    elif keys[-1] not in unique:
        yield line, f"ORDER BY ends in {keys[-1] or 'an expression'}: end it in a unique column"


def _traps(reading: Reading) -> Iterator[Found]:
    """Nothing that the embedded engine is known to answer differently."""
    tokens = reading.tokens
    for place, token in enumerate(tokens.all):
        before, after = tokens[place - 1], tokens[place + 1]
        if token.upper in {"SHORTESTPATH", "ALLSHORTESTPATHS"} and after.text == "(":
            if tokens.upper(tokens.closing[place + 1] + 1) == "WHERE":
                yield token.line, f"{token.text} with a predicate: {_PATH_TRAP}"
        elif token.upper == "SHORTEST" and before.text not in {".", ":"}:
            yield token.line, "SHORTEST is not known to the embedded engine: k shortest paths are analytics"
        elif token.text == "!" and token.kind == "sign":
            yield token.line, "labels are listed with | only: the checker reads no other expression"
    for item in reading.items:
        yield from _whole(reading, item)


def _whole(reading: Reading, item: list[int]) -> Iterator[Found]:
    """Whole nodes, relationships and paths do not leave a query: engines give them in different shapes."""
    tokens = reading.tokens
    paths = {
        tokens[p - 2].text
        for p in range(2, len(tokens))
        if tokens[p - 1].text == "=" and (p in reading.patterns.places or "PATH" in tokens.upper(p))
    }
    for place in item:
        token, after = tokens[place], tokens[place + 1]
        if token.kind != "word" or (token.text not in reading.names and token.text not in paths):
            continue
        whole = place == item[0] and (len(item) == 1 or after.upper == "AS")
        bracket = tokens.inside[place]
        collected = bracket >= 0 and tokens.upper(bracket - 1) == "COLLECT" and after.text == ")"
        if whole or collected or (after.text == "{" and tokens[place - 1].text != "."):
            yield token.line, f"{token.text} is returned whole: return its properties"


def _markings(reading: Reading) -> Iterator[Found]:
    """Every claim and owned node that went into a row brings its marking."""
    carriers = list(check_patterns.carriers(reading.patterns, reading.schema))
    columns = list(reading.query.columns)
    last = columns[-1]
    if carriers and last not in {MARKINGS, HANDLING}:
        yield -1, f"claims or owned nodes went into the rows: return {MARKINGS} as the last column"
    if last == HANDLING and len({c.variable for c in carriers}) > 1:
        yield -1, f"more than one claim goes into a row: return {MARKINGS} (a list), not {HANDLING}"
    tokens = reading.tokens
    marked: set[str] = set()
    for place, token in enumerate(tokens.all):
        if tokens[place + 1].text != "." or tokens[place + 2].text != HANDLING:
            continue
        if tokens.upper(place + 3) in {"IS", "=", "<>"}:
            continue  # a question about the marking hands none on
        marked |= reading.names.get(token.text, set())
        around = tokens.upper(tokens.inside[place] - 1)
        if around != "COALESCE" or tokens[place + 4].text != "'RED'":
            yield token.line, f"write coalesce({token.text}.handling, 'RED'): a missing marking is RED"
    for carrier in carriers:
        unnamed = "a relationship" if carrier.direction else "a node that may be owned"
        what = " or ".join(name.text for name in carrier.names) or unnamed
        if not carrier.variable:
            yield carrier.line, f"name {what} and return its handling: it went into the row"
        elif carrier.variable not in marked and not _stands_for(carrier.variable, reading) <= marked:
            yield carrier.line, f"{carrier.variable} ({what}) went into the row, but not its handling"


def _stands_for(variable: str, reading: Reading) -> set[str]:
    """Return the pattern variables that another one is an alias of; the variable itself when of none."""
    return reading.names[variable] - {variable} or {variable}


def _vocabulary(reading: Reading) -> Iterator[Found]:
    """Labels, types, properties and directions are the schema's."""
    return check_patterns.vocabulary(reading.tokens, reading.patterns, reading.names, reading.schema)


def _counts(reading: Reading) -> Iterator[Found]:
    """Every whole number says what it counts, so that small counts go to no recipient."""
    for name, column in reading.query.columns.items():
        if column.type == "integer" and not column.counts and not _NO_COUNT.search(name):
            yield (
                -1,
                f"the column {name} counts something: say what, as counts: {', '.join(get_args(Counts))}",
            )


_RULES = (
    _counts,
    _statement,
    _parameters,
    _columns,
    _order,
    _traps,
    _markings,
    _vocabulary,
)
