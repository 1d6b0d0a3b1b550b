"""A reader whose answers are given, for analyses that are tried on many little graphs without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from netgraph.disclosure import Answer, Ties
from netgraph.model import Marking, strictest
from netgraph.queries import Catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "strings": pa.list_(pa.string()),
}
CATALOGUE = Catalogue.load()


class Canned:
    """Answers named queries with rows that were given for them; with none where none were.

    Parameters
    ----------
    **rows : list of dict
        By the query's name, with _ for -. A row is CLEAR unless it has a ``handling``. Those of ``ties`` are
        claims with the label and key of both ends.
    """

    keep = False  # of no store, so nothing of it can be kept for another time

    def __init__(self, **rows: list[dict[str, Any]]) -> None:
        self._rows = {name.replace("_", "-"): found for name, found in rows.items()}

    def query(self, name: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Return the rows that were given for a query, in its columns."""
        columns = {
            column: TYPES[told.type]
            for column, told in CATALOGUE.get(name).columns.items()
            if column not in {"markings", "handling"}
        }
        columns["handling"] = pa.string()
        rows = [{**dict.fromkeys(columns), "handling": "CLEAR", **row} for row in self._rows.get(name, [])]
        table = pa.Table.from_pylist(rows, pa.schema(list(columns.items())))
        marking = strictest(Marking.parse(row["handling"]) for row in rows)
        return Answer(name, dict(parameters or {}), table, marking)

    def ties(self, types: Sequence[str], properties: Sequence[str] = ()) -> Ties:
        """Return the claims that were given, whatever their type."""
        del types
        rows = self._rows.get("ties", [])
        named = [[(row[f"{end}_type"], row[end]) for row in rows] for end in ("start", "end")]
        nodes = sorted({node for column in named for node in column}, key=hash)
        at = {node: place for place, node in enumerate(nodes)}
        ends = np.array([[at[node] for node in column] for column in named], dtype=np.int64).T
        table = pa.table(
            [[label for label, _ in nodes], [key for _, key in nodes]],
            pa.schema([("label", pa.string()), ("key", pa.string())]),
        )
        claims = {
            name: pa.array([row.get(name) for row in rows], pa.string()) for name in ("type", *properties)
        }
        return Ties(table, pa.table(claims), ends, Marking.CLEAR)
