"""What is written comes back as it was, whatever its texts hold, and always as the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings

from netgraph.exchange import geojson, gexf, graphml, stix
from netgraph.exchange.formats import read
from worlds import same, worlds

if TYPE_CHECKING:
    from types import ModuleType

    import pyarrow as pa

    from netgraph.disclosure import Disclosed

PHASES = [Phase.explicit, Phase.generate]  # to shrink such graphs takes many minutes
EXACT = [graphml, gexf]


@pytest.mark.parametrize("format_", EXACT, ids=lambda one: one.__name__.rpartition(".")[2])
@given(found=worlds())
@settings(max_examples=40, phases=PHASES)
def test_exact(format_: ModuleType, found: Disclosed) -> None:
    """Every node, claim and property."""
    content = format_.encode(found)
    name, nodes, claims = read(content)

    assert format_.__name__.endswith(name)
    assert same(nodes, found.nodes)
    assert same(claims, found.claims)
    assert format_.encode(found) == content


@given(found=worlds())
@settings(max_examples=40, phases=PHASES)
def test_exact_in_what_is_on_a_map(found: Disclosed) -> None:
    """Places, routes, stops, legs and where cases occurred; cases by their keys."""
    name, nodes, claims = read(geojson.encode(found))

    assert name == "geojson"
    cases = nodes.pop("Case", None)
    assert same(nodes, {label: found.nodes[label] for label in ("Location", "Route") if label in found.nodes})
    carried = geojson.POINTS | geojson.LINES
    assert same(claims, {type_: table for type_, table in found.claims.items() if type_ in carried})
    started = set(claims["OCCURRED_IN"]["start"].to_pylist()) if "OCCURRED_IN" in claims else set()
    assert set(cases["key"].to_pylist() if cases else []) == started


@given(found=worlds())
@settings(max_examples=40, phases=PHASES)
def test_exact_in_what_stix_has_objects_for(found: Disclosed) -> None:
    """Every property of the nodes and claims that it carries; what is empty there is not there."""
    name, nodes, claims = read(stix.encode(found))

    assert name == "stix"
    wanted = {label: _held(table) for label, table in found.nodes.items() if label in stix.CARRIES}
    accounts = [one for one in wanted.get("Identifier", ()) if one.get("kind") in stix.ACCOUNTS]
    wanted["Identifier"] = accounts
    assert {label: _held(table) for label, table in nodes.items()} == {k: v for k, v in wanted.items() if v}
    there = {(label, one["key"]) for label, rows in wanted.items() for one in rows}
    ties = {
        type_: [
            one
            for one in _held(table)
            if {(one["start_label"], one["start"]), (one["end_label"], one["end"])} <= there
        ]
        for type_, table in found.claims.items()
        if type_ in stix.CARRIES
    }
    assert {type_: _held(table) for type_, table in claims.items()} == {k: v for k, v in ties.items() if v}


def _held(table: pa.Table) -> list[dict[str, Any]]:
    rows = table.sort_by("key").to_pylist()
    return [{name: value for name, value in row.items() if value not in (None, "", [])} for row in rows]
