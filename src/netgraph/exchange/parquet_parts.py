"""Rows of one label or type as Parquet files of about equal size, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROWS = 500_000  # in a file: some tens of megabytes in memory while it is written
TYPES = {pa.string(): "string", pa.int64(): "int64", pa.float64(): "double", pa.bool_(): "bool"}


@dataclass(frozen=True)
class File:
    """A file of an export.

    Attributes
    ----------
    path : str
        In the folder, with ``/``.
    rows : int
    content : bytes
    """

    path: str
    rows: int
    content: bytes

    def told(self) -> dict[str, Any]:
        """Return what a manifest says of it."""
        return {
            "path": self.path,
            "rows": self.rows,
            "bytes": len(self.content),
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }


def folder_of(name: str) -> str:
    """Return where the files of a label or type lie: ``nodes/label=Person``, ``claims/type=USES``."""
    return f"nodes/label={name}" if name in load_schema().nodes else f"claims/type={name}"


def files_of(name: str, schema: pa.Schema, slices: Iterable[pa.Table], rows: int = ROWS) -> Iterator[File]:
    """Write slices into files of a number of rows; no rows give no file.

    Parameters
    ----------
    name : str
        A label or type.
    schema : pyarrow.Schema
        Of each slice, and of each file.
    slices : iterable of pyarrow.Table
        In the order in which they are written.
    rows : int
        In each file but the last.

    Notes
    -----
    A slice of rows is a row group, so memory is that of a file, compressed, and of a slice.
    """
    for number, groups in enumerate(_groups(slices, rows)):
        stream, held = io.BytesIO(), 0
        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            for group in groups:
                writer.write_table(group)
                held += len(group)
        yield File(f"{folder_of(name)}/part-{number:05}.parquet", held, stream.getvalue())


def columns_of(schema: pa.Schema) -> dict[str, str]:
    """Return the types of columns as a manifest says them."""
    return {field.name: TYPES.get(field.type, "list<string>") for field in schema}


def _groups(slices: Iterable[pa.Table], rows: int) -> Iterator[Iterator[pa.Table]]:
    """Part slices into files; each is to be read before the next."""
    left = iter(slices)
    rest: list[pa.Table] = []

    def one_file() -> Iterator[pa.Table]:
        room = rows
        while room and rest:
            table = rest.pop()
            if len(table) > room:
                rest.append(table.slice(room))
            yield table.slice(0, room)
            room -= min(room, len(table))
            if not rest:
                rest.extend(_next(left))

    rest.extend(_next(left))
    while rest:
        yield one_file()


def _next(slices: Iterator[pa.Table]) -> list[pa.Table]:
    """Return the next slice that has rows, if there is one."""
    return next(([table] for table in slices if len(table)), [])
