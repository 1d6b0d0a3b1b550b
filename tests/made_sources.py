"""Made files in the form of public sources: seeded, so that each run has the same; none of it is real."""

from __future__ import annotations

import csv
import io
import json
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

Table = list[list[str]]
STATES = ("KEN", "UGA", "NPL", "IND", "ITA", "LBY", "PHL", "ARE", "UKR", "POL")
ALPHA2 = {"KE": "KEN", "UG": "UGA", "NP": "NPL", "IN": "IND", "IT": "ITA", "PH": "PHL", "UA": "UKR"}
BANDS = ("0--8", "9--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+")
INDICATORS = ("Detected trafficking victims", "Persons prosecuted", "Persons convicted")


def write(rows: Table, stream: TextIO) -> None:
    """Write rows as CSV, the first of them the header."""
    csv.writer(stream, lineterminator="\n").writerows(rows)


def text(rows: Table) -> str:
    """Return rows as the text of a CSV file."""
    stream = io.StringIO()
    write(rows, stream)
    return stream.getvalue()


def unhcr_od_records(rows: int, seed: int = 1) -> Table:
    """Numbers of displaced people; a few with the codes that are no State."""
    random = Random(seed)  # noqa: S311 - a made file
    tables = ("population", "flows", "solutions", "asylum_applications", "asylum_decisions")
    found: Table = [["record_id", "year", "coo_iso", "coa_iso", "value", "table"]]
    for number in range(rows):
        origin = {7: "UNK", 23: "STA", 30: "XXA", 41: "TIB"}.get(number) or random.choice(STATES)
        year, value = str(random.randint(1990, 2020)), f"{random.randint(1, 5000)}.0"
        found.append([f"R{number:07}", year, origin, random.choice(STATES), value, random.choice(tables)])
    return found


def unhcr_flows(rows: int, seed: int = 2) -> Table:
    """Newly displaced people: four numbers a row, some of them blank, all of them in some rows."""
    random = Random(seed)  # noqa: S311 - a made file
    header = ["year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso"]
    found: Table = [[*header, "refugees", "asylum_seekers", "refugee_like", "oip"]]
    for number in range(rows):
        origin = {3: "UKN", 9: "STA", 15: "TIB"}.get(number) or random.choice(STATES)
        asylum = random.choice(STATES)
        values = [random.choice(("", f"{random.randint(1, 900)}.0")) for _ in range(4)]
        values[0] = "" if number % 20 == 1 else values[0] or "7.0"
        found.append([f"{1960 + number}.0", "", origin, origin, "", asylum, asylum, *values])
    return found


def flags(columns: list[str], plain: dict[str, list[str]], rows: int, no: str, seed: int) -> Table:
    """Rows of columns of yes and no, and of other columns by their values; blank or -99 where not known."""
    random = Random(seed)  # noqa: S311 - a made file
    found: Table = [columns]
    for _ in range(rows):
        found.append([random.choice(plain.get(name, [no, no, "1"])) for name in columns])
    return found


def unodc(rows: int, seed: int = 3) -> Table:
    """Numbers as States report them; some are withheld."""
    random = Random(seed)  # noqa: S311 - a made file
    header = ["Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex"]
    found: Table = [[*header, "Age", "Year", "Unit of measurement", "txtVALUE", "Source"]]
    for number in range(rows):
        state = {5: "GBR_NI", 11: "GBR_E_W"}.get(number) or random.choice(STATES)
        value = "<5" if number % 7 == 0 else ".." if number % 11 == 1 else str(random.randint(0, 90))
        what = [random.choice(INDICATORS), "Total", "Total", random.choice(("Female", "Male", "Total"))]
        age = random.choice(("Total", "0 to 17 years", "18 years or over"))
        found.append([state, "", "", "", *what, age, str(1980 + number), "Counts", value, "GLOTIP"])
    return found


def ftm() -> str:
    """Entities of FollowTheMoney: persons, a company, links between them, and what is not for this graph."""
    entities: list[tuple[str, str, dict[str, list[str]]]] = [
        ("l1", "Directorship", {"director": ["p1"], "organization": ["o1"], "startDate": ["2020-01"]}),
        ("p1", "Person", {"name": ["Invented One"], "nationality": ["ke", "ug"], "gender": ["female"]}),
        ("p2", "Person", {"name": ["Invented Two"], "country": ["it"]}),
        ("o1", "Company", {"name": ["Invented Ltd"], "jurisdiction": ["it"], "country": ["it", "ly"]}),
        ("l2", "Family", {"person": ["p1"], "relative": ["p2"]}),
        ("l3", "Ownership", {"owner": ["o1"], "asset": ["v1"]}),
        ("l4", "UnknownLink", {"subject": ["p2"], "object": ["gone"]}),
        ("l5", "Payment", {"payer": ["o1"], "beneficiary": ["p2"]}),
        ("v1", "Vessel", {"name": ["Invented Boat"]}),
    ]
    lines = ({"id": i, "schema": schema, "properties": p} for i, schema, p in entities)
    return "".join(json.dumps(line) + "\n" for line in lines)


GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="label" attr.type="string"/>
  <key id="d1" for="edge" attr.name="weight" attr.type="double"><default>1.0</default></key>
  <key id="d2" for="edge" attr.name="kind" attr.type="string"/>
  <graph edgedefault="undirected">
    <node id="a"><data key="d0">An &amp; label</data></node>
    <node id="b"/>
    <node id="c"/>
    <edge source="a" target="b"><data key="d1">2.5</data><data key="d2">Family</data></edge>
    <edge source="b" target="c"/>
    <edge source="c" target="gone"/>
  </graph>
</graphml>
"""
