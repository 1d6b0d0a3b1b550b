"""What a store says of what a source holds: keys and digests, counts, contents, and what one run wrote."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from stores import STOPS_AT, claim, entries, rows

if TYPE_CHECKING:
    import pytest

    from netgraph.store import Store


def by_key(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put rows into the order of their keys."""
    return sorted(found, key=itemgetter("key"))


def test_keys_and_digests_by_source(filled: Store) -> None:
    """A store tells what a source holds, and nothing of another source; the columns are those of the port."""
    filled.create_nodes("Route", rows({"key": "b/1", "source": "b", "digest": "z"}))
    filled.create(STOPS_AT, rows(claim("k3") | {"source": "b", "start": "b/1"}))

    assert entries(filled.nodes_of("Route", "a")) == [
        {"key": "a/1", "digest": "x"},
        {"key": "a/2", "digest": "y"},
    ]
    assert entries(filled.claims_of("STOPS_AT", "b")) == [{"key": "k3", "digest": "d-k3"}]
    for table in (*filled.nodes_of("Route", "a"), *filled.claims_of("STOPS_AT", "a")):
        assert table.schema.names == ["key", "digest"]
        assert table.schema.types == [pa.string(), pa.string()]
    for nothing in (
        filled.nodes_of("Case", "a"),
        filled.claims_of("FOLLOWED", "a"),
        filled.nodes_of("Route", "c"),
    ):
        assert entries(nothing) == []


def test_what_has_no_digest(filled: Store) -> None:
    """What was written without a digest is told with an empty one, which no content has."""
    filled.create_nodes("Case", rows({"key": "a/c", "source": "a"}))

    assert entries(filled.nodes_of("Case", "a")) == [{"key": "a/c", "digest": ""}]


def test_slices_lose_and_repeat_nothing(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in slices of any size, a source's keys come once each, also where a slice ends with the last."""
    keys = [f"key-{number:02}" for number in range(12)]
    filled.create(STOPS_AT, rows(*(claim(key) for key in keys), claim("other") | {"source": "b"}))
    for size in (1, 5, 7, 14, 100):
        monkeypatch.setattr("netgraph.store.cypher.SLICE", size)
        monkeypatch.setattr("netgraph.store.embedded.SLICE", size)

        slices = list(filled.claims_of("STOPS_AT", "a"))

        assert [row["key"] for row in entries(slices)] == ["k1", "k2", *keys]
        assert all(0 < len(table) <= size for table in slices)


def test_counts_by_source(filled: Store) -> None:
    """What a source holds under a label or a type is counted, without what others hold there."""
    filled.create_nodes("Route", rows({"key": "b/1", "source": "b"}))

    assert [filled.held("Route", source) for source in "abc"] == [2, 1, 0]
    assert [filled.held("STOPS_AT", source) for source in "ab"] == [2, 0]


def test_what_some_runs_wrote(filled: Store) -> None:
    """Asked by run, a store tells what a source holds and one of these runs wrote last."""
    filled.create(STOPS_AT, rows(*(claim(f"n{number}", run=f"r{number}") for number in range(4))))
    filled.create(STOPS_AT, rows(claim("b1", run="r1") | {"source": "b"}))
    filled.update("STOPS_AT", rows(claim("n2", run="r9")))
    filled.create_nodes("Case", rows({"key": "a/c", "source": "a", "run": "r1", "digest": "x"}))

    assert entries(filled.written_by("STOPS_AT", "a", ["r1", "r2", "r3"])) == [
        {"key": "n1", "digest": "d-n1"},
        {"key": "n3", "digest": "d-n3"},
    ]
    assert entries(filled.written_by("Case", "a", ["r1"])) == [{"key": "a/c", "digest": "x"}]
    assert entries(filled.written_by("STOPS_AT", "a", [])) == []


def test_contents_of_nodes(filled: Store) -> None:
    """All properties of nodes come back by key, as plain values; a key that is not there gives nothing."""
    case = {"key": "a/c", "n": 3, "share": 0.5, "open": True, "forms": ["x", "y"], "note": "text"}
    filled.create_nodes("Case", rows(case))

    assert filled.contents_of_nodes("Case", ["a/c", "absent"]) == [case]
    assert by_key(filled.contents_of_nodes("Route", ["a/1", "a/2"])) == [
        {"key": "a/1", "source": "a", "digest": "x", "year": 2008},
        {"key": "a/2", "source": "a", "digest": "y"},
    ]
    assert filled.contents_of_nodes("Route", []) == []


def test_contents_of_claims(filled: Store) -> None:
    """All properties of claims come back by key, with keys and labels of what they join."""
    joined = {"start_label": "Route", "end_label": "Location"}

    found = filled.contents_of_claims("STOPS_AT", ["k2", "absent", "k1"])

    assert by_key(found) == [
        claim("k1", position=0, stage="Recruitment") | joined,
        claim("k2", end="ITA", position=1) | joined,
    ]
    assert filled.contents_of_claims("STOPS_AT", []) == []


def test_contents_can_be_written_back(filled: Store) -> None:
    """What was deleted or changed is as it was when its contents are written back."""
    nodes = filled.contents_of_nodes("Route", ["a/1"])
    claims = filled.contents_of_claims("STOPS_AT", ["k1", "k2"])
    filled.delete("STOPS_AT", ["k1"])
    filled.update("STOPS_AT", rows(claim("k2", end="ITA", position=9)))
    filled.update_nodes("Route", rows({"key": "a/1", "source": "a", "digest": "other"}))

    plain = [{n: v for n, v in row.items() if not n.endswith("_label")} for row in by_key(claims)]
    filled.create(STOPS_AT, rows(plain[0]))
    filled.update("STOPS_AT", rows(plain[1]))
    filled.update_nodes("Route", rows(*nodes))

    assert by_key(filled.contents_of_claims("STOPS_AT", ["k1", "k2"])) == by_key(claims)
    assert filled.contents_of_nodes("Route", ["a/1"]) == nodes


def test_only_unused_nodes_are_deleted(filled: Store) -> None:
    """Of some shared nodes those go on which no relationship hangs, from either side; they are counted."""
    filled.merge_nodes("Location", rows({"key": "FRA"}))

    assert filled.delete_unused("Location", ["KEN", "NGA", "absent"]) == 1
    assert filled.delete_unused("Route", ["a/1", "a/2"]) == 1
    assert filled.delete_unused("Location", []) == 0

    assert [
        row["key"] for row in by_key(filled.contents_of_nodes("Location", ["KEN", "ITA", "NGA", "FRA"]))
    ] == ["FRA", "ITA", "KEN"]
    assert filled.counts().relationships == {"STOPS_AT": 2}
