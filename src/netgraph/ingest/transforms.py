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


TRANSFORMS: Mapping[str, Callable[[str], str]] = {
    "before_bracket": before_bracket,
    "collapse": collapse,
    "digits": digits,
    "lower": str.lower,
    "slug": slug,
    "upper": str.upper,
}
