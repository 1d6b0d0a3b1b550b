"""Whom the owner names, under which conditions, and grades of other systems: what a load makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.cli.main import run
from netgraph.disclosure.audit import audit_log
from netgraph.errors import MappingError, NetgraphError, UsageError
from netgraph.ingest import load_file, load_mapping
from netgraph.ingest.handling import change_handling
from netgraph.ingest.plan import read_plan
from netgraph.model import Handling, Marking, joined

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

MARKED = """
mapping: 1
name: marked
summary: Cases with all that can be said of how they may be handled.
source: {name: marked, doc: Made for a test., licence: None.}
record: [case, state]
columns:
  case: {doc: Reference.}
  state: {doc: Who handles it.}
  mark: {doc: Marking.}
  to: {doc: Who may have it.}
  under: {doc: Conditions.}
  grade: {doc: Of the source in the 4x4 system.}
nodes:
  case: {type: Case, key: [case], required: true}
  state: {type: Jurisdiction, place: {country: state}}
relationships:
  - {type: HANDLED_BY, start: case, end: state}
provenance:
  handling: {column: mark}
  releasable_to: {column: to, split: ;}
  conditions: {column: under, split: ;}
  reliability: {column: grade, scale: europol_source}
max_ratio: 1
"""
HEADER = ["case", "state", "mark", "to", "under", "grade"]


@pytest.fixture
def marked(mapping: Callable[..., Path]) -> Path:
    """Path of the mapping."""
    return mapping(MARKED, "marked")


def claims(store: Store) -> dict[str, dict[str, Any]]:
    """How each claim may be handled, by the State at its end."""
    names = ("handling", "releasable_to", "conditions", "reliability")
    wanted = ", ".join(f"r.{name} AS {name}" for name in names)
    rows = store.read(
        f"MATCH (:Case)-[r:HANDLED_BY]->(j:Jurisdiction) RETURN j.key AS state, {wanted}"
    ).to_pylist()
    return {row.pop("state"): row for row in rows}


def case(store: Store) -> dict[str, Any]:
    """How the one case may be handled."""
    statement = (
        "MATCH (c:Case) RETURN c.handling AS a, c.releasable_to AS b, c.conditions AS c, c.reliability AS d"
    )
    (row,) = store.read(statement).to_pylist()
    return dict(zip(("handling", "releasable_to", "conditions", "reliability"), row.values(), strict=True))


def test_a_claim_carries_what_its_row_says(store: Store, marked: Path, write: Write) -> None:
    """Names of States become codes, conditions of other systems those of Europol, each list in one order."""
    rows = [
        ["c1", "ITA", "AMBER", "Uganda; KEN; KEN", "H2;H1", "C"],
        ["c1", "FRA", "GREEN", "", "P", "X"],
        ["c1", "DEU", "AMBER", "", "", ""],
    ]
    load_file(store, marked, write([HEADER, *rows]))

    assert claims(store) == {
        "ITA": {
            "handling": "AMBER",
            "releasable_to": ["KEN", "UGA"],
            "conditions": ["H1", "H2"],
            "reliability": "D",
        },
        "FRA": {"handling": "GREEN", "releasable_to": None, "conditions": ["H0"], "reliability": "F"},
        "DEU": {"handling": "AMBER", "releasable_to": None, "conditions": None, "reliability": None},
    }
    # the case is what all three rows say: AMBER, and one of them that needs names has none
    assert case(store) == {
        "handling": "AMBER",
        "releasable_to": None,
        "conditions": ["H0", "H1", "H2"],
        "reliability": "F",
    }


def test_what_cannot_be_read_is_refused_or_the_strictest(embedded: Store, marked: Path, write: Write) -> None:
    """No State refuses its row, an unknown condition becomes H3, an unknown grade F."""
    rows = [
        ["c1", "ITA", "AMBER", "KEN;Atlantis", "", ""],
        ["c2", "FRA", "GREEN", "", "H9", ""],
        ["c3", "DEU", "GREEN", "", "", "Q"],
    ]
    report = load_file(embedded, marked, write([HEADER, *rows]))

    assert report.reasons == {"not a State (column to)": 1}
    assert claims(embedded)["DEU"]["reliability"] == "F"
    assert claims(embedded)["FRA"]["conditions"] == ["H3"]


def test_a_grade_without_an_equal_is_refused(
    embedded: Store, mapping: Callable[..., Path], write: Write
) -> None:
    """How a thing came to be known says nothing of how far it is confirmed."""
    text = MARKED.replace(
        "reliability: {column: grade, scale: europol_source}",
        "credibility: {column: grade, scale: europol_information}",
    )
    rows = [["c1", "ITA", "GREEN", "", "", "1"], ["c2", "FRA", "GREEN", "", "", "2"]]
    report = load_file(embedded, mapping(text, "marked"), write([HEADER, *rows]))

    assert list(report.reasons) == ["europol_information has no equal for it in credibility (column grade)"]
    assert report.loaded == 1


@pytest.mark.parametrize("scale", ["nothing", "sex", "europol_information"])
def test_a_scale_that_says_nothing_of_the_property_is_found(mapping: Callable[..., Path], scale: str) -> None:
    """A mapping with it does not load."""
    with pytest.raises(MappingError, match="knows equals"):
        load_mapping(mapping(MARKED.replace("scale: europol_source", f"scale: {scale}"), "marked"))


def test_what_is_said_of_the_whole_file_holds_where_rows_say_nothing(
    embedded: Store, mapping: Callable[..., Path], write: Write, tmp_path: Path
) -> None:
    """So it does in a plan."""
    mapping(MARKED, "marked")
    path = write([HEADER, ["c1", "ITA", "AMBER", "", "", ""], ["c2", "FRA", "AMBER", "UGA", "H1", ""]])
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        f"plan: 1\ndoc: x\nloads:\n- {{mapping: marked.yaml, file: {path.name}, "
        "releasable_to: 'Kenya,UGA', conditions: H2}\n",
        encoding="utf-8",
    )
    (load,) = read_plan(plan)
    marks: dict[str, Any] = load.marks
    load_file(embedded, load.mapping, load.path, **marks)

    found = claims(embedded)
    assert (found["ITA"]["releasable_to"], found["ITA"]["conditions"]) == (["KEN", "UGA"], ["H2"])
    assert (found["FRA"]["releasable_to"], found["FRA"]["conditions"]) == (["UGA"], ["H1"])


@pytest.mark.parametrize(("mark", "text"), [("releasable_to", "KEN,Atlantis"), ("conditions", "H0,H9")])
def test_a_wrong_word_for_the_whole_file_is_refused(
    embedded: Store, marked: Path, write: Write, mark: str, text: str
) -> None:
    """Before anything is written."""
    given: dict[str, Any] = {mark: text}
    with pytest.raises(UsageError, match=r"Atlantis|H9"):
        load_file(embedded, marked, write([HEADER]), **given)


HANDLINGS = st.builds(
    Handling.of,
    st.sampled_from([marking.word for marking in Marking]),
    st.none() | st.lists(st.sampled_from(["KEN", "UGA", "ITA"]), min_size=1, unique=True),
    st.none() | st.lists(st.sampled_from(["H0", "H1", "H2", "H3"]), unique=True),
)


@given(HANDLINGS, HANDLINGS, st.sampled_from(["KEN", "UGA", "ITA", "FRA"]))
def test_what_follows_from_two_goes_to_nobody_whom_either_keeps_it_from(
    one: Handling, other: Handling, state: str
) -> None:
    """The order of the two makes no difference, and it reads back from what is stored."""
    both = joined(one, other)

    assert both == joined(other, one)
    assert both == Handling.of(*both.stored().values())
    assert joined(one, one) == one
    assert both.marking >= max(one.marking, other.marking)
    assert both.conditions == one.conditions | other.conditions

    def may(said: Handling) -> bool:
        if said.marking is Marking.RED:
            return False
        return state in said.releasable_to if said.releasable_to else said.marking < Marking.AMBER

    assert may(both) <= (may(one) and may(other))
    assert may(both) == (may(one) and may(other)) or both.conditions >= {"H2"} or both.releasable_to is None


def test_marks_are_changed_by_a_person_for_a_reason(
    store: Store, marked: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the record, for one record or all, and the same file loaded again leaves them alone."""
    path = write([HEADER, ["c1", "ITA", "AMBER", "", "H2", ""], ["c2", "FRA", "AMBER", "", "", ""]])
    load_file(store, marked, path)
    monkeypatch.setenv("NETGRAPH_BY", "D-7")

    asked: dict[str, Any] = {"releasable_to": "KEN", "why": "joint case"}
    assert change_handling(store, "marked", ["c1/ITA"], dry_run=True, **asked).number == {
        "Case": 1,
        "HANDLED_BY": 1,
    }
    assert claims(store)["ITA"]["releasable_to"] is None
    found = change_handling(store, "marked", ["c1/ITA"], **asked)
    assert (found.number, found.softened) == ({"Case": 1, "HANDLED_BY": 1}, 2)
    assert claims(store)["ITA"]["releasable_to"] == ["KEN"]
    assert claims(store)["FRA"]["releasable_to"] is None
    change_handling(store, "marked", handling="GREEN", conditions="", why="published since")
    assert load_file(store, marked, path).same_as
    after = claims(store)
    assert {row["handling"] for row in after.values()} == {"GREEN"}
    assert after["ITA"]["conditions"] is None
    marks = [entry for entry in audit_log(store).entries() if entry.event == "marking-changed"]
    told = marks[-2:]  # the log of a store outlives the tests on it
    assert [(entry.by, entry.why, entry.facts["number"]) for entry in told] == [
        ("D-7", "joint case", 2),
        ("D-7", "published since", 4),
    ]
    assert not audit_log(store).verify()


def test_a_change_without_a_reason_is_refused(embedded: Store, marked: Path, write: Write) -> None:
    """So is one of nothing, or to nothing; then all stays as it was."""
    load_file(embedded, marked, write([HEADER, ["c1", "ITA", "AMBER", "", "", ""]]))
    for asked, why in (
        ({"handling": "GREEN"}, "reason"),
        ({"handling": "", "why": "x"}, "no new mark"),
        ({"why": "x"}, "no new mark"),
        ({"handling": "WHITE", "why": "x"}, "not known"),
        ({"handling": "GREEN", "records": ["none"], "why": "x"}, "holds nothing"),
    ):
        given: dict[str, Any] = asked
        with pytest.raises(NetgraphError, match=why):
            change_handling(embedded, "marked", **given)
    assert claims(embedded)["ITA"]["handling"] == "AMBER"


def test_the_command_that_marks(
    embedded: Store, marked: Path, write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It says how much changed, and what that opens."""
    del embedded
    path = write([HEADER, ["c1", "ITA", "AMBER", "", "", ""]])
    store = str(tmp_path / "store")
    assert run(["ingest", str(marked), str(path), "--store", store]) == 0
    capsys.readouterr()
    asked = ["mark", "marked", "--handling", "GREEN", "--by", "D-7", "--why", "published", "--store", store]
    assert run(asked) == 0
    shown = capsys.readouterr()
    assert shown.out == "marked anew: Case 1, HANDLED_BY 1\n"
    assert "2 of them may now go where they could not" in shown.err
