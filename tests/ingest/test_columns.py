"""Keys and digests that a load makes by column are those that the model makes one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netgraph.model import claim_key, digest
from netgraph.model.keys import claim_keys, digests

text = st.text(max_size=5)
columns = st.integers(0, 6).flatmap(
    lambda size: st.fixed_dictionaries(
        {
            "text": st.lists(st.none() | text, min_size=size, max_size=size),
            "number": st.lists(st.none() | st.integers(), min_size=size, max_size=size),
            "share": st.lists(st.none() | st.floats(allow_nan=False), min_size=size, max_size=size),
            "flag": st.lists(st.none() | st.booleans(), min_size=size, max_size=size),
            "codes": st.lists(st.none() | st.lists(text, max_size=3), min_size=size, max_size=size),
        }
    )
)


@given(columns)
def test_digests_by_column(columns: dict[str, list[object]]) -> None:
    """Digests of columns are the digests of their rows."""
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    assert digests(columns) == [digest(row) for row in rows]  # type: ignore[arg-type]


@given(st.lists(st.tuples(text, text, text, text, text, text, st.integers()), max_size=6))
def test_claim_keys_by_column(rows: list[tuple[str, str, str, str, str, str, int]]) -> None:
    """Keys of columns are the keys of their rows."""
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 7

    assert claim_keys(columns) == [claim_key(*row) for row in rows]
