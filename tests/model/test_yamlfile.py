"""YAML is read strictly: what could be misread or passed over is an error with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netgraph.errors import MappingError, SchemaError
from netgraph.model.yamlfile import Strict, parse_yaml, read_yaml

PATH = Path("cases.yaml")


class Inner(Strict):
    """A part of the file."""

    number: int = 0


class Outer(Strict):
    """What the file of these tests holds."""

    name: str = ""
    words: list[str] = []
    anything: Any = None
    inner: dict[str, Inner] = {}


def read(text: str) -> Outer:
    """Read a text."""
    return parse_yaml(text, Outer, path=PATH, error=MappingError)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("ON", "ON"),
        ("off", "off"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("Null", "Null"),
        ("12", 12),
        ("-7", -7),
        ("+1", 1),
        ("0", 0),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1:2:3.5", "1:2:3.5"),
        ("1.5", 1.5),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("1.5e-3", 0.0015),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1.2.3", "1.2.3"),
        ("e5", "e5"),
        ("2008-05-17", "2008-05-17"),
        ("2008-05", "2008-05"),
        ("2008-05-17T10:00:00Z", "2008-05-17T10:00:00Z"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("", None),
    ],
)
def test_words_mean_what_they_say(written: str, value: object) -> None:
    """NO is Norway, ON a type, a date a text; only what looks like a plain number is one."""
    found = read(f"anything: {written}").anything

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("name: a\nname: b\n", 2, "the key 'name' stands twice"),
        ("inner:\n  a: {number: 1}\n  b: {number: 1}\n  a: {number: 2}\n", 4, "the key 'a' stands twice"),
        ("name: &x a\n", 1, "anchors and aliases"),
        ("words: [a]\nanything: *x\n", 2, "anchors and aliases"),
        ("anything: !!python/object/apply:os.system ['true']\n", 1, "tags are not allowed"),
        ("name: a\nanything: !!int abc\n", 2, "tags are not allowed"),
        ("anything: !mine {a: b}\n", 1, "tags are not allowed"),
        ("anything: !!str [a]\n", 1, "tags are not allowed"),
        ("anything: ! 12\n", 1, "tags are not allowed"),
        ("name: a\n---\nname: b\n", 2, "another document"),
        ("anything:\n  <<: {a: b}\n", 2, "keys must be plain words"),
        ("anything:\n  ? [a, b]\n  : c\n", 2, "keys must be plain words"),
        ("anything:\n  ? {a: b}\n  : c\n", 2, "keys must be plain words"),
        ("name: a\nkolumn: b\n", 2, "kolumn: unknown key"),
        ("name: a\ninner:\n  x:\n    number: 1\n    nummer: 2\n", 5, "inner.x.nummer: unknown key"),
        ("name: [a]\n", 1, "name: Input should be a valid string"),
        ("name: 12\n", 1, "name: Input should be a valid string"),
        ("words:\n  - a\n  - NO\n  - 7\n", 4, "words.2: Input should be a valid string"),
        ("name: a\nother: 1\nthird: 2\n", 2, r"other: unknown key \(and 1 more\)"),
        ("inner: {a: 1}\n", 1, "inner.a: should be keys with values"),
        ("name: 'a\n", 2, "not valid YAML: while scanning a quoted scalar"),
        ("name: a\n\tb: c\n", 2, "not valid YAML"),
        ("name: a: b\n", 1, "not valid YAML: mapping values are not allowed"),
        ("words: [a\nname: b\n", 2, "not valid YAML"),
        ("- a\n- b\n", 1, "the file: should be keys with values"),
        ("just a word", 1, "the file: should be keys with values"),
        ("---\n", 2, "the file: should be keys with values"),
    ],
)
def test_what_is_refused(text: str, line: int, cause: str) -> None:
    """What hides meaning, is unknown or not valid is refused with file and line."""
    with pytest.raises(MappingError, match=cause) as caught:
        read(text)

    assert str(caught.value).startswith(f"cases.yaml:{line}: ")
    assert (caught.value.path, caught.value.line) == (PATH, line)
    assert caught.value.hint
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_an_empty_file(text: str) -> None:
    """An empty file is told as such."""
    with pytest.raises(MappingError, match=r"cases\.yaml: the file is empty"):
        read(text)


@pytest.mark.parametrize("text", ["[" * 100_000, "anything: " + "[" * 3000 + "]" * 3000, "? " * 50_000])
def test_deep_nesting(text: str) -> None:
    """A file that is nested without end is refused, not crashed on."""
    with pytest.raises(MappingError, match=r"nested more than 50 deep|nesting depth"):
        read(text)


def test_a_text_in_the_middle_of_a_file() -> None:
    """Lines are counted from where the text begins in its file."""
    with pytest.raises(SchemaError, match=r"cases\.yaml:12: kolumn"):
        parse_yaml("name: a\nkolumn: b\n", Outer, path=PATH, error=SchemaError, first_line=11)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8 at byte 0"),
        ("name: M\u00fcnchen".encode("latin-1"), "not UTF-8 at byte 7"),
        (b"name: a\0b", "not valid YAML"),
        (b"name: \x1b[31m", "not valid YAML"),
    ],
)
def test_binary_files(tmp_path: Path, content: bytes, cause: str) -> None:
    """A file that is no text is told as such, with its path."""
    path = tmp_path / "cases.yaml"
    path.write_bytes(content)

    with pytest.raises(SchemaError, match=cause) as caught:
        read_yaml(path, Outer)

    assert str(path) in caught.value.message
    assert caught.value.hint
    assert "\n" not in caught.value.message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, or a directory, is told with the system's reason."""
    with pytest.raises(SchemaError, match="cannot be read: No such file"):
        read_yaml(tmp_path / "absent.yaml", Outer)
    with pytest.raises(MappingError, match="cannot be read: Is a directory"):
        read_yaml(tmp_path, Outer, error=MappingError)


def test_a_file_is_utf_8(tmp_path: Path) -> None:
    """A file may hold any script, with a byte order mark or without."""
    path = tmp_path / "cases.yaml"
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text("name: Tiếng Việt 中国\n", encoding=encoding)
        assert read_yaml(path, Outer).name == "Tiếng Việt 中国"


def test_what_was_read_cannot_change() -> None:
    """What was read is frozen."""
    with pytest.raises(ValueError, match="frozen"):
        read("name: a").name = "b"  # type: ignore[misc]
