"""Whether what a command is about to read fits into memory: said before anything is read.

The estimate is of `netgraph.analytics.cost`, what is free of `netgraph.machine`. Here they meet, and what to
run instead is named.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.options import say
from netgraph.errors import TooLarge
from netgraph.machine import VARIABLE, memory, size_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from netgraph.analytics.cost import Cost
    from netgraph.machine import Memory
    from netgraph.store import Store

ANYWAY = "netgraph.anyway"
NEAR = 0.5  # of what is free, above which a warning is due
LONG = 120.0  # seconds, above which it is said how long it takes
INDENTED = "\n          "
PARQUET = "netgraph-parquet"


def anyway_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--anyway`` to a command that reads much of a graph; `afford` finds it."""

    def keep(context: click.Context, _: click.Parameter, value: object) -> None:
        context.meta[ANYWAY] = bool(value)

    decorated: Callable[..., Any] = click.option(
        "--anyway",
        is_flag=True,
        expose_value=False,
        callback=keep,
        help="Read even if more memory is needed than is free.",
    )(function)
    return decorated


def afford(graph: Store, *, recipient: bool = False) -> None:
    """Hold what a command would need against what is free, before it reads.

    Parameters
    ----------
    graph : Store
        Counted only.
    recipient : bool, default False
        Whether what one recipient may have is copied out first.

    Raises
    ------
    TooLarge
        More is needed than is free, and nobody said ``--anyway``.
    """
    from netgraph.analytics.cost import cost_of  # noqa: PLC0415 - keeps --help fast

    context = click.get_current_context()
    command = " ".join(context.command_path.split()[1:])
    heap = heap_of(graph)
    cost = cost_of(graph.counts(), command, context.params, recipient=recipient, heap=heap)
    if cost is None:
        return
    have = memory()
    if cost.seconds > LONG:
        say(f"this may take {_time(cost.seconds)} here: {cost.why}")
    if 0 < heap < cost.heap:
        say(
            f"warning: the embedded engine's heap of {size_text(heap)} may be too small for this: "
            f"set NETGRAPH_HEAP={-(-cost.heap // 2**30)}g"
        )
    more = cost.memory - have.held
    if have.free is None or more <= NEAR * have.free:
        return
    told = (
        f"this reads {cost.claims:,} claims, for which it needs about {size_text(more)} more memory here, "
        f"and {size_text(have.free)} is free by {have.by}"
    )
    if more <= have.free:
        say(f"warning: {told}")
    elif context.meta.get(ANYWAY):
        say(f"warning: {told}; it goes on, as --anyway asks")
    else:
        ways = [] if recipient else _instead(command, context.params, graph.uri)
        if heap:
            outside = cost_of(graph.counts(), command, context.params, recipient=recipient)
            ways += _on_a_server(outside, have)
        ways.append(_room(more, have))
        raise TooLarge(f"{told}: nothing was read", hint="\n        or ".join(ways))


def heap_of(graph: Store | None) -> int:
    """Return the bytes that the heap of a store in this process may grow to; 0 for a server."""
    from netgraph.store.jvm import most_heap  # noqa: PLC0415 - keeps --help fast

    return most_heap() if graph is None or graph.kind == "embedded" else 0


def _instead(command: str, asked: Mapping[str, Any], store: str) -> list[str]:
    """Name the commands to run instead."""
    from netgraph.analytics.cost import ON_SPARK  # noqa: PLC0415 - keeps --help fast
    from netgraph.cli.analyse.cluster import words_for_spark  # noqa: PLC0415 - it asks us, by way of options

    at = shlex.join(["--store", store])
    name = command.partition(" ")[2]
    words = words_for_spark(click.get_current_context()) if name in ON_SPARK else None
    if words is not None:
        ceiling = asked.get("ceiling", "RED")
        below = "" if ceiling == "RED" else f" --ceiling {ceiling}"
        other = ", by label propagation instead of Leiden" if name == "communities" else ""
        where = f"--engine spark --master spark://HOST:7077 --parquet {PARQUET}"
        lines = [
            f"have a cluster answer it{other}:",
            f"netgraph export parquet --local{below} -o {PARQUET} {at}",
            f"netgraph {shlex.join([*command.split(), *words])} {where}",
        ]
        return [INDENTED.join(lines)]
    if command == "view" and not (asked.get("around") or asked.get("corridor")):
        parts = ("--around KEY", "--corridor FROM TO")
        return [INDENTED.join(["draw a part:", *(f"netgraph view {part} {at}" for part in parts)])]
    return []


def _on_a_server(outside: Cost | None, have: Memory) -> list[str]:
    """Name a server, where what the embedded engine takes is what is too much."""
    if outside is None or have.free is None or outside.memory > have.free + have.held:
        return []
    return [f"keep the graph on a Neo4j server: then {size_text(outside.memory)} in all are enough here"]


def _room(more: int, have: Memory) -> str:
    """Say how much room would do, and how to go on without."""
    raise_it = f" (or set {VARIABLE} higher)" if have.by == VARIABLE else ""
    return f"run it where {size_text(more)} is free{raise_it}; --anyway goes on, and the system may end it"


def _time(seconds: float) -> str:
    """Say a time roughly."""
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"about {seconds / size:,.0f} {name}"
    return f"about {seconds:.0f} seconds"
