"""What the vocabulary does not allow is refused, with row, reason and column; what is merely vague is not."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from canonical import dump
from netgraph.ingest import load_file, retry
from netgraph.ingest.frames import compiled, rules_of
from netgraph.ingest.moments import first_day, last_day
from netgraph.ingest.read.table import CHUNK
from netgraph.ingest.validation import hold
from netgraph.model import load_schema
from netgraph.model.schema import Property

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from netgraph.store import Store

    Write = Callable[..., Path]

TEXT = """
mapping: 1
name: little
summary: Cases.
source: {name: little, doc: Made for a test., licence: None.}
record: [case]
columns:
  case: {doc: Reference.}
  from: {doc: When opened.}
  until: {doc: When closed.}
  forms: {doc: Of exploitation.}
  state: {doc: Who handles it.}
  stand: {doc: Where it stands.}
  seen: {doc: When first seen.}
  again: {doc: When last seen.}
nodes:
  case:
    type: Case
    key: [case]
    properties:
      opened: {column: from}
      closed: {column: until}
      exploitation: {column: forms, split: [;]}
  state: {type: Jurisdiction, place: {country: state}}
relationships:
  - {type: HANDLED_BY, start: case, end: state, properties: {outcome: {column: stand}}}
provenance:
  first_seen: {column: seen}
  last_seen: {column: again}
max_ratio: 1
"""
HEADER = ["case", "from", "until", "forms", "state", "stand", "seen", "again"]

ROUTES = """
mapping: 1
name: little
summary: Routes.
source: {name: little, doc: Made for a test., licence: None.}
record: [route]
columns:
  route: {doc: Reference.}
  number: {doc: Order.}
  place: {doc: Where.}
  came: {doc: When.}
  left: {doc: When.}
nodes:
  route: {type: Route, key: [route], required: true}
stops:
  route: route
  rows:
    position: number
    stop: {place: {country: place}, properties: {arrived: {column: came}, departed: {column: left}}}
max_ratio: 1
"""
STATES = ["Kenya", "Uganda", "Rwanda", "Burundi", "Zambia", "Malawi"]


def tomorrow(days: int) -> str:
    """Return a day after today."""
    return (datetime.now(UTC).date() + timedelta(days)).isoformat()


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["2008", "2008-05", "", "", "", "", ""], None),
        (["2008-05", "2008", "", "", "", "", ""], None),
        (["2008-05-17", "2008-05", "", "", "", "", ""], None),
        (["2008-05-17", "2008-05-17", "", "", "", "", ""], None),
        (["2008-05-17", "2008-05-16", "", "", "", "", ""], "the closed is before the opened (column until)"),
        (["2008-05-17", "2008-04", "", "", "", "", ""], "the closed is before the opened (column until)"),
        (["2009", "2008-12-31", "", "", "", "", ""], "the closed is before the opened (column until)"),
        (["", "2008", "", "", "", "", ""], None),
        (["", "", "", "", "", "2010-02", "2010"], None),
        (
            ["", "", "", "", "", "2010-02", "2010-01-31"],
            "the last_seen is before the first_seen (column again)",
        ),
        ([tomorrow(2), "", "", "", "", "", ""], "the opened lies in the future (column from)"),
        (["", "9999", "", "", "", "", ""], "the closed lies in the future (column until)"),
        ([str(date.today().year), "", "", "", "", "", ""], None),  # noqa: DTZ011 - this year has begun
        (["", "", "", "", "", tomorrow(400)[:7], ""], "the first_seen lies in the future (column seen)"),
    ],
)
def test_dates_make_sense_or_the_row_is_refused(
    embedded: Store,
    mapping: Callable[[str], Path],
    write: Write,
    cells: list[str],
    reason: str | None,
) -> None:
    """Dates in the wrong order or the future refuse their row; dates that only may contradict do not."""
    report = load_file(embedded, mapping(TEXT), write([HEADER, ["c1", *cells], ["c2", *[""] * 7]]))

    assert report.reasons == ({reason: 1} if reason else {})
    assert report.loaded == (1 if reason else 2)


def test_misspelled_codes_are_answered_with_the_nearest(
    store: Store, mapping: Callable[[str], Path], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown code is counted with the code it is most like; a list without an unknown code refuses it."""
    rows = [
        ["c1", "", "", "ForcedLabor", "Kenya", "", "", ""],
        ["c2", "", "", "forced labur; 77", "Kenya", "", "", ""],
        ["c3", "", "", "Maria Musterfrau", "Kenya", "", "", ""],
        ["c4", "", "", "", "Kenya", "Convicton", "", ""],
        ["c5", "", "", "", "Kenya", "Maria Musterfrau", "", ""],
    ]

    report = load_file(store, mapping(TEXT), write([HEADER, *rows]))

    assert [(c.code, c.becomes, c.nearest, c.rows, c.first_row) for c in report.unknown_codes] == [
        ("(another text)", "Other", "", 1, 4),
        ("(another text)", "Other", "ForcedLabour", 2, 2),
        ("77", "Other", "", 1, 3),
    ]
    assert report.reasons == {
        "not in the code list outcome (column stand)": 1,
        "not in the code list outcome; the nearest code is Conviction (column stand)": 1,
    }
    assert "Maria" not in f"{report} {capsys.readouterr()}"


@pytest.mark.parametrize(
    ("stops", "reason"),
    [
        ([("2020-01", "2020-02"), ("2020-02", "2020-03"), ("2020-03-01", "")], None),
        ([("2020", ""), ("", ""), ("2020-01", "2019")], "the departed is before the arrived (column left)"),
        ([("2020-02", ""), ("", ""), ("2020-01-31", "")], "the arrived is earlier than a stop before it"),
        ([("", "2020-02"), ("2020-01", ""), ("2021", "")], "the arrived is earlier than a stop before it"),
        ([("2020-02", ""), ("", "2020-01"), ("2021", "")], "the departed is earlier than a stop before it"),
        ([("2020-02", ""), ("2020", ""), ("2020-01", "")], "the arrived is earlier than a stop before it"),
        ([("2020-02", ""), ("2020", ""), ("2020-02", "")], None),
    ],
)
def test_a_route_does_not_go_back_in_time(
    store: Store,
    mapping: Callable[[str], Path],
    write: Write,
    stops: list[tuple[str, str]],
    reason: str | None,
) -> None:
    """A stop before one that it follows, however far back, refuses its route and no other."""
    rows = [
        [route, number + 1, STATES[number], came, left]
        for route, days in (("r1", [("1999", "")] * 3), ("r2", stops), ("r3", [("1998", "")] * 3))
        for number, (came, left) in enumerate(days)
    ]

    report = load_file(store, mapping(ROUTES), write([["route", "number", "place", "came", "left"], *rows]))

    assert report.rejected == (3 if reason else 0)
    assert any(told.startswith(reason) for told in report.reasons) if reason else not report.reasons
    assert len(dump(store)["Route"]) == (2 if reason else 3)


days = st.dates(date(1999, 1, 1), date(2001, 12, 31))
moments = st.builds(lambda day, size: day.isoformat()[:size], days, st.sampled_from([4, 7, 10]))


def spans(moment: str) -> tuple[date, date]:
    """Return the first and the last day of a date, by the calendar of Python."""
    parts = [int(part) for part in moment.split("-")]
    first = date(*[*parts, 1, 1][:3])
    step = {1: 366, 2: 31, 3: 1}[len(parts)]
    last = max(
        first + timedelta(n) for n in range(step) if (first + timedelta(n)).isoformat().startswith(moment)
    )
    return first, last


@given(one=moments, other=moments)
def test_vague_dates_contradict_only_where_no_day_fits(one: str, other: str) -> None:
    """One date is after another only if each day it can mean is; checked against Python's calendar."""
    assert (first_day(one) > last_day(other)) == (spans(one)[0] > spans(other)[1])


@given(found=st.lists(st.tuples(moments | st.none(), moments | st.none()), min_size=1, max_size=30))
def test_pairs_are_judged_one_by_one(found: list[tuple[str | None, str | None]]) -> None:
    """Looking at distinct pairs only refuses exactly the places that looking at each would."""
    refused: dict[int, str] = {}
    columns: dict[str, list[Any]] = {"opened": [a for a, _ in found], "closed": [b for _, b in found]}

    def refuse(place: int, reason: str, name: str) -> None:
        refused[place] = f"{name} {reason}"

    hold("Case", len(found), columns, refuse)

    expected = {
        place: "closed is before the opened"
        for place, (one, other) in enumerate(found)
        if one and other and spans(one)[0] > spans(other)[1]
    }
    assert refused == expected


@pytest.mark.parametrize(
    ("definition", "good", "bad"),
    [
        ({"type": "integer", "minimum": 0}, [0, 5, None], {-1: "out of range", "x": "not a whole number"}),
        ({"type": "integer"}, [3], {True: "not a whole number", 2.5: "not a whole number"}),
        ({"type": "number", "minimum": -90, "maximum": 90}, [-90, 89.5], {90.5: "out of range"}),
        ({"type": "boolean"}, [True, None], {1: "not yes or no", "yes": "not yes or no"}),
        (
            {"type": "date", "latest": "today"},
            ["1999"],
            {"2999-01": "lies in the future", 7: "not an ISO 8601 date"},
        ),
        ({"type": "year", "latest": "today"}, [1999], {2999: "lies in the future", "1999": "not a year"}),
        ({"type": "code", "codelist": "sex"}, ["Female"], {"F": "not in the code list sex"}),
        ({"type": "string", "required": True}, ["x"], {None: "is blank", 1: "not text"}),
    ],
)
def test_each_declaration_is_held(definition: dict[str, Any], good: list[Any], bad: dict[Any, str]) -> None:
    """What a schema file declares of a property is what the compiled pandera schema refuses."""
    wanted = Property(doc="A.", **definition)
    (rule,) = compiled({"thing": wanted}, (), load_schema().codelists)

    rule.schema.validate(pd.DataFrame({"thing": good}, dtype=object))
    for value, reason in bad.items():
        with pytest.raises(SchemaErrors) as caught:
            rule.schema.validate(pd.DataFrame({"thing": [*good, value]}, dtype=object), lazy=True)
        checks = [error.check for error in caught.value.schema_errors]
        assert [check if isinstance(check, str) else check.error for check in checks] == [
            "not_nullable" if reason == "is blank" else reason
        ]


@given(roles=st.lists(st.sampled_from(["Victim", "Suspect", "Broker", None]), max_size=8))
def test_only_what_is_blank_is_refused_as_blank(roles: list[str | None]) -> None:
    """Where a required property is blank in some rows, those fall, and none beside them."""
    refused: list[tuple[int, str, str]] = []
    codes = [role and {"Broker": "BrokerTravelAgent"}.get(role, role) for role in roles]

    hold("INVOLVED_IN", len(codes), {"role": codes}, lambda *told: refused.append(told))

    assert refused == [(place, "is blank", "role") for place, code in enumerate(codes) if code is None]


@pytest.mark.parametrize("codes", [["Other"], [], ["Other", "Servitude"]])
def test_lists_of_codes_are_held_as_sets(codes: list[str]) -> None:
    """Every code of a list must be known; one unknown refuses the entry."""
    refused: list[tuple[int, str, str]] = []
    hold("Case", 3, {"exploitation": [codes, [*codes, "Nothing"], None]}, lambda *told: refused.append(told))

    assert refused == [(1, "not in the code list exploitation", "exploitation")]


def test_the_whole_vocabulary_compiles() -> None:
    """Each label, each type and provenance has rules, and each order that is declared is among them."""
    schema = load_schema()
    parts: dict[str, Any] = {**schema.nodes, **schema.relationships, "provenance": schema.provenance}
    for name, part in parts.items():
        ordered = [rule.columns for rule in rules_of(name) if len(rule.columns) > 1]
        assert ordered == list(part.order)
        single = {rule.columns[0] for rule in rules_of(name) if len(rule.columns) == 1}
        assert single >= {p for p, d in part.properties.items() if d.required or d.codelist or d.latest}


STOPS = """
mapping: 1
name: little
summary: Stops.
source: {name: little, doc: Made for a test., licence: None.}
record: [route]
columns:
  route: {doc: Reference.}
  number: {doc: Order.}
  place: {doc: Where.}
  came: {doc: When.}
  left: {doc: When.}
nodes:
  route: {type: Route, key: [route], required: true}
  place: {type: Location, place: {country: place}, required: true}
relationships:
  - type: STOPS_AT
    start: route
    end: place
    properties: {position: {column: number}, arrived: {column: came}, departed: {column: left}}
max_ratio: 1
"""


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    routes=st.lists(
        st.tuples(st.sampled_from("abc"), st.lists(moments | st.none(), min_size=2, max_size=5)),
        min_size=1,
        max_size=4,
        unique_by=lambda route: route[0],
    ),
    order=st.randoms(use_true_random=False),
)
def test_a_stop_is_held_against_all_stops_before_it(
    embedded: Store,
    mapping: Callable[[str], Path],
    write: Write,
    routes: list[tuple[str, list[str | None]]],
    order: Random,
) -> None:
    """A row falls if and only if its stop must be before one that it follows, wherever that stands."""
    flat = [(key, place, day) for key, stops in routes for place, day in enumerate(stops)]
    order.shuffle(flat)
    rows = [[key, place, STATES[place], day or "", ""] for key, place, day in flat]

    report = load_file(embedded, mapping(STOPS), write([["route", "number", "place", "came", "left"], *rows]))

    wrong = [
        (key, place)
        for key, stops in routes
        for place, day in enumerate(stops)
        if day and any(a and spans(a)[0] > spans(day)[1] for a in stops[:place])
    ]
    told = {"the arrived is earlier than a stop before it (column came)": len(wrong)} if wrong else {}
    assert report.reasons == told
    assert report.loaded == len(flat) - len(wrong)


def test_stops_far_apart_in_the_file_are_held_against_each_other(
    embedded: Store, mapping: Callable[[str], Path], write: Write
) -> None:
    """A stop in the last row that should come after the first row's is found, however far apart."""
    between = [[f"r{number}", 0, "Kenya", "", ""] for number in range(2 * CHUNK)]
    rows = [["r", 0, "Kenya", "", "2020-05"], *between, ["r", 1, "Uganda", "2020-04", ""]]
    file = write([["route", "number", "place", "came", "left"], *rows])

    report = load_file(embedded, mapping(STOPS), file, dry_run=True)

    assert report.reasons == {"the arrived is earlier than a stop before it (column came)": 1}
    assert report.loaded == len(rows) - 1


def test_a_repeated_stop_is_a_duplicate_and_does_not_follow_itself(
    embedded: Store, mapping: Callable[[str], Path], write: Write
) -> None:
    """Two equal rows are one stop: the later date of the one does not refuse the earlier of the other."""
    stop = ["r", 0, "Kenya", "2020-01", "2020-05"]

    report = load_file(
        embedded, mapping(STOPS), write([["route", "number", "place", "came", "left"], stop, stop])
    )

    assert (report.loaded, report.duplicate, report.rejected) == (1, 1, 0)


@pytest.mark.parametrize("turned", [False, True])
def test_dates_of_one_case_are_held_against_each_other_across_rows(
    store: Store,
    mapping: Callable[[str], Path],
    write: Write,
    turned: bool,  # noqa: FBT001
) -> None:
    """Rows of which one opens a case and another closes it before fall together, with row and reason."""
    rows = [
        ["c1", "2008-05", "", "", "Kenya", "", "", ""],
        ["c1", "", "2008-04-30", "", "Uganda", "", "", ""],
        ["c2", "2008-05", "", "", "Kenya", "", "", ""],
        ["c2", "", "2008", "", "Uganda", "", "", ""],
        ["c3", "", "", "", "Kenya", "", "2010-02", ""],
        ["c3", "", "", "", "Kenya", "Conviction", "", "2010-01"],
    ]
    path = write([HEADER, *(rows[::-1] if turned else rows)])

    report = load_file(store, mapping(TEXT), path)

    assert report.reasons == {
        "rows together put the closed before the opened of one Case": 2,
        "rows together put the last_seen before the first_seen of one Case": 2,
    }
    assert (report.read, report.loaded, report.rejected) == (6, 2, 4)
    (case,) = dump(store)["Case"]
    assert (dict(case)["p_opened"], dict(case)["p_closed"]) == ("2008-05", "2008")
    with path.with_name("rows.csv.rejects.csv").open(encoding="utf-8", newline="") as stream:
        listed = {int(row["netgraph_row"]): row["case"] for row in csv.DictReader(stream)}
    expected = {2: "c3", 3: "c3", 6: "c1", 7: "c1"} if turned else {2: "c1", 3: "c1", 6: "c3", 7: "c3"}
    assert listed == expected


def test_a_repaired_row_does_not_contradict_what_its_case_is_said_to_be(
    embedded: Store, mapping: Callable[[str], Path], write: Write
) -> None:
    """A retry whose date is before one that the source already has is rejected again, and says why."""
    path = write([HEADER, ["c1", "2008-05", *[""] * 6], ["c1", "", "2008-13", *[""] * 5]])
    report = load_file(embedded, mapping(TEXT), path)
    assert (report.loaded, report.rejected) == (1, 1)
    listed = path.with_name("rows.csv.rejects.csv")
    before = dump(embedded)["Case"]
    listed.write_text(listed.read_text("utf-8").replace("2008-13", "2008-03"), "utf-8")

    again = retry(embedded, listed, mapping=mapping(TEXT))

    assert again.reasons == {"rows together put the closed before the opened of one Case": 1}
    assert dump(embedded)["Case"] == before
