"""Which state a graph is in: whether what was computed from it would be the same now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from netgraph.store import lookups

if TYPE_CHECKING:
    from netgraph.store import Store


def state_of(store: Store) -> str | None:
    """Name the state that a graph is in.

    Parameters
    ----------
    store : Store

    Returns
    -------
    str or None
        Another one after every load, decision or undo, and wherever the numbers of nodes or relationships
        differ. None where nobody can say: no load is known, one was interrupted or is going on, or an undo.

    Notes
    -----
    Changes that a server's own tools make to values, and that no load run tells of, are not seen.
    """
    runs = store.read(lookups.states_of_runs()).to_pylist()
    if not runs or any(_open(run) for run in runs):
        return None
    return _hashed([runs, asdict(store.counts())])


def moment_of(store: Store) -> str:
    """Name the moment at which a graph is read, also while a load is open: another after most writes.

    Not seen are values that are changed, and nothing else, between the beginning and the end of a load.
    """
    runs = store.read(lookups.states_of_runs()).to_pylist()
    return _hashed([runs, asdict(store.counts())])


def is_synthetic(store: Store) -> bool:
    """Tell whether a store holds synthetic records: one that does takes no records of persons."""
    return any(run["synthetic"] for run in standing(store))


def standing(store: Store) -> list[dict[str, Any]]:
    """Return the load runs whose records stand, finished or not: of each source and mapping the last.

    A run that was undone or taken over left nothing that the one before or after it does not account for.
    """
    runs = store.read(lookups.all_runs()).to_pylist()
    stand = [run for run in runs if not run["undone"] and (run["finished"] or not run["taken_over_by"])]
    return list({(run["source"], run["mapping"]): run for run in stand}.values())


def _hashed(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def _open(run: dict[str, str | None]) -> bool:
    """Whether a run may still write, or has left something half done."""
    if run["undo_began"]:
        return not run["undone"]
    return not (run["finished"] or run["taken_over_by"] or run["undone"])
