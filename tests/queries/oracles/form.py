"""The form of an oracle, and what all of them need: a little graph, markings, groups and orders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from graphs import fill
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyarrow as pa

    from netgraph.queries import Query
    from netgraph.store import Store

Name = tuple[str, str]
Row = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """A relationship: its ends by label and key, its type, its properties."""

    start: Name
    type: str
    end: Name
    properties: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a property can be anything
        """Return a property, None when it is absent."""
        return self.properties.get(name)

    @property
    def marking(self) -> str:
        """Its handling; a missing one is RED."""
        return self["handling"] or "RED"


@dataclass
class Graph:
    """A little graph, to be written into stores and to be asked by oracles.

    A store takes any text as a handling. So every node and claim that is given none gets one of its own:
    the markings of a row then tell exactly what went into it.
    """

    nodes: dict[Name, dict[str, Any]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)

    def node(self, label: str, key: str, **properties: Any) -> Name:  # noqa: ANN401
        """Add a node; an owned one comes from source ``a`` unless said otherwise."""
        if load_schema().nodes[label].kind == "owned":
            own = {"source": "a", "record": key, "handling": f"of {label} {key}"}
            properties = {**own, **properties}
        self.nodes[label, key] = properties
        return label, key

    def claim(self, start: Name, type_: str, end: Name, **properties: Any) -> None:  # noqa: ANN401
        """Add a claim; it comes from source ``a`` unless said otherwise."""
        number = f"{len(self.claims):04}"
        own = {"key": f"claim-{number}", "source": "a", "record": number, "handling": f"of claim {number}"}
        self.claims.append(Claim(start, type_, end, {**own, **properties}))

    def fill(self, store: Store) -> None:
        """Write it into an empty store, in no order that an answer could lean on."""
        nodes = [(label, key, properties) for (label, key), properties in self.nodes.items()]
        claims = [(c.start, c.type, c.end, dict(c.properties)) for c in self.claims]
        shuffle = Random(len(claims)).shuffle  # noqa: S311 - a test, and the same every time
        shuffle(nodes)
        shuffle(claims)
        fill(store, nodes, claims)

    def of(self, *types: str) -> list[Claim]:
        """All claims of some types."""
        return [claim for claim in self.claims if claim.type in types]

    def get(self, name: Name, property_: str) -> Any:  # noqa: ANN401
        """Return a property of a node, None when it is absent."""
        return self.nodes[name].get(property_)

    def marking(self, name: Name) -> str:
        """Return the handling of an owned node; a missing one is RED."""
        return self.get(name, "handling") or "RED"

    def labelled(self, *labels: str) -> list[Name]:
        """All nodes of some labels."""
        return [name for name in self.nodes if name[0] in labels]


ORACLES: dict[str, Callable[..., list[Row]]] = {}


def oracle(name: str) -> Callable[[Callable[..., list[Row]]], Callable[..., list[Row]]]:
    """Register the answer to one query: ``f(graph, **parameters)`` gives all its rows in order."""

    def register(function: Callable[..., list[Row]]) -> Callable[..., list[Row]]:
        ORACLES[name] = function
        return function

    return register


def answer(query: Query, graph: Graph, parameters: Mapping[str, Any]) -> list[Row]:
    """Return the rows that a query must give, with bound parameters."""
    given = {key: value for key, value in parameters.items() if key != "limit"}
    return _compared(query, ORACLES[query.name](graph, **given)[: parameters.get("limit")])


def rows_of(query: Query, table: pa.Table) -> list[Row]:
    """Return the rows of a store's answer."""
    return _compared(query, table.to_pylist())


def _compared(query: Query, rows: list[Row]) -> list[Row]:
    """Make markings sets, in no order, and give an order to the rows of a query that has none."""
    found = [{name: _plain(name, row[name]) for name in query.columns} for row in rows]
    return sorted(found, key=_in_words) if query.header.returns == "set" else found


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401 - a value can be anything
    return set(value) if name == "markings" else value


def _in_words(row: Row) -> str:
    return repr([sorted(value) if isinstance(value, set) else value for value in row.values()])


def ordered(rows: Iterable[Row], *keys: str | Callable[[Row], Any]) -> list[Row]:
    """Sort by columns as Cypher does: ``-name`` is descending, and null is larger than any value."""
    found = list(rows)
    for key in reversed(keys):
        descending = isinstance(key, str) and key.startswith("-")
        read = key if callable(key) else _reader(key.removeprefix("-"))
        found.sort(key=read, reverse=descending)
    return found


def _reader(column: str) -> Callable[[Row], Any]:
    return lambda row: (row[column] is None, "" if row[column] is None else row[column])


def distinct(values: Iterable[Any]) -> list[Any]:
    """Return the values in order, each once, without null."""
    return sorted({value for value in values if value is not None})


def grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Gather the second of each pair under the first."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def state(key: str) -> str:
    """Return what stands before the first slash of a place's key."""
    return key.split("/", maxsplit=1)[0]


@dataclass(frozen=True)
class Way:
    """A route with its stops: (position, key of the place) for each claim."""

    route: Name
    stops: list[tuple[int, str]]
    markings: set[str]

    @property
    def first(self) -> int:
        """The lowest position."""
        return min(position for position, _ in self.stops)

    @property
    def last(self) -> int:
        """The highest position."""
        return max(position for position, _ in self.stops)

    def at(self, position: int) -> set[str]:
        """Return the keys of all places at a position."""
        return {place for there, place in self.stops if there == position}

    @property
    def between(self) -> set[str]:
        """The keys of all places strictly between the ends."""
        return {place for position, place in self.stops if self.first < position < self.last}

    @property
    def corridors(self) -> set[tuple[str, str]]:
        """Pairs of what the keys of its ends begin with; none when all stops have one position."""
        if self.first == self.last:
            return set()
        return {(state(a), state(b)) for a in self.at(self.first) for b in self.at(self.last)}


def ways(graph: Graph) -> list[Way]:
    """All routes that have a stop."""
    by_route = grouped((claim.start, claim) for claim in graph.of("STOPS_AT"))
    return [
        Way(
            route,
            [(claim["position"], claim.end[1]) for claim in claims],
            {claim.marking for claim in claims} | {graph.marking(route)},
        )
        for route, claims in by_route.items()
    ]
