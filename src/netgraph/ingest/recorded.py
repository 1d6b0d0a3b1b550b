"""What the audit log says of a load: that it begins, before anything is written, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_events import named
from netgraph.ingest.asked import digest_of

if TYPE_CHECKING:
    from netgraph.ingest.asked import Load
    from netgraph.ingest.report import IngestReport
    from netgraph.store import Store

VERBS = ("created", "updated", "deleted")


@dataclass(frozen=True)
class Acting:
    """Who acts, and why; see `netgraph.disclosure.audit`."""

    by: str | None = None
    why: str = ""


def began(store: Store, load: Load, acting: Acting, *, resumed: bool, undoable: bool) -> None:
    """Write down that a load is about to write."""
    audit_log(store).append(
        "load-began",
        by=acting.by,
        why=acting.why,
        **_which(load),
        resumed=resumed,
        only_adds=load.only_adds,
        undoable=undoable,
        identifier_key=load.identifier_key,
    )


def ended(store: Store, load: Load, acting: Acting, report: IngestReport) -> None:
    """Write down what a load did; it counts as finished after this only."""
    changes: dict[str, Any] = {
        verb: dict(getattr(report.nodes, verb)) | dict(getattr(report.relationships, verb)) for verb in VERBS
    }
    audit_log(store).append(
        "load-ended",
        by=acting.by,
        why=acting.why,
        **_which(load),
        **{name: getattr(report, name) for name in ("read", "loaded", "duplicate", "rejected", "same_as")},
        **changes,
    )


def _which(load: Load) -> dict[str, Any]:
    return {
        "run": load.run,
        "source": named(load.context.source),
        "mapping": named(load.mapping.name),
        "mapping_digest": digest_of(load.mapping),
        "file_digest": load.file_digest,
        "handling": load.context.defaults["handling"],
        "owner": load.context.defaults.get("owner"),
    }
