"""An analysis for each kind of victim apart, on every store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphs import Claim, Node, fill
from joint import joint
from netgraph.analytics.communities import communities
from netgraph.analytics.connectors import connectors
from netgraph.analytics.projection import project
from netgraph.analytics.strata import strata, stratified
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.analytics.projected import Projection
    from netgraph.analytics.result import Result
    from netgraph.analytics.strata import Strata
    from netgraph.store import Store

NONE = "not recorded"


def edges(split: Strata) -> dict[tuple[str, ...], set[tuple[str, str, int]]]:
    """Return the edges of each part."""
    return {
        values: {(s, e, w) for s, e, w in part.edges[["start", "end", "weight"]].itertuples(index=False)}
        for values, part in split.parts
    }


def test_entities_are_with_those_whose_case_they_share(store: Store) -> None:
    """The part about boys is the case of the boy; the suspect of two cases is in the parts of both."""
    joint(store)
    reader = Reader(store)

    split = strata(reader, project(reader, "entity"), ["age_band", "sex"])

    assert split.by == ("sex", "age_band")
    found = edges(split)
    girl = {
        ("Case s/c1", "Person s/p1", 1),
        ("Case s/c1", "Person s/p2", 1),
        ("Identifier phone/1", "Person s/p1", 1),
    }
    assert found == {
        ("Female", "Adult"): girl,
        ("Female", "Child"): girl,
        ("Male", "Child"): {("Case t/c3", "Person t/p1", 1), ("Case t/c3", "Person t/p3", 1)},
        ("Female", NONE): {
            ("Case u/c4", "Organization u/o1", 1),
            ("Case u/c4", "Person u/p5", 1),
            ("Identifier phone/2", "Person u/p5", 1),
        },
        (NONE, NONE): {
            ("Case s/c2", "Person s/p1", 1),
            ("Identifier phone/1", "Person s/p1", 1),
            ("Case u/c5", "Person u/p4", 1),
            ("Identifier phone/1", "Person u/p4", 1),
        },
    }


def test_places_by_the_routes_that_lead_there(store: Store) -> None:
    """A leg counts in each part for the routes about its victims; regions stay out as in the whole."""
    routes: dict[str, tuple[list[str] | None, str, str]] = {
        "a/1": (["Women"], "KEN", "UGA"),
        "a/2": (["Men", "Women"], "KEN", "UGA"),
        "a/3": (None, "UGA", "EU"),
    }
    nodes: list[Node] = [
        *(("Location", key, {"kind": "Country", "name": key}) for key in ("KEN", "UGA")),
        ("Location", "EU", {"kind": "Region", "name": "EU"}),
        *(("Route", key, {"victim_profile": who}) for key, (who, *_) in routes.items()),
    ]
    claims: list[Claim] = [
        (("Location", start), "LEG", ("Location", end), {"route": key, "position": 0})
        for key, (_, start, end) in routes.items()
    ]
    fill(store, nodes, claims)
    reader = Reader(store)

    found = edges(strata(reader, project(reader, "place"), ["sex"]))

    assert found == {("Female",): {("KEN", "UGA", 2)}, ("Male",): {("KEN", "UGA", 1)}}


def test_jurisdictions_by_what_they_share(store: Store) -> None:
    """Kenya and Uganda share a case, its two people, a telephone and a route about girls."""
    joint(store)
    reader = Reader(store)

    found = edges(strata(reader, project(reader, "jurisdiction"), ["age_band"]))

    assert found[("Child",)] == {
        ("KEN", "UGA", 5),
        ("ITA", "KEN", 1),
        ("ITA", "UGA", 1),
        ("GB-SCT", "KEN", 2),  # the suspect in the girl's case and the telephone reach Scotland too
        ("GB-SCT", "UGA", 2),
    }


def test_one_table_with_the_values_in_front(store: Store) -> None:
    """Ranks begin anew in each part; nodes, marking and what was left out are those of all."""
    joint(store)
    reader = Reader(store)
    projection = project(reader, "entity")

    result = stratified(strata(reader, projection, ["sex"]), connectors)

    assert result.frame.columns[:2].tolist() == ["sex", "rank"]
    assert result.frame.groupby("sex")["rank"].min().to_dict() == {"Female": 1, "Male": 1, NONE: 1}
    assert result.nodes == len(projection.nodes)
    assert result.behind == {"nodes about Female": 8, "nodes about Male": 3, f"nodes about {NONE}": 5}
    assert result.parameters["split"] == ["sex"]
    assert result.marking is Marking.RED
    green = Reader(store, Policy(Marking.CLEAR))
    clear = stratified(strata(green, project(green, "entity"), ["sex"]), connectors)
    assert clear.marking is Marking.CLEAR
    assert clear.withheld > 0


def test_without_a_split_nothing_changes(store: Store) -> None:
    """The only part is the whole network, and the result is that of the analysis itself."""
    joint(store)
    reader = Reader(store)
    projection = project(reader, "entity")

    result = stratified(strata(reader, projection, []), communities)

    assert result.frame.equals(communities(projection).frame)
    assert result.parameters == communities(projection).parameters


def test_parts_that_cannot_be_analysed_are_counted(store: Store) -> None:
    """What an analysis refuses is left out of the table, and said; where it refuses all, so do we."""
    joint(store)
    reader = Reader(store)
    split = strata(reader, project(reader, "entity"), ["sex"])

    def above(least: int) -> Callable[[Projection], Result]:
        def picky(projection: Projection) -> Result:
            if len(projection.nodes) < least:
                raise AnalysisError("too small")
            return connectors(projection)

        return picky

    assert "1 parts without an answer of their own: too small" in stratified(split, above(5)).notes
    with pytest.raises(AnalysisError, match="too small"):
        stratified(split, above(99))
