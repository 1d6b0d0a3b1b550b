"""The drawings of a report, each with its legend and with what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from netgraph.views.drawn_map import chart
from netgraph.views.drawn_network import network as drawn_network
from netgraph.views.sheet import ROOM, made_with, notes, signs
from netgraph.views.svg import FONT, NAMESPACE, element

if TYPE_CHECKING:
    from netgraph.views.picture import Picture
    from netgraph.views.report import Findings

_WIDTH, _NETWORK_HEIGHT, _MAP_HEIGHT = 1060.0, 700.0, 560.0


def figures(found: Findings) -> dict[str, dict[str, Any]]:
    """Return drawings with what stands below them."""
    drawn = {}
    if found.network:
        panel = drawn_network(found.network, _WIDTH, _NETWORK_HEIGHT)
        drawn["network"] = _figure(found.network, "network", panel, _NETWORK_HEIGHT)
    if found.routes:
        panel = chart(found.routes, _WIDTH, _MAP_HEIGHT)
        drawn["map"] = _figure(found.routes, "map", panel, _MAP_HEIGHT)
    return drawn


def _figure(picture: Picture, face: str, panel: ET.Element, height: float) -> dict[str, Any]:
    y, left = height, 4 if picture.language.direction == "ltr" else _WIDTH - ROOM - 4
    parts = []
    for group, high in signs(picture, face):
        parts.append(element("g", group, transform=f"translate({left:g} {y + 4:.1f})"))
        y += high
    root = element(
        "svg",
        panel,
        *parts,
        viewBox=f"0 0 {_WIDTH:g} {y + 8:.1f}",
        font_family=FONT,
        role="img",
        direction="ltr",
    )
    root.append(element("title", picture.title))
    root.set("xmlns", NAMESPACE)
    return {
        "svg": Markup(ET.tostring(root, encoding="unicode")),  # noqa: S704 - xml.etree escapes
        "notes": [notes(picture, face, height), *picture.notes],
        "made": made_with(picture, face),
    }
