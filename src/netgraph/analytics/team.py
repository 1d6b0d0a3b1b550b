"""Who must be in a joint team: the fewest jurisdictions that together touch all of a network."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import scipy

from netgraph.analytics.cover import NODES, set_cover
from netgraph.analytics.engine import Engine
from netgraph.analytics.legal import LegalBases, legal_bases
from netgraph.analytics.projection import project
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result
    from netgraph.disclosure import Answer, Reader

CAVEAT = (
    "A smallest team by records: who touches a case or route on paper. It knows nothing of powers, trust, "
    "capacity or politics, and several teams may be as small: see who could stand in for whom."
)
PARTS = ("component", "community")


def team(
    reader: Reader,
    *,
    network: str = "auto",
    of: str = "component",
    around: str | None = None,
    keep: Iterable[str] = (),
    costs: Mapping[str, float] = MappingProxyType({}),
    merged: bool = False,
    on: str | None = None,
    resolution: float = 1.0,
    seed: int = 7,
    engine: str = "igraph",
    nodes: int = NODES,
) -> Result:
    """Find the smallest set of jurisdictions that covers one part of the network.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    network : {"auto", "entity", "place"}
        Who is tied to whom, or which place leads to which.
    of : {"component", "community"}
        What a part is: all that hangs together, or a Leiden community.
    around : str, optional
        Key of a case, person, organization, identifier or place in the part; the part with most cases and
        routes when not given.
    keep : iterable of str, optional
        Jurisdictions that are members in any case.
    costs : mapping of str to float, optional
        What a jurisdiction costs, 1 where not given; the team with the smallest sum is found.
    merged : bool, default False
        See through judgements that records are one.
    on : str, optional
        The day on which instruments must be in force, or a month or year; today when not given.
    resolution, seed : float and int
        Of the communities.
    engine : {"igraph", "networkx"}
        Which library finds the part.
    nodes : int
        How far the exact search may go, see `netgraph.analytics.cover.set_cover`.

    Returns
    -------
    Result
        One row a member, most items first: ``jurisdiction``, ``name``, ``cases`` and ``routes`` (that it
        touches), ``alone`` (of these, what no other member touches), ``necessary`` (whether something is
        touched by nobody else at all, so that every team needs it), ``stand_ins`` (who could take its place
        with the rest as it is), ``no_basis_with`` (members with whom it shares no instrument on record
        that is in force that day). The parameters hold the cost, the size of the greedy team and
        the proven bound.

    Raises
    ------
    AnalysisError
        The network is empty, holds nothing of that key, or no jurisdiction touches the part.

    Notes
    -----
    A jurisdiction touches the cases it handles and the routes that stop in it. A part of the entity network
    has its cases and the routes these followed; a part of the place network the routes that stop in its
    places. A team covers a part when each of these is touched by a member. Cases that no jurisdiction is
    recorded to handle cannot be covered and are counted in the notes.
    """
    if of not in PARTS:
        raise AnalysisError(f"a part cannot be a {of!r}", hint=f"use one of {', '.join(PARTS)}")
    projection = project(reader, network, merged=merged)
    if projection.name == "jurisdiction":
        raise AnalysisError("a team covers entities or places", hint="use --network entity or place")
    with_engine = Engine(engine)
    parts = _parts(projection, of, with_engine, resolution, seed)
    members, answers = _items(reader, projection)
    part, items = _chosen(projection, parts, members, around)
    touches = reader.query("jurisdiction-items")
    rows = touches.to_frame()[["kind", "item", "jurisdiction"]].drop_duplicates()
    rows = rows.merge(items, on=["kind", "item"])
    if rows.empty:
        raise AnalysisError(
            "no jurisdiction touches this part of the network",
            hint="load which jurisdiction handles each case, or where its routes stop",
        )
    rows["touched"] = rows["kind"] + " " + rows["item"]
    touched = {str(code): set(group) for code, group in rows.groupby("jurisdiction")["touched"]}
    cover = set_cover(touched, costs=costs, keep=keep, nodes=nodes)
    legal = legal_bases(reader, on)
    names = reader.query("jurisdiction-names").to_frame().set_index("key")["name"]
    open_ = len(items) - rows["touched"].nunique()
    answers += [touches]
    way = "component" if of == "component" else "Leiden community"
    result = projection.result(
        "team",
        _described(touched, cover.members, legal, names),
        engine=f"{with_engine.said}; scipy {scipy.__version__}",
        method=f"set cover of the {len(touched)} jurisdictions that touch one {way}, "
        + ("exact" if cover.exact else f"not proven smallest: no team costs less than {cover.bound:g}"),
        caveat=CAVEAT,
        parameters={
            "of": of,
            "around": around,
            "keep": sorted(keep),
            "costs": dict(costs),
            "merged": merged,
            "on": legal.on,
            "resolution": resolution,
            "engine": with_engine.name,
            "cost": cover.cost,
            "bound": cover.bound,
            "greedy_cost": cover.greedy_cost,
            "greedy_gap": round(cover.greedy_cost - cover.bound, 6),
        },
        seed=seed if of == "community" else None,
        estimated="" if cover.exact else f"the smallest team costs from {cover.bound:g} to {cover.cost:g}",
        behind={
            "nodes of the part": len(part),
            "cases": int((items["kind"] == "Case").sum()),
            "routes": int((items["kind"] == "Route").sum()),
            "jurisdictions that touch them": len(touched),
            "members that the greedy choice would take": len(cover.greedy),
        },
    )
    return replace(
        result,
        marking=strictest([projection.marking, legal.marking, *(a.marking for a in answers)]),
        withheld=projection.withheld + legal.withheld + sum(a.withheld for a in answers),
        notes=(
            *projection.notes,
            *([f"{open_:,} cases or routes that no jurisdiction is recorded to touch"] if open_ else []),
        ),
    )


def _parts(projection: Projection, of: str, engine: Engine, resolution: float, seed: int) -> list[set[str]]:
    graph = projection.graph(directed=False)
    if of == "component":
        return [set(part) for part in engine.run(nx.connected_components, graph)]
    found = engine.run(
        nx.community.leiden_communities, graph, weight="weight", resolution=resolution, seed=seed
    )
    return [set(part) for part in found]


def _items(reader: Reader, projection: Projection) -> tuple[pd.DataFrame, list[Answer]]:
    """Say which node of the projection brings which case or route into its part."""
    if projection.name == "place":
        answer = reader.query("all-stops")
        stops = answer.to_frame()
        return pd.DataFrame({"node": stops["place"], "kind": "Route", "item": stops["route"]}), [answer]
    answer = reader.query("case-routes")
    rows = answer.to_frame()
    cases = projection.nodes.loc[projection.nodes["type"] == "Case", "key"]
    own = pd.DataFrame({"node": cases.index, "kind": "Case", "item": cases.to_numpy()})
    ways = pd.DataFrame({"node": "Case " + rows["case"], "kind": "Route", "item": rows["route"]})
    return pd.concat([own, ways[ways["node"].isin(cases.index)]]), [answer]


def _chosen(
    projection: Projection, parts: list[set[str]], members: pd.DataFrame, around: str | None
) -> tuple[set[str], pd.DataFrame]:
    """Choose the part that holds a key, or the one with most cases and routes; and its items."""
    of = {node: number for number, part in enumerate(parts) for node in part}
    placed = members.assign(part=members["node"].map(of))
    placed = placed.dropna(subset=["part"]).drop_duplicates(["part", "kind", "item"])
    if around is not None:
        keys = projection.nodes["key"]
        there = keys.index[keys == around]
        if there.empty:
            raise AnalysisError(
                f"the {projection.name} network holds nothing with the key {around!r}",
                hint="take a key from a table such as netgraph analyse connectors; mind the ceiling",
            )
        # A person may have the key of a case: the case is meant.
        number = of[min(there, key=lambda name: (not name.startswith("Case "), name))]
    else:
        sizes = placed.groupby("part").size()
        if sizes.empty:
            raise AnalysisError(
                "no part of the network has a case or a route", hint="netgraph status shows what is loaded"
            )
        number = min(range(len(parts)), key=lambda n: (-sizes.get(n, 0), min(parts[n])))
    return parts[number], placed.loc[placed["part"] == number, ["kind", "item"]]


def _described(
    touched: Mapping[str, set[str]], members: tuple[str, ...], legal: LegalBases, names: pd.Series
) -> pd.DataFrame:
    """Make one row a member."""
    found = []
    every = [item for items in touched.values() for item in items]
    holders = pd.Series(every, dtype="str").value_counts()
    for member in members:
        own = touched[member]
        others = set().union(*(touched[name] for name in members if name != member))
        alone = own - others
        found.append(
            {
                "jurisdiction": member,
                "name": names.get(member),
                "cases": sum(item.startswith("Case ") for item in own),
                "routes": sum(item.startswith("Route ") for item in own),
                "alone": len(alone),
                "necessary": any(holders[item] == 1 for item in own),
                "stand_ins": ", ".join(
                    name for name in sorted(touched) if name not in members and alone <= touched[name]
                ),
                "no_basis_with": ", ".join(
                    name for name in members if name != member and not legal.shared(member, name).in_force
                ),
            }
        )
    frame = pd.DataFrame(found)
    order = (frame["cases"] + frame["routes"]).rename("items").to_frame().join(frame["jurisdiction"])
    order = order.sort_values(["items", "jurisdiction"], ascending=[False, True])
    return frame.loc[order.index].reset_index(drop=True)
