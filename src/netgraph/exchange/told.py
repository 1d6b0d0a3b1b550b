"""What FollowTheMoney says, back into nodes and claims; the other way round than `netgraph.exchange.facts`.

Only from files of ours: which label or type an entity is of, and its key, stand in its id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pycountry

from netgraph.disclosure.contents import ENDS
from netgraph.exchange.facts import GENDERS, HASHED, LINKS
from netgraph.exchange.rows import form, tabled
from netgraph.model import Handling, load_schema
from netgraph.model.marking import joined
from netgraph.model.places import alpha2, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from netgraph.exchange.facts import Fact

    Row = dict[str, Any]
    Values = dict[str, list[str]]

PUBLIC = "reference"  # the dataset of what no source alone says: names of States and places
GENDER = {theirs: ours for ours, theirs in GENDERS.items()}
STATES = {  # label and property: the claim that it stands for
    ("Case", "country"): "HANDLED_BY",
    ("Event", "country"): "AFFECTED",
    ("Event", "addressEntity"): "AFFECTED",
    ("Organization", "country"): "BASED_IN",
    ("Person", "citizenship"): "CITIZEN_OF",
}
_PART = re.compile(r"\.([0-9a-f]{2})|([^.]+)")


def parted(entity: str) -> tuple[str, str]:
    """Return label or type, and key, of an id that `entity_id` made.

    Examples
    --------
    >>> parted("Person.3ango.2fP-1")
    ('Person', 'ngo/P-1')
    """
    parts = (bytes.fromhex(code) if code else plain.encode() for code, plain in _PART.findall(entity))
    whole = b"".join(parts).decode()
    name, _, key = whole.partition(":")
    return name, key


def state(code: str) -> str:
    """Return the key of a State by its two letters.

    Examples
    --------
    >>> state("ke"), state("xk")
    ('KEN', 'XKX')
    """
    if code == "xk":
        return "XKX"
    found = pycountry.countries.get(alpha_2=code.upper())
    if found is None:
        raise ValueError("it has a country that is none of ISO 3166")
    return str(found.alpha_3)


def tables_of(told: Iterable[Fact]) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Put facts together into nodes by label and claims by type; time is linear.

    Parameters
    ----------
    told : iterable of Fact
        The ``row`` of each holds what is known of where it comes from: source, record, dates, marking.

    Raises
    ------
    ValueError
        An entity that is none of ours.
    """
    entities: dict[str, list[Fact]] = defaultdict(list)
    for fact in told:
        entities[fact.entity].append(fact)
    nodes: dict[str, list[Row]] = defaultdict(list)
    claims: dict[str, list[Row]] = defaultdict(list)
    shared: dict[tuple[str, str], Row] = {}
    for entity, facts in entities.items():
        name, key = parted(entity)
        values: Values = defaultdict(list)
        for fact in facts:
            values[fact.property].append(fact.value)
        if name in load_schema().nodes:
            about = _node(name, key, values) | {"record": values.get("recordId", [key])[0]}
            own = [fact for fact in facts if (name, fact.property) not in STATES]
            nodes[name].append(_kept(name, _origin(own), about))
            claims_of = [_tie(fact, name, key) for fact in facts if (name, fact.property) in STATES]
        else:
            claims_of = [(name, _claim(name, key, values, _origin(facts)))]
        for type_, row in claims_of:
            claims[type_].append(row)
            for side in ("start", "end"):
                label, end = row[f"{side}_label"], row[side]
                if label in {"Identifier", "Jurisdiction"}:
                    shared[label, end] = _shared(label, end)
    for (label, _), row in sorted(shared.items()):
        nodes[label].append(row)
    return tabled(nodes), tabled(claims)


def _origin(facts: list[Fact]) -> Row:
    """Return where some facts come from, as strict as the strictest of them; one without a marking is RED."""
    found: Handling | None = None
    for row in (fact.row for fact in facts):
        one = Handling.of(row.get("handling"), row.get("releasable_to"), row.get("conditions"))
        found = joined(found, one) if found else one
    return facts[0].row | (found.stored() if found else {})


def _kept(name: str, origin: Row, own: Row) -> Row:
    """Put together where a node or claim comes from and what it says, as far as it can say that."""
    whole = {"record": own.get("key"), "source": PUBLIC, **own, **origin}
    return {k: v for k, v in whole.items() if k in form(name).names and v not in (None, [])}


def _node(label: str, key: str, values: Values) -> Row:
    def one(name: str) -> str | None:
        return values[name][0] if values.get(name) else None

    shown = one("full" if label == "Location" else "name")
    named = {"key": key} | ({"name": shown} if shown not in (key, None) else {})
    if label == "Case":
        told = {"opened": one("startDate"), "closed": one("endDate"), "exploitation": values.get("keywords")}
        return {"key": key, **told}
    if label == "Event":
        return named | {"kind": one("keywords"), "began": one("startDate"), "ended": one("endDate")}
    if label == "Location":
        point = {name: float(values[name][0]) for name in ("latitude", "longitude") if values.get(name)}
        return named | ({"kind": "City"} if values.get("city") else {}) | point
    if label == "Organization":
        return named | {"sector": one("sector"), "kind": one("classification")}
    return {"key": key, "gender": GENDER.get(one("gender") or "")}


def _tie(fact: Fact, label: str, key: str) -> tuple[str, Row]:
    """Return the claim that a property stands for."""
    type_ = STATES[label, fact.property]
    end = ("Jurisdiction", state(fact.value)) if fact.property != "addressEntity" else parted(fact.value)
    between = dict(zip(ENDS, (label, key, *end), strict=True))
    parts = (key, type_, *end, fact.row.get("source", ""), fact.row.get("record", ""))
    return type_, _kept(type_, fact.row, {"key": " ".join(parts), "record": key, **between})


def _claim(type_: str, key: str, values: Values, origin: Row) -> Row:
    """Return the claim that an entity stands for, by the properties that are its ends."""
    one = {name: given[0] for name, given in values.items()}
    dates = {"first_seen": one.get("startDate"), "last_seen": one.get("endDate")}
    own: Row = {"key": key, "record": one.get("recordId")}
    schema = one["schema"]
    if type_ == "USES":
        kind = one["type"].removesuffix(HASHED)
        end = one["number"] if one["number"] == kind else f"{kind}/{one['number']}"
        between = (*parted(one["holder"]), "Identifier", end)
    elif type_ == "LEG":
        route, _, position = one["name"].rpartition(" ")
        own |= {"route": route, "position": int(position), "mode": one.get("keywords")}
        own |= {"departed": one.get("startDate"), "arrived": one.get("endDate")}
        dates = {}
        between = (*parted(one["startLocation"]), *parted(one["endLocation"]))
    elif schema == "UnknownLink":
        own |= {
            {"INVOLVED_IN": "role", "OCCURRED_IN": "stage", "LINKED_TO": "kind"}[type_]: one.get("role", "")
        }
        between = (*parted(one["subject"]), *parted(one["object"]))
    else:
        kind, from_, to = next((kind, link[1], link[3]) for kind, link in LINKS.items() if link[0] == schema)
        own["kind"] = kind
        between = (*parted(one[from_]), *parted(one[to]))
    return _kept(type_, dates | origin, own | dict(zip(ENDS, between, strict=True)))


def _shared(label: str, key: str) -> Row:
    """Return a node that FollowTheMoney has no entity for, from its key."""
    if label == "Identifier":
        kind = key.partition("/")[0]
        return (
            {"key": key, "kind": kind}
            if kind in load_schema().codelists["identifier_kind"].codes
            else {"key": key}
        )
    return {"key": key, "name": gazetteer().place(key).name, "alpha2": alpha2(key)}
