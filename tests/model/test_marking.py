"""A marking that is missing or not understood is the strictest, and the strictest of several wins."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.model import Marking, load_schema, strictest

WORDS = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]


def test_the_order_is_that_of_the_standard() -> None:
    """From CLEAR to RED each marking is stricter than the one before."""
    assert [marking.word for marking in sorted(Marking)] == WORDS
    assert list(load_schema().codelists["handling"].codes) == WORDS


@pytest.mark.parametrize("word", WORDS)
def test_words_are_read_as_people_write_them(word: str) -> None:
    """With and without the prefix, in any case, with spaces around, a word is its marking; it reads back."""
    for written in (word, word.lower(), f"TLP:{word}", f" tlp:{word.title()} ", f"TLP: {word}"):
        assert Marking.parse(written).word == word
    assert str(Marking.parse(word)) == f"TLP:{word}"


FULL_WIDTH = "".join(chr(ord(letter) + 0xFEE0) for letter in "CLEAR")
UNKNOWN: list[object] = [
    *(None, "", " ", "WHITE", "TLP:WHITE", "TLP:TLP:CLEAR", "public", "0"),
    *("AMBER STRICT", "AMBER_STRICT", "amber-strict", "CLEAR RED", "CLEAR\nRED", FULL_WIDTH),
    *(0, 1, True, float("nan"), [], {}, b"CLEAR"),
]


@pytest.mark.parametrize("unknown", UNKNOWN, ids=ascii)
def test_what_is_not_understood_is_red(unknown: object) -> None:
    """Whatever is no marking of TLP 2.0 fails closed."""
    assert Marking.parse(unknown) is Marking.RED


@given(st.text())
def test_no_text_opens_by_accident(text: str) -> None:
    """A text is only less than RED when it is one of the words."""
    word = text.strip().upper().removeprefix("TLP:").strip()

    assert Marking.parse(text) is Marking.RED or word in WORDS


def test_strictest() -> None:
    """The strictest of markings is found in any order, from words or markings; nothing is CLEAR."""
    assert strictest([]) is Marking.CLEAR
    for markings in permutations(["CLEAR", Marking.AMBER_STRICT, "TLP:AMBER"]):
        assert strictest(markings) is Marking.AMBER_STRICT
    assert strictest(["CLEAR", None]) is Marking.RED
    assert strictest(iter(["GREEN", "nonsense"])) is Marking.RED
