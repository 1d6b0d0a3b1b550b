"""Identifiers as keyed hashes: how a value is cleaned and hashed. Pure; knows not where a key comes from.

A load hashes with it, and a blind match of values cleans in the same way, so that one number stays one.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from netgraph.model.keys import node_key

# No identifier is hashed into what these give: messages about those begin with a kind and a slash.
_FINGERPRINTED = b"netgraph: which key is this?"
_DERIVED = b"netgraph: derived: "

KNOWN = 100_000  # identifiers whose hash is kept: one that comes again soon is not hashed again


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
            if len(self._known) >= KNOWN:  # a file of any size passes here
                self._known.clear()
            clean = cleaned(kind, value)
            message = node_key([kind, clean]).encode()
            hashed = hmac.new(self._key, message, hashlib.sha256).hexdigest()
            self._known[kind, value] = node_key([kind.lower(), hashed]) if clean else None
        return self._known[kind, value]

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that tell this key from others, and from which it cannot be found."""
        return hmac.new(self._key, _FINGERPRINTED, hashlib.sha256).hexdigest()[:16]

    def derived(self, purpose: bytes) -> bytes:
        """Return 32 bytes for another purpose; from them neither the key nor any hash can be found."""
        return hmac.new(self._key, _DERIVED + purpose, hashlib.sha256).digest()

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
