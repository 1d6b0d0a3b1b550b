"""Which instruments bind which jurisdictions; a part of a State is bound by what binds the State."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netgraph.model import Marking, strictest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from netgraph.disclosure import Reader


@dataclass(frozen=True)
class LegalBases:
    """Instruments by jurisdiction.

    Attributes
    ----------
    whole : pandas.Series
        From the code of a part to the code of its State.
    bound : mapping of str to set of str
        Names of the instruments that bind each jurisdiction itself.
    claims : int
        How many claims say so.
    marking : Marking
        The strictest marking of what went in.
    withheld : int
        Rows that the policy kept out.
    """

    whole: pd.Series
    bound: Mapping[str, set[str]] = field(default_factory=dict)
    claims: int = 0
    marking: Marking = Marking.CLEAR
    withheld: int = 0

    def of(self, jurisdiction: str) -> set[str]:
        """Return the instruments that bind a jurisdiction, or the State that it is part of."""
        state = self.whole.get(jurisdiction, jurisdiction)
        return self.bound.get(jurisdiction, set()) | self.bound.get(str(state), set())

    def shared(self, one: str, two: str) -> list[str]:
        """Return the instruments that bind both, sorted."""
        return sorted(self.of(one) & self.of(two))


def legal_bases(reader: Reader) -> LegalBases:
    """Read which instruments bind which jurisdictions.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.

    Returns
    -------
    LegalBases
        Instruments by name, by key where no name is recorded.
    """
    parties, parts = reader.query("instrument-parties"), reader.query("jurisdiction-parts")
    bound: dict[str, set[str]] = {}
    rows = parties.to_frame()
    for code, key, name in zip(rows["jurisdiction"], rows["instrument"], rows["name"], strict=True):
        bound.setdefault(code, set()).add(name if isinstance(name, str) and name else key)
    states = parts.to_frame().sort_values(["part", "whole"]).drop_duplicates("part")
    return LegalBases(
        states.set_index("part")["whole"],
        bound,
        len(rows),
        strictest([parties.marking, parts.marking]),
        parties.withheld + parts.withheld,
    )
