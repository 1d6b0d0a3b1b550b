"""What is compared: from values of a file or from the own store, and only up to a marking.

Identifiers
    In a store they are keyed hashes. Parties that share the key compare those (`identifiers_of`). Others
    compare the values, which a file of theirs still has, cleaned as a load cleans them (`identifiers_in`);
    their own key ties each to a node of the own store.
Persons
    By their whole key, which is the source's name and its pseudonym (`persons_of`). Two parties that loaded
    the same register meet in it; pseudonyms that two sources made on their own never meet, and no hit then
    says nothing. Persons of different sources meet through the identifiers that they use.
Routes
    By their stops in order and the month in which they began (`routes_of`).

What a partner released is compared with nobody: its owner answers for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.disclosure import Policy, Reader
from netgraph.disclosure.recipients import RECEIVED
from netgraph.model import Marking, node_key
from netgraph.model.identifiers import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from netgraph.matching.envelope import Basis, What
    from netgraph.model.identifiers import Pseudonymizer
    from netgraph.store import Store

ABOVE = "above the ceiling"
UNLISTED = "not in your store, so without a marking"
EMPTY = "without a letter or digit"
UNDATED = "without a month in which they began"
BROKEN = "told in several ways or with a gap"
_OF_PERSONS = ("INVOLVED_IN", "USES", "LINKED_TO", "CITIZEN_OF")
_MONTH = len("2008-05")


@dataclass(frozen=True)
class Elements:
    """A set to compare.

    Attributes
    ----------
    what : {"identifiers", "persons", "routes"}
    basis : {"values", "hashes"}
        Hashes can be compared only with those of the same key.
    fingerprint : str or None
        Of that key.
    texts : list of str
        What is blinded, each once. Never written anywhere.
    keys : list of list of str
        For each the keys of the nodes in the own store.
    left_out : dict of str to int
        How many were not taken, by reason.
    """

    what: What
    basis: Basis
    fingerprint: str | None
    texts: list[str] = field(repr=False)
    keys: list[list[str]]
    left_out: dict[str, int]


def identifiers_of(store: Store, ceiling: Marking, fingerprint: str) -> Elements:
    """Take the hashes of a store's identifiers, for a party that shares the key.

    Parameters
    ----------
    store : Store
    ceiling : Marking
        An identifier counts when a claim up to this marking says that somebody uses it.
    fingerprint : str
        Of the key that they were hashed with.
    """
    held, above = _held(store, ceiling)
    texts = [f"identifiers|hashes|{key}" for key in held]
    return Elements(
        "identifiers", "hashes", fingerprint, texts, [[key] for key in held], _counted({ABOVE: above})
    )


def identifiers_in(
    store: Store,
    ceiling: Marking,
    values: Iterable[str],
    *,
    kind: str,
    key: Pseudonymizer,
    unlisted: bool = False,
) -> Elements:
    """Take values, cleaned as a load cleans them, and tie each to the own store.

    Parameters
    ----------
    store : Store
    ceiling : Marking
        As for `identifiers_of`.
    values : iterable of str
        As recorded.
    kind : str
        A code of ``identifier_kind``, such as Phone.
    key : Pseudonymizer
        With the key of the store.
    unlisted : bool, default False
        Also take values that the store does not hold. They have no marking.
    """
    held, _ = _held(store, ceiling)
    every, _ = _held(store, Marking.RED)
    below, known = set(held), set(every)
    found: dict[str, str] = {}
    left: Counter[str] = Counter()
    for value in values:
        clean, node = cleaned(kind, value), key(kind, value)
        if node is None:
            left[EMPTY] += 1
        elif node in known and node not in below:
            left[ABOVE] += 1
        elif node not in known and not unlisted:
            left[UNLISTED] += 1
        else:
            found[f"identifiers|values|{node_key([kind, clean])}"] = node
    keys = [[node] for node in found.values()]
    return Elements("identifiers", "values", None, list(found), keys, _counted(left))


def persons_of(store: Store, ceiling: Marking) -> Elements:
    """Take the keys of persons: the source's name and its pseudonym."""
    below, every = (_persons(store, one) for one in (ceiling, Marking.RED))
    texts = [f"persons|values|{key}" for key in below]
    left = {ABOVE: len(every) - len(below)}
    return Elements("persons", "values", None, texts, [[key] for key in below], _counted(left))


def routes_of(store: Store, ceiling: Marking) -> Elements:
    """Take the stops of routes in order, and the month in which each began.

    A route is left out where a part of it is marked above the ceiling, where the month is not known (so many
    unrelated cases share its places that a hit would say nothing), and where sources tell it in several ways.
    """
    reader = Reader(store)
    stops, legs = (reader.query(name).to_frame() for name in ("all-stops", "timed-legs"))
    stops, legs = (frame[~frame["route"].str.startswith(RECEIVED)] for frame in (stops, legs))
    seen = {*stops["route"], *legs["route"]}
    above = {
        route
        for frame in (stops, legs)
        for route, handling in zip(frame["route"], frame["handling"], strict=True)
        if Marking.parse(handling) > ceiling
    }
    left = Counter({ABOVE: len(above)})
    found: dict[str, list[str]] = {}
    for route, rows in legs[~legs["route"].isin(above)].groupby("route"):
        signature = _signature(rows)
        if signature in {UNDATED, BROKEN}:
            left[signature] += 1
        else:
            found.setdefault(f"routes|values|{signature}", []).append(str(route))
    left[BROKEN] += len(seen - above - set(legs["route"]))
    return Elements("routes", "values", None, list(found), list(found.values()), _counted(left))


def _signature(legs: pd.DataFrame) -> str:
    """Return stops and month as one text, or why there is none."""
    told = legs[["position", "start", "end"]].drop_duplicates().sort_values("position")
    starts, ends = list(told["start"]), list(told["end"])
    if list(told["position"]) != list(range(len(told))) or starts[1:] != ends[:-1]:
        return BROKEN
    # Text of ISO 8601 sorts by time, and a year before its months: alone it may lie before any of them.
    first = min((str(date) for name in ("departed", "arrived") for date in legs[name].dropna()), default="")
    return node_key([first[:_MONTH], *starts, ends[-1]]) if len(first) >= _MONTH else UNDATED


def _held(store: Store, ceiling: Marking) -> tuple[list[str], int]:
    """Return the identifiers that somebody uses, by claims up to a marking, and how many others there are."""
    below, every = (sorted(_keys(store, one, ("USES",), "Identifier")) for one in (ceiling, Marking.RED))
    return below, len(every) - len(below)


def _persons(store: Store, ceiling: Marking) -> list[str]:
    return sorted(_keys(store, ceiling, _OF_PERSONS, "Person"))


def _keys(store: Store, ceiling: Marking, types: tuple[str, ...], label: str) -> set[str]:
    ties = Reader(store, Policy(ceiling)).ties(types, ("source",))
    sources = ties.claims["source"].to_pylist()
    own = [row for row, source in enumerate(sources) if not (source or "").startswith(RECEIVED)]
    nodes = ties.nodes.take(pa.array(np.unique(ties.ends[own])))
    return set(nodes.filter(pc.field("label") == label)["key"].to_pylist())


def _counted(left: dict[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in left.items() if count}
