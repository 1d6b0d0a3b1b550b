"""What the audit log says of a load: that it begins, before anything is written, and how it ended."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_events import named
from netgraph.errors import UsageError
from netgraph.ingest.asked import digest_of
from netgraph.model import Marking

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
    """Write down that a load is about to write, and first whether it lowers the marking of its source.

    Raises
    ------
    UsageError
        It does, and nobody says who decided that and why.
    """
    _lowering(store, load, acting)
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


def _lowering(store: Store, load: Load, acting: Acting) -> None:
    before, now = load.marked_before, load.context.defaults["handling"]
    if not before or Marking.parse(now) >= Marking.parse(before):
        return
    if not (acting.why and (acting.by or os.environ.get("NETGRAPH_BY"))):
        raise UsageError(
            f"this load lowers the marking of {load.context.source} from {before} to {now}",
            hint="if that was decided, say by whom and why: --by WHO --why TEXT",
        )
    about = {"run": load.run, "source": named(load.context.source), "from": before, "to": now}
    audit_log(store).append("marking-changed", by=acting.by, why=acting.why, **about)


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
