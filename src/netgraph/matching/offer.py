"""The first step: offer what you hold, blinded. The secret that opens the answer stays here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netgraph.disclosure.private import write_new
from netgraph.errors import UsageError
from netgraph.matching import keyed, private
from netgraph.matching.envelope import (
    LARGEST,
    VALID,
    Header,
    code_of,
    last_day,
    new_match,
    now,
    said,
    sealed,
    sha256_of,
    signer_of,
)
from netgraph.matching.padding import SMALLEST, padded

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.disclosure.signing import SigningKey
    from netgraph.matching.elements import Elements
    from netgraph.matching.envelope import Way
    from netgraph.matching.ledger import Ledger, Person
    from netgraph.model.identifiers import Pseudonymizer

SECRET = ".secret"  # noqa: S105 - the ending of a name


@dataclass(frozen=True)
class Offered:
    """An offer that was written.

    Attributes
    ----------
    secret : Path
        Never to be sent: with it guesses could be tried on the offer.
    elements, size : int
        What is in it, without and with dummies.
    code : str
        Of the file, to be compared with the partner.
    """

    path: Path
    secret: Path
    elements: int
    size: int
    code: str


def offer(
    elements: Elements,
    person: Person,
    path: Path,
    ledger: Ledger,
    *,
    purpose: str,
    way: Way = "psi",
    which: bool = False,
    key: Pseudonymizer | None = None,
    signer: SigningKey | None = None,
    smallest: int = SMALLEST,
    valid_days: int = VALID,
) -> Offered:
    """Write an offer, and beside it the secret that opens its answer.

    Parameters
    ----------
    elements : Elements
    person : Person
    path : Path
        A new file. The secret goes to the same name with ``.secret``.
    ledger : Ledger
    purpose : str
        Why; the partner reads it.
    way : {"psi", "keyed"}
    which : bool, default False
        Ask which elements the partner holds, not only how many.
    key : Pseudonymizer, optional
        The shared key, for ``keyed``.
    signer : SigningKey, optional
        Signs the offer.
    smallest : int
        See `netgraph.matching.padding`.
    valid_days : int, default 30
        For how long it may be answered: an old offer lets whoever finds it ask in its name.

    Raises
    ------
    UsageError
        There is nothing to offer, too much, or a file is in the way.
    CapabilityMissing
        The library is not installed.
    """
    if not elements.texts:
        why = (
            "; ".join(f"{count:,} {reason}" for reason, count in elements.left_out.items()) or "none is held"
        )
        raise UsageError(f"there is nothing to offer: {why}", hint="see --ceiling and --unlisted")
    filled, places = padded(elements.texts, smallest)
    if len(filled) > LARGEST:
        raise UsageError(f"more than {LARGEST:,} elements", hint="offer them in parts")
    match = new_match()
    session = session_key(key, match, way)
    if way == "keyed":
        part, secret = keyed.asked(filled, session), b""
    else:
        part, secret = private.asked(filled, which=which)
    header = Header(
        kind="offer",
        sender=person.party,
        receiver=person.partner,
        purpose=said(purpose, "purpose"),
        made=now(),
        expires=last_day(valid_days),
        what=elements.what,
        basis=elements.basis,
        fingerprint=fingerprint_of(elements, way, key),
        way=way,
        which=which,
        size=len(filled),
        match=match,
        lengths=[len(part)],
        signer=signer_of(signer),
    )
    data = sealed(header, [part], session, signer)
    kept = {
        "offer": sha256_of(data),
        "secret": secret.hex(),
        "elements": len(elements.texts),
        # what is at which place, as keys of the own store; not kept where it is never asked
        "keys": [elements.keys[at] if at >= 0 else [] for at in places] if which else [],
    }
    beside = path.with_name(path.name + SECRET)
    write_new(beside, json.dumps(kept).encode())
    try:
        ledger.note("offer", person, **about(header), elements=len(elements.texts), file=sha256_of(data))
        write_new(path, data)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return Offered(path, beside, len(elements.texts), len(filled), code_of(sha256_of(data)))


def session_key(key: Pseudonymizer | None, match: str, way: Way) -> bytes:
    """Return the key of one match between parties that share one; none where they do not.

    Raises
    ------
    UsageError
        The way needs a key, and there is none.
    """
    if way != "keyed":
        return b""
    if key is None:
        raise UsageError(
            "the keyed way needs the key that both parties share", hint="set it, or use --way psi"
        )
    return key.derived(f"match/{match}".encode())


def fingerprint_of(elements: Elements, way: Way, key: Pseudonymizer | None) -> str | None:
    """Return the fingerprint of the key that both parties must have; None where they need not share one.

    Raises
    ------
    UsageError
        The store was hashed with another key than the one in use.
    """
    if way != "keyed" or key is None:
        return elements.fingerprint
    if elements.fingerprint not in {None, key.fingerprint}:
        raise UsageError(
            f"the store's identifiers were hashed with the key {elements.fingerprint}, not {key.fingerprint}",
            hint="use the key of the store",
        )
    return key.fingerprint


def about(header: Header) -> dict[str, object]:
    """Return what the ledger keeps of a header."""
    named = {"match", "purpose", "what", "basis", "fingerprint", "way", "which"}
    return header.model_dump(include=named) | {"offered": header.size}
