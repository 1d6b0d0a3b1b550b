"""FollowTheMoney statements as JSON Lines: each value with its dataset, record, dates and marking.

The fields are those of FollowTheMoney's statements [1]_; ``handling``, ``releasable_to``, ``conditions``,
``owner``, ``reliability`` and ``credibility`` are added to them. ``origin`` is the record of the dataset.

References
----------
.. [1] FollowTheMoney, statements, https://followthemoney.tech/docs/statements/.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from netgraph.exchange.facts import CLAIMS, NODES, Fact, facts
from netgraph.exchange.followthemoney import SHARED
from netgraph.exchange.told import PUBLIC, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from netgraph.disclosure import Disclosed

ENDING = "jsonl"
CARRIES = NODES | CLAIMS
LOSSES = SHARED
DATES = ("first_seen", "last_seen")
PROVENANCE = ("handling", "releasable_to", "conditions", "owner", "reliability", "credibility")


def encode(found: Disclosed) -> bytes:
    """Return one statement a line, ordered by entity, property and value: the same bytes for the same graph.

    Time and memory are linear in the graph.
    """
    told = {json.dumps(_statement(fact, found.marking.word), ensure_ascii=False) for fact in facts(found)}
    return "".join(f"{line}\n" for line in sorted(told)).encode()


def decode(content: bytes) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Read nodes by label and claims by type from such a file; see `netgraph.exchange.told`."""
    return tables_of(fact for line in content.splitlines() for fact in _facts(json.loads(line)))


def _facts(one: dict[str, Any]) -> Iterator[Fact]:
    kept = {"source": "dataset", "record": "origin", **{name: name for name in (*DATES, *PROVENANCE)}}
    row = {name: one[written] for name, written in kept.items() if written in one}
    if one["prop"] == "id":
        yield Fact(one["entity_id"], one["schema"], "schema", one["schema"], row)
    yield Fact(one["entity_id"], one["schema"], one["prop"], one["value"], row)


def _statement(fact: Fact, marking: str) -> dict[str, Any]:
    row = fact.row
    whole = {
        "entity_id": fact.entity,
        "canonical_id": fact.entity,
        "schema": fact.schema,
        "prop": fact.property,
        "value": fact.value,
        "original_value": row["key"] if fact.property == "id" else None,
        "dataset": row.get("source", PUBLIC),
        "origin": row.get("record"),
        **{name: row.get(name) for name in DATES},
        "handling": marking,
        **{name: row[name] for name in PROVENANCE if name in row},
    }
    parts = json.dumps([row.get("key"), *(whole[name] for name in ("entity_id", "prop", "value"))])
    whole["id"] = hashlib.sha256(parts.encode()).hexdigest()
    return {name: value for name, value in whole.items() if value is not None}
