"""Numbers and hashes that would tell of what is held back, made anew from what is released."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

from netgraph.model import claim_key, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

ORDERED = {"STOPS_AT": "start", "LEG": "route"}
"""Types whose claims have a position among those of one route, and the column that names the route."""


def recounted(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Count positions, stops and keys of claims anew.

    Parameters
    ----------
    tables : dict of str to pyarrow.Table
        What is released, by label or type.

    Returns
    -------
    dict of str to pyarrow.Table
        The same, with positions from 0 without a gap, the number of stops that are released, and keys that
        are hashes of what is released.
    """
    found = dict(tables)
    for type_, route in ORDERED.items():
        table = found[type_]
        positions = _ranked(table[route].to_pylist(), table["position"].to_pylist())
        found[type_] = _with(table, "position", pa.array(positions, pa.int64()))
    stops = Counter(found["STOPS_AT"]["start"].to_pylist())
    routes = found["Route"]
    counted = [stops.get(key) for key in routes["key"].to_pylist()]
    found["Route"] = _with(routes, "stops", pa.array(counted, pa.int64()))
    for type_ in load_schema().relationships:
        found[type_] = _with(found[type_], "key", pa.array(_keys(type_, found[type_]), pa.string()))
    return {name: table.sort_by("key") for name, table in found.items()}


def _ranked(groups: Iterable[str], positions: Iterable[int]) -> list[int]:
    """Return the rank of each position among those of its group; equal ones have one rank."""
    rows = list(zip(groups, positions, strict=True))
    of_group: dict[str, set[int]] = defaultdict(set)
    for group, position in rows:
        of_group[group].add(position)
    ranks = {group: {at: rank for rank, at in enumerate(sorted(held))} for group, held in of_group.items()}
    return [ranks[group][position] for group, position in rows]


def _keys(type_: str, table: pa.Table) -> list[str]:
    told_apart = load_schema().relationships[type_].key
    names = ("start_label", "start", "end_label", "end", "source", "record", *told_apart)
    columns = [table[name].to_pylist() for name in names]
    return [
        claim_key(start_label, start, type_, end_label, end, *more)
        for start_label, start, end_label, end, *more in zip(*columns, strict=True)
    ]


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)
