"""Look for direct identifiers of persons in what a partner released, as a load looks in a file.

A partner may have other rules, an older version, or no netgraph at all. What is public reference (names of
States, treaties and events) is not looked at. Identifiers are to be keyed hashes, in the form in which a load
makes them: whatever else is in their place is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from netgraph.ingest.detectors import sighting
from netgraph.ingest.rows import Reason
from netgraph.ingest.scan import TEXTS, in_key
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

REFERENCE = frozenset({"Event", "Instrument", "Jurisdiction"})
HASHED = re.compile("[0-9a-f]{64}")
UNHASHED = "an identifier that is no keyed hash"
CODES = frozenset({"owner", "releasable_to", "digest", "run", "key"})  # held against other rules


def direct_identifiers(name: str, columns: Mapping[str, list[Any]]) -> dict[int, Reason]:
    """Find the nodes or claims that hold a direct identifier in a key, a reference or a text.

    Parameters
    ----------
    name : str
        Label or type.
    columns : mapping of str to list
        As `netgraph.disclosure.Disclosed` has them.

    Returns
    -------
    dict of int to Reason
        By row: what kind of thing was seen and where; never the thing. Linear in the distinct texts.
    """
    schema = load_schema()
    found: dict[int, Reason] = {}
    if name in REFERENCE:
        return found
    node = name in schema.nodes
    properties = schema.node_properties(name) if node else schema.relationship_properties(name)
    for column, one in properties.items():
        if one.type in TEXTS and column not in CODES and column in columns:
            _note(found, columns[column], _seen, f"{name}.{column}")
    labels = {"key": [name] * len(columns["key"])} if node else {}
    labels |= {end: columns[f"{end}_label"] for end in ("start", "end") if not node}
    for column, of in labels.items():
        pairs = zip(columns[column], of, strict=True)
        _note(found, pairs, lambda pair: _in_key(*pair), f"{name}.{column}")
    return found


def _in_key(key: str, label: str) -> str:
    if label in REFERENCE:
        return ""
    return in_key(key, label) if label != "Identifier" else "" if _hashed(key) else UNHASHED


def _hashed(key: str) -> bool:
    """Whether a key has the form that `netgraph.model.identifiers.Pseudonymizer` gives."""
    kind, _, digest = key.partition("/")
    kinds = load_schema().codelists["identifier_kind"].codes
    return HASHED.fullmatch(digest) is not None and kind in {code.lower() for code in kinds}


def _seen(value: str | list[str] | None) -> str:
    texts = value if isinstance(value, list) else [value]
    return next(filter(None, (sighting(text) for text in texts if text)), "")


def _note(found: dict[int, Reason], values: Iterable[Any], see: Callable[[Any], str], where: str) -> None:
    """Look once at each of the values."""
    known: dict[Any, str] = {}
    for row, value in enumerate(values):
        key = tuple(value) if isinstance(value, list) else value
        if key not in known:
            known[key] = see(value)
        if known[key]:
            found.setdefault(row, Reason(f"holds {known[key]}", where))
