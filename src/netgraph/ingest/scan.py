"""Look for direct identifiers of persons in the cells that are loaded as text, and refuse their rows.

Columns read as codes, numbers, dates, coordinates or States hold nothing else once they are read, and an
identifier's value is hashed: they are not looked at. What a text may hold is known to
`netgraph.ingest.detectors`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netgraph.ingest.bindings import filled
from netgraph.ingest.detectors import sighting
from netgraph.ingest.rows import Reason

if TYPE_CHECKING:
    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.rows import Rows

TEXTS = frozenset({"string", "text", "strings"})
PERSON = "Person"
LIKE_A_NAME = "words in place of a pseudonym, like a name"
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ,.]{1,2}[^\W\d_]{1,}[.]?){1,5}")


def text_columns(mapping: Mapping) -> list[str]:
    """Columns whose text reaches the graph: records, references, names, towns, properties of text."""
    found = dict.fromkeys(mapping.record)
    for spec in mapping.nodes.values():
        found.update(dict.fromkeys(spec.key))
        if spec.place and spec.place.town:
            found[spec.place.town] = None
    for stop in mapping.stops.each() if mapping.stops else ():
        if stop.place.town:
            found[stop.place.town] = None
    for part in filled(mapping):
        if part.binding.column and part.definition.type in TEXTS and part.name != "owner":
            found[part.binding.column] = None
    return [column for column in found if column != mapping.source.fingerprint]  # netgraph makes it


def scan(mapping: Mapping, rows: Rows) -> dict[int, Reason]:
    """Find the rows that hold a direct identifier in a column that is loaded as text.

    Parameters
    ----------
    mapping : Mapping
        Its ``unscanned`` columns are passed over.
    rows : Rows

    Returns
    -------
    dict of int to Reason
        By position: which kind of thing was seen, and in which column; never the thing.

    Notes
    -----
    Each distinct text of a column is looked at once: about a microsecond for a reference such as
    C-2023-0142, forty for a sentence.
    """
    pseudonyms = {column for spec in mapping.nodes.values() if spec.type == PERSON for column in spec.key}
    found: dict[int, Reason] = {}
    for column in text_columns(mapping):
        if column in mapping.unscanned:
            continue
        texts, codes = rows.categories(column)
        seen = {code: kind for code, text in enumerate(texts) if (kind := sighting(text))}
        if column in pseudonyms:
            words = (code for code, text in enumerate(texts) if _WORDS.fullmatch(text))
            seen = dict.fromkeys(words, LIKE_A_NAME) | seen
        for position, code in enumerate(codes) if seen else ():
            if code in seen:
                found.setdefault(position, Reason(f"holds {seen[code]}", column))
    return found


def in_key(key: str, label: str) -> str:
    """Say what kind of direct identifier is a part of a key that somebody else made; empty for none."""
    for part in key.split("/"):
        kind = sighting(part) or (LIKE_A_NAME if label == PERSON and _WORDS.fullmatch(part) else "")
        if kind:
            return kind
    return ""
