"""Decisions: claims with who, when and why, replaced in sight, taken back without a trace in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from canonical import dump
from graphs import fill
from netgraph.analytics.identities import identities
from netgraph.disclosure import Policy, Reader
from netgraph.disclosure.state import state_of
from netgraph.errors import DataError, StoreError, UsageError
from netgraph.ingest.runs import list_runs
from netgraph.model import Marking
from netgraph.model.wording import obvious
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide, undo

if TYPE_CHECKING:
    from graphs import Node
    from netgraph.store import Store

PERSONS = {"a/1": "CLEAR", "a/2": "GREEN", "b/1": "AMBER", "b/2": "RED", "c/1": "CLEAR"}


@pytest.fixture
def filled(store: Store) -> Store:
    """Five persons with five markings, and an organization with the keys of two of them."""
    nodes: list[tuple[str, str, dict[str, Any]]] = [
        ("Person", key, {"handling": handling, "source": key[0]}) for key, handling in PERSONS.items()
    ]
    nodes += [("Organization", key, {"handling": "CLEAR"}) for key in ("a/2", "b/1")]
    fill(store, nodes, [])
    return store


def same(first: str, second: str, judgement: str = "positive", **more: Any) -> Decision:  # noqa: ANN401
    """Make a decision on two persons."""
    told = {"by": "analyst-07", "why": "same tattoo in both files", "label": "Person"}
    return Decision(first, second, judgement, **{**told, **more})


def rows(store: Store) -> list[dict[str, Any]]:
    """Return all judgements with their markings."""
    found: list[dict[str, Any]] = Reader(store).query("judgements").table.to_pylist()
    return found


def test_a_decision_says_who_when_and_why(filled: Store) -> None:
    """One claim of the source "resolution", the smaller key first, marked as the stricter record."""
    outcome = decide(filled, [same("b/1", "a/1", score=0.75, at="2024-05-17")])

    assert (outcome.made, outcome.replaced, outcome.unchanged) == (1, 0, 0)
    (row,) = rows(filled)
    assert row["id"] == outcome.ids[0]
    told = {name: row[name] for name in ("start", "end", "judgement", "score", "decided_by", "decided_at")}
    assert told == {
        "start": "a/1",
        "end": "b/1",
        "judgement": "positive",
        "score": 0.75,
        "decided_by": "analyst-07",
        "decided_at": "2024-05-17",
    }
    assert (row["reason"], row["source"], row["own"]) == ("same tattoo in both files", "resolution", "AMBER")
    assert row["run"] == outcome.run


def test_a_marking_may_be_stricter_and_never_looser(filled: Store) -> None:
    """A marking that is given counts where it is stricter than those of the records."""
    decide(filled, [same("a/1", "c/1", handling="TLP:amber"), same("a/1", "b/2", handling="CLEAR")])

    assert {row["end"]: row["own"] for row in rows(filled)} == {"c/1": "AMBER", "b/2": "RED"}


def test_the_same_decision_again_writes_nothing(filled: Store) -> None:
    """Whoever says the same again is told so, and no load run is noted."""
    decide(filled, [same("a/1", "b/1")])
    before, runs = dump(filled), filled.counts().nodes["LoadRun"]

    outcome = decide(filled, [same("b/1", "a/1")])

    assert (outcome.made, outcome.replaced, outcome.unchanged) == (0, 0, 1)
    assert dump(filled) == before
    assert filled.counts().nodes["LoadRun"] == runs


def test_a_later_decision_replaces_the_earlier_in_sight(filled: Store) -> None:
    """Both stay, the earlier one marked as replaced; only the later one holds."""
    decide(filled, [same("a/1", "b/1")])
    decide(filled, [same("a/1", "b/1", "negative", by="analyst-09", why="one was abroad")])

    earlier, later = rows(filled)
    assert (earlier["judgement"], earlier["decided_by"]) == ("positive", "analyst-07")
    assert earlier["superseded_at"] is not None
    assert (later["judgement"], later["superseded_at"]) == ("negative", None)
    holding = Reader(filled).query("same-as").table.to_pylist()
    assert [row["judgement"] for row in holding] == ["negative"]


def test_undo_gives_back_what_was_there(filled: Store) -> None:
    """After decisions on one pair and their undoing, one by one, the graph is what it was, bit for bit."""
    states = [dump(filled)]
    for judgement in ("positive", "unsure", "negative"):
        decide(filled, [same("a/1", "b/1", judgement)])
        states.append(dump(filled))

    for state in reversed(states[:-1]):
        undo(filled, ["b/1", "a/1"])
        assert dump(filled) == state
    with pytest.raises(DataError, match="no such decision"):
        undo(filled, ["a/1", "b/1"])


def test_undo_by_id(filled: Store) -> None:
    """The beginning of an id is enough; one that was replaced is not taken back before the later one."""
    first = decide(filled, [same("a/1", "b/1")]).ids[0]
    second = decide(filled, [same("a/1", "b/1", "negative")]).ids[0]

    with pytest.raises(DataError, match="later decision") as caught:
        undo(filled, [first])
    assert second[:12] in caught.value.hint
    gone, again = undo(filled, [second[:8]])
    assert again is not None
    assert (gone.judgement, again.judgement, again.holds) == ("negative", "positive", True)


def test_contradictions_are_reported_and_stay_apart(filled: Store) -> None:
    """A = B, B = C and A != C: the group names the pair and is not seen through; another is fine."""
    decide(filled, [same("a/1", "b/1"), same("b/1", "c/1"), same("a/2", "b/2")])
    assert [group.keys for group in identities(Reader(filled)).groups] == [
        ("a/1", "b/1", "c/1"),
        ("a/2", "b/2"),
    ]

    decide(filled, [same("a/1", "c/1", "negative")])

    found = identities(Reader(filled))
    assert [group.keys for group in found.groups] == [("a/2", "b/2")]
    assert [(group.keys, group.against) for group in found.contradictions] == [
        (("a/1", "b/1", "c/1"), (("a/1", "c/1"),))
    ]


def test_a_group_is_as_strict_as_all_that_makes_it(filled: Store) -> None:
    """The marking of a group is the strictest of judgements and records; above a ceiling it falls apart."""
    decide(filled, [same("a/1", "a/2"), same("a/2", "b/1"), same("a/1", "c/1")])

    (whole,) = identities(Reader(filled)).groups
    (part,) = identities(Reader(filled, Policy(Marking.GREEN))).groups

    assert (whole.keys, whole.marking) == (("a/1", "a/2", "b/1", "c/1"), Marking.AMBER)
    assert (part.keys, part.marking) == (("a/1", "a/2", "c/1"), Marking.GREEN)
    assert identities(Reader(filled, Policy(Marking.CLEAR))).groups[0].keys == ("a/1", "c/1")


def test_no_label_is_taken_for_another(filled: Store) -> None:
    """Keys that persons and organizations both have need a label; a person is never an organization."""
    with pytest.raises(UsageError, match="persons and organizations"):
        decide(filled, [same("a/2", "b/1", label=None)])

    decide(filled, [same("a/2", "b/1", label="Organization")])

    assert [(g.label, g.keys) for g in identities(Reader(filled)).groups] == [
        ("Organization", ("a/2", "b/1"))
    ]


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ({"second": "no/such"}, "does not hold both"),
        ({"second": "a/1"}, "one record"),
        ({"judgement": "perhaps"}, "judgement is not known"),
        ({"score": 1.5}, "between 0 and 1"),
        ({"score": float("nan")}, "between 0 and 1"),
        ({"by": "Jo Bloggs"}, "no reference"),
        ({"by": "jo@agency.example"}, "no reference"),
        ({"by": "39065550123"}, "no reference"),
        ({"why": " "}, "is empty"),
        ({"why": "x" * 501}, "more than 500"),
        ({"why": "a\u202eb"}, "cannot be shown"),
        ({"why": "she writes from jo@agency.example"}, "an e-mail address"),
        ({"why": "both ring +39 06 555 01 23"}, "a long number"),
        ({"why": "see www.agency.example/jo"}, "a web address"),
        ({"at": "17 May"}, "no date"),
        ({"at": "2999-01-01"}, "in the future"),
        ({"handling": "WHITE"}, "marking is not known"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_what_is_wrong_is_refused_and_not_repeated(filled: Store, wrong: dict[str, Any], cause: str) -> None:
    """Nothing is written, also of the decisions that are sound, and no message repeats a value."""
    told = {"first": "a/1", "second": "b/1", "judgement": "positive", **wrong}

    with pytest.raises(DataError, match=cause) as caught:
        decide(filled, [same("a/1", "a/2"), same(**told)])

    assert rows(filled) == []
    assert "LoadRun" not in filled.counts().nodes
    said = str(caught.value) + caught.value.hint
    assert not any(str(value) in said for value in wrong.values() if len(str(value)) > 3)


def test_two_decisions_on_one_pair_at_once_are_refused(filled: Store) -> None:
    """Of two decisions on the same two records nobody knows which is later."""
    with pytest.raises(DataError, match="same two records"):
        decide(filled, [same("a/1", "b/1"), same("b/1", "a/1", "negative")])


def test_a_sharper_scan_can_be_handed_in(filled: Store) -> None:
    """What a caller's own scan finds is refused beside the obvious, which is never let through."""

    def scan(text: str) -> str | None:
        return "a name" if "Bloggs" in text else None

    with pytest.raises(DataError, match="a name"):
        decide(filled, [same("a/1", "b/1", why="Bloggs in both")], scan=scan)
    with pytest.raises(DataError, match="e-mail"):
        decide(filled, [same("a/1", "b/1", why="jo@agency.example")], scan=lambda _: None)


@pytest.mark.parametrize(
    "text", ["same hearing on 2024-05-17", "routes of 2019 and 2021 agree", "3 of 4 facts agree (75 %)"]
)
def test_plain_words_pass(text: str) -> None:
    """Days, years and small numbers are no identifiers."""
    assert obvious(text) is None


def test_judgements_of_other_sources_count_and_stay(store: Store) -> None:
    """What a source says of its own records ties them too; netgraph takes only its own decisions back."""
    people: list[Node] = [("Person", key, {}) for key in ("a/1", "a/2")]
    told = {"judgement": "positive", "decided_by": "x", "decided_at": "2020-02", "source": "agency"}
    fill(store, people, [(("Person", "a/2"), "SAME_AS", ("Person", "a/1"), told)])

    assert [group.keys for group in identities(Reader(store)).groups] == [("a/1", "a/2")]
    with pytest.raises(DataError, match="no such decision"):
        undo(store, ["a/1", "a/2"])
    decide(store, [same("a/1", "a/2", "negative")])
    assert identities(Reader(store)).groups == ()
    assert len(identities(Reader(store)).contradictions) == 1


@pytest.mark.parametrize("breaks", ["create", "update_nodes"])
def test_a_decision_that_broke_off_keeps_no_projection_off_for_good(
    filled: Store, breaks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it may go on nothing says which state the graph is in; the next decision takes it over."""
    decide(filled, [same("a/1", "a/2")])
    with monkeypatch.context() as patch:
        patch.setattr(type(filled), breaks, _broken)
        with pytest.raises(StoreError, match="gone"):
            decide(filled, [same("b/1", "c/1")])
    assert state_of(filled) is None
    (broken,) = (run for run in list_runs(filled) if run["status"] == "unfinished")

    # The same again, of which all or nothing is written already.
    outcome = decide(filled, [same("b/1", "c/1")])

    assert state_of(filled)
    assert {run["key"]: run["taken_over_by"] for run in list_runs(filled)}[broken["key"]] == outcome.run
    assert len(rows(filled)) == 2
    before = dump(filled)
    assert decide(filled, [same("b/1", "c/1")]).run is None
    assert dump(filled) == before


def _broken(*_: object, **__: object) -> None:
    raise StoreError("the server is gone", hint="wait")
