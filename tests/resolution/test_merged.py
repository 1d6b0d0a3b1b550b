"""Seeing through decisions: only when asked, never past a ceiling, and gone without a trace when undone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canned import Canned
from canonical import dump
from graphs import Claim, Node, fill
from netgraph.analytics.connectors import connectors
from netgraph.analytics.identities import identities
from netgraph.analytics.projection import entity_network, jurisdiction_network, project
from netgraph.cli.main import run
from netgraph.disclosure import Policy, Reader
from netgraph.model import Marking
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide, undo
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store

NODES: list[Node] = [
    ("Person", "a/1", {"handling": "CLEAR"}),
    ("Person", "b/1", {"handling": "AMBER"}),
    ("Person", "c/1", {"handling": "CLEAR"}),
    ("Organization", "b/1", {}),  # has the key of a person
    *(("Case", key, {"handling": "CLEAR"}) for key in ("a/c", "b/c", "c/c")),
    *(("Jurisdiction", code, {"name": code}) for code in ("KEN", "UGA")),
    ("Identifier", "Phone/1", {"kind": "Phone"}),
]
CLAIMS: list[Claim] = [
    (("Person", "a/1"), "INVOLVED_IN", ("Case", "a/c"), {"role": "Suspect"}),
    (("Person", "b/1"), "INVOLVED_IN", ("Case", "b/c"), {"role": "Transporter"}),
    (("Person", "c/1"), "INVOLVED_IN", ("Case", "c/c"), {"role": "Victim"}),
    (("Organization", "b/1"), "INVOLVED_IN", ("Case", "c/c"), {"role": "Facilitator"}),
    (("Person", "a/1"), "USES", ("Identifier", "Phone/1"), {}),
    (("Person", "b/1"), "USES", ("Identifier", "Phone/1"), {}),
    (("Person", "a/1"), "LINKED_TO", ("Person", "b/1"), {"kind": "Associate"}),
    (("Case", "a/c"), "HANDLED_BY", ("Jurisdiction", "KEN"), {}),
    (("Case", "b/c"), "HANDLED_BY", ("Jurisdiction", "UGA"), {}),
]
ONE = Decision("b/1", "a/1", "positive", "analyst-07", "same route, same phone", label="Person")


@pytest.fixture
def filled(store: Store) -> Store:
    """Two records of one person in two States, and others."""
    fill(store, NODES, CLAIMS)
    return store


def edges(store: Store, *, merged: bool, ceiling: Marking = Marking.RED) -> dict[frozenset[str], int]:
    """Return the weights of the entity network."""
    projection = entity_network(Reader(store, Policy(ceiling)), merged=merged)
    return {frozenset((s, e)): w for s, e, w in projection.edges.itertuples(index=False)}


def test_a_projection_sees_through_only_when_asked(filled: Store) -> None:
    """The default is as before; merged, the two are one node that has the ties of both."""
    before = edges(filled, merged=False)
    decide(filled, [ONE])

    assert edges(filled, merged=False) == before
    assert edges(filled, merged=True) == {
        frozenset(("Person a/1", "Case a/c")): 1,
        frozenset(("Person a/1", "Case b/c")): 1,
        frozenset(("Person a/1", "Identifier Phone/1")): 2,
        frozenset(("Person c/1", "Case c/c")): 1,
        frozenset(("Organization b/1", "Case c/c")): 1,
    }


def test_a_merged_node_says_whom_it_stands_for(filled: Store) -> None:
    """Roles and jurisdictions are those of all records; the claim between them is told, not drawn."""
    decide(filled, [ONE])

    projection = entity_network(Reader(filled), merged=True)

    node = projection.nodes.loc["Person a/1"]
    assert (node["key"], node["records"]) == ("a/1", ("a/1", "b/1"))
    assert node["roles"] == ("Suspect", "Transporter")
    assert node["jurisdictions"] == ("KEN", "UGA")
    assert projection.notes == ("1 claims between records that were judged to be one",)
    frame = connectors(projection).frame.set_index(["type", "key"])
    assert frame.loc[("Person", "a/1"), "records"] == "a/1, b/1"
    assert frame.loc[("Person", "c/1"), "records"] == "c/1"


def test_a_marking_is_never_widened(store: Store) -> None:
    """What makes two records one marks the result; above the ceiling nobody sees through it."""
    fill(store, [(label, key, {**told, "handling": "CLEAR"} if label == "Person" else told)
                 for label, key, told in NODES], CLAIMS)  # fmt: skip
    decide(store, [Decision(**{**vars(ONE), "handling": "AMBER"})])

    assert entity_network(Reader(store)).marking is Marking.CLEAR
    assert entity_network(Reader(store), merged=True).marking is Marking.AMBER
    green = entity_network(Reader(store, Policy(Marking.GREEN)), merged=True)
    assert green.marking is Marking.CLEAR
    assert green.withheld == 1
    assert "1 judgements above the ceiling" in green.notes
    assert edges(store, merged=True, ceiling=Marking.GREEN) == edges(store, merged=False)


def test_a_record_above_the_ceiling_does_not_merge(filled: Store) -> None:
    """A CLEAR ceiling shows neither the AMBER record nor that it was judged to be another."""
    decide(filled, [ONE])

    found = edges(filled, merged=True, ceiling=Marking.CLEAR)

    assert found == edges(filled, merged=False, ceiling=Marking.CLEAR)
    assert frozenset(("Person a/1", "Case b/c")) not in found


def test_jurisdictions_share_who_was_judged_to_be_one(filled: Store) -> None:
    """Kenya and Uganda share a telephone, and, merged, the person."""
    decide(filled, [ONE])

    apart = jurisdiction_network(Reader(filled)).edges
    merged = jurisdiction_network(Reader(filled), merged=True).edges

    assert apart[["start", "end", "weight"]].to_numpy().tolist() == [["KEN", "UGA", 1]]
    assert merged[["start", "end", "weight"]].to_numpy().tolist() == [["KEN", "UGA", 2]]


def test_a_query_sees_through_with_the_marking_of_all(filled: Store) -> None:
    """The person in two cases appears only merged, as strict as the stricter record."""
    decide(filled, [ONE])
    reader = Reader(filled)

    apart = reader.query("persons-in-several-cases").table
    (row,) = reader.query(
        "persons-in-several-cases", identities(reader).parameters("Person")
    ).table.to_pylist()

    assert len(apart) == 0
    assert row == {
        "person": "a/1",
        "cases": 2,
        "roles": ["Suspect", "Transporter"],
        "case_keys": ["a/c", "b/c"],
        "records": ["a/1", "b/1"],
        "handling": "AMBER",
    }


def test_jurisdictions_share_a_person_only_when_asked(filled: Store) -> None:
    """Both States hold the telephone; merged, the person too, as strict as all records and the decision."""
    decide(
        filled, [Decision(ONE.first, ONE.second, "positive", ONE.by, ONE.why, label="Person", handling="RED")]
    )
    name, reader = "jurisdictions-sharing-networks", Reader(filled)
    green = Reader(filled, Policy(Marking.GREEN))

    (apart,) = reader.query(name).table.to_pylist()
    (merged,) = reader.query(name, identities(reader).parameters("Person")).table.to_pylist()

    assert (apart["persons"], apart["identifiers"]) == (0, 1)
    assert (merged["persons"], merged["identifiers"]) == (1, 1)
    assert Marking.parse(merged["handling"]) == Marking.RED
    assert Marking.parse(apart["handling"]) <= Marking.parse(merged["handling"])
    # A decision above the ceiling ties nothing together, so nothing of it shows.
    assert identities(green).parameters("Person")["merged_records"] == []
    assert (
        green.query(name, identities(green).parameters("Person")).table.to_pylist()
        == green.query(name).table.to_pylist()
    )


def test_contradictions_are_not_seen_through(filled: Store) -> None:
    """A group with a negative judgement inside stays apart, and the result says so."""
    before = edges(filled, merged=False)
    told: dict[str, Any] = {"by": "analyst-09", "why": "met both", "label": "Person"}
    decide(
        filled, [ONE, Decision("b/1", "c/1", "positive", **told), Decision("a/1", "c/1", "negative", **told)]
    )

    projection = project(Reader(filled), "entity", merged=True)

    assert edges(filled, merged=True) == before
    assert "contradict each other: a/1, b/1, c/1" in projection.notes[0]


def test_undo_gives_back_graph_and_results(filled: Store) -> None:
    """After undoing, the canonical dump and the merged results are those from before."""
    graph, result = dump(filled), edges(filled, merged=True)
    decide(filled, [ONE])
    assert edges(filled, merged=True) != result

    undo(filled, ["a/1", "b/1"])

    assert dump(filled) == graph
    assert edges(filled, merged=True) == result


@pytest.mark.embedded
def test_the_command_line_from_candidates_to_undo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Decide, see through, list, and take back, as somebody types it."""
    where = str(tmp_path / "store")
    with open_store(where) as store:
        fill(store, NODES, CLAIMS)

    def told(*arguments: str, code: int = 0) -> tuple[Any, str]:
        assert run([*arguments, "--store", where]) == code
        out, err = capsys.readouterr()
        return (json.loads(out) if out.startswith("{") else out), err

    person = ["--label", "Person", "--by", "analyst-07", "--why", "same phone"]
    found, _ = told("resolve", "decide", "a/1", "b/1", "--judgement", "positive", *person)
    assert found == "1 decided, 0 earlier decisions replaced, 0 held already\n"
    found, err = told("query", "run", "persons-in-several-cases", "--merged", "-f", "json")
    assert [row["records"] for row in found["rows"]] == [["a/1", "b/1"]]
    assert "marking: TLP:AMBER" in err
    assert told("query", "run", "persons-in-several-cases", "-f", "json")[0]["rows"] == []
    found, _ = told("analyse", "connectors", "--network", "entity", "--merged", "-f", "json")
    assert "a/1, b/1" in {row["records"] for row in found["rows"]}
    _, err = told("query", "run", "corridors", "--merged", code=2)
    assert "these do: jurisdictions-sharing-networks, persons-in-several-cases" in err
    found, err = told("query", "run", "jurisdictions-sharing-networks", "--merged", "-f", "json")
    assert [row["persons"] for row in found["rows"]] == [1]
    assert "marking: TLP:AMBER" in err

    named = ["--label", "Person", "--by", "analyst-07", "--why", "IBAN GB82 WEST 1234 5698 7654 32 in both"]
    _, err = told("resolve", "decide", "b/1", "c/1", "--judgement", "positive", *named, code=1)
    assert "the reason holds what looks like" in err

    told("resolve", "decide", "b/1", "c/1", "--judgement", "positive", *person)
    _, err = told("resolve", "decide", "a/1", "c/1", "--judgement", "negative", *person)
    assert "contradiction: a/1, b/1, c/1" in err
    found, err = told("resolve", "list", "-f", "json")
    assert [(row["start"], row["end"], row["judgement"], row["decided_by"]) for row in found["rows"]] == [
        ("a/1", "b/1", "positive", "analyst-07"),
        ("a/1", "c/1", "negative", "analyst-07"),
        ("b/1", "c/1", "positive", "analyst-07"),
    ]
    assert "contradiction" in err

    out, err = told("resolve", "undo", "a/1", "c/1")
    assert out.startswith("taken back: negative, a/1 and c/1")
    assert "contradiction" not in err


@pytest.mark.embedded
def test_decisions_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A filled-in table of candidates is one call; rows without a judgement are counted and passed over."""
    where = str(tmp_path / "store")
    with open_store(where) as store:
        fill(store, NODES, CLAIMS)
    file = tmp_path / "pairs.csv"
    file.write_text(
        "start,start_source,end,end_source,score,reasons,judgement,handling\n"
        "a/1,a,c/1,c,0.81,age band: the same (+2.1),unsure,AMBER\n"
        "a/1,a,b/1,b,0.9,,,CLEAR\n",
        encoding="utf-8",
    )
    command = ["resolve", "decide", "--from", str(file), "--store", where]

    assert run(command) == 1
    assert "row 2: it does not say who decided" in capsys.readouterr().err
    file.write_text(file.read_text().replace("unsure", "maybe"))
    assert run([*command, "--by", "a-1", "--why", "seen"]) == 1
    assert "pairs.csv, row 2: the judgement is not known" in capsys.readouterr().err
    file.write_text(file.read_text().replace("maybe", "unsure"))
    assert run([*command, "--by", "a-1", "--why", "seen", "--label", "Person"]) == 0
    assert capsys.readouterr().out == (
        "1 decided, 0 earlier decisions replaced, 0 held already, 1 rows not decided yet\n"
    )
    assert run(["resolve", "list", "-f", "json", "--store", where]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["score"], row["handling"]) == (0.81, "AMBER")


PERSONS = st.integers(0, 7).map("p/{}".format)
CASES = st.integers(0, 3).map("c/{}".format)
JUDGED = st.tuples(PERSONS, PERSONS, st.sampled_from(["positive", "positive", "positive", "negative"]))


@given(
    parts=st.lists(st.tuples(PERSONS, CASES, st.integers(1, 3)), min_size=1, max_size=12),
    links=st.lists(st.tuples(PERSONS, PERSONS), max_size=5),
    judged=st.lists(JUDGED, max_size=8),
)
def test_merging_is_contraction(
    parts: list[tuple[str, str, int]], links: list[tuple[str, str]], judged: list[tuple[str, str, str]]
) -> None:
    """Whatever was judged, the merged network is the plain one with sound groups contracted by NetworkX."""
    person = {"start_type": "Person", "end_type": "Person"}
    edges_ = [
        *({**person, "start": p, "end_type": "Case", "end": c, "claims": n} for p, c, n in parts),
        *({**person, "start": a, "end": b, "claims": 1} for a, b in links if a != b),
    ]
    same = [{**person, "start": a, "end": b, "judgement": judgement} for a, b, judgement in judged]
    claims = [row for row in edges_ for _ in range(int(str(row["claims"])))]
    reader: Any = Canned(ties=claims, same_as=same)

    merged = entity_network(reader, merged=True)

    expected: nx.Graph[str] = nx.Graph()
    for row in edges_:
        ends = f"Person {row['start']}", f"{row['end_type']} {row['end']}"
        before = expected.get_edge_data(*ends, {"weight": 0})["weight"]
        expected.add_edge(*ends, weight=before + row["claims"])
    alike: nx.Graph[str] = nx.Graph([(a, b) for a, b, judgement in judged if judgement == "positive"])
    for group in nx.connected_components(alike):
        against = any(j == "negative" and a != b and {a, b} <= group for a, b, j in judged)
        names = sorted(f"Person {key}" for key in group)
        there = [name for name in names if name in expected]
        if against or not there:
            continue
        expected = nx.relabel_nodes(expected, {there[0]: names[0]})
        for name in there[1:]:
            weights = {other: data["weight"] for other, data in expected[name].items()}
            expected.remove_node(name)
            for other, weight in weights.items():
                if other != names[0] and other != name:
                    before = expected.get_edge_data(names[0], other, {"weight": 0})["weight"]
                    expected.add_edge(names[0], other, weight=before + weight)
    found = {frozenset((s, e)): w for s, e, w in merged.edges.itertuples(index=False)}
    assert found == {frozenset((a, b)): w for a, b, w in expected.edges(data="weight")}
