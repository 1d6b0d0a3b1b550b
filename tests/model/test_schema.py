"""The vocabulary is read whole and checked against itself; a mistake in it is told with its file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from netgraph.errors import SchemaError, UsageError
from netgraph.model import load_schema
from netgraph.model.reference import overview, reference, section
from netgraph.resources import asset_dir

SHIPPED = load_schema()

AT = "properties: {a: {type: date, doc: A}}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped schema."""
    return Path(shutil.copytree(asset_dir("schemas"), tmp_path / "schemas"))


def write(folder: Path, file: str, text: str) -> None:
    """Write a file of the schema."""
    (folder / file).write_text(text, encoding="utf-8")


def test_the_copy_is_the_schema(folder: Path) -> None:
    """A folder of the same form gives the same vocabulary; the shipped one is read once."""
    assert load_schema(folder) == SHIPPED
    assert load_schema() is SHIPPED


@pytest.mark.parametrize(
    ("file", "text", "cause"),
    [
        ("nodes/case.yaml", "type: Case\nkind: owned\ndoc: A\nkey: k\nlabel: x\n", "label: unknown key"),
        ("nodes/case.yaml", "type: Case\nkind: mine\ndoc: A\nkey: k\n", "kind: Input should be 'owned'"),
        ("nodes/case.yaml", "type: case\nkind: owned\ndoc: A\nkey: k\n", "type: String should match"),
        (
            "nodes/case.yaml",
            "type: Kase\nkind: owned\ndoc: A\nkey: k\n",
            r"defines 'Kase': call it kase\.yaml",
        ),
        ("nodes/case.yaml", "type: Case\nkind: owned\nkey: k\n", "doc: is missing"),
        ("nodes/case.yaml", "", "the file is empty"),
        ("nodes/notes.txt", "to do", r"is no \.yaml file"),
        ("nodes/extra.yml", "type: Extra\nkind: owned\ndoc: A\nkey: k\n", r"is no \.yaml file"),
        (
            "relationships/on.yaml",
            "type: ON\nstart: [Nobody]\nend: [Platform]\ndoc: A\n",
            "label 'Nobody' is not",
        ),
        (
            "relationships/on.yaml",
            "type: ON\nstart: [Case]\nend: [Nobody]\ndoc: A\n",
            "label 'Nobody' is not",
        ),
        (
            "relationships/on.yaml",
            "type: ON\nstart: [Case]\nend: [Case]\ndoc: A\nkey: [x]\n",
            "key names 'x'",
        ),
        (
            "nodes/case.yaml",
            "type: Case\nkind: owned\ndoc: A\nkey: k\norder: [[opened, closed]]\n",
            "order: 'opened' is no date",
        ),
        (
            "relationships/on.yaml",
            "type: ON\nstart: [Case]\nend: [Case]\ndoc: A\nsequence: [a]\n" + AT,
            "no property 'position'",
        ),
        (
            "nodes/case.yaml",
            "type: Case\nkind: owned\ndoc: A\nkey: k\nproperties: {n: {type: text, latest: today, doc: A}}",
            "only a date or a year has a latest",
        ),
        (
            "relationships/case.yaml",
            "type: CASE\nstart: [Case]\nend: [Case]\ndoc: A\n",
            "named as the label 'Case'",
        ),
        (
            "codelists/sex.yaml",
            "codelist: sex\ndoc: A\nunknown: X\ncodes: {A: {doc: A}}\n",
            "'X' is not among",
        ),
        (
            "codelists/sex.yaml",
            "codelist: sex\ndoc: A\ncodes: {Male: {doc: A, aliases: [m]}, Other: {doc: B, aliases: [M]}}",
            "'M' names both 'Male' and 'Other'",
        ),
        (
            "codelists/sex.yaml",
            "codelist: sex\ndoc: A\ncodes:\n  Not known: {doc: A}\n  Other: {doc: A, aliases: [not_known]}\n",
            "'not_known' names both 'Not known' and 'Other'",
        ),
    ],
)
def test_a_wrong_file_is_named(folder: Path, file: str, text: str, cause: str) -> None:
    """A mistake in one file, or one that only shows beside the others, is told with that file."""
    write(folder, file, text)

    with pytest.raises(SchemaError, match=cause) as caught:
        load_schema(folder)

    assert str(folder / file) in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("definition", "cause"),
    [
        ("opened: {type: moment, doc: A}", "properties.opened.type: Input should be"),
        ("Opened: {type: date, doc: A}", "String should match pattern"),
        ("stated: {type: code, doc: A}", "names its codelist"),
        ("opened: {type: date, codelist: sex, doc: A}", "names its codelist"),
        ("stated: {type: code, codelist: nothing, doc: A}", "stated: no code list 'nothing'"),
        ("opened: {type: date, sensitivity: secret, doc: A}", "sensitivity: Input should be"),
        ("year: {type: string, doc: A}", "year: is (string|year) here and (string|year) elsewhere"),
        ("source: {type: string, doc: A}", "source: the name is taken"),
        ("digest: {type: string, doc: A}", "digest: the name is taken"),
        ("key: {type: string, doc: A}", "key: the name is taken"),
        ("start: {type: string, doc: A}", "start: the name is taken"),
        ("end: {type: string, doc: A}", "end: the name is taken"),
    ],
)
@pytest.mark.parametrize(
    ("file", "head"),
    [
        ("nodes/case.yaml", "type: Case\nkind: owned\ndoc: A\nkey: k\n"),
        ("relationships/followed.yaml", "type: FOLLOWED\nstart: [Case]\nend: [Route]\ndoc: A\n"),
    ],
)
def test_a_wrong_property_is_named(folder: Path, file: str, head: str, definition: str, cause: str) -> None:
    """A property of a wrong type, without its code list, or with a name that is taken is refused."""
    write(folder, file, f"{head}properties:\n  {definition}\n")

    with pytest.raises(SchemaError, match=cause) as caught:
        load_schema(folder)

    assert caught.value.hint


def test_no_provenance(folder: Path) -> None:
    """Without the properties that all claims carry there is no schema."""
    (folder / "provenance.yaml").unlink()

    with pytest.raises(SchemaError, match=r"provenance\.yaml: cannot be read"):
        load_schema(folder)


def test_what_claims_and_owned_nodes_carry() -> None:
    """Claims and owned nodes have a key and provenance, shared nodes and load runs only a key."""
    carried = {"key", *SHIPPED.provenance.properties}

    assert carried | {"status", "outcome"} == set(SHIPPED.relationship_properties("HANDLED_BY"))
    assert carried < set(SHIPPED.node_properties("Case"))
    assert set(SHIPPED.node_properties("Platform")) == {"key", "name"}
    assert "handling" not in SHIPPED.node_properties("LoadRun")
    assert SHIPPED.labels("owned") == ["Case", "Organization", "Person", "Route", "Statistic"]
    assert SHIPPED.labels() == list(SHIPPED.nodes)


def test_direct_identifiers_are_marked() -> None:
    """What identifies a person directly is marked so that it can be refused."""
    marked = {
        (label, name)
        for label in SHIPPED.nodes
        for name, definition in SHIPPED.node_properties(label).items()
        if definition.sensitivity == "identifying"
    }

    assert marked == {("Person", "name"), ("Person", "birth_date")}


def test_codes_are_found_by_code_and_alias() -> None:
    """A code is found by itself and its aliases, whatever the case, hyphens and spaces; others are not."""
    exploitation, sex = SHIPPED.codelists["exploitation"], SHIPPED.codelists["sex"]

    for text in ("ForcedLabour", "forcedlabour", "Forced  Labour", "forced_labour", "FORCED-LABOR"):
        assert exploitation.find(text) == "ForcedLabour"
    assert exploitation.find("labour") is None
    assert [sex.find(text) for text in ("f", "GIRLS", "m", "", "?")] == [
        "Female",
        "Female",
        "Male",
        "Unknown",
        None,
    ]


def test_the_page_describes_all_of_it() -> None:
    """Every type, property, code and alias stands on the reference page; no table is broken."""
    page = reference(SHIPPED)

    assert page.startswith("<!-- Generated from schemas/ by `netgraph schema reference`. Do not edit. -->\n")
    assert page.endswith("|\n")
    for name in (*SHIPPED.nodes, *SHIPPED.relationships, *SHIPPED.codelists, "Provenance"):
        assert f"## {name}\n" in page
    for label in SHIPPED.nodes:
        for name, definition in SHIPPED.nodes[label].properties.items():
            assert f"| `{name}` | {definition.type}" in section(SHIPPED, label)
            assert definition.doc.replace("|", "\\|") in page
    for codelist in SHIPPED.codelists.values():
        for code, entry in codelist.codes.items():
            assert f"| `{code}` | {entry.doc}" in page
            assert all(alias in page for alias in entry.aliases)
    for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_the_page_in_the_docs_is_fresh() -> None:
    """The page in the repository is the one that is made today."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "schema.md"

    assert page.read_text(encoding="utf-8") == reference(SHIPPED)


def test_links_of_the_page_lead_somewhere() -> None:
    """Every link on the reference page leads to a heading of it."""
    page = reference(SHIPPED)
    headings = {name.lower() for name in re.findall(r"^#+ (.*)$", page, re.MULTILINE)}

    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= headings


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Case", "# Case\n"),
        ("stops_at", "# STOPS_AT\n"),
        ("exploitation", "# exploitation\n"),
        ("Provenance", "# Provenance\n"),
    ],
)
def test_one_section(name: str, head: str) -> None:
    """What is said of one name can be had alone; capitals do not matter."""
    assert section(SHIPPED, name).startswith(head)


@pytest.mark.parametrize(
    ("name", "hint"), [("stops", "STOPS_AT"), ("Cases", "Case"), ("zzz", "netgraph schema show")]
)
def test_an_unknown_name(name: str, hint: str) -> None:
    """A name that is not in the schema is refused, with the nearest one or the way to all."""
    with pytest.raises(UsageError, match=f"nothing in the schema is called '{name}'") as caught:
        section(SHIPPED, name)

    assert hint in caught.value.hint


def test_overview() -> None:
    """The overview has a line for every node type, relationship type and code list."""
    lines = overview(SHIPPED).splitlines()

    for name in (*SHIPPED.nodes, *SHIPPED.relationships, *SHIPPED.codelists):
        assert any(line.startswith(f"  {name} ") for line in lines)
