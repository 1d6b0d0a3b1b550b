"""The ledger of what left: who has which counts already, so that a new table or bundle is held against them.

Two files of JSON lines for each store, private, in its lasting folder, only ever appended to: one for tables,
which holds what was published and nothing that was hidden, and one for what the readers of each bundle can
count from it. A line that is gone or was changed is found, and nothing more leaves until it is back
(`netgraph.disclosure.books`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.books import BUNDLES, TABLES, Books, hash_of, line_of
from netgraph.disclosure.differences import Published
from netgraph.disclosure.holdings import Holding
from netgraph.disclosure.recipients import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netgraph.disclosure.audit_chain import Entry
    from netgraph.model import Marking
    from netgraph.store import Store

CELLS = "cells"  # what the audit log counts of a table


class Ledger:
    """What was published from one store.

    Make one before reading, and write with the same one: it refuses where something was published between.

    Parameters
    ----------
    store : Store

    Raises
    ------
    CapabilityMissing
        The store has no folder that lasts.
    """

    def __init__(self, store: Store) -> None:
        self._books = Books(store)
        self._store = store

    def tables(self) -> list[Published]:
        """Return all tables, oldest first.

        Raises
        ------
        AuditError
            A line cannot be read, is missing, or is another than the audit log says.
        DisclosureError
            Others have published from this store.
        """
        logged = (
            str(facts.get("bundle")) for facts in _released(self._store) if CELLS in facts.get("released", {})
        )
        return self._books.lines(TABLES, logged, _read)

    def bundles(self) -> list[Holding]:
        """Return what the readers of all bundles can count from them, oldest first.

        Raises
        ------
        AuditError, DisclosureError
            As for tables.
        """
        logged = (str(facts["counted"]) for facts in _released(self._store) if "counted" in facts)
        return self._books.lines(BUNDLES, logged, _holding)

    def append_bundle(
        self,
        holding: Holding,
        event: str,
        **facts: Any,  # noqa: ANN401 - the audit log checks them
    ) -> Entry | None:
        """Keep what can be counted from a bundle, and have the audit log tell of it; then it may leave.

        Parameters
        ----------
        holding : Holding
        event : str
            What the audit log calls it.
        **facts
            What it says of it.

        Returns
        -------
        Entry or None
            Of the audit log.

        Raises
        ------
        AuditError, DataError, DisclosureError
            As for a table.
        """
        parts = {
            to: sorted(([*values, count] for values, count in held.items()), key=str)
            for to, held in holding.parts.items()
        }
        line = line_of({"to": holding.to, "bundle": holding.bundle, "parts": parts})
        return self._books.publish(BUNDLES, line, event, noted="counted", **facts)

    def held_by(self, recipient: str) -> list[list[Published]]:
        """Return for each audience that sees a new table what it has: its own tables and the public's."""
        tables = self.tables()
        states = sorted({table.to for table in tables} - {PUBLIC}) if recipient == PUBLIC else [recipient]
        return [[one for one in tables if one.to in {state, PUBLIC}] for state in states or [PUBLIC]]

    def append(self, table: Published, marking: Marking, *, by: str | None, why: str) -> None:
        """Write down that a table is published, here and in the audit log; then it may be.

        Raises
        ------
        AuditError
            One of them cannot be written.
        DataError
            Who or why may identify somebody.
        DisclosureError
            Something else was published since this ledger was made, or others have published.
        """
        shown = sum(count is not None for count in table.counts)
        self._books.publish(
            TABLES,
            line_of(_written(table)),
            "released",
            noted="bundle",
            by=by,
            why=why,
            to=table.to,
            marking=marking.word,
            files=1,
            released={CELLS: shown},
            withheld={CELLS: len(table.counts) - shown},
        )


def noted_as(table: Published) -> str:
    """Return the hash by which the audit log knows a table."""
    return hash_of(line_of(_written(table)))


def _released(store: Store) -> Iterator[Mapping[str, Any]]:
    """Yield what the audit log says of each release and export."""
    return (entry.facts for entry in audit_log(store).entries() if entry.event in {"released", "exported"})


def _written(table: Published) -> dict[str, Any]:
    return {
        "to": table.to,
        "state": table.state,
        "by": table.by,
        "names": table.names,
        "counts": table.counts,
        "k": table.k,
    }


def _read(line: dict[str, Any], _: bool) -> Published:  # noqa: FBT001 - what `Books.lines` calls
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


def _holding(line: dict[str, Any], _: bool) -> Holding:  # noqa: FBT001 - what `Books.lines` calls
    parts = {to: {tuple(values): count for *values, count in rows} for to, rows in line["parts"].items()}
    return Holding(line["to"], line["bundle"], parts)
