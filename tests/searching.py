"""An attacker who takes a file apart and reads it in every way: which of our serial numbers stand anywhere.

Plain code of its own, that shares nothing with the search which guards a release.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import lzma
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import pyarrow.parquet as pq

from twins import NUMBER, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

SERIAL = re.compile(  # and not the digits of a fraction
    rf"{WORD}(\d{{6}})|(?<![0-9A-Za-z.]){NUMBER // 10**6}(\d{{6}})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}[ :]?){6,}")
ESCAPES = re.compile(rb"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
DOTTED = re.compile(rb"\.([0-9a-f]{2})")  # in the ids of FollowTheMoney
DEEPEST = 4


def serials(content: bytes) -> set[int]:
    """Return the serial numbers of all texts and counts that stand in a file, however they are written."""
    found: set[int] = set()
    for plain in parts(content):
        for text in texts(plain):
            found |= {int(match[1] or match[2]) for match in SERIAL.finditer(text)}
    return found


def parts(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield a file and what is packed into it."""
    if content[:4] == b"PAR1":  # compressed, its bytes run together into texts that are none
        yield from (text.encode() for text in columns(content))
        return
    yield content
    if depth == DEEPEST:
        return
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment
            for info in archive.infolist():
                yield b"\n".join((info.filename.encode(), info.comment, info.extra))
                yield from parts(archive.read(info), depth + 1)
    for opened in (gzip.decompress, bz2.decompress, lzma.decompress, zlib.decompress):
        try:
            plain = opened(content)
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
            continue
        yield from parts(plain, depth + 1)


def columns(content: bytes) -> Iterator[str]:
    """Yield all that a Parquet file says: cells, statistics, metadata, names."""
    file = pq.ParquetFile(io.BytesIO(content))
    yield f"{file.schema}{file.schema_arrow.metadata}{file.metadata.metadata}{file.metadata.created_by}"
    for group in range(file.num_row_groups):
        told = file.metadata.row_group(group)
        yield "\n".join(str(told.column(one).statistics) for one in range(told.num_columns))
    yield "\n".join(f"{name} {column}" for name, column in file.read().to_pydict().items())


def texts(content: bytes) -> Iterator[str]:
    """Yield what bytes can be read as; what is decoded is read once more."""
    once = [content, *decoded(content)]
    for plain in once:
        text = plain.decode("utf-8", "replace")
        yield text
        if "&" in text:
            yield html.unescape(text)
        if b"\0" in plain:
            yield plain.replace(b"\0", b"").decode("utf-8", "replace")  # UTF-16 and UTF-32 of plain letters


def decoded(content: bytes) -> Iterator[bytes]:
    """Yield what stands in base64, hexadecimal digits, and the escapes of JSON and of addresses."""
    yield unquote_to_bytes(content)
    yield ESCAPES.sub(lambda match: bytes([int(match[1] or match[2], 16) % 256]), content)
    yield DOTTED.sub(lambda match: bytes.fromhex(match[1].decode()), content)
    yield b"\n".join(
        bytes.fromhex(re.sub(rb"[^0-9A-Fa-f]", b"", match.group()).decode())
        for match in HEX.finditer(content)
    )
    stretches = [match.group().replace(b"-", b"+").replace(b"_", b"/") for match in BASE64.finditer(content)]
    for skip in range(4):
        plain = [_from_base64(digits[skip:]) for digits in stretches if len(digits) > skip]
        yield b"\n".join(plain)
        for one in plain:
            if one[:2] in {b"\x1f\x8b", b"x\x9c", b"x\xda", b"x\x01"}:
                yield from parts(one, DEEPEST - 1)


def _from_base64(digits: bytes) -> bytes:
    whole = digits[: len(digits) // 4 * 4]
    rest = digits[len(whole) :]
    try:
        return base64.b64decode(whole + (rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""))
    except binascii.Error:
        return b""
