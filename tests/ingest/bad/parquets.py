"""Parquet files that are cut off, damaged, or of types that no cell can be."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.bad.case import Case, loads_as, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAD_TEXT = pa.Array.from_buffers(
    pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\3\0\0\0\6\0\0\0"), pa.py_buffer(b"KENC\xf4t")]
)


def table(**columns: Any) -> Callable[[Path], None]:  # noqa: ANN401 - what arrow takes
    """Make a writer of two rows; a column can be replaced or added."""
    usual: dict[str, Any] = {
        "route": ["1", "2"],
        "from": ["KEN", "KEN"],
        "to": ["UGA", "UGA"],
        "year": [2008, 2009],
    }
    return partial(_write, pa.table({**usual, **columns}))


def _write(content: pa.Table, path: Path) -> None:
    pq.write_table(content, path)


def damaged(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Make a writer of a good file whose bytes are changed."""

    def write(path: Path) -> None:
        table()(path)
        path.write_bytes(change(path.read_bytes()))

    return write


def two_of_a_name(path: Path) -> None:
    """Write a file with the same column twice."""
    columns = [pa.array(["1"]), pa.array(["KEN"]), pa.array(["UGA"]), pa.array([1]), pa.array([2])]
    pq.write_table(pa.table(columns, names=["route", "from", "to", "year", "year"]), path)


YEARS: dict[str, int | None] = {"1": 2008, "2": 2009}
CASES: list[Case] = [
    refused("an empty Parquet file", "rows.parquet", b"", "not a Parquet file"),
    refused("Parquet of four letters", "rows.parquet", b"PAR1", "not a Parquet file"),
    refused("Parquet of eight letters", "rows.parquet", b"PAR1PAR1", "not a Parquet file"),
    refused("CSV called Parquet", "rows.parquet", "route,from,to,year\n1,KEN,UGA,1\n", "not a Parquet file"),
    refused(
        "Parquet cut off at the end", "rows.parquet", damaged(lambda raw: raw[:-40]), "not a Parquet file"
    ),
    refused(
        "Parquet cut off at the start", "rows.parquet", damaged(lambda raw: raw[40:]), "not a Parquet|damaged"
    ),
    refused(
        "Parquet with a footer of four gigabytes",
        "rows.parquet",
        damaged(lambda raw: raw[:-8] + b"\xff\xff\xff\xff" + raw[-4:]),
        "not a Parquet file",
    ),
    refused(
        "Parquet with a page overwritten",
        "rows.parquet",
        damaged(lambda raw: raw[:4] + b"\xff" * 60 + raw[64:]),
        "damaged after row 1",
    ),
    refused(
        "Parquet without rows",
        "rows.parquet",
        table(**{n: pa.array([], pa.string()) for n in ("route", "from", "to", "year")}),
        "no rows",
    ),
    refused("Parquet without columns", "rows.parquet", partial(_write, pa.table({})), "no header|no column"),
    refused("a list in Parquet", "rows.parquet", table(year=[[1], [2]]), "'year' holds list"),
    refused(
        "a structure in Parquet", "rows.parquet", table(year=[{"a": 1}, {"a": 2}]), "'year' holds struct"
    ),
    refused("bytes in Parquet", "rows.parquet", table(route=[b"1", b"2"]), "'route' holds binary"),
    refused(
        "text in Parquet that is not UTF-8", "rows.parquet", table(**{"from": BAD_TEXT}), "'from'.*UTF-8"
    ),
    refused("a column twice in Parquet", "rows.parquet", two_of_a_name, "'year' stands twice"),
    refused(
        "a column too many in Parquet", "rows.parquet", table(name=["a", "b"]), "not know the column 'name'"
    ),
    refused(
        "ten megabytes in a cell of Parquet",
        "rows.parquet",
        table(route=["1", "k" * 10_000_000]),
        "row 3",
        "longer than",
    ),
    refused("NUL in a cell of Parquet", "rows.parquet", table(route=["1", "2\0"]), "row 3", "NUL"),
    loads_as(
        "categories in Parquet", "rows.parquet", table(route=pa.array(["1", "2"]).dictionary_encode()), YEARS
    ),
    loads_as(
        "decimal numbers in Parquet",
        "rows.parquet",
        table(year=[Decimal("2008.00"), Decimal("2009.00")]),
        YEARS,
    ),
    loads_as(
        "numbers with a point in Parquet", "rows.parquet", table(year=[2008.0, None]), {"1": 2008, "2": None}
    ),
    loads_as(
        "nothing in a column of Parquet", "rows.parquet", table(year=pa.nulls(2)), {"1": None, "2": None}
    ),
    Case(
        "a time as a year in Parquet",
        "rows.parquet",
        table(year=[dt.datetime(2008, 1, 1, tzinfo=dt.UTC), None]),
        read=2,
        loaded=1,
        rejects={2: "not a year.*year"},
        holds={"Route": {"2": {"year": None}}},
    ),
    Case(
        "not a number in Parquet",
        "rows.parquet",
        table(year=pa.array([float("nan"), 2009.0])),
        read=2,
        loaded=1,
        rejects={2: "not a year.*year"},
        holds={"Route": {"2": {"year": 2009}}},
    ),
]
