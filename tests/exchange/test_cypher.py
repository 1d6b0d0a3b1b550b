"""The script says what the graph holds, and no text of it is ever read as a statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphs import tabled
from netgraph.disclosure.extract import disclosed
from netgraph.exchange.cypher import encode, literal
from netgraph.exchange.rows import every
from netgraph.model import Marking
from worlds import KEN, TEXT, VALUES, planted

if TYPE_CHECKING:
    from neo4j_server.server import Login

CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
LITERAL = re.compile(r"'((?:[^'\\]|\\[^u]|\\u[0-9a-f]{4})*)'")
LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "'": "'", "\\": "\\"}


def read(written: str) -> str:
    """Read texts that are added, as the grammar of Cypher has them."""
    found, at = "", 0
    while True:
        one = LITERAL.match(written, at)
        assert one, written
        found += re.sub(
            r"\\(?:u([0-9a-f]{4})|(.))",
            lambda match: chr(int(match[1], 16)) if match[1] else LETTERS[match[2]],
            one[1],
            flags=re.DOTALL,
        )
        if one.end() == len(written):
            return found
        assert written.startswith(" + ", one.end())
        at = one.end() + 3


@given(TEXT)
@settings(max_examples=500)
def test_texts(text: str) -> None:
    """Whether codes are replaced before quotes are looked for, as Neo4j does, or not."""
    written = literal(text)

    assert read(written) == text
    assert read(CODE.sub(lambda match: chr(int(match[1], 16)), written)) == text
    assert "\n" not in written


def test_numbers() -> None:
    """Whole numbers, truth, and floats without a plus, which Cypher does not know."""
    assert literal([1, -2, True, 1e20, 1e-7, 0.5]) == "[1, -2, true, 1e20, 1e-7, 0.5]"
    assert literal([float("inf"), float("-inf"), float("nan")]) == "[(1.0 / 0.0), (-1.0 / 0.0), (0.0 / 0.0)]"


@pytest.fixture
def session(neo4j_server: Login) -> Any:  # noqa: ANN401 - a session, and then nothing
    """Return a session on an empty database."""
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver, driver.session() as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
        yield session
        session.run("MATCH (n) DETACH DELETE n").consume()


@pytest.mark.neo4j
def test_a_server_makes_the_graph_again(session: neo4j.Session) -> None:
    """Run twice, the script leaves every node and claim once, with its properties."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    for statement in [line for line in encode(found).decode().splitlines() if not line.startswith("//")] * 2:
        session.run(statement.rstrip(";")).consume()

    nodes = {
        (row["label"], row["key"]): row["all"]
        for row in session.run("MATCH (n) RETURN labels(n)[0] AS label, n.key AS key, properties(n) AS all")
    }
    claims = {
        (row["type"], row["start"], row["end"]): row["all"]
        for row in session.run(
            "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.key AS start, b.key AS end, properties(r) AS all"
        )
    }
    assert nodes == {(label, row["key"]): row for label, row in every(found.nodes)}
    assert claims == {
        (type_, row["start"], row["end"]): {
            name: value
            for name, value in row.items()
            if name not in {"start", "end", "start_label", "end_label"}
        }
        for type_, row in every(found.claims)
    }


@pytest.mark.neo4j
@given(st.lists(st.one_of(TEXT, *(VALUES[type_] for type_ in ("integer", "number", "boolean"))), min_size=50))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_server_reads_what_was_written(session: neo4j.Session, values: list[Any]) -> None:
    """Every text and number, many in one statement."""
    assert session.run(f"RETURN {literal(values)} AS found").single(strict=True)["found"] == values
