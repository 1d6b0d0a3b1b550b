"""What a load did: counts, reasons and times, never a value from the file."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.ingest.anonymity import Anonymity
    from netgraph.ingest.stage import Stage

_CODE_LIKE = re.compile(r"(?=.{1,4}$)[A-Za-z]{0,2}[-.]?\d*")


@dataclass(frozen=True)
class UnknownCount:
    """A code that the code list does not have: in how many rows, first in which, and what it became.

    ``code`` is the text only where it looks like a code (``11``, ``x``, ``-99``); a word could be a name.
    ``nearest`` is the known code that the text is most like, if there is one.
    """

    column: str
    code: str
    becomes: str
    nearest: str
    rows: int
    first_row: int


@dataclass(frozen=True)
class Changes:
    """Nodes and relationships created, updated and deleted, by label and by type."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.created or self.updated or self.deleted)


@dataclass(frozen=True)
class IngestReport:
    """What one load did, or would do.

    Attributes
    ----------
    run, source, mapping, file : str
        The load run's id, the source, the mapping's name and the file's name without its folder.
    version, mapping_digest, file_digest : str
        Of netgraph; SHA-256 of what the mapping says and of the file.
    marks : dict of str to str
        Owner, handling and grades that were given for the whole file.
    read, loaded, duplicate, rejected : int
        Rows; the first is the sum of the others.
    reasons : dict of str to int
        Rejected rows by reason.
    rejects : str or None
        The file that lists them.
    unknown_codes : tuple of UnknownCount
        Codes that no code list has.
    disagreements : int
        Values of shared nodes that were passed over because rows disagree.
    nodes, relationships : Changes
        Shared nodes count as created or updated, never as deleted.
    kept : int
        Nodes and claims that stay because their rows were repaired and loaded apart.
    unfinished : tuple of str
        Runs of this source that were interrupted; what they left is completed or taken out by this one.
    started, seconds : str, float
        When reading began, UTC, and how long all took.
    dry_run : bool
        Nothing was written.
    unscanned : dict of str to str
        Columns of text in which the mapping does not have direct identifiers looked for, and why.
    anonymity : Anonymity or None
        How far the persons of the file hide among each other; None where it has none.
    same_as : str or None
        The load run whose account this repeats: nothing had changed, so the file was not read again.
    """

    run: str
    source: str
    mapping: str
    file: str
    version: str
    mapping_digest: str
    file_digest: str
    marks: dict[str, str]
    read: int
    loaded: int
    duplicate: int
    rejected: int
    reasons: dict[str, int]
    rejects: str | None
    unknown_codes: tuple[UnknownCount, ...]
    disagreements: int
    nodes: Changes
    relationships: Changes
    kept: int
    unfinished: tuple[str, ...]
    started: str
    seconds: float
    dry_run: bool
    unscanned: dict[str, str] = field(default_factory=dict)
    anonymity: Anonymity | None = None
    same_as: str | None = None

    @property
    def unchanged(self) -> bool:
        """True when the store already held exactly this."""
        return not self.nodes and not self.relationships

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return asdict(self) | {"unchanged": self.unchanged}


def unknown_counts(stage: Stage, nearest: Callable[[str, str], str]) -> tuple[UnknownCount, ...]:
    """Count unknown codes of rows that can be loaded, without giving away words.

    `nearest` finds the known code for a column and text.
    """
    counts: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for column, code, becomes, rows, first in stage.run(
        "SELECT column_name, code, becomes, count(*), min(row) FROM unknown GROUP BY ALL ORDER BY ALL"
    ):
        shown = code if _CODE_LIKE.fullmatch(code) else "(another text)"
        key = (column, shown, becomes, nearest(column, code))
        known, earliest = counts.get(key, (0, first))
        counts[key] = (known + rows, min(first, earliest))
    return tuple(UnknownCount(*key, *counts[key]) for key in sorted(counts))
