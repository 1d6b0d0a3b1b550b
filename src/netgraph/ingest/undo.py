"""Take one load run out again: what it created goes, what it changed or took out stands as before.

What other sources claim is left alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_events import named
from netgraph.errors import UsageError
from netgraph.ingest import runs
from netgraph.ingest.contents import as_table
from netgraph.ingest.journal import Journal
from netgraph.ingest.stage import Stage
from netgraph.model import load_schema
from netgraph.store import Ends, lookups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.store import Store

SLICE = 2_000
DECISIONS = ("resolution", "decisions")  # source and mapping of what netgraph.resolution notes as a run
KINDS = ("updated", "deleted", "created")


@dataclass
class Undone:
    """What was done to take a run out, by label and type; `left` are shared nodes it made that stay."""

    run: str
    source: str
    removed: dict[str, int] = field(default_factory=dict)
    changed_back: dict[str, int] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)


def undo_run(
    store: Store, run_id: str, *, with_hanging: bool = False, by: str | None = None, why: str = ""
) -> Undone:
    """Undo a load run.

    It can be repeated: interrupted, the same call completes it.

    Parameters
    ----------
    store : Store
    run_id : str
        The latest run of its source that was not undone.
    with_hanging : bool, default False
        Also take out what other sources claim of nodes that go, such as decided identities.
    by, why : str, optional
        Who undoes it, and the reason, for the audit log.

    Returns
    -------
    Undone

    Raises
    ------
    AuditError
        The audit log cannot be written; nothing is undone.
    UsageError
        There is no such run, it was undone, a later one stands on it, it kept nothing to undo it with, or
        other sources claim something of nodes that would go.
    """
    run = runs.find_run(store, run_id)
    _refuse_decisions(run)
    _refuse_order(store, run)
    journal = Journal(store, run_id)
    _refuse_unkept(run, journal)
    undone = Undone(run_id, run["source"])
    began = run["undo_began"] or runs.now()
    schema = load_schema()
    with Stage(run["source"]) as stage:
        _stage_created(stage, store, run, journal)
        if not with_hanging:
            _refuse_hanging(store, stage)
        log, about = audit_log(store), {"run": run_id, "source": named(run["source"])}
        log.append("undo-began", by=by, why=why, **about, with_hanging=with_hanging)
        runs.rewrite(store, run, undo_began=began)  # what is kept of the graph does not hold from here on
        for change in ("deleted", "updated"):
            for nodes_first in (True, False):
                for name, contents in journal.records(change):
                    if (name in schema.nodes) == nodes_first:
                        _put_back(store, name, contents, undone)
        for name in [*schema.relationships, *schema.labels("owned")]:
            delete = store.delete_nodes if name in schema.nodes else store.delete
            for keys in _created(stage, name):
                delete(name, keys)
                undone.removed[name] = undone.removed.get(name, 0) + len(keys)
    _remove_shared(store, run, journal, undone)
    undone.left = _left(run, undone.removed)
    told = {name: getattr(undone, name) for name in ("removed", "changed_back", "restored", "left")}
    log.append("undo-ended", by=by, **about, **told)
    runs.rewrite(store, run, undo_began=began, undone=runs.now())
    journal.forget()
    return undone


def _refuse_decisions(run: dict[str, Any]) -> None:
    """Decisions are taken back one by one, by who knows which: nothing was kept of them here."""
    if (run["source"], run["mapping"]) == DECISIONS:
        raise UsageError(
            f"{run['key']} is no load of a file: decisions on records that may be one were made in it",
            hint="take each back with netgraph resolve undo ID; netgraph resolve list shows their ids",
        )


def _refuse_order(store: Store, run: dict[str, Any]) -> None:
    """Undo in order only: a later run has compared itself with what this one left."""
    if run["status"] == "undone":
        raise UsageError(f"the load run {run['key']} was undone already", hint="netgraph runs lists the runs")
    of_source = runs.list_runs(store, run["source"])
    place = [other["key"] for other in of_source].index(run["key"])
    later = [other["key"] for other in of_source[place + 1 :] if other["status"] != "undone"]
    if later:
        raise UsageError(
            f"{later[-1]} loaded the same source after {run['key']}",
            hint=f"undo that one first: netgraph runs undo {later[-1]}",
        )


def _refuse_unkept(run: dict[str, Any], journal: Journal) -> None:
    """Stop when a run changed something and what it changed is not kept any more."""
    changed = (run["updated"] or 0) + (run["deleted"] or 0)
    if changed and not any(True for change in KINDS[:2] for _ in journal.records(change)):
        raise UsageError(
            f"the load run {run['key']} changed or took out {changed:,} nodes and claims, and how they stood "
            "is no longer kept",
            hint=f"load the file that {run['source']} had before: the difference brings back what it says",
        )


def _stage_created(stage: Stage, store: Store, run: dict[str, Any], journal: Journal) -> None:
    """Put the keys aside of what the run created: what it wrote last less what it changed."""
    schema = load_schema()
    stage.run("CREATE TABLE changed (name VARCHAR, key VARCHAR)")
    stage.run("CREATE TABLE written (name VARCHAR, key VARCHAR)")
    for name, contents in journal.records("updated"):
        keys = [content["key"] for content in contents]
        stage.insert("changed", pa.table({"name": [name] * len(keys), "key": keys}))
    for name in [*schema.relationships, *schema.labels("owned")]:
        for rows in store.written_by(name, run["source"], [run["key"]]):
            stage.insert("written", pa.table({"name": pa.repeat(name, len(rows)), "key": rows["key"]}))


def _created(stage: Stage, name: str) -> Iterator[list[str]]:
    """Keys of what the run created of a label or type, in slices."""
    select = "SELECT key FROM written ANTI JOIN changed USING (name, key) WHERE name = $name"
    for rows in stage.batches(select, SLICE, name=name):
        yield rows["key"].to_pylist()


def _refuse_hanging(store: Store, stage: Stage) -> None:
    for label in load_schema().labels("owned"):
        for keys in _created(stage, label):
            asked = {"keys": keys, "source": stage.source}
            rows = store.read(lookups.claims_of_others_on(label), asked).to_pylist()
            if rows:
                raise UsageError(
                    f"the source {rows[0]['source']!r} claims {rows[0]['claims']:,} {rows[0]['type']} of "
                    f"{label} nodes that would go",
                    hint="undo those first, or take them out too with --with-hanging",
                )


def _put_back(store: Store, name: str, contents: list[dict[str, Any]], undone: Undone) -> None:
    """Write contents as they stood: over what is there, anew where it is gone."""
    schema = load_schema()
    keys = [content["key"] for content in contents]
    node = name in schema.nodes
    found = store.contents_of_nodes(name, keys) if node else store.contents_of_claims(name, keys)
    there = {content["key"] for content in found}
    present = [content for content in contents if content["key"] in there]
    gone = [content for content in contents if content["key"] not in there]
    if node:
        definitions = schema.node_properties(name)
        store.update_nodes(name, as_table(present, definitions, definitions))
        store.create_nodes(name, as_table(gone, definitions, definitions))
    else:
        definitions = schema.relationship_properties(name)
        store.update(name, as_table(present, definitions, definitions))
        for ends, claims in _by_ends(name, gone):
            store.create(ends, as_table(claims, [*definitions, "start", "end"], definitions))
    for counts, number in ((undone.changed_back, len(present)), (undone.restored, len(gone))):
        if number:
            counts[name] = counts.get(name, 0) + number


def _by_ends(type_: str, claims: list[dict[str, Any]]) -> Iterator[tuple[Ends, list[dict[str, Any]]]]:
    found: dict[Ends, list[dict[str, Any]]] = {}
    for claim in claims:
        found.setdefault(Ends(claim["start_label"], type_, claim["end_label"]), []).append(claim)
    yield from found.items()


def _left(run: dict[str, Any], removed: dict[str, int]) -> dict[str, int]:
    """Count shared nodes that the run made and that stay: others use them, or it is forgotten which."""
    report = json.loads(run["report"] or "{}")
    made: dict[str, int] = report.get("nodes", {}).get("created", {})
    stay = {label: made.get(label, 0) - removed.get(label, 0) for label in load_schema().labels("shared")}
    return {label: number for label, number in stay.items() if number > 0}


def _remove_shared(store: Store, run: dict[str, Any], journal: Journal, undone: Undone) -> None:
    """Remove shared nodes that the run made and that nothing hangs on.

    Where another source was loaded since, they stay: it may have named them too.
    """
    after = [other for other in runs.list_runs(store) if other["started"] >= run["started"]]
    if any(other["key"] != run["key"] and other["status"] != "undone" for other in after):
        return
    for label, several in journal.records("created"):
        for keys in several:
            removed = store.delete_unused(label, keys)
            if removed:
                undone.removed[label] = undone.removed.get(label, 0) + removed
