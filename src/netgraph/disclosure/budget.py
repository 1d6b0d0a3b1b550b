"""The ledger of tables with noise: what each reader has, and how much epsilon is left.

A file of JSON lines beside that of `netgraph.disclosure.released`, kept in the same way: private, only
appended to, with the hash of each line in the audit log.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_file import LogFile
from netgraph.disclosure.noise import Noisy
from netgraph.disclosure.recipients import PUBLIC
from netgraph.errors import AuditError, CapabilityMissing, DisclosureError, UsageError

if TYPE_CHECKING:
    from netgraph.disclosure.recipients import Recipient
    from netgraph.disclosure.released import Ledger
    from netgraph.model import Marking
    from netgraph.store import Store

FILE = "noisy-tables.jsonl"
CELLS = "noisy-cells"  # what the audit log counts of a table
BUDGET = 3.0  # epsilon of all tables that one reader has, where nobody said otherwise


@dataclass(frozen=True)
class Spent:
    """A line of the ledger: a table, and the budget that its reader had."""

    table: Noisy
    budget: float


class NoiseLedger:
    """What was published with noise from one store.

    Parameters
    ----------
    store : Store

    Raises
    ------
    CapabilityMissing
        The store has no folder that lasts.
    """

    def __init__(self, store: Store) -> None:
        if store.lasting is None:
            raise CapabilityMissing(
                "this store keeps no ledger of what was published", hint="publish from the store itself"
            )
        self._store = store
        self._file = LogFile(store.lasting / FILE)

    def lines(self) -> list[Spent]:
        """Return all that was published, oldest first.

        Raises
        ------
        AuditError
            A line is missing, or is another than the audit log says.
        """
        lines = self._file.lines()
        logged = {
            str(entry.facts.get("bundle"))
            for entry in audit_log(self._store).entries()
            if entry.event == "released" and CELLS in entry.facts.get("released", {})
        }
        if logged != {_hash(line) for line in lines}:
            raise AuditError(
                f"the ledger of noisy tables {self._file.path} is not as the audit log says",
                hint="put back the file as it was: without it nobody can say how much was spent",
            )
        return [_read(line) for line in lines]

    def spent(self, recipient: str) -> float:
        """Add up the epsilon of all tables that one reader has; its own and the public's."""
        return _spent(self.lines(), recipient)

    def budget(self, recipient: str) -> float:
        """Return the budget that was last set for a recipient, else `BUDGET`."""
        told = [line.budget for line in self.lines() if line.table.to == recipient]
        return told[-1] if told else BUDGET

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
        told = [line.budget for line in lines if line.table.to == recipient]
        limit = budget if budget is not None else (told[-1] if told else BUDGET)
        before = _spent(lines, recipient)
        if before + epsilon > limit * (1 + 1e-12):
            raise DisclosureError(
                f"the privacy budget for {recipient} does not allow this table: epsilon {epsilon:g} more, "
                f"{before:g} of {limit:g} spent",
                hint="what was published stays published: use those tables, ask for a smaller --epsilon, "
                "or let whoever answers for the data raise --budget, with the reason in --purpose",
            )
        return limit, before + epsilon

    def append(
        self, table: Noisy, marking: Marking, *, budget: float | None, by: str | None, why: str
    ) -> Spent:
        """Write down that a table is published, in the audit log and then here; then it may be seen.

        Raises
        ------
        DisclosureError
            Somebody else has spent the budget meanwhile.
        AuditError
            It cannot be written.
        DataError
            Who or why may identify somebody.
        """
        with self._file.held():
            limit, _ = self._afford(self.lines(), table.to, table.epsilon, budget)
            line = _written(Spent(table, limit))
            audit_log(self._store).append(
                "released",
                by=by,
                why=why,
                bundle=_hash(line),
                to=table.to,
                marking=marking.word,
                files=1,
                released={CELLS: len(table.counts)},
                epsilon=f"{table.epsilon:.12g}",
                delta="0",
                budget=f"{limit:.12g}",
            )
            self._file.put(line)
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


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _written(spent: Spent) -> bytes:
    table = spent.table
    told = {
        "to": table.to,
        "by": table.by,
        "names": table.names,
        "epsilon": table.epsilon,
        "delta": 0,
        "budget": spent.budget,
        "counts": table.counts,
    }
    return (json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _read(text: bytes) -> Spent:
    line = json.loads(text)
    values = tuple(tuple(map(str, some)) for some in line["names"])
    return Spent(
        Noisy(line["to"], tuple(line["by"]), values, float(line["epsilon"]), tuple(line["counts"])),
        float(line["budget"]),
    )
