"""``netgraph analyse``: one module for each analysis."""

from __future__ import annotations

import click

from netgraph.cli.lazy import LazyGroup

ANALYSES = {
    "connectors": "Rank who or what holds the network together.",
    "brokers": "Rank who or what stands between jurisdictions, and in which role.",
    "key-players": "Find the few nodes that part the network when gone, and those that reach most of it.",
    "corridors": "Count recorded routes by origin and destination.",
    "chokepoints": "Rank places by the routes that would have to go round them.",
    "routes": "Find the k shortest recorded ways between two places.",
    "journeys": "Find recorded legs that lead from one place to another in the order of time.",
    "interdiction": "Find the cheapest set of legs or places that parts some places from others.",
    "change": "Find the year from which more, or fewer, routes are recorded.",
    "event": "Compare struck corridors with comparable ones, before and after an event.",
    "communities": "Part the network into groups that are tied more closely inside than outside.",
    "components": "List the parts of the network that no tie joins, with the jurisdictions in each.",
    "triangles": "Rank who is tied into closed groups, in which everybody is tied to everybody.",
    "distances": "Count the steps from some nodes to all that can be reached from them.",
    "between": "Show what connects two groups: shared nodes and jurisdictions, ties, and the smallest cut.",
    "core": "Part the network into a core, all tied to each other, and a periphery, tied only to the core.",
    "disruption": "Remove nodes or edges step by step, and follow what is left, beside removal by chance.",
    "cooperation": "Rank pairs of jurisdictions by what they share without a legal basis on record.",
    "team": "Find the fewest jurisdictions that cover a network.",
    "holders": "Find who else holds a piece of a case.",
    "detection": "Compare flow with cases, prosecutions and convictions.",
    "unseen": "Show how much is unknown of whom, by source and jurisdiction.",
}


@click.group(cls=LazyGroup, package="netgraph.cli.analyse", summaries=ANALYSES)
def command() -> None:
    """Find key connectors, brokers and players, corridors and communities.

    Every result says which engine gave it, what its strictest marking is, and what it does not mean.

    Tables can be had by sex, age band and form of exploitation of the victims (--by or --split). Three
    cannot: a team and the holders of a case are found for a network or case as a whole, and unseen tells how
    often just these are not known.
    """
