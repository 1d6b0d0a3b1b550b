"""Judgements as the store holds them: who decided what on which two records, when and why.

Those of the source ``resolution`` were made with netgraph, and only those can be taken back with it; other
sources may bring their own. Reading goes past no policy here: it is for writing decisions. Who shows
judgements to somebody reads the query ``judgements`` through a `Reader`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from netgraph.model import load_schema
from netgraph.queries import Catalogue, run

if TYPE_CHECKING:
    from netgraph.store import Store

SOURCE = "resolution"
JUDGEMENTS = tuple(load_schema().codelists["judgement"].codes)
CONTENT = ("judgement", "score", "decided_by", "decided_at", "reason", "superseded_at", "source", "record")


@dataclass(frozen=True)
class Judgement:
    """One judgement, current or replaced; the columns of the query ``judgements``."""

    id: str
    start_type: str
    start: str
    end_type: str
    end: str
    judgement: str
    score: float | None
    decided_by: str
    decided_at: str
    reason: str | None
    superseded_at: str | None
    source: str
    record: str
    run: str
    own: str

    @property
    def pair(self) -> tuple[str, str, str]:
        """Label and both keys, the smaller first."""
        one, two = sorted([self.start, self.end])
        return self.start_type, one, two

    @property
    def holds(self) -> bool:
        """Whether no later decision has replaced it."""
        return self.superseded_at is None

    @property
    def number(self) -> int:
        """Which decision on its two records it is, from 1; 0 for one that netgraph did not make."""
        last = self.record.rpartition("/")[2]
        return int(last) if self.source == SOURCE and last.isdecimal() else 0

    def content(self) -> dict[str, Any]:
        """Return the properties of the claim that its digest covers."""
        told = asdict(self)
        return {**{name: told[name] for name in CONTENT}, "handling": self.own}


def judgements(store: Store) -> list[Judgement]:
    """Read every judgement, by label, records and number."""
    table = run(store, Catalogue.load().get("judgements"))
    return [Judgement(**row) for row in table.drop_columns(["markings"]).to_pylist()]
