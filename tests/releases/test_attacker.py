"""An attacker with the bytes of releases: what stays can be neither found nor inferred from them.

The strongest form is non-interference: two graphs that differ only in what a recipient may not have give the
same bytes, manifest and note included. Degrees, counts, ranks, positions, ids and the order of rows are then
the same too, and so is all that anybody could compute from them.
"""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
import zlib
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import twins
from graphs import tabled
from netgraph.disclosure import Disclosed, Recipient
from netgraph.disclosure.extract import disclosed
from netgraph.exchange import formats
from netgraph.exchange.safe_csv import csv_of
from netgraph.model import Marking, load_schema
from netgraph.releases.archive import packed
from netgraph.releases.bundle import MANIFEST, files_of, manifest_of
from searching import serials
from twins import Chance

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs import Claim, Node

    Graph = tuple[list[Node], list[Claim]]

AT_ONCE, BATCHES = 400, 25  # ten thousand graphs
IN_BUNDLE, BUNDLES, SEARCHED = 40, 5, 2
RECIPIENTS = (*twins.STATES, "FRA", twins.PUBLIC)
SEEDS = st.integers(0, 2**32)


def seen_by(one: Graph, to: str) -> Disclosed:
    """Return what a recipient gets of a graph."""
    return disclosed(*tabled(*one), Recipient(to), Marking.RED)


def pair(seed: int, cases: int) -> tuple[Chance, list[str], Graph, Graph]:
    """Return a graph and one that differs in what one or two recipients together may not have."""
    chance = Chance(seed)
    to = chance.sample(RECIPIENTS, chance.choice([1, 2]))
    one = twins.graph(chance, cases)
    return chance, to, one, twins.twin(chance, *one, to)


def written(found: Disclosed) -> dict[str, bytes]:
    """Write the tables of a release."""
    tables = found.nodes | found.claims
    return {name: csv_of(table) for name, table in tables.items()} | {"marking": str(found.marking).encode()}


@given(SEEDS)
@settings(max_examples=BATCHES)
def test_what_stays_changes_nothing_of_what_goes(seed: int) -> None:
    """Of ten thousand pairs of graphs: the same tables and files, for one recipient and for two together."""
    chance, to, *graphs = pair(seed, AT_ONCE)
    tables = [tabled(*one) for one in graphs]
    for recipient in to:
        first, second = (disclosed(*one, Recipient(recipient), Marking.RED) for one in tables)
        name = chance.choice(sorted(formats.FORMATS))

        assert written(first) == written(second)
        assert formats.write(first, name) == formats.write(second, name), name


def test_graphs_differ_and_something_goes() -> None:
    """The pairs are worth comparing: much goes, much stays, and what stays differs."""
    _, to, one, other = pair(7, AT_ONCE)
    first, second = (seen_by(graph, to[0]) for graph in (one, other))

    assert sum(map(len, first.claims.values())) > AT_ONCE / 2
    assert len(first.claims) > len(load_schema().relationships) / 2
    assert len(first.hidden ^ second.hidden) > AT_ONCE
    assert not set(twins.told(*one, to[0])) & first.hidden


def _as_they_were(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    return tables


def _by_themselves(*told: object) -> object:
    return told[2]


def _old_keys(_: str, table: pa.Table) -> list[str]:
    keys: list[str] = table["key"].to_pylist()
    return keys


@pytest.mark.parametrize(
    ("module", "name", "instead"),
    [
        ("extract", "recounted", _as_they_were),
        ("recount", "_keys", _old_keys),
        ("recount", "_ranked", lambda _, positions: positions),
        ("extract", "_fates", _by_themselves),
        ("extract", "FOLLOWS", "PART_OF"),
        ("sensitivity", "_goes", lambda _: True),
        ("sensitivity", "INNER", frozenset()),
    ],
)
def test_the_attacker_would_see_it(
    monkeypatch: pytest.MonkeyPatch, module: str, name: str, instead: object
) -> None:
    """Where one of the rules is taken out, what stays shows."""
    _, to, *graphs = pair(3, AT_ONCE)
    monkeypatch.setattr(import_module(f"netgraph.disclosure.{module}"), name, instead)
    first, second = (written(seen_by(one, to[0])) for one in graphs)

    assert first != second


def bundled(found: Disclosed) -> dict[str, bytes]:
    """Make the files of a bundle as `netgraph.releases.prepare` does."""
    files = files_of(found, "a joint case")
    return files | {MANIFEST: manifest_of(found, "a joint case", "ITA", files)}


def test_bundles_of_both_are_the_same(one_copy: None) -> None:
    """Of two hundred graphs: tables, page and note are, byte for byte, and nothing hides."""
    del one_copy
    for seed in range(BUNDLES):
        _, to, *graphs = pair(seed, IN_BUNDLE)
        first, second = (bundled(seen_by(one, to[0])) for one in graphs)

        assert first == second
        if seed < SEARCHED:
            known = set().union(*(serials(text.encode()) for text in twins.told(*graphs[0], to[0])))
            found = serials(packed(first))
            assert found <= known
            assert found or not seen_by(graphs[0], to[0]).claims


def test_formats_hide_nothing() -> None:
    """Nor does any format that is exported."""
    _, to, one, _ = pair(11, AT_ONCE)
    known = set().union(*(serials(text.encode()) for text in twins.told(*one, to[0])))
    goes = seen_by(one, to[0])
    for name in formats.FORMATS:
        found = serials(formats.write(goes, name).content)
        assert found <= known, name
        assert found, name


def zipped(content: bytes) -> bytes:
    """Put a file into an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner", content)
    return stream.getvalue()


def parquet(text: str) -> bytes:
    """Put a text into a cell among others."""
    stream = io.BytesIO()
    pq.write_table(pa.table({"a": ["x", text]}), stream, compression="zstd")
    return stream.getvalue()


def in_metadata(text: str) -> bytes:
    """Put a text into the metadata of a Parquet file."""
    stream = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}).replace_schema_metadata({"note": text}), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "writing",
    [
        lambda text: f"<td>{text}</td>".encode(),
        lambda text: f"({text.upper()})".encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"|" + text.encode("utf-16-be"),
        lambda text: "".join(f"\\u{ord(one):04x}" for one in text).encode(),
        lambda text: "".join(f"&#{ord(one)};" for one in text).encode(),
        lambda text: "".join(f"%{ord(one):02X}" for one in text).encode(),
        lambda text: quote(f"?{text}?").encode(),
        lambda text: b"url(data:;base64," + base64.b64encode(b"ab " + text.encode()) + b")",
        lambda text: base64.b64encode(zlib.compress(text.encode())),
        lambda text: text.encode().hex().encode(),
        lambda text: text.encode().hex(" ").upper().encode(),
        lambda text: gzip.compress(zipped(text.encode())),
        lambda text: zipped(parquet(text)),
        in_metadata,
    ],
)
@pytest.mark.parametrize("text", [f"{twins.WORD}001234", str(twins.NUMBER + 1234)])
def test_the_attacker_reads_every_writing(writing: Callable[[str], bytes], text: str) -> None:
    """A text or count that is planted is found."""
    assert serials(writing(text)) == {1234}
