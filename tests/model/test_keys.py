"""Keys never run into each other, and a digest changes with the content and with nothing else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.model import claim_key, digest, node_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.model.keys import Value

# Short texts of few letters meet where keys are only strung together; the others are anything.
PARTS = st.lists(st.text("a/%2F\n", max_size=3) | st.text(max_size=5), min_size=1, max_size=4)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 2),
    st.sampled_from([0.0, 1.0, 2.0, 0.5]),
    st.sampled_from(["", "0", "1", "1.0", "True", "None", "a", "b"]),
    st.lists(st.sampled_from(["", "1", "a", "b"]), max_size=3),
)
PROPERTIES = st.dictionaries(st.sampled_from(["a", "b", "c", "1"]), VALUES, max_size=4)


def hashed(parts: list[str]) -> str:
    """Return the key of a claim whose further parts are these."""
    return claim_key("Case", "a/1", "FOLLOWED", "Route", "a/2", *parts)


@pytest.mark.parametrize("key", [node_key, hashed])
@given(left=PARTS, right=PARTS)
def test_keys_are_injective(key: Callable[[list[str]], str], left: list[str], right: list[str]) -> None:
    """Two lists of parts have the same key only when they are the same."""
    assert (key(left) == key(right)) == (left == right)


@pytest.mark.parametrize("key", [node_key, hashed])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["1", "23"], ["12", "3"]),
        (["a", "b"], ["b", "a"]),
        (["a/b"], ["a", "b"]),
        (["a", ""], ["a"]),
        (["", "a"], ["a"]),
        (["%2F"], ["/"]),
        (["1:a"], ["a"]),
        (["a1:b"], ["a", "b"]),
    ],
)
def test_keys_that_others_confuse(key: Callable[[list[str]], str], left: list[str], right: list[str]) -> None:
    """Parts that are cut, ordered or escaped differently have different keys."""
    assert key(left) != key(right)


def test_the_parts_of_a_claim_all_count() -> None:
    """Start, type, end, their labels, source, record and further values all make a different claim."""
    parts = ["Person", "a/1", "INVOLVED_IN", "Case", "a/2", "a", "r1", "Victim"]
    changed = [[*parts[:place], "other", *parts[place + 1 :]] for place in range(len(parts))]

    keys = {claim_key(*variant) for variant in [parts, *changed, parts[:-1]]}
    assert len(keys) == len(parts) + 2
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)


def test_a_node_key_can_be_read() -> None:
    """The key of a node shows its parts, on one line."""
    assert node_key(["ngo", 7, "a b"]) == "ngo/7/a b"
    assert node_key(["ngo", "1/2", "50%\n\r\0"]) == "ngo/1%2F2/50%25%0A%0D%00"


@given(properties=PROPERTIES, seed=st.integers(0, 5))
def test_order_does_not_matter(properties: dict[str, Value], seed: int) -> None:
    """A digest does not depend on the order of the properties, nor on properties that are None."""
    items = [*properties.items(), ("absent", None)]
    random.Random(seed).shuffle(items)  # noqa: S311 - an order, not a secret

    assert digest(dict(items)) == digest(properties)


@given(left=PROPERTIES, right=PROPERTIES)
def test_digests_are_sensitive(left: dict[str, Value], right: dict[str, Value]) -> None:
    """Two contents have the same digest only when they are the same, types included."""
    same = typed(left) == typed(right)

    assert (digest(left) == digest(right)) == same


def typed(properties: dict[str, Value]) -> dict[str, tuple[type, Value]]:
    """Tell 1, "1", 1.0 and True apart, which Python's own equality does not."""
    return {name: (type(value), value) for name, value in properties.items() if value is not None}


def test_what_python_takes_for_equal() -> None:
    """One, "1", 1.0, True and ["1"] are five contents; no value and an empty list are two."""
    values: list[Value] = [1, "1", 1.0, True, ["1"], None, [], "", [""], ["1", ""], ["", "1"], "None"]

    assert len({digest({"a": value}) for value in values}) == len(values)
