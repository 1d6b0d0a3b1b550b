"""A private store that holds only what one recipient may have.

Queries, measures and views read it as they read any store, so nothing that was held back can enter them.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from netgraph.model import load_schema
from netgraph.store import Ends, open_store
from netgraph.store.scratch import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.disclosure.extract import Disclosed
    from netgraph.store import Store

BATCH = 20_000
RELEASE = "release"  # stands for the load run, of which nothing is told


@contextmanager
def copied(found: Disclosed) -> Iterator[Store]:
    """Put what a recipient may have into an embedded store of its own.

    Parameters
    ----------
    found : Disclosed

    Yields
    ------
    Store
        In a folder that only this user can enter; it is removed in the end.

    Raises
    ------
    CapabilityMissing
        There is no embedded store on this machine.
    """
    folder = private_folder()
    try:
        with open_store(str(folder / "store")) as store:
            _fill(store, found)
            yield store
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(store: Store, found: Disclosed) -> None:
    kinds = {label: node.kind for label, node in load_schema().nodes.items()}
    for label, table in found.nodes.items():
        for part in _parts(table):
            if kinds[label] == "shared":
                store.merge_nodes(label, part)
            else:
                store.create_nodes(label, _written(part))
    for type_, table in found.claims.items():
        pairs = (
            table.select(["start_label", "end_label"]).group_by(["start_label", "end_label"]).aggregate([])
        )
        for labels in pairs.to_pylist():
            between = table.filter(
                (pa.compute.field("start_label") == labels["start_label"])
                & (pa.compute.field("end_label") == labels["end_label"])
            ).drop_columns(["start_label", "end_label"])
            for part in _parts(between):
                store.create(Ends(labels["start_label"], type_, labels["end_label"]), _written(part))


def _parts(table: pa.Table) -> Iterator[pa.Table]:
    for at in range(0, len(table), BATCH):
        yield table.slice(at, BATCH)


def _written(table: pa.Table) -> pa.Table:
    """Name a run and a digest, which every claim and record has, without telling of the true ones."""
    said = pa.repeat(RELEASE, len(table))
    return table.append_column("run", said).append_column("digest", said)
