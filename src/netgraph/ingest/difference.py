"""A load is a difference: what the file says now against what the source holds, written in whole batches.

The only module of ingest that writes claims and nodes of a file. Nodes come before the claims on them,
deletions last and claims before nodes, so that a reader never meets a gap. Before anything is changed or
taken out, the journal keeps how it stood (`netgraph.ingest.journal`).
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from netgraph.errors import StoreError
from netgraph.ingest import columns
from netgraph.ingest.columns import quoted
from netgraph.ingest.report import Changes
from netgraph.ingest.stage import claims_table, nodes_table
from netgraph.model import load_schema
from netgraph.store import lookups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.ingest.journal import Journal
    from netgraph.ingest.stage import Stage
    from netgraph.store import Store

NEW = "NOT EXISTS (FROM {held} AS held WHERE held.key = said.key)"
CHANGED = "EXISTS (FROM {held} AS held WHERE held.key = said.key AND held.digest != said.digest)"


@dataclass
class Writer:
    """Writes differences, or only counts them.

    Parameters
    ----------
    store : Store
    stage : Stage
        Settled: only rows that can be loaded are on it.
    run : str
        The load run that writes.
    batch_size : int
        Rows in one transaction.
    journal : Journal or None
        Keeps what is changed or taken out; None in a dry run, which writes nothing, and where nothing is to
        be kept.
    dry_run : bool
    progress : callable
        Called with ("write", done, in all).
    """

    store: Store
    stage: Stage
    run: str
    batch_size: int
    journal: Journal | None
    dry_run: bool
    progress: Callable[[str, int, int], None]
    nodes: Changes = field(default_factory=Changes)
    relationships: Changes = field(default_factory=Changes)
    disagreements: int = 0
    expected: dict[str, int] = field(default_factory=dict)
    _done: int = 0
    _total: int = 0

    def write(self) -> None:
        """Make the store hold, for this source, what is staged."""
        stage = self.stage
        owned = [label for label in load_schema().labels("owned") if label in stage.labels]
        for label in owned:
            self._merge(nodes_table(label))
        for ends in stage.ends:
            self._merge(claims_table(ends))
        for label in load_schema().labels("shared"):
            if label in stage.labels:
                self._shared(label)
        for label in owned:
            self._owned(label)
        types = list(dict.fromkeys(ends.type for ends in stage.ends))
        for type_ in types:
            self._claims(type_)
        if not stage.only_adds:
            for type_ in types:
                self._delete(type_, self.store.delete, self.relationships)
            for label in owned:
                self._delete_hanging(label, types)
                self._delete(label, self.store.delete_nodes, self.nodes)
        self.progress("write", self._total, self._total)

    def check(self) -> None:
        """Compare what the store holds now with what it should hold.

        Raises
        ------
        StoreError
            Something was written or taken out by somebody else meanwhile, or the store has lost it.
        """
        for name, wanted in self.expected.items():
            found = self.store.held(name, self.stage.source)
            if found != wanted:
                raise StoreError(
                    f"after the load the store holds {found:,} {name} of {self.stage.source}, not {wanted:,}",
                    hint="is another load of the same source running? wait for its end and load this again",
                )

    def _merge(self, name: str) -> None:
        """Bring each key of a table to one row with its digest."""
        # Grouped, since the staging database can put groups on disk, and a count of distinct values cannot.
        repeated = f"SELECT key FROM {quoted(name)} GROUP BY key HAVING count(*) > 1"
        several = self.stage.value(f"SELECT count(*) FROM ({repeated})") > 0
        select = columns.merged(name, self.stage.columns_of(name), several=several)
        self.stage.run(f"CREATE TABLE {quoted(f'said {name}')} AS {select}")
        self.stage.run(f"DROP TABLE {quoted(name)}")
        self._total += self.stage.value(f"SELECT count(*) FROM {quoted(f'said {name}')}")

    def _shared(self, label: str) -> None:
        """Create shared nodes that are missing, and fill in properties that are."""
        name = nodes_table(label)
        select = columns.shared(name, self.stage.columns_of(name))
        self.stage.run(f"CREATE TABLE {quoted(f'said {name}')} AS {select}")
        names = [column for column in self.stage.columns_of(name) if column != "key"]
        said = f"SELECT * FROM {quoted(f'said {name}')}"
        for batch in self.stage.batches(said, self.batch_size):
            self.disagreements += pc.sum(batch["passed_over"]).as_py() or 0
            rows = batch.drop_columns(["passed_over"])
            keys = rows["key"].to_pylist()
            found = self.store.read(lookups.nodes_by_key(label, names), {"keys": keys}).to_pylist()
            there = {row["key"]: row for row in found}
            missing = [key not in there for key in keys]
            fuller = [
                row["key"] in there
                and any(row[n] is not None and there[row["key"]].get(n) is None for n in names)
                for row in rows.to_pylist()
            ]
            _count(self.nodes.created, label, sum(missing))
            _count(self.nodes.updated, label, sum(fuller))
            wanted = rows.filter([new or full for new, full in zip(missing, fuller, strict=True)])
            if not self.dry_run and len(wanted):
                if self.journal and any(missing):
                    self.journal.created_shared(label, rows.filter(missing)["key"].to_pylist())
                self.store.merge_nodes(label, wanted)

    def _owned(self, label: str) -> None:
        """Create and update the owned nodes of a label."""
        self._hold(label, self.store.nodes_of(label, self.stage.source))
        name = nodes_table(label)
        self._create(label, name, partial(self.store.create_nodes, label), self.nodes)
        self._update(label, name, partial(self.store.update_nodes, label), self.nodes)
        self._expect(label, [name])

    def _claims(self, type_: str) -> None:
        """Create and update the claims of a type."""
        self._hold(type_, self.store.claims_of(type_, self.stage.source))
        kinds = [ends for ends in self.stage.ends if ends.type == type_]
        for ends in kinds:
            name = claims_table(ends)
            self._create(type_, name, partial(self.store.create, ends), self.relationships)
            self._update(type_, name, partial(self.store.update, type_), self.relationships)
        self._expect(type_, [claims_table(ends) for ends in kinds])

    def _hold(self, name: str, held: Iterator[pa.Table]) -> None:
        """Stage keys and digests of what the store holds."""
        self.stage.run(f"CREATE TABLE {_held(name)} (key VARCHAR, digest VARCHAR)")
        for rows in held:
            self.stage.insert(f"held {name}", rows)

    def _expect(self, name: str, tables: list[str]) -> None:
        """Note how many the store should hold in the end, and which of them are gone from the file."""
        said = " UNION ALL ".join(f"SELECT key FROM {quoted(f'said {table}')}" for table in tables)
        stays = self.stage.value(f"SELECT count(*) FROM {_held(name)} SEMI JOIN ({said}) USING (key)")
        self.stage.run(
            f"CREATE TABLE {_gone(name)} AS SELECT key FROM {_held(name)} ANTI JOIN ({said}) USING (key)"
        )
        gone = self.stage.value(f"SELECT count(*) FROM {_gone(name)}")
        new = self.stage.value(f"SELECT count(*) FROM ({said})") - stays
        self.expected[name] = stays + new + (gone if self.stage.only_adds else 0)
        self._advance(0)

    def _create(self, name: str, table: str, write: Callable[[pa.Table], object], changes: Changes) -> None:
        ahead = self.store.writers + 1  # batches in hand: those being written, and one that is prepared
        with ThreadPoolExecutor(ahead) as pool:
            waiting: deque[Future[object]] = deque()

            def write_ahead(rows: pa.Table) -> None:
                """Hand a batch over; while some are written the next is prepared."""
                waiting.append(pool.submit(write, rows))
                if len(waiting) == ahead:
                    waiting.popleft().result()

            number = self._put(name, table, NEW, write_ahead)
            for batch in waiting:
                batch.result()
        _count(changes.created, name, number)

    def _update(self, name: str, table: str, write: Callable[[pa.Table], object], changes: Changes) -> None:
        def update(rows: pa.Table) -> None:
            if self.journal:
                self.journal.keep(name, rows["key"].to_pylist(), "updated")
            write(rows)

        number = self._put(name, table, CHANGED, update)
        _count(changes.updated, name, number)

    def _put(self, name: str, table: str, which: str, write: Callable[[pa.Table], object]) -> int:
        """Write some of what is said, a batch at a time; return how many there were."""
        chosen = f"FROM {quoted(f'said {table}')} AS said WHERE {which.format(held=_held(name))}"
        number = self.stage.value(f"SELECT count(*) {chosen}")
        if number and not self.dry_run:
            select = f"SELECT said.*, $source AS source, $run AS run {chosen}"
            for rows in self.stage.batches(select, self.batch_size, source=self.stage.source, run=self.run):
                write(rows)
                self._advance(len(rows))
        return number

    def _delete(self, name: str, delete: Callable[[str, list[str]], None], changes: Changes) -> None:
        """Take out what the source no longer says."""
        number = self.stage.value(f"SELECT count(*) FROM {_gone(name)}")
        _count(changes.deleted, name, number)
        if number and not self.dry_run:
            for rows in self.stage.batches(f"SELECT key FROM {_gone(name)}", self.batch_size):
                keys = rows["key"].to_pylist()
                if self.journal:
                    self.journal.keep(name, keys, "deleted")
                delete(name, keys)

    def _delete_hanging(self, label: str, own: list[str]) -> None:
        """Take out claims of other types on nodes that go: identities that were decided, say."""
        for rows in self.stage.batches(f"SELECT key FROM {_gone(label)}", self.batch_size):
            asked = {"keys": rows["key"].to_pylist(), "own": own}
            hanging: dict[str, list[str]] = {}
            for row in self.store.read(lookups.claims_hanging_on(label), asked).to_pylist():
                hanging.setdefault(row["type"], []).append(row["key"])
            for type_, keys in hanging.items():
                _count(self.relationships.deleted, type_, len(keys))
                if not self.dry_run:
                    if self.journal:
                        self.journal.keep(type_, keys, "deleted")
                    self.store.delete(type_, keys)

    def _advance(self, number: int) -> None:
        self._done += number
        self.progress("write", min(self._done, self._total), self._total)


def _held(name: str) -> str:
    return quoted(f"held {name}")


def _gone(name: str) -> str:
    return quoted(f"gone {name}")


def _count(counts: dict[str, int], name: str, number: int) -> None:
    if number:
        counts[name] = counts.get(name, 0) + number
