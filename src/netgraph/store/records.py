"""Write records of the embedded engine, inside a transaction that is open: what its languages do slowly.

A batch crosses into the Java runtime as one JSON text, not value by value, and is there a list of maps. Nodes
are then written by one statement; claims, and new content of what is there, through the engine's Java API,
since its SQL takes one statement for each of them. Everything happens in the caller's transaction, so that a
batch is whole or not at all (docs/adr/0007).
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from netgraph.store import sql
from netgraph.store.jvm import java
from netgraph.store.names import quoted
from netgraph.store.refusals import short_batch, unfit_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netgraph.store.port import Ends


class Packed:
    """A batch and the text in which it crosses; made outside of the transaction that writes it.

    Parameters
    ----------
    values : list
        Plain values, or mappings of them.

    Attributes
    ----------
    text : str or None
        None where a number is in it that JSON cannot write.
    """

    def __init__(self, values: list[Any]) -> None:
        self.values = values
        self.text: str | None = None
        try:
            self.text = json.dumps(values, allow_nan=False)
        except TypeError as cause:
            raise unfit_value(cause) from cause
        except ValueError:  # JSON has no infinities
            pass


class Records:
    """Writes batches into a database whose transaction is open.

    Parameters
    ----------
    database : arcadedb_embedded.Database
    """

    def __init__(self, database: Any) -> None:  # noqa: ANN401 - the engine has no type information
        self._db = database
        self._jpype = java()
        class_ = self._jpype.JClass
        whole_numbers = class_("com.google.gson.ToNumberPolicy").LONG_OR_DOUBLE
        builder = class_("com.google.gson.GsonBuilder")()
        self._gson = builder.setObjectToNumberStrategy(whole_numbers).create()
        self._list = class_("java.util.List").class_

    def run(self, language: str, text: str, **parameters: list[Any]) -> list[dict[str, Any]]:
        """Run a writing statement, whose parameters are lists, and return its rows."""
        given = {name: self._java(values) for name, values in parameters.items()}
        return list(self._db.command(language, text, given).to_list())

    def create_nodes(self, label: str, rows: Packed) -> None:
        """Create nodes from rows of properties."""
        self._db.command("sql", sql.create_nodes(label), {"rows": self._java(rows)})

    def create_claims(
        self,
        ends: Ends,
        starts: Sequence[str | None],
        stops: Sequence[str | None],
        rows: Packed,
    ) -> None:
        """Create claims from rows of properties, between nodes given by key.

        Raises
        ------
        StoreError
            A node is not there.
        """
        quoted(ends.type)
        from_ = self._found(ends.start, starts)
        to = from_ if ends.end == ends.start and starts == stops else self._found(ends.end, stops)
        placed = sum(a in from_ and b in to for a, b in zip(starts, stops, strict=True))
        if placed != len(rows.values):
            raise short_batch(placed, len(rows.values))
        for start, stop, properties in zip(starts, stops, self._java(rows), strict=True):
            from_[start].newEdge(ends.type, to[stop], properties)

    def update(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Replace all properties of nodes or claims, found by their ``key``.

        Raises
        ------
        StoreError
            One of them is not there.
        """
        found = self._found(name, [row["key"] for row in rows])
        placed = sum(row["key"] in found for row in rows)
        if placed != len(rows):
            raise short_batch(placed, len(rows))
        for row, properties in zip(rows, self._java(rows), strict=True):
            found[row["key"]].modify().fromMap(properties).save()

    def _found(self, name: str, keys: Iterable[str | None]) -> dict[str | None, Any]:
        """Look up nodes or claims; a key that is not there is not in the answer."""
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return {}
        answer = self._db.query("sql", sql.records(name), {"keys": self._java(wanted)}).first()
        if answer.get_raw("records") is None:
            return {}
        there = json.loads(str(self._gson.toJson(answer.get_raw("keys"))))
        return dict(zip(there, answer.get_raw("records").toArray(), strict=True))

    def _java(self, values: list[Any] | Packed) -> Any:  # noqa: ANN401 - a Java list
        """Take a list of plain values, or of mappings of them, across in one piece."""
        packed = values if isinstance(values, Packed) else Packed(values)
        if packed.text is None:
            return self._java_by_value(packed.values)
        return self._gson.fromJson(packed.text, self._list)

    def _java_by_value(self, rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - a Java list
        """Take rows across, and numbers that JSON cannot write one by one."""
        plain = [{name: value for name, value in row.items() if not _odd(value)} for row in rows]
        try:
            found = self._gson.fromJson(json.dumps(plain, allow_nan=False), self._list)
        except ValueError as cause:
            raise unfit_value(cause) from cause
        for row, properties in zip(rows, found, strict=True):
            for name, value in row.items():
                if _odd(value):
                    properties.put(name, self._jpype.JDouble(value))
        return found


def _odd(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
