"""Sizes that say little: both sets are filled up with random dummies to the next size class."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALLEST = 1_024
_DUMMY = "dummy/"  # no element begins so
_RANDOM = 16  # bytes; two dummies never meet


def size_class(count: int, smallest: int = SMALLEST) -> int:
    """Return the size that a set of some elements is shown with: a power of two.

    Parameters
    ----------
    count : int
        Elements in the set.
    smallest : int, default 1,024
        The least size that is ever shown, a power of two.

    Returns
    -------
    int
        So that the true size may be anything from half of it (from none, for the smallest) up to it.

    Examples
    --------
    >>> size_class(0), size_class(1_024), size_class(10_000), size_class(1_000_000)
    (1024, 1024, 16384, 1048576)
    """
    return max(smallest, 1 << max(count - 1, 0).bit_length())


def padded(texts: Sequence[str], smallest: int = SMALLEST) -> tuple[list[str], list[int]]:
    """Fill a set up with dummies, and put all of it in a random order.

    Parameters
    ----------
    texts : sequence of str
        Each once.
    smallest : int, default 1,024
        See `size_class`.

    Returns
    -------
    filled : list of str
        As long as the size class.
    places : list of int
        For each of `filled` where it stood in `texts`; -1 for a dummy.
    """
    size = size_class(len(texts), smallest)
    places = [*range(len(texts)), *[-1] * (size - len(texts))]
    secrets.SystemRandom().shuffle(places)
    return [texts[at] if at >= 0 else f"{_DUMMY}{secrets.token_hex(_RANDOM)}" for at in places], places
