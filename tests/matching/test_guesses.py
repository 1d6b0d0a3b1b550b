"""The attacker: numbers are few enough to try them all, and trying works on a plain hash alone."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from blind import SHARED, Table, need_psi
from netgraph.matching import keyed, private
from netgraph.matching.envelope import read
from netgraph.model.identifiers import Pseudonymizer

if TYPE_CHECKING:
    from pathlib import Path

RANGE = [f"999555{number:05}" for number in range(100_000)]
SOME = RANGE[41_000:42_000]  # of the range, since trying a guess on a curve takes a while
HELD = "99955541741"


def points(packed: bytes, width: int) -> set[bytes]:
    """Return what a part of a file holds."""
    return {packed[at : at + width] for at in range(0, len(packed), width)}


def test_a_plain_hash_gives_its_number_away() -> None:
    """Who has the SHA-256 of a number finds it by hashing the whole range: a second or less."""
    leaked = hashlib.sha256(HELD.encode()).digest()

    assert [number for number in RANGE if hashlib.sha256(number.encode()).digest() == leaked] == [HELD]


def test_guesses_cannot_be_tried_on_an_offer_or_answer(tmp_path: Path) -> None:
    """With both files, and every key but the two that never left, no guess is recognised."""
    need_psi()
    table = Table(tmp_path)
    table.offer([HELD])
    table.answer([HELD])
    offered = points(read(table.offer_path, "offer").parts[0], private.WIDTH)
    again, own = (points(part, private.WIDTH) for part in read(table.answer_path, "answer").parts)
    secret = bytes.fromhex(json.loads(table.offer_path.with_name("1.offer.secret").read_bytes())["secret"])
    guesses = [f"phone {number}" for number in SOME]

    blinded, _ = private.asked(guesses, which=False)
    tried = points(blinded, private.WIDTH) | {hashlib.sha256(text.encode()).digest() for text in guesses}
    assert not tried & (offered | again | own)
    # The offering side, with its own secret, cannot try guesses on what the other holds either ...
    client = private.library().client.CreateFromKey(secret, reveal_intersection=False)
    mine = dict(zip(client.CreateRequest(guesses).encrypted_elements, SOME, strict=True))
    assert not mine.keys() & (again | own)
    # ... but on its own offer it can, which is why the secret is one: this attack works where it should.
    assert [mine[point] for point in mine.keys() & offered] == [HELD]


def test_two_offers_of_one_number_have_nothing_in_common(tmp_path: Path) -> None:
    """Nobody can see from two offers that the same number is in both; nor from two answers."""
    need_psi()
    table = Table(tmp_path)
    seen: list[set[bytes]] = []
    for _ in range(2):
        table.offer([HELD])
        table.answer([HELD])
        parts = [*read(table.offer_path, "offer").parts, *read(table.answer_path, "answer").parts]
        seen += [points(part, private.WIDTH) for part in parts]

    assert len(set().union(*seen)) == sum(map(len, seen))


def test_the_keyed_way_is_blind_to_all_but_the_two(tmp_path: Path) -> None:
    """Without the key no guess is recognised; the partner, who has it, can try: the docs say so."""
    table = Table(tmp_path, "keyed")
    table.offer([HELD])
    head = read(table.offer_path, "offer").header
    offered = points(read(table.offer_path, "offer").parts[0], keyed.WIDTH)

    def tried(key: Pseudonymizer) -> list[str]:
        session = key.derived(f"match/{head.match}".encode())
        return [number for number in RANGE if keyed.asked([f"phone {number}"], session) in offered]

    assert tried(Pseudonymizer(b"another key of enough bytes")) == []
    assert tried(SHARED) == [HELD]


@pytest.mark.parametrize("which", [False, True])
def test_how_many_does_not_tell_which(tmp_path: Path, *, which: bool) -> None:
    """The keyed answer to how many holds no proof of any one element; that to which does."""
    table = Table(tmp_path, "keyed")
    table.offer(range(10), which=which)
    table.answer(range(5, 10))
    asked, answered = read(table.offer_path, "offer"), read(table.answer_path, "answer")
    session = SHARED.derived(f"match/{asked.header.match}".encode())

    count, held = keyed.opened(answered.parts[0], asked.parts[0], session, which=True)
    assert (count, len(held)) == ((5, 5) if which else (0, 0))
    assert table.reveal().count == 5


def test_points_come_back_in_another_order() -> None:
    """Asked how many, the answer is sorted; asked which, it stands in the order of the offer."""
    need_psi()
    psi = private.library()
    secret = psi.server.CreateWithNewKey(reveal_intersection=True).GetPrivateKeyBytes()
    points_, _ = private.asked([str(number) for number in range(40)], which=True)
    again, own = private.answered(points_, ["7"], which=True)
    unordered, _ = private.answered(points_, ["7"], which=False)

    split = [unordered[at : at + private.WIDTH] for at in range(0, len(unordered), private.WIDTH)]
    assert split == sorted(split)
    assert again != b"".join(sorted(points(again, private.WIDTH)))
    assert len(own) == private.WIDTH
    assert private.opened(again, own, secret, which=True) == (0, [])  # another's secret opens nothing
