"""STIX 2.1 with markings of TLP 2.0, for platforms of threat intelligence such as MISP and OpenCTI.

Only what STIX has a concept for: people and organizations are identities, cases incidents, States and places
locations, handles and accounts user accounts by their keyed hash. The confidence is that of the Admiralty's
credibility. Ids are UUIDs of version 5 of the keys, so that a second file brings no second object. What else
is known of a node or claim stands in a property extension, by which it comes back.

References
----------
.. [1] OASIS, "STIX Version 2.1", 2021, sections 2.9 (ids), 4 and 5 (objects, relationships), 7.2 (markings)
   and appendix A (Admiralty Credibility), https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html.
.. [2] OASIS, "TLP 2.0 extension definition", 2022, https://github.com/oasis-open/cti-stix-common-objects.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from math import isfinite
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from netgraph.disclosure.contents import ENDS
from netgraph.exchange.facts import country
from netgraph.exchange.rows import every, node_id, tabled
from netgraph.exchange.stix_marks import MADE, NAMESPACE, handling_of, marked_by, own_id, tlp
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

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
    "What STIX has no words for stands in an extension: other programs keep it, netgraph alone reads it.",
    "Words are there for keys, names, places, dates, source, credibility, handling, and one code of a claim.",
    "STIX wants to know when an object was made, which a release does not tell: all say 1970.",
)
OBSERVABLES = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")  # of STIX, section 2.9
ACCOUNTS = {"Handle", "Account"}
CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
OWN = own_id("extension-definition", "netgraph")
MAKER = own_id("identity", "netgraph")
ASIDE = {"extension-definition", "marking-definition"}  # what explains the others
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


def decode(content: bytes) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Read nodes by label and claims by type from such a bundle, by the extension that its objects carry.

    The markings of an object count, and not only what the extension says; see `handling_of`.

    Raises
    ------
    ValueError
        An object without the extension: it was added by somebody else.
    """
    told = [one for one in json.loads(content)["objects"] if one["type"] not in ASIDE and one["id"] != MAKER]
    nodes: dict[str, list[Json]] = defaultdict(list)
    claims: dict[str, list[Json]] = defaultdict(list)
    ends: dict[str, tuple[str, str]] = {}
    for one in sorted(told, key=lambda one: bool(one["type"] == "relationship")):
        if OWN not in one.get("extensions", {}):
            raise ValueError(f"it has an object of type {one['type']} that netgraph did not write")
        row = {key: value for key, value in one["extensions"][OWN].items() if key != "extension_type"}
        name = row.pop("concept")
        row |= handling_of(one, row)
        if one["type"] == "relationship":
            between = (*ends[one["source_ref"]], *ends[one["target_ref"]])
            claims[name].append(row | dict(zip(ENDS, between, strict=True)))
        else:
            ends[one["id"]] = name, row["key"]
            nodes[name].append(row)
    return tabled(nodes), tabled(claims)


def lost(found: Disclosed) -> list[str]:
    """Say how many identifiers STIX has no object for."""
    kinds = [row.get("kind") for label, row in every(found.nodes) if label == "Identifier"]
    other = sum(kind not in ACCOUNTS for kind in kinds)
    return [f"{other:,} identifiers that are no handle or account left out, with their USES"] if other else []


def _objects(found: Disclosed) -> Iterator[Json]:
    yield from _definition()
    ids: dict[str, str] = {}
    for label, row in every(found.nodes):
        one = _MADE[label](row) if label in _MADE else None
        if one:
            marked = marked_by(row, found.marking)
            yield from marked
            ids[node_id(label, row["key"])] = one["id"]
            yield one | {"object_marking_refs": [mark["id"] for mark in marked]} | _whole(label, row)
    for type_, row in every(found.claims):
        ends = [ids.get(node_id(row[f"{side}_label"], row[side])) for side in ("start", "end")]
        if type_ in RELATIONS and all(ends):
            marked = marked_by(row, found.marking)
            yield from marked
            marks = {"object_marking_refs": [mark["id"] for mark in marked]}
            yield _relationship(type_, row, ends) | marks | _whole(type_, row)


def _object(kind: str, own: str, /, **more: object) -> Json:
    """Return an object by its id, with what STIX wants of every one."""
    head = {"type": kind, "spec_version": "2.1", "id": own_id(kind, own), "created": MADE, "modified": MADE}
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
    known = {"user_id": f"keyed hash {row['key']}"}
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


def _definition() -> list[Json]:
    """Return what says what our extension is, and who says so."""
    clear = tlp(Marking.CLEAR)
    marked = {"object_marking_refs": [clear["id"]]}
    maker = _object("identity", "netgraph", name="netgraph", identity_class="system") | marked
    told = {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": OWN,
        "created": MADE,
        "modified": MADE,
        "created_by_ref": maker["id"],
        "name": "netgraph",
        "version": "1.0.0",
        "schema": "the properties of labels and relationship types as `netgraph schema show` lists them",
        "extension_types": ["property-extension"],
    }
    return [clear, maker, told | marked]


def _whole(name: str, row: Json) -> Json:
    """Return the extension with all that is known of a node or claim; STIX allows nothing that is empty."""
    kept = {key: value for key, value in row.items() if key not in ENDS and not _empty(value)}
    return {"extensions": {OWN: {"extension_type": "property-extension", "concept": name, **kept}}}


def _empty(value: object) -> bool:
    return value in ("", []) or (isinstance(value, float) and not isfinite(value))
