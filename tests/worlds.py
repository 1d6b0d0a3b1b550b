"""Small graphs as a recipient may have them, made at random, with texts that are hard to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from graphs import tabled
from netgraph.disclosure import Disclosed, Recipient
from netgraph.disclosure.extract import disclosed
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from graphs import Claim, Node

KEN = Recipient("KEN")
AWKWARD = [
    *("", " ", "\\", "\\\\", "\\u0027", "\\\\u0027", "\\e", "\\0", ";", "a;b", "'", '"', "`", "${x}", "$x"),
    *(
        "'}) DETACH DELETE n //",
        "*/",
        "</data>",
        "]]>",
        "&amp;",
        "<!--",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\x85",
    ),
    *(
        "\u2028",
        "\u202e",
        "\ufeff",
        "\uffff",
        "\U0001f600",
        "=1+1",
        "@x",
        "://",
        "a:b",
        "\u241f",
        "null",
        "1",
        "e\u0301",
    ),
]
TEXT = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map("".join),
)
KEY = TEXT.filter(bool)
DATES = st.dates().map(str)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = {
    "integer": st.integers(-(2**63) + 1, 2**63 - 1),
    "year": st.integers(1900, 2025),
    "number": NUMBERS,
    "boolean": st.booleans(),
    "codes": st.lists(TEXT, max_size=3),
    "strings": st.lists(TEXT, max_size=3),
    "date": DATES,
}
MARKED = {"handling": st.sampled_from(["CLEAR", "GREEN"])} | {
    name: st.none() for name in ("releasable_to", "conditions", "digest", "run", "key", "source", "record")
}


def properties(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Draw values for some of the properties of a label or type, of the types that the schema gives."""
    schema = load_schema()
    node = name in schema.nodes
    told = schema.node_properties(name) if node else schema.relationship_properties(name)
    found = {}
    for column, one in told.items():
        values = MARKED.get(column, VALUES.get(one.type, TEXT))
        if column == "position":
            values = st.integers(0, 9)
        elif column in ("latitude", "longitude"):
            values = st.floats(-90, 90)
        value = draw(values if one.required or column == "handling" else st.none() | values)
        if value is not None:
            found[column] = value
    return found


@st.composite
def worlds(draw: st.DrawFn) -> Disclosed:
    """Draw nodes of any labels, claims of any types between them, and decide what KEN may have."""
    schema = load_schema()
    labels = schema.labels("owned", "shared")
    keys = {label: draw(st.lists(KEY, min_size=1, max_size=2, unique=True)) for label in labels}
    nodes: list[Node] = [(label, key, properties(draw, label)) for label in labels for key in keys[label]]
    claims: list[Claim] = []
    for type_ in draw(st.lists(st.sampled_from(sorted(schema.relationships)), max_size=6)):
        one = schema.relationships[type_]
        start, end = draw(st.sampled_from(one.start)), draw(st.sampled_from(one.end))
        more = properties(draw, type_)
        for name, definition in one.properties.items():
            if definition.refers:
                more[name] = draw(st.sampled_from(keys[definition.refers]))
        ends = ((label, draw(st.sampled_from(keys[label]))) for label in (start, end))
        claims.append((next(ends), type_, next(ends), more))
    return disclosed(*tabled(nodes, claims), KEN, Marking.RED)


def same(found: dict[str, pa.Table], wanted: dict[str, pa.Table]) -> bool:
    """Say whether two sets of tables hold the same rows, in the order of their keys."""
    assert found.keys() == wanted.keys()
    for name, table in found.items():
        other = wanted[name].select(table.column_names)
        assert table.column_names == wanted[name].column_names, name
        assert table.sort_by("key").to_pylist() == other.sort_by("key").to_pylist(), name
    return True


CANARY = "zebrafinch"
HASHED = ("phone/" + "0123456789abcdef" * 4, "handle/" + "fedcba9876543210" * 4)  # as a load makes them


def planted() -> tuple[list[Node], list[Claim]]:
    """Make a graph of which KEN may have one case with its people, way and places, full of canaries."""
    schema = load_schema()

    def texts(name: str, handling: str) -> dict[str, Any]:
        node = name in schema.nodes
        told = schema.node_properties(name) if node else schema.relationship_properties(name)
        plain = {
            column: f"{CANARY}-{name}-{column}"
            for column, one in told.items()
            if one.type in {"string", "text"} and not one.refers and column not in {"key", "digest", "owner"}
        }
        goes = handling == "GREEN"
        kept = {
            c: v for c, v in plain.items() if not goes or told[c].sensitivity in {"personal", "identifying"}
        }
        kept |= {c: v for c, v in plain.items() if goes and c in {"run", "digest"}}
        return (
            kept | {"handling": handling, "owner": "ITA"} | ({} if goes else {"record": f"{CANARY}-{name}"})
        )

    nodes: list[Node] = [
        ("Case", "seen-by-all/c1", texts("Case", "GREEN") | {"victims": 4, "opened": "2024-05-01"}),
        ("Person", "seen-by-all/p1", texts("Person", "GREEN") | {"sex": "Female"}),
        ("Organization", "seen-by-all/o1", texts("Organization", "GREEN") | {"kind": "CorporateBusiness"}),
        ("Route", "seen-by-all/r1", texts("Route", "GREEN") | {"stops": 3}),
        ("Case", f"{CANARY}/c2", texts("Case", "RED")),
        ("Person", f"{CANARY}-p2", texts("Person", "RED")),
        ("Organization", f"{CANARY}-o2", texts("Organization", "RED")),
        ("Route", f"{CANARY}-r2", texts("Route", "RED")),
        (
            "Location",
            "KEN/mombasa",
            {"name": "Mombasa", "latitude": -4.05, "longitude": 39.67, "kind": "City"},
        ),
        ("Location", "ITA/bari", {"name": "Bari", "latitude": 41.1, "longitude": 16.9, "kind": "City"}),
        ("Location", f"LBY/{CANARY}", {"name": f"{CANARY} oasis", "latitude": 24.2, "longitude": 23.3}),
        ("Location", "SDN", {"name": "Sudan", "kind": "Country"}),
        ("Jurisdiction", "SDN", {"name": "Sudan", "latitude": 15.0, "longitude": 30.0}),
        ("Jurisdiction", "ITA", {"name": "Italy", "alpha2": "IT"}),
        ("Identifier", f"Phone/{CANARY}abcdef", {"kind": "Phone"}),
        ("Identifier", HASHED[0], {"kind": "Phone"}),
        ("Identifier", HASHED[1], {"kind": "Handle"}),
    ]
    person, other = ("Person", "seen-by-all/p1"), ("Person", f"{CANARY}-p2")
    case, route, organization = (
        ("Case", "seen-by-all/c1"),
        ("Route", "seen-by-all/r1"),
        ("Organization", "seen-by-all/o1"),
    )
    mombasa, sudan, bari = ("Location", "KEN/mombasa"), ("Location", "SDN"), ("Location", "ITA/bari")
    dated = {"first_seen": "2024-01-02", "last_seen": "2024-02-03", "credibility": "2"}
    claims: list[Claim] = [
        (person, "INVOLVED_IN", case, texts("INVOLVED_IN", "GREEN") | dated | {"role": "Victim"}),
        (organization, "INVOLVED_IN", case, texts("INVOLVED_IN", "GREEN") | {"role": "Suspect"}),
        (other, "INVOLVED_IN", case, texts("INVOLVED_IN", "RED") | {"role": "Suspect"}),
        (person, "LINKED_TO", organization, texts("LINKED_TO", "GREEN") | {"kind": "Employed"}),
        (person, "LINKED_TO", other, texts("LINKED_TO", "GREEN") | {"kind": "Family"}),
        (person, "CITIZEN_OF", ("Jurisdiction", "SDN"), texts("CITIZEN_OF", "GREEN")),
        (organization, "BASED_IN", ("Jurisdiction", "ITA"), texts("BASED_IN", "GREEN")),
        (case, "HANDLED_BY", ("Jurisdiction", "ITA"), texts("HANDLED_BY", "GREEN")),
        (person, "USES", ("Identifier", HASHED[0]), texts("USES", "GREEN")),
        (person, "USES", ("Identifier", HASHED[1]), texts("USES", "GREEN")),
        (person, "USES", ("Identifier", f"Phone/{CANARY}abcdef"), texts("USES", "RED")),
        (case, "FOLLOWED", route, texts("FOLLOWED", "GREEN")),
        (case, "OCCURRED_IN", bari, texts("OCCURRED_IN", "GREEN") | {"stage": "Exploitation"}),
        (route, "STOPS_AT", mombasa, texts("STOPS_AT", "GREEN") | {"position": 0, "stage": "Recruitment"}),
        (route, "STOPS_AT", ("Location", f"LBY/{CANARY}"), texts("STOPS_AT", "RED") | {"position": 1}),
        (route, "STOPS_AT", sudan, texts("STOPS_AT", "GREEN") | {"position": 2, "stage": "Transit"}),
        (route, "STOPS_AT", bari, texts("STOPS_AT", "GREEN") | {"position": 3, "stage": "Exploitation"}),
        (
            mombasa,
            "LEG",
            sudan,
            texts("LEG", "GREEN") | {"position": 0, "route": "seen-by-all/r1", "mode": "Road"},
        ),
        (sudan, "LEG", bari, texts("LEG", "GREEN") | {"position": 1, "route": "seen-by-all/r1"}),
    ]
    return nodes, claims
