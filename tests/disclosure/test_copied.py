"""A store with what one recipient may have: queries and measures on it know of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from canonical import dump
from disclosure.test_extract import JOURNEY, KEN
from graphs import fill
from netgraph.disclosure import Reader, copied, extract
from netgraph.errors import StoreError
from netgraph.store import Counts

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store


def test_it_holds_what_was_taken_out_and_no_more(store: Store) -> None:
    """Every released node and claim with its properties, and nothing that tells of the rest."""
    fill(store, *JOURNEY)
    found = extract(store, KEN)
    with copied(found) as copy:
        counts = copy.counts()
        assert counts == Counts(
            {label: len(table) for label, table in found.nodes.items()},
            {type_: len(table) for type_, table in found.claims.items()},
        )
        told = str(dump(copy))
        assert not [text for text in found.hidden if text in told]
        again = extract(copy, KEN)
    assert {name: table.to_pylist() for name, table in (again.nodes | again.claims).items()} == {
        name: table.to_pylist() for name, table in (found.nodes | found.claims).items()
    }
    assert not again.withheld


def test_queries_count_what_was_released(embedded: Store) -> None:
    """A corridor whose middle was held back leads from its first released stop to its last."""
    fill(embedded, *JOURNEY)
    with copied(extract(embedded, KEN)) as copy:
        rows = Reader(copy).query("route-stops", {"route": "s/r1"}).table.to_pylist()
    assert [(row["position"], row["place"]) for row in rows] == [(0, "KEN/mombasa"), (1, "ITA/bari")]


def test_nothing_is_left_on_disk(embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy goes with the question, also when the question fails."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    fill(embedded, *JOURNEY)
    found = extract(embedded, KEN)
    with copied(found):
        assert [*tmp_path.iterdir()]
    assert not [*tmp_path.iterdir()]
    with pytest.raises(StoreError), copied(found) as copy:
        copy.read("MATCH nonsense")
    assert not [*tmp_path.iterdir()]
