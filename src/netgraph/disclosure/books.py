"""What the ledgers of published tables and bundles have in common: private files of JSON lines, added to.

The audit log holds the hash of each line. A line is on disk before the log tells of it: a stop in between
leaves a line too many, with which less may leave, and never one too few.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_file import LogFile
from netgraph.errors import AuditError, CapabilityMissing, DisclosureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from netgraph.disclosure.audit_chain import Entry
    from netgraph.store import Store

TABLES, BUNDLES, NOISY = "released-tables.jsonl", "released-bundles.jsonl", "noisy-tables.jsonl"
Read = TypeVar("Read")


class Books:
    """The ledgers of a store, as they are now: added to only if nobody else has added to one meanwhile.

    Make one before reading what a new table or bundle is held against, and write with the same one.

    Parameters
    ----------
    store : Store

    Raises
    ------
    CapabilityMissing
        The store has no folder that lasts.
    """

    def __init__(self, store: Store) -> None:
        if store.lasting is None:
            raise CapabilityMissing(
                "this store keeps no ledger of what was published", hint="publish from the store itself"
            )
        self._store, self._folder = store, store.lasting
        self._seen = self._content()

    def lines(
        self, name: str, logged: Iterable[str], read: Callable[[dict[str, Any], bool], Read]
    ) -> list[Read]:
        """Read a ledger, oldest line first.

        Parameters
        ----------
        name : str
            Of its file.
        logged : iterable of str
            The hashes that the audit log has of its lines.
        read : callable
            Makes something of a line; it is told whether the audit log knows the line.

        Raises
        ------
        AuditError
            A line that the audit log knows is missing or changed; or one cannot be read.
        DisclosureError
            Another audit log tells of releases from this store.
        """
        self._alone()
        path = self._folder / name
        lines = _whole(LogFile(path))
        known, hashes = Counter(logged), [hash_of(line) for line in lines]
        if known - Counter(hashes):
            raise AuditError(
                f"the ledger of what was released {path} is not as the audit log says",
                hint="put back the file as it was: without it nobody can say what else gives something away",
            )
        try:
            return [read(json.loads(line), hash_ in known) for line, hash_ in zip(lines, hashes, strict=True)]
        except (ValueError, TypeError, LookupError, AttributeError) as cause:
            raise AuditError(
                f"the ledger of what was released {path} has a line that cannot be read",
                hint="somebody else has written there: put back the file as it was",
            ) from cause

    def publish(
        self,
        name: str,
        line: bytes,
        event: str,
        *,
        noted: str,
        **facts: Any,  # noqa: ANN401 - checked one by one
    ) -> Entry | None:
        """Add a line to a ledger and tell the audit log; then it may leave.

        Parameters
        ----------
        name : str
            Of the ledger's file.
        line : bytes
        event : str
            What the audit log calls it.
        noted : str
            The fact that is the hash of the line.
        **facts
            What the log hears besides.

        Returns
        -------
        Entry or None
            Of the audit log.

        Raises
        ------
        DisclosureError
            Something else was published since these books were made, or by another log.
        AuditError
            It cannot be written.
        DataError
            Who or why may identify somebody.
        """
        facts[noted] = hash_of(line)
        entry = audit_log(self._store).append(event, lambda: self._put(name, line), **facts)
        self._alone()  # two that begin at once: from now on each sees the other
        return entry

    def _put(self, name: str, line: bytes) -> None:
        """Add a line, while nobody else can write the audit log."""
        self._alone()
        if self._content() != self._seen:
            raise DisclosureError(
                "something else was published from this store meanwhile; nothing was written",
                hint="do it again: it is then held against that too",
            )
        file = LogFile(self._folder / name)
        size = sum(map(len, _whole(file)))
        with file.held():
            file.cut(size)
            file.put(line)
        self._seen = self._content()

    def _alone(self) -> None:
        """Refuse where others have published from this store: of that these books know nothing."""
        others = [head for head in audit_log(self._store).others() if head.published]
        if others:
            last = max(head.written for head in others)[:10]
            raise DisclosureError(
                "another audit log tells of releases from this store that the ledger here does not know; it "
                f"was last written on {last}",
                hint="publish from there: the same account and machine, NETGRAPH_STATE and NETGRAPH_AUDIT, "
                "and address and database of the store; or move its folder here (docs/how-to/release.md)",
            )

    def _content(self) -> list[str]:
        """Return hashes of all ledgers as they are."""
        return [hash_of(b"".join(LogFile(self._folder / name).lines())) for name in (TABLES, BUNDLES, NOISY)]


def line_of(content: Mapping[str, Any]) -> bytes:
    """Write a line of a ledger."""
    return (json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n").encode()


def hash_of(line: bytes) -> str:
    """Return the hash by which the audit log knows a line."""
    return hashlib.sha256(line).hexdigest()


def _whole(file: LogFile) -> list[bytes]:
    """Read lines; what a stop left of a last one was never told to anybody."""
    return [line for line in file.lines() if line.endswith(b"\n")]
