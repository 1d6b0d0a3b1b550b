"""The pure functions that a mapping may name to clean a cell; each takes text and returns text.

Cells are stripped before and after. To add one: write the function, name it in `TRANSFORMS`, and give it an
example in ``docs/how-to/ingest.md``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netgraph.model.words import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def collapse(text: str) -> str:
    """Make any run of white space one blank."""
    return " ".join(text.split())


def digits(text: str) -> str:
    """Keep only decimal digits."""
    return "".join(c for c in text if c.isdecimal())


def before_bracket(text: str) -> str:
    """Drop what stands in brackets: ``Reunion (French island)`` becomes ``Reunion``."""
    return collapse(re.sub(r"\([^()]*\)", " ", text))


def whole(text: str) -> str:
    """Drop the decimals of a whole number: ``1962.0`` becomes ``1962``."""
    return re.sub(r"\.0+$", "", text)


def unguarded(text: str) -> str:
    """Drop the apostrophe before what a spreadsheet would take for a formula: ``'=1`` becomes ``=1``."""
    return text[1:] if text[:1] == "'" and text[1:2] in GUARDED else text


def age_band(text: str) -> str:
    """Replace an age in years by its band: ``17`` becomes ``9-17``; other text stays as it is."""
    if not text.isascii() or not text.isdecimal() or len(text) > 3:  # noqa: PLR2004 - nobody is older
        return text
    return next(band for youngest, band in reversed(BANDS) if int(text) >= youngest)


BANDS = (
    (0, "0-8"),
    (9, "9-17"),
    (18, "18-20"),
    (21, "21-23"),
    (24, "24-26"),
    (27, "27-29"),
    (30, "30-38"),
    (39, "39-47"),
    (48, "48+"),
)
GUARDED = frozenset("=+-@'\uff1d\uff0b\uff0d\uff20")  # signs that begin a formula, the last four full width
TRANSFORMS: Mapping[str, Callable[[str], str]] = {
    "age_band": age_band,
    "before_bracket": before_bracket,
    "collapse": collapse,
    "digits": digits,
    "lower": str.lower,
    "slug": slug,
    "unguarded": unguarded,
    "upper": str.upper,
    "whole": whole,
}
