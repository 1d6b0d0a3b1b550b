"""SVG as a tree: elements, lettering, and files. Escaping is xml.etree's; no markup is written by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE = "http://www.w3.org/2000/svg"
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', 'Liberation Sans', Arial, sans-serif"
INK, QUIET, EDGE = "#1c2630", "#5a6672", "#28323c"
MARKING_COLOURS = {
    "CLEAR": "#FFFFFF",
    "GREEN": "#33FF00",
    "AMBER": "#FFC000",
    "AMBER+STRICT": "#FFC000",
    "RED": "#FF2B2B",
}
"""Of the words of TLP 2.0, on black."""

# What XML 1.0 has no place for, such as control characters and half a surrogate pair.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What turns text around it about: letters written from right to left, and signs of direction.
_TURNING = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
_WIDE, _NARROW, _CAPITAL, _USUAL = 1.0, 0.34, 0.70, 0.58  # of the size of the font, on the safe side

Element = ET.Element


def element(tag: str, *children: Element | str | None, **attributes: object) -> Element:
    """Return an element; ``_`` in the names of attributes stands for ``-``, numbers are rounded.

    Examples
    --------
    >>> ET.tostring(element("g", element("path", d="M0 0", stroke_width=0.333), "a < b"), encoding="unicode")
    '<g><path d="M0 0" stroke-width="0.33" />a &lt; b</g>'
    """
    made = Element(tag, {name.replace("_", "-"): written(value) for name, value in attributes.items()})
    for child in children:
        if isinstance(child, str):
            if len(made):
                made[-1].tail = (made[-1].tail or "") + writable(child)
            else:
                made.text = (made.text or "") + writable(child)
        elif child is not None:
            made.append(child)
    return made


def written(value: object) -> str:
    """Return the value of an attribute."""
    return f"{round(value, 2):g}" if isinstance(value, float) else writable(str(value))


def writable(text: str) -> str:
    """Return a text with U+FFFD for each character that XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def isolated(text: str) -> str:
    """Return a text from data so that it cannot turn about the words that it is put between."""
    return f"\u2068{text}\u2069" if _TURNING.search(text) else text


def label(text: str, x: float, y: float, size: float, **attributes: object) -> Element:
    """Return a text, centred at a height; its left end is at ``x`` unless ``text_anchor`` says otherwise."""
    attributes = {"fill": INK, **attributes}
    # Not every program that draws SVG knows dominant-baseline.
    return element("text", text, x=x, y=y + 0.35 * size, font_size=size, **attributes)


def haloed(text: str, x: float, y: float, size: float, **attributes: object) -> Iterator[Element]:
    """Return a centred text above a white edge, so that it can be read on lines."""
    edge = {"fill": "none", "stroke": "#fff", "stroke_width": 3.5, "stroke_opacity": 0.92}
    yield label(text, x, y, size, text_anchor="middle", **{**attributes, **edge}, stroke_linejoin="round")
    yield label(text, x, y, size, text_anchor="middle", **attributes)


def width_of(text: str, size: float) -> float:
    """Say how wide a text is at most, roughly: no font is asked."""
    return size * sum(map(_advance, text))


def shortened(text: str, limit: int) -> str:
    """Return a text on one line, with an ellipsis where it is longer than so many characters."""
    flat = " ".join(text[: 4 * limit].split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def broken(text: str, size: float, width: float, *, most: int = 8) -> list[str]:
    """Break a text into lines of a width; past the most lines it is cut, with an ellipsis."""
    longest = max(4, int(width / size / _WIDE))
    lines = [""]
    for word in (shortened(word, longest) for word in text[: most * 400].split()):
        grown = f"{lines[-1]} {word}".strip()
        if width_of(grown, size) <= width:
            lines[-1] = grown
        elif len(lines) == most:
            lines[-1] += " …"
            break
        else:
            lines.append(word)
    return lines


def document(root: Element) -> str:
    """Return a tree as an SVG file."""
    root.set("xmlns", NAMESPACE)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _advance(character: str) -> float:
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WF":
        return _WIDE
    if character in "iIjlt.,:;'|!()[] ":
        return _NARROW
    return _CAPITAL if character.isupper() or character in "mwMW%@" else _USUAL
