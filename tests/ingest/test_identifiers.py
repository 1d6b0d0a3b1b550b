"""Identifiers are kept as keyed hashes only; neither they nor the key are found anywhere afterwards."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

import pytest

from canonical import dump
from identifier_keys import OTHER_KEY
from netgraph.errors import UsageError
from netgraph.ingest import load_file
from netgraph.model.identifiers import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

TEXT = """
mapping: 1
name: little
summary: Who uses what.
source: {name: little, doc: Made for a test., licence: None.}
record: [person]
columns:
  person: {doc: Reference.}
  kind: {doc: Kind.}
  value: {doc: Value.}
  platform: {doc: Where.}
nodes:
  person: {type: Person, key: [person], required: true}
  identifier: {type: Identifier, identifier: {kind: {column: kind}, value: value}}
  platform: {type: Platform, key: [platform]}
relationships:
  - {type: USES, start: person, end: identifier}
  - {type: 'ON', start: identifier, end: platform}
max_ratio: 0.6
"""
HEADER = ["person", "kind", "value", "platform"]
SECRETS = ["+999 555 0100", "00999-5550100", "someone@example.org", "@Handle_One"]
ROWS = [
    ["p1", "Phone", SECRETS[0], ""],
    ["p2", "Phone", SECRETS[1], ""],
    ["p3", "Email", SECRETS[2], ""],
    ["p4", "Handle", SECRETS[3], "Example Chat"],
]


@pytest.fixture
def little(mapping: Callable[[str], Path]) -> Path:
    """Path of a little mapping with identifiers."""
    return mapping(TEXT)


def test_only_hashes_reach_the_store(
    store: Store, little: Path, write: Write, identifier_key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two spellings of a number are one node, keyed by its HMAC; the number itself is nowhere."""
    path = write([HEADER, *ROWS, ["p5", "", "+999 555 0199", ""], ["p6", "Phone", "-", ""]])
    report = load_file(store, little, path)

    hashed = hmac.new(bytes.fromhex(identifier_key), b"Phone/9995550100", hashlib.sha256).hexdigest()
    content = dump(store)
    users = {dict(claim)["a_start"] for claim in content["USES"] if dict(claim)["a_end"] == f"phone/{hashed}"}
    assert users == {"little/p1", "little/p2"}
    assert len(content["Identifier"]) == 3
    assert report.reasons == {
        "an identifier without its kind (column value)": 1,
        "no letter or digit in it (column value)": 1,
    }
    rejects = path.with_name("rows.csv.rejects.csv")
    assert rejects.stat().st_mode & 0o777 == 0o600  # it holds what the file holds
    told = capsys.readouterr()
    everything = f"{content} {json.dumps(report.to_dict())} {report} {told.out} {told.err}"
    for secret in (
        *SECRETS,
        "5550100",
        "5550199",
        "555 0199",
        "Handle_One",
        "handle_one",
        "someone",
        identifier_key,
    ):
        assert secret not in everything


@pytest.mark.parametrize(
    ("key", "complaint"),
    [("", "there is no key"), ("no hex", "is not hexadecimal"), ("0f" * 15, "shorter than 16 bytes")],
)
def test_without_a_key_nothing_is_loaded(
    embedded: Store,
    little: Path,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    complaint: str,
) -> None:
    """A mapping with identifiers needs a good key, and says how to make one without showing it."""
    monkeypatch.setenv("NETGRAPH_IDENTIFIER_KEY", key)

    with pytest.raises(UsageError, match=complaint) as caught:
        load_file(embedded, little, write([HEADER, *ROWS]))

    assert "netgraph keys new" in caught.value.hint
    assert not key or key not in caught.value.message
    assert embedded.counts().nodes == {}


def test_the_key_can_stand_in_a_file(
    embedded: Store,
    little: Path,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    identifier_key: str,
) -> None:
    """A key from a file hashes as the same key from the environment; another key hashes otherwise."""
    path = write([HEADER, *ROWS])
    load_file(embedded, little, path)
    before = dump(embedded)
    file = tmp_path / "key"
    monkeypatch.delenv("NETGRAPH_IDENTIFIER_KEY")
    monkeypatch.setenv("NETGRAPH_IDENTIFIER_KEY_FILE", str(file))
    with pytest.raises(UsageError, match="cannot be read"):
        load_file(embedded, little, path)

    file.write_text(identifier_key + "\n", encoding="utf-8")
    assert load_file(embedded, little, path).unchanged

    file.write_text(OTHER_KEY, encoding="utf-8")
    assert load_file(embedded, little, path, new_key=True).relationships.created == {"USES": 4, "ON": 1}
    assert dump(embedded)["Identifier"] != before["Identifier"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("Phone", ["+999 555 0100", "00999 (555) 0100", "999-555-0100", "٩٩٩٥٥٥٠١٠٠"]),
        ("Email", ["Someone@Example.ORG", " someone@example.org "]),
        ("Handle", ["@Example_1", "example_1", "EXAMPLE_1"]),
        ("Account", ["XX00 1234 5678", "xx00-1234-5678"]),
        ("Plate", ["xx-12 345", "XX 12345"]),
        ("Url", ["https://www.example.org/ad/1/", "http://example.org/ad/1"]),
    ],
)
def test_spellings_of_one_identifier_are_one(kind: str, values: list[str]) -> None:
    """Blanks, case and punctuation do not hide that two records have the same identifier."""
    assert len({cleaned(kind, value) for value in values}) == 1
