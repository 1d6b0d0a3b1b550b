"""The ledger of tables with noise: what each reader has, and how much epsilon is left.

A file of JSON lines beside that of `netgraph.disclosure.released`, kept in the same way
(`netgraph.disclosure.books`). A line that the audit log does not know, after a stop, counts as spent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.books import NOISY, Books, line_of
from netgraph.disclosure.noise import LEAST, MOST, Noisy
from netgraph.disclosure.recipients import PUBLIC
from netgraph.errors import DisclosureError, UsageError

if TYPE_CHECKING:
    from netgraph.disclosure.recipients import Recipient
    from netgraph.disclosure.released import Ledger
    from netgraph.model import Marking
    from netgraph.store import Store

CELLS = "noisy-cells"  # what the audit log counts of a table
BUDGET = 3.0  # epsilon of all tables that one reader has, where nobody said otherwise


@dataclass(frozen=True)
class Spent:
    """A line of the ledger: a table, and the budget that its reader had; None where no log tells of it."""

    table: Noisy
    budget: float | None


class NoiseLedger:
    """What was published with noise from one store.

    Make one before reading, and write with the same one: it refuses where something was published between.

    Parameters
    ----------
    store : Store

    Raises
    ------
    CapabilityMissing
        The store has no folder that lasts.
    """

    def __init__(self, store: Store) -> None:
        self._books = Books(store)
        self._store = store

    def lines(self) -> list[Spent]:
        """Return all that was published, oldest first.

        Raises
        ------
        AuditError
            A line is missing, or is another than the audit log says, or cannot be read.
        DisclosureError
            Others have published from this store.
        """
        logged = (
            str(entry.facts.get("bundle"))
            for entry in audit_log(self._store).entries()
            if entry.event == "released" and CELLS in entry.facts.get("released", {})
        )
        return self._books.lines(NOISY, logged, _read)

    def spent(self, recipient: str) -> float:
        """Add up the epsilon of all tables that one reader has; its own and the public's."""
        return _spent(self.lines(), recipient)

    def budget(self, recipient: str) -> float:
        """Return the budget that was last set for a recipient, else `BUDGET`."""
        return _budget(self.lines(), recipient)

    def afford(self, recipient: str, epsilon: float, budget: float | None) -> tuple[float, float]:
        """Hold a further table against the budget, before any noise is drawn.

        Returns
        -------
        (float, float)
            The budget, and what will have been spent of it.

        Raises
        ------
        DisclosureError
            The budget does not allow it.
        """
        if budget is not None and not (math.isfinite(budget) and budget > 0):
            raise UsageError("--budget is a number above 0", hint=f"leave it out for {BUDGET:g}")
        return self._afford(self.lines(), recipient, epsilon, budget)

    def _afford(
        self, lines: list[Spent], recipient: str, epsilon: float, budget: float | None
    ) -> tuple[float, float]:
        asked = budget if budget is not None else _budget(lines, recipient)
        limits = {recipient: asked}
        if recipient == PUBLIC:  # every State sees it too
            limits = {line.table.to: _budget(lines, line.table.to) for line in lines} | limits
        for reader, limit in limits.items():
            before = _spent(lines, reader)
            if before + epsilon > limit * (1 + 1e-12):
                raise DisclosureError(
                    f"the privacy budget for {reader} does not allow this table: epsilon {epsilon:g} more, "
                    f"{before:g} of {limit:g} spent",
                    hint="what was published stays published: use those tables, ask for a smaller --epsilon, "
                    f"or let whoever answers for the data raise --budget for {reader}, with the reason in "
                    "--purpose",
                )
        return asked, _spent(lines, recipient) + epsilon

    def append(
        self, table: Noisy, marking: Marking, *, budget: float | None, by: str | None, why: str
    ) -> Spent:
        """Write down that a table is published, here and in the audit log; then it may be seen.

        Raises
        ------
        DisclosureError
            The budget does not allow it, something else was published meanwhile, or others have published.
        AuditError
            It cannot be written.
        DataError
            Who or why may identify somebody.
        """
        limit, _ = self._afford(self.lines(), table.to, table.epsilon, budget)
        self._books.publish(
            NOISY,
            _written(table, limit),
            "released",
            noted="bundle",
            by=by,
            why=why,
            to=table.to,
            marking=marking.word,
            files=1,
            released={CELLS: len(table.counts)},
            epsilon=f"{table.epsilon:.12g}",
            delta="0",
            budget=f"{limit:.12g}",
        )
        return Spent(table, limit)


def one_way(recipient: Recipient, exact: Ledger, noisy: NoiseLedger, *, noise: bool) -> None:
    """Refuse to give one reader tables with hidden counts and tables with noise.

    A noisy count tells a hidden one more closely than to within k, and a count without noise makes the noise
    around it pointless.

    Raises
    ------
    DisclosureError
        He has tables of the other way.
    """
    audiences = {recipient.code, PUBLIC}
    if noise:
        has = any(exact.held_by(recipient.code))
    else:
        has = any(recipient.public or line.table.to in audiences for line in noisy.lines())
    if has:
        ways = ("hidden small counts", "noise") if noise else ("noise", "hidden small counts")
        raise DisclosureError(
            f"{recipient}, or somebody who sees the same, has tables with {ways[0]} already: one with "
            f"{ways[1]} beside them would give away what they protect",
            hint=f"publish this one with {ways[0]} too: "
            + ("leave --epsilon out" if noise else "--epsilon 1"),
        )


def _spent(lines: list[Spent], recipient: str) -> float:
    own: dict[str, float] = {}
    for line in lines:
        own[line.table.to] = own.get(line.table.to, 0.0) + line.table.epsilon
    public = own.pop(PUBLIC, 0.0)
    most = max(own.values(), default=0.0) if recipient == PUBLIC else own.get(recipient, 0.0)
    return public + most


def _budget(lines: list[Spent], recipient: str) -> float:
    told = [line.budget for line in lines if line.table.to == recipient and line.budget is not None]
    return told[-1] if told else BUDGET


def _written(table: Noisy, budget: float) -> bytes:
    told = {
        "to": table.to,
        "by": table.by,
        "names": table.names,
        "epsilon": table.epsilon,
        "delta": 0,
        "budget": budget,
        "counts": table.counts,
    }
    return line_of(told)


def _read(line: dict[str, Any], logged: bool) -> Spent:  # noqa: FBT001 - what `Books.lines` calls
    """Read a line; one that is not logged spends, and raises no budget."""
    values, epsilon = tuple(tuple(map(str, some)) for some in line["names"]), float(line["epsilon"])
    if not LEAST <= epsilon <= MOST:  # a line of another hand must give nothing back
        raise ValueError(epsilon)
    table = Noisy(line["to"], tuple(line["by"]), values, epsilon, tuple(line["counts"]))
    return Spent(table, float(line["budget"]) if logged else None)
