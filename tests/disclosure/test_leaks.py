"""A planted text is found in every writing of it, and nothing is found where nothing was planted."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import urllib.parse
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph.disclosure.leaks import Search

if TYPE_CHECKING:
    from collections.abc import Callable

SECRETS = ["cases/c-17", "Zoë Ünal-O'Brien", "phone/9f86d081884c", "naïve & <b>bold</b>", "سجل ٤٢", "r 2/3"]


def zipped(content: bytes, name: str = "inner.txt") -> bytes:
    """Put a file into an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def parquet(text: str, compression: str) -> bytes:
    """Put a text into a cell among others."""
    stream = io.BytesIO()
    pq.write_table(pa.table({"a": ["x"] * 50 + [text]}), stream, compression=compression)
    return stream.getvalue()


def in_metadata(text: str) -> bytes:
    """Put a text into the metadata of a Parquet file."""
    stream = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}).replace_schema_metadata({"note": text}), stream)
    return stream.getvalue()


def escaped(text: str) -> str:
    """Escape every character as HTML can."""
    return "".join(f"&#x{ord(character):x};" for character in text)


WRITINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: f"... {text} ...".encode(),
    "capitals": lambda text: f"({text.upper()})".encode(),
    "UTF-16": lambda text: f"ab {text}.".encode("utf-16"),
    "UTF-16, the other order, shifted": lambda text: b"x" + f" {text}.".encode("utf-16-be"),
    "JSON": lambda text: json.dumps({"a": [text]}).encode(),
    "HTML": lambda text: f"<p title='{html.escape(text)}'>".encode(),
    "HTML by numbers": lambda text: escaped(text).encode(),
    "an address": lambda text: f"https://x/?q={urllib.parse.quote_plus(text)}".encode(),
    "an address, all escaped": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "base64": lambda text: b"src=data:;base64," + base64.b64encode(text.encode()),
    "base64 among other bytes": lambda text: base64.b64encode(b"\x01" + f" {text} ".encode() + b"\x02"),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(f">>>??? {text}".encode()),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": lambda text: zipped(text.encode()),
    "a name in a zip": lambda text: zipped(b"", text),
    "zip in zip in gzip": lambda text: gzip.compress(zipped(zipped(text.encode(), "z.zip"), "y.zip")),
    "Parquet": lambda text: parquet(text, "zstd"),
    "Parquet in zip": lambda text: zipped(parquet(text, "snappy"), "t.parquet"),
    "metadata of Parquet": in_metadata,
}


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_planted_text_is_found(writing: str, secret: str) -> None:
    """However it is written; which one it is, is told by its number only."""
    found = list(Search(SECRETS).leaks("file", WRITINGS[writing](secret)))

    assert {leak.number for leak in found} == {sorted(SECRETS).index(secret)}
    assert all(leak.path.startswith("file") for leak in found)


@pytest.mark.parametrize(
    "text", ["cases/c-171", "subcases/c-17", "c-17", "cases c-17", "phone/9f86d081884c7d", "r 2/33"]
)
def test_a_part_of_a_word_is_no_leak(text: str) -> None:
    """A reference that begins like one that was held back may go."""
    assert list(Search(SECRETS).leaks("file", text.encode())) == []


def test_what_stands_there_anyway_is_passed_over() -> None:
    """The name of a source that is a word of every page says nothing; the others are still looked for."""
    search = Search(["routes", "s/c-17"], b"<h1>Routes</h1>")

    assert [leak.number for leak in search.leaks("file", b"routes of s/c-17")] == [1]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=4, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=20, unique=True), st.data())
@settings(max_examples=200)
def test_any_of_many_is_found(secrets: list[str], data: st.DataObject) -> None:
    """By itself, in a random writing; a text without a letter or digit cannot be looked for."""
    told = [text for text in secrets if any(character.isalnum() for character in text)]
    if not told:
        return
    planted = data.draw(st.sampled_from(told))
    writing = data.draw(st.sampled_from(["UTF-8", "JSON", "UTF-16", "gzip", "Parquet", "HTML"]))
    numbers = {leak.number for leak in Search(told).leaks("x", WRITINGS[writing](planted))}

    assert sorted(told).index(planted) in numbers
