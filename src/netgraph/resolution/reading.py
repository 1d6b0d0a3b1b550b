"""Decisions from a CSV file: the table of candidates, with what somebody decided filled in."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from netgraph.errors import DataError
from netgraph.resolution.decision import Decision

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ("start", "end", "judgement")
KNOWN = frozenset({*NEEDED, "decided_by", "reason", "score", "label", "handling", "decided_at"})
SHOWN = frozenset({"start_source", "end_source", "reasons"})  # of the table of candidates, for people


def read_decisions(
    path: Path, *, by: str | None = None, why: str | None = None, label: str | None = None
) -> tuple[list[Decision], int]:
    """Read decisions.

    Parameters
    ----------
    path : Path
        CSV, UTF-8, with a header: ``start``, ``end``, ``judgement``; ``decided_by`` and ``reason`` where they
        are not given for the whole file; ``score``, ``label``, ``handling``, ``decided_at`` where known.
    by, why, label : str, optional
        Hold where a row does not say.

    Returns
    -------
    tuple of list of Decision and int
        And how many rows have no judgement yet, and are passed over.

    Raises
    ------
    DataError
        With file and row, never with a value.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, strict=True))
    except OSError as cause:
        raise DataError(f"{path} cannot be read: {cause.strerror}", hint="check the path") from cause
    except (UnicodeDecodeError, csv.Error) as cause:
        raise DataError(f"{path} is no CSV in UTF-8", hint="save it as CSV UTF-8, with commas") from cause
    header = rows[0] if rows else []
    _check(path, header)
    decisions, open_ = [], 0
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        at = f"{path.name}, row {number}"
        if len(cells) != len(header):
            raise DataError(
                f"{at}: {len(cells)} cells where the header has {len(header)}", hint="correct the row"
            )
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        if not row["judgement"]:
            open_ += 1
            continue
        decisions.append(_decision(row, at, by, why, label))
    return decisions, open_


def _check(path: Path, header: list[str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise DataError(f"{path}: there is no column {missing[0]}", hint=f"it needs {', '.join(NEEDED)}")
    strange = [name for name in header if name not in KNOWN | SHOWN]
    if strange or len(set(header)) < len(header):
        what = f"the column {strange[0]!r} is not known" if strange else "a column is there twice"
        raise DataError(f"{path}: {what}", hint=f"it may have {', '.join(sorted(KNOWN | SHOWN))}")


def _decision(row: dict[str, str], at: str, by: str | None, why: str | None, label: str | None) -> Decision:
    who, reason = row.get("decided_by") or by, row.get("reason") or why
    for what, value, option in (("who decided", who, "--by"), ("a reason", reason, "--why")):
        if not value:
            raise DataError(
                f"{at}: it does not say {what}", hint=f"fill it in, or give {option} for the file"
            )
    score = row.get("score")
    try:
        number = float(score) if score else None
    except ValueError:
        raise DataError(f"{at}: the score is no number", hint="leave it as it was, or blank") from None
    return Decision(
        row["start"],
        row["end"],
        row["judgement"].lower(),
        who or "",
        reason or "",
        score=number,
        label=row.get("label") or label,
        handling=row.get("handling") or None,
        at=row.get("decided_at") or None,
        where=at,
    )
