"""The statements that give roles on a Neo4j server: a server can read them, and they name what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import neo4j
import pytest
from neo4j.exceptions import Neo4jError

from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j_server.server import Login

FOLDER = Path(__file__).parents[1] / "docs" / "how-to"
FILES = ("neo4j-users", "neo4j-roles", "neo4j-roles-2025")
UNSUPPORTED = "Neo.ClientError.Statement.UnsupportedAdministrationCommand"
PASSWORD = "a first one"  # noqa: S105 - of a user that the test removes
ROLES = {"reader", "analyst", "steward", "releaser"}


def statements(name: str) -> list[str]:
    """Return the statements of a file, without its comments."""
    text = (FOLDER / f"{name}.cypher").read_text(encoding="utf-8")
    code = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("//"))
    return [statement.strip() for statement in code.split(";") if statement.strip()]


@pytest.fixture
def system(neo4j_server: Login) -> Iterator[neo4j.Session]:
    """Return a session on the database that users and roles are in."""
    auth = (neo4j_server.user, neo4j_server.password)
    with (
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver,
        driver.session(database="system") as session,
    ):
        yield session


@pytest.mark.neo4j
def test_users_work_on_any_edition(system: neo4j.Session) -> None:
    """A user is made with a password that has to be changed."""
    try:
        for statement in statements("neo4j-users"):
            rows = list(system.run(statement, password=PASSWORD))
        made = [row for row in rows if row["user"] == "analyst_07"]
    finally:
        system.run("DROP USER analyst_07 IF EXISTS").consume()

    assert [row["passwordChangeRequired"] for row in made] == [True]


@pytest.mark.neo4j
def test_a_server_reads_the_roles(system: neo4j.Session) -> None:
    """Community refuses each statement as one that it does not support; what it cannot read it calls so."""
    with pytest.raises(Neo4jError, match="Invalid input"):
        system.run("GRANT MATCHING {*} ON GRAPH neo4j NODES Case TO netgraph_reader").consume()
    told = {}
    for statement in statements("neo4j-roles"):
        with pytest.raises(Neo4jError) as refused:
            system.run(statement).consume()
        told[statement] = refused.value.code

    assert len(told) > 20
    assert set(told.values()) == {UNSUPPORTED}


@pytest.mark.parametrize("name", FILES[1:])
def test_roles_name_what_there_is(name: str) -> None:
    """Each label, type and property in a right is one of the schema."""
    schema, text = load_schema(), ";".join(statements(name))
    labels = re.findall(r"NODES ([A-Za-z, ]+) TO", text) + re.findall(r"\(n:([A-Za-z|]+)\)", text)
    types = re.findall(r"RELATIONSHIPS ([A-Z_, ]+) TO", text) + re.findall(r"\[r:([A-Z_|]+)\]", text)
    properties = {one.strip() for group in re.findall(r"\{([a-z_, ]+)\}", text) for one in group.split(",")}
    known = {p for label in schema.nodes for p in schema.node_properties(label)}
    known |= {p for type_ in schema.relationships for p in schema.relationship_properties(type_)}

    assert {one for group in labels for one in re.split(r"[,| ]+", group)} <= set(schema.nodes)
    assert {one for group in types for one in re.split(r"[,| ]+", group)} <= set(schema.relationships)
    assert properties <= known


def test_the_reader_gets_nothing_of_a_person() -> None:
    """No right of the reader reaches a case, person, organization, identifier, or a claim of any marking."""
    granted = [one for name in FILES[1:] for one in statements(name) if "netgraph_reader" in one]
    text = " ".join(granted)

    assert not re.search(r"\b(Case|Person|Organization|Identifier|UndoRecord|WRITE|DELETE|ELEMENTS)\b", text)
    marked = [one for one in granted if "RELATIONSHIPS" not in one and "[r:" in one]
    assert all("r.handling IN ['CLEAR', 'GREEN']" in one for one in marked)
    assert re.findall(r"RELATIONSHIPS ([A-Z_, ]+) TO", text) == ["IN, PART_OF, BORDERS"]


def test_the_page_names_the_roles() -> None:
    """The page lists each role that the file makes, and no other."""
    page = (FOLDER / "neo4j-roles.md").read_text(encoding="utf-8")
    made = set(re.findall(r"CREATE ROLE netgraph_(\w+)", ";".join(statements("neo4j-roles"))))

    assert made == ROLES
    assert set(re.findall(r"^\| `netgraph_(\w+)`", page, re.MULTILINE)) == ROLES
