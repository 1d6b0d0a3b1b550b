"""Bring what a file holds into the columns that its mapping knows; strip the cells; nothing is lost.

Columns may stand in any order and under other names, an optional one may be absent, a repeated one has
copies. A column that the mapping does not know stops the load.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from netgraph.errors import DataError
from netgraph.ingest.read.delimited import LARGEST_CELL
from netgraph.ingest.repeats import copies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.read.table import Chunk, Table

SHOWN = 12  # names of columns in a message


def arranged(
    mapping: Mapping, path: Path, table: Table, kind: str, *, repaired: bool = False
) -> tuple[list[str], Iterator[Chunk]]:
    """Return the columns that the mapping knows, and chunks of them.

    A `repaired` list of rejected rows brings the references that were made when the file was read.

    Raises
    ------
    DataError
        The file has other columns.
    """
    columns = table.columns
    _check_header(mapping, path, columns, kind)
    made = None if repaired else mapping.source.fingerprint
    sources = _sources(mapping, path, columns, made)
    optional = {name for name, column in mapping.columns.items() if column.optional}
    names = [name for name in mapping.declared if name != made]
    copied = {name for name in names if name not in mapping.columns}
    lacking = [name for name in names if name not in sources and name not in optional | copied]
    if lacking:
        raise DataError(
            f"{path}: no column {_names(lacking)}",
            hint=f"the mapping {mapping.name} needs it, if only empty; the file has {_names(columns)}",
        )
    return [*names, *([made] if made else [])], _chunks(mapping, path, table, names, sources, made)


def _sources(mapping: Mapping, path: Path, columns: Sequence[str], made: str | None) -> dict[str, list[int]]:
    """Tell for each column of the mapping in which columns of the file it stands."""
    meant = {other: name for name, column in mapping.columns.items() for other in column.also}
    declared = mapping.declared
    found: dict[str, list[int]] = {}
    surplus = []
    for index, written in enumerate(columns):
        name = meant.get(written, written)
        if name not in declared or name == made:
            surplus.append(written)
            continue
        column = mapping.columns.get(name)
        if column and name not in mapping.ignore and column.join is None and name in found:
            free = [copy for copy in copies(name, column.repeats) if copy not in found]
            name = free[0] if free else name
        found.setdefault(name, []).append(index)
    if surplus:
        # A column that is lacking beside it may be the same one, spelled in another way.
        absent = [n for n, c in mapping.columns.items() if n not in found and n != made and not c.optional]
        also = f", and there is no column {_names(absent)}" if absent else ""
        raise DataError(
            f"{path}: the mapping {mapping.name} does not know the column {_names(surplus)}{also}",
            hint="name it in the mapping's columns, and use it or ignore it with a reason",
        )
    for name, places in found.items():
        column = mapping.columns.get(name)
        together = column is not None and (column.join is not None or name in mapping.ignore)
        if len(places) > (column.repeats if column and together else 1):
            raise DataError(
                f"{path}: the column {name!r} stands {_times(len(places))} in the header",
                hint="rename one, or say in the mapping how often it repeats",
            )
    return found


def _check_header(mapping: Mapping, path: Path, columns: Sequence[str], kind: str) -> None:
    """Refuse what is no header of this mapping at all."""
    needed = [name for name, column in mapping.columns.items() if not column.optional]
    spelled = {name: {name, *mapping.columns[name].also} for name in needed}
    lacking = [name for name in needed if spelled[name].isdisjoint(columns)]
    lacking = [name for name in lacking if name != mapping.source.fingerprint]
    if len(columns) == 1 and len(mapping.columns) > 1 and kind in {"csv", "tsv"}:
        raise DataError(
            f"{path}: the header is one column only: another character may separate the columns",
            hint="save it with commas (csv) or tabs (tsv), or set source.separator in the mapping",
        )
    if 2 * len(lacking) > len(needed):
        # Perhaps a file without a header: its first row may be a record, so it is not shown.
        raise DataError(
            f"{path}: the first row is no header of the mapping {mapping.name}: no column {_names(lacking)}",
            hint=f"netgraph ingest template {mapping.name} writes an empty file with the right header",
        )
    blank = [number for number, name in enumerate(columns, start=1) if not name]
    if blank:
        raise DataError(f"{path}: column {blank[0]} has no name", hint="name it in the header, or delete it")


def _chunks(
    mapping: Mapping,
    path: Path,
    table: Table,
    names: Sequence[str],
    sources: dict[str, list[int]],
    made: str | None,
) -> Iterator[Chunk]:
    missing = frozenset(mapping.source.missing)
    seen = Seen()
    for numbers, columns in table.chunks:
        for name, column in zip(table.columns, columns, strict=True):
            check_cells(path, name, numbers, column)
        cleaned = [_cleaned(column, missing) for column in columns]
        found: list[Sequence[str]] = []
        for name in names:
            places = sources.get(name, [])
            if len(places) == 1:
                found.append(cleaned[places[0]])
            elif places:
                join = mapping.columns[name].join or " "
                found.append(
                    [join.join(filter(None, c)) for c in zip(*(cleaned[p] for p in places), strict=True)]
                )
            else:
                found.append([""] * len(numbers))
        if made:
            found.append(_fingerprints(names, found, seen))
        yield numbers, found


class Seen:
    """Count hashes that come again, with eight bytes for each that came: a file has millions of rows."""

    def __init__(self) -> None:
        self._once = np.empty(0, dtype=np.uint64)  # sorted; those that came again too
        self._again: dict[int, int] = {}

    def count(self, hashes: Sequence[int]) -> list[int]:
        """Say of each hash of a chunk for the how-manieth time it comes."""
        several = np.unique(np.array(hashes, dtype=np.uint64))
        places = np.searchsorted(self._once, several)
        within = places < len(self._once)
        known = np.zeros(len(several), dtype=bool)
        known[within] = self._once[places[within]] == several[within]
        came = set(several[known].tolist())
        self._once = np.insert(self._once, places[~known], several[~known])
        found = []
        for same in hashes:
            if same in came:
                self._again[same] = self._again.get(same, 1) + 1
            came.add(same)
            found.append(self._again.get(same, 1))
        return found


def _fingerprints(names: Sequence[str], columns: Sequence[Sequence[str]], seen: Seen) -> list[str]:
    """Make a reference for each row: a hash of what it says, and which of the rows that say it this is.

    The order of rows and of columns makes no difference to the references that a file gives.
    """
    order = sorted(range(len(names)), key=names.__getitem__)
    # The hash alone is a reference, not a secret: whoever has the row can make it.
    digests = [
        blake2b("\x1f".join(cells).encode(), digest_size=8).hexdigest()
        for cells in zip(*(columns[place] for place in order), strict=True)
    ]
    times = seen.count([int(digest, 16) for digest in digests])
    return [f"{digest}-{time}" for digest, time in zip(digests, times, strict=True)]


def check_cells(path: Path, name: str, numbers: Sequence[int], column: Sequence[str]) -> None:
    """Refuse what no text file could hold, whatever the format: it fits no store."""
    wrong = {text for text in set(column) if len(text) > LARGEST_CELL or "\0" in text}
    if wrong:
        number, text = next(found for found in zip(numbers, column, strict=True) if found[1] in wrong)
        long = f"is longer than {LARGEST_CELL:,} characters"
        what = long if len(text) > LARGEST_CELL else "holds a NUL character"
        raise DataError(f"{path}: row {number}: the column {name[:60]!r} {what}", hint="correct the cell")


def _cleaned(column: Sequence[str], missing: frozenset[str]) -> list[str]:
    """Strip cells, and empty those that say nothing; most columns say few different things."""
    known = {text: "" if text.strip() in missing else text.strip() for text in set(column)}
    return [known[text] for text in column]


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"  # noqa: PLR2004


def _names(names: Sequence[str]) -> str:
    shown = [repr(name[:60]) for name in names[:SHOWN]]
    return ", ".join(shown) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
