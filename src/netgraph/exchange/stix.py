"""STIX 2.1 with markings of TLP 2.0, for platforms of threat intelligence such as MISP and OpenCTI.

Only what STIX has a concept for: people and organizations are identities, cases incidents, States and places
locations, handles and accounts user accounts by their keyed hash. The confidence is that of the Admiralty's
credibility. Ids are UUIDs of version 5 of the keys, so that a second file brings no second object.

References
----------
.. [1] OASIS, "STIX Version 2.1", 2021, sections 2.9 (ids), 4 and 5 (objects, relationships), 7.2 (markings)
   and appendix A (Admiralty Credibility), https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html.
.. [2] OASIS, "TLP 2.0 extension definition", 2022, https://github.com/oasis-open/cti-stix-common-objects.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from netgraph.exchange.facts import country
from netgraph.exchange.rows import every, node_id
from netgraph.model import Handling, Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.disclosure import Disclosed

    Json = dict[str, Any]

ENDING = "json"
RELATIONS = {  # and the property that says more
    "BASED_IN": ("located-at", None),
    "BORDERS": ("borders", None),
    "CITIZEN_OF": ("citizen-of", None),
    "HANDLED_BY": ("handled-by", "status"),
    "IN": ("located-at", None),
    "INVOLVED_IN": ("involved-in", "role"),
    "LEG": ("leads-to", "mode"),
    "LINKED_TO": ("related-to", "kind"),
    "OCCURRED_IN": ("occurred-at", "stage"),
    "PART_OF": ("part-of", None),
    "USES": ("uses", None),
}
CARRIES = {"Case", "Identifier", "Jurisdiction", "Location", "Organization", "Person", *RELATIONS}
LOSSES = (
    "Of nodes all but their key, name and coordinates, and of cases the forms of exploitation.",
    "Of claims all but one property, their dates, source and record, credibility and handling.",
    "STIX wants to know when an object was made, which a release does not tell: all say 1970.",
)
MADE = "1970-01-01T00:00:00.000Z"
NAMESPACE = UUID("2f6a3c5e-7d0b-5b0e-9a51-6d0f7e2a4c11")  # of our ids
OBSERVABLES = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")  # of STIX, section 2.9
ACCOUNTS = {"Handle", "Account"}
CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    Marking.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def encode(found: Disclosed) -> bytes:
    """Return a bundle, one object a line: the same bytes for the same graph.

    Shared nodes, which no source owns, are marked as the whole. Time and memory are linear in the graph.
    """
    objects: dict[str, Json] = {}
    for one in _objects(found):
        objects.setdefault(one["id"], one)
    lines = [json.dumps(objects[id_], ensure_ascii=False) for id_ in sorted(objects)]
    body = ",\n".join(lines)
    bundle = f"bundle--{uuid5(NAMESPACE, body)}"
    return f'{{"type": "bundle", "id": "{bundle}", "objects": [\n{body}\n]}}\n'.encode()


def lost(found: Disclosed) -> list[str]:
    """Say how many identifiers STIX has no object for."""
    kinds = [row.get("kind") for label, row in every(found.nodes) if label == "Identifier"]
    other = sum(kind not in ACCOUNTS for kind in kinds)
    return [f"{other:,} identifiers that are no handle or account left out, with their USES"] if other else []


def _objects(found: Disclosed) -> Iterator[Json]:
    ids: dict[str, str] = {}
    for label, row in every(found.nodes):
        one = _MADE[label](row) if label in _MADE else None
        if one:
            marked = _marked(row, found.marking)
            yield from marked
            ids[node_id(label, row["key"])] = one["id"]
            yield one | {"object_marking_refs": [mark["id"] for mark in marked]}
    for type_, row in every(found.claims):
        ends = [ids.get(node_id(row[f"{side}_label"], row[side])) for side in ("start", "end")]
        if type_ in RELATIONS and all(ends):
            marked = _marked(row, found.marking)
            yield from marked
            yield _relationship(type_, row, ends) | {"object_marking_refs": [mark["id"] for mark in marked]}


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE, f'{kind} {name}')}"


def _object(kind: str, own: str, /, **more: object) -> Json:
    """Return an object by its id, with what STIX wants of every one."""
    head = {"type": kind, "spec_version": "2.1", "id": _id(kind, own), "created": MADE, "modified": MADE}
    return head | {key: value for key, value in more.items() if value not in (None, "", [])}


def _person(row: Json) -> Json:
    name = node_id("Person", row["key"])
    return _object("identity", name, name=row["key"], identity_class="individual", **_source(row))


def _organization(row: Json) -> Json:
    name, shown = node_id("Organization", row["key"]), row.get("name") or row["key"]
    return _object("identity", name, name=shown, identity_class="organization", **_source(row))


def _case(row: Json) -> Json:
    name = node_id("Case", row["key"])
    labels = [one for one in row.get("exploitation", ()) if one]
    return _object("incident", name, name=row["key"], labels=labels, **_source(row))


def _jurisdiction(row: Json) -> Json:
    return _location(row, "Jurisdiction")


def _location(row: Json, label: str = "Location") -> Json:
    """Return a location, which needs a country, a region or coordinates."""
    key, point = row["key"], ("latitude" in row and "longitude" in row)
    where = {name: row[name] for name in ("latitude", "longitude") if point}
    code = country(key)
    if code:
        where["country"] = code.upper()
    if not where:
        where["region"] = key.removeprefix("region/")
    city = row.get("name") if row.get("kind") == "City" else None
    return _object("location", node_id(label, key), name=row.get("name") or key, city=city, **where)


def _identifier(row: Json) -> Json | None:
    """Return a user account, of which STIX makes the id from what it is known by."""
    if row.get("kind") not in ACCOUNTS:
        return None
    known = {"user_id": f"keyed hash {row['key'].rpartition('/')[2]}"}
    said = json.dumps(known, separators=(",", ":"), ensure_ascii=False)
    id_ = f"user-account--{uuid5(OBSERVABLES, said)}"
    return {"type": "user-account", "spec_version": "2.1", "id": id_, **known}


_MADE: dict[str, Callable[[Json], Json | None]] = {
    "Case": _case,
    "Identifier": _identifier,
    "Jurisdiction": _jurisdiction,
    "Location": _location,
    "Organization": _organization,
    "Person": _person,
}


def _relationship(type_: str, row: Json, ends: list[str | None]) -> Json:
    kind, said = RELATIONS[type_]
    first, last = (_moment(row.get(name)) for name in ("first_seen", "last_seen"))
    return _object(
        "relationship",
        row["key"],
        relationship_type=kind,
        source_ref=ends[0],
        target_ref=ends[1],
        description=row.get(said) if said else None,
        start_time=first,
        stop_time=last if not first or (last and last > first) else None,
        confidence=CONFIDENCE.get(row.get("credibility", "")),
        **_source(row),
    )


def _source(row: Json) -> Json:
    reference = {"source_name": row.get("source"), "external_id": row.get("record")}
    return {
        "external_references": [{k: v for k, v in reference.items() if v}] if reference["source_name"] else []
    }


def _moment(day: str | None) -> str | None:
    return f"{day}T00:00:00.000Z" if day and _DAY.fullmatch(day) else None


def _marked(row: Json, whole: Marking) -> list[Json]:
    """Return the definitions of how a node or claim may be handled."""
    handling = Handling.of(row.get("handling", whole.word), row.get("releasable_to"), row.get("conditions"))
    defined = [_tlp(handling.marking)]
    said = []
    if handling.releasable_to:
        said.append(f"releasable to {', '.join(sorted(handling.releasable_to))}")
    if handling.conditions:
        said.append(f"under the Europol conditions {', '.join(sorted(handling.conditions))}")
    if said:
        text = "; ".join(said)
        head = {"type": "marking-definition", "spec_version": "2.1", "id": _id("marking-definition", text)}
        defined.append(
            head | {"created": MADE, "definition_type": "statement", "definition": {"statement": text}}
        )
    return defined


def _tlp(marking: Marking) -> Json:
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
