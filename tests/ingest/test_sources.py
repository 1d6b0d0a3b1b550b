"""The shipped mappings of public sources: what made files of their form become, on every store."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import made_sources as made
from needs import real_file
from netgraph.ingest import load_file, load_mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.store import Store

    Write = Callable[..., Path]

ABOUT = (
    "MATCH (s:Statistic)-[r:ABOUT]->(j:Jurisdiction) "
    "RETURN s.record AS record, s.value AS value, r.aspect AS aspect, j.key AS state ORDER BY record, aspect"
)


def packed(rows: list[list[str]], path: Path) -> Path:
    """Write rows as a packed CSV file."""
    path.write_bytes(gzip.compress(made.text(rows).encode(), mtime=0))
    return path


def records(rows: list[list[str]]) -> list[dict[str, str]]:
    """Return the rows under their header."""
    header, *body = rows
    return [dict(zip(header, row, strict=True)) for row in body]


def asked(store: Store, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a statement as tuples, lists as tuples too."""
    return [
        tuple(tuple(v) if isinstance(v, list) else v for v in row.values())
        for row in store.read(statement).to_pylist()
    ]


def test_displacement_is_statistics_about_two_states(store: Store, tmp_path: Path) -> None:
    """A number of displaced people is a Statistic about its origin and its asylum, and never a leg."""
    rows = made.unhcr_od_records(60)

    report = load_file(store, "unhcr-od-records", packed(rows, tmp_path / "records.csv.gz"))

    kept = [r for r in records(rows) if not {r["coo_iso"], r["coa_iso"]} & {"UNK", "UKN", "STA", "XXA"}]
    assert (report.read, report.loaded, report.rejected) == (60, len(kept), 60 - len(kept))
    assert set(report.reasons) == {
        "the country of origin is unknown (column coo_iso)",
        "stateless people, who have no country of origin (column coo_iso)",
    }
    assert report.nodes.created["Statistic"] == len(kept)
    assert report.relationships.created == {"ABOUT": 2 * len(kept)}
    expected = [
        {"record": r["record_id"], "value": float(r["value"]), "aspect": aspect, "state": state}
        for r in kept
        for aspect, state in (("Asylum", r["coa_iso"]), ("Origin", r["coo_iso"].replace("TIB", "CHN")))
    ]
    assert store.read(ABOUT).to_pylist() == sorted(expected, key=lambda r: (r["record"], r["aspect"]))
    topics = store.read("MATCH (s:Statistic) RETURN DISTINCT s.topic AS topic, s.handling AS marking")
    assert topics.to_pylist() == [{"topic": "Displacement", "marking": "CLEAR"}]


@pytest.mark.realdata
def test_the_real_displacement_records(embedded: Store) -> None:
    """Every one of the records is loaded, or rejected for a reason counted from the file itself."""
    path = real_file("unhcr/od_records_500k.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        next(stream)
        ends = Counter(tuple(line.split(",")[2:4]) for line in stream)
    nowhere = {"UNK", "UKN", "STA", "XXA"}
    kept = sum(n for states, n in ends.items() if nowhere.isdisjoint(states))

    report = load_file(embedded, "unhcr-od-records", path, dry_run=True)

    assert (report.read, report.loaded, report.duplicate) == (500_545, kept, 0)
    assert report.rejected == 500_545 - kept


def test_flows_of_displaced_people_are_one_number_each(store: Store, write: Write) -> None:
    """Each number of a row is a Statistic of its own; blanks are none, and no zero either."""
    rows = made.unhcr_flows(48)

    report = load_file(store, "unhcr-flows", write(rows))

    names = ("refugees", "asylum_seekers", "refugee_like", "oip")
    kept = [r for r in records(rows) if r["coo_iso"] not in {"UKN", "STA"} and any(r[name] for name in names)]
    numbers = Counter({name: sum(1 for r in kept if r[name]) for name in names})
    assert report.loaded == len(kept)
    assert report.read == 48
    assert report.relationships.created == {"ABOUT": 2 * numbers.total()}
    found = asked(
        store, "MATCH (s:Statistic) RETURN s.indicator AS i, count(s) AS n, sum(s.value) AS v ORDER BY i"
    )
    assert {what: (count, total) for what, count, total in found} == {
        f"new {label}": (numbers[name], sum(float(r[name]) for r in kept if r[name]))
        for name, label in zip(
            names,
            (
                "refugees",
                "asylum seekers",
                "people in a situation like that of refugees",
                "other people in need of protection",
            ),
            strict=True,
        )
        if numbers[name]
    }


def test_withheld_numbers_stay_withheld(store: Store, tmp_path: Path) -> None:
    """A number below five has no value, and says that it is suppressed; it is neither 0 nor 5."""
    rows = made.unodc(40)
    path = tmp_path / "data_glotip.csv"
    path.write_text("A title,,,\n2023,,,\n" + made.text(rows), encoding="utf-8")

    report = load_file(store, "unodc-glotip", path)

    kept = [r for r in records(rows) if r["Iso3_code"] != "GBR_E_W"]
    assert (report.read, report.loaded) == (40, len(kept))
    assert set(report.reasons) == {
        "England and Wales together, which ISO 3166 has no code for (column Iso3_code)"
    }
    found = asked(
        store,
        "MATCH (s:Statistic)-[:ABOUT]->(j:Jurisdiction) RETURN s.year AS year, s.value AS value, "
        "s.suppressed AS suppressed, s.sex AS sex, s.age_band AS band, s.indicator AS i, j.key AS j "
        "ORDER BY year",
    )
    bands = {"Total": None, "0 to 17 years": "Child", "18 years or over": "Adult"}
    assert found == [
        (
            int(r["Year"]),
            None if r["txtVALUE"] in {"<5", ".."} else float(r["txtVALUE"]),
            True if r["txtVALUE"] in {"<5", ".."} else None,
            None if r["Sex"] == "Total" else r["Sex"],
            bands[r["Age"]],
            r["Indicator"],
            "GB-NIR" if r["Iso3_code"] == "GBR_NI" else r["Iso3_code"],
        )
        for r in kept
    ]


def test_graded_policies_are_statistics_about_a_state(store: Store, write: Write) -> None:
    """A tier is a category, a score a value; a year without any is rejected."""
    tiers = [["year", "country", "tier"], ["2012", "Nepal", "2"], ["2012", "S. Korea", "1"]]
    tiers += [["2013", "Nepal", "2W"], ["2013", "Cuba", ""]] + [
        [str(year), "Kenya", "2"] for year in range(2000, 2012)
    ]
    load_file(store, "tip-tiers", write(tiers, "tiers.csv"))
    scores = [["iso", "countryname", "year", "tier", "p", "prosecution", "prevention", "protection"]]
    scores += [["NPL", "Nepal", "2012", "2.0", "9.0", "3.0", "", "3.0"], ["", "St.Lucia", "2012", *[""] * 5]]
    scores += [["KEN", "Kenya", str(year), "2.5", *[""] * 4] for year in range(2000, 2004)]
    report = load_file(store, "policy-index-3p", write(scores, "scores.csv"))

    assert report.reasons == {"no score and no tier (column tier)": 1}
    found = asked(
        store,
        "MATCH (s:Statistic)-[r:ABOUT]->(j:Jurisdiction) WHERE s.year >= 2012 RETURN s.indicator AS i, "
        "j.key AS j, s.year AS year, s.category AS c, s.value AS v, s.topic AS t, r.aspect AS a "
        "ORDER BY i, j, year, v",
    )
    assert sorted(found, key=str) == sorted(
        [
            ("TIP report tier", "KOR", 2012, "1", None, "Policy", "Subject"),
            ("TIP report tier", "NPL", 2012, "2", None, "Policy", "Subject"),
            ("TIP report tier", "NPL", 2013, "2W", None, "Policy", "Subject"),
            ("TIP report tier", "NPL", 2012, None, 2.0, "Policy", "Subject"),
            ("3P index, sum", "NPL", 2012, None, 9.0, "Policy", "Subject"),
            ("3P index, prosecution", "NPL", 2012, None, 3.0, "Policy", "Subject"),
            ("3P index, protection", "NPL", 2012, None, 3.0, "Policy", "Subject"),
        ],
        key=str,
    )


def test_incidents_are_events_at_points(store: Store, write: Write) -> None:
    """A point has no name and no State, equal rows are two incidents, and the order makes no difference."""
    rows = [
        ["year", "cause", "lon", "lat", "n"],
        ["2019", "Drowning", "14.51", "34.46", "12"],
        ["2020", "Drowning,Mixed or unknown", "-0.04", "35", "1"],
        ["2019", "Drowning", "14.51", "34.46", "12"],
    ]

    report = load_file(store, "iom-missing-migrants", write(rows))
    again = load_file(store, "iom-missing-migrants", write([rows[0], *reversed(rows[1:])]))

    assert report.relationships.created == {"AFFECTED": 3}
    assert (again.loaded, again.unchanged) == (3, True)
    assert asked(
        store,
        "MATCH (e:Event)-[r:AFFECTED]->(l:Location) RETURN l.key AS l, l.kind AS k, l.latitude AS lat, "
        "l.longitude AS lon, e.kind AS e, e.began AS y, r.persons AS n, r.cause AS c ORDER BY l, y",
    ) == [
        ("point/34.5/14.5", "Point", 34.5, 14.5, "Incident", "2019", 12, "Drowning"),
        ("point/34.5/14.5", "Point", 34.5, 14.5, "Incident", "2019", 12, "Drowning"),
        ("point/35.0/0.0", "Point", 35.0, 0.0, "Incident", "2020", 1, "Drowning,Mixed or unknown"),
    ]
    assert asked(store, "MATCH (l:Location)-[:IN]->() RETURN count(l) AS n") == [(0,)]


PLAIN = {
    "yearOfRegistration": ["2015", "2016"],
    "gender": ["Female", "Male", "-99"],
    "ageBroad": [*made.BANDS, "-99"],
    "citizenship": [*made.ALPHA2, "-99"],
    "CountryOfExploitation": [*made.ALPHA2, "-99"],
    "Datasource": ["Case Management"],
    "majorityStatus": ["Adult", "-99"],
    "majorityStatusAtExploit": ["-99"],
    "majorityEntry": ["-99"],
    "RecruiterRelationship": ["-99", "Friend"],
}


def test_the_k_anonymised_records(store: Store, write: Write) -> None:
    """Flags become lists of codes, -99 is nothing, and no row is taken for a copy of another."""
    mapping = load_mapping("ctdc-k-anonymised")
    columns = [name for name in mapping.columns if name != "ref"]
    plain = PLAIN | {name: ["-99", "text"] for name in columns if name.endswith("Concatenated")}
    rows = made.flags(columns, plain, 12, "-99", seed=5)
    rows.append(rows[-1])

    report = load_file(store, mapping, write(rows))

    assert len(columns) == 63
    assert (report.read, report.loaded, report.duplicate) == (13, 13, 0)
    body = records(rows)
    citizens = [made.ALPHA2[r["citizenship"]] for r in body if r["citizenship"] != "-99"]
    assert report.relationships.created["INVOLVED_IN"] == 13
    assert Counter(
        key for (key,) in asked(store, "MATCH (:Person)-[:CITIZEN_OF]->(j:Jurisdiction) RETURN j.key AS k")
    ) == Counter(citizens)
    means = mapping.nodes["case"].properties["means"].flags
    expected = sorted(
        str(tuple(sorted({code for name, code in means.items() if r[name] == "1"})) or None) for r in body
    )
    assert sorted(str(m) for (m,) in asked(store, "MATCH (c:Case) RETURN c.means AS m")) == expected
    assert means["meansOfControlWithholdsDocuments"] == "DocumentsWithheld"
    genders = Counter(g for (g,) in asked(store, "MATCH (p:Person) RETURN p.gender AS g"))
    assert genders == Counter(
        {"Female": "Feminine", "Male": "Masculine", "-99": None}[r["gender"]] for r in body
    )


def test_the_synthetic_records(store: Store, write: Write) -> None:
    """Blank is no, a duration is a band, and a synthetic record is no observation."""
    mapping = load_mapping("ctdc-synthetic")
    columns = [name for name in mapping.columns if name != "ref"]
    plain = PLAIN | {
        "gender": ["Woman", "Man", "Trans/Transgender/NonConforming", ""],
        "citizenship": [*made.STATES, ""],
        "CountryOfExploitation": [*made.STATES, ""],
        "traffickMonths": ["0--12 (0-1 yr)", "13--24 (1-2 yrs)", "25+ (2+ yrs)", ""],
    }
    rows = made.flags(columns, plain, 15, "", seed=6)

    report = load_file(store, mapping, write(rows))

    assert len(columns) == 27
    body = records(rows)
    assert (report.read, report.loaded) == (15, 15)
    exploited = [r["CountryOfExploitation"] for r in body if r["CountryOfExploitation"]]
    assert Counter(
        key
        for (key,) in asked(
            store, "MATCH (:Case)-[:OCCURRED_IN {stage: 'Exploitation'}]->(l:Location) RETURN l.key AS k"
        )
    ) == Counter(exploited)
    found = asked(store, "MATCH (c:Case) RETURN c.duration AS d, c.credibility AS g, c.exploitation AS e")
    assert Counter(duration for duration, _, _ in found) == Counter(
        r["traffickMonths"].partition(" ")[0].replace("--", "-") or None for r in body
    )
    assert {grade for _, grade, _ in found} == {"6"}
    assert sum("ForcedLabour" in (e or ()) for _, _, e in found) == sum(
        r["isForcedLabour"] == "1" for r in body
    )
    assert asked(store, "MATCH (r:Route) RETURN count(r) AS n") == [(0,)]


def test_entities_and_links_of_follow_the_money(store: Store, tmp_path: Path) -> None:
    """Persons come without names, links know what they lead to, and what is not held says why."""
    path = tmp_path / "entities.ftm.json"
    path.write_text(made.ftm(), encoding="utf-8")

    report = load_file(store, "ftm", path, rejects=tmp_path / "rejects.csv")

    assert (report.read, report.loaded, report.rejected) == (9, 6, 3)
    assert set(report.reasons) == {
        "neither a person nor an organization nor a link between them (column schema)",
        "a link to what is neither a person nor an organization, or to several (column end_schema)",
        "a link to an entity that the file lacks (column schema)",
    }
    assert asked(
        store,
        "MATCH (a)-[r:LINKED_TO]->(b) RETURN a.key AS a, r.kind AS k, b.key AS b, r.first_seen AS f "
        "ORDER BY a, b",
    ) == [
        ("ftm/o1", "Payment", "ftm/p2", None),
        ("ftm/p1", "Directs", "ftm/o1", "2020-01"),
        ("ftm/p1", "Family", "ftm/p2", None),
    ]
    assert asked(
        store,
        "MATCH (a)-[r:BASED_IN|CITIZEN_OF]->(j) RETURN a.key AS a, type(r) AS t, j.key AS j ORDER BY a, j",
    ) == [
        ("ftm/o1", "BASED_IN", "ITA"),
        ("ftm/o1", "BASED_IN", "LBY"),
        ("ftm/p1", "CITIZEN_OF", "KEN"),
        ("ftm/p1", "CITIZEN_OF", "UGA"),
    ]
    assert "Invented" not in str(asked(store, "MATCH (p:Person) RETURN p.key AS k, p.record AS r"))


def test_a_network_as_graphml(store: Store, tmp_path: Path) -> None:
    """Nodes are persons without labels, edges are links; an edge to nowhere is rejected."""
    path = tmp_path / "network.graphml"
    path.write_text(made.GRAPHML, encoding="utf-8")
    own = tmp_path / "graphml.yaml"
    text = (Path(__file__).parents[2] / "ingest" / "graphml.yaml").read_text(encoding="utf-8")
    own.write_text(text + "max_ratio: 0.5\n", encoding="utf-8")

    report = load_file(store, own, path)

    assert (report.read, report.loaded, report.rejected) == (6, 5, 1)
    assert asked(
        store,
        "MATCH (a)-[r:LINKED_TO]->(b) RETURN a.key AS a, b.key AS b, r.kind AS k, r.strength AS s ORDER BY a",
    ) == [("graphml/a", "graphml/b", "Family", 2.5), ("graphml/b", "graphml/c", "Other", 1.0)]


def test_networks_as_lists_of_edges(store: Store, tmp_path: Path) -> None:
    """With a header or without one, with blanks between, and after a line of source and sink."""
    files = {
        "edge-list": "from,to,weight\nA,B,2\nB,C,\n",
        "edge-list-plain": "A   B\nB\tC\n",
        "interdiction-network": "A, C\nA , B , 40 , 8, 0, 1, 0, 0\nB, C, 9 ,2, 1, 0, 0, 1\n",
    }
    for name, text in files.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        report = load_file(store, name, path)
        assert (report.read, report.loaded, report.nodes.created["Person"]) == (2, 2, 3)
    assert asked(
        store,
        "MATCH (a)-[r:LINKED_TO]->(b) RETURN r.source AS s, a.key AS a, b.key AS b, r.strength AS n "
        "ORDER BY s, a",
    ) == [
        ("edge-list", "edge-list/A", "edge-list/B", 2.0),
        ("edge-list", "edge-list/B", "edge-list/C", None),
        ("edge-list-plain", "edge-list-plain/A", "edge-list-plain/B", None),
        ("edge-list-plain", "edge-list-plain/B", "edge-list-plain/C", None),
        ("interdiction-network", "interdiction-network/A", "interdiction-network/B", 40.0),
        ("interdiction-network", "interdiction-network/B", "interdiction-network/C", 9.0),
    ]
