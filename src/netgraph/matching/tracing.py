"""From a hit to the own cases: what the offering side may do with it on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.disclosure import Reader
    from netgraph.matching.envelope import What
    from netgraph.model import Marking

_LEADS = {"identifiers": ("USES", "INVOLVED_IN"), "persons": ("INVOLVED_IN",), "routes": ("FOLLOWED",)}


def traced(reader: Reader, what: What, keys: Sequence[str]) -> tuple[pd.DataFrame, Marking]:
    """Return the own cases behind nodes that were hit.

    Parameters
    ----------
    reader : Reader
    what : {"identifiers", "persons", "routes"}
    keys : sequence of str
        Of the nodes.

    Returns
    -------
    cases : DataFrame
        ``key``, then ``by``, the persons and organizations that lead to the cases (only for identifiers), and
        ``cases``: one row for each key, in order, lists in order.
    marking : Marking
        The strictest of all claims that were read.
    """
    ties = reader.ties(_LEADS[what])
    frame = ties.to_frame()
    hit = set(keys)
    if what == "routes":
        rows = frame[frame["end"].isin(hit)].rename(columns={"end": "key", "start": "case"})
    elif what == "persons":
        mine = frame["start"].isin(hit) & (frame["start_type"] == "Person")
        rows = frame[mine].rename(columns={"start": "key", "end": "case"})
    else:
        uses = frame[(frame["type"] == "USES") & frame["end"].isin(hit)]
        cases = frame[frame["type"] == "INVOLVED_IN"].rename(columns={"end": "case"})
        ends = ["start", "start_type"]
        rows = uses.rename(columns={"end": "key"})[["key", *ends]].merge(
            cases[[*ends, "case"]], on=ends, how="left"
        )
    listed = ["by", "cases"] if what == "identifiers" else ["cases"]
    rows = rows.rename(columns={"start": "by", "case": "cases"})
    found = pd.DataFrame({"key": sorted(hit)})
    for name in listed:
        lists = rows.dropna(subset=name).groupby("key")[name].agg(lambda some: sorted(set(some)))
        found[name] = [lists.get(key, []) for key in found["key"]]
    return found, ties.marking
