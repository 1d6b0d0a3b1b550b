"""Places and the recorded legs between them: find a place, take States whole."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.projection import Projection, project
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.disclosure import Reader


def ways(reader: Reader, *, states: bool = False) -> Projection:
    """Take the place network, or the network of States that it makes.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    states : bool, default False
        Take each place for the State it lies in; legs inside one State then go.

    Returns
    -------
    Projection
        Directed; weights count legs.

    Raises
    ------
    AnalysisError
        No legs between places are in the store.
    """
    found = project(reader, "place")
    if not states:
        return found
    names = reader.query("jurisdiction-names").to_frame().set_index("key")["name"]
    edges = found.edges.assign(
        start=found.edges["start"].str.partition("/")[0], end=found.edges["end"].str.partition("/")[0]
    )
    edges = edges[edges["start"] != edges["end"]]
    edges = edges.groupby(["start", "end"], sort=True)["weight"].sum().reset_index()
    if edges.empty:
        raise AnalysisError(
            "no leg in the store leads from one State to another", hint="leave out --states to see the rest"
        )
    used = pd.Index(sorted({*edges["start"], *edges["end"]}), name="name", dtype="str")
    nodes = pd.DataFrame(
        {
            "type": "Country",
            "key": used,
            "name": names.reindex(used).to_numpy(),
            "jurisdictions": [(code,) for code in used],
        },
        index=used,
    )
    return replace(found, nodes=nodes, edges=edges)


def find_place(projection: Projection, asked: str) -> str:
    """Return the key of the place that somebody means by a key or a name.

    Parameters
    ----------
    projection : Projection
        The network it has to be in.
    asked : str
        ``KEN``, ``KEN/mombasa``, or a name in whatever case.

    Returns
    -------
    str

    Raises
    ------
    AnalysisError
        None is called so, or several are.
    """
    if asked in projection.nodes.index:
        return asked
    folded = projection.nodes["name"].fillna("").str.casefold()
    found = list(projection.nodes.index[folded == asked.casefold()])
    if len(found) == 1:
        return str(found[0])
    if found:
        raise AnalysisError(f"several places are called {asked}", hint=f"give one of {', '.join(found)}")
    inside = [key for key in projection.nodes.index if key.startswith(asked + "/")]
    close = get_close_matches(asked.casefold(), [*folded, *projection.nodes.index.str.casefold()], 3, 0.6)
    hint = "netgraph query run busiest-legs shows keys of places"
    if inside:
        hint = f"{inside[0]} lies there; --states takes each place for its State"
    elif close:
        hint = f"did you mean {', '.join(dict.fromkeys(close))}?"
    raise AnalysisError(f"no recorded leg begins or ends at {asked}", hint=hint)
