"""The ledger of what left: who has which counts already, so that a new table or bundle is held against them.

Two files of JSON lines for each store, private, in its lasting folder, only ever appended to: one for tables,
which holds what was published and nothing that was hidden, and one for what the readers of each bundle can
count from it. The audit log holds the hash of each line: a line that is gone or was changed is found, and
nothing more leaves until it is back.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_file import LogFile
from netgraph.disclosure.differences import Published
from netgraph.disclosure.holdings import Holding
from netgraph.disclosure.recipients import PUBLIC
from netgraph.errors import AuditError, CapabilityMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netgraph.model import Marking
    from netgraph.store import Store

FILE, BUNDLES = "released-tables.jsonl", "released-bundles.jsonl"
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
        self._bundles = LogFile(store.lasting / BUNDLES)

    def tables(self) -> list[Published]:
        """Return all tables, oldest first.

        Raises
        ------
        AuditError
            A line cannot be read, is missing, or is another than the audit log says.
        """
        return [
            _read(one)
            for one in _lines(
                self._file,
                (
                    str(facts.get("bundle"))
                    for facts in _released(self._store)
                    if CELLS in facts.get("released", {})
                ),
            )
        ]

    def bundles(self) -> list[Holding]:
        """Return what the readers of all bundles can count from them, oldest first.

        Raises
        ------
        AuditError
            As for tables.
        """
        logged = (str(facts["counted"]) for facts in _released(self._store) if "counted" in facts)
        return [
            Holding(
                line["to"],
                line["bundle"],
                {to: {tuple(values): count for *values, count in rows} for to, rows in line["parts"].items()},
            )
            for line in _lines(self._bundles, logged)
        ]

    @contextmanager
    def counting(self, holding: Holding) -> Iterator[str]:
        """Keep what can be counted from a bundle, once the audit log has noted it under the hash given here.

        Raises
        ------
        AuditError
            It cannot be written.
        """
        parts = {
            to: sorted(([*values, count] for values, count in held.items()), key=str)
            for to, held in holding.parts.items()
        }
        line = _line({"to": holding.to, "bundle": holding.bundle, "parts": parts})
        with self._bundles.held():
            yield _hash(line)
            self._bundles.put(line)

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
        line = _line(_written(table))
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


def noted_as(table: Published) -> str:
    """Return the hash by which the audit log knows a table."""
    return _hash(_line(_written(table)))


def _released(store: Store) -> Iterator[Mapping[str, Any]]:
    """Yield what the audit log says of each release and export."""
    return (entry.facts for entry in audit_log(store).entries() if entry.event in {"released", "exported"})


def _lines(file: LogFile, logged: Iterable[str]) -> list[dict[str, Any]]:
    """Read the lines of a ledger, which have to be those of which the audit log has the hashes."""
    lines = file.lines()
    if set(logged) != {_hash(line) for line in lines}:
        raise AuditError(
            f"the ledger of what was released {file.path} is not as the audit log says",
            hint="put back the file as it was: without it nobody can say what else gives something away",
        )
    return [json.loads(line) for line in lines]


def _line(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n").encode()


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
