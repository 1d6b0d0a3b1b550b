"""Fill NetworkX graphs from a store: the one module that turns named queries into graphs.

Three projections: who is tied to whom (`entity_network`), which place leads to which (`place_network`),
and which jurisdictions share cases, routes, persons or identifiers (`jurisdiction_network`). Rows come as
columns through a `Reader`, so that what a policy withholds never becomes an edge. No measure is computed
here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from netgraph.analytics.backend import IGraph
from netgraph.analytics.columns import jurisdictions_near, left_out, summed, tuples, undirected
from netgraph.analytics.identities import Identities, identities
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError
from netgraph.model import Marking, strictest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netgraph.disclosure import Answer, Reader

WHOLE_PLACES = ("Country", "Subdivision", "City", "Crossing")


@dataclass(frozen=True)
class Projection:
    """A graph taken from a store, with what is known about its nodes.

    Attributes
    ----------
    name : str
        ``entity``, ``place`` or ``jurisdiction``.
    nodes : pandas.DataFrame
        Indexed by node name, sorted; columns depend on the projection.
    edges : pandas.DataFrame
        ``start``, ``end``, ``weight``, one row for each pair of nodes.
    directed : bool
        Whether start and end differ in meaning.
    weight : str
        What the weight counts.
    marking : Marking
        The strictest marking of what went in.
    withheld : int
        Rows that the policy kept out.
    notes : tuple of str
        What else was left out, and how much of it.
    """

    name: str
    nodes: pd.DataFrame
    edges: pd.DataFrame
    directed: bool
    weight: str
    marking: Marking = Marking.CLEAR
    withheld: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)

    def graph(self, *, directed: bool | None = None) -> IGraph:
        """Return the graph for NetworkX's functions, with the attribute ``weight`` on edges.

        Parameters
        ----------
        directed : bool, optional
            Drop the direction with False; weights of opposite edges are then added up.

        Returns
        -------
        IGraph
            A simple graph without self-loops.
        """
        keep = self.directed if directed is None else directed
        edges = self.edges if keep == self.directed else undirected(self.edges)
        index = pd.Index(self.nodes.index)
        return IGraph.from_columns(
            list(index),
            index.get_indexer(edges["start"]),
            index.get_indexer(edges["end"]),
            edges["weight"].to_numpy(float),
            directed=keep,
        )

    def result(
        self,
        analysis: str,
        frame: pd.DataFrame,
        *,
        engine: str,
        method: str,
        caveat: str,
        parameters: Mapping[str, object] | None = None,
        **more: Any,  # noqa: ANN401 - further fields of Result
    ) -> Result:
        """Make a result of this projection: its marking, its size and what was left out go with the table."""
        return Result(
            analysis=analysis,
            frame=frame,
            marking=self.marking,
            engine=engine,
            method=f"{self.name} network; {method}",
            caveat=caveat,
            parameters={"network": self.name, **(parameters or {})},
            nodes=len(self.nodes),
            edges=len(self.edges),
            withheld=self.withheld,
            notes=self.notes,
            **more,
        )


def project(reader: Reader, network: str = "auto", *, merged: bool = False) -> Projection:
    """Take a projection by name.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    network : {"auto", "entity", "place", "jurisdiction"}
        ``auto`` is the entity network, or the place network where no entity is tied to another.
    merged : bool, default False
        See through judgements that records are one and the same; places never were records.

    Returns
    -------
    Projection

    Raises
    ------
    AnalysisError
        The store holds nothing of the kind.
    """
    if network == "auto":
        found = entity_network(reader, merged=merged)
        return found if len(found.edges) else _filled(place_network(reader))
    if network == "place":
        return _filled(place_network(reader))
    of = entity_network if network == "entity" else jurisdiction_network
    return _filled(of(reader, merged=merged))


def entity_network(reader: Reader, *, merged: bool = False) -> Projection:
    """Project persons, organizations, identifiers and cases, tied by claims; undirected.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    merged : bool, default False
        Make records that were judged to be one, one node, named after the first of them.

    Returns
    -------
    Projection
        Nodes are named ``Label key``, with columns ``type``, ``key``, ``roles`` (sorted tuple of the parts
        a person or organization has in cases) and ``jurisdictions`` (sorted tuple of those that handle a
        case the node has to do with); when merged also ``records`` (keys of the records it stands for).
        Weights count claims.

    Notes
    -----
    Time O(m log m), memory about 200 bytes an edge.
    """
    answer = reader.query("entity-edges")
    rows = answer.to_frame()
    same = identities(reader) if merged else Identities()
    start = same.through(rows["start_type"] + " " + rows["start"])
    end = same.through(rows["end_type"] + " " + rows["end"])
    inside = int(rows.loc[(start == end) & (rows["start"] != rows["end"]), "claims"].sum())
    notes = [*same.notes(), *left_out(inside, "claims between records that were judged to be one")]
    edges = undirected(pd.DataFrame({"start": start, "end": end, "weight": rows["claims"]}))
    handled = reader.query("case-jurisdictions")
    nodes = pd.concat(
        [
            pd.DataFrame({"name": start, "type": rows["start_type"]}),
            pd.DataFrame({"name": end, "type": rows["end_type"]}),
        ]
    ).drop_duplicates("name")
    nodes["key"] = nodes["name"].map(lambda name: name.partition(" ")[2])
    nodes = nodes.set_index("name").sort_index()
    if merged:
        nodes["records"] = pd.Series(same.records(nodes.index), index=nodes.index, dtype=object)
    parts = pd.DataFrame({"name": start, "value": rows["role"]}).dropna()
    nodes["roles"] = tuples(parts, nodes.index)
    nodes["jurisdictions"] = jurisdictions_near(nodes, edges, handled.to_frame())
    read: list[Answer | Identities] = [answer, handled, same]
    return _projection("entity", nodes, edges, "claims", read, directed=False, notes=notes)


def place_network(reader: Reader, *, regions: bool = False) -> Projection:
    """Project places, tied by the legs of routes; directed.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    regions : bool, default False
        Keep places such as "Europe", which stand for no State in particular.

    Returns
    -------
    Projection
        Nodes are keys of places, with columns ``type`` (the kind of place), ``key``, ``name`` and
        ``jurisdictions``. Weights count legs. Legs inside one place are left out and counted.
    """
    answer = reader.query("place-edges")
    places = reader.query("places").to_frame().set_index("key").sort_index()
    rows = answer.to_frame().rename(columns={"legs": "weight"})
    notes = []
    if not regions:
        whole = places.index[places["kind"].isin(WHOLE_PLACES)]
        known = rows["start"].isin(whole) & rows["end"].isin(whole)
        notes += left_out(rows.loc[~known, "weight"], "legs from or to a region, not a place")
        rows = rows[known]
    inside = rows["start"] == rows["end"]
    notes += left_out(rows.loc[inside, "weight"], "legs that stay in one place")
    rows = rows[~inside]
    edges = summed(rows)
    used = pd.Index(sorted({*edges["start"], *edges["end"]}), name="name", dtype="str")
    lies_in = reader.query("place-jurisdictions")
    where = tuples(lies_in.to_frame().rename(columns={"place": "name", "jurisdiction": "value"}), used)
    nodes = pd.DataFrame(
        {"type": places["kind"].reindex(used), "key": used, "name": places["name"].reindex(used)},
        index=used,
    )
    nodes["jurisdictions"] = where
    return _projection("place", nodes, edges, "legs", [answer, lies_in], directed=True, notes=notes)


def jurisdiction_network(reader: Reader, *, merged: bool = False) -> Projection:
    """Project jurisdictions, tied by what they share; undirected.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    merged : bool, default False
        Count records that were judged to be one, once.

    Returns
    -------
    Projection
        Nodes are ISO 3166 codes, with columns ``type``, ``key``, ``name`` and ``jurisdictions``. Weights
        count the cases, routes, persons, organizations and identifiers that touch both; columns ``Case``,
        ``Route`` ... of the edges split them up.

    Notes
    -----
    An item that touches j jurisdictions ties j (j - 1) / 2 pairs: O(Σ j²) time and memory.
    """
    answer = reader.query("jurisdiction-items")
    same = identities(reader) if merged else Identities()
    items = answer.to_frame()[["kind", "item", "jurisdiction"]]
    items = items.assign(item=same.through(items["kind"] + " " + items["item"])).drop_duplicates()
    pairs = items.merge(items, on=["kind", "item"], suffixes=("_a", "_b"))
    pairs = pairs[pairs["jurisdiction_a"] < pairs["jurisdiction_b"]]
    shared = pd.crosstab([pairs["jurisdiction_a"], pairs["jurisdiction_b"]], pairs["kind"])
    edges = shared.reset_index().rename(columns={"jurisdiction_a": "start", "jurisdiction_b": "end"})
    edges.columns.name = None
    edges["weight"] = shared.sum(axis=1).to_numpy() if len(shared) else []
    used = pd.Index(sorted(set(items["jurisdiction"])), name="name", dtype="str")
    names = reader.query("jurisdiction-names").to_frame().set_index("key")["name"]
    nodes = pd.DataFrame(
        {
            "type": "Jurisdiction",
            "key": used,
            "name": names.reindex(used),
            "jurisdictions": [(code,) for code in used],
        },
        index=used,
    )
    read: list[Answer | Identities] = [answer, same]
    return _projection("jurisdiction", nodes, edges, "shared items", read, directed=False, notes=same.notes())


def _projection(
    name: str,
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    weight: str,
    answers: Sequence[Answer | Identities],
    *,
    directed: bool,
    notes: list[str] | None = None,
) -> Projection:
    return Projection(
        name,
        nodes,
        edges,
        directed,
        weight,
        strictest(answer.marking for answer in answers),
        sum(answer.withheld for answer in answers),
        tuple(notes or ()),
    )


def _filled(projection: Projection) -> Projection:
    if len(projection.edges):
        return projection
    raise AnalysisError(
        f"the {projection.name} network is empty: nothing in the store ties two nodes together",
        hint="netgraph status shows what is loaded; another --network may hold something",
    )
