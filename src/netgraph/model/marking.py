"""Handling markings: the Traffic Light Protocol 2.0 as an ordered scale.

Only the order and the words live here; what a marking permits is decided in `netgraph.disclosure`.
Source: FIRST, Traffic Light Protocol (TLP) 2.0, August 2022.
"""

from __future__ import annotations

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
