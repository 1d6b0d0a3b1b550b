"""Which records stand for one person or organization, by judgements that somebody made and that still hold.

Positive judgements tie records to groups. A group that holds a negative judgement contradicts itself: it is
reported and left apart. Nothing here decides, and nothing is merged in a store: a projection or a query
sees through a group only when it is asked to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from netgraph.model import Marking, strictest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from netgraph.disclosure import Reader


@dataclass(frozen=True)
class Group:
    """Records of one label that were judged to be one.

    Attributes
    ----------
    label : str
        Person or Organization.
    keys : tuple of str
        Of the records, sorted; the first stands for all.
    marking : Marking
        The strictest of the judgements and records.
    against : tuple of (str, str)
        Pairs among them that were judged not to be one; empty where the group is sound.
    """

    label: str
    keys: tuple[str, ...]
    marking: Marking
    against: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Identities:
    """Groups of records that stand for one.

    Attributes
    ----------
    groups : tuple of Group
        Those that can be seen through, by label and keys.
    contradictions : tuple of Group
        Those that cannot.
    withheld : int
        Judgements that the policy kept out: nobody sees through them.
    """

    groups: tuple[Group, ...] = ()
    contradictions: tuple[Group, ...] = ()
    withheld: int = 0
    _heads: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def marking(self) -> Marking:
        """The strictest marking of what is seen through."""
        return strictest(group.marking for group in self.groups)

    def through(self, names: pd.Series) -> pd.Series:
        """Replace names (``Label key``) of records by the name of the one that stands for them."""
        return names.map(self._heads).fillna(names) if self._heads else names

    def records(self, names: Iterable[str]) -> list[tuple[str, ...]]:
        """Return the keys of the records behind each name, the name's own where it stands for itself."""
        keys = {f"{group.label} {group.keys[0]}": group.keys for group in self.groups}
        return [keys.get(name, (name.partition(" ")[2],)) for name in names]

    def parameters(self, label: str) -> dict[str, object]:
        """Return the groups of a label as parameters of a query that can see through them."""
        members = [(key, group) for group in self.groups if group.label == label for key in group.keys]
        return {
            "merged_records": [key for key, _ in members],
            "merged_into": [group.keys[0] for _, group in members],
            "merged_handling": [group.marking.word for _, group in members],
        }

    def notes(self) -> list[str]:
        """Say what could not be seen through."""
        found = [
            f"{len(group.keys)} records of one {group.label.lower()} stay apart, since judgements on them "
            f"contradict each other: {', '.join(group.keys)}"
            for group in self.contradictions
        ]
        return [*found, *([f"{self.withheld} judgements above the ceiling"] if self.withheld else [])]


def identities(reader: Reader) -> Identities:
    """Read the judgements that hold, and find the groups of records that they make.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy: a judgement above the ceiling ties nothing together.

    Returns
    -------
    Identities

    Notes
    -----
    A group is a connected component of positive judgements between records of one label. Time and memory are
    O(judgements).
    """
    answer = reader.query("same-as")
    alike: nx.Graph[tuple[str, str]] = nx.Graph()
    unlike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows = answer.table.to_pylist()
    for row in rows:
        start, end = sorted([(row["start_type"], row["start"]), (row["end_type"], row["end"])])
        if start == end or start[0] != end[0]:
            continue
        if row["judgement"] == "positive":
            before = alike.get_edge_data(start, end, {"marking": Marking.CLEAR})["marking"]
            alike.add_edge(start, end, marking=max(before, Marking.parse(row["handling"])))
        else:
            unlike.setdefault(start, []).append(end)
    found = sorted(
        (_group(alike.subgraph(members), unlike) for members in nx.connected_components(alike)),
        key=lambda group: (group.label, group.keys),
    )
    groups = tuple(group for group in found if not group.against)
    heads = {f"{g.label} {key}": f"{g.label} {g.keys[0]}" for g in groups for key in g.keys[1:]}
    return Identities(groups, tuple(group for group in found if group.against), answer.withheld, heads)


def _group(
    component: nx.Graph[tuple[str, str]], unlike: Mapping[tuple[str, str], list[tuple[str, str]]]
) -> Group:
    """Describe one component, and the negative judgements inside it."""
    members = sorted(component)
    return Group(
        members[0][0],
        tuple(key for _, key in members),
        strictest(marking for *_, marking in component.edges(data="marking")),
        tuple(
            sorted({(one[1], two[1]) for one in members for two in unlike.get(one, ()) if two in component})
        ),
    )
