"""Two sides of a network, as somebody asks for them: communities, jurisdictions, or nodes by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from netgraph.analytics.communities import membership
from netgraph.analytics.naming import named
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from netgraph.analytics.projection import Projection

TWO = 2


@dataclass(frozen=True)
class Side:
    """One of two sets of nodes.

    Attributes
    ----------
    name : str
        What it was asked for as.
    members : numpy.ndarray of bool, shape (n,)
        Which nodes of the projection are on this side.
    """

    name: str
    members: NDArray[np.bool_]


def sides(
    projection: Projection,
    *,
    groups: Sequence[int] = (),
    jurisdictions: Sequence[str] = (),
    nodes: Sequence[str] = (),
    resolution: float = 1.0,
    seed: int = 7,
) -> tuple[Side, Side]:
    """Find the two sides that are named, each by a community, a jurisdiction or a node.

    Parameters
    ----------
    projection : Projection
        The network.
    groups : sequence of int
        Communities, numbered as `communities` does with the same resolution and seed.
    jurisdictions : sequence of str
        Codes: the nodes that have to do with it.
    nodes : sequence of str
        Names or keys.
    resolution, seed
        Of the communities.

    Returns
    -------
    tuple of two Side

    Raises
    ------
    AnalysisError
        Not two sides were named, or one of them is nowhere.
    """
    found = [
        *_communities(projection, groups, resolution, seed),
        *(_jurisdiction(projection, code) for code in jurisdictions),
        *(Side(name, projection.nodes.index == name) for name in named(projection, nodes)),
    ]
    if len(found) != TWO:
        raise AnalysisError(
            f"{len(found)} sides are named, and between takes two",
            hint="name two communities, jurisdictions or nodes, such as --group 1 --jurisdiction ITA",
        )
    return found[0], found[1]


def _communities(projection: Projection, numbers: Sequence[int], resolution: float, seed: int) -> list[Side]:
    if not numbers:
        return []
    member = membership(projection, resolution=resolution, seed=seed)
    most = int(member.max())
    for number in numbers:
        if not 1 <= number <= most:
            raise AnalysisError(
                f"there is no community {number}: they go from 1 to {most}",
                hint="netgraph analyse communities lists them; give the same --resolution and --seed",
            )
    return [Side(f"community {number}", (member == number).to_numpy()) for number in numbers]


def _jurisdiction(projection: Projection, code: str) -> Side:
    lies = np.array([code in found for found in projection.nodes["jurisdictions"]], dtype=bool)
    if not lies.any():
        raise AnalysisError(
            f"no node of the {projection.name} network lies in {code}",
            hint="give an ISO 3166 code; netgraph analyse components lists those that occur",
        )
    return Side(code, lies)
