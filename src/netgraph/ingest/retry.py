"""Load rejected rows that were repaired, alone, beside what their source already has in the store."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netgraph.errors import DataError, UsageError
from netgraph.ingest.asked import digest_of
from netgraph.ingest.catalogue import load_mapping
from netgraph.ingest.load import load_file
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.read.table import REJECTS_HEADER
from netgraph.ingest.runs import find_run

if TYPE_CHECKING:
    from netgraph.ingest.read.table import Progress
    from netgraph.ingest.report import IngestReport
    from netgraph.store import Store


def retry(
    store: Store,
    path: str | Path,
    *,
    mapping: Mapping | str | Path | None = None,
    rejects: str | Path | None = None,
    by: str | None = None,
    why: str = "",
    progress: Progress | None = None,
) -> IngestReport:
    """Load the rows of a list of rejects whose cells were repaired, beside what their source already has.

    Source, markings and grades are those of the load run that rejected them. What the next load of the
    whole file does not say of these rows stays, until this run is undone.

    Parameters
    ----------
    store : Store
    path : str or Path
        The list, as a load wrote it, with repaired cells; rows may be left out.
    mapping : Mapping, str or Path, optional
        Where the load used a mapping that is not shipped.
    rejects : str or Path, optional
        Where to list what is rejected again.
    by, why : str, optional
        Who loads, and the reason, for the audit log.
    progress : callable, optional

    Returns
    -------
    IngestReport

    Raises
    ------
    DataError
        It is no such list.
    UsageError
        Its run is not in this store, or was undone, or the mapping is another one.
    """
    file = Path(path)
    run = find_run(store, _run_of(file))
    if run["status"] != "finished":
        raise UsageError(f"the load run {run['key']} is {run['status']}", hint="load its file first")
    chosen = mapping if isinstance(mapping, Mapping) else load_mapping(mapping or run["mapping"])
    if digest_of(chosen) != run["mapping_digest"]:
        raise UsageError(
            f"the mapping {chosen.name} is not the one that {run['key']} used",
            hint="name the one it used with --mapping, or load the whole file with this one",
        )
    marks: dict[str, Any] = json.loads(run["report"])["marks"]
    return load_file(
        store,
        chosen,
        file,
        source=run["source"],
        only_adds=True,
        rejects=rejects,
        by=by,
        why=why,
        progress=progress,
        **marks,
    )


def _run_of(file: Path) -> str:
    """Read which load run wrote a list of rejects."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            header, first = next(rows, []), next(rows, [])
    except (OSError, ValueError, csv.Error) as cause:
        raise DataError(f"{file} cannot be read as a list of rejected rows", hint="check the path") from cause
    if tuple(header[: len(REJECTS_HEADER)]) != REJECTS_HEADER or not first:
        raise DataError(
            f"{file} is no list of rejected rows, or has none",
            hint="a load writes one beside its file, with .rejects.csv after its name",
        )
    return first[0]
