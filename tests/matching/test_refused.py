"""Files that were changed, cut off, or are not for here are refused, with the reason and the next step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blind import SHARED, SMALL, UGA, WAYS, Table
from netgraph.disclosure.signing import PublicKey, read_signing_key, write_signing_key
from netgraph.errors import DisclosureError, MatchError, NetgraphError, SignatureError, UsageError
from netgraph.matching import Elements, Person, answer, keyed, private
from netgraph.matching.envelope import read, sealed
from netgraph.model.identifiers import Pseudonymizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OTHER = Pseudonymizer(b"another key of enough bytes")
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def changed(path: Path, parts: list[bytes] | None = None, **header: Any) -> None:  # noqa: ANN401
    """Forge a file: other parts, another header, and a seal that fits where no key is needed."""
    found = read(path, "offer" if path.suffix == ".offer" else "answer")
    head = found.header.model_copy(update=header)
    path.write_bytes(sealed(head, found.parts if parts is None else parts))


@pytest.mark.parametrize("way", WAYS)
@FEW
@given(data=st.data())
def test_damage_is_seen(way: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A byte that differs anywhere, or one that is missing or added, and the file is refused."""
    table = Table(tmp_path_factory.mktemp("damaged"), way)
    table.offer([1, 2])
    of_offer = data.draw(st.booleans(), "damage the offer")
    if not of_offer:
        table.answer([2])
    path = table.offer_path if of_offer else table.answer_path
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1), "where")
    how = data.draw(st.sampled_from(["flip", "cut", "add"]), "how")
    flipped = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    path.write_bytes({"flip": flipped, "cut": whole[:at], "add": whole + b"\0"}[how])

    with pytest.raises(MatchError) as caught:
        table.answer([2]) if of_offer else table.reveal()
    assert caught.value.hint
    assert not of_offer or not table.answer_path.exists()


REFUSED: dict[str, tuple[Callable[[Table], object], str]] = {
    "other receiver": (
        lambda table: table.answer([1], Person("TZA", "KEN", "x")),
        "it is for UGA, not for TZA",
    ),
    "other sender": (
        lambda table: table.answer([1], Person("UGA", "RWA", "x")),
        "comes from KEN, and you had it",
    ),
    "no offer": (lambda table: read(table.offer_path, "answer"), "is an offer, not an answer"),
    "other key": (lambda table: table.answer([1], key=OTHER), "made with the key of fingerprint"),
    "which is not allowed": (lambda table: table.answer([1], which=False), "asks which elements you hold"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_offer_that_is_not_for_here(name: str, tmp_path: Path) -> None:
    """It is refused with the reason; nothing is written but a line of the ledger, no budget is charged."""
    table = Table(tmp_path, "keyed")
    table.offer([1], which=True)
    attempt, reason = REFUSED[name]

    with pytest.raises(NetgraphError, match=reason) as caught:
        attempt(table)
    assert caught.value.hint
    assert not table.answer_path.exists()
    assert {step["step"] for step in table.uga.steps()} <= {"refused"}
    table.answer([1])


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        (Elements("persons", "values", None, ["a"], [["a"]], {}), "it offers identifiers by values"),
        (Elements("identifiers", "hashes", "ab" * 8, ["a"], [["a"]], {}), "it offers identifiers by values"),
    ],
)
def test_unlike_things_are_not_compared(elements: Elements, reason: str, tmp_path: Path) -> None:
    """Values are not compared with hashes, nor identifiers with persons: no hit would mean nothing."""
    table = Table(tmp_path)
    table.offer([1])

    with pytest.raises(MatchError, match=reason):
        answer(table.offer_path, elements, UGA, table.answer_path, table.uga, contact="x", smallest=SMALL)


def test_hashes_of_another_key_are_not_compared(tmp_path: Path) -> None:
    """Hashes from stores with different keys never meet, so that comparing them is refused."""
    table = Table(tmp_path)
    table.offer([1])
    changed(table.offer_path, basis="hashes", fingerprint="ab" * 8)
    mine = Elements("identifiers", "hashes", "cd" * 8, ["a"], [["a"]], {})

    with pytest.raises(MatchError, match="made with the key of fingerprint abab"):
        answer(table.offer_path, mine, UGA, table.answer_path, table.uga, contact="x", smallest=SMALL)


def test_another_version_is_named(tmp_path: Path) -> None:
    """A file of a later form is told from a damaged one."""
    table = Table(tmp_path)
    table.offer([1])
    whole = table.offer_path.read_bytes()
    table.offer_path.write_bytes(whole.replace(b"netgraph match 1", b"netgraph match 2", 1))

    with pytest.raises(MatchError, match="another version") as caught:
        table.answer([1])
    assert "same version" in caught.value.hint
    table.offer_path.write_bytes(b"something else")
    with pytest.raises(MatchError, match="no file of a blind match"):
        table.answer([1])


def test_an_offer_is_answered_once_and_an_answer_opened_once(tmp_path: Path) -> None:
    """A copy of an offer gets no second answer; a second answer, or the same again, is not opened."""
    table = Table(tmp_path)
    table.offer([1])
    table.answer([1])
    first = table.answer_path.read_bytes()
    table.answer_path.unlink()
    with pytest.raises(DisclosureError, match="answered before"):
        table.answer([1])
    assert not table.answer_path.exists()

    table.answer_path.write_bytes(first)
    assert table.reveal().count == 1
    with pytest.raises(MatchError, match="revealed before"):
        table.reveal()


def test_an_offer_holds_for_some_days(tmp_path: Path) -> None:
    """Thirty, or as many as are said; on the last it is answered, after that not, and no budget charged."""
    table = Table(tmp_path)
    today = datetime.now(UTC).date()
    table.offer([1])
    assert read(table.offer_path, "offer").header.expires == today + timedelta(days=30)
    changed(table.offer_path, expires=today - timedelta(days=1))
    with pytest.raises(MatchError, match="that is over") as caught:
        table.answer([1])
    assert "a new offer" in caught.value.hint
    assert not table.answer_path.exists()
    assert [step["step"] for step in table.uga.steps()] == ["refused"]

    changed(table.offer_path, expires=today)
    table.answer([1])
    changed(table.answer_path, expires=today + timedelta(days=9))
    with pytest.raises(MatchError):
        table.reveal()
    for days in (0, 366):
        with pytest.raises(UsageError, match="1 to 365 days"):
            table.offer([1], valid_days=days)


def test_an_answer_to_another_offer_is_refused(tmp_path: Path) -> None:
    """An answer opens with the offer that it answers; the secret stays for the right one."""
    table = Table(tmp_path)
    table.offer([1])
    table.answer([1])
    first = table.answer_path.read_bytes()
    table.offer([1, 2])
    table.answer([2])
    right = table.answer_path.read_bytes()
    table.answer_path.write_bytes(first)
    with pytest.raises(MatchError, match="answers another offer"):
        table.reveal()
    with pytest.raises(MatchError, match="was made by KEN for UGA"):
        table.reveal(Person("KEN", "TZA", "x"))

    table.answer_path.write_bytes(right)
    assert table.reveal().count == 1


def test_forged_contents_are_refused(tmp_path: Path) -> None:
    """What a partner sends who keeps no protocol: no points, points twice, sizes that do not fit."""
    table = Table(tmp_path)
    table.offer([1])
    (part,) = read(table.offer_path, "offer").parts
    whole = table.offer_path.read_bytes()
    off_curve = b"\x02" + b"\xff" * (private.WIDTH - 1)
    forged = {
        "no blinded element": off_curve + part[private.WIDTH :],
        "each once": part[: private.WIDTH] * SMALL,
        "blinded elements": b"\x07" * len(part),
    }
    for reason, bytes_ in forged.items():
        table.offer_path.write_bytes(whole)
        changed(table.offer_path, [bytes_])
        with pytest.raises(MatchError, match=reason):
            table.answer([1])
    table.offer_path.write_bytes(whole)
    changed(table.offer_path, size=SMALL * 2)
    with pytest.raises(MatchError, match="as many elements as it says"):
        table.answer([1])

    table.offer_path.write_bytes(whole)
    table.answer([1])
    again, own = read(table.answer_path, "answer").parts
    answered = table.answer_path.read_bytes()
    for parts in ([again[: private.WIDTH] * SMALL, own], [again, own[: private.WIDTH] * SMALL]):
        table.answer_path.write_bytes(answered)
        changed(table.answer_path, parts)
        with pytest.raises(MatchError, match="each once"):
            table.reveal()
    table.answer_path.write_bytes(answered)
    assert table.reveal().count == 1


@pytest.mark.parametrize("which", [False, True])
def test_an_answer_that_claims_dummies_is_refused(tmp_path: Path, *, which: bool) -> None:
    """Hits on dummies, which nobody can hold, show that a partner with the key cheats."""
    table = Table(tmp_path, "keyed")
    table.offer([1], which=which)
    table.answer([1])
    asked, answered = read(table.offer_path, "offer"), read(table.answer_path, "answer")
    session = SHARED.derived(f"match/{asked.header.match}".encode())
    (tags,) = asked.parts
    each = [tags[at : at + keyed.WIDTH] for at in range(0, len(tags), keyed.WIDTH)]
    proofs = [keyed._proof(session, tag if which else b"%d" % at) for at, tag in enumerate(each)]
    table.answer_path.write_bytes(sealed(answered.header, [b"".join(proofs)], session))

    with pytest.raises(MatchError, match="claims hits on dummies"):
        table.reveal()


def test_no_control_character_reaches_the_terminal(tmp_path: Path) -> None:
    """A purpose or contact that could steer the reader's terminal is neither written nor read."""
    table = Table(tmp_path)
    with pytest.raises(UsageError, match="no text of one line"):
        table.offer([1], purpose="\x1b[2J")
    table.offer([1])
    with pytest.raises(UsageError, match="no text of one line"):
        table.answer([1], contact="a\nb")
    changed(table.offer_path, purpose="\x1b[2J")
    with pytest.raises(MatchError, match="header that cannot be read"):
        table.answer([1])


@pytest.mark.parametrize("words", [("ken!", "UGA", "x"), ("KEN", "KEN", "x"), ("KEN", "", "x")])
def test_parties_have_names(words: tuple[str, str, str]) -> None:
    """A party is a short word, the two differ, and a person is a reference."""
    with pytest.raises(UsageError):
        Person(*words)


@pytest.mark.parametrize("way", WAYS)
def test_a_signature_shows_the_partner(way: str, tmp_path: Path) -> None:
    """Where a key of the partner is trusted, a file without signature, of another, or changed, is refused."""
    keys = [tmp_path / "ken", tmp_path / "uga", tmp_path / "eve"]
    public = [write_signing_key(path) for path in keys]
    ken, uga, eve = (read_signing_key(path) for path in keys)
    trusted = [PublicKey(public[0].key, "ken"), PublicKey(public[1].key, "UGA")]
    table = Table(tmp_path, way)
    table.offer([1])
    with pytest.raises(MatchError, match="you trust a key of KEN, and it is not signed"):
        table.answer([1], trusted=trusted)
    table.offer([1], signer=eve)
    with pytest.raises(SignatureError, match="no trusted key made this signature"):
        table.answer([1], trusted=trusted)
    table.offer([1], signer=ken)
    whole = table.offer_path.read_bytes()
    found = read(table.offer_path, "offer")
    forged = sealed(found.header.model_copy(update={"purpose": "other"}), found.parts) + whole[-64:]
    table.offer_path.write_bytes(forged)
    # Without a shared key anybody can seal, and the signature alone tells.
    with pytest.raises(SignatureError if way == "psi" else MatchError):
        table.answer([1], trusted=trusted)
    table.offer_path.write_bytes(whole)

    table.answer([1], trusted=trusted, signer=uga)
    answered = table.answer_path.read_bytes()
    table.answer_path.write_bytes(answered[:-1] + bytes([answered[-1] ^ 1]))
    with pytest.raises(SignatureError):
        table.reveal(trusted=trusted)
    table.answer_path.write_bytes(answered)
    assert table.reveal(trusted=trusted).count == 1
