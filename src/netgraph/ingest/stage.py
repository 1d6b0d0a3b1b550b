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

from netgraph.disclosure.contents import TYPES
from netgraph.errors import DataError
from netgraph.ingest import columns
from netgraph.ingest.columns import quoted
from netgraph.model import load_schema
from netgraph.store.scratch import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from netgraph.ingest.evaluate import Evaluation
    from netgraph.ingest.evaluation import Claims, Columns, Nodes
    from netgraph.store import Ends

MEMORY = "400MB"
DUPLICATE = "duplicate"  # in `fallen`, which knows rejected rows by their reason
HELD_ROW = -1  # stands for what the store holds already, where a row's number stands otherwise
_TABLES = (
    "CREATE TABLE file_rows (row BIGINT, print BLOB, record VARCHAR[])",
    "CREATE TABLE refused (row BIGINT, reason VARCHAR, column_name VARCHAR)",
    "CREATE TABLE unknown (row BIGINT, column_name VARCHAR, code VARCHAR, becomes VARCHAR)",
    "CREATE TABLE bound (group_number BIGINT, row BIGINT)",
    "CREATE TABLE reference (row BIGINT, label VARCHAR, key VARCHAR, column_name VARCHAR)",
    "CREATE TABLE fallen (row BIGINT PRIMARY KEY, reason VARCHAR, column_name VARCHAR)",
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

    def __init__(self, source: str, *, only_adds: bool = False) -> None:
        self.source = source
        self.only_adds = only_adds
        self.labels: list[str] = []
        self.ends: list[Ends] = []
        self._groups = 0
        self._folder = private_folder()
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
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
        self._note("refused", np.asarray(numbers), [(p, reason, "") for p in range(len(numbers))])

    def rejected(self) -> list[tuple[int, str, str]]:
        """Row, reason and column of each rejected row, in the order of the file."""
        select = "SELECT row, reason, column_name FROM fallen WHERE reason != $duplicate ORDER BY row"
        return [(row, reason, column) for row, reason, column in self.run(select, duplicate=DUPLICATE)]

    def append(self, evaluation: Evaluation) -> None:
        """Take over what some rows give."""
        numbers = np.asarray(evaluation.cells.rows.numbers, dtype=np.int64)
        refused = evaluation.cells.refused
        self._note("refused", numbers, [(p, r.text, r.column) for p, r in refused.items()])
        self._note("unknown", numbers, evaluation.cells.unknown)
        self._bind([numbers[group] for group in evaluation.bound])
        records = pa.array(evaluation.records, pa.string())
        provenance = _marks(evaluation.provenance)
        for nodes in evaluation.nodes:
            self._nodes(nodes, numbers, records, provenance)
        for claims in evaluation.claims:
            self._claims(claims, numbers, records, provenance)

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

    def _note(self, name: str, numbers: np.ndarray, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append to a small table what is known by position of row."""
        if rows:
            positions, *rest = zip(*rows, strict=True)
            names = self._db.table(name).columns
            values = [numbers[list(positions)], *rest]
            self.insert(name, pa.table(dict(zip(names, map(pa.array, values), strict=True))))

    def _bind(self, groups: Sequence[np.ndarray]) -> None:
        """Note which rows stand or fall together."""
        if groups:
            which = np.repeat(np.arange(len(groups)) + self._groups, [len(group) for group in groups])
            self.insert("bound", pa.table({"row": np.concatenate(groups), "group_number": which}))
            self._groups += len(groups)

    def _nodes(
        self, nodes: Nodes, numbers: np.ndarray, records: pa.Array, provenance: Mapping[str, pa.Array]
    ) -> None:
        rows = np.asarray(nodes.rows, dtype=np.int64)
        head = {"row": pa.array(numbers[rows]), "key": pa.array(nodes.keys, pa.string())}
        if nodes.reference:
            size = len(rows)
            told = {"label": pa.repeat(nodes.label, size), "column_name": pa.repeat(nodes.column, size)}
            self.insert("reference", pa.table(head | told))
            return
        name = nodes_table(nodes.label)
        if nodes.label not in self.labels:
            self.labels.append(nodes.label)
            self.run(columns.table(name, columns.node_columns(nodes.label)))
        definition = load_schema().nodes[nodes.label]
        found = {n: _array(definition.properties[n].type, v) for n, v in nodes.properties.items()}
        if definition.kind == "owned":
            found |= {n: values.take(rows) for n, values in provenance.items()}
            found["record"] = records.take(rows)
        self.insert(name, pa.table(head | found))

    def _claims(
        self, claims: Claims, numbers: np.ndarray, records: pa.Array, provenance: Mapping[str, pa.Array]
    ) -> None:
        name = claims_table(claims.ends)
        if claims.ends not in self.ends:
            self.ends = sorted([*self.ends, claims.ends])
            self.run(columns.table(name, columns.claim_columns(claims.ends.type)))
        rows = np.asarray(claims.rows, dtype=np.int64)
        definitions = load_schema().relationships[claims.ends.type].properties
        found = {n: _array(definitions[n].type, v) for n, v in claims.properties.items()}
        found |= {n: values.take(rows) for n, values in provenance.items()}
        found["record"] = records.take(rows)
        if claims.records is not None:
            found["record"] = pa.array(claims.records, pa.string())
            blank = pa.nulls(len(rows), pa.string())
            found |= dict.fromkeys(("reliability", "credibility", "first_seen", "last_seen"), blank)
        found |= _marks(claims.provenance or {})
        head = {
            "row": pa.array(numbers[rows]),
            "start": pa.array(claims.start, pa.string()),
            "end": pa.array(claims.end, pa.string()),
        }
        missing = [
            f"NULL AS {quoted(told)}"
            for told in load_schema().relationships[claims.ends.type].key
            if told not in found
        ]
        entries = f"(SELECT *{''.join(f', {m}' for m in missing)} FROM arriving)"
        key = columns.claim_hash(claims.ends)
        self.insert(name, pa.table(head | found), f"SELECT *, {key} AS key FROM {entries}")


NODES = "nodes "


def nodes_table(label: str) -> str:
    """Name of the table of a label's nodes."""
    return f"{NODES}{label}"


def claims_table(ends: Ends) -> str:
    """Name of the table of the claims of one type between two labels."""
    return f"claims {ends.start} {ends.type} {ends.end}"


def _array(type_: str, values: Sequence[Any]) -> pa.Array:
    return pa.array(values, TYPES.get(type_, pa.string()))


def _marks(provenance: Columns) -> dict[str, pa.Array]:
    definitions = load_schema().provenance.properties
    return {name: _array(definitions[name].type, values) for name, values in provenance.items()}


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
