"""One load as it was asked for: file and hash, mapping, what was given for the whole file, load run."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from netgraph import __version__
from netgraph.errors import DataError
from netgraph.ingest import runs
from netgraph.ingest.context import STRICTEST
from netgraph.ingest.read.opening import check_file

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.ingest.context import Context
    from netgraph.ingest.mapping import Mapping
    from netgraph.store import Store


@dataclass(frozen=True)
class Load:
    """One load as it was asked for; see `netgraph.ingest.load_file`."""

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
    marked_before: str = ""  # how the last load of this source and mapping was marked as a whole

    def named(self) -> dict[str, Any]:
        """Return what a report says of any load, whatever became of its rows."""
        return {
            "run": self.run,
            "source": self.context.source,
            "mapping": self.mapping.name,
            "file": self.file.name,
            "version": __version__,
            "mapping_digest": digest_of(self.mapping),
            "file_digest": self.file_digest,
            "marks": self.marks,
            "unscanned": dict(self.mapping.unscanned),
            "started": self.started.isoformat(timespec="microseconds"),
        }

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
            **({"synthetic": True} if self.mapping.source.synthetic else {}),
            **({"identifier_key": self.identifier_key} if self.identifier_key else {}),
        }


def load_of(
    store: Store,
    mapping: Mapping,
    file: Path,
    context: Context,
    marks: dict[str, str],
    identifier_key: str | None,
    *,
    resume: bool,
    only_adds: bool,
) -> Load:
    """Name the load run: a new one, or the interrupted one that goes on."""
    started, file_digest = datetime.now(UTC), hash_of(file)
    run = f"{mapping.name}-{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    known = runs.list_runs(store, context.source)
    interrupted = [row for row in known if row["status"] == "unfinished"]
    if resume:
        same = {"mapping_digest": digest_of(mapping), "file_digest": file_digest, "only_adds": only_adds}
        run, started = runs.to_resume(interrupted, context.source, same)
    keys = tuple(row["key"] for row in interrupted)
    marked = _marked_before(known, mapping)
    return Load(
        mapping, file, context, marks, run, started, file_digest, keys, only_adds, identifier_key, marked
    )


def _marked_before(known: list[dict[str, Any]], mapping: Mapping) -> str:
    """Say how the last load was marked as a whole; empty where the mapping says, or there was none."""
    before = [row for row in known if row["status"] == "finished" and row["mapping"] == mapping.name]
    if not before:
        return ""
    given = json.loads(before[-1]["report"] or "{}").get("marks", {}).get("handling")
    return str(given or ("" if mapping.provenance.handling else STRICTEST))


def digest_of(mapping: Mapping) -> str:
    """Hash what a mapping says."""
    return hashlib.sha256(mapping.model_dump_json().encode()).hexdigest()


def hash_of(file: Path) -> str:
    """Hash a file."""
    check_file(file)
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as cause:
        raise DataError(
            f"{file} cannot be read: {cause.strerror}", hint="check the path, and who may read it"
        ) from cause
