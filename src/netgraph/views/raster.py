"""SVG into PNG, by resvg: it opens no file and no connection for what is drawn, and needs no browser."""

from __future__ import annotations

import struct
import zlib

from netgraph.errors import ViewError
from netgraph.views.svg import FONT, Element, document, element, label

FINE = 2.0
"""Pixels for each unit of the drawing."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_AFTER_HEADER = 33  # signature, and IHDR, which is always 25 bytes long


def png(svg: str, *, marking: str) -> bytes:
    """Return a drawing as PNG, with its marking in the file's own text.

    Parameters
    ----------
    svg : str
        A whole SVG file.
    marking : str
        TLP word.

    Returns
    -------
    bytes

    Raises
    ------
    ViewError
        This machine has no font: the drawing would bear neither its marking nor a name.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - for those who draw

    if not _has_letters():
        raise ViewError(
            "a PNG needs a font, and this machine has none: its marking could not be read",
            hint="install a font such as DejaVu Sans, or write --format svg",
        )
    drawn: bytes = svg_to_bytes(svg_string=svg, zoom=FINE)
    return drawn[:_AFTER_HEADER] + _text("Title", f"TLP:{marking}") + drawn[_AFTER_HEADER:]


def _has_letters() -> bool:
    from resvg_py import svg_to_bytes  # noqa: PLC0415

    def drawn(*inside: Element) -> bytes:
        svg = document(element("svg", *inside, width=40, height=20, font_family=FONT))
        found: bytes = svg_to_bytes(svg_string=svg)
        return found

    return drawn(label("TLP", 0, 10, 14)) != drawn()


def _text(name: str, value: str) -> bytes:
    """Return a tEXt chunk of PNG."""
    body = b"tEXt" + name.encode("latin-1") + b"\0" + value.encode("latin-1")
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
