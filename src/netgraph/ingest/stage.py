"""What one file says, staged in columns on this machine until it is checked and compared with the store.

A file of any size passes through in chunks of rows; the staging database (DuckDB, in memory, spilling to a
private folder) holds what they give, so that whole-file questions are asked in SQL and not in lists. Which
rows fall is decided in `netgraph.ingest.settle`, what is written in `netgraph.ingest.difference`.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import duckdb
import numpy as np
import pyarrow as pa

from netgraph.errors import DataError
from netgraph.ingest import columns
from netgraph.ingest.arriving import noted
from netgraph.ingest.columns import quoted
from netgraph.machine import memory
from netgraph.model import load_schema
from netgraph.store.scratch import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from netgraph.ingest.arriving import Arriving
    from netgraph.store import Ends

SOME = 20_000  # rows taken at a time
LEAST, DEFAULT, MOST = 200 * 2**20, 400 * 2**20, 2 * 2**30  # bytes
DUPLICATE = "duplicate"  # in `fallen`, which knows rejected rows by their reason
HELD_ROW = -1  # stands for what the store holds already, where a row's number stands otherwise
_TABLES = (
    "CREATE TABLE file_rows (row BIGINT, print BLOB, record VARCHAR[])",
    "CREATE TABLE refused (row BIGINT, reason VARCHAR, column_name VARCHAR)",
    "CREATE TABLE unknown (row BIGINT, column_name VARCHAR, code VARCHAR, becomes VARCHAR)",
    "CREATE TABLE bound (group_number BIGINT, row BIGINT)",
    "CREATE TABLE reference (row BIGINT, label VARCHAR, key VARCHAR, column_name VARCHAR)",
    "CREATE TABLE fallen (row BIGINT, reason VARCHAR, column_name VARCHAR)",
)


class Stage:
    """The staging database of one load.

    Attributes
    ----------
    labels : list of str
        Of nodes that the mapping makes, owned and shared.
    ends : list of Ends
        Of claims that the mapping makes.
    source : str
        Whose they are.
    only_adds : bool
        The file is no whole account of its source, so what it does not say stays.
    """

    def __init__(self, source: str, *, only_adds: bool = False, room: int | None = None) -> None:
        self.source = source
        self.only_adds = only_adds
        self.labels: list[str] = []
        self.ends: list[Ends] = []
        self._groups = 0
        self._folder = private_folder()
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{(room or staging_memory()) // 2**20}MiB",
            "temp_directory": str(self._folder),
            "threads": "2",
        }
        self._db = duckdb.connect(":memory:", config=settings)
        for statement in _TABLES:
            self._db.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, statement: str, **parameters: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any cell
        """Run a statement and return its rows."""
        with _translated():
            return self._db.execute(statement, parameters or None).fetchall()

    def value(self, statement: str, **parameters: Any) -> int:  # noqa: ANN401 - any cell
        """Run a statement that returns one number."""
        return int(self.run(statement, **parameters)[0][0] or 0)

    def batches(self, statement: str, size: int, **parameters: Any) -> Iterator[pa.Table]:  # noqa: ANN401
        """Stream the rows of a statement in tables of exactly `size` rows, but for the last.

        Other statements may run meanwhile.
        """
        with _translated():
            cursor = self._db.cursor()
            try:
                reader = cursor.sql(statement, params=parameters or None).to_arrow_reader(size)
                waiting: list[pa.RecordBatch] = []
                rows = 0
                for batch in reader:
                    waiting.append(batch)
                    rows += batch.num_rows
                    while rows >= size:
                        whole = pa.Table.from_batches(waiting)
                        yield whole.slice(0, size)
                        rest = whole.slice(size)
                        waiting, rows = rest.to_batches(), rest.num_rows
                if rows:
                    yield pa.Table.from_batches(waiting)
            finally:
                cursor.close()

    def insert(self, name: str, rows: pa.Table, select: str = "SELECT * FROM arriving") -> None:
        """Append rows, called ``arriving`` in `select`, to a table by name of column."""
        if not len(rows):
            return
        with _translated():
            self._db.register("arriving", rows)
            self._db.execute(
                f"INSERT INTO {quoted(name)} BY NAME {select}",
                {"source": self.source} if "$source" in select else None,
            )
            self._db.unregister("arriving")

    def note_rows(
        self, numbers: Sequence[int], compared: Mapping[str, pa.Array], record: Sequence[pa.Array]
    ) -> None:
        """Note rows of the file by what tells them apart: a print of some columns, and their record."""
        names = [f"column_{number}" for number in range(len(compared))]
        arriving = pa.table(
            {
                "row": pa.array(numbers, pa.int64()),
                **dict(zip(names, compared.values(), strict=True)),
                "record": _lists(record),
            }
        )
        print_ = f"unhex({columns.hashed(names)})"
        self.insert("file_rows", arriving, f"SELECT row, {print_} AS print, record FROM arriving")

    def refuse(self, numbers: Sequence[int], reason: str) -> None:
        """Note that rows cannot be loaded."""
        rows = [(place, reason, "") for place in range(len(numbers))]
        self.insert("refused", noted(np.asarray(numbers, dtype=np.int64), ("reason", "column_name"), rows))

    def rejected(self) -> Iterator[tuple[int, str, str]]:
        """Yield row, reason and column of each rejected row, in the order of the file."""
        select = "SELECT row, reason, column_name FROM fallen WHERE reason != $duplicate ORDER BY row"
        for rows in self.batches(select, SOME, duplicate=DUPLICATE):
            yield from zip(*(column.to_pylist() for column in rows.columns), strict=True)

    def append(self, given: Arriving) -> None:
        """Take over what some rows give."""
        self.insert("refused", given.refused)
        self.insert("unknown", given.unknown)
        self._bind(given.bound)
        for rows in given.references:
            self.insert("reference", rows)
        for label, rows in given.nodes:
            self._nodes(label, rows)
        for ends, rows in given.claims:
            self._claims(ends, rows)

    def add_held(self, name: str, rows: pa.Table) -> None:
        """Take what the store holds of some nodes or claims for a further row of the file."""
        self.insert(name, rows, f"SELECT {HELD_ROW} AS row, * FROM arriving")

    def columns_of(self, name: str) -> dict[str, str]:
        """Return the SQL type of each property that is staged in a table of nodes or claims."""
        for ends in self.ends:
            if claims_table(ends) == name:
                return columns.claim_columns(ends.type)
        return columns.node_columns(name.removeprefix(NODES))

    def tables(self, *kinds: str) -> list[str]:
        """Tables of nodes of some kinds, in the vocabulary's order."""
        return [nodes_table(label) for label in load_schema().labels(*kinds) if label in self.labels]

    def _bind(self, groups: Sequence[np.ndarray]) -> None:
        """Note which rows stand or fall together."""
        if groups:
            which = np.repeat(np.arange(len(groups)) + self._groups, [len(group) for group in groups])
            self.insert("bound", pa.table({"row": np.concatenate(groups), "group_number": which}))
            self._groups += len(groups)

    def _nodes(self, label: str, rows: pa.Table) -> None:
        name = nodes_table(label)
        if label not in self.labels:
            self.labels.append(label)
            self.run(columns.table(name, columns.node_columns(label)))
        self.insert(name, rows)

    def _claims(self, ends: Ends, rows: pa.Table) -> None:
        name = claims_table(ends)
        if ends not in self.ends:
            self.ends = sorted([*self.ends, ends])
            self.run(columns.table(name, columns.claim_columns(ends.type)))
        missing = [
            f"NULL AS {quoted(told)}"
            for told in load_schema().relationships[ends.type].key
            if told not in rows.column_names
        ]
        entries = f"(SELECT *{''.join(f', {m}' for m in missing)} FROM arriving)"
        self.insert(name, rows, f"SELECT *, {columns.claim_hash(ends)} AS key FROM {entries}")


def staging_memory() -> int:
    """Say how many bytes a staging database may hold; what does not fit is on disk.

    Returns
    -------
    int
        A quarter of what is free, but at least 200 MB, without which nothing larger than memory works, and at
        most 2 GB, beyond which little becomes faster.
    """
    free = memory().free
    return DEFAULT if free is None else min(max(free // 4, LEAST), MOST)


NODES = "nodes "


def nodes_table(label: str) -> str:
    """Name of the table of a label's nodes."""
    return f"{NODES}{label}"


def claims_table(ends: Ends) -> str:
    """Name of the table of the claims of one type between two labels."""
    return f"claims {ends.start} {ends.type} {ends.end}"


def _lists(parts: Sequence[pa.Array]) -> pa.Array:
    """Zip arrays of text to one array of lists."""
    rows, width = len(parts[0]), len(parts)
    by_row = np.arange(width * rows).reshape(width, rows).T.ravel()
    texts = pa.concat_arrays([part.cast(pa.string()) for part in parts]).take(pa.array(by_row))
    return pa.ListArray.from_arrays(np.arange(0, width * rows + 1, width, dtype=np.int32), texts)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the staging database's errors, which are about room on this machine, into netgraph's."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as cause:
        raise DataError(
            f"there is no room to stage the file: {str(cause).splitlines()[0]}",
            hint=f"free some of {tempfile.gettempdir()}, or point TMPDIR to a disk with more room",
        ) from cause
