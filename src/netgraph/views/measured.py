"""Pictures of an analysis: the best ranked nodes of a projection and the ties between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph import __version__
from netgraph.views.language import english
from netgraph.views.picture import Node, Picture, Relationship, short_key
from netgraph.views.territories import country_names

if TYPE_CHECKING:
    import pandas as pd

    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result
    from netgraph.views.language import Language


def connectors_picture(
    projection: Projection, result: Result, *, limit: int = 60, language: Language | None = None
) -> Picture:
    """Picture the key connectors of a projection, sized by betweenness.

    Parameters
    ----------
    projection : Projection
        The network.
    result : Result
        What `netgraph.analytics.connectors.connectors` gave for it, untruncated.
    limit : int, default 60
        How many of the best ranked to draw; their neighbours that tie two of them are drawn too.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture
        Marked as the result. Lines are as wide as their weight; the notes say what is left out.
    """
    chosen = _names(projection, result.frame.head(limit))
    drawn = chosen | _go_betweens(projection.edges, chosen)
    ranks: dict[str, dict[str, Any]] = dict(
        zip(_order(projection, result.frame), result.frame.to_dict("records"), strict=True)  # type: ignore[arg-type]
    )
    nodes = tuple(_node(projection, name, ranks.get(name), result.marking.word) for name in sorted(drawn))
    kept = projection.edges[projection.edges["start"].isin(drawn) & projection.edges["end"].isin(drawn)]
    relationships = tuple(
        Relationship(
            start,
            end,
            "LEG" if projection.directed else "TIED_TO",
            weight=float(weight),
            directed=projection.directed,
        )
        for start, end, weight in zip(kept["start"], kept["end"], kept["weight"], strict=True)
    )
    left = len(projection.nodes) - len(nodes)
    tongue = language or english()
    notes = [
        tongue.say("caveat-connectors"),
        *(tongue.say("note-left-out", what=note) for note in result.notes),
    ]
    if left:
        notes.append(tongue.say("note-rank", left=left, n=len(projection.nodes)))
    return Picture(
        title=tongue.say("title-connectors", network=tongue.name(projection.name)),
        nodes=nodes,
        relationships=relationships,
        marking=result.marking.word,
        notes=tuple(notes),
        generated={"netgraph": __version__, "engine": result.engine, "method": result.method},
        weights="betweenness",
        jurisdiction_names=country_names((node.jurisdiction for node in nodes), language=tongue.code),
        language=tongue,
    )


def _order(projection: Projection, frame: pd.DataFrame) -> list[str]:
    """Names of the nodes in the order of the result's rows."""
    if projection.name == "entity":
        return [f"{type_} {key}" for type_, key in zip(frame["type"], frame["key"], strict=True)]
    return list(frame["key"])


def _names(projection: Projection, frame: pd.DataFrame) -> set[str]:
    return set(_order(projection, frame))


def _go_betweens(edges: pd.DataFrame, chosen: set[str]) -> set[str]:
    """Find nodes that are tied to at least two chosen ones, such as the case two suspects share."""
    ties = [
        *zip(edges["end"], edges["start"].isin(chosen), strict=True),
        *zip(edges["start"], edges["end"].isin(chosen), strict=True),
    ]
    count: dict[str, int] = {}
    for name, tied in ties:
        count[name] = count.get(name, 0) + bool(tied)
    return {name for name, n in count.items() if n > 1 and name.startswith("Case ")}


def _node(projection: Projection, name: str, rank: dict[str, Any] | None, marking: str) -> Node:
    row = projection.nodes.loc[name]
    codes = row["jurisdictions"]
    return Node(
        key=name,
        label=str(row.get("name") or short_key(str(row["type"]), str(row["key"]))),
        type="Location" if projection.name == "place" else str(row["type"]),
        jurisdiction=codes[0] if codes else None,
        handling=marking,
        properties={
            **({"jurisdictions": ", ".join(codes)} if len(codes) > 1 else {}),
            **{
                name: f"{value:.4g}" if isinstance(value, float) else value
                for name, value in (rank or {}).items()
                if name not in {"key", "name", "type", "jurisdictions"}
            },
        },
        weight=float(rank["betweenness"]) if rank else 0.0,
    )
