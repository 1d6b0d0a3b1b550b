"""Every node and claim in slices: all of them once, by key, with their ends; the same from every store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stores import STOPS_AT, claim, rows

if TYPE_CHECKING:
    import pytest

    from netgraph.store import Store


def test_slices_hold_everything_once(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """In slices of any size, also where one ends with the last; keys beyond ASCII lose and repeat nothing."""
    keys = [f"a/{sign}{number}" for sign in ("x", "é", "\uffee", "\U0001f600") for number in range(3)]
    filled.create_nodes("Route", rows(*({"key": key, "source": "a"} for key in keys)))
    filled.create(STOPS_AT, rows(*(claim(f"n{number:02}") for number in range(10))))
    for size in (1, 4, 7, 14, 100):
        monkeypatch.setattr("netgraph.store.cypher.SLICE", size)
        monkeypatch.setattr("netgraph.store.embedded.SLICE", size)

        nodes = list(filled.every_node("Route", ["source"]))
        claims = list(filled.every_claim("STOPS_AT", ["source"]))

        assert all(0 < len(table) <= size for table in (*nodes, *claims))
        found = [key for table in nodes for key in table["key"].to_pylist()]
        assert sorted(found) == sorted(["a/1", "a/2", *keys])
        found = [key for table in claims for key in table["key"].to_pylist()]
        assert found == ["k1", "k2", *(f"n{number:02}" for number in range(10))]


def test_what_a_slice_holds(filled: Store) -> None:
    """The properties that are asked for, null where there is none; of claims both ends, and theirs."""
    filled.update_nodes("Route", rows({"key": "a/1", "source": "a", "digest": "x", "handling": "AMBER"}))

    (nodes,) = filled.every_node("Route", ["year", "handling"])
    (claims,) = filled.every_claim("STOPS_AT", ["position", "stage"], ["handling"])

    assert nodes.select(["key", "year", "handling"]).to_pylist() == [
        {"key": "a/1", "year": None, "handling": "AMBER"},
        {"key": "a/2", "year": None, "handling": None},
    ]
    ends = {"start_label": "Route", "start": "a/1", "start_handling": "AMBER", "end_label": "Location"}
    assert [{n: v for n, v in row.items() if n != "end_handling"} for row in claims.to_pylist()] == [
        {"key": "k1", **ends, "end": "KEN", "position": 0, "stage": "Recruitment"},
        {"key": "k2", **ends, "end": "ITA", "position": 1, "stage": None},
    ]
    assert list(filled.every_node("Case", ["handling"])) == []
    assert list(filled.every_claim("FOLLOWED", [])) == []
