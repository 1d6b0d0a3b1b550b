"""A store that goes away in the middle of a load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.errors import StoreAway

if TYPE_CHECKING:
    from netgraph.store import Store

WRITES = ("create", "update", "delete", "merge")


class Failing:
    """A store that fails after some writes, as a server that goes away does.

    Parameters
    ----------
    store : Store
        What carries the writes out until then.
    survived : int
        How many of them.
    """

    def __init__(self, store: Store, survived: int) -> None:
        self._store = store
        self._left = survived

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for every method of a store
        """Return a method of the store, or one that counts."""
        method = getattr(self._store, name)
        if not name.startswith(WRITES):
            return method

        def write(*values: Any) -> Any:  # noqa: ANN401
            self._left -= 1
            if self._left < 0:
                raise StoreAway("the server went away", hint="start it")
            return method(*values)

        return write
