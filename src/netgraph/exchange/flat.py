r"""Values as plain text, number or truth, for formats that have no lists and cannot write every character.

A list is joined by ``;``. A backslash begins what could not be written otherwise: ``\;`` in an item, ``\\``,
``\e`` for an empty text, ``\0`` for an empty list, and ``\uXXXX`` for a character that XML 1.0 has no place
for. `text` and `items` read it back exactly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY, NOTHING = "\\e", "\\0"
# XML 1.0, section 2.2 (Char), without the carriage return, which section 2.11 turns into a line feed.
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\\")
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|(.))", re.DOTALL)
_ITEM = re.compile(r"(?:\\.|[^\\;])+", re.DOTALL)


def flat(value: object) -> str | int | float | bool:
    r"""Return a value without a list in it.

    Examples
    --------
    >>> flat(["Labour", "Sexual"]), flat(["a;b", ""]), flat(3)
    ('Labour;Sexual', 'a\\\\;b;\\\\e', 3)
    """
    if isinstance(value, list):
        return ";".join(_escaped(item).replace(";", "\\;") for item in value) or NOTHING
    return _escaped(value) if isinstance(value, str) else value  # type: ignore[return-value]


def _escaped(value: str) -> str:
    """Write what XML cannot have otherwise."""
    return _UNWRITABLE.sub(lambda match: _code(match.group()), value) or EMPTY


def _code(character: str) -> str:
    return "\\\\" if character == "\\" else f"\\u{ord(character):04x}"


def text(value: str) -> str:
    """Read a text that `flat` wrote."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else _plain(match[2]), value)


def _plain(letter: str) -> str:
    return "" if letter == "e" else letter


def items(value: str) -> list[str]:
    """Read a list that `flat` wrote."""
    return [] if value == NOTHING else [text(item) for item in _ITEM.findall(value)]


def unflat(row: Mapping[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """Read the values of a row that `flat` wrote, by the types of its columns."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        type_ = schema.field(name).type
        if pa.types.is_list(type_):
            found[name] = items(value)
        else:
            found[name] = text(value) if pa.types.is_string(type_) else value
    return found
