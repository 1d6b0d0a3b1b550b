"""Budgets: how much one partner is answered, reckoned from a ledger that is only added to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blind import SMALL, UGA, Table
from netgraph.errors import DisclosureError, MatchError
from netgraph.matching import Budget, Person
from netgraph.matching.padding import size_class

if TYPE_CHECKING:
    from pathlib import Path

BUDGET = Budget(offers=3, elements=8 * SMALL, days=30)
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(asked=st.lists(st.tuples(st.sampled_from(["KEN", "TZA"]), st.integers(1, 5 * SMALL)), max_size=8))
def test_no_partner_gets_more_than_the_budget(
    asked: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is asked in which order, each partner gets no more, and each gets all that fits."""
    table = Table(tmp_path_factory.mktemp("budget"), "keyed")
    given: dict[str, list[int]] = {"KEN": [], "TZA": []}
    for partner, count in asked:
        size = size_class(count, SMALL)
        table.offer(range(count), Person(partner, "UGA", "x"))
        fits = len(given[partner]) < BUDGET.offers and sum(given[partner]) + size <= BUDGET.elements
        if fits:
            table.answer([1], Person("UGA", partner, "x"), budget=BUDGET)
            given[partner].append(size)
        else:
            with pytest.raises(DisclosureError, match=f"the budget of {partner} is used up"):
                table.answer([1], Person("UGA", partner, "x"), budget=BUDGET)
            assert not table.answer_path.exists()

    steps = list(table.uga.steps())
    answered = {
        name: [s["offered"] for s in steps if s["step"] == "answer" and s["partner"] == name]
        for name in given
    }
    assert answered == given


def aged(table: Table, **more: Any) -> None:  # noqa: ANN401
    """Change the lines of a ledger."""
    lines = [step | more for step in table.uga.steps()]
    table.uga.path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_a_budget_is_for_some_days(tmp_path: Path) -> None:
    """What was answered longer ago than that counts no more."""
    table = Table(tmp_path, "keyed")
    for _ in range(BUDGET.offers):
        table.offer([1])
        table.answer([1], budget=BUDGET)
    table.offer([1])
    with pytest.raises(DisclosureError, match="4 offers of 64 elements in 30 days; 3 and 128 are allowed"):
        table.answer([1], budget=BUDGET)

    aged(table, at="2020-01-01T00:00:00+00:00")
    table.answer([1], budget=BUDGET)


def test_enumerating_takes_longer_than_a_life(tmp_path: Path) -> None:
    """With the budget as it is, a hundred million numbers take decades, dummies or not."""
    budget = Budget()
    years = 10**8 / budget.elements * budget.days / 365

    assert years > 40
    table = Table(tmp_path, "keyed")
    table.offer(range(1_024 * 256))
    with pytest.raises(DisclosureError, match="262,144 elements"):
        table.answer([1], UGA)


@pytest.mark.parametrize(
    "line",
    ['{"at": "2026', '{"at": "soon", "step": "offer"}', '{"at": "2026-11-28", "step": "answer"}', "[]"],
)
def test_a_ledger_that_cannot_be_read_stops_everything(line: str, tmp_path: Path) -> None:
    """Without the ledger no budget is known: nothing is answered."""
    table = Table(tmp_path, "keyed")
    table.offer([1])
    table.uga.path.write_text(line)

    with pytest.raises(MatchError, match=r"uga\.jsonl:1: this line of the ledger cannot be read"):
        table.answer([1])
    assert not table.answer_path.exists()


def test_two_answers_at_once_do_not_both_slip_through(tmp_path: Path) -> None:
    """An answer is charged, and the ledger read once more, before anything is written."""
    table = Table(tmp_path, "keyed")
    table.offer([1])
    note = table.uga.note

    def with_another(step: str, person: Person, **what: Any) -> None:  # noqa: ANN401
        for _ in range(BUDGET.offers if step == "answer" else 1):
            note(step, person, **(what | {"offer": what["offer"]}))

    table.uga.note = with_another  # type: ignore[method-assign]
    with pytest.raises(DisclosureError):
        table.answer([1], budget=BUDGET)
    assert not table.answer_path.exists()
