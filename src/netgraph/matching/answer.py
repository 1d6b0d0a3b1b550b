"""The second step: answer an offer, after checking that it is meant for you, new, and within the budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from netgraph.disclosure.private import write_new
from netgraph.errors import DisclosureError, MatchError, NetgraphError
from netgraph.matching import keyed, private
from netgraph.matching.envelope import Header, code_of, now, read, said, sealed, sha256_of, signer_of
from netgraph.matching.ledger import Budget
from netgraph.matching.offer import about, fingerprint_of, session_key
from netgraph.matching.padding import SMALLEST, padded
from netgraph.model.wording import refuse_identifying

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netgraph.disclosure.signing import PublicKey, SigningKey
    from netgraph.matching.elements import Elements
    from netgraph.matching.envelope import Envelope
    from netgraph.matching.ledger import Ledger, Person
    from netgraph.model.identifiers import Pseudonymizer


@dataclass(frozen=True)
class Answered:
    """An answer that was written.

    Attributes
    ----------
    purpose : str
        Why the partner asked.
    elements, size : int
        What this side compared, without and with dummies.
    offer, code : str
        Codes of the two files, to be compared with the partner.
    """

    path: Path
    purpose: str
    elements: int
    size: int
    offer: str
    code: str


def answer(
    offer: Path,
    elements: Elements,
    person: Person,
    path: Path,
    ledger: Ledger,
    *,
    contact: str,
    which: bool = False,
    key: Pseudonymizer | None = None,
    budget: Budget | None = None,
    signer: SigningKey | None = None,
    trusted: Sequence[PublicKey] = (),
    smallest: int = SMALLEST,
) -> Answered:
    """Answer an offer.

    Parameters
    ----------
    offer : Path
        What the partner sent.
    elements : Elements
        What this side holds.
    person : Person
        Its partner is who sent the offer, as you know, not as the file says.
    path : Path
        A new file.
    ledger : Ledger
    contact : str
        Whom to ask after a hit: an office, since the partner reads it hit or not.
    which : bool, default False
        Whether the partner may learn which of his elements are held.
    key : Pseudonymizer, optional
        The shared key, for ``keyed``.
    budget : Budget, optional
    signer : SigningKey, optional
        Signs the answer.
    trusted : sequence of PublicKey
        Where one of the partner's is among them, the offer must be signed with it.
    smallest : int
        See `netgraph.matching.padding`.

    Raises
    ------
    MatchError
        The offer cannot be used here, and why.
    DisclosureError
        It asks for more than is allowed, was answered before, or the budget is used up.
    SignatureError
        Another key signed it.
    DataError
        Its purpose could identify somebody.
    """
    budget = budget or Budget()
    asked = read(offer, "offer")
    head = asked.header
    try:
        session = checked(asked, elements, person, key)
        asked.vouched(trusted)
        refuse_identifying(head.purpose, "the purpose of the offer")
        if head.which and not which:
            raise DisclosureError(
                "the offer asks which elements you hold, not only how many; nothing was written",
                hint="allow it with --which, after a hit and with whoever may decide it, or ask for another",
            )
        ledger.check(person, asked.sha256, head.size, budget)
        filled, _ = padded(elements.texts, smallest)
        try:
            if head.way == "keyed":
                parts = [keyed.answered(asked.parts[0], filled, session, which=head.which)]
            else:
                parts = list(private.answered(asked.parts[0], filled, which=head.which))
        except MatchError as error:
            raise asked.fail(error.message, error.hint) from None
    except NetgraphError as error:
        ledger.note("refused", person, **about(head), offer=asked.sha256, why=type(error).__name__)
        raise
    header = head.model_copy(
        update={
            "kind": "answer",
            "sender": person.party,
            "receiver": person.partner,
            "made": now(),
            "size": len(filled),
            "lengths": [len(part) for part in parts],
            "offer": asked.sha256,
            "contact": said(contact, "contact"),
            "signer": signer_of(signer),
        }
    )
    data = sealed(Header.model_validate(header.model_dump()), parts, session, signer)
    # The budget is charged before anything can leave.
    ledger.note(
        "answer",
        person,
        **about(head),
        elements=len(elements.texts),
        shown=len(filled),
        offer=asked.sha256,
        file=sha256_of(data),
        allowed=vars(budget),
    )
    ledger.check(person, asked.sha256, head.size, budget, charged=True)
    write_new(path, data)
    return Answered(
        path,
        head.purpose,
        len(elements.texts),
        len(filled),
        code_of(asked.sha256),
        code_of(sha256_of(data)),
    )


def checked(asked: Envelope, elements: Elements, person: Person, key: Pseudonymizer | None) -> bytes:
    """Check that an offer is whole, for this side, and of what this side compares; return the match's key."""
    head = asked.header
    if head.receiver != person.party:
        raise asked.fail(f"it is for {head.receiver}, not for {person.party}", "send it back")
    if head.sender != person.partner:
        raise asked.fail(
            f"it says that it comes from {head.sender}, and you had it from {person.partner}",
            "ask the partner; without knowing who asks, no budget can be kept",
        )
    if head.what != elements.what or head.basis != elements.basis:
        raise asked.fail(
            f"it offers {head.what} by {head.basis}, and you compare {elements.what} by {elements.basis}",
            "values come from --file, hashes from the store of parties that share a key; see --what",
        )
    mine = fingerprint_of(elements, head.way, key)
    if head.fingerprint != mine:
        raise asked.fail(
            f"it was made with the key of fingerprint {head.fingerprint}, and yours is {mine}",
            "only parties that share a key can compare hashes; others compare values: --file, --way psi",
        )
    session = session_key(key, head.match, head.way)
    asked.verify(session)
    if datetime.fromisoformat(now()).date() > head.expires:
        raise asked.fail(
            f"it could be answered until {head.expires}, and that is over",
            "ask the partner for a new offer, if they still want to know",
        )
    width = keyed.WIDTH if head.way == "keyed" else private.WIDTH
    if head.lengths != [head.size * width]:
        raise asked.fail("it does not hold as many elements as it says")
    return session
