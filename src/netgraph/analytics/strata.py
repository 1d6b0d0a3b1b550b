"""Any analysis of a network, for each kind of victim apart: by sex, age band and form of exploitation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.breakdown import checked, profiles
from netgraph.analytics.identities import Identities, identities
from netgraph.errors import AnalysisError
from netgraph.model import Marking, strictest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netgraph.analytics.breakdown import Profiles
    from netgraph.analytics.projected import Projection
    from netgraph.analytics.result import Result
    from netgraph.disclosure import Answer, Reader


@dataclass(frozen=True)
class Strata:
    """A network and its parts that are about one kind of victim each.

    Attributes
    ----------
    whole : Projection
        The network.
    by : tuple of str
        The dimensions; without any the only part is the whole.
    parts : tuple of (tuple of str, Projection)
        The values, in the order of ``by``, and the part; in order of the values.
    marking : Marking
        The strictest marking of what says whom things are about.
    withheld : int
        Rows of that which the policy kept out.
    """

    whole: Projection
    by: tuple[str, ...]
    parts: tuple[tuple[tuple[str, ...], Projection], ...]
    marking: Marking = Marking.CLEAR
    withheld: int = 0


def strata(reader: Reader, projection: Projection, by: Sequence[str], *, merged: bool = False) -> Strata:
    """Part a network by the victims it is about.

    Parameters
    ----------
    reader : Reader
        Where the projection came from, under the same policy.
    projection : Projection
        The network.
    by : sequence of {"sex", "age_band", "exploitation"}
        The dimensions.
    merged : bool, default False
        Whether the projection sees through judgements that records are one.

    Returns
    -------
    Strata
        The parts overlap: what is about women and girls is in both. In the entity network a part has the
        cases about these victims, and the persons, organizations and identifiers in them, with the ties
        among all of these; in the place network the legs of the routes that move them; in the jurisdiction
        network what two share about them. What says nothing of its victims is a part of its own, ``not
        recorded``.

    Raises
    ------
    AnalysisError
        A dimension is not known.
    """
    names = checked(by)
    if not names:
        return Strata(projection, (), (((), projection),))
    same = identities(reader) if merged else Identities()
    about = profiles(reader, same=same)
    part = {"entity": _entities, "place": _legs, "jurisdiction": _shared}[projection.name]
    found, answers = part(reader, projection, about, names, same)
    return Strata(
        projection,
        names,
        tuple(sorted(found, key=lambda some: some[0])),
        strictest([about.marking, *(answer.marking for answer in answers)]),
        about.withheld + sum(answer.withheld for answer in answers),
    )


def stratified(split: Strata, analysis: Callable[[Projection], Result]) -> Result:
    """Run an analysis on each part, and put the tables one below the other.

    Parameters
    ----------
    split : Strata
        The parts.
    analysis : callable
        From a projection to a `Result`; what it cannot analyse, such as a part without a tie, is left out.

    Returns
    -------
    Result
        With a column in front for each dimension. Ranks are those within a part; a node can be in several.

    Raises
    ------
    AnalysisError
        No part can be analysed.
    """
    if not split.by:
        return analysis(split.whole)
    results: list[tuple[tuple[str, ...], Result]] = []
    missed: list[AnalysisError] = []
    for values, part in split.parts:
        try:
            results.append((values, analysis(part)))
        except AnalysisError as error:
            missed.append(error)
    found = joined(split.by, results, missed, results[0][1] if results else None)
    return replace(
        found,
        marking=strictest([found.marking, split.whole.marking, split.marking]),
        method=f"{found.method}; in each part of the network by {', '.join(split.by)} of the victims",
        nodes=len(split.whole.nodes),
        edges=len(split.whole.edges),
        withheld=split.whole.withheld + split.withheld,
        notes=(*split.whole.notes, *_unanswered(missed)),
    )


def joined(
    by: Sequence[str],
    results: Sequence[tuple[tuple[str, ...], Result]],
    missed: Sequence[AnalysisError],
    whole: Result | None,
) -> Result:
    """Put the tables of parts one below the other.

    Parameters
    ----------
    by : sequence of str
        The dimensions.
    results : sequence of (tuple of str, Result)
        The values of each part, in the order of ``by``, and its result.
    missed : sequence of AnalysisError
        Why other parts have none.
    whole : Result or None
        What all the rest is taken from.

    Returns
    -------
    Result
        Parameters that differ stand apart for each part, under ``parts``.

    Raises
    ------
    AnalysisError
        There is no part.
    """
    if whole is None or not results:
        raise next(
            iter(missed), AnalysisError("no part of the network is about anybody", hint="leave --split out")
        )
    tables, parts = [], [", ".join(values) for values, _ in results]
    for values, result in results:
        table = result.frame.copy()
        for at, (name, value) in enumerate(zip(by, values, strict=True)):
            table.insert(at, name if name not in table else f"{name}_of_victims", value)
        tables.append(table)
    first = results[0][1].parameters
    same = {
        name: value
        for name, value in first.items()
        if all(result.parameters.get(name) == value for _, result in results)
    }
    own = {
        part: {name: value for name, value in result.parameters.items() if name not in same}
        for part, (_, result) in zip(parts, results, strict=True)
    }
    return replace(
        whole,
        frame=pd.concat(tables, ignore_index=True),
        marking=strictest([whole.marking, *(result.marking for _, result in results)]),
        parameters={**same, "split": list(by), "parts": own},
        notes=(*whole.notes, *_unanswered(missed)),
        behind={
            f"nodes about {part}": result.nodes for part, (_, result) in zip(parts, results, strict=True)
        },
        estimated="; ".join(dict.fromkeys(result.estimated for _, result in results if result.estimated)),
    )


def _unanswered(missed: Sequence[AnalysisError]) -> list[str]:
    if not missed:
        return []
    return [f"{len(missed)} parts without an answer of their own: {missed[0]}"]


Found = tuple[list[tuple[tuple[str, ...], "Projection"]], "list[Answer]"]


def _entities(
    _reader: Reader, projection: Projection, about: Profiles, by: tuple[str, ...], _same: Identities
) -> Found:
    """Take the nodes about each kind of victim, and the edges among them."""
    nodes = pd.DataFrame({"kind": projection.nodes["type"], "item": projection.nodes["key"]})
    rows = about.split(nodes.reset_index(names="node"), by)
    return [(values, _among(projection, set(group["node"]))) for values, group in _groups(rows, by)], []


def _legs(
    reader: Reader, projection: Projection, about: Profiles, by: tuple[str, ...], _same: Identities
) -> Found:
    """Take the legs of the routes about each kind of victim, between the places of the network."""
    answer = reader.query("route-legs")
    rows = answer.to_frame().rename(columns={"route": "item"}).assign(kind="Route")
    rows = rows.merge(projection.edges[["start", "end"]], on=["start", "end"])
    found = []
    for values, group in _groups(about.split(rows, by), by):
        weight = group.groupby(["start", "end"])["legs"].sum().rename("weight")
        edges = weight.reset_index()
        found.append((values, _between(projection, edges)))
    return found, [answer]


def _shared(
    reader: Reader, projection: Projection, about: Profiles, by: tuple[str, ...], same: Identities
) -> Found:
    """Count what two jurisdictions share about each kind of victim."""
    answer = reader.query("jurisdiction-items")
    items = answer.to_frame()[["kind", "item", "jurisdiction"]]
    heads = same.through(items["kind"] + " " + items["item"])
    items = items.assign(item=[name.partition(" ")[2] for name in heads]).drop_duplicates()
    found = []
    for values, group in _groups(about.split(items, by), by):
        pairs = group.merge(group, on=["kind", "item"])
        pairs = pairs[pairs["jurisdiction_x"] < pairs["jurisdiction_y"]]
        counts = pd.crosstab([pairs["jurisdiction_x"], pairs["jurisdiction_y"]], pairs["kind"])
        edges = counts.assign(weight=counts.sum(axis=1)).rename_axis(index=["start", "end"]).reset_index()
        found.append((values, _between(projection, edges.rename_axis(columns=None))))
    return found, [answer]


def _groups(rows: pd.DataFrame, by: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    for values, group in rows.groupby(list(by)):
        yield tuple(str(value) for value in values), group


def _among(projection: Projection, names: set[str]) -> Projection:
    """Keep some nodes and the edges among them."""
    inside = projection.edges["start"].isin(names) & projection.edges["end"].isin(names)
    return replace(
        projection,
        nodes=projection.nodes[projection.nodes.index.isin(names)],
        edges=projection.edges[inside].reset_index(drop=True),
    )


def _between(projection: Projection, edges: pd.DataFrame) -> Projection:
    """Keep the nodes that some edges join."""
    used = {*edges["start"], *edges["end"]}
    return replace(projection, nodes=projection.nodes[projection.nodes.index.isin(used)], edges=edges)
