"""Write an empty file for a mapping, with one invented example, and a page on what each column means."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.errors import UsageError
from netgraph.ingest.catalogue import load_mapping

if TYPE_CHECKING:
    from netgraph.ingest.mapping import Mapping


def write_template(name: str, folder: str | Path) -> Path:
    """Write ``NAME.csv`` and ``NAME.md`` into a folder.

    Parameters
    ----------
    name : str
        A shipped mapping, or the path of one.
    folder : str or Path
        Made if it is not there.

    Returns
    -------
    Path
        The CSV file: a header and an example, to be replaced by real rows.

    Raises
    ------
    UsageError
        One of the two files is already there, or the folder cannot be written to.
    """
    mapping = load_mapping(name)
    table = Path(folder) / f"{mapping.name}.csv"
    page = table.with_suffix(".md")
    for path in (table, page):
        if path.exists():
            raise UsageError(f"{path} is already there", hint="name another folder, or move it away")
    try:
        table.parent.mkdir(parents=True, exist_ok=True)
        with table.open("x", encoding="utf-8", newline="") as stream:
            stream.write("\n" * mapping.source.skip)
            writer = csv.writer(stream, lineterminator="\n", delimiter=mapping.source.separator or ",")
            if not mapping.source.header:
                writer.writerow(_columns(mapping))
            writer.writerows(example_lines(mapping))
        page.write_text(_page(mapping), encoding="utf-8")
    except OSError as cause:
        raise UsageError(
            f"{table} cannot be written: {cause.strerror}", hint="name another folder"
        ) from cause
    return table


def example_lines(mapping: Mapping) -> list[list[str]]:
    """Invented rows of a mapping; a column with one example has it in every row."""
    examples = [mapping.columns[name].example for name in _columns(mapping)]
    lines = max(len(example) for example in examples)
    return [[example[min(line, len(example) - 1)] for example in examples] for line in range(lines)]


def _page(mapping: Mapping) -> str:
    lines = [
        f"# {mapping.name}.csv",
        "",
        mapping.summary,
        "",
        f"{mapping.source.doc} Every column must be there, in any order; leave a cell blank where nothing is",
        "known. Replace the example, which is invented, and load the file with:",
        "",
        f"    netgraph ingest {mapping.name} {mapping.name}.csv --source NAME --owner ISO3 --handling AMBER",
        "",
        "| column | meaning |",
        "|---|---|",
        *(f"| `{name}` | {_meaning(mapping, name)} |" for name in _columns(mapping)),
    ]
    return "\n".join(lines) + "\n"


def _columns(mapping: Mapping) -> list[str]:
    """Columns that the file has, in its order where it has no header."""
    return list(mapping.source.header) or [c for c in mapping.columns if c != mapping.source.fingerprint]


def _meaning(mapping: Mapping, name: str) -> str:
    doc = mapping.columns[name].doc
    if name in mapping.ignore:
        doc += f" Not loaded: {mapping.ignore[name]}."
    return doc.replace("|", "\\|")
