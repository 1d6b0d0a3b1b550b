"""Handling markings: the Traffic Light Protocol 2.0 as an ordered scale.

Only the order and the words live here; what a marking permits is decided in `netgraph.disclosure`.
Source: FIRST, Traffic Light Protocol (TLP) 2.0, August 2022.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Marking(IntEnum):
    """A TLP 2.0 label; a larger value is stricter."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def word(self) -> str:
        """The label as the standard writes it, without the prefix: ``AMBER+STRICT``."""
        return self.name.replace("_", "+")

    def __str__(self) -> str:
        return f"TLP:{self.word}"

    @classmethod
    def parse(cls, text: object) -> Marking:
        """Read a label; what is missing or unknown is the strictest.

        Parameters
        ----------
        text : object
            ``"TLP:AMBER+STRICT"``, ``"amber"``, None ...

        Returns
        -------
        Marking
            `Marking.RED` for anything that is not a TLP 2.0 label (``WHITE`` of TLP 1.0 included).
        """
        word = str(text).strip().upper().removeprefix("TLP:").strip()
        return _BY_WORD.get(word, cls.RED)


_BY_WORD = {marking.word: marking for marking in Marking}


def strictest(markings: Iterable[object]) -> Marking:
    """Return the strictest of some markings.

    Parameters
    ----------
    markings : iterable of Marking, str or None
        What went into a result.

    Returns
    -------
    Marking
        `Marking.CLEAR` when there is nothing to protect, that is for no markings at all.
    """
    found = (m if isinstance(m, Marking) else Marking.parse(m) for m in markings)
    return max(found, default=Marking.CLEAR)


@dataclass(frozen=True)
class Handling:
    """How a claim or record may be handled: its marking, whom the owner names, under which conditions.

    Attributes
    ----------
    marking : Marking
    releasable_to : frozenset of str or None
        ISO 3166-1 alpha-3 codes of the States that the owner names; None where nothing is said.
    conditions : frozenset of str
        Codes of the list ``condition``.
    """

    marking: Marking = Marking.RED
    releasable_to: frozenset[str] | None = None
    conditions: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, marking: object, releasable_to: Iterable[str] | None, conditions: Iterable[str] | None
    ) -> Handling:
        """Read it from the properties of a claim; a marking that is missing or unknown is the strictest."""
        named = frozenset(releasable_to) if releasable_to else None
        return cls(Marking.parse(marking), named, frozenset(conditions or ()))

    def stored(self) -> dict[str, str | list[str] | None]:
        """Return the properties that say so."""
        return {
            "handling": self.marking.word,
            "releasable_to": sorted(self.releasable_to or ()) or None,
            "conditions": sorted(self.conditions) or None,
        }


def joined(one: Handling, other: Handling) -> Handling:
    """Say how what follows from two claims may be handled.

    Parameters
    ----------
    one, other : Handling

    Returns
    -------
    Handling
        The stricter marking, under the conditions of both, for those whom both let have it. One that needs
        names (AMBER and stricter) and has none lets nobody have it. Where the two name nobody in common it
        is RED.
    """
    marking = max(one.marking, other.marking)
    conditions = one.conditions | other.conditions
    named = [said.releasable_to for said in (one, other) if said.releasable_to is not None]
    if any(said.releasable_to is None and said.marking >= Marking.AMBER for said in (one, other)):
        return Handling(marking, None, conditions)
    common = frozenset.intersection(*named) if named else None
    if common is not None and not common:
        return Handling(Marking.RED, None, conditions)
    return Handling(marking, common, conditions)
