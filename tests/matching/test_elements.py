"""What is compared comes from the store, on every engine: identifiers, persons and routes up to a marking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from blind import SHARED
from netgraph.disclosure import Reader
from netgraph.ingest.keys import key_of
from netgraph.matching import elements, identifiers_in, identifiers_of, persons_of, routes_of
from netgraph.matching.tracing import traced
from netgraph.model import Marking
from netgraph.store import Ends
from stores import rows

if TYPE_CHECKING:
    import pyarrow as pa

    from netgraph.store import Store

USES = Ends("Person", "USES", "Identifier")
AMBER, RED = Marking.AMBER, Marking.RED
NUMBERS = ["+999 555 0100", "+999 555 0101", "+999 555 0102"]


def node(number: str) -> str:
    """Return the key of a phone's node."""
    found = SHARED("Phone", number)
    assert found
    return found


def owned(*keys: str, handling: str = "GREEN") -> pa.Table:
    """Return owned nodes of source ``a``."""
    return rows(*({"key": key, "source": "a", "digest": key, "handling": handling} for key in keys))


def claims(*each: tuple[str, str, str], **more: Any) -> pa.Table:  # noqa: ANN401
    """Return claims: start, end, marking."""
    made = [
        {
            "key": f"{start}-{end}-{at}",
            "start": start,
            "end": end,
            "source": "a",
            "digest": str(at),
            "handling": tlp,
        }
        | {name: values[at] for name, values in more.items()}
        for at, (start, end, tlp) in enumerate(each)
    ]
    return rows(*made)


@pytest.fixture
def world(store: Store) -> Store:
    """Fill a store: three phones of two persons in two cases, the third under RED, and five routes."""
    store.merge_nodes("Identifier", rows(*({"key": node(number), "kind": "Phone"} for number in NUMBERS)))
    store.create_nodes("Person", owned("a/p1", "a/p2"))
    store.create_nodes("Case", owned("a/c1", "a/c2"))
    store.create(
        USES,
        claims(
            ("a/p1", node(NUMBERS[0]), "GREEN"),
            ("a/p2", node(NUMBERS[1]), "AMBER"),
            ("a/p1", node(NUMBERS[2]), "RED"),
        ),
    )
    store.create(
        Ends("Person", "INVOLVED_IN", "Case"),
        claims(("a/p1", "a/c1", "GREEN"), ("a/p1", "a/c2", "GREEN"), ("a/p2", "a/c2", "RED")),
    )
    store.merge_nodes("Location", rows(*({"key": key} for key in ("KEN", "LBY", "ITA"))))
    store.create_nodes("Route", owned("a/r1", "a/r2", "a/r3", "a/r4"))
    store.create_nodes("Route", owned("a/r5", handling="RED"))
    legs = [
        ("a/r1", 0, "KEN", "LBY", "2024-03-09"),
        ("a/r1", 1, "LBY", "ITA", "2024-04-01"),
        ("a/r2", 0, "KEN", "LBY", "2024-03"),
        ("a/r2", 1, "LBY", "ITA", None),
        ("a/r3", 0, "KEN", "ITA", "2024"),
        ("a/r4", 1, "KEN", "ITA", "2024-03-09"),
        ("a/r5", 0, "KEN", "ITA", "2024-03-09"),
    ]
    store.create(
        Ends("Location", "LEG", "Location"),
        claims(
            *((start, end, "GREEN") for _, _, start, end, _ in legs),
            route=[leg[0] for leg in legs],
            position=[leg[1] for leg in legs],
            departed=[leg[4] for leg in legs],
        ),
    )
    store.create(
        Ends("Route", "STOPS_AT", "Location"),
        claims(*((f"a/r{n}", "KEN", "GREEN") for n in range(1, 6)), position=[0] * 5),
    )
    return store


def test_identifiers_come_up_to_a_marking(world: Store) -> None:
    """Hashes of the store, and values of a file, count when a claim up to the ceiling uses them."""
    hashed = identifiers_of(world, AMBER, SHARED.fingerprint)
    assert {key for (key,) in hashed.keys} == {node(number) for number in NUMBERS[:2]}
    assert hashed.texts == [f"identifiers|hashes|{key}" for (key,) in hashed.keys]
    assert (hashed.fingerprint, hashed.left_out) == (SHARED.fingerprint, {elements.ABOVE: 1})
    assert len(identifiers_of(world, RED, SHARED.fingerprint).texts) == 3

    values = [*NUMBERS, "00999-5550100", "+999 555 0999", "-"]
    given = identifiers_in(world, AMBER, values, kind="Phone", key=SHARED)
    assert given.texts == ["identifiers|values|Phone/9995550100", "identifiers|values|Phone/9995550101"]
    assert given.keys == [[node(number)] for number in NUMBERS[:2]]
    assert given.left_out == {elements.ABOVE: 1, elements.UNLISTED: 1, elements.EMPTY: 1}
    more = identifiers_in(world, AMBER, values, kind="Phone", key=SHARED, unlisted=True)
    assert more.texts == [*given.texts, "identifiers|values|Phone/9995550999"]


def test_persons_and_routes_come_up_to_a_marking(world: Store) -> None:
    """Persons by source and pseudonym; routes by stops and month, where both are known without doubt."""
    assert persons_of(world, AMBER).texts == ["persons|values|a/p1", "persons|values|a/p2"]
    assert persons_of(world, Marking.GREEN).left_out == {elements.ABOVE: 1}

    routes = routes_of(world, AMBER)
    assert routes.texts == ["routes|values|2024-03/KEN/LBY/ITA"]
    assert [sorted(keys) for keys in routes.keys] == [["a/r1", "a/r2"]]
    assert routes.left_out == {elements.ABOVE: 1, elements.UNDATED: 1, elements.BROKEN: 1}


def test_a_hit_leads_to_the_own_cases(world: Store) -> None:
    """From an identifier over who uses it, from a person, and from nothing that is not held."""
    frame, marking = traced(Reader(world), "identifiers", [node(NUMBERS[0]), "phone/unknown"])
    found = {row["key"]: (row["by"], row["cases"]) for row in frame.to_dict(orient="records")}
    assert found == {node(NUMBERS[0]): (["a/p1"], ["a/c1", "a/c2"]), "phone/unknown": ([], [])}
    assert marking == RED
    frame, _ = traced(Reader(world), "persons", ["a/p2"])
    assert frame.to_dict(orient="records") == [{"key": "a/p2", "cases": ["a/c2"]}]
    assert list(traced(Reader(world), "routes", ["a/r1"])[0]["cases"]) == [[]]


def test_a_store_without_runs_has_no_key(world: Store) -> None:
    """Which key hashed a store's identifiers is what its load runs say, and here there are none."""
    assert key_of(world) is None
