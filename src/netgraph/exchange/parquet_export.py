"""A graph as a folder of partitioned Parquet with a manifest: written, and read by whoever computes on it.

::

    FOLDER/nodes/label=Person/part-00000.parquet
    FOLDER/claims/type=INVOLVED_IN/part-00000.parquet
    FOLDER/manifest.json

What may be in it has been decided below, in `netgraph.disclosure`. The manifest is written last and at once:
a folder without one is not complete.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph import __version__
from netgraph.disclosure import Disclosed
from netgraph.disclosure.contents import ENDS, arrow_schema
from netgraph.errors import UsageError
from netgraph.exchange.parquet_parts import ROWS, File, columns_of, files_of
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netgraph.disclosure import Recipient
    from netgraph.disclosure.whole import Whole

FORMAT = "netgraph-parquet/1"
MANIFEST = "manifest.json"
LOCAL = "local"
SLICE = 50_000  # rows in a row group
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


@dataclass
class Manifest:
    """What an export says of itself.

    Attributes
    ----------
    recipient : str
        Its code, or ``local``.
    ceiling, marking : Marking
        What nothing in it is marked stricter than, and the strictest that is in it.
    tables : dict of str to dict
        By label or type: rows, columns with their types, files.
    above_ceiling : int, optional
        Claims that are marked stricter than the ceiling; told within one's own organisation alone, since to
        others it is a small count.
    synthetic : bool, default False
        Its records are invented.
    """

    recipient: str
    ceiling: Marking
    marking: Marking = Marking.CLEAR
    above_ceiling: int | None = None
    synthetic: bool = False
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, schema: pa.Schema, file: File) -> None:
        """Tell of one more file of a label or type."""
        columns = columns_of(schema)
        table = self.tables.setdefault(name, {"rows": 0, "columns": columns, "files": []})
        table["rows"] += file.rows
        table["files"].append(file.told())

    def summary(self) -> str:
        """Say in a line for people what is in it."""
        nodes = load_schema().nodes
        of_nodes = sum(table["rows"] for name, table in self.tables.items() if name in nodes)
        of_claims = sum(table["rows"] for name, table in self.tables.items() if name not in nodes)
        return f"marking: {self.marking}; {of_nodes:,} nodes and {of_claims:,} claims"

    def content(self) -> bytes:
        """Return it as JSON, the same for the same graph: it says nothing of when."""
        nodes = load_schema().nodes
        told: dict[str, Any] = {
            "format": FORMAT,
            "netgraph": __version__,
            "recipient": self.recipient,
            "ceiling": self.ceiling.word,
            "marking": self.marking.word,
            "synthetic": self.synthetic,
            "nodes": {name: one for name, one in self.tables.items() if name in nodes},
            "claims": {name: one for name, one in self.tables.items() if name not in nodes},
        }
        if self.above_ceiling is not None:
            told["claims_above_ceiling"] = self.above_ceiling
        return (json.dumps(told, indent=2) + "\n").encode()


def files_for(found: Disclosed, ceiling: Marking, rows: int = ROWS) -> list[File]:
    """Write what a recipient may have; the manifest is the last file.

    Parameters
    ----------
    found : Disclosed
    ceiling : Marking
        Under which it was taken out.
    rows : int
        In a file, about.
    """
    manifest = Manifest(found.recipient.code, ceiling, found.marking)
    files: list[File] = []
    for name, table in (found.nodes | found.claims).items():
        ordered = table.sort_by("key")
        slices = (ordered.slice(at, SLICE) for at in range(0, len(ordered), SLICE))
        for file in files_of(name, ordered.schema, slices, rows):
            manifest.add(name, ordered.schema, file)
            files.append(file)
    return [*files, File(MANIFEST, 0, manifest.content())]


@cache
def said_in_any(recipient: Recipient) -> bytes:
    """Return what stands in every export, whatever is in it: words of manifest, schema and Parquet."""
    schema = load_schema()
    told = [files_for(Disclosed(recipient), Marking.RED)[-1].content, schema.model_dump_json().encode()]
    labels = schema.labels("owned", "shared")
    columns = {label: arrow_schema(schema.node_properties(label)) for label in labels}
    for type_ in schema.relationships:
        columns[type_] = arrow_schema(schema.relationship_properties(type_), ENDS)
    for name, one in columns.items():
        blank = pa.table({column.name: pa.nulls(1, column.type) for column in one})
        told += [text for file in files_of(name, one, [blank]) for text in (file.path.encode(), file.content)]
    return b"\n".join(told)


def write_whole(whole: Whole, folder: Path, rows: int = ROWS) -> Manifest:
    """Write a whole graph for one's own organisation, file by file as it is read.

    Parameters
    ----------
    whole : Whole
    folder : Path
        New or empty; on any error nothing of it stays.
    rows : int
        In a file, about.

    Raises
    ------
    UsageError
        The folder holds something, or cannot be written.
    StoreError
        The store could not answer, or was written to meanwhile.

    Notes
    -----
    Memory is that of a file, compressed, and of a slice, whatever the size of the graph.
    """
    manifest = Manifest(LOCAL, whole.ceiling, synthetic=whole.synthetic)
    with new_folder(folder):
        for part in whole.parts():
            for file in files_of(part.name, part.schema, part.slices, rows):
                manifest.add(part.name, part.schema, file)
                _put(folder, file)
        manifest.marking, manifest.above_ceiling = whole.marking, whole.above
        _put(folder, File(MANIFEST, 0, manifest.content()))
    return manifest


def write_files(files: Iterable[File], folder: Path) -> None:
    """Write files, the manifest last, into a new or empty folder; on any error nothing of it stays."""
    with new_folder(folder):
        for file in files:
            _put(folder, file)


def check_new(folder: Path) -> None:
    """Refuse a folder that holds something already.

    Raises
    ------
    UsageError
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} is not empty",
            hint="name a new folder; one without manifest.json is of an export that was killed: remove it",
        )


@contextmanager
def new_folder(folder: Path) -> Iterator[None]:
    """Make a private folder, and empty it again where something goes wrong."""
    check_new(folder)
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
        yield
    except BaseException as cause:
        for name in ("nodes", "claims"):
            shutil.rmtree(folder / name, ignore_errors=True)
        if isinstance(cause, OSError):
            raise UsageError(
                f"{folder} cannot be written: {cause.strerror}", hint="name a folder of your own with -o"
            ) from cause
        raise


def _put(folder: Path, file: File) -> None:
    """Write a private file whole or not at all, and have it on disk."""
    path = folder / file.path
    for missing in (path.parent.parent, path.parent):
        if missing != folder.parent:
            missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(file.content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
