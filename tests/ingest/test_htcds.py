"""Exports in the Human Trafficking Case Data Standard: events in order, lists in cells, no identifiers."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from netgraph.ingest import load_file, load_mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

HEADER = ["cas_Id", "prs_Id", "prs_FirstName", "prs_Gender", "vic_AgeWhenTrafficked", "vic_TraffickingStatus"]
HEADER += ["prs_Citizenship", "prs_Citizenship", "vic_TypeOfExploitation", "vic_MethodsOfControl"]
HEADER += ["per_RoleInProcess", "vic_RecruitmentWebsitesAndApps"]
HEADER += ["hte_Country", "hte_City", "hte_Type", "hte_Date"] * 3
VICTIM = ["C1", "P1", "Invented", "Feminine", "17", "ActualVictimOfTrafficking", "NP", "IN;LK"]
VICTIM += ["ForcedLabour;Servitude", "DebtBondage;WithholdsDocuments", "", "Facebook;Other"]
STOPS = ["Nepal", "Kathmandu", "Recruitment", "2022-01", "India", "", "Transit", "2022-02"]
STOPS += ["United Arab Emirates", "Dubai", "Exploitation", "2022-03"]
SUSPECT = ["C1", "P2", "", "Masculine", "", "", "", "", "", "", "Transporter;Exploiter", ""]
SINGLE = ["Italy", "Rome", "Exploitation", "2021-05", *[""] * 8]


def asked(store: Store, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a statement as tuples."""
    return [tuple(row.values()) for row in store.read(statement).to_pylist()]


def test_an_export_becomes_cases_parts_and_routes(store: Store, write: Write) -> None:
    """Repeated columns are stops in their order, lists in cells are lists, each role is a part."""
    report = load_file(store, "htcds", write([HEADER, [*VICTIM, *STOPS], [*SUSPECT, *SINGLE]]))

    assert (report.read, report.loaded) == (2, 2)
    assert asked(
        store,
        "MATCH (r:Route)-[s:STOPS_AT]->(l:Location) RETURN r.key AS r, s.position AS p, s.stage AS s, "
        "l.key AS l, s.arrived AS a ORDER BY p",
    ) == [
        ("htcds/C1/P1", 0, "Recruitment", "NPL/kathmandu", "2022-01"),
        ("htcds/C1/P1", 1, "Transit", "IND", "2022-02"),
        ("htcds/C1/P1", 2, "Exploitation", "ARE/dubai", "2022-03"),
    ]
    assert asked(
        store,
        "MATCH (p:Person)-[i:INVOLVED_IN]->(c:Case) RETURN p.key AS p, p.age_band AS band, i.role AS role, "
        "i.victim_status AS s, i.exploitation AS e, i.means AS m ORDER BY p, role",
    ) == [
        (
            "htcds/P1",
            "9-17",
            "Victim",
            "Actual",
            ["ForcedLabour", "Servitude"],
            ["DebtBondage", "DocumentsWithheld"],
        ),
        ("htcds/P2", None, "Exploiter", None, None, None),
        ("htcds/P2", None, "Transporter", None, None, None),
    ]
    assert asked(store, "MATCH (:Person)-[:CITIZEN_OF]->(j:Jurisdiction) RETURN j.key AS j ORDER BY j") == [
        ("IND",),
        ("LKA",),
        ("NPL",),
    ]
    assert asked(store, "MATCH (:Case)-[o:OCCURRED_IN]->(l:Location) RETURN l.key AS l, o.stage AS s") == [
        ("ITA/rome", "Exploitation")
    ]
    assert asked(store, "MATCH (:Case)-[v:VIA]->(p:Platform) RETURN p.key AS p, v.stage AS s") == [
        ("facebook", "Recruitment")
    ]
    assert asked(store, "MATCH (c:Case)-[:FOLLOWED]->(r:Route) RETURN r.key AS r") == [("htcds/C1/P1",)]


def test_every_field_of_the_standard_is_decided() -> None:
    """The mapping knows the fields that the standard names, and refuses what identifies a person."""
    mapping = load_mapping("htcds")
    prefixes = ("org_", "prs_", "vic_", "per_", "cas_", "cco_", "hte_", "spl_", "con_")
    fields = [name for name in mapping.columns if name.startswith(prefixes)]

    assert len([name for name in fields if not name.endswith("_Id")]) == 83
    for name in ("prs_FirstName", "prs_Birthdate", "prs_IdentityNumber", "prs_Email", "prs_MobilePhone"):
        assert mapping.ignore[name] == "refused: a direct identifier of a person"
    assert mapping.ignore["hte_Street"].startswith("refused")


def test_what_the_standard_does_not_have_is_rejected(embedded: Store, write: Write, tmp_path: Path) -> None:
    """A role or status beside the lists is rejected, never passed over."""
    rows = [HEADER] + [[f"C{n}", f"P{n}", *[""] * 22] for n in range(2, 40)]
    rows.append(["C90", "P90", *[""] * 8, "Transporter;Driver", "", *[""] * 12])
    rows.append(["C91", "P91", "", "", "", "Perhaps", *[""] * 18])

    report = load_file(embedded, "htcds", write(rows), rejects=tmp_path / "rejects.csv")

    assert report.reasons == {
        "a role that HTCDS 2.0 does not have (column per_RoleInProcess)": 1,
        "a trafficking status that HTCDS 2.0 does not have (column vic_TraffickingStatus)": 1,
    }
    with (tmp_path / "rejects.csv").open(encoding="utf-8", newline="") as stream:
        assert [row[1] for row in csv.reader(stream)][1:] == ["40", "41"]
