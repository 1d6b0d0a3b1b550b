"""The course of things: the years that nodes and claims speak of, and the stops of routes in order."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netgraph.views.picture import Claim, Node, Picture

_STAGES = ("Recruitment", "Transit", "Exploitation")  # HTCDS, in the order of a route
_YEAR = re.compile(r"([0-9]{4})(?:-|$)")


def years_of_node(node: Node) -> list[int] | None:
    """Return the first and the last year that a node's own dates name, or None.

    What has no end, such as a case that is not closed, counts in its first year: whether it goes on is
    not known. What is in force, such as an instrument, has no years here: it holds throughout.
    """
    have = node.properties.get
    return _span(have("opened"), have("closed")) or _span(have("began"), have("ended")) or _span(have("year"))


def years_of_claim(claim: Claim) -> list[int] | None:
    """Return the first and the last year of what a claim says, or else of when it was seen, or None."""
    have = claim.properties.get
    return _span(have("arrived"), have("departed")) or _span(claim.first_seen, claim.last_seen)


def stops(picture: Picture) -> dict[str, list[tuple[int, str]]]:
    """Return the stops of each route of a picture in their order: position and key of the place.

    A stop whose claim has no position is in no order and left out; of a route whose first stops are not
    in the picture, the first that is comes first. Sources may disagree on what a position is: then it
    stands there once for each place.
    """
    routes = {node.key for node in picture.nodes if node.type == "Route"}
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for relationship in picture.relationships:
        if relationship.type == "STOPS_AT" and relationship.start in routes:
            positions = (claim.properties.get("position") for claim in relationship.claims)
            found[relationship.start] |= {(at, relationship.end) for at in positions if type(at) is int}
    return {route: sorted(found[route]) for route in sorted(found)}


def stages(picture: Picture) -> dict[str, int]:
    """Return the stages that occur, those of the schema first, each with its place there, or -1."""
    claims = chain.from_iterable(relationship.claims for relationship in picture.relationships)
    found = {str(stage) for claim in claims if (stage := claim.properties.get("stage")) is not None}
    places = {stage: place for place, stage in enumerate(_STAGES)}
    return {
        stage: places.get(stage, -1)
        for stage in sorted(found, key=lambda stage: (places.get(stage, len(places)), stage))
    }


def _span(*values: object) -> list[int] | None:
    years = list(chain.from_iterable(_year(value) for value in values))
    return [min(years), max(years)] if years else None


def _year(value: object) -> list[int]:
    """Return the year of a date, of ISO text or of a number, if it is one."""
    if isinstance(value, date):
        return [value.year]
    match = _YEAR.match(str(value)) if isinstance(value, str | int) else None
    return [int(match[1])] if match and int(match[1]) > 0 else []
