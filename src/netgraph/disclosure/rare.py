"""Which victims, and what tells of them alone, could be singled out in what the public gets row by row.

A person is found by what is known of few: the one from there, in that year, on that route. For the public no
record of a victim may be like that; a State gets what the owner releases to it. What is compared is read from
the tables as they go, so that no property or type of claim can be forgotten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from netgraph.disclosure.contents import ENDS
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    Keys = dict[str, set[str]]
    Node = tuple[str, str]
    Tie = tuple[int, tuple[Node, ...]]
    Near = dict[Node, list[Tie]]

K = 11
"""Fewest victims that have to be alike; the threshold of the Counter-Trafficking Data Collaborative."""
STEPS = 3  # claims from a person by case and route to the last stop
VICTIM = "Victim"
PARTIES = frozenset({"Person", "Organization"})  # what they do is read from its other end too
HASHED = "Identifier"  # shared, and yet its key tells an outsider nothing
NAMELESS = frozenset({"key", "record"})  # tell records apart, and nothing about them


def rare(nodes: Mapping[str, pa.Table], claims: Mapping[str, pa.Table], k: int = K) -> Keys:
    """Name the victims that fewer than k are like, and the cases and routes of such victims alone.

    Parameters
    ----------
    nodes, claims : mapping of str to pyarrow.Table
        By label and by type, as they would go: without properties that stay, with years for dates and with
        positions counted anew.
    k : int, default 11

    Returns
    -------
    dict of str to set of str
        By label, keys of persons, cases and routes. Without them at least k victims are alike in every
        property of every record and claim within three claims of them: of their parts, cases and
        citizenships, of the States, places and routes of these cases, of stops and legs, of everybody else
        in these cases. A case that had victims has one left, and so have the cases of a route.

    Notes
    -----
    Records get the same number where they and all that is tied to them have it, three times over; places,
    States and the like count by their keys. A claim is read from its start, from what it refers to, and from
    its end where a person or an organization begins it: the other cases of a route are no trait of it.
    Persons and files are taken out in turns until nothing changes: what is left tells less of others. Each
    turn is linear in what goes; few are needed, one for each person at worst. Who is alike in all is alike in
    any part of it. Not compared: how many of a kind there are, who has a claim in common with whom, and what
    the reader knows besides. What k cannot say: if all who are alike share a fate, it is told of each.

    References
    ----------
    L. Sweeney, "k-anonymity: a model for protecting privacy", 2002, doi:10.1142/S0218488502001648.
    B. Weisfeiler, A. Leman, "The reduction of a graph to canonical form", 1968, for the numbers.
    """
    numbers: dict[object, int] = {}
    told = _told(nodes, numbers)
    near = _near(claims, numbers, told)
    cases = _pairs(claims["INVOLVED_IN"], role=VICTIM)
    routes = _pairs(claims["FOLLOWED"])
    gone: set[Node] = set()
    while True:
        seen = _numbered(told, near, gone)
        victims = cases.keys() - gone
        alike = Counter(seen[person] for person in victims)
        lone = {person for person in victims if alike[seen[person]] < k}
        bare = _of_none(cases, gone | lone)
        bare |= _of_none({case: routes[case] for of in cases.values() for case in of}, gone | bare)
        if not lone | bare - gone:
            return {label: {key for of, key in gone if of == label} for label in ("Person", "Case", "Route")}
        gone |= lone | bare


def _told(nodes: Mapping[str, pa.Table], numbers: dict[object, int]) -> dict[Node, int]:
    """Give each record a number by what its row tells; none to what anyone knows by its key."""
    found = {}
    for label, table in nodes.items():
        if load_schema().nodes[label].kind == "owned" or label == HASHED:
            for key, row in zip(table["key"].to_pylist(), _rows(table, NAMELESS), strict=True):
                found[label, key] = numbers.setdefault((label, row), len(numbers))
    return found


def _near(claims: Mapping[str, pa.Table], numbers: dict[object, int], told: Mapping[Node, int]) -> Near:
    """Return by record the claims that tell of it, each with its number and the nodes at its other ends."""
    found: Near = defaultdict(list)
    for type_, table in claims.items():
        properties = load_schema().relationships[type_].properties
        refers = {name: one.refers for name, one in properties.items() if one.refers}
        named = [[(label, key) for key in table[name].to_pylist()] for name, label in refers.items() if label]
        starts, ends = _column(table, "start"), _column(table, "end")
        rows = _rows(table, NAMELESS.union(ENDS, refers))
        for start, end, row, *others in zip(starts, ends, rows, *named, strict=True):
            ways = [(start, "start", (end,)), *((one, "of", (start, end)) for one in others)]
            if start[0] in PARTIES:
                ways.append((end, "end", (start,)))
            for node, way, beyond in ways:
                if node in told:
                    tie = numbers.setdefault((type_, way, row), len(numbers))
                    found[node].append((tie, beyond))
    return found


def _numbered(told: Mapping[Node, int], near: Near, gone: set[Node]) -> dict[Node, int]:
    """Give the records that are left a number, the same where all within so many steps is the same."""
    seen = {node: number for node, number in told.items() if node not in gone}
    for _ in range(STEPS):
        numbers: dict[object, int] = {}
        seen = {
            node: numbers.setdefault((number, frozenset(_ties(near.get(node, ()), seen, gone))), len(numbers))
            for node, number in seen.items()
        }
    return seen


def _ties(ties: Iterable[Tie], seen: Mapping[Node, int], gone: set[Node]) -> Iterator[tuple[object, ...]]:
    for tie, beyond in ties:
        if gone.isdisjoint(beyond):
            yield (tie, *(seen.get(node, node) for node in beyond))


def _of_none(files: Mapping[Node, set[Node]], gone: set[Node]) -> set[Node]:
    """Return the files that some had and none who is left has."""
    every = {file for of in files.values() for file in of}
    return every - {file for one, of in files.items() if one not in gone for file in of}


def _pairs(table: pa.Table, role: str | None = None) -> defaultdict[Node, set[Node]]:
    """Return the ends of claims by their starts."""
    found: defaultdict[Node, set[Node]] = defaultdict(set)
    roles = table["role"].to_pylist() if role else [None] * len(table)
    for start, end, part in zip(_column(table, "start"), _column(table, "end"), roles, strict=True):
        if part == role and (role is None or start[0] == "Person"):
            found[start].add(end)
    return found


def _column(table: pa.Table, name: str) -> list[Node]:
    return list(zip(table[f"{name}_label"].to_pylist(), table[name].to_pylist(), strict=True))


def _rows(table: pa.Table, without: frozenset[str]) -> list[tuple[object, ...]]:
    """Return what each row tells, lists as sets."""
    names = [name for name in table.column_names if name not in without]
    columns = [
        [frozenset(value) if isinstance(value, list) else value for value in table[name].to_pylist()]
        for name in names
    ]
    return list(zip(*columns, strict=True)) if columns else [()] * len(table)
