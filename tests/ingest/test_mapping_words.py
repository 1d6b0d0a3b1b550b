"""Words of a mapping that stand in the wrong place, or would do nothing, are refused with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netgraph.cli.main import run
from netgraph.errors import MappingError
from netgraph.ingest import load_mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = """\
mapping: 1
name: little
summary: Cases and the people in them.
source:
  name: little
  doc: Made for a test.
  licence: None.
record: [case]
columns:
  case: {doc: Reference.}
  forms: {doc: Of exploitation.}
  forced: {doc: Yes or no.}
  sexual: {doc: Yes or no.}
  victims: {doc: How many.}
  city: {doc: Where., repeats: 3}
  state: {doc: Who handles it., repeats: 3, optional: true}
  note: {doc: Text., repeats: 2, join: '; '}
  suspect: {doc: Reference.}
  victim: {doc: Reference.}
  firm: {doc: Name.}
nodes:
  case:
    type: Case
    key: [case]
    required: true
    properties:
      victims: {column: victims, unless: {column: forced, equals: ['2']}}
      exploitation: {flags: {forced: ForcedLabour, sexual: SexualExploitation}}
  suspect:
    type: Person
    key: [case]
    part: suspect
    when: {column: suspect, blank: false}
  victim:
    type: Person
    key: [case]
    part: victim
    when: {column: victim, equals: ['yes']}
  firm:
    type: Organization
    key: [firm]
    split: ;
    leave_out: [Other]
  route: {type: Route, key: [case]}
relationships:
  - {type: INVOLVED_IN, start: suspect, end: case, properties: {role: {literal: Suspect}}}
  - {type: INVOLVED_IN, start: victim, end: case, properties: {role: {literal: Victim}}}
stops:
  route: route
  columns:
    - repeat: 3
      place: {country: state, town: city}
ignore:
  forms: not needed
  note: free text
unscanned:
  city: names of places
"""
FLAGS = "{flags: {forced: ForcedLabour, sexual: SexualExploitation}}"
UNLESS = "unless: {column: forced, equals: ['2']}"
STOPS = "  columns:\n    - repeat: 3\n      place: {country: state, town: city}\n"
CASE = "  case: {doc: Reference."
NAME = "  name: little\n  doc"
ONE_TEST = "give one of equals or starts, not_equals, has, has_other and blank"
NO_COLUMN = "is not among the columns of this mapping"

WRONG = [
    # what stands there, what to write instead, the line of the complaint, what it says
    ("repeats: 3}", "repeats: 0}", 15, "columns.city.repeats: Input should be greater than"),
    ("repeats: 3}", "repeats: 51}", 15, "columns.city.repeats: Input should be less than"),
    ("repeats: 3}", "repeats: many}", 15, "columns.city.repeats: Input should be a valid integer"),
    ("repeats: 3}", "repeats: true}", 15, "columns.city.repeats: Input should be a valid integer"),
    ("repeats: 3}", "repeats: 2}", 52, f"the column 'city 3' {NO_COLUMN}"),
    ("repeats: 3}", "repeats: 4}", 15, "the column 'city 4' is neither used nor ignored"),
    ("repeats: 3}", "repeats: 3, join: ', '}", 52, f"the column 'city 2' {NO_COLUMN}"),
    ("repeats: 2, join", "join", 17, "only a column that repeats is put together"),
    (
        CASE,
        f"  city 2: {{doc: Another.}}\n{CASE}",
        10,
        "'city 2' is what a copy of the column 'city' is called",
    ),
    (CASE, f"{CASE}, repeats: 2", 10, "the column 'case 2' is neither used nor ignored"),
    (CASE, f"{CASE}, also: ref", 10, "columns.case.also: should be a list"),
    (CASE, f"{CASE}, also: [victim]", 10, "'victim' is the name of another column too"),
    (CASE, f"{CASE}, optional: perhaps", 10, "columns.case.optional: Input should be a valid boolean"),
    ("repeat: 3", "repeat: 0", 51, "stops.columns.0.repeat: Input should be greater than"),
    ("repeat: 3", "repeat: 4", 52, f"the column 'state 4' {NO_COLUMN}"),
    ("repeat: 3", "repeats: 3", 51, "stops.columns.0.repeats: unknown key"),
    (STOPS, "  rows: {position: case}\n", 50, "stops.rows.stop: is missing"),
    (STOPS, "  columns: []\n", 48, "give either columns or rows"),
    (
        STOPS,
        "  rows: {position: case, stop: {repeat: 3, place: {country: victims}}}\n",
        50,
        "stops.rows.stop.repeat: each stop has a row of its own",
    ),
    (UNLESS, "unless: forced", 27, "victims.unless: should be keys with values"),
    (UNLESS, "unless: {column: forced}", 27, ONE_TEST),
    (UNLESS, "unless: {column: forced, equals: ['2'], blank: true}", 27, ONE_TEST),
    (UNLESS, "unless: {column: forced, is: ['2']}", 27, "unless.is: unknown key"),
    (UNLESS, "unless: {column: forcd, equals: ['2']}", 27, f"the column 'forcd' {NO_COLUMN}"),
    (
        "{column: victims, unless",
        "{test: {column: victims, blank: false}, unless",
        27,
        "property of yes and no",
    ),
    (FLAGS, "{flags: [forced]}", 28, "exploitation.flags: should be keys with values"),
    (FLAGS, "{flags: {}}", 28, "give either a column or a literal, or flags, or a test"),
    (FLAGS, "{column: forms, flags: {forced: Other}}", 28, "give either a column or a literal"),
    (FLAGS, "{flags: {forced: Forced}}", 28, "no code 'Forced' in the code list exploitation"),
    (FLAGS, "{flags: {forcd: Other}}", 28, f"the column 'forcd' {NO_COLUMN}"),
    *(
        (FLAGS, f"{FLAGS[:-1]}, {word}}}", 28, f"{word.split(':')[0]} is for a value from a column")
        for word in ("default: Other", "missing: [x]", "transform: [lower]", "split: ;", "codes: {x: Other}")
    ),
    ("{literal: Suspect}", "{literal: Suspect, default: Victim}", 46, "default is for a value from a column"),
    (
        "    part: suspect\n",
        "    part: [suspect]\n",
        32,
        "nodes.suspect.part: Input should be a valid string",
    ),
    ("    part: suspect\n", "    part: suspect\n    leave_out: [x]\n", 33, "only names in one key column"),
    ("    leave_out: [Other]", "    leave_out: Other", 43, "nodes.firm.leave_out: should be a list"),
    ("    leave_out: [Other]", "    part: firm", 43, "only the key of one owned node has a part"),
    ("    split: ;", "    split: ''", 42, "nodes.firm.split.0: is empty"),
    ("equals: ['yes']", "has_other: []", 38, ONE_TEST),
    ("equals: ['yes']", "equals: yes", 38, "nodes.victim.when.0.equals: should be a list"),
    ("blank: false", "blank: sometimes", 33, "nodes.suspect.when.0.blank: Input should be a valid boolean"),
    (NAME, NAME.replace("  doc", "  fingerprint: made\n  doc"), 6, "'made' tells rows apart"),
    (NAME, NAME.replace("  doc", "  header: [case, other]\n  doc"), 6, f"the column 'other' {NO_COLUMN}"),
    (NAME, NAME.replace("  doc", "  header: [case, case]\n  doc"), 6, "more often than it repeats"),
    (NAME, NAME.replace("  doc", "  skip: -1\n  doc"), 6, "source.skip: Input should be greater than"),
    (NAME, NAME.replace("  doc", "  missing: -99\n  doc"), 6, "source.missing: should be a list"),
    ("ignore:\n", "undecided: {firm: which}\nignore:\n", 53, "the column 'firm' is undecided: which"),
    ("ignore:\n", "undecided: [firm]\nignore:\n", 53, "undecided: should be keys with values"),
    ("  forms: not needed", "  forms: ''", 54, "ignore.forms: is empty"),
    ("  forms: not needed", "  forms: not needed\n  city 2: no", 55, f"the column 'city 2' {NO_COLUMN}"),
    ("  city: names of places", "  city: ' '", 57, "unscanned.city: is empty"),
    ("  city: names of places", "  victims: numbers", 57, "is not loaded as text, so nobody scans it"),
    ("ignore:\n", "reject: [{when: [], reason: none}]\nignore:\n", 53, "reject.0.when: has too few entries"),
    (
        "ignore:\n",
        "reject: [{when: {column: forced, equals: ['3']}, reason: ' '}]\nignore:\n",
        53,
        "reject.0.reason: is empty",
    ),
    ("ignore:\n", "duplicates: {ignore: case}\nignore:\n", 53, "duplicates.ignore: should be a list"),
]


def test_the_mapping_that_these_are_made_from_is_right(mapping: Callable[[str], Path]) -> None:
    """What the wrong mappings are made from is accepted."""
    assert load_mapping(mapping(GOOD)).name == "little"


@pytest.mark.parametrize(
    ("there", "instead", "line", "complaint"), WRONG, ids=[f"{n} {row[3]}" for n, row in enumerate(WRONG)]
)
def test_a_word_in_the_wrong_place_is_refused_with_its_line(
    mapping: Callable[[str], Path], there: str, instead: str, line: int, complaint: str
) -> None:
    """Each wrong use names the file, the line of the word and what is wrong, and says what to do next."""
    assert there in GOOD
    path = mapping(GOOD.replace(there, instead, 1))

    with pytest.raises(MappingError) as caught:
        load_mapping(path)

    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert caught.value.hint.startswith("correct the file there")


def test_the_command_line_says_so_without_a_traceback(
    mapping: Callable[[str], Path], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A load with a wrong mapping ends with one message and the next step, before a store is made."""
    path = mapping(GOOD.replace("repeats: 3}", "repeats: 51}", 1))
    rows = write([["case"], ["1"]])
    store = rows.with_name("store")

    assert run(["--store", str(store), "ingest", str(path), str(rows)]) == 1

    err = capsys.readouterr().err
    assert f"{path}:15: columns.city.repeats" in err
    assert "next: correct the file there" in err
    assert "Traceback" not in err
    assert not store.exists()
