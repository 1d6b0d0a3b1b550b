"""A mapping is closed: whatever is wrong with it is refused with its file and line, before a row is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netgraph.errors import MappingError, UsageError
from netgraph.ingest import load_mapping, mappings
from netgraph.ingest.transforms import TRANSFORMS

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs" / "how-to" / "ingest.md"
GOOD = """\
mapping: 1
name: little
summary: A little mapping.
source:
  name: little
  doc: Made for a test.
  licence: None.
record: [case]
columns:
  case: {doc: Reference.}
  status: {doc: Where it stands.}
  state: {doc: Who handles it.}
  person: {doc: Who takes part.}
  role: {doc: Part.}
  phone: {doc: Number.}
nodes:
  case:
    type: Case
    key: [case]
    properties:
      status: {column: status, codes: {'1': Active}}
  state:
    type: Jurisdiction
    place: {country: state}
  person:
    type: Person
    key: [person]
  phone:
    type: Identifier
    identifier: {kind: {literal: Phone}, value: phone}
relationships:
  - type: HANDLED_BY
    start: case
    end: state
  - type: INVOLVED_IN
    start: person
    end: case
    properties:
      role: {column: role}
provenance:
  handling: {literal: GREEN}
aliases:
  Keniya: KEN
"""

WRONG = [
    # what stands there, what to write instead, the line of the complaint, what it says
    ("    key: [case]\n", "    keys: [case]\n", 19, "keys: unknown key"),
    ("      status: {column: status,", "      status: {kolumn: status,", 21, "kolumn: unknown key"),
    ("mapping: 1", "mapping: 2", 1, "mapping: Input should be 1"),
    ("    type: Case\n", "    type: Casse\n", 18, "no label 'Casse'"),
    ("    type: Case\n", "    type: LoadRun\n", 18, "no label 'LoadRun'"),
    ("      status: {column", "      statuz: {column", 21, "Case has no property 'statuz'"),
    ("{column: status,", "{column: state_of_it,", 21, "the column 'state_of_it' is not among the columns"),
    (
        "codes: {'1': Active}",
        "codes: {'1': Activeish}",
        21,
        "no code 'Activeish' in the code list case_status",
    ),
    ("codes: {'1': Active}", "split: ;", 21, "holds one value, so there is nothing to split"),
    ("codes: {'1': Active}", "transform: [shout]", 21, "no transform 'shout'"),
    ("codes: {'1': Active}", "literal: Active", 21, "either a column or a literal"),
    ("codes: {'1': Active}", "default: Activeish", 21, "'Activeish' is no code"),
    ("    end: state\n", "    end: states\n", 34, "no node 'states'"),
    ("    end: state\n", "    end: person\n", 34, "HANDLED_BY has Jurisdiction at its end, not Person"),
    ("  - type: HANDLED_BY", "  - type: HANDLED", 32, "no relationship type 'HANDLED'"),
    ("    properties:\n      role: {column: role}\n", "", 35, "INVOLVED_IN needs the property 'role'"),
    ("    place: {country: state}\n", "    key: [state]\n", 22, "a Jurisdiction needs 'place'"),
    ("  phone: {doc: Number.}\n", "  phone: {doc: Number.}\n  memo: {doc: Text.}\n", 16, "neither used nor"),
    ("record: [case]", "record: [reference]", 8, "the column 'reference' is not among the columns"),
    ("literal: GREEN", "literal: WHITE", 41, "'WHITE' is no code"),
    ("handling: {literal: GREEN}", "owner: {literal: KENYA}", 41, "'KENYA' is no ISO 3166-1 code"),
    ("  Keniya: KEN", "  Keniya: KENYA", 43, "'KENYA' is no alpha-3 code, region/... or relative/..."),
    ("aliases:", "ignore: {status: no need}\naliases:", 42, "'status' is used, so it cannot be ignored"),
    ("aliases:", "duplicates: {ignore: [status]}\naliases:", 42, "'status' is not part of the record"),
    ("    key: [person]\n", "    key: [person]\n    properties: {name: {column: role}}\n", 28, "direct"),
    ("    key: [person]\n", "    key: [person, role]\n    split: ;\n", 28, "only one key column"),
    ("    place: {country: state}", "    place: {country: state, latitude: role}", 24, "given together"),
    ("    place: {country: state}", "    place: {country: state, town: role, split: ;}", 24, "is split only"),
    ("summary: A", "summary: &anchor A", 3, "anchors and aliases are not allowed"),
    ("summary: A little", "summary: !!python/object:os.system A little", 3, "not allowed"),
    ("    end: case\n", "    end: case\n    when: {column: role, equals: [x], blank: true}\n", 38, "one of"),
]


@pytest.mark.parametrize(("there", "instead", "line", "complaint"), WRONG, ids=[row[3] for row in WRONG])
def test_what_is_wrong_is_refused_with_its_line(
    mapping: Callable[[str], Path], there: str, instead: str, line: int, complaint: str
) -> None:
    """Unknown keys, labels, properties, ends, codes, columns and hidden meanings are errors with a line."""
    assert there in GOOD
    path = mapping(GOOD.replace(there, instead, 1))

    with pytest.raises(MappingError) as caught:
        load_mapping(path)

    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_the_little_mapping_is_right(mapping: Callable[[str], Path]) -> None:
    """What the wrong mappings are made from is accepted."""
    assert load_mapping(mapping(GOOD)).name == "little"


def test_a_direct_identifier_is_refused_with_its_column(mapping: Callable[[str], Path]) -> None:
    """A mapping that would store a name is refused and told which column to ignore."""
    text = GOOD.replace("    key: [person]\n", "    key: [person]\n    properties: {name: {column: role}}\n")

    with pytest.raises(MappingError, match="the column 'role' would fill 'name', a direct identifier"):
        load_mapping(mapping(text))


def test_a_mapping_is_called_as_its_file(mapping: Callable[..., Path]) -> None:
    """A copy of a mapping takes a name of its own, so that two are never mixed up in a store."""
    with pytest.raises(MappingError, match=r"must be in a file called little\.yaml"):
        load_mapping(mapping(GOOD, "copy"))


def test_an_unknown_mapping_names_the_known_ones() -> None:
    """A wrong name is answered with the right ones."""
    with pytest.raises(UsageError, match="no mapping 'case'") as caught:
        load_mapping("case")

    assert "cases, ctdc-k-anonymised" in caught.value.hint


def test_a_missing_file_is_a_mapping_error(tmp_path: Path) -> None:
    """A path that leads nowhere is said to."""
    with pytest.raises(MappingError, match="cannot be read"):
        load_mapping(tmp_path / "nowhere.yaml")


def test_shipped_mappings_are_listed() -> None:
    """Every shipped mapping loads, says what it is for, and has a page unless it is a template of ours."""
    found = dict(mappings())

    assert list(found) == sorted(path.stem for path in (DOCS.parents[2] / "ingest").glob("*.yaml"))
    pages = {path.stem for path in (DOCS.parents[1] / "sources").glob("*.md")} - {"README"}
    assert pages == set(found) - {"cases", "instruments", "involvements", "jurisdictions", "routes"}
    assert all(summary.endswith(".") for summary in found.values())


def test_the_documented_mapping_is_right(mapping: Callable[..., Path]) -> None:
    """The mapping that the documentation shows loads, and it lists every transform."""
    text = DOCS.read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(mapping: 1\n.*?)```", text, re.DOTALL)

    assert shown
    assert load_mapping(mapping(shown[1], "shelter")).name == "shelter"
    listed = re.search(r"applied in order: (.*?) \|", text)
    assert listed
    assert re.findall(r"`(\w+)`", listed[1]) == sorted(TRANSFORMS)
