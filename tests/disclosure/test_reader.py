"""The reader: what the policy does not admit never leaves, and what leaves says how to handle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graphs import fill
from netgraph.disclosure import Policy, Reader
from netgraph.errors import QueryError
from netgraph.model import Marking
from netgraph.queries import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store

HEADER = """// summary: Legs between places.
// mode: read
// returns: set
// columns:
//   start: {type: string}
//   end: {type: string}
"""
ONE = (
    HEADER
    + """//   handling: {type: string}

MATCH (a:Location)-[r:LEG]->(b:Location) RETURN a.key AS start, b.key AS end, r.handling AS handling
"""
)
MANY = (
    HEADER
    + """//   markings: {type: strings}

MATCH (a:Location)-[r:LEG]->(b:Location)
RETURN a.key AS start, b.key AS end, collect(r.handling) AS markings
"""
)
LEGS = [("NGA", "NER", "CLEAR"), ("NGA", "LBY", "GREEN"), ("NER", "LBY", "RED"), ("NGA", "NER", "AMBER")]


@pytest.fixture
def reader(store: Store, tmp_path: Path) -> Any:  # noqa: ANN401 - a function
    """Return a reader of four legs with four markings, by ceiling."""
    (tmp_path / "legs.cypher").write_text(ONE)
    (tmp_path / "pairs.cypher").write_text(MANY)
    catalogue = Catalogue.load(tmp_path)
    fill(
        store,
        [("Location", key, {"name": key}) for key in ("NGA", "NER", "LBY", "ITA")],
        [
            (("Location", start), "LEG", ("Location", end), {"handling": handling, "route": "r"})
            for start, end, handling in LEGS
        ],
    )
    return lambda ceiling: Reader(store, Policy(ceiling), catalogue)


@pytest.mark.parametrize("ceiling", list(Marking))
def test_rows_above_the_ceiling_are_withheld_and_counted(reader: Any, ceiling: Marking) -> None:  # noqa: ANN401
    """Exactly the rows up to the ceiling come back; the rest is a number and nothing more."""
    answer = reader(ceiling).query("legs")

    expected = sorted(leg for leg in LEGS if Marking.parse(leg[2]) <= ceiling)
    found = sorted((row["start"], row["end"], row["handling"]) for row in answer.table.to_pylist())
    assert found == expected
    assert answer.withheld == len(LEGS) - len(expected)
    assert answer.marking == max((Marking.parse(leg[2]) for leg in expected), default=Marking.CLEAR)


def test_a_row_is_as_strict_as_the_strictest_claim_in_it(reader: Any) -> None:  # noqa: ANN401
    """Nigeria to Niger is said once CLEAR and once AMBER: the pair is AMBER, and withheld below it."""
    pairs = {
        (row["start"], row["end"]): row["handling"]
        for row in reader(Marking.RED).query("pairs").table.to_pylist()
    }

    assert pairs == {("NGA", "NER"): "AMBER", ("NGA", "LBY"): "GREEN", ("NER", "LBY"): "RED"}
    assert reader(Marking.GREEN).query("pairs").table.num_rows == 1


def test_a_missing_or_unknown_marking_is_red(store: Store, tmp_path: Path) -> None:
    """A claim without marking, or with a word that TLP 2.0 lacks, passes no ceiling below RED."""
    (tmp_path / "legs.cypher").write_text(ONE)
    fill(
        store,
        [("Location", key, {"name": key}) for key in ("NGA", "NER")],
        [
            (("Location", "NGA"), "LEG", ("Location", "NER"), {"handling": handling, "route": "r"})
            for handling in (None, "WHITE", "CLEAR")
        ],
    )
    catalogue = Catalogue.load(tmp_path)

    strict = Reader(store, Policy(Marking.AMBER_STRICT), catalogue).query("legs")
    open_ = Reader(store, Policy(Marking.RED), catalogue).query("legs")

    assert (strict.table.num_rows, strict.withheld, strict.marking) == (1, 2, Marking.CLEAR)
    assert (open_.table.num_rows, open_.withheld, open_.marking) == (3, 0, Marking.RED)


def test_an_unknown_query_names_the_nearest(reader: Any) -> None:  # noqa: ANN401
    """A typing mistake gets the next step."""
    with pytest.raises(QueryError) as caught:
        reader(Marking.RED).query("leg")

    assert "legs" in caught.value.hint
