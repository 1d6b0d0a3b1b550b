"""Files of every format give the same rows; a file that cannot be read whole is not read at all."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canonical import dump
from netgraph.errors import DataError
from netgraph.ingest import load_file
from netgraph.ingest.read.arranging import Seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

MAPPING = """
mapping: 1
name: little
summary: Routes in little.
source: {name: little, doc: Made for a test., licence: None., missing: ['-99', n/a]}
record: [route]
columns:
  route: {doc: Reference.}
  from: {doc: Where from.}
  to: {doc: Where to.}
  year: {doc: When.}
nodes:
  route: {type: Route, key: [route], required: true, properties: {year: {column: year}}}
stops:
  route: route
  columns: [{place: {country: from}}, {place: {country: to}}]
"""
HEADER = ["route", "from", "to", "year"]
ROWS = [["007", "Côte d'Ivoire", "Congo, Republic of", "2008"], ["8", "NG", "the Gulf", ""]]
CSV = 'route,from,to,year\n007,Côte d\'Ivoire,"Congo, Republic of",2008\n8,NG,the Gulf,\n'


@pytest.fixture
def little(mapping: Callable[[str], Path]) -> Path:
    """Path of a little mapping."""
    return mapping(MAPPING)


def csv_file(path: Path) -> None:
    """Write the rows as CSV, with a byte order mark and Windows line ends."""
    path.write_bytes(b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode())


def tsv_file(path: Path) -> None:
    """Write the rows as TSV, with blanks around cells and an empty line."""
    lines = ["\t".join(f" {cell} " for cell in row) for row in [HEADER, *ROWS]]
    path.write_text("\n".join([lines[0], "", *lines[1:]]), encoding="utf-8")


def jsonl_file(path: Path) -> None:
    """Write the rows as JSON Lines: a number, and a name that one object lacks."""
    objects = [
        {"route": "007", "from": "Côte d'Ivoire", "to": "Congo, Republic of", "year": 2008},
        {"from": "NG", "route": "8", "to": "the Gulf"},
    ]
    path.write_text("\n".join(json.dumps(row) for row in objects), encoding="utf-8")


def parquet_file(path: Path) -> None:
    """Write the rows as Parquet: numbers as numbers, what is missing as null."""
    columns: dict[str, list[object]] = {
        "to": [row[2] for row in ROWS],
        "year": [2008, None],
        "route": [row[0] for row in ROWS],
        "from": [row[1] for row in ROWS],
    }
    pq.write_table(pa.table(columns), path)


def xlsx_file(path: Path) -> None:
    """Write the rows as a workbook: a year as a number, one as the text that means missing."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    sheet.append(["007", "Côte d'Ivoire", "Congo, Republic of", 2008.0])
    sheet.append(["8", "NG", "the Gulf", "n/a"])
    book.save(path)


FORMATS = {
    "rows.csv": csv_file,
    "rows.tsv": tsv_file,
    "rows.jsonl": jsonl_file,
    "rows.parquet": parquet_file,
    "rows.xlsx": xlsx_file,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_graph(embedded: Store, little: Path, tmp_path: Path, name: str) -> None:
    """CSV, TSV, JSON Lines, Parquet and XLSX of the same rows make the same graph."""
    FORMATS[name](tmp_path / name)

    report = load_file(embedded, little, tmp_path / name)

    assert (report.read, report.loaded) == (2, 2)
    found = dump(embedded)
    assert [dict(route)["p_key"] for route in found["Route"]] == ["little/007", "little/8"]
    assert [dict(route).get("p_year") for route in found["Route"]] == [2008, None]
    assert {dict(place)["p_key"] for place in found["Location"]} == {
        "CIV",
        "COG",
        "NGA",
        "region/gulf-states",
    }


BROKEN = [
    ("rows.csv", b"", "is empty", "header"),
    ("rows.csv", b"route,from,to,year\n", "has a header and no rows", "right file"),
    ("rows.csv", b"route,from,to,year\n1,KEN,UGA\n", "row 2 .line 2. has 3 cells, not 4", "double quotes"),
    ("rows.csv", b"route,from,to,year\n1,KEN,UGA,2008,x\n", "row 2 .line 2. has 5 cells, not 4", "quotes"),
    ("rows.csv", b'route,from,to,year\n1,"K\nE",UGA,1\n2,KEN\n', "row 3 .line 4. has 2 cells", "quotes"),
    ("rows.csv", b'route,from,to,year\n1,"KEN,UGA,2008\n', "opened and never closed", "twice"),
    ("rows.csv", b'route,from,to,year\n1,"KEN"x,UGA,2008\n', "line 2: ", "twice"),
    ("rows.csv", b"route,from,to,year\n1,KEN,UGA,1\n2,C\xf4te,UGA,1\n", "line 3 is not UTF-8", "UTF-8"),
    ("rows.csv", "route,from".encode("utf-16"), "is UTF-16", "UTF-8"),
    ("rows.csv", b"route,from,to,year\n1,K\0N,UGA,1\n", "line 2 holds a NUL", "text file"),
    ("rows.csv", b"route,from,to,year\n1,KEN," + b"x" * 1_000_001 + b",1\n", "longer than", "quotes"),
    ("rows.csv", b"route;from;to;year\n1;KEN;UGA;1\n", "one column only", "separator"),
    ("rows.csv", b"route,from,to,year,route\n1,KEN,UGA,1,1\n", "'route' stands twice", "rename"),
    ("rows.csv", b"route,from,to,,year\n1,KEN,UGA,,1\n", "column 4 has no name", "header"),
    ("rows.csv", b"route,from,to\n1,KEN,UGA\n", "no column 'year'", "if only empty"),
    ("rows.csv", b"route,from,to,year,note\n1,KEN,UGA,1,x\n", "does not know the column 'note'", "ignore"),
    ("rows.jsonl", b"", "is empty", "object"),
    ("rows.jsonl", b'{"route": "1"\n', "line 1 is not JSON", "each line"),
    ("rows.jsonl", b"[" * 100_000, "line 1 is not JSON", "each line"),
    ("rows.jsonl", b"[1]\n", "line 1 is not an object", "each line"),
    ("rows.jsonl", b'{"route": 1, "route": 2}\n', "line 1 is not JSON", "each line"),
    ("rows.jsonl", b'{"route": "\xff"}\n', "line 1 is not UTF-8", "UTF-8"),
    ("rows.jsonl", b'{"route": [1], "from": "", "to": "", "year": ""}', "holds a list", "separator"),
    (
        "rows.jsonl",
        b'{"route": "1", "from": "\\ud800", "to": "", "year": ""}',
        "line 1: 'from' holds half a character",
        "UTF-8",
    ),
    ("rows.parquet", b"PAR1 not really", "is not a Parquet file", "complete"),
    ("rows.xlsx", b"PK not really", "is not an XLSX workbook", "XLSX"),
    ("rows.xls", b"\xd0\xcf\x11\xe0", "old or other format", "XLSX"),
]


@pytest.mark.parametrize(("name", "content", "complaint", "hint"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_refused_whole(
    embedded: Store, little: Path, tmp_path: Path, name: str, content: bytes, complaint: str, hint: str
) -> None:
    """What is ragged, undecodable, empty or of other columns is refused with file, row and next step."""
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(DataError, match=complaint) as caught:
        load_file(embedded, little, path)

    assert str(path) in caught.value.message
    assert hint in caught.value.hint
    assert embedded.counts().nodes == {}


def test_a_first_row_that_may_be_a_record_is_not_shown(embedded: Store, little: Path, tmp_path: Path) -> None:
    """A file without a header is refused without repeating what its first row says."""
    path = tmp_path / "rows.csv"
    path.write_text("17,Maria Musterfrau,KEN,2020\n", encoding="utf-8")

    with pytest.raises(DataError, match="the first row is no header of the mapping little") as caught:
        load_file(embedded, little, path)

    assert "Musterfrau" not in caught.value.message + caught.value.hint


def test_very_long_numbers_are_text(embedded: Store, little: Path, tmp_path: Path) -> None:
    """A reference of hundreds of digits is as good as any, and a year of as many is none."""
    path = tmp_path / "rows.csv"
    long = "9" * 900
    good = "".join(f"{n},KEN,UGA,2020\n" for n in range(20))
    path.write_text(f"route,from,to,year\n{long},KEN,UGA,2020\n1x,KEN,UGA,{long}\n{good}", encoding="utf-8")

    report = load_file(embedded, little, path)

    assert report.reasons == {"not a year (column year)": 1}
    assert report.loaded == 21


def test_a_missing_file_is_named(embedded: Store, little: Path, tmp_path: Path) -> None:
    """A path that leads nowhere is said to."""
    with pytest.raises(DataError, match="there is no file"):
        load_file(embedded, little, tmp_path / "nowhere.csv")


def test_nested_parquet_is_refused(embedded: Store, little: Path, tmp_path: Path) -> None:
    """A column of lists is not one value in each cell."""
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"route": ["1"], "from": [["KEN"]], "to": ["UGA"], "year": [1]}), path)

    with pytest.raises(DataError, match="'from' holds list"):
        load_file(embedded, little, path)


def test_a_sheet_wider_than_its_header_is_refused(embedded: Store, little: Path, tmp_path: Path) -> None:
    """What stands beside the table of a sheet is not lost silently."""
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append([*ROWS[0], "a note"])
    book.save(tmp_path / "rows.xlsx")

    with pytest.raises(DataError, match="row 2 has 5 cells"):
        load_file(embedded, little, tmp_path / "rows.xlsx")


def test_a_date_of_a_sheet_is_an_iso_date(
    embedded: Store, mapping: Callable[[str], Path], tmp_path: Path
) -> None:
    """A cell that a spreadsheet keeps as a date is read as that day."""
    book = openpyxl.Workbook()
    book.active.append(["case", "opened"])
    book.active.append(["c1", dt.datetime(2023, 5, 17)])  # noqa: DTZ001 - a sheet knows no time zone
    book.save(tmp_path / "rows.xlsx")

    load_file(embedded, mapping(DATED), tmp_path / "rows.xlsx")

    assert dict(dump(embedded)["Case"][0])["p_opened"] == "2023-05-17"


DATED = """
mapping: 1
name: little
summary: Cases.
source: {name: little, doc: Made for a test., licence: None.}
record: [case]
columns: {case: {doc: Reference.}, opened: {doc: When.}}
nodes:
  case: {type: Case, key: [case], properties: {opened: {column: opened}}}
"""


def test_a_file_that_changes_while_it_is_read_is_refused(
    embedded: Store, little: Path, tmp_path: Path
) -> None:
    """A file that somebody is still writing is not loaded by half."""
    path = tmp_path / "rows.csv"
    path.write_text(CSV, encoding="utf-8")

    def append(phase: str, _done: int, _total: int) -> None:
        if phase == "read":
            path.write_text(CSV + "one more row,\n", encoding="utf-8")

    with pytest.raises(DataError, match="changed while it was read"):
        load_file(embedded, little, path, progress=append)

    assert embedded.counts().nodes == {}


@given(st.lists(st.lists(st.integers(0, 5) | st.integers(2**64 - 3, 2**64 - 1)), max_size=5))
def test_rows_that_come_again_are_numbered(chunks: list[list[int]]) -> None:
    """Whatever chunk a row stands in, its reference says for the how-manieth time it comes."""
    seen, wanted = Seen(), Counter[int]()

    for chunk in chunks:
        expected = []
        for same in chunk:
            wanted[same] += 1
            expected.append(wanted[same])
        assert seen.count(chunk) == expected
