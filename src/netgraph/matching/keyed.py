"""The keyed-hash way, for parties that share a key: quick, and blind to everybody but the two.

The offer holds tags: HMAC-SHA-256 of each element with a key that is derived from the shared one for this
offer alone. **The answering side has that key**: it sees which of its own elements were offered, and could
try guesses on the rest. The answer tells no tag of its own: it holds as many proofs as there are hits, and
noise up to the size of the offer. Who lacks the key can try nothing on either file.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from netgraph.errors import MatchError

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 16  # bytes of a tag or a proof: none is guessed, and no two elements share one
_HIT = b"held"


def asked(elements: Sequence[str], key: bytes) -> bytes:
    """Return the tags of the elements of an offer, in their order."""
    return b"".join(_tag(key, text) for text in elements)


def answered(tags: bytes, elements: Sequence[str], key: bytes, *, which: bool) -> bytes:
    """Return a proof for each tag that is held, and noise for the others, in an order that says nothing.

    When `which`, a proof is that of a tag; otherwise of a number, so that the hits can only be counted.
    """
    held = {_tag(key, text) for text in elements}
    hits = [tag for tag in _split(tags) if tag in held]
    proofs = [_proof(key, hit if which else _numbered(at)) for at, hit in enumerate(hits)]
    noise = [secrets.token_bytes(WIDTH) for _ in range(len(tags) // WIDTH - len(hits))]
    return b"".join(sorted(proofs + noise))


def opened(proofs: bytes, tags: bytes, key: bytes, *, which: bool) -> tuple[int, list[int]]:
    """Return how many tags are held, and where they stand in the offer, when `which`."""
    wanted = {_proof(key, tag if which else _numbered(at)): at for at, tag in enumerate(_split(tags))}
    found = [wanted[proof] for proof in _split(proofs) if proof in wanted]
    return len(found), sorted(found) if which else []


def _tag(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()[:WIDTH]


def _numbered(at: int) -> bytes:
    return b"%d" % at


def _proof(key: bytes, of: bytes) -> bytes:
    return hmac.new(key, _HIT + of, hashlib.sha256).digest()[:WIDTH]


def _split(packed: bytes) -> list[bytes]:
    parts = [packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH)]
    if len(packed) % WIDTH or len(set(parts)) < len(parts):
        raise MatchError("it does not hold tags, each once", hint="ask the partner to make it again")
    return parts
