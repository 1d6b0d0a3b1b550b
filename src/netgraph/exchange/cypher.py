r"""A Cypher script that makes the graph again in Neo4j, by ``cypher-shell`` or the browser.

Statements are compiled from the schema; all that comes from the data stands in string literals and numbers.
Neo4j reads ``\uXXXX`` anywhere in a statement before it looks for quotes [1]_, so that even an escaped
backslash before a ``u`` could become a quote: such a text is put together from two literals.

References
----------
.. [1] Cypher manual, "Parsing", https://neo4j.com/docs/cypher-manual/5/syntax/parsing/.
"""

from __future__ import annotations

import math
import re
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.contents import ENDS
from netgraph.exchange.rows import every
from netgraph.model import load_schema
from netgraph.store.statements import constraints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netgraph.disclosure import Disclosed

    Row = dict[str, Any]

ENDING = "cypher"
CARRIES = None  # every label and type
LOSSES = ("The database is a copy to look at: netgraph ingest does not load into it.",)
BATCH = 500
_SPECIAL = re.compile(r"\\u|['\\\x00-\x1f\x7f-\x9f]")
_ESCAPES = {
    "\\u": "\\\\' + 'u",
    "'": "\\'",
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}


def encode(found: Disclosed) -> bytes:
    """Return the script: the same bytes for the same graph; run twice, it makes nothing twice.

    Time and memory are linear in the graph.
    """
    return "".join(f"{line}\n" for line in _script(found)).encode()


def _script(found: Disclosed) -> Iterator[str]:
    yield f"// netgraph, {found.marking}, to {found.recipient}"
    yield from (f"{statement};" for statement in constraints(load_schema()))
    for (label,), part in _batches(((label,), row) for label, row in every(found.nodes)):
        yield f"UNWIND {literal(part)} AS row MERGE (n:{label} {{key: row.key}}) SET n += row;"
    claims = [((type_, row["start_label"], row["end_label"]), row) for type_, row in every(found.claims)]
    for (type_, start, end), part in _batches(sorted(claims, key=itemgetter(0))):
        given = [
            {"start": row["start"], "end": row["end"], "claim": {k: row[k] for k in row if k not in ENDS}}
            for row in part
        ]
        yield (
            f"UNWIND {literal(given)} AS row "
            f"MATCH (a:{start} {{key: row.start}}), (b:{end} {{key: row.end}}) "
            f"MERGE (a)-[r:{type_} {{key: row.claim.key}}]->(b) SET r += row.claim;"
        )


def _batches(rows: Iterable[tuple[tuple[str, ...], Row]]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Yield rows that go into one statement, with the names that they share."""
    for names, group in groupby(rows, itemgetter(0)):
        while part := [row for _, row in islice(group, BATCH)]:
            yield names, part


def literal(value: Any) -> str:  # noqa: ANN401 - a value is anything
    r"""Return a value as Cypher writes it.

    Parameters
    ----------
    value : str, bool, int, float, list or dict
        Names in a dict are ours, not of the data.

    Examples
    --------
    >>> print(literal({"key": "it's", "codes": ["a"], "n": 1}))
    {key: 'it\'s', codes: ['a'], n: 1}
    >>> print(literal("\\u0027"))
    '\\' + 'u0027'
    """
    if isinstance(value, str):
        escaped = _SPECIAL.sub(lambda match: _escape(match.group()), value)
        return f"'{escaped}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(one)}" for name, one in value.items()) + "}"
    return "[" + ", ".join(map(literal, value)) + "]"


def _escape(character: str) -> str:
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"


def _number(value: float) -> str:
    if math.isnan(value):
        return "(0.0 / 0.0)"
    if math.isinf(value):
        return f"({math.copysign(1.0, value)} / 0.0)"
    digits, _, exponent = repr(value).partition("e")  # Cypher has no plus in it
    return f"{digits}e{int(exponent)}" if exponent else digits
