"""Query files are read whole or refused with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netgraph.errors import AssetError, QueryError
from netgraph.queries import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
// summary: Cases.
// mode: read
// returns: one
// params:
//   case: {type: string}
// columns:
//   key: {type: string}

// a comment of the statement
MATCH (c:Case {key: $case})
RETURN c.key AS key
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one query in a folder of its own."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "one-case.cypher").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_a_file_is_a_query(folder: Path) -> None:
    """Name, folder, header, statement and its line are read from the file."""
    query = Catalogue.load(folder).get("one-case")

    assert query.name == "one-case"
    assert query.folder == "cases"
    assert list(query.params) == ["case"]
    assert list(query.columns) == ["key"]
    assert query.params["case"].required
    assert query.line == 9
    assert query.statement == "\n".join(GOOD.splitlines()[8:])


def test_the_catalogue_is_in_alphabetical_order(folder: Path) -> None:
    """Whatever folders they stand in, queries come by name."""
    (folder / "another.cypher").write_text(GOOD, encoding="utf-8")
    (folder / "zz-last.cypher").write_text(GOOD, encoding="utf-8")
    catalogue = Catalogue.load(folder)

    assert [query.name for query in catalogue] == ["another", "one-case", "zz-last"]
    assert [query.folder for query in catalogue] == ["", "cases", ""]
    assert len(catalogue) == 3
    assert "one-case" in catalogue
    assert "two-cases" not in catalogue


def test_the_shipped_catalogue_is_read_once() -> None:
    """Asking again for the shipped queries reads no file again."""
    assert Catalogue.load() is Catalogue.load()


def test_an_unknown_name_is_answered_with_near_ones(folder: Path) -> None:
    """A typing error is answered with the name that was meant."""
    with pytest.raises(QueryError, match="there is no query 'onecase'") as caught:
        Catalogue.load(folder).get("onecase")

    assert caught.value.hint == "did you mean one-case?"


def test_a_name_like_none_is_answered_with_the_way_to_all(folder: Path) -> None:
    """A name that resembles nothing is answered with the command that lists all."""
    with pytest.raises(QueryError) as caught:
        Catalogue.load(folder).get("xyz")

    assert caught.value.hint == "netgraph query list shows all"


def test_a_name_stands_once(folder: Path) -> None:
    """The same name in two folders is refused; the message names both files."""
    (folder / "one-case.cypher").write_text(GOOD, encoding="utf-8")

    with pytest.raises(QueryError, match=r"one-case\.cypher: the name 'one-case' is taken by .*cases"):
        Catalogue.load(folder)


def test_a_folder_must_be_there(tmp_path: Path) -> None:
    """A folder that is not there is no empty catalogue."""
    with pytest.raises(QueryError, match="is not a directory"):
        Catalogue.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param("// summary: Cases.\n", "\n", 1, "has no header", id="no header"),
        pytest.param("\n\n", "\n", 9, "a blank line must end the header", id="no blank line"),
        pytest.param("// mode: read", "// mode: write", 2, "mode: Input should be 'read'", id="writes"),
        pytest.param("// mode: read", "// mode: read\n// mood: x", 3, "mood: unknown key", id="unknown key"),
        pytest.param("// mode: read", "// mode: [read", 3, "not valid YAML", id="no YAML"),
        pytest.param("returns: one", "returns: few", 3, "returns: Input should be", id="returns"),
        pytest.param("returns: one", "returns: many", None, "names its unique columns", id="no unique"),
        pytest.param("type: string}\n//", "type: text}\n//", 5, r"params\.case\.type", id="unknown type"),
        pytest.param("{type: string}\n//", "{type: code}\n//", 5, "names its codelist", id="no code list"),
        pytest.param(
            "{type: string}\n//",
            "{type: string, minimum: 1}\n//",
            5,
            "only an integer or a number",
            id="bound",
        ),
        pytest.param("//   key: {type: string}", "//   Key: {type: string}", 7, "columns", id="column name"),
        pytest.param(":\n//   key: {type: string}", ": {}", None, "columns names no column", id="no columns"),
        pytest.param("//   key:", "//   markings:", None, "markings must be of type strings", id="markings"),
        pytest.param(
            "returns: one", "returns: many\n// unique: [id]", None, "unique names 'id'", id="unknown unique"
        ),
    ],
)
def test_a_wrong_header_is_refused_with_its_line(
    folder: Path, old: str, new: str, line: int | None, message: str
) -> None:
    """Every fault of a header names the file, and the line where one can be named."""
    assert old in GOOD
    path = folder / "cases" / "one-case.cypher"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(QueryError, match=message) as caught:
        Catalogue.load(folder)

    assert str(path) in str(caught.value)
    assert line is None or caught.value.line == line


def test_a_header_alone_is_no_query(folder: Path) -> None:
    """A file that ends with its header is refused."""
    path = folder / "cases" / "one-case.cypher"
    path.write_text(GOOD.partition("\n\n")[0] + "\n\n", encoding="utf-8")

    with pytest.raises(QueryError, match="has no statement"):
        Catalogue.load(folder)


@pytest.mark.parametrize("name", ["One", "one case", "-one", "one--case", "1one"])
def test_a_bad_name_is_refused(folder: Path, name: str) -> None:
    """A name that cannot be typed without thinking is refused."""
    (folder / f"{name}.cypher").write_text(GOOD, encoding="utf-8")

    with pytest.raises(QueryError, match="named in lower case"):
        Catalogue.load(folder)


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    """A file that is not UTF-8 is an error that names it, not a traceback."""
    (folder / "latin.cypher").write_bytes(b"// summary: \xe9\n")

    with pytest.raises(AssetError, match=r"latin\.cypher: cannot be read"):
        Catalogue.load(folder)
