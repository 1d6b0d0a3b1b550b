"""Load a file: read, check, compare, write, and account for every row.

Two passes: the first finds what is wrong and writes nothing, the second writes.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph import __version__
from netgraph.errors import DataError, UsageError
from netgraph.ingest.bindings import nearest_code
from netgraph.ingest.catalogue import load_mapping
from netgraph.ingest.checking import Checked, check
from netgraph.ingest.context import context_of
from netgraph.ingest.difference import Writer
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.merge import ends, labels
from netgraph.ingest.read import read_rows
from netgraph.ingest.report import IngestReport, unknown_counts, write_rejects
from netgraph.model import load_schema
from netgraph.store import lookups

if TYPE_CHECKING:
    from netgraph.ingest.read.table import Progress
    from netgraph.ingest.rows import Rows
    from netgraph.store import Store

BATCH_SIZE = 5_000


def load_file(
    store: Store,
    mapping: Mapping | str | Path,
    path: str | Path,
    *,
    source: str | None = None,
    owner: str | None = None,
    handling: str | None = None,
    reliability: str | None = None,
    credibility: str | None = None,
    dry_run: bool = False,
    rejects: str | Path | None = None,
    batch_size: int = BATCH_SIZE,
    progress: Progress | None = None,
) -> IngestReport:
    """Make the store hold what a file says, for one source.

    Parameters
    ----------
    store : Store
    mapping : Mapping, str or Path
        A mapping, the name of a shipped one, or a file.
    path : str or Path
        CSV, TSV, XLSX, JSON Lines or Parquet.
    source : str, optional
        Another name than the mapping's; files of different origin must not share one.
    owner, handling, reliability, credibility : str, optional
        Hold where neither a row nor the mapping says; without any marking it is RED.
    dry_run : bool, default False
        Say what would change and write nothing.
    rejects : str or Path, optional
        Where to list rejected rows; by default beside the file, with ``.rejects.csv`` after its name, and
        nowhere in a dry run.
    batch_size : int
        Rows in one transaction.
    progress : callable, optional
        Called with a phase ("read", "check", "write"), how much is done, and how much there is.

    Returns
    -------
    IngestReport

    Raises
    ------
    MappingError, DataError, UsageError, StoreError
        Before anything is written, except for a `StoreError` while writing: whole batches may then be in
        the store, and the same load completes them.
    """
    began, started = time.monotonic(), datetime.now(UTC)
    tell = progress or _silent
    file = Path(path)
    chosen = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
    marks = {"owner": owner, "handling": handling, "reliability": reliability, "credibility": credibility}
    context = context_of(chosen, source, marks)
    rows, file_digest = _read(chosen, file, tell)
    checked = check(chosen, rows, context, store, tell)
    target = _rejects_file(file, rejects, checked, dry_run=dry_run)
    checked.refuse_too_many(chosen, file.name)
    _refuse_foreign(store, chosen, context.source, checked)

    run = f"{chosen.name}-{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    writer = Writer(store, context.source, run, batch_size, dry_run, tell)
    if dry_run:
        writer.write(checked.evaluation)
    else:
        store.prepare(load_schema())
        about = _about(chosen, run, context.source, file_digest, started)
        store.create_nodes("LoadRun", _one_row(about))
        writer.write(checked.evaluation)
        store.update_nodes("LoadRun", _one_row(about | _outcome(checked, writer)))
    account = checked.account
    return IngestReport(
        run=run,
        source=context.source,
        mapping=chosen.name,
        file=file.name,
        read=account.read,
        loaded=account.loaded,
        duplicate=account.duplicate,
        rejected=len(account.rejected),
        reasons=account.reasons(),
        rejects=str(target) if target else None,
        unknown_codes=unknown_counts(checked.evaluation.cells.unknown.values(), nearest_code(chosen)),
        disagreements=writer.disagreements,
        nodes=writer.nodes,
        relationships=writer.relationships,
        seconds=time.monotonic() - began,
        dry_run=dry_run,
        unscanned=dict(chosen.unscanned),
    )


def _read(mapping: Mapping, file: Path, progress: Progress) -> tuple[Rows, str]:
    """Read the rows and hash the file; a file that changes meanwhile is refused."""
    before = _state(file)
    rows = read_rows(mapping, file, progress)
    with file.open("rb") as stream:
        file_digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if _state(file) != before:
        raise DataError(f"{file} changed while it was read", hint="load it again when it is complete")
    return rows, file_digest


def _state(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _rejects_file(file: Path, asked: str | Path | None, checked: Checked, *, dry_run: bool) -> Path | None:
    """List rejected rows where wanted; return the file when there are any."""
    if dry_run and not asked:
        return None
    target = Path(asked) if asked else file.with_name(f"{file.name}.rejects.csv")
    if checked.account.rejected or target.exists():  # an earlier list would mislead
        write_rejects(target, checked.account)
    return target if checked.account.rejected else None


def _refuse_foreign(store: Store, mapping: Mapping, source: str, checked: Checked) -> None:
    """Stop when another mapping filled what this load would take for gone.

    Within one source a label or type has one mapping, since a load replaces all that the source holds under
    the labels and types that it fills.
    """
    asked = {"source": source}
    runs = store.read(lookups.runs_of(), asked).to_pylist()
    others = {row["run"]: row["mapping"] for row in runs if row["mapping"] != mapping.name}
    if not others:
        return
    types = dict.fromkeys(which.type for which in ends(checked.evaluation))
    questions = [
        *((label, lookups.runs_behind_nodes(label)) for label in labels(checked.evaluation, "owned")),
        *((type_, lookups.runs_behind_claims(type_)) for type_ in types),
    ]
    for name, statement in questions:
        for row in store.read(statement, asked).to_pylist():
            if row["run"] in others:
                raise UsageError(
                    f"the source {source!r} already has {name} from the mapping {others[row['run']]!r}; "
                    "this load would replace it",
                    hint="give this file a source name of its own with --source",
                )


def _about(mapping: Mapping, run: str, source: str, file_digest: str, started: datetime) -> dict[str, Any]:
    return {
        "key": run,
        "source": source,
        "mapping": mapping.name,
        "mapping_digest": hashlib.sha256(mapping.model_dump_json().encode()).hexdigest(),
        "file_digest": file_digest,
        "version": __version__,
        "started": started.isoformat(timespec="seconds"),
    }


def _outcome(checked: Checked, writer: Writer) -> dict[str, Any]:
    account = checked.account
    owned = load_schema().labels("owned")
    changed = {
        verb: sum(n for label, n in getattr(writer.nodes, verb).items() if label in owned)
        + sum(getattr(writer.relationships, verb).values())
        for verb in ("created", "updated", "deleted")
    }
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "read": account.read,
        "loaded": account.loaded,
        "duplicate": account.duplicate,
        "rejected": len(account.rejected),
        **changed,
    }


def _one_row(values: dict[str, Any]) -> pa.Table:
    return pa.table({name: [value] for name, value in values.items()})


def _silent(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""
