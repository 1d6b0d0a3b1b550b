"""Objects of STIX 2.1: whole, marked, once each, and tied to what is in the bundle."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import stix2
from hypothesis import Phase, given, settings

from graphs import tabled
from netgraph.disclosure.extract import disclosed
from netgraph.exchange import stix
from netgraph.model import Marking
from worlds import KEN, planted, worlds

if TYPE_CHECKING:
    from netgraph.disclosure import Disclosed

ID = re.compile(r"[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"


def objects(found: Disclosed) -> list[dict[str, Any]]:
    """Return the objects of the bundle."""
    bundle = json.loads(stix.encode(found))
    assert bundle["type"] == "bundle"
    held: list[dict[str, Any]] = bundle.get("objects", [])
    return held


def test_a_case() -> None:
    """Who has which part in it, how sure that is, whose it is and how it may be handled."""
    found = objects(disclosed(*tabled(*planted()), KEN, Marking.RED))
    by = {one["id"]: one for one in found}
    (role,) = [one for one in found if one.get("description") == "Victim"]

    assert role["relationship_type"] == "involved-in"
    assert by[role["source_ref"]]["identity_class"] == "individual"
    assert by[role["target_ref"]] | {"name": "seen-by-all/c1", "type": "incident"} == by[role["target_ref"]]
    assert role["confidence"] == 70
    assert (role["start_time"], role["stop_time"]) == ("2024-01-02T00:00:00.000Z", "2024-02-03T00:00:00.000Z")
    assert role["external_references"] == [{"source_name": "test", "external_id": "r0"}]
    assert role["object_marking_refs"] == [GREEN]
    assert by[GREEN]["name"] == "TLP:GREEN"
    assert [one["user_id"] for one in found if one["type"] == "user-account"] == [
        "keyed hash handle/" + "fedcba9876543210" * 4
    ]


def test_names_and_conditions_go_along() -> None:
    """As a statement beside the marking of TLP."""
    nodes, claims = planted()
    named = {"handling": "AMBER", "releasable_to": ["KEN", "UGA"], "conditions": ["H1"]}
    claims = [
        (start, type_, end, more | named) for start, type_, end, more in claims if type_ == "CITIZEN_OF"
    ]
    found = objects(disclosed(*tabled(nodes, claims), KEN, Marking.RED))
    by = {one["id"]: one for one in found}
    (tie,) = [one for one in found if one["type"] == "relationship"]

    tlp, said = (by[mark] for mark in tie["object_marking_refs"])
    assert tlp["name"] == "TLP:AMBER"
    assert said["definition"]["statement"] == "releasable to KEN, UGA; under the Europol conditions H1"


def test_the_library_of_oasis_takes_it() -> None:
    """Every object and property is one that STIX 2.1 defines, or stands in an extension."""
    content = stix.encode(disclosed(*tabled(*planted()), KEN, Marking.RED)).decode()
    bundle = stix2.parse(content, allow_custom=False)

    assert {one["type"] for one in bundle.objects} == {
        *("extension-definition", "identity", "incident", "location", "marking-definition", "relationship"),
        "user-account",
    }


@given(worlds())
@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
def test_any_graph(found: Disclosed) -> None:
    """What STIX asks of every object: an id, a marking, ends that are there, and no empty value."""
    held = objects(found)
    by = {one["id"]: one for one in held}

    assert len(by) == len(held)
    for one in held:
        assert ID.fullmatch(one["id"])
        assert one["id"].startswith(f"{one['type']}--")
        assert all(value not in ("", None, [], {}) for value in one.values())
        assert {
            *one.get("object_marking_refs", []),
            *(one[k] for k in one if k.endswith("_ref")),
        } <= by.keys()
        if one["type"] != "marking-definition":
            assert one["object_marking_refs"]
            stix2.parse(one, allow_custom=False)
        if one["type"] == "location":
            assert "region" in one or "country" in one or {"latitude", "longitude"} <= one.keys()
    for kind, labels in {"identity": ("Person", "Organization"), "incident": ("Case",)}.items():
        many = sum(len(found.nodes[label]) for label in labels if label in found.nodes)
        assert sum(one["type"] == kind and one["name"] != "netgraph" for one in held) == many
    assert stix.encode(found) == stix.encode(found)
