"""Markings of STIX 2.1 in TLP 2.0, whom something is released to, and conditions; and how they are read back.

References
----------
.. [1] OASIS, "STIX Version 2.1", 2021, section 7.2, https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html.
.. [2] OASIS, "TLP 2.0 extension definition", 2022, https://github.com/oasis-open/cti-stix-common-objects.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from netgraph.model import Handling, Marking

Json = dict[str, Any]

MADE = "1970-01-01T00:00:00.000Z"
NAMESPACE = UUID("2f6a3c5e-7d0b-5b0e-9a51-6d0f7e2a4c11")  # of our ids
EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    Marking.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}


def own_id(kind: str, name: str) -> str:
    """Return the id of an object of ours: a UUID of version 5."""
    return f"{kind}--{uuid5(NAMESPACE, f'{kind} {name}')}"


def marked_by(row: Json, whole: Marking) -> list[Json]:
    """Return the definitions of how a node or claim may be handled."""
    handling = Handling.of(row.get("handling", whole.word), row.get("releasable_to"), row.get("conditions"))
    defined = [tlp(handling.marking)]
    said = []
    if handling.releasable_to:
        said.append(f"releasable to {', '.join(sorted(handling.releasable_to))}")
    if handling.conditions:
        said.append(f"under the Europol conditions {', '.join(sorted(handling.conditions))}")
    if said:
        text = "; ".join(said)
        head = {"type": "marking-definition", "spec_version": "2.1", "id": own_id("marking-definition", text)}
        defined.append(
            head | {"created": MADE, "definition_type": "statement", "definition": {"statement": text}}
        )
    return defined


def tlp(marking: Marking) -> Json:
    """Return the definition of a label of TLP 2.0, as OASIS publishes it."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP[marking],
        "created": "2022-10-01T00:00:00.000Z",
        "name": str(marking),
        "extensions": {
            EXTENSION: {"extension_type": "property-extension", "tlp_2_0": marking.word.lower()},
        },
    }


def handling_of(one: Json, row: Json) -> Json:
    """Return how an object that was written for a row may be handled; nothing for what is shared.

    A marking that is missing, not known, or another than it was written with makes it RED; a stricter label
    of TLP 2.0 counts.
    """
    if "handling" not in row:
        return {}
    refs = set(one.get("object_marking_refs", ()))
    wanted = {mark["id"] for mark in marked_by(row, Marking.RED)}
    labels = [marking for marking, id_ in TLP.items() if id_ in refs]
    if not labels or "granular_markings" in one or refs - set(TLP.values()) != wanted - set(TLP.values()):
        return {"handling": Marking.RED.word}
    return {"handling": max(Marking.parse(row["handling"]), *labels).word}
