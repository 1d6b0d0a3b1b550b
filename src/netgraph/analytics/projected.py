"""What a projection is: a graph taken from a store, with what is known about its nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from netgraph.analytics.backend import IGraph
from netgraph.analytics.columns import summed
from netgraph.analytics.result import Result, of_network
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Projection:
    """A graph taken from a store, with what is known about its nodes.

    Attributes
    ----------
    name : str
        ``entity``, ``place`` or ``jurisdiction``.
    nodes : pandas.DataFrame
        Indexed by node name, sorted; columns depend on the projection.
    edges : pandas.DataFrame
        ``start``, ``end``, ``weight``, one row for each pair of nodes.
    directed : bool
        Whether start and end differ in meaning.
    weight : str
        What the weight counts.
    marking : Marking
        The strictest marking of what went in.
    withheld : int
        Rows that the policy kept out.
    notes : tuple of str
        What else was left out, and how much of it.
    """

    name: str
    nodes: pd.DataFrame
    edges: pd.DataFrame
    directed: bool
    weight: str
    marking: Marking = Marking.CLEAR
    withheld: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)
    # Neither goes over to a copy with other nodes or edges.
    _ends: list[IntArray] = field(init=False, default_factory=list, repr=False, compare=False)
    _graphs: dict[bool, IGraph] = field(init=False, default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_codes(
        cls,
        name: str,
        nodes: pd.DataFrame,
        ends: IntArray,
        weights: Mapping[str, IntArray],
        **more: Any,  # noqa: ANN401
    ) -> Projection:
        """Make a projection whose edges are known by the positions of their ends.

        Parameters
        ----------
        name : str
        nodes : pandas.DataFrame
        ends : numpy.ndarray of int64, shape (m, 2)
            Positions in ``nodes``; no pair stands twice.
        weights : mapping of str to numpy.ndarray
            ``weight``, and further columns of the edges.
        **more
            The other fields.
        """
        names = pa.array(nodes.index, pa.large_string())
        columns = {end: names.take(pa.array(ends[:, at])) for at, end in enumerate(("start", "end"))}
        edges = pa.table({**columns, **weights}).to_pandas()
        made = cls(name=name, nodes=nodes, edges=edges, **more)
        made._ends.append(ends)
        return made

    @property
    def ends(self) -> IntArray:
        """Positions in ``nodes`` of both ends of each edge, shape (m, 2)."""
        if not self._ends:
            index = pd.Index(self.nodes.index)
            found = pd.DataFrame({end: index.get_indexer(self.edges[end]) for end in ("start", "end")})
            self._ends.append(found.to_numpy("int64"))
        return self._ends[0]

    def graph(self, *, directed: bool | None = None) -> IGraph:
        """Return the graph for NetworkX's functions, with the attribute ``weight`` on edges.

        Parameters
        ----------
        directed : bool, optional
            Drop the direction with False; weights of opposite edges are then added up.

        Returns
        -------
        IGraph
            A simple graph without self-loops, the same one each time.
        """
        keep = self.directed if directed is None else directed
        if keep not in self._graphs:
            ends, weight = self.ends, self.edges["weight"].to_numpy()
            if keep != self.directed:
                apart = ends[:, 0] != ends[:, 1]
                ends, sums = summed(ends[apart], {"weight": weight[apart]}, len(self.nodes), directed=keep)
                weight = sums["weight"]
            self._graphs[keep] = IGraph.from_columns(
                self.nodes.index.tolist(), ends[:, 0], ends[:, 1], weight.astype(float), directed=keep
            )
        return self._graphs[keep]

    @property
    def size(self) -> tuple[int, int]:
        """How many nodes and edges."""
        return len(self.nodes), len(self.edges)

    def result(self, analysis: str, frame: pd.DataFrame, **told: Any) -> Result:  # noqa: ANN401 - of `of_network`
        """Make a result of this projection; see `netgraph.analytics.result.of_network`."""
        return of_network(self, analysis, frame, **told)
