"""Whatever shape an engine gives an answer, it leaves as its header says or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pytest

from netgraph.errors import StoreError
from netgraph.queries import Query, run
from netgraph.queries.header import Header

if TYPE_CHECKING:
    from netgraph.store import Store


class Answering:
    """Stands for a store whose engine gives one answer, in a shape of its own."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.asked: list[tuple[str, object]] = []

    def read(self, statement: str, parameters: object, names: object) -> pa.Table:
        """Give the answer, whatever is asked."""
        del names
        self.asked.append((statement, parameters))
        return self.table


def query(returns: str = "set", **columns: str) -> Query:
    """Make a query with some columns."""
    content: dict[str, Any] = {"summary": "x", "mode": "read", "returns": returns}
    content["params"] = {"limit": {"type": "integer", "default": 3}}
    content["columns"] = {name: {"type": type_} for name, type_ in columns.items()}
    return Query("q", "", Path("q.cypher"), Header.model_validate(content), "RETURN $limit AS n", 8)


def answer(asked: Query, table: pa.Table) -> pa.Table:
    """Run a query where the engine gives a table."""
    return run(cast("Store", Answering(table)), asked)


def test_the_statement_and_bound_parameters_go_to_the_store() -> None:
    """The store sees the text of the file and typed values."""
    store = Answering(pa.table({"n": [1]}))

    run(cast("Store", store), query(n="integer"), {"limit": "2"})

    assert store.asked == [("RETURN $limit AS n", {"limit": 2})]


def test_columns_come_in_the_declared_order_and_types() -> None:
    """Order and types are the header's, and further columns stay behind."""
    table = pa.table({"b": [[]], "extra": [1], "a": [1], "d": [True], "c": [2], "e": ["x"]})
    asked = query(a="integer", b="strings", c="number", d="boolean", e="string")

    found = answer(asked, table)

    assert found.column_names == ["a", "b", "c", "d", "e"]
    types = [pa.int64(), pa.list_(pa.string()), pa.float64(), pa.bool_(), pa.string()]
    assert [f.type for f in found.schema] == types
    assert found.to_pylist() == [{"a": 1, "b": [], "c": 2.0, "d": True, "e": "x"}]


def test_an_empty_answer_has_its_columns() -> None:
    """The embedded engine drops the columns of an empty answer; here they are again."""
    found = answer(query(a="integer", b="strings"), pa.table({}))

    assert found.num_rows == 0
    assert [(f.name, f.type) for f in found.schema] == [("a", pa.int64()), ("b", pa.list_(pa.string()))]


@pytest.mark.parametrize("type_", ["string", "integer", "number", "boolean", "strings"])
def test_a_column_of_nulls_has_its_type(type_: str) -> None:
    """An engine cannot know the type of what is never there, and calls it text."""
    found = answer(query(a=type_), pa.table({"a": pa.array([None, None], pa.string())}))

    assert found["a"].to_pylist() == [None, None]
    assert found.schema.field("a").type == answer(query(a=type_), pa.table({})).schema.field("a").type


def test_a_whole_float_becomes_the_integer_it_is() -> None:
    """A sum that an engine computed in floating point is cast exactly."""
    assert answer(query(a="integer"), pa.table({"a": [3.0, None]}))["a"].to_pylist() == [3, None]


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        ("integer", [3.5]),
        ("integer", [float("nan")]),
        ("integer", [1e30]),
        ("integer", ["3"]),
        ("integer", [True]),
        ("number", ["3.5"]),
        ("number", [2**60 + 1]),
        ("string", [3]),
        ("string", [["a"]]),
        ("boolean", [1]),
        ("strings", ["a"]),
        ("strings", [[1]]),
    ],
)
def test_what_does_not_fit_is_an_error(type_: str, values: list[object]) -> None:
    """No value is bent to fit: the answer is refused with column and types."""
    with pytest.raises(StoreError, match=r"q: the column a came back as .* and does not fit"):
        answer(query(a=type_), pa.table({"a": values}))


def test_other_integers_and_texts_fit() -> None:
    """Engines may choose another width."""
    table = pa.table(
        {"a": pa.array([1], pa.int32()), "b": pa.array(["x"], pa.large_string()), "c": [["x", None]]}
    )
    found = answer(query(a="integer", b="string", c="strings"), table)

    assert found.to_pylist() == [{"a": 1, "b": "x", "c": ["x", None]}]


def test_a_column_that_is_not_there_is_an_error() -> None:
    """An answer with rows that lacks a declared column is refused."""
    with pytest.raises(StoreError, match="q did not give the column b"):
        answer(query(a="integer", b="integer"), pa.table({"a": [1]}))


def test_one_row_is_one_row() -> None:
    """A query that promises at most one row and gives two is refused; none is fine."""
    asked = query(returns="one", a="integer")

    assert answer(asked, pa.table({})).num_rows == 0
    assert answer(asked, pa.table({"a": [1]})).num_rows == 1
    with pytest.raises(StoreError, match="gave 2 rows where it promises at most one"):
        answer(asked, pa.table({"a": [1, 2]}))
