"""What every store does, whatever stands behind it: the contract of `netgraph.store.port`."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from netgraph.errors import StatementInvalid, StoreError, UsageError
from netgraph.model import load_schema
from netgraph.store import Ends
from stores import STOPS_AT, claim, entries, rows

if TYPE_CHECKING:
    from netgraph.store import Store

SCHEMA = load_schema()
LEG = Ends("Location", "LEG", "Location")


def content(store: Store) -> tuple[list[Any], list[Any]]:
    """Return all nodes and all claims of the stops, with all their properties, in order."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, n.key AS key, properties(n) AS p ORDER BY key")
    claims = store.read(
        "MATCH (a:Route)-[r:STOPS_AT]->(b:Location) "
        "RETURN a.key AS a, b.key AS b, properties(r) AS p, r.key AS key ORDER BY key"
    )
    return nodes.to_pylist(), claims.to_pylist()


def test_prepare_can_be_repeated(filled: Store) -> None:
    """Preparing a store again changes nothing and fails at nothing."""
    before = content(filled)

    filled.prepare(SCHEMA)

    assert content(filled) == before


@pytest.mark.parametrize("label", SCHEMA.nodes)
def test_a_key_is_unique_within_its_label(store: Store, label: str) -> None:
    """Of every label a key is there once: a second one is refused, and nothing of its batch is written."""
    store.create_nodes(label, rows({"key": "one", "source": "a"}))

    for batch in (rows({"key": "new"}, {"key": "one"}), rows({"key": "new"}, {"key": "new"})):
        with pytest.raises(StoreError, match="key is already there") as caught:
            store.create_nodes(label, batch)
        assert caught.value.hint

    assert [row["key"] for row in store.contents_of_nodes(label, ["one", "new"])] == ["one"]
    assert store.counts().nodes == ({} if SCHEMA.nodes[label].kind == "aside" else {label: 1})


def test_a_note_replaces_and_is_no_part_of_the_graph(filled: Store) -> None:
    """What stands aside is written over what is there, is not counted, and leaves what was computed."""
    counts = filled.counts()
    filled.kept.put("state", "name", lambda path: path.touch())
    filled.note("AuditHead", rows({"key": "one", "number": 1, "hash": "a"}, {"key": "two", "number": 7}))
    filled.note("AuditHead", rows({"key": "one", "number": 2}))

    found = filled.contents_of_nodes("AuditHead", ["one", "two"])
    assert sorted(found, key=str) == [{"key": "one", "number": 2}, {"key": "two", "number": 7}]
    assert filled.counts() == counts
    assert filled.kept.find("state", "name")


@pytest.mark.parametrize("type_", SCHEMA.relationships)
def test_a_key_is_unique_within_its_type(store: Store, type_: str) -> None:
    """Of every relationship type a key is there once: a second one is refused, with all of its batch."""
    relationship = SCHEMA.relationships[type_]
    ends = Ends(relationship.start[0], type_, relationship.end[0])
    store.merge_nodes(ends.start, rows({"key": "s"}))
    store.merge_nodes(ends.end, rows({"key": "e"}))
    store.create(ends, rows(claim("one", "s", "e")))

    for batch in (
        rows(claim("new", "s", "e"), claim("one", "s", "e")),
        rows(claim("new", "s", "e"), claim("new", "s", "e")),
    ):
        with pytest.raises(StoreError, match="key is already there") as caught:
            store.create(ends, batch)
        assert caught.value.hint

    assert store.counts().relationships == {type_: 1}
    assert entries(store.claims_of(type_, "a")) == [{"key": "one", "digest": "d-one"}]


def test_every_pair_of_ends_can_be_joined(store: Store) -> None:
    """Every relationship type joins every pair of labels that the schema gives it."""
    for label in SCHEMA.nodes:
        store.merge_nodes(label, rows({"key": "node"}))
    pairs = [
        Ends(start, r.type, end) for r in SCHEMA.relationships.values() for start in r.start for end in r.end
    ]

    for ends in pairs:
        store.create(ends, rows(claim(f"{ends.start}-{ends.end}", "node", "node")))

    assert sum(store.counts().relationships.values()) == len(pairs)


def test_update_replaces_all_properties_of_claims(filled: Store) -> None:
    """After an update a claim has the properties of the row, all others are absent; its ends stay."""
    filled.update(
        "STOPS_AT", rows(claim("k1", position=5, stage=None, arrived="2008-05"), claim("k2", end="ITA"))
    )

    _, (first, second) = content(filled)
    assert first["p"] | {"position": 5, "arrived": "2008-05"} == first["p"]
    keys = filled.read(
        "MATCH (:Route)-[r:STOPS_AT]->(:Location) RETURN r.key AS key, keys(r) AS k ORDER BY key"
    )
    assert [sorted(names) for names in keys["k"].to_pylist()] == [
        ["arrived", "digest", "key", "position", "source"],
        ["digest", "key", "source"],
    ]
    assert (first["a"], first["b"], second["b"]) == ("a/1", "KEN", "ITA")


def test_update_replaces_all_properties_of_nodes(filled: Store) -> None:
    """After an update a node has the properties of the row, all others are absent; its claims stay."""
    filled.update_nodes(
        "Route", rows({"key": "a/1", "source": "a", "digest": "new", "stops": 2, "year": None})
    )

    (row,) = filled.read("MATCH (n:Route {key: 'a/1'}) RETURN properties(n) AS p").to_pylist()
    assert row["p"] == {"key": "a/1", "source": "a", "digest": "new", "stops": 2}
    assert filled.counts().relationships == {"STOPS_AT": 2}


def test_delete_claims(filled: Store) -> None:
    """Deleting claims leaves all others, and the nodes."""
    filled.delete("STOPS_AT", ["k1"])

    assert entries(filled.claims_of("STOPS_AT", "a")) == [{"key": "k2", "digest": "d-k2"}]
    assert filled.counts().nodes == {"Location": 3, "Route": 2}


def test_delete_nodes_with_their_claims(filled: Store) -> None:
    """Deleting a node deletes the relationships on it, from both sides, and nothing else."""
    filled.create(STOPS_AT, rows(claim("k3", start="a/2", end="ITA")))

    filled.delete_nodes("Location", ["KEN"])
    filled.delete_nodes("Route", ["a/2"])

    assert [claim["key"] for claim in entries(filled.claims_of("STOPS_AT", "a"))] == ["k2"]
    assert filled.counts().nodes == {"Location": 2, "Route": 1}
    met = filled.read("MATCH (l:Location)<-[r:STOPS_AT]-(:Route) RETURN l.key AS l, count(r) AS n")
    assert met.to_pylist() == [{"l": "ITA", "n": 1}]


def test_merge_fills_and_never_overwrites(store: Store) -> None:
    """Merging creates what is missing and fills properties that are; what is there stays."""
    assert store.merge_nodes("Location", rows({"key": "KEN", "name": "Kenya"}, {"key": "NGA"})) == 2
    assert (
        store.merge_nodes(
            "Location",
            rows(
                {"key": "KEN", "name": "elsewhere", "latitude": -1.29},
                {"key": "NGA", "name": "Nigeria"},
                {"key": "ITA", "name": "Italy"},
            ),
        )
        == 1
    )

    found = store.read(
        "MATCH (n:Location) RETURN n.key AS key, n.name AS name, n.latitude AS lat ORDER BY key"
    )
    assert found.to_pylist() == [
        {"key": "ITA", "name": "Italy", "lat": None},
        {"key": "KEN", "name": "Kenya", "lat": -1.29},
        {"key": "NGA", "name": "Nigeria", "lat": None},
    ]


def test_merge_takes_the_first_of_rows_with_one_key(store: Store) -> None:
    """Of rows with the same key in a batch one node is made; the first that has a property gives it."""
    batch = rows(
        {"key": "KEN", "name": None, "kind": "Country"},
        {"key": "KEN", "name": "Kenya", "kind": "City"},
        {"key": "KEN", "name": "Keniya"},
    )

    assert store.merge_nodes("Location", batch) == 1
    assert store.merge_nodes("Location", batch) == 0

    (row,) = store.read("MATCH (n:Location) RETURN properties(n) AS p").to_pylist()
    assert row["p"] == {"key": "KEN", "name": "Kenya", "kind": "Country"}


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("create", (STOPS_AT, rows(claim("k8"), claim("k9", end="nowhere")))),
        ("create", (STOPS_AT, rows(claim("k8"), claim("k9", start="nobody")))),
        ("create", (STOPS_AT, rows(claim("k8"), claim("k9") | {"end": None}))),
        ("update", ("STOPS_AT", rows(claim("k1", position=7), claim("k9")))),
        ("update_nodes", ("Route", rows({"key": "a/1", "digest": "new"}, {"key": "a/9", "digest": "new"}))),
        ("delete", ("STOPS_AT", ["k1", "k9"])),
        ("delete_nodes", ("Route", ["a/2", "a/9"])),
    ],
    ids=["no-end", "no-start", "null-end", "update", "update-nodes", "delete", "delete-nodes"],
)
def test_a_short_batch_writes_nothing(filled: Store, method: str, arguments: tuple[Any, ...]) -> None:
    """A batch of which one row does not find what it needs is refused, and nothing of it is written."""
    before = content(filled)

    with pytest.raises(StoreError, match="only 1 of 2 rows") as caught:
        getattr(filled, method)(*arguments)

    assert caught.value.hint
    assert content(filled) == before


def test_many_claims_between_two_places(store: Store) -> None:
    """Hundreds of claims between the same two places, either way, stay apart and are all found."""
    store.merge_nodes("Location", rows({"key": "NGA"}, {"key": "ITA"}))
    there = [claim(f"t{i}", "NGA", "ITA", route="r", position=i) for i in range(300)]
    back = [claim(f"b{i}", "ITA", "NGA", route="r", position=i) for i in range(200)]

    store.create(LEG, rows(*there, *back))

    found = store.read(
        "MATCH (a:Location)-[r:LEG]->(b:Location) "
        "RETURN a.key AS a, b.key AS b, count(r) AS n, count(DISTINCT r.key) AS keys ORDER BY a"
    )
    assert found.to_pylist() == [
        {"a": "ITA", "b": "NGA", "n": 200, "keys": 200},
        {"a": "NGA", "b": "ITA", "n": 300, "keys": 300},
    ]
    store.delete("LEG", [f"t{i}" for i in range(299)])
    assert store.counts().relationships == {"LEG": 201}


def test_a_place_can_lead_to_itself(store: Store) -> None:
    """A claim may start and end at the same node; it is found once, from either side."""
    store.merge_nodes("Location", rows({"key": "KEN"}))
    store.create(LEG, rows(claim("loop", "KEN", "KEN", route="r", position=0)))

    for pattern in (
        "(a:Location)-[r:LEG]->(a)",
        "(a:Location)-[r:LEG]->(b:Location)",
        "(b)<-[r:LEG]-(a:Location)",
    ):
        assert store.read(f"MATCH {pattern} RETURN count(r) AS n").to_pylist() == [{"n": 1}]
    store.delete_nodes("Location", ["KEN"])
    assert store.counts().relationships == {}


def test_empty_batches_do_nothing(filled: Store) -> None:
    """A batch without rows writes nothing, whether it has columns or not."""
    before = content(filled)

    for nothing in (pa.table({}), rows(claim("k"))[:0]):
        assert filled.merge_nodes("Location", nothing) == 0
        filled.create_nodes("Route", nothing)
        filled.update_nodes("Route", nothing)
        filled.create(STOPS_AT, nothing)
        filled.update("STOPS_AT", nothing)
    filled.delete("STOPS_AT", [])
    filled.delete_nodes("Route", [])

    assert content(filled) == before


@pytest.mark.parametrize("moment", [date(2008, 5, 17), datetime(2008, 5, 17, 10, tzinfo=UTC)])
def test_dates_are_refused(filled: Store, moment: date) -> None:
    """Dates and times that are no text are refused by column, before anything is written."""
    batch = rows({"key": "a/1", "source": "a", "opened": moment})

    for write in (filled.create_nodes, filled.update_nodes, filled.merge_nodes):
        with pytest.raises(UsageError, match=r"'opened' holds .* ISO 8601 text") as caught:
            write("Route", batch)
        assert caught.value.hint
    with pytest.raises(UsageError, match="'arrived'"):
        filled.create(STOPS_AT, rows(claim("k9", arrived=moment)))


@pytest.mark.parametrize("batch", [rows({"source": "a"}), rows({"key": "x"}, {"key": None})])
def test_rows_without_a_key_are_refused(store: Store, batch: pa.Table) -> None:
    """A node or claim without a key is refused."""
    for write in (store.create_nodes, store.update_nodes, store.merge_nodes):
        with pytest.raises(UsageError, match="has no key"):
            write("Route", batch)

    assert store.counts().nodes == {}


@pytest.mark.parametrize("name", ["Route`) DETACH DELETE (m", "Route {key: 1}", "Röute", "", "a.b", "a b"])
def test_names_cannot_change_a_statement(filled: Store, name: str) -> None:
    """A label, type or property that is more than a name is refused, and nothing happens."""
    before = content(filled)

    for call in (
        lambda: filled.create_nodes(name, rows({"key": "new"})),
        lambda: entries(filled.nodes_of(name, "a")),
        lambda: filled.create(Ends("Route", name, "Location"), rows(claim("k9"))),
        lambda: filled.create(Ends(name, "STOPS_AT", "Location"), rows(claim("k9"))),
        lambda: filled.delete(name, ["k1"]),
        lambda: filled.delete_nodes(name, ["a/1"]),
        lambda: filled.delete_unused(name, ["a/1"]),
        lambda: filled.held(name, "a"),
        lambda: entries(filled.written_by(name, "a", ["r"])),
        lambda: filled.contents_of_nodes(name, ["a/1"]),
        lambda: filled.contents_of_claims(name, ["k1"]),
    ):
        with pytest.raises(StatementInvalid, match="no name of a label") as caught:
            call()
        assert caught.value.hint

    assert content(filled) == before


def test_columns_come_in_the_order_of_the_statement(filled: Store) -> None:
    """The columns of an answer are those of RETURN, in its order, whatever they are called."""
    table = filled.read(
        "MATCH (r:Route) RETURN r.year AS z, r.key AS a, 1 AS m, 'text' AS `odd name` ORDER BY a"
    )

    assert table.column_names == ["z", "a", "m", "odd name"]
    assert table.to_pylist()[0] == {"z": 2008, "a": "a/1", "m": 1, "odd name": "text"}


@pytest.mark.parametrize("rows_", [0, 1, 7])
def test_columns_are_the_rows(store: Store, rows_: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for columns, a store gives what it gives row by row: nulls, lists, slices, and nothing at all."""
    monkeypatch.setattr("netgraph.store.cypher.SLICE", 3)
    statement = (
        "UNWIND range(1, $rows) AS n RETURN n AS whole, CASE WHEN n > 5 THEN 'late' END AS text, "
        "CASE WHEN n < 6 THEN n / 2.0 END AS part, [toString(n), 'x'] AS names, null AS nothing ORDER BY n"
    )
    found = store.read(statement, {"rows": rows_}, ["whole", "text", "part", "names", "nothing"])

    assert found.to_pylist() == store.read(statement, {"rows": rows_}).to_pylist()
    assert len(found) == rows_


def test_types_of_columns(store: Store) -> None:
    """Answers have the same Arrow types on every store; a column of nulls is text."""
    table = store.read("RETURN 1 AS i, 1.5 AS f, 'x' AS s, true AS b, null AS n, [1, 2] AS li, ['a'] AS ls")

    assert table.schema.types == [
        pa.int64(),
        pa.float64(),
        pa.string(),
        pa.bool_(),
        pa.string(),
        pa.list_(pa.int64()),
        pa.list_(pa.string()),
    ]


def test_parameters_are_values(filled: Store) -> None:
    """A parameter is a value: text that looks like Cypher finds nothing and does nothing."""
    statement = "MATCH (r:Route) WHERE r.key = $key RETURN r.key AS key"

    assert filled.read(statement, {"key": "a/1"}).to_pylist() == [{"key": "a/1"}]
    assert filled.read(statement, {"key": "' OR true RETURN r.key AS key //"}).to_pylist() == []
    assert filled.read("RETURN $list AS list", {"list": ["a", "b"]}).to_pylist() == [{"list": ["a", "b"]}]


def test_an_empty_answer_is_an_empty_table(store: Store) -> None:
    """A statement that finds nothing gives a table without rows; a count gives its zero."""
    assert len(store.read("MATCH (n:Route) RETURN n.key AS key")) == 0
    assert store.read("MATCH (n:Route) RETURN count(n) AS n").to_pylist() == [{"n": 0}]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (n:Route {key: 'new'}) RETURN n.key AS key",
        "MERGE (n:Route {key: 'new'}) RETURN n.key AS key",
        "MATCH (n:Route) SET n.year = 1999 RETURN n.key AS key",
        "MATCH (n:Route) REMOVE n.year RETURN n.key AS key",
        "MATCH (n:Route) DETACH DELETE n",
        "MATCH (n:Route) CALL (n) { SET n.year = 1999 } RETURN n.key AS key",
        "FOREACH (x IN [1] | CREATE (:Route {key: 'new'}))",
        "CREATE INDEX FOR (n:Route) ON (n.year)",
    ],
)
def test_read_cannot_write(filled: Store, statement: str) -> None:
    """A statement that writes is refused by `read`, and nothing changes."""
    before = content(filled)

    with pytest.raises(StatementInvalid, match="the statement writes") as caught:
        filled.read(statement)

    assert caught.value.hint
    assert content(filled) == before


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (n:Route RETURN n.key AS key",
        "MATCH (n:Route) RETURNS n.key AS key",
        "MATCH (n:Route) RETURN m.key AS key",
        "MATCH (n:Route) RETURN nothing(n) AS key",
        "RETURN 1 AS twice, 2 AS twice",
        "",
    ],
)
def test_a_statement_that_no_engine_reads(store: Store, statement: str) -> None:
    """A wrong statement is StatementInvalid in both `read` and `explain`, with the engine's own words."""
    for ask in (store.read, store.explain):
        with pytest.raises(StatementInvalid, match="cannot read the statement: ") as caught:
            ask(statement)
        assert caught.value.hint
        assert "Exception" not in caught.value.message


def test_a_missing_parameter_is_named(store: Store) -> None:
    """A statement whose parameter is not given is invalid, and the parameter is named."""
    with pytest.raises(StatementInvalid, match="forgotten"):
        store.read("RETURN $forgotten AS x", {"other": 1})


def test_a_failure_while_it_runs(store: Store) -> None:
    """What fails only when a statement runs is a StoreError with a next step."""
    with pytest.raises(StoreError, match="/ by zero") as caught:
        store.read("UNWIND [1, 0] AS x RETURN 1 / x AS y")

    assert caught.value.hint
    assert "Exception" not in caught.value.message


def test_explain_does_not_run(filled: Store) -> None:
    """Explaining a statement plans it and returns nothing."""
    filled.explain("MATCH (n:Route) WHERE n.year > $year RETURN n.key AS key", {"year": 2000})
    filled.explain("UNWIND [1, 0] AS x RETURN 1 / x AS y")


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, object()], ids=["too-large", "too-small", "object"])
def test_a_value_that_no_graph_holds(store: Store, value: object) -> None:
    """An integer beyond 64 bits, or an object, is refused with what a graph holds."""
    with pytest.raises(UsageError, match="does not fit the graph") as caught:
        store.read("RETURN $value AS x", {"value": value})

    assert caught.value.hint


def test_counts(filled: Store) -> None:
    """Counts are by label and by type; what is not there is not listed."""
    counts = filled.counts()

    assert counts.nodes == {"Location": 3, "Route": 2}
    assert counts.relationships == {"STOPS_AT": 2}


def test_engine_names_itself(store: Store) -> None:
    """The engine behind a store is told by name and version."""
    assert re.match(r"(ArcadeDB 26\.|Neo4j \d+\.\d+)", store.engine())


def test_a_closed_store_says_so(filled: Store) -> None:
    """After closing, which may be repeated, every call fails and says that the store is closed."""
    with filled as entered:
        assert entered is filled
    filled.close()

    calls: list[Any] = [
        lambda: filled.read("RETURN 1 AS x"),
        lambda: filled.explain("RETURN 1 AS x"),
        filled.counts,
        lambda: filled.prepare(SCHEMA),
        lambda: entries(filled.nodes_of("Route", "a")),
        lambda: entries(filled.claims_of("STOPS_AT", "a")),
        lambda: entries(filled.written_by("Route", "a", ["r"])),
        lambda: filled.held("Route", "a"),
        lambda: filled.contents_of_nodes("Route", ["a/1"]),
        lambda: filled.contents_of_claims("STOPS_AT", ["k1"]),
        lambda: filled.delete_unused("Location", ["NGA"]),
        lambda: filled.merge_nodes("Location", rows({"key": "x"})),
        lambda: filled.create_nodes("Route", rows({"key": "x"})),
        lambda: filled.update_nodes("Route", rows({"key": "a/1"})),
        lambda: filled.delete_nodes("Route", ["a/1"]),
        lambda: filled.create(STOPS_AT, rows(claim("k9"))),
        lambda: filled.update("STOPS_AT", rows(claim("k1"))),
        lambda: filled.delete("STOPS_AT", ["k1"]),
    ]
    for call in calls:
        with pytest.raises(StoreError, match="is closed") as caught:
            call()
        assert caught.value.hint


def test_batches_of_several_threads(store: Store) -> None:
    """Batches handed over at once, which want the same nodes in opposite order, are all written once."""
    names = [f"{number:03}" for number in range(300)]
    store.create_nodes("Route", rows(*({"key": f"r{name}", "source": "a"} for name in names)))
    store.merge_nodes("Location", rows(*({"key": f"l{name}"} for name in names)))

    def handed_over(batch: str) -> None:
        order = names if batch in "ac" else names[::-1]
        claims = [claim(f"{batch}{name}", f"r{name}", f"l{name}") for name in order]
        store.create(STOPS_AT, rows(*claims))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(handed_over, "abcd"))

    found = store.read("MATCH (:Route)-[r:STOPS_AT]->(:Location) RETURN r.key AS key").to_pydict()["key"]
    assert sorted(found) == sorted(f"{batch}{name}" for batch in "abcd" for name in names)
