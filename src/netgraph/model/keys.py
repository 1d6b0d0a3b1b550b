"""Keys and digests: how a node or a claim is told apart from every other, and whether it changed.

All functions are pure and injective on their parts (up to a hash collision): (1, "23") never meets
(12, "3"), and (a, b) never meets (b, a).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    return "/".join(str(part).translate(_ESCAPES) for part in parts)


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
        32 hexadecimal digits (BLAKE2b, 128 bits).
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


def claim_keys(columns: Sequence[Sequence[object]]) -> list[str]:
    """Hash many claims at once, column by column; each as `claim_key` would.

    Parameters
    ----------
    columns : sequence of sequence of object
        One for each part of `claim_key`, in its order.
    """
    return _hashes([[_part(str(value)) for value in column] for column in columns])


def digests(columns: Mapping[str, Sequence[Value]]) -> list[str]:
    """Hash many nodes or claims at once, column by column; each as `digest` would.

    Parameters
    ----------
    columns : mapping of str to sequence of value
        One for each property, all of one length.
    """
    return _hashes([_described(name, columns[name]) for name in sorted(columns)])


def _described(name: str, values: Sequence[Value]) -> list[str]:
    """Write each value as `digest` does, after its name and type; a text once however often it occurs."""
    head = _part(name)
    known: dict[object, str] = {}
    found = []
    for value in values:
        if value is None:
            found.append("")
            continue
        text = known.get(value) if type(value) is str else None
        if text is None:
            text = head + _part(type(value).__name__) + "".join([_part(str(part)) for part in _flat(value)])
            if type(value) is str:
                known[value] = text
        found.append(text)
    return found


def _flat(value: Value) -> list[object]:
    return [len(value), *value] if isinstance(value, list) else [value]


def _hash(parts: Iterable[object]) -> str:
    """Hash parts, each after its length, so that no two lists of parts can run into one text."""
    return _hashed("".join([_part(str(part)) for part in parts]))


def _hashes(columns: Sequence[Sequence[str]]) -> list[str]:
    return [_hashed("".join(row)) for row in zip(*columns, strict=True)]


def _part(text: str) -> str:
    return f"{len(text)}:{text}"


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
