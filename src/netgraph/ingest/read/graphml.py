"""Read GraphML as flat rows: first what a node or edge is, then one column for each attribute.

The columns are ``element`` (node or edge), ``id``, ``source``, ``target``, ``directed``, and ``node.NAME`` or
``edge.NAME`` for each attribute that the file declares. Entities and document types are refused unread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from netgraph.errors import DataError
from netgraph.ingest.read.opening import Opened
from netgraph.ingest.read.table import CHUNK, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.read.table import Chunk, Progress

FIXED = ("element", "id", "source", "target", "directed")
BLOCK = 1 << 16
LONGEST_TEXT = 1_000_000


def read_graphml(path: Path, progress: Progress) -> Table:
    """Open a GraphML file; see `netgraph.ingest.read`. Rows are numbered by elements, from 2."""
    file = Opened(path)
    try:
        reading = _Reading(path)
        while not reading.started and (block := file.binary.read(BLOCK)):
            reading.feed(block, last=False)
    except BaseException:
        file.__exit__()
        raise
    columns = [*FIXED, *dict.fromkeys(reading.names.values())]
    return Table(columns, _chunks(file, reading, columns, progress), file)


def _chunks(file: Opened, reading: _Reading, columns: list[str], progress: Progress) -> Iterator[Chunk]:
    number = 2
    more = True
    while more:
        block = file.binary.read(BLOCK)
        more = bool(block)
        reading.feed(block, last=not more)
        if len(reading.rows) >= CHUNK or not more:
            rows, reading.rows = reading.rows, []
            if rows:
                cells = [[row.get(name, "") for row in rows] for name in columns]
                yield range(number, number + len(rows)), cells
                number += len(rows)
            progress("read", file.tell(), file.size)


@dataclass
class _Reading:
    """What has been read so far: the attributes that are declared, and rows not yet handed on."""

    path: Path
    names: dict[str, str] = field(default_factory=dict)  # columns, by the id of the key and the element
    defaults: dict[str, dict[str, str]] = field(default_factory=lambda: {"node": {}, "edge": {}})
    rows: list[dict[str, str]] = field(default_factory=list)
    started: bool = False
    _open: list[dict[str, str]] = field(default_factory=list)
    _directed: str = "true"
    _key: dict[str, str] = field(default_factory=dict)
    _text: list[str] | None = None
    _data: str = ""
    _length: int = 0

    def __post_init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._no_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, block: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as cause:
            raise DataError(
                f"{self.path}: line {cause.lineno}: not well-formed XML", hint="export the network again"
            ) from cause
        except (LookupError, ValueError) as cause:  # of the encoding that its first line declares
            raise self._wrong("in an encoding that is not read here", "save it as UTF-8") from cause

    def _wrong(self, what: str, hint: str = "export the network as plain GraphML") -> DataError:
        return DataError(f"{self.path}: line {self._parser.CurrentLineNumber}: {what}", hint=hint)

    def _no_doctype(self, *_: object) -> None:
        raise self._wrong("a document type, which can hide entities", "take the DOCTYPE out")

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        name = written.rpartition(" ")[2]
        if not self.started and not self._open and name not in {"graphml", "key", "default", "desc", "graph"}:
            raise self._wrong("this is no GraphML")
        if name == "key":
            self._declare(attributes)
        elif name == "graph":
            self.started = True
            self._directed = "false" if attributes.get("edgedefault") == "undirected" else "true"
        elif name in {"node", "edge"}:
            self._begin(name, attributes)
        elif name == "hyperedge":
            raise self._wrong("an edge with more than two ends")
        elif name in {"data", "default"}:
            self._data, self._text, self._length = attributes.get("key", ""), [], 0

    def _declare(self, attributes: dict[str, str]) -> None:
        where, key = attributes.get("for", "all"), attributes.get("id", "")
        name = attributes.get("attr.name") or key
        self._key = attributes
        for element in ("node", "edge"):
            if where in {element, "all"}:
                self.names[f"{element} {key}"] = f"{element}.{name}"

    def _begin(self, element: str, attributes: dict[str, str]) -> None:
        needed = ("id",) if element == "node" else ("source", "target")
        if not all(attributes.get(name) for name in needed):
            raise self._wrong(f"a {element} without {' and '.join(needed)}")
        row = {**self.defaults[element], "element": element, "id": attributes.get("id", "")}
        if element == "edge":
            row |= {"source": attributes["source"], "target": attributes["target"]}
            row["directed"] = attributes.get("directed", self._directed)
        self._open.append(row)

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise self._wrong(f"a value is longer than {LONGEST_TEXT:,} characters")

    def _end(self, written: str) -> None:
        name = written.rpartition(" ")[2]
        if name in {"node", "edge"}:
            self.rows.append(self._open.pop())
        elif name in {"data", "default"} and self._text is not None:
            self._keep(name, "".join(self._text))
            self._text = None

    def _keep(self, name: str, text: str) -> None:
        if name == "default":
            for element in ("node", "edge"):
                column = self.names.get(f"{element} {self._key.get('id', '')}")
                if column:
                    self.defaults[element][column] = text
        elif self._open:
            row = self._open[-1]
            column = self.names.get(f"{row['element']} {self._data}")
            if column is None:
                raise self._wrong("a value of an attribute that is not declared before the graph")
            row[column] = text
