"""What a view draws: nodes, relationships with their claims, and the marking of the whole.

These are plain values, already redacted for their reader. How they look, where they stand and the page
they end on are the business of :mod:`~netgraph.views.look`, :mod:`~netgraph.views.layout` and
:mod:`~netgraph.views.page`; where they come from is the caller's.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from netgraph.errors import ViewError
from netgraph.model import Marking
from netgraph.views.language import Language, english

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    Scalar = str | int | float | bool | date | tuple[str, ...] | None

FARTHEST = 1e9
"""No coordinate lies farther out: differences stay exact enough to draw."""

_WORDS = tuple(marking.word for marking in Marking)


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's statement of a relationship.

    Parameters
    ----------
    source, record : str
        Who says so, and in which of its records.
    handling : str
        TLP word of the claim.
    reliability, credibility : str or None
        Grade of the source (A to F) and of the statement (1 to 6), or the letters of the 4x4 code.
    owner : str or None
        ISO 3166 code of the jurisdiction the claim came from.
    first_seen, last_seen : date, str or None
        When the relationship was seen, as stored.
    properties : mapping
        Everything else the claim carries, by name.
    """

    source: str
    record: str
    handling: str
    reliability: str | None = None
    credibility: str | None = None
    owner: str | None = None
    first_seen: date | str | None = None
    last_seen: date | str | None = None
    properties: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def grade(self) -> str:
        """Reliability and credibility in one word, such as ``B2``; empty when neither is known."""
        return f"{self.reliability or ''}{self.credibility or ''}"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in the picture.

    Parameters
    ----------
    key : str
        Unlike any other in the picture.
    label : str
        What a reader calls it.
    type : str
        Node type of the schema, such as ``Case``; an unknown one is drawn in a neutral shape.
    jurisdiction : str or None
        Where it belongs; nodes of one jurisdiction stand together.
    handling : str
        TLP word of the node.
    properties : mapping
        Shown in the details, by name.
    aliases : tuple of str
        Other names it is found under.
    weight : float
        What its size follows when weights differ; a number that is not finite, or negative, counts as 0.
    group : str or None
        Key of the node that stands for it until a reader opens that one.
    community : int or None
        The part of an analysis that it is in; nodes of one part are outlined instead of jurisdictions.
    removed : bool
        Whether an analysis took it out: the page shows the picture with and without.
    x, y : float or None
        Where to draw it, in any unit, y downwards. None or NaN: the layout decides.
    """

    key: str
    label: str
    type: str
    jurisdiction: str | None
    handling: str
    properties: Mapping[str, Scalar] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    weight: float = 1.0
    group: str | None = None
    community: int | None = None
    removed: bool = False
    x: float | None = None
    y: float | None = None

    @property
    def position(self) -> tuple[float, float] | None:
        """The given position, or None when it is missing or not a number."""
        if self.x is None or self.y is None or math.isnan(self.x) or math.isnan(self.y):
            return None
        return float(self.x), float(self.y)


@dataclass(frozen=True, slots=True)
class Relationship:
    """Claims of one type from one node to another, drawn as one line.

    Parameters
    ----------
    start, end : str
        Keys of the two nodes, read as "start TYPE end".
    type : str
        Relationship type of the schema, such as ``HANDLED_BY``.
    claims : tuple of Claim
        Who says so.
    weight : float or None
        What the line's width follows; None (or not a finite number): the number of claims.
    directed : bool
        Whether start and end differ in meaning; if not, the line has no arrow.
    cut : bool
        Whether an analysis found that it alone holds two parts together: it is struck out.
    """

    start: str
    end: str
    type: str
    claims: tuple[Claim, ...] = ()
    weight: float | None = None
    directed: bool = True
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole view, ready to be drawn.

    Parameters
    ----------
    title : str
        Heading of the page.
    nodes : tuple of Node
    relationships : tuple of Relationship
        Several of the same start, end and type are drawn as one.
    marking : str
        TLP word of the page: as strict as the strictest thing on it, or stricter.
    notes : tuple of str
        What a reader has to know: what was left out, what a measure does not mean.
    generated : mapping
        How it came about: version, seed, engine, by name.
    weights : str
        What the nodes' weights measure, in words for the legend. Without it the size of a node follows the
        number of its relationships.
    jurisdiction_names : mapping
        Names to show beside jurisdiction codes.
    language : Language
        What the page around the data speaks.
    even : bool
        Counts are kept from its reader: what only counts is drawn alike; see `netgraph.views.evened`.

    Raises
    ------
    ViewError
        A key occurs twice, a relationship ends in nothing, a coordinate is infinite, the marking is not a
        word of TLP 2.0 or is looser than something in the picture.
    """

    title: str
    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]
    marking: str
    notes: tuple[str, ...] = ()
    generated: Mapping[str, Scalar] = field(default_factory=dict)
    weights: str = ""
    jurisdiction_names: Mapping[str, str] = field(default_factory=dict)
    language: Language = field(default_factory=english)
    even: bool = False

    def closed(self) -> Picture:
        """Return the picture without the members of groups, as a page shows it at first."""
        nodes = tuple(node for node in self.nodes if node.group is None)
        keys = {node.key for node in nodes}
        kept = tuple(line for line in self.relationships if line.start in keys and line.end in keys)
        return replace(self, nodes=nodes, relationships=kept) if len(keys) < len(self.nodes) else self

    def __post_init__(self) -> None:
        if self.marking not in _WORDS:
            raise ViewError(
                f"a picture cannot be marked {_short(self.marking)}",
                hint=f"use one of the TLP 2.0 words {', '.join(_WORDS)}",
            )
        self._check_nodes()
        self._check_relationships()
        self._check_marking()

    def show(self, *, height: int = 760, seed: int = 7) -> None:
        """Show the picture in a notebook: the page of `write`, in a frame of its own.

        Parameters
        ----------
        height : int
            Pixels.
        seed : int
            Seed of the layout.

        Notes
        -----
        A notebook that is saved holds the picture, and is to be handled as it is marked.
        """
        from netgraph.views.notebook import show  # noqa: PLC0415 - draws pictures, and so knows them

        show(self, height=height, seed=seed)

    def _repr_html_(self) -> str:
        """Return what a notebook shows when a picture is the last thing in a cell."""
        from netgraph.views.notebook import framed  # noqa: PLC0415

        return framed(self)

    def _check_nodes(self) -> None:
        for key, count in Counter(node.key for node in self.nodes).items():
            if count > 1:
                raise ViewError(
                    f"{count} nodes have the key {_short(key)}",
                    hint="give every node once; what several sources say belongs in its claims",
                )
        for node in self.nodes:
            if any(value is not None and abs(value) > FARTHEST for value in (node.x, node.y)):
                raise ViewError(
                    f"the node {_short(node.key)} has an infinite coordinate, or one beyond {FARTHEST:g}",
                    hint="leave x and y out to have it laid out",
                )
        keys = {node.key for node in self.nodes if node.group is None}
        for node in self.nodes:
            if node.group is not None and node.group not in keys:
                raise ViewError(
                    f"the node {_short(node.key)} is in the group {_short(node.group)}, which is not there",
                    hint="add a node for the group, which is itself in none",
                )

    def _check_relationships(self) -> None:
        keys = {node.key for node in self.nodes}
        for relationship in self.relationships:
            for end in (relationship.start, relationship.end):
                if end not in keys:
                    raise ViewError(
                        f"a relationship {_short(relationship.type)} ends in {_short(end)}, "
                        "which is not a node of the picture",
                        hint="add the node, or leave the relationship out and say so in the notes",
                    )

    def _check_marking(self) -> None:
        for what, handling in self._markings():
            if Marking.parse(handling) > Marking.parse(self.marking):  # an unknown word is the strictest
                raise ViewError(
                    f"the picture is marked TLP:{self.marking}, but {what} is marked {_short(handling)}",
                    hint=f"mark the picture TLP:{Marking.parse(handling).word}, or redact it first",
                )

    def _markings(self) -> Iterator[tuple[str, str]]:
        for node in self.nodes:
            yield f"the node {_short(node.key)}", node.handling
        for relationship in self.relationships:
            for claim in relationship.claims:
                yield f"a claim of {_short(claim.source)}", claim.handling


def short_key(type_: str, key: str) -> str:
    """Return a key as it is read in a picture: of a hashed identifier, the kind and eight digits.

    Examples
    --------
    >>> short_key("Identifier", "phone/5d41402abc4b2a76b9719d911017c592"), short_key("Case", "court/C-1")
    ('phone 5d41402a', 'court/C-1')
    """
    kind, separator, digits = key.partition("/")
    return f"{kind} {digits[:8]}" if type_ == "Identifier" and separator else key


def _short(text: str, limit: int = 60) -> str:
    """Quote a value for a message without letting it flood the terminal."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")
