"""FollowTheMoney entities as JSON Lines, for Aleph, OpenSanctions' tools and ``netgraph ingest ftm``.

How each entity may be handled stands beside its properties, where FollowTheMoney keeps what its schemata do
not know: ``handling``, ``releasable_to``, ``conditions``, the strictest of what went into it. ``reference``
is the key as netgraph writes it, since an id of FollowTheMoney has no slash.
"""

from __future__ import annotations

import json
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from netgraph.exchange.facts import CLAIMS, NODES, Fact, facts
from netgraph.exchange.told import tables_of
from netgraph.model import Handling
from netgraph.model.marking import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from netgraph.disclosure import Disclosed

ENDING = "ftm"
MARKS = ("handling", "releasable_to", "conditions")
CARRIES = NODES | CLAIMS
SHARED = (
    "Routes and their stops: FollowTheMoney has no way with an order, only trips, which the legs are.",
    "States and identifiers are values of what they belong to; a place lies in the State of its key.",
    "Of people only gender and citizenship; where a name has to stand, there is the reference.",
    "Of cases not status, means, industries and numbers; of parts in them only the role.",
    "Of subdivisions the State; of events what, when and where; of links and legs not strength and victims.",
)
LOSSES = (*SHARED, "Whose claim each value is: ftm-statements has that.")


def encode(found: Disclosed) -> bytes:
    """Return one entity a line, ordered by id: the same bytes for the same graph.

    Time and memory are linear in the graph.
    """
    told = sorted(facts(found), key=attrgetter("entity"))
    entities = (_entity(list(group), str(found.marking)) for _, group in groupby(told, attrgetter("entity")))
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in entities).encode()


def decode(content: bytes) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Read nodes by label and claims by type from such a file; see `netgraph.exchange.told`."""
    return tables_of(fact for line in content.splitlines() for fact in _facts(json.loads(line)))


def _facts(one: dict[str, Any]) -> Iterator[Fact]:
    row: dict[str, Any] = {name: one[name] for name in MARKS if name in one}
    if one["datasets"]:
        row["source"] = ", ".join(one["datasets"])
    for name, values in {"id": [one["id"]], "schema": [one["schema"]], **one["properties"]}.items():
        for value in values:
            yield Fact(one["id"], one["schema"], name, value, row)


def _entity(told: list[Fact], marking: str) -> dict[str, Any]:
    values: dict[str, set[str]] = {}
    for fact in told:
        if fact.property != "id":
            values.setdefault(fact.property, set()).add(fact.value)
    return {
        "id": told[0].entity,
        "schema": told[0].schema,
        "reference": told[0].row["key"],  # as it is written elsewhere, so that a search for leaks sees it
        "properties": {name: sorted(given) for name, given in sorted(values.items())},
        "datasets": sorted({fact.row["source"] for fact in told if "source" in fact.row}),
        **{name: value for name, value in _handling(told, marking).items() if value},
    }


def _handling(told: Iterable[Fact], marking: str) -> dict[str, Any]:
    """Return the strictest of all that an entity is made of; a shared node is marked as the whole."""
    found: Handling | None = None
    for fact in told:
        if "handling" in fact.row:
            row = fact.row
            one = Handling.of(row["handling"], row.get("releasable_to"), row.get("conditions"))
            found = joined(found, one) if found else one
    return found.stored() if found else {"handling": marking.removeprefix("TLP:")}
