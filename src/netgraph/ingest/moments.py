"""Dates of any precision as spans of days, so that they can be compared without pretending to know more.

``2008`` is every day of 2008: it is neither before nor after ``2008-05``, and before ``2009-01``. Days are
numbers such as 20080517; a span's last day may be one that no calendar has (20080231), which harms no
comparison. Pure.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EASTERNMOST = timedelta(hours=14)  # where each day begins first
KNOWN = 2**16  # every day of a century and a half
_FIRST, _LAST = "-01-01", "-12-31"
_MONTH_AT, _LONG = 4, len("2008-05-17")


@lru_cache(maxsize=KNOWN)
def first_day(moment: str | int) -> int:
    """Return the first day that a date or year can mean.

    Examples
    --------
    >>> first_day("2008-05"), first_day(2008)
    (20080501, 20080101)
    """
    return _day(str(moment), _FIRST)


@lru_cache(maxsize=KNOWN)
def last_day(moment: str | int) -> int:
    """Return the last day that a date or year can mean.

    Examples
    --------
    >>> last_day("2008-05-17"), last_day(2008)
    (20080517, 20081231)
    """
    return _day(str(moment), _LAST)


def latest_day() -> int:
    """Return the day that it is where days begin first; what lies after it has begun nowhere on earth."""
    return int((datetime.now(UTC) + EASTERNMOST).strftime("%Y%m%d"))


def _day(text: str, rest: str) -> int:
    return int((text + rest[len(text) - _MONTH_AT :] if len(text) < _LONG else text).replace("-", ""))
