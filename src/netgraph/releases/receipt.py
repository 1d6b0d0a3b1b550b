"""The receipt of a release: a hash of the sender's audit log, kept by the recipient.

Whoever can write the log and the store can cut the log back and chain it anew. Hashes of its lines that
others hold show it. The receipt is a file of its own beside the bundle: in the bundle the hash would be
another each time, and the same content would no more give the same bytes. It names the line by its hash
alone; a number would tell how much happens at the sender's.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.disclosure.signing import verify
from netgraph.errors import DataError, SignatureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netgraph.disclosure.signing import PublicKey

FORMAT, ENDING = "netgraph-receipt/1", ".receipt"
_HASH, _STATE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[A-Z]{3}|PUBLIC")
_FORMS = {
    "bundle": _HASH,
    "sender": _STATE,
    "recipient": _STATE,
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "anchor": _HASH,
}
_LARGEST = 10_000  # bytes


@dataclass(frozen=True)
class Receipt:
    """What a receipt says.

    Attributes
    ----------
    bundle : str
        SHA-256 of the bundle.
    sender, recipient : str
    day : str
        On which it was released, ISO 8601, UTC.
    anchor : str
        The hash of the line of the sender's audit log that tells of the release.
    signature : bytes
        Of `text`; empty before it is signed.
    """

    bundle: str
    sender: str
    recipient: str
    day: str
    anchor: str
    signature: bytes = b""

    def text(self) -> bytes:
        """Return the bytes that are signed."""
        told = {name: value for name, value in asdict(self).items() if name != "signature"}
        return json.dumps({"format": FORMAT, **told}, sort_keys=True, separators=(",", ":")).encode()

    def file(self, sign: Callable[[bytes], bytes]) -> bytes:
        """Return the content of the file: JSON, signed."""
        told = json.loads(self.text()) | {"signature": sign(self.text()).hex()}
        return (json.dumps(told, indent=2) + "\n").encode()

    def vouched(self, trusted: Iterable[PublicKey]) -> None:
        """Check the signature.

        Raises
        ------
        SignatureError
            No key of the sender that is trusted made it.
        """
        if verify(self.text(), self.signature, trusted).partner != self.sender:
            raise SignatureError(
                f"the receipt says it is from {self.sender}, and another partner's key signed it",
                hint="ask both before you use the bundle",
            )


def beside(bundle: Path) -> Path:
    """Say where the receipt of a bundle is."""
    return bundle.with_name(bundle.name + ENDING)


def read_receipt(path: Path) -> Receipt:
    """Read a receipt; its signature is still to be checked.

    Raises
    ------
    DataError
        It cannot be read, or is none.
    """
    try:
        with path.open("rb") as stream:
            found = _parsed(stream.read(_LARGEST))
    except OSError as cause:
        raise DataError(f"{path} cannot be read: {cause.strerror}", hint="check the path") from cause
    if found is None:
        raise DataError(
            f"{path} is no receipt of a release, or was changed",
            hint="netgraph release writes one beside each bundle; ask the sender for it again",
        )
    return found


def _parsed(content: bytes) -> Receipt | None:
    try:
        told = json.loads(content)
        said = {name: str(told[name]) for name in _FORMS}
        signature = bytes.fromhex(told["signature"])
    except (ValueError, KeyError, TypeError, RecursionError):  # brackets in brackets
        return None
    fits = told.get("format") == FORMAT and all(form.fullmatch(said[name]) for name, form in _FORMS.items())
    return Receipt(**said, signature=signature) if fits else None


def anchor_in(given: str) -> tuple[str, str]:
    """Return the hash that is given or stands in a receipt, and whose receipt it is.

    Parameters
    ----------
    given : str
        64 hexadecimal digits, a receipt, or a bundle with its receipt beside it.

    Raises
    ------
    DataError
        It is none of these.
    """
    if _HASH.fullmatch(given):
        return given, "somebody"
    path = Path(given)
    found = read_receipt(path if path.name.endswith(ENDING) else beside(path))
    return found.anchor, f"{found.recipient} (receipt of {found.day})"
