"""The reference page says what the headers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.queries import Catalogue
from netgraph.queries.reference import reference

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
// summary: Cases.
// doc: Not every case.
// mode: read
// returns: one
// params:
//   case: {type: string, doc: "a | b"}
//   year: {type: integer, minimum: 1900, default: null}
//   limit: {type: integer, default: 25}
// columns:
//   key: {type: string, doc: its key}
//   markings: {type: strings}

RETURN 1 AS key
"""


def test_a_query_is_described(tmp_path: Path) -> None:
    """Summary, doc, parameters with defaults and columns are there; markings are said once for all."""
    (tmp_path / "a-query.cypher").write_text(TEXT, encoding="utf-8")

    page = reference(Catalogue.load(tmp_path))

    assert "- [a-query](#a-query): Cases." in page
    assert "## a-query\n\nCases.\n\nNot every case.\n" in page
    assert r"| `case` | text | must be given | a \| b |" in page
    assert "| `year` | a whole number, at least 1900 | no restriction |  |" in page
    assert "| `limit` | a whole number | `25` |  |" in page
    assert "| `key` | string | its key |" in page
    assert "`markings`" not in page


def test_a_query_without_doc_and_parameters_is_short(tmp_path: Path) -> None:
    """What a header does not have leaves no empty table behind."""
    lines = [
        line
        for line in TEXT.splitlines()
        if not line.startswith(("// doc", "// params", "//   c", "//   y", "//   l"))
    ]
    (tmp_path / "a-query.cypher").write_text("\n".join(lines), encoding="utf-8")

    page = reference(Catalogue.load(tmp_path))

    assert "## a-query\n\nCases.\n\n| column | type | |" in page


def test_what_serves_other_parts_is_left_out() -> None:
    """The page has every query that people ask, and none that only fills projections and views."""
    page = reference(Catalogue.load())

    for query in Catalogue.load():
        assert (f"## {query.name}\n" in page) == (query.folder not in {"projection", "resolution", "view"})
