"""The ledger of published tables: who has which counts already, so that a new table is held against them.

One file of JSON lines for each store, private, in its lasting folder, only ever appended to. It holds what
was published and nothing that was hidden. The audit log holds the hash of each line: a line that is gone or
was changed is found, and nothing more is published until it is back.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_file import LogFile
from netgraph.disclosure.differences import Published
from netgraph.disclosure.recipients import PUBLIC
from netgraph.errors import AuditError, CapabilityMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.model import Marking
    from netgraph.store import Store

FILE = "released-tables.jsonl"
CELLS = "cells"  # what the audit log counts of a table


class Ledger:
    """What was published from one store.

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
        self._store = store
        self._file = LogFile(store.lasting / FILE)

    def tables(self) -> list[Published]:
        """Return all tables, oldest first.

        Raises
        ------
        AuditError
            A line cannot be read, is missing, or is another than the audit log says.
        """
        lines = self._file.lines()
        logged = {
            str(entry.facts.get("bundle"))
            for entry in audit_log(self._store).entries()
            if entry.event == "released" and CELLS in entry.facts.get("released", {})
        }
        if logged != {_hash(line) for line in lines}:
            raise AuditError(
                f"the ledger of published tables {self._file.path} is not as the audit log says",
                hint="put back the file as it was: without it nobody can say what a new table gives away",
            )
        return [_read(json.loads(line)) for line in lines]

    def held_by(self, recipient: str) -> list[list[Published]]:
        """Return for each audience that sees a new table what it has: its own tables and the public's."""
        tables = self.tables()
        states = sorted({table.to for table in tables} - {PUBLIC}) if recipient == PUBLIC else [recipient]
        return [[one for one in tables if one.to in {state, PUBLIC}] for state in states or [PUBLIC]]

    def append(self, table: Published, marking: Marking, *, by: str | None, why: str) -> None:
        """Write down that a table is published, in the audit log and then here; then it may be.

        Raises
        ------
        AuditError
            One of them cannot be written.
        DataError
            Who or why may identify somebody.
        """
        line = (json.dumps(_written(table), ensure_ascii=False, sort_keys=True) + "\n").encode()
        shown = sum(count is not None for count in table.counts)
        with self._file.held():
            audit_log(self._store).append(
                "released",
                by=by,
                why=why,
                bundle=_hash(line),
                to=table.to,
                marking=marking.word,
                files=1,
                released={CELLS: shown},
                withheld={CELLS: len(table.counts) - shown},
            )
            self._file.put(line)


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _written(table: Published) -> dict[str, Any]:
    return {
        "to": table.to,
        "state": table.state,
        "by": table.by,
        "names": table.names,
        "counts": table.counts,
        "k": table.k,
    }


def _read(line: dict[str, Any]) -> Published:
    def texts(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(str, values))

    return Published(
        line["to"],
        line["state"],
        texts(line["by"]),
        tuple(map(texts, line["names"])),
        tuple(line["counts"]),
        line["k"],
    )
