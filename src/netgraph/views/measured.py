"""Pictures of an analysis: the best ranked nodes of a projection and the ties between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netgraph import __version__
from netgraph.views.language import english
from netgraph.views.picture import Node, Picture, Relationship, short_key
from netgraph.views.territories import country_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result
    from netgraph.views.language import Language


def connectors_picture(
    projection: Projection,
    result: Result,
    *,
    also: Collection[str] = (),
    limit: int = 60,
    language: Language | None = None,
) -> Picture:
    """Picture the key connectors of a projection, sized by betweenness.

    Parameters
    ----------
    projection : Projection
        The network.
    result : Result
        What `netgraph.analytics.connectors.connectors` gave for it, untruncated.
    also : collection of str
        Names of nodes to draw in any case.
    limit : int, default 60
        How many of the best ranked to draw; their neighbours that tie two of them are drawn too.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture
        Marked as the result. Lines are as wide as their weight; the notes say what is left out.
    """
    chosen = {*_order(projection, result.frame.head(limit)), *also}
    drawn = chosen | _go_betweens(projection.edges, chosen)
    ranks: dict[str, dict[str, Any]] = dict(
        zip(_order(projection, result.frame), result.frame.to_dict("records"), strict=True)  # type: ignore[arg-type]
    )
    tongue = language or english()
    picture = drawn_network(
        projection,
        result,
        drawn,
        weights={name: float(rank["betweenness"]) for name, rank in ranks.items()},
        measure="betweenness",
        texts=("title-connectors", "caveat-connectors"),
        ranks=ranks,
        language=tongue,
    )
    left = len(projection.nodes) - len(picture.nodes)
    if not left:
        return picture
    note = tongue.say("note-rank", left=left, n=len(projection.nodes))
    return replace(picture, notes=(*picture.notes, note))


def drawn_network(
    projection: Projection,
    result: Result,
    drawn: Collection[str],
    *,
    weights: Mapping[str, float] | pd.Series,
    measure: str,
    texts: tuple[str, str],
    language: Language,
    ranks: Mapping[str, dict[str, Any]] | None = None,
) -> Picture:
    """Picture some nodes of a projection and the ties between them.

    Parameters
    ----------
    projection : Projection
        The network.
    result : Result
        What was computed; its notes and method go with the picture.
    drawn : collection of str
        Names of the nodes.
    weights : mapping or pandas.Series
        What their size follows, by name.
    measure : str
        What the weights measure.
    texts : tuple of str
        What the language calls the heading of the page and the caveat of the result.
    language : Language
        What the page speaks.
    ranks : mapping, optional
        What the details of a node show, by name.

    Returns
    -------
    Picture
    """
    given = ranks or {}
    nodes = tuple(
        _node(projection, name, given.get(name), result.marking.word, float(weights.get(name, 0.0)))
        for name in sorted(drawn)
    )
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
    return Picture(
        title=language.say(texts[0], network=language.name(projection.name)),
        nodes=nodes,
        relationships=relationships,
        marking=result.marking.word,
        notes=(
            language.say(texts[1]),
            *(language.say("note-left-out", what=note) for note in result.notes),
        ),
        generated={"netgraph": __version__, "engine": result.engine, "method": result.method},
        weights=measure,
        jurisdiction_names=country_names((node.jurisdiction for node in nodes), language=language.code),
        language=language,
    )


def _order(projection: Projection, frame: pd.DataFrame) -> list[str]:
    """Names of the nodes in the order of the result's rows."""
    if projection.name == "entity":
        return [f"{type_} {key}" for type_, key in zip(frame["type"], frame["key"], strict=True)]
    return list(frame["key"])


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


def _node(
    projection: Projection, name: str, rank: dict[str, Any] | None, marking: str, weight: float
) -> Node:
    row = projection.nodes.loc[name]
    codes = row["jurisdictions"]
    return Node(
        key=name,
        label=str(row.get("name") or short_key(str(row["type"]), str(row["key"]))),
        type="Location" if projection.name == "place" else str(row["type"]),
        jurisdiction=codes[0] if codes else None,
        handling=marking,
        properties={
            "key": str(row["key"]),
            **({"jurisdictions": ", ".join(codes)} if len(codes) > 1 else {}),
            **{
                name: f"{value:.4g}" if isinstance(value, float) else value
                for name, value in (rank or {}).items()
                if name not in {"key", "name", "type", "jurisdictions"}
            },
        },
        weight=weight,
    )
