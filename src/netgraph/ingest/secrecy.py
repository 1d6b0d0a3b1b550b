"""Find the key with which phones, handles and other identifiers are hashed (`netgraph.model.identifiers`).

The key comes from the environment and stays in this process and those that it starts to evaluate rows;
neither it nor a value that it hashed ever enters a store, a log, a report or an error message.
"""

from __future__ import annotations

import os
from pathlib import Path

from netgraph.errors import UsageError
from netgraph.model.identifiers import Pseudonymizer

VARIABLE = "NETGRAPH_IDENTIFIER_KEY"
MINIMUM = 16  # bytes; below that a phone number's hash could be found by trying keys
_HINT = (
    f"set {VARIABLE}_FILE to a file of {2 * MINIMUM} hexadecimal digits or more, or {VARIABLE} to them; make "
    "one with: netgraph keys new FILE, and keep it: only the same key recognises the same number again"
)


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
