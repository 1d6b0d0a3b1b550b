"""A whole graph in columns: the same nodes and claims from every store, joined as they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import graphs
from netgraph.errors import StoreError
from netgraph.store import Ends
from netgraph.store.columns import joined
from netgraph.store.names import END, PLACE, START
from stores import rows

if TYPE_CHECKING:
    from netgraph.store import Store

LABELS, TYPES = ("Person", "Case", "Identifier"), ("INVOLVED_IN", "USES")


def graph(store: Store, said: tuple[str, ...] = ("handling",)) -> tuple[list[str], list[str]]:
    """Return nodes and claims as sorted rows, with labels and keys of the ends of the claims."""
    found = store.in_columns(LABELS, TYPES, said, ("role", *said))
    nodes = found.nodes.to_pylist()
    named = [(node["label"], node["key"]) for node in nodes]
    claims = [
        (
            claim["type"],
            *named[claim["start"]],
            *named[claim["end"]],
            claim["role"],
            *(claim[one] for one in said),
        )
        for claim in found.claims.to_pylist()
    ]
    return sorted(map(repr, (tuple(node.values()) for node in nodes))), sorted(map(repr, claims))


def fill(store: Store) -> None:
    """Write a case and a person of one key, parallel claims, what is not said, and what is not asked for."""
    store.create_nodes("Person", rows({"key": "a/1", "handling": "RED"}, {"key": "a/2"}))
    store.create_nodes("Case", rows({"key": "a/1", "handling": "GREEN"}))
    store.merge_nodes("Identifier", rows({"key": "Phone/1"}))
    store.merge_nodes("Platform", rows({"key": "forum"}))
    parts = [("k1", "Suspect", "AMBER"), ("k2", "Victim", None), ("k3", "Suspect", "AMBER")]
    store.create(
        Ends("Person", "INVOLVED_IN", "Case"),
        rows(*({"key": k, "start": "a/1", "end": "a/1", "role": r, "handling": h} for k, r, h in parts)),
    )
    store.create(Ends("Person", "USES", "Identifier"), rows({"key": "k4", "start": "a/2", "end": "Phone/1"}))


@pytest.mark.parametrize("slice_", [1, 2, 50_000])
def test_every_node_and_claim_comes_once(store: Store, slice_: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parallel claims each, isolated nodes too, and null for what is not said; in slices of any size."""
    monkeypatch.setattr("netgraph.store.cypher.SLICE", slice_)
    fill(store)

    nodes, claims = graph(store)

    expected = [("Person", "a/1", "RED"), ("Person", "a/2", None), ("Case", "a/1", "GREEN")]
    assert nodes == sorted(map(repr, [*expected, ("Identifier", "Phone/1", None)]))
    part = ("INVOLVED_IN", "Person", "a/1", "Case", "a/1")
    assert claims == sorted(
        map(
            repr,
            [
                (*part, "Suspect", "AMBER"),
                (*part, "Suspect", "AMBER"),
                (*part, "Victim", None),
                ("USES", "Person", "a/2", "Identifier", "Phone/1", None, None),
            ],
        )
    )


def test_without_properties(store: Store) -> None:
    """Keys alone can be asked for."""
    fill(store)
    found = store.in_columns(LABELS, TYPES, (), ())
    assert found.nodes.column_names == ["label", "key"]
    assert found.claims.column_names == ["type", "start", "end"]
    assert (len(found.nodes), len(found.claims)) == (4, 4)


def test_an_empty_store_gives_empty_columns(store: Store) -> None:
    """With the same names and types as ever."""
    found = store.in_columns(LABELS, TYPES, ("handling",), ("role",))
    fill(store)
    full = store.in_columns(LABELS, TYPES, ("handling",), ("role",))
    assert (len(found.nodes), len(found.claims)) == (0, 0)
    assert found.nodes.schema == full.nodes.schema
    assert found.claims.schema == full.claims.schema


def test_a_claim_is_never_left_out() -> None:
    """Where an end is not among the nodes, since somebody writes meanwhile, there is no answer at all."""
    nodes = pa.table({PLACE: [7], "key": ["a/1"]})
    claims = pa.table({START: [7, 7], END: [7, 8]})
    with pytest.raises(StoreError, match="1 claims, LINKED_TO the first"):
        joined([("Person", nodes)], [("LINKED_TO", claims)], (), ())


def test_nodes_that_nobody_ties_are_columns_too(store: Store) -> None:
    """Of a graph without any claim the nodes come back, and no claims."""
    graphs.fill(store, [("Case", "s/1", {})], [])

    found = store.in_columns(LABELS, TYPES, ("handling",), ("role",))

    assert found.nodes["key"].to_pylist() == ["s/1"]
    assert len(found.claims) == 0
