"""Small counts in a table that is made for a recipient: hidden, with what would give them back.

The table is a list of rows that were found, each with one or several counts, and not all cells of a cross
table (for these see `netgraph.disclosure.suppression`). So an attacker knows that every row counts at least
one, and no total over other rows than these.

It is a belt for a table that is passed on or copied into a report. It hides nothing from whoever has the
claims themselves: the recipient, to whom they were released one by one, can count them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from netgraph.queries import Query

    Bools = NDArray[np.bool_]

SMALL = 11  # what is below is hidden, as by `netgraph.disclosure.suppression.K`
HANDLING = "handling"
FEW = f"fewer than {SMALL}"
ALIKE = 2  # hidden counts in a column, at least
_LIKE_COUNTS = re.compile(
    r"(?:^|_)(?:cases|citizens|convict(?:ed|ions)|detected|organizations|people|persons|prosecuted|records|routes"
    r"|users|victims)(?:_|$)"
)
_RANK = re.compile(r"(?:^|_)rank(?:_|$)|^sure$")
_PARTS = re.compile(r"(?:sex|age_band|exploitation|victim_profile)(?:_of_victims)?")
_SMALL_NUMBER = re.compile(r"(?<![\w.,/-])(?:\d|10)(?![\w/%-]|[.,]\d|\s*%)")


@dataclass(frozen=True)
class Counted:
    """What the columns of a table count.

    Attributes
    ----------
    counts : tuple of str
        Columns that count persons, cases or routes.
    keys : tuple of str
        Columns that say what a row is about, and others from which no count follows: never hidden.
    follows : mapping of str to str
        What follows from one count and is hidden with it; of other columns it is not known, and they are
        hidden with any count of their row.
    never : tuple of str
        What follows from counts that are not in the table: nobody can tell whether these are small.
    together : bool
        Counts that hang together over the rows: all are hidden where one is small.
    """

    counts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    follows: Mapping[str, str] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    together: bool = False


@dataclass(frozen=True)
class Guarded:
    """A table without its small counts.

    Attributes
    ----------
    frame : pandas.DataFrame
        What is hidden is missing. Where anything is, the rows stand in the order of what they are about.
    small, more : int
        Counts that are hidden since they are small, and since they would give others back.
    """

    frame: pd.DataFrame
    small: int = 0
    more: int = 0

    @property
    def hidden(self) -> int:
        """How many counts are hidden."""
        return self.small + self.more

    def account(self) -> str:
        """Say to the owner what is hidden and why; empty where nothing is."""
        if not self.hidden:
            return ""
        more = f", and {self.more:,} that would give them back" if self.more else ""
        return (
            f"{self.small:,} counts of routes, cases or persons below {SMALL}{more}, with ranks and what "
            "else follows from them; the rows stand in the order of their names"
        )


def guarded(frame: pd.DataFrame, counted: Counted | None = None, k: int = SMALL) -> Guarded:
    """Hide the small counts of a table.

    Parameters
    ----------
    frame : pandas.DataFrame
    counted : Counted, optional
        When not given, numbers whose names are like counts are counts, and texts are keys.
    k : int, default 11
        The smallest count that is told.

    Returns
    -------
    Guarded

    Notes
    -----
    In each column so many counts are hidden that whoever knows its total, that every row counts one or
    more, and all that is shown, finds none to within less than ``k``: at least two, with a sum of at least
    their number and ``k``. The smallest of the others go first. Where that cannot be reached, all are hidden.
    Ranks go in every row: a gap among them would bound what is hidden.

    Not looked at is what is left between two counts of a row, such as cases without a conviction, and what
    other tables tell. O(n log n) for each column.
    """
    asked = counted or _by_name(frame)
    names = [name for name in asked.counts if name in frame]
    numbers = [pd.to_numeric(frame[name], errors="coerce").to_numpy(float, na_value=np.nan) for name in names]
    values = np.column_stack(numbers) if names else np.empty((len(frame), 0))
    small: Bools = np.asarray(values < k)  # what is missing is not
    hidden = small.copy()
    if asked.together:
        hidden |= small.any() & ~np.isnan(values)
    for column in range(len(names)):
        hidden[:, column] |= _more(values[:, column], hidden[:, column], k)
    never = [name for name in asked.never if name in frame]
    if not hidden.any() and not never:
        return Guarded(frame)
    found = frame.copy()
    for name in never:
        found[name] = _without(found[name], np.ones(len(found), np.bool_))
    if not hidden.any():
        return Guarded(found)
    rows = np.asarray(hidden.any(axis=1))
    keys = [str(name) for name in found if name in asked.keys or _PARTS.fullmatch(str(name))]
    for name in map(str, found.columns):
        if name in names:
            found[name] = _without(found[name], hidden[:, names.index(name)])
        elif _RANK.search(name):
            found[name] = _without(found[name], np.ones(len(found), np.bool_))
        elif name not in keys and name != HANDLING:
            one = asked.follows.get(name)
            found[name] = _without(found[name], hidden[:, names.index(one)] if one in names else rows)
    order = found[keys].astype(str).sort_values(keys, kind="stable").index if keys else found.index
    return Guarded(found.loc[order].reset_index(drop=True), int(small.sum()), int((hidden & ~small).sum()))


def told(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told beside a table, as `Result.provenance` has it, without its small counts."""
    found = dict(about)
    if "behind" in found:
        found["behind"] = {name: None if count < SMALL else count for name, count in found["behind"].items()}
    for name in ("nodes", "edges", "withheld"):
        if name in found and found[name] < SMALL:
            found[name] = None
    if "notes" in found:
        found["notes"] = [without_small(note) for note in found["notes"]]
    return found


def without_small(text: str) -> str:
    """Write numbers below `SMALL` in a text as *fewer than 11*."""
    return _SMALL_NUMBER.sub(FEW, text)


def like_a_count(name: str) -> bool:
    """Tell whether a column is named as if it counted persons, cases or routes."""
    return _LIKE_COUNTS.search(name) is not None


def counted_by(query: Query) -> Counted:
    """Read from the header of a query what its columns count.

    A number of things, such as sources, is kept from rows with a hidden count: there are no fewer routes
    than sources of them.
    """
    kept: dict[str, set[str | None]] = {
        "string": {None},
        "strings": {"record", "things"},
        "integer": {"record"},
        "number": {"record"},
    }
    columns = query.columns.items()
    return Counted(
        tuple(name for name, column in columns if column.counts in {"persons", "cases", "routes"}),
        tuple(name for name, column in columns if column.counts in kept.get(column.type, set())),
    )


def _by_name(frame: pd.DataFrame) -> Counted:
    numbers = {str(name) for name in frame if frame[name].dtype.kind in "iuf"}
    counts = tuple(sorted(name for name in numbers if like_a_count(name)))
    return Counted(counts, tuple(str(name) for name in frame if str(name) not in numbers))


def _more(values: NDArray[np.float64], hidden: Bools, k: int) -> Bools:
    """Say what else of a column is hidden, the smallest first."""
    more = np.zeros_like(hidden)
    if not hidden.any():
        return more
    number, total = int(hidden.sum()), float(values[hidden].sum())
    shown = np.flatnonzero(~hidden & ~np.isnan(values))
    for row in shown[np.argsort(values[shown], kind="stable")]:
        if number >= ALIKE and total - number >= k:
            break
        more[row] = True
        number, total = number + 1, total + float(values[row])
    return more


def _without(column: pd.Series, hidden: Bools) -> pd.Series:
    """Take cells out of a column of any type."""
    if column.dtype.kind in "iu":
        return column.astype("Int64").mask(hidden)
    return column.astype("boolean").mask(hidden) if column.dtype.kind == "b" else column.mask(hidden)
