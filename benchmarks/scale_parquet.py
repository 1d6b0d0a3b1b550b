"""Parquet as ``netgraph export parquet`` writes it, made from the files for Neo4j's importer.

For sizes at which an export from a store takes hours here: the same nodes and claims, in the same layout with
netgraph's own writer, but in the order of the files, not of their keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from netgraph.disclosure.contents import ENDS, arrow_schema, typed
from netgraph.exchange.parquet_export import LOCAL, MANIFEST, Manifest, new_folder
from netgraph.exchange.parquet_parts import File, files_of
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = "-header.csv"
BLOCK = 16 * 2**20  # bytes that are read at a time: some tens of thousands of rows
ARRAYS = "\x1f"


def convert(files: Path, folder: Path) -> None:
    """Write an export from the files of ``netgraph export neo4j-admin``, a block at a time."""
    schema, manifest = (
        load_schema(),
        Manifest(LOCAL, Marking.RED, Marking.GREEN, above_ceiling=0, synthetic=True),
    )
    labels = schema.labels("owned", "shared")
    heads: dict[str, list[Path]] = {}
    for head in sorted(files.glob(f"*{HEADER}")):
        words = head.name.removesuffix(HEADER).split("-")
        heads.setdefault(words[len(words) // 2], []).append(head)
    with new_folder(folder):
        for name in [*labels, *schema.relationships]:
            of_node = name in labels
            properties = schema.node_properties(name) if of_node else schema.relationship_properties(name)
            stored = {key: one for key, one in properties.items() if one.sensitivity != "identifying"}
            columns = arrow_schema(stored, () if of_node else ENDS)
            for file in files_of(name, columns, _rows(heads.get(name, []), columns)):
                manifest.add(name, columns, file)
                _put(folder, file)
        _put(folder, File(MANIFEST, 0, manifest.content()))


def _put(folder: Path, file: File) -> None:
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)


def _rows(heads: list[Path], columns: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows of all files of a label or type with the types that an export has."""
    for head in heads:
        titles = head.read_text(encoding="utf-8").strip().split(",")
        named = [title.partition(":")[0] for title in titles]
        ends: dict[str, str] = {}
        for at, title in enumerate(titles):
            for mark, end in ((":START_ID(", "start"), (":END_ID(", "end")):
                if title.startswith(mark):
                    named[at], ends[f"{end}_label"] = end, title.removeprefix(mark).rstrip(")")
        lists = [name for name, title in zip(named, titles, strict=True) if title.endswith("[]")]
        told = {
            name: pa.string() if name in lists else columns.field(name).type
            for name in named
            if name in columns.names
        }
        stem = head.name.removesuffix(HEADER)
        for path in sorted(head.parent.glob(f"{stem}-[0-9]*.csv")):
            with csv.open_csv(
                path,
                read_options=csv.ReadOptions(column_names=named, block_size=BLOCK),
                parse_options=csv.ParseOptions(newlines_in_values=True),
                convert_options=csv.ConvertOptions(
                    column_types=told, strings_can_be_null=True, quoted_strings_can_be_null=False
                ),
            ) as reader:
                for batch in reader:
                    table = pa.Table.from_batches([batch])
                    for name in lists:
                        at = table.column_names.index(name)
                        table = table.set_column(at, name, pc.split_pattern(table[name], ARRAYS))
                    for name, label in ends.items():
                        table = table.append_column(name, pa.array([label] * len(table)))
                    yield typed(table, columns)
