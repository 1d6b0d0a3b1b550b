"""Every named query gives, on every store, what plain Python finds in the same little graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netgraph.queries import Catalogue, bind, run
from queries.oracles import ORACLES, answer, rows_of
from queries.world import world

if TYPE_CHECKING:
    from netgraph.queries import Query
    from netgraph.store import Store

# What fills networks, views and candidates is tested where it is used, what fills tables here.
USED = {"projection", "resolution", "view"}
QUERIES = [query for query in Catalogue.load() if query.folder not in USED or query.name in ORACLES]

MERGED: dict[str, Any] = {
    "merged_records": ["a/p4", "b/p1", "b/p9", "a/p3", "b/nobody"],
    "merged_into": ["a/p4", "a/p4", "a/p3", "a/p3", "a/p3"],
    "merged_handling": ["GREEN", "GREEN", "RED", "RED", "RED"],
}
ASKED: dict[str, list[dict[str, Any]]] = {
    "case-network": [{"case": "a/case-1"}, {"case": "b/fall-é"}, {"case": "b/empty"}, {"case": "no such"}],
    "cases-along-corridor": [
        {"origin": "KEN", "destination": "ITA"},
        {"origin": "nga", "destination": "ITA"},
        {"origin": "ITA", "destination": "KEN"},
        {"origin": "NGA", "destination": "UGA"},
        {"origin": "NGA", "destination": "NGA"},
    ],
    "cases-sharing-identifier": [{}, {"case": "b/fall-é"}, {"case": "no such"}],
    "corridor-by-exploitation": [{}, {"origin": "KEN"}, {"origin": "KEN", "destination": "ITA"}],
    "corridor-by-victim-profile": [{}, {"destination": "ITA"}],
    "corridors": [{}, {"since": 2009}, {"until": 2008}, {"since": 2009, "until": 2009}, {"limit": 2}],
    "corridors-around-event": [
        {"event": "drought"},
        {"event": "drought", "years": 1},
        {"event": "undated"},
        {"event": "nowhere"},
    ],
    "corridors-by-year": [{}, {"origin": "KEN", "destination": "ITA"}],
    "data-quality": [{}, {"source": "b"}],
    "jurisdiction-profile": [
        {"jurisdiction": state} for state in ("KEN", "UGA", "USA", "US-CA", "XKX", "NGA", "FRA")
    ],
    "jurisdictions-sharing-networks": [{}, MERGED, {**MERGED, "merged_into": ["a/p4"] * 5}],
    "load-runs": [{}, {"source": "a"}, {"limit": 1}],
    "persons-in-several-cases": [{}, MERGED],
    "route-stops": [{"route": "a/8"}, {"route": "b/ü"}, {"route": "b/no-stops"}],
    "routes-through-place": [
        {"place": place} for place in ("KEN", "KEN/mombasa", "USA", "region/europe", "KE", "NGA/bénin-city")
    ],
    "same-person-judgements": [{}, {"judgement": "positive"}, {"judgement": "unsure"}],
    "source-contribution": [{}, {"source": "b"}, {"source": "no such"}],
}
"""What to ask of the queries that take more than a limit; the others are asked once, with defaults."""

CASES = [
    pytest.param(query, given, id=f"{query.name}-{number}")
    for query in QUERIES
    for number, given in enumerate(ASKED.get(query.name, [{}]))
]


@pytest.fixture(scope="module")
def asked(fresh: Store) -> Store:
    """Return a store that holds the little graph; no test changes it."""
    world().fill(fresh)
    return fresh


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_an_engine_can_plan_it(asked: Store, query: Query) -> None:
    """Every engine accepts the text of every query, unchanged."""
    asked.explain(query.statement, bind(query, ASKED.get(query.name, [{}])[0]))


@pytest.mark.parametrize(("query", "given"), CASES)
def test_it_answers_as_plain_python_does(asked: Store, query: Query, given: dict[str, Any]) -> None:
    """Rows, their order and their markings are those that plain Python finds."""
    expected = answer(query, world(), bind(query, given))

    table = run(asked, query, given)

    assert table.column_names == list(query.columns)
    assert rows_of(query, table) == expected


def test_every_query_has_an_oracle() -> None:
    """No query is shipped whose answers nobody has worked out by other means."""
    assert {query.name for query in Catalogue.load() if query.folder not in USED} <= set(ORACLES)
    assert sorted(ORACLES) == sorted(query.name for query in QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_little_graph_asks_something_of_every_query(query: Query) -> None:
    """Every query has an answer of at least one row in the little graph, so that no test is idle."""
    rows = [answer(query, world(), bind(query, given)) for given in ASKED.get(query.name, [{}])]

    assert any(rows)
