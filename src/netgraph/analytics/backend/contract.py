"""How a function of the backend says that it cannot answer as NetworkX would.

The reason is one function, asked twice: by NetworkX before it converts a graph (``can_run``), and
by the function itself once the weights are at hand, where it raises ``NotImplementedError`` and
NetworkX goes on to the next backend.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from netgraph.analytics.backend.graph import IGraph

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def unless(reason: Callable[..., str | None]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a function of the backend by the reasons it has to refuse.

    Parameters
    ----------
    reason : callable
        Takes the function's arguments by name, defaults filled in, and returns a sentence, or None.

    Returns
    -------
    callable
        The decorator. What it returns raises NotImplementedError with the sentence, and carries the
        question itself as ``refusal(*args, **kwargs)``.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        def refusal(*args: P.args, **kwargs: P.kwargs) -> str | None:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return reason(**bound.arguments)

        @functools.wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if (sentence := refusal(*args, **kwargs)) is not None:
                raise NotImplementedError(sentence)
            return function(*args, **kwargs)

        guarded.refusal = refusal  # type: ignore[attr-defined]
        return guarded

    return decorate


def weight_refusal(graph: object, weight: object, *, positive: bool = False) -> str | None:
    """Say why igraph cannot use these weights as NetworkX would.

    Parameters
    ----------
    graph : networkx.Graph or IGraph
        Only the latter's values are looked at: to read the former's would cost a conversion.
    weight : hashable, callable or None
        The argument ``weight`` of the function.
    positive : bool
        Whether zero is refused too.

    Returns
    -------
    str or None
        A sentence, or None when nothing stands against it.
    """
    if callable(weight):
        return "igraph takes the name of an edge attribute as weight, not a function."
    try:
        column = graph.weights(weight) if isinstance(graph, IGraph) else None
    except ValueError as error:
        return f"igraph cannot weigh these edges: {error}."
    least = column.min() if column is not None and column.size else 1
    if positive and least <= 0:
        return "igraph needs distances greater than zero."
    return "igraph needs weights of zero or more." if least < 0 else None
