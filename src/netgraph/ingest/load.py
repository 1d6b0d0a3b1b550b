"""Load a file: read, evaluate, refuse, compare, write, and account for every row.

The first pass writes nothing: it finds what is wrong and stops when that is too much. The second writes.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from netgraph import __version__
from netgraph.errors import DataError, NetgraphError, TooManyRejects
from netgraph.ingest.catalogue import load_mapping
from netgraph.ingest.check import used_columns
from netgraph.ingest.difference import Writer
from netgraph.ingest.evaluate import Evaluation
from netgraph.ingest.evaluation import Context
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.merge import ends, labels, merge_claims, merge_owned
from netgraph.ingest.read import read_rows
from netgraph.ingest.report import IngestReport, unknown_counts, write_rejects
from netgraph.ingest.rows import Account, Reason
from netgraph.ingest.secrecy import pseudonymizer
from netgraph.model import load_schema
from netgraph.model.places import gazetteer

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
        For rows that do not say themselves; they go before the mapping's own.
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
    began = time.monotonic()
    load = _Load(store, mapping, Path(path), progress or _silent)
    load.mark(source, {"owner": owner, "handling": handling, "reliability": reliability, "credibility": credibility})
    evaluation = load.check()
    target = Path(rejects) if rejects else None if dry_run else load.path.with_name(load.path.name + ".rejects.csv")
    load.list_rejects(target)
    load.refuse_too_many()
    writer = load.write(evaluation, batch_size, dry_run=dry_run)
    account = load.account
    return IngestReport(
        run=load.run,
        source=load.source,
        mapping=load.mapping.name,
        file=load.path.name,
        read=account.read,
        loaded=load.loaded,
        duplicate=account.duplicate,
        rejected=len(account.rejected),
        reasons=account.reasons(),
        rejects=str(target) if target and account.rejected else None,
        unknown_codes=unknown_counts(evaluation.cells.unknown.values()),
        disagreements=writer.disagreements,
        nodes=writer.nodes,
        relationships=writer.relationships,
        seconds=time.monotonic() - began,
        dry_run=dry_run,
    )


def _silent(_phase: str, _done: int, _total: int) -> None:
    pass


class _Load:
    """One execution: what is known of the source, the rows, and the account."""

    def __init__(self, store: Store, mapping: Mapping | str | Path, path: Path, progress: Progress) -> None:
        self.store = store
        self.mapping = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
        self.path = path
        self.progress = progress
        self.account = Account()
        self.loaded = 0
        self.started = datetime.now(UTC)
        self.run = f"{self.mapping.name}-{self.started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        self.source = self.mapping.source.name
        self.context: Context
        self.file_digest = ""

    def mark(self, source: str | None, given: dict[str, str | None]) -> None:
        """Fix the source, its markings and grades, and the key for identifiers."""
        self.source = source or self.source
        names = gazetteer().with_aliases(self.mapping.aliases)
        defaults = {"handling": "RED"} | {name: _known(name, text) for name, text in given.items() if text}
        hashes = any(spec.identifier for spec in self.mapping.nodes.values())
        self.context = Context(self.source, names, pseudonymizer() if hashes else None, defaults)

    def check(self) -> Evaluation:
        """Read the file and find every row that cannot be loaded; writes nothing."""
        rows = self._read()
        self.account.read = len(rows)
        rows = self.account.drop(rows, {position: Reason("the row is blank") for position in rows.blank()})
        ignored = set(self.mapping.duplicates.ignore)
        columns = sorted(used_columns(self.mapping) - ignored)
        repeated = rows.repeated(columns, self.mapping.record)
        self.account.duplicate = len(repeated)
        rows = rows.without(repeated)
        while True:
            # A row that falls can take others with it: those that refer to what it gave.
            evaluation = Evaluation(self.mapping, rows, self.context)
            refused = evaluation.cells.refused or _contradictions(evaluation) or self._dangling(evaluation)
            self.progress("check", len(rows), len(rows))
            if not refused:
                break
            rows = self.account.drop(rows, refused)
        self.loaded = len(rows)
        if self.account.read != self.loaded + self.account.duplicate + len(self.account.rejected):
            raise NetgraphError("the account of rows does not add up; nothing was written", hint="report this")
        return evaluation

    def list_rejects(self, target: Path | None) -> None:
        """Write the file of rejects, or take away that of an earlier load."""
        if target and (self.account.rejected or target.exists()):
            write_rejects(target, self.account)

    def refuse_too_many(self) -> None:
        """Stop before anything is written when too large a share is rejected."""
        rejected = len(self.account.rejected)
        if rejected <= self.account.read * self.mapping.max_ratio:
            return
        worst = ", ".join(f"{reason}: {n}" for reason, n in list(self.account.reasons().items())[:3])
        raise TooManyRejects(
            f"{rejected} of {self.account.read} rows of {self.path} were rejected, more than the mapping's "
            f"max_ratio of {self.mapping.max_ratio:g} allows; nothing was written ({worst})",
            hint="look at the reasons; if they are right, raise max_ratio in a copy of the mapping",
        )

    def write(self, evaluation: Evaluation, batch_size: int, *, dry_run: bool) -> Writer:
        """Write the difference, between the beginning and the end of a LoadRun."""
        writer = Writer(self.store, self.source, self.run, batch_size, dry_run, self.progress)
        if dry_run:
            writer.write(evaluation)
            return writer
        self.store.prepare(load_schema())
        self.store.create_nodes("LoadRun", pa.table({name: [value] for name, value in self._run().items()}))
        writer.write(evaluation)
        done = {
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "read": self.account.read,
            "loaded": self.loaded,
            "duplicate": self.account.duplicate,
            "rejected": len(self.account.rejected),
        }
        for name in ("created", "updated", "deleted"):
            changes = (getattr(writer.nodes, name), getattr(writer.relationships, name))
            done[name] = sum(sum(counts.values()) for counts in changes)
        table = pa.table({name: [value] for name, value in (self._run() | done).items()})
        self.store.update_nodes("LoadRun", table)
        return writer

    def _read(self) -> Rows:
        before = _stat(self.path)
        rows = read_rows(self.mapping, self.path, self.progress)
        with self.path.open("rb") as stream:
            self.file_digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if _stat(self.path) != before:
            raise DataError(f"{self.path} changed while it was read", hint="load it again when it is complete")
        return rows

    def _dangling(self, evaluation: Evaluation) -> dict[int, Reason]:
        """Find rows that refer to nodes which neither this file nor the source's earlier loads give."""
        made = {label: set() for label in labels(evaluation, "owned")}
        for nodes in evaluation.nodes:
            if not nodes.reference and nodes.label in made:
                made[nodes.label].update(nodes.keys)
        found: dict[int, Reason] = {}
        for nodes in evaluation.nodes:
            if not nodes.reference:
                continue
            if nodes.label not in made:
                made[nodes.label] = set(self.store.nodes_of(nodes.label, self.source)["key"].to_pylist())
            for row, key in zip(nodes.rows, nodes.keys, strict=True):
                if key not in made[nodes.label]:
                    text = f"refers to a {nodes.label} that this source does not have"
                    found.setdefault(row, Reason(text, nodes.column))
        return found

    def _run(self) -> dict[str, str | int]:
        return {
            "key": self.run,
            "source": self.source,
            "mapping": self.mapping.name,
            "mapping_digest": hashlib.sha256(self.mapping.model_dump_json().encode()).hexdigest(),
            "file_digest": self.file_digest,
            "version": __version__,
            "started": self.started.isoformat(timespec="seconds"),
        }


def _contradictions(evaluation: Evaluation) -> dict[int, Reason]:
    """Find rows that say different things of one node or claim; all of them are refused."""
    found: dict[int, Reason] = {}
    merges = [(label, merge_owned(evaluation, label)) for label in labels(evaluation, "owned")]
    merges += [(which.type, merge_claims(evaluation, which)) for which in ends(evaluation)]
    for what, merged in merges:
        for rows, name in merged.conflicts:
            for row in rows:
                found.setdefault(row, Reason(f"another row says otherwise of the {name} of the same {what}"))
    return found


def _known(name: str, text: str) -> str:
    """Check a marking, owner or grade that was given for the whole file."""
    from netgraph.errors import UsageError  # noqa: PLC0415
    from netgraph.model.places import Unplaced  # noqa: PLC0415

    if name == "owner":
        place = gazetteer().resolve(text)
        if isinstance(place, Unplaced) or place.kind != "Country":
            raise UsageError(f"the owner {text!r} is no State", hint="give an ISO 3166-1 alpha-3 code, such as KEN")
        return place.key
    codes = load_schema().codelists[name]
    code = codes.find(text)
    if code is None:
        raise UsageError(f"{name} {text!r} is not known", hint=f"it is one of {', '.join(codes.codes)}")
    return code


def _stat(path: Path) -> tuple[int, int]:
    if not path.is_file():
        raise DataError(f"there is no file {path}", hint="check the path")
    found = path.stat()
    return found.st_size, found.st_mtime_ns
