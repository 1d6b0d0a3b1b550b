"""Who is to get something, and whether one claim may go there.

One rule for every way out. A claim goes to a recipient where its marking, the States that its owner names and
the conditions of its provider all let it; what is missing is the strictest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from netgraph.errors import DisclosureError
from netgraph.model import Marking
from netgraph.model.places import Unplaced, gazetteer

if TYPE_CHECKING:
    from netgraph.model import Handling

PUBLIC = "PUBLIC"
RECEIVED = "release-"  # begins the source of what a partner released, and so the keys of its nodes
ASKED = frozenset({"H2", "H3"})  # conditions under which the provider has to be asked first


class Reason(StrEnum):
    """Why something is held back."""

    RED = "marked RED, or not marked"
    CEILING = "marked stricter than was asked for"
    NOT_PUBLIC = "not for the public"
    OTHERS = "its owner names others"
    NOBODY = "its marking needs names, and its owner names nobody"
    CONDITIONS = "its provider has to be asked, and names nobody"
    RARE = "too few victims are like this one"
    END = "a record that it speaks of is held back"
    UNSUPPORTED = "no released claim speaks of it"


@dataclass(frozen=True)
class Recipient:
    """A State by its ISO 3166-1 alpha-3 code, or ``PUBLIC``."""

    code: str

    def __str__(self) -> str:
        return self.code

    @property
    def public(self) -> bool:
        """Whether anyone may read it."""
        return self.code == PUBLIC

    @classmethod
    def parse(cls, text: str) -> Recipient:
        """Read a recipient.

        Parameters
        ----------
        text : str
            Name or code of a State, or ``public``.

        Raises
        ------
        DisclosureError
            It is neither.
        """
        if text.strip().upper() == PUBLIC:
            return cls(PUBLIC)
        place = gazetteer().resolve(text)
        if isinstance(place, Unplaced) or place.kind != "Country":
            raise DisclosureError(
                f"{text!r} is no recipient", hint="give an ISO 3166-1 code, such as KEN, or PUBLIC"
            )
        return cls(place.key)


def refusal(handling: Handling, recipient: Recipient, ceiling: Marking = Marking.RED) -> Reason | None:
    """Say why a claim or record does not go to a recipient; None where it does.

    Parameters
    ----------
    handling : Handling
    recipient : Recipient
    ceiling : Marking, default RED
        What is marked stricter stays, whoever asks.

    Returns
    -------
    Reason or None

    Notes
    -----
    TLP:RED goes to nobody. CLEAR and GREEN go to every State, AMBER and stricter to those that the owner
    names; names always bind, and so do H2 and H3, under which the provider has to be asked: a name says that
    he was. The public gets what is CLEAR and without any name or condition.
    Source: FIRST, Traffic Light Protocol 2.0 (2022); Regulation (EU) 2016/794, Article 19, for restrictions
    by the provider.
    """
    marking, named = handling.marking, handling.releasable_to
    if marking > ceiling:
        return Reason.CEILING
    if marking is Marking.RED:
        return Reason.RED
    if recipient.public:
        clear = marking is Marking.CLEAR and named is None and not handling.conditions
        return None if clear else Reason.NOT_PUBLIC
    if named is not None:
        return None if recipient.code in named else Reason.OTHERS
    if marking >= Marking.AMBER:
        return Reason.NOBODY
    return Reason.CONDITIONS if handling.conditions & ASKED else None
