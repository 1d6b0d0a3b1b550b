"""What of a wide table people see: the columns that matter most, each beside its rank or interval.

Other formats than the table for people have every column as it is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netgraph.exchange import as_text

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")


@dataclass(frozen=True)
class Compact:
    """A table for people, and what it does not show.

    Attributes
    ----------
    frame : pandas.DataFrame
        The columns that are left.
    told : tuple of str
        Sentences that say what was left out or put together.
    """

    frame: pd.DataFrame
    told: tuple[str, ...]


def brief(cell: object) -> str:
    """Return a cell as people read it; four digits tell ranks apart."""
    return f"{cell:.4g}" if isinstance(cell, float) and not math.isnan(cell) else as_text(cell)


def compact(frame: pd.DataFrame, leading: Collection[str] = ()) -> Compact:
    """Put what belongs together into one column, and leave out what leads to nothing.

    Parameters
    ----------
    frame : pandas.DataFrame
        The whole table.
    leading : collection of str
        The columns to show, where they are there; all when empty.

    Returns
    -------
    Compact
        ``x`` and ``x_rank`` become ``x``, as ``0.25 (1)``; ``x``, ``x_low`` and ``x_high``, or ``x_from`` and
        ``x_to``, become ``x``, as ``3 (2 to 5)``, or ``3`` where all are alike. Columns without a
        value go, and so does the end of hashed identifiers.
    """
    told = []
    folded, ranks, intervals = _folded(frame)
    empty = [str(name) for name in folded if len(folded) and not any(map(as_text, folded[name]))]
    hidden = [str(name) for name in folded if leading and name not in leading and name not in empty]
    shown = folded.drop(columns=[*hidden, *empty])
    if set(ranks) & set(shown):
        told.append("in brackets: the rank by that measure")
    if set(intervals) & set(shown):
        told.append("in brackets: the interval that goes with it")
    if hidden or empty:
        nothing = f"nothing in {', '.join(empty)}" if empty else ""
        told.append(f"not shown: {'; '.join(filter(None, [', '.join(hidden), nothing]))} (--all-columns)")
    shortened = shown.map(lambda cell: HASH.sub(r"\1…", as_text(cell)) if _hashed(cell) else cell)
    if not shortened.equals(shown):
        told.append("shortened: hashed identifiers (--all-columns gives them whole)")
    return Compact(shortened, tuple(told))


def _hashed(cell: object) -> bool:
    return isinstance(cell, str | list | tuple) and HASH.search(as_text(cell)) is not None


def _folded(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Put ranks and intervals beside what they are about; say of which columns there are some."""
    found, ranks, intervals = frame.copy(), [], []
    for name in map(str, frame.columns):
        if f"{name}_rank" in frame:
            ranks.append(name)
            beside = [brief(rank) for rank in found.pop(f"{name}_rank")]
            found[name] = [_beside(brief(cell), rank) for cell, rank in zip(frame[name], beside, strict=True)]
        for low, high in (("low", "high"), ("from", "to")):
            if {f"{name}_{low}", f"{name}_{high}"} <= set(frame):
                ends = zip(found.pop(f"{name}_{low}"), found.pop(f"{name}_{high}"), strict=True)
                cells = [
                    _beside(brief(cell), _range(brief(one), brief(other), brief(cell)))
                    for cell, (one, other) in zip(frame[name], ends, strict=True)
                ]
                if any("(" in cell for cell in cells):
                    intervals.append(name)
                    found[name] = cells
    return found, ranks, intervals


def _range(low: str, high: str, cell: str) -> str:
    return "" if low == high == cell else f"{low} to {high}" if low or high else ""


def _beside(cell: str, more: str) -> str:
    return f"{cell} ({more})" if more and cell else cell or more
