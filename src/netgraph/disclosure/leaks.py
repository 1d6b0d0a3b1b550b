"""Look for what was held back in every byte of what is about to leave.

The last guard, and independent of the first: it knows texts and bytes, not rules. Containers are unpacked,
and each text is also read as UTF-16, hexadecimal, base64 and the escapes of HTML, JSON and addresses have it.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([\\/\"'])")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{6,}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){4,}")
_DEEPEST = 5


@dataclass(frozen=True)
class Leak:
    """Where a text that was held back stands; the text itself is not told.

    Attributes
    ----------
    path : str
        The file, and the files in it, with ``!`` between them.
    number : int
        Which of the texts, in their order.
    """

    path: str
    number: int


class Search:
    """Looks for many texts at once.

    Parameters
    ----------
    hidden : iterable of str
        What must not be found; capitals make no difference, nor do ways to write one letter.
    said_anyway : bytes, optional
        What stands in such a file whatever is in it: a text that stands there cannot be told from a leak,
        and is passed over.

    Notes
    -----
    A text counts where it stands by itself: ``c-1`` does not stand in ``c-17``. Each is looked for at its
    rarest word, so the time is linear in what is searched, and memory in the texts.
    """

    def __init__(self, hidden: Iterable[str], said_anyway: bytes = b"") -> None:
        self._texts = [_folded(text) for text in sorted(hidden)]
        words = Counter(word for text in self._texts for word in set(_WORD.findall(text)))
        self._at: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            found = list(_WORD.finditer(text))
            if found:
                rarest = min(found, key=lambda match: words[match.group()])
                self._at[rarest.group()].append((number, rarest.start()))
        self._common: set[int] = set()
        self._common = {leak.number for leak in self.leaks("", said_anyway)} if said_anyway else set()

    def leaks(self, path: str, content: bytes) -> Iterator[Leak]:
        """Yield each text that stands in a file, once for each file in it.

        Parameters
        ----------
        path : str
            Its name, for the answer.
        content : bytes
        """
        for inner, plain in unpacked(path, content):
            found = {number for text in readings(plain) for number in self._in(text)} - self._common
            yield from (Leak(inner, number) for number in sorted(found))

    def _in(self, text: str) -> Iterator[int]:
        for match in _WORD.finditer(text):
            for number, offset in self._at.get(match.group(), ()):
                wanted, begin = self._texts[number], match.start() - offset
                if begin >= 0 and text.startswith(wanted, begin) and _alone(text, begin, begin + len(wanted)):
                    yield number


def _alone(text: str, begin: int, end: int) -> bool:
    """Whether a stretch does not begin or end in the middle of a word."""
    before = begin > 0 and _WORD.match(text, begin) and _WORD.match(text, begin - 1)
    after = end < len(text) and _WORD.match(text, end - 1) and _WORD.match(text, end)
    return not before and not after


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def unpacked(path: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield a file and all files in it: of zip archives, gzip, and the cells and metadata of Parquet."""
    yield path, content
    if depth == _DEEPEST:
        return
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{path}!names", "\n".join(archive.namelist()).encode() + b"\n" + archive.comment
            for info in archive.infolist():
                yield from unpacked(f"{path}!{info.filename}", archive.read(info), depth + 1)
    elif content.startswith(b"\x1f\x8b"):
        try:
            plain = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return
        yield from unpacked(f"{path}!gzip", plain, depth + 1)
    elif content.startswith(b"PAR1"):
        yield f"{path}!cells", _cells(content)


def _cells(content: bytes) -> bytes:
    """Write down what is in a Parquet file, compressed and dictionaries or not."""
    try:
        table = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowInvalid, OSError):  # it only begins like one; its bytes have been searched
        return b""
    told = [f"{name}\n{value}" for name, value in (table.schema.metadata or {}).items()]
    for name in table.column_names:
        told += [name, *(str(cell) for cell in table[name].to_pylist() if cell is not None)]
    return "\n".join(told).encode("utf-8", "surrogatepass")


def readings(content: bytes) -> Iterator[str]:
    """Yield the texts that bytes can be read as."""
    plain = content.decode("utf-8", "replace")
    seen: set[str] = set()
    latin = content.decode("latin-1")
    wide = content.replace(b"\x00", b"").decode("utf-8", "replace")
    hidden = "\n".join(_decoded(content))
    for text in (plain, latin, wide, _utf16(content), hidden):
        for read in (
            text,
            html.unescape(text),
            _unescaped(text),
            urllib.parse.unquote_plus(text),
        ):
            if read and read not in seen:
                seen.add(read)
                yield _folded(read)


def _utf16(content: bytes) -> str:
    """Read the bytes as UTF-16 of either order, where it could be that."""
    if b"\x00" not in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    return "\n".join(
        content[skip:].decode(way, "replace") for way in ("utf-16-le", "utf-16-be") for skip in (0, 1)
    )


def _unescaped(text: str) -> str:
    r"""Read ``\\u00e9`` and ``\\xe9``; of two halves of a character becomes the one."""
    halves = _ESCAPE.sub(_character, text)
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    return match[3] or chr(int(match[1] or match[2], 16))


def _decoded(content: bytes) -> Iterator[str]:
    """Yield what stretches of base64 and hexadecimal stand for."""
    for match in _BASE64.finditer(content):
        for skip in range(4):  # a text may have begun in the middle of four
            stretch = match.group().rstrip(b"=")[skip:].translate(bytes.maketrans(b"-_", b"+/"))
            whole = stretch[: len(stretch) // 4 * 4 or None]
            rest = stretch[len(whole) :]
            try:
                plain = base64.b64decode(whole + (rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""))
            except (binascii.Error, ValueError):
                continue
            yield plain.decode("utf-8", "replace")
    for match in _HEX.finditer(content):
        yield bytes.fromhex(match.group().decode()).decode("utf-8", "replace")
