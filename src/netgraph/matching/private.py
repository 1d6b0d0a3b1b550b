"""Private set intersection, by ``openmined.psi``: hash to the curve P-256, blinded by a secret of each side.

The offer holds H(x)^c, the answer H(x)^(cs) and H(y)^s; the offering side takes its c away again and sees
which H(x)^s are among the H(y)^s. Without c or s nobody can make H(guess)^c or H(guess)^s, so that guesses
cannot be tried on a file [1]_, [2]_. It holds against those who are curious and keep to the protocol; what a
party that does not can do is told in ``docs/how-to/match.md``.

Points are kept as they are (33 bytes each), not as a compressed set, which finds an element now and then that
is not there: here a hit is a hit. They are packed and checked by us, and the library gets only points.

References
----------
.. [1] Meadows, C. (1986). A more efficient cryptographic matchmaking protocol for use in the absence of a
   continuously available third party. IEEE Symposium on Security and Privacy. doi:10.1109/SP.1986.10022
.. [2] Angelou, N. et al. (2020). Asymmetric private set intersection with applications to contact tracing and
   private vertical federated machine learning. arXiv:2011.09350, section 3
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from netgraph.errors import CapabilityMissing, MatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH = 33  # bytes of a compressed point
_SIGNS = {2, 3}  # what a compressed point begins with
_RATE = 1e-9  # of false hits; the library asks for it, and points as they are have none
_WORTH = 512  # elements for which another thread pays


def library() -> Any:  # noqa: ANN401 - no types are published
    """Return ``openmined.psi``.

    Raises
    ------
    CapabilityMissing
        It is not installed.
    """
    try:
        import private_set_intersection.python as psi  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise CapabilityMissing(
            "matching with a party that does not share your key needs the package openmined.psi",
            hint="pip install 'netgraph-tip[match]' (Linux on x86-64, macOS on ARM); parties that share a "
            "key can match with --way keyed",
        ) from None
    return psi


def asked(elements: Sequence[str], *, which: bool) -> tuple[bytes, bytes]:
    """Blind the elements of an offer.

    Parameters
    ----------
    elements : sequence of str
        Filled up, each once.
    which : bool
        Whether the answer is to tell which of them are held, not only how many.

    Returns
    -------
    points : bytes
        In the order of the elements.
    secret : bytes
        What opens the answer, and would let its holder try guesses on the offer.

    Notes
    -----
    About 0.1 ms of one core for an element, here as in `answered` and `opened`.
    """
    psi = library()
    secret: bytes = psi.client.CreateWithNewKey(which).GetPrivateKeyBytes()

    def blind(part: Sequence[str]) -> list[bytes]:
        client = psi.client.CreateFromKey(secret, which)
        return list(client.CreateRequest(list(part)).encrypted_elements)

    return b"".join(_in_threads(blind, elements)), secret


def answered(points: bytes, elements: Sequence[str], *, which: bool) -> tuple[bytes, bytes]:
    """Answer an offer, with a secret that is made for it and forgotten.

    Parameters
    ----------
    points : bytes
        Of the offer.
    elements : sequence of str
        Of this side, filled up, each once.
    which : bool
        As the offer has it. When False the points come back sorted, so that nobody can tell which is which.

    Returns
    -------
    again : bytes
        The points of the offer, blinded once more.
    own : bytes
        The points of this side, sorted.

    Raises
    ------
    MatchError
        The offer does not hold points, or one of them twice.
    """
    psi = library()
    secret = psi.server.CreateWithNewKey(which).GetPrivateKeyBytes()

    def blind(part: Sequence[str]) -> list[bytes]:
        server = psi.server.CreateFromKey(secret, which)
        raw = psi.DataStructure.RAW
        return list(server.CreateSetupMessage(_RATE, len(part), list(part), raw).raw.encrypted_elements)

    def blind_again(part: Sequence[bytes]) -> list[bytes]:
        request = psi.Request(reveal_intersection=which, encrypted_elements=part)
        server = psi.server.CreateFromKey(secret, which)
        return list(server.ProcessRequest(request).encrypted_elements)

    again = _guarded(blind_again, _points(points))
    return b"".join(again if which else sorted(again)), b"".join(sorted(_in_threads(blind, elements)))


def opened(again: bytes, own: bytes, secret: bytes, *, which: bool) -> tuple[int, list[int]]:
    """Open an answer.

    Parameters
    ----------
    again, own : bytes
        See `answered`.
    secret : bytes
        See `asked`.
    which : bool

    Returns
    -------
    count : int
        How many elements both sides hold.
    held : list of int
        Which of the offer's, in its order; empty when `which` is False.

    Raises
    ------
    MatchError
        The answer does not hold points, or one of them twice.
    """
    psi = library()
    setup = psi.ServerSetup()
    setup.raw.encrypted_elements.extend(sorted(_points(own)))

    def among(part: Sequence[tuple[int, bytes]]) -> list[int]:
        client = psi.client.CreateFromKey(secret, which)
        response = psi.Response(encrypted_elements=[point for _, point in part])
        if not which:
            return [client.GetIntersectionSize(setup, response)]
        return [part[at][0] for at in client.GetIntersection(setup, response)]

    found = _guarded(among, list(enumerate(_points(again))))
    return (len(found), sorted(found)) if which else (sum(found), [])


def _points(packed: bytes) -> list[bytes]:
    """Unpack points; a repeated one would count one element as several."""
    points = [packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH)]
    if len(packed) % WIDTH or len(set(points)) < len(points) or {point[0] for point in points} - _SIGNS:
        raise MatchError(
            "it does not hold blinded elements, each once", hint="ask the partner to make it again"
        )
    return points


def _guarded(work: Callable[[Any], list[Any]], elements: Sequence[Any]) -> list[Any]:
    try:
        return _in_threads(work, elements)
    except RuntimeError:  # the library's, for a point that is not on the curve
        raise MatchError(
            "it holds something that is no blinded element", hint="ask the partner to make it again"
        ) from None


def _in_threads(work: Callable[[Any], list[Any]], elements: Sequence[Any]) -> list[Any]:
    """Do work on parts side by side; each makes an object of its own: the library's are for one thread."""
    threads = max(1, min(os.cpu_count() or 1, len(elements) // _WORTH))
    step = -(-len(elements) // threads) or 1
    with ThreadPoolExecutor(threads) as pool:
        parts = pool.map(work, [elements[at : at + step] for at in range(0, len(elements), step)])
        return [one for part in parts for one in part]
