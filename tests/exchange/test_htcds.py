"""Rows of HTCDS: that they come back as they were, and that what they cannot say is counted, never bent."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
from hypothesis import Phase, given, settings

from graphs import tabled
from netgraph.disclosure import Recipient
from netgraph.disclosure.contents import claims_of, nodes_of
from netgraph.disclosure.extract import disclosed, extract
from netgraph.exchange import htcds
from netgraph.exchange import htcds_words as words
from netgraph.exchange.safe_csv import DANGEROUS
from netgraph.ingest import load_file, load_mapping
from netgraph.model import Marking, load_schema, node_key
from worlds import KEN, planted, worlds

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.disclosure import Disclosed
    from netgraph.store import Store

INNER = {"key", "digest", "run", "record", "source"}
PLACES = [("Nepal", "Kathmandu"), ("IN", ""), ("ARE", "Dubai"), ("US-CA", "Los Angeles"), ("US-CA", "")]
PLACES += [("West Africa", ""), ("Italy", "Reggio nell'Emilia"), ("XKX", "")]


def a_row(draw: random.Random, case: int, person: int, told: dict[str, str]) -> dict[str, Any]:
    """Make up one person in one case, in words of the standard."""

    def some(codes: set[str] | list[str]) -> str:
        return ";".join(draw.sample(sorted(codes), draw.randint(0, 2)))

    row: dict[str, Any] = {
        "cas_Id": f"C/{case}",
        "prs_Id": f"P%{case}-{person}",
        "prs_Gender": draw.choice(["", *sorted(load_schema().codelists["gender"].codes)]),
        "prs_Citizenship": some(["NPL", "IND", "KEN", "XKX"]),
        **told,
    }
    if person % 3:
        row["per_RoleInProcess"] = some(words.ROLES) or "Transporter"
    else:
        row |= {
            "vic_TraffickingStatus": draw.choice(sorted(words.STATUS.values())),
            "vic_AgeWhenTrafficked": draw.choice(["", "17", "30", "48+"]),
            "vic_RelationshipToTrafficker": draw.choice(["", *sorted(words.RECRUITER.values())]),
            "vic_TypeOfExploitation": some(set(words.EXPLOITATION.values())),
            "vic_MethodsOfControl": some(set(words.MEANS.values())),
            "vic_ForcedLabourIndustry": draw.choice(["", *sorted(words.SECTOR.values())]),
            "vic_RecruitmentWebsitesAndApps": some(["Facebook", "4Sale", "WeChat"]),
            "vic_ExploitationWebsitesAndApps": some(["Line", "TikTok"]),
        }
    if draw.random() < 0.3:
        row |= {"org_Id": f"O-{case}-{person}", "org_Type": draw.choice(sorted(words.KINDS))}
        row |= {"org_Name": "=Aid & Co", "org_ShippingCountry": "Italy"}
    return row


def made(draw: random.Random, cases: int) -> list[list[str]]:
    """Make up cases of several people, with ways, single places and neither."""
    rows: list[list[str]] = []
    for case in range(cases):
        told = {
            "cas_Status": draw.choice(["Active", "FollowUp", "Closed", "ClosedReferred"]),
            "handling": draw.choice(["GREEN", "AMBER", "CLEAR"]),  # a case is as strict as its strictest row
            "releasable_to": draw.choice(["ITA", "ITA;KEN"]),
            "conditions": draw.choice(["", "H1"]),
        }
        for person in range(draw.randint(1, 4)):
            row = a_row(draw, case, person, told)
            events: list[str] = []
            for year, (country, town) in enumerate(draw.sample(PLACES, draw.choice([0, 1, 2, 3, 6]))):
                stage = draw.choice(["Recruitment", "Transit", "Exploitation"])
                events += [town, country, f"20{year + 10}-03", stage]
            rows.append([*(str(row.get(name, "")) for name in words.COLUMNS), *events])
    width = max(map(len, rows))
    header = [*words.COLUMNS, *words.EVENT * ((width - len(words.COLUMNS)) // len(words.EVENT))]
    return [header, *([*row, *[""] * (width - len(row))] for row in rows)]


def held(store: Store, source: str, renamed: bool) -> dict[str, Counter[str]]:  # noqa: FBT001
    """Return what a source says, by label and type; of the first source by the keys of the second."""
    schema = load_schema()

    def of(label: str, key: str) -> str:
        if not renamed or schema.nodes[label].kind == "shared":
            return key
        if label == "Route":
            case, person = key.removeprefix("htcds/").split("/")
            return node_key(["again", *(f"htcds/{one}" for one in (case, person))])
        return node_key(["again", key])

    found: dict[str, Counter[str]] = {}
    for name in (*schema.labels("owned"), *schema.relationships):
        table = nodes_of(store, name) if name in schema.nodes else claims_of(store, name)
        rows = table.filter(pc.equal(table["source"], source)).to_pylist()
        for row in rows:
            if name in schema.nodes:
                row["node"] = of(name, row["key"])
            else:
                row |= {side: of(row[f"{side}_label"], row[side]) for side in ("start", "end")}
            if row.get("route"):
                row["route"] = of("Route", row["route"])
        found[name] = Counter(str({k: v for k, v in row.items() if k not in INNER}) for row in rows)
    return found


def test_a_file_comes_back(store: Store, tmp_path: Path) -> None:
    """Cases, parts, ways and all else that the standard has words for, with the marking of each row."""
    with (tmp_path / "first.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(made(random.Random(7), 25))  # noqa: S311 - no secret
    first = load_file(store, "htcds", tmp_path / "first.csv", owner="ITA")
    assert first.rejected == 0

    found = extract(store, Recipient("ITA"))
    path = tmp_path / "second.htcds.csv"
    path.write_bytes(htcds.encode(found))
    second = load_file(store, "htcds", path, source="again", owner="ITA")

    assert htcds.lost(found) == []
    assert (second.loaded, second.read, second.rejected) == (first.loaded, first.read, 0)
    before, after = held(store, "htcds", renamed=True), held(store, "again", renamed=False)
    for name, rows in before.items():
        assert after[name] == rows, name
    assert all(before[name] for name in ("Route", "OCCURRED_IN", "VIA", "BASED_IN", "STOPS_AT", "LEG", "IN"))


def test_what_no_row_can_say_is_counted() -> None:
    """Each by its type and reason; a victim is never dropped for want of a status."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    (row,) = csv.DictReader(io.StringIO(htcds.encode(found).decode()))

    assert (row["cas_Id"], row["prs_Id"]) == ("seen-by-all/c1", "seen-by-all/p1")
    assert row["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert row["handling"] == "GREEN"
    told = htcds.lost(found)
    assert "1 INVOLVED_IN left out: the standard has no Organization as Suspect" in told
    assert any("written as possible victims" in line for line in told)
    assert any(line.startswith("1 OCCURRED_IN left out") for line in told)


def test_a_way_is_given_to_nobody_by_guessing() -> None:
    """Where two victims of a case might have gone it, neither is said to have."""
    nodes, claims = planted()
    second = ("Person", "seen-by-all/p9", {"handling": "GREEN"})
    part = {"role": "Victim", "handling": "GREEN", "owner": "ITA", "record": "r99"}
    claims.append((second[:2], "INVOLVED_IN", ("Case", "seen-by-all/c1"), part))
    found = disclosed(*tabled([*nodes, second], claims), KEN, Marking.RED)

    assert b"hte_" not in htcds.encode(found)
    assert "1 FOLLOWED left out: no one person can be told to whom it belongs" in htcds.lost(found)


def test_no_column_of_a_direct_identifier_can_be_written() -> None:
    """The rows fill no column that the mapping refuses."""
    refused = {name for name, why in load_mapping("htcds").ignore.items() if why.startswith("refused")}
    content = htcds.encode(disclosed(*tabled(*planted()), KEN, Marking.RED))

    assert len(refused) > 15
    assert not refused & set(content.decode().partition("\n")[0].split(","))


@given(worlds())
@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
def test_any_graph(found: Disclosed) -> None:
    """A row for each person who has a part in a case, no formula in any cell, the same bytes again."""
    content = htcds.encode(found)
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    parts = found.claims["INVOLVED_IN"].to_pylist() if "INVOLVED_IN" in found.claims else []
    told = {"Victim", *words.ROLES}

    pairs = {(p["end"], p["start"]) for p in parts if p["start_label"] == "Person" and p["role"] in told}
    assert len(rows) == len(pairs)
    assert all(len(row) == len(header) for row in rows)
    assert not any(cell.startswith(DANGEROUS) for row in rows for cell in row)
    assert htcds.encode(found) == content
