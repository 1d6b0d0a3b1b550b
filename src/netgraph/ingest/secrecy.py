"""Turn phones, handles and other identifiers into keyed hashes, and find the key.

The key comes from the environment and stays in this process; neither it nor a value that it hashed ever
enters a store, a log, a report or an error message.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from pathlib import Path

from netgraph.errors import UsageError
from netgraph.model import node_key

VARIABLE = "NETGRAPH_IDENTIFIER_KEY"
MINIMUM = 16  # bytes; below that a phone number's hash could be found by trying keys
_FINGERPRINTED = b"netgraph: which key is this?"  # no identifier: their kinds begin otherwise
_HINT = (
    f"set {VARIABLE}_FILE to a file of {2 * MINIMUM} hexadecimal digits or more, or {VARIABLE} to them; make "
    "one with: netgraph keys new FILE, and keep it: only the same key recognises the same number again"
)


class Pseudonymizer:
    """Hashes identifiers with HMAC-SHA-256.

    Parameters
    ----------
    key : bytes
        At least 16 bytes; who has it can test a guess.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[tuple[str, str], str | None] = {}

    def __call__(self, kind: str, value: str) -> str | None:
        """Return the key of an Identifier node, or None when nothing of the value is left after cleaning."""
        if (kind, value) not in self._known:
            clean = cleaned(kind, value)
            message = node_key([kind, clean]).encode()
            hashed = hmac.new(self._key, message, hashlib.sha256).hexdigest()
            self._known[kind, value] = node_key([kind.lower(), hashed]) if clean else None
        return self._known[kind, value]

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that tell this key from others, and from which it cannot be found."""
        return hmac.new(self._key, _FINGERPRINTED, hashlib.sha256).hexdigest()[:16]

    def __repr__(self) -> str:
        return "Pseudonymizer(...)"


def cleaned(kind: str, value: str) -> str:
    """Bring an identifier into one form, so that two spellings of it have one hash.

    Parameters
    ----------
    kind : str
        A code of ``identifier_kind``.
    value : str
        As recorded.

    Returns
    -------
    str
        A phone as its digits (a leading ``00`` counts as ``+`` and both are dropped), an account, plate or
        document as its letters and digits in capitals, the rest in lower case without blanks.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    if kind == "Phone":
        digits = "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
        return digits.removeprefix("00")
    if kind in {"Account", "Plate", "Document"}:
        return "".join(c for c in text.upper() if c.isalnum())
    text = "".join(text.casefold().split())
    if kind == "Handle":
        return text.lstrip("@")
    if kind == "Url":
        return text.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return text


def pseudonymizer() -> Pseudonymizer:
    """Make the pseudonymizer with the key that the environment gives.

    Raises
    ------
    UsageError
        No key, or one that is too short or not hexadecimal.
    """
    text, origin = os.environ.get(VARIABLE), VARIABLE
    file = os.environ.get(f"{VARIABLE}_FILE")
    if not text and file:
        return Pseudonymizer(key_in(file, f"the file that {VARIABLE}_FILE names"))
    if not text:
        raise UsageError("this file holds identifiers, and there is no key to hash them with", hint=_HINT)
    return Pseudonymizer(_key(text, origin))


def key_in(file: str | Path, origin: str = "") -> bytes:
    """Read a key from a file; `origin` is what an error calls it.

    Raises
    ------
    UsageError
        It cannot be read, or holds no key that is long enough.
    """
    origin = origin or str(file)
    try:
        text = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as cause:
        raise UsageError(f"{origin} cannot be read", hint=_HINT) from cause
    return _key(text, origin)


def _key(text: str, origin: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        raise UsageError(f"the key in {origin} is not hexadecimal", hint=_HINT) from None
    if len(key) < MINIMUM:
        raise UsageError(f"the key in {origin} is shorter than {MINIMUM} bytes", hint=_HINT)
    return key
