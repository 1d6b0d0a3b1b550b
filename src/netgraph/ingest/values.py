"""From the text of one cell to a value of the type that the vocabulary wants, or a reason why not.

Pure; knows neither rows nor files. A reason never contains the text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from netgraph.ingest.transforms import TRANSFORMS
from netgraph.model import load_schema
from netgraph.model.grading import equals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netgraph.ingest.mapping import Binding
    from netgraph.model import CodeList, Property
    from netgraph.model.keys import Value

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_ZONE = r"(?:Z|UTC|GMT|[-+]\d\d(?::?\d\d)?)"
_TIME = re.compile(
    rf"[0-2]?\d(?::?[0-5]\d){{0,2}}(?:[.,]\d+)? ?(?:[AP]M)? ?{_ZONE}?", re.ASCII | re.IGNORECASE
)
_TRUE, _FALSE = {"true", "yes", "y", "1"}, {"false", "no", "n", "0"}
_YEARS = range(1800, 2200)
_LARGEST = 2**53  # beyond it a number may not come back as it went in


@dataclass(frozen=True)
class Refused:
    """Why a cell cannot be a value."""

    reason: str


@dataclass(frozen=True)
class Cell:
    """What a cell became: its value, and the codes in it that its code list does not know."""

    value: Value
    unknown: tuple[str, ...] = ()


def parser(
    binding: Binding, definition: Property, codelist: CodeList | None
) -> Callable[[str], Cell | Refused]:
    """Make the function that turns a stripped text into a `Cell` or a `Refused`.

    Parameters
    ----------
    binding : Binding
        Its transforms, separators and codes are applied, in that order.
    definition : Property
        The type, and the limits of a number.
    codelist : CodeList or None
        For a property that holds codes.
    """
    if definition.codelist and codelist:
        return _codes(binding, definition, codelist)
    if definition.type == "strings":
        return lambda text: Cell(_pieces(binding, text) or None)
    convert = _CONVERTERS[definition.type]

    def parse(text: str) -> Cell | Refused:
        text = transformed(binding.transform, text)
        if not text:
            return Cell(None)
        try:
            value = convert(text)
        except ValueError:
            return Refused(f"not {_NAMES[definition.type]}")
        if isinstance(value, int | float) and not _within(value, definition):
            return Refused("out of range")
        return Cell(value)

    return parse


def transformed(names: Iterable[str], text: str) -> str:
    """Apply transforms to a text, which is stripped before and after."""
    text = text.strip()
    for name in names:
        text = TRANSFORMS[name](text).strip()
    return text


def pieces(text: str, separators: Iterable[str]) -> list[str]:
    """Split a text at any of the separators; blank pieces are dropped."""
    found = [text]
    for separator in separators:
        found = [part for piece in found for part in piece.split(separator)]
    return [part.strip() for part in found if part.strip()]


def integer(text: str) -> int:
    """Read a whole number, also when a spreadsheet wrote it as ``3.0``."""
    number = int(re.sub(r"\.0+$", "", text))
    if abs(number) > _LARGEST or "_" in text:
        raise ValueError(text)
    return number


def number(text: str) -> float:
    """Read a finite decimal number, with a point."""
    value = float(text)
    if not math.isfinite(value) or "_" in text:
        raise ValueError(text)
    return value


def iso_date(text: str) -> str:
    """Check an ISO 8601 date of any precision; a time after a full date is dropped."""
    day_part, _, time_part = text.replace("T", " ", 1).partition(" ")
    found = _DATE.fullmatch(day_part)
    if not found or (time_part and not (found[3] and _TIME.fullmatch(time_part))):
        raise ValueError(text)
    year, month, day = found.groups()
    date(int(year), int(month or 1), int(day or 1))
    return found.group()


def year(text: str) -> int:
    """Read a year of our era that can stand in a case file."""
    value = integer(text)
    if value not in _YEARS:
        raise ValueError(text)
    return value


def boolean(text: str) -> bool:
    """Read yes or no."""
    word = text.casefold()
    if word not in _TRUE | _FALSE:
        raise ValueError(text)
    return word in _TRUE


def flag(text: str) -> bool | None:
    """Read a flag, where blank is no; None for what is neither yes nor no."""
    word = re.sub(r"\.0+$", "", text).casefold()
    return word in _TRUE if word in _TRUE | _FALSE | {""} else None


_CONVERTERS: dict[str, Callable[[str], int | float | str | bool]] = {
    "string": str,
    "text": str,
    "integer": integer,
    "number": number,
    "boolean": boolean,
    "date": iso_date,
    "year": year,
}
_NAMES = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "date": "an ISO 8601 date",
    "year": "a year",
}


def _codes(binding: Binding, definition: Property, codelist: CodeList) -> Callable[[str], Cell | Refused]:
    several = definition.type == "codes"
    schema = load_schema()
    scale = schema.codelists.get(binding.scale or "", codelist)
    equal = equals(schema, scale.codelist, codelist.codelist)

    def parse(text: str) -> Cell | Refused:
        words = _pieces(binding, text) if several else [transformed(binding.transform, text)]
        words = [word for word in words if word]
        if not words:
            return Cell(None)
        found, unknown = [], []
        for word in words:
            code = binding.codes.get(word) or scale.find(word)
            if code is not None and binding.scale and word not in binding.codes:
                if code not in equal:
                    return Refused(f"{binding.scale} has no equal for it in {codelist.codelist}")
                code = equal[code]
            if code is None:
                unknown.append(word)
                code = codelist.unknown
            if code is None:
                near = scale.nearest(word, binding.codes)
                hint = f"; the nearest code is {near}" if near else ""
                return Refused(f"not in the code list {scale.codelist}{hint}")
            found.append(code)
        # A list of codes is a set; sorted, so that its order in the cell makes no difference.
        return Cell(sorted(set(found)) if several else found[0], tuple(unknown))

    return parse


def _pieces(binding: Binding, text: str) -> list[str]:
    return [transformed(binding.transform, piece) for piece in pieces(text, binding.split)]


def _within(value: float, definition: Property) -> bool:
    low, high = definition.minimum, definition.maximum
    return (low is None or value >= low) and (high is None or value <= high)
