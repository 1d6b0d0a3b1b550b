"""The lines of an audit log, chained by hashes; and what is found where somebody has changed them.

A line is one JSON object and ends with ``"hash":"..."}``: the SHA-256 of all that stands before it in the
line. ``previous`` is the hash of the line before, ``number`` counts from 1. Where the chain ends is kept in
the store (`Head`), so that a missing end is seen too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NOTHING = "0" * 64  # what the first line follows
_MARK, _END = b',"hash":"', b'"}\n'
_TAIL = len(_MARK) + 64 + len(_END)
FORMS = {"number": int, "when": str, "event": str, "by": str, "why": str, "facts": dict, "previous": str}


@dataclass(frozen=True)
class Entry:
    """One line of a log.

    Attributes
    ----------
    number : int
        From 1.
    when : str
        When, ISO 8601, UTC.
    event : str
        What was done; see `netgraph.disclosure.audit_events`.
    by, why : str
        Who, and the reason; either may be empty where an event needs none.
    facts : mapping
        Counts, hashes, names.
    previous, hash : str
        Of the line before, and of this one.
    """

    number: int
    when: str
    event: str
    by: str
    why: str
    facts: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True)
class Head:
    """Where the store says that a log ends."""

    log: str
    number: int
    hash: str
    place: str
    written: str
    published: bool  # whether it tells of something published


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written.

    Attributes
    ----------
    line : int
        In the file, from 1; 0 for the log as a whole.
    kind : {"changed", "missing", "reordered", "added", "replaced", "headless", "gone"}
    text : str
        What was found, in a sentence.
    step : str
        What to do.
    mark : str
        The beginning of a hash of line and content, by which the log says that a person knows of it.
    accepted : str
        When and by whom; empty where nobody has.
    """

    line: int
    kind: str
    text: str
    step: str
    mark: str
    accepted: str = ""


STEP = (
    "keep the file and a copy of the store as they are, find out who could write to them, and take the true "
    "log from a copy if there is one; to go on with this one: netgraph audit accept --by WHO --why TEXT"
)


def line_of(content: Mapping[str, Any]) -> bytes:
    """Write an entry as its line."""
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()[:-1]
    return text + _MARK + hashlib.sha256(text).hexdigest().encode() + _END


def link(line: bytes) -> str:
    """Return the hash by which the next line names this one, whole or not."""
    entry = entry_of(line)
    return entry.hash if entry else hashlib.sha256(line).hexdigest()


def entry_of(line: bytes) -> Entry | None:
    """Read a line, its end included; None where it is not as it was written."""
    text, tail = line[:-_TAIL], line[-_TAIL:]
    own = hashlib.sha256(text).hexdigest()
    if tail != _MARK + own.encode() + _END:
        return None
    try:
        content = json.loads(text + b"}")
    except ValueError:
        return None
    if not isinstance(content, dict) or {n: type(v) for n, v in content.items()} != FORMS:
        return None
    return Entry(**content, hash=own)


def publishes(lines: Iterable[bytes]) -> bool:
    """Whether some lines tell of what a ledger keeps: tables, bundles, files with all that may go."""
    entries = filter(None, map(entry_of, lines))
    return any(entry.event == "released" or "counted" in entry.facts for entry in entries)


def findings(lines: Sequence[bytes], head: Head | None) -> list[Finding]:
    """Find what is not as it was written, in the order of the file; what a person has accepted says so.

    Parameters
    ----------
    lines : sequence of bytes
        Of the file, with their ends.
    head : Head or None
        Where the store says that it ends.

    Notes
    -----
    Time is linear in the size of the file. Whoever can write the file and the store can make both anew from
    any line on: then only a copy, or a hash that somebody else was told, shows it.
    """
    entries = [entry_of(line) for line in lines]
    known = {entry.number: entry.hash for entry in entries if entry}
    found: list[Finding] = []
    seen: set[str] = set()
    expected, before = 1, NOTHING  # before: link of the line before; empty where that is no whole line
    for place, (line, entry) in enumerate(zip(lines, entries, strict=True), 1):
        if entry is None:
            text = f"line {place} is not as it was written: it was changed, or cut off"
            found.append(_finding(place, "changed", text, link(line.rstrip(b"\n") + b"\n")))
            expected, before = expected + 1, ""
            continue
        kind, text = _out_of_place(place, entry, expected, known, seen)
        if kind:
            found.append(_finding(place, kind, text, str(expected), known.get(expected - 1, "")))
        elif before and entry.previous != known.get(entry.number - 1, NOTHING):
            text = f"line {place - 1} is not the one that line {place} followed: it was replaced or added"
            found.append(_finding(max(place - 1, 1), "replaced", text, before))
        expected, before = max(expected, entry.number + 1), entry.hash
        seen.add(entry.hash)
    last = link(lines[-1]) if lines else NOTHING
    found += _at_the_end(len(lines), expected - 1, last, known, head)
    return _accepted(found, [entry for entry in entries if entry])


def gone(lines: Sequence[bytes], here: Sequence[Head]) -> list[Finding]:
    """Find logs that the store knows in the place of this one, and that are not there any more."""
    entries = [entry for entry in map(entry_of, lines) if entry]
    found = [
        _finding(
            0,
            "gone",
            f"a log of {head.number:,} entries, the last of {head.written[:19]}, was here and is gone",
            head.log,
        )
        for head in here
    ]
    return _accepted(found, entries)


def _out_of_place(
    place: int, entry: Entry, expected: int, known: Mapping[int, str], seen: set[str]
) -> tuple[str, str]:
    """Say why the number of a line is not the one that is expected there; empty where it is."""
    if entry.number > expected:
        absent = next((n for n in range(expected, entry.number) if n not in known), None)
        if absent is not None:
            return "missing", f"before line {place}, {_lines(absent, entry.number - 1)} missing"
    if entry.number != expected:
        what = "a line that stands before" if entry.hash in seen else "lines were put into another order"
        return (
            "added" if entry.hash in seen else "reordered"
        ), f"line {place} is entry {entry.number}: {what}"
    return "", ""


def _at_the_end(
    lines: int, number: int, last: str, known: Mapping[int, str], head: Head | None
) -> list[Finding]:
    """Hold the end of the file against what the store says."""
    if head is None:
        if not lines:
            return []
        text = "the store does not know this log: it is the log of another store, or somebody took this out"
        return [_finding(lines, "headless", text, last)]
    if head.number > number:
        text = f"after line {lines}, {_lines(number + 1, head.number)} missing: the end was cut off"
        return [_finding(lines + 1, "missing", text, str(number + 1), known.get(number, ""))]
    if head.number < number:
        text = (
            f"{_lines(head.number + 1, number)} not known to the store: added by another hand, or netgraph "
            "was stopped while it wrote"
        )
        return [_finding(lines - (number - head.number) + 1, "added", text, last)]
    if head.hash != last:
        return [_finding(lines, "replaced", f"line {lines} is not the one that was written last", last)]
    return []


def _finding(line: int, kind: str, text: str, *told: str) -> Finding:
    mark = hashlib.sha256("\n".join((kind, *told)).encode()).hexdigest()[:16]
    return Finding(line, kind, text, STEP, mark)


def _lines(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


def _accepted(found: list[Finding], entries: Sequence[Entry]) -> list[Finding]:
    """Say of each finding who knows of it already."""
    known = {
        mark: f"{entry.when[:10]} by {entry.by}"
        for entry in entries
        if entry.event in {"log-mended", "log-accepted"}
        for mark in entry.facts.get("findings", ())
    }
    return [replace(one, accepted=known.get(one.mark, "")) for one in found]
