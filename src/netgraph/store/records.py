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
from netgraph.store.batches import end_keys
from netgraph.store.jvm import java
from netgraph.store.names import quoted
from netgraph.store.refusals import short_batch, unfit_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from netgraph.store.port import Ends


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
        self._places = self._jpype.JArray(class_("com.arcadedb.database.Identifiable"))
        self._new_edges = _new_edges(class_)

    def run(self, language: str, text: str, **parameters: list[Any]) -> list[dict[str, Any]]:
        """Run a writing statement, whose parameters are lists, and return its rows."""
        given = {name: self.across(values) for name, values in parameters.items()}
        return list(self._db.command(language, text, given).to_list())

    def create_nodes(self, label: str, rows: Any) -> None:  # noqa: ANN401 - a Java list
        """Create nodes from rows of properties that are across."""
        self._db.command("sql", sql.create_nodes(label), {"rows": rows})

    def note(self, label: str, rows: list[dict[str, Any]]) -> None:
        """Write nodes over what is there; there are few."""
        for row in rows:
            self._db.command("sql", sql.note(label), {"row": row, "key": row["key"]})

    def places(self, ends: Ends, rows: pa.Table) -> tuple[Any, Any]:
        """Find where the ends of claims lie; needs no transaction.

        Returns
        -------
        (array, array)
            Of the engine's identifiers: of starts and of ends, a claim each.

        Raises
        ------
        StoreError
            A node is not there.
        """
        starts, stops = end_keys(rows)
        from_ = self._found(sql.places(ends.start), starts)
        to = self._found(sql.places(ends.end), stops)
        placed = sum(a in from_ and b in to for a, b in zip(starts, stops, strict=True))
        if placed != len(rows):
            raise short_batch(placed, len(rows))
        return self._places([from_[key] for key in starts]), self._places([to[key] for key in stops])

    def create_claims(self, type_: str, places: tuple[Any, Any], rows: Any) -> None:  # noqa: ANN401 - Java's
        """Create claims from rows of properties that are across, between `places`."""
        quoted(type_)
        starts, stops = places
        self._new_edges.invokeWithArguments(starts, type_, stops, rows.toArray())

    def update(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Replace all properties of nodes or claims, found by their ``key``.

        Raises
        ------
        StoreError
            One of them is not there.
        """
        found = self._found(sql.records(name), [row["key"] for row in rows])
        placed = sum(row["key"] in found for row in rows)
        if placed != len(rows):
            raise short_batch(placed, len(rows))
        for row, properties in zip(rows, self.across(rows), strict=True):
            found[row["key"]].modify().fromMap(properties).save()

    def _found(self, select: str, keys: Iterable[str | None]) -> dict[str | None, Any]:
        """Look up nodes or claims; a key that is not there is not in the answer."""
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return {}
        answer = self._db.query("sql", select, {"keys": self.across(wanted)}).first()
        if answer.get_raw("records") is None:
            return {}
        there = json.loads(str(self._gson.toJson(answer.get_raw("keys"))))
        return dict(zip(there, answer.get_raw("records").toArray(), strict=True))

    def across(self, values: list[Any]) -> Any:  # noqa: ANN401 - a Java list
        """Take a list of plain values, or of mappings of them, across in one piece; needs no transaction."""
        try:
            text = json.dumps(values, allow_nan=False)
        except TypeError as cause:
            raise unfit_value(cause) from cause
        except ValueError:  # JSON has no infinities
            return self._by_value(values)
        return self._gson.fromJson(text, self._list)

    def _by_value(self, rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - a Java list
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


def _new_edges(class_: Any) -> Any:  # noqa: ANN401 - a Java method
    """Return ``Vertex.newEdge`` for arrays of starts, of ends and of properties: a loop in the Java runtime.

    A loop in Python would come back to Python for each claim, and there wait for the thread that prepares the
    next batch.
    """
    handles, type_ = (
        class_("java.lang.invoke.MethodHandles"),
        class_("java.lang.invoke.MethodType").methodType,
    )
    place, vertex, edge = (
        class_(f"com.arcadedb.{name}").class_
        for name in ("database.Identifiable", "graph.Vertex", "graph.MutableEdge")
    )
    text, object_ = class_("java.lang.String").class_, class_("java.lang.Object").class_
    places, objects = place.arrayType(), object_.arrayType()
    nothing, number = class_("java.lang.Void").TYPE, class_("java.lang.Integer").TYPE
    public = handles.publicLookup()
    create = public.findVirtual(vertex, "newEdge", type_(edge, text, place, objects)).asCollector(objects, 1)
    create = create.asType(type_(nothing, vertex, text, place, object_))
    create = handles.filterArguments(create, 0, public.findVirtual(place, "asVertex", type_(vertex)))
    for argument, array in ((3, objects), (2, places), (0, places)):
        create = handles.collectArguments(create, argument, handles.arrayElementGetter(array))
    # Of (starts, i, type, ends, i, properties, i) now, and i comes first and once.
    body = type_(nothing, number, places, text, places, objects)
    body = handles.permuteArguments(create, body, 1, 0, 2, 3, 0, 4, 0)
    return handles.countedLoop(handles.arrayLength(places), None, body)


def _odd(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def properties(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take out what the engine adds to a record, such as its place."""
    return [
        {name: value for name, value in row.items() if value is not None and not name.startswith("@")}
        for row in rows
    ]
