"""Load a file: read and check it, compare it with the store, write the difference, account for every row.

Nothing is written to the store before the whole file has been checked.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netgraph import __version__
from netgraph.errors import DataError
from netgraph.ingest import runs
from netgraph.ingest.anonymity import measured
from netgraph.ingest.bindings import nearest_code
from netgraph.ingest.catalogue import load_mapping
from netgraph.ingest.context import context_of
from netgraph.ingest.difference import Writer
from netgraph.ingest.evaluate import Evaluation
from netgraph.ingest.gather import rows_of
from netgraph.ingest.journal import Journal
from netgraph.ingest.keys import admit
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.rejects import write_rejects
from netgraph.ingest.report import IngestReport, unknown_counts
from netgraph.ingest.settle import Account, settle
from netgraph.ingest.stage import Stage
from netgraph.model import load_schema

if TYPE_CHECKING:
    from netgraph.ingest.context import Context
    from netgraph.ingest.read.table import Progress
    from netgraph.store import Store

BATCH_SIZE = 5_000


@dataclass(frozen=True)
class Load:
    """One load as it was asked for; see `load_file`."""

    mapping: Mapping
    file: Path
    context: Context
    marks: dict[str, str]
    run: str
    started: datetime
    file_digest: str
    unfinished: tuple[str, ...]
    only_adds: bool
    identifier_key: str | None

    def about(self) -> dict[str, Any]:
        """Say what is known of the load run before it writes."""
        return {
            "key": self.run,
            "source": self.context.source,
            "mapping": self.mapping.name,
            "mapping_digest": digest_of(self.mapping),
            "file_digest": self.file_digest,
            "version": __version__,
            # To the microsecond: runs are undone in their order.
            "started": self.started.isoformat(timespec="microseconds"),
            "only_adds": self.only_adds,
            **({"identifier_key": self.identifier_key} if self.identifier_key else {}),
        }


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
    resume: bool = False,
    only_adds: bool = False,
    undoable: bool = True,
    new_key: bool = False,
    rejects: str | Path | None = None,
    batch_size: int = BATCH_SIZE,
    progress: Progress | None = None,
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
    dry_run : bool, default False
        Say what would change and write nothing.
    resume : bool, default False
        Go on with the load run of this source that was interrupted, under its id.
    only_adds : bool, default False
        The file is no whole account of its source: what it does not say stays.
    undoable : bool, default True
        Keep what is changed or taken out until the next load of the source, so that the run can be undone.
    new_key : bool, default False
        The key for identifiers is another than the one the store's were hashed with, on purpose.
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
        the store, the run is unfinished, and the same load completes them.
    """
    began = time.monotonic()
    tell = progress or _silent
    chosen = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
    asked = {"owner": owner, "handling": handling, "reliability": reliability, "credibility": credibility}
    context = context_of(chosen, source, asked)
    marks = {name: context.defaults[name] for name, value in asked.items() if value}
    file = Path(path)
    identifier_key = admit(store, context.pseudonymize, new_key=new_key)
    with Stage(context.source, only_adds=only_adds) as stage:
        file_digest = _read(chosen, file, context, stage, tell)
        load = _load_of(
            store,
            chosen,
            file,
            context,
            marks,
            file_digest,
            identifier_key,
            resume=resume,
            only_adds=only_adds,
        )
        kept = runs.stage_repaired(store, stage, batch_size)
        tell("check", 0, 1)
        account = settle(stage, store, chosen)
        tell("check", 1, 1)
        target = _rejects_file(load, rejects, stage, account, dry_run=dry_run)
        if not only_adds:  # of a few repaired rows one may well be wrong again
            account.refuse_too_many(chosen, file.name)
        runs.refuse_foreign(store, stage, chosen.name)
        anonymity = measured(stage)
        unknown = unknown_counts(stage, nearest_code(chosen))
        writer = Writer(
            store, stage, load.run, batch_size, _journal(store, load, undoable, dry_run), dry_run, tell
        )
        if not dry_run:
            store.prepare(load_schema())
            runs.begin(store, load.about(), resumed=resume)
        writer.write()
        report = IngestReport(
            run=load.run,
            source=context.source,
            mapping=chosen.name,
            file=file.name,
            version=__version__,
            mapping_digest=digest_of(chosen),
            file_digest=file_digest,
            marks=marks,
            read=account.read,
            loaded=account.loaded,
            duplicate=account.duplicate,
            rejected=account.rejected,
            reasons=account.reasons,
            rejects=str(target) if target else None,
            unknown_codes=unknown,
            unscanned=dict(chosen.unscanned),
            anonymity=anonymity,
            disagreements=writer.disagreements,
            nodes=writer.nodes,
            relationships=writer.relationships,
            kept=kept,
            unfinished=() if resume else load.unfinished,
            started=load.started.isoformat(timespec="microseconds"),
            seconds=time.monotonic() - began,
            dry_run=dry_run,
        )
        if not dry_run:
            writer.check()
            runs.finish(store, load.about(), report)
        return report


def digest_of(mapping: Mapping) -> str:
    """Hash what a mapping says."""
    return hashlib.sha256(mapping.model_dump_json().encode()).hexdigest()


def _read(mapping: Mapping, file: Path, context: Context, stage: Stage, progress: Progress) -> str:
    """Stage the rows and hash the file; a file that changes meanwhile is refused."""
    before, file_digest = _state(file), ""
    for rows in rows_of(mapping, file, stage, progress):
        stage.append(Evaluation(mapping, rows, context))
    with suppress(OSError), file.open("rb") as stream:  # a file that is gone has changed
        file_digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if not file_digest or _state(file) != before:
        raise DataError(f"{file} changed while it was read", hint="load it again when it is complete")
    return file_digest


def _state(file: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = file.stat()
        return found.st_size, found.st_mtime_ns
    return None


def _load_of(
    store: Store,
    mapping: Mapping,
    file: Path,
    context: Context,
    marks: dict[str, str],
    file_digest: str,
    identifier_key: str | None,
    *,
    resume: bool,
    only_adds: bool,
) -> Load:
    """Name the load run: a new one, or the interrupted one that goes on."""
    started = datetime.now(UTC)
    run = f"{mapping.name}-{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    interrupted = runs.unfinished(store, context.source)
    if resume:
        same = {"mapping_digest": digest_of(mapping), "file_digest": file_digest, "only_adds": only_adds}
        run, started = runs.to_resume(interrupted, context.source, same)
    keys = tuple(row["key"] for row in interrupted)
    return Load(mapping, file, context, marks, run, started, file_digest, keys, only_adds, identifier_key)


def _journal(store: Store, load: Load, undoable: bool, dry_run: bool) -> Journal | None:  # noqa: FBT001
    return Journal(store, load.run) if undoable and not dry_run else None


def _rejects_file(
    load: Load, asked: str | Path | None, stage: Stage, account: Account, *, dry_run: bool
) -> Path | None:
    """List rejected rows where wanted; return the file when there are any."""
    if dry_run and not asked:
        return None
    target = Path(asked) if asked else load.file.with_name(f"{load.file.name}.rejects.csv")
    if account.rejected or target.exists():  # an earlier list would mislead
        write_rejects(target, load.run, load.mapping, load.file, stage)
    return target if account.rejected else None


def _silent(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""
