"""Read Parquet, a batch of rows at a time, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from netgraph.errors import DataError
from netgraph.ingest.read.table import CHUNK, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.read.table import Chunk, Progress


def read_parquet(path: Path, progress: Progress) -> Table:
    """Open a Parquet file; see `netgraph.ingest.read.read_chunks`."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as cause:
        raise DataError(f"{path} is not a Parquet file", hint="check that it is complete") from cause
    for field in file.schema_arrow:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            file.close()
            raise DataError(
                f"{path}: the column {field.name[:60]!r} holds {field.type}",
                hint="one value in each cell; join several with a separator that the mapping splits at",
            )
    return Table([name.strip() for name in file.schema_arrow.names], _chunks(path, file, progress), file)


def _chunks(path: Path, file: pq.ParquetFile, progress: Progress) -> Iterator[Chunk]:
    number = 2
    try:
        for batch in file.iter_batches(CHUNK):
            columns = [
                _texts(path, number, name, column)
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            ]
            yield range(number, number + batch.num_rows), columns
            number += batch.num_rows
            progress("read", number - 2, file.metadata.num_rows)
    except (pa.ArrowException, OSError) as cause:
        raise DataError(f"{path} is damaged after row {number - 1}", hint="get it again") from cause


def _texts(path: Path, first: int, name: str, column: pa.Array) -> list[str]:
    try:
        texts = pc.fill_null(pc.cast(column, pa.string()), "")
        texts.validate(full=True)  # a writer can put any bytes where text should be
        found: list[str] = texts.to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError) as cause:
        raise DataError(
            f"{path}: after row {first - 1}: column {name[:60]!r} ({column.type}) is not UTF-8 text, "
            "nor can it be written as text",
            hint="write the column as text",
        ) from cause
    return found
