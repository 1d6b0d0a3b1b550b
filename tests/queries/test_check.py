"""The static checker: each of its rules refuses a query that breaks it and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netgraph.model import load_schema
from netgraph.queries import Catalogue, Query, check
from netgraph.queries.catalogue import read_query

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
// summary: Cases by jurisdiction.
// mode: read
// returns: many
// params:
//   outcome: {type: code, codelist: outcome, default: null}
//   limit: {type: integer, default: 25, minimum: 1}
// columns:
//   jurisdiction: {type: string}
//   cases: {type: integer, counts: cases}
//   markings: {type: strings}
// unique: [jurisdiction]

// $nothing in a comment counts, CREATE neither
MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction) /* $nor, SET */
WHERE ($outcome IS NULL OR h.outcome = $outcome) AND c.key <> 'SET; MERGE'
UNWIND [coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS marking
RETURN j.key AS jurisdiction, count(DISTINCT c) AS cases, collect(DISTINCT marking) AS markings
ORDER BY cases DESC, jurisdiction
LIMIT $limit
"""
MATCH = "MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction) /* $nor, SET */"
RETURN = "RETURN j.key AS jurisdiction, count(DISTINCT c) AS cases, collect(DISTINCT marking) AS markings"
ORDER = "ORDER BY cases DESC, jurisdiction"


def written(tmp_path: Path, text: str) -> Query:
    """Write a query and read it."""
    path = tmp_path / "a-query.cypher"
    path.write_text(text, encoding="utf-8")
    return read_query(path)


def complaints(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[int, str]]:
    """Change the good query and return what the checker says, by line."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return [(c.line, c.message) for c in check(written(tmp_path, text), load_schema())]


def test_a_good_query_is_not_complained_of(tmp_path: Path) -> None:
    """Comments, strings and everything in order: nothing to say."""
    assert complaints(tmp_path) == []


@pytest.mark.parametrize("query", Catalogue.load(), ids=lambda query: query.name)
def test_every_shipped_query_keeps_the_rules(query: Query) -> None:
    """The shipped catalogue is without complaint, what fills projections and views included."""
    assert [str(complaint) for complaint in check(query, load_schema())] == []


@pytest.mark.parametrize(
    ("changes", "line", "message"),
    [
        # parameters, both ways
        (
            {"//   limit: {type: integer, default: 25, minimum: 1}\n": ""},
            18,
            "the parameter $limit is not declared",
        ),
        ({"// params:": "// params:\n//   more: {type: string}"}, 1, "more is declared but not used"),
        ({"'SET; MERGE'": "'$outcome'"}, 15, "$outcome stands inside a string"),
        ({"default: 25": "default: 0"}, 1, "the parameter limit is 0; expected a whole number, at least 1"),
        ({"default: null": "default: Nowhere"}, 1, "the parameter outcome is 'Nowhere'; expected a code"),
        ({"codelist: outcome": "codelist: outcomes"}, 1, "there is no code list 'outcomes'"),
        # columns
        ({"AS cases": "AS number"}, 17, "RETURN gives jurisdiction, number, markings; the header declares"),
        (
            {", counts: cases}": "}"},
            1,
            "the column cases counts something: say what, as counts: persons, cases",
        ),
        (
            {"//   cases: {type: integer, counts: cases}\n": ""},
            16,
            "RETURN gives jurisdiction, cases, markings",
        ),
        ({"count(DISTINCT c) AS cases": "count(DISTINCT c)"}, 17, "name what is returned: AS column"),
        ({RETURN: "RETURN *"}, 17, "name what is returned"),
        # vocabulary
        ({"(c:Case)": "(c:Cases)"}, 14, "the schema has no label Cases: Case?"),
        ({":HANDLED_BY": ":HANDLED_BYE"}, 14, "the schema has no relationship type HANDLED_BYE: HANDLED_BY?"),
        ({"h.outcome =": "h.outcomes ="}, 15, "the schema has no property h.outcomes: outcome?"),
        ({"h.outcome =": "h.year ="}, 15, "the schema has no property h.year"),
        ({"(c:Case)": "(c:Case {year: 1})"}, 14, "the schema has no property year"),
        ({"h:HANDLED_BY]": "h:HANDLED_BY {year: 1}]"}, 14, "the schema has no property year"),
        ({"c.key <>": "c:Cased AND c.key <>"}, 15, "the schema has no label or type Cased"),
        (
            {"-[h:HANDLED_BY]->": "<-[h:HANDLED_BY]-"},
            14,
            "HANDLED_BY goes (Case)-[:HANDLED_BY]->(Jurisdiction)",
        ),
        ({"(j:Jurisdiction)": "(j:Location)"}, 14, "HANDLED_BY goes (Case)-[:HANDLED_BY]->(Jurisdiction)"),
        (
            {
                "-[h:HANDLED_BY]->": "-[h:HANDLED_BY]->()-[p:PART_OF*]->",
                "UNWIND [": "UNWIND [x IN p | coalesce(x.handling, 'RED')] + [",
            },
            14,
            "a variable length needs an upper",
        ),
        ({"(c:Case)": "(c:!Case)"}, 14, "labels are listed with | only"),
        # reading only, one statement
        ({"UNWIND [": "SET c.status = 'x' UNWIND ["}, 16, "SET writes"),
        ({"UNWIND [": "set c.status = 'x' UNWIND ["}, 16, "SET writes"),
        ({"UNWIND [": "CREATE (:Case) UNWIND ["}, 16, "CREATE writes"),
        ({"UNWIND [": "MERGE (:Case) UNWIND ["}, 16, "MERGE writes"),
        ({"UNWIND [": "DELETE c UNWIND ["}, 16, "DELETE writes"),
        ({"UNWIND [": "REMOVE c.status UNWIND ["}, 16, "REMOVE writes"),
        ({"UNWIND [": "FOREACH (x IN [] | x) UNWIND ["}, 16, "FOREACH writes"),
        ({"UNWIND [": "LOAD CSV FROM 'x' AS line UNWIND ["}, 16, "LOAD writes"),
        ({MATCH: f"EXPLAIN {MATCH}"}, 14, "a query starts with one of CALL, MATCH"),
        ({MATCH: f"CALL db.labels() YIELD label {MATCH}"}, 14, "CALL of a procedure"),
        ({"LIMIT $limit": "LIMIT $limit;"}, 19, "one statement in a file, and no semicolon"),
        ({MATCH: f"RETURN 1 AS one UNION {MATCH}"}, 14, "UNION of the whole cannot be ordered"),
        # order
        ({ORDER: ""}, 17, "many rows need an ORDER BY"),
        ({ORDER: "ORDER BY cases DESC"}, 17, "ORDER BY lacks jurisdiction"),
        ({ORDER: "ORDER BY cases, j.key"}, 17, "ORDER BY lacks jurisdiction"),
        ({ORDER: "ORDER BY jurisdiction, cases"}, 17, "ORDER BY ends in cases: end it in a unique column"),
        ({ORDER: "ORDER BY jurisdiction, size(markings)"}, 17, "ORDER BY ends in an expression"),
        # traps of the embedded engine
        (
            {
                MATCH: f"MATCH p = shortestPath((a:Location)-[l:LEG*..3]->(b:Location)) WHERE a.key <> b.key "
                "WITH [x IN l | coalesce(x.handling, 'RED')] AS more "
                f"{MATCH}"
            },
            14,
            "shortestPath with a predicate",
        ),
        (
            {"UNWIND [": "MATCH SHORTEST 2 (j)-[z:BORDERS]->(j) UNWIND [coalesce(z.handling, 'RED'), "},
            16,
            "SHORTEST is not known",
        ),
        ({"j.key AS jurisdiction": "j AS jurisdiction"}, 17, "j is returned whole"),
        ({"count(DISTINCT c) AS cases": "collect(c) AS cases"}, 17, "c is returned whole"),
        ({"count(DISTINCT c) AS cases": "c {.key} AS cases"}, 17, "c is returned whole"),
        (
            {
                "count(DISTINCT c) AS cases": "p AS cases",
                "UNWIND [": "MATCH p = (j)-[b:BORDERS]->() UNWIND [coalesce(b.handling, 'RED'), ",
            },
            17,
            "p is returned whole",
        ),
        # markings
        (
            {"//   markings: {type: strings}\n": "", ", collect(DISTINCT marking) AS markings": ""},
            1,
            "return markings as the last column",
        ),
        ({"coalesce(c.handling, 'RED'), ": ""}, 14, "c (Case) went into the row, but not its handling"),
        ({", coalesce(h.handling, 'RED')": ""}, 14, "h (HANDLED_BY) went into the row, but not its handling"),
        ({"coalesce(h.handling, 'RED')": "h.handling"}, 16, "write coalesce(h.handling, 'RED')"),
        (
            {"coalesce(h.handling, 'RED')": "coalesce(h.handling, 'CLEAR')"},
            16,
            "write coalesce(h.handling, 'RED')",
        ),
        (
            {"UNWIND [": "MATCH (c)-[:FOLLOWED]->(:Route) UNWIND ["},
            16,
            "name FOLLOWED and return its handling",
        ),
        ({"UNWIND [": "MATCH (:Person {sex: 'Male'}) UNWIND ["}, 16, "name Person and return its handling"),
        ({"UNWIND [": "MATCH (x) UNWIND ["}, 16, "x (a node that may be owned) went into the row"),
        (
            {"UNWIND [": "WITH c, h, j, COUNT { (c)-[f:FOLLOWED]->() } AS n UNWIND ["},
            16,
            "f (FOLLOWED) went into",
        ),
        (
            {"UNWIND [": "MATCH (j)<-[z:CITIZEN_OF]-(p) UNWIND [coalesce(z.handling, 'RED'), "},
            16,
            "p (a node that may be owned) went into",
        ),
        ({MATCH: MATCH.replace(" /*", ", (x) /*")}, 14, "x (a node that may be owned) went into"),
        ({"UNWIND [": "MATCH (j)--() UNWIND ["}, 16, "name a relationship and return its handling"),
        ({"UNWIND [": "MATCH (j)<--() UNWIND ["}, 16, "name a relationship and return its handling"),
        # what cannot be read
        ({"UNWIND [": "UNWIND (["}, 16, "( is not closed"),
        ({" AS marking\n": ") AS marking\n"}, 16, ") closes nothing"),
        ({"LIMIT $limit": "LIMIT ($limit"}, 19, "( is not closed"),
        ({"(c:Case)": "(c:`Case`)"}, 14, "'`' cannot be read here"),
        ({"(c:Case)": "(c:$($outcome))"}, 14, "'$' cannot be read here"),
        ({"'SET; MERGE'": "'SET"}, 16, '"\'" cannot be read here'),
    ],
)
def test_a_broken_rule_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, str], line: int, message: str
) -> None:
    """Every rule has a query that breaks just it, and the complaint says where and what."""
    found = complaints(tmp_path, *changes.items())

    assert len(found) == 1, found
    assert found[0][0] == line
    assert message in found[0][1]


def test_one_broken_rule_is_one_complaint(tmp_path: Path) -> None:
    """A fault is told once, however often what it concerns stands in the query."""
    found = complaints(tmp_path, ("UNWIND [", "MATCH (c)-[f:FOLLOWED]->(:Route)<-[g:FOLLOWED]-(c) UNWIND ["))

    assert sorted(message for _, message in found) == [
        "f (FOLLOWED) went into the row, but not its handling",
        "g (FOLLOWED) went into the row, but not its handling",
    ]


def test_there_must_be_a_return(tmp_path: Path) -> None:
    """A statement that returns nothing is no query."""
    found = complaints(tmp_path, (GOOD[GOOD.index("RETURN") :], "WITH c, $limit AS n\n"))

    assert (14, "there is no RETURN") in found


@pytest.mark.parametrize(
    "instead",
    [
        pytest.param("MATCH (c:Case)<-[h:HANDLED_BY]-(j:Jurisdiction)".replace("<-", "-"), id="undirected"),
        pytest.param(f"{MATCH} WHERE NOT EXISTS {{ MATCH (c)-[:FOLLOWED]->(:Route) }} WITH *", id="absent"),
        pytest.param(f"{MATCH} WHERE NOT (c)-[:FOLLOWED]->(:Route) WITH *", id="not a pattern"),
        pytest.param(
            f"{MATCH} WHERE NOT EXISTS {{ MATCH (j) WHERE EXISTS {{ (j)-[:PART_OF]->() }} }} WITH *",
            id="absent within",
        ),
        pytest.param(f"{MATCH} MATCH (e:Event) WITH *", id="shared"),
        pytest.param(f"{MATCH} WITH *, [x IN ['a'] | x] AS list WITH *", id="list"),
        pytest.param(f"{MATCH} WITH *, {{made: 1}} AS map WHERE map.made = 1 WITH *", id="own keys"),
        pytest.param(f"{MATCH} WITH *, point.distance(null, null) AS far WITH *", id="namespace"),
        pytest.param(f"{MATCH} WHERE c:Case AND j:Jurisdiction|Location WITH *", id="label predicate"),
        pytest.param(
            f"{MATCH} WHERE h.handling IS NULL OR h.handling = 'RED' WITH *", id="handling compared"
        ),
        pytest.param(
            f"{MATCH} MATCH p = shortestPath((:Location)-[way:LEG*..3]->(:Location)) "
            "WITH *, [leg IN way | coalesce(leg.handling, 'RED')] AS more WITH *",
            id="path without a predicate",
        ),
        pytest.param(f"{MATCH} WHERE (1 + 2) - (3) < 4 WITH *", id="brackets"),
        pytest.param(f"{MATCH} WHERE (j) - [1] IS NULL WITH *", id="minus a list"),
        pytest.param(f"{MATCH} WITH *, [null, (j)] AS some WITH *", id="brackets in a list"),
        pytest.param(f"{MATCH}, (e:Event WHERE e.began IS NULL) WITH *", id="where in a node"),
        pytest.param(
            f"{MATCH} MATCH (x)-[b:BORDERS]-(y) WITH *, coalesce(b.handling, 'RED') AS more WITH *",
            id="shared ends",
        ),
    ],
)
def test_what_is_right_is_let_through(tmp_path: Path, instead: str) -> None:
    """The checker does not complain of what it need not refuse."""
    where = "WHERE ($outcome IS NULL OR"

    assert complaints(tmp_path, (MATCH, instead), (where, where)) == []


HEADER = """\
// summary: x
// mode: read
// returns: set
// columns:
//   key: {type: string}
//   markings: {type: strings}

"""


@pytest.mark.parametrize(
    "markings",
    [
        pytest.param(
            "WITH c AS d, h AS s, j "
            "RETURN j.key AS key, [coalesce(d.handling, 'RED'), coalesce(s.handling, 'RED')] AS markings",
            id="renamed",
        ),
        pytest.param(
            "WITH j, collect(c) AS cs, collect(DISTINCT h) AS hs RETURN j.key AS key, "
            "[x IN cs | coalesce(x.handling, 'RED')] + [y IN hs | coalesce(y.handling, 'RED')] AS markings",
            id="collected",
        ),
        pytest.param(
            "UNWIND [c, h] AS either "
            "RETURN j.key AS key, collect(coalesce(either.handling, 'RED')) AS markings",
            id="listed",
        ),
    ],
)
def test_markings_are_followed_through_aliases(tmp_path: Path, markings: str) -> None:
    """A marking is found under another name: renamed, collected, listed or unwound."""
    query = written(tmp_path, f"{HEADER}{MATCH}\n{markings}\n")

    assert [str(complaint) for complaint in check(query, load_schema())] == []


def test_one_claim_a_row_may_give_its_handling(tmp_path: Path) -> None:
    """Where a single claim makes a row, one handling will do; where two do, it will not."""
    text = """\
// summary: x
// mode: read
// returns: set
// columns:
//   start: {type: string}
//   handling: {type: string}

MATCH (a:Location)-[r:LEG]->(b:Location)
RETURN a.key AS start, coalesce(r.handling, 'RED') AS handling
"""
    two = text.replace("MATCH (a", "MATCH (a)-[s:LEG]->(a)\nMATCH (a").replace("'RED')", "s.handling, 'RED')")

    assert check(written(tmp_path, text), load_schema()) == []
    found = [complaint.message for complaint in check(written(tmp_path, two), load_schema())]
    assert "more than one claim goes into a row: return markings (a list), not handling" in found


def test_complaints_are_told_by_file_and_line(tmp_path: Path) -> None:
    """A complaint reads as compilers write them, so that editors find the place."""
    query = written(tmp_path, GOOD.replace("(c:Case)", "(c:Cases)"))

    assert str(check(query, load_schema())[0]) == f"{query.path}:14: the schema has no label Cases: Case?"
