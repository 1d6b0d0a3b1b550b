"""The audit log: who did what when and why, in a file that is only ever appended to.

One log for each store and user: beside an embedded store, for a server in a private folder of the user, or in
the folder that NETGRAPH_AUDIT names. Lines are chained by hashes (`netgraph.disclosure.audit_chain`), what
they may say is listed (`netgraph.disclosure.audit_events`), and where the log ends is kept in the store too.

An entry is written before the act that it tells of: where it cannot be written, nothing is done. An act whose
outcome is known only afterwards has a second entry, written before the act counts as finished.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
import secrets
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph import __version__
from netgraph.disclosure.audit_chain import (
    NOTHING,
    Entry,
    Finding,
    Head,
    entry_of,
    findings,
    gone,
    line_of,
    link,
    publishes,
)
from netgraph.disclosure.audit_events import MANY, NEED_A_REASON, checked
from netgraph.disclosure.audit_file import LogFile
from netgraph.errors import AuditError, UsageError
from netgraph.model.wording import reference, refuse_identifying
from netgraph.store import lookups

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netgraph.store import Store

LABEL = "AuditHead"
FILE = "audit.jsonl"
SHOWS = "netgraph audit verify shows where, and what to do"


def audit_log(store: Store) -> Log:
    """Return the audit log of a store; its first entry begins it."""
    folder = store.lasting
    if folder and (given := os.environ.get("NETGRAPH_AUDIT")):
        which = hashlib.sha256(str(folder).encode()).hexdigest()[:32]
        folder = Path(given).expanduser().absolute() / which
    return Log(store, folder / FILE if folder else None)


def person(by: str | None = None) -> str:
    """Say who acts: as given, else as NETGRAPH_BY says, else the account on this machine.

    Raises
    ------
    DataError
        It is no reference: a pseudonym of letters, digits, dots and dashes.
    """
    given = by or os.environ.get("NETGRAPH_BY")
    if given:
        return reference(given, "who acts (--by)")
    try:
        return f"account:{getpass.getuser()}"
    except (OSError, KeyError):
        return "account:unknown"


class Log:
    """The audit log of one store.

    Parameters
    ----------
    store : Store
        Keeps where the log ends.
    path : Path or None
        The file. None for a store that is files for another program: nothing is written down, and the log of
        the server that takes them in begins with the first load into it.
    """

    def __init__(self, store: Store, path: Path | None) -> None:
        self.path = path
        self._store = store
        self._file = LogFile(path) if path else None

    def append(
        self,
        event: str,
        before: Callable[[], None] | None = None,
        /,
        *,
        by: str | None = None,
        why: str = "",
        **facts: Any,  # noqa: ANN401 - checked one by one
    ) -> Entry | None:
        """Write an entry, on disk before this returns.

        Parameters
        ----------
        event : str
            One of `netgraph.disclosure.audit_events.EVENTS`.
        before : callable, optional
            Called right before the entry is written, when nothing else stops it and nobody else writes.
        by : str, optional
            Who; see `person`.
        why : str
            The reason, in words that identify nobody; some events need one.
        **facts
            What the event takes; None is left out.

        Returns
        -------
        Entry or None
            None where the store has no log.

        Raises
        ------
        AuditError
            An event or fact that is not listed; the file cannot be written; or the log does not end where the
            store says. Then do not act.
        DataError
            Who or why may identify somebody.
        StoreError
            The store could not keep where the log ends.

        Notes
        -----
        Reads the last line only, however long the log.
        """
        given, who = checked(event, facts), person(by)
        reason = refuse_identifying(why, "the reason (--why)") if why or event in NEED_A_REASON else ""
        if self._file is None:
            return None
        with self._file.held():
            head, amended = self._agreed(self._file)
            if amended:
                head, _ = self._write(self._file, head, "log-mended", person(), "", amended)
            if before:
                before()
            return self._write(self._file, head, event, who, reason, given)[1]

    def entries(self) -> list[Entry]:
        """Return all lines that can be read, in the order of the file."""
        lines = self._file.lines() if self._file else []
        return [entry for entry in map(entry_of, lines) if entry]

    def verify(self) -> list[Finding]:
        """Find lines that were changed, removed, reordered or added.

        Returns
        -------
        list of Finding
            In the order of the file; those that a person has accepted say so.
        """
        if self._file is None:
            return []
        with self._file.held() if self._file.path.exists() else nullcontext():
            lines, heads = self._file.lines(), self._heads()
        mine = self._of(lines[0] if lines else b"", heads)
        here = [head for head in heads if head.place == self._place() and head != mine]
        return [*gone(lines, here), *findings(lines, mine)]

    def others(self) -> list[Head]:
        """Return where the logs of others on the same store end, as the store knows them."""
        heads = self._heads()
        first = self._file.ends()[0] if self._file and self._file.path.exists() else b""
        mine = self._of(first, heads)  # with another place, where it was moved
        return [head for head in heads if head.place != self._place() and head != mine]

    def accept(self, *, by: str | None, why: str) -> Entry:
        """Go on with a log that was changed: a person says why, and what was found stays to be seen.

        Raises
        ------
        UsageError
            There is nothing to accept.
        AuditError
            More was found than one entry can name.
        """
        who, reason = person(by), refuse_identifying(why, "the reason (--why)")
        found = [one for one in self.verify() if not one.accepted]
        if not found or self._file is None:
            raise UsageError("the audit log is as it was written", hint="there is nothing to accept")
        if len(found) > MANY:
            raise AuditError(
                f"more than {MANY:,} lines are not as they were written",
                hint=f"move {self.path} to where it is kept, then accept that it is gone: a new log begins",
            )
        facts = checked(
            "log-accepted",
            {"found": "accepted", "findings": [one.mark for one in found], "first": found[0].line},
        )
        with self._file.held():
            lines = self._file.lines()
            if not lines:
                head = self._begin(self._file)
            else:
                if not lines[-1].endswith(b"\n"):
                    self._file.put(b"\n")
                mine = self._of(lines[0], self._heads())
                read = [entry.number for entry in map(entry_of, lines) if entry]
                number = max(len(lines), mine.number if mine else 0, *read[-1:])
                log = mine.log if mine else _name(lines[0]) or secrets.token_hex(8)
                told = bool(mine and mine.published) or publishes(lines)
                head = Head(log, number, link(self._file.ends()[1]), self._place(), "", published=told)
            return self._write(self._file, head, "log-accepted", who, reason, facts)[1]

    def _agreed(self, file: LogFile) -> tuple[Head, dict[str, Any]]:
        """Hold the end of the file against what the store says.

        Returns
        -------
        (Head, dict)
            What the next entry follows; and facts, where netgraph was stopped between file and store, or the
            store was emptied, and it goes on by itself.
        """
        heads = self._heads()
        first, line = file.ends()
        if not line:
            if any(head.place == self._place() for head in heads):
                raise AuditError(f"the audit log {self.path} is gone", hint=SHOWS)
            return self._begin(file), {}
        mine, last = self._of(first, heads), entry_of(line)
        if mine and last and (last.number, last.hash) == (mine.number, mine.hash):
            return mine, {}
        lines = file.lines()
        marks = [one.mark for one in findings(lines, mine) if not one.accepted]
        before = link(lines[-2]) if len(lines) > 1 else NOTHING
        if mine and last and (last.number, last.previous) == (mine.number + 1, mine.hash):
            found, number, hash_ = "stopped", last.number, last.hash
        elif mine and not line.endswith(b"\n") and before == mine.hash:
            file.put(b"\n")
            found, number, hash_ = "torn", mine.number + 1, link(line + b"\n")
        elif last and not heads and (last.number == 1 or not len(self._store.read(lookups.all_runs(), {}))):
            found, number, hash_ = "emptied", last.number, last.hash
        else:
            raise AuditError(f"the audit log {self.path} does not end where the store says", hint=SHOWS)
        told = bool(mine and mine.published) or publishes(lines)
        head = Head(mine.log if mine else _name(first), number, hash_, self._place(), "", published=told)
        return head, {"found": found, "findings": marks[:MANY], "first": number}

    def _begin(self, file: LogFile) -> Head:
        """Write the first line."""
        log = secrets.token_hex(8)
        head = Head(log, 0, NOTHING, self._place(), "", published=False)
        facts = {"log": log, "place": head.place, "version": __version__}
        return self._write(file, head, "log-began", person(), "", facts)[0]

    def _write(
        self, file: LogFile, head: Head, event: str, by: str, why: str, facts: dict[str, Any]
    ) -> tuple[Head, Entry]:
        """Write one line, then tell the store that the log ends with it."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        entry = Entry(head.number + 1, now, event, by, why, facts, head.hash, "")
        line = line_of({name: value for name, value in asdict(entry).items() if name != "hash"})
        file.put(line)
        told = head.published or publishes([line])
        after = Head(head.log, entry.number, link(line), self._place(), now, published=told)
        row = asdict(after)
        self._store.note(LABEL, pa.Table.from_pylist([{"key": row.pop("log"), **row}]))
        return after, Entry(**{**asdict(entry), "hash": after.hash})

    def _heads(self) -> list[Head]:
        rows = self._store.read(lookups.audit_heads(), {}).to_pylist()
        return [Head(row.pop("key"), published=row.pop("published") is not False, **row) for row in rows]

    def _of(self, first: bytes, heads: Sequence[Head]) -> Head | None:
        """Choose what the store says of the log with this first line: by its id, without one by its place."""
        name, place = _name(first), self._place() if first else ""
        mine = [head for head in heads if (head.log == name if name else head.place == place)]
        return max(mine, key=lambda head: head.written, default=None)

    def _place(self) -> str:
        """Hash where the file is: beside its store it may be moved with it."""
        where = "beside its store"
        if self._store.kind != "embedded" or self.path is None or self.path.parent != self._store.lasting:
            where = f"{platform.node()}\n{self.path}"
        return hashlib.sha256(where.encode()).hexdigest()[:16]


def _name(first: bytes) -> str:
    """Return the id of a log, from its first line; empty where that cannot be read."""
    entry = entry_of(first)
    return str(entry.facts.get("log", "")) if entry else ""
