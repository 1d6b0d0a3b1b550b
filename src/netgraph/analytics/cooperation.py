"""Cooperation: what pairs of jurisdictions share, against the instruments that bind both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from netgraph.analytics.breakdown import checked, profiles
from netgraph.analytics.identities import Identities, identities
from netgraph.analytics.legal import legal_bases
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.analytics.legal import LegalBases
    from netgraph.disclosure import Reader
    from netgraph.model import Marking

CAVEAT = (
    "Shared records say where a joint case may be worth while, not that somebody failed to cooperate. "
    "No instrument on record may be one that nobody loaded, and a basis on record need not fit the case: "
    "ask a lawyer, not this table."
)
KINDS = {
    "Case": "cases",
    "Person": "persons",
    "Organization": "organizations",
    "Identifier": "identifiers",
    "Route": "routes",
}


@dataclass(frozen=True)
class Counts:
    """What pairs of jurisdictions share.

    Attributes
    ----------
    frame : pandas.DataFrame
        ``jurisdiction``, ``other`` (behind it in the alphabet), the split, ``kind`` and ``items``.
    jurisdictions, shared : int
        How many jurisdictions anything touches, and how many items touch more than one.
    marking : Marking
    withheld : int
    notes : tuple of str
        As of a `netgraph.analytics.result.Result`.
    """

    frame: pd.DataFrame
    jurisdictions: int
    shared: int
    marking: Marking
    withheld: int = 0
    notes: tuple[str, ...] = ()


def cooperation(
    reader: Reader,
    *,
    by: Sequence[str] = (),
    merged: bool = False,
    on: str | None = None,
    limit: int | None = None,
) -> Result:
    """Rank pairs of jurisdictions by what they share, those without a shared instrument first.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    by : sequence of {"sex", "age_band", "exploitation"}, optional
        Split what is shared by the victims that it is about; something with several values counts once
        under each.
    merged : bool, default False
        Count records that were judged to be one, once, and as touching what any of them touches.
    on : str, optional
        The day on which an instrument must be in force for both, or a month or year; today when not given.
    limit : int, optional
        How many rows to return; all when not given.

    Returns
    -------
    Result
        One row a pair, and a value where split: ``rank``, ``jurisdiction``, ``other``, their names, the
        split, ``cases`` (that both handle), ``persons``, ``organizations`` and ``identifiers`` (in cases of
        both), ``routes`` (that stop in both), ``shared`` (their sum), ``instruments`` (in force
        for both on the day), ``basis`` (their names, and since when they bind both), ``not_in_force`` (what
        both have joined and does not bind both then). Pairs without an instrument in force come first, most
        shared first.

    Raises
    ------
    AnalysisError
        No two jurisdictions share anything, the split is not known, or the day is no date.

    Notes
    -----
    A jurisdiction touches the cases it handles, the persons, organizations and identifiers in these, and the
    routes that stop there. A part of a State is bound by what binds the State; pairs inside one State need no
    instrument and are left out. An item that touches j jurisdictions makes j (j - 1) / 2 pairs: O(Σ j²).

    A long list for a State that shares its records openly says that it shares them, no more.
    """
    split = checked(by)
    same = identities(reader) if merged else Identities()
    answer = reader.query("jurisdiction-items")
    items = answer.to_frame()[["kind", "item", "jurisdiction"]]
    items["item"] = [name.partition(" ")[2] for name in same.through(items["kind"] + " " + items["item"])]
    items = items.drop_duplicates()
    about = profiles(reader, same=same) if split else None
    legal = legal_bases(reader, on)
    names = reader.query("jurisdiction-names").to_frame().set_index("key")["name"]
    counts = Counts(
        _counted(about.split(items, split) if about else items, split),
        jurisdictions=int(items["jurisdiction"].nunique()),
        shared=_shared(items),
        marking=strictest([answer.marking, same.marking, *([about.marking] if about else [])]),
        withheld=answer.withheld + (about.withheld if about else 0),
        notes=tuple(same.notes()),
    )
    return tabulated(counts, legal, names, by=split, merged=merged, limit=limit)


def tabulated(
    counts: Counts,
    legal: LegalBases,
    names: pd.Series,
    *,
    by: Sequence[str] = (),
    merged: bool = False,
    limit: int | None = None,
    engine: str = f"pandas {pd.__version__}",
) -> Result:
    """Set what was counted, wherever that was, beside the instruments; the arguments as of `cooperation`.

    Raises
    ------
    AnalysisError
        No two jurisdictions share anything.
    """
    frame, inside = _pairs(counts.frame, by, legal.whole)
    if frame.empty:
        raise AnalysisError(
            "no two jurisdictions share anything in this store",
            hint="netgraph status shows what is loaded; pairs need cases or routes that touch both",
        )
    found = [legal.shared(*pair) for pair in zip(frame["jurisdiction"], frame["other"], strict=True)]
    frame["instruments"] = [len(names.in_force) for names in found]
    frame["basis"] = ["; ".join(names.in_force) for names in found]
    frame["not_in_force"] = ["; ".join(names.not_in_force) for names in found]
    frame = _ranked(frame, by)
    for column in ("other", "jurisdiction"):
        frame.insert(3, f"{column}_name", frame[column].map(names))
    gaps = frame.loc[frame["instruments"] == 0, ["jurisdiction", "other"]].drop_duplicates()
    pairs = frame[["jurisdiction", "other"]].drop_duplicates()
    return Result(
        analysis="cooperation",
        frame=frame.head(limit) if limit else frame,
        marking=strictest([counts.marking, legal.marking]),
        engine=engine,
        method="pairs of jurisdictions, undirected; exact counts of items that touch both"
        f"; instruments in force on {legal.on}, those without a date among them"
        + (f"; split by {', '.join(by)} of the victims" if by else ""),
        caveat=CAVEAT,
        parameters={"by": list(by), "merged": merged, "on": legal.on, "limit": limit},
        nodes=counts.jurisdictions,
        edges=len(pairs),
        withheld=counts.withheld + legal.withheld,
        notes=(
            *counts.notes,
            *([f"{inside} pairs inside one State, which need no instrument"] if inside else []),
        ),
        behind={
            "shared items": counts.shared,
            "pairs without an instrument in force": len(gaps),
            "claims that an instrument binds somebody": legal.claims,
        },
    )


def _shared(items: pd.DataFrame) -> int:
    """Count the items that touch more than one jurisdiction."""
    return int((items.groupby(["kind", "item"]).size() > 1).sum())


def _counted(items: pd.DataFrame, split: Sequence[str]) -> pd.DataFrame:
    """Count what each two jurisdictions share, by kind."""
    both = items.merge(items, on=["kind", "item", *split], suffixes=("", "_b"))
    both = both[both["jurisdiction"] < both["jurisdiction_b"]].rename(columns={"jurisdiction_b": "other"})
    counts = both.groupby(["jurisdiction", "other", *split, "kind"], observed=True)["item"].nunique()
    return counts.rename("items").reset_index()


def _pairs(counts: pd.DataFrame, split: Sequence[str], whole: pd.Series) -> tuple[pd.DataFrame, int]:
    """Set the kinds side by side, and count the pairs that lie inside one State, which are left out."""
    # without any part of a State the map is empty, and what it gives of no type of text
    states = {name: counts[name].map(whole) for name in ("jurisdiction", "other")}
    home = {name: found.where(found.notna(), counts[name]) for name, found in states.items()}
    inside = home["jurisdiction"] == home["other"]
    left_out = len(counts.loc[inside, ["jurisdiction", "other"]].drop_duplicates())
    table = counts[~inside].pivot_table(
        index=["jurisdiction", "other", *split],
        columns="kind",
        values="items",
        aggfunc="sum",
        fill_value=0,
        observed=True,
    )
    table = table.reindex(columns=list(KINDS), fill_value=0).astype(int).rename(columns=KINDS)
    table.columns.name = None
    table["shared"] = table.sum(axis=1)
    return table.reset_index(), left_out


def _ranked(frame: pd.DataFrame, split: Sequence[str]) -> pd.DataFrame:
    """Order by gap, then by what is shared; ties by key."""
    keys = ["jurisdiction", "other", *split]
    frame = frame.assign(_bound=frame["instruments"] > 0)
    frame = frame.sort_values(
        ["_bound", "shared", *keys], ascending=[True, False, *(True for _ in keys)], ignore_index=True
    )
    place = pd.Series(frame.index, index=frame.index)
    frame.insert(0, "rank", place.groupby([frame["_bound"], frame["shared"]]).transform("min") + 1)
    return frame.drop(columns="_bound")
