"""Load tables that another netgraph released, as a source of their own, with its markings.

Every node and claim is one row: it is held against the vocabulary, accounted for, and can be undone like any
load. Keys of owned nodes get the name of the source before them, so that two senders never meet in one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.disclosure.contents import ENDS
from netgraph.errors import DataError, TooManyRejects
from netgraph.ingest.arriving import arriving
from netgraph.ingest.evaluation import Claims, Columns, Nodes
from netgraph.ingest.hygiene import fault_of_key
from netgraph.ingest.load import load_file
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.mapping import Provenance as Marks
from netgraph.ingest.received_scan import direct_identifiers
from netgraph.ingest.rows import Reason
from netgraph.ingest.settle import drop_duplicates
from netgraph.ingest.validation import hold
from netgraph.model import load_schema, node_key
from netgraph.store import Ends

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.ingest.asked import Load
    from netgraph.ingest.read.table import Progress
    from netgraph.ingest.report import IngestReport
    from netgraph.ingest.stage import Stage
    from netgraph.model import Property
    from netgraph.store import Store

CHUNK = 20_000
MARKS = tuple(Marks.model_fields)
# What a load is called by; its rows come from tables, and none by these columns.
RELEASE = {
    "mapping": 1,
    "name": "release",
    "summary": "A release of another netgraph.",
    "source": {"name": "release", "doc": "Received, signed by a trusted partner.", "licence": "As agreed."},
    "record": ["entry"],
    "columns": {"entry": {"doc": "A node or claim of the bundle."}},
    "nodes": {"entry": {"type": "Case", "key": ["entry"]}},
    "max_ratio": 0.0,
}


def load_tables(
    store: Store,
    path: Path,
    source: str,
    nodes: dict[str, pa.Table],
    claims: dict[str, pa.Table],
    **options: Any,  # noqa: ANN401 - as `load_file` takes them
) -> IngestReport:
    """Make the store hold what a bundle says, for one source.

    Parameters
    ----------
    store : Store
    path : Path
        The bundle, for its hash and name.
    source : str
        What its sender is called here.
    nodes, claims : dict of str to pyarrow.Table
        By label and type, as `netgraph.disclosure.Disclosed` has them.
    **options
        Of `load_file`: by, why, dry_run, progress.

    Returns
    -------
    IngestReport

    Raises
    ------
    DataError
        A label, type or property that the vocabulary does not have, a value that it refuses, or a direct
        identifier in a text or key; nothing was written.
    """
    _refuse_unknown(nodes, claims)

    def read(load: Load, stage: Stage, progress: Progress) -> None:
        done, total = 0, sum(map(len, (*nodes.values(), *claims.values())))
        for name, table in (*nodes.items(), *claims.items()):
            for at in range(0, len(table), CHUNK):
                part = table.slice(at, CHUNK)
                _stage(stage, load.context.source, name, part, done)
                done += len(part)
                progress("read", done, total)
        drop_duplicates(stage)

    try:
        return load_file(store, Mapping.model_validate(RELEASE), path, source=source, reading=read, **options)
    except TooManyRejects as cause:
        raise DataError(
            cause.message.replace("more than the max_ratio of 0 that the mapping allows", "and none may be"),
            hint="ask the sender: a direct identifier has to be taken out of their store, and released "
            "again; for values that are not known here, ask for their version of netgraph",
        ) from cause


def _refuse_unknown(nodes: dict[str, pa.Table], claims: dict[str, pa.Table]) -> None:
    schema = load_schema()
    known = {label: schema.node_properties(label) for label in schema.labels("owned", "shared")}
    for what, tables in (("label", nodes), ("type", claims)):
        for name, table in tables.items():
            here = known.get(name) if what == "label" else None
            if what == "type" and name in schema.relationships:
                here = schema.relationship_properties(name)
            if here is None:
                raise DataError(f"the {what} {name!r} is not known here", hint="update netgraph")
            strange = set(table.column_names) - set(here) - (set(ENDS) if what == "type" else set())
            if strange:
                raise DataError(
                    f"{name} has {min(strange)!r}, which is not known here", hint="update netgraph"
                )


@dataclass
class _Rows:
    numbers: list[int]


@dataclass
class _Cells:
    rows: _Rows
    refused: dict[int, Reason] = field(default_factory=dict)
    unknown: list[Any] = field(default_factory=list)


@dataclass
class _Entries:
    """Nodes or claims of one table, in the form in which an evaluation gives them."""

    cells: _Cells
    records: list[str]
    provenance: Columns
    nodes: list[Nodes] = field(default_factory=list)
    claims: list[Claims] = field(default_factory=list)
    bound: list[list[int]] = field(default_factory=list)


def _stage(stage: Stage, source: str, name: str, table: pa.Table, before: int) -> None:
    """Put a part of one table on the stage."""
    schema = load_schema()
    size = len(table)
    columns: Columns = {column: table[column].to_pylist() for column in table.column_names}
    provenance = {mark: columns.get(mark) or [None] * size for mark in MARKS}
    provenance["handling"] = [mark or "RED" for mark in provenance["handling"]]
    told = zip(columns.get("source") or [name] * size, columns.get("record") or columns["key"], strict=True)
    records = [node_key(parts) for parts in told]
    numbers = list(range(before + 1, before + size + 1))
    entries = _Entries(_Cells(_Rows(numbers)), records, provenance)
    definitions = (schema.nodes.get(name) or schema.relationships[name]).properties
    properties = _own(columns, definitions, source)
    if name in schema.nodes:
        keys = [_renamed(source, name, key) for key in columns["key"]]
        entries.nodes.append(Nodes(name, list(range(size)), keys, properties))
        entries.cells.refused |= _odd_keys(keys)
    else:
        entries.claims += _claims(source, name, columns, properties)
        for end in ("start", "end"):
            entries.cells.refused |= _odd_keys(columns[end])
    entries.cells.refused |= direct_identifiers(name, columns) | entries.cells.refused
    hold(name, size, properties, lambda row, why, what: _refuse(entries, row, why, f"{name}.{what}"))
    hold("provenance", size, provenance, lambda row, why, what: _refuse(entries, row, why, f"{name}.{what}"))
    identity = pa.array([f"{name} {key}" for key in columns["key"]])
    stage.note_rows(numbers, {"entry": identity}, [identity])
    stage.append(arriving(entries))  # type: ignore[arg-type] # an evaluation of another kind


def _refuse(entries: _Entries, row: int, why: str, what: str) -> None:
    entries.cells.refused.setdefault(row, Reason(why, what))


def _odd_keys(keys: list[str]) -> dict[int, Reason]:
    faults = {key: fault_of_key(key) if key else "blank" for key in set(keys)}
    return {row: Reason(f"a key: {faults[key]}") for row, key in enumerate(keys) if faults[key]}


def _own(columns: Columns, definitions: dict[str, Property], source: str) -> Columns:
    """Return the properties that a type has of its own; references to owned nodes by their names here."""
    found: Columns = {}
    for name, definition in definitions.items():
        if name not in columns:
            continue
        values = columns[name]
        if definition.refers:
            values = [_renamed(source, definition.refers, key) if key else None for key in values]
        if any(value is not None for value in values):
            found[name] = values
    return found


def _claims(source: str, type_: str, columns: Columns, properties: Columns) -> list[Claims]:
    """Part the claims of one type by the labels at their ends."""
    pairs = list(zip(columns["start_label"], columns["end_label"], strict=True))
    found = []
    allowed = load_schema().relationships[type_]
    for start, end in dict.fromkeys(pairs):
        if start not in allowed.start or end not in allowed.end:
            raise DataError(f"{type_} leads from {start} to {end}, which it cannot", hint="update netgraph")
        rows = [row for row, pair in enumerate(pairs) if pair == (start, end)]
        found.append(
            Claims(
                Ends(start, type_, end),
                rows,
                [_renamed(source, start, columns["start"][row]) for row in rows],
                [_renamed(source, end, columns["end"][row]) for row in rows],
                {name: [values[row] for row in rows] for name, values in properties.items()},
            )
        )
    return found


def _renamed(source: str, label: str, key: str) -> str:
    """Put the source before the key of an owned node."""
    owned = load_schema().nodes[label].kind == "owned"
    return f"{node_key([source])}/{key}" if owned else key
