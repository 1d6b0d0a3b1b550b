"""Candidates: pairs that may be one, with scores and reasons, on made records whose doubles are known."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from graphs import Claim, Node, fill
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError, UsageError
from netgraph.model import Marking
from netgraph.resolution import tables
from netgraph.resolution.candidates import candidates, compare
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide
from netgraph.resolution.facts import name_form, span
from netgraph.resolution.model import LABELS, load_model
from resolution.truth import Record, facts_of, graph_of, organizations, persons, true_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.store import Store

MADE = {"Person": persons, "Organization": organizations}
# Least precision and recall, at a score of 0.5 and at 0.9; measured are .88 and .46, .97 and .26 for persons,
# .98 and .76, .99 and .62 for organizations (benchmarks/resolution.md).
FLOORS = {
    "Person": {0.5: (0.82, 0.4), 0.9: (0.92, 0.2)},
    "Organization": {0.5: (0.95, 0.7), 0.9: (0.98, 0.55)},
}


def pairs(records: list[Record], threshold: float = 0.5) -> dict[tuple[str, str], float]:
    """Return the scores of pairs."""
    frame = compare(facts_of(records), load_model(records[0].label), threshold).frame
    return dict(zip(zip(frame["start"], frame["end"], strict=True), frame["score"], strict=True))


def person(key: str, *facts: tuple[str, str], **properties: Any) -> Record:  # noqa: ANN401
    """Make a record of a woman of 18 to 20, if nothing else is said."""
    told = {"sex": "Female", "age_band": "18-20", **properties}
    return Record("Person", key, key.partition("/")[0], 0, told, set(facts), case=f"{key}-case")


def crowd(number: int, **changes: Any) -> list[Record]:  # noqa: ANN401
    """Make so many persons who have nothing in common but what is common."""
    bands = ("9-17", "18-20", "21-23", "24-26", "30-38")
    return [
        person(
            f"x/{n}",
            ("citizenship", ("KEN", "UGA", "NGA", "GHA")[n % 4]),
            ("identifier", f"Phone/own-{n}"),
            **{"age_band": bands[n % 5], "sex": ("Female", "Male")[n % 2], **changes},
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("label", LABELS)
def test_precision_and_recall_hold_a_floor(label: str) -> None:
    """On made records enough of what is found is true, and enough of what is true is found."""
    records = MADE[label](2_000, seed=3)
    truth, scores = true_pairs(records), pairs(records)

    for threshold, (precision, recall) in FLOORS[label].items():
        found = {pair for pair, score in scores.items() if score >= threshold}
        assert len(found & truth) / len(found) >= precision, threshold
        assert len(found & truth) / len(truth) >= recall, threshold


@pytest.mark.parametrize("label", LABELS)
def test_the_same_records_give_the_same_answer(label: str) -> None:
    """Neither chance nor the order of records changes a score."""
    records = MADE[label](600, seed=5)

    first = compare(facts_of(records), load_model(label), 0.01)
    again = compare(facts_of(list(reversed(records))), load_model(label), 0.01)

    assert first.frame.equals(again.frame)
    assert first.method == again.method


def test_a_hotline_ties_nobody_to_anybody() -> None:
    """A number that half the records use neither makes a pair nor adds to one that there is."""
    hotline = ("identifier", "Phone/hotline")
    twins = [person("a/1", ("identifier", "Phone/1"), ("citizenship", "HND"))]
    twins += [person("b/1", ("identifier", "Phone/1"), ("citizenship", "HND"))]
    others = crowd(200)
    before = pairs([*twins, *others], 0.01)
    for record in [*twins, *others[::2]]:
        record.facts.add(hotline)
    after = pairs([*twins, *others], 0.01)

    assert set(after) == set(before) == {("a/1", "b/1")}
    assert after["a/1", "b/1"] == pytest.approx(before["a/1", "b/1"], abs=0.02)


def test_the_rarer_the_identifier_the_higher_the_score() -> None:
    """The same pair scores less the more others use what it shares."""
    scores = []
    for users in (0, 4, 12):
        twins = [person(key, ("identifier", "Phone/1"), ("citizenship", "HND")) for key in ("a/1", "b/1")]
        others = crowd(300)
        for record in others[:users]:
            record.facts.add(("identifier", "Phone/1"))
        scores.append(pairs([*twins, *others], 0).get(("a/1", "b/1"), 0.0))

    assert scores[0] > scores[1] > scores[2]
    assert scores[2] < 0.5


def test_one_source_is_no_evidence_of_difference() -> None:
    """A pair within one source scores as the same pair across two."""
    others = crowd(150)
    told = (("identifier", "Phone/1"), ("citizenship", "HND"))

    across = pairs([person("a/1", *told), person("b/2", *told), *others], 0.01)
    within = pairs([person("a/1", *told), person("a/2", *told), *others], 0.01)

    assert across["a/1", "b/2"] == within["a/1", "a/2"] > 0.3


def test_a_source_that_links_two_holds_them_for_two() -> None:
    """Sisters with one phone are linked by their source, and score far less."""
    others = crowd(150)
    told = (("identifier", "Phone/1"), ("citizenship", "HND"))

    apart = pairs([person("a/1", *told), person("a/2", *told, ("linked", "x/0")), *others], 0)
    linked = pairs([person("a/1", *told), person("a/2", *told, ("linked", "a/1")), *others], 0)

    assert linked["a/1", "a/2"] < apart["a/1", "a/2"] / 5


def test_reasons_say_what_speaks_for_and_against() -> None:
    """What agrees and what differs is told in words, with bits, what weighs most first."""
    told = (("identifier", "Phone/1"), ("citizenship", "HND"))
    twins = [person("a/1", *told), person("b/1", *told, sex="Male")]

    frame = compare(facts_of([*twins, *crowd(150)]), load_model("Person"), 0).frame

    (reasons,) = frame.loc[(frame["start"] == "a/1") & (frame["end"] == "b/1"), "reasons"]
    parts = reasons.split("; ")
    assert parts[0].startswith("identifiers: an identifier that hardly anybody else uses (+")
    assert any(part.startswith("sex or gender: different (-") for part in parts)
    bits = [float(part.rsplit("(", 1)[1].rstrip(")")) for part in parts]
    assert [abs(bit) for bit in bits] == sorted((abs(bit) for bit in bits), reverse=True)


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_few_records_are_scored_with_the_weights_of_the_model(number: int) -> None:
    """With too little to measure, the shipped weights count, and the method says so."""
    told = (("identifier", "Phone/1"), ("citizenship", "HND"))
    known = facts_of([person(f"s{n}/1", *told) for n in range(number)])

    found = compare(known, load_model("Person"), 0.1)

    assert len(found.frame) == number * (number - 1) // 2
    assert f"only {number} records" in found.method
    assert found.engine.startswith("splink ")


def test_learned_weights_are_said_to_be_learned() -> None:
    """Organizations with enough pairs that share a rare identifier teach the weights, fewer do not."""
    model = load_model("Organization")

    assert "m learned" in compare(facts_of(organizations(2_000)), model).method
    assert "m of the model: only" in compare(facts_of(organizations(150)), model).method


def test_it_is_silent(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """Neither Splink nor DuckDB writes to the terminal or to a log, and Splink's logger is left as it was."""
    logger = logging.getLogger("splink")
    before = (logger.level, logger.propagate, list(logger.handlers))

    with caplog.at_level(logging.DEBUG):
        compare(facts_of(organizations(1_500)), load_model("Organization"))

    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.name.startswith("splink")] == []
    assert (logger.level, logger.propagate, list(logger.handlers)) == before


def test_a_store_gives_what_its_records_give(store: Store) -> None:
    """Read from a store, the pairs, scores and reasons are those of the same records compared in memory."""
    records = persons(60, seed=11)
    for record in records:  # in a graph, places are those of the case
        others = (other for other in records if other.case == record.case)
        record.facts |= {fact for other in others for fact in other.facts if fact[0] == "place"}
    fill(store, *graph_of(records))

    frame = candidates(Reader(store), threshold=0.1).frame
    expected = compare(facts_of(records), load_model("Person"), 0.1).frame

    assert len(frame) > 2
    shown = ["start", "start_source", "end", "end_source", "score", "reasons"]
    assert frame[shown].equals(expected[shown])


def test_decided_pairs_are_asked_for_once(store: Store) -> None:
    """A pair with a judgement is shown again only on request, and then with the judgement."""
    fill(
        store, *graph_of([person("a/1", ("identifier", "Phone/1")), person("b/1", ("identifier", "Phone/1"))])
    )
    reader = Reader(store)
    assert len(candidates(reader, threshold=0.1).frame) == 1
    decide(store, [Decision("a/1", "b/1", "negative", "analyst-07", "both in court at once")])

    hidden, shown = (candidates(reader, threshold=0.1, decided=decided) for decided in (False, True))

    assert len(hidden.frame) == 0
    assert "1 pairs are decided already and not shown" in hidden.notes
    assert shown.frame["judgement"].tolist() == ["negative"]


def test_a_fact_above_the_ceiling_is_not_compared(store: Store) -> None:
    """A RED use of a phone makes the pair RED; under a lower ceiling there is no such pair."""
    nodes: list[Node] = [
        *(("Person", key, {"source": key[0], "handling": "GREEN"}) for key in ("a/1", "b/1")),
        ("Identifier", "Phone/1", {"kind": "Phone"}),
    ]
    claims: list[Claim] = [
        (("Person", "a/1"), "USES", ("Identifier", "Phone/1"), {"handling": "RED"}),
        (("Person", "b/1"), "USES", ("Identifier", "Phone/1"), {"handling": "GREEN"}),
    ]
    fill(store, nodes, claims)

    whole = candidates(Reader(store), threshold=0)
    part = candidates(Reader(store, Policy(Marking.GREEN)), threshold=0)

    assert whole.frame["handling"].tolist() == ["RED"]
    assert (whole.marking, whole.withheld) == (Marking.RED, 0)
    assert (len(part.frame), part.marking, part.withheld) == (0, Marking.CLEAR, 1)


@pytest.mark.parametrize(("label", "threshold"), [("Case", 0.5), ("Person", 1.5), ("Person", float("nan"))])
@pytest.mark.embedded
def test_what_cannot_be_asked(kept_embedded: Any, label: str, threshold: float) -> None:  # noqa: ANN401
    """Another label or a threshold that is no probability is refused with the way out."""
    with pytest.raises(UsageError) as caught:
        candidates(Reader(kept_embedded.empty()), label, threshold=threshold)

    assert caught.value.hint


def test_too_little_memory_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where memory does not do, the error says so; nothing is put off to a disk."""
    monkeypatch.setitem(tables.CLOSED, "memory_limit", "20MB")

    with pytest.raises(AnalysisError, match="not enough memory") as caught:
        compare(facts_of(persons(5_000)), load_model("Person"))

    assert "--ceiling" in caught.value.hint


def test_names_come_into_one_form() -> None:
    """Legal form, case, accents, dots and spaces do not tell two names apart; what is left over is a name."""
    forms = frozenset(load_model("Organization").legal_forms)

    assert {
        name_form(name, forms)
        for name in ("Café  Nairobi Ltd.", "CAFE NAIROBI, Limited", "cafe nairobi S.A.")
    } == {"cafe nairobi"}
    assert name_form("Limited", forms) == "limited"
    assert name_form("株式会社 灯", forms) == "株式会社 灯"
    assert name_form("...", forms) is None


def test_age_bands_become_years() -> None:
    """Every band of the code list but the unknown one covers years, in order."""
    from netgraph.model import load_schema  # noqa: PLC0415 - only here

    spans = {code: span(code) for code in load_schema().codelists["age_band"].codes}

    assert spans.pop("Unknown") == (None, None)
    assert all(low is not None and high is not None and low <= high for low, high in spans.values())
    assert spans["48+"][0] == 48


def sizes(records: Iterable[Record]) -> Counter[int]:
    """Count persons by number of records."""
    return Counter(Counter(record.truth for record in records).values())


def test_the_made_records_are_what_they_are_said_to_be() -> None:
    """About a quarter has doubles, the same seed gives the same, and another seed gives others."""
    assert persons(300) == persons(300)
    assert persons(300) != persons(300, seed=2)
    found = sizes(persons(2_000))
    assert 0.2 < 1 - found[1] / 2_000 < 0.3
