"""Networks drawn from a seed, as arrays of ends, and made ties for a store; nothing in it is real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netgraph.model import load_schema
from netgraph.store import Ends

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netgraph.store import Store

BATCH = 50_000
EDGES_A_NODE = 3
HEAVY = 4
"""Exponent by which one end of each tie is drawn: of a million ties, 40,000 are of one node."""

TIES = {"entity": ("Person", "LINKED_TO"), "place": ("Location", "LEG")}
"""By network: the nodes, and what ties them."""


def ends(edges: int, *, heavy: bool = False) -> NDArray[np.int64]:
    """Draw ties between different nodes, none twice, with three for each node.

    Parameters
    ----------
    edges : int
        Before loops and repeated ties are left out.
    heavy : bool, default False
        Draw one of the ends by a power law, not evenly.

    Returns
    -------
    numpy.ndarray of int64, shape (m, 2)
        The smaller end first, sorted.
    """
    nodes, draw = edges // EDGES_A_NODE, np.random.default_rng(1)
    pairs = draw.integers(0, nodes, (edges, 2))
    if heavy:
        pairs[:, 1] = nodes * draw.random(edges) ** HEAVY
    pairs = np.sort(pairs, axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def fill(store: Store, ties: int, network: str) -> None:
    """Write persons or places and ties between them into an empty store, with a load run that is done."""
    store.prepare(load_schema())
    label, type_ = TIES[network]
    nodes = ties // EDGES_A_NODE
    for at in range(0, nodes, BATCH):
        keys = [f"made/{n}" for n in range(at, min(at + BATCH, nodes))]
        if network == "place":
            store.merge_nodes(label, pa.table({"key": keys, "name": keys, "kind": ["City"] * len(keys)}))
        else:
            store.create_nodes(label, pa.table({"key": keys, **_said(len(keys))}))
    draw = np.random.default_rng(1)
    for at in range(0, ties, BATCH):
        size = min(BATCH, ties - at)
        both = {end: [f"made/{n}" for n in draw.integers(0, nodes, size)] for end in ("start", "end")}
        keys = [f"tie/{n}" for n in range(at, at + size)]
        store.create(Ends(label, type_, label), pa.table({"key": keys, **both, **_said(size)}))
    done = ("source", "mapping", "mapping_digest", "file_digest", "version", "started", "finished")
    store.create_nodes("LoadRun", pa.table({"key": ["run"], **{name: ["made"] for name in done}}))


def _said(size: int) -> dict[str, list[str]]:
    said = {"source": "made", "record": "r", "run": "run", "handling": "GREEN", "digest": "d"}
    return {name: [value] * size for name, value in said.items()}
