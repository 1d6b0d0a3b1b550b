"""Add up, join and collect columns on their way into a projection; reading them is `projection`'s part."""

from __future__ import annotations

import numpy as np
import pandas as pd


def undirected(edges: pd.DataFrame) -> pd.DataFrame:
    """Add up edges that join the same two nodes, whichever way round; drop self-loops."""
    forward = (edges["start"] < edges["end"]).to_numpy()
    pairs = pd.DataFrame(
        {
            "start": np.where(forward, edges["start"], edges["end"]),
            "end": np.where(forward, edges["end"], edges["start"]),
            "weight": edges["weight"].to_numpy(),
        }
    )
    return summed(pairs[pairs["start"] != pairs["end"]])


def summed(edges: pd.DataFrame) -> pd.DataFrame:
    """Make parallel edges one, with the sum of their weights."""
    return edges.groupby(["start", "end"], sort=True)["weight"].sum().reset_index()


def tuples(rows: pd.DataFrame, names: pd.Index[str]) -> pd.Series:
    """Collect the values of each name into a sorted tuple; empty where none is known."""
    found: dict[str, set[str]] = {}
    for name, value in zip(rows["name"], rows["value"], strict=True):
        found.setdefault(name, set()).add(value)
    return pd.Series([tuple(sorted(found.get(name, ()))) for name in names], index=names, dtype=object)


def left_out(weights: pd.Series, what: str) -> list[str]:
    """Say how much of something was left out; nothing where nothing was."""
    total = int(weights.sum())
    return [f"{total:,} {what}"] if total else []
