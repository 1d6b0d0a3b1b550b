"""Which values a noisy table has in each dimension: fixed before anybody looks at the data.

A value that stands in a table because somebody has it would tell, beside any noise, that somebody has it. So
values come from the code lists of the schema, from ISO 3166, or from whoever asks, never from what is
counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from netgraph.disclosure.counting import DIMENSIONS, NOT_RECORDED, SEVERAL
from netgraph.disclosure.differences import OTHER
from netgraph.errors import UsageError
from netgraph.model import load_schema
from netgraph.model.ages import ADULT, CHILD
from netgraph.model.place_names import names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netgraph.disclosure.victims import Victims

LISTS = {"sex": "sex", "exploitation": "exploitation"}
STATES = frozenset({"citizenship", "country"})
MANY = frozenset({"citizenship", "country", "exploitation"})  # a person can have two of them
_YEARS = re.compile(r"(?P<first>\d{4})(?:-(?P<last>\d{4}))?")


def domains(by: Sequence[str], given: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Fix the values of each dimension.

    Parameters
    ----------
    by : sequence of str
        Some of `netgraph.disclosure.victims.DIMENSIONS`.
    given : mapping of str to str
        For a dimension the values to tell apart, with commas, or years from and to: ``2019-2024``. They must
        be chosen without a look at the data; years have to be given.

    Returns
    -------
    list of tuple of str
        For each dimension its values, then ``other`` where there can be more, ``several`` where a person can
        have two, and ``not recorded``. Everybody is under exactly one of them.

    Raises
    ------
    UsageError
        A dimension or value is not known, or the years are missing.
    """
    unknown = [name for name in (*by, *given) if name not in DIMENSIONS]
    if not by or unknown or len(set(by)) < len(by):
        raise UsageError(
            f"a table of victims is by some of {', '.join(DIMENSIONS)}",
            hint="name each once: --dimensions year,sex",
        )
    unused = sorted(set(given) - set(by))
    if unused:
        raise UsageError(
            f"values are given for {', '.join(unused)}, which the table is not by",
            hint="name it in --dimensions too, or leave its --values out",
        )
    return [_domain(name, given.get(name)) for name in by]


def _domain(name: str, given: str | None) -> tuple[str, ...]:
    known = _known(name)
    values = list(known) if given is None else _listed(name, given)
    if not values:
        raise UsageError(
            "noise needs the years to be named: those that the data has would tell of single persons",
            hint="--values year=2019-2024",
        )
    wrong = [value for value in values if known and value not in known]
    if wrong or len(set(values)) < len(values):
        raise UsageError(
            f"{', '.join(wrong) or given} cannot be values of {name}",
            hint="each once, from the code list of the schema (netgraph schema show), or ISO 3166-1 alpha-3",
        )
    closed = given is None and name not in STATES
    return (*values, *([] if closed else [OTHER]), *([SEVERAL] if name in MANY else []), NOT_RECORDED)


def _known(name: str) -> tuple[str, ...]:
    """Return all values that there can be; none where that is no list."""
    if name in STATES:
        return tuple(sorted(names().countries))
    if name == "age_band":
        return CHILD, ADULT
    if name in LISTS:
        return tuple(code for code in load_schema().codelists[LISTS[name]].codes if code != "Unknown")
    return ()


def _listed(name: str, given: str) -> list[str]:
    """Read values as they are written on a command line."""
    parts = [part.strip() for part in given.split(",") if part.strip()]
    if name != "year":
        return parts
    found: list[str] = []
    for part in parts:
        years = _YEARS.fullmatch(part)
        if years is None:
            raise UsageError(f"{part!r} is no year and no years", hint="--values year=2019-2024")
        first, last = int(years["first"]), int(years["last"] or years["first"])
        if last < first:
            raise UsageError(f"the years {part} end before they begin", hint=f"--values year={last}-{first}")
        found += map(str, range(first, last + 1))
    return found


def placed(found: Victims, by: Sequence[str], values: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Count persons in the cells of fixed values, each in one; whom no value names under ``other``.

    Returns
    -------
    pandas.DataFrame
        A column for each dimension and ``count``, in the order of the product of the values. Never leaves.
    """
    columns = {
        name: found.frame[name].where(
            found.frame[name].isin(list(some)), OTHER if OTHER in some else NOT_RECORDED
        )
        for name, some in zip(by, values, strict=True)
    }
    counts = pd.DataFrame(columns).value_counts()
    grid = pd.MultiIndex.from_product(values, names=list(by))
    if len(by) == 1:
        counts.index = pd.MultiIndex.from_arrays([counts.index.get_level_values(0)], names=list(by))
    return counts.reindex(grid, fill_value=0).rename("count").reset_index()
