"""The form of an offer and of an answer, and the checks that any of the two must pass.

::

    netgraph match 1      the version of this form
    {"kind": ...}         one line of JSON, `Header`
    ...                   points or tags, of the lengths that the header says
    seal                  32 bytes: HMAC-SHA-256 of all before, with the key of the match where there is one
    signature             64 bytes where the header names a signer: Ed25519, of all before

Without a shared key the seal shows damage, not a forger: he can make one. A signature shows him, to whoever
trusts the signer's key; else people compare the code of each file (`code_of`) over another channel.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from netgraph.disclosure.signing import SIGNATURE_BYTES, sign, verify
from netgraph.errors import MatchError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from netgraph.disclosure.signing import PublicKey, SigningKey

VERSION = 1
LARGEST = 2**26  # elements: more would be two gigabytes
VALID, YEAR = 30, 365  # days
_MAGIC = b"netgraph match "
_SEAL = 32
_AGAIN = "ask the partner to send it again, and compare its code"


def _shown(text: str) -> str:
    """Refuse what could steer the terminal of whoever reads it."""
    if not text.isprintable():
        raise ValueError("a control character")
    return text


LONGEST = 500  # characters
Shown = Annotated[str, Field(max_length=LONGEST), AfterValidator(_shown)]
Party = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{1,39}$")]
What = Literal["identifiers", "persons", "routes"]
Way = Literal["psi", "keyed"]
Basis = Literal["values", "hashes"]


class Header(BaseModel):
    """What an offer or an answer says of itself; anybody who has the file can read it.

    Attributes
    ----------
    kind, sender, receiver, purpose, made, expires
        What it is, between whom, what for, when (UTC), and the last day on which the offer is answered.
    what, basis, fingerprint
        What is compared: values as they are, or hashes that a key of this fingerprint made.
    way, which, size
        How; whether it is asked which elements are held or only how many; elements shown, dummies among them.
    match : str
        32 random hexadecimal digits, the same in both files.
    lengths
        Of the parts behind the header, in bytes.
    offer, contact
        Of an answer: SHA-256 of the offer; whom to ask.
    signer
        Fingerprint of the key that signed it; empty where none did.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Literal["offer", "answer"]
    sender: Party
    receiver: Party
    purpose: Shown
    made: Shown
    expires: date
    what: What
    basis: Basis
    fingerprint: Shown | None
    way: Way
    which: bool
    size: Annotated[int, Field(ge=1, le=LARGEST)]
    match: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    lengths: list[Annotated[int, Field(ge=0)]]
    offer: Shown = ""
    contact: Shown = ""
    signer: Shown = ""


@dataclass(frozen=True)
class Envelope:
    """A file that was read: its header, its parts, and the SHA-256 of all of it."""

    path: Path
    header: Header
    parts: list[bytes]
    sha256: str
    _sealed: bytes
    _seal: bytes
    _signature: bytes

    def verify(self, key: bytes = b"") -> None:
        """Check the seal.

        Parameters
        ----------
        key : bytes, optional
            Where the parties share one.

        Raises
        ------
        MatchError
            The file is damaged, was changed, or was sealed with another key.
        """
        if not hmac.compare_digest(self._seal, hmac.digest(key, self._sealed, "sha256")):
            raise MatchError(f"{self.path} is damaged, cut off or was changed", hint=_AGAIN)

    def vouched(self, trusted: Iterable[PublicKey]) -> None:
        """Check the signature, where a key of the sender is trusted; the seal is verified by then.

        Raises
        ------
        MatchError
            It is not signed.
        SignatureError
            It was signed by somebody else, or changed after it was signed.
        """
        keys = [key for key in trusted if key.partner.upper() == self.header.sender]
        if keys and not self.header.signer:
            raise self.fail(
                f"you trust a key of {self.header.sender}, and it is not signed",
                "have it made again with --sign",
            )
        if keys:
            verify(self._sealed + self._seal, self._signature, keys)

    def fail(self, why: str, hint: str = "") -> MatchError:
        """Return the error that says why this file is not taken."""
        return MatchError(f"{self.path} is refused: {why}", hint=hint or _AGAIN)


def sealed(header: Header, parts: list[bytes], key: bytes = b"", signer: SigningKey | None = None) -> bytes:
    """Return the bytes of a file, whose header names the signer."""
    body = b"%b%d\n%b\n%b" % (_MAGIC, VERSION, header.model_dump_json().encode(), b"".join(parts))
    whole = body + hmac.digest(key, body, "sha256")
    return whole + sign(whole, signer) if signer else whole


def signer_of(key: SigningKey | None) -> str:
    """Return what a header says of who signs."""
    return key.public.fingerprint if key else ""


def read(path: Path, kind: Literal["offer", "answer"]) -> Envelope:
    """Read an offer or an answer; its seal is still to be verified.

    Raises
    ------
    MatchError
        It cannot be read, is no such file, or of another version.
    """
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise MatchError(f"{path} cannot be read: {cause.strerror}", hint="check the name") from cause
    first, _, rest = data.partition(b"\n")
    if not first.startswith(_MAGIC):
        raise MatchError(f"{path} is no file of a blind match", hint=f"name the {kind} that you were sent")
    if first != b"%b%d" % (_MAGIC, VERSION):
        raise MatchError(
            f"{path} was made for another version of this form; this netgraph reads version {VERSION}",
            hint="have both parties use the same version of netgraph",
        )
    line, _, payload = rest.partition(b"\n")
    try:
        header = Header.model_validate_json(line)
    except ValidationError:  # it would quote the file
        raise MatchError(f"{path} has a header that cannot be read", hint=_AGAIN) from None
    if header.kind != kind:
        raise MatchError(
            f"{path} is an {header.kind}, not an {kind}", hint="an offer is answered, an answer revealed"
        )
    ending = _SEAL + (SIGNATURE_BYTES if header.signer else 0)
    if len(payload) != sum(header.lengths) + ending:
        raise MatchError(f"{path} is damaged, cut off or was changed", hint=_AGAIN)
    parts, at = [], 0
    for length in header.lengths:
        parts.append(payload[at : at + length])
        at += length
    body, seal, signature = data[:-ending], payload[at : at + _SEAL], payload[at + _SEAL :]
    return Envelope(path, header, parts, sha256_of(data), body, seal, signature)


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def code_of(sha256: str) -> str:
    """Return what two people read to each other to see that they have the same file: 64 bits of its hash."""
    return " ".join(sha256[at : at + 4] for at in range(0, 16, 4))


def said(text: str, name: str) -> str:
    """Check a text of ours that the partner will read.

    Raises
    ------
    UsageError
        It is empty, too long, or holds a control character.
    """
    if not text.strip() or not text.isprintable() or len(text) > LONGEST:
        raise UsageError(f"the {name} is no text of one line", hint=f"1 to {LONGEST} characters: --{name}")
    return text


def new_match() -> str:
    """Return the reference of a new match."""
    return secrets.token_hex(16)


def last_day(days: int) -> date:
    """Return the day, by UTC, after which an offer of now is not answered.

    Raises
    ------
    UsageError
        Not one day, or more than a year.
    """
    if not 1 <= days <= YEAR:
        raise UsageError(f"an offer holds for 1 to {YEAR} days", hint="say how many with --valid-days")
    return datetime.now(UTC).date() + timedelta(days=days)


def now() -> str:
    """Return the time as files and ledger carry it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
