"""Load a file that ``netgraph export`` wrote, as a source of its own, with the markings that it carries.

Nobody vouches for such a file: it is not signed, as a release is. So nothing in it is passed over, and what
it does not mark is RED.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.disclosure.contents import ENDS
from netgraph.disclosure.recipients import RECEIVED
from netgraph.errors import DataError
from netgraph.exchange.formats import read
from netgraph.ingest import check_file
from netgraph.ingest.received import load_tables

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from netgraph.ingest import IngestReport
    from netgraph.store import Store

EXPORTED = f"{RECEIVED}file-"  # begins the source: blind matching offers nothing that came from elsewhere


def load_export(
    store: Store,
    path: Path,
    sender: str,
    **options: Any,  # noqa: ANN401 - of the load
) -> IngestReport:
    """Make the store hold what an exported file says, for one source.

    Parameters
    ----------
    store : Store
    path : Path
        Of a format of `netgraph.exchange.formats.BACK`, told by what is in it.
    sender : str
        What its sender is called here; the source is called so, after `EXPORTED`. A later file of the same
        sender takes the place of the earlier one.
    **options
        Of `netgraph.ingest.load_file`: by, why, dry_run, progress.

    Returns
    -------
    IngestReport

    Raises
    ------
    DataError
        It is no such file, or holds what the vocabulary does not have; nothing was written.

    Notes
    -----
    Time and memory are linear in the file, which is read as a whole.
    """
    check_file(path)
    try:
        _, nodes, claims = read(path.read_bytes())
    except (OSError, ValueError) as cause:
        raise DataError(
            f"{path} is no file that netgraph export wrote, or it was changed: {cause}",
            hint="files of other programs come in by a mapping: netgraph ingest list",
        ) from cause
    _refuse_loose(path, nodes, claims)
    return load_tables(store, path, f"{EXPORTED}{sender}", nodes, claims, **options)


def _refuse_loose(path: Path, nodes: dict[str, pa.Table], claims: dict[str, pa.Table]) -> None:
    """Refuse claims about nodes that the file does not have."""
    held = {(label, key) for label, table in nodes.items() for key in table["key"].to_pylist()}
    for type_, table in claims.items():
        columns = [table[name].to_pylist() for name in ENDS]
        for start_label, start, end_label, end in zip(*columns, strict=True):
            for label, key in ((start_label, start), (end_label, end)):
                if (label, key) not in held:
                    raise DataError(
                        f"{path}: a {type_} speaks of a {label} that is not in the file",
                        hint="ask its sender for the whole file",
                    )
