"""Which library computes: igraph where it can, NetworkX where it must, or NetworkX throughout on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import scipy

from netgraph.analytics.backend import Dispatcher, engine_version
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.analytics.backend import IGraph

IGRAPH, NETWORKX = "igraph", "networkx"
ENGINES = (IGRAPH, NETWORKX)


class Engine:
    """Calls NetworkX's functions on graphs, and remembers which library answered.

    Parameters
    ----------
    name : {"igraph", "networkx"}
        With ``igraph``, NetworkX answers what igraph lacks or refuses.

    Raises
    ------
    AnalysisError
        Another name.

    Examples
    --------
    >>> from netgraph.analytics.backend import IGraph
    >>> graph = IGraph.from_columns(["a", "b", "c"], [0, 1], [1, 2])
    >>> engine = Engine("networkx")
    >>> engine.run(nx.betweenness_centrality, graph)["b"]
    1.0
    >>> engine.said.startswith("NetworkX")
    True
    """

    def __init__(self, name: str = IGRAPH) -> None:
        if name not in ENGINES:
            raise AnalysisError(
                f"there is no engine {name!r}", hint=f"the engines are {' and '.join(ENGINES)}"
            )
        self.name = name
        self._by_igraph: dict[str, None] = {}
        self._by_networkx: dict[str, None] = {}
        self._copies: dict[int, tuple[IGraph, nx.Graph]] = {}

    def run(self, function: Callable[..., Any], graph: IGraph, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401
        """Call a function of NetworkX on a graph.

        Parameters
        ----------
        function : callable
            A dispatchable function of NetworkX, such as ``networkx.pagerank``, or one that only reads the
            graph's own methods.
        graph : IGraph
            Its first argument.
        *arguments, **more
            Its other arguments.

        Returns
        -------
        object
            What the function returns; iterators are not exhausted.

        Raises
        ------
        AnalysisError
            NetworkX was asked for, and has only the name of the function.
        """
        name = getattr(function, "name", getattr(function, "__name__", str(function)))
        if self._igraph_answers(name, graph, arguments, more):
            self._by_igraph[name] = None
            return function(graph, *arguments, **more)
        self._by_networkx[name] = None
        if not hasattr(function, "backends"):  # it is not dispatched, and reads only what every graph has
            return function(graph, *arguments, **more)
        try:
            return function(self._copy(graph), *arguments, backend=NETWORKX, **more)
        except NotImplementedError as cause:  # a name without code: others implement it
            raise AnalysisError(f"NetworkX itself has no {name}", hint="use --engine igraph") from cause

    @property
    def said(self) -> str:
        """Name and version of each library that answered, and for what where there were two."""
        plain = f"NetworkX {nx.__version__}"
        if not self._by_igraph:
            return plain if self._by_networkx or self.name == NETWORKX else engine_version()
        solved = [f"SciPy {scipy.__version__} for pagerank"] if "pagerank" in self._by_igraph else []
        fallen = [f"{plain} for {', '.join(self._by_networkx)}"] if self._by_networkx else []
        return "; ".join([engine_version(), *solved, *fallen])

    def _igraph_answers(self, name: str, graph: IGraph, arguments: Any, more: dict[str, Any]) -> bool:  # noqa: ANN401
        if self.name == NETWORKX or not hasattr(Dispatcher, name):
            return False
        return Dispatcher.can_run(name, (graph, *arguments), more) is True

    def _copy(self, graph: IGraph) -> nx.Graph:
        """Convert a graph once; the graph is kept, so that its id is not given to another."""
        if id(graph) not in self._copies:
            self._copies[id(graph)] = (graph, graph.to_networkx())
        return self._copies[id(graph)][1]
