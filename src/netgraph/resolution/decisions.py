"""Decide on two records, and take a decision back.

A decision is a claim ``SAME_AS`` of the source ``resolution``: who, when, why, and the marking of the
stricter of the two records. A new decision on the same two records keeps the earlier one, marked as
replaced; taking it back makes the earlier one hold again. No node is ever changed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph import __version__
from netgraph.disclosure.audit import audit_log
from netgraph.errors import DataError
from netgraph.model import claim_key, digest, load_schema, node_key
from netgraph.model.wording import obvious
from netgraph.resolution.decision import Decision, Pair, checked, placed
from netgraph.resolution.judgements import SOURCE, Judgement, judgements
from netgraph.resolution.model import LABELS
from netgraph.store import Ends, lookups

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netgraph.model import Marking
    from netgraph.model.wording import Scan
    from netgraph.store import Store

TYPE = "SAME_AS"
MAPPING = "decisions"


@dataclass(frozen=True)
class Outcome:
    """What became of decisions: how many were made, of them replacing others, and how many held already."""

    made: int
    replaced: int
    unchanged: int
    ids: tuple[str, ...]
    run: str | None = None


def decide(store: Store, decisions: Sequence[Decision], *, scan: Scan = obvious) -> Outcome:
    """Write decisions; all of them are checked before any is written.

    Parameters
    ----------
    store : Store
    decisions : sequence of Decision
    scan : callable
        Says what in a reason identifies somebody, or None; the obvious is refused in any case.

    Returns
    -------
    Outcome

    Raises
    ------
    DataError
        A record that is not there, two decisions on the same two records, a score outside 0 to 1, an unknown
        judgement, or a text that may identify somebody.
    UsageError
        A key that both labels have, and no label given.
    AuditError
        The audit log cannot be written; no decision is.

    Notes
    -----
    The new claims are written before the earlier ones are marked as replaced: after a crash in between both
    hold, which nobody sees through if they differ, and the same call completes it. Every decision, and every
    one taken back, also notes that runs of decisions that broke off before it write no more: while one may
    still write, no projection of the graph is kept.
    """
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    sound = [checked(decision, today, scan) for decision in decisions]
    held: dict[Pair, list[Judgement]] = {}
    for judgement in judgements(store):
        if judgement.source == SOURCE:
            held.setdefault(judgement.pair, []).append(judgement)
    new, old, unchanged = [], [], 0
    for decision, pair, marking in placed(store, sound):
        before = sorted(held.get(pair, ()), key=lambda one: one.number)
        current = [one for one in before if one.holds]
        if current and _says_the_same(current[-1], decision):
            unchanged += 1
            old += current[:-1]
            continue
        old += current
        new.append(_claim(decision, pair, marking, before[-1].number + 1 if before else 1))
    broken = _broken_off(store)
    if not (new or old or broken):
        return Outcome(0, 0, unchanged, ())
    run = _name_of_run()
    _record(store, run, new, len(old))
    about = _begin(store, run, _digest(new))
    for label in LABELS:
        rows = [{**claim, "run": about["key"]} for claim in new if claim["label"] == label]
        if rows:
            store.create(Ends(label, TYPE, label), _table(rows, ends=True))
    if old:
        store.update(TYPE, _table([_row(replace(one, superseded_at=today)) for one in old]))
    _end(
        store,
        about,
        broken,
        read=len(decisions),
        loaded=len(decisions),
        created=len(new),
        updated=len(old),
        deleted=0,
    )
    return Outcome(len(new), len(old), unchanged, tuple(claim["key"] for claim in new), about["key"])


def undo(
    store: Store,
    what: Sequence[str],
    *,
    label: str | None = None,
    by: str | None = None,
    why: str = "",
) -> tuple[Judgement, Judgement | None]:
    """Take the latest decision on two records back.

    Parameters
    ----------
    store : Store
    what : sequence of str
        The two keys, or one id: the key of the decision, or a beginning of it that no other has.
    label : str, optional
        Person or Organization, where both have decisions on such keys.
    by, why : str, optional
        Who takes it back, and the reason, for the audit log.

    Returns
    -------
    tuple of Judgement and (Judgement or None)
        What was taken back, and the earlier decision that holds again.

    Raises
    ------
    DataError
        There is no such decision, or a later one has replaced it.
    AuditError
        The audit log cannot be written; nothing is taken back.
    """
    ours = [one for one in judgements(store) if one.source == SOURCE]
    found = _asked_for(ours, what, label)
    others = sorted((one for one in ours if one.pair == found.pair), key=lambda one: one.number)
    if found != others[-1]:
        raise DataError(
            "a later decision on the same two records has replaced that one",
            hint=f"take the later one back first: netgraph resolve undo {others[-1].id[:12]}",
        )
    earlier = replace(others[-2], superseded_at=None) if len(others) > 1 else None
    broken = _broken_off(store)
    run = _name_of_run()
    audit_log(store).append(
        "decision-undone", by=by, why=why, run=run, decision=found.id, holds_again=earlier is not None
    )
    about = _begin(store, run, hashlib.sha256(found.id.encode()).hexdigest())
    if earlier:
        store.update(TYPE, _table([_row(earlier)]))
    store.delete(TYPE, [found.id])
    _end(store, about, broken, read=1, loaded=1, created=0, updated=1 if earlier else 0, deleted=1)
    return found, earlier


def _says_the_same(judgement: Judgement, decision: Decision) -> bool:
    return (judgement.judgement, judgement.decided_by, judgement.reason, judgement.score) == (
        decision.judgement,
        decision.by,
        decision.why,
        decision.score,
    )


def _claim(decision: Decision, pair: Pair, marking: Marking, number: int) -> dict[str, Any]:
    label, start, end = pair
    record = node_key([start, end, number])
    content = {
        "judgement": decision.judgement,
        "score": decision.score,
        "decided_by": decision.by,
        "decided_at": decision.at,
        "reason": decision.why,
        "superseded_at": None,
        "source": SOURCE,
        "record": record,
        "handling": marking.word,
    }
    key = claim_key(label, start, TYPE, label, end, SOURCE, record)
    return {"label": label, "key": key, "start": start, "end": end, **content, "digest": digest(content)}


def _row(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as the properties of its claim."""
    content = judgement.content()
    return {"key": judgement.id, **content, "run": judgement.run, "digest": digest(content)}


def _asked_for(ours: Iterable[Judgement], what: Sequence[str], label: str | None) -> Judgement:
    """Find the decision that somebody means."""
    hint = "netgraph resolve list shows the decisions with their ids"
    if len(what) == 1:
        found = [one for one in ours if one.id.startswith(what[0])]
        if len({one.id for one in found}) > 1:
            raise DataError("several decisions have ids that begin so", hint="give more of the id")
    else:
        ends = tuple(sorted(what))
        found = [one for one in ours if one.pair[1:] == ends and label in {None, one.pair[0]}]
        if len({one.pair for one in found}) > 1:
            raise DataError("persons and organizations have decisions on these keys", hint="add --label")
        found = sorted(found, key=lambda one: one.number)[-1:]
    if not found:
        raise DataError("there is no such decision", hint=hint)
    return found[0]


def _table(rows: list[dict[str, Any]], *, ends: bool = False) -> pa.Table:
    names = [*load_schema().relationship_properties(TYPE), *(("start", "end") if ends else ())]
    return pa.table(
        {
            name: pa.array([row.get(name) for row in rows], pa.float64() if name == "score" else pa.string())
            for name in names
        }
    )


def _name_of_run() -> str:
    return f"{MAPPING}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def _digest(claims: Iterable[dict[str, Any]]) -> str:
    return hashlib.sha256("".join(claim["digest"] for claim in claims).encode()).hexdigest()


def _record(store: Store, run: str, claims: Sequence[dict[str, Any]], replaced: int) -> None:
    """Write into the audit log what each person decides; their reasons stand in the decisions."""
    for who in sorted({claim["decided_by"] for claim in claims}) or [None]:
        theirs = [claim for claim in claims if claim["decided_by"] == who]
        judged = dict(Counter(claim["judgement"] for claim in theirs))
        audit_log(store).append(
            "decided", by=who, run=run, judgements=judged, digest=_digest(theirs), replaced=replaced
        )


def _begin(store: Store, run: str, content: str) -> dict[str, Any]:
    """Note that decisions are being written, as a load run, so that whoever lists those learns of it."""
    about = {
        "key": run,
        "source": SOURCE,
        "mapping": MAPPING,
        "mapping_digest": hashlib.sha256(MAPPING.encode()).hexdigest(),
        "file_digest": content,
        "version": __version__,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    store.prepare(load_schema())
    store.create_nodes("LoadRun", pa.Table.from_pylist([about]))
    return about


def _broken_off(store: Store) -> list[dict[str, Any]]:
    """Return the runs of decisions that did not come to their end, and that none has taken over."""
    runs = store.read(lookups.runs_of(), {"source": SOURCE}).to_pylist()
    ours = [run for run in runs if run["mapping"] == MAPPING]
    return [run for run in ours if not (run["finished"] or run["taken_over_by"] or run["undone"])]


def _end(store: Store, about: dict[str, Any], broken: Sequence[dict[str, Any]], **counts: int) -> None:
    """Note that all is written, and that what broke off before is not going on."""
    for run in broken:
        known = {name: value for name, value in run.items() if value is not None}
        store.update_nodes("LoadRun", pa.Table.from_pylist([known | {"taken_over_by": about["key"]}]))
    finished = datetime.now(UTC).isoformat(timespec="seconds")
    every = {**about, "finished": finished, "duplicate": 0, "rejected": 0, **counts}
    store.update_nodes("LoadRun", pa.Table.from_pylist([every]))
