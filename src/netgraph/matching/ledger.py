"""The transcript of every step, and the budget of each partner that is reckoned from it.

One line of JSON for each step, only ever added: who, when, with whom, what for, sizes, hashes of files. Never
a value, a hash of one, or a secret. A partner can find out whether a number is held by offering it; the
budget bounds how many he can try.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from netgraph.errors import DisclosureError, MatchError, UsageError
from netgraph.matching.envelope import now
from netgraph.model.wording import reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.disclosure.audit import Log

_PARTY = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")


@dataclass(frozen=True)
class Person:
    """Who does a step, for whom, with whom.

    Parameters
    ----------
    party, partner : str
        Own side and the other: the ISO code of a State or a short name, such as KEN or NGO-7.
    by : str
        The reference of the person in their agency: a pseudonym.

    Raises
    ------
    UsageError
        One of them is no such word, or both sides are one.
    """

    party: str
    partner: str
    by: str

    def __post_init__(self) -> None:
        for word in (self.party, self.partner):
            if not _PARTY.fullmatch(word):
                raise UsageError(
                    f"{word!r} is no name of a party",
                    hint="2 to 40 capital letters, digits and -: KEN, NGO-7",
                )
        if self.party == self.partner:
            raise UsageError("a party cannot match with itself", hint="name yours and the partner's")
        reference(self.by, "who acts (--by)")


@dataclass(frozen=True)
class Budget:
    """What one partner may be answered in some days.

    Attributes
    ----------
    offers : int, default 12
        How many offers: each tells at least whether one number is held.
    elements : int, default 200,000
        How many elements together, dummies included, since nobody can tell them from others.
    days : int, default 30
    """

    offers: int = 12
    elements: int = 200_000
    days: int = 30


class Ledger:
    """A file of steps, readable by its owner alone.

    Parameters
    ----------
    path : Path
        Made with the first step.
    log : Log, optional
        The audit log, which gets an entry for each step too.
    """

    def __init__(self, path: Path, log: Log | None = None) -> None:
        self.path = path
        self._log = log

    def note(self, step: str, person: Person, **what: Any) -> None:  # noqa: ANN401 - plain values of JSON
        """Add a step.

        Raises
        ------
        UsageError
            The file cannot be written: then the step must not happen.
        """
        line = {"at": now(), "step": step, **vars(person), **what}
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(json.dumps(line).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as cause:
            raise UsageError(
                f"the ledger {self.path} cannot be written: {cause.strerror}",
                hint="name one in a folder of your own with --ledger",
            ) from cause
        if self._log:
            self._log.append("matched", by=person.by, **_audited(step, person, what))

    def steps(self) -> Iterator[dict[str, Any]]:
        """Yield all steps, the first first.

        Raises
        ------
        MatchError
            A line cannot be read: the budget cannot be reckoned.
        """
        try:
            lines = self.path.read_bytes().splitlines() if self.path.exists() else []
        except OSError as cause:
            raise MatchError(
                f"the ledger {self.path} cannot be read: {cause.strerror}", hint="check who owns it"
            ) from cause
        for number, line in enumerate(lines, 1):
            try:
                step = json.loads(line)
                datetime.fromisoformat(step["at"])
                if step["step"] == "answer":
                    step["offer"], step["partner"], step["offered"]
            except (ValueError, KeyError, TypeError):
                raise MatchError(
                    f"{self.path}:{number}: this line of the ledger cannot be read",
                    hint="bring the file back from a backup; without it no budget can be kept",
                ) from None
            yield step

    def check(self, person: Person, offer: str, size: int, budget: Budget, *, charged: bool = False) -> None:
        """Refuse an offer that was answered before, or one above the budget of its sender.

        Parameters
        ----------
        person : Person
        offer : str
            SHA-256 of its file.
        size : int
            Its elements.
        budget : Budget
        charged : bool, default False
            It is in the ledger already. Checking once more after that lets two answers that are made at the
            same time not both slip through.

        Raises
        ------
        DisclosureError
        MatchError
            The ledger is not the one that the audit log goes with.
        """
        since = datetime.now(UTC) - timedelta(days=budget.days)
        answers = [step for step in self.steps() if step["step"] == "answer"]
        if lacking := self._told() - {step["offer"] for step in answers}:
            raise MatchError(
                f"the ledger {self.path} lacks {len(lacking):,} answers that the audit log tells of",
                hint="name the ledger that has them, or bring it back from a backup",
            )
        if sum(step["offer"] == offer for step in answers) > charged:
            raise DisclosureError(
                "this offer was answered before; nothing was written",
                hint="the partner has the answer, or makes a new offer",
            )
        recent = [
            step["offered"]
            for step in answers
            if step["partner"] == person.partner and datetime.fromisoformat(step["at"]) > since
        ] + ([] if charged else [size])
        if len(recent) > budget.offers or sum(recent) > budget.elements:
            raise DisclosureError(
                f"the budget of {person.partner} is used up: with this one {len(recent):,} offers of "
                f"{sum(recent):,} elements in {budget.days} days; {budget.offers:,} and {budget.elements:,} "
                "are allowed; nothing was written",
                hint="wait, or have whoever may decide it raise --offers or --elements",
            )

    def _told(self) -> set[str]:
        """Return the offers that were answered, by the audit log."""
        told = [entry.facts for entry in self._log.entries() if entry.event == "matched"] if self._log else []
        return {facts["offer"] for facts in told if facts["stage"] == "answer"}


def _audited(step: str, person: Person, what: dict[str, Any]) -> dict[str, Any]:
    """Return what the audit log takes of a step."""
    return {
        "why": "" if step == "refused" else what["purpose"],
        "session": what["match"],
        "partner": person.partner,
        "stage": step,
        "mode": what["way"],
        "what": what["what"],
        "which": what["which"],
        "padded": what["offered"],
        "offered": what.get("elements") if step == "offer" else None,
        "answered": what.get("elements") if step == "answer" else None,
        "hits": what.get("hits"),
        "offer": what.get("offer"),
        "file": what.get("file"),
    }
