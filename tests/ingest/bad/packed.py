"""Text packed with gzip: bombs, members that are cut off, and names that promise what is not there."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

from ingest.bad.case import GOOD, HEADER, Case, loads_as, refused

if TYPE_CHECKING:
    from pathlib import Path


def zeros(path: Path) -> None:
    """Pack a gigabyte of zeros, which fill one line."""
    _write(path, HEADER.encode(), b"\0" * 1_000_000, 1_000)


def wide_rows(path: Path) -> None:
    """Pack three hundred megabytes of rows, each with one large cell."""
    _write(path, GOOD.encode(), b"2," + b"K" * 999_980 + b",UGA,2008\n", 300)


def one_line(path: Path) -> None:
    """Pack a line of a hundred megabytes."""
    _write(path, HEADER.encode(), b"x" * 1_000_000, 100)


def _write(path: Path, head: bytes, block: bytes, times: int) -> None:
    with gzip.open(path, "wb", compresslevel=6) as stream:
        stream.write(head)
        # A member of its own for each block would pack no worse, and take less time to make.
        packed = gzip.compress(block)
    with path.open("ab") as raw:
        raw.write(packed * times)


def twice(raw: bytes) -> bytes:
    """Pack what is packed already."""
    return gzip.compress(gzip.compress(raw))


def flipped(raw: bytes) -> bytes:
    """Turn one bit of the check sum."""
    return raw[:-6] + bytes([raw[-6] ^ 1]) + raw[-5:]


def members(*parts: bytes) -> bytes:
    """Pack parts one after the other, as tools do that append."""
    stream = io.BytesIO()
    for part in parts:
        stream.write(gzip.compress(part))
    return stream.getvalue()


PACKED = gzip.compress(GOOD.encode())
CASES: list[Case] = [
    refused("a gigabyte of zeros", "rows.csv.gz", zeros, "NUL|unpacks|longer"),
    refused("three hundred megabytes of rows", "rows.csv.gz", wide_rows, "unpacks to more"),
    refused("a line of a hundred megabytes", "rows.csv.gz", one_line, "longer than|unpacks"),
    refused("a line of a hundred megabytes as JSON", "rows.jsonl.gz", one_line, "line 1"),
    refused("gzip in gzip", "rows.csv.gz", twice(GOOD.encode()), "line 1 "),
    refused("gzip cut off", "rows.csv.gz", PACKED[:-12], "damaged or not complete"),
    refused("gzip without its check sum", "rows.csv.gz", PACKED[:-8], "damaged or not complete"),
    refused("gzip with a wrong check sum", "rows.csv.gz", flipped(PACKED), "damaged or not complete"),
    refused("gzip and something after it", "rows.csv.gz", PACKED + b"more", "damaged or not complete"),
    refused("gzip of nothing", "rows.csv.gz", gzip.compress(b""), "is empty"),
    refused("an empty file called gzip", "rows.csv.gz", b"", "not packed with gzip"),
    refused("text called gzip", "rows.csv.gz", GOOD, "not packed with gzip"),
    refused("a workbook in gzip", "rows.xlsx.gz", PACKED, "other format"),
    refused(
        "Latin-1 in gzip",
        "rows.csv.gz",
        gzip.compress(b"route,from,to,year\n1,C\xf4te,UGA,1\n"),
        "line 2 is not",
    ),
    loads_as("gzip in parts", "rows.csv.gz", members(HEADER.encode(), b"1,KEN,UGA,2008\n"), {"1": 2008}),
    loads_as("gzip called CSV", "rows.csv", PACKED, {"1": 2008}),
]
