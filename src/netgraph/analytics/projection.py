"""Fill NetworkX graphs from a store: the one module that turns named queries into graphs.

Three projections: who is tied to whom (`entity_network`), which place leads to which (`place_network`),
and which jurisdictions share cases, routes, persons or identifiers (`jurisdiction_network`). Rows come as
columns through a `Reader`, so that what a policy withholds never becomes an edge. No measure is computed
here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.analytics.columns import (
    counted,
    gathered,
    handed_on,
    left_out,
    once,
    positions_in,
    ranked,
)
from netgraph.analytics.identities import Identities, identities
from netgraph.analytics.kept import keeping
from netgraph.analytics.projected import Projection
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from netgraph.disclosure import Answer, Reader, Ties

    IntArray = NDArray[np.int64]

__all__ = ["WHOLE_PLACES", "Projection", "entity_network", "jurisdiction_network", "place_network", "project"]

ENTITY_TIES = ("INVOLVED_IN", "USES", "LINKED_TO")
PLACE_TIES = ("LEG",)
WHOLE_PLACES = ("Country", "Subdivision", "City", "Crossing")


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


@keeping
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
    ties = reader.ties(ENTITY_TIES, ("role",))
    same = identities(reader) if merged else Identities()
    records = pc.binary_join_element_wise(ties.nodes["label"], ties.nodes["key"], " ")
    names, of_record = ranked(same.through(records.to_pandas()) if merged else records)
    of = of_record[ties.ends]
    apart = of[:, 0] != of[:, 1]
    notes = same.notes()
    inside = int((~apart & (ties.ends[:, 0] != ties.ends[:, 1])).sum())
    notes += left_out(inside, "claims between records that were judged to be one")
    ends, weight = counted(of[apart], len(names), directed=False)
    known = pc.extract_regex(names, r"^(?P<type>\S+) (?s:(?P<key>.*))$").flatten()
    nodes = pa.table({"name": names, "type": known[0], "key": known[1]}).to_pandas().set_index("name")
    if merged:
        nodes["records"] = pd.Series(same.records(nodes.index), index=nodes.index, dtype=object)
    roles = ties.claims["role"]
    with_part = roles.is_valid()
    parts = gathered(of[:, 0][with_part.to_numpy()], roles.filter(with_part), len(names))
    nodes["roles"] = pd.Series(parts, index=nodes.index, dtype=object)
    handled = reader.query("case-jurisdictions")
    reach = _near(names, np.asarray(pc.equal(known[0], "Identifier")), ends, handled.table)
    nodes["jurisdictions"] = pd.Series(reach, index=nodes.index, dtype=object)
    return _projection(
        "entity",
        nodes,
        ends,
        {"weight": weight},
        [ties, handled, same],
        directed=False,
        weight="claims",
        notes=notes,
    )


def _near(
    names: pa.Array, identifiers: NDArray[np.bool_], ends: IntArray, handled: pa.Table
) -> list[tuple[str, ...]]:
    """Find the jurisdictions that handle a case within one step of a node, two for identifiers."""
    case = positions_in(names, pc.binary_join_element_wise("Case", handled["case"], " "))
    codes = handled["jurisdiction"].combine_chunks().dictionary_encode()
    own = once(np.column_stack((case, np.asarray(codes.indices, dtype=np.int64)))[case >= 0])
    both = np.concatenate((ends, ends[:, ::-1]))
    near = handed_on(both, own)
    further = handed_on(both[identifiers[both[:, 0]]], near)
    every = once(np.concatenate((own, near, further)))
    return gathered(every[:, 0], codes.dictionary.take(pa.array(every[:, 1])), len(names))


@keeping
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
    ties = reader.ties((*PLACE_TIES, "IN"), (), ("name", "kind"))
    legs = np.asarray(pc.is_in(ties.claims["type"], pa.array(PLACE_TIES)), dtype=bool)
    of, notes = ties.ends[legs], []
    if not regions:
        whole = pc.is_in(ties.nodes["kind"], pa.array(WHOLE_PLACES))
        known = np.asarray(whole, dtype=bool)[of].all(axis=1)
        notes += left_out(int((~known).sum()), "legs from or to a region, not a place")
        of = of[known]
    apart = of[:, 0] != of[:, 1]
    notes += left_out(int((~apart).sum()), "legs that stay in one place")
    left, of = np.unique(of[apart], return_inverse=True)
    nodes = ties.nodes.take(pa.array(left))
    names, rank = ranked(nodes["key"])
    ends, weight = counted(rank[of].reshape(-1, 2), len(names), directed=True)
    frame = nodes.select(["kind", "key", "name"]).rename_columns(["type", "key", "name"]).to_pandas()
    frame = frame.iloc[np.argsort(rank)].set_axis(pd.Index(names.to_pandas(), name="name", dtype="str"))
    place = np.full(len(ties.nodes), -1)
    place[left] = rank
    lies_in = ties.ends[~legs]
    lies_in = lies_in[place[lies_in[:, 0]] >= 0]
    states = ties.nodes["key"].take(pa.array(lies_in[:, 1]))
    lie = gathered(place[lies_in[:, 0]], states, len(names))
    frame["jurisdictions"] = pd.Series(lie, index=frame.index, dtype=object)
    return _projection(
        "place",
        frame,
        ends,
        {"weight": weight},
        [ties],
        directed=True,
        weight="legs",
        notes=notes,
    )


@keeping
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
    ends = [used.get_indexer(shared.index.get_level_values(of)) for of in range(2)]
    sums = {str(kind): shared[kind].to_numpy() for kind in shared}
    sums["weight"] = shared.sum(axis=1).to_numpy("int64")
    return _projection(
        "jurisdiction",
        nodes,
        np.column_stack(ends),
        sums,
        [answer, same],
        directed=False,
        weight="shared items",
        notes=same.notes(),
    )


def _projection(
    name: str,
    nodes: pd.DataFrame,
    ends: IntArray,
    weights: Mapping[str, IntArray],
    answers: Sequence[Answer | Ties | Identities],
    *,
    notes: list[str],
    **more: Any,  # noqa: ANN401 - the other fields
) -> Projection:
    return Projection.from_codes(
        name,
        nodes,
        ends,
        weights,
        marking=strictest(answer.marking for answer in answers),
        withheld=sum(answer.withheld for answer in answers),
        notes=tuple(notes),
        **more,
    )


def _filled(projection: Projection) -> Projection:
    if len(projection.edges):
        return projection
    raise AnalysisError(
        f"the {projection.name} network is empty: nothing in the store ties two nodes together",
        hint="netgraph status shows what is loaded; another --network may hold something",
    )
