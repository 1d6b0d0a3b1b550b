"""A load is a difference: what it writes, changes and takes away, on every store."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from canonical import Entry, dump
from failing import Failing
from netgraph.errors import StoreAway, TooManyRejects, UsageError
from netgraph.ingest import Changes, Mapping, load_file, load_mapping
from stores import empty

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

LITTLE = """
mapping: 1
name: little
summary: A little mapping.
source: {name: little, doc: Made for a test., licence: None.}
record: [case]
columns:
  case: {doc: Reference.}
  status: {doc: Where it stands.}
  state: {doc: Who handles it.}
  outcome: {doc: How it ended.}
  person: {doc: Who takes part.}
  sex: {doc: Of the person.}
  role: {doc: Of the person.}
  opened: {doc: When.}
  mark: {doc: Marking.}
nodes:
  case: {type: Case, key: [case], required: true, properties: {status: {column: status}}}
  state: {type: Jurisdiction, place: {country: state}}
  person: {type: Person, key: [person], properties: {sex: {column: sex}}}
relationships:
  - {type: HANDLED_BY, start: case, end: state, properties: {outcome: {column: outcome}}}
  - {type: INVOLVED_IN, start: person, end: case, properties: {role: {column: role}}}
provenance:
  handling: {column: mark}
  first_seen: {column: opened}
  last_seen: {column: opened}
max_ratio: 0.5
"""
HEADER = ["case", "status", "state", "outcome", "person", "sex", "role", "opened", "mark"]
ROWS: list[list[str]] = [
    ["c1", "Active", "Kenya", "Prosecution", "p1", "Female", "Victim", "2020-05", "AMBER"],
    ["c1", "", "", "", "p2", "Male", "Suspect", "2020-05", "AMBER"],
    ["c2", "Closed", "ITA", "Conviction", "p2", "", "Convicted", "2021", "GREEN"],
    ["c3", "Active", "Italy", "", "", "", "", "2022-01-09", ""],
]


@pytest.fixture
def little(mapping: Callable[[str], Path]) -> Path:
    """Path of a little mapping."""
    return mapping(LITTLE)


def one(store: Store, statement: str) -> list[dict[str, Any]]:
    """Return the rows of a statement."""
    found: list[dict[str, Any]] = store.read(statement).to_pylist()
    return found


def test_a_file_becomes_nodes_and_claims(store: Store, little: Path, write: Write) -> None:
    """Rows become owned and shared nodes and claims between them, each once."""
    report = load_file(store, little, write([HEADER, *ROWS]), source="ngo")

    assert (report.read, report.loaded, report.duplicate, report.rejected) == (4, 4, 0, 0)
    assert report.nodes == Changes(created={"Jurisdiction": 2, "Case": 3, "Person": 2})
    assert report.relationships == Changes(created={"HANDLED_BY": 3, "INVOLVED_IN": 3})
    handled = one(
        store,
        "MATCH (c:Case)-[r:HANDLED_BY]->(j:Jurisdiction) "
        "RETURN c.key AS c, j.key AS j, j.name AS name, r.outcome AS outcome ORDER BY c",
    )
    assert handled == [
        {"c": "ngo/c1", "j": "KEN", "name": "Kenya", "outcome": "Prosecution"},
        {"c": "ngo/c2", "j": "ITA", "name": "Italy", "outcome": "Conviction"},
        {"c": "ngo/c3", "j": "ITA", "name": "Italy", "outcome": None},
    ]


def test_rows_about_one_thing_are_brought_together(embedded: Store, little: Path, write: Write) -> None:
    """Blanks are filled from other rows; marking and dates cover all rows that speak of a node."""
    load_file(embedded, little, write([HEADER, *ROWS]))

    persons = one(
        embedded,
        "MATCH (p:Person) RETURN p.key AS key, p.sex AS sex, p.handling AS handling, "
        "p.first_seen AS first, p.last_seen AS last, p.record AS record ORDER BY key",
    )
    assert persons == [
        dict(zip(persons[0], values, strict=True))
        for values in (
            ("little/p1", "Female", "AMBER", "2020-05", "2020-05", "c1"),
            ("little/p2", "Male", "AMBER", "2020-05", "2021", "c1"),
        )
    ]


def test_what_has_no_marking_is_red(embedded: Store, little: Path, write: Write) -> None:
    """A row without a marking gets what was said for the file, and RED when nothing was."""
    load_file(embedded, little, write([HEADER, ROWS[3]]), source="silent")
    load_file(embedded, little, write([HEADER, ROWS[3]]), source="told", handling="tlp:green", owner="Kenya")

    cases = one(embedded, "MATCH (c:Case) RETURN c.source AS s, c.handling AS h, c.owner AS owner ORDER BY s")
    assert cases == [
        {"s": "silent", "h": "RED", "owner": None},
        {"s": "told", "h": "GREEN", "owner": "KEN"},
    ]


def test_a_second_load_writes_nothing(store: Store, little: Path, write: Write) -> None:
    """The same file again creates, updates and deletes nothing but tells of its run."""
    path = write([HEADER, *ROWS])
    load_file(store, little, path)
    before = dump(store)

    again = load_file(store, little, path)

    assert again.unchanged
    assert dump(store) == before
    runs = one(store, "MATCH (r:LoadRun) RETURN r.created AS created, r.loaded AS loaded ORDER BY created")
    assert runs == [{"created": 0, "loaded": 4}, {"created": 11, "loaded": 4}]


def test_a_second_load_touches_no_claim(embedded: Store, little: Path, write: Write) -> None:
    """What did not change keeps the run that wrote it."""
    first = load_file(embedded, little, write([HEADER, *ROWS]))
    changed = [*ROWS[:3], ["c3", "Closed", *ROWS[3][2:]]]

    second = load_file(embedded, little, write([HEADER, *changed]))

    cases = one(embedded, "MATCH (c:Case) RETURN c.key AS key, c.run AS run ORDER BY key")
    assert [row["run"] for row in cases] == [first.run, first.run, second.run]
    assert (second.nodes, second.relationships) == (Changes(updated={"Case": 1}), Changes())


def test_a_changed_row_updates(store: Store, little: Path, write: Write) -> None:
    """A load of a changed file leaves what a first load of it would have left; blanked values go."""
    changed = [["c1", "", "Kenya", "Acquittal", "p1", "Female", "Victim", "2020-05", "RED"], *ROWS[1:]]
    load_file(store, little, write([HEADER, *ROWS]))

    report = load_file(store, little, write([HEADER, *changed]))

    assert report.nodes == Changes(updated={"Case": 1, "Person": 1})
    assert report.relationships == Changes(updated={"HANDLED_BY": 1, "INVOLVED_IN": 1})
    row = one(store, "MATCH (c:Case) WHERE c.key = 'little/c1' RETURN c.status AS s, c.handling AS h")
    assert row == [{"s": None, "h": "RED"}]
    assert dump(store) == fresh(store, little, write([HEADER, *changed]))


def test_a_removed_row_is_pruned_within_its_source(store: Store, little: Path, write: Write) -> None:
    """What a source no longer says goes; what another source says stays."""
    load_file(store, little, write([HEADER, *ROWS]), source="a")
    load_file(store, little, write([HEADER, *ROWS]), source="b")

    report = load_file(store, little, write([HEADER, *ROWS[:2]]), source="a")

    assert report.nodes == Changes(updated={"Person": 1}, deleted={"Case": 2})
    assert report.relationships == Changes(deleted={"HANDLED_BY": 2, "INVOLVED_IN": 1})
    cases = one(store, "MATCH (c:Case) RETURN c.key AS key ORDER BY key")
    assert [row["key"] for row in cases] == ["a/c1", "b/c1", "b/c2", "b/c3"]


def test_two_sources_never_overwrite_each_other(store: Store, little: Path, write: Write) -> None:
    """The graph of two sources does not depend on which was loaded first, nor how often."""
    mine, yours = write([HEADER, *ROWS], "a.csv"), write([HEADER, *ROWS[:1]], "b.csv")
    load_file(store, little, mine, source="a")
    load_file(store, little, yours, source="b")
    load_file(store, little, mine, source="a")
    forwards = dump(store)
    fresh(store, little, yours, source="b")

    load_file(store, little, mine, source="a")

    assert dump(store) == forwards
    assert len(forwards["Case"]) == 4


def test_order_and_batch_size_do_not_matter(store: Store, little: Path, write: Write) -> None:
    """The same rows in any order and batch give the same graph."""
    expected = fresh(store, little, write([HEADER, *ROWS]))

    found = fresh(store, little, write([HEADER, *reversed(ROWS)]), batch_size=2)

    assert found == expected


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    store: Store, little: Path, write: Write
) -> None:
    """A dry run's counts are those of the load after it, and the store stays as it was."""
    load_file(store, little, write([HEADER, *ROWS[:2]]))
    before, counts = dump(store), store.counts()
    path = write([HEADER, *ROWS[1:]])

    dry = load_file(store, little, path, dry_run=True)

    assert dump(store) == before
    assert store.counts() == counts
    wet = load_file(store, little, path)
    assert (dry.nodes, dry.relationships) == (wet.nodes, wet.relationships)
    assert dry.dry_run
    assert not wet.dry_run


def test_rows_that_contradict_each_other_are_all_rejected(
    embedded: Store, little: Path, write: Write
) -> None:
    """Two rows that disagree about one node are both rejected, whichever comes first."""
    liars = [
        ["c8", "Active", "", "", "p9", "Female", "Victim", "", ""],
        ["c9", "Active", "", "", "p9", "Male", "Victim", "", ""],
    ]
    forwards = load_file(embedded, little, write([HEADER, *ROWS, *liars]))
    content = dump(embedded)

    backwards = load_file(embedded, little, write([HEADER, *reversed(liars), *ROWS]))

    assert forwards.reasons == backwards.reasons == {"rows disagree on the sex of one Person": 2}
    assert dump(embedded) == content
    assert one(embedded, "MATCH (p:Person) WHERE p.key = 'little/p9' RETURN p.key AS key") == []


def test_nothing_is_written_when_too_much_is_wrong(embedded: Store, little: Path, write: Write) -> None:
    """More rejects than max_ratio allows stop the load, with the reasons, before anything is written."""
    bad = [["", *row[1:]] for row in ROWS[:3]]
    path = write([HEADER, *bad, ROWS[3]])

    with pytest.raises(TooManyRejects, match=r"3 of 4 rows .*3 rows: the record is blank \(column case\)"):
        load_file(embedded, little, path)

    assert embedded.counts().nodes == {}
    with path.with_name("rows.csv.rejects.csv").open(encoding="utf-8", newline="") as stream:
        listed = list(csv.reader(stream))
    assert [row[1:4] for row in listed[1:]] == [
        [str(number), "the record is blank", "case"] for number in (2, 3, 4)
    ]


def test_another_mapping_may_not_take_over(
    store: Store, little: Path, write: Write, mapping: Callable[..., Path]
) -> None:
    """Within one source a label has one mapping, so that no load prunes what another file said."""
    other = mapping(LITTLE.replace("name: little\nsummary", "name: other\nsummary"), "other")
    path = write([HEADER, *ROWS])
    load_file(store, little, path, source="ngo")

    with pytest.raises(UsageError, match="'ngo' already has Case from the mapping 'little'"):
        load_file(store, other, path, source="ngo")

    assert load_file(store, other, path, source="another").loaded == 4


def test_a_reference_must_exist(store: Store, write: Write, mapping: Callable[..., Path]) -> None:
    """A row that refers to a node which its source does not have is rejected, and no other."""
    cases = mapping(REFERRING, "referring")
    load_file(store, cases, write([["case", "before"], ["c1", ""], ["c2", "c1"], ["c4", "c2"]]))

    report = load_file(store, cases, write([["case", "before"], ["c2", "c1"], ["c4", "c2"], ["c5", ""]]))

    # c2 falls because c1 is gone, and c4 with it: what remains is what the file itself holds.
    assert report.reasons == {"refers to a Person that this source does not have (column before)": 2}
    assert report.nodes == Changes(created={"Person": 1}, deleted={"Person": 3})


REFERRING = """
mapping: 1
name: referring
summary: Persons and who came before them.
source: {name: referring, doc: Made for a test., licence: None.}
record: [case]
columns: {case: {doc: Reference.}, before: {doc: Reference.}}
nodes:
  person: {type: Person, key: [case], required: true}
  before: {type: Person, key: [before], reference: true}
relationships:
  - {type: LINKED_TO, start: before, end: person, properties: {kind: {literal: Associate}}}
max_ratio: 1
"""


def test_what_hangs_on_a_pruned_node_is_counted(store: Store, write: Write) -> None:
    """When a case goes, claims that another file made on it go too, and the report says so, dry or not."""
    cases, involvements = load_mapping("cases"), load_mapping("involvements")
    both = [{"case_ref": "c1", "opened": "2020"}, {"case_ref": "c2"}]
    people = [
        {"case_ref": case, "person_ref": person, "role": "Witness"}
        for case, person in (("c1", "p1"), ("c1", "p2"), ("c2", "p1"))
    ]
    load_file(store, cases, write(filled(cases, both)), source="s")
    load_file(store, involvements, write(filled(involvements, people)), source="s")
    path = write(filled(cases, both[1:]))

    reports = [load_file(store, cases, path, source="s", dry_run=dry) for dry in (True, False)]

    assert [report.nodes for report in reports] == [Changes(deleted={"Case": 1})] * 2
    assert [report.relationships for report in reports] == [Changes(deleted={"INVOLVED_IN": 2})] * 2
    assert store.counts().relationships == {"INVOLVED_IN": 1}


def filled(mapping: Mapping, rows: list[dict[str, str]]) -> list[list[str]]:
    """Return the lines of a mapping's file, its header first."""
    return [list(mapping.columns), *([row.get(name, "") for name in mapping.columns] for row in rows)]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"handling": "WHITE"}, "handling 'WHITE'"),
        ({"owner": "Korea"}, "owner 'Korea'"),
        ({"owner": "Europe"}, "owner 'Europe'"),
        ({"reliability": "G"}, "reliability 'G'"),
        ({"source": " "}, "no name"),
    ],
)
def test_an_unknown_mark_is_refused(
    embedded: Store, little: Path, write: Write, given: dict[str, str], complaint: str
) -> None:
    """A marking, owner or grade that is not known stops the load; it never becomes a guess."""
    with pytest.raises(UsageError, match=complaint) as caught:
        load_file(embedded, little, write([HEADER, *ROWS]), **given)  # type: ignore[arg-type]

    assert caught.value.hint
    assert embedded.counts().nodes == {}


def test_progress_is_told(embedded: Store, little: Path, write: Write) -> None:
    """Each phase tells how far it is, and ends when all is done."""
    told: dict[str, tuple[int, int]] = {}

    def progress(phase: str, done: int, total: int) -> None:
        told[phase] = (done, total)

    load_file(embedded, little, write([HEADER, *ROWS]), progress=progress)

    assert list(told) == ["read", "check", "write"]
    assert all(done == total > 0 for done, total in told.values())


@pytest.mark.parametrize("survived", [1, 3, 5, 8])
def test_a_load_that_broke_off_is_completed_by_the_same_load(
    embedded: Store, little: Path, write: Write, survived: int
) -> None:
    """Whatever a broken load left, the next one ends where an undisturbed one would have."""
    old, new = write([HEADER, *ROWS[1:]], "old.csv"), write([HEADER, *ROWS[:3]], "new.csv")
    load_file(embedded, little, old)
    load_file(embedded, little, new)
    expected = dump(embedded)
    empty(embedded)
    load_file(embedded, little, old)
    failing: Any = Failing(embedded, survived)

    with pytest.raises(StoreAway):
        load_file(failing, little, new, batch_size=1)

    unfinished = embedded.read("MATCH (r:LoadRun) WHERE r.finished IS NULL RETURN r.key AS key")
    assert len(unfinished) == 1
    load_file(embedded, little, new)
    assert dump(embedded) == expected


def fresh(store: Store, little: Path, path: Path, **options: Any) -> dict[str, list[Entry]]:  # noqa: ANN401
    """Return what a load into an empty store leaves; empties the store first."""
    empty(store)
    load_file(store, little, path, **options)
    return dump(store)
