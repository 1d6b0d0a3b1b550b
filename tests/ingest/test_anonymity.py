"""k-anonymity of persons is what counting each against all others gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from netgraph.cli.main import run
from netgraph.ingest import load_file
from netgraph.ingest.anonymity import Anonymity, measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from netgraph.store import Store

Person = tuple[str | None, str | None, list[str] | None]
some = st.tuples(
    st.sampled_from([None, "Female", "Male"]),
    st.sampled_from([None, "18-20", "Adult"]),
    st.none() | st.lists(st.sampled_from(["KEN", "NPL", "UGA"]), unique=True, max_size=2),
)


def table(persons: list[Person]) -> pa.Table:
    """Make the table that a load has of its persons."""
    return pa.table(
        {
            "key": pa.array([f"p{number}" for number in range(len(persons))]),
            "sex": pa.array([sex for sex, _, _ in persons], pa.string()),
            "age_band": pa.array([age for _, age, _ in persons], pa.string()),
            "citizenship": pa.array([states for _, _, states in persons], pa.list_(pa.string())),
        }
    )


def brute(persons: list[Person]) -> Anonymity:
    """Compare each person with each other."""
    plain = [(sex, age, frozenset(states or [])) for sex, age, states in persons]
    known = [person for person in plain if person != (None, None, frozenset())]
    alike = [sum(other == person for other in known) for person in known]
    return Anonymity(
        persons=len(persons),
        k=min(alike) if alike else 0,
        below=len([size for size in alike if size <= 10]),
        unique=len([size for size in alike if size == 1]),
        without=len(plain) - len(known),
    )


@given(st.lists(some, max_size=60), st.integers(1, 20))
def test_it_is_what_comparing_all_with_all_gives(persons: list[Person], size: int) -> None:
    """Whole or in pieces, whatever the order of citizenships, it is what comparing all pairs gives."""
    turned = [(sex, age, states and states[::-1]) for sex, age, states in persons]
    pieces = [table(turned[at : at + size]) for at in range(0, len(turned), size)]

    assert measure(table(persons)) == measure(pieces) == brute(persons)


def test_a_known_case() -> None:
    """Eleven alike hide together, ten do not, and one alone is unique; who is unknown is in no class."""
    eleven: list[Person] = [("Female", "18-20", ["NPL"])] * 11
    ten: list[Person] = [("Male", None, [])] * 10
    one: list[Person] = [("Male", None, ["NPL", "KEN"])]

    assert measure(table(eleven)) == Anonymity(persons=11, k=11, below=0, unique=0, without=0)
    assert measure(table([*eleven, *ten, *one, (None, None, [])])) == Anonymity(
        persons=23, k=1, below=11, unique=1, without=1
    )
    assert measure([]) == Anonymity(persons=0, k=0, below=0, unique=0, without=0)


MAPPING = """
mapping: 1
name: little
summary: People.
source: {name: little, doc: Made for a test., licence: None.}
record: [row]
columns:
  row: {doc: Number.}
  person: {doc: Pseudonym.}
  sex: {doc: Sex.}
  age: {doc: Age band.}
  states: {doc: Citizen of.}
nodes:
  person: {type: Person, key: [person], properties: {sex: {column: sex}, age_band: {column: age}}}
  state: {type: Jurisdiction, place: {country: states, split: ;}}
relationships:
  - {type: CITIZEN_OF, start: person, end: state}
max_ratio: 1
"""


def test_a_load_reports_how_its_persons_hide(
    store: Store,
    mapping: Callable[[str], Path],
    write: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is said of a person in several rows counts once, rejected rows not at all; it is printed too."""
    rows = [
        *([f"{n}", f"P-{n}", "Female", "18-20", "Nepal; Kenya"] for n in range(10)),
        ["10", "P-10", "Female", "", "Kenya"],
        ["11", "P-10", "", "18-20", "Nepal"],
        ["12", "P-12", "Male", "", ""],
        ["13", "P-13", "", "", ""],
        ["14", "P-14", "Male", "", "Atlantis"],
    ]
    path = write([["row", "person", "sex", "age", "states"], *rows])

    report = load_file(store, mapping(MAPPING), path)

    assert report.rejected == 1
    assert report.anonymity == Anonymity(persons=13, k=1, below=1, unique=1, without=1)
    assert report.to_dict()["anonymity"]["k"] == 1
    dry = load_file(store, mapping(MAPPING), path, dry_run=True)
    assert dry.anonymity == report.anonymity
    assert run(["--store", str(tmp_path / "s"), "ingest", str(mapping(MAPPING)), str(path)]) == 0
    assert "13 persons: k = 1 by sex, age band and citizenship" in capsys.readouterr().out
