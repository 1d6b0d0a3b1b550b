"""What a load did: counts, reasons and times, never a value from the file.

Also here: the file of rejects, which names rows and reasons and leaves the values where they are.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from netgraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from netgraph.ingest.cells import UnknownCode
    from netgraph.ingest.rows import Account

_CODE_LIKE = re.compile(r"(?=.{1,4}$)[A-Za-z]{0,2}[-.]?\d*")
HEADER = ("row", "reason", "column")


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
    seconds : float
        From reading the mapping's file to the end.
    dry_run : bool
        Nothing was written.
    unscanned : dict of str to str
        Columns of text in which the mapping does not have direct identifiers looked for, and why.
    """

    run: str
    source: str
    mapping: str
    file: str
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
    seconds: float
    dry_run: bool
    unscanned: dict[str, str] = field(default_factory=dict)

    @property
    def unchanged(self) -> bool:
        """True when the store already held exactly this."""
        return not self.nodes and not self.relationships

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return asdict(self) | {"unchanged": self.unchanged}


def unknown_counts(
    found: Iterable[UnknownCode], nearest: Callable[[str, str], str]
) -> tuple[UnknownCount, ...]:
    """Count unknown codes without giving away words; `nearest` finds the known code for a column and text."""
    counts: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for code in found:
        shown = code.text if _CODE_LIKE.fullmatch(code.text) else "(another text)"
        key = (code.column, shown, code.becomes, nearest(code.column, code.text))
        rows, first = counts.get(key, (0, code.first_row))
        counts[key] = (rows + code.rows, min(first, code.first_row))
    return tuple(UnknownCount(*key, *counts[key]) for key in sorted(counts))


def write_rejects(path: Path, account: Account) -> None:
    """Write the rejected rows' numbers, reasons and columns; readable by the owner only.

    Raises
    ------
    DataError
        The file cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEADER)
            for row, reason in sorted(account.rejected.items()):
                writer.writerow([row, reason.text, reason.column])
    except OSError as cause:
        raise DataError(
            f"the list of rejected rows cannot be written to {path}: {cause.strerror}",
            hint="name another place with --rejects",
        ) from cause
