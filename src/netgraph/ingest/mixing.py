"""Records of persons and synthetic ones do not stand in one store: whoever counts would count both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.state import standing
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from netgraph.ingest.stage import Stage
    from netgraph.store import Store

PERSONAL = frozenset({"Person", "Case"})


def refuse(store: Store, stage: Stage, *, synthetic: bool) -> None:
    """Stop a load of synthetic persons or cases beside real ones, or the other way round.

    Parameters
    ----------
    store : Store
    stage : Stage
        What is about to be loaded.
    synthetic : bool
        Whether its mapping says that it is of no person.

    Raises
    ------
    UsageError
        The store holds the other kind. Loads that were interrupted count as holding persons.
    """
    if PERSONAL.isdisjoint(stage.labels):
        return
    others = sorted(
        {
            run["source"]
            for run in standing(store)
            if bool(run["synthetic"]) is not synthetic and run["source"] != stage.source and _has_persons(run)
        }
    )
    if others:
        kinds = ("synthetic", "real") if synthetic else ("real", "synthetic")
        raise UsageError(
            f"this file holds {kinds[0]} records, and the store holds {kinds[1]} ones, of {others[0]}: "
            "counts and networks would mix them",
            hint="load it into a store of its own: --store DIRECTORY",
        )


def _has_persons(run: dict[str, Any]) -> bool:
    if not run["holding"]:
        return True
    return any(held[0] for name, held in json.loads(run["holding"]).items() if name in PERSONAL)
