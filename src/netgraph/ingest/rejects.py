"""The file of rejected rows: which, why, and their cells, so that they can be repaired and loaded alone.

It holds what the data file holds and is kept like it: readable by the owner only.
"""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING

from netgraph.errors import DataError
from netgraph.ingest.read import read_chunks
from netgraph.ingest.read.table import REJECTS_HEADER, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.stage import Stage


def write_rejects(path: Path, run: str, mapping: Mapping, file: Path, stage: Stage) -> None:
    """List the rejected rows of a file.

    Parameters
    ----------
    path : Path
        Where to.
    run : str
        The load run that rejected them.
    mapping : Mapping
    file : Path
        The data file, which is read again.
    stage : Stage
        Settled.

    Raises
    ------
    DataError
        The list cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            # All quoted: a lone carriage return in a cell would otherwise end the row when it is read back.
            writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow([*REJECTS_HEADER, *mapping.declared])
            for number, reason, column, cells in _rejected(mapping, file, stage):
                writer.writerow([run, number, reason, column, *map(guarded, cells)])
    except OSError as cause:
        raise DataError(
            f"the list of rejected rows cannot be written to {path}: {cause.strerror}",
            hint="name another place with --rejects",
        ) from cause


def _rejected(mapping: Mapping, file: Path, stage: Stage) -> Iterator[tuple[int, str, str, list[str]]]:
    waiting = stage.rejected()  # in the order in which the file is read again
    following = next(waiting, None)
    if following is None:
        return
    for rows in read_chunks(mapping, file, lambda *_: None, repaired=stage.only_adds):
        places = {number: place for place, number in enumerate(rows.numbers)}
        columns: list[tuple[list[str], list[int]]] = []
        while following is not None and following[0] in places:
            number, reason, column = following
            columns = columns or [rows.categories(name) for name in mapping.declared]
            place = places[number]
            yield number, reason, column, [texts[codes[place]] for texts, codes in columns]
            following = next(waiting, None)
        if following is None:
            return
