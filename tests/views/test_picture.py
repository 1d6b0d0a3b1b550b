"""What a picture refuses, and how it says so."""

from __future__ import annotations

import pytest

from netgraph.errors import ViewError
from netgraph.views import Claim, Node, Picture, Relationship


def node(key: str, *, handling: str = "CLEAR", x: float | None = None, y: float | None = None) -> Node:
    """Return a node of which only this matters."""
    return Node(key, key, "Person", None, handling, x=x, y=y)


def test_refuses_two_nodes_of_one_key() -> None:
    """A key that occurs twice is named."""
    with pytest.raises(ViewError, match="2 nodes have the key 'a'") as refused:
        Picture("t", (node("a"), node("b"), node("a")), (), "CLEAR")

    assert "once" in refused.value.hint


@pytest.mark.parametrize(("start", "end"), [("a", "gone"), ("gone", "a")])
def test_refuses_a_relationship_into_nothing(start: str, end: str) -> None:
    """A relationship whose end is no node of the picture is named with that end."""
    with pytest.raises(ViewError, match="'LINKED_TO' ends in 'gone'"):
        Picture("t", (node("a"),), (Relationship(start, end, "LINKED_TO"),), "CLEAR")


@pytest.mark.parametrize("far", [float("inf"), float("-inf"), 1e300])
def test_refuses_infinite_coordinates(far: float) -> None:
    """A coordinate that cannot be drawn is refused, on either axis."""
    for x, y in ((far, 0.0), (0.0, far)):
        with pytest.raises(ViewError, match="infinite coordinate"):
            Picture("t", (node("a", x=x, y=y),), (), "CLEAR")


@pytest.mark.parametrize("word", ["", "WHITE", "amber", "TLP:RED", "x" * 500])
def test_refuses_what_is_no_marking(word: str) -> None:
    """Only the five words of TLP 2.0 mark a picture, and the message stays short."""
    with pytest.raises(ViewError, match="cannot be marked") as refused:
        Picture("t", (), (), word)

    assert len(refused.value.message) < 120
    assert "AMBER+STRICT" in refused.value.hint


@pytest.mark.parametrize(
    ("marking", "handling"),
    [("CLEAR", "GREEN"), ("GREEN", "AMBER"), ("AMBER", "AMBER+STRICT"), ("AMBER+STRICT", "RED")],
)
def test_refuses_to_be_marked_looser_than_its_parts(marking: str, handling: str) -> None:
    """A picture carries at least the marking of every node and of every claim."""
    ends = (node("a"), node("b"))
    claim = Claim("source", "record", handling)
    with pytest.raises(ViewError, match="is marked"):
        Picture("t", (node("a", handling=handling),), (), marking)
    with pytest.raises(ViewError, match="a claim of 'source' is marked"):
        Picture("t", ends, (Relationship("a", "b", "LINKED_TO", (claim,)),), marking)

    assert Picture("t", (node("a", handling=handling),), (), handling).marking == handling


@pytest.mark.parametrize("handling", ["", "SECRET", "TLP:SECRET"])
def test_unknown_markings_count_as_the_strictest(handling: str) -> None:
    """A node whose marking is missing or unknown makes the picture RED."""
    with pytest.raises(ViewError, match="is marked") as refused:
        Picture("t", (node("a", handling=handling),), (), "AMBER+STRICT")

    assert "TLP:RED" in refused.value.hint
    assert Picture("t", (node("a", handling=handling),), (), "RED").marking == "RED"


@pytest.mark.parametrize(
    ("reliability", "credibility", "grade"),
    [("B", "2", "B2"), ("A", None, "A"), (None, "6", "6"), (None, None, "")],
)
def test_grade_is_one_word(reliability: str | None, credibility: str | None, grade: str) -> None:
    """Reliability and credibility are read together, also when one is unknown."""
    assert Claim("s", "r", "CLEAR", reliability, credibility).grade == grade
