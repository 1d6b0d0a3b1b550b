"""Whatever a property may hold comes back as it was written, from nodes and claims, on every store."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netgraph.model import load_schema
from netgraph.store import Ends
from stores import empty, rows

if TYPE_CHECKING:
    from netgraph.store import Store

LEG = Ends("Location", "LEG", "Location")
SMALLEST, LARGEST = -(2**63), 2**63 - 1
NAMES = sorted(
    {name for r in load_schema().relationships.values() for name in r.properties}
    | load_schema().provenance.properties.keys()
)

# One strategy a column: a property has one type (the schema is checked for it). Text is what UTF-8 can hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
COLUMNS = st.one_of(
    st.lists(st.none() | TEXT, min_size=3, max_size=3),
    st.lists(st.none() | st.integers(SMALLEST, LARGEST), min_size=3, max_size=3),
    st.lists(st.none() | st.floats(allow_nan=False), min_size=3, max_size=3),
    st.lists(st.none() | st.booleans(), min_size=3, max_size=3),
    st.lists(st.none() | st.lists(TEXT, max_size=3), min_size=3, max_size=3),
)


def written(store: Store, values: dict[str, list[Any]]) -> None:
    """Write three nodes and three claims that have the values of each property."""
    keys = ["one", "two", "three"]
    store.create_nodes("Location", pa.table({**values, "key": keys}))
    store.create(LEG, pa.table({**values, "key": keys, "start": keys, "end": keys}))


def found(store: Store, name: str) -> list[list[Any]]:
    """Return the values of a property, of the nodes and of the claims."""
    case = "CASE {0}.key WHEN 'one' THEN 1 WHEN 'two' THEN 2 ELSE 3 END"
    return [
        store.read(f"MATCH {pattern} RETURN {x}.`{name}` AS v, {case.format(x)} AS n ORDER BY n")[
            "v"
        ].to_pylist()
        for pattern, x in (("(l:Location)", "l"), ("(:Location)-[r:LEG]->(:Location)", "r"))
    ]


@pytest.mark.parametrize(
    "values",
    [
        ["Côte d'Ivoire", "Tiếng Việt", "中华人民共和国"],
        ["😀", "e\u0301", "\u202e right to left"],
        ["'", '"', "\\"],
        ["it's \"quoted\" \\' \\\\", "`backticks`", "$key {key} ${key} :key ?"],
        ["' OR 1=1 --", "'}) DETACH DELETE n //", "DROP TYPE `Location` UNSAFE"],
        ["\n\r\t", "\0", " leading and trailing "],
        ["", None, "null"],
        ["2008-05-17", "2008-05-17T10:00:00+02:00", "2008"],
        ["#1:0", "true", "1e5"],
        ["x" * 100_000, "é" * 100_000, "'" * 100_000],
        [SMALLEST, LARGEST, 0],
        [2**31, -(2**31), 2**53 + 1],
        [0.1, -0.0, 5e-324],
        [1.0, 1.7976931348623157e308, -math.inf],
        [True, False, None],
        [["a", "b"], [], None],
        [["'", "\n", "😀"], [""], ["same", "same"]],
        [["x" * 10_000] * 10, ["null"], ["2008"]],
        [None, None, None],
    ],
    ids=lambda values: ascii(values[0])[:20],
)
def test_values_come_back(store: Store, values: list[Any]) -> None:
    """Text of any kind and length, numbers to their limits, lists and nulls come back as written."""
    written(store, {"name": values})

    for back in found(store, "name"):
        assert back == values
        assert [type(value) for value in back] == [type(value) for value in values]
        assert [math.copysign(1, v) for v in back if v == 0] == [
            math.copysign(1, v) for v in values if v == 0
        ]


@given(values=st.dictionaries(st.sampled_from(NAMES), COLUMNS, min_size=1, max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_values_come_back(store: Store, values: dict[str, list[Any]]) -> None:
    """Any property of the schema holds any values of one type, beside others, in any of the rows."""
    empty(store)  # the examples share one
    written(store, values)

    for name, given_values in values.items():
        assert found(store, name) == [given_values, given_values]


@given(before=COLUMNS, after=COLUMNS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_update_leaves_what_it_was_given(store: Store, before: list[Any], after: list[Any]) -> None:
    """After an update the values are those of the update, whatever was there, and nulls are absent."""
    empty(store)
    keys = ["one", "two", "three"]
    written(store, {"name": before})

    store.update("LEG", pa.table({"key": keys, "name": after}))
    store.update_nodes("Location", pa.table({"key": keys, "name": after}))

    assert found(store, "name") == [after, after]
    present = sum(value is not None for value in after)
    for pattern in ("(x:Location)", "(:Location)-[x:LEG]->(:Location)"):
        table = store.read(f"MATCH {pattern} WHERE x.name IS NOT NULL RETURN count(x) AS n")
        assert table["n"].to_pylist() == [present]


@pytest.mark.parametrize("name", ["start", "end"])
def test_ends_are_no_properties(store: Store, name: str) -> None:
    """The keys of a claim's ends are not kept as its properties."""
    store.merge_nodes("Location", rows({"key": "KEN"}))
    store.create(LEG, rows({"key": "k", "start": "KEN", "end": "KEN", "mode": "Road"}))

    store.update("LEG", rows({"key": "k", "start": "KEN", "end": "KEN", "mode": "Sea"}))

    (row,) = store.read("MATCH (:Location)-[r:LEG]->(:Location) RETURN keys(r) AS k, r.mode AS m").to_pylist()
    assert name not in row["k"]
    assert row["m"] == "Sea"
