"""Load runs: begun, finished, interrupted, listed. What they wrote is in `netgraph.ingest.difference`.

A run is a LoadRun node from before its first write; without an end it was interrupted, or is still going.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.errors import UsageError
from netgraph.ingest import columns
from netgraph.ingest.contents import as_table
from netgraph.ingest.journal import forget
from netgraph.ingest.stage import claims_table, nodes_table
from netgraph.model import load_schema
from netgraph.store import lookups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netgraph.ingest.report import IngestReport
    from netgraph.ingest.stage import Stage
    from netgraph.store import Store

LABEL = "LoadRun"


def list_runs(store: Store, source: str | None = None) -> list[dict[str, Any]]:
    """Load runs, oldest first, as properties of LoadRun with a ``status``.

    Parameters
    ----------
    store : Store
    source : str, optional
        Only this source's.

    Returns
    -------
    list of dict
        ``status`` is finished, unfinished, taken over or undone.
    """
    asked = {"source": source} if source is not None else {}
    statement = lookups.runs_of() if source is not None else lookups.all_runs()
    return [row | {"status": status(row)} for row in store.read(statement, asked).to_pylist()]


def find_run(store: Store, run: str) -> dict[str, Any]:
    """Read one load run.

    Raises
    ------
    UsageError
        There is none of that id.
    """
    rows = store.read(lookups.run_by_key(), {"run": run}).to_pylist()
    if not rows:
        raise UsageError(f"there is no load run {run!r}", hint="netgraph runs lists them")
    return dict(rows[0]) | {"status": status(rows[0])}


def status(run: Mapping[str, Any]) -> str:
    """Say in one word how a load run stands."""
    if run["undone"]:
        return "undone"
    if run["finished"]:
        return "finished"
    return "taken over" if run["taken_over_by"] else "unfinished"


def unfinished(store: Store, source: str) -> list[dict[str, Any]]:
    """List the runs of a source that were interrupted and that no other has taken over."""
    return [run for run in list_runs(store, source) if run["status"] == "unfinished"]


def to_resume(
    interrupted: list[dict[str, Any]], source: str, same: Mapping[str, Any]
) -> tuple[str, datetime]:
    """Choose the interrupted run that goes on.

    Parameters
    ----------
    interrupted : list of dict
        Of the source, oldest first.
    source : str
    same : mapping
        What must be as it was.

    Raises
    ------
    UsageError
        None was interrupted, or the file or the mapping has changed since.
    """
    if not interrupted:
        raise UsageError(
            f"no load run of {source} was interrupted: there is nothing to resume",
            hint="load the file without --resume; netgraph runs lists the runs",
        )
    run = interrupted[-1]
    for name, value in same.items():
        if run[name] != value:
            what = {"mapping_digest": "the mapping", "file_digest": "the file"}.get(name, "the kind of load")
            raise UsageError(
                f"{what} is not the one that {run['key']} was loading",
                hint="load it without --resume: what that run left is completed or taken out",
            )
    return run["key"], datetime.fromisoformat(run["started"])


def refuse_foreign(store: Store, stage: Stage, mapping: str) -> None:
    """Stop when another mapping filled what this load would take for gone.

    Within one source a label or type has one mapping, since a load replaces all that the source holds under
    the labels and types that it fills.

    Raises
    ------
    UsageError
        It would.
    """
    source = stage.source
    asked = {"source": source}
    found = store.read(lookups.runs_of(), asked).to_pylist()
    others = {row["key"]: row["mapping"] for row in found if row["mapping"] != mapping}
    if not others:
        return
    owned = [label for label in load_schema().labels("owned") if label in stage.labels]
    questions = [
        *((label, lookups.runs_behind_nodes(label)) for label in owned),
        *((type_, lookups.runs_behind_claims(type_)) for type_ in dict.fromkeys(e.type for e in stage.ends)),
    ]
    for name, statement in questions:
        for row in store.read(statement, asked).to_pylist():
            if row["run"] in others:
                raise UsageError(
                    f"the source {source!r} already has {name} from the mapping {others[row['run']]!r}; "
                    "this load would replace it",
                    hint="give this file a source name of its own with --source",
                )


def begin(store: Store, about: dict[str, Any], *, resumed: bool) -> None:
    """Write down that a run begins, before it writes anything else."""
    if not resumed:
        store.create_nodes(LABEL, _one_row(about))


def finish(store: Store, about: dict[str, Any], report: IngestReport, holding: str) -> None:
    """Write down how a run ended and what its source holds; forget what earlier runs of it had kept."""
    owned = load_schema().labels("owned")
    changed = {
        verb: sum(n for label, n in getattr(report.nodes, verb).items() if label in owned)
        + sum(getattr(report.relationships, verb).values())
        for verb in ("created", "updated", "deleted")
    }
    outcome = {
        "finished": now(),
        "read": report.read,
        "loaded": report.loaded,
        "duplicate": report.duplicate,
        "rejected": report.rejected,
        "holding": holding,
        "report": json.dumps(report.to_dict(), sort_keys=True),
    }
    store.update_nodes(LABEL, _one_row(about | outcome | changed))
    earlier = []
    for run in list_runs(store, report.source):
        if run["key"] in report.unfinished:
            rewrite(store, run, taken_over_by=report.run)
        elif run["key"] != report.run and run["status"] != "unfinished":
            earlier.append(run["key"])
    forget(store, earlier)


def rewrite(store: Store, run: Mapping[str, Any], **changes: str) -> None:
    """Change some properties of a LoadRun."""
    kept = {name: value for name, value in run.items() if name != "status" and value is not None}
    store.update_nodes(LABEL, _one_row(kept | changes))


def stage_repaired(store: Store, stage: Stage, batch_size: int) -> int:
    """Stage what the store holds from rows that were repaired and loaded apart, as if the file said it too.

    Otherwise the next load of the file, which still has the broken rows, would take them out. A load that
    only adds stages all that the source holds of the nodes and claims that it names, so that what they are
    already said to be is kept.

    Returns
    -------
    int
        How many nodes and claims stay for this reason alone.
    """
    apart = [r["key"] for r in list_runs(store, stage.source) if r["only_adds"] and r["status"] != "undone"]
    kept = 0
    owned = [label for label in load_schema().labels("owned") if label in stage.labels]
    for label in owned:
        for keys in _keys(store, stage, label, [nodes_table(label)], apart, batch_size):
            kept += _add(stage, nodes_table(label), store.contents_of_nodes(label, keys), label)
    for type_ in dict.fromkeys(ends.type for ends in stage.ends):
        tables = {(e.start, e.end): claims_table(e) for e in stage.ends if e.type == type_}
        for keys in _keys(store, stage, type_, list(tables.values()), apart, batch_size):
            contents = store.contents_of_claims(type_, keys)
            for (start, end), table in tables.items():
                own = [c for c in contents if (c["start_label"], c["end_label"]) == (start, end)]
                kept += _add(stage, table, own, type_)
    return 0 if stage.only_adds else kept


def _keys(
    store: Store, stage: Stage, name: str, tables: list[str], apart: list[str], size: int
) -> Iterable[list[str]]:
    """Keys of what is to be staged from the store, some at a time."""
    if stage.only_adds:
        said = " UNION ".join(f'SELECT key FROM "{table}"' for table in tables)
        for rows in stage.batches(said, size):
            yield rows["key"].to_pylist()
    elif apart:
        for rows in store.written_by(name, stage.source, apart):
            for start in range(0, len(rows), size):
                yield rows.slice(start, size)["key"].to_pylist()


def _add(stage: Stage, table: str, contents: list[dict[str, Any]], name: str) -> int:
    if contents:
        stage.add_held(table, staged_rows(contents, name))
    return len(contents)


def staged_rows(contents: list[dict[str, Any]], name: str) -> pa.Table:
    """Make a table of what a store holds, with the columns that are staged."""
    schema = load_schema()
    if name in schema.nodes:
        return as_table(contents, columns.node_columns(name), schema.node_properties(name))
    return as_table(contents, columns.claim_columns(name), schema.relationship_properties(name))


def now() -> str:
    """Return the time as a LoadRun keeps it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _one_row(values: dict[str, Any]) -> pa.Table:
    return pa.table({name: [value] for name, value in values.items()})
