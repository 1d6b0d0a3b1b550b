"""Answers to ``queries/cases/``."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any

import networkx as nx

from queries.oracles.form import Graph, Name, Row, distinct, grouped, oracle, ordered, ways

if TYPE_CHECKING:
    from collections.abc import Iterator


def uses_in_cases(graph: Graph) -> Iterator[tuple[Name, Name, Name, set[str]]]:
    """Yield identifier, user, case, and the markings of what connects them."""
    for use, part in product(graph.of("USES"), graph.of("INVOLVED_IN")):
        if use.start == part.start:
            markings = {use.marking, part.marking, graph.marking(use.start), graph.marking(part.end)}
            yield use.end, use.start, part.end, markings


def handlers(graph: Graph, case: Name) -> tuple[list[str], set[str]]:
    """Return the jurisdictions that handle a case, and the markings of those claims."""
    claims = [claim for claim in graph.of("HANDLED_BY") if claim.start == case]
    return distinct(claim.end[1] for claim in claims), {claim.marking for claim in claims}


@oracle("cases-sharing-identifier")
def cases_sharing_identifier(graph: Graph, case: str | None) -> list[Row]:
    """Intersect the identifiers of every two cases."""
    held: dict[str, dict[Name, set[str]]] = defaultdict(lambda: defaultdict(set))
    for identifier, _, found, markings in uses_in_cases(graph):
        held[found[1]][identifier] |= markings
    rows = []
    for one, two in product(held, held):
        shared = set(held[one]) & set(held[two])
        wanted = one < two if case is None else one == case and two != case
        if shared and wanted:
            rows.append(
                {
                    "case": one,
                    "other": two,
                    "identifiers": len(shared),
                    "kinds": distinct(graph.get(name, "kind") for name in shared),
                    "markings": set().union(*(held[one][name] | held[two][name] for name in shared)),
                }
            )
    return ordered(rows, "-identifiers", "case", "other")


@oracle("shared-identifiers-across-jurisdictions")
def shared_identifiers(graph: Graph) -> list[Row]:
    """Gather jurisdictions, cases and users of each identifier."""
    found = grouped(
        (identifier, (user, claim.start, claim.end[1], markings | {claim.marking}))
        for identifier, user, case, markings in uses_in_cases(graph)
        for claim in graph.of("HANDLED_BY")
        if claim.start == case
    )
    rows = [
        {
            "identifier": identifier[1],
            "kind": graph.get(identifier, "kind"),
            "jurisdictions": distinct(place for _, _, place, _ in uses),
            "cases": len({case for _, case, _, _ in uses}),
            "users": len({user for user, _, _, _ in uses}),
            "markings": set().union(*(markings for *_, markings in uses)),
        }
        for identifier, uses in found.items()
    ]
    several = [row for row in rows if len(row["jurisdictions"]) > 1]
    return ordered(several, lambda row: -len(row["jurisdictions"]), "-cases", "identifier")


@oracle("persons-in-several-cases")
def persons_in_several_cases(
    graph: Graph, merged_records: list[str], merged_into: list[str], merged_handling: list[str]
) -> list[Row]:
    """Gather the cases of each person, or of each group of records that stand for one."""
    heads = dict(zip(merged_records, merged_into, strict=True))
    marks = dict(zip(merged_records, merged_handling, strict=True))
    parts = grouped(
        (heads.get(c.start[1], c.start[1]), c) for c in graph.of("INVOLVED_IN") if c.start[0] == "Person"
    )
    rows = [
        {
            "person": person,
            "cases": len({claim.end for claim in claims}),
            "roles": distinct(claim["role"] for claim in claims),
            "case_keys": distinct(claim.end[1] for claim in claims),
            "records": distinct(claim.start[1] for claim in claims),
            "markings": {graph.marking(claim.start) for claim in claims}
            | {claim.marking for claim in claims}
            | {graph.marking(claim.end) for claim in claims}
            | {marks[claim.start[1]] for claim in claims if claim.start[1] in marks},
        }
        for person, claims in parts.items()
    ]
    return ordered([row for row in rows if row["cases"] > 1], "-cases", "person")


@oracle("same-person-judgements")
def same_person_judgements(graph: Graph, judgement: str | None) -> list[Row]:
    """Look up the cases of both records of each judgement."""
    rows = []
    for claim in graph.of("SAME_AS"):
        if judgement not in {None, claim["judgement"]}:
            continue
        parts = [part for part in graph.of("INVOLVED_IN") if part.start in {claim.start, claim.end}]
        rows.append(
            {
                "claim": claim["key"],
                "start_type": claim.start[0],
                "start": claim.start[1],
                "end_type": claim.end[0],
                "end": claim.end[1],
                "judgement": claim["judgement"],
                "score": claim["score"],
                "decided_at": claim["decided_at"],
                "cases": len({part.end for part in parts}),
                "markings": {claim.marking, graph.marking(claim.start), graph.marking(claim.end)}
                | {part.marking for part in parts}
                | {graph.marking(part.end) for part in parts},
            }
        )
    return ordered(rows, "-score", "start", "end", "claim")


@oracle("case-network")
def case_network(graph: Graph, case: str) -> list[Row]:
    """Gather the parts in the case, then what each reaches beyond it."""
    here = ("Case", case)
    parts = grouped(((c.start, c["role"]), c) for c in graph.of("INVOLVED_IN") if c.end == here)
    rows = []
    for (actor, role), claims in parts.items():
        others = [c for c in graph.of("INVOLVED_IN") if c.start == actor and c.end != here]
        uses = [c for c in graph.of("USES") if c.start == actor]
        rows.append(
            {
                "type": actor[0],
                "key": actor[1],
                "role": role,
                "claims": len(claims),
                "sources": len({claim["source"] for claim in claims}),
                "other_cases": len({claim.end for claim in others}),
                "identifiers": len({claim.end for claim in uses}),
                "markings": {graph.marking(actor), graph.marking(here)}
                | {claim.marking for claim in [*claims, *others, *uses]}
                | {graph.marking(claim.end) for claim in others},
            }
        )
    return ordered(rows, "-other_cases", "-identifiers", "type", "key", "role")


@oracle("platforms-used")
def platforms_used(graph: Graph) -> list[Row]:
    """Follow each service to its users and their cases."""
    rows = []
    for platform, claims in grouped((c.end, c) for c in graph.of("ON")).items():
        uses = [c for c in graph.of("USES") if c.end in {claim.start for claim in claims}]
        users = {use.start for use in uses}
        parts = [c for c in graph.of("INVOLVED_IN") if c.start in users]
        known = [claim for claim in claims if claim.start in {use.end for use in uses}]
        if uses:
            rows.append(
                {
                    "platform": platform[1],
                    "identifiers": len({use.end for use in uses}),
                    "users": len(users),
                    "cases": len({part.end for part in parts}),
                    "markings": {claim.marking for claim in [*known, *uses, *parts]}
                    | {graph.marking(user) for user in users}
                    | {graph.marking(part.end) for part in parts},
                }
            )
    return ordered(rows, "-users", "-identifiers", "platform")


@oracle("cases-by-outcome")
def cases_by_outcome(graph: Graph) -> list[Row]:
    """Count the cases of each jurisdiction and outcome."""
    found = grouped(((c.end[1], c["outcome"]), c) for c in graph.of("HANDLED_BY"))
    rows = [
        {
            "jurisdiction": jurisdiction,
            "outcome": outcome,
            "cases": len({claim.start for claim in claims}),
            "markings": {claim.marking for claim in claims}
            | {graph.marking(claim.start) for claim in claims},
        }
        for (jurisdiction, outcome), claims in found.items()
    ]
    return ordered(rows, "-cases", "jurisdiction", "outcome")


@oracle("unlinked-cases")
def unlinked_cases(graph: Graph) -> list[Row]:
    """Find cases from which no other is in reach over persons, identifiers or routes, with NetworkX."""
    network: Any = nx.Graph()
    network.add_nodes_from(graph.labelled("Case"))
    network.add_edges_from((c.start, c.end) for c in graph.of("INVOLVED_IN", "FOLLOWED", "USES"))
    rows = []
    for case in graph.labelled("Case"):
        # case - person - identifier - person - case is four steps; case - route - case is two
        near = nx.single_source_shortest_path_length(network, case, cutoff=4)
        if not [name for name in near if name[0] == "Case" and name != case and _direct(network, case, name)]:
            rows.append(
                {
                    "case": case[1],
                    "source": graph.get(case, "source"),
                    "status": graph.get(case, "status"),
                    "opened": graph.get(case, "opened"),
                    "markings": {graph.marking(case)},
                }
            )
    return ordered(rows, "case")


def _direct(network: Any, case: Name, other: Name) -> bool:  # noqa: ANN401 - NetworkX has no types
    """Whether a path joins two cases without a third case on it, in at most four steps."""
    alone = network.subgraph([n for n in network if n[0] != "Case" or n in {case, other}])
    return bool(nx.has_path(alone, case, other) and nx.shortest_path_length(alone, case, other) <= 4)


@oracle("cases-along-corridor")
def cases_along_corridor(graph: Graph, origin: str, destination: str) -> list[Row]:
    """Gather the routes of each case that are on the corridor."""
    on = {way.route: way for way in ways(graph) if (origin, destination) in way.corridors}
    followed = grouped((c.start, c) for c in graph.of("FOLLOWED") if c.end in on)
    rows = []
    for case, claims in followed.items():
        handled_by, markings = handlers(graph, case)
        rows.append(
            {
                "case": case[1],
                "status": graph.get(case, "status"),
                "opened": graph.get(case, "opened"),
                "routes": len({claim.end for claim in claims}),
                "handled_by": handled_by,
                "markings": markings.union(
                    {graph.marking(case)},
                    {claim.marking for claim in claims},
                    *(on[claim.end].markings for claim in claims),
                ),
            }
        )
    return ordered(rows, "-routes", "case")


@oracle("cases-without-follow-up")
def cases_without_follow_up(graph: Graph) -> list[Row]:
    """Take the States of each case's routes and leave out those that handle it, parts included."""
    whole = grouped((c.start[1], c.end[1]) for c in graph.of("PART_OF"))
    found = grouped(
        ((follow.start, stop.end[1].split("/")[0]), (follow, stop))
        for follow, stop in product(graph.of("FOLLOWED"), graph.of("STOPS_AT"))
        if follow.end == stop.start
    )
    rows = []
    for (case, there), pairs in found.items():
        handled_by, markings = handlers(graph, case)
        covered = {*handled_by, *(state for part in handled_by for state in whole[part])}
        if ("Jurisdiction", there) in graph.nodes and there not in covered:
            rows.append(
                {
                    "case": case[1],
                    "jurisdiction": there,
                    "stages": distinct(stop["stage"] for _, stop in pairs),
                    "routes": len({follow.end for follow, _ in pairs}),
                    "handled_by": handled_by,
                    "markings": markings
                    | {graph.marking(case)}
                    | {follow.marking for follow, _ in pairs}
                    | {stop.marking for _, stop in pairs}
                    | {graph.marking(follow.end) for follow, _ in pairs},
                }
            )
    return ordered(rows, "-routes", "case", "jurisdiction")
