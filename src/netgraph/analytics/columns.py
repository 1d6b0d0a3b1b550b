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


def left_out(weights: pd.Series | int, what: str) -> list[str]:
    """Say how much of something was left out; nothing where nothing was."""
    total = weights if isinstance(weights, int) else int(weights.sum())
    return [f"{total:,} {what}"] if total else []


def jurisdictions_near(nodes: pd.DataFrame, edges: pd.DataFrame, handled: pd.DataFrame) -> pd.Series:
    """Find the jurisdictions that handle a case within one step of a node, two for identifiers."""
    own = pd.DataFrame(
        {"name": "Case " + handled["case"], "value": handled["jurisdiction"]}
    ).drop_duplicates()
    both = pd.concat([edges[["start", "end"]], edges[["start", "end"]].set_axis(["end", "start"], axis=1)])

    def step(known: pd.DataFrame) -> pd.DataFrame:
        reached = both.merge(known, left_on="end", right_on="name")[["start", "value"]]
        return reached.rename(columns={"start": "name"}).drop_duplicates()

    near = step(own)
    identifiers = set(nodes.index[nodes["type"] == "Identifier"])
    further = step(near)
    every = pd.concat([own, near, further[further["name"].isin(identifiers)]])
    return tuples(every, nodes.index)
