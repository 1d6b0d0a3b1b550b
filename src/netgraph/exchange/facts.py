"""What a recipient may have in the words of FollowTheMoney: one fact for each value, with whose claim it is.

A Case is an Event and not a CourtCase, since it need not have come to a court; who has a part in it, and
where it occurred, is an UnknownLink with role or stage as its role. An Identifier is an Identification by its
keyed hash. A leg of a route is a Trip. A link whose ends FollowTheMoney does not allow for its schema is an
UnknownLink with its kind as the role. `netgraph.exchange.told` goes the other way.

References
----------
.. [1] FollowTheMoney, schemata, https://followthemoney.tech/explorer/.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any, NamedTuple

import pycountry

from netgraph.exchange.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.disclosure import Disclosed

    Row = dict[str, Any]

NODES = {"Case", "Event", "Identifier", "Jurisdiction", "Location", "Organization", "Person"}
CLAIMS = {
    *("AFFECTED", "BASED_IN", "CITIZEN_OF", "HANDLED_BY", "IN", "INVOLVED_IN", "LEG", "LINKED_TO"),
    *("OCCURRED_IN", "USES"),
}
ORGANIZATIONS = {"CorporateBusiness": "Company", "CentralGovernmentOrganisation": "PublicBody"}
GENDERS = {"Feminine": "female", "Masculine": "male", "NonConforming": "other"}
ANY, PEOPLE, GROUPS = (
    {"Person", "Organization", "Company", "PublicBody"},
    {"Person"},
    {"Organization", "Company"},
)
LINKS = {  # kind: schema, property and schemata of its start, and of its end
    "Associate": ("Associate", "person", PEOPLE, "associate", PEOPLE),
    "Directs": ("Directorship", "director", ANY, "organization", GROUPS | {"PublicBody"}),
    "Employed": ("Employment", "employee", PEOPLE, "employer", GROUPS | {"PublicBody"}),
    "Family": ("Family", "person", PEOPLE, "relative", PEOPLE),
    "Member": ("Membership", "member", ANY, "organization", GROUPS | {"PublicBody"}),
    "Owes": ("Debt", "debtor", ANY, "creditor", ANY),
    "Owns": ("Ownership", "owner", ANY, "asset", {"Company"}),
    "Payment": ("Payment", "payer", ANY, "beneficiary", ANY),
    "Precedes": ("Succession", "predecessor", ANY, "successor", ANY),
    "Represents": ("Representation", "agent", ANY, "client", ANY),
}


HASHED = ", keyed hash"  # after the kind of an identifier
DASH = ord("-")
_PLAIN = frozenset((string.ascii_letters + string.digits).encode())


class Fact(NamedTuple):
    """One value of one property of an entity, and the row that says so; of ``id``, that it is there."""

    entity: str
    schema: str
    property: str
    value: str
    row: Row


def facts(found: Disclosed) -> Iterator[Fact]:
    """Yield what FollowTheMoney can say, entity by entity or claim by claim; time is linear."""
    schemata: dict[str, str] = {}
    for label, told in (
        ("Case", _case),
        ("Event", _event),
        ("Location", _location),
        ("Organization", _organization),
        ("Person", _person),
    ):
        for row in _of(found.nodes, label):
            name = entity_id(label, row["key"])
            schemata[name], values = told(row)
            yield from _facts(name, schemata[name], values, row)
    for type_, property_ in (
        ("AFFECTED", "country"),
        ("BASED_IN", "country"),
        ("CITIZEN_OF", "citizenship"),
        ("HANDLED_BY", "country"),
        ("OCCURRED_IN", "addressEntity"),
    ):
        for row in _of(found.claims, type_):
            start, end = _ends(row)
            at = end if row["end_label"] == "Location" else country(row["end"])
            named = "addressEntity" if row["end_label"] == "Location" else property_
            if at:
                yield Fact(start, schemata[start], named, at, row)
    for type_, link in (
        ("INVOLVED_IN", _role),
        ("LINKED_TO", _link),
        ("LEG", _trip),
        ("OCCURRED_IN", _place),
        ("USES", _identification),
    ):
        for row in _of(found.claims, type_):
            schema, values = link(row, schemata)
            dates = {"startDate": row.get("first_seen"), "endDate": row.get("last_seen")}
            yield from _facts(
                entity_id(type_, row["key"]), schema, dates | values | {"recordId": row["record"]}, row
            )


def entity_id(name: str, key: str) -> str:
    """Return an id as FollowTheMoney allows it: letters, digits, dots, and dashes that are not last.

    Parameters
    ----------
    name, key : str
        Label and key of a node, or type and key of a claim. Any other byte is a dot and its hexadecimal code,
        so that no two have one id.

    Examples
    --------
    >>> entity_id("Person", "ngo/P-1")
    'Person.3ango.2fP-1'
    """
    whole = f"{name}:{key}".encode()
    return "".join(
        chr(byte) if byte in _PLAIN or (byte == DASH and at < len(whole)) else f".{byte:02x}"
        for at, byte in enumerate(whole, 1)
    )


def country(key: str) -> str | None:
    """Return the code that FollowTheMoney has for a State or its part: two letters; None where there is none.

    Examples
    --------
    >>> country("KEN"), country("US-CA"), country("XKX"), country("region/africa")
    ('ke', 'us', 'xk', None)
    """
    code = key.partition("/")[0]
    if code == "XKX":
        return "xk"
    state = pycountry.countries.get(alpha_3=code) or pycountry.countries.get(alpha_2=code.partition("-")[0])
    return state.alpha_2.lower() if state else None


def _of(tables: dict[str, Any], name: str) -> Iterator[Row]:
    return rows(tables[name]) if name in tables else iter(())


def _ends(row: Row) -> tuple[str, str]:
    return entity_id(row["start_label"], row["start"]), entity_id(row["end_label"], row["end"])


def _facts(entity: str, schema: str, values: dict[str, Any], row: Row) -> Iterator[Fact]:
    yield Fact(entity, schema, "id", entity, row)
    for name, value in sorted(values.items()):
        for one in value if isinstance(value, list) else [value]:
            if one not in (None, ""):
                yield Fact(entity, schema, name, str(one), row)


def _case(row: Row) -> tuple[str, Row]:
    return "Event", {
        "name": row["key"],
        "startDate": row.get("opened"),
        "endDate": row.get("closed"),
        "keywords": row.get("exploitation"),
        "recordId": row.get("record"),
    }


def _event(row: Row) -> tuple[str, Row]:
    dates = {"startDate": row.get("began"), "endDate": row.get("ended")}
    return "Event", {"name": row.get("name", row["key"]), "keywords": row.get("kind"), **dates}


def _location(row: Row) -> tuple[str, Row]:
    return "Address", {
        "full": row.get("name", row["key"]),
        "city": row.get("name") if row.get("kind") == "City" else None,
        "country": country(row["key"]),
        "latitude": row.get("latitude"),
        "longitude": row.get("longitude"),
    }


def _organization(row: Row) -> tuple[str, Row]:
    values = {
        "name": row.get("name") or row["key"],
        "sector": row.get("sector"),
        "classification": row.get("kind"),
    }
    return ORGANIZATIONS.get(row.get("kind", ""), "Organization"), values


def _person(row: Row) -> tuple[str, Row]:
    return "Person", {"name": row["key"], "gender": GENDERS.get(row.get("gender", ""))}


def _role(row: Row, schemata: dict[str, str]) -> tuple[str, Row]:
    del schemata
    subject, object_ = _ends(row)
    return "UnknownLink", {"subject": subject, "object": object_, "role": row["role"]}


def _place(row: Row, schemata: dict[str, str]) -> tuple[str, Row]:
    del schemata
    case, place = _ends(row)
    return "UnknownLink", {"subject": case, "object": place, "role": row["stage"]}


def _link(row: Row, schemata: dict[str, str]) -> tuple[str, Row]:
    start, end = _ends(row)
    schema, from_, starts, to, ends = LINKS.get(row["kind"], ("", "", set(), "", set()))
    if schemata[start] in starts and schemata[end] in ends:
        return schema, {from_: start, to: end}
    return "UnknownLink", {"subject": start, "object": end, "role": row["kind"]}


def _trip(row: Row, schemata: dict[str, str]) -> tuple[str, Row]:
    del schemata
    start, end = _ends(row)
    values = {"startLocation": start, "endLocation": end, "name": f"{row['route']} {row['position']}"}
    dates = {"startDate": row.get("departed"), "endDate": row.get("arrived")}
    return "Trip", {**values, "keywords": row.get("mode"), **dates}


def _identification(row: Row, schemata: dict[str, str]) -> tuple[str, Row]:
    del schemata
    kind, _, number = row["end"].partition("/")
    holder, _ = _ends(row)
    return "Identification", {"holder": holder, "type": f"{kind}{HASHED}", "number": number or row["end"]}
