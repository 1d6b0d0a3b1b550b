"""What an analysis gives back: a table, and everything needed to judge and repeat it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from netgraph.model import Marking


@dataclass(frozen=True)
class Result:
    """A table with its provenance.

    Attributes
    ----------
    analysis : str
        What was asked, as the command line names it.
    frame : pandas.DataFrame
        The answer, best first.
    marking : Marking
        The strictest marking of what went in.
    engine : str
        Which library computed it, with its version.
    method : str
        The measures, whether directed and weighted, exact or estimated.
    caveat : str
        What the numbers do not mean.
    parameters : mapping
        What it was asked with, the seed among them where chance plays a part.
    nodes, edges : int
        Size of the projection.
    withheld : int
        Rows that the policy kept out of the projection.
    notes : tuple of str
        What was left out, and how much of it.
    """

    analysis: str
    frame: pd.DataFrame
    marking: Marking
    engine: str
    method: str
    caveat: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    nodes: int = 0
    edges: int = 0
    withheld: int = 0
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the table."""
        return self.frame.copy()

    def provenance(self) -> dict[str, Any]:
        """Return everything but the table, ready for JSON."""
        return {
            "analysis": self.analysis,
            "marking": str(self.marking),
            "engine": self.engine,
            "method": self.method,
            "caveat": self.caveat,
            "parameters": dict(self.parameters),
            "nodes": self.nodes,
            "edges": self.edges,
            "withheld": self.withheld,
            "notes": list(self.notes),
        }
