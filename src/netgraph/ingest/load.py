"""Load a file: read and check it, compare it with the store, write the difference, account for every row.

Nothing is written to the store before the whole file has been checked.
"""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.errors import DataError
from netgraph.ingest import again, mixing, recorded, runs, side
from netgraph.ingest.anonymity import measured
from netgraph.ingest.asked import Load, hash_of, load_of
from netgraph.ingest.bindings import nearest_code
from netgraph.ingest.catalogue import load_mapping
from netgraph.ingest.context import context_of
from netgraph.ingest.difference import Writer
from netgraph.ingest.gather import rows_of
from netgraph.ingest.journal import Journal
from netgraph.ingest.keys import admit
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.rejects import write_rejects
from netgraph.ingest.report import IngestReport, unknown_counts
from netgraph.ingest.settle import Account, settle
from netgraph.ingest.stage import Stage, staging_memory
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.ingest.read.table import Progress
    from netgraph.store import Store

    Reading = Callable[[Load, Stage, Progress], None]

BATCH_SIZE = 5_000


def load_file(
    store: Store,
    mapping: Mapping | str | Path,
    path: str | Path,
    *,
    source: str | None = None,
    owner: str | None = None,
    handling: str | None = None,
    releasable_to: str | None = None,
    conditions: str | None = None,
    reliability: str | None = None,
    credibility: str | None = None,
    dry_run: bool = False,
    resume: bool = False,
    recheck: bool = False,
    only_adds: bool = False,
    undoable: bool = True,
    new_key: bool = False,
    rejects: str | Path | None = None,
    by: str | None = None,
    why: str = "",
    batch_size: int = BATCH_SIZE,
    workers: int | None = 1,
    progress: Progress | None = None,
    reading: Reading | None = None,
) -> IngestReport:
    """Make the store hold what a file says, for one source.

    Memory does not grow with the file: it is read in chunks and staged on disk.

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
    releasable_to, conditions : str, optional
        So do these: States that may have it, and handling conditions, both with commas.
    dry_run : bool, default False
        Say what would change and write nothing.
    resume : bool, default False
        Go on with the load run of this source that was interrupted, under its id.
    recheck : bool, default False
        Read and check the file also where file and store are as the last load left them.
    only_adds : bool, default False
        The file is no whole account of its source: what it does not say stays.
    undoable : bool, default True
        Keep what is changed or taken out until the next load of the source, so that the run can be undone.
    new_key : bool, default False
        The key for identifiers is another than the one the store's were hashed with, on purpose.
    rejects : str or Path, optional
        Where to list rejected rows; by default beside the file, with ``.rejects.csv`` after its name, and
        nowhere in a dry run.
    by, why : str, optional
        Who loads, and the reason, for the audit log; see `netgraph.disclosure.audit`.
    batch_size : int
        Rows in one transaction.
    workers : int or None, default 1
        Processes that read the cells of a long file; None for one a core, as far as the memory reaches. Only
        for a program whose main module can be imported: they are started anew, not forked.
    progress : callable, optional
        Called with a phase ("read", "check", "write"), how much is done, and how much there is.
    reading : callable, optional
        Stages the file in another way than by the mapping; then one rejected row refuses the whole file.

    Returns
    -------
    IngestReport

    Raises
    ------
    MappingError, DataError, UsageError, AuditError, StoreError
        Before anything is written, except for a `StoreError` while writing: whole batches may then be in
        the store, the run is unfinished, and the same load completes them.
    """
    began = time.monotonic()
    tell = progress or _silent
    chosen = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
    asked = {
        "owner": owner,
        "handling": handling,
        "releasable_to": releasable_to,
        "conditions": conditions,
        "reliability": reliability,
        "credibility": credibility,
    }
    context = context_of(chosen, source, asked)
    marks = {name: _as_given(context.defaults[name]) for name, value in asked.items() if value}
    file = Path(path)
    acting = recorded.Acting(by, why)
    identifier_key = admit(store, context.pseudonymize, new_key=new_key)
    load = load_of(store, chosen, file, context, marks, identifier_key, resume=resume, only_adds=only_adds)
    if not (resume or recheck or only_adds):
        report = _as_before(store, load, rejects, began, acting, dry_run=dry_run)
        if report is not None:
            return report
    room = staging_memory()
    with Stage(context.source, only_adds=only_adds, room=room) as stage:
        read = reading or partial(_read, workers=workers or side.workers_for(room))
        read(load, stage, tell)
        kept = runs.stage_repaired(store, stage, batch_size)
        tell("check", 0, 1)
        account = settle(stage, store, chosen)
        tell("check", 1, 1)
        if reading:
            account.refuse_too_many(chosen, file.name)
        target = _rejects_file(load, rejects, stage, account, dry_run=dry_run)
        if not only_adds:  # of a few repaired rows one may well be wrong again
            account.refuse_too_many(chosen, file.name)
        runs.refuse_foreign(store, stage, chosen.name)
        mixing.refuse(store, stage, synthetic=chosen.source.synthetic)
        anonymity = measured(stage)
        unknown = unknown_counts(stage, nearest_code(chosen))
        writer = Writer(
            store, stage, load.run, batch_size, _journal(store, load, undoable, dry_run), dry_run, tell
        )
        if not dry_run:
            recorded.began(store, load, acting, resumed=resume, undoable=undoable)
            store.prepare(load_schema())
            runs.begin(store, load.about(), resumed=resume)
        writer.write()
        report = IngestReport(
            **load.named(),
            read=account.read,
            loaded=account.loaded,
            duplicate=account.duplicate,
            rejected=account.rejected,
            reasons=account.reasons,
            rejects=str(target) if target else None,
            unknown_codes=unknown,
            anonymity=anonymity,
            disagreements=writer.disagreements,
            nodes=writer.nodes,
            relationships=writer.relationships,
            kept=kept,
            unfinished=() if resume else load.unfinished,
            seconds=time.monotonic() - began,
            dry_run=dry_run,
        )
        if not dry_run:
            writer.check()
            recorded.ended(store, load, acting, report)
            runs.finish(store, load.about(), report, again.holding(stage))
        return report


def _as_before(
    store: Store,
    load: Load,
    rejects: str | Path | None,
    began: float,
    acting: recorded.Acting,
    *,
    dry_run: bool,
) -> IngestReport | None:
    """Account for a file that comes again as it was, in a load run of its own; None if it has to be read."""
    if _listed(load, rejects).exists():  # an earlier list of rejected rows would mislead
        return None
    found = again.account_before(store, load.about(), load.marks)
    if found is None:
        return None
    account, last, holding = found
    seconds = time.monotonic() - began
    report = IngestReport(**load.named(), **account, seconds=seconds, dry_run=dry_run, same_as=last)
    if not dry_run:
        recorded.ended(store, load, acting, report)  # what it does is known: one entry, before it is done
        runs.begin(store, load.about(), resumed=False)
        runs.finish(store, load.about(), report, holding)
    return report


def _as_given(mark: str | list[str]) -> str:
    return mark if isinstance(mark, str) else ",".join(mark)


def _read(load: Load, stage: Stage, progress: Progress, *, workers: int) -> None:
    """Stage the rows; a file that changes meanwhile is refused."""
    rows = rows_of(load.mapping, load.file, stage, progress)
    for given in side.evaluated(load.mapping, load.context, rows, workers):
        stage.append(given)
    after = ""
    with suppress(DataError):  # a file that is gone has changed
        after = hash_of(load.file)
    if after != load.file_digest:
        raise DataError(f"{load.file} changed while it was read", hint="load it again when it is complete")


def _journal(store: Store, load: Load, undoable: bool, dry_run: bool) -> Journal | None:  # noqa: FBT001
    return Journal(store, load.run) if undoable and not dry_run else None


def _rejects_file(
    load: Load, asked: str | Path | None, stage: Stage, account: Account, *, dry_run: bool
) -> Path | None:
    """List rejected rows where wanted; return the file when there are any."""
    if dry_run and not asked:
        return None
    target = _listed(load, asked)
    if account.rejected or target.exists():  # an earlier list would mislead
        write_rejects(target, load.run, load.mapping, load.file, stage)
    return target if account.rejected else None


def _listed(load: Load, asked: str | Path | None) -> Path:
    """Say where rejected rows are listed."""
    return Path(asked) if asked else load.file.with_name(f"{load.file.name}.rejects.csv")


def _silent(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""
