"""Bring the rows of a file to evaluation: as they come, or gathered so that no route is cut in two.

Where the stops of a route stand in rows of their own, a route can be scattered over the file; its rows are
then staged as text and taken up again route by route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.ingest.check import used_columns
from netgraph.ingest.columns import quoted
from netgraph.ingest.read import read_chunks
from netgraph.ingest.read.table import CHUNK
from netgraph.ingest.rows import Rows, categorical
from netgraph.ingest.settle import BLANK, drop_duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.read.table import Progress
    from netgraph.ingest.stage import Stage

RAW = "raw"


def rows_of(mapping: Mapping, path: Path, stage: Stage, progress: Progress) -> Iterator[Rows]:
    """Read a file for evaluation, and note each of its rows on the stage.

    Once all are taken, blank and repeated rows have fallen, whatever became of the chunks meanwhile.

    Yields
    ------
    Rows
        With the columns in use.

    Raises
    ------
    DataError
        As `netgraph.ingest.read.read_chunks`.
    """
    columns = sorted(used_columns(mapping))
    if mapping.stops and mapping.stops.rows:
        _stage_text(mapping, path, stage, columns, progress)
        drop_duplicates(stage)
        yield from _by_route(mapping, mapping.stops.route, stage, columns)
        return
    for rows in read_chunks(mapping, path, progress, repaired=stage.only_adds):
        _note(mapping, rows, stage, columns)
        yield rows
    drop_duplicates(stage)


def _note(mapping: Mapping, rows: Rows, stage: Stage, columns: list[str]) -> None:
    texts = {name: rows.arrow(name) for name in columns}
    compared = {name: text for name, text in texts.items() if name not in mapping.duplicates.ignore}
    stage.note_rows(rows.numbers, compared, [texts[name] for name in mapping.record])
    stage.refuse([rows.numbers[position] for position in rows.blank()], BLANK)


def _stage_text(mapping: Mapping, path: Path, stage: Stage, columns: list[str], progress: Progress) -> None:
    listed = ", ".join(f"{quoted(name)} VARCHAR" for name in ("row", *map(_raw, columns)))
    stage.run(f"CREATE TABLE {RAW} ({listed.replace('VARCHAR', 'BIGINT', 1)})")
    for rows in read_chunks(mapping, path, progress, repaired=stage.only_adds):
        _note(mapping, rows, stage, columns)
        texts = {_raw(name): rows.arrow(name) for name in columns}
        stage.insert(RAW, pa.table({"row": pa.array(rows.numbers, pa.int64()), **texts}))


def _by_route(mapping: Mapping, route: str, stage: Stage, columns: list[str]) -> Iterator[Rows]:
    """Give all rows that are alive, cut only where one route ends and another begins."""
    names = [_raw(name) for name in mapping.nodes[route].key]
    key = ", ".join(map(quoted, names))
    # Ordered and not ranked: a rank would need all rows in memory at once.
    select = f"SELECT * FROM {RAW} ANTI JOIN fallen USING (row) ORDER BY {key}, row"
    waiting: list[pa.Table] = []
    for batch in stage.batches(select, CHUNK):
        waiting.append(batch)
        whole = pa.concat_tables(waiting)
        first_of_last = _first_of_last(whole.select(names))
        if first_of_last:
            yield _rows(whole.slice(0, first_of_last), columns)
            waiting = [whole.slice(first_of_last)]
    if waiting:
        yield _rows(pa.concat_tables(waiting), columns)
    stage.run(f"DROP TABLE {RAW}")


def _first_of_last(keys: pa.Table) -> int:
    """Find the row where the last route begins; rows stand route by route."""
    same = np.ones(len(keys), dtype=bool)
    for column in keys.columns:
        same &= pc.equal(column, column[-1]).to_numpy()
    return int(np.argmax(same))


def _rows(table: pa.Table, columns: list[str]) -> Rows:
    texts = [table[_raw(name)].to_pylist() for name in columns]
    return categorical(columns, [(table["row"].to_pylist(), texts)])


def _raw(name: str) -> str:
    """Name of a staged column of the file; none may be called as one of ours."""
    return f"column {name}"
