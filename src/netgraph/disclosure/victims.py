"""Victims counted for a recipient, each once, from the claims that may go there.

Sex, age and exploitation of a person never leave as records; what leaves is counts, which
`netgraph.disclosure.suppression` protects. The rows behind them stay in here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.compute as pc

from netgraph.disclosure.beside import withheld_beside
from netgraph.disclosure.contents import claims_of, nodes_of
from netgraph.disclosure.counting import DIMENSIONS, LABELS, PARTS, SEVERAL, TYPES, counted
from netgraph.disclosure.differences import OTHER, Published, differences
from netgraph.disclosure.state import is_synthetic, state_of
from netgraph.disclosure.suppression import COUNT, MOST, TOTAL, suppress
from netgraph.errors import DisclosureError, UsageError
from netgraph.model import Marking, strictest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.disclosure.holdings import Holding
    from netgraph.disclosure.recipients import Recipient
    from netgraph.store import Store

INVENTED = "SYNTHETIC: these are counts of invented records, of no person.\n\n"


@dataclass(frozen=True)
class Victims:
    """Persons with the part Victim in a case.

    Attributes
    ----------
    frame : pandas.DataFrame
        A row for each person, a column for each dimension. Never leaves.
    state : str
        Names the state of the graph.
    marking : Marking
        The strictest of all that went in.
    withheld : int
        Persons who are not counted, since they or their part may not go there.
    synthetic : bool
        Whether the store holds synthetic records, which are of no person.
    """

    frame: pd.DataFrame
    state: str
    marking: Marking
    withheld: int
    synthetic: bool = False


def victims(store: Store, recipient: Recipient, ceiling: Marking = Marking.AMBER_STRICT) -> Victims:
    """Read the victims that a recipient may have counted.

    Parameters
    ----------
    store : Store
    recipient : Recipient
    ceiling : Marking, default AMBER+STRICT
        What is marked stricter does not count in.

    Returns
    -------
    Victims
        ``year`` is that in which the first of the person's cases was opened, ``country`` the State that
        handles it, ``age_band`` Child or Adult, ``exploitation`` that of the person, else of the case.
        Who has two values in a dimension is under ``several``, so that the parts add up to the whole.

    Notes
    -----
    Records that were judged to be one person count apart. Victims whom a case only numbers do not count.
    Time and memory are linear in what the store holds.
    """
    tables = {label: nodes_of(store, label) for label in LABELS} | {
        type_: claims_of(store, type_) for type_ in TYPES
    }
    frame, words = counted(tables, recipient, ceiling)
    every = tables[PARTS]
    every = every.filter(pc.and_(pc.equal(every["role"], "Victim"), pc.equal(every["start_label"], "Person")))
    frame_of = frame[["person", *DIMENSIONS]]
    state = state_of(store) or hashlib.sha256(frame_of.to_csv().encode()).hexdigest()[:32]
    hidden = len(pc.unique(every["start"])) - len(frame)
    return Victims(frame[list(DIMENSIONS)], state, strictest(words), hidden, is_synthetic(store))


def tabulate(
    found: Victims,
    by: Sequence[str],
    to: Recipient,
    k: int,
    audiences: Sequence[Sequence[Published]],
    holdings: Sequence[Holding] = (),
) -> tuple[pd.DataFrame, Published]:
    """Count victims, and hide what is small and what would give it back.

    Parameters
    ----------
    found : Victims
    by : sequence of str
        Some of `DIMENSIONS`.
    to : Recipient
    k : int
        The smallest count that may be told. A value that fewer have is counted under ``other``, which takes
        in the rarest further one where it would be too small itself: no value is named that fewer have.
    audiences : sequence of sequence of Published
        What each of those who will see it has already.
    holdings : sequence of Holding
        The bundles that were released.

    Returns
    -------
    (pandas.DataFrame, Published)
        The table as `netgraph.disclosure.suppression.suppress` gives it, and what goes into the ledger.

    Raises
    ------
    UsageError
        A dimension is not known, or there are too many.
    DisclosureError
        Fewer than ``k`` victims; or what was published before does not allow it.
    """
    if not by or len(by) > MOST or len(set(by)) < len(by) or not set(by) <= set(DIMENSIONS):
        raise UsageError(
            f"a table of victims has one to {MOST} of {', '.join(DIMENSIONS)}",
            hint="make several tables: each is held against those before it",
        )
    if len(found.frame) < k:
        raise DisclosureError(
            f"fewer than {k} victims may be counted for {to}",
            hint="netgraph release --preview shows what may go there, and why the rest may not",
        )
    rows = pd.DataFrame({name: _recoded(found.frame[name], k) for name in by})
    counts = rows.value_counts().rename(COUNT).reset_index().sort_values(list(by), ignore_index=True)
    values = [sorted(set(rows[name]), key=lambda value: (value == OTHER, value)) for name in by]
    grid = pd.MultiIndex.from_product(values, names=list(by)).to_frame(index=False)
    counts = grid.merge(counts, on=list(by), how="left").fillna({COUNT: 0})
    plain, table = suppress(counts, by, 1, secondary=False), suppress(counts, by, k)
    full = Published.of(plain, by, to.code, found.state, k)
    for earlier in audiences:
        table = differences(earlier, full, table)
    table = withheld_beside(table, full, [one for some in audiences for one in some], holdings)
    return table, Published.of(table, by, to.code, found.state, k)


def _recoded(values: pd.Series[str], k: int) -> pd.Series[str]:
    """Join the values that fewer than k have, and the rarest further one where they are too few together."""
    counts = values.value_counts().sort_index().sort_values(kind="stable")
    rare = counts[counts < k]
    if 0 < rare.sum() < k:
        rare = counts[: len(rare) + 1]
    return values.where(~values.isin(rare.index), OTHER)


def note(found: Victims, by: Sequence[str], to: Recipient, k: int, table: pd.DataFrame) -> str:
    """Say how a table came about and what it does not mean."""
    hidden = int(table[COUNT].isna().sum())
    return (
        f"{INVENTED if found.synthetic else ''}Victims by {', '.join(by)}, for {to}; {found.marking}.\n\n"
        "Counted: persons recorded as victims of trafficking in persons in a case, each once; the year is "
        "that in which the first case was opened, the country the State that handles it; a child is under 18."
        f" Who has two values is under '{SEVERAL}'. What may not go to {to} does not count in. Records of "
        "one person in two sources count twice; victims whom a case only numbers do not count. "
        "Detected victims are not all victims: more detection looks like more trafficking.\n\n"
        f"{hidden} of {len(table)} cells are hidden: those below {k}, 0 included, and as many others as it "
        "takes that no hidden cell can be computed to within less than that from this table and those "
        f"published before. Values that fewer than {k} have are joined under '{OTHER}'; '{TOTAL}' is the "
        "sum. Nothing is rounded and no noise is added.\n"
    )
