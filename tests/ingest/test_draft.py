"""A draft of a mapping accounts for every column, holds no value, and loads once nothing is undecided."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import made_sources
from ingest.bad import delimited, encodings, json_lines, packed, parquets, values, workbooks
from netgraph.cli.main import run as command
from netgraph.errors import DataError, MappingError, UsageError
from netgraph.ingest import draft_mapping, load_file, load_mapping, mappings
from netgraph.ingest.check import used_columns
from netgraph.ingest.draft import draft
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.template import example_lines
from netgraph.model.yamlfile import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from netgraph.store import Store

    Write = Callable[..., Path]

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "data").rglob("*.csv"))
MADE = {
    "od": made_sources.unhcr_od_records(60),
    "flows": made_sources.unhcr_flows(60),
    "unodc": made_sources.unodc(60),
}
CASES = [
    ["Case ID", "Status", "Country", "Sex", "Notes", "Phone", "Victim name", "Shelter", "Opened", "Value"],
    ["C-1", "Active", "Kenya", "Female", "Came by bus with two others", "+254 700 000 001", "A B", "lily"],
    ["C-2", "Closed", "Nepal", "Male", "Was met by a man at the border", "+254 700 000 002", "C D", "rose"],
    ["C-3", "Active", "Italy", "Female", "", "+254 700 000 003", "E F", "lily"],
]
for _row, _more in zip(CASES[1:], (["2020-01-02", "4"], ["2020-02", "7"], ["2021", "9"]), strict=True):
    _row += _more


def resolved(text: str) -> str:
    """Return a draft whose undecided columns are ignored, as a person would: the sections are neighbours."""
    return text.replace("\nundecided:\n", "\n" if "\nignore:\n" in text else "\nignore:\n")


def check(text: str, columns: list[str]) -> Mapping:
    """Assert that a draft accounts for every column once, and is valid but for what is undecided."""
    content = yaml.safe_load(text)
    undecided = content.get("undecided", {})
    mapping = parse_yaml(resolved(text), Mapping, path=Path("little.yaml"), error=MappingError)
    parts = [
        used_columns(mapping) - {mapping.source.fingerprint},
        mapping.ignore.keys() - undecided.keys(),
        set(undecided),
    ]
    assert sorted(name for part in parts for name in part) == sorted(set(columns))
    assert all(why.strip() for why in mapping.ignore.values())
    if undecided:
        with pytest.raises(MappingError, match="undecided") as refused:
            parse_yaml(text, Mapping, path=Path("little.yaml"), error=MappingError)
        assert any(repr(name) in str(refused.value) for name in undecided)
    else:
        parse_yaml(text, Mapping, path=Path("little.yaml"), error=MappingError)
    return mapping


def drafted(rows: list[list[str]]) -> dict[str, Any]:
    """Draft from rows, the first of them the header."""
    columns = [list(column) for column in zip(*rows[1:], strict=True)]
    content: dict[str, Any] = yaml.safe_load(draft("little", rows[0], columns, {"format": "csv"}))
    return content


@pytest.mark.parametrize("name", [name for name, _ in mappings()])
def test_every_shipped_mapping_has_files_that_can_be_drafted(write: Write, name: str, tmp_path: Path) -> None:
    """The columns of a template, with its invented lines, give a draft that is valid but for what is open."""
    known = load_mapping(name)
    columns = [column for column in known.columns if column != known.source.fingerprint]
    lines = example_lines(known)
    if known.source.header:
        columns = list(known.source.header)

    path = draft_mapping(write([columns, *lines]), tmp_path / "little.yaml")

    check(path.read_text(encoding="utf-8"), columns)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_examples_load_with_their_drafts(embedded: Store, tmp_path: Path, path: Path) -> None:
    """A draft whose undecided columns are ignored loads its file."""
    text = draft_mapping(path, tmp_path / "little.yaml").read_text(encoding="utf-8")
    (tmp_path / "little.yaml").write_text(resolved(text), encoding="utf-8")

    report = load_file(embedded, load_mapping(tmp_path / "little.yaml"), path)

    check(text, path.read_text(encoding="utf-8").splitlines()[0].split(","))
    assert report.loaded + report.duplicate == report.read


@pytest.mark.parametrize("name", MADE)
def test_made_files_of_public_sources_load_with_their_drafts(
    embedded: Store, write: Write, tmp_path: Path, name: str
) -> None:
    """So do files in the form of public sources; codes that are no State cost their rows."""
    path = write(MADE[name])
    text = draft_mapping(path, tmp_path / "little.yaml").read_text(encoding="utf-8")
    (tmp_path / "little.yaml").write_text(resolved(text), encoding="utf-8")

    report = load_file(embedded, load_mapping(tmp_path / "little.yaml"), path)

    check(text, MADE[name][0])
    assert report.rejected <= report.read / 10


def test_what_is_clear_is_mapped_and_what_identifies_is_ignored() -> None:
    """A case with its reference, status and State; names and free text are ignored, the rest is undecided."""
    content = drafted(CASES)

    assert content["record"] == ["Case ID"]
    assert content["nodes"]["case"]["properties"] == {
        "status": {"column": "Status"},
        "opened": {"column": "Opened"},
    }
    assert content["nodes"]["state"]["place"] == {"country": "Country"}
    assert [claim["type"] for claim in content["relationships"]] == ["HANDLED_BY"]
    assert content["ignore"]["Notes"] == "free text may identify a person"
    assert set(content["ignore"]) == {"Notes", "Victim name"}
    assert set(content["undecided"]) == {"Sex", "Phone", "Shelter", "Value"}


def test_a_person_is_a_citizen_and_uses_a_hashed_identifier(
    embedded: Store, write: Write, tmp_path: Path
) -> None:
    """Citizenship makes a row a person, and telephone numbers identifiers that only their hash enters."""
    rows = [["pseudonym", "citizenship", "sex", "mobile"]]
    rows += [[f"P-{n}", country, "Female", f"+25470000000{n}"] for n, country in enumerate(("NPL", "KEN"))]
    path = draft_mapping(write(rows), tmp_path / "little.yaml")

    report = load_file(embedded, load_mapping(path), write(rows))

    assert (report.read, report.rejected) == (2, 0)
    assert report.nodes.created == {"Identifier": 2, "Jurisdiction": 2, "Person": 2}
    assert report.relationships.created == {"CITIZEN_OF": 2, "USES": 2}


def test_ways_are_routes_and_numbers_statistics_of_the_topic_that_names_tell() -> None:
    """Origin and destination make a route; a number is a statistic only where a name says what about."""
    ways = drafted([["id", "origin", "destination"], ["1", "NPL", "IND"], ["2", "KEN", "ARE"]])
    numbers = [["country", "year", "value", "{}"], ["NPL", "2019", "3.5", "x"], ["KEN", "2019", "4.5", "y"]]
    about = drafted([[name.format("convictions in") for name in numbers[0]], *numbers[1:]])
    plain = drafted([[name.format("what") for name in numbers[0]], *numbers[1:]])

    assert ways["nodes"]["route"]["key"] == ["id"]
    assert [stop["place"]["country"] for stop in ways["stops"]["columns"]] == ["origin", "destination"]
    assert about["nodes"]["statistic"]["properties"]["topic"] == {"literal": "CriminalJustice"}
    assert about["nodes"]["statistic"]["properties"]["year"] == {"column": "year"}
    assert "value" in plain["undecided"]


def test_a_file_without_a_reference_gets_one_for_each_row() -> None:
    """Where no column tells rows apart, netgraph's own reference does, under a name that is free."""
    content = drafted([["row", "status"], ["a", "Active"], ["a", "Active"]])

    assert content["source"]["fingerprint"] == "row_made"
    assert content["record"] == ["row_made"]


def test_columns_of_one_name_are_declared_with_their_number() -> None:
    """A name that stands twice in the header is one undecided column that repeats."""
    rows = [["id", "city", "city"], ["1", "lily", "rose"], ["2", "rose", "lily"]]
    text = draft("little", rows[0], [list(c) for c in zip(*rows[1:], strict=True)], {"format": "csv"})

    assert yaml.safe_load(text)["columns"]["city"]["repeats"] == 2
    assert check(text, rows[0]).columns["city"].repeats == 2


VALUES = st.one_of(
    st.from_regex(r"\AZq[0-9a-f]{6}\Z"),
    st.from_regex(r"\A\+4915[0-9]{8}\Z"),
    st.from_regex(r"\Azq[a-f]{4}@example\.org\Z"),
    st.from_regex(r"\AZq[a-f]{5} was born on [0-9]{2} of May\Z"),
    st.from_regex(r"\A9[0-9]{6}\.[0-9]{3}\Z"),
    st.just(""),
)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
ODD = st.sampled_from(
    ["NO", "1e5", "+.5", "~", "a: b", "- x", "#", "'", '"', "null", "{a}", "*a", "&a", "!x"]
)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_draft_holds_a_value(data: st.DataObject) -> None:
    """Whatever columns are called and hold, the draft is valid, complete, and has none of their texts."""
    names = NAMES.map(str.strip).filter(lambda name: name and name != "<<" and "Z" not in name)
    columns = data.draw(st.lists(names | ODD, min_size=1, max_size=5, unique=True))
    rows = data.draw(st.lists(st.tuples(*(VALUES for _ in columns)), min_size=1, max_size=6))
    cells = [list(column) for column in zip(*rows, strict=True)]

    text = draft("little", columns, cells, {"format": "csv"})

    check(text, columns)
    assert [value for column in cells for value in column if value and value in text] == []


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_and_gzip_are_told(embedded: Store, tmp_path: Path, separator: str) -> None:
    """The draft says by which character the columns of a packed file are separated, and so loads it."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([row[:3] for row in CASES])
    path = tmp_path / "My list 2024.csv.gz"
    path.write_bytes(gzip.compress(stream.getvalue().encode()))

    output = draft_mapping(path, tmp_path / "little.yaml")

    assert load_mapping(output).source.separator == separator
    assert load_file(embedded, load_mapping(output), path).loaded == len(CASES) - 1


def test_a_first_row_that_may_be_a_record_is_refused(write: Write, tmp_path: Path) -> None:
    """A file without a header gives no draft, in which its first record would stand; nor does the message."""
    for rows in ([["C-1", "someone@example.org"], ["C-2", ""]], [["C-1", "Kenya"], ["C-2", "Kenya"]]):
        with pytest.raises(DataError, match="the name of column 2") as refused:
            draft_mapping(write(rows), tmp_path / "little.yaml")

        assert "someone" not in str(refused.value)
        assert "Kenya" not in str(refused.value)
        assert not (tmp_path / "little.yaml").exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["case", "note"], ["C-1", "fine"], ["C-2", "x" * 1_000_001]], "row 3: the column 'note' is longer"),
        ([[f"n{number}" for number in range(16_385)], ["1"] * 16_385], "has 16,385 columns"),
    ],
    ids=["a long cell", "many columns"],
)
def test_what_nobody_could_load_gives_no_draft(tmp_path: Path, rows: list[list[str]], said: str) -> None:
    """A cell that no load takes, and more columns than a person decides about, are refused at once."""
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(dict(zip(rows[0], row, strict=True))) + "\n" for row in rows[1:]))

    with pytest.raises(DataError, match=said) as refused:
        draft_mapping(path, tmp_path / "little.yaml")

    assert str(path) in str(refused.value)
    assert refused.value.hint
    assert not (tmp_path / "little.yaml").exists()


@pytest.mark.parametrize(
    "module",
    [encodings, delimited, packed, values, json_lines, parquets, workbooks],
    ids=lambda m: m.__name__,
)
def test_bad_files_are_drafted_or_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], module: ModuleType
) -> None:
    """A malformed file gives a valid draft, or an error that names it; never a traceback."""
    for number, case in enumerate(module.CASES):
        (tmp_path / str(number)).mkdir()
        _, path = case.write(tmp_path / str(number))
        output = tmp_path / str(number) / "draft.yaml"

        code = command(["ingest", "new", str(path), "-o", str(output)])

        said = capsys.readouterr().err
        assert output.exists() == (code == 0), case.name
        assert "Traceback" not in said, case.name
        assert "defect" not in said, case.name
        if code == 0:
            text = output.read_text(encoding="utf-8")
            parse_yaml(resolved(text), Mapping, path=output, error=MappingError)
        else:
            assert path.name in said, case.name


def test_a_draft_overwrites_nothing_and_has_the_name_of_a_mapping(write: Write, tmp_path: Path) -> None:
    """A draft that was worked on is not replaced; a name that no mapping can have is refused at once."""
    (tmp_path / "little.yaml").write_text("worked on", encoding="utf-8")

    with pytest.raises(UsageError, match="already there"):
        draft_mapping(write(CASES), tmp_path / "little.yaml")
    with pytest.raises(UsageError, match="no name of a mapping"):
        draft_mapping(write(CASES), tmp_path / "My List.yaml")
    with pytest.raises(UsageError, match="cannot be written"):
        draft_mapping(write(CASES), tmp_path / "none" / "little.yaml")

    assert (tmp_path / "little.yaml").read_text(encoding="utf-8") == "worked on"


def test_the_command_writes_a_draft_and_a_load_names_the_undecided_column(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command names the draft like the file; loading it says which column is undecided."""
    monkeypatch.chdir(tmp_path)
    path = write(CASES, "2024 Cases.csv")

    assert command(["ingest", "new", str(path)]) == 0
    assert capsys.readouterr().out == "source-2024-cases.yaml\n"
    assert command(["ingest", "source-2024-cases.yaml", str(path), "--dry-run"]) != 0
    assert "is undecided" in capsys.readouterr().err
    assert command(["ingest", "new", str(path)]) != 0
    assert "is already there" in capsys.readouterr().err
