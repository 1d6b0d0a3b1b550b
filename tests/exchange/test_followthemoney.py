"""What is said in the words of FollowTheMoney, whose it is, and that it comes back by ``ingest ftm``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings

from graphs import tabled
from netgraph.disclosure.contents import ENDS, claims_of, nodes_of
from netgraph.disclosure.extract import disclosed
from netgraph.exchange import followthemoney, statements
from netgraph.exchange.facts import country, entity_id
from netgraph.exchange.formats import read
from netgraph.exchange.statements import PROVENANCE
from netgraph.exchange.told import parted
from netgraph.ingest import load_file, load_mapping
from netgraph.model import Marking
from worlds import KEN, planted, worlds

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    import pyarrow as pa

    from netgraph.disclosure import Disclosed
    from netgraph.store import Store


ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")  # what FollowTheMoney takes for a reference


def lines(content: bytes) -> list[dict[str, Any]]:
    """Return the objects of a file."""
    return [json.loads(line) for line in content.decode().split("\n") if line]


def test_entities() -> None:
    """Each by its schema, with the strictest handling of what it is made of."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    entities = {one["id"]: one for one in lines(followthemoney.encode(found))}

    person = entities["Person.3aseen-by-all.2fp1"]
    assert person["properties"] == {"citizenship": ["sd"], "name": ["seen-by-all/p1"]}  # it must have a name
    assert person["handling"] == "GREEN"
    assert entities["Organization.3aseen-by-all.2fo1"]["schema"] == "Company"
    assert entities["Organization.3aseen-by-all.2fo1"]["properties"]["country"] == ["it"]
    assert entities["Case.3aseen-by-all.2fc1"]["schema"] == "Event"
    assert entities["Case.3aseen-by-all.2fc1"]["properties"]["addressEntity"] == ["Location.3aITA.2fbari"]
    links = [one for one in entities.values() if one["schema"] == "UnknownLink"]
    assert sorted(one["properties"]["role"][0] for one in links) == ["Exploitation", "Suspect", "Victim"]
    assert sorted(one["schema"] for one in entities.values() if one["id"].startswith("LINKED")) == [
        "Employment"
    ]
    assert len([one for one in entities.values() if one["schema"] == "Trip"]) == 2
    assert {
        one["properties"]["number"][0] for one in entities.values() if one["schema"] == "Identification"
    } == {
        "0123456789abcdef" * 4,
        "fedcba9876543210" * 4,
    }


def test_statements_say_whose_they_are() -> None:
    """Source, record, dates, grade and marking of each."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    told = lines(statements.encode(found))

    (role,) = [one for one in told if one["prop"] == "role" and one["value"] == "Victim"]
    assert role["dataset"] == "test"
    assert role["origin"] == "r0"
    assert (role["first_seen"], role["last_seen"]) == ("2024-01-02", "2024-02-03")
    assert (role["credibility"], role["handling"]) == ("2", "GREEN")
    assert len({one["id"] for one in told}) == len(told)


def test_people_organizations_and_links_come_back(embedded: Store, tmp_path: Path) -> None:
    """Under the same references, with their links, countries and dates."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    path = tmp_path / "release.ftm"
    path.write_bytes(followthemoney.encode(found))
    report = load_file(embedded, load_mapping("ftm"), path, handling="GREEN")

    assert report.read == len(lines(path.read_bytes()))
    assert nodes_of(embedded, "Person")["key"].to_pylist() == ["ftm/Person.3aseen-by-all.2fp1"]
    assert nodes_of(embedded, "Organization")["kind"].to_pylist() == ["CorporateBusiness"]
    ends = ["start", "end"]
    assert claims_of(embedded, "LINKED_TO").select([*ends, "kind"]).to_pylist() == [
        {
            "start": "ftm/Person.3aseen-by-all.2fp1",
            "end": "ftm/Organization.3aseen-by-all.2fo1",
            "kind": "Employed",
        }
    ]
    assert claims_of(embedded, "CITIZEN_OF")["end"].to_pylist() == ["SDN"]
    assert claims_of(embedded, "BASED_IN")["end"].to_pylist() == ["ITA"]


@given(worlds())
@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
def test_any_graph(found: Disclosed) -> None:
    """References lead to entities of the file, each node and link is one, and statements say the same."""
    entities = {one["id"]: one for one in lines(followthemoney.encode(found))}
    told = lines(statements.encode(found))

    values = {(one["entity_id"], one["prop"], one["value"]) for one in told if one["prop"] != "id"}
    assert values == {
        (id_, name, value)
        for id_, one in entities.items()
        for name, given_ in one["properties"].items()
        for value in given_
    }
    for label in ("Person", "Organization", "Case", "Location", "Event"):
        held = found.nodes[label]["key"].to_pylist() if label in found.nodes else []
        assert sum(id_.startswith(f"{label}.3a") for id_ in entities) == len(held)
    for type_ in ("INVOLVED_IN", "LINKED_TO", "LEG", "OCCURRED_IN", "USES"):
        assert sum(id_.startswith(entity_id(type_, "")) for id_ in entities) == len(
            found.claims.get(type_, ())
        )
    assert all(ID.fullmatch(id_) for id_ in entities)
    references = {"subject", "object", "holder", "startLocation", "endLocation", "addressEntity"}
    assert {value for _, name, value in values if name in references} <= entities.keys()
    assert followthemoney.encode(found) == followthemoney.encode(found)


@pytest.mark.parametrize("format_", [followthemoney, statements], ids=["ftm", "ftm-statements"])
@given(found=worlds())
@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
def test_it_comes_back(format_: ModuleType, found: Disclosed) -> None:
    """Nodes by their keys, claims with what they say; in statements also whose, when and how sure."""
    name, nodes, claims = read(format_.encode(found)) if format_.encode(found) else ("", {}, {})

    def told(tables: dict[str, pa.Table], type_: str, *columns: str) -> list[list[object]]:
        rows = tables[type_].to_pylist() if type_ in tables else []
        return sorted([[row[column] or "" for column in columns] for row in rows], key=repr)

    for label in ("Case", "Event", "Location", "Organization", "Person"):
        assert told(nodes, label, "key") == told(found.nodes, label, "key")
    source = ("source", "record", *PROVENANCE) if name == "ftm-statements" else ("record",)
    for type_, *says in (
        ("INVOLVED_IN", "role"),
        ("LINKED_TO", "kind"),
        ("LEG", "route", "position", "mode", "departed", "arrived"),
        ("OCCURRED_IN", "stage"),
    ):
        columns = (*ENDS, "key", *says, *source)
        assert told(claims, type_, *columns) == told(found.claims, type_, *columns)
    for type_ in (
        "BASED_IN",
        "CITIZEN_OF",
        "HANDLED_BY",
    ):  # of States that are none of ISO 3166 nothing is said
        known = {key for key in (one["end"] for one in _rows(found, type_)) if len(key) == 3 and country(key)}
        ends = [one["end"] for one in _rows(found, type_)]
        assert {row["end"] for row in claims[type_].to_pylist()} >= known if type_ in claims else not known
        assert len(claims.get(type_, ())) <= len(ends)


def _rows(found: Disclosed, type_: str) -> list[dict[str, Any]]:
    return found.claims[type_].to_pylist() if type_ in found.claims else []


def test_ids_can_be_read() -> None:
    """Label and key, whatever signs the key has."""
    for key in ("ngo/P-1", "a.2f-", "\u00e9\U0001f600 \\", ".", "-"):
        assert parted(entity_id("Person", key)) == ("Person", key)
