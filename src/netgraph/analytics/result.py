"""What an analysis gives back: a table, and everything needed to judge and repeat it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from netgraph import __version__
from netgraph.errors import AnalysisError
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_METADATA = b"netgraph"
_WHAT_TO_LOAD = "give a file that Result.save wrote"


class Origin(Protocol):
    """A network that a result is about, wherever it is held: a `Projection`, or one on a cluster."""

    @property
    def name(self) -> str:
        """Which network."""
        ...

    @property
    def size(self) -> tuple[int, int]:
        """How many nodes and edges."""
        ...

    @property
    def marking(self) -> Marking:
        """The strictest marking of what went in."""
        ...

    @property
    def withheld(self) -> int:
        """Rows that the policy kept out."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What else was left out."""
        ...


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
    behind : mapping of str to int
        Further counts that the numbers rest on, such as routes, cases or reports.
    seed : int, optional
        Where chance plays a part: the same seed gives the same result to the last digit.
    estimated : str
        How far an estimate can be off, and how surely; empty where the numbers are exact.
    version : str
        Of netgraph.
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
    behind: Mapping[str, int] = field(default_factory=dict)
    seed: int | None = None
    estimated: str = ""
    version: str = __version__

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
            "behind": dict(self.behind),
            "seed": self.seed,
            "estimated": self.estimated,
            "netgraph": self.version,
        }

    def save(self, path: str | Path) -> Path:
        """Write the result to one Parquet file: the table, and in the file's metadata all the rest.

        Parameters
        ----------
        path : str or Path
            Whoever gets the file gets the marking in it; releases to others go another way.

        Returns
        -------
        Path
        """
        table = pa.Table.from_pandas(self.frame, preserve_index=False)
        told = json.dumps(self.provenance(), sort_keys=True).encode()
        target = Path(path)
        pq.write_table(
            table.replace_schema_metadata({**(table.schema.metadata or {}), _METADATA: told}), target
        )
        return target

    @classmethod
    def load(cls, path: str | Path) -> Result:
        """Read a result that was saved.

        Raises
        ------
        AnalysisError
            The file is not there, or no result of netgraph.
        """
        try:
            table = pq.read_table(path)
        except (OSError, pa.ArrowException) as cause:
            raise AnalysisError(f"{path} cannot be read as a saved result", hint=_WHAT_TO_LOAD) from cause
        if _METADATA not in (table.schema.metadata or {}):
            raise AnalysisError(f"{path} is no saved result of netgraph", hint=_WHAT_TO_LOAD)
        told = json.loads(table.schema.metadata[_METADATA])
        told |= {"marking": Marking.parse(told["marking"]), "notes": tuple(told["notes"])}
        return cls(frame=table.to_pandas(), version=told.pop("netgraph"), **told)


def of_network(
    origin: Origin,
    analysis: str,
    frame: pd.DataFrame,
    *,
    engine: str,
    method: str,
    caveat: str,
    parameters: Mapping[str, object] | None = None,
    **more: Any,  # noqa: ANN401 - further fields of Result
) -> Result:
    """Make a result of a network: its marking, its size and what was left out go with the table."""
    nodes, edges = origin.size
    return Result(
        analysis=analysis,
        frame=frame,
        marking=origin.marking,
        engine=engine,
        method=f"{origin.name} network; {method}",
        caveat=caveat,
        parameters={"network": origin.name, **(parameters or {})},
        nodes=nodes,
        edges=edges,
        withheld=origin.withheld,
        notes=origin.notes,
        **more,
    )
