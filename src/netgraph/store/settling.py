"""What to do when a server went away before it said whether a batch was committed: look, and write again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.errors import OutcomeUnknown, StoreAway, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable


def settle(write: Callable[[], int], is_done: Callable[[], bool], expected: int) -> int:
    """Write a batch; where the server does not say whether it has, look, and write again if it has not.

    Parameters
    ----------
    write : callable
        Writes the batch in one transaction and returns how much it has written.
    is_done : callable
        Whether all of it is there. It must ask the server that writes: another may lag behind it.
    expected : int
        What to return where it is.

    Raises
    ------
    OutcomeUnknown
        The server went away once more, or stayed away.
    StoreError
        What `write` raises.
    """
    try:
        return write()
    except OutcomeUnknown as unknown:
        try:
            return expected if is_done() else write()
        except OutcomeUnknown:
            raise
        except StoreAway:  # so it is still not known
            raise unknown from None
        except StoreError:  # it may have met the first, which was being committed while we looked
            if is_done():
                return expected
            raise
