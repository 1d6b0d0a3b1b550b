"""The first pass over a file: which rows can be loaded, and what became of the others. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netgraph.errors import NetgraphError, TooManyRejects
from netgraph.ingest.check import used_columns
from netgraph.ingest.evaluate import Evaluation
from netgraph.ingest.merge import ends, labels, merge_claims, merge_owned
from netgraph.ingest.rows import Account, Reason

if TYPE_CHECKING:
    from netgraph.ingest.context import Context
    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.read.table import Progress
    from netgraph.ingest.rows import Rows
    from netgraph.store import Store


@dataclass(frozen=True)
class Checked:
    """What the rows that can be loaded give, and the account of all rows."""

    evaluation: Evaluation
    account: Account

    def refuse_too_many(self, mapping: Mapping, file: str) -> None:
        """Stop when a larger share of rows is rejected than the mapping allows.

        Raises
        ------
        TooManyRejects
            With the most frequent reasons.
        """
        account = self.account
        rejected = len(account.rejected)
        if rejected <= account.read * mapping.max_ratio:
            return
        worst = "; ".join(f"{n} rows: {reason}" for reason, n in list(account.reasons().items())[:3])
        raise TooManyRejects(
            f"{rejected} of {account.read} rows of {file} were rejected, more than the max_ratio of "
            f"{mapping.max_ratio:g} that the mapping allows; nothing was written ({worst})",
            hint="look at the list of rejects; if it is right, raise max_ratio in a copy of the mapping",
        )


def check(mapping: Mapping, rows: Rows, context: Context, store: Store, progress: Progress) -> Checked:
    """Find every row that cannot be loaded.

    Blank rows go first, then rows that repeat another, then those that cannot be read, contradict another
    or refer to what is not there. A row that falls can take others with it, so it is done until none falls;
    what falls does not depend on the order of the rows.

    Returns
    -------
    Checked
        Its account has read = loaded + duplicate + rejected.
    """
    account = Account(read=len(rows))
    total = len(rows)
    rows = account.drop(rows, {position: Reason("the row is blank") for position in rows.blank()})
    columns = used_columns(mapping) - set(mapping.duplicates.ignore)
    repeated = rows.repeated(sorted(columns), mapping.record)
    account.duplicate = len(repeated)
    rows = rows.without(repeated)
    held: dict[str, set[str]] = {}
    while True:
        evaluation = Evaluation(mapping, rows, context)
        refused = (
            evaluation.cells.refused
            or _contradictions(evaluation)
            or _dangling(evaluation, context.source, store, held)
        )
        _take_along(evaluation, refused)
        progress("check", total if not refused else len(account.rejected) + len(refused), total)
        if not refused:
            break
        rows = account.drop(rows, refused)
    account.loaded = len(rows)
    if account.read != account.loaded + account.duplicate + len(account.rejected):
        raise NetgraphError("the account of rows does not add up; nothing was written", hint="report this")
    return Checked(evaluation, account)


def _take_along(evaluation: Evaluation, refused: dict[int, Reason]) -> None:
    """Refuse whole routes: without one of its stops a route would lead where nobody went."""
    for rows in evaluation.bound:
        if not refused.keys().isdisjoint(rows):
            for row in rows:
                refused.setdefault(row, Reason("another stop of the same route was rejected"))


def _contradictions(evaluation: Evaluation) -> dict[int, Reason]:
    """Find rows that say different things of one node or claim; all of them are refused."""
    found: dict[int, Reason] = {}
    merges = [(label, merge_owned(evaluation, label)) for label in labels(evaluation, "owned")]
    merges += [(which.type, merge_claims(evaluation, which)) for which in ends(evaluation)]
    for what, merged in merges:
        for rows, name in merged.conflicts:
            for row in rows:
                found.setdefault(row, Reason(f"rows disagree on the {name} of one {what}"))
    return found


def _dangling(
    evaluation: Evaluation, source: str, store: Store, held: dict[str, set[str]]
) -> dict[int, Reason]:
    """Find rows that refer to nodes which neither this file nor the source's earlier loads give.

    What the store holds is asked once and kept in `held`.
    """
    known: dict[str, set[str]] = {label: set() for label in labels(evaluation, "owned")}
    for nodes in evaluation.nodes:
        if not nodes.reference and nodes.label in known:
            known[nodes.label].update(nodes.keys)
    found: dict[int, Reason] = {}
    for nodes in evaluation.nodes:
        if not nodes.reference:
            continue
        if nodes.label not in known and nodes.label not in held:
            slices = store.nodes_of(nodes.label, source)
            held[nodes.label] = {key for some in slices for key in some["key"].to_pylist()}
        there = known[nodes.label] if nodes.label in known else held[nodes.label]
        for row, key in zip(nodes.rows, nodes.keys, strict=True):
            if key not in there:
                text = f"refers to a {nodes.label} that this source does not have"
                found.setdefault(row, Reason(text, nodes.column))
    return found
