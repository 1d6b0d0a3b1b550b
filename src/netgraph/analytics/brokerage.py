"""Gould and Fernandez' brokerage: who stands between others, and between which groups. Counts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netgraph.analytics.backend.convert import convert_from_nx
from netgraph.analytics.closed import arcs, closed_triples, spread

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    import networkx as nx

    from netgraph.analytics.backend import IGraph
    from netgraph.analytics.backend.columns import FloatArray, IntArray

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")

DIGITS = 9  # of a count that shares make: thirds do not add up to the last digit


def brokerage(graph: nx.Graph | IGraph, groups: Mapping[Any, Collection[Hashable]]) -> pd.DataFrame:
    """Count for each node the pairs of others that only it, of the two steps, joins, by their groups.

    A node b brokers between a and c where a -> b and b -> c are ties and a -> c is none. With the groups of
    a, b and c in this order, the roles of b are

    ==============  ===========  =========================================================
    coordinator     A -> A -> A  inside its own group
    itinerant       A -> B -> A  between two of another group (also called consultant)
    representative  A -> A -> B  from its own group to the outside
    gatekeeper      A -> B -> B  from the outside into its own group
    liaison         A -> B -> C  between two groups, neither its own
    ==============  ===========  =========================================================

    Parameters
    ----------
    graph : networkx.Graph or IGraph
        Self-loops and parallel edges do not count. Of an undirected graph every tie is read both ways, so
        that each pair counts twice, and a node is as often gatekeeper as representative.
    groups : mapping of node to collection
        The groups of each node. A node of several belongs to each by an equal share: a role counts with
        the product of the shares. A node of none, or that is not named, is in no group, not in one of its
        own: what it takes part in counts as ``unplaced``.

    Returns
    -------
    pandas.DataFrame
        Indexed by node, in the order of the graph: the five roles, ``unplaced``, and ``total``, their sum.

    Notes
    -----
    Paths of two edges are never listed: they are counted from each node's ties by group, less those that a
    third tie closes. Time O(m^1.5 log m) at worst, for the triangles; memory O(m).

    A broker of many records is not by that the organiser of anything: drivers, victims who were moved on,
    and those who report for others stand between groups as well. Counts grow with how much was recorded,
    and must not be compared between networks.

    References
    ----------
    .. [1] Gould, R. V., Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in
       transaction networks. Sociological Methodology 19. https://doi.org/10.2307/270949

    Examples
    --------
    >>> import networkx as nx
    >>> way = nx.DiGraph([("recruiter", "driver"), ("driver", "keeper")])
    >>> of = {"recruiter": ["NGA"], "driver": ["ITA"], "keeper": ["ITA"]}
    >>> brokerage(way, of).loc["driver", "gatekeeper"]
    np.float64(1.0)
    """
    found = convert_from_nx(graph)
    size = len(found)
    pairs = arcs(found.ends, size, directed=found.is_directed())
    member = _Members(found.keys, groups)
    placed, every = _all(pairs, member, size)
    there = np.isin(pairs[:, 0] * size + pairs[:, 1], pairs[:, 1] * size + pairs[:, 0])
    there_and_back = pairs[there]
    closed = [(there_and_back[:, 0], there_and_back[:, 1], there_and_back[:, 0])]
    for triples in (closed, closed_triples(pairs, size)):
        for a, b, c in triples:
            placed -= member.roles(a, b, c, size)
            every -= np.bincount(b, minlength=size)
    # `+ 0.0`: a difference may be minus nothing.
    counts = pd.DataFrame(np.round(placed.T, DIGITS) + 0.0, columns=list(ROLES), index=pd.Index(found.keys))
    counts["unplaced"] = np.round(every - placed.sum(axis=0), DIGITS) + 0.0
    counts["total"] = every
    return counts


class _Members:
    """Shares of nodes in groups, as rows sorted by node."""

    def __init__(self, keys: tuple[Hashable, ...], groups: Mapping[Any, Collection[Hashable]]) -> None:
        own = [tuple(dict.fromkeys(groups.get(key, ()))) for key in keys]
        numbers: dict[Hashable, int] = {}
        self.group: IntArray = np.array(
            [numbers.setdefault(group, len(numbers)) for of in own for group in of], dtype=np.int64
        )
        self.count: IntArray = np.array([len(of) for of in own], dtype=np.int64)
        self.first: IntArray = np.cumsum(self.count) - self.count
        self.node: IntArray = np.repeat(np.arange(len(keys)), self.count)
        self.share: FloatArray = 1.0 / np.repeat(self.count, self.count)
        self.groups = max(len(numbers), 1)

    def by_group(self, at: IntArray, other: IntArray) -> tuple[IntArray, FloatArray]:
        """Add up the shares of the others at each node by group: numbered pairs, sorted, and sums."""
        of, rows = spread(self.first[other], self.count[other])
        numbered, where = np.unique(at[of] * self.groups + self.group[rows], return_inverse=True)
        return numbered, np.bincount(where, self.share[rows], minlength=len(numbered)).astype(float)

    def roles(self, a: IntArray, b: IntArray, c: IntArray, size: int) -> FloatArray:
        """Add up the roles of b in triples of nodes: one row a role, one column a node."""
        of, row_a = spread(self.first[a], self.count[a])
        group_a, share = self.group[row_a], self.share[row_a]
        more, row_b = spread(self.first[b[of]], self.count[b[of]])
        of, group_a, share = of[more], group_a[more], share[more] * self.share[row_b]
        group_b = self.group[row_b]
        more, row_c = spread(self.first[c[of]], self.count[c[of]])
        of, group_a, group_b = of[more], group_a[more], group_b[more]
        group_c, share = self.group[row_c], share[more] * self.share[row_c]
        role = np.select(
            [(group_a == group_b) & (group_b == group_c), group_a == group_c, group_a == group_b],
            [0, 1, 2],
            np.where(group_b == group_c, 3, 4),
        )
        sums = np.bincount(role * size + b[of], share, minlength=len(ROLES) * size).astype(float)
        return sums.reshape(len(ROLES), size)


def _all(pairs: IntArray, member: _Members, size: int) -> tuple[FloatArray, FloatArray]:
    """Count all paths of two edges, closed ones too: by role, and whether or not the groups are known."""
    start, end = pairs.T
    into, inward = member.by_group(end, start)
    out_of, outward = member.by_group(start, end)
    known_in = np.bincount(into // member.groups, inward, minlength=size)[member.node]
    known_out = np.bincount(out_of // member.groups, outward, minlength=size)[member.node]
    both, at, on = np.intersect1d(into, out_of, assume_unique=True, return_indices=True)
    alike = np.bincount(both // member.groups, inward[at] * outward[on], minlength=size)[member.node]
    own = member.node * member.groups + member.group
    own_in, own_out = _at(own, into, inward), _at(own, out_of, outward)
    other_in, other_out = known_in - own_in, known_out - own_out
    elsewhere = alike - own_in * own_out
    by_role = [
        own_in * own_out,
        elsewhere,
        own_in * other_out,
        other_in * own_out,
        other_in * other_out - elsewhere,
    ]
    placed: FloatArray = np.stack(
        [np.bincount(member.node, member.share * rows, minlength=size).astype(float) for rows in by_role]
    )
    return placed, np.bincount(end, minlength=size) * np.bincount(start, minlength=size).astype(float)


def _at(wanted: IntArray, numbered: IntArray, sums: FloatArray) -> FloatArray:
    """Look sums up; 0 where there is none."""
    if not len(numbered):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(numbered, wanted), len(numbered) - 1)
    return np.where(numbered[at] == wanted, sums[at], 0.0)
