"""Draft a mapping for a file that no mapping knows, from its header and a sample of its rows.

Pure but for `draft_mapping`, which reads and writes. A draft holds names of columns and never a value, and
leaves undecided what only a person can know. What a column holds is guessed in `netgraph.ingest.recognise`.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from netgraph.errors import DataError, UsageError
from netgraph.ingest.detectors import sighting
from netgraph.ingest.proposal import Proposal
from netgraph.ingest.read import read_sample
from netgraph.ingest.recognise import Guess, recognise
from netgraph.model.words import slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAMPLE = 5_000  # rows
MOST_COPIES = 50
MOST_COLUMNS = 16_384  # as many as a workbook has; nobody decides about more, one by one
HEAD = """\
# A draft, made from the header and a sample of rows. Look over every line: what stands here is a guess.
# Decide each column under "undecided": use it, or move it to "ignore" with a reason. Only then it loads.
"""


class _Dumper(yaml.SafeDumper):
    """Quotes every text that YAML could take for anything but a text."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - as PyYAML calls it
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_ ,;()/.-]*", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def draft_mapping(file: Path, output: Path | None = None) -> Path:
    """Write a draft of a mapping for a file.

    Parameters
    ----------
    file : Path
        In any format that is read.
    output : Path, optional
        A YAML file that is not there yet; called like the file, in the current folder, when not given.

    Returns
    -------
    Path
        The draft.

    Raises
    ------
    DataError
        The file cannot be read, has too many columns, or its first row is no header.
    UsageError
        The output is already there, cannot be written, or has a name that no mapping can have.
    """
    if output is None:
        stem = re.sub(r"[^a-z0-9]+", "-", slug(file.name.split(".")[0])).strip("-")
        output = Path(f"{stem if stem[:1].isalpha() else f'source-{stem}'.strip('-')}.yaml")
    if output.suffix != ".yaml" or not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", output.stem):
        raise UsageError(
            f"{output} is no name of a mapping", hint="lower-case words with hyphens, as in my-source.yaml"
        )
    if output.exists():
        raise UsageError(f"{output} is already there", hint="name another file with -o, or move it away")
    source, columns, texts = read_sample(file, SAMPLE)
    _check_header(file, columns, texts)
    text = draft(output.stem, columns, texts, source)
    try:
        with output.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as cause:
        raise UsageError(
            f"{output} cannot be written: {cause.strerror}", hint="name another with -o"
        ) from cause
    return output


def draft(
    name: str, columns: Sequence[str], texts: Sequence[Sequence[str]], source: Mapping[str, str]
) -> str:
    """Return the text of a draft.

    Parameters
    ----------
    name : str
        Of the mapping and the source.
    columns : sequence of str
        The header.
    texts : sequence of sequence of str
        For each column its stripped cells in a sample of rows.
    source : mapping of str to str
        How the file is written: ``format``, perhaps ``separator``.

    Notes
    -----
    Names of columns are written as they are: that they are a header is for the caller to see.
    """
    times = Counter(columns)
    guesses = {
        column: Guess("undecided", f"stands {times[column]} times in the header")
        if times[column] > 1
        else recognise(column, cells)
        for column, cells in zip(columns, texts, strict=True)
    }
    parts = Proposal(name, guesses)
    declared: dict[str, Any] = {
        column: {"doc": parts.doc(column)} | ({"repeats": times[column]} if times[column] > 1 else {})
        for column in guesses
    }
    about: dict[str, Any] = {"name": name, "doc": "To be described.", **source, "licence": "To be found out."}
    if parts.key not in declared:
        declared[parts.key] = {"doc": "Made by netgraph from the whole row: no column tells rows apart."}
        about["fingerprint"] = parts.key
    sections: list[dict[str, Any]] = [
        {"mapping": 1, "name": name, "summary": "To be described."},
        {"source": about},
        {"record": [parts.key]},
        {"columns": declared},
        {"ignore": parts.ignore},
        {"undecided": parts.undecided},
        {"nodes": parts.nodes},
        {"relationships": parts.relationships},
        {"stops": parts.stops},
        {"provenance": parts.provenance},
    ]
    return HEAD + "".join(_yaml(section) for section in sections if all(section.values()))


def _check_header(file: Path, columns: Sequence[str], texts: Sequence[Sequence[str]]) -> None:
    """Refuse a first row that may be a record: it would be written into the draft as names of columns."""
    if len(columns) > MOST_COLUMNS:
        raise DataError(
            f"{file} has {len(columns):,} columns; a draft has {MOST_COLUMNS:,} at most",
            hint="is each row a record, and each column one thing that is said of it?",
        )
    for place, (column, cells) in enumerate(zip(columns, texts, strict=True), start=1):
        if not column or column == "<<":
            raise DataError(f"{file}: column {place} has no name", hint="name it in the header, or delete it")
        seen = (
            "stands among its cells too"
            if column in cells
            else sighting(column) and f"holds {sighting(column)}"
        )
        if seen:
            raise DataError(
                f"{file}: the name of column {place} {seen}", hint="does the file begin with a header?"
            )
    column, most = Counter(columns).most_common(1)[0]
    if most > MOST_COPIES:
        raise DataError(
            f"{file}: the column {column[:60]!r} stands {most} times in the header",
            hint="name them apart",
        )


def _yaml(section: Mapping[str, Any]) -> str:
    flat = set(section) & {"ignore", "undecided"}
    return yaml.dump(
        dict(section),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=False if flat or "mapping" in section else None,
    )
