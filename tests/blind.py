"""Two parties that match, made up for tests: KEN offers, UGA answers, each with a ledger of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from needs import require
from netgraph.matching import Answered, Elements, Ledger, Offered, Person, Revealed, answer, offer, reveal
from netgraph.model.identifiers import Pseudonymizer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SHARED = Pseudonymizer(bytes(range(32)))
WAYS = ("psi", "keyed")
SMALL = 16  # the smallest size, so that many little matches are quick
CONTACT = "desk@example.org"
KEN, UGA = Person("KEN", "UGA", "analyst-1"), Person("UGA", "KEN", "desk-2")


def need_psi() -> None:
    """Skip where openmined.psi is not installed."""
    if find_spec("private_set_intersection") is None:
        require("psi", "openmined.psi cannot be imported")


def phones(values: Iterable[object]) -> Elements:
    """Return phones as a party compares them, each tied to a node of the same name."""
    texts = sorted({str(value) for value in values})
    return Elements(
        "identifiers", "values", None, [f"phone {text}" for text in texts], [[text] for text in texts], {}
    )


@dataclass
class Table:
    """A folder on which both work; the number keeps one match from another."""

    folder: Path
    way: Any = "psi"
    number: int = 0
    ken: Ledger = field(init=False)
    uga: Ledger = field(init=False)

    def __post_init__(self) -> None:
        if self.way == "psi":
            need_psi()
        self.ken, self.uga = Ledger(self.folder / "ken.jsonl"), Ledger(self.folder / "uga.jsonl")

    @property
    def offer_path(self) -> Path:
        """The offer that was made last."""
        return self.folder / f"{self.number}.offer"

    @property
    def answer_path(self) -> Path:
        """Its answer."""
        return self.folder / f"{self.number}.answer"

    def offer(self, values: Iterable[object], person: Person = KEN, **more: Any) -> Offered:  # noqa: ANN401
        """Offer phones in a new file."""
        self.number += 1
        given: dict[str, Any] = {"purpose": "a test", "key": SHARED, "smallest": SMALL} | more
        return offer(phones(values), person, self.offer_path, self.ken, way=self.way, **given)

    def answer(self, values: Iterable[object], person: Person = UGA, **more: Any) -> Answered:  # noqa: ANN401
        """Answer the last offer."""
        given: dict[str, Any] = {"contact": CONTACT, "key": SHARED, "smallest": SMALL, "which": True} | more
        return answer(self.offer_path, phones(values), person, self.answer_path, self.uga, **given)

    def reveal(self, person: Person = KEN, **more: Any) -> Revealed:  # noqa: ANN401
        """Open the last answer."""
        given: dict[str, Any] = {"key": SHARED} | more
        return reveal(self.offer_path, self.answer_path, person, self.ken, **given)
