"""The third step: open the answer. Hit or no hit, and whom to ask; the secret is then removed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netgraph.errors import MatchError
from netgraph.matching import keyed, private
from netgraph.matching.envelope import code_of, read
from netgraph.matching.offer import SECRET, about, session_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netgraph.disclosure.signing import PublicKey
    from netgraph.matching.envelope import Envelope, What
    from netgraph.matching.ledger import Ledger, Person
    from netgraph.model.identifiers import Pseudonymizer


@dataclass(frozen=True)
class Revealed:
    """What a match found.

    Attributes
    ----------
    what : str
        Identifiers, persons or routes.
    count : int
        How many of those offered the partner holds too.
    offered : int
        How many were offered, dummies not counted.
    keys : list of str
        Which: keys of nodes in the own store. Empty when the offer asked only how many.
    contact : str
        Whom to ask; empty without a hit.
    code : str
        Of the answer, to be compared with the partner.
    """

    what: What
    count: int
    offered: int
    keys: list[str]
    contact: str
    code: str


def reveal(
    offer: Path,
    answer: Path,
    person: Person,
    ledger: Ledger,
    *,
    key: Pseudonymizer | None = None,
    trusted: Sequence[PublicKey] = (),
) -> Revealed:
    """Open an answer, and remove the secret of the offer.

    Parameters
    ----------
    offer, answer : Path
        What was sent and what came back; the secret stands beside the offer.
    person : Person
    ledger : Ledger
    key : Pseudonymizer, optional
        The shared key, for ``keyed``.
    trusted : sequence of PublicKey
        Where one of the partner's is among them, the answer must be signed with it.

    Raises
    ------
    MatchError
        The answer is damaged or belongs to another offer; or this one was revealed before.
    SignatureError
        Another key signed it.
    """
    mine, theirs = read(offer, "offer"), read(answer, "answer")
    path = offer.with_name(offer.name + SECRET)
    if not path.exists():
        raise MatchError(
            f"{path} is not there: the offer was revealed before, or made elsewhere",
            hint="make a new offer; each is opened once",
        )
    kept = _kept(path, mine)
    session = session_key(key, mine.header.match, mine.header.way)
    mine.verify(session)
    _check(mine, theirs, person)
    theirs.verify(session)
    theirs.vouched(trusted)
    which = mine.header.which
    try:
        if mine.header.way == "keyed":
            count, held = keyed.opened(theirs.parts[0], mine.parts[0], session, which=which)
        else:
            again, own = theirs.parts
            count, held = private.opened(again, own, bytes.fromhex(kept["secret"]), which=which)
    except MatchError as error:
        raise theirs.fail(error.message, error.hint) from None
    found = [kept["keys"][at] for at in held]
    if count > kept["elements"] or not all(found):
        raise theirs.fail("it claims hits on dummies, which nobody can hold", "do not trust this file")
    ledger.note("reveal", person, **about(mine.header), offer=mine.sha256, file=theirs.sha256, hits=count)
    path.unlink()
    contact = theirs.header.contact if count else ""
    keys = sorted(key for some in found for key in some)
    return Revealed(mine.header.what, count, kept["elements"], keys, contact, code_of(theirs.sha256))


def _kept(path: Path, mine: Envelope) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        same = kept["offer"] == mine.sha256
    except (OSError, ValueError, KeyError, TypeError):
        same = False
    if not same:
        raise MatchError(
            f"{path} is not the secret of {mine.path}",
            hint="name the offer as it was written, beside its secret",
        )
    return kept


def _check(mine: Envelope, theirs: Envelope, person: Person) -> None:
    sent, came = mine.header, theirs.header
    if (sent.sender, sent.receiver) != (person.party, person.partner):
        raise mine.fail(f"it was made by {sent.sender} for {sent.receiver}", "see --party and --partner")
    if came.receiver != person.party:
        raise theirs.fail(f"it is for {came.receiver}, not for {person.party}", "send it back")
    if came.sender != person.partner:
        raise theirs.fail(f"it comes from {came.sender}, not from {person.partner}", "ask the partner")
    if theirs.header.offer != mine.sha256:
        raise theirs.fail("it answers another offer", "name the offer that it answers, or ask for its answer")
    same = {"match", "purpose", "expires", "what", "basis", "fingerprint", "way", "which"}
    if sent.model_dump(include=same) != came.model_dump(include=same):
        raise theirs.fail("it answers otherwise than it was asked")
    wanted = (
        [sent.size * keyed.WIDTH]
        if sent.way == "keyed"
        else [sent.size * private.WIDTH, came.size * private.WIDTH]
    )
    if came.lengths != wanted:
        raise theirs.fail("it does not hold as many elements as it says")
