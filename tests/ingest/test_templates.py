"""Templates are what a steward starts from: complete, explained, and loadable as they are."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from netgraph.errors import UsageError
from netgraph.ingest import load_file, load_mapping, mappings, write_template

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store

NAMES = [name for name, _ in mappings()]


def test_the_examples_of_the_templates_load(embedded: Store, tmp_path: Path) -> None:
    """The invented lines of all templates load together, in the order that the pages name."""
    for name in ("jurisdictions", "instruments", "routes", "cases", "involvements"):
        # jurisdictions and instruments both say what binds whom
        source = "treaties" if name == "instruments" else "trial"
        report = load_file(embedded, name, write_template(name, tmp_path), source=source)
        assert (report.rejected, report.duplicate, report.reasons) == (0, 0, {}), name

    counts = embedded.counts()
    assert counts.relationships.keys() >= {
        "FOLLOWED",
        "HANDLED_BY",
        "INVOLVED_IN",
        "LEG",
        "USES",
        "BORDERS",
        "PARTY_TO",
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_every_column_and_a_page_on_it(tmp_path: Path, name: str) -> None:
    """The header is the mapping's columns, and the page explains each of them."""
    path = write_template(name, tmp_path / "new" / "folder")

    mapping = load_mapping(name)
    columns = [column for column in mapping.columns if column != mapping.source.fingerprint]
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream, delimiter=mapping.source.separator or ","))[mapping.source.skip :]
    header = columns if mapping.source.header else lines.pop(0)
    page = path.with_suffix(".md").read_text(encoding="utf-8")
    assert header == columns
    assert all(len(line) == len(header) for line in lines)
    assert [column for column in header if f"| `{column}` | " not in page] == []


def test_a_template_overwrites_nothing(tmp_path: Path) -> None:
    """A file that a steward has filled is never replaced by an empty one."""
    path = write_template("cases", tmp_path)
    path.write_text("filled", encoding="utf-8")

    with pytest.raises(UsageError, match="is already there"):
        write_template("cases", tmp_path)

    assert path.read_text(encoding="utf-8") == "filled"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the folder should be is said to be in the way."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(UsageError, match="cannot be written"):
        write_template("cases", tmp_path / "file")
