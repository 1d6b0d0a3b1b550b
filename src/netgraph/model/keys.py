"""Keys and digests: how a node or a claim is told apart from every other, and whether it changed.

All functions are pure and injective on their parts (up to a hash collision): (1, "23") never meets
(12, "3"), and (a, b) never meets (b, a).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Scalar = str | int | float | bool | None
Value = Scalar | list[str]

_ESCAPES = str.maketrans({"%": "%25", "/": "%2F", "\n": "%0A", "\r": "%0D", "\0": "%00"})


def node_key(parts: Iterable[object]) -> str:
    """Join the parts of a node's key, readably and without collisions.

    Parameters
    ----------
    parts : iterable of object
        Ordered; for an owned node the source comes first.

    Returns
    -------
    str
        The parts joined by ``/``, with ``/`` and ``%`` inside a part escaped.

    Examples
    --------
    >>> node_key(["ngo", 1, "23"]), node_key(["ngo", 12, "3"]), node_key(["ngo", "1/2"])
    ('ngo/1/23', 'ngo/12/3', 'ngo/1%2F2')
    """
    texts = map(str, parts)
    return "/".join([text if text.isalnum() else text.translate(_ESCAPES) for text in texts])


def claim_key(start_label: str, start: str, type_: str, end_label: str, end: str, *more: object) -> str:
    """Hash the identity of a claim: its ends, its type, then source, record and distinguishing values.

    Parameters
    ----------
    start_label, start, type_, end_label, end : str
        The relationship; the ends by label and key.
    *more : object
        Source, record, and the values of the type's own key properties, in that order.

    Returns
    -------
    str
        32 hexadecimal digits (the first half of SHA-256).
    """
    return _hash([start_label, start, type_, end_label, end, *more])


def digest(properties: Mapping[str, Value]) -> str:
    """Hash the content of a node or claim, so that a second load can see what changed.

    Parameters
    ----------
    properties : mapping of str to value
        Order does not matter; a property that is None counts as absent.

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    parts: list[object] = []
    for name in sorted(properties):
        value = properties[name]
        if value is not None:
            parts += [name, type(value).__name__, *_flat(value)]
    return _hash(parts)


def _flat(value: Value) -> list[object]:
    return [len(value), *value] if isinstance(value, list) else [value]


def _hash(parts: Iterable[object]) -> str:
    """Hash parts, each after its length in bytes, so that no two lists of parts can run into one text.

    A load hashes in the same way, but in SQL (`netgraph.ingest.columns.hashed`).
    """
    encoded = (str(part).encode("utf-8", "surrogatepass") for part in parts)
    text = b"".join(b"%d:%b" % (len(part), part) for part in encoded)
    return hashlib.sha256(text).hexdigest()[:32]
