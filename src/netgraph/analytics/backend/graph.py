"""The backend's graph class: an igraph graph under NetworkX's names, built from columns.

Conversion from NetworkX's own classes is in ``convert``, the algorithms are in their own modules.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from networkx.classes.reportviews import NodeView

from netgraph.analytics.backend.building import built
from netgraph.analytics.backend.columns import FloatArray, IntArray, numbers, pairs, positions, weight_column
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray


class IGraph:
    """A graph that NetworkX's functions take and igraph computes on. It does not change once built.

    Nodes have a key (any hashable) and a position, from 0, in the order given. Edges have a
    position too, and columns of weights by name. Build it with :meth:`from_columns`.

    Parameters
    ----------
    keys : sequence of hashable
        The nodes, each once.
    ends : numpy.ndarray of int64, shape (m, 2)
        Positions of both ends of each edge.
    directed, multigraph : bool
        The kind of graph.
    weights : mapping of hashable to numpy.ndarray of float64, shape (m,), optional
        Weights of the edges by name.
    node_data, edge_data : list of dict, optional
        Attributes in the order of the nodes and edges, where there are more than weights.
    edge_keys : list of hashable, optional
        Keys that tell parallel edges apart, in the order of the edges.
    graph_data : dict, optional
        Attributes of the graph as a whole.
    """

    __networkx_backend__ = "igraph"

    def __init__(
        self,
        keys: Sequence[Hashable],
        ends: IntArray,
        *,
        directed: bool,
        multigraph: bool,
        weights: Mapping[Any, FloatArray] | None = None,
        node_data: list[dict[Any, Any]] | None = None,
        edge_data: list[dict[Any, Any]] | None = None,
        edge_keys: list[Hashable] | None = None,
        graph_data: dict[Any, Any] | None = None,
    ) -> None:
        self.keys = tuple(keys)
        self.ends = ends
        self.node_data = node_data
        self.edge_data = edge_data
        self.edge_keys = edge_keys
        self.graph = graph_data or {}  # NetworkX's name for the attributes of the whole graph
        self._weights: dict[object, FloatArray] = dict(weights or {})
        self._directed = directed
        self._multigraph = multigraph

    @classmethod
    def from_columns(
        cls,
        nodes: Sequence[Hashable],
        start: ArrayLike,
        end: ArrayLike,
        weight: ArrayLike | None = None,
        *,
        directed: bool = False,
        multigraph: bool = False,
    ) -> IGraph:
        """Build a graph from columns, without a Python object for each edge.

        Parameters
        ----------
        nodes : sequence of hashable
            The keys of the nodes, each once; results come back under these keys, in this order.
        start, end : array_like of int, shape (m,)
            Positions in ``nodes`` of both ends of each edge.
        weight : array_like of float, shape (m,), optional
            Finite numbers; stored under the name ``"weight"``.
        directed : bool
            Whether an edge leads from start to end only.
        multigraph : bool
            Whether two edges may join the same nodes.

        Returns
        -------
        IGraph

        Raises
        ------
        AnalysisError
            A key stands twice, the columns do not fit each other or the nodes, a weight is not a
            finite number, or edges are parallel and ``multigraph`` is false.

        Notes
        -----
        Time O(n + m log m), memory 16 bytes an edge and 8 more with a weight, and igraph's own copy
        once the first measure is asked for.
        """
        keys = tuple(nodes)
        if len(set(keys)) != len(keys):
            raise AnalysisError("A node key stands twice.", hint="Give each node once.")
        ends = positions(start, end, len(keys))
        if not multigraph:
            numbered = pairs(ends, len(keys), directed=directed)
            rising = bool((np.diff(numbered) > 0).all())  # as they are where they were added up
            parallel = 0 if rising else len(ends) - np.unique(numbered).size
            if parallel:
                raise AnalysisError(
                    f"{parallel} edges join nodes that an earlier edge joins already.",
                    hint="Add the weights of parallel edges up first, or pass multigraph=True.",
                )
        weights = None if weight is None else {"weight": weight_column(weight, len(ends))}
        return cls(keys, ends, directed=directed, multigraph=multigraph, weights=weights)

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys)

    def __contains__(self, node: object) -> bool:
        try:
            return node in self.index
        except TypeError:  # unhashable, so never a node
            return False

    def __repr__(self) -> str:
        kind = ("Multi" if self._multigraph else "") + ("DiGraph" if self._directed else "Graph")
        return f"<IGraph: {kind} with {len(self)} nodes and {self.number_of_edges()} edges>"

    @cached_property
    def index(self) -> dict[Any, int]:
        """Position of each node, by its key."""
        return {key: position for position, key in enumerate(self.keys)}

    @cached_property
    def igraph(self) -> Any:  # noqa: ANN401 - igraph has no types
        """The graph as igraph has it: same positions of nodes and edges, no attributes."""
        return built(self.ends, len(self), directed=self._directed)

    @cached_property
    def has_loops(self) -> bool:
        """Whether some edge joins a node to itself."""
        return bool((self.ends[:, 0] == self.ends[:, 1]).any())

    @cached_property
    def simple(self) -> Any:  # noqa: ANN401 - igraph has no types
        """The graph as igraph has it, without self-loops and with one edge of all that are parallel."""
        if not (self._multigraph or self.has_loops):
            return self.igraph
        apart = self.ends[self.ends[:, 0] != self.ends[:, 1]]
        joined = np.unique(pairs(apart, len(self), directed=self._directed))
        ends = np.column_stack(np.divmod(joined, max(1, len(self))))
        return built(ends, len(self), directed=self._directed)

    @cached_property
    def in_one_piece(self) -> bool:
        """Whether every node reaches every other, along the edges; false without nodes."""
        return bool(len(self)) and bool(self.igraph.is_connected(mode="strong"))

    @cached_property
    def _node(self) -> dict[Any, dict[Any, Any]]:
        data = self.node_data
        return dict(zip(self.keys, ({} for _ in self.keys) if data is None else data, strict=True))

    @property
    def nodes(self) -> NodeView:
        """The nodes as NetworkX shows them; ``nodes(data=True)`` and ``nodes[key]`` work."""
        return NodeView(self)

    def is_directed(self) -> bool:
        """Say whether edges lead one way only."""
        return self._directed

    def is_multigraph(self) -> bool:
        """Say whether two edges may join the same nodes."""
        return self._multigraph

    def number_of_nodes(self) -> int:
        """Count the nodes."""
        return len(self)

    def number_of_edges(self) -> int:
        """Count the edges, parallel ones each."""
        return len(self.ends)

    def weights(self, name: object) -> FloatArray | None:
        """Read the weights of the edges.

        Parameters
        ----------
        name : hashable or None
            The attribute. An edge that lacks it weighs 1, as in NetworkX.

        Returns
        -------
        numpy.ndarray of float64, shape (m,), or None
            None when no edge has the attribute: they all weigh 1.

        Raises
        ------
        ValueError
            A weight is no number, or not finite.
        """
        if name in self._weights:
            return self._weights[name]
        if name is None or not any(name in data for data in self.edge_data or ()):
            return None
        return numbers([data.get(name, 1) for data in self.edge_data or ()])

    def limits(self, name: object) -> FloatArray | None:
        """Read capacities of the edges: as `weights`, but None where an edge lacks its own: it has no limit.

        Raises
        ------
        ValueError
            A capacity is no number, or not finite.
        """
        if name in self._weights:
            return self._weights[name]
        if not len(self.ends):
            return numbers([])
        if self.edge_data is None or not all(name in data for data in self.edge_data):
            return None
        return numbers([data[name] for data in self.edge_data])

    def part(self, kept: NDArray[np.bool_]) -> IGraph:
        """Keep some nodes, and the edges between them, with all that is known of both.

        Parameters
        ----------
        kept : numpy.ndarray of bool, shape (n,)
            Which, in the order of the nodes.
        """
        within = kept[self.ends].all(axis=1)
        nodes, edges = np.flatnonzero(kept).tolist(), np.flatnonzero(within).tolist()
        return IGraph(
            [self.keys[at] for at in nodes],
            (np.cumsum(kept) - 1)[self.ends[within]],
            directed=self._directed,
            multigraph=self._multigraph,
            weights={name: column[within] for name, column in self._weights.items()},
            node_data=None if self.node_data is None else [dict(self.node_data[at]) for at in nodes],
            edge_data=None if self.edge_data is None else [dict(self.edge_data[at]) for at in edges],
            edge_keys=None if self.edge_keys is None else [self.edge_keys[at] for at in edges],
            graph_data=dict(self.graph),
        )

    def keyed(self, values: Sequence[Any]) -> dict[Any, Any]:
        """Give a column over the nodes back under their keys, in the order of the nodes."""
        return dict(zip(self.keys, values, strict=True))

    def to_networkx(self) -> nx.Graph:
        """Copy into NetworkX's own class of the same kind, with all attributes.

        Every call makes a new copy: keep it when several functions need it.
        """
        kinds = {
            (False, False): nx.Graph,
            (True, False): nx.DiGraph,
            (False, True): nx.MultiGraph,
            (True, True): nx.MultiDiGraph,
        }
        copy = kinds[self._directed, self._multigraph]()
        copy.graph.update(self.graph)
        copy.add_nodes_from(
            self.keys if self.node_data is None else zip(self.keys, self.node_data, strict=True)
        )
        rows: list[Any] = [[self.keys[a] for a in column] for column in self.ends.T.tolist()]
        if self.edge_keys is not None:
            rows.append(self.edge_keys)
        if self.edge_data is not None:
            rows.append(self.edge_data)
        elif self._weights:
            columns = (column.tolist() for column in self._weights.values())
            rows.append([dict(zip(self._weights, row, strict=True)) for row in zip(*columns, strict=True)])
        copy.add_edges_from(zip(*rows, strict=True))
        return copy
