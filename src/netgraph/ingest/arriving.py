"""What an evaluation gives, as columns that are ready for the staging database; pure, cheap to hand over.

Chunks can be evaluated in several processes (`netgraph.ingest.side`); this is all that comes back from one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from netgraph.disclosure.contents import TYPES
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netgraph.ingest.evaluate import Evaluation
    from netgraph.ingest.evaluation import Claims, Columns, Nodes
    from netgraph.store import Ends


@dataclass(frozen=True)
class Arriving:
    """What some rows give.

    Attributes
    ----------
    refused, unknown : pyarrow.Table
        Rows that cannot be loaded and why; codes that no list has.
    bound : list of numpy.ndarray
        Numbers of rows that stand or fall together.
    references : list of pyarrow.Table
        Keys of nodes that must exist, by row.
    nodes : list of (label, pyarrow.Table)
    claims : list of (Ends, pyarrow.Table)
        Still without their keys, which are hashed in SQL.
    """

    refused: pa.Table
    unknown: pa.Table
    bound: list[np.ndarray] = field(default_factory=list)
    references: list[pa.Table] = field(default_factory=list)
    nodes: list[tuple[str, pa.Table]] = field(default_factory=list)
    claims: list[tuple[Ends, pa.Table]] = field(default_factory=list)


def arriving(evaluation: Evaluation) -> Arriving:
    """Bring what rows give into columns."""
    numbers = np.asarray(evaluation.cells.rows.numbers, dtype=np.int64)
    refused = [(p, r.text, r.column) for p, r in evaluation.cells.refused.items()]
    found = Arriving(
        noted(numbers, ("reason", "column_name"), refused),
        noted(numbers, ("column_name", "code", "becomes"), evaluation.cells.unknown),
        [numbers[group] for group in evaluation.bound],
    )
    records = pa.array(evaluation.records, pa.string())
    provenance = _marks(evaluation.provenance)
    for nodes in evaluation.nodes:
        table = _nodes(nodes, numbers, records, provenance)
        if nodes.reference:
            found.references.append(table)
        else:
            found.nodes.append((nodes.label, table))
    found.claims.extend((c.ends, _claims(c, numbers, records, provenance)) for c in evaluation.claims)
    return found


def noted(numbers: np.ndarray, names: Iterable[str], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Make a table of what is known by position of row: its number, and texts."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * (1 + len(tuple(names)))
    positions, *rest = columns
    texts = {name: pa.array(texts, pa.string()) for name, texts in zip(names, rest, strict=True)}
    return pa.table({"row": pa.array(numbers[np.asarray(positions, dtype=np.int64)], pa.int64()), **texts})


def _nodes(
    nodes: Nodes, numbers: np.ndarray, records: pa.Array, provenance: Mapping[str, pa.Array]
) -> pa.Table:
    rows = np.asarray(nodes.rows, dtype=np.int64)
    head = {"row": pa.array(numbers[rows]), "key": pa.array(nodes.keys, pa.string())}
    if nodes.reference:
        size = len(rows)
        told = {"label": pa.repeat(nodes.label, size), "column_name": pa.repeat(nodes.column, size)}
        return pa.table(head | told)
    definition = load_schema().nodes[nodes.label]
    found = {n: _array(definition.properties[n].type, v) for n, v in nodes.properties.items()}
    if definition.kind == "owned":
        found |= {n: values.take(rows) for n, values in provenance.items()}
        found["record"] = records.take(rows)
    return pa.table(head | found)


def _claims(
    claims: Claims, numbers: np.ndarray, records: pa.Array, provenance: Mapping[str, pa.Array]
) -> pa.Table:
    rows = np.asarray(claims.rows, dtype=np.int64)
    definitions = load_schema().relationships[claims.ends.type].properties
    found = {n: _array(definitions[n].type, v) for n, v in claims.properties.items()}
    found |= {n: values.take(rows) for n, values in provenance.items()}
    found["record"] = records.take(rows)
    if claims.records is not None:
        found["record"] = pa.array(claims.records, pa.string())
        blank = pa.nulls(len(rows), pa.string())
        found |= dict.fromkeys(("reliability", "credibility", "first_seen", "last_seen"), blank)
    found |= _marks(claims.provenance or {})
    head = {
        "row": pa.array(numbers[rows]),
        "start": pa.array(claims.start, pa.string()),
        "end": pa.array(claims.end, pa.string()),
    }
    return pa.table(head | found)


def _array(type_: str, values: Sequence[Any]) -> pa.Array:
    return pa.array(values, TYPES.get(type_, pa.string()))


def _marks(provenance: Columns) -> dict[str, pa.Array]:
    definitions = load_schema().provenance.properties
    return {name: _array(definitions[name].type, values) for name, values in provenance.items()}
